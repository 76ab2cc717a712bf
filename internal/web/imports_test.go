package web_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
	"maillage/internal/web"
)

// grantsFile has a line to write, one with an amount that nobody can read, and a partner nearly of the demo's name.
const grantsFile = "nomAttribuant;idAttribuant;dateConvention;nomBeneficiaire;idBeneficiaire;objet;montant\n" +
	"Ville de Roques;21310458100011;2017-03-01;Les Amis du Livre;;Bibliothèque;1200,50\n" +
	"Ville de Roques;21310458100011;2017-03-01;Les Amis du Jardin;;Jardin partagé;beaucoup\n" +
	"Ville de Roques;21310458100011;2017-03-01;CPAM Hainaut;;Santé;300\n"

// importHub returns a hub that works on imports.
func importHub(t *testing.T) *testhub.Hub {
	t.Helper()
	h := signInHub(t)
	ctx, stop := context.WithCancel(t.Context())
	var work sync.WaitGroup
	work.Go(func() { h.Run(ctx) })
	t.Cleanup(func() { stop(); work.Wait() })
	return h
}

// sendFile sends the form of the page of imports as a browser does. Without a name no file is chosen.
func sendFile(t *testing.T, h *testhub.Hub, values url.Values, name, content, site string) view {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, fileRequest(t, h, values, name, content, site))
	return read(t, w)
}

// fileRequest returns the request of a form with a file.
func fileRequest(t *testing.T, h *testhub.Hub, values url.Values, name, content, site string) *http.Request {
	t.Helper()
	var body bytes.Buffer
	parts := multipart.NewWriter(&body)
	for field := range values {
		if field != "file" {
			if err := parts.WriteField(field, values.Get(field)); err != nil {
				t.Fatal(err)
			}
		}
	}
	part, err := parts.CreateFormFile("file", name)
	if err == nil {
		_, err = io.WriteString(part, content)
	}
	if err != nil || parts.Close() != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/imports/new", &body)
	r.Header.Set("Content-Type", parts.FormDataContentType())
	r.Header.Set("Accept-Language", "fr")
	r.Header.Set("Sec-Fetch-Site", site)
	h.Authorize(r)
	return r
}

// imported sends a file into the contract, and waits until the hub has no more work on it.
func imported(t *testing.T, h *testhub.Hub, name, content string) (page view, address string) {
	t.Helper()
	_, values := opened(t, h, "/imports")
	v := sendFile(t, h, values, name, content, "same-origin")
	address = v.Header.Get("Location")
	if v.Status != http.StatusSeeOther || !strings.HasPrefix(address, "/imports/import_") {
		t.Fatalf("%d %q %s", v.Status, address, v.Text)
	}
	return idle(t, h, address), address
}

// idle waits until the page of an import does not reload itself any more.
func idle(t *testing.T, h *testhub.Hub, address string) view {
	t.Helper()
	for late := time.Now().Add(30 * time.Second); time.Now().Before(late); time.Sleep(20 * time.Millisecond) {
		v := get(t, h, address, "fr")
		if v.Status != http.StatusOK {
			t.Fatalf("%d %s", v.Status, v.Text)
		}
		if v.element(func(n *html.Node) bool { return attribute(n, "http-equiv") == "refresh" }) == nil {
			return v
		}
	}
	t.Fatal("the hub is still at work")
	return view{}
}

// formDoing returns the form of a page that does something.
func formDoing(t *testing.T, v view, do string) *html.Node {
	t.Helper()
	f := v.element(func(n *html.Node) bool { return n.Data == "form" && fields(n).Get("do") == do })
	if f == nil {
		t.Fatalf("no form does %s: %s", do, v.Text)
	}
	return f
}

// sends sends a form of the page of an import, with some of its fields changed.
func sends(t *testing.T, h *testhub.Hub, f *html.Node, changed map[string]string) view {
	t.Helper()
	values := fields(f)
	for name, value := range changed {
		values.Set(name, value)
	}
	next, to := follow(t, h, post(t, h, attribute(f, "action"), "fr", values))
	if strings.Contains(next.Text, "se met à jour") {
		return idle(t, h, to)
	}
	return next
}

