package authorization_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"entgo.io/ent/dialect"

	records "maillage/internal/record"
)

// situation is a viewer, and what is public at the time.
type situation struct {
	who                 string
	contract, directory bool
}

func (s situation) String() string {
	return fmt.Sprintf("%s (contract open: %t, directory open: %t)", s.who, s.contract, s.directory)
}

// situations are all viewers with a token that may read and follow, and the public with each setting of public
// access.
var situations = []situation{
	{"nobody", false, false}, {"nobody", true, false}, {"nobody", false, true}, {"nobody", true, true},
	{"liaison of none", false, false}, {"liaison of none", true, false}, {"liaison of open", false, false}, {"liaison of closed", true, false},
	{"coordinator of open", false, false}, {"coordinator of closed", false, false}, {"integrator of open", false, true}, {"integrator of closed", true, false},
	{"administrator", false, false},
}

// may reports whether the decisions let a viewer see what has a class and a home.
func (d *decisions) may(t *testing.T, s situation, home, class string) bool {
	t.Helper()
	standing := "elsewhere"
	switch {
	case s.who == "nobody":
		standing = "public"
	case s.who == "administrator":
		standing = s.who
	case strings.HasSuffix(s.who, " of "+home):
		standing = "serving"
	}
	switch word := d.seen[home][standing]; word {
	case "yes":
	case "no":
		return false
	case "opened":
		if !s.contract {
			return false
		}
	case "directory":
		if !s.directory {
			return false
		}
	case "named":
		if !s.directory && !s.contract {
			return false
		}
	default:
		t.Fatalf("%s says %q of %s for %s, which means nothing", accessFile, word, home, standing)
	}
	limit, narrower := d.limit[class]
	if !narrower {
		return true
	}
	switch {
	case standing == "serving" && strings.HasPrefix(s.who, "coordinator"):
		standing = "coordinator"
	case standing == "serving" && strings.HasPrefix(s.who, "integrator"):
		standing = "program"
	case standing == "serving" || standing == "elsewhere":
		standing = "account"
	}
	return limit[standing] == "yes"
}

// classOf returns the class of what a canary stands for.
func (d *decisions) classOf(t *testing.T, k *canary) string {
	t.Helper()
	if k.kind == "contact" || k.kind == "token" {
		return "contact" // no part of the graph at all
	}
	class := d.parts[k.kind+"."+shownAs(k.kind, k.field)]
	if class == "" {
		t.Errorf("nobody decided on %s.%s: %s", k.kind, k.field, howToDecide)
	}
	return class
}

// lineHome returns the home of the ledger lines about something.
func lineHome(home string) string {
	if home == inOpen || home == inClosed {
		return home
	}
	return said
}

// matrix records the results of every question of every viewer.
type matrix struct {
	*world
	*decisions
	t     *testing.T
	cells map[string]bool
}

// hold asks the questions as a viewer and checks that every answer contains only what the decisions allow. It returns
// what the answers contained.
func (m *matrix) hold(s situation, questions []question) map[string]map[string]bool {
	m.t.Helper()
	found := map[string]map[string]bool{}
	wrong := 0
	for _, q := range questions {
		answer := m.who[s.who].Ask(m.t, q.text, q.variables)
		words := q.words()
		seen, uids := m.canaries.seen(words, answer.Body)
		if found[q.path] == nil {
			found[q.path] = map[string]bool{}
		}
		for _, k := range seen {
			found[q.path][k.text] = true
			home := k.home
			if q.path == "feed" && k.gone {
				home = lineHome(home)
			}
			if !m.may(m.t, s, home, m.classOf(m.t, k)) && wrong < 5 {
				wrong++
				m.t.Errorf("%s sees %s.%s of %s by %s: %s\n%.300s", s, k.kind, k.field, k.home, q.path, k.text, words)
			}
		}
		for _, uid := range uids {
			if !m.mayMeet(s, m.uids[uid]) && wrong < 5 {
				wrong++
				m.t.Errorf("%s meets %s of %s by %s\n%.300s", s, uid, m.uids[uid], q.path, words)
			}
		}
	}
	return found
}

// mayMeet reports whether a viewer may see an identifier.
func (m *matrix) mayMeet(s situation, home string) bool {
	if contract, isDraft := strings.CutSuffix(home, " draft"); isDraft {
		return m.may(m.t, s, contract, "draft")
	}
	switch home {
	case "account":
		return s.who != "nobody"
	case "contact":
		return false
	}
	return m.may(m.t, s, home, "own")
}

