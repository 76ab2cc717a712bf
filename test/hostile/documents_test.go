package hostile

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// generator writes documents that follow the grammar of a schema, with some errors on purpose.
type generator struct {
	*rand.Rand
	schema    *ast.Schema
	variables map[string]any
	declared  []string
	fields    int // number of fields that the document may still have
	wrong     int // percentage of choices that are wrong on purpose
}

func newGenerator(sdl string, seed uint64) (*generator, error) {
	schema, err := gqlparser.LoadSchema(&ast.Source{Name: "schema", Input: sdl})
	if err != nil {
		return nil, err
	}
	return &generator{Rand: rand.New(rand.NewPCG(seed, 2016)), schema: schema}, nil
}

// document returns an operation that mostly follows the schema.
func (g *generator) document() (query string, variables map[string]any) {
	g.variables, g.declared = map[string]any{}, nil
	g.fields, g.wrong = 1+g.IntN(60), max(0, g.IntN(20)-12)
	root, word := g.schema.Query, "query"
	switch g.IntN(12) {
	case 0:
		root, word = g.schema.Mutation, "mutation"
	case 1:
		root, word = g.schema.Subscription, "subscription"
	}
	set := g.selection(root, 1+g.IntN(9))
	head := word
	if len(g.declared) > 0 {
		head += " Q(" + strings.Join(g.declared, ", ") + ")"
	}
	if g.IntN(25) == 0 && word == "query" {
		head += ` @asKnownAt(at: "` + g.pick(
			"2026-01-05T09:00:00Z", "0000-00-00", "9999-12-31T23:59:59Z", "2999-01-01T00:00:00Z", "",
			time.Now().UTC().Format(time.RFC3339Nano),
		) + `")`
	}
	return head + " " + set, g.variables
}

func (g *generator) pick(of ...string) string { return of[g.IntN(len(of))] }

func (g *generator) errs() bool { return g.IntN(100) < g.wrong }

// selection returns a selection set of an object, or of an abstract type.
func (g *generator) selection(of *ast.Definition, depth int) string {
	var b strings.Builder
	b.WriteString("{ ")
	for range 1 + g.IntN(4) {
		switch {
		case g.errs():
			b.WriteString(g.pick("nothing", "__nothing", "...Missing", "...on Nobody { x }", "é", "a: b: c", "_") + " ")
		case of.IsAbstractType():
			possible := g.schema.GetPossibleTypes(of)
			one := possible[g.IntN(len(possible))]
			b.WriteString("... on " + one.Name + " " + g.selection(one, depth-1) + " ")
		default:
			b.WriteString(g.field(of, depth))
		}
	}
	b.WriteString("__typename }")
	return b.String()
}

func (g *generator) field(of *ast.Definition, depth int) string {
	if len(of.Fields) == 0 {
		return ""
	}
	f := of.Fields[g.IntN(len(of.Fields))]
	result := g.schema.Types[f.Type.Name()]
	composite := result.IsCompositeType()
	if strings.HasPrefix(f.Name, "__") || composite && (depth <= 1 || g.fields <= 0) {
		return ""
	}
	g.fields--
	text := ""
	if g.IntN(3) > 0 {
		text = fmt.Sprintf("a%d: ", g.IntN(100_000))
	}
	text += f.Name + g.arguments(f.Arguments)
	if g.IntN(40) == 0 {
		text += " " + g.pick("@include(if: true)", "@skip(if: false)", "@skip(if: 1)", "@skip(if: {})",
			"@include(if: [])", "@nothing", "@include", "@defer",
			"@include(if: "+g.variable(ast.NonNullNamedType("Boolean", nil))+")")
	}
	if composite != g.errs() {
		if composite {
			text += " " + g.selection(result, depth-1)
		} else {
			text += " { x }"
		}
	}
	return text + " "
}

func (g *generator) arguments(of ast.ArgumentDefinitionList) string {
	var given []string
	for _, a := range of {
		if !a.Type.NonNull && g.IntN(3) > 0 || g.errs() {
			continue
		}
		if g.IntN(3) == 0 {
			given = append(given, a.Name+": "+g.variable(a.Type))
		} else {
			given = append(given, a.Name+": "+literal(g.value(a.Name, a.Type, 5)))
		}
	}
	if g.errs() {
		given = append(given, "nothing: 1")
	}
	if len(given) == 0 {
		return ""
	}
	return "(" + strings.Join(given, ", ") + ")"
}

