package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	recordtype "maillage/internal/record"
)

// typed reports whether a type has a field of a type, written as in the SDL.
func typed(d *ast.Definition, field, want string) bool {
	f := d.Fields.ForName(field)
	return f != nil && f.Type.String() == want
}

func TestSchema_ConnectionsAreOfOneShape(t *testing.T) {
	schema := readSchema(t)
	seen := 0
	for _, d := range ours(schema, ast.Object) {
		of, is := strings.CutSuffix(d.Name, "Connection")
		if !is {
			continue
		}
		seen++
		for field, want := range map[string]string{
			"edges": "[" + of + "Edge!]!", "nodes": "[" + of + "!]!", "pageInfo": "PageInfo!", "totalCount": "Int!",
		} {
			if !typed(d, field, want) {
				t.Errorf("%s.%s is not %s", d.Name, field, want)
			}
		}
		edge := schema.Types[of+"Edge"]
		if edge == nil || !typed(edge, "cursor", "Cursor!") || !typed(edge, "node", of+"!") {
			t.Errorf("%sEdge is not { cursor: Cursor!, node: %s! }", of, of)
		}
	}
	if seen == 0 {
		t.Error("the schema has no connection: is this test still looking at the right names?")
	}
	for _, d := range ours(schema, ast.Object) {
		if of, is := strings.CutSuffix(d.Name, "Edge"); is && schema.Types[of+"Connection"] == nil {
			t.Errorf("%s belongs to no connection", d.Name)
		}
	}
}

func TestSchema_ConnectionsArePagedBothWays(t *testing.T) {
	for _, d := range ours(readSchema(t), ast.Object, ast.Interface) {
		for _, f := range fields(d) {
			if !strings.HasSuffix(f.Type.Name(), "Connection") {
				continue
			}
			for argument, want := range map[string]string{
				"first": "Int", "after": "Cursor", "last": "Int", "before": "Cursor",
			} {
				if a := f.Arguments.ForName(argument); a == nil || a.Type.String() != want {
					t.Errorf("%s.%s lacks %s: %s", d.Name, f.Name, argument, want)
				}
			}
		}
	}
}

// holed are lists that correspond to another list item by item, so they may contain null.
var holed = []string{"Query.nodes", "ApplyChangesPayload.records", "ApplyChangesPayload.recordIds"}

// forbidden are lists that may be null, since most viewers may not see them: null leaves the rest of the answer.
var forbidden = []string{"Query.nodes", "Query.vocabularies", "Query.accounts", "Query.tokens", "Query.contacts", "Query.contactAccesses", "Query.contactGrants", "Query.invitations", "Query.webhooks",
	"FieldValue.texts", "FieldValue.translations"} // which a value of another type has not

// mayBeRefused reports whether a field has arguments whose values may be invalid. That is every argument but a
// language, which is an enum.
func mayBeRefused(d *ast.Definition, f *ast.FieldDefinition) bool {
	others := slices.DeleteFunc(
		slices.Clone(f.Arguments), func(a *ast.ArgumentDefinition) bool { return a.Name == "language" },
	)
	return len(others) > 0 && d.Name != "Subscription"
}

// An invalid argument leaves the other fields in the answer.
func TestSchema_FieldsThatMayBeRefusedMayBeNull(t *testing.T) {
	for _, d := range ours(readSchema(t), ast.Object, ast.Interface) {
		for _, f := range fields(d) {
			if mayBeRefused(d, f) && f.Type.NonNull {
				t.Errorf("%s.%s is %s: a wrong argument would take its neighbours", d.Name, f.Name, f.Type)
			}
		}
	}
}

