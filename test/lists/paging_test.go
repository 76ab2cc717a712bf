package lists_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"

	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/partner"
	"maillage/internal/ledger"
	"maillage/internal/testhub"
)

type page struct {
	TotalCount int
	PageInfo   struct {
		HasNextPage, HasPreviousPage bool
		StartCursor, EndCursor       *string
	}
	Edges []struct {
		Cursor string
		Node   struct{ ID string }
	}
	Nodes []struct{ ID string }
}

func (p page) ids() []string {
	ids := make([]string, len(p.Edges))
	for i, e := range p.Edges {
		ids[i] = e.Node.ID
	}
	return ids
}

const pageFields = `{ totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { id } } nodes { id } }`

// lists returns the lists of the API, each with its orders; %s stands for the paging arguments.
func lists() []string {
	orders := map[string][]string{
		"ThingOrder":    {"NAME", "CREATED_AT", "UPDATED_AT"},
		"PositionOrder": {"POSITION", "NAME", "CREATED_AT", "UPDATED_AT"},
		"RecordOrder":   {"CREATED_AT", "UPDATED_AT"},
	}
	fields := map[string]string{
		"contracts": "ThingOrder", "plans": "ThingOrder", "themes": "PositionOrder", "axes": "PositionOrder", "actions": "ThingOrder",
		"partners": "ThingOrder", "workingGroups": "ThingOrder", "programmes": "ThingOrder", "audiences": "ThingOrder",
		"territories": "ThingOrder", "criteria": "ThingOrder", "concepts": "ThingOrder", "sources": "ThingOrder",
		"identifiers": "RecordOrder", "citations": "RecordOrder", "contributions": "RecordOrder", "alignments": "RecordOrder",
		"memberships": "RecordOrder", "relations": "RecordOrder",
	}
	var all []string
	for field, order := range fields {
		for _, by := range orders[order] {
			for _, direction := range []string{"ASC", "DESC"} {
				all = append(
					all, fmt.Sprintf("list: %s(orderBy: {field: %s, direction: %s}, %%s)", field, by, direction),
				)
			}
		}
	}
	slices.Sort(all)
	return append(all,
		`contract(by: {code: "val-d-orme"}) { list: actions(%s)`, `contract(by: {code: "val-d-orme"}) { list: partners(%s)`,
		`contract(by: {code: "val-d-orme"}) { list: axes(orderBy: {field: NAME, direction: DESC}, %s)`,
		"list: partners(orderBy: [], %s)", "list: partners(orderBy: [{field: UPDATED_AT, direction: DESC}, {field: NAME}], %s)",
		"list: partners(orderBy: [{field: CREATED_AT}, {field: NAME, direction: DESC}, {field: UPDATED_AT}], %s)",
		"list: axes(orderBy: [{field: POSITION, direction: DESC}, {field: NAME}], %s)",
		"list: actions(orderBy: [{field: CREATED_AT, direction: DESC}, {field: UPDATED_AT, direction: DESC}], %s)",
		`contract(by: {code: "val-d-orme"}) { list: plans(orderBy: [{field: UPDATED_AT}, {field: NAME, direction: DESC}], %s)`,
		`contract(by: {code: "val-d-orme"}) { list: partners(orderBy: [{field: UPDATED_AT}, {field: NAME, direction: DESC}], filter: {kinds: [ORGANISATION]}, %s)`,
		`partner(by: {code: "cpam-hainaut"}) { list: contributions(%s)`, `source(by: {code: "plan-territorial"}) { list: citedFor(%s)`)
}

// ask requests one page of a list.
func ask(t *testing.T, h *testhub.Hub, list, args string) page {
	t.Helper()
	query := "{ " + fmt.Sprintf(list, args) + " " + pageFields + " }"
	if list[:5] != "list:" {
		query += " }"
	}
	answer := h.Ask(t, query, nil)
	if answer.Errors != nil {
		t.Fatalf("%s: %s", query, answer.Body)
	}
	var flat struct{ List *page }
	var nested map[string]struct{ List *page }
	if list[:5] == "list:" {
		if err := json.Unmarshal(answer.Data, &flat); err != nil {
			t.Fatal(err)
		}
		return *flat.List
	}
	if err := json.Unmarshal(answer.Data, &nested); err != nil {
		t.Fatal(err)
	}
	for _, parent := range nested {
		flat.List = parent.List
	}
	return *flat.List
}

func TestPaging_ForwardsAndBackwardsIsTheSameList(t *testing.T) {
	orders := map[string][]string{} // list → ids, as the first database has them
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		for _, list := range lists() {
			forwards, backwards := walk(t, h, list)
			if !slices.Equal(forwards, backwards) {
				t.Errorf("%s: forwards %v, backwards %v", list, forwards, backwards)
			}
			if unique := slices.Compact(
				slices.Sorted(slices.Values(forwards)),
			); len(unique) != len(forwards) || len(forwards) == 0 {
				t.Errorf("%s: %d records, %d of them different", list, len(forwards), len(unique))
			}
			if before, ok := orders[list]; ok && !slices.Equal(before, forwards) {
				t.Errorf("%s: the databases order differently:\n%v\n%v", list, before, forwards)
			}
			orders[list] = forwards
		}
	})
}

