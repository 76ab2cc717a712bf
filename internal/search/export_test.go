package search

import "entgo.io/ent/dialect/sql"

func IDs(ids []int) func(*sql.Selector) {
	return func(s *sql.Selector) { s.Where(sql.In(s.C("id"), values(ids)...)) }
}
