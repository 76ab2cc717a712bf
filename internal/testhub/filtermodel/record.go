package filtermodel

import (
	"fmt"
	"strings"
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

// Record is a node of an answer.
type Record map[string]any

// At returns the value at a path such as "action.contract.code", as text.
func (r Record) At(path string) string {
	var value any = map[string]any(r)
	for _, step := range strings.Split(path, ".") {
		inner, ok := value.(map[string]any)
		if !ok {
			return ""
		}
		value = inner[step]
	}
	if value == nil {
		return ""
	}
	return fmt.Sprint(value)
}

// MayHoldIn returns a condition on the dates of claims.
func MayHoldIn(asOf string) func(Record) bool {
	return func(r Record) bool {
		date := func(name string) *lexicon.PartialDate {
			if r.At(name) == "" {
				return nil
			}
			d := lexicon.MustPartialDate(r.At(name))
			return &d
		}
		return lexicon.NewValidity(date("since"), date("until")).Holds(
			lexicon.MustPartialDate(asOf).Earliest(), lexicon.MustPartialDate(asOf).Latest(),
		) != lexicon.No
	}
}

// All returns all records of a list, page by page.
func All(t *testing.T, h *testhub.Hub, list, filter, fields string) []Record {
	t.Helper()
	var all []Record
	for after := "null"; ; {
		var answer map[string]struct {
			TotalCount int
			Nodes      []Record
			PageInfo   struct {
				HasNextPage bool
				EndCursor   string
			}
		}
		h.Get(t, &answer, fmt.Sprintf(`{ list: %s(first: 100, after: %s, filter: %s) { totalCount pageInfo { hasNextPage endCursor } nodes { id %s } } }`,
			list, after, filter, fields), nil)
		page := answer["list"]
		all = append(all, page.Nodes...)
		if len(all) > page.TotalCount {
			t.Fatalf("%s(filter: %s): page after page, %d records of %d", list, filter, len(all), page.TotalCount)
		}
		if !page.PageInfo.HasNextPage {
			if len(all) != page.TotalCount {
				t.Errorf("%s(filter: %s): %d records, totalCount %d", list, filter, len(all), page.TotalCount)
			}
			return all
		}
		after = fmt.Sprintf("%q", page.PageInfo.EndCursor)
	}
}
