package mutations_test

import (
	"slices"
	"testing"

	"maillage/internal/testhub"
)

// suggested is the payload of an upsert with its suggestions.
type suggested struct {
	written
	Suggestions []suggestion
}

type suggestion struct {
	Field   []string
	Record  struct{ ID, Name string }
	Message string
}

// suggesting upserts a partner or a territory and returns its suggestions.
func suggesting(t *testing.T, h *testhub.Hub, of string, input in) suggested {
	t.Helper()
	var answer struct{ M suggested }
	name := map[string]string{"Partner": "partner", "Territory": "territory"}[of]
	h.Get(t, &answer, `mutation ($input: Upsert`+of+`Input!) { m: upsert`+of+`(input: $input) {
		recordId record: `+name+` { id version } changes `+lineSelection+` userErrors { field code message }
		suggestions { field message record { ... on Partner { id name } ... on Territory { id name } } }
	} }`, in{"input": input})
	return answer.M
}

// verify marks an identifier of a partner as verified, and creates it if there is none.
func verify(t *testing.T, h *testhub.Hub, partner, scheme, value string) {
	t.Helper()
	done(t, h, "upsertIdentifier", in{"partner": partner, "scheme": scheme, "value": value, "verification": "VERIFIED"})
}

// named returns the name and aliases of a partner.
func named(t *testing.T, h *testhub.Hub, code string) (name string, aliases []string) {
	t.Helper()
	var got struct {
		Partner struct {
			Name    string
			Aliases []string
		}
	}
	h.Get(t, &got, `query ($code: String!) { partner(by: {code: $code}) { name aliases } }`, in{"code": code})
	return got.Partner.Name, got.Partner.Aliases
}

func TestIdentifiedPartner_UnverifiedNumbersSuggestAndNeverFind(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		for code, number := range map[string]in{
			"mistyped":  {"scheme": "SIRET", "value": "55210055400014"}, // kept, though no check digit is right
			"chance":    {"scheme": "SIRET", "value": "55210055400013"}, // well-formed, which is no proof
			"siren":     {"scheme": "SIREN", "value": "732829320"},
			"elsewhere": {"scheme": "OTHER", "value": "A 1"},
		} {
			first := suggesting(t, h, "Partner", in{"identifier": number, "code": code, "name": "One " + code})
			body := in{"identifier": number, "code": code + "-2", "name": "Two"}
			second := suggesting(t, h, "Partner", body)
			if len(first.UserErrors)+len(second.UserErrors) > 0 || *first.RecordID == *second.RecordID {
				t.Fatalf("%s: %+v, then %+v", code, first, second)
			}
			hinted := slices.ContainsFunc(second.Suggestions, func(s suggestion) bool {
				return s.Record.ID == *first.RecordID && s.Message != "" && slices.Equal(
					s.Field, []string{"identifier"},
				)
			})
			if !hinted || len(second.Changes) != 2 {
				t.Errorf("%s: %+v", code, second)
			}
			if again := suggesting(t, h, "Partner", body); len(again.Changes) != 0 ||
				*again.RecordID != *second.RecordID {
				t.Errorf("%s, again: %+v", code, again)
			}
			nameless := suggesting(t, h, "Partner", in{"identifier": number, "name": "Three"})
			if len(nameless.UserErrors) != 1 || nameless.UserErrors[0].Code != "REQUIRED" ||
				len(nameless.Suggestions) < 2 {
				t.Errorf("%s without a code: %+v", code, nameless)
			}
			if name, aliases := named(t, h, code); name != "One "+code || len(aliases) > 0 {
				t.Errorf("%s was renamed %s, %v", code, name, aliases)
			}
		}
	})
}

func TestIdentifiedPartner_NumbersAreReadAsTheyArePrinted(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		done(t, h, "createPartner", in{"code": "printed", "name": "Printed"})
		verify(t, h, "printed", "SIREN", "732 829 320")
		for _, number := range []in{
			{"scheme": "SIREN", "value": "732829320"}, {"scheme": "SIREN", "value": "732\u202f829\u00a0320"},
			{"scheme": "SIRET", "value": "732 829 320 00074"},
		} {
			if found := suggesting(
				t, h, "Partner", in{"identifier": number, "name": "Printed"},
			); len(found.UserErrors) > 0 {
				t.Errorf("%v finds nobody: %+v", number, found)
			}
		}
		var got struct {
			Partner struct {
				Identifiers struct {
					Nodes []struct{ Scheme, Value, Verification string }
				}
			}
		}
		h.Get(
			t, &got, `{ partner(by: {code: "printed"}) { identifiers { nodes { scheme value verification } } } }`, nil,
		)
		if nodes := got.Partner.Identifiers.Nodes; len(nodes) != 2 || nodes[0].Value != "732829320" ||
			nodes[0].Verification != "VERIFIED" {
			t.Errorf("%+v", nodes)
		}
	})
}