// Null in a list would have a meaning that is not documented. Only an unknown identifier keeps its index.
func TestSchema_ListsHaveNoHoles(t *testing.T) {
	schema := readSchema(t)
	for _, d := range ours(schema, ast.Object, ast.Interface) {
		for _, f := range fields(d) {
			name := d.Name + "." + f.Name
			if f.Type.NonNull == (slices.Contains(forbidden, name) || mayBeRefused(d, f)) && f.Type.Elem != nil {
				t.Errorf("%s is %s: a list may be null where it may be refused, and nowhere else", name, f.Type)
			}
			if f.Type.Elem != nil && !f.Type.Elem.NonNull && !slices.Contains(holed, name) {
				t.Errorf("%s is %s: nothing in it may be null", name, f.Type)
			}
			for _, a := range f.Arguments {
				if a.Type.Elem != nil && !a.Type.Elem.NonNull {
					t.Errorf("%s.%s(%s:) takes nulls in its list", d.Name, f.Name, a.Name)
				}
			}
		}
	}
	for _, d := range ours(schema, ast.InputObject) {
		for _, f := range d.Fields {
			if f.Type.Elem != nil && !f.Type.Elem.NonNull {
				t.Errorf("%s.%s takes nulls in its list", d.Name, f.Name)
			}
		}
	}
}

// beside are types of accounts and persons with identifiers that `node` does not find, since no path in the graph
// leads to them.
var beside = []string{
	"Account", "Contact", "ContactGrant", "Import", "ImportParty", "Invitation", "Token", "Webhook", "WebhookDelivery",
}

func TestSchema_RecordsAreNodes(t *testing.T) {
	for _, d := range ours(readSchema(t), ast.Object, ast.Interface) {
		has, is := d.Fields.ForName("id") != nil, slices.Contains(d.Interfaces, "Node") || d.Name == "Node"
		if is != (has && !slices.Contains(beside, d.Name)) {
			t.Errorf("%s has an id: %t, and is a Node: %t", d.Name, has, is)
		}
		if has && !typed(d, "id", "ID!") {
			t.Errorf("%s.id is not ID!", d.Name)
		}
	}
}

func TestSchema_ScalarsSayWhereTheyAreSpecified(t *testing.T) {
	for _, d := range ours(readSchema(t), ast.Scalar) {
		specified := d.Directives.ForName("specifiedBy")
		if specified == nil {
			t.Errorf("%s lacks @specifiedBy", d.Name)
			continue
		}
		if url := specified.Arguments.ForName("url"); url == nil || !strings.HasPrefix(url.Value.Raw, "https://") {
			t.Errorf("%s is specified by no address", d.Name)
		}
	}
}

// The schema documents what an omitted field gets: as a default in inputs that create, and in the description of
// inputs that update.
func TestSchema_InputsSayTheDefaultsOfRecords(t *testing.T) {
	schema := readSchema(t)
	seen := 0
	says := func(input string, f *recordtype.Field, changes bool) {
		d := schema.Types[input].Fields.ForName(f.Name)
		if d == nil || f.Name == recordtype.Language || f.Name == "verification" { // which follow from others, as they say
			return
		}
		seen++
		want := strings.Trim(fmt.Sprint(f.Default), "\"")
		switch {
		case !changes && (d.DefaultValue == nil || d.DefaultValue.String() != want):
			t.Errorf("%s.%s lacks the default %s", input, f.Name, want)
		case changes && (d.DefaultValue != nil || !strings.Contains(d.Description, "`"+want+"`")):
			t.Errorf("%s.%s has a default, or does not say %s: %q", input, f.Name, want, d.Description)
		}
	}
	for _, of := range recordtype.Types {
		for _, f := range of.Fields {
			if f.Default == nil {
				if d := schema.Types["Create"+of.Name+"Input"].Fields.ForName(f.Name); d != nil &&
					d.DefaultValue != nil {
					t.Errorf("Create%sInput.%s has a default that the record lacks", of.Name, f.Name)
				}
				continue
			}
			says("Create"+of.Name+"Input", f, false)
			says("Update"+of.Name+"Input", f, true)
			says("Upsert"+of.Name+"Input", f, true)
			switch of.Prefix {
			case "citation":
				says("AttachedCitation", f, true) // an upsert of an existing citation keeps fields that are absent
			case "relation":
				says("LinkRecordsInput", f, true)
			}
		}
	}
	if seen < 60 {
		t.Errorf("only %d defaults: is this test still looking at the right names?", seen)
	}
}
