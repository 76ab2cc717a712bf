package graph_test

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// shownNames are the fields that answers name otherwise than inputs and filters do:
// fields of one name have one type in all types.
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

// asWritten renames the fields of a schema to what inputs and filters call them.
func asWritten(schema *ast.Schema) *ast.Schema {
	for name, shown := range shownNames {
		kind, written, _ := strings.Cut(name, ".")
		schema.Types[kind].Fields.ForName(shown).Name = written
	}
	return schema
}

// forgetFallback removes a code that is the record's identifier: it has none of its own.
func (r *plainRecord) forgetFallback() {
	if r.fields["code"] == r.id {
		delete(r.fields, "code")
	}
}
