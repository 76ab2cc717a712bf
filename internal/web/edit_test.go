package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"maillage/internal/testhub"
)

// idOf returns the identifier of a record.
func idOf(t testing.TB, h *testhub.Hub, lookup string) string {
	t.Helper()
	var data map[string]struct{ ID string }
	h.Get(t, &data, `{ `+lookup+` { id } }`, nil)
	for _, of := range data {
		return of.ID
	}
	return ""
}

// aContribution declares one, and returns its identifier.
func aContribution(t testing.TB, h *testhub.Hub) string {
	t.Helper()
	follow(t, h, post(t, h, form, "fr", declaredForm(t, h)))
	var data struct {
		Contributions struct{ Nodes []struct{ ID string } }
	}
	h.Get(
		t, &data, `{ contributions(first: 1, orderBy: [{field: CREATED_AT, direction: DESC}]) { nodes { id } } }`, nil,
	)
	return data.Contributions.Nodes[0].ID
}

func TestEdit_EveryTypeOfRecord(t *testing.T) {
	h := coordinator(t, signInHub(t))
	for lookup, change := range map[string][2]string{
		`partner(by: {code: "cpam-hainaut"})`:            {"acronym", "C.P.A.M."},
		`axis(by: {code: "valenciennes/axe-1"})`:         {"name", "Un axe renommé"},
		`source(by: {code: "` + aSource(t, h) + `"})`:    {"publisher", "La préfecture"},
		`action(by: {id: "` + anAction(t, h) + `"})`:     {"description", "Une description nouvelle"},
		`workingGroup(by: {id: "` + aGroup(t, h) + `"})`: {"name", "Un groupe renommé"},
	} {
		at := "/records/" + idOf(t, h, lookup) + "/edit"
		_, values := opened(t, h, at)
		for name, want := range values { // what is not touched comes back as it was
			if strings.Contains(want[0], "\ufffd") {
				t.Errorf("%s: %s is %q", lookup, name, want)
			}
		}
		values.Set(change[0], change[1])
		shown, _ := follow(t, h, post(t, h, at, "fr", values))
		if !strings.Contains(shown.Text, change[1]) {
			t.Errorf("%s: the page does not say %q", lookup, change[1])
		}
		_, again := opened(t, h, at)
		for name := range values {
			if name != "key" && name != "version" && again.Get(name) != values.Get(name) {
				t.Errorf("%s: %s was sent as %q, and is %q", lookup, name, values.Get(name), again.Get(name))
			}
		}
		if again.Get("version") == values.Get("version") {
			t.Errorf("%s: nothing was written", lookup)
		}
	}
}

func aSource(t testing.TB, h *testhub.Hub) string { return firstOf(t, h, "sources", "code") }
func anAction(t testing.TB, h *testhub.Hub) string {
	return firstOf(t, h, `actions`, "id")
}
func aGroup(t testing.TB, h *testhub.Hub) string { return firstOf(t, h, `workingGroups`, "id") }

// firstOf returns the identifier or the code of a record of the contract, or of the directory.
func firstOf(t testing.TB, h *testhub.Hub, list, field string) string {
	t.Helper()
	var data map[string]struct{ Nodes []map[string]string }
	of := "filter: {contract: \"valenciennes\"}"
	if list == "sources" {
		of = "filter: {}"
	}
	h.Get(t, &data, `{ `+list+`(first: 1, `+of+`) { nodes { `+field+` } } }`, nil)
	return data[list].Nodes[0][field]
}

