package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

const sides = "/partners/merge?keep=cpam-hainaut&merge=caisse-59"

// write asks for a mutation that must go well.
func write(t testing.TB, h *testhub.Hub, input string) {
	t.Helper()
	var data struct {
		ApplyChanges struct{ UserErrors []struct{ Message string } }
	}
	h.Get(t, &data, `mutation { applyChanges(input: {changes: [`+input+`]}) { userErrors { message } } }`, nil)
	if len(data.ApplyChanges.UserErrors) > 0 {
		t.Fatal(data.ApplyChanges.UserErrors)
	}
}

// aDouble enters a partner of the demo a second time, as its code caisse-59, and returns its identifier. One of its
// contributions is entered already.
func aDouble(t testing.TB, h *testhub.Hub) string {
	t.Helper()
	write(t, h, `{createPartner: {code: "caisse-59", name: "Caisse primaire 59", description: "Assure le Hainaut."}},
		{createContribution: {partner: "caisse-59", action: "valenciennes/planir", role: HOST, basis: DECLARED,
			wording: "accueille chez elle"}},
		{createContribution: {partner: "caisse-59", action: "valenciennes/partenariats-locaux", role: OPERATOR,
			status: ACTIVE, wording: "en développant", citations: [{source: "plan-territorial", locator: "p. 99"}]}}`)
	return idOf(t, h, `partner(by: {code: "caisse-59"})`)
}

func administrator(t testing.TB, h *testhub.Hub) *testhub.Hub {
	t.Helper()
	return h.LoggedIn(t, testhub.Who{Role: lexicon.Administrator})
}

func TestMerge_SideBySideThenOneRecord(t *testing.T) {
	h := coordinator(t, signInHub(t))
	gone := aDouble(t, h)
	page := get(t, h, "/partners/cpam-hainaut", "fr")
	if page.element(
		func(n *html.Node) bool { return attribute(n, "href") == "/partners/merge?keep=cpam-hainaut" },
	) == nil {
		t.Error("the page of the partner does not offer to merge it")
	}
	shown, values := opened(t, h, sides)
	for _, want := range []string{
		"Caisse primaire 59", "cpam-hainaut", "Assure le Hainaut.", "contribution (2)",
		"déjà dit : les sources sont réunies", "restent comme autres noms : « CPAM du Hainaut », « Caisse primaire 59 ».",
	} {
		if !strings.Contains(shown.Text, want) {
			t.Errorf("the page does not say %q: %s", want, shown.Text)
		}
	}
	if values.Get("take.name") != "keep" || values.Get("take.description") != "merge" ||
		values.Get("take.sector") != "keep" {
		t.Errorf("the page proposes %v", values)
	}
	values.Set("take.name", "merge")
	values.Set("change-reason", "Une seule caisse")
	kept, to := follow(t, h, post(t, h, "/partners/merge", "fr", values))
	undo := kept.element(func(n *html.Node) bool { return strings.HasSuffix(attribute(n, "href"), "/revert?whole=1") })
	if !strings.HasPrefix(to, "/partners/cpam-hainaut?merged=change_") || undo == nil || !strings.Contains(
		kept.Text, "Caisse primaire 59",
	) ||
		!strings.Contains(kept.Text, "Une seule caisse") {
		t.Fatalf("%s says %s", to, kept.Text)
	}
	for _, address := range []string{"/partners/caisse-59", "/records/" + gone} {
		if v := get(t, h, address, "fr"); v.Status != http.StatusSeeOther ||
			v.Header.Get("Location") != "/partners/cpam-hainaut" {
			t.Errorf("%s leads to %d %q", address, v.Status, v.Header.Get("Location"))
		}
	}
	again := post(t, h, "/partners/merge", "fr", values) // the form is sent a second time
	if again.Status != http.StatusSeeOther || again.Header.Get("Location") != "/partners/cpam-hainaut" {
		t.Errorf("sent again: %d %s", again.Status, again.Text)
	}
	at := attribute(undo, "href")
	_, revert := opened(t, h, at)
	if revert.Get("whole") == "" {
		t.Error("the whole merge is not proposed to be undone")
	}
	follow(t, h, post(t, h, at, "fr", revert))
	back := get(t, h, "/partners/caisse-59", "fr")
	if back.Status != http.StatusOK || !strings.Contains(back.Text, "Assure le Hainaut.") {
		t.Errorf("after the undo: %d %s", back.Status, back.Text)
	}
}

