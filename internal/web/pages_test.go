package web_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"maillage/internal/lexicon"
	"maillage/internal/server"
	"maillage/internal/testhub"
	"maillage/internal/testhub/thorough"
)

// view is a page as a browser without script gets it.
type view struct {
	Status int
	Header http.Header
	Text   string // what is read
	Doc    *html.Node
	Links  []string
}

// get asks for a page.
func get(t testing.TB, h *testhub.Hub, address, language string) view {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, address, nil)
	r.Header.Set("Accept-Language", language)
	h.Authorize(r)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return read(t, w)
}

func read(t testing.TB, w *httptest.ResponseRecorder) view {
	t.Helper()
	v := view{Status: w.Code, Header: w.Header()}
	var err error
	if v.Doc, err = html.Parse(bytes.NewReader(w.Body.Bytes())); err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for n := range v.Doc.Descendants() {
		switch {
		case n.Type == html.TextNode && n.Parent.Data != "script" && n.Parent.Data != "style":
			text.WriteString(n.Data)
		case n.Type == html.ElementNode && n.Data == "a":
			v.Links = append(v.Links, attribute(n, "href"))
		}
	}
	v.Text = strings.Join(strings.Fields(strings.ReplaceAll(text.String(), "\u00ad", "")), " ")
	return v
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// problems returns what is wrong with a page's markup.
func (v view) problems() (found []string) {
	ids, heads := map[string]bool{}, 0
	for n := range v.Doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if id := attribute(n, "id"); id != "" {
			if ids[id] {
				found = append(found, "the id "+id+" stands twice")
			}
			if strings.ContainsAny(id, " \t") {
				found = append(found, "an id has a space: "+id)
			}
			ids[id] = true
		}
		switch n.Data {
		case "h1":
			heads++
		case "a":
			if attribute(n, "href") == "" || strings.TrimSpace(textOf(n)) == "" {
				found = append(found, "a link leads nowhere, or says nothing: "+textOf(n)+" "+attribute(n, "href"))
			}
		}
		if attribute(n, "style") != "" || strings.HasPrefix(attribute(n, "href"), "javascript") {
			found = append(found, "the policy forbids what stands on "+n.Data)
		}
	}
	for n := range v.Doc.Descendants() {
		for _, name := range []string{"aria-labelledby", "aria-describedby", "for"} {
			for _, id := range strings.Fields(attribute(n, name)) {
				if !ids[id] {
					found = append(found, name+" names "+id+", which is not there")
				}
			}
		}
	}
	if heads != 1 {
		found = append(found, "the page has not one h1")
	}
	return found
}

func textOf(n *html.Node) string {
	var text strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			text.WriteString(d.Data)
		}
	}
	return text.String()
}

// crawl follows every link of the pages from an address on, and returns the pages by their address.
func crawl(t testing.TB, h *testhub.Hub, language string, most int) map[string]view {
	t.Helper()
	seen, queue := map[string]view{}, []string{"/"}
	for len(queue) > 0 && len(seen) < most {
		address := queue[0]
		queue = queue[1:]
		if _, done := seen[address]; done {
			continue
		}
		v := get(t, h, address, language)
		seen[address] = v
		for _, link := range v.Links {
			to, err := url.Parse(link)
			if err != nil {
				t.Errorf("%s has a link that is none: %s", address, link)
				continue
			}
			isPage := to.Host == "" && strings.HasPrefix(to.Path, "/") &&
				!to.Query().Has("why") && !to.Query().Has("lang") &&
				!to.Query().Has("focus") && !to.Query().Has("zoom") &&
				!slices.ContainsFunc(
					[]string{"/graphiql", "/schema", "/auth/"},
					func(p string) bool { return strings.HasPrefix(to.Path, p) },
				)
			to.Fragment = ""
			if isPage {
				queue = append(queue, to.String())
			}
		}
	}
	return seen
}

func TestPages_EveryLinkLeadsToAPage(t *testing.T) {
	s := testhub.Kinds[0].Demo(t) // which database it is the API hides
	public := testhub.New(t, s, server.Config{Ledger: testhub.Ledger(t, s)})
	most := thorough.Count(150, 400)
	for name, h := range map[string]*testhub.Hub{
		"public": public, "administrator": public.As(public.Token(t, testhub.Who{Role: lexicon.Administrator})),
	} {
		t.Run(name, func(t *testing.T) {
			pages := crawl(t, h, "fr", most)
			if len(pages) < most*3/4 {
				t.Errorf("only %d pages were found", len(pages))
			}
			for address, v := range pages {
				if v.Status != http.StatusOK && v.Status != http.StatusSeeOther {
					t.Errorf("%s answers %d: %s", address, v.Status, v.Text)
				}
				if v.Status == http.StatusOK && strings.HasPrefix(v.Header.Get("Content-Type"), "text/html") {
					for _, p := range v.problems() {
						t.Errorf("%s: %s", address, p)
					}
				}
			}
		})
	}
}

