package schema

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"entgo.io/ent"
	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
)

// ErrNoViewer says that somebody reads without saying who asks.
var ErrNoViewer = errors.New("a read without a viewer is refused")

// ErrNoPen says that somebody writes past the ledger.
var ErrNoPen = errors.New("a write outside the ledger is refused")

// visible is the policy of a record's type: of what a query finds, a viewer
// gets what they see, and nobody writes past the ledger. It is a floor that
// holds whatever the API asks.
type visible struct{ prefix string }

// EvalMutation refuses writes that nobody records.
func (visible) EvalMutation(ctx context.Context, _ ent.Mutation) error {
	if !access.HasPen(ctx) {
		return ErrNoPen
	}
	return nil
}

// EvalQuery narrows a query to what the viewer sees.
func (v visible) EvalQuery(ctx context.Context, q ent.Query) error {
	viewer := access.From(ctx)
	if viewer == nil {
		return ErrNoViewer
	}
	if viewer.Sight.All {
		return nil
	}
	q.(interface{ Narrow(func(*sql.Selector)) }).Narrow(func(s *sql.Selector) { Narrow(ctx, s, v.prefix) })
	return nil
}

// Narrow narrows a query of a type to what the viewer sees. The policy does it
// to every query of ent; a query within one, which ent does not know, has to do
// it by itself, or what is hidden takes the place of what is not.
func Narrow(ctx context.Context, s *sql.Selector, prefix string) {
	if v := access.From(ctx); v == nil {
		s.Where(sql.False())
	} else if !v.Sight.All {
		s.Where(Visible(s, prefix, v.Sight))
	}
}

// Scope is the column that says to which contract a record belongs; empty for
// a type of the directory.
func Scope(prefix string) string {
	switch prefix {
	case "contract":
		return "id"
	case "plan", "axis", "action", "group", "theme", "relation":
		return "contract_id"
	case "contribution", "alignment", "membership", "citation":
		return "scope_id"
	}
	return ""
}

// naming is a column of a table that names a record of the directory.
type naming struct{ table, column string }

func (n naming) scope() string {
	if n.table == "relations" {
		return "contract_id"
	}
	return "scope_id"
}

// directory are the types that no contract owns, and the claims of a contract
// that name one of them.
var directory = map[string][]naming{
	"partner": {
		{"contributions", "partner_id"}, {"memberships", "partner_id"}, {"memberships", "collective_id"},
		{"relations", "subject_partner_id"}, {"relations", "object_partner_id"},
	},
	"programme": {{"relations", "object_programme_id"}},
	"audience":  {{"relations", "subject_audience_id"}, {"relations", "object_audience_id"}},
	"territory": {{"relations", "subject_territory_id"}, {"relations", "object_territory_id"}},
	"criterion": {{"relations", "subject_criterion_id"}, {"relations", "object_criterion_id"}},
	"concept":   {{"relations", "subject_concept_id"}, {"relations", "object_concept_id"}},
	"source":    {{"relations", "subject_source_id"}, {"relations", "object_source_id"}, {"citations", "source_id"}},
}

// fewContracts is of how many contracts all that they name is worked out. What
// more of them name is nearly everything: then each record is asked.
const fewContracts = 8

// Visible is the condition under which somebody of a limited sight sees a
// record of a type, by the prefix of its public identifier.
func Visible(s *sql.Selector, prefix string, sight access.Sight) *sql.Predicate {
	n := names{each: len(sight.Contracts) > fewContracts}
	contracts := sight.Contracts
	switch prefix {
	case "contract":
		return among(s, "id", contracts)
	case "plan", "axis", "action", "group":
		return among(s, "contract_id", contracts)
	case "theme": // those of no contract are the reference, by which contracts compare
		return orNone(s, "contract_id", contracts)
	case "contribution", "alignment", "membership", "relation", "citation":
		column := Scope(prefix)
		if sight.Directory {
			return orNone(s, column, contracts)
		}
		return among(s, column, contracts)
	}
	switch {
	case sight.Directory:
		return sql.ExprP("1 = 1")
	case prefix == "identifier":
		return sql.Or(
			n.held(s, "partners", "partner", "partner_id", contracts),
			n.held(s, "territories", "territory", "territory_id", contracts),
		)
	}
	return n.by(s, prefix, contracts)
}

