// Package filter turns what a client asks of records into SQL: conditions on
// their fields, on the records that they lead to and on those that lead to
// them, joined by and, or and not.
//
// What can be asked is closed by the schema of the API; what it means in the
// database is written here once for all types, over what package record knows
// of them. A condition on another record is a set of ids that does not depend
// on the row in hand, so that a database works each out once, however many
// rows there are. Only what the viewer sees is in such a set.
package filter

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"entgo.io/ent/dialect/sql"

	"maillage/ent/schema"
	"maillage/internal/record"
	"maillage/internal/relay"
)

// What one filter may ask for at most.
const (
	MaxHops       = 3     // from the record to the furthest thing
	MaxConditions = 50    // fields that are given, links included
	MaxValues     = 100   // of one list
	MaxText       = 1_000 // bytes of one text: folding it takes time
)

// Error is what is wrong with a filter, and where in it.
type Error struct {
	Path     []any
	Reason   Reason
	Sentence string // a format, in English
	Args     []any
}

// Reason is the sort of thing that is wrong with a filter.
type Reason uint8

// The reasons.
const (
	BeyondLimit Reason = iota + 1 // it asks for too much
	NotFound                      // what it names is not there, or not seen
	Malformed                     // its form is wrong
)

func (e *Error) Error() string { return fmt.Sprintf(e.Sentence, e.Args...) }

// Lookups answer what is not in the rows themselves. All are asked for the
// viewer of the context.
type Lookups struct {
	// Called are the ids of the records of a type, by its prefix, that names name. A
	// code alone is looked for in the contracts at hand; nil is none. An error about
	// the names is a *record.AmbiguousError.
	Called func(ctx context.Context, prefix string, contracts []int, names ...string) ([]int, error)
	// NamedBy are the partners that a claim of a contract names.
	NamedBy func(ctx context.Context, contract int) ([]int, error)
	// Derived are the partners, or of the prefix axis the axes, of the derived
	// contributions that are asked for; of the prefix theme the themes that count
	// as those that are asked for.
	Derived func(ctx context.Context, prefix string, contracts []int, asked map[string]any) ([]int, error)
}

// Compile reads a filter of records of a type. The condition is good for
// queries of that type, for the viewer of the context. Errors of the filter are
// *Error.
func (l Lookups) Compile(ctx context.Context, prefix string, asked map[string]any) (relay.Where, error) {
	c := &compiler{ctx: ctx, Lookups: l}
	all, err := c.all(place{of: record.Of(prefix), contracts: relay.ContractsAtHand(ctx)}, asked)
	if err != nil {
		return nil, err
	}
	whole := joined(all)
	return func(s *sql.Selector) { s.Where(whole.holds(s)) }, nil
}

type compiler struct {
	Lookups
	ctx   context.Context
	given int // conditions so far
}

// place is where in a filter the compiler is.
type place struct {
	of      *record.Type
	path    []any
	hops    int
	passing bool // at a claim that a hop leads over: the way on is the same hop
	// contracts are those to which the records are known to belong, in which codes
	// alone are looked for; nil for none.
	contracts []int
}

func (p place) at(step any) place {
	p.path = append(slices.Clone(p.path), step)
	return p
}

// condition is one that a row of a table fulfils or does not.
type condition struct {
	holds func(*sql.Selector) *sql.Predicate
	links bool // it looks at other records
}

// part reads the value that a field of a filter is given.
type part func(c *compiler, at place, value any) (condition, error)

// all are the conditions of a filter, which add up.
func (c *compiler) all(at place, asked map[string]any) ([]condition, error) {
	names := make([]string, 0, len(asked))
	for name := range asked {
		names = append(names, name)
	}
	slices.Sort(names) // so that one error is always the same
	at, err := c.within(at, asked)
	if err != nil {
		return nil, err
	}
	var all []condition
	for _, name := range names {
		value, given := plainly(asked[name])
		if !given {
			continue
		}
		if c.given++; c.given > MaxConditions {
			return nil, &Error{Path: at.path, Reason: BeyondLimit, Sentence: "the filter has more than %d conditions", Args: []any{MaxConditions}}
		}
		if isLong(value) {
			return nil, &Error{Path: at.at(name).path, Reason: BeyondLimit, Sentence: "the text has more than %d bytes", Args: []any{MaxText}}
		}
		read := joints[name]
		if read == nil {
			read = parts[at.of.Prefix][name]
		}
		if read == nil { // the schema has what this type of the three that share a filter lacks
			all = append(all, never)
			continue
		}
		one, err := read(c, at.at(name), value)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

// within is the place with the contract that a filter gives, where all records that
// match belong to it.
func (c *compiler) within(at place, asked map[string]any) (place, error) {
	contract, _ := plainly(asked["contract"])
	name, given := contract.(string)
	if !given || !at.of.InContract() {
		return at, nil
	}
	ids, err := c.called(at.at("contract"), "contract", name)
	at.contracts = append([]int{}, ids...)
	return at, err
}

// isLong tells whether a value, or one of its operators, is too long a text.
func isLong(value any) bool {
	switch v := value.(type) {
	case string:
		return len(v) > MaxText
	case []string:
		return slices.ContainsFunc(v, func(text string) bool { return len(text) > MaxText })
	case map[string]any:
		for _, operand := range v {
			if plain, given := plainly(operand); given && isLong(plain) {
				return true
			}
		}
	}
	return false
}

// plainly is a value without its pointer; one that is null is not given.
func plainly(value any) (plain any, given bool) {
	v := reflect.ValueOf(value)
	for v.IsValid() && v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return nil, false
		}
		v = v.Elem()
	}
	if !v.IsValid() || (v.Kind() == reflect.Slice || v.Kind() == reflect.Map) && v.IsNil() {
		return nil, false
	}
	return v.Interface(), true
}

