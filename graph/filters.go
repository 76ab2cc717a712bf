package graph

import (
	"context"
	"slices"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"maillage/internal/gen/model"
	"maillage/internal/lexicon"
	"maillage/internal/relay"
)

// filter makes the condition of a list; it may have to look up what its
// arguments name. The lists of conditions are closed and written by hand: what
// is not here cannot be asked.
type filter = func(context.Context) (relay.Where, error)

// conditions add up.
type conditions []func(*sql.Selector) *sql.Predicate

func (c conditions) where() relay.Where {
	return func(s *sql.Selector) {
		for _, condition := range c {
			s.Where(condition(s))
		}
	}
}

// fixed is a filter that looks nothing up.
func fixed(c conditions) filter {
	return func(context.Context) (relay.Where, error) { return c.where(), nil }
}

func (c *conditions) is(column string, value any) {
	*c = append(*c, func(s *sql.Selector) *sql.Predicate { return sql.EQ(s.C(column), value) })
}

// isSome adds a condition when the argument is there.
func isSome[T any](c *conditions, column string, value *T) {
	if value != nil {
		c.is(column, *value)
	}
}

// isIn adds a condition when the argument is there; an empty list matches
// nothing, for it names none.
func isIn[T comparable](c *conditions, column string, values []T) {
	if values == nil {
		return
	}
	var list []any // each value once, for a database takes only so many
	for i, v := range values {
		if !slices.Contains(values[:i], v) {
			list = append(list, v)
		}
	}
	*c = append(*c, func(s *sql.Selector) *sql.Predicate { return sql.In(s.C(column), list...) })
}

// names adds a condition on the name, folded as names are for ordering.
func (c *conditions) names(part *string) {
	if part == nil {
		return
	}
	key := lexicon.SortKey(*part)
	*c = append(*c, func(s *sql.Selector) *sql.Predicate { return nameHolds(s, *part, key) })
}

// nameHolds is a condition on a name. A text of which folding leaves nothing,
// such as punctuation, is in no name.
func nameHolds(s *sql.Selector, part string, key []byte) *sql.Predicate {
	if len(key) == 0 && part != "" {
		return sql.False()
	}
	return holds(s, "sort_key", key)
}

// holds finds bytes within a column of bytes. The column is named at once: what
// is written later may be within a query that has got another name.
func holds(s *sql.Selector, column string, part []byte) *sql.Predicate {
	column = s.C(column)
	return sql.P(func(b *sql.Builder) {
		if b.Dialect() == dialect.Postgres {
			b.WriteString("position(").Arg(part).WriteString(" in ").Ident(column).WriteString(") > 0")
			return
		}
		b.WriteString("instr(").Ident(column).WriteString(", ").Arg(part).WriteString(") > 0")
	})
}

// asOf keeps claims that hold, or may hold, at a date. Bounds are days as text,
// which compare as days. Each bound is a condition of its own: ent forgets the
// parentheses of an Or that is alone in an And.
func (c *conditions) asOf(date *lexicon.PartialDate) {
	if date == nil {
		return
	}
	if day := date.Latest(); day != lexicon.MaxDay {
		*c = append(*c, func(s *sql.Selector) *sql.Predicate {
			return sql.Or(sql.IsNull(s.C("since_earliest")), sql.LTE(s.C("since_earliest"), day.String()))
		})
	}
	if day := date.Earliest(); day != lexicon.MinDay {
		*c = append(*c, func(s *sql.Selector) *sql.Predicate {
			return sql.Or(sql.IsNull(s.C("until_latest")), sql.GTE(s.C("until_latest"), day.String()))
		})
	}
}

// claims are the conditions that every type of claim has.
func (c *conditions) claims(statuses []lexicon.Status, bases []lexicon.Basis, asOf *lexicon.PartialDate) {
	isIn(c, "status", statuses)
	isIn(c, "basis", bases)
	c.asOf(asOf)
}

// within is a condition that a reference leads to a record of a contract.
func within(s *sql.Selector, column, table string, contract int) *sql.Predicate {
	t := sql.Table(table)
	of := sql.Dialect(s.Dialect()).Select(t.C("id")).From(t)
	of.Where(sql.EQ(of.C("contract_id"), contract))
	return sql.In(s.C(column), of)
}