func TestEdit_AContribution(t *testing.T) {
	h := coordinator(t, signInHub(t))
	at := "/records/" + aContribution(t, h) + "/edit"
	_, values := opened(t, h, at)
	for name, want := range map[string]string{
		"role": "TRAINER", "status": "IN_DISCUSSION", "since": "2026-06", "wording": "animation d’un atelier inédit",
	} {
		if values.Get(name) != want {
			t.Errorf("%s is %q", name, values.Get(name))
		}
	}
	values.Set("amount", "1 200,50")
	values.Set("until", "après 2027")
	values.Set("note", "à revoir")
	shown, _ := follow(t, h, post(t, h, at, "fr", values))
	if !strings.Contains(shown.Text, "à revoir") {
		t.Error("the remark is not shown")
	}
	_, again := opened(t, h, at)
	if again.Get("amount") != "1200,50" || again.Get("until") != "2028/.." {
		t.Errorf("it is kept as %v", again)
	}
	again.Set("amount", "beaucoup")
	again.Set("until", "un jour")
	v := post(t, h, at, "fr", again)
	if v.Status != http.StatusUnprocessableEntity || v.byID("e-amount") == nil || v.byID("e-until") == nil ||
		formOf(t, v).Get("amount") != "beaucoup" {
		t.Errorf("it answers %d: %s", v.Status, v.Text)
	}
	again.Set("amount", "")
	again.Set("until", "")
	again.Set("basis", "INFERRED") // which says how
	if v := post(t, h, at, "fr", again); v.byID("e-inference") == nil {
		t.Errorf("it answers %d: %s", v.Status, v.Text)
	}
}

func TestEdit_TwoSessionsConflict(t *testing.T) {
	h := signInHub(t)
	mine, other := coordinator(t, h), coordinator(t, h)
	at := "/records/" + idOf(t, mine, `partner(by: {code: "cpam-hainaut"})`) + "/edit"
	_, values := opened(t, mine, at)
	_, theirs := opened(t, other, at)
	was := values.Get("acronym")
	theirs.Set("acronym", "LEUR SIGLE")
	theirs.Set("description", "Leur description")
	follow(t, other, post(t, other, at, "fr", theirs))

	values.Set("acronym", "MON SIGLE")
	values.Set("aliases", "Un autre nom")
	v := post(t, mine, at, "fr", values)
	if v.Status != http.StatusConflict {
		t.Fatalf("it answers %d: %s", v.Status, v.Text)
	}
	for _, p := range v.problems() {
		t.Error(p)
	}
	row := v.byID("n-acronym")
	if row == nil {
		t.Fatalf("the field is not shown: %s", v.Text)
	}
	said := textOf(row.Parent)
	for _, words := range []string{was, "LEUR SIGLE", "MON SIGLE"} {
		if !strings.Contains(said, words) {
			t.Errorf("the row %q does not say %q", said, words)
		}
	}
	also := v.element(func(n *html.Node) bool { return has(n, "diff") })
	if also == nil || !strings.Contains(textOf(also), "Un autre nom") {
		t.Error("what only you changed is not shown")
	}
	choose := formOf(t, v)
	if choose.Get("pick.acronym") != "yours" || choose.Get("pick.description") != "theirs" {
		t.Errorf("what is proposed is %v", choose)
	}
	follow(t, mine, post(t, mine, at, "fr", choose))
	_, now := opened(t, mine, at)
	if now.Get("acronym") != "MON SIGLE" || now.Get("description") != "Leur description" ||
		now.Get("aliases") != "Un autre nom" {
		t.Errorf("what was saved is %v", now)
	}

	_, late := opened(t, other, at)
	late.Set("version", values.Get("version"))
	late.Set("acronym", "TROP TARD")
	choose = formOf(t, post(t, other, at, "fr", late))
	choose.Set("pick.acronym", "theirs")
	follow(t, other, post(t, other, at, "fr", choose))
	if _, now := opened(t, other, at); now.Get("acronym") != "MON SIGLE" {
		t.Errorf("theirs was chosen, and it is %s", now.Get("acronym"))
	}
}