func TestMerge_AsksWhichTwo(t *testing.T) {
	h := coordinator(t, signInHub(t))
	aDouble(t, h)
	choose := func(address string) (view, url.Values) { return opened(t, h, address) }
	if v, _ := choose("/partners/merge"); !strings.Contains(v.Text, "Fusionner deux partenaires") {
		t.Error(v.Text)
	}
	v, values := choose("/partners/merge?keep=cpam-hainaut&merge=caisse")
	if !strings.Contains(v.Text, "caisse-59") || values.Get("keep") != "cpam-hainaut" {
		t.Errorf("several are not told apart: %s", v.Text)
	}
	values.Set("merge-id", idOf(t, h, `partner(by: {code: "caisse-59"})`)+" caisse-59")
	if v, _ := choose("/partners/merge?" + values.Encode()); !strings.Contains(v.Text, "Choisir ce qui vaut") {
		t.Errorf("one is chosen, and not compared: %s", v.Text)
	}
	if v, _ := choose(
		"/partners/merge?keep=cpam-hainaut&merge=cpam-hainaut",
	); !strings.Contains(v.Text, "C’est déjà la même fiche.") {
		t.Error(v.Text)
	}
	if v, _ := choose("/partners/merge?keep=cpam-hainaut&merge=zzzz"); !strings.Contains(v.Text, "zzzz") {
		t.Error(v.Text)
	}
}

func TestMerge_AConflictIsReadAgain(t *testing.T) {
	h := coordinator(t, signInHub(t))
	aDouble(t, h)
	_, values := opened(t, h, sides)
	write(t, h, `{upsertPartner: {code: "caisse-59", description: "Assure tout le Nord."}}`)
	values.Set("change-reason", "Une seule caisse")
	conflict := post(t, h, "/partners/merge", "fr", values)
	if conflict.Status != http.StatusConflict || !strings.Contains(conflict.Text, "Assure tout le Nord.") {
		t.Fatalf("%d %s", conflict.Status, conflict.Text)
	}
	next := formOf(t, conflict)
	if next.Get("change-reason") != "Une seule caisse" || next.Get("mergeVersion") == values.Get("mergeVersion") {
		t.Errorf("what was sent is lost, or the version is old: %v", next)
	}
	follow(t, h, post(t, h, "/partners/merge", "fr", next))
}

// The names that the page shows are those that the merge leaves, whichever name is chosen.
func TestMerge_ShowsTheNamesThatTheAPIKeeps(t *testing.T) {
	for name, choices := range map[string]url.Values{
		"both of the kept one":  {"take.name": {"keep"}, "take.acronym": {"keep"}},
		"both of the other one": {"take.name": {"merge"}, "take.acronym": {"merge"}},
		"one of each":           {"take.name": {"merge"}, "take.acronym": {"keep"}},
	} {
		t.Run(name, func(t *testing.T) {
			h := coordinator(t, signInHub(t))
			aDouble(t, h)
			write(t, h, `{upsertPartner: {code: "caisse-59", acronym: "CP59", aliases: ["Caisse du Nord", "CPAM 59"]}},
				{upsertPartner: {code: "cpam-hainaut", acronym: "CPAMH", aliases: ["CPAM 59", "La Sécu"]}}`)
			_, values := opened(t, h, sides)
			for choice, side := range choices {
				values[choice] = side
			}
			values.Set("mergeVersion", "1") // shown again, with these choices
			shown := post(t, h, "/partners/merge", "fr", values)
			follow(t, h, post(t, h, "/partners/merge", "fr", formOf(t, shown)))
			var kept struct{ Partner struct{ Aliases []string } }
			h.Get(t, &kept, `{ partner(by: {code: "cpam-hainaut"}) { aliases } }`, nil)
			want := "restent comme autres noms : « " + strings.Join(kept.Partner.Aliases, " », « ") + " »."
			if len(kept.Partner.Aliases) < 5 || !strings.Contains(shown.Text, want) {
				t.Errorf("the page does not say %q: %s", want, shown.Text)
			}
		})
	}
}