func (g *generator) variable(of *ast.Type) string {
	name := fmt.Sprintf("v%d", len(g.declared))
	kind := of.String()
	if g.errs() {
		kind = g.pick("Int", "[String!]!", "PartnerFilter", "Nobody", "Partner", "ID")
	}
	if of.NonNull && g.IntN(8) == 0 { // a default allows the type to be without « ! », and then the value to be null
		kind = strings.TrimSuffix(kind, "!") + " = " + literal(g.value("", of, 2))
		g.variables[name] = nil
		g.declared = append(g.declared, "$"+name+": "+kind)
		return "$" + name
	}
	g.declared = append(g.declared, "$"+name+": "+kind)
	if !g.errs() {
		g.variables[name] = g.value("", of, 5)
	}
	return "$" + name
}

// enum is a word without quotation marks.
type enum string

// value returns a value of a type or, sometimes, none.
func (g *generator) value(name string, of *ast.Type, depth int) any {
	if g.errs() {
		return g.nonsense(depth)
	}
	if !of.NonNull && g.IntN(12) == 0 {
		return nil
	}
	if of.Elem != nil {
		list := []any{}
		for range g.IntN(4) {
			list = append(list, g.value(name, of.Elem, depth-1))
		}
		return list
	}
	definition := g.schema.Types[of.Name()]
	switch definition.Kind {
	case ast.Enum:
		return enum(definition.EnumValues[g.IntN(len(definition.EnumValues))].Name)
	case ast.InputObject:
		return g.object(definition, depth)
	}
	return g.scalar(name, definition.Name)
}

func (g *generator) object(of *ast.Definition, depth int) any {
	object := map[string]any{}
	oneOf := of.Directives.ForName("oneOf") != nil
	for _, f := range of.Fields {
		if f.Type.NonNull || depth > 0 && g.IntN(3) == 0 {
			object[f.Name] = g.value(f.Name, f.Type, depth-1)
		}
		if oneOf && len(object) > 0 && !g.errs() {
			break
		}
	}
	if g.errs() {
		object[g.pick("nothing", "and", "__proto__")] = g.nonsense(depth)
	}
	return object
}

var (
	words = []string{
		"valenciennes", "val-d-orme", "axe-1", "cpam-hainaut", "", " ", "%", "_", "é\u0301",
		"\U0001F468\u200D\U0001F469", "\u202e", "'; DROP TABLE partners; --", "\"", "\\",
		"partner_00000000000000000000000000", "contract_zzz", "2026-13", "2026-02-30", "2024", "../2020", "XXXX",
		"2026-01-01/2025-01-01", "NaN", "null",
		"https://example.org/", "javascript:alert(1)", "\u2028", "\ufeff",
		"mlg_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	}
	numbers = []string{"0", "1", "-1", "2147483647", "2147483648", "-2147483649", "9223372036854775808", "1e400", "-0",
		"1.5", "1e2", "1E-400", "99999999999999999999999999999"}
)

func (g *generator) scalar(name, kind string) any {
	switch kind {
	case "Boolean":
		return g.IntN(2) == 0
	case "Int":
		if g.IntN(25) > 0 {
			return 1 + g.IntN(15)
		}
		return json.Number(g.pick(numbers...))
	case "Float":
		return json.Number(g.pick(numbers...))
	}
	switch {
	case g.IntN(40) == 0:
		return strings.Repeat(g.pick("x", "é", "%", "\\", "\U0001F600", "a "), 1+g.IntN(9_000))
	case name == "contract" || name == "contracts":
		return "valenciennes"
	}
	return g.pick(words...)
}

func (g *generator) nonsense(depth int) any {
	switch g.IntN(7) {
	case 6:
		return map[string]any{}
	case 0:
		return g.pick(words...)
	case 1:
		return json.Number(g.pick(numbers...))
	case 2:
		return []any{nil, []any{}, map[string]any{}}
	case 3:
		if depth > 0 {
			return map[string]any{"and": []any{g.nonsense(depth - 1), g.nonsense(depth - 1)}}
		}
	case 4:
		return enum(g.pick("ORGANISATION", "NOTHING", "true", "null"))
	}
	return nil
}

// literal returns a value as a GraphQL literal.
func literal(value any) string {
	switch v := value.(type) {
	case enum:
		return string(v)
	case []any:
		parts := make([]string, len(v))
		for i, inner := range v {
			parts[i] = literal(inner)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case map[string]any:
		var parts []string
		for name, inner := range v {
			parts = append(parts, name+": "+literal(inner))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case string:
		text, _ := json.Marshal(v) // a string can always be written
		return string(text)
	case json.Number:
		return v.String()
	}
	return fmt.Sprintf("%v", map[bool]any{true: "null", false: value}[value == nil])
}