// walk pages through a list in both directions.
func walk(t *testing.T, h *testhub.Hub, list string) (forwards, backwards []string) {
	t.Helper()
	args, total := "first: 37", 0
	for {
		p := ask(t, h, list, args)
		forwards, total = append(forwards, p.ids()...), p.TotalCount
		if p.PageInfo.HasPreviousPage != (args != "first: 37") {
			t.Errorf("%s %s: hasPreviousPage %v", list, args, p.PageInfo.HasPreviousPage)
		}
		if !p.PageInfo.HasNextPage {
			break
		}
		args = fmt.Sprintf("first: 37, after: %q", *p.PageInfo.EndCursor)
	}
	if len(forwards) != total {
		t.Errorf("%s: %d records, totalCount %d", list, len(forwards), total)
	}
	args = "last: 41"
	for {
		p := ask(t, h, list, args)
		backwards = append(p.ids(), backwards...)
		if !p.PageInfo.HasPreviousPage {
			return forwards, backwards
		}
		args = fmt.Sprintf("last: 41, before: %q", *p.PageInfo.StartCursor)
	}
}

func TestPaging_StaysTrueWhileRecordsComeAndGo(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		list := "list: partners(%s)"
		first := ask(t, h, list, "first: 5")
		rest := ask(t, h, list, fmt.Sprintf("first: 100, after: %q", *first.PageInfo.EndCursor)).ids()
		_, err := h.Ledger.Write(testhub.Context(t), ledger.Entry{Actor: "test"},
			func(ctx context.Context, tx *ent.Tx) ([]string, error) {
				moved := tx.Partner.Query().Where(partner.UID(first.ids()[4])).OnlyX(ctx)
				return nil, errors.Join(tx.Partner.Create().SetCode("aaa").SetName("Aaa before every page").Exec(ctx),
					tx.Partner.UpdateOne(moved).SetName("Zzz moved to the end").Exec(ctx))
			})
		if err != nil {
			t.Fatal(err)
		}
		after := ask(t, h, list, fmt.Sprintf("first: 100, after: %q", *first.PageInfo.EndCursor)).ids()
		if want := append(rest, first.ids()[4]); !slices.Equal(after, want) {
			t.Errorf("after the first page:\n got %v\nwant %v", after, want)
		}
		if p := ask(
			t, h, list, fmt.Sprintf("last: 100, before: %q", first.Edges[1].Cursor),
		); len(p.Edges) != 2 || p.Nodes[1].ID != first.ids()[0] {
			t.Errorf("before the second record: %+v", p)
		}
	})
}

func TestPaging_CursorsAreGoodForTheirListAndOrderAlone(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		cursor := ask(t, h, "list: partners(%s)", "first: 1").Edges[0].Cursor
		again := ask(t, h, "list: partners(%s)", "first: 1").Edges[0].Cursor
		if cursor != again {
			t.Error("the same place has two cursors")
		}
		forged := []byte(cursor)
		forged[len(forged)/2] ^= 1
		for _, query := range []string{
			`{ actions(after: %q) { totalCount } }`,
			`{ partners(after: %q, orderBy: {field: CREATED_AT}) { totalCount } }`,
			`{ partners(after: %q, orderBy: {direction: DESC}) { totalCount } }`,
		} {
			refused(t, h, fmt.Sprintf(query, cursor))
		}
		refused(t, h, fmt.Sprintf(`{ partners(after: %q) { totalCount } }`, forged))
		refused(t, h, fmt.Sprintf(`{ partners(after: %q) { totalCount } }`, cursor[:len(cursor)-1]))
	})
}

func refused(t *testing.T, h *testhub.Hub, query string) {
	t.Helper()
	if answer := h.Ask(t, query, nil); len(answer.Errors) != 1 || answer.Errors[0].Extensions.Code != "BAD_USER_INPUT" {
		t.Errorf("%s: %s", query, answer.Body)
	}
}

func TestPaging_OneRecordInTwoPlacesHasTheFieldsOfEach(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		type work struct {
			X struct{ Nodes []struct{ Role string } }
		}
		var answer struct {
			Partners struct {
				Edges []struct{ Node work }
				Nodes []work
			}
		}
		h.Get(t, &answer, `{ partners(first: 1, filter: {nameContains: "cpam"}) {
			edges { node { x: contributions(first: 1) { nodes { role } } } }
			nodes { ...f ... on Partner { x: contributions(first: 2, filter: {roles: [OPERATOR]}) { nodes { role } } } }
		} } fragment f on Partner { x: contributions(first: 2, filter: {roles: [OPERATOR]}) { nodes { role } } }`, nil)
		edge, node := answer.Partners.Edges[0].Node.X.Nodes, answer.Partners.Nodes[0].X.Nodes
		if len(edge) != 1 || len(node) != 2 || node[0].Role != "OPERATOR" {
			t.Errorf("as an edge %v, as a node %v", edge, node)
		}
	})
}
