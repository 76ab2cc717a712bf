package authorization_test

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"maillage/internal/gqlserver/admission"
	"maillage/internal/lexicon"
	records "maillage/internal/record"
	"maillage/internal/server"
	"maillage/internal/testhub"
	"maillage/internal/web"
)

// pagesWorld returns a world whose people are logged in, as readers of pages are. Programs keep their tokens.
func pagesWorld(t *testing.T) *world {
	t.Helper()
	w := &world{canaries: newCanaries(t), t: t, who: map[string]*testhub.Hub{}, ids: map[string]string{}}
	w.hub = testhub.WithLogins(t, testhub.Kinds[0].Open(t), server.Config{ // the API hides which database it is
		Limits: wide, Admission: admission.Config{Places: 256, PerClient: 256},
	})
	w.admin = w.hub.As(w.hub.Token(t, testhub.Who{Role: lexicon.Administrator}))
	w.populate()
	w.people()
	w.signed()
	w.imports()
	for who := range w.who {
		role, of, serves := strings.Cut(who, " of ")
		word := lexicon.AccountRole(strings.ToUpper(role))
		if !slices.Contains([]lexicon.AccountRole{lexicon.Liaison, lexicon.Coordinator, lexicon.Administrator}, word) {
			continue
		}
		account := testhub.Who{Role: word}
		if contract := w.named[of+" contract"]; serves && contract != nil {
			account.Contracts = []string{contract.code}
		}
		if word == lexicon.Liaison {
			account.Partner = w.named["shared partner"].code
		}
		w.who[who] = w.hub.LoggedIn(t, account)
	}
	w.hub.Settle(t)
	return w
}

// imports makes an import in each contract, whose file is named by words of the contract.
func (w *world) imports() {
	w.t.Helper()
	for _, home := range []string{inOpen, inClosed} {
		var made struct {
			CreateImport struct{ Import struct{ ID string } }
		}
		w.admin.Get(w.t, &made,
			`mutation ($input: CreateImportInput!) { createImport(input: $input) { import { id } } }`,
			map[string]any{"input": map[string]any{
				"name": w.named[home+" action 2"].canaries[1].text + ".csv", "size": 1,
				"contract": w.named[home+" contract"].code,
			}})
		w.ids[home+" import"] = made.CreateImport.Import.ID
	}
}

// visit is a request for a page, with the pattern of its route.
type visit struct{ pattern, method, address string }

// queries are the parameters with which a page is requested, besides none. « $x » is the code of the home’s x.
var queries = map[string][]string{
	"GET /suggest":          {"q=zq", "q=$name"},
	"GET /partners/merge":   {"keep=$partner&merge=$collective"},
	"GET /partners/unmerge": {"partner=$partner", "partner=$name"},
	"GET /search":           {"q=$name", "q=zq"},
	"GET /compare":          {"contracts=$contract,$other"},
	"GET /changes":          {"contract=$contract"},
	"GET /contracts/{contract}": {
		"why=$partner/$axis&at=..", "theme=$theme", "by=sector&open=STATE", "print=1", "at=..", "known=2020-01-01",
	},
	"GET /contracts/{contract}/network":              {"focus=p.$partner", "by=sector", "zoom=2"},
	"GET /contracts/{contract}/timeline":             {"theme=$theme", "axis=$axis"},
	"GET /contracts/{contract}/why/{partner}/{axis}": {"at=.."},
	"GET /contracts/{contract}/gaps":                 {"code=UNSOURCED"},
	"GET /contracts/{contract}/funding":              {"axis=none", "funder=$partner&axis=$axis"},
	"GET /contracts/{contract}/moved":                {"from=2000&to=.."},
	"GET /contracts/{contract}/declare":              {"partner=$partner&axis=$axis"},
}

var (
	wildcard  = regexp.MustCompile(`\{(\w+)(\.\.\.)?\}`)
	parameter = regexp.MustCompile(`\$(\w+)`)
)

