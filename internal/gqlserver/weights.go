package gqlserver

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"maillage/graph"
)

// The directives of graph/cost.graphqls.
const (
	costDirective          = "cost"
	costPerDirective       = "costPer"
	listSizeDirective      = "listSize"
	introspectionDirective = "introspectionCost"
)

// weights holds the cost directives of a schema.
type weights struct {
	fields    map[*ast.FieldDefinition]fieldWeight
	inputs    map[*ast.FieldDefinition]int // of the input fields that have a weight
	arguments map[*ast.ArgumentDefinition]argumentWeight
	moment    argumentWeight // of the argument of @asKnownAt
}

// fieldWeight is the cost of a field without its children and arguments.
type fieldWeight struct {
	once    int      // for each object around it
	item    int      // for each of its own objects
	size    int      // assumed number of its own objects
	slicing []string // arguments that give that number
}

// argumentWeight is the cost of an argument, besides that of its values.
type argumentWeight struct {
	isFixed         bool // replaces the weights of the input fields within
	fixed           int
	word, derivedID int  // for each word of a text, and for each identifier of a derived object
	inputs          bool // a value may have input fields with a weight
}

// schemaWeights are the weights of the schema that the executor runs.
var schemaWeights = mustWeights(graph.Schema)

func mustWeights(schema *ast.Schema) *weights {
	w, err := newWeights(schema)
	if err != nil {
		panic(err)
	}
	return w
}

// newWeights reads the cost directives of a schema. It returns an error for one that is wrong or missing.
func newWeights(schema *ast.Schema) (*weights, error) {
	r := &weightReader{schema: schema, sized: map[*ast.FieldDefinition]bool{}, weights: &weights{
		fields: map[*ast.FieldDefinition]fieldWeight{}, inputs: map[*ast.FieldDefinition]int{},
		arguments: map[*ast.ArgumentDefinition]argumentWeight{},
	}}
	names := slices.Sorted(maps.Keys(schema.Types)) // the first error is always the same
	for _, name := range names {
		for _, f := range schema.Types[name].Fields {
			r.findSized(schema.Types[name], f)
		}
	}
	for _, name := range names {
		d := schema.Types[name]
		for _, f := range d.Fields {
			if d.Kind == ast.InputObject {
				r.input(f)
			} else {
				r.field(d, f)
			}
		}
	}
	if d := schema.Directives[asKnownAt]; d != nil {
		for _, a := range d.Arguments {
			r.weights.moment = r.argument("@"+asKnownAt, a)
		}
	}
	return r.weights, r.err
}

// weightReader reads weights and keeps the first error.
type weightReader struct {
	schema  *ast.Schema
	sized   map[*ast.FieldDefinition]bool // lists whose size a page around them gives
	weights *weights
	err     error
}

func (r *weightReader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("cost directives: "+format, args...)
	}
}

// weight reads a directive's argument that is a whole number as text; it returns 0 for an absent one.
func (r *weightReader) weight(at string, d *ast.Directive, name string) int {
	text, given := d.ArgumentMap(nil)[name].(string)
	if !given {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		r.fail("%s of @%s on %s is %q, which is no whole number", name, d.Name, at, text)
	}
	return n
}

// intArgument reads an argument that is an integer; it returns 0 for an absent one.
func intArgument(d *ast.Directive, name string) int {
	n, _ := d.ArgumentMap(nil)[name].(int64)
	return int(n)
}

// textArguments reads an argument that is a list of texts.
func textArguments(d *ast.Directive, name string) (all []string) {
	list, _ := d.ArgumentMap(nil)[name].([]any)
	for _, one := range list {
		if text, is := one.(string); is {
			all = append(all, text)
		}
	}
	return all
}

// findSized notes the lists within a page that have its size.
func (r *weightReader) findSized(d *ast.Definition, f *ast.FieldDefinition) {
	sizes := f.Directives.ForName(listSizeDirective)
	if sizes == nil {
		return
	}
	at := d.Name + "." + f.Name
	for _, name := range textArguments(sizes, "sizedFields") {
		list := r.schema.Types[f.Type.Name()].Fields.ForName(name)
		if list == nil || list.Type.Elem == nil {
			r.fail("@%s on %s names %s, which is no list within it", listSizeDirective, at, name)
			continue
		}
		r.sized[list] = true
	}
}

func (r *weightReader) input(f *ast.FieldDefinition) {
	if d := f.Directives.ForName(costDirective); d != nil {
		r.weights.inputs[f] = r.weight(f.Name, d, "weight")
	}
}

