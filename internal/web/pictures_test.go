package web_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"maillage/internal/lexicon"
	"maillage/internal/server"
	"maillage/internal/testhub"
)

// demoHub returns a hub with the demo data, as the public sees it. Which database it has the API hides.
func demoHub(t testing.TB, c server.Config) *testhub.Hub {
	t.Helper()
	s := testhub.Kinds[0].Demo(t)
	c.Ledger = testhub.Ledger(t, s)
	return testhub.New(t, s, c)
}

// sent returns what an address answers, as it is.
func sent(t testing.TB, h *testhub.Hub, address string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, address, nil)
	r.Header.Set("Accept-Language", "fr")
	h.Authorize(r)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// within returns the elements below those of a class.
func (v view) within(class, element string) (found []*html.Node) {
	for n := range v.Doc.Descendants() {
		if n.Type != html.ElementNode || !strings.Contains(" "+attribute(n, "class")+" ", " "+class+" ") {
			continue
		}
		for d := range n.Descendants() {
			if d.Type == html.ElementNode && d.Data == element {
				found = append(found, d)
			}
		}
	}
	return found
}

func TestNetwork_HasWhatItsTableHas(t *testing.T) {
	h := visitors(t)
	for name, address := range map[string]string{
		"partners": "/contracts/val-d-orme/network", "sectors": "/contracts/val-d-orme/network?by=sector",
		"filtered": "/contracts/val-d-orme/network?sector=ASSOCIATION&status=ACTIVE",
		"another":  "/contracts/valenciennes/network?at=..",
	} {
		t.Run(name, func(t *testing.T) {
			v := get(t, h, address, "fr")
			var axes []*html.Node
			for _, a := range v.within("list", "a") {
				if attribute(a, "class") == "to" {
					axes = append(axes, a)
				}
			}
			if lines := v.within("pic", "path"); len(lines) == 0 || len(lines) != len(axes) {
				t.Errorf("the picture has %d lines, and its table %d", len(lines), len(axes))
			}
			rows, nodes := len(v.within("list", "tr"))-1, len(v.within("pic", "a"))
			columns := len(get(t, h, strings.Replace(address, "/network", "", 1), "fr").within("axes", "th")) - 1
			if rows < 1 || nodes != rows+columns {
				t.Errorf("the picture has %d nodes, its table %d rows, and the matrix %d axes", nodes, rows, columns)
			}
		})
	}
}

func TestNetwork_DrawsEachCellThatIsNotAbandoned(t *testing.T) {
	h := visitors(t)
	var answer struct {
		Contract struct {
			Matrix struct{ Cells []struct{ Standing string } }
		}
	}
	h.Get(t, &answer, `{ contract(by: {code: "val-d-orme"}) { matrix { cells { standing } } } }`, nil)
	drawn := 0
	for _, c := range answer.Contract.Matrix.Cells {
		if c.Standing != "ABANDONED" {
			drawn++
		}
	}
	v := get(t, h, "/contracts/val-d-orme/network", "fr")
	if lines := len(v.within("pic", "path")); lines != drawn || drawn == len(answer.Contract.Matrix.Cells) {
		t.Errorf("%d lines are drawn of %d cells", lines, drawn)
	}
}

func TestPictures_OfNothingAreEmpty(t *testing.T) {
	h := visitors(t)
	const nobody = "?theme=orme-culture&role=LEAD&basis=DECLARED"
	for _, address := range []string{
		"network" + nobody, "network" + nobody + "&by=sector", "network.svg" + nobody, "matrix.csv" + nobody,
		"matrix.xlsx" + nobody,
		"matrix.svg" + nobody, "timeline?known=2026-01-06", "moved?from=2026-01-01&to=2026-01-01",
	} {
		if w := sent(t, h, "/contracts/val-d-orme/"+address); w.Code != http.StatusOK {
			t.Errorf("%s answers %d", address, w.Code)
		}
	}
	if v := get(t, h, "/contracts/val-d-orme/network"+nobody, "fr"); !strings.Contains(v.Text, "0 partenaire, ") {
		t.Error("somebody has a role that nobody has")
	}
}