// ofContract looks a contract up for a filter, and adds its condition.
func (r *Resolver) ofContract(ctx context.Context, c conditions, contract *string, condition func(*sql.Selector, int) *sql.Predicate) (relay.Where, error) {
	if contract != nil {
		id, err := r.contractID(ctx, []any{"filter", "contract"}, *contract)
		if err != nil {
			return nil, err
		}
		c = append(c, func(s *sql.Selector) *sql.Predicate { return condition(s, id) })
	}
	return c.where(), nil
}

// inContract is the condition of records that belong to a contract.
func inContract(s *sql.Selector, id int) *sql.Predicate { return sql.EQ(s.C("contract_id"), id) }

// scoped is the filter of records that belong to a contract.
func (r *Resolver) scoped(c conditions, contract *string) filter {
	return func(ctx context.Context) (relay.Where, error) { return r.ofContract(ctx, c, contract, inContract) }
}

func (r *Resolver) things(f *model.ThingFilter) filter {
	var c conditions
	if f != nil {
		c.names(f.NameContains)
	}
	return fixed(c)
}

func (r *Resolver) contracts(f *model.ContractFilter) filter {
	var c conditions
	if f != nil {
		if len(f.Codes) > relay.MaxPage {
			return func(context.Context) (relay.Where, error) {
				return nil, &Error{Code: BadUserInput, Argument: []any{"filter", "codes"}, Sentence: "`codes` takes at most 100 codes"}
			}
		}
		isIn(&c, "code", f.Codes)
		c.names(f.NameContains)
	}
	return fixed(c)
}

func (r *Resolver) plans(f *model.PlanFilter) filter {
	if f == nil {
		return fixed(nil)
	}
	var c conditions
	c.names(f.NameContains)
	return r.scoped(c, f.Contract)
}

func (r *Resolver) themes(f *model.ThemeFilter) filter {
	if f == nil {
		return fixed(nil)
	}
	var c conditions
	c.names(f.NameContains)
	if f.Reference != nil {
		c = append(c, func(s *sql.Selector) *sql.Predicate {
			if *f.Reference {
				return sql.IsNull(s.C("contract_id"))
			}
			return sql.NotNull(s.C("contract_id"))
		})
	}
	return r.scoped(c, f.Contract)
}

func (r *Resolver) axes(f *model.AxisFilter) filter {
	if f == nil {
		return fixed(nil)
	}
	var c conditions
	isIn(&c, "status", f.Statuses)
	isSome(&c, "priority", f.Priority)
	c.names(f.NameContains)
	return r.scoped(c, f.Contract)
}

func (r *Resolver) actions(f *model.ActionFilter) filter {
	if f == nil {
		return fixed(nil)
	}
	var c conditions
	isIn(&c, "kind", f.Kinds)
	isIn(&c, "status", f.Statuses)
	c.names(f.NameContains)
	c.asOf(f.AsOf)
	return r.scoped(c, f.Contract)
}

func (r *Resolver) workingGroups(f *model.WorkingGroupFilter) filter {
	if f == nil {
		return fixed(nil)
	}
	var c conditions
	isIn(&c, "type", f.Types)
	c.names(f.NameContains)
	return r.scoped(c, f.Contract)
}

// ofKinds is the filter of records that have a kind and a name.
func ofKinds[K comparable](kinds []K, nameContains *string) filter {
	var c conditions
	isIn(&c, "kind", kinds)
	c.names(nameContains)
	return fixed(c)
}

func (r *Resolver) audiences(f *model.AudienceFilter) filter {
	if f == nil {
		return fixed(nil)
	}
	return ofKinds(f.Kinds, f.NameContains)
}

func (r *Resolver) territories(f *model.TerritoryFilter) filter {
	if f == nil {
		return fixed(nil)
	}
	return ofKinds(f.Kinds, f.NameContains)
}

func (r *Resolver) concepts(f *model.ConceptFilter) filter {
	if f == nil {
		return fixed(nil)
	}
	return ofKinds(f.Kinds, f.NameContains)
}