// Budgets of a first view, in bytes compressed.
const (
	mostView, mostHTML, mostCSS, mostScript = 60 << 10, 30 << 10, 8 << 10, 10 << 10
)

func TestPages_FirstViewsAreSmall(t *testing.T) {
	h := visitors(t)
	sizes := map[string]int{} // of files, which many pages load
	sized := func(address string) int {
		if size, known := sizes[address]; known {
			return size
		}
		w := sent(t, h, address)
		if w.Code != http.StatusOK {
			t.Fatalf("%s answers %d", address, w.Code)
		}
		var small bytes.Buffer
		z := gzip.NewWriter(&small)
		_, err := z.Write(w.Body.Bytes())
		if err := errors.Join(err, z.Close()); err != nil {
			t.Fatal(err)
		}
		sizes[address] = small.Len()
		return small.Len()
	}
	loaded := regexp.MustCompile(`/assets/[\w.]+`)
	for _, address := range []string{
		"/", "/contracts/val-d-orme", "/contracts/val-d-orme/gaps", "/contracts/val-d-orme/actions",
		"/contracts/val-d-orme/network",
		"/contracts/val-d-orme/timeline", "/contracts/val-d-orme/bridges", "/partners/ville-d-ormeval", "/changes",
		"/search?q=orme",
	} {
		page := sized(address)
		whole := page
		for _, file := range loaded.FindAllString(sent(t, h, address).Body.String(), -1) {
			size, most := sized(file), mostView
			switch path.Ext(file) {
			case ".css":
				most = mostCSS
			case ".js":
				most = mostScript
			}
			if size > most {
				t.Errorf("%s has %d bytes, more than %d", file, size, most)
			}
			whole += size
		}
		if page > mostHTML || whole > mostView {
			t.Errorf("%s has %d bytes, and %d with its files", address, page, whole)
		}
	}
}

func TestHome_ShowsVisitorsSmallMatrices(t *testing.T) {
	h := visitors(t)
	v := get(t, h, "/", "fr")
	var answer struct {
		Contracts struct {
			Nodes []struct {
				Code   string
				Matrix struct {
					Columns []struct{ Axis struct{ Name string } }
					Rows    []struct{ Partner struct{ Name, Sector string } }
					Cells   []struct{ Standing string }
				}
			}
		}
	}
	h.Get(t, &answer, `{ contracts { nodes { code matrix { columns { axis { name } } rows { partner { name sector } }
		cells { standing } } } } }`, nil)
	tables := v.all(func(n *html.Node) bool { return n.Data == "table" })
	if len(tables) != len(answer.Contracts.Nodes) || len(tables) != 2 {
		t.Fatalf("the page has %d tables, and the hub %d contracts", len(tables), len(answer.Contracts.Nodes))
	}
	for i, c := range answer.Contracts.Nodes {
		sectors := map[string]bool{}
		for _, r := range c.Matrix.Rows {
			sectors[r.Partner.Sector] = true
		}
		rows, cells, columns := len(c.Matrix.Rows), len(c.Matrix.Cells), len(c.Matrix.Columns)
		if rows > 20 { // it stands by sector
			rows, cells = len(sectors), 0
		}
		gotRows, gotCells := -2, 0 // the head has two
		for n := range tables[i].Descendants() {
			if n.Data == "tr" {
				gotRows++
			}
			if n.Data == "a" && has(n, "k") {
				gotCells++
			}
		}
		if gotRows != rows || gotCells != cells {
			t.Errorf("%s has %d rows and %d cells, not %d and %d", c.Code, gotRows, gotCells, rows, cells)
		}
		if leads := strings.Count(textOf(tables[i]), "Sans pilote"); c.Code == "val-d-orme" && leads == 0 {
			t.Error("a gap is not told in words")
		}
		heads := strings.ReplaceAll(textOf(tables[i]), "\u00ad", "")
		for _, column := range c.Matrix.Columns {
			_, after, isNext := strings.Cut(heads, column.Axis.Name)
			if heads = after; !isNext {
				t.Errorf("%s does not stand where the contract has it", column.Axis.Name)
			}
		}
		if !slices.Contains(v.Links, "/contracts/"+c.Code) || columns == 0 {
			t.Errorf("nothing leads to %s", c.Code)
		}
	}
	elements := len(v.all(func(*html.Node) bool { return true }))
	if elements > 5_000 {
		t.Errorf("the page has %d elements", elements)
	}
	if list := get(t, h, "/contracts", "fr"); len(list.all(func(n *html.Node) bool { return n.Data == "table" })) > 0 {
		t.Error("the list of contracts has matrices")
	}
}

