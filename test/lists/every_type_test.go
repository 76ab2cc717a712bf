package lists_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	recordtype "maillage/internal/record"
	"maillage/internal/testhub"
)

// These tests create, update and delete a record of every type with every field set. The values are here. The
// types and fields come from recordtype.Types, so that a new one fails until it has values.

// samples are two values of each field; nil means none. References name the plain record of a type, which has the
// code type-0.
var samples = map[string]map[string][2]any{
	"territory": {"code": {"t-1", "t-2"}, "name": {"Anzin", "Denain"}, "kind": {"QPV", "COMMUNE"}, "vintage": {2015, 2024}, "implied": {true, false}},
	"audience":  {"code": {"a-1", "a-2"}, "name": {"Jeunes", "Aînés"}, "kind": {"INTERMEDIARY", "FINAL_BENEFICIARY"}},
	"programme": {"code": {"p-1", "p-2"}, "name": {"PIA", "P147"}, "variants": {[]any{"Pia", "PIA 2"}, []any{}}},
	"criterion": {"code": {"c-1", "c-2"}, "name": {"Origine", "Âge"}, "rank": {1, nil}, "list": {"2014", nil}},
	"concept":   {"code": {"c-1", "c-2"}, "name": {"Réforme", "Constat"}, "kind": {"REFORM", "FINDING"}},
	"source": {"code": {"s-1", "s-2"}, "name": {"Plan", "Rapport"}, "publisher": {"CAVM", nil}, "url": {
		"https://example.org/a?b=é", nil,
	},
		"licence": {"LO 2.0", nil}, "note": {"Scan", "Texte"}, "date": {"2016-06", "../2017"}},
	"partner": {"code": {"p-1", "p-2"}, "name": {"CPAM", "« La Maison »"}, "acronym": {"CPAM", nil}, "description": {"Caisse", nil}, "kind": {"COLLECTIVE", "ORGANISATION"},
		"sector": {"SOCIAL_SECURITY", "ASSOCIATION"}, "aliases": {[]any{"Caisse"}, []any{}}, "openList": {true, false}},
	"identifier": {"scheme": {"SIREN", "INSEE_COMMUNE"}, "value": {"552100554", "59606"}, "verification": {"VERIFIED", "WELL_FORMED"}, "note": {"vu", nil},
		"partner": {"partner-0", nil}, "territory": {nil, "territory-0"}, "since": {"2001", nil}, "until": {"2020/2021", nil}},
	"contract": {"code": {"c-1", "c-2"}, "name": {"Valenciennes", "Denain"}, "description": {"Le contrat", nil}, "openThemes": {true, false}, "public": {true, false},
		"territory": {"territory-0", nil}, "since": {"2015", "2016"}, "until": {"2020-12-31", nil}, "signed": {"2015-07", "XXXX"}},
	"plan": {"code": {"p-1", "p-2"}, "name": {"PTPD", "Plan"}, "contract": {"contract-0", "contract-0"}, "adopted": {"2016", nil}, "annexed": {"2016-06", nil}, "validated": {nil, "2017"}},
	"theme": {"code": {"t-1", "t-2"}, "name": {"Emploi", "Santé"}, "contract": {"contract-0", nil}, "parent": {"theme-0", nil}, "reference": {"theme-0", nil},
		"match": {"CLOSE", nil}, "position": {3, 0}, "openList": {true, false}},
	"axis": {"code": {"a-1", "a-2"}, "name": {"Axe", "Axis"}, "contract": {"contract-0", "contract-0"}, "plan": {"plan-0", nil}, "position": {3, 0},
		"priority": {true, false}, "status": {"VALIDATED", "CLOSED"}},
	"action": {"code": {"a-1", "a-2"}, "name": {"Forum", "Bourse"}, "contract": {"contract-0", "contract-0"}, "description": {"Un forum", nil}, "kind": {"PROJECT", "MEANS"},
		"status": {"COMMITTED", nil}, "openList": {true, false}, "since": {"2015", nil}, "until": {"2016-01-01/..", nil}},
	"group": {"code": {"g-1", "g-2"}, "name": {"COPIL", "COTECH"}, "contract": {"contract-0", "contract-0"}, "type": {"STEERING", "TECHNICAL"}, "parent": {"group-0", nil}},
	"contribution": claimed(map[string][2]any{"partner": {"partner-0", "collective-0"}, "action": {"action-0", nil}, "axis": {nil, "axis-0"}, "role": {"LEAD", "FUNDER"},
		"amount": {1234567890123, nil}}),
	"alignment": claimed(
		map[string][2]any{
			"action": {"action-0", "action-0"}, "axis": {"axis-0", "axis-0"}, "kind": {"SERVES", "RESONATES_WITH"},
		},
	),
	"membership": claimed(
		map[string][2]any{
			"partner": {"partner-0", "partner-0"}, "group": {"group-0", nil}, "collective": {nil, "collective-0"},
			"role": {"LEAD", "EXPERT"},
		},
	),
	"relation": claimed(map[string][2]any{"kind": {"TARGETS", "EXPECTED_EFFECT"}, "subject": {"action-0", "axis-0"}, "object": {"audience-0", nil}, "literal": {nil, "tout public"},
		"openList": {true, false}, "contract": {"contract-0", "contract-0"}}),
	"grant": {
		"contract": {"contract-0", "contract-0"}, "funder": {"partner-0", "collective-0"}, "beneficiary": {"collective-0", nil},
		"action": {"action-0", nil}, "axis": {nil, "axis-0"}, "agreedOn": {"2018-03-22", nil},
		"paidFrom": {"2018-03", "2018"}, "paidUntil": {"2018-12-31", nil}, "code": {"g-1", "g-2"},
		"purpose": {"Un jardin partagé", nil}, "amount": {-1, nil}, "amountWithheld": {false, true},
		"nature": {"MONEY_AND_IN_KIND", nil}, "decisionReference": {"2018-03-102", nil}, "conditions": {"unique", nil},
		"share": {1_000_000, 0}, "notifiedToEU": {false, nil}, "rae": {"12345", nil}, "aidScheme": {"DALO", nil},
		"usage": {"investissement", nil}, "financialYear": {2018, nil}, "funderIdentifier": {"26540001900018", nil},
		"beneficiaryIdentifier": {"784 354 367", nil}, "recordKey": {"ab12#1", nil}, "note": {"relu", nil},
	},
	"funding": {
		"contract": {"contract-0", "contract-0"}, "funder": {"partner-0", "collective-0"}, "action": {"action-0", nil},
		"axis": {nil, "axis-0"}, "code": {"f-1", "f-2"}, "kind": {"P147", "ORDINARY_LAW"}, "year": {2018, nil},
		"asked": {150_001, nil}, "voted": {0, nil}, "paid": {nil, 1 << 53}, "note": {"relu", nil},
	},
	"indicator": {
		"code": {"i-1", "i-2"}, "name": {"Part des jeunes", "Bénéficiaires"}, "contract": {"contract-0", "contract-0"},
		"action": {"action-0", nil}, "axis": {nil, "axis-0"}, "description": {"Les jeunes", nil}, "unit": {"%", "personnes"},
		"method": {"Nombre / total", nil}, "direction": {"RISE", nil}, "baseline": {"-12.5", nil}, "target": {"0.000001", "7"},
	},
	"observation": {
		"indicator": {"indicator-0", "indicator-0"}, "code": {"o-1", "o-2"}, "period": {"2018", "2018-06-30"},
		"territory": {"territory-0", nil}, "document": {"source-0", nil}, "status": {"KNOWN", "SECRET"},
		"value": {"1000000000000", nil}, "note": {"relu", nil},
	},
	"citation": {"code": {"c-1", "c-2"}, "source": {"source-0", "source-0"}, "record": {"axis-0", "partner-0"}, "about": {"name", nil}, "value": {"Axe", nil},
		"locator": {"p. 3", "p. 4"}, "quote": {"« axe »", nil}, "stance": {"CONTRADICTS", "SUPPORTS"}, "basis": {"INFERRED", "STATED"}, "preferred": {true, false},
		"reason": {"plus récent", nil}, "note": {"relu", nil}},
}

