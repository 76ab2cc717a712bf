package web_test

import (
	"bytes"
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"

	"maillage/internal/testhub"
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
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return read(t, w)
}

// imported sends a file into the contract, and waits until the hub has no more work on it.
func imported(t *testing.T, h *testhub.Hub, name, content string) (page view, address string) {
	t.Helper()
	_, values := opened(t, h, "/imports")
	v := sendFile(t, h, values, name, content, "same-origin")
	if address = v.Header.Get("Location"); v.Status != http.StatusSeeOther || !strings.HasPrefix(address, "/imports/import_") {
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
	v = sends(t, h, f, map[string]string{party: attribute(candidate, "value")})
	if !strings.Contains(v.Text, "Aucun partenaire n’attend") {
		t.Errorf("it is decided: %s", v.Text)
	}
	if all := get(t, h, address+"?parties=all", "fr"); fields(formDoing(t, all, "parties")).Get(party) != attribute(candidate, "value") {
		t.Errorf("the decision is lost: %s", all.Text)
	}
	v = sends(t, h, formDoing(t, v, "lines"), map[string]string{"line.3": "LEAVE_OUT"})
	if !strings.Contains(v.Text, "0 ligne.") {
		t.Errorf("a line still waits: %s", v.Text)
	}
	v = sends(t, h, formDoing(t, v, "apply"), nil)
	if !strings.Contains(v.Text, "appliqué") || !strings.Contains(v.Text, "Défaire l’import") ||
		strings.Contains(v.Text, "Écrire") {
		t.Errorf("applied: %s", v.Text)
	}
	h.Settle(t)
	if partner := get(t, h, "/partners/cpam-hainaut", "fr"); !strings.Contains(partner.Text, "Santé") {
		t.Errorf("the partner's page lacks the grant: %s", partner.Text)
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
	if v := idle(t, h, address); !strings.Contains(v.Text, "Étatannulé") && !strings.Contains(v.Text, "annulé") {
		t.Errorf("reverted: %s", v.Text)
	}
	h.Settle(t)
	if partner := get(t, h, "/partners/cpam-hainaut", "fr"); strings.Contains(partner.Text, "Santé, ") {
		t.Errorf("the grant is still there: %s", partner.Text)
	}
}
