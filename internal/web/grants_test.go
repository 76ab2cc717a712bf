package web_test

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

// lastOf returns the identifier of the record of a list that was made last.
func lastOf(t testing.TB, h *testhub.Hub, list string) string {
	t.Helper()
	var data map[string]struct{ Nodes []struct{ ID string } }
	h.Get(t, &data, `{ `+list+`(first: 1, orderBy: [{field: CREATED_AT, direction: DESC}]) { nodes { id } } }`, nil)
	return data[list].Nodes[0].ID
}

// The page of a partner lists its grants with exact sums. Amounts that nobody tells are counted beside them.
func TestGrants_APartnerShowsWhatItGivesAndReceives(t *testing.T) {
	h := signInHub(t)
	admin := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
	var done struct {
		ApplyChanges struct{ UserErrors []struct{ Message string } }
	}
	admin.Get(t, &done, `mutation { applyChanges(input: {changes: [
		{createGrant: {funder: "drjscs", beneficiary: "cpam-hainaut", amount: 120050, agreedOn: "2018-03-22", purpose: "Bourse aux stages"}}
		{createGrant: {funder: "drjscs", beneficiary: "cpam-hainaut", amount: 5, financialYear: 2019}}
		{createGrant: {funder: "drjscs", beneficiary: "cpam-hainaut", amountWithheld: true, agreedOn: "2018"}}
	]}) { userErrors { message } } }`, nil)
	if len(done.ApplyChanges.UserErrors) > 0 {
		t.Fatal(done.ApplyChanges.UserErrors)
	}
	h.Settle(t)
	for address, want := range map[string][]string{
		"/partners/cpam-hainaut": {
			"Subventions reçues (3)", "1 200,55 €", "1 montant non communiqué", "1 200,50 €",
			"2019",
			"Bourse aux stages", "non communiqué"},
		"/partners/drjscs": {"Subventions accordées (3)", "1 200,55 €"},
	} {
		v := get(t, admin, address, "fr")
		said := strings.NewReplacer("\u202f", " ", "\u00a0", " ").Replace(v.Text)
		for _, text := range want {
			if !strings.Contains(said, text) {
				t.Errorf("%s lacks %q: %s", address, text, said)
			}
		}
		if strings.Contains(said, "Subventions reçues") == (address == "/partners/drjscs") {
			t.Errorf("%s shows what it does not have, or not what it has", address)
		}
		if found := v.problems(); len(found) > 0 {
			t.Errorf("%s: %v", address, found)
		}
	}
}

// The page of who pays what sums by funder and axis, links each sum to its records, and lists what is measured.
func TestFunding_SaysWhoPaysWhatAndWhatIsMeasured(t *testing.T) {
	h := signInHub(t)
	admin := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
	var done struct {
		ApplyChanges struct{ UserErrors []struct{ Message string } }
	}
	admin.Get(t, &done, `mutation { applyChanges(input: {contract: "valenciennes", changes: [
		{createFundingLine: {contract: "valenciennes", funder: "drjscs", action: "bourse-stages", kind: P147, year: 2018, asked: 250000, voted: 120050}}
		{createAlignment: {action: "bourse-stages", axis: "axe-1", kind: SERVES, basis: DECLARED}}
		{createFundingLine: {contract: "valenciennes", funder: "drjscs", kind: ORDINARY_LAW, year: 2018, paid: 700}}
		{createGrant: {contract: "valenciennes", funder: "cpam-hainaut", axis: "axe-3", amountWithheld: true, purpose: "Bourse"}}
		{createIndicator: {contract: "valenciennes", code: "stages", name: "Stages obtenus", unit: "stages", axis: "axe-2", target: "1234.5"}}
		{createObservation: {indicator: "valenciennes/stages", period: "2017", value: "31.5"}}
		{createObservation: {indicator: "valenciennes/stages", period: "2018", status: SECRET}}
	]}) { userErrors { message } } }`, nil)
	if len(done.ApplyChanges.UserErrors) > 0 {
		t.Fatal(done.ApplyChanges.UserErrors)
	}
	h.Settle(t)
	const at = "/contracts/valenciennes/funding"
	all := []string{
		"Lignes de financement (2)", "1 200,50 €", "2 500 €", "7 €", "1 montant inconnu", "sans axe",
		"1 montant non communiqué",
		"Stages obtenus", "cible 1 234,5", "31,5 stages", "couvert par le secret",
	}
	for _, c := range []struct {
		who           *testhub.Hub
		address       string
		there, absent []string
	}{
		{admin, at, append(all, "une ligne de financement", "Ajouter un relevé"), nil},
		{h.As(""), at, all, []string{"Ajouter un relevé"}},
		{admin, at + "?axis=none&funder=drjscs", []string{"Chaque ligne (1)", "Seulement", "Cohésion Sociale, 2018"},
			[]string{"Chaque subvention"}},
		{admin, at + "?axis=axe-1", []string{"Chaque ligne (1)", "Bourse aux stages, 2018"},
			[]string{"Chaque subvention"}},
		{admin, at + "?axis=axe-3", []string{"Chaque subvention (1)", "non communiqué"}, []string{"Chaque ligne"}},
		{admin, "/records/" + lastOf(t, admin, "indicators"),
			[]string{"Stages obtenus", "1 234,5", "31,5 stages", "Relevés (2)"}, nil},
		{admin, "/records/" + lastOf(t, admin, "grants"), []string{"Bourse", "(CPAM) du Hainaut"}, nil},
		{admin, "/records/" + lastOf(t, admin, "fundingLines"), []string{"droit commun", "2018", "7 €"}, nil},
		{admin, "/records/" + lastOf(t, admin, "observations"),
			[]string{"Stages obtenus, 2018", "couvert par le secret"}, nil},
	} {
		v := get(t, c.who, c.address, "fr")
		said := strings.NewReplacer("\u202f", " ", "\u00a0", " ").Replace(v.Text)
		for _, text := range c.there {
			if !strings.Contains(said, text) {
				t.Errorf("%s lacks %q: %s", c.address, text, said)
			}
		}
		for _, text := range c.absent {
			if strings.Contains(said, text) {
				t.Errorf("%s says %q", c.address, text)
			}
		}
		if found := v.problems(); len(found) > 0 {
			t.Errorf("%s: %v", c.address, found)
		}
	}
}