// codes returns the values for the wildcards of a pattern at a home.
func (w *world) codes(home, part string) map[string][]string {
	code := func(name string) string { return w.named[name].code }
	other := map[string]string{inOpen: inClosed, inClosed: inOpen}[home]
	codes := map[string][]string{
		"contract": {code(home + " contract")}, "other": {code(other + " contract")},
		"axis": {code(home + " axis 2")}, "action": {code(home + " action")}, "group": {code(home + " group")},
		"collective": {code(part + " collective")}, "what": {"relation", "source"},
		"theme": {code(home + " theme")}, "partner": {code(part + " partner")}, "source": {code(part + " source")},
		"draft": {w.ids[home+" draft"]}, "import": {w.ids[home+" import"]}, "name": {w.named[home+" action 2"].canaries[1].text},
	}
	for _, of := range records.Types {
		for _, s := range w.samples(of.Prefix) {
			if s.home == home || s.home == part {
				codes["id"] = append(codes["id"], s.uid)
			}
		}
	}
	return codes
}

// visits returns the requests for all pages of the router.
func (w *world) visits() (all []visit) {
	w.t.Helper()
	for _, pattern := range web.Patterns() {
		method, path, _ := strings.Cut(pattern, " ")
		for _, home := range []string{inOpen, inClosed} {
			part := map[string]string{inOpen: shared, inClosed: apart}[home]
			codes := w.codes(home, part)
			if strings.HasPrefix(path, "/changes/{id}") {
				codes["id"] = w.lines(home)
			}
			if path == "/themes/{theme...}" {
				codes["theme"] = []string{codes["contract"][0] + "/" + codes["theme"][0], w.named["R"].code}
			}
			for _, filled := range fill(w.t, strings.TrimSuffix(path, "{$}"), codes) {
				for _, query := range append([]string{""}, queries[pattern]...) {
					query = parameter.ReplaceAllStringFunc(
						query, func(name string) string { return codes[name[1:]][0] },
					)
					all = append(all, visit{pattern, method, strings.TrimSuffix(filled+"?"+query, "?")})
				}
			}
		}
	}
	return all
}

// fill replaces the wildcards of a path, one after another, by each of the codes.
func fill(t *testing.T, path string, codes map[string][]string) (all []string) {
	t.Helper()
	at := wildcard.FindStringSubmatchIndex(path)
	if at == nil {
		return []string{path}
	}
	values := codes[path[at[2]:at[3]]]
	if len(values) == 0 {
		t.Errorf("%s: nobody said which canaries are looked for there: see codes", path)
	}
	for _, value := range values {
		all = append(all, fill(t, path[:at[0]]+value+path[at[1]:], codes)...)
	}
	return all
}

// lines returns the identifiers of some ledger lines of a contract.
func (w *world) lines(home string) (ids []string) {
	var data struct {
		Changes struct{ Nodes []struct{ ID string } }
	}
	w.admin.Get(w.t, &data, `query ($of: ID!) { changes(last: 5, filter: {contract: $of}) { nodes { id } } }`,
		map[string]any{"of": w.named[home+" contract"].uid})
	for _, n := range data.Changes.Nodes {
		ids = append(ids, n.ID)
	}
	return ids
}

// see requests a page as a viewer, and returns its status and all of its words. For a workbook it returns the words
// in it.
func (w *world) see(who string, v visit) (status int, words string) {
	w.t.Helper()
	r := httptest.NewRequestWithContext(w.t.Context(), v.method, v.address, nil)
	if v.method == http.MethodPost {
		at, _ := url.Parse(v.address) // the tests wrote the address
		r = httptest.NewRequestWithContext(w.t.Context(), v.method, v.address, strings.NewReader(at.RawQuery))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	r.Header.Set("Accept-Language", "fr")
	w.who[who].Authorize(r)
	answer := httptest.NewRecorder()
	w.who[who].ServeHTTP(answer, r)
	body := answer.Body.Bytes()
	if strings.HasPrefix(answer.Header().Get("Content-Type"), "application/vnd") {
		body = unzipped(w.t, body)
	}
	headers := answer.Header().Get("Location") + " " + answer.Header().Get("Content-Disposition") + "\n"
	return answer.Code, headers + strings.ReplaceAll(string(body), "\u00ad", "")
}

func unzipped(t *testing.T, body []byte) (all []byte) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, text...)
	}
	return all
}

