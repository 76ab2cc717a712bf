package search

import (
	"context"
	stdsql "database/sql"
	"encoding/hex"
	"fmt"
	"slices"

	"entgo.io/ent/dialect/sql"

	"maillage/ent/schema"
	"maillage/internal/access"
	"maillage/internal/record"
)

// Request is what is looked for, and which part of what is found is asked for.
type Request struct {
	Query    string
	Types    []string // prefixes; nil is all types
	Contract int      // only what belongs to it, by database id; 0 is no bound
	After    *Place
	Before   *Place
	Limit    int
	Backward bool
}

// Place is where a hit stands among all.
type Place struct {
	Closeness Closeness
	weight    int
	key       []byte
	kind      int
	record    int
}

// String writes the place as ParsePlace reads it.
func (p Place) String() string {
	return fmt.Sprintf("%d %d %d %d %s.", p.Closeness, p.weight, p.kind, p.record, hex.EncodeToString(p.key))
}

// ParsePlace reads a place.
func ParsePlace(text string) (p Place, err error) {
	var key string
	if _, err = fmt.Sscanf(text, "%d %d %d %d %s", &p.Closeness, &p.weight, &p.kind, &p.record, &key); err != nil {
		return p, fmt.Errorf("%q is no place: %w", text, err)
	}
	p.key, err = hex.DecodeString(key[:len(key)-1])
	return p, err
}

// Hit is a record that was found.
type Hit struct {
	Place
	Prefix string // of its type
	ID     int    // in the database
}

// Found is what was found.
type Found struct {
	Hits     []Hit // in the direction of paging
	Question *Question
	request  Request
	stage    int
}

// ranked is how many records of one closeness are put in order, those that were
// entered first: a query that more match needs another word.
const ranked = 5000

// Find finds records that the viewer sees.
func (ix *Index) Find(ctx context.Context, r Request) (*Found, error) {
	if err := ix.check(ctx); err != nil {
		return nil, err
	}
	f := &Found{Question: newQuestion(r.Query), request: r}
	if len(f.Question.words) == 0 {
		return f, nil
	}
	for _, place := range []*Place{r.After, r.Before} {
		if place != nil {
			f.stage = stageOf(place.Closeness)
			return f, ix.stage(ctx, f)
		}
	}
	for f.stage = 0; ; f.stage++ {
		if err := ix.stage(ctx, f); err != nil || len(f.Hits) > 0 || f.stage == len(stages)-1 {
			return f, err
		}
	}
}

// stage collects hits of a stage, from the best to the least or the other way
// round, until there are enough.
func (ix *Index) stage(ctx context.Context, f *Found) error {
	ranks, err := ix.ranks(ctx, f)
	if err != nil {
		return err
	}
	order := make([]int, len(ranks))
	for i := range order {
		order[i] = i
	}
	if f.request.Backward {
		slices.Reverse(order)
	}
	for _, i := range order {
		closeness, condition := stages[f.stage][i], ranks[i].condition()
		if condition == nil || f.beyond(closeness) {
			continue
		}
		if err := ix.hits(ctx, f, closeness, condition); err != nil || len(f.Hits) >= f.request.Limit {
			return err
		}
	}
	return nil
}

func (ix *Index) ranks(ctx context.Context, f *Found) ([]rank, error) {
	if f.stage > 0 {
		if err := ix.lookUp(ctx, f.Question); err != nil {
			return nil, err
		}
	}
	return f.Question.ranks(f.stage), nil
}

// beyond tells whether all hits of a closeness are outside the cursors.
func (f *Found) beyond(c Closeness) bool {
	return f.request.After != nil && c < f.request.After.Closeness || f.request.Before != nil && c > f.request.Before.Closeness
}

// hits adds those of a closeness.
func (ix *Index) hits(ctx context.Context, f *Found, closeness Closeness, condition *expression) error {
	matched := ix.matched(ctx, f.request, condition)
	matched.Select(matched.C("kind"), matched.C("record"), matched.C("weight"), matched.C("sort_key")).Limit(ranked)
	if ix.isPostgres() { // by the bare key it would walk through all entries to find the few that match
		matched.OrderExpr(sql.Raw(matched.C("id") + " + 0"))
	} else {
		matched.OrderBy(matched.C("id"))
	}
	outer := sql.Dialect(ix.dialect).Select("kind", "record", "weight", "sort_key").From(matched.As("m"))
	for place, after := range map[*Place]bool{f.request.After: true, f.request.Before: false} {
		if place != nil && place.Closeness == closeness {
			outer.Where(beside(*place, after))
		}
	}
	for _, column := range []string{"weight", "kind", "sort_key", "record"} {
		if f.request.Backward {
			column = sql.Desc(column)
		}
		outer.OrderBy(column)
	}
	query, args := outer.Limit(f.request.Limit - len(f.Hits)).Query()
	return forEach(ctx, ix.client, query, args, func(rows *stdsql.Rows) error {
		h := Hit{Place: Place{Closeness: closeness}}
		err := rows.Scan(&h.kind, &h.record, &h.weight, &h.key)
		h.Prefix, h.ID = kinds[h.kind], h.record
		f.Hits = append(f.Hits, h)
		return err
	})
}

