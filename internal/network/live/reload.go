package live

import (
	"context"
	"fmt"
	"slices"
	"time"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/gen/ent"
	"maillage/internal/network"
)

// page is how many rows are read at a time: enough to be fast, few enough that
// reading a large database takes little memory, and that a statement may name
// them all.
const page = 20_000

// reading reads rows of one moment as facts.
type reading struct {
	tx    *ent.Client
	zone  *time.Location // in which the days of rows are read
	facts *network.Facts
}

// where picks rows of a table.
type where = func(*sql.Selector)

// table puts those rows of a table that a condition picks, as facts, and
// returns the ids of the rows in the order in which they were read.
type table func(r reading, ctx context.Context, where where) ([]int, error)

// tables are all that a network is made of.
var tables = map[network.Kind]table{
	network.KindContract: reading.contracts, network.KindPlan: reading.plans, network.KindTheme: reading.themes,
	network.KindAxis: reading.axes, network.KindAction: reading.actions, network.KindPartner: reading.partners,
	network.KindGroup: reading.groups, network.KindSource: reading.sources,
	network.KindContribution: reading.contributions, network.KindAlignment: reading.alignments,
	network.KindMembership: reading.memberships, network.KindRelation: reading.relations,
	network.KindCitation: reading.citations,
}

// reload reads the rows of some ids of a table into facts again, and removes
// the facts whose rows are gone; when ids is nil it reads the whole table, into
// facts that have none of it. Facts after an error may be of two moments.
func (r reading) reload(ctx context.Context, kind network.Kind, ids []int) error {
	read, ok := tables[kind]
	if !ok {
		return fmt.Errorf("the network reads no table of the kind %s", kind)
	}
	var err error
	if ids == nil {
		err = r.readAll(ctx, read)
	} else {
		err = r.readAgain(ctx, read, kind, ids)
	}
	if err != nil {
		return fmt.Errorf("read the table of the kind %s for the network: %w", kind, err)
	}
	return nil
}

// readAll reads a table a page at a time, by id.
func (r reading) readAll(ctx context.Context, read table) error {
	for last, rows := 0, page; rows == page; {
		ids, err := read(r, ctx, func(s *sql.Selector) {
			s.Where(sql.GT(s.C("id"), last)).OrderBy(s.C("id")).Limit(page)
		})
		if err != nil {
			return err
		}
		if rows = len(ids); rows > 0 {
			last = ids[rows-1]
		}
	}
	return nil
}

// readAgain reads the rows of ids.
func (r reading) readAgain(ctx context.Context, read table, kind network.Kind, ids []int) error {
	for some := range slices.Chunk(ids, page) {
		gone := make(map[int]struct{}, len(some))
		of := make([]any, len(some))
		for i, id := range some {
			gone[id], of[i] = struct{}{}, id
		}
		found, err := read(r, ctx, func(s *sql.Selector) { s.Where(sql.In(s.C("id"), of...)) })
		if err != nil {
			return err
		}
		for _, id := range found {
			delete(gone, id)
		}
		for id := range gone {
			r.facts.Remove(network.Ref{Kind: kind, ID: id})
		}
	}
	return nil
}

// each puts rows that were read without error and returns their ids.
func each[T any](rows []*T, err error, put func(*T) (id int)) ([]int, error) {
	ids := make([]int, len(rows))
	for i, row := range rows {
		ids[i] = put(row)
	}
	return ids, err
}

func or0(id *int) int {
	if id == nil {
		return 0
	}
	return *id
}
