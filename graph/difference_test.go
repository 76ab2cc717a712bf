package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/lexicon"
	"maillage/internal/server"
	"maillage/internal/store"
	"maillage/internal/testhub"
)

type movedAnswer struct {
	Contract struct {
		MatrixChanges struct {
			FromAsOf, ToAsOf string
			Cells            []struct {
				Movement, PartnerName, PartnerID, AxisName string
				Partner                                    *struct{ Code string }
				Axis                                       *struct{ Code string }
				Before, After                              *struct {
					Standing, Status string
					LeadsAxis        bool
				}
				Readings []struct{ ID string }
				Changes  []struct{ RecordType, Operation string }
			}
			Gaps []struct {
				Opened                   bool
				Code, Message, SubjectID string
				Subject                  *struct{ ID string }
			}
		}
	}
}

const movedFields = `{ fromAsOf toAsOf cells { movement partnerName partnerId axisName partner { code } axis { code }
	before { standing status leadsAxis } after { standing status leadsAxis } readings { id } changes { recordType operation } }
	gaps { opened code message subjectId subject { id } } }`

// said returns a line for each cell and gap that changed.
func (m movedAnswer) said() []string {
	var lines []string
	for _, c := range m.Contract.MatrixChanges.Cells {
		line := c.Movement + " " + c.PartnerName
		for _, change := range c.Changes {
			line += " " + change.Operation + "/" + change.RecordType
		}
		lines = append(lines, line)
	}
	for _, g := range m.Contract.MatrixChanges.Gaps {
		lines = append(lines, fmt.Sprint(g.Code, " ", g.Opened))
	}
	return lines
}

func TestMatrixChanges_TellWhatWasWrittenSince(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		adm := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
		write := func(mutation string) {
			t.Helper()
			var done map[string]struct{ UserErrors []any }
			adm.Get(t, &done, "mutation { "+mutation+" }", nil)
			for name, payload := range done {
				if len(payload.UserErrors) > 0 {
					t.Fatalf("%s: %v", name, payload.UserErrors)
				}
			}
		}
		write(`createPartner(input: {code: "gone", name: "Gone"}) { userErrors { message } }
			createContribution(input: {code: "gone-1", partner: "gone", axis: "valenciennes/axe-2", role: FUNDER, status: ACTIVE, basis: DECLARED}) { userErrors { message } }`)
		then := time.Now()
		moved := func(from, to string) movedAnswer {
			t.Helper()
			var answer movedAnswer
			adm.Get(
				t, &answer,
				`{ contract(by: {code: "valenciennes"}) { matrixChanges(from: `+from+to+`) `+movedFields+` } }`, nil,
			)
			return answer
		}
		known := `{knownAt: "` + then.UTC().Format(time.RFC3339Nano) + `"}`
		if nothing := moved(known, "").said(); len(nothing) > 0 {
			t.Errorf("before anything is written: %q", nothing)
		}
		write(`createContribution(input: {code: "new-1", partner: "cpam-hainaut", axis: "valenciennes/axe-1", role: LEAD, status: ACTIVE, basis: DECLARED}) { userErrors { message } }
			deleteContribution(input: {id: "gone-1", version: 1}) { userErrors { message } }
			deletePartner(input: {id: "gone", version: 1}) { userErrors { message } }`)
		got := moved(known, "")
		want := []string{
			"GAINED Caisse Primaire d’Assurance Maladie (CPAM) du Hainaut CREATE/CONTRIBUTION",
			"LOST Gone DELETE/CONTRIBUTION",
			"SINGLE_PARTNER true", "SINGLE_PARTNER true", "STALE_EVIDENCE true",
			"NO_CONFIRMED_CONTRIBUTOR false", "ONLY_PROSPECTIVE false", "NO_LEAD false",
		}
		said := got.said()
		if diff := cmp.Diff(want, said); diff != "" {
			t.Errorf("what moved (-want +got): %s", diff)
		}
		for _, c := range got.Contract.MatrixChanges.Cells {
			if gone := c.PartnerName == "Gone"; gone != (c.Partner == nil) || c.Axis == nil || c.PartnerID == "" {
				t.Errorf("%+v", c)
			}
		}
		// In the opposite direction, what was gained is lost.
		swapped := moved(`{asOf: "`+got.Contract.MatrixChanges.ToAsOf+`"}`, ", to: "+known)
		var mirrored []string
		for _, line := range swapped.said() {
			line = strings.NewReplacer(
				"GAINED", "LOST", "LOST", "GAINED", "true", "false", "false", "true",
			).Replace(line)
			mirrored = append(mirrored, line)
		}
		slices.Sort(mirrored)
		slices.Sort(said)
		if diff := cmp.Diff(said, mirrored); diff != "" {
			t.Errorf("the other way round: %s", diff)
		}
	})
}