func TestEdit_WhoMayNotIsRefused(t *testing.T) {
	h := readers(t)
	id := idOf(t, coordinator(t, h), `axis(by: {code: "valenciennes/axe-1"})`)
	_, values := opened(t, coordinator(t, h), "/records/"+id+"/edit")
	values.Set("name", "Volé")
	for _, address := range []string{"/edit", "/delete"} {
		if v := get(t, h, "/records/"+id+address, "fr"); v.Status != http.StatusForbidden {
			t.Errorf("%s answers the public %d", address, v.Status)
		}
		if v := post(t, h, "/records/"+id+address, "fr", values); v.Status != http.StatusForbidden {
			t.Errorf("%s lets the public write: %d", address, v.Status)
		}
	}
	who := liaison(t, h)
	if v := post(t, who, "/records/"+id+"/edit", "fr", values); v.Status != http.StatusUnprocessableEntity ||
		formOf(t, v).Get("name") != "Volé" {
		t.Errorf("a liaison changes an axis: %d %s", v.Status, v.Text)
	}
	if _, now := opened(t, coordinator(t, h), "/records/"+id+"/edit"); now.Get("name") == "Volé" {
		t.Error("it was written")
	}
	if v := get(t, h, "/records/partner_00000000000000000000000001/edit", "fr"); v.Status != http.StatusNotFound {
		t.Errorf("an unknown record answers %d", v.Status)
	}
}

func TestStatus_OneButtonMovesOn(t *testing.T) {
	h := coordinator(t, signInHub(t))
	at := "/records/" + aContribution(t, h)
	for _, next := range []string{"VALIDATED", "COMMITTED", "ACTIVE", "COMPLETED"} {
		v := get(t, h, at, "fr")
		button := v.element(func(n *html.Node) bool {
			return n.Data == "form" && attribute(n, "action") == at+"/status"
		})
		if button == nil {
			t.Fatalf("there is no button to %s", next)
		}
		values := fields(button)
		if values.Get("status") != next {
			t.Fatalf("the button sets %s, not %s", values.Get("status"), next)
		}
		follow(t, h, post(t, h, at+"/status", "fr", values))
		if v := post(t, h, at+"/status", "fr", values); v.Status != http.StatusSeeOther {
			t.Errorf("pressed twice, it answers %d", v.Status)
		}
		values.Set("key", "another "+next)
		if v := post(t, h, at+"/status", "fr", values); v.Status != http.StatusUnprocessableEntity ||
			len(v.problems()) > 0 {
			t.Errorf("an old version is answered %d %v", v.Status, v.problems())
		}
	}
	v := get(t, h, at, "fr")
	if v.element(func(n *html.Node) bool { return n.Data == "form" && attribute(n, "action") == at+"/status" }) != nil {
		t.Error("what is completed moves on")
	}
}

func TestDelete_AsksFirstAndIsUndone(t *testing.T) {
	h := coordinator(t, signInHub(t))
	at := "/records/" + aContribution(t, h)
	before := contributions(t, h)
	_, values := opened(t, h, at+"/delete")
	if n := contributions(t, h); n != before {
		t.Fatal("asking deletes")
	}
	follow(t, h, post(t, h, at+"/delete", "fr", values))
	if n := contributions(t, h); n != before-1 {
		t.Errorf("there were %d, and are %d", before, n)
	}
	h.Settle(t)
	undo := ""
	for _, link := range get(t, h, "/changes?contract="+ours, "fr").Links {
		if strings.HasSuffix(link, "/revert") {
			undo = link
			break
		}
	}
	v, values := opened(t, h, undo)
	if !strings.Contains(v.Text, "Annuler ce changement ?") {
		t.Error(v.Text)
	}
	follow(t, h, post(t, h, undo, "fr", values))
	if n := contributions(t, h); n != before {
		t.Errorf("there were %d, and are %d", before, n)
	}
	if v := get(t, h, at, "fr"); !strings.Contains(v.Text, "la CPAM animera") {
		t.Errorf("what was cited is not back: %s", v.Text)
	}
	if v := get(t, h, undo, "fr"); !strings.Contains(v.Text, "déjà annulé") {
		t.Errorf("it can be undone again: %s", v.Text)
	}
	id := idOf(t, h, `axis(by: {code: "valenciennes/axe-1"})`)
	_, values = opened(t, h, "/records/"+id+"/delete")
	if v := post(t, h, "/records/"+id+"/delete", "fr", values); v.Status != http.StatusUnprocessableEntity ||
		v.byID("errors") == nil {
		t.Errorf("an axis in use is answered %d", v.Status)
	}
}

