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

// table puts those rows of a table that a condition picks, as facts, and
// returns the ids of the rows in the order in which they were read.
type table func(ctx context.Context, tx *ent.Client, where func(*sql.Selector), zone *time.Location, facts *network.Facts) ([]int, error)

// tables are all that a network is made of.
var tables = map[network.Kind]table{
	network.KindContract: contracts, network.KindPlan: plans, network.KindTheme: themes, network.KindAxis: axes,
	network.KindAction: actions, network.KindPartner: partners, network.KindGroup: groups, network.KindSource: sources,
	network.KindContribution: contributions, network.KindAlignment: alignments,
	network.KindMembership: memberships, network.KindRelation: relations,
	network.KindCitation: citations,
}

// reload reads the rows of some ids of a table into facts again, and removes
// the facts whose rows are gone; when ids is nil it reads the whole table, into
// facts that have none of it. Facts after an error may be of two moments.
func reload(ctx context.Context, tx *ent.Client, zone *time.Location, facts *network.Facts, kind network.Kind, ids []int) error {
	read, ok := tables[kind]
	if !ok {
		return fmt.Errorf("the network reads no table of the kind %s", kind)
	}
	var err error
	if ids == nil {
		err = readAll(ctx, tx, zone, facts, read)
	} else {
		err = readAgain(ctx, tx, zone, facts, read, kind, ids)
	}
	if err != nil {
		return fmt.Errorf("read the table of the kind %s for the network: %w", kind, err)
	}
	return nil
}

// readAll reads a table a page at a time, by id.
func readAll(ctx context.Context, tx *ent.Client, zone *time.Location, facts *network.Facts, read table) error {
	for last, rows := 0, page; rows == page; {
		ids, err := read(ctx, tx, func(s *sql.Selector) {
			s.Where(sql.GT(s.C("id"), last)).OrderBy(s.C("id")).Limit(page)
		}, zone, facts)
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
func readAgain(ctx context.Context, tx *ent.Client, zone *time.Location, facts *network.Facts, read table, kind network.Kind, ids []int) error {
	for some := range slices.Chunk(ids, page) {
		gone := make(map[int]struct{}, len(some))
		of := make([]any, len(some))
		for i, id := range some {
			gone[id], of[i] = struct{}{}, id
		}
		found, err := read(ctx, tx, func(s *sql.Selector) { s.Where(sql.In(s.C("id"), of...)) }, zone, facts)
		if err != nil {
			return err
		}
		for _, id := range found {
			delete(gone, id)
		}
		for id := range gone {
			facts.Remove(network.Ref{Kind: kind, ID: id})
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