func claimed(fields map[string][2]any) map[string][2]any {
	for name, values := range map[string][2]any{"code": {"c-1", "c-2"}, "status": {"IN_DISCUSSION", "ACTIVE"}, "basis": {"INFERRED", "DECLARED"}, "wording": {"moteur", nil},
		"inference": {"par le titre", nil}, "note": {"relu", nil}, "since": {"2015-06-14", nil}, "until": {"2016", nil}} {
		fields[name] = values
	}
	return fields
}

// sample returns one of the two samples of a type.
func sample(t testing.TB, of *recordtype.Type, side int, only func(*recordtype.Field) bool) in {
	t.Helper()
	fields := in{}
	for _, f := range of.Fields {
		if f.ByHub {
			continue
		}
		values, known := samples[of.Prefix][f.Name]
		switch f.Name {
		case recordtype.Language:
			values, known = [2]any{"oc", "br-FR"}, true
		case recordtype.Translations:
			values, known = [2]any{
				[]any{in{"field": proseOf(of), "language": "en", "text": "Something"}}, []any{},
			}, true
		}
		if !known || values[0] == nil && values[1] == nil {
			t.Fatalf("%s.%s has no value in samples", of.Name, f.Name)
		}
		if only(f) {
			fields[f.Name] = values[side]
		}
	}
	return fields
}