func TestRevert_TheWholeWrite(t *testing.T) {
	h := coordinator(t, signInHub(t))
	before := contributions(t, h)
	at := "/records/" + aContribution(t, h)
	h.Settle(t)
	undo := ""
	for _, link := range get(t, h, at, "fr").Links {
		if strings.HasSuffix(link, "/revert") {
			undo = link
		}
	}
	const source = "/sources/compte-rendu-du-comite"
	if v := get(t, h, source, "fr"); v.Status != http.StatusOK {
		t.Fatalf("the source answers %d", v.Status)
	}
	_, values := opened(t, h, undo)
	values.Set("whole", "1")
	if v := post(t, h, undo, "fr", values); v.Status != http.StatusSeeOther {
		t.Errorf("it answers %d: %s", v.Status, v.Text)
	}
	if v := get(t, h, source, "fr"); v.Status != http.StatusNotFound || contributions(t, h) != before {
		t.Errorf(
			"the source answers %d, and there are %d contributions after %d", v.Status, contributions(t, h), before,
		)
	}
}

func TestRevert_FromTheHistoryOfARecord(t *testing.T) {
	h := coordinator(t, signInHub(t))
	id := aContribution(t, h)
	at := "/records/" + id
	_, values := opened(t, h, at+"/edit")
	values.Set("wording", "un mot de trop")
	follow(t, h, post(t, h, at+"/edit", "fr", values))
	h.Settle(t)
	shown := get(t, h, at, "fr")
	var undo []string
	for _, link := range shown.Links {
		if strings.HasPrefix(link, "/changes/") && strings.HasSuffix(link, "/revert") {
			undo = append(undo, link)
		}
	}
	if len(undo) != 2 {
		t.Fatalf("the history has %d links: %s", len(undo), shown.Text)
	}
	_, first := opened(t, h, undo[0]) // the creation, which has been changed since
	_, last := opened(t, h, undo[1])
	if v := post(t, h, undo[0], "fr", first); v.Status != http.StatusUnprocessableEntity || v.byID("errors") == nil {
		t.Errorf("undoing what has been changed since is answered %d: %s", v.Status, v.Text)
	}
	follow(t, h, post(t, h, undo[1], "fr", last))
	if _, now := opened(t, h, at+"/edit"); now.Get("wording") != "animation d’un atelier inédit" {
		t.Errorf("the word is %q", now.Get("wording"))
	}
	public := h.As("")
	if v := post(t, public, undo[0], "fr", url.Values{"key": {"x"}}); v.Status == http.StatusSeeOther {
		t.Error("the public undoes a change")
	}
}

func TestReport_TellsWhomToWriteTo(t *testing.T) {
	h := readers(t)
	at, cell := "", ""
	for _, link := range get(t, h, matrix, "fr").Links {
		if strings.Contains(link, "?why=") {
			cell, _, _ = strings.Cut(link, "#")
		}
	}
	why := get(t, h, cell, "fr")
	for _, link := range why.Links {
		if strings.HasSuffix(link, "/report") {
			at = link
		}
	}
	if at == "" {
		t.Fatalf("the reasons offer no way to report an error: %d %s", why.Status, why.Text)
	}
	for _, language := range []string{"fr", "en"} {
		v := get(t, h, at, language)
		if v.Status != http.StatusOK || !strings.Contains(v.Text, strings.TrimSuffix(at, "/report")) ||
			len(v.problems()) > 0 {
			t.Errorf("%s answers %d %v: %s", at, v.Status, v.problems(), v.Text)
		}
	}
}