func TestMatrixChanges_TellWhatDatesMove(t *testing.T) {
	eachReadOnly(t, func(t *testing.T, h *testhub.Hub) {
		ask := func(arguments string) (answer movedAnswer) {
			t.Helper()
			h.Get(
				t, &answer, `{ contract(by: {code: "val-d-orme"}) { matrixChanges(`+arguments+`) `+movedFields+` } }`,
				nil,
			)
			return answer
		}
		moved := ask(`from: {asOf: "2025-06-30"}, to: {asOf: "2026-06-30"}`)
		movements := map[string]int{}
		for _, c := range moved.Contract.MatrixChanges.Cells {
			movements[c.Movement]++
			if len(c.Readings) == 0 || len(c.Changes) > 0 {
				t.Errorf("%s rests on the readings %v, and on the lines %v", c.PartnerName, c.Readings, c.Changes)
			}
		}
		if movements["GAINED"] == 0 || movements["LOST"] == 0 || movements["CHANGED"] == 0 {
			t.Errorf("the fictitious contract shows %v", movements)
		}
		if m := moved.Contract.MatrixChanges; m.FromAsOf != "2025-06-30" || m.ToAsOf != "2026-06-30" {
			t.Errorf("of %s and %s", m.FromAsOf, m.ToAsOf)
		}
		if same := ask(`from: {asOf: "2025-06"}, to: {asOf: "2025-06"}`).said(); len(same) > 0 {
			t.Errorf("a month and itself: %q", same)
		}
	})
}

// The plan caused the change: it was adopted in that month.
func TestMatrixChanges_NameThePlanOfWhichTheDateDidIt(t *testing.T) {
	eachReadOnly(t, func(t *testing.T, h *testhub.Hub) {
		var answer struct {
			Contract struct {
				MatrixChanges struct {
					Cells []struct {
						Movement string
						Readings []struct {
							Typename string `json:"__typename"`
						}
					}
				}
			}
		}
		h.Get(t, &answer, `{ contract(by: {code: "valenciennes"}) {
			matrixChanges(from: {asOf: "2016-05-31"}, to: {asOf: "2016-06-15"}) { cells { movement readings { __typename } } } } }`, nil)
		cells := answer.Contract.MatrixChanges.Cells
		if len(cells) == 0 {
			t.Fatal("nothing moved")
		}
		for _, c := range cells {
			types := map[string]bool{}
			for _, r := range c.Readings {
				types[r.Typename] = true
			}
			if !types["Plan"] || !types["Contract"] {
				t.Errorf("%s rests on %v, want the plan and the contract, which begins with it", c.Movement, c.Readings)
			}
		}
	})
}