func TestNetwork_IsTheSameTwice(t *testing.T) {
	h := visitors(t)
	for _, address := range []string{"/contracts/val-d-orme/network.svg", "/contracts/val-d-orme/network?by=sector",
		"/contracts/val-d-orme/matrix.svg"} {
		first, second := sent(t, h, address), sent(t, h, address)
		if first.Code != http.StatusOK || first.Body.String() != second.Body.String() {
			t.Errorf("%s answers %d, and differs the second time", address, first.Code)
		}
	}
}

func TestNetwork_FocusFadesWhatIsNotLinked(t *testing.T) {
	h := visitors(t)
	const address = "/contracts/val-d-orme/network?focus=p.ville-d-ormeval"
	v := get(t, h, address, "fr")
	strong := 0
	for _, line := range v.within("pic", "path") {
		if about := strings.HasPrefix(textOf(line), "Ville d’Ormeval → "); about != (attribute(line,
			"opacity") == "0.6") {
			t.Errorf("%q has the opacity %s", textOf(line), attribute(line, "opacity"))
		} else if about {
			strong++
		}
	}
	if strong == 0 {
		t.Error("no line is strong")
	}
	if !strings.Contains(v.Text, "Ville d’Ormeval : voir la fiche · tout le réseau") {
		t.Error("the page does not lead on from the node")
	}
	if v := get(t, h, "/contracts/val-d-orme/network?focus=p.nobody", "fr"); !strings.Contains(v.Text,
		`focus="p.nobody"`) {
		t.Error("a node that is none is not told")
	}
}

func TestNetwork_ZoomShowsAPart(t *testing.T) {
	h := visitors(t)
	whole := get(t, h, "/contracts/val-d-orme/network", "fr")
	part := get(t, h, "/contracts/val-d-orme/network?zoom=2&y=0", "fr")
	view := func(v view) string {
		for n := range v.Doc.Descendants() {
			if n.Data == "svg" && attribute(n, "class") == "pic fit" {
				return attribute(n, "viewBox")
			}
		}
		return ""
	}
	if !strings.HasPrefix(view(whole), "0 0 1200 ") || !strings.HasPrefix(view(part), "300 0 600 ") {
		t.Errorf("the whole shows %q, the part %q", view(whole), view(part))
	}
	const step = "zoom=1.5&x=33.33&y=40"
	between := get(t, h, "/contracts/val-d-orme/network?"+step, "fr")
	if !strings.HasPrefix(view(between), "0 ") || !strings.Contains(view(between), " 800 ") {
		t.Errorf("a zoom of 1.5 shows %q", view(between))
	}
	links := strings.Join(between.Links, "\n")
	for _, want := range []string{"?x=33.33&y=40&zoom=2.25\n", "?focus=p.ville-d-ormeval&x=33.33&y=40&zoom=1.5\n"} {
		if !strings.Contains(links, want) {
			t.Errorf("no link of the part has %q", want)
		}
	}
	for _, zoom := range []string{"NaN", "0.5", "4.1", "deux"} {
		if v := get(t, h, "/contracts/val-d-orme/network?zoom="+zoom, "fr"); view(v) != view(whole) ||
			!strings.Contains(v.Text, `zoom="`+zoom+`"`) {
			t.Errorf("a zoom of %s shows %q", zoom, view(v))
		}
	}
	if !strings.Contains(part.Text, "Réduire") || strings.Contains(whole.Text, "Réduire") {
		t.Error("only the part can be made smaller")
	}
}

