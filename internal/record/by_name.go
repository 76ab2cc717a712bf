package record

import (
	"slices"
	"strings"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/lexicon"
	"maillage/internal/message"
)

// A record is named by its `id`, its code, or `contract/code`. One rule, in CodeNames, decides which
// record a code alone names. Filters, arguments, lookups and mutations share it.

// ByName returns the condition of the records of a type that one of these names may mean. A code alone
// may mean one record in each contract, among which CodeNames selects.
func (t *Type) ByName(names ...string) func(*sql.Selector) *sql.Predicate {
	return func(s *sql.Selector) *sql.Predicate {
		var uids, codes []any
		var either []*sql.Predicate
		for _, name := range names {
			contract, code, qualified := strings.Cut(name, "/")
			_, isUID := lexicon.UIDPrefix(name)
			switch {
			case isUID:
				uids = append(uids, name)
			case t.Field("code") == nil, qualified && !t.InContract():
				// no record of the type can have this name
			case qualified:
				contracts := sql.Table(Of("contract").Table)
				in := sql.Select(contracts.C("id")).From(contracts).Where(sql.EQ(contracts.C("code"), contract))
				either = append(either, sql.And(sql.EQ(s.C("code"), code), sql.In(s.C(t.Scope), in)))
			default:
				codes = append(codes, name)
			}
		}
		if len(uids) > 0 {
			either = append(either, sql.In(s.C("uid"), uids...))
		}
		if len(codes) > 0 {
			either = append(either, sql.In(s.C("code"), codes...))
		}
		if len(either) == 0 {
			return sql.False()
		}
		return sql.Or(either...)
	}
}

// IsBareCode reports whether a name is a code alone, of a type whose codes are unique within a
// contract.
func (t *Type) IsBareCode(name string) bool {
	_, isUID := lexicon.UIDPrefix(name)
	return t.InContract() && !isUID && !strings.Contains(name, "/")
}

// CodeNames selects the records that a code alone names, among those that have it. It returns the
// records of the given contracts, or else those of the directory. When no contract is given (nil) and
// the directory has none, it returns every record. More than one record is ambiguous, and the caller
// refuses it.
func CodeNames[T any](rows []T, contractOf func(T) int, contracts []int) []T {
	var own, directory []T
	for _, row := range rows {
		switch contract := contractOf(row); {
		case contract == 0:
			directory = append(directory, row)
		case slices.Contains(contracts, contract):
			own = append(own, row)
		}
	}
	switch {
	case len(own) > 0:
		return own
	case len(directory) > 0 || contracts != nil:
		return directory
	}
	return rows
}

// AmbiguousError means that a code alone names records of several contracts.
type AmbiguousError struct{ Name string }

// Sentence returns the error for people.
func (e *AmbiguousError) Sentence() message.Sentence { return message.AmbiguousCode(e.Name) }

func (e *AmbiguousError) Error() string { return e.Sentence().String() }
