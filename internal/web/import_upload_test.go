package web_test

import (
	"net/http"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// oddFile has no header of a standard, dates in two orders, and a comma between thousands.
const oddFile = "Financeur;Structure;Somme;Jour\nVille de Lille;Théâtre du Nord;1,200;04/05/2025\n"

const oddColumns = "Financeur = nomAttribuant\r\n\r\n Structure=nomBeneficiaire\r\n" +
	"Somme = montant\r\nJour = dateConvention"

func TestImportReading_IsSaidWhereTheHubGuessesWrongly(t *testing.T) {
	h := coordinator(t, importHub(t))
	_, values := opened(t, h, "/imports")
	for name, value := range map[string]string{
		"columns": oddColumns, "decimalMark": ".", "dateOrder": "MONTH_FIRST", "separator": ";", "charset": "UTF_8",
		"headerLine": "1",
	} {
		values.Set(name, value)
	}
	v := sendFile(t, h, values, "odd.csv", oddFile, "same-origin")
	plan := idle(t, h, v.Header.Get("Location"))
	if !strings.Contains(plan.Text, "Écrire 1 ligne") {
		t.Fatalf("%d %s", v.Status, plan.Text)
	}
	written := sends(t, h, formDoing(t, plan, "apply"), nil)
	every := written.element(func(n *html.Node) bool { return n.Data == "a" && textOf(n) == "Toutes les lignes" })
	if every == nil {
		t.Fatal(written.Text)
	}
	path, _, _ := strings.Cut(attribute(every, "href"), "#")
	lines := get(t, h, path, "fr")
	address := lines.element(func(n *html.Node) bool {
		return strings.HasPrefix(attribute(n, "href"), "/records/grant_")
	})
	if address == nil {
		t.Fatalf("no grant was written: %s", lines.Text)
	}
	grant := get(t, h, attribute(address, "href"), "fr")
	for _, want := range []string{"1 200", "5 avril 2025", "Théâtre du Nord", "Ville de Lille"} {
		if !strings.Contains(strings.ReplaceAll(grant.Text, "\u202f", " "), want) {
			t.Errorf("the grant does not show %q: %s", want, grant.Text)
		}
	}
}

func TestImportReading_AWrongFieldIsNamedAndTheOthersStay(t *testing.T) {
	h := coordinator(t, importHub(t))
	for field, c := range map[string]struct {
		set  map[string]string
		says string
	}{
		"headerLine":  {map[string]string{"headerLine": "première"}, "Donnez un nombre entier."},
		"headerLine ": {map[string]string{"headerLine": "0"}, "attend le numéro d’une ligne"},
		"columns":     {map[string]string{"decimalMark": ","}, "Indiquez d’abord les colonnes"},
		"columns ":    {map[string]string{"dateOrder": "DAY_FIRST"}, "Indiquez d’abord les colonnes"},
	} {
		field = strings.TrimSpace(field)
		_, values := opened(t, h, "/imports")
		for name, value := range c.set {
			values.Set(name, value)
		}
		values.Set("table", "Feuille 2")
		v := sendFile(t, h, values, "odd.csv", oddFile, "same-origin")
		shown := v.byID("e-" + field)
		if v.Status != http.StatusUnprocessableEntity || shown == nil || !strings.Contains(textOf(shown), c.says) {
			t.Errorf("%v: %d %s", c.set, v.Status, v.Text)
			continue
		}
		kept := fields(v.element(func(n *html.Node) bool { return attribute(n, "action") == "/imports/new" }))
		for name, value := range c.set {
			if kept.Get(name) != value {
				t.Errorf("%s is sent back as %q, not %q", name, kept.Get(name), value)
			}
		}
	}
}
