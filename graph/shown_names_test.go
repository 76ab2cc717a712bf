package graph_test

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// shownNames are the fields whose names in answers differ from those in inputs and filters, since fields of one name
// have one type in all types.
var shownNames = map[string]string{
	"Action.kind": "actionKind", "Action.status": "actionStatus", "Alignment.kind": "alignmentKind", "Audience.kind": "audienceKind",
	"Axis.status": "axisStatus", "Citation.value": "citedValue", "Concept.kind": "conceptKind", "Contract.themes": "ownThemes",
	"Partner.kind": "partnerKind", "Relation.kind": "relationKind", "Territory.kind": "territoryKind", "Theme.axes": "relatedAxes",
	"WorkingGroup.axes": "followedAxes",
}

// shownAs returns how answers name a field of a type.
func shownAs(kind, field string) string {
	if shown := shownNames[kind+"."+field]; shown != "" {
		return shown
	}
	return field
}

// asWritten renames the fields of a schema to their names in inputs and filters.
func asWritten(schema *ast.Schema) *ast.Schema {
	for name, shown := range shownNames {
		kind, written, _ := strings.Cut(name, ".")
		schema.Types[kind].Fields.ForName(shown).Name = written
	}
	return schema
}

// forgetFallback removes a code that is the record's identifier, since the record has no code of its own.
func (r *plainRecord) forgetFallback() {
	if r.fields["code"] == r.id {
		delete(r.fields, "code")
	}
}
