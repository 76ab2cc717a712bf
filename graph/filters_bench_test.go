package graph_test

import (
	"fmt"
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/server"
	"maillage/internal/testhub"
)

// BenchmarkFilters runs filters on a large database, for a viewer of everything and for a viewer of one contract.
func BenchmarkFilters(b *testing.B) {
	sentence := `contributions: {roles: [LEAD], actionWith: {alignments: {kinds: [SERVES], axisWith: {themes: {ids: ["n3"]}}}}}`
	for _, kind := range testhub.Kinds {
		s := kind.Open(b)
		enlarge(b, s, medium)
		h := testhub.New(b, s, server.Config{Limits: wide})
		for who, h := range map[string]*testhub.Hub{
			"all": h.As(
				h.Token(b, testhub.Who{Role: lexicon.Administrator}),
			), "one": h.As(h.Token(b, testhub.Who{Role: lexicon.Coordinator, Contracts: []string{"n7"}})),
		} {
			for name, filter := range map[string]string{
				"sentence": sentence, "not": "not: {" + sentence + "}", "or": "or: [{" + sentence +
					`}, {not: {contributions: {statuses: [ACTIVE]}}}, {memberships: {}}]`,
				"hubs":     `contributions: {actionWith: {contributions: {partnerWith: {contributions: {roles: [HOST]}}}}}`,
				"not hubs": `not: {contributions: {actionWith: {not: {contributions: {partnerWith: {not: {contributions: {roles: [LEAD]}}}}}}}}`,
			} {
				b.Run(fmt.Sprint(s.Dialect(), "/", who, "/", name), func(b *testing.B) {
					for b.Loop() {
						if a := h.Ask(
							b, "{ partners(filter: {"+filter+"}) { totalCount nodes { id } } }", nil,
						); len(a.Errors) > 0 {
							b.Fatalf("%s", a.Body)
						}
					}
				})
			}
		}
	}
}
