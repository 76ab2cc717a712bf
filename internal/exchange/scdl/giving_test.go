package scdl_test

import (
	"slices"
	"strings"
	"testing"

	"maillage/internal/exchange/read"
	"maillage/internal/exchange/scdl"
	"maillage/internal/lexicon"
)

// given returns the fact of a grant of 360Giving with some members beside those that it must have.
func given(t *testing.T, members string) scdl.Fact {
	t.Helper()
	facts, r, _ := factsOf(t, []byte(`{"grants":[{"id":"360G-x-1","title":"Sport","currency":"EUR","amountAwarded":1234.56,
		"awardDate":"2018-04-13","fundingOrganization":[{"id":"FR-RCS-22800001400016","name":"Ville"}]`+members+`}]}`),
		read.Options{})
	if len(facts) != 1 || r.Guess.Profile != read.ProfileGiving {
		t.Fatalf("%d facts of %q", len(facts), r.Guess.Profile)
	}
	return facts[0]
}

const givenClub = `,"recipientOrganization":[{"id":"FR-RCS-356000000","name":"Club"}]`

func TestGiving_EveryField(t *testing.T) {
	fact := given(t, `,"description":"Le sport","recipientOrganization":[{"id":"FR-INSEE-35600000000048","name":"Club",
		"charityNumber":"W332216459"}],"plannedDates":[{"title":"Payment","startDate":"2018-05","endDate":"2018-12-31"}],
		"grantProgramme":[{"title":"p-1"}],"relatedDocument":[{"title":"D-1","documentType":"Decision"}],
		"classifications":[{"vocabulary":"theme","code":"x"},{"vocabulary":"SCDL nature","code":"aide en nature"},
		{"vocabulary":"SCDL conditionsVersement","title":"unique"},{"vocabulary":"SCDL idRAE","code":"12"},
		{"vocabulary":"SCDL notificationUE","code":"oui"},{"vocabulary":"SCDL pourcentageSubvention","code":"0.45"}]`)
	got := fact.Grant
	if got.Notified == nil || !*got.Notified || got.Share == nil || *got.Share != 450_000 {
		t.Errorf("%v, %v", got.Notified, got.Share)
	}
	got.Notified, got.Share = nil, nil
	want := scdl.Grant{
		Funder: scdl.Party{Name: "Ville", Registered: lexicon.Registered{SIREN: "228000014", SIRET: "22800001400016"}},
		Beneficiary: scdl.Party{Name: "Club", Registered: lexicon.Registered{SIREN: "356000000",
			SIRET: "35600000000048", RNA: "W332216459"}},
		Agreed: lexicon.MustPartialDate("2018-04-13"), Reference: "D-1", Purpose: "Le sport",
		Amount: lexicon.Amount{Cents: 123456}, Nature: scdl.Nature{Kind: true}, Conditions: "unique",
		Payment: lexicon.Period{From: lexicon.MustPartialDate("2018-05"), To: lexicon.MustPartialDate("2018-12-31")},
		RAE:     "12", Programme: "p-1",
	}
	if got != want || fact.Severity() > lexicon.Informs {
		t.Errorf("got  %+v\nwant %+v\n%v", got, want, fact.Notes)
	}
}

func TestGiving_OrganisationsByTheirLists(t *testing.T) {
	for id, want := range map[string]lexicon.Registered{
		"FR-RCS-356000000": {SIREN: "356000000"}, "360G-maillage-W332216459": {RNA: "W332216459"},
		"GB-CHC-1234567": {}, "360G-x-club": {}, "club": {}, "-": {},
	} {
		fact := given(t, `,"recipientOrganization":[{"id":"`+id+`","name":"Club","charityNumber":"1234567"}]`)
		if got := fact.Grant.Beneficiary; got.Registered != want || got.Name != "Club" || len(fact.Notes) > 0 {
			t.Errorf("%s: %+v, %v", id, got, fact.Notes)
		}
	}
}

// What another publisher means otherwise is not taken for what SCDL means.
func TestGiving_TakesNothingForSomethingElse(t *testing.T) {
	fact := given(t, givenClub+`,"plannedDates":[{"startDate":"2018-05-01","endDate":"2018-12-31"}],
		"relatedDocument":[{"title":"Photo","documentType":"Photo"}],"classifications":[{"vocabulary":"nature","code":"aide en nature"}]`)
	if g := fact.Grant; !g.Payment.From.IsZero() || g.Reference != "" || g.Nature != (scdl.Nature{}) || g.Purpose != "Sport" {
		t.Errorf("%+v", g)
	}
	pounds, _, _ := factsOf(t, []byte(`{"grants":[{"title":"Sport","currency":"GBP","amountAwarded":12.50,
		"awardDate":"2018-04-13","fundingOrganization":[{"id":"x","name":"Ville"}]`+givenClub+`}]}`), read.Options{})
	if notes := pounds[0].Notes; len(notes) != 1 || notes[0].Code != lexicon.AmountUnreadable ||
		notes[0].Value != "12.50 GBP" || pounds[0].Grant.Amount.Cents != 0 {
		t.Errorf("pounds: %+v %+v", notes, pounds[0].Grant.Amount)
	}
}

// A grant to a person waits, and keeps nothing of the person.
func TestGiving_PersonsAreLeftOut(t *testing.T) {
	content := []byte(`{"grants":[{"title":"Sport","currency":"EUR","amountAwarded":12.50,"awardDate":"2018-04-13",
		"fundingOrganization":[{"id":"x","name":"Ville"}],"recipientIndividual":{"id":"p1","name":"Jeanne Doe"}}]}`)
	facts, r, shaper := factsOf(t, content, read.Options{})
	waits := lexicon.Note{Code: lexicon.ColumnMissing, Severity: lexicon.Waits, Value: scdl.BeneficiaryName}
	if notes := shaper.MissingColumns(); !slices.Contains(notes, waits) ||
		facts[0].Grant.Beneficiary != (scdl.Party{}) {
		t.Errorf("%+v, %+v", notes, facts[0].Grant.Beneficiary)
	}
	for _, c := range r.Guess.Columns {
		if strings.HasPrefix(c.Header, "recipientIndividual/") && !c.Personal {
			t.Errorf("%+v", c)
		}
	}
}
