package web_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"maillage/internal/exchange/exports"
	"maillage/internal/lexicon"
	"maillage/internal/server"
	"maillage/internal/testhub"
)

// table reads a matrix in CSV.
func table(t *testing.T, h *testhub.Hub, address string) [][]string {
	t.Helper()
	w := sent(t, h, address)
	text, hasMark := strings.CutPrefix(w.Body.String(), "\ufeff")
	if w.Code != http.StatusOK || !hasMark {
		t.Fatalf("%s answers %d, with a byte order mark: %v", address, w.Code, hasMark)
	}
	lines, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if strings.Count(text, "\r\n") != len(lines) {
		t.Errorf("%d lines end with CRLF of %d", strings.Count(text, "\r\n"), len(lines))
	}
	return lines
}

func TestTake_FilesHaveWhatThePageHas(t *testing.T) {
	h := visitors(t)
	for _, filter := range []string{"", "&sector=ASSOCIATION", "&theme=orme-sante&status=ACTIVE"} {
		v := get(t, h, "/contracts/val-d-orme?at=2026-11-30"+filter, "fr")
		lines := table(t, h, "/contracts/val-d-orme/matrix.csv?at=2026-11-30"+filter)
		partners := 0
		for _, th := range v.within("matrix", "th") {
			if attribute(th, "scope") == "row" && th.Parent.Parent.Data == "tbody" {
				partners++
			}
		}
		filled := 0
		for _, line := range lines[1:] {
			for _, text := range line[2:] {
				if text != "" {
					filled++
				}
			}
		}
		if cells := len(v.within("matrix", "td")); partners == 0 || len(lines) != partners+1 || cells == 0 {
			t.Errorf("%s: the file has %d lines, the page %d partners", filter, len(lines), partners)
		}
		links := 0
		for _, a := range v.within("matrix", "a") {
			if strings.HasPrefix(attribute(a, "class"), "k ") {
				links++
			}
		}
		if filled != links {
			t.Errorf("%s: the file has %d cells, the page %d", filter, filled, links)
		}
	}
}

func TestTake_SaysCellsInWords(t *testing.T) {
	h := visitors(t)
	lines := table(t, h, "/contracts/val-d-orme/matrix.csv?at=2026-11-30")
	if !slices.Equal(lines[0][:3], []string{"Secteur", "Partenaire", "1. Accès à l’emploi et à l’apprentissage"}) {
		t.Errorf("the heads are %q", lines[0])
	}
	i := slices.IndexFunc(lines, func(l []string) bool { return l[1] == "Ville d’Ormeval" })
	if i < 0 || !slices.Equal(lines[i][:4], []string{"collectivité", "Ville d’Ormeval", "actif (2) + 1 envisagé",
		"actif + 2 envisagés"}) {
		t.Errorf("the line is %q", lines[max(i, 0)])
	}
}

func TestTake_WorkbookHasWhatTheCSVHas(t *testing.T) {
	h := visitors(t)
	w := sent(t, h, "/contracts/val-d-orme/matrix.xlsx?at=2026-11-30")
	f, err := excelize.OpenReader(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}()
	rows, err := f.GetRows("matrice")
	if err != nil {
		t.Fatal(err)
	}
	lines := table(t, h, "/contracts/val-d-orme/matrix.csv?at=2026-11-30")
	if len(rows) != len(lines) {
		t.Fatalf("the workbook has %d rows, the CSV %d", len(rows), len(lines))
	}
	for i, row := range rows {
		for k, text := range lines[i] {
			got := ""
			if k < len(row) {
				got = row[k]
			}
			if got != text {
				t.Errorf("row %d has %q, the CSV %q", i, got, text)
			}
		}
	}
	if panes, err := f.GetPanes("matrice"); err != nil || !panes.Freeze || panes.XSplit != 2 || panes.YSplit != 1 {
		t.Errorf("the heads are frozen: %+v, %v", panes, err)
	}
}