func TestEgo_DrawsActionsBetweenPartnerAndAxes(t *testing.T) {
	h := visitors(t)
	for address, want := range map[string][]string{
		"/partners/communaute-d-agglomeration-du-val-d-orme?at=2026-11-30": {"Marches exploratoires d’Ormeval",
			"financeur · actif", "Accès aux soins et prévention"},
		"/contracts/val-d-orme/axes/orme-10?at=2026-11-30": {"Théâtre du Quai d’Ormeval",
			"Collecte de la mémoire ouvrière", "sert · actif"},
	} {
		v := get(t, h, address, "fr")
		var drawn strings.Builder
		for _, text := range v.within("pic", "text") {
			drawn.WriteString(textOf(text) + "\n")
		}
		for _, words := range want {
			if !strings.Contains(drawn.String(), words) {
				t.Errorf("%s does not draw %q, but %s", address, words, drawn.String())
			}
		}
	}
}

func TestTimeline_HasWhatItsTablesHave(t *testing.T) {
	v := get(t, visitors(t), "/contracts/val-d-orme/timeline", "fr")
	bars, rows := len(v.within("pic", "a")), 0
	for _, r := range v.within("list", "tr") {
		if r.Parent.Data == "tbody" {
			rows++
		}
	}
	if bars == 0 || bars != rows {
		t.Errorf("%d bars are drawn, and %d rows listed", bars, rows)
	}
	for _, words := range []string{"Contrat et documents", "Actions (77)", "Mandats",
		"Fête des voisins du Val d’Orme"} {
		if !strings.Contains(v.Text, words) {
			t.Errorf("the page does not say %q", words)
		}
	}
}

func TestTimeline_FiltersActionsAndTellsWhatIsBeyond(t *testing.T) {
	h := demoHub(t, server.Config{})
	const address = "/contracts/val-d-orme/timeline"
	var answer struct {
		Actions struct {
			TotalCount int
			Nodes      []struct {
				Code         string
				Since, Until *string
			}
		}
	}
	for parameter, filter := range map[string]string{
		"theme=orme-culture": `themes: {under: ["val-d-orme/orme-culture"]}`,
		"axis=orme-1":        `alignments: {axis: "val-d-orme/orme-1"}`,
	} {
		h.Get(t, &answer, `{ actions(first: 100, filter: {contract: "val-d-orme", `+filter+`}) {
			totalCount nodes { code since until } } }`, nil)
		var want, got []string
		for _, a := range answer.Actions.Nodes {
			if a.Since != nil || a.Until != nil {
				want = append(want, "/contracts/val-d-orme/actions/"+a.Code)
			}
		}
		for _, a := range get(t, h, address+"?"+parameter, "fr").within("list", "a") {
			if to := attribute(a, "href"); strings.Contains(to, "/actions/") {
				got = append(got, to)
			}
		}
		slices.Sort(want)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" || len(want) == 0 {
			t.Errorf("%s lists other actions than the API (-API +page):\n%s", parameter, diff)
		}
	}
	if v := get(t, h, address+"?theme=nowhere", "fr"); v.Status != http.StatusOK ||
		!strings.Contains(v.Text, `theme="nowhere"`) || !strings.Contains(v.Text, "Actions (77)") {
		t.Errorf("a theme that is none answers %d: %s", v.Status, v.Text)
	}
	admin := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
	var changes []map[string]any
	for i := range 60 {
		code := "essai-" + strconv.Itoa(i)
		changes = append(changes, map[string]any{"createAction": map[string]any{
			"contract": "val-d-orme", "code": code, "name": code, "kind": "ACTION", "since": "2030",
		}})
	}
	var made struct {
		ApplyChanges struct{ UserErrors []struct{ Message string } }
	}
	admin.Get(t, &made, `mutation ($input: ApplyChangesInput!) {
		applyChanges(input: $input) { userErrors { message } }
	}`, map[string]any{"input": map[string]any{"changes": changes}})
	if len(made.ApplyChanges.UserErrors) > 0 {
		t.Fatal(made.ApplyChanges.UserErrors)
	}
	h.Get(t, &answer, `{ actions(first: 1, filter: {contract: "val-d-orme"}) { totalCount } }`, nil)
	v := get(t, h, address, "fr")
	want := strconv.Itoa(answer.Actions.TotalCount-100) + " autres actions ne sont pas sur cette page."
	if !strings.Contains(v.Text, want) {
		t.Errorf("the page does not say %q: %s", want, v.Text)
	}
	next := v.element(func(n *html.Node) bool { return attribute(n, "rel") == "next" })
	if next == nil {
		t.Fatal("no link leads to the other actions")
	}
	to, _, _ := strings.Cut(attribute(next, "href"), "#")
	second := get(t, h, to, "fr")
	if !strings.Contains(second.Text, "100 autres actions ne sont pas sur cette page. Premières actions") {
		t.Errorf("the second page says %s", second.Text)
	}
	for _, v := range []view{v, second} {
		for _, p := range v.problems() {
			t.Error(p)
		}
	}
}