// fewParameters is how many ids are parameters each. More are one: a statement
// says them several times, and a database takes only so many.
const fewParameters = 10

// among is the condition that a column is one of some ids.
func among(s *sql.Selector, column string, ids []int) *sql.Predicate {
	column = s.C(column)
	if len(ids) <= fewParameters {
		return sql.InInts(column, ids...)
	}
	var list strings.Builder
	for i, id := range ids {
		if i > 0 {
			list.WriteByte(',')
		}
		list.WriteString(strconv.Itoa(id))
	}
	if s.Dialect() == dialect.Postgres {
		return sql.P(func(b *sql.Builder) {
			b.Ident(column).WriteString(" = ANY (").Arg("{" + list.String() + "}").WriteString("::bigint[])")
		})
	}
	return sql.P(func(b *sql.Builder) {
		b.Ident(column).WriteString(
			" IN (SELECT value FROM json_each(",
		).Arg("[" + list.String() + "]").WriteString("))")
	})
}

// orNone is the condition of records that belong to one of the contracts, or
// to none.
func orNone(s *sql.Selector, column string, contracts []int) *sql.Predicate {
	return sql.Or(sql.IsNull(s.C(column)), among(s, column, contracts))
}

// names is how the condition of being named is said: for each record by itself,
// or for all of them together.
type names struct{ each bool }

// named is the condition that a column is one of those of a table's column, where
// a condition on that table holds.
func (n names) named(
	s *sql.Selector, column, table, of string, where func(*sql.Selector) *sql.Predicate,
) *sql.Predicate {
	t := sql.Table(table)
	inner := sql.Dialect(s.Dialect()).Select(t.C(of)).From(t)
	if n.each {
		return sql.Exists(inner.Where(sql.And(sql.ColumnsEQ(inner.C(of), s.C(column)), where(inner))))
	}
	return sql.In(s.C(column), inner.Where(sql.And(sql.NotNull(inner.C(of)), where(inner))))
}

// by is the condition of records of the directory that a claim of one of the
// contracts names.
func (n names) by(s *sql.Selector, prefix string, contracts []int) *sql.Predicate {
	var ways []*sql.Predicate
	for _, in := range directory[prefix] {
		ways = append(ways, n.named(s, "id", in.table, in.column, func(of *sql.Selector) *sql.Predicate {
			return among(of, in.scope(), contracts)
		}))
	}
	if prefix == "territory" {
		ways = append(ways, n.named(s, "id", "contracts", "territory_id", func(of *sql.Selector) *sql.Predicate {
			return among(of, "id", contracts)
		}))
	}
	return sql.Or(ways...)
}

// held is the condition of what belongs to a record of the directory that is
// seen.
func (n names) held(s *sql.Selector, table, prefix, column string, contracts []int) *sql.Predicate {
	return n.named(s, column, table, "id", func(of *sql.Selector) *sql.Predicate { return n.by(of, prefix, contracts) })
}

// private is the policy of what the hub keeps for itself: only its own code
// reads it, under its own name, and only that code writes it.
type private struct{}

// EvalQuery refuses everybody but the hub itself.
func (private) EvalQuery(ctx context.Context, _ ent.Query) error {
	if v := access.From(ctx); v == nil || !v.IsSystem() {
		return ErrNoViewer
	}
	return nil
}

// EvalMutation refuses everybody but the hub itself.
func (private) EvalMutation(ctx context.Context, _ ent.Mutation) error {
	if v := access.From(ctx); v == nil || !v.IsSystem() {
		return ErrNoPen
	}
	return nil
}