func TestTake_FilesAreNamedAndWellFormed(t *testing.T) {
	h := visitors(t)
	for address, name := range map[string]string{
		"matrix.csv": "val-d-orme-matrice.csv", "matrix.xlsx": "val-d-orme-matrice.xlsx",
		"matrix.svg":  "val-d-orme-matrice.svg",
		"network.svg": "val-d-orme-reseau.svg",
	} {
		w := sent(t, h, "/contracts/val-d-orme/"+address)
		if got := w.Header().Get("Content-Disposition"); got != `attachment; filename="`+name+`"` {
			t.Errorf("%s is kept as %s", address, got)
		}
		if strings.HasSuffix(address, ".svg") {
			wellFormed(t, address, w.Body.Bytes())
		}
		if strings.HasSuffix(address, ".xlsx") {
			if _, err := zip.NewReader(bytes.NewReader(w.Body.Bytes()), int64(w.Body.Len())); err != nil {
				t.Error(err)
			}
		}
	}
}

func wellFormed(t *testing.T, what string, text []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(text))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Errorf("%s: %v", what, err)
			return
		}
	}
}

// pictured are the pages and files of a contract that show its network.
var pictured = []string{
	"/contracts/valenciennes/network", "/contracts/valenciennes/network.svg", "/contracts/valenciennes/bridges",
	"/contracts/valenciennes/timeline", "/contracts/valenciennes/moved", "/contracts/valenciennes/matrix.csv",
	"/contracts/valenciennes/matrix.xlsx", "/contracts/valenciennes/matrix.svg", "/contracts/valenciennes/changes.atom",
	"/embed/contracts/valenciennes",
}

func TestTake_ShowsNothingOfAContractThatIsNotPublic(t *testing.T) {
	h := demoHub(t, server.Config{})
	admin := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
	for _, address := range pictured {
		if w := sent(t, h, address); w.Code != http.StatusOK {
			t.Fatalf("%s answers %d while the contract is public", address, w.Code)
		}
	}
	var closed struct {
		UpdateContract struct{ UserErrors []struct{ Message string } }
	}
	admin.Get(t, &closed,
		`mutation {
		updateContract(input: {id: "valenciennes", version: 1, public: false}) { userErrors { message } }
	}`, nil)
	if len(closed.UpdateContract.UserErrors) > 0 {
		t.Fatal(closed.UpdateContract.UserErrors)
	}
	for _, address := range pictured {
		w := sent(t, h, address)
		unknown := sent(t, h, strings.Replace(address, "valenciennes", "nowhere", 1))
		if w.Code != http.StatusNotFound || unknown.Code != http.StatusNotFound ||
			strings.Contains(w.Body.String(), "Valenciennes") {
			t.Errorf("%s answers %d, and what is not there %d", address, w.Code, unknown.Code)
		}
		if w := sent(t, admin, address); w.Code != http.StatusOK {
			t.Errorf("%s answers an administrator %d", address, w.Code)
		}
	}
	both := get(t, h, "/compare?contracts=valenciennes,val-d-orme", "fr")
	if strings.Contains(both.Text, "Valenciennes Métropole") ||
		!strings.Contains(both.Text, "Choisissez au moins deux contrats.") {
		t.Error("a comparison shows a contract that is not public")
	}
	if v := get(t, h, "/partners/cpam-hainaut", "fr"); strings.Contains(v.Text, "Valenciennes Métropole") ||
		len(v.within("pic", "text")) > 0 {
		t.Errorf("a partner’s picture shows a contract that is not public: %d", v.Status)
	}
}

func TestFeed_HasAnEntryForEachWrite(t *testing.T) {
	h := demoHub(t, server.Config{})
	admin := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
	for _, name := range []string{"Premier nom", "Second nom <&>"} {
		var done struct {
			UpdateAction struct{ UserErrors []struct{ Message string } }
		}
		var now struct {
			Action struct {
				ID      string
				Version int
			}
		}
		admin.Get(t, &now, `{ action(by: {code: "valenciennes/bourse-stages"}) { id version } }`, nil)
		admin.Get(t, &done, `mutation ($id: ID!, $v: Int!, $n: String!) {
			updateAction(input: {id: $id, version: $v, name: $n, reason: "correction"}) { userErrors { message } }
		}`,
			map[string]any{"id": now.Action.ID, "v": now.Action.Version, "n": name})
		if len(done.UpdateAction.UserErrors) > 0 {
			t.Fatal(done.UpdateAction.UserErrors)
		}
	}
	h.Settle(t)
	type feed struct {
		ID      string `xml:"id"`
		Updated string `xml:"updated"`
		Entries []struct {
			ID      string `xml:"id"`
			Title   string `xml:"title"`
			Content string `xml:"content"`
		} `xml:"entry"`
	}
	var first, second feed
	for into, as := range map[*feed]*testhub.Hub{&first: h, &second: admin} {
		w := sent(t, as, "/contracts/valenciennes/changes.atom")
		if err := xml.Unmarshal(w.Body.Bytes(), into); err != nil {
			t.Fatal(err)
		}
	}
	if len(first.Entries) < 2 || first.ID == "" || first.Entries[0].ID == first.Entries[1].ID ||
		first.Entries[0].ID != second.Entries[0].ID {
		t.Fatalf("the feed is %+v, then %+v", first, second)
	}
	if e := first.Entries[0]; e.Title != "le hub : 1 fiche" || !strings.Contains(e.Content, "Second nom <&>") {
		t.Errorf("the public’s entry is %+v", e) // reasons and names are not for it
	}
	if e := second.Entries[0]; e.Title != "ADMINISTRATOR : correction" {
		t.Errorf("an administrator’s entry is %+v", e)
	}
}

