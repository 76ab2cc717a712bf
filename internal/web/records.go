package web

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"maillage/internal/lexicon"
	"maillage/internal/web/operations"
	"maillage/internal/web/words"
)

// thing is a record with a name, as the fragment Ref reads it.
type thing struct {
	Typename string `json:"__typename"`
	ID       string
	Code     string
	Name     string
	Position int // of an axis
	Contract *struct{ Code, Name string }

	// Of a partner.
	PartnerKind string
	Sector      string
	OpenList    bool
}

// Address returns the URL of the record's page.
func (t thing) Address() string {
	of := ""
	if t.Contract != nil {
		of = "/contracts/" + url.PathEscape(t.Contract.Code)
	}
	code := url.PathEscape(t.Code)
	switch t.Typename {
	case "Contract":
		return "/contracts/" + code
	case "Partner":
		return "/partners/" + code
	case "Source":
		return "/sources/" + code
	case "Theme":
		return strings.TrimSuffix("/themes/"+strings.TrimPrefix(of, "/contracts/"), "/") + "/" + code
	case "Axis":
		return of + "/axes/" + code
	case "Action":
		return of + "/actions/" + code
	case "WorkingGroup":
		return of + "/groups/" + code
	}
	return "/records/" + url.PathEscape(t.ID)
}

// contract is the contract of a page, as the fragment ContractHead reads it.
type contract struct {
	ID     string
	Code   string
	Name   string
	Public bool
}

// Address returns the URL of the contract's matrix, or of one of its other pages.
func (c contract) Address(page ...string) string {
	return "/contracts/" + url.PathEscape(c.Code) + strings.Join(append([]string{""}, page...), "/")
}

// tally counts partners or axes, each once.
type tally struct {
	Confirmed          int
	ConfirmedAtLeast   bool
	Prospective        int
	ProspectiveAtLeast bool
	Unknown            int
}

// Any reports whether a count is not zero.
func (t tally) Any() bool { return t.Confirmed+t.Prospective+t.Unknown > 0 }

// derived is a contribution of a partner to an axis, as the fragment Chains reads it.
type derived struct {
	AsOf                    string
	Standing, Status, Basis string
	LeadsAxis               bool
	AxisRoles, ActionRoles  []string
	Amount                  *cents
	Amounts                 int
	Partner, Axis           *thing
	Counts                  chainCounts
	Chains                  []chain
}

// Roles returns the roles of a contribution, those in the axis itself first.
func (d derived) Roles() []string {
	return append(append([]string{}, d.AxisRoles...), d.ActionRoles...)
}

type chainCounts struct{ Confirmed, Prospective, Abandoned, Unknown int }

type chain struct {
	Rule, Status, Basis, Holds string
	AxisRole, ActionRole       *string
	Links                      []link
}

// Role returns the role that the chain gives; empty where it gives none.
func (c chain) Role() string {
	for _, role := range []*string{c.AxisRole, c.ActionRole} {
		if role != nil {
			return *role
		}
	}
	return ""
}

// link is a claim, as the fragment Link reads it.
type link struct {
	Typename                 string `json:"__typename"`
	ID, Code, Status, Basis  string
	Wording, Inference, Note *string
	Since, Until             *string
	Version                  int
	From, To                 *thing
	Role                     string // of a contribution or membership
	Amount                   *cents
	AlignmentKind            string
	RelationKind             string
	Literal                  *string
	Citations                struct{ Nodes []citation }
}

type citation struct {
	ID                string
	About, CitedValue *string
	Locator           string
	Quote             *string
	Stance, Basis     string
	Preferred         bool
	Reason, Note      *string
	Source            source
	Record            *said
}

type source struct {
	thing
	Date, URL, Publisher *string
}

// Kind returns the type of the record as a word of RecordType.
func (t thing) Kind() string {
	var kind strings.Builder
	for i, letter := range t.Typename {
		if i > 0 && letter >= 'A' && letter <= 'Z' {
			kind.WriteByte('_')
		}
		kind.WriteRune(letter)
	}
	return strings.ToUpper(kind.String())
}

// said returns the word of the claim, with its vocabulary.
func (l link) said() (vocabulary, word string) {
	switch l.Typename {
	case "Alignment":
		return "AlignmentKind", l.AlignmentKind
	case "Relation":
		return "RelationKind", l.RelationKind
	}
	return "Role", l.Role
}

