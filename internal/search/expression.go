package search

// expression is a condition on lexemes.
type expression struct {
	lexeme string
	prefix bool
	joined joint
	parts  []*expression
}

// joint joins the parts of an expression; zero is a lexeme.
type joint uint8

const (
	and joint = iota + 1
	or
	not // the first part without the second
)

func is(lexeme string) *expression     { return &expression{lexeme: lexeme} }
func begins(lexeme string) *expression { return &expression{lexeme: lexeme, prefix: true} }

func all(parts ...*expression) *expression   { return join(and, parts) }
func anyOf(parts ...*expression) *expression { return join(or, parts) }
func without(what, those *expression) *expression {
	return &expression{joined: not, parts: []*expression{what, those}}
}

// join leaves out parts that are nil; it is nil when none is left.
func join(by joint, parts []*expression) *expression {
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

func each[T, V any](list []T, of func(T) V) []V {
	out := make([]V, len(list))
	for i, one := range list {
		out[i] = of(one)
	}
	return out
}
