package search

import (
	"strconv"
	"strings"
)

// expression is a condition on lexemes, for either database. None of it is
// written by a client: lexemes are letters and digits, always.
type expression struct {
	lexeme string
	prefix bool
	joined string // AND, OR or NOT
	parts  []*expression
}

func is(lexeme string) *expression     { return &expression{lexeme: lexeme} }
func begins(lexeme string) *expression { return &expression{lexeme: lexeme, prefix: true} }

func all(parts ...*expression) *expression   { return join("AND", parts) }
func anyOf(parts ...*expression) *expression { return join("OR", parts) }
func without(what, not *expression) *expression {
	return &expression{joined: "NOT", parts: []*expression{what, not}}
}

// join leaves out parts that are nil; it is nil when none is left.
func join(by string, parts []*expression) *expression {
	e := &expression{joined: by}
	for _, p := range parts {
		if p != nil {
			e.parts = append(e.parts, p)
		}
	}
	switch len(e.parts) {
	case 0:
		return nil
	case 1:
		return e.parts[0]
	}
	return e
}

func scopeLexeme(contract int) string { return ofScope + strconv.Itoa(contract) }

// fts5 is the expression in the language of SQLite's FTS5.
func (e *expression) fts5() string {
	if e.joined == "" {
		return `"` + e.lexeme + `"` + map[bool]string{true: "*"}[e.prefix]
	}
	return "(" + strings.Join(each(e.parts, (*expression).fts5), " "+e.joined+" ") + ")"
}

// tsquery is the expression in the language of PostgreSQL's text search.
func (e *expression) tsquery() string {
	switch e.joined {
	case "":
		return "'" + e.lexeme + "'" + map[bool]string{true: ":*"}[e.prefix]
	case "NOT":
		return "(" + e.parts[0].tsquery() + " & !" + e.parts[1].tsquery() + ")"
	}
	return "(" + strings.Join(each(e.parts, (*expression).tsquery), map[string]string{"AND": " & ", "OR": " | "}[e.joined]) + ")"
}

func each[T, V any](list []T, of func(T) V) []V {
	out := make([]V, len(list))
	for i, one := range list {
		out[i] = of(one)
	}
	return out
}
