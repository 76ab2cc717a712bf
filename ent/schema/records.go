package schema

import (
	"reflect"
	"slices"
	"strings"
	"unicode"

	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
)

// entry is a type of record, as a schema and as the target of references.
type entry struct {
	schema ent.Interface
	target any
}

// entries are the types of records, in an order in which each refers only to earlier ones, or to itself. A new type is
// added here.
var entries = []entry{
	{Territory{}, Territory.Type}, {Audience{}, Audience.Type}, {Programme{}, Programme.Type},
	{Criterion{}, Criterion.Type}, {Concept{}, Concept.Type}, {Source{}, Source.Type}, {Partner{}, Partner.Type},
	{Identifier{}, Identifier.Type}, {Contract{}, Contract.Type}, {Plan{}, Plan.Type}, {Theme{}, Theme.Type},
	{Axis{}, Axis.Type}, {Action{}, Action.Type}, {WorkingGroup{}, WorkingGroup.Type},
	{Contribution{}, Contribution.Type}, {Alignment{}, Alignment.Type}, {Membership{}, Membership.Type},
	{Relation{}, Relation.Type}, {Grant{}, Grant.Type}, {FundingLine{}, FundingLine.Type},
	{Indicator{}, Indicator.Type}, {Observation{}, Observation.Type}, {Citation{}, Citation.Type},
}

// record returns the mixin that describes the type.
func (e entry) record() record { return e.schema.Mixin()[0].(record) }

// Record is the annotation of a type of record, and its description for code generation.
type Record struct {
	Prefix string   // of its public identifiers
	Table  string   // that stores it
	Owner  []string // the fields of the API through which its contract is found
	Claim  bool     // it links things and rests on somebody's word
	Bulk   bool     // large writes insert many new records at once
}

// Name returns the name of the annotation.
func (Record) Name() string { return "Record" }

// API is an annotation: what the API makes of a column. Without it, the API has a field of the column's name.
type API struct {
	Field     string // its name; empty for the column's, in camel case. Columns that share one are ends of a reference
	Max       int    // the longest text, in characters
	Most      int64  // the greatest number
	Signed    bool   // a number that can be negative
	Canonical bool   // a date that has one text for the same days
	Form      string // the name of the form of its texts
	Required  bool   // of the ends of a reference, exactly one is set
	Fixed     bool   // set when the record is created, and never changed
	ByHub     bool   // only the hub sets it
	Hidden    bool   // the API has no such field
}

// Name returns the name of the annotation.
func (API) Name() string { return "API" }

// Type describes a type of record.
type Type struct {
	Record
	Name    string // of the schema, and of the type in the API
	Columns []Column
}

// Column describes a column that the API shows.
type Column struct {
	*field.Descriptor
	API
	To string // the prefix of the type that the column refers to; empty for a value
}

// Name returns the name of the column in the database.
func (c Column) Name() string { return c.Descriptor.Name }

// Types describes the types of records, each after those that it refers to.
func Types() []Type {
	prefixes := map[string]string{}
	for _, e := range entries {
		prefixes[nameOf(e.schema)] = e.record().prefix
	}
	var all []Type
	for _, e := range entries {
		t := Type{Record: e.record().annotation(), Name: nameOf(e.schema)}
		targets := map[string]string{}
		for _, edge := range e.schema.Edges() {
			if d := edge.Descriptor(); d.Field != "" {
				targets[d.Field] = prefixes[d.Type]
			} else if d.Ref != nil && d.Ref.Field != "" {
				targets[d.Ref.Field] = prefixes[d.Ref.Type]
			}
		}
		for _, f := range fieldsOf(e.schema, t.Claim) {
			c := Column{Descriptor: f.Descriptor(), API: apiOf(f.Descriptor().Annotations)}
			if c.To = targets[c.Name()]; c.Hidden {
				continue
			}
			if c.Field == "" {
				c.Field = camel(strings.TrimSuffix(c.Name(), "_id"))
			}
			t.Columns = append(t.Columns, c)
		}
		all = append(all, t)
	}
	return all
}

// fieldsOf returns the fields of a schema: those of its mixins first, and for a claim last.
func fieldsOf(s ent.Interface, claim bool) []ent.Field {
	var mixed []ent.Field
	for _, m := range s.Mixin() {
		mixed = append(mixed, m.Fields()...)
	}
	if claim {
		return slices.Concat(s.Fields(), mixed)
	}
	return slices.Concat(mixed, s.Fields())
}

func apiOf(annotations []schema.Annotation) API {
	for _, a := range annotations {
		if a, is := a.(API); is {
			return a
		}
	}
	return API{}
}

// end is a column of an arc, without its suffix _id, and the type that it refers to.
type end struct {
	column string
	target any
}

// endsFor returns the columns for every type that can be linked in a way. Their names begin with before.
func endsFor(way links, before string) []end {
	var all []end
	for _, e := range entries {
		if r := e.record(); r.linked&way != 0 {
			all = append(all, end{before + r.prefix, e.target})
		}
	}
	return all
}

func nameOf(s ent.Interface) string { return reflect.TypeOf(s).Name() }

// camel returns the API's form of a column's name: open_list becomes openList.
func camel(column string) string {
	var out strings.Builder
	for part := range strings.SplitSeq(column, "_") {
		if out.Len() == 0 {
			out.WriteString(part)
			continue
		}
		runes := []rune(part)
		out.WriteRune(unicode.ToUpper(runes[0]))
		out.WriteString(string(runes[1:]))
	}
	return out.String()
}
