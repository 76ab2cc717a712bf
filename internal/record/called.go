package record

import (
	"strings"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/lexicon"
)

// Called is the condition of the records of a type that people call one of these
// names: by their public identifier, by their code, or by `contract/code` where
// codes are a contract's own.
func (t *Type) Called(names ...string) func(*sql.Selector) *sql.Predicate {
	return func(s *sql.Selector) *sql.Predicate {
		var uids, codes []any
		var either []*sql.Predicate
		for _, name := range names {
			home, code, qualified := strings.Cut(name, "/")
			_, isUID := lexicon.UIDPrefix(name)
			switch {
			case isUID:
				uids = append(uids, name)
			case t.Field("code") == nil, qualified && !t.InContract():
				// no record of the type is called so
			case qualified:
				contracts := sql.Table(Of("contract").Table)
				in := sql.Select(contracts.C("id")).From(contracts).Where(sql.EQ(contracts.C("code"), home))
				either = append(either, sql.And(sql.EQ(s.C("code"), code), sql.In(s.C("contract_id"), in)))
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