func TestMatrixChanges_RefuseWhatIsNoMoment(t *testing.T) {
	eachReadOnly(t, func(t *testing.T, h *testhub.Hub) {
		later := time.Now().Add(time.Hour).UTC().Format(time.RFC3339)
		for arguments, argument := range map[string]string{
			`from: {}`: "[from]", `from: {asOf: ".."}`: "[from asOf]", `from: {asOf: "2090"}`: "[from asOf]",
			`from: {knownAt: "` + later + `"}`:                                                "[from knownAt]",
			`from: {asOf: "2025"}, to: {knownAt: "` + later + `"}`:                            "[to knownAt]",
			`from: {asOf: "2025"}, staleAfterMonths: -1`:                                      "[staleAfterMonths]",
			`from: {asOf: "2025-02", knownAt: "2025-01-31T12:00:00Z"}`:                        "[from asOf]",
			`from: {asOf: "2024"}, to: {asOf: "2025-02-01", knownAt: "2025-01-31T12:00:00Z"}`: "[to asOf]",
		} {
			answer := h.Ask(
				t, `{ contract(by: {code: "valenciennes"}) { matrixChanges(`+arguments+`) { fromAsOf } } }`, nil,
			)
			if len(answer.Errors) != 1 || !strings.Contains(string(answer.Body), argumentJSON(argument)) {
				t.Errorf("%s: %s", arguments, answer.Body)
			}
		}
		known := time.Now().UTC().Format(time.RFC3339Nano)
		answer := h.Ask(
			t,
			`query @asKnownAt(at: "`+known+
				`") { contract(by: {code: "valenciennes"}) { matrixChanges(from: {knownAt: "`+known+`"}) { fromAsOf } } }`,
			nil,
		)
		if len(answer.Errors) != 1 || !strings.Contains(string(answer.Body), argumentJSON("[from knownAt]")) {
			t.Errorf("two ways to name a past: %s", answer.Body)
		}
		// A year or a month that is not over is read up to today.
		for _, asOf := range []string{time.Now().UTC().Format("2006"), time.Now().UTC().Format("2006-01")} {
			answer := h.Ask(
				t, `{ contract(by: {code: "valenciennes"}) { matrixChanges(from: {asOf: "`+asOf+`"}) { fromAsOf } } }`,
				nil,
			)
			if len(answer.Errors) != 0 {
				t.Errorf("%s: %s", asOf, answer.Body)
			}
		}
	})
}

// A moment with knownAt alone is read as of its own day, in the hub's time zone.
func TestMatrixChanges_AKnownMomentIsOfItsDay(t *testing.T) {
	testhub.EachDemoDatabase(t, func(t *testing.T, s *store.Store) {
		zone := time.FixedZone("", 3600)
		h := testhub.New(t, s, server.Config{Ledger: testhub.Ledger(t, s), Zone: zone})
		var answer movedAnswer
		h.Get(
			t, &answer,
			`{ contract(by: {code: "valenciennes"}) { matrixChanges(from: {knownAt: "2025-03-04T23:30:00Z"}) { fromAsOf toAsOf } } }`,
			nil,
		)
		m := answer.Contract.MatrixChanges
		if today := time.Now().In(zone).Format(time.DateOnly); m.FromAsOf != "2025-03-05" || m.ToAsOf != today {
			t.Errorf("from %s to %s", m.FromAsOf, m.ToAsOf)
		}
	})
}

func TestMatrixChanges_NameTheLinesAfterTheFirstMoment(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		adm := administrator(t, h)
		claim := in{"axis": "valenciennes/axe-2", "role": "FUNDER", "status": "ACTIVE"}
		done(t, adm, "createSource", in{"code": "memo", "name": "Mémo"})
		done(t, adm, "createPartner", in{"code": "new", "name": "New"})
		made := done(t, adm, "createContribution", changed(claim, in{
			"partner": "new", "basis": "STATED", "citations": []in{{"source": "memo", "locator": "p. 1"}},
		}))
		var line struct {
			Change struct{ At time.Time }
		}
		adm.Get(
			t, &line, `query ($id: ID!) { change: node(id: $id) { ... on Change { at } } }`,
			in{"id": made.Changes[0].ID},
		)
		at := line.Change.At.UTC().Format(time.RFC3339Nano)
		moved := func(asOf string) []string {
			t.Helper()
			var answer movedAnswer
			adm.Get(
				t, &answer,
				`{ contract(by: {code: "valenciennes"}) { matrixChanges(from: {knownAt: "`+at+`"`+asOf+`}, to: {`+
					strings.TrimPrefix(asOf, ", ")+`}) `+movedFields+` } }`,
				nil,
			)
			return answer.said()
		}
		// The date of a source decides from when it supports a claim.
		done(t, adm, "updateSource", in{"id": "memo", "version": 1, "date": "2022-05"})
		if got := fmt.Sprint(moved(`, asOf: "2020-06-01"`)); !strings.HasPrefix(got, "[CHANGED New UPDATE/SOURCE") {
			t.Errorf("after its source was dated: %s", got)
		}
		// The ledger line written at the first moment itself is part of it.
		done(t, adm, "updateContribution", in{"id": made.Record.ID, "version": 1, "status": "ABANDONED"})
		if got := fmt.Sprint(moved("")); !strings.Contains(
			got, "CHANGED New UPDATE/SOURCE UPDATE/CONTRIBUTION",
		) || strings.Contains(got, "CREATE/") {
			t.Errorf("after it was abandoned: %s", got)
		}
	})
}