// said is any record in words, as the fragment RecordSaid reads it.
type said struct {
	thing
	Sentence      *string
	Quote         *string
	Locator       string
	Source        *thing
	Scheme, Value string

	// Of a grant, a funding line or an observation.
	Funder, Action, Axis, Indicator *thing
	Purpose, DecisionReference      *string
	Year                            *int
	Period                          string
	ObservedValue                   *string
}

// Words returns the name of the record, or the sentence of a claim.
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
	case s.Funder != nil:
		return s.funded()
	case s.Indicator != nil && s.ObservedValue != nil:
		return s.Indicator.Name + ", " + s.Period + " : " + *s.ObservedValue
	case s.Indicator != nil:
		return s.Indicator.Name + ", " + s.Period
	}
	return s.Name
}

// funded returns who pays for what: « CAF → Forum, 2018 », or « CAF → Jardins partagés » by the purpose of a grant.
func (s said) funded() string {
	text := s.Funder.Name
	for _, of := range []*thing{s.Action, s.Axis} {
		if of != nil {
			text += " → " + of.Name
		}
	}
	for _, of := range []*string{s.Purpose, s.DecisionReference} {
		if of != nil {
			return text + " – " + *of
		}
	}
	if s.Year != nil {
		text += ", " + strconv.Itoa(*s.Year)
	}
	return text
}

// said returns an identifier with its verification, in words.
func (i identifier) said(l lexicon.Language) string {
	return words.Label(l, "Scheme", i.Scheme) + " " + i.Value + " (" + words.Label(l, "Verification", i.Verification) + ")"
}

// said returns a value of a field in words.
func (v *fieldValue) said(l lexicon.Language) string {
	switch {
	case v == nil:
		return ""
	case v.Text != nil:
		return *v.Text
	case v.Date != nil:
		return words.DatePhrase(l, v.Date)
	case v.Number != nil:
		return strconv.FormatInt(*v.Number, 10)
	case v.Amount != nil:
		return words.Euros(l, int64(*v.Amount))
	case v.Flag != nil:
		return words.Say(l, "flag."+strconv.FormatBool(*v.Flag))
	case v.Record != nil:
		return v.Record.Name
	}
	return strings.Join(v.Texts, ", ")
}

// fieldWords are the words.Vocabularies of fields, by field, or by type of record and field.
var fieldWords = map[string]string{
	"role": "Role", "status": "Status", "basis": "Basis", "sector": "Sector", "stance": "Stance", "match": "Match",
	"verification": "Verification", "scheme": "Scheme", "AXIS.status": "AxisStatus", "ACTION.kind": "ActionKind",
	"PARTNER.kind": "PartnerKind", "ALIGNMENT.kind": "AlignmentKind", "RELATION.kind": "RelationKind",
	"AUDIENCE.kind": "AudienceKind", "TERRITORY.kind": "TerritoryKind", "CONCEPT.kind": "ConceptKind",
	"WORKING_GROUP.type": "GroupType", "nature": "GrantNature",
	"FUNDING_LINE.kind": "FundingKind", "OBSERVATION.status": "ObservationStatus", "direction": "IndicatorDirection",
}

// valueOf returns a value of a field of a type of records in words: « en discussion » for IN_DISCUSSION.
func valueOf(l lexicon.Language, recordType, field string, v *fieldValue) string {
	name := fieldWords[recordType+"."+field]
	if name == "" {
		name = fieldWords[field]
	}
	if vocabulary, is := words.Vocabularies[name]; is && v != nil && v.Text != nil && vocabulary.Index(*v.Text) >= 0 {
		return words.Label(l, name, *v.Text)
	}
	return v.said(l)
}

// hasStatus reports whether an error is a problem with a status.
func hasStatus(err error, status int) bool {
	var p *operations.Problem
	return errors.As(err, &p) && p.Status == status
}

// isRefused reports whether the API denied the access, as opposed to a failure.
func isRefused(err error) bool {
	return hasStatus(err, http.StatusForbidden) || hasStatus(err, http.StatusUnauthorized)
}

// fieldName returns the label of a field of a record.
func fieldName(l lexicon.Language, name string) string {
	if m, is := words.MessageOf("field." + name); is {
		return m.In(l)
	}
	if m, is := words.MessageOf("fact." + name); is {
		return m.In(l)
	}
	return words.Vocabularies["TextField"].Label(strings.ToUpper(name), l)
}