func TestIdentifiedPartner_SuggestionsSayWhatIsSo(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		siren := in{"scheme": "SIREN", "value": "732829320"}
		suggesting(
			t, h, "Partner",
			in{"identifier": siren, "code": "one", "name": "One", "aliases": []string{"Épicerie d’Orme"}},
		)
		second := suggesting(t, h, "Partner", in{
			"identifier": in{"scheme": "SIRET", "value": "73282932000074"}, "code": "two", "name": "Two",
		})
		want := "« One » a un autre numéro du même SIREN « 732829320 ». Est-ce la même organisation ?"
		if len(second.Suggestions) != 1 || second.Suggestions[0].Message != want {
			t.Errorf("got %+v, want %s", second.Suggestions, want)
		}
		third := suggesting(t, h, "Partner", in{"code": "three", "name": "Épicerie d’Orme"})
		want = "« One » a aussi le nom « Épicerie d’Orme ». Est-ce le même ?"
		if len(third.Suggestions) != 1 || third.Suggestions[0].Message != want || !slices.Equal(
			third.Suggestions[0].Field, []string{"name"},
		) {
			t.Errorf("got %+v, want %s", third.Suggestions, want)
		}
		same := suggesting(t, h, "Partner", in{"code": "three-too", "name": "Épicerie d’Orme"})
		want = "Un partenaire a déjà le nom « Épicerie d’Orme ». Est-ce le même ?"
		if !slices.ContainsFunc(same.Suggestions, func(s suggestion) bool { return s.Message == want }) {
			t.Errorf("got %+v, want %s", same.Suggestions, want)
		}
		if other := suggesting(t, h, "Partner", in{"code": "four", "name": "Épicerie"}); len(other.Suggestions) > 0 {
			t.Errorf("a part of an alias suggests %+v", other.Suggestions)
		}
	})
}

func TestIdentifiedPartner_VerifiedNumbersFindAndNeverRename(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		verify(t, h, "cpam", "SIREN", "732829320")
		verify(t, h, "caf", "RNA", "W592000001")
		for _, c := range []struct{ code, scheme, value string }{
			{"cpam", "SIREN", "732829320"}, {"cpam", "SIRET", "73282932000017"}, {"caf", "RNA", "W592000001"},
		} {
			was, _ := named(t, h, c.code)
			number := in{"scheme": c.scheme, "value": c.value}
			upsert := in{
				"identifier": number, "name": "Autre nom " + c.scheme, "code": "other", "aliases": []string{"Sigle"},
			}
			w := suggesting(t, h, "Partner", upsert)
			name, aliases := named(t, h, c.code)
			if len(w.UserErrors) > 0 || name != was || !slices.Equal(
				aliases, []string{"Sigle", "Autre nom " + c.scheme},
			) {
				t.Errorf("%v: %s, %v; %+v", c, name, aliases, w)
			}
			if again := suggesting(t, h, "Partner", upsert); len(again.Changes) != 0 || *again.RecordID != *w.RecordID {
				t.Errorf("%v, again: %+v", c, again)
			}
			if more := suggesting(
				t, h, "Partner", in{"identifier": number, "name": "Plus", "sector": "STATE"},
			); len(more.UserErrors) > 0 {
				t.Errorf("%v: %+v", c, more)
			}
			if _, aliases := named(t, h, c.code); !slices.Equal(
				aliases, []string{"Sigle", "Autre nom " + c.scheme, "Plus"},
			) {
				t.Errorf("%v: without a list the name is added to those that are there: %v", c, aliases)
			}
		}
		done(t, h, "applyChanges", in{"changes": []in{ // the code of the file names what was found, as long as it is written
			{"upsertPartner": in{
				"code": "other", "name": "Autre nom", "identifier": in{"scheme": "SIREN", "value": "732829320"},
			}},
			{"upsertContribution": declared("other", "forum")},
		}})
		rejected(t, h, "upsertContribution", declared("other", "forum"), "UNKNOWN_RECORD", "partner")
	})
}

func TestIdentifiedPartner_TwoAnswersAreAmbiguous(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		siren := in{"scheme": "SIREN", "value": "732829320"}
		verify(t, h, "cpam", "SIREN", "732829320")
		rejected(
			t, h, "upsertPartner", in{"code": "caf", "name": "CAF", "identifier": siren}, "AMBIGUOUS", "identifier",
		)
		done(t, h, "upsertPartner", in{"code": "cpam", "name": "CPAM du Hainaut", "identifier": siren})
		if name, aliases := named(t, h, "cpam"); name != "CPAM" || !slices.Contains(aliases, "CPAM du Hainaut") {
			t.Errorf("being found by its code renames it: %s %q", name, aliases)
		}
		uid := done(t, h, "upsertPartner", in{"code": "cpam", "name": "CPAM du Hainaut"}).Record.ID
		done(t, h, "upsertPartner", in{"id": uid, "name": "CPAM du Nord"})
		if name, _ := named(t, h, "cpam"); name != "CPAM du Nord" {
			t.Errorf("an upsert by id changes what it names: %s", name)
		}
		verify(t, h, "caf", "SIREN", "732829320")
		rejected(t, h, "upsertPartner", in{"name": "?", "identifier": siren}, "AMBIGUOUS", "identifier")
		verify(t, h, "caf", "SIRET", "73282932000017")
		found := suggesting(
			t, h, "Partner", in{"name": "CAF", "identifier": in{"scheme": "SIRET", "value": "73282932000017"}},
		)
		if len(found.UserErrors) > 0 || len(found.Changes) != 0 {
			t.Errorf("an establishment comes before its organisation: %+v", found)
		}
	})
}

func TestIdentifiedTerritory_AnotherNameIsASuggestion(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		insee := in{"scheme": "INSEE_COMMUNE", "value": "59606"}
		town := in{"identifier": insee, "code": "valenciennes", "name": "Valenciennes", "kind": "COMMUNE"}
		made := suggesting(t, h, "Territory", town)
		done(
			t, h, "upsertIdentifier",
			in{"territory": "valenciennes", "scheme": "INSEE_COMMUNE", "value": "59606", "verification": "VERIFIED"},
		)
		w := suggesting(t, h, "Territory", in{"identifier": insee, "name": "Valenciennes (ville)"})
		if *w.RecordID != *made.RecordID || len(w.Changes) != 0 || len(w.Suggestions) != 1 || !slices.Equal(
			w.Suggestions[0].Field, []string{"name"},
		) {
			t.Errorf("%+v", w)
		}
	})
}