// A partner that becomes the lead of an axis changes its cell, though standing and status stay.
func TestMatrixChanges_TellWhoComesToLead(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		adm := administrator(t, h)
		claim := in{"partner": "cpam-hainaut", "axis": "valenciennes/axe-1", "status": "ACTIVE", "basis": "DECLARED"}
		done(t, adm, "createContribution", changed(claim, in{"role": "FUNDER", "since": "2018"}))
		done(t, adm, "createContribution", changed(claim, in{"role": "LEAD", "since": "2024"}))
		var answer movedAnswer
		h.Get(
			t, &answer,
			`{ contract(by: {code: "valenciennes"}) { matrixChanges(from: {asOf: "2020-06-01"}, to: {asOf: "2025-06-01"}) `+movedFields+` } }`,
			nil,
		)
		for _, c := range answer.Contract.MatrixChanges.Cells {
			if c.Axis.Code != "axe-1" || c.Partner.Code != "cpam-hainaut" {
				continue
			}
			if c.Movement != "CHANGED" || c.Before.Standing != c.After.Standing ||
				c.Before.Status != c.After.Status || c.Before.LeadsAxis || !c.After.LeadsAxis {
				t.Errorf("%s from %+v to %+v", c.Movement, c.Before, c.After)
			}
			return
		}
		t.Errorf("nothing is told of it: %q", answer.said())
	})
}

// What a viewer may not see changes none of their answers, also at an earlier moment that had it.
func TestMatrixChanges_ShowNoOtherContract(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		liaison := h.As(
			h.Token(
				t, testhub.Who{Role: lexicon.Liaison, Partner: "cpam-hainaut", Contracts: []string{"valenciennes"}},
			),
		)
		adm := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
		write := func(mutation string) {
			t.Helper()
			var done map[string]struct{ UserErrors []any }
			adm.Get(t, &done, "mutation { "+mutation+" }", nil)
			for name, payload := range done {
				if len(payload.UserErrors) > 0 {
					t.Fatalf("%s: %v", name, payload.UserErrors)
				}
			}
		}
		write(`createContract(input: {code: "hidden", name: "Hidden"}) { userErrors { message } }
			createAxis(input: {contract: "hidden", code: "one", name: "One", position: 1}) { userErrors { message } }`)
		at := time.Now().UTC().Format(time.RFC3339Nano)
		write(
			`createContribution(input: {partner: "cpam-hainaut", axis: "hidden/one", role: FUNDER, status: ACTIVE, basis: DECLARED}) { userErrors { message } }`,
		)
		question := `{ contract(by: {code: "%s"}) { matrixChanges(from: {knownAt: "` + at + `"}) ` + movedFields +
			` } }`
		var seen movedAnswer
		if adm.Get(t, &seen, fmt.Sprintf(question, "hidden"), nil); len(seen.Contract.MatrixChanges.Cells) != 1 {
			t.Fatalf("%+v", seen)
		}
		for _, viewer := range []*testhub.Hub{liaison, h} {
			var own, other movedAnswer
			viewer.Get(t, &own, fmt.Sprintf(question, "valenciennes"), nil)
			viewer.Get(t, &other, fmt.Sprintf(question, "hidden"), nil)
			if said := append(own.said(), other.said()...); len(said) > 0 {
				t.Errorf("somebody else reads %q", said)
			}
		}
	})
}