// A hub with many contracts lists them.
func TestHome_ListsManyContracts(t *testing.T) {
	h := demoHub(t, server.Config{})
	admin := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
	for _, code := range []string{"un", "deux", "trois"} {
		var made struct {
			CreateContract struct{ UserErrors []struct{ Message string } }
		}
		admin.Get(t, &made, `mutation ($input: CreateContractInput!) {
			createContract(input: $input) { userErrors { message } }
		}`, map[string]any{"input": map[string]any{"code": code, "name": "Contrat " + code, "public": true}})
		if len(made.CreateContract.UserErrors) > 0 {
			t.Fatal(made.CreateContract.UserErrors)
		}
		v := get(t, h, "/", "fr")
		tables := len(v.all(func(n *html.Node) bool { return n.Data == "table" }))
		if want := map[string]int{"un": 2, "deux": 2, "trois": 0}[code]; tables != want ||
			!strings.Contains(v.Text, "Contrat "+code) {
			t.Errorf("with the contract %q the page has %d matrices: %s", code, tables, v.Text)
		}
	}
}

// What a page listens to begins where its own answer ends, and is of what it shows.
func TestLive_PagesNameWhatTheyListenTo(t *testing.T) {
	h := readers(t)
	h.Settle(t)
	who := coordinator(t, h)
	for address, filter := range map[string]string{
		"/": `{}`, "/changes": `{}`, "/changes?contract=valenciennes": `{"contract":"valenciennes"}`,
		matrix: `{"contract":"valenciennes"}`, matrix + "/axes/axe-3": `{"contract":"valenciennes"}`,
		"/partners/cpam-hainaut": "recordId", matrix + "?known=2026-02-01": "", matrix + "?print=1": "", form: "",
		"/nowhere": "", "/search?q=orme": "",
	} {
		live := get(t, who, address, "fr").byID("live")
		if filter == "" {
			if live != nil {
				t.Errorf("%s listens", address)
			}
			continue
		}
		if live == nil || !strings.Contains(attribute(live, "data-filter"), filter) ||
			attribute(live, "data-after") == "" {
			t.Errorf("%s listens to %v", address, live)
		}
	}
	token := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
	for name, other := range map[string]*testhub.Hub{"public": h, "token": token} {
		if get(t, other, matrix, "fr").byID("live") != nil {
			t.Errorf("%s: the page listens", name)
		}
	}
}

// A cookie that another hub set, or that somebody wrote, does not close the front door.
func TestMorning_AForeignCookieIsLeftOut(t *testing.T) {
	h := coordinator(t, readers(t))
	for _, value := range []string{
		"2026-01-01T00:00:00Z|nonsense", "2026-01-01T00:00:00Z", "nonsense", "9999-01-01T00:00:00Z|x",
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Accept-Language", "fr")
		h.Authorize(r)
		r.AddCookie(&http.Cookie{Name: "maillage-seen", Value: value})
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if v := read(t, w); v.Status != http.StatusOK || !strings.Contains(v.Text, "Ce qui vous attend") {
			t.Errorf("%q: it answers %d: %s", value, v.Status, v.Text)
		}
	}
}

// What an address says stands in each cell of a matrix, so that it must not be long.
func TestPages_LongAddressesAreRefused(t *testing.T) {
	h := visitors(t)
	for n, want := range map[int]int{1_900: http.StatusOK, 3_000: http.StatusRequestURITooLong} {
		v := get(t, h, "/contracts/valenciennes?theme=&x="+strings.Repeat("a", n), "fr")
		if v.Status != want {
			t.Errorf("%d bytes are answered %d", n, v.Status)
		}
	}
}

func TestPages_OfWhoHasLeftAreNotLogged(t *testing.T) {
	var logged bytes.Buffer
	h := demoHub(t, server.Config{Log: slog.New(slog.NewTextHandler(&logged, nil))})
	ctx, leave := context.WithCancel(t.Context())
	leave()
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, "/suggest?q=caisse", nil)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code == http.StatusOK || strings.Contains(logged.String(), "refused a page") {
		t.Errorf("%d, and the log says %s", w.Code, &logged)
	}
}
