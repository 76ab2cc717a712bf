package filter

import (
	"errors"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/lexicon"
	"maillage/internal/record"
	"maillage/internal/relay"
)

// step goes from a record to others that have to match. A hop leads from a
// thing to a thing, or to a claim about it: the claim that is passed on the way
// is the hop itself.
func (c *compiler) step(at place, to *record.Type, asked any) (condition, error) {
	next := place{of: to, path: at.path, hops: at.hops}
	if to.InContract() && at.of.Prefix != "theme" { // a theme may be of the reference, which leads to every contract
		next.contracts = at.contracts
	}
	bearing := to.Claim || to.Prefix == "citation"
	if !at.passing || bearing {
		next.hops++
	}
	next.passing = bearing
	if next.hops > MaxHops {
		return never, &Error{Path: at.path, Reason: BeyondLimit, Sentence: "the filter leads more than %d hops away", Args: []any{MaxHops}}
	}
	all, err := c.all(next, asked.(map[string]any))
	return joined(all), err
}

// toOne is a condition on the record to which a column refers.
func toOne(end record.End) part {
	return func(c *compiler, at place, value any) (condition, error) {
		to := record.Of(end.Prefix)
		matches, err := c.step(at, to, value)
		return condition{links: true, holds: func(s *sql.Selector) *sql.Predicate {
			return sql.In(s.C(end.Column), c.seen(s, to, "id", matches))
		}}, err
	}
}

// toOneOf is a condition on the record to which one of the columns refers: of
// exactly one type.
func toOneOf(ends []record.End) part {
	return func(c *compiler, at place, value any) (condition, error) {
		var found []condition
		for name, asked := range value.(map[string]any) {
			asked, given := plainly(asked)
			if !given {
				continue
			}
			for _, end := range ends {
				if record.Of(end.Prefix).Name == typeName(name) {
					one, err := toOne(end)(c, at.at(name), asked)
					if err != nil {
						return never, err
					}
					found = append(found, one)
				}
			}
		}
		if len(found) != 1 {
			return never, &Error{Path: at.path, Reason: Malformed, Sentence: "exactly one type is to be given"}
		}
		return found[0], nil
	}
}

// typeName is the type that a field is called after.
func typeName(field string) string { return string(field[0]-'a'+'A') + field[1:] }

// toMany is a condition on the records whose column refers to this one.
func toMany(prefix, name string) part {
	return func(c *compiler, at place, value any) (condition, error) {
		from := record.Of(prefix)
		matches, err := c.step(at, from, value)
		return condition{links: true, holds: func(s *sql.Selector) *sql.Predicate {
			return sql.In(s.C("id"), c.seen(s, from, name, matches))
		}}, err
	}
}

// verbs are relations of these kinds that were not abandoned.
func verbs(kinds ...lexicon.RelationKind) func(s *sql.Selector) *sql.Predicate {
	list := make([]any, len(kinds))
	for i, k := range kinds {
		list[i] = k
	}
	return func(s *sql.Selector) *sql.Predicate {
		return sql.And(sql.In(s.C("kind"), list...), sql.NEQ(s.C("status"), lexicon.StatusAbandoned))
	}
}

// over is a condition on the things to which relations of some kinds lead, by
// the columns of their ends: one hop, as over any claim.
func over(from, to, prefix string, kinds ...lexicon.RelationKind) part {
	said := verbs(kinds...)
	return func(c *compiler, at place, value any) (condition, error) {
		relation, thing := record.Of("relation"), record.Of(prefix)
		matches, err := c.step(at, thing, value)
		return condition{links: true, holds: func(s *sql.Selector) *sql.Predicate {
			leads := condition{holds: func(s *sql.Selector) *sql.Predicate {
				return sql.And(said(s), sql.In(s.C(to), c.seen(s, thing, "id", matches)))
			}}
			return sql.In(s.C("id"), c.seen(s, relation, from, leads))
		}}, err
	}
}

// exactly is a condition that a column refers to the record with a public
// identifier or a code.
func exactly(end record.End) part {
	return func(c *compiler, at place, value any) (condition, error) {
		ids, err := c.called(at, end.Prefix, value.(string))
		return among(end.Column, ids), err
	}
}

// exactlyOneOf is that of a reference to records of several types, which only a
// public identifier tells apart.
func exactlyOneOf(ends []record.End) part {
	return func(c *compiler, at place, value any) (condition, error) {
		of := record.OfUID(value.(string))
		for _, end := range ends {
			if of != nil && end.Prefix == of.Prefix {
				return exactly(end)(c, at, value)
			}
		}
		if of != nil {
			return never, nil
		}
		return never, unknown(at, value.(string))
	}
}

func unknown(at place, name string) *Error {
	return &Error{Path: at.path, Reason: NotFound, Sentence: "no record that this can lead to is called %q", Args: []any{name}}
}

// called are the ids of the records with a name; none when nothing is called so.
func (c *compiler) called(at place, prefix, name string) ([]int, error) {
	ids, err := c.Called(c.ctx, prefix, at.contracts, name)
	return ids, ambiguous(at, err)
}

// ambiguous adds to the error about a code that several contracts have where it is given.
func ambiguous(at place, err error) error {
	var several *record.AmbiguousError
	if !errors.As(err, &several) {
		return err
	}
	return &Error{Path: at.path, Reason: Malformed, Sentence: record.AmbiguousSentence, Args: []any{several.Name}}
}

// among is a condition on a column of ids.
func among(column string, ids []int) condition {
	if len(ids) == 0 {
		return never
	}
	return condition{holds: func(s *sql.Selector) *sql.Predicate { return relay.In(s.C(column), ids) }}
}

// named is a condition that a claim of a contract names the partner.
func named(c *compiler, at place, value any) (condition, error) {
	contracts, err := c.called(at, "contract", value.(string))
	if err != nil || len(contracts) == 0 {
		return never, err
	}
	ids, err := c.NamedBy(c.ctx, contracts[0])
	return among("id", ids), err
}

// derived is a condition on derived contributions. The network answers it, at
// once for all records.
func derived(prefix string) part {
	return func(c *compiler, at place, value any) (condition, error) {
		ids, err := c.Derived(c.ctx, prefix, at.contracts, value.(map[string]any))
		if err != nil {
			return never, &Nested{at.path, err}
		}
		return among("id", ids), nil
	}
}

// Nested is an error of a lookup, with the place in the filter that asked.
type Nested struct {
	Path []any
	Err  error
}

func (n *Nested) Error() string { return n.Err.Error() }

// Unwrap is the lookup's own error.
func (n *Nested) Unwrap() error { return n.Err }