// expect checks that each path shows what the viewer may see. Otherwise a canary that nobody sees would prove
// nothing.
func (m *matrix) expect(s situation, found map[string]map[string]bool) {
	m.t.Helper()
	missing := 0
	for _, text := range slices.Sorted(maps.Keys(m.marks)) {
		k := m.marks[text]
		class := m.classOf(m.t, k)
		isField := slices.ContainsFunc(records.Types, func(of *records.Type) bool { return of.Name == k.kind })
		for path, home := range map[string]string{
			"node": k.home, "list": k.home, "search": k.home, "feed": lineHome(k.home), "draft": k.home,
		} {
			switch path {
			case "node", "list", "search":
				if !isField || k.gone {
					continue
				}
			case "feed":
				if k.home == "person" || class == "draft" || class == "contact" {
					continue
				}
			case "draft":
				if class != "draft" {
					continue
				}
			}
			m.cells[fmt.Sprint(k.kind, ".", k.field, " at ", k.home, " for ", s, " by ", path)] = true
			if m.may(m.t, s, home, class) && !found[path][text] && missing < 5 {
				missing++
				m.t.Errorf("%s does not find %s.%s of %s by %s: %s", s, k.kind, k.field, k.home, path, text)
			}
		}
	}
}

// history requests the whole ledger, page by page.
func (m *matrix) history(s situation) []question {
	var pages []question
	for after := "null"; ; {
		text := "{ changes(first: 100, after: " + after + ") { pageInfo { hasNextPage endCursor } edges { node { " +
			m.selection(m.schema.Types["Change"], 1, "first: 1") + " } } } }"
		pages = append(pages, question{"feed", text, nil})
		var answer struct {
			Changes struct {
				PageInfo struct {
					HasNextPage bool
					EndCursor   string
				}
			}
		}
		m.who[s.who].Get(m.t, &answer, text, nil)
		if !answer.Changes.PageInfo.HasNextPage {
			return pages
		}
		after = fmt.Sprintf("%q", answer.Changes.PageInfo.EndCursor)
	}
}

// On PostgreSQL each viewer asks a third of the questions, and the next viewer another third. Both databases get the
// same conditions, and PostgreSQL takes longer. What must be visible is checked on SQLite.
func TestAuthorization_CanariesAreSeenByWhomItIsDecidedAndByNobodyElse(t *testing.T) {
	d := readDecisions(t)
	eachWorld(t, func(t *testing.T, w *world) {
		m := &matrix{w, d, t, map[string]bool{}}
		questions := slices.DeleteFunc(w.questions(), func(q question) bool {
			return !slices.Contains([]string{"node", "list", "search", "feed", "draft"}, q.path)
		})
		isThinned := w.hub.Store.Dialect() == dialect.Postgres
		for i, s := range situations {
			w.open(s.contract, s.directory)
			if isThinned {
				m.hold(s, append(m.history(s), everyThird(questions, i)...))
				continue
			}
			m.expect(s, m.hold(s, append(m.history(s), questions...)))
		}
		t.Logf(
			"%d cells looked for, by %d questions to each of %d viewers", len(m.cells), len(questions), len(situations),
		)
	})
}

// everyThird returns every third question, starting at one of the first three.
func everyThird(questions []question, from int) (some []question) {
	for i := from % 3; i < len(questions); i += 3 {
		some = append(some, questions[i])
	}
	return some
}

func TestAuthorization_ScopesBoundTokens(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.open(true, true)
		selected := map[string]string{
			"a query":                      `{ contracts { totalCount } }`,
			"the ledger":                   `{ changes { totalCount } }`,
			"a write":                      `mutation ($input: ApplyChangesInput!) { applyChanges(input: $input) { recordIds } }`,
			"a write that reads":           `mutation ($input: ApplyChangesInput!) { applyChanges(input: $input) { records { id } } }`,
			"a write that reads its draft": `mutation ($input: ApplyChangesInput!) { applyChanges(input: $input) { draft { contract { name } } } }`,
			"a write that reads its lines": `mutation ($input: ApplyChangesInput!) { applyChanges(input: $input) { changes { record { id } } } }`,
			"everything":                   `{ ` + `__typename partners { nodes { name } } }`,
		}
		may := map[string][]string{
			"reading integrator":   {"a query", "everything"},
			"following integrator": {},
			"writing integrator":   {"a write"},
			"integrator of open":   slices.Collect(maps.Keys(selected)),
		}
		for who, granted := range may {
			for what, text := range selected {
				answer := w.who[who].Ask(t, text, map[string]any{"input": map[string]any{"changes": []any{}}})
				if refused := len(answer.Errors) > 0 &&
					answer.Errors[0].Extensions.Code == "FORBIDDEN"; refused == slices.Contains(granted, what) {
					t.Errorf("%s, asking %s: %s", who, what, answer.Body)
				}
				if seen, _ := w.seen(text, answer.Body); len(seen) > 0 && !slices.Contains(granted, what) {
					t.Errorf("%s, asking %s, sees %s", who, what, seen[0].text)
				}
			}
		}
	})
}