func TestMerge_UnusualAnswersOfTheAPIAreShown(t *testing.T) {
	h := coordinator(t, signInHub(t))
	aDouble(t, h)
	_, values := opened(t, h, sides)
	for name, of := range map[string]struct {
		answer string
		values url.Values
		status int
		words  string
	}{
		"done, and gone since": {
			`{"data": {"mergePartners": {"moves": [], "changes": [], "userErrors": []}}}`, values,
			http.StatusNotFound, "n’existe pas",
		},
		"nothing": {`{"data": {"mergePartners": null}}`, values, http.StatusNotFound, "n’existe pas"},
		"a change while the page is made": {
			`{"data": {"mergePartners": {"moves": [], "changes": [], "conflict": {"currentVersion": 3}, "userErrors": [
				{"field": ["keepVersion"], "code": "CONFLICT", "message": "La version est autre."}]}}}`, nil,
			http.StatusConflict, "L’une des deux fiches a changé entre-temps.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			address := "/partners/merge"
			if of.values == nil {
				address = sides
			}
			v := asked(t, pagesOver(t, h, "Merge", saying(of.answer)), h, address, of.values)
			if v.Status != of.status || !strings.Contains(v.Text, of.words) {
				t.Errorf("%d instead of %d, and not %q: %s", v.Status, of.status, of.words, v.Text)
			}
			if strings.Contains(v.Text, "La version est autre.") {
				t.Error("the page speaks of versions, which it does not show")
			}
		})
	}
}

func TestMerge_ShowsIdentifiersInWords(t *testing.T) {
	h := coordinator(t, signInHub(t))
	aDouble(t, h)
	write(t, h, `{createIdentifier: {partner: "caisse-59", scheme: SIREN, value: "245901160"}},
		{createIdentifier: {partner: "cpam-hainaut", scheme: SIREN, value: "000000018"}}`)
	shown, _ := opened(t, h, sides)
	for _, want := range []string{
		"SIREN 245901160 (bien formé)", "SIREN 000000018 (bien formé)",
		"Un même registre leur donne deux numéros",
	} {
		if !strings.Contains(shown.Text, want) {
			t.Errorf("the page does not say %q: %s", want, shown.Text)
		}
	}
}

func TestMerge_SaysWhatIsInTheWay(t *testing.T) {
	h := coordinator(t, signInHub(t))
	aDouble(t, h)
	write(t, h, `{createRelation: {kind: SUCCEEDS, subject: "caisse-59", object: "cpam-hainaut", basis: DECLARED}}`)
	shown, values := opened(t, h, sides)
	const inTheWay = "Une affirmation relie les deux partenaires"
	if !strings.Contains(shown.Text, inTheWay) {
		t.Error("the form does not say what is in the way")
	}
	refused := post(t, h, "/partners/merge", "fr", values)
	if refused.Status != http.StatusUnprocessableEntity || !strings.Contains(refused.Text, inTheWay) {
		t.Errorf("%d %s", refused.Status, refused.Text)
	}
	english := post(t, h, "/partners/merge", "en", values)
	if !strings.Contains(
		english.Text, "A claim links the two partners",
	) || !strings.Contains(english.Text, "Choose the values to keep") {
		t.Error(english.Text)
	}
}

func TestMerge_SuggestsPartnersThatMayBeTheSame(t *testing.T) {
	hub := signInHub(t)
	admin := administrator(t, hub)
	if v := get(t, admin, "/partners/merge", "fr"); !strings.Contains(v.Text, "Aucun nom ni numéro ne se répète.") {
		t.Errorf("without doubles: %s", v.Text)
	}
	write(t, admin, `{createPartner: {code: "cpam-bis", name: "CPAM du hainaut"}}`)
	const compare = "/partners/merge?keep=cpam-hainaut&merge=cpam-bis"
	const waits = "Peut-être le même partenaire Caisse Primaire d’Assurance Maladie (CPAM) du Hainaut · CPAM du"
	for _, c := range []struct {
		who           *testhub.Hub
		address, says string
	}{
		{admin, "/partners/merge", "CPAM) du Hainaut · CPAM du hainaut aussi appelé ainsi Comparer"},
		{admin, "/", waits},
		{coordinator(t, hub), "/", waits},
	} {
		v := get(t, c.who, c.address, "fr")
		leads := v.element(func(n *html.Node) bool { return attribute(n, "href") == compare }) != nil
		if !strings.Contains(v.Text, c.says) || !leads {
			t.Errorf("%s leads to the two: %v. It says %s", c.address, leads, v.Text)
		}
	}
	for i := range 6 {
		write(t, admin, fmt.Sprintf(`{createPartner: {code: "cpam-%[1]d", name: "CPAM du Hainaut"}},
			{createContribution: {partner: "cpam-%[1]d", action: "valenciennes/planir", role: HOST, basis: DECLARED}}`, i))
	}
	v := get(t, admin, "/", "fr")
	if n := strings.Count(v.Text, "Peut-être le même"); n != 3 || !strings.Contains(v.Text, "Contradiction") {
		t.Errorf("%d suggestions wait, and hide what else does: %s", n, v.Text)
	}
	if v := get(t, liaison(t, hub), "/", "fr"); strings.Contains(v.Text, "Peut-être le même") {
		t.Error("a liaison, who may not merge, is told that two wait for it")
	}
}

