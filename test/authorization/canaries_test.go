package authorization_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"maillage/internal/lexicon"
	records "maillage/internal/record"
	"maillage/internal/testhub"
)

// The homes of canaries. The home decides who may see a canary; testdata/access.txt lists that for each viewer.
const (
	inOpen    = "open"      // of the contract that gets opened
	inClosed  = "closed"    // of the contract that stays closed
	reference = "reference" // a theme of no contract
	shared    = "shared"    // of the directory, and named by the open contract
	apart     = "apart"     // of the directory, and not named by it
	said      = "said"      // a claim or citation of no contract, or a line about the directory
)

// canary is a unique text. An answer that contains it shows what the canary stands for.
type canary struct {
	text, home string
	kind       string // the type of the API that it is a field of
	field      string
	gone       bool // only the ledger has it still
}

// canaryRecord is a record whose texts are all canaries.
type canaryRecord struct {
	of       *records.Type
	uid      string
	code     string
	home     string
	version  int
	canaries []*canary
	gone     bool
}

// canaries are all canaries of a world.
type canaries struct {
	schema        *ast.Schema
	marks         map[string]*canary
	uids          map[string]string // the homes of public identifiers
	canaryRecords []*canaryRecord
	named         map[string]*canaryRecord // as the plan of the world calls them
}

func newCanaries(t *testing.T) *canaries {
	return &canaries{
		schema: readSchema(t), marks: map[string]*canary{}, uids: map[string]string{},
		named: map[string]*canaryRecord{},
	}
}

var (
	canaryForm = regexp.MustCompile(`zq[a-z]+\d{4}x`)
	uidForm    = regexp.MustCompile(`\b[a-z]+_[0-9a-hjkmnp-tv-z]{26}\b`)
)

// newCanary creates a canary.
func (c *canaries) newCanary(home, kind, field string) *canary {
	k := &canary{text: fmt.Sprintf("zq%s%04dx", home, len(c.marks)), home: home, kind: kind, field: field}
	c.marks[k.text] = k
	return k
}

// fixedValues are the values of fields that cannot hold any text, or whose first word would break a rule. Every other
// field is filled by its type alone, so that a new field holds a canary without a change here.
var fixedValues = map[string]any{
	"Identifier.scheme": "OTHER", "Identifier.verification": "UNVERIFIED", "Citation.about": nil, "Contract.public": nil, "Theme.match": nil,
	"Contribution.basis": "DECLARED", "Alignment.basis": "DECLARED", "Membership.basis": "DECLARED", "Relation.basis": "DECLARED",
	"Grant.amountWithheld": false, "Relation.literal": nil, "Partner.kind": "ORGANISATION", "Alignment.kind": "SERVES", "Citation.stance": "SUPPORTS",
}

// envelopes are the fields of inputs that are not about the record.
var envelopes = map[string]bool{
	"id": true, "version": true, "citations": true, "changeReason": true, "idempotencyKey": true, "draft": true,
	"clientMutationId": true,
}

// input returns the input that creates a record of a type: canaries, and the given values.
func (c *canaries) input(
	t *testing.T, of *records.Type, home string, given map[string]any,
) (map[string]any, *canaryRecord) {
	t.Helper()
	s := &canaryRecord{of: of, uid: lexicon.NewUID(of.Prefix), home: home, version: 1}
	input := map[string]any{"id": s.uid}
	c.uids[s.uid] = home
	definition := c.schema.Types["Create"+of.Name+"Input"]
	for _, f := range of.Fields {
		if f.ByHub {
			continue // it names what was merged into the record: TestMergePartners_IdAndCodeLeadOn
		}
		if definition.Fields.ForName(f.Name) == nil {
			t.Errorf("%s.%s cannot be written: the world has no canary for it", of.Name, f.Name)
		}
	}
	for _, f := range definition.Fields {
		path := of.Name + "." + f.Name
		fixed, isFixed := fixedValues[path]
		value, isGiven := given[f.Name]
		switch {
		case isGiven:
			input[f.Name] = value
		case envelopes[f.Name] || f.Name == "reason" && of.Field("reason") == nil:
		case isFixed:
			if fixed != nil {
				input[f.Name] = fixed
			}
		default:
			c.fill(t, s, input, f, path)
		}
	}
	s.code, _ = input["code"].(string)
	c.canaryRecords = append(c.canaryRecords, s)
	return input, s
}

// proseOf returns a text field of a type that can be translated.
func proseOf(of *records.Type) string {
	at := slices.IndexFunc(of.Fields, func(f *records.Field) bool { return f.Prose })
	return strings.ToUpper(of.Fields[at].Name)
}

// fill sets a field to a value of its type, and to a canary if it takes a text.
func (c *canaries) fill(t *testing.T, s *canaryRecord, input map[string]any, f *ast.FieldDefinition, path string) {
	t.Helper()
	switch name := f.Type.Name(); name {
	case "String":
		k := c.newCanary(s.home, s.of.Name, f.Name)
		s.canaries = append(s.canaries, k)
		switch {
		case f.Type.Elem != nil:
			input[f.Name] = []string{k.text}
		case f.Name == "url":
			input[f.Name] = "https://" + k.text + ".example/"
		default:
			input[f.Name] = k.text
		}
	case "ID":
		if f.Type.NonNull {
			t.Fatalf("%s has to lead somewhere: say where in the plan of the world", path)
		}
	case "Boolean":
		input[f.Name] = true
	case "Int", "Cents", "Decimal":
		input[f.Name] = 7
	case "PartialDate":
		input[f.Name] = "2020-05"
	case "LanguageTag":
		input[f.Name] = "br"
	case "TranslationInput":
		k := c.newCanary(s.home, s.of.Name, f.Name)
		s.canaries = append(s.canaries, k)
		input[f.Name] = []any{map[string]any{"field": proseOf(s.of), "language": "en", "text": k.text}}
	default:
		d := c.schema.Types[name]
		if d == nil || d.Kind != ast.Enum {
			t.Fatalf("the world cannot fill %s, a %s: teach it in fill", path, f.Type)
		}
		input[f.Name] = d.EnumValues[0].Name
	}
}

// seen returns the canaries and identifiers in an answer that its question did not contain.
func (c *canaries) seen(question string, answer []byte) (found []*canary, uids []string) {
	for _, text := range canaryForm.FindAllString(string(answer), -1) {
		if k := c.marks[text]; k != nil && !strings.Contains(question, text) {
			found = append(found, k)
		}
	}
	for _, uid := range uidForm.FindAllString(string(answer), -1) {
		if c.uids[uid] != "" && !strings.Contains(question, uid) {
			uids = append(uids, uid)
		}
	}
	return found, uids
}

// apply makes changes in one write, as a viewer who may.
func apply(t *testing.T, h *testhub.Hub, reason string, changes ...map[string]any) {
	t.Helper()
	var answer struct {
		ApplyChanges struct {
			UserErrors []struct {
				Field         []string
				Code, Message string
			}
		}
	}
	h.Get(t, &answer, `mutation ($input: ApplyChangesInput!) { applyChanges(input: $input) { userErrors { field code message } } }`,
		map[string]any{"input": map[string]any{"changes": changes, "reason": reason}})
	for _, e := range answer.ApplyChanges.UserErrors {
		t.Fatalf("%v %s %s\n%v", e.Field, e.Code, e.Message, changes)
	}
}
