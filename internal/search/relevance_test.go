package search_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
	"github.com/google/go-cmp/cmp"

	"maillage/internal/access"
	"maillage/internal/edit"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/record"
	"maillage/internal/search"
	"maillage/internal/snapshot"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

// expectation is a line of the relevance list.
type expectation struct {
	line  int
	query string
	types []string
	wants []string // first, top, has or not and a text; count and a number; as and a query; or none
}

func relevance(t *testing.T) []expectation {
	t.Helper()
	text, err := os.ReadFile("testdata/relevance.txt")
	if err != nil {
		t.Fatal(err)
	}
	var list []expectation
	for i, line := range strings.Split(string(text), "\n") {
		parts := strings.Split(line, "|")
		if strings.HasPrefix(line, "#") || len(parts) != 3 {
			continue
		}
		e := expectation{line: i + 1, query: strings.TrimSpace(parts[0])}
		for _, word := range strings.Fields(parts[1]) {
			e.types = append(e.types, record.OfWord(lexicon.RecordType(word)).Prefix)
		}
		for _, want := range strings.Split(parts[2], ";") {
			e.wants = append(e.wants, strings.TrimSpace(want))
		}
		list = append(list, e)
	}
	return list
}

// titled returns the texts that identify records.
func titled(t *testing.T, s *store.Store, hits []search.Hit) []string {
	t.Helper()
	titles := make([]string, len(hits))
	for i, h := range hits {
		rows, err := s.Client.Rows(
			access.AsSystem(t.Context()), h.Prefix, func(s *sql.Selector) { s.Where(sql.EQ(s.C("id"), h.ID)) },
		)
		if err != nil || len(rows) != 1 {
			t.Fatalf("%s %d: %d rows, %v", h.Prefix, h.ID, len(rows), err)
		}
		for _, column := range []string{"name", "quote", "wording", "note", "literal", "value"} {
			if text, ok := rows[0].Column(column).(string); ok && titles[i] == "" {
				titles[i] = text
			}
		}
	}
	return titles
}

// world fills the database with the demonstration data and some records with numbers and codes.
func world(t testing.TB, s *store.Store) *ledger.Ledger {
	t.Helper()
	l := testdb.Ledger(t, s)
	write(t, s, l,
		edit.Step{Verb: edit.Create, Type: "partner", Set: map[string]any{"code": "planir", "name": "Planir Services"}},
		edit.Step{
			Verb: edit.Create, Type: "partner", Set: map[string]any{"code": "planir-2", "name": "Planir Conseil"},
		},
		edit.Step{
			Verb: edit.Create, Type: "partner",
			Set: map[string]any{"code": "yen", "name": "Youth Employment Network", "aliases": []any{"Networks for Young People"}},
		},
		edit.Step{
			Verb: edit.Create, Type: "partner",
			Set: map[string]any{"code": "ars-hdf", "name": "Agence régionale de santé Hauts-de-France"},
		},
		edit.Step{
			Verb: edit.Create, Type: "partner",
			Set: map[string]any{"code": "collectif-riv", "name": "Les voisins de Rivorme", "description": "Un collectif de locataires."},
		},
		edit.Step{
			Verb: edit.Create, Type: "action",
			Set: map[string]any{"contract": "valenciennes", "code": "bons", "name": "Bons CAF", "kind": "ACTION"},
		},
		edit.Step{
			Verb: edit.Create, Type: "identifier",
			Set: map[string]any{"partner": "planir", "scheme": "OTHER", "value": "775 670 417 00018"},
		},
		edit.Step{
			Verb: edit.Create, Type: "identifier",
			Set: map[string]any{"partner": "planir", "scheme": "OTHER", "value": "W596001234"},
		},
		edit.Step{
			Verb: edit.Create, Type: "action",
			Set: map[string]any{"contract": "valenciennes", "code": "a1.2", "name": "Fiche du dossier", "kind": "ACTION"},
		},
	)
	return l
}

func write(t testing.TB, s *store.Store, l *ledger.Ledger, steps ...edit.Step) []string {
	t.Helper()
	editor := &edit.Editor{Client: s.Client, Ledger: l, Postgres: s.Dialect() == dialect.Postgres}
	outcome, err := editor.Do(access.WithViewer(t.Context(), access.Named("test")), edit.Request{Steps: steps})
	if err != nil || outcome.Problems != nil {
		t.Fatal(err, outcome.Problems)
	}
	return outcome.Records
}

func find(t *testing.T, ctx context.Context, records *snapshot.Source, r search.Request) []search.Hit {
	t.Helper()
	v, err := records.View(ctx)
	if err != nil {
		t.Fatal(err)
	}
	found, err := v.Words().Find(ctx, v, r)
	if err != nil {
		t.Fatalf("%q: %v", r.Query, err)
	}
	return found.Hits
}