func all(*recordtype.Field) bool { return true }

// plainRecords creates a minimal record, with the code type-0, of every type that has codes of its own. It returns
// the ids by code.
func plainRecords(t testing.TB, h *testhub.Hub) map[string]string {
	t.Helper()
	ids := map[string]string{}
	for _, of := range recordtype.Types {
		if of.Claim || of.Prefix == "identifier" || of.Prefix == "citation" {
			continue
		}
		fields := sample(t, of, 0, func(f *recordtype.Field) bool { return f.Required })
		fields["code"] = of.Prefix + "-0"
		if of.Prefix == "observation" {
			fields["value"] = "1"
		}
		ids[of.Prefix+"-0"] = done(t, h, "create"+of.Name, fields).Record.ID
	}
	ids["collective-0"] = done(
		t, h, "createPartner", in{"code": "collective-0", "name": "CCAS", "kind": "COLLECTIVE"},
	).Record.ID
	return ids
}

// holds compares a record in the API with what was written.
func holds(t testing.TB, h *testhub.Hub, of *recordtype.Type, id string, want in, ids map[string]string) {
	t.Helper()
	var selection []string
	for _, f := range of.Fields {
		if f.IsReference() {
			selection = append(selection, f.Name+` { ... on Node { id } }`)
		} else if f.Name == recordtype.Translations {
			selection = append(selection, f.Name+` { field language text }`)
		} else {
			selection = append(selection, f.Name+": "+shownAs(of.Name, f.Name))
		}
	}
	var answer struct{ Node map[string]any }
	h.Get(
		t, &answer,
		fmt.Sprintf(`query ($id: ID!) { node(id: $id) { ... on %s { %s } } }`, of.Name, strings.Join(selection, " ")),
		in{"id": id},
	)
	for name, value := range want {
		if of.Field(name).IsReference() && value != nil {
			value = map[string]any{"id": ids[value.(string)]}
		}
		var expected any
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, &expected); err != nil {
			t.Fatal(err)
		}
		if is := answer.Node[name]; !reflect.DeepEqual(is, expected) {
			t.Errorf("%s.%s is %v, not %v", of.Name, name, is, expected)
		}
	}
}

