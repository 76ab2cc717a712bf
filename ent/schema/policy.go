package schema

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"sync"

	"entgo.io/ent"
	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
)

// ErrNoViewer reports a read without a viewer in the context.
var ErrNoViewer = errors.New("a read without a viewer is refused")

// ErrUnrecorded reports a write outside the ledger.
var ErrUnrecorded = errors.New("a write outside the ledger is refused")

// visible is the privacy policy of records. A query returns only what the viewer sees, and writes outside the ledger
// fail. It holds whatever the API does.
type visible struct{ prefix string }

// EvalMutation denies writes that the ledger does not record.
func (visible) EvalMutation(ctx context.Context, _ ent.Mutation) error {
	if !access.HasRecorder(ctx) {
		return ErrUnrecorded
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
	q.(interface{ Narrow(func(*sql.Selector)) }).Narrow(func(s *sql.Selector) { FilterVisible(ctx, s, v.prefix) })
	return nil
}

// FilterVisible filters a query of a type to what the viewer sees. The policy filters every query of ent, but not a
// subquery, which ent does not know. Such a query must call FilterVisible itself, or hidden rows displace visible ones.
func FilterVisible(ctx context.Context, s *sql.Selector, prefix string) {
	if v := access.From(ctx); v == nil {
		s.Where(sql.False())
	} else if !v.Visibility.All {
		s.Where(Visible(s, prefix, v.Visibility))
	}
}

// Scope returns the column with the contract of a record; empty for a type of the directory.
func Scope(prefix string) string { return scopes().column[prefix] }

// naming is a column that refers to a record of the directory. scope is the column of its table with the contract.
type naming struct{ table, column, scope string }

// scoping says for each type of record how visibility depends on contracts.
type scoping struct {
	column    map[string]string   // with the contract of a record
	always    map[string]bool     // every record has a contract
	directory map[string][]naming // the columns by which records of a contract refer to those of the directory
}

var scopes = sync.OnceValue(func() scoping {
	s := scoping{map[string]string{}, map[string]bool{}, map[string][]naming{}}
	types := Types()
	for i, t := range types {
		for _, f := range fieldsOf(entries[i].schema, t.Claim) {
			switch d := f.Descriptor(); {
			case t.Prefix == "contract":
				s.column[t.Prefix], s.always[t.Prefix] = "id", true
			case d.Name == "contract_id" && t.Prefix != "citation":
				s.column[t.Prefix], s.always[t.Prefix] = d.Name, !d.Optional
			case d.Name == "scope_id":
				s.column[t.Prefix] = d.Name
			}
		}
	}
	for _, t := range types {
		for _, c := range t.Columns {
			// A citation about a record of the directory shows it to nobody.
			isReference := c.To != "" && (t.Prefix != "citation" || c.Name() == "source_id")
			if isReference && s.column[t.Prefix] != "" && s.column[c.To] == "" {
				s.directory[c.To] = append(s.directory[c.To], naming{t.Table, c.Name(), s.column[t.Prefix]})
			}
		}
	}
	return s
})

// fewContracts is the maximum number of contracts whose references are queried as one set. More contracts refer to
// nearly all records: then each record is checked by itself.
const fewContracts = 8

// Visible returns the condition under which a viewer with a limited visibility sees a record of a type. prefix is that
// of the type's public identifiers.
func Visible(s *sql.Selector, prefix string, visibility access.Visibility) *sql.Predicate {
	n := names{each: len(visibility.Contracts) > fewContracts}
	contracts := visibility.Contracts
	column := Scope(prefix)
	switch {
	case column != "" && scopes().always[prefix]:
		return among(s, column, contracts)
	case prefix == "theme": // reference themes, by which contracts compare, have no contract and are visible to all
		return orNone(s, column, contracts)
	case column != "" && visibility.Directory:
		return orNone(s, column, contracts)
	case column != "":
		return among(s, column, contracts)
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
	for _, in := range scopes().directory[prefix] {
		ways = append(ways, n.named(s, "id", in.table, in.column, func(of *sql.Selector) *sql.Predicate {
			return among(of, in.scope, contracts)
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
		return ErrUnrecorded
	}
	return nil
}