func TestImports_FromTheFileToThePartnersPageAndBack(t *testing.T) {
	h := coordinator(t, importHub(t))
	v, address := imported(t, h, "subventions.csv", grantsFile)
	checkPlan(t, h, v, address)
	v = decideAll(t, h, v, address)
	v = sends(t, h, formDoing(t, v, "apply"), nil)
	if !strings.Contains(v.Text, "appliqué") || !strings.Contains(v.Text, "Annuler l’import") ||
		strings.Contains(v.Text, "Écrire") {
		t.Errorf("applied: %s", v.Text)
	}
	h.Settle(t)
	partner := linkTo(get(t, h, "/search?q=amis+du+livre", "fr"), "/partners/")
	if v := get(t, h, partner, "fr"); v.Status != http.StatusOK || !strings.Contains(v.Text, "Les Amis du Livre") {
		t.Errorf("the new partner %q: %d %s", partner, v.Status, v.Text)
	}
	written := get(t, h, address+"?outcome=ALL", "fr")
	if grant := get(t, h, linkTo(written, "/records/grant_"), "fr"); grant.Status != http.StatusOK ||
		!strings.Contains(grant.Text, "Bibliothèque") {
		t.Errorf("the grant of a line: %d %s", grant.Status, grant.Text)
	}
	for _, report := range v.Links {
		if strings.Contains(report, "/report.") {
			if got := get(t, h, report, "fr"); got.Status != http.StatusOK {
				t.Errorf("%s: %d", report, got.Status)
			}
		}
	}
	_, confirm := opened(t, h, address+"/revert")
	follow(t, h, post(t, h, address+"/revert", "fr", confirm))
	if v := idle(t, h, address); !strings.Contains(v.Text, "Étatannulé") {
		t.Errorf("reverted: %s", v.Text)
	}
	h.Settle(t)
	if v := get(t, h, partner, "fr"); v.Status != http.StatusNotFound {
		t.Errorf("the partner is still there: %d %s", v.Status, v.Text)
	}
}

// checkPlan checks the page of a plan of grantsFile in both languages.
func checkPlan(t *testing.T, h *testhub.Hub, v view, address string) {
	t.Helper()
	for _, want := range []string{
		"Import de subventions.csv", "3 lignes", "Encodage", "Séparateur", "montant", "n’est pas un montant lisible",
		"1 partenaire à confirmer", "Contrat de ville",
	} {
		if !strings.Contains(v.Text, want) {
			t.Errorf("the plan lacks %q: %s", want, v.Text)
		}
	}
	for _, p := range append(v.problems(), v.unlabelled()...) {
		t.Error(p)
	}
	if english := get(t, h, address, "en"); !strings.Contains(english.Text, "is not a readable amount") ||
		!strings.Contains(english.Text, "1 partner to confirm") {
		t.Errorf("in English: %s", english.Text)
	}
}

// decideAll takes the partner that the plan of grantsFile suggests and leaves out the line that waits. It returns the
// page of the import.
func decideAll(t *testing.T, h *testhub.Hub, v view, address string) view {
	t.Helper()
	f := formDoing(t, v, "parties")
	party := ""
	for name := range fields(f) {
		if of, is := strings.CutPrefix(name, "was.party."); is {
			party = "party." + of
		}
	}
	candidate := v.element(func(n *html.Node) bool {
		return attribute(n, "name") == party && strings.HasPrefix(attribute(n, "value"), "partner_")
	})
	if candidate == nil {
		t.Fatalf("no candidate: %s", v.Text)
	}
	partnerID := attribute(candidate, "value")
	if suggested := fields(f).Get(party); suggested != partnerID || linkTo(v, "/records/source_") != "/nowhere" {
		t.Errorf("%q is suggested, or a source is there too early: %s", suggested, v.Text)
	}
	v = sends(t, h, f, nil)
	if !strings.Contains(v.Text, "Aucun partenaire n’attend") {
		t.Errorf("it is decided: %s", v.Text)
	}
	all := get(t, h, address+"?parties=all", "fr")
	if fields(formDoing(t, all, "parties")).Get(party) != partnerID {
		t.Errorf("the decision is lost: %s", all.Text)
	}
	v = sends(t, h, formDoing(t, v, "lines"), map[string]string{"line.3": "LEAVE_OUT"})
	if !strings.Contains(v.Text, "0 ligne.") {
		t.Errorf("a line still waits: %s", v.Text)
	}
	return v
}