func TestMerge_ShowsNothingToWhoMayNot(t *testing.T) {
	hub := signInHub(t)
	admin := administrator(t, hub)
	aDouble(t, admin)
	const canary = "canari-caché"
	axis := firstAxisOf(t, admin, "val-d-orme")
	write(
		t, admin,
		`{createContribution: {partner: "caisse-59", axis: "`+axis+`", role: FUNDER, basis: DECLARED, wording: "`+
			canary+`"}}`,
	)
	for name, who := range map[string]*testhub.Hub{"liaison": liaison(t, hub), "public": hub} {
		v := get(t, who, sides, "fr")
		if v.Status != http.StatusForbidden || strings.Contains(v.Text, "Caisse primaire 59") {
			t.Errorf("%s: %d %s", name, v.Status, v.Text)
		}
		if v := post(
			t, who, "/partners/merge", "fr", url.Values{"keep": {"cpam-hainaut"}, "merge": {"caisse-59"}},
		); v.Status != http.StatusForbidden {
			t.Errorf("%s posts: %d", name, v.Status)
		}
		if page := get(t, who, "/partners/cpam-hainaut", "fr"); strings.Contains(page.Text, "Fusionner") {
			t.Errorf("%s is offered to merge", name)
		}
	}
	ours := coordinator(t, hub)
	v, values := opened(t, ours, sides)
	refused := post(t, ours, "/partners/merge", "fr", values)
	for _, v := range []view{v, refused} {
		if !strings.Contains(
			v.Text, "Votre compte ne peut pas écrire ceci.",
		) || strings.Contains(v.Text, canary) || strings.Contains(v.Text, "contribution (") {
			t.Errorf("%d: %s", v.Status, v.Text)
		}
	}
	if refused.Status != http.StatusUnprocessableEntity || get(
		t, admin, "/partners/caisse-59", "fr",
	).Status != http.StatusOK {
		t.Errorf("refused with %d", refused.Status)
	}
}

// firstAxisOf returns the identifier of an axis of a contract.
func firstAxisOf(t testing.TB, h *testhub.Hub, contract string) string {
	t.Helper()
	var data struct {
		Contract struct {
			Axes struct{ Nodes []struct{ ID string } }
		}
	}
	h.Get(t, &data, `{ contract(by: {code: "`+contract+`"}) { axes(first: 1) { nodes { id } } } }`, nil)
	return data.Contract.Axes.Nodes[0].ID
}

func TestUnmerge_OnThePageOfTheKeptPartner(t *testing.T) {
	h := signInHub(t)
	admin := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
	gone := aDouble(t, admin)
	_, values := opened(t, admin, sides)
	follow(t, admin, post(t, admin, sides, "fr", values))
	at := "/partners/unmerge?partner=" + gone
	if kept := get(t, admin, "/partners/cpam-hainaut", "fr"); !strings.Contains(kept.Text, "Annuler la fusion avec caisse-59") {
		t.Errorf("the kept partner does not lead to it: %s", kept.Text)
	}
	if v := get(t, h.As(""), at, "fr"); v.Status == http.StatusOK {
		t.Errorf("the public is answered %d", v.Status)
	}
	_, values = opened(t, admin, at)
	if v := post(t, admin, at, "fr", values); v.Status != http.StatusSeeOther {
		t.Fatalf("it answers %d: %s", v.Status, v.Text)
	}
	if v := get(t, admin, "/partners/caisse-59", "fr"); v.Status != http.StatusOK || !strings.Contains(v.Text, "Caisse primaire 59") {
		t.Errorf("the partner is not back: %d %s", v.Status, v.Text)
	}
	if v := get(t, admin, at, "fr"); !strings.Contains(v.Text, "Aucune fusion de") || len(v.problems()) > 0 {
		t.Errorf("it is undone twice: %v %s", v.problems(), v.Text)
	}
}