// A sum beyond 2^53 cents is shown exactly, and no error.
func TestFunding_ShowsLargeSumsExactly(t *testing.T) {
	h := signInHub(t)
	admin := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
	var changes []map[string]any
	for year := range 3 {
		changes = append(changes, map[string]any{"createFundingLine": map[string]any{
			"contract": "valenciennes", "funder": "drjscs", "kind": "P147", "year": 2018 + year,
			"voted": int64(1<<53) - 1,
		}})
	}
	apply(t, admin, changes)
	v := get(t, admin, "/contracts/valenciennes/funding", "en")
	if v.Status != http.StatusOK || !strings.Contains(v.Text, "€270,215,977,642,229.73") {
		t.Errorf("it answers %d: %s", v.Status, v.Text)
	}
}

// apply applies changes, as one write.
func apply(t testing.TB, h *testhub.Hub, changes []map[string]any) {
	t.Helper()
	var done struct {
		ApplyChanges struct{ UserErrors []struct{ Message string } }
	}
	h.Get(t, &done, `mutation ($changes: [RecordChange!]!) {
		applyChanges(input: {changes: $changes}) { userErrors { message } }
	}`, map[string]any{"changes": changes})
	if len(done.ApplyChanges.UserErrors) > 0 {
		t.Fatal(done.ApplyChanges.UserErrors)
	}
	h.Settle(t)
}

// An indicator with many observations shows them page by page, each once.
func TestIndicator_ShowsEveryObservation(t *testing.T) {
	h := signInHub(t)
	admin := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
	changes := []map[string]any{{"createIndicator": map[string]any{
		"contract": "valenciennes", "code": "stages", "name": "Stages obtenus", "unit": "stages",
	}}}
	for year := range 120 {
		changes = append(changes, map[string]any{"createObservation": map[string]any{
			"indicator": "valenciennes/stages", "period": strconv.Itoa(1900 + year), "value": strconv.Itoa(year),
		}})
	}
	apply(t, admin, changes)
	shown := map[string]int{}
	address, pages := "/records/"+lastOf(t, h, "indicators"), 0
	for ; address != "" && pages < 9; pages++ {
		v := get(t, admin, address, "en")
		address = ""
		for n := range v.Doc.Descendants() {
			if n.Data == "li" && strings.HasSuffix(textOf(n), "stages") {
				shown[textOf(n)]++
			}
			if n.Data == "a" && attribute(n, "rel") == "next" && strings.Contains(attribute(n, "href"), "observed=") {
				address, _, _ = strings.Cut(attribute(n, "href"), "#")
			}
		}
	}
	if pages != 3 || len(shown) != 120 {
		t.Errorf("%d pages show %d observations", pages, len(shown))
	}
	for observation, times := range shown {
		if times != 1 {
			t.Errorf("%q stands %d times", observation, times)
		}
	}
}

