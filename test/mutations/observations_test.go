package mutations_test

import (
	"encoding/json"
	"strings"
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

// indicator creates an indicator of a contract.
func indicator(t *testing.T, h *testhub.Hub, contract string) {
	t.Helper()
	done(t, h, "createIndicator", in{"contract": contract, "code": "jobs", "name": "Emplois", "unit": "emplois",
		"target": 12.5})
}

func TestObservation_HasAValueExactlyWhenItIsKnown(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		indicator(t, h, "north")
		observed := func(more in) in { return changed(in{"indicator": "north/jobs", "period": "2018"}, more) }
		rejected(t, h, "createObservation", observed(nil), "REQUIRED", "value")
		rejected(t, h, "createObservation", observed(in{"status": "SECRET", "value": "0"}), "INVALID", "value")
		rejected(t, h, "createObservation", observed(in{"status": "MISSING", "value": "0"}), "INVALID", "value")
		rounded := h.Ask(t, `mutation {
			createObservation(input: {indicator: "x", period: "2024", value: 123456789012.123456}) {
			userErrors { code } } }`, nil)
		if !strings.Contains(string(rounded.Body), "GRAPHQL_VALIDATION_FAILED") {
			t.Errorf("a literal that would be rounded: %s", rounded.Body)
		}
		made := done(t, h, "createObservation", observed(in{"value": "0"}))
		rejected(t, h, "updateObservation", in{"id": made.Record.ID, "version": 1, "value": nil}, "REQUIRED", "value")
		rejected(t, h, "updateObservation", in{"id": made.Record.ID, "version": 1, "status": "SECRET"}, "INVALID",
			"value")
		done(t, h, "updateObservation", in{"id": made.Record.ID, "version": 1, "status": "SECRET", "value": nil})
		done(t, h, "createObservation", observed(in{"period": "2019", "status": "MISSING"}))
		answer := h.Ask(t,
			`{ indicator(by: {code: "north/jobs"}) {
				target observations { nodes { period observationStatus observedValue } }
			} }`, nil)
		const want = `{"indicator":{"target":"12.5","observations":{"nodes":[` +
			`{"period":"2018","observationStatus":"SECRET","observedValue":null},` +
			`{"period":"2019","observationStatus":"MISSING","observedValue":null}]}}}`
		if string(answer.Data) != want {
			t.Errorf("%s, want %s", answer.Body, want)
		}
	})
}

func TestObservation_ValuesAreExact(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		indicator(t, h, "north")
		for i, c := range []struct {
			given any
			want  string // empty when it is refused
		}{
			{"0.1", "0.1"}, {"-0.000001", "-0.000001"}, {"1000000000000", "1000000000000"}, {"12.500", "12.5"},
			{"-0", "0"},
			{json.Number("9007199254.740993"), "9007199254.740993"}, {json.Number("1e3"), "1000"}, {7, "7"},
			{"0.0000001", ""}, {"1000000000000.000001", ""}, {"1,5", ""}, {"", ""}, {".5", ""}, {"5.", ""}, {"NaN", ""},
			{"--1", ""}, {true, ""}, {json.Number("1e99"), ""},
		} {
			given := in{"indicator": "north/jobs", "period": "2018", "code": string(rune('a' + i)), "value": c.given,
				"territory": nil}
			given["period"] = []string{"2001", "2002", "2003", "2004", "2005", "2006", "2007", "2008"}[i%8]
			if c.want == "" {
				rejected(t, h, "createObservation", changed(given, in{"period": "1999"}), "INVALID", "value")
				continue
			}
			done(t, h, "createObservation", given)
			answer := h.Ask(t, `query ($by: RecordBy!, $f: ObservationFilter) { observation(by: $by) { observedValue }
				observations(filter: $f) { totalCount } }`,
				in{"by": in{"code": given["code"]}, "f": in{"value": in{"gte": c.want, "lte": c.want}}})
			want := `{"observation":{"observedValue":"` + c.want + `"},"observations":{"totalCount":1}}`
			if string(answer.Data) != want {
				t.Errorf("%v: %s, want %s", c.given, answer.Body, want)
			}
		}
	})
}

