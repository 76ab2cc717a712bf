package gqlserver

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/core"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"maillage/internal/testhub/thorough"
)

const mergingSDL = `
	type Query { being: Being any: Any dog(id: Int): Dog cat: Cat dogs: [Dog] }
	interface Being { name: String age: Int friend: Being }
	union Any = Dog | Cat
	type Dog implements Being { name: String age: Int friend: Being barks(loud: Boolean, at: [Int], how: How): Int size: Int! kin: Dog tag: String }
	type Cat implements Being { name: String age: Int friend: Being meows: Int size: Int kin: [Cat] tag: Int }
	input How { a: Int b: Int }`

// documentMaker writes documents that are valid, except that their fields may conflict.
type documentMaker struct {
	*rand.Rand
	schema *ast.Schema
	later  []string // names of fragments that may still be spread
	on     map[string]string
}

func (d *documentMaker) selection(of string, depth int) string {
	var b strings.Builder
	b.WriteString("{ __typename ")
	for range 1 + d.IntN(4) {
		switch n := d.IntN(10); {
		case n < 2:
			to := []string{"Being", "Dog", "Cat", "Any"}[d.IntN(4)]
			if of != "Query" {
				fmt.Fprintf(&b, "... on %s %s ", to, d.selection(to, depth))
			}
		case n < 5 && len(d.later) > 0:
			name := d.later[d.IntN(len(d.later))]
			if (d.on[name] == "Query") == (of == "Query") {
				fmt.Fprintf(&b, "...%s ", name)
			}
		default:
			b.WriteString(d.field(d.schema.Types[of], depth))
		}
	}
	return b.String() + "}"
}

func (d *documentMaker) field(of *ast.Definition, depth int) string {
	if len(of.Fields) == 0 {
		return ""
	}
	f := of.Fields[d.IntN(len(of.Fields))]
	composite := d.schema.Types[f.Type.Name()].IsCompositeType()
	if strings.HasPrefix(f.Name, "__") || composite && depth == 0 {
		return ""
	}
	text := f.Name
	if d.IntN(3) == 0 {
		text = []string{"x", "y", "name", "kin"}[d.IntN(4)] + ": " + f.Name
	}
	if d.IntN(2) == 0 {
		switch f.Name {
		case "dog":
			text += []string{"(id: 1)", "(id: 2)"}[d.IntN(2)]
		case "barks":
			text += []string{"(loud: true)", "(at: [1, 2])", "(at: [2, 1])", "(at: [1, 2], loud: true)", "(loud: true, at: [1, 2])",
				"(how: {a: 1, b: 2})", "(how: {b: 2, a: 1})"}[d.IntN(7)]
		}
	}
	if composite {
		text += " " + d.selection(f.Type.Name(), depth-1)
	}
	return text + " "
}

func (d *documentMaker) document() string {
	n := d.IntN(5)
	d.on, d.later = map[string]string{}, nil
	var fragments []string
	for i := range n { // a fragment spreads only those before it: there are no cycles
		name, on := fmt.Sprintf("F%d", i), []string{"Query", "Being", "Dog", "Cat", "Any"}[d.IntN(5)]
		fragments = append(fragments, "fragment "+name+" on "+on+" "+d.selection(on, 2))
		d.on[name], d.later = on, append(d.later, name)
	}
	return d.selection("Query", 3) + " " + strings.Join(fragments, " ")
}

func mergingErrors(t *testing.T, schema *ast.Schema, document string, rule core.RuleFunc) int {
	t.Helper()
	parsed, err := parser.ParseQuery(&ast.Source{Input: document})
	if err != nil {
		t.Fatalf("%s: %v", document, err)
	}
	return len(validator.ValidateWithRules(schema, parsed, rules.NewRules(core.Rule{Name: "merging", RuleFunc: rule})))
}

// The rule decides as the validator's own rule, which compares every pair.
func TestFieldsMerge_DecidesAsThePairwiseRule(t *testing.T) {
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: mergingSDL})
	maker := documentMaker{Rand: rand.New(rand.NewPCG(5, 3)), schema: schema}
	wrong, right, count := 0, 0, thorough.Count(2_000, 20_000)
	for range count {
		document := maker.document()
		ours := mergingErrors(t, schema, document, fieldsMerge) > 0
		theirs := mergingErrors(t, schema, document, rules.OverlappingFieldsCanBeMergedRule.RuleFunc) > 0
		if ours != theirs && reaches(document) {
			t.Fatalf("refused: %v, by the pairwise rule: %v\n%s", ours, theirs, document)
		}
		if ours {
			wrong++
		} else {
			right++
		}
	}
	if wrong < count/20 || right < count/20 {
		t.Errorf("%d documents were refused and %d passed: the comparison shows little", wrong, right)
	}
}

// reaches reports whether an operation spreads every fragment of a document. The pairwise rule also checks fragments
// that are never spread.
func reaches(document string) bool {
	parsed, err := parser.ParseQuery(&ast.Source{Input: document})
	if err != nil {
		return false
	}
	seen := map[string]bool{}
	var walk func(ast.SelectionSet)
	walk = func(set ast.SelectionSet) {
		for _, selection := range set {
			switch s := selection.(type) {
			case *ast.Field:
				walk(s.SelectionSet)
			case *ast.InlineFragment:
				walk(s.SelectionSet)
			case *ast.FragmentSpread:
				if !seen[s.Name] {
					seen[s.Name] = true
					walk(parsed.Fragments.ForName(s.Name).SelectionSet)
				}
			}
		}
	}
	walk(parsed.Operations[0].SelectionSet)
	return len(seen) == len(parsed.Fragments)
}

func TestFieldsMerge_GivesUpWhatWouldTakeTooLong(t *testing.T) {
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: mergingSDL})
	var b strings.Builder
	b.WriteString("{ dog { ...L0 } } ")
	const levels = 24
	for i := range levels { // each way down sees another set of fragments
		fmt.Fprintf(&b, "fragment L%[1]d on Dog { a: kin { ...L%[2]d } b: kin { ...L%[2]d ...M%[1]d_%[2]d } } ", i, i+1)
		for at := i + 1; at < levels; at++ {
			fmt.Fprintf(
				&b, "fragment M%[1]d_%[2]d on Dog { a: kin { ...M%[1]d_%[3]d } b: kin { ...M%[1]d_%[3]d } } ", i, at,
				at+1,
			)
		}
		fmt.Fprintf(&b, "fragment M%d_%d on Dog { name } ", i, levels)
	}
	fmt.Fprintf(&b, "fragment L%d on Dog { name }", levels)
	if mergingErrors(t, schema, b.String(), fieldsMerge) != 1 {
		t.Error("a document whose fields overlap in millions of ways was not refused once")
	}
}