func TestSearch_FindsWhatTheRelevanceListSays(t *testing.T) {
	list := relevance(t)
	if len(list) < 60 {
		t.Fatalf("the list has %d cases", len(list))
	}
	orders := map[string][]string{}
	testdb.EachDemoDatabase(t, func(t *testing.T, s *store.Store) {
		records := snapshot.New(s.Client, world(t, s))
		for _, e := range list {
			hits := find(t, access.AsSystem(t.Context()), records,
				search.Request{Query: e.query, Types: e.types, Limit: 100})
			titles := titled(t, s, hits)
			for _, want := range e.wants {
				if other, is := strings.CutPrefix(want, "as "); is {
					want = fmt.Sprint("count ", len(find(t, access.AsSystem(t.Context()), records,
						search.Request{Query: other, Types: e.types, Limit: 100})))
				}
				if !meets(want, titles) {
					t.Errorf(
						"line %d: %q %v: %s\nfound %s", e.line, e.query, e.types, want,
						strings.Join(titles[:min(len(titles), 6)], "\n      "),
					)
				}
			}
			key := fmt.Sprint(e.line, e.query)
			if before, asked := orders[key]; asked {
				if diff := cmp.Diff(before, titles); diff != "" {
					t.Errorf("%q %v has another order here: %s", e.query, e.types, diff)
				}
			}
			orders[key] = titles
		}
	})
}

// meets reports whether the results are as a line expects.
func meets(want string, titles []string) bool {
	how, text, _ := strings.Cut(want, " ")
	at := slices.Index(titles, text)
	switch how {
	case "first":
		return at == 0
	case "top":
		return at >= 0 && at < 3
	case "has":
		return at >= 0
	case "not":
		return at < 0 && len(titles) > 0
	case "count":
		return fmt.Sprint(len(titles)) == text && len(titles) > 0
	case "none":
		return len(titles) == 0
	}
	return false
}

// A correction also matches by its plural and its stem. A word of hidden records alone must not be a correction, or
// other matches would reveal it.
func TestSearch_CorrectsByNoWordOfAHiddenRecord(t *testing.T) {
	testdb.EachDemoDatabase(t, func(t *testing.T, s *store.Store) {
		l := world(t, s)
		write(
			t, s, l,
			edit.Step{Verb: edit.Create, Type: "partner", Set: map[string]any{"code": "many", "name": "Karvidos"}},
		)
		hidden := write(
			t, s, l,
			edit.Step{
				Verb: edit.Create, Type: "action",
				Set: map[string]any{"contract": "valenciennes", "code": "one", "name": "Karvido", "kind": "ACTION"},
			},
		)
		for visibility, want := range map[*access.Visibility]int{{Directory: true}: 0, &access.Everything: 2} {
			ctx := access.WithViewer(t.Context(), &access.Viewer{Visibility: *visibility})
			if hits := find(t, ctx, snapshot.New(s.Client, l),
				search.Request{Query: "karvdo", Limit: 10}); len(hits) != want {
				t.Errorf("%d found, want %d, of %v", len(hits), want, hidden)
			}
		}
	})
}

func TestWords_SingularAndPlural(t *testing.T) {
	for word, want := range map[string]string{
		"quartier": "quartier quartiers", "quartiers": "quartiers quartier", "sociaux": "sociaux sociau social sociail", "local": "local locals locaux",
		"travail": "travail travails travaux", "lieu": "lieu lieus lieux", "lieux": "lieux lieu", "caf": "caf cafs", "bus": "bus", "acces": "acces acce", "ss": "ss", "2020": "2020", "business": "business",
	} {
		if got := strings.Join(search.SingularAndPlural(word), " "); got != want {
			t.Errorf("%s: %s, want %s", word, got, want)
		}
	}
}

func TestInitials_AreOfANameAndOfItsBeginnings(t *testing.T) {
	for name, want := range map[string]string{
		"Caisse d’allocations familiales du Pays d’Orme": "caf cafp", "Agence régionale de santé Hauts-de-France": "ars arsh", "Mission locale du Val d’Orme": "mlv",
		"Maison pour jeunes Saint-Amand": "", "Union de 2020 à 2030 des villes": "", "Plan 2030 des transports": "", "École de la 2e chance d’Ormeval": "e2c",
	} {
		if got := strings.Join(search.Heads(name), " "); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

func TestWords_AreThoseThatAreSearched(t *testing.T) {
	for query, want := range map[string]int{
		"": 0, "la santé de la santé": 1, "b,e,f": 3, "de la": 2, strings.Repeat("santé ", 1000): 12,
		"a b c d e f g h i j k l m n o p": 12,
	} {
		if got := search.Words(query); got != want {
			t.Errorf("%.40q has %d words, not %d", query, got, want)
		}
	}
}