func TestEmbed_IsFramedByTheNamedSitesAlone(t *testing.T) {
	const site = "https://www.example.org"
	h := demoHub(t, server.Config{FrameAncestors: site})
	v := get(t, h, "/embed/contracts/val-d-orme?lang=en", "fr")
	if got := v.Header.Get("Content-Security-Policy"); !strings.Contains(got, "frame-ancestors "+site) ||
		v.Header.Get("X-Frame-Options") != "" {
		t.Errorf("the policy is %q, beside %q", got, v.Header.Get("X-Frame-Options"))
	}
	if len(v.within("top", "a")) > 0 || !strings.Contains(v.Text, "Links open in a new tab.") || len(v.problems()) > 0 {
		t.Errorf("the page has navigation, another language, or %v", v.problems())
	}
	for _, link := range v.Links {
		if strings.HasPrefix(link, "/embed/") {
			t.Errorf("a link stays in the frame: %s", link)
		}
	}
	if v := get(t, h, "/contracts/val-d-orme", "fr"); !strings.Contains(v.Header.Get("Content-Security-Policy"),
		"frame-ancestors 'none'") {
		t.Error("another page can be framed")
	}
	closed := get(t, visitors(t), "/embed/contracts/val-d-orme", "fr")
	if !strings.Contains(closed.Header.Get("Content-Security-Policy"), "frame-ancestors 'none'") ||
		closed.Header.Get("X-Frame-Options") != "DENY" {
		t.Error("without a configuration, the page can be framed")
	}
}

// Each file of the page of exports is there, with what the reader sees and the day that was chosen.
func TestExports_EachFileCanBeTaken(t *testing.T) {
	h := readers(t)
	who := coordinator(t, h)
	v := get(t, who, "/exports?contract=valenciennes&at=2024", "fr")
	for _, p := range append(v.problems(), v.unlabelled()...) {
		t.Error(p)
	}
	files := 0
	for _, link := range v.Links {
		if !strings.HasPrefix(link, "/export/") {
			continue
		}
		files++
		if !strings.HasPrefix(link, "/export/valenciennes.") || !strings.Contains(link, "at=2024") {
			t.Errorf("the page of a contract and a day links to %s", link)
		}
		r := testhub.Request(t, http.MethodGet, link, "", "", "")
		who.Authorize(r)
		if answer := who.Send(t, r); answer.Status != http.StatusOK || len(answer.Body) == 0 ||
			answer.Header.Get("Maillage-Viewer") != "COORDINATOR" || answer.Header.Get("Maillage-As-Of") != "2024" {
			t.Errorf("%s is %d with %v", link, answer.Status, answer.Header)
		}
	}
	if files != len(exports.Formats) {
		t.Errorf("%d files, %d formats", files, len(exports.Formats))
	}
	if !strings.Contains(v.Text, "Réseau, en GraphML") || !strings.Contains(v.Text, "Une table, en CSV : ") {
		t.Errorf("the titles are not in French: %s", v.Text)
	}
	if v := get(t, h, "/exports?contract=none&at=soon", "en"); !strings.Contains(v.Text, "none") ||
		!strings.Contains(v.Text, "soon") || !slices.Contains(v.Links, "/export/all.gexf") {
		t.Errorf("what the address cannot mean is not told: %s", v.Text)
	}
}