// field reads the weights of a field and of its arguments.
func (r *weightReader) field(parent *ast.Definition, f *ast.FieldDefinition) {
	at := parent.Name + "." + f.Name
	if strings.HasPrefix(at, "__") || strings.HasPrefix(f.Name, "__") {
		r.weights.fields[f] = r.introspection(parent, f)
		return
	}
	w := fieldWeight{size: 1}
	of := r.schema.Types[f.Type.Name()]
	if of.IsCompositeType() {
		w.item = 1
		if d := of.Directives.ForName(costDirective); d != nil {
			w.item = r.weight(of.Name, d, "weight")
		}
	}
	if d := f.Directives.ForName(costDirective); d != nil {
		w.once = r.weight(at, d, "weight")
	}
	if d := f.Directives.ForName(costPerDirective); d != nil {
		w.item += r.weight(at, d, "item")
		r.only(at, d, "item")
	}
	if d := f.Directives.ForName(listSizeDirective); d != nil {
		w.size, w.slicing = r.size(at, f, d)
	} else if of.IsCompositeType() && !r.sized[f] &&
		(f.Type.Elem != nil || f.Arguments.ForName("first") != nil) {
		r.fail("%s is a list and has no @%s", at, listSizeDirective)
	}
	r.weights.fields[f] = w
	for _, a := range f.Arguments {
		argument := r.argument(at, a)
		argument.inputs = r.reaches(a.Type.Name(), map[string]bool{})
		if argument != (argumentWeight{}) {
			r.weights.arguments[a] = argument
		}
	}
}

// size reads the assumed size of a list, and the arguments that give another.
func (r *weightReader) size(at string, f *ast.FieldDefinition, d *ast.Directive) (assumed int, slicing []string) {
	assumed, slicing = intArgument(d, "assumedSize"), textArguments(d, "slicingArguments")
	for _, name := range slicing {
		if f.Arguments.ForName(name) == nil {
			r.fail("@%s on %s names %s, which is no argument", listSizeDirective, at, name)
		}
	}
	for _, name := range []string{"first", "last"} {
		if f.Arguments.ForName(name) != nil && !slices.Contains(slicing, name) {
			r.fail("@%s on %s lacks the argument %s", listSizeDirective, at, name)
		}
	}
	switch {
	case assumed < 1:
		r.fail("@%s on %s assumes no size", listSizeDirective, at)
	case f.Type.Elem == nil && textArguments(d, "sizedFields") == nil:
		r.fail("@%s on %s names no list within it", listSizeDirective, at)
	}
	return assumed, slicing
}

// introspection returns the weight of a field that the specification defines. Its type stands in the directive on
// Query.
func (r *weightReader) introspection(parent *ast.Definition, f *ast.FieldDefinition) fieldWeight {
	d := r.schema.Query.Directives.ForName(introspectionDirective)
	if d == nil {
		r.fail("%s has no @%s", r.schema.Query.Name, introspectionDirective)
		return fieldWeight{size: 1}
	}
	w := fieldWeight{size: 1}
	if of := r.schema.Types[f.Type.Name()]; of.IsCompositeType() {
		w.item = 1
		if f.Type.Elem != nil {
			w.size = intArgument(d, "lists")
		}
	}
	switch parent.Name + "." + f.Name {
	case r.schema.Query.Name + ".__schema":
		w.once = r.weight("__schema", d, "schema")
	case r.schema.Query.Name + ".__type":
		w.once = r.weight("__type", d, "type")
	case "__Schema.types":
		w.size = intArgument(d, "types")
	}
	return w
}

// argument reads the weight of an argument.
func (r *weightReader) argument(at string, a *ast.ArgumentDefinition) (w argumentWeight) {
	at += "(" + a.Name + ":)"
	if d := a.Directives.ForName(costDirective); d != nil {
		w.isFixed, w.fixed = true, r.weight(at, d, "weight")
	}
	if d := a.Directives.ForName(costPerDirective); d != nil {
		w.word, w.derivedID = r.weight(at, d, "word"), r.weight(at, d, "derivedId")
		r.only(at, d, "word", "derivedId")
	}
	return w
}

// only refuses an argument of @costPer that means nothing where it stands.
func (r *weightReader) only(at string, d *ast.Directive, allowed ...string) {
	for _, a := range d.Arguments {
		if !slices.Contains(allowed, a.Name) {
			r.fail("@%s on %s has %s, which means nothing there", d.Name, at, a.Name)
		}
	}
}

// reaches reports whether a value of an input type may have an input field with a weight.
func (r *weightReader) reaches(typeName string, seen map[string]bool) bool {
	d := r.schema.Types[typeName]
	if d.Kind != ast.InputObject || seen[typeName] {
		return false
	}
	seen[typeName] = true
	return slices.ContainsFunc(d.Fields, func(f *ast.FieldDefinition) bool {
		return f.Directives.ForName(costDirective) != nil || r.reaches(f.Type.Name(), seen)
	})
}