func TestEveryType_IsCreatedChangedAndDeletedWithEveryField(t *testing.T) {
	eachEmpty(t, func(t *testing.T, h *testhub.Hub) {
		ids := plainRecords(t, h)
		for _, of := range recordtype.Types {
			first, second := sample(t, of, 0, all), sample(t, of, 1, all)
			made := done(t, h, "create"+of.Name, first)
			holds(t, h, of, made.Record.ID, first, ids)
			other := done(t, h, "create"+of.Name, second)
			holds(t, h, of, other.Record.ID, second, ids)
			done(t, h, "delete"+of.Name, in{"id": other.Record.ID, "version": 1})

			// A membership of a group belongs to a contract, and one of a collective to none.
			free := func(f *recordtype.Field) bool {
				return !f.Fixed && (of.Prefix != "membership" || f.Name != "group" && f.Name != "collective")
			}
			change := sample(t, of, 1, free)
			updated := done(t, h, "update"+of.Name, changed(change, in{"id": made.Record.ID, "version": 1}))
			holds(t, h, of, made.Record.ID, change, ids)
			again := done(t, h, "update"+of.Name, changed(change, in{"id": made.Record.ID, "version": 2}))
			if updated.Record.Version != 2 || again.Record.Version != 2 || len(again.Changes) != 0 {
				t.Errorf(
					"%s: a change of nothing made version %d, with the lines %+v", of.Name, again.Record.Version,
					again.Changes,
				)
			}
			back := done(t, h, "upsert"+of.Name, changed(first, in{"id": made.Record.ID}))
			holds(t, h, of, made.Record.ID, first, ids)
			if back.Record.Version != 3 {
				t.Errorf("%s: the upsert made version %d", of.Name, back.Record.Version)
			}
			gone := done(t, h, "delete"+of.Name, in{"id": made.Record.ID, "version": 3})
			var answer struct{ Node *struct{ ID string } }
			h.Get(t, &answer, `query ($id: ID!) { node(id: $id) { id } }`, in{"id": made.Record.ID})
			if gone.Record != nil || gone.RecordID == nil || *gone.RecordID != made.Record.ID || answer.Node != nil {
				t.Errorf("%s: the deletion answered %+v, and there is %v", of.Name, gone, answer.Node)
			}
			reborn := done(t, h, "upsert"+of.Name, changed(first, in{"id": made.Record.ID}))
			holds(t, h, of, made.Record.ID, first, ids)
			if reborn.Record.Version != 5 {
				t.Errorf("%s: what came back has version %d, and its deletion was 4", of.Name, reborn.Record.Version)
			}
		}
	})
}

func TestEveryType_TextsTakeAsManyCharactersAsTheySay(t *testing.T) {
	eachEmpty(t, func(t *testing.T, h *testhub.Hub) {
		plainRecords(t, h)
		for _, of := range recordtype.Types {
			made := done(t, h, "create"+of.Name, sample(t, of, 0, all))
			for _, f := range of.Fields {
				if f.Max == 0 || f.Fixed || f.ByHub || slices.Contains(
					[]string{"code", "url", "about", "literal", "language"}, f.Name,
				) || of.Prefix == "identifier" && f.Name == "value" {
					continue // what has a form of its own, or a field that it excludes
				}
				long := func(n int) any {
					if f.Name == "variants" || f.Name == "aliases" {
						return []any{strings.Repeat("é", n)}
					}
					return strings.Repeat("é", n)
				}
				rejected(
					t, h, "update"+of.Name,
					in{"id": made.Record.ID, "version": made.Record.Version, f.Name: long(f.Max + 1)}, "TOO_LONG",
					f.Name,
				)
				fits := tried(
					t, h, "update"+of.Name,
					in{"id": made.Record.ID, "version": made.Record.Version, f.Name: long(f.Max)},
				)
				if len(fits.UserErrors) > 0 {
					t.Errorf("%s.%s does not take %d characters: %+v", of.Name, f.Name, f.Max, fits.UserErrors)
				} else {
					made = fits
				}
			}
		}
	})
}

// proseOf returns a text field of a type that can be translated.
func proseOf(of *recordtype.Type) string {
	at := slices.IndexFunc(of.Fields, func(f *recordtype.Field) bool { return f.Prose })
	return strings.ToUpper(of.Fields[at].Name)
}