func TestCompare_PutsContractsSideBySide(t *testing.T) {
	h := visitors(t)
	v := get(t, h, "/compare?contracts=val-d-orme,valenciennes&at=2026-11-30", "fr")
	for _, words := range []string{
		"A Contrat de ville du Val d’Orme (fictif) ; B Contrat de ville de Valenciennes Métropole",
		"Sans thématique de référence",
		"Dans plusieurs de ces contrats (0)", "Seulement : Contrat de ville de Valenciennes Métropole (7)",
	} {
		if !strings.Contains(v.Text, words) {
			t.Errorf("the page does not say %q", words)
		}
	}
	one := get(t, h, "/compare?contracts=val-d-orme&contracts=nowhere", "fr")
	if !strings.Contains(one.Text, "Choisissez au moins deux contrats.") ||
		!strings.Contains(one.Text, `contracts="nowhere"`) {
		t.Error("one contract is compared with nothing, or the other is not told")
	}
}

func TestMoved_TellsBeforeAfterAndWhy(t *testing.T) {
	h := visitors(t)
	v := get(t, h, "/contracts/val-d-orme/moved?from=2025-01-01&to=2026-11-30", "fr")
	for _, words := range []string{
		"1er janvier 2025 → 30 novembre 2026. 41 cases ont bougé ; 2 manques ouverts ; 2 manques comblés.",
		"Apparu (10)", "Disparu (9)",
		"Agence pour l’emploi du Pays d’Orme Création d’activité et économie de proximité rien → actif pourquoi",
	} {
		if !strings.Contains(v.Text, words) {
			t.Errorf("the page does not say %q", words)
		}
	}
	var answer struct {
		Contract struct {
			MatrixChanges struct{ Cells []struct{ Movement string } }
		}
	}
	h.Get(t, &answer, `{ contract(by: {code: "val-d-orme"}) {
		matrixChanges(from: {asOf: "2025-01-01"}, to: {asOf: "2026-11-30"}) { cells { movement } }
	} }`, nil)
	rows := 0
	for _, r := range v.within("list", "tr") {
		if r.Parent.Data == "tbody" {
			rows++
		}
	}
	if cells := len(answer.Contract.MatrixChanges.Cells); rows != cells {
		t.Errorf("%d rows are listed of %d cells", rows, cells)
	}
	wrong := get(t, h, "/contracts/val-d-orme/moved?from=yesterday", "fr")
	if wrong.Status != http.StatusOK || !strings.Contains(wrong.Text, `from="yesterday"`) {
		t.Errorf("a day that is none answers %d: %s", wrong.Status, wrong.Text)
	}
}

func TestMoved_IsForTokensThatMayNotFollowTheLedger(t *testing.T) {
	h := visitors(t)
	reader := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator,
		Scopes: []lexicon.TokenScope{lexicon.ScopeRead}}))
	if v := get(t, reader, "/contracts/val-d-orme/moved?fromKnown=2026-01-01", "fr"); v.Status != http.StatusOK ||
		!strings.Contains(v.Text, "Apparu") {
		t.Errorf("the page answers %d", v.Status)
	}
}
