package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"maillage/internal/lexicon"
)

// said is any record in words, as the fragment RecordSaid reads it.
type said struct {
	thing
	Sentence      *string
	Quote         *string
	Locator       string
	Source        *thing
	Scheme, Value string
}

// Words returns what the record is called, or says.
func (s said) Words() string {
	switch {
	case s.Sentence != nil:
		return *s.Sentence
	case s.Source != nil && s.Quote != nil:
		return "« " + *s.Quote + " » – " + s.Source.Name + ", " + s.Locator
	case s.Source != nil:
		return s.Source.Name + ", " + s.Locator
	case s.Value != "":
		return s.Scheme + " " + s.Value
	}
	return s.Name
}

// said returns an identifier with what is known of it.
func (i identifier) said(l lexicon.Language) string {
	return label(l, "Scheme", i.Scheme) + " " + i.Value + " (" + label(l, "Verification", i.Verification) + ")"
}

// said returns a value of a field in words.
func (v *fieldValue) said(l lexicon.Language) string {
	switch {
	case v == nil:
		return ""
	case v.Text != nil:
		return *v.Text
	case v.Date != nil:
		return datePhrase(l, v.Date)
	case v.Number != nil:
		return strconv.FormatInt(*v.Number, 10)
	case v.Amount != nil:
		return euros(l, *v.Amount)
	case v.Flag != nil:
		return say(l, "flag."+strconv.FormatBool(*v.Flag))
	case v.Record != nil:
		return v.Record.Name
	}
	return strings.Join(v.Texts, ", ")
}

// fieldWords are the vocabularies of fields, by the field, or by the type of record and the field.
var fieldWords = map[string]string{
	"role": "Role", "status": "Status", "basis": "Basis", "sector": "Sector", "stance": "Stance", "match": "Match",
	"verification": "Verification", "scheme": "Scheme", "AXIS.status": "AxisStatus", "ACTION.kind": "ActionKind",
	"PARTNER.kind": "PartnerKind", "ALIGNMENT.kind": "AlignmentKind", "RELATION.kind": "RelationKind",
	"AUDIENCE.kind": "AudienceKind", "TERRITORY.kind": "TerritoryKind", "CONCEPT.kind": "ConceptKind",
	"WORKING_GROUP.type": "GroupType",
}

// valueOf returns a value of a field of a type of records in words: « en discussion » for IN_DISCUSSION.
func valueOf(l lexicon.Language, recordType, field string, v *fieldValue) string {
	name := fieldWords[recordType+"."+field]
	if name == "" {
		name = fieldWords[field]
	}
	if vocabulary, is := vocabularies[name]; is && v != nil && v.Text != nil && vocabulary.Index(*v.Text) >= 0 {
		return label(l, name, *v.Text)
	}
	return v.said(l)
}

// hasStatus tells whether the API answered a problem of a status.
func hasStatus(err error, status int) bool {
	var p *problem
	return errors.As(err, &p) && p.Status == status
}

// isRefused tells whether the API refuses somebody what they ask for, rather than failing.
func isRefused(err error) bool {
	return hasStatus(err, http.StatusForbidden) || hasStatus(err, http.StatusUnauthorized)
}

// fieldName returns what people call a field of a record.
func fieldName(l lexicon.Language, name string) string {
	if m, is := messageOf("field." + name); is {
		return m.in(l)
	}
	if m, is := messageOf("fact." + name); is {
		return m.in(l)
	}
	return vocabularies["TextField"].Label(strings.ToUpper(name), l)
}
