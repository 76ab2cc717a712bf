package graph_test

import (
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"net/url"
	"os"
	"runtime"
	"slices"
	"testing"
	"time"

	"maillage/internal/lexicon"
	"maillage/internal/server"
	"maillage/internal/store"
	"maillage/internal/testhub"
)

// volume is the size of a generated database.
type volume struct{ contracts, axes, themes, partners, actions, contributions int }

// The volumes: a few contracts, and all of France, which takes minutes to fill.
var (
	medium = volume{20, 1_000, 20, 20_000, 50_000, 200_000}
	france = volume{500, 6_000, 12, 100_000, 400_000, 1_500_000}
)

// enlarge fills a database with generated records, without the ledger. A few partners take part everywhere, and most
// in little: the share of the first ones is the cube root of theirs among all. A tenth of the contributions is to a
// hundred actions.
func enlarge(b *testing.B, s *store.Store, v volume) {
	b.Helper()
	bytes, aliases := "CAST('n' || i AS bytea)", "CAST('[]' AS jsonb)"
	if s.Dialect() == "sqlite3" {
		bytes, aliases = "CAST('n' || i AS blob)", "'[]'"
	}
	is := func(prefix string) string {
		return fmt.Sprintf("'%s_' || i, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, 1", prefix)
	}
	thing := "'n' || i, 'n' || i, " + bytes
	// An axis of the same contract, which is that of the remainder.
	axis := fmt.Sprintf(
		"i %% %[1]d + %[1]d * (i / %[1]d %% %[2]d + CASE WHEN i %% %[1]d = 0 THEN 1 ELSE 0 END)", v.contracts,
		v.axes/v.contracts-1,
	)
	scope := fmt.Sprintf("1 + i %% %d", v.contracts)
	action := fmt.Sprintf("CASE WHEN i %% 10 = 0 THEN 1 + i / 10 %% 100 ELSE 1 + (i * 31) %% %d END", v.actions)
	uniform := fmt.Sprintf("(((i * 7919) %% %[1]d) * 1.0 / %[1]d)", v.contributions)
	partner := fmt.Sprintf("1 + CAST(floor(%[2]d * %[1]s * %[1]s * %[1]s) AS integer)", uniform, v.partners)
	for _, fill := range []struct {
		table, columns, values string
		rows                   int
	}{
		{"contracts", "code, name, sort_key, open_themes, public", thing + ", false, true", v.contracts},
		{"themes", "code, name, sort_key, position, open_list", thing + ", 0, false", v.themes},
		{"axes", "code, name, sort_key, position, priority, status, contract_id", thing + ", 0, false, 'VALIDATED', " + scope, v.axes},
		{"actions", "code, name, sort_key, kind, open_list, contract_id", thing + ", 'PROJECT', false, " + scope, v.actions},
		{"partners", "code, name, sort_key, kind, sector, aliases, open_list", thing + ", CASE WHEN i % 9 = 0 THEN 'COLLECTIVE' ELSE 'ORGANISATION' END, CASE WHEN i % 3 = 0 THEN 'ASSOCIATION' ELSE 'COMPANY' END, " + aliases + ", false", v.partners},
		{"alignments", "status, basis, kind, action_id, axis_id, scope_id", "'ACTIVE', 'STATED', 'SERVES', i, " + axis + ", " + scope, v.actions},
		{"relations", "status, basis, kind, open_list, subject_axis_id, object_theme_id, contract_id", fmt.Sprintf("'ACTIVE', 'STATED', 'CONCERNS', false, i, 1 + i / 7 %% %d, %s", v.themes, scope), v.axes},
		{
			"contributions", "status, basis, role, partner_id, action_id, scope_id, amount_cents",
			fmt.Sprintf(
				"CASE WHEN i %% 4 = 0 THEN 'MENTIONED' ELSE 'ACTIVE' END, 'STATED', CASE WHEN i %% 5 = 0 THEN 'LEAD' ELSE 'OPERATOR' END, %s, %s, 1 + (%s) %% %d, CASE WHEN i %% 6 = 0 THEN i ELSE NULL END",
				partner, action, action, v.contracts,
			),
			v.contributions,
		},
	} {
		_, err := s.Client.ExecContext(testhub.Context(b), fmt.Sprintf(
			"INSERT INTO %s (uid, created_at, updated_at, version, %s) WITH RECURSIVE n(i) AS (SELECT CAST(1 AS bigint) UNION ALL SELECT i + 1 FROM n WHERE i < %d) SELECT %s, %s FROM n",
			fill.table, fill.columns, fill.rows, is(fill.table), fill.values))
		if err != nil {
			b.Fatal(fill.table, err)
		}
	}
	if _, err := s.Client.ExecContext(testhub.Context(b), "ANALYZE"); err != nil {
		b.Fatal(err)
	}
}

// orFrance returns the volume that MAILLAGE_BENCH_VOLUME selects.
func (v volume) orFrance() volume {
	if os.Getenv("MAILLAGE_BENCH_VOLUME") == "france" {
		return france
	}
	return v
}

