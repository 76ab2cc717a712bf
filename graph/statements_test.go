package graph_test

import (
	"context"
	"sync/atomic"
	"testing"

	"maillage/internal/gqlserver"
	"maillage/internal/server"
	"maillage/internal/store"
	"maillage/internal/testhub"
)

// No N+1: the number of a query's statements depends on its shape alone.

// In shapes, few is enough rows to reach every type that many rows reach, since each type is loaded with one
// statement. most bounds the statements.
var shapes = []struct {
	name, query string
	few, many   int
	most        int
}{
	{"contracts and what is derived of them", `query ($n: Int) { contracts(first: $n, orderBy: {direction: DESC}) { nodes { name
		matrix(filter: {statuses: [ACTIVE]}) { rows { partner { name } } columns { axis { name } } groups { theme { name } } cells { partner { name } axis { name } chains { links { id citations { nodes { locator } } } } } }
		gaps(filter: {codes: [NO_LEAD]}, asOf: "2024") { message subject { id } records { id } }
		bridges { partners(first: 3) { partner { name } axes { name } } latent { action { name } } }
		partners(first: 5) { nodes { name identifiers(first: 1) { nodes { value } } } } } } }`, 1, 2, 48},
	{"contributions with everything around them", `query ($n: Int) { contributions(first: $n) { totalCount nodes {
		partner { name identifiers(first: 3) { totalCount nodes { value } } }
		action { name contract { name } themes { name } partOf { name } alignments { nodes { axis { name } citations { nodes { quote source { name } } } } } }
		axis { name plan { name } }
		citations { totalCount nodes { locator source { name } record { id } } } } } }`, 40, 100, 25},
	{"partners, their work and their peers", `query ($n: Int) { partners(first: $n) { nodes { name
		contributions(first: $n, orderBy: {direction: DESC}) { totalCount nodes { role action { name themes { name } audiences { name } } } }
		memberships { nodes { group { name followedAxes { name } } collective { name } } }
		contributionsToAxes(first: $n) { totalCount nodes { axis { name themes { reference { name } } } chains { links { id citations { nodes { locator } } } } } }
		peers(first: 3) { totalCount nodes { actionCount partner { name } sharedActions { name } } } } } }`, 40, 100, 35},
	{"axes and their contributors", `query ($n: Int) { axes(first: $n) { nodes { name contract { name partners(first: 2) { totalCount nodes { name } } }
		contributors(first: $n) { nodes { partner { name } status chains { links { __typename wording from { name } to { name } sentence ... on Relation { subject { name } object { name } } } } } } } } }`, 40, 100, 50},
	{"relations and both their ends", `query ($n: Int) { relations(first: $n) { nodes { relationKind subject { name citations { nodes { locator } } }
		object { name ... on Theme { parent { name } } ... on Audience { partOf { name } } } literal citations { nodes { source { name } } } } } }`, 80, 100, 35},
}

func TestStatements_DoNotGrowWithRows(t *testing.T) {
	var count atomic.Int64
	observe := testhub.Observe(func(context.Context, string) { count.Add(1) })
	testhub.EachDemoDatabase(t, func(t *testing.T, s *store.Store) {
		limits := gqlserver.DefaultLimits()
		limits.Cost, limits.Records = 1<<30, 1<<30 // the pages of this test are larger than a client's may be
		h := testhub.New(t, s, server.Config{Limits: limits, Ledger: testhub.Ledger(t, s)})
		if err := h.Network.Refresh(testhub.Context(t)); err != nil {
			t.Fatal(err)
		}
		for _, shape := range shapes {
			t.Run(shape.name, func(t *testing.T) {
				statements := map[int]int64{}
				// The least counts, because the hub looks for new lines meanwhile.
				for round := range 6 {
					for _, n := range []int{shape.few, shape.many} {
						count.Store(0)
						var data map[string]any
						h.Get(t, &data, shape.query, map[string]any{"n": n})
						if told, is := statements[n]; !is || count.Load() < told {
							statements[n] = count.Load()
						}
					}
					if round > 0 && statements[shape.many] <= min(statements[shape.few], int64(shape.most)) {
						break
					}
				}
				if statements[shape.many] > statements[shape.few] {
					t.Errorf(
						"%d rows took %d statements, %d rows %d", shape.few, statements[shape.few], shape.many,
						statements[shape.many],
					)
				}
				if statements[shape.many] > int64(shape.most) {
					t.Errorf("%d statements, at most %d were expected", statements[shape.many], shape.most)
				}
				t.Logf(
					"%d statements for %d rows, %d for %d", statements[shape.few], shape.few, statements[shape.many],
					shape.many,
				)
			})
		}
	}, observe)
}
