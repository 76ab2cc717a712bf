package web_test

import (
	"strings"
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

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
		"/partners/cpam-hainaut": {"Subventions reçues (3)", "1 200,55 €", "1 montant non communiqué", "1 200,50 €", "2019",
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