// questions are typical queries of a large hub. Each names a random record.
var questions = []struct {
	name, query string
	n           func(*rand.Rand, volume) string
}{
	{"1 a partner’s contributions, their actions, axes and themes", `query ($n: String!) { partner(by: {code: $n}) { name contributions(first: 20) { nodes { role status action { name alignments(first: 3) { nodes { axis { name themes { name } } } } } } } } }`, ofPartner},
	{"2 partners by name, with contributions", `query ($n: String!) { partners(first: 50, orderBy: {field: NAME}, filter: {name: {startsWith: $n}}) { nodes { name contributions(first: 10) { nodes { role status action { name } } } } } }`, ofBeginning},
	{"3 the matrix of a contract", `query ($n: String!) { contract(by: {code: $n}) { matrix { rows { partner { name } } columns { axis { name } } cells { standing status basis axisRoles actionRoles } } } }`, ofContract},
	{"4 partners by name, sector and theme, counted", `query ($n: String!) { partners(first: 20, filter: {name: {contains: $n}, sectors: [ASSOCIATION], contributesTo: {themes: ["n3"]}}) { totalCount nodes { name } } }`, ofBeginning},
	{"5 peers of a partner", `query ($n: String!) { partner(by: {code: $n}) { peers(first: 20) { nodes { partner { name } actionCount } } } }`, ofPartner},
	{"7 the country by theme and kind of partner", `query ($n: PartialDate!) { contributionStats(groupBy: [THEME, PARTNER_KIND], asOf: $n) { rows { theme { name } partnerKind counts { contributions { confirmed } partners { confirmed } } } } }`, func(r *rand.Rand, _ volume) string {
		return fmt.Sprintf("20%02d-%02d-%02d", 10+r.IntN(30), 1+r.IntN(12), 1+r.IntN(28))
	}},
	{"the dearest pages", `query ($n: String!) { partners(first: 100, filter: {name: {startsWith: $n}}) { nodes { name contributions(first: 48) { nodes { role action { name } } } } } }`, ofBeginning},
	{"contributors of every axis of a page", `query ($n: String!) { contract(by: {code: $n}) { axes(first: 12) { nodes { contributors(first: 3) { totalCount nodes { partner { name } } } } } } }`, ofContract},
	{"twenty matrices of the country", "query ($n: String!) { contract(by: {code: $n}) { name } " + aliased(
		19, `matrix { cells { status } }`,
	) + "}", ofContract},
	{"nineteen statistics of every partner and axis", "query ($n: String!) { contract(by: {code: $n}) { name } " + aliased(19, `contributionStats(groupBy: [PARTNER, AXIS, ROLE]) { rowCount }`) + "}", ofContract},
	{"bridges of as many contracts as cost allows", `query ($n: String!) { contract(by: {code: $n}) { name } contracts(first: 19) { nodes { bridges { partners(first: 3) { betweenness } } } } }`, ofContract},
}

func ofPartner(r *rand.Rand, v volume) string   { return fmt.Sprint("n", 1+r.IntN(v.partners)) }
func ofContract(r *rand.Rand, v volume) string  { return fmt.Sprint("n", 1+r.IntN(v.contracts)) }
func ofBeginning(r *rand.Rand, _ volume) string { return fmt.Sprintf("n%d", 10+r.IntN(90)) }

func aliased(n int, field string) (all string) {
	for i := range n {
		all += fmt.Sprintf("a%d: %s ", i, field)
	}
	return all
}

// BenchmarkQuestions runs the questions, each time for another record, without the response cache.
func BenchmarkQuestions(b *testing.B) {
	v := medium.orFrance()
	for _, kind := range testhub.Kinds {
		b.Run(kind.Name, func(b *testing.B) {
			s := kind.Open(b)
			enlarge(b, s, v)
			h := testhub.New(b, s, server.Config{CacheBytes: -1})
			began := time.Now()
			h.Ask(b, `{ contributionStats(groupBy: [THEME]) { rowCount } }`, nil)
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			b.Logf(
				"the first question, with the network to build: %s; %d MiB on the heap after it",
				time.Since(began).Round(time.Millisecond), m.HeapAlloc>>20,
			)
			for _, who := range []*testhub.Hub{h, h.As(h.Token(b, testhub.Who{Role: lexicon.Administrator}))} {
				for _, q := range questions {
					b.Run(map[bool]string{
						true: "public/", false: "administrator/",
					}[who == h]+q.name, func(b *testing.B) {
						r := rand.New(rand.NewPCG(1, 2))
						var took []time.Duration
						codes, bytes := map[string]int{}, 0
						for b.Loop() {
							query := httptest.NewRequestWithContext(
								b.Context(), "GET",
								"/graphql?"+url.Values{
									"query": {q.query}, "variables": {fmt.Sprintf(`{"n": %q}`, q.n(r, v))},
								}.Encode(),
								nil,
							)
							query.Header.Set("Authorization", "Bearer "+who.Bearer())
							if who == h {
								query.Header.Del("Authorization")
							}
							began := time.Now()
							answer := who.Send(b, query)
							took = append(took, time.Since(began))
							bytes += len(answer.Body)
							for _, e := range answer.Errors {
								codes[e.Extensions.Code]++
							}
						}
						slices.Sort(took)
						b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
						b.ReportMetric(float64(bytes/len(took)), "bytes")
						if len(codes) > 0 {
							b.Logf("%d times: %v", len(took), codes)
						}
					})
				}
			}
		})
	}
}