var (
	never  = condition{holds: func(*sql.Selector) *sql.Predicate { return sql.False() }}
	always = condition{holds: func(*sql.Selector) *sql.Predicate { return sql.ExprP("1 = 1") }}
)

// each reads the filters of a list, each into one condition.
func (c *compiler) each(at place, value any) ([]condition, error) {
	var each []condition
	for i, asked := range value.([]map[string]any) {
		all, err := c.all(at.at(i), asked)
		if err != nil {
			return nil, err
		}
		each = append(each, joined(all))
	}
	return each, nil
}

// joined is one condition that holds when all do.
func joined(all []condition) condition {
	if len(all) == 0 {
		return always
	}
	return condition{links: slices.ContainsFunc(all, func(c condition) bool { return c.links }), holds: func(s *sql.Selector) *sql.Predicate {
		return join(s, " AND ", all)
	}}
}

// join writes conditions with parentheses of their own: ent forgets those of an
// Or that is alone in an And.
func join(s *sql.Selector, word string, all []condition) *sql.Predicate {
	holds := make([]*sql.Predicate, len(all))
	for i, c := range all {
		holds[i] = c.holds(s)
	}
	return sql.P(func(b *sql.Builder) {
		b.WriteByte('(')
		for i, p := range holds {
			if i > 0 {
				b.WriteString(word)
			}
			b.WriteByte('(').Join(p).WriteByte(')')
		}
		b.WriteByte(')')
	})
}

func and(c *compiler, at place, value any) (condition, error) {
	each, err := c.each(at, value)
	return joined(each), err
}

// or of conditions on other records is a union of sets: within an OR of rows,
// databases may ask for each row anew.
func or(c *compiler, at place, value any) (condition, error) {
	each, err := c.each(at, value)
	if err != nil || len(each) == 0 {
		return never, err
	}
	if !joined(each).links {
		return condition{holds: func(s *sql.Selector) *sql.Predicate { return join(s, " OR ", each) }}, nil
	}
	of := at.of
	return condition{links: true, holds: func(s *sql.Selector) *sql.Predicate {
		set := rows(s, of, each[0])
		for _, one := range each[1:] {
			set.Union(rows(s, of, one))
		}
		return sql.In(s.C("id"), set)
	}}, nil
}

// not is of two values: what is not known to hold does not hold. Of conditions
// on other records it is what is left of a set.
func not(c *compiler, at place, value any) (condition, error) {
	all, err := c.all(at, value.(map[string]any))
	if err != nil {
		return never, err
	}
	one, of := joined(all), at.of
	if !one.links {
		return condition{holds: func(s *sql.Selector) *sql.Predicate {
			holds := one.holds(s)
			return sql.P(func(b *sql.Builder) { b.WriteString("((").Join(holds).WriteString(") IS NOT TRUE)") })
		}}, nil
	}
	return condition{links: true, holds: func(s *sql.Selector) *sql.Predicate {
		return sql.In(s.C("id"), rows(s, of, always).Except(rows(s, of, one)))
	}}, nil
}

// rows are the ids of a type's records for which a condition holds, seen or
// not: for a condition on rows that are narrowed already.
func rows(s *sql.Selector, of *record.Type, holds condition) *sql.Selector {
	return column(s, of, "id", holds)
}

// column is a column of a type's records for which a condition holds.
func column(s *sql.Selector, of *record.Type, name string, holds condition) *sql.Selector {
	t := sql.Table(of.Table)
	from := sql.Dialect(s.Dialect()).Select(t.C(name)).From(t)
	from.Where(holds.holds(from))
	return from
}

// seen is that too, of the records that the viewer sees.
func (c *compiler) seen(s *sql.Selector, of *record.Type, name string, holds condition) *sql.Selector {
	from := column(s, of, name, holds)
	schema.Narrow(c.ctx, from, of.Prefix)
	if name != "id" {
		from.Where(sql.NotNull(from.C(name)))
	}
	return from
}
