package search

// expression is a condition on the lexemes of a document.
type expression struct {
	lexeme   string
	prefix   bool
	operator operator
	parts    []*expression
}

// operator combines the parts of an expression; zero means a single lexeme.
type operator uint8

const (
	and operator = iota + 1
	or
	not // the first part without the second
)

// is returns the condition that a document has a lexeme.
func is(lexeme string) *expression { return &expression{lexeme: lexeme} }

// begins returns the condition that a document has a lexeme with a prefix.
func begins(lexeme string) *expression { return &expression{lexeme: lexeme, prefix: true} }

// all returns the condition that all parts hold.
func all(parts ...*expression) *expression { return join(and, parts) }

// anyOf returns the condition that any part holds.
func anyOf(parts ...*expression) *expression { return join(or, parts) }

// without returns the condition that the first part holds and the second does not.
func without(what, those *expression) *expression {
	return &expression{operator: not, parts: []*expression{what, those}}
}

// join combines the parts that are not nil; it returns nil if there are none.
func join(by operator, parts []*expression) *expression {
	e := &expression{operator: by}
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

// mapSlice returns the results of a function for each item of a list.
func mapSlice[T, V any](list []T, of func(T) V) []V {
	out := make([]V, len(list))
	for i, one := range list {
		out[i] = of(one)
	}
	return out
}
