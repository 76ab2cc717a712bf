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

// ErrNoViewer reports a read without a viewer in the context.
var ErrNoViewer = errors.New("a read without a viewer is refused")

// ErrNoPen reports a write outside the ledger.
var ErrNoPen = errors.New("a write outside the ledger is refused")

// visible is the privacy policy of records. A query returns only what the viewer sees, and writes outside the ledger
// fail. It holds whatever the API does.
type visible struct{ prefix string }

// EvalMutation denies writes that the ledger does not record.
func (visible) EvalMutation(ctx context.Context, _ ent.Mutation) error {
	if !access.HasRecorder(ctx) {
		return ErrNoPen
	}
	return nil
}

// EvalQuery filters a query to what the viewer sees.
func (v visible) EvalQuery(ctx context.Context, q ent.Query) error {
	viewer := access.From(ctx)
	if viewer == nil {
		return ErrNoViewer
	}
	if viewer.Visibility.All {
		return nil
	}
	q.(interface{ Narrow(func(*sql.Selector)) }).Narrow(func(s *sql.Selector) { Narrow(ctx, s, v.prefix) })
	return nil
}

// Narrow filters a query of a type to what the viewer sees. The policy filters every query of ent, but not a subquery,
// which ent does not know. Such a query must call Narrow itself: otherwise hidden rows displace visible ones.
func Narrow(ctx context.Context, s *sql.Selector, prefix string) {
	if v := access.From(ctx); v == nil {
		s.Where(sql.False())
	} else if !v.Visibility.All {
		s.Where(Visible(s, prefix, v.Visibility))
	}
}

// Scope returns the column with the contract of a record; empty for a type of the directory.
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

// naming is a column that refers to a record of the directory.
type naming struct{ table, column string }

func (n naming) scope() string {
	if n.table == "relations" {
		return "contract_id"
	}
	return "scope_id"
}

// directory maps the types that belong to no contract to the columns by which the claims of a contract refer to them.
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

// fewContracts is the maximum number of contracts whose references are queried as one set. More contracts refer to
// nearly all records: then each record is checked by itself.
const fewContracts = 8

// Visible returns the condition under which a viewer with a limited visibility sees a record of a type. prefix is that of
// the type's public identifiers.
func Visible(s *sql.Selector, prefix string, visibility access.Visibility) *sql.Predicate {
	n := names{each: len(visibility.Contracts) > fewContracts}
	contracts := visibility.Contracts
	switch prefix {
	case "contract":
		return among(s, "id", contracts)
	case "plan", "axis", "action", "group":
		return among(s, "contract_id", contracts)
	case "theme": // reference themes, by which contracts compare, have no contract and are visible to all
		return orNone(s, "contract_id", contracts)
	case "contribution", "alignment", "membership", "relation", "citation":
		column := Scope(prefix)
		if visibility.Directory {
			return orNone(s, column, contracts)
		}
		return among(s, column, contracts)
	}
	switch {
	case visibility.Directory:
		return sql.ExprP("1 = 1")
	case prefix == "identifier":
		return sql.Or(
			n.held(s, "partners", "partner", "partner_id", contracts),
			n.held(s, "territories", "territory", "territory_id", contracts),
		)
	}
	return n.by(s, prefix, contracts)
}

// fewParameters is the maximum number of ids that are separate parameters. More ids become one parameter: a statement
// repeats them several times, and databases limit the number of parameters.
const fewParameters = 10

// among returns the condition that a column is one of some ids.
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

// orNone returns the condition that a record belongs to one of the contracts, or to none.
func orNone(s *sql.Selector, column string, contracts []int) *sql.Predicate {
	return sql.Or(sql.IsNull(s.C(column)), among(s, column, contracts))
}

// names builds the condition that a record is referenced: with EXISTS for each record, or with IN for all of them.
type names struct{ each bool }

// named returns the condition that a column is among the values of another table's column, where a condition on that
// table holds.
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

// by returns the condition that a record of the directory is referenced by a claim of one of the contracts.
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

// held returns the condition that a row belongs to a visible record of the directory.
func (n names) held(s *sql.Selector, table, prefix, column string, contracts []int) *sql.Predicate {
	return n.named(s, column, table, "id", func(of *sql.Selector) *sql.Predicate { return n.by(of, prefix, contracts) })
}

// private is the privacy policy of internal types: only the hub itself reads and writes them.
type private struct{}

// EvalQuery denies reads by anybody but the hub itself.
func (private) EvalQuery(ctx context.Context, _ ent.Query) error {
	if v := access.From(ctx); v == nil || !v.IsSystem() {
		return ErrNoViewer
	}
	return nil
}

// EvalMutation denies writes by anybody but the hub itself.
func (private) EvalMutation(ctx context.Context, _ ent.Mutation) error {
	if v := access.From(ctx); v == nil || !v.IsSystem() {
		return ErrNoPen
	}
	return nil
}