// Each viewer requests each page of the router, with names of what they may see and of what they may not.
func TestAuthorization_PagesShowCanariesToWhomItIsDecidedAndToNobodyElse(t *testing.T) {
	t.Parallel()
	w := pagesWorld(t)
	m := &matrix{w, readDecisions(t), t, map[string]bool{}}
	visits := w.visits()
	answered := map[string]bool{}
	for _, s := range situations {
		w.open(s.contract, s.directory)
		var who struct{ Viewer struct{ Name string } }
		w.who[s.who].Get(t, &who, `{ viewer { name } }`, nil)
		wrong, own := 0, who.Viewer.Name
		for _, v := range visits {
			if v.method == http.MethodPost && s.who != "nobody" && s.who != "liaison of none" {
				continue // what they may write, they would
			}
			status, words := w.see(s.who, v)
			if status >= http.StatusInternalServerError {
				t.Errorf("%s: %s answers %d", s, v.address, status)
			}
			canaries, uids := w.seen(v.address, []byte(words))
			if s.who == "administrator" && status < http.StatusBadRequest {
				answered[v.pattern] = answered[v.pattern] || len(canaries) > 0 || !strings.Contains(v.pattern, "{")
			}
			for _, k := range canaries {
				home := k.home
				if k.gone {
					home = lineHome(home)
				}
				isTheirs := s.who == "administrator" && strings.HasSuffix(v.pattern, "/accounts")
				if k.text == own || home == "person" && isTheirs {
					continue // each page shows who is logged in, and one page shows accounts and tokens
				}
				if (home == "person" || !m.may(t, s, home, m.classOf(t, k))) && wrong < 5 {
					wrong++
					t.Errorf("%s sees %s.%s of %s at %s %s", s, k.kind, k.field, k.home, v.method, v.address)
				}
			}
			for _, uid := range uids {
				if !m.mayMeet(s, w.uids[uid]) && wrong < 5 {
					wrong++
					t.Errorf("%s meets %s of %s at %s %s", s, uid, w.uids[uid], v.method, v.address)
				}
			}
		}
	}
	for _, pattern := range web.Patterns() {
		if strings.HasPrefix(pattern, "GET ") && !answered[pattern] {
			t.Errorf("%s shows an administrator nothing: no canary was looked for there", pattern)
		}
	}
	t.Logf("%d pages of %d patterns, by each of %d viewers", len(visits), len(web.Patterns()), len(situations))
}

// made matches what differs between any two forms, pages or minutes and carries no data.
var made = regexp.MustCompile(`Depuis le [^<]*|name="(key|cursor)"[^>]*|data-after="[^"]*"|` +
	`(after|before)=[\w%-]+|after&#34;:[^}]*`)

// Hidden records are in no count, title or picture either: pages are byte for byte those of a world without them.
func TestAuthorization_PagesOfWhatIsHiddenMightAsWellNotBe(t *testing.T) {
	t.Parallel()
	w := pagesWorld(t)
	visits := slices.DeleteFunc(w.visits(), func(v visit) bool { return v.method != http.MethodGet })
	asking := []situation{
		{"coordinator of open", false, false}, {"liaison of none", true, false}, {"nobody", true, true},
		{"nobody", true, false},
	}
	ask := func() (all [][]string) {
		for _, s := range asking {
			w.open(s.contract, s.directory)
			answers := make([]string, len(visits))
			for i, v := range visits {
				_, words := w.see(s.who, v)
				answers[i] = made.ReplaceAllString(words, "")
			}
			all = append(all, answers)
		}
		return all
	}
	before := ask()
	w.without(inClosed)
	for i, answers := range ask() {
		differ := 0
		for j, now := range answers {
			if strings.HasPrefix(asking[i].who, "coordinator") && strings.HasPrefix(visits[j].address, "/partners/merge?keep=") {
				continue // whoever may delete a record learns that something hidden refers to it
			}
			if was := before[i][j]; now != was && differ < 3 {
				differ++
				t.Errorf("%s can tell what is hidden at %s:\nwith    …%s\nwithout …%s",
					asking[i], visits[j].address, around(was, now), around(now, was))
			}
		}
	}
}