// Pages that choose among contracts name all, however many there are.
func TestContracts_EveryChoiceNamesAll(t *testing.T) {
	h := signInHub(t)
	admin := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
	var changes []map[string]any
	for i := range 120 {
		changes = append(changes, map[string]any{"createContract": map[string]any{
			"code": "c-" + strconv.Itoa(i), "name": "Contrat numéro " + strconv.Itoa(i),
		}})
	}
	apply(t, admin, changes)
	person := administrator(t, h)
	for address, who := range map[string]*testhub.Hub{
		"/exports": admin, "/compare": admin, "/accounts": person, "/imports": person, "/webhooks": person,
	} {
		v := get(t, who, address, "fr")
		lacks := 0
		for i := range 120 {
			if !slices.ContainsFunc(v.all(func(n *html.Node) bool {
				return slices.Contains([]string{"option", "label", "td", "th", "a", "li"}, n.Data)
			}), func(n *html.Node) bool { return strings.TrimSpace(textOf(n)) == "Contrat numéro "+strconv.Itoa(i) }) {
				lacks++
			}
		}
		if lacks > 0 {
			t.Errorf("%s answers %d and lacks %d contracts", address, v.Status, lacks)
		}
	}
	if v := get(t, admin, "/exports?contract=c-119", "fr"); !strings.Contains(v.Text, "Contrat numéro 119") ||
		strings.Contains(v.Text, `contract="c-119"`) {
		t.Errorf("the last contract is dropped: %s", v.Text)
	}
}

// The page of an axis shows each indicator with its last observation and where it comes from.
func TestAxis_ShowsWhatItsIndicatorsMeasureLast(t *testing.T) {
	h := signInHub(t)
	admin := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
	source := lastOf(t, h, "sources")
	apply(t, admin, []map[string]any{
		{"createIndicator": map[string]any{"contract": "valenciennes", "code": "stages", "name": "Stages obtenus",
			"unit": "stages", "axis": "axe-2", "target": "1234.5"}},
		{"createObservation": map[string]any{"indicator": "valenciennes/stages", "period": "2017", "value": "12"}},
		{"createObservation": map[string]any{"indicator": "valenciennes/stages", "period": "2019", "value": "31.5",
			"document": source}},
		{"createObservation": map[string]any{"indicator": "valenciennes/stages", "period": "2018", "value": "30"}},
		{"createIndicator": map[string]any{"contract": "valenciennes", "code": "vide", "name": "Jamais relevé",
			"unit": "%", "axis": "axe-2"}},
	})
	observation := lastOf(t, h, "observations")
	for language, want := range map[string][]string{
		"fr": {"Indicateurs (2)", "2019 : 31,5 stages", "Cible", "1 234,5 stages", "Aucun relevé.", "Preuve"},
		"en": {"Indicators (2)", "2019: 31.5 stages", "Target", "1,234.5 stages", "No observation.", "Evidence"},
	} {
		v := get(t, admin, matrix+"/axes/axe-2", language)
		said := strings.NewReplacer("\u202f", " ", "\u00a0", " ").Replace(v.Text)
		for _, text := range want {
			if !strings.Contains(said, text) {
				t.Errorf("%s: the page lacks %q: %s", language, text, said)
			}
		}
		if slices.Contains(v.Links, "/records/"+observation) {
			t.Errorf("%s: the page links to an observation of an earlier period", language)
		}
		section := v.byID("indicators").Parent
		if section == nil || !strings.Contains(attributes(section, "href"), "/sources/") {
			t.Errorf("%s: the document of the observation is not linked", language)
		}
		if found := v.problems(); len(found) > 0 {
			t.Errorf("%s: %v", language, found)
		}
	}
	if strings.Contains(get(t, admin, matrix+"/axes/axe-3", "fr").Text, "Stages obtenus") {
		t.Error("another axis shows the indicator")
	}
}

// attributes returns the values of an attribute in a part of a page.
func attributes(of *html.Node, name string) string {
	var all []string
	for n := range of.Descendants() {
		all = append(all, attribute(n, name))
	}
	return strings.Join(all, " ")
}