// linkTo returns the first link of a page that begins so.
func linkTo(v view, beginning string) string {
	for _, link := range v.Links {
		if strings.HasPrefix(link, beginning) {
			return link
		}
	}
	return "/nowhere"
}

func TestImports_SuggestionsAndNotesAreAnsweredAtOnce(t *testing.T) {
	h := coordinator(t, importHub(t))
	v, address := imported(t, h, "subventions.csv", grantsFile)
	if v := sends(t, h, formDoing(t, v, "suggestions"), nil); !strings.Contains(v.Text, "Aucun partenaire n’attend") {
		t.Errorf("the suggestion is not taken: %s", v.Text)
	}
	v = get(t, h, address+"?code=AMOUNT_UNREADABLE", "fr")
	v = sends(t, h, formDoing(t, v, "code"), map[string]string{"choice": "LEAVE_OUT"})
	if !strings.Contains(v.Text, "laisser de côté") || !strings.Contains(v.Text, "refusé") {
		t.Errorf("the line of the note: %s", v.Text)
	}
	v = get(t, h, address+"?outcome=REFUSED", "fr")
	sends(t, h, formDoing(t, v, "lines"), map[string]string{"line.3": ""})
	if v := get(t, h, address, "fr"); fields(formDoing(t, v, "lines")).Get("line.3") != "" {
		t.Errorf("the decision is not taken back: %s", v.Text)
	}
	_, confirm := opened(t, h, address+"/cancel")
	next, _ := follow(t, h, post(t, h, address+"/cancel", "fr", confirm))
	if !strings.Contains(next.Text, "Étatabandonné") {
		t.Errorf("cancelled: %s", next.Text)
	}
}

// Lines of our own tables are called as their records are, with their type.
func TestImports_LinesOfTablesHaveTheirTitles(t *testing.T) {
	h := coordinator(t, importHub(t))
	const table = "code,name,sector\nlucioles,Les Lucioles,ASSOCIATION\nnuage,Le Nuage,MÉTÉO\n"
	_, address := imported(t, h, "partners.csv", table)
	v := get(t, h, address+"?outcome=ALL", "fr")
	for _, want := range []string{"Les Lucioles partenaire", "Le Nuage partenaire", "« MÉTÉO » n’est pas un mot attendu ici."} {
		if !strings.Contains(v.Text, want) {
			t.Errorf("no %q: %s", want, v.Text)
		}
	}
}