// beside is the condition of coming after a place, or before it.
func beside(p Place, after bool) *sql.Predicate {
	compare := sql.LT
	if after {
		compare = sql.GT
	}
	columns := []string{"weight", "kind", "sort_key", "record"}
	at := []any{p.weight, p.kind, p.key, p.record}
	var ways []*sql.Predicate
	for i := range columns {
		var way []*sql.Predicate
		for j := range i {
			way = append(way, sql.EQ(columns[j], at[j]))
		}
		ways = append(ways, sql.And(append(way, compare(columns[i], at[i]))...))
	}
	return sql.Or(ways...)
}

// matched selects the entries of records that fulfil a condition and that the
// viewer sees.
func (ix *Index) matched(ctx context.Context, r Request, condition *expression) *sql.Selector {
	sight := access.From(ctx).Sight
	condition = all(condition, narrowing(r, sight))
	s := ix.having(func(b *sql.Builder) {
		if ix.isPostgres() {
			b.Arg(condition.tsquery())
		} else {
			b.Arg(condition.fts5())
		}
	})
	if !sight.All {
		s.Where(visible(s, sight, r.Types))
	}
	return s
}

// having selects the entries that have what the database's language says.
func (ix *Index) having(what func(*sql.Builder)) *sql.Selector {
	e := sql.Table(entries).As("e")
	s := sql.Dialect(ix.dialect).Select().From(e)
	if ix.isPostgres() {
		return s.Where(sql.P(func(b *sql.Builder) {
			b.Ident(e.C("lexemes")).WriteString(" @@ ")
			what(b)
			b.WriteString("::tsquery")
		}))
	}
	l := sql.Table(lexemes)
	s.Join(l).On(e.C("id"), l.C("rowid"))
	return s.Where(sql.P(func(b *sql.Builder) {
		b.WriteString(lexemes + " MATCH ")
		what(b)
	}))
}

// mostContracts is how many contracts a condition names; of more, the records
// themselves are asked alone.
const mostContracts = 50

// narrowing is what of a request and a sight the index knows by itself. It lets
// through all that may be seen, and spares looking at the rest.
func narrowing(r Request, sight access.Sight) *expression {
	var scopes, types []*expression
	switch {
	case r.Contract != 0:
		scopes = append(scopes, is(scopeLexeme(r.Contract)))
	case !sight.All && len(sight.Contracts) <= mostContracts:
		scopes = append(scopes, is(scopeLexeme(0)))
		for _, id := range sight.Contracts {
			scopes = append(scopes, is(scopeLexeme(id)))
		}
	}
	if r.Types != nil {
		types = append(types, is(ofKind)) // which no record has
	}
	for _, prefix := range r.Types {
		types = append(types, is(ofKind+prefix))
	}
	return all(anyOf(scopes...), anyOf(types...))
}

// visible is the condition of entries whose records the viewer sees: what the
// policies of their types say. Only records of some types are asked for; of all
// when these are nil.
func visible(s *sql.Selector, sight access.Sight, of []string) *sql.Predicate {
	var types []*sql.Predicate
	var open []any // all of whose records are seen
	for kind, prefix := range kinds {
		if of != nil && !slices.Contains(of, prefix) {
			continue
		}
		if schema.Scope(prefix) == "" && sight.Directory {
			open = append(open, kind)
			continue
		}
		t := sql.Table(record.Of(prefix).Table).As("r")
		seen := sql.Dialect(s.Dialect()).Select(t.C("id")).From(t)
		seen.Where(sql.And(sql.ColumnsEQ(seen.C("id"), s.C("record")), schema.Visible(seen, prefix, sight, true)))
		types = append(types, sql.And(sql.EQ(s.C("kind"), kind), sql.Exists(seen)))
	}
	if open != nil {
		types = append(types, sql.In(s.C("kind"), open...))
	}
	if types == nil {
		return sql.False()
	}
	return sql.Or(types...)
}

// Count counts what was found that the viewer sees, by the prefixes of types.
func (ix *Index) Count(ctx context.Context, f *Found) (map[string]int, error) {
	counts := map[string]int{}
	if len(f.Question.words) == 0 || len(f.Hits) == 0 && f.request.After == nil && f.request.Before == nil {
		return counts, nil // nothing was asked, or found
	}
	ranks, err := ix.ranks(ctx, f)
	if err != nil {
		return nil, err
	}
	last := ranks[len(ranks)-1]
	matched := ix.matched(ctx, f.request, anyOf(last.has, last.better))
	matched.Select(matched.C("kind"), sql.Count("*")).GroupBy(matched.C("kind"))
	query, args := matched.Query()
	err = forEach(ctx, ix.client, query, args, func(rows *stdsql.Rows) error {
		var kind, n int
		err := rows.Scan(&kind, &n)
		counts[kinds[kind]] = n
		return err
	})
	return counts, err
}
