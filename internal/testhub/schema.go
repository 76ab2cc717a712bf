package testhub

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"maillage/internal/gqlserver"
)

// WideLimits are limits that no request of a test reaches, for tests of something else than limits.
var WideLimits = gqlserver.Limits{
	Body: 1 << 20, Tokens: 50_000, Depth: 20, RootFields: 300, Aliases: 5000, Directives: 50, InputDepth: 16,
	Cost: 1 << 40, Records: 1 << 20,
}

// parseSchema parses the SDL as a client would.
func parseSchema() (*ast.Schema, error) {
	return gqlparser.LoadSchema(&ast.Source{Name: "SDL()", Input: gqlserver.SDL()})
}

var parsedSchema = sync.OnceValues(parseSchema)

// ReadSchema returns the schema as a client reads it. Tests share it, and must not change it.
func ReadSchema(t testing.TB) *ast.Schema {
	t.Helper()
	schema, err := parsedSchema()
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// OwnTypes returns the schema's own types of the given kinds, or of any kind, by name.
func OwnTypes(schema *ast.Schema, kinds ...ast.DefinitionKind) []*ast.Definition {
	var found []*ast.Definition
	for _, d := range schema.Types {
		if !d.BuiltIn && (len(kinds) == 0 || slices.Contains(kinds, d.Kind)) {
			found = append(found, d)
		}
	}
	slices.SortFunc(found, func(a, b *ast.Definition) int { return strings.Compare(a.Name, b.Name) })
	return found
}

// OwnFields returns the fields of the SDL, without those that introspection adds to Query.
func OwnFields(d *ast.Definition) ast.FieldList {
	return slices.DeleteFunc(
		slices.Clone(d.Fields), func(f *ast.FieldDefinition) bool { return strings.HasPrefix(f.Name, "__") },
	)
}

// shownNames are the fields whose names in answers differ from those in inputs and filters, since fields of one name
// have one type in all types.
var shownNames = map[string]string{
	"Action.kind": "actionKind", "Action.status": "actionStatus", "Alignment.kind": "alignmentKind",
	"Audience.kind": "audienceKind", "Axis.status": "axisStatus", "Citation.value": "citedValue",
	"Concept.kind": "conceptKind", "FundingLine.kind": "fundingKind", "Contract.themes": "ownThemes", "Partner.kind": "partnerKind",
	"Relation.kind": "relationKind", "Territory.kind": "territoryKind", "Theme.axes": "relatedAxes",
	"WorkingGroup.axes": "followedAxes", "Observation.status": "observationStatus", "Observation.value": "observedValue",
}

// AnswerName returns how answers name a field of a type.
func AnswerName(kind, field string) string {
	if shown := shownNames[kind+"."+field]; shown != "" {
		return shown
	}
	return field
}

// ReadSchemaAsWritten returns a schema whose fields have their names in inputs and filters.
func ReadSchemaAsWritten(t testing.TB) *ast.Schema {
	t.Helper()
	schema, err := parseSchema()
	if err != nil {
		t.Fatal(err)
	}
	for name, shown := range shownNames {
		kind, written, _ := strings.Cut(name, ".")
		schema.Types[kind].Fields.ForName(shown).Name = written
	}
	return schema
}