func TestImports_AWrongFileSaysWhyAndHowToSaveItAgain(t *testing.T) {
	h := coordinator(t, importHub(t))
	v, _ := imported(t, h, "logo.png", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00")
	if !strings.Contains(v.Text, "ne peut pas être importé") || !strings.Contains(v.Text, "Enregistrez-le en CSV") ||
		strings.Contains(v.Text, "Écrire") {
		t.Errorf("%s", v.Text)
	}
	_, values := opened(t, h, "/imports")
	for name, content := range map[string]string{"": "", "vide.csv": ""} {
		if v := sendFile(t, h, values, name, content, "same-origin"); v.Status != http.StatusUnprocessableEntity ||
			v.byID("e-file") == nil {
			t.Errorf("%q: %d %s", name, v.Status, v.Text)
		}
	}
	if v := post(t, h, "/imports/new", "fr", values); v.Status != http.StatusBadRequest {
		t.Errorf("a form without a file: %d", v.Status)
	}
}

func TestImports_AFileThatIsTooLargeIsRefused(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	h := coordinator(t, importHub(t))
	pages, err := web.New(web.Config{API: h, Uploads: h, MaxUpload: 100, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	_, values := opened(t, h, "/imports")
	for size, want := range map[int]int{100: http.StatusSeeOther, 101: http.StatusUnprocessableEntity} {
		values.Set("key", strconv.Itoa(size))
		r := fileRequest(t, h, values, "a.csv", grantsFile[:size], "same-origin")
		w := httptest.NewRecorder()
		pages.ServeHTTP(w, r)
		if v := read(t, w); v.Status != want || (v.byID("e-file") != nil) != (size > 100) {
			t.Errorf("%d bytes are answered %d: %s", size, v.Status, v.Text)
		}
	}
	if left, err := filepath.Glob(filepath.Join(os.TempDir(), "maillage-upload-*")); err != nil || len(left) > 0 {
		t.Errorf("temporary files stay: %v %v", left, err)
	}
}

func TestImports_AFormSentTwiceMakesOneImport(t *testing.T) {
	h := coordinator(t, importHub(t))
	_, values := opened(t, h, "/imports")
	first := sendFile(t, h, values, "a.csv", grantsFile, "same-origin").Header.Get("Location")
	if again := sendFile(t, h, values, "a.csv", grantsFile, "same-origin").Header.Get("Location"); again != first {
		t.Errorf("%q, then %q", first, again)
	}
	values.Set("publisher", "Ville de Roques")
	if v := sendFile(t, h, values, "a.csv", grantsFile, "same-origin"); v.Status != http.StatusUnprocessableEntity {
		t.Errorf("another form with the same key: %d", v.Status)
	}
	idle(t, h, first)
}

func TestImports_AreForWhomMayImport(t *testing.T) {
	h := importHub(t)
	owner := coordinator(t, h)
	_, values := opened(t, owner, "/imports")
	_, address := imported(t, owner, "subventions.csv", grantsFile)
	elsewhere := h.LoggedIn(t, testhub.Who{Role: lexicon.Coordinator, Contracts: []string{"val-d-orme"}})
	for name, c := range map[string]struct {
		who  *testhub.Hub
		list int
	}{
		"public": {h, http.StatusForbidden}, "liaison": {liaison(t, h), http.StatusForbidden},
		"another contract": {elsewhere, http.StatusOK},
	} {
		if v := get(t, c.who, "/imports", "fr"); v.Status != c.list || strings.Contains(v.Text, "subventions.csv") {
			t.Errorf("%s: the list is answered %d %s", name, v.Status, v.Text)
		}
		for _, page := range []string{"", "/cancel", "/revert"} {
			if v := get(t, c.who, address+page, "fr"); v.Status != http.StatusNotFound {
				t.Errorf("%s: %q is answered %d", name, page, v.Status)
			}
		}
		for _, page := range []string{"", "/cancel", "/revert"} {
			v := post(t, c.who, address+page, "fr", url.Values{"do": {"apply"}})
			if v.Status != http.StatusForbidden && v.Status != http.StatusUnprocessableEntity {
				t.Errorf("%s: to post to %q is answered %d", name, page, v.Status)
			}
		}
		v := sendFile(t, c.who, values, "a.csv", grantsFile, "same-origin")
		if v.Status != http.StatusForbidden && v.Status != http.StatusUnprocessableEntity {
			t.Errorf("%s: a file is answered %d", name, v.Status)
		}
		offers := linkTo(get(t, c.who, "/contracts", "fr"), "/imports") == "/imports"
		if offers != (c.list == http.StatusOK) {
			t.Errorf("%s: the menu offers imports: %t", name, offers)
		}
	}
	if v := sendFile(t, owner, values, "a.csv", grantsFile, "cross-site"); v.Status != http.StatusForbidden {
		t.Errorf("a form of another site is answered %d", v.Status)
	}
	if v := get(t, owner, address, "fr"); !strings.Contains(v.Text, "prêt") {
		t.Errorf("somebody changed it: %s", v.Text)
	}
}
