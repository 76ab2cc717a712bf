package web_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

func TestMatrix_EmptyCellsDeclare(t *testing.T) {
	h := readers(t)
	declares := func(who *testhub.Hub, address string) (links []string) {
		v := get(t, who, address, "fr")
		for n := range v.Doc.Descendants() {
			if n.Type == html.ElementNode && n.Data == "a" && has(n, "new") {
				links = append(links, attribute(n, "href"))
				if strings.TrimSpace(textOf(n)) == "" {
					t.Errorf("%s has no name", attribute(n, "href"))
				}
			}
		}
		return links
	}
	who := coordinator(t, h)
	all := declares(who, matrix)
	if len(all) < 10 || all[0] != form+"?partner=drjscs&axis=axe-2" {
		t.Errorf("a coordinator is offered %d: %v", len(all), all[:min(1, len(all))])
	}
	if _, values := opened(t, who, all[0]); !strings.HasSuffix(values.Get("partner-id"), " drjscs") ||
		values.Get("axis") != "axe-2" {
		t.Errorf("the form is filled with %v", values)
	}
	filtered := declares(who, matrix+"?sector=STATE")
	_, values := opened(t, who, filtered[0])
	if values.Get("return") != matrix+"?sector=STATE" {
		t.Errorf("it returns to %s", values.Get("return"))
	}
	for _, link := range declares(liaison(t, h), matrix) {
		if !strings.Contains(link, "partner=cpam-hainaut&") {
			t.Errorf("a liaison is offered %s", link)
		}
	}
	if len(declares(liaison(t, h), matrix)) == 0 {
		t.Error("a liaison is offered nothing")
	}
	reader := h.As(h.Token(t, testhub.Who{
		Role: lexicon.Coordinator, Contracts: []string{ours}, Scopes: []lexicon.TokenScope{lexicon.ScopeRead},
	}))
	for name, links := range map[string][]string{
		"public": declares(h, matrix), "reader": declares(reader, matrix), "printed": declares(who, matrix+"?print=1"),
		"earlier": declares(who, matrix+"?known=2026-02-01"), "embedded": declares(who, "/embed"+matrix),
	} {
		if len(links) > 0 {
			t.Errorf("%s: offered %v", name, links)
		}
	}
}

// The matrix of 60 partners and 12 axes stays small where each empty cell is a link.
func TestMatrix_EmptyCellsStayWithinTheBudget(t *testing.T) {
	const mostBytes, mostElements = 30 << 10, 5000
	h := readers(t).LoggedIn(t, testhub.Who{Role: lexicon.Coordinator, Contracts: []string{"val-d-orme"}})
	v := get(t, h, "/contracts/val-d-orme", "fr")
	var page, packed bytes.Buffer
	if err := html.Render(&page, v.Doc); err != nil {
		t.Fatal(err)
	}
	w := gzip.NewWriter(&packed)
	if _, err := w.Write(page.Bytes()); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	elements, links := 0, 0
	for n := range v.Doc.Descendants() {
		if n.Type == html.ElementNode {
			elements++
			if n.Data == "a" && has(n, "new") {
				links++
			}
		}
	}
	if packed.Len() > mostBytes || elements > mostElements || links < 300 {
		t.Errorf("it has %d bytes compressed and %d elements, with %d empty cells", packed.Len(), elements, links)
	}
}

// proposed asks what a field proposes.
func proposed(t testing.TB, h *testhub.Hub, parameters string) (names []string, status int) {
	t.Helper()
	v := get(t, h, "/suggest?"+parameters, "fr")
	var all []struct{ ID, Name, Label, Address string }
	if v.Status == http.StatusOK {
		if err := json.Unmarshal([]byte(v.Text), &all); err != nil {
			t.Fatalf("%s answers %s", parameters, v.Text)
		}
	}
	for _, s := range all {
		names = append(names, s.Name)
		if get(t, h, s.Address, "fr").Status != http.StatusOK {
			t.Errorf("%s is not at %s", s.Name, s.Address)
		}
	}
	return names, v.Status
}

func TestSuggest_FindsWhatTheSearchFinds(t *testing.T) {
	h := coordinator(t, readers(t))
	for parameters, want := range map[string]string{
		"q=cpam&types=PARTNER":                    "Caisse Primaire",
		"q=sant&types=AXIS&contract=valenciennes": "discriminations en matière de santé",
		"q=cpam": "Caisse Primaire", "q=planir&types=ACTION&contract=valenciennes": "PLANIR",
		"q=plan+territorial&types=SOURCE": "plan territorial",
	} {
		names, status := proposed(t, h, parameters)
		if status != http.StatusOK || !strings.Contains(strings.Join(names, "\n"), want) || len(names) > 8 {
			t.Errorf("%s answers %d %v", parameters, status, names)
		}
	}
	for parameters, want := range map[string]int{
		"q=": http.StatusOK, "q=zzzzqqq": http.StatusOK, "q=cpam&types=NOTHING": http.StatusNotFound,
		"q=" + strings.Repeat("a", 1000): http.StatusOK, "q=" + strings.Repeat("a", 3000): http.StatusRequestURITooLong,
	} {
		if names, status := proposed(t, h, parameters); status != want || len(names) > 0 {
			t.Errorf("%.30s answers %d %v", parameters, status, names)
		}
	}
}

// What a viewer may not see is not proposed to them, whatever they type.
func TestSuggest_NothingThatIsHidden(t *testing.T) {
	h := signInHub(t)
	admin := h.LoggedIn(t, testhub.Who{Role: lexicon.Administrator})
	var data struct{ Contract struct{ Name string } }
	admin.Get(t, &data, `{ contract(by: {code: "valenciennes"}) { name } }`, nil)
	if get(t, h.As(""), matrix, "fr").Status == http.StatusOK {
		button(t, admin, "unpublish", data.Contract.Name)
	}
	elsewhere := h.LoggedIn(t, testhub.Who{
		Role: lexicon.Liaison, Partner: "cpam-hainaut", Contracts: []string{"val-d-orme"},
	})
	for parameters, hidden := range map[string]string{
		"q=sant&types=AXIS":                           "discriminations en matière de santé",
		"q=matiere+sante":                             "discriminations en matière de santé",
		"q=axe-3&types=AXIS&contract=valenciennes":    "discriminations en matière de santé",
		"q=issues+planir":                             "actions issues du PLANIR",
		"q=planir&types=ACTION&contract=valenciennes": "actions issues du PLANIR",
		"q=" + url.QueryEscape(data.Contract.Name):    data.Contract.Name,
	} {
		if names, _ := proposed(t, admin, parameters); !strings.Contains(strings.Join(names, "\n"), hidden) {
			t.Errorf("%s proposes %v to an administrator: it tries nothing", parameters, names)
		}
		for name, who := range map[string]*testhub.Hub{"public": h.As(""), "liaison of another contract": elsewhere} {
			if names, _ := proposed(t, who, parameters); strings.Contains(strings.Join(names, "\n"), hidden) {
				t.Errorf("%s: %s proposes %v", name, parameters, names)
			}
		}
	}
}