func TestObservation_IsOneForAnIndicatorAPeriodATerritoryAndADocument(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		indicator(t, h, "north")
		indicator(t, h, "south")
		done(t, h, "createTerritory", in{"code": "here", "name": "Ici", "kind": "COMMUNE"})
		observed := in{"indicator": "north/jobs", "period": "2018", "value": "1"}
		ids := map[string]bool{}
		for _, more := range []in{
			{}, {"territory": "here"}, {"document": "report"}, {"territory": "here", "document": "report"},
			{"period": "2018-01"}, {"indicator": "south/jobs"},
		} {
			given := changed(observed, more)
			made := done(t, h, "createObservation", given)
			rejected(t, h, "createObservation", given, "TAKEN", "period")
			again := done(t, h, "upsertObservation", changed(given, in{"value": "2"}))
			if again.Record.ID != made.Record.ID || again.Record.Version != 2 {
				t.Errorf("%v: the upsert made %+v of %+v", more, again.Record, made.Record)
			}
			ids[made.Record.ID] = true
		}
		if len(ids) != 6 {
			t.Errorf("%d observations, want 6", len(ids))
		}
		moved := done(t, h, "createObservation", changed(observed, in{"period": "2020"}))
		rejected(t, h, "updateObservation", in{"id": moved.Record.ID, "version": 1, "period": "2018"}, "TAKEN",
			"period")
		done(t, h, "updateObservation", in{"id": moved.Record.ID, "version": 1, "period": "2021"})
	})
}

func TestObservation_BelongsToTheContractOfItsIndicator(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		indicator(t, h, "north")
		done(t, h, "createObservation", in{"indicator": "north/jobs", "period": "2018", "value": "1"})
		rejected(t, h, "deleteIndicator", in{"id": "north/jobs", "version": 1}, "IN_USE", "id")
		for who, want := range map[*testhub.Hub]string{
			as(t, h, testhub.Who{Role: lexicon.Coordinator,
				Contracts: []string{"north"}}): `{"observations":{"totalCount":1},"indicators":{"totalCount":1}}`,
			as(t, h, testhub.Who{Role: lexicon.Coordinator,
				Contracts: []string{"south"}}): `{"observations":{"totalCount":0},"indicators":{"totalCount":0}}`,
			h.As(""): `{"observations":{"totalCount":0},"indicators":{"totalCount":0}}`,
		} {
			answer := who.Ask(t, `{ observations { totalCount } indicators { totalCount } }`, nil)
			if string(answer.Data) != want {
				t.Errorf("%s, want %s", answer.Body, want)
			}
		}
	})
}

func TestObservation_WritesEachPeriodInOneWay(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		indicator(t, h, "north")
		observed := in{"indicator": "north/jobs", "period": "2024", "value": "1"}
		made := done(t, h, "createObservation", observed)
		for _, same := range []string{"2024", "2024/2024", "2024-01/2024-12", "2024-01-01/2024-12-31"} {
			again := changed(observed, in{"period": same})
			rejected(t, h, "createObservation", again, "TAKEN", "period")
			got := done(t, h, "upsertObservation", again)
			if got.Record.ID != made.Record.ID || got.Record.Version != 1 {
				t.Errorf("%s is another record, or a change: %+v", same, got.Record)
			}
		}
		done(t, h, "createObservation", changed(observed, in{"period": "2024-04-01/2024-06-30"}))
		answer := h.Ask(t, `{ observations(filter: {indicator: "north/jobs"}) { nodes { period } } }`, nil)
		const want = `{"observations":{"nodes":[{"period":"2024"},{"period":"2024-04/2024-06"}]}}`
		if string(answer.Data) != want {
			t.Errorf("%s, want %s", answer.Body, want)
		}
	})
}
