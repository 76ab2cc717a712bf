package web

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"maillage/internal/lexicon"
	"maillage/internal/web/dates"
	"maillage/internal/web/operations"
	"maillage/internal/web/words"
)

// editField is a field of a record that a form can change.
type editField struct {
	Name       string // in the input
	Read       string // name in the record, where that differs
	Kind       string // text, area, date, money, number, decimal, word, flag, texts, about, pick
	Vocabulary string // of a word
	Optional   bool   // whether a word may be empty
	Label      string // message key, where the name has none
	Required   bool
	Signed     bool     // money that can be negative
	Types      []string // of the records that may be picked
	Parts      []string // options: fields of a record
}

// editable is a type of records that a form can change.
type editable struct {
	step   string // of a change
	fields []editField
}

// editables are these types, by name.
var editables = map[string]editable{
	"Contribution": {"updateContribution", []editField{
		pickOf("partner", typePartner), pickOf("axis", typeAxis), pickOf("action", typeAction),
		{Name: "role", Kind: "word", Vocabulary: "Role"},
		{Name: "status", Kind: "word", Vocabulary: "Status"}, {Name: "wording", Kind: "text"},
		{Name: "since", Kind: "date"},
		{Name: "until", Kind: "date"},
		{Name: "basis", Kind: "word", Vocabulary: "Basis"}, {Name: "inference", Kind: "text"},
		{Name: "amount", Kind: "money"},
		{Name: "note", Kind: "area"},
	}},
	"Action": {"updateAction", []editField{
		{Name: "name", Kind: "text"}, {Name: "description", Kind: "area"},
		{Name: "kind", Read: "actionKind", Kind: "word", Vocabulary: "ActionKind"},
		{Name: "status", Read: "actionStatus", Kind: "word", Vocabulary: "Status", Optional: true},
		{Name: "since", Kind: "date"}, {Name: "until", Kind: "date"}, {Name: "openList", Kind: "flag"},
	}},
	"Partner": {"updatePartner", []editField{
		{Name: "name", Kind: "text"}, {Name: "acronym", Kind: "text"}, {Name: "aliases", Kind: "texts"},
		{Name: "description", Kind: "area"},
		{Name: "kind", Read: "partnerKind", Kind: "word", Vocabulary: "PartnerKind"},
		{Name: "sector", Kind: "word", Vocabulary: "Sector"}, {Name: "openList", Kind: "flag"},
	}},
	"Axis": {"updateAxis", []editField{
		{Name: "name", Kind: "text"}, {Name: "status", Read: "axisStatus", Kind: "word", Vocabulary: "AxisStatus"},
		{Name: "priority", Kind: "flag"},
	}},
	"Source": {"updateSource", []editField{
		{Name: "name", Kind: "text"}, {Name: "publisher", Kind: "text"}, {Name: "date", Kind: "date"},
		{Name: "url", Kind: "text"},
		{Name: "licence", Kind: "text"}, {Name: "note", Kind: "area"},
	}},
	"WorkingGroup": {"updateWorkingGroup", []editField{
		{Name: "name", Kind: "text"}, {Name: "type", Kind: "word", Vocabulary: "GroupType"},
	}},
	"Membership": {"updateMembership", append([]editField{
		pickOf("partner", typePartner), pickOf("group", typeGroup), pickOf("collective", typePartner),
		{Name: "role", Kind: "word", Vocabulary: "Role"},
	}, claimed...)},
	"Alignment": {"updateAlignment", append([]editField{
		pickOf("action", typeAction), pickOf("axis", typeAxis),
		{Name: "kind", Read: "alignmentKind", Kind: "word", Vocabulary: "AlignmentKind"},
	}, claimed...)},
	"Relation": {"updateRelation", append([]editField{
		pickOf("subject", things...),
		{Name: "kind", Read: "relationKind", Kind: "word", Vocabulary: "RelationKind"},
		pickOf("object", things...), {Name: "literal", Kind: "text"}, {Name: "openList", Kind: "flag"},
	}, claimed...)},
	"Citation": {"updateCitation", append([]editField{
		pickOf("source", typeSource),
		{Name: "locator", Kind: "text", Label: "declare.locator"},
		{Name: "quote", Kind: "area", Label: "declare.quote"},
		{Name: "basis", Kind: "word", Vocabulary: "Basis"},
	}, stances...)},
	"Grant": {"updateGrant", grantFields}, "FundingLine": {"updateFundingLine", fundingFields},
	"Indicator": {"updateIndicator", indicatorFields}, "Observation": {"updateObservation", observationFields},
	"Identifier": {"updateIdentifier", append(
		identified, editField{Name: "verification", Kind: "word", Vocabulary: "Verification"},
	)},
}

// claimed are the fields of all claims except contributions.
var claimed = []editField{
	{Name: "status", Kind: "word", Vocabulary: "Status"}, {Name: "wording", Kind: "text"},
	{Name: "since", Kind: "date"}, {Name: "until", Kind: "date"},
	{Name: "basis", Kind: "word", Vocabulary: "Basis"}, {Name: "inference", Kind: "text"},
	{Name: "note", Kind: "area"},
}

// stances are the fields of a citation about its subject and its stance.
var stances = []editField{
	{Name: "stance", Kind: "word", Vocabulary: "Stance"}, {Name: "about", Kind: "about"},
	{Name: "value", Read: "citedValue", Kind: "text", Label: "edit.cited-value"},
	{Name: "preferred", Kind: "flag"}, {Name: "reason", Kind: "text", Label: "edit.preferred-reason"},
	{Name: "note", Kind: "area"},
}

// identified are the fields of an identifier, except its verification.
var identified = []editField{
	{Name: "scheme", Kind: "word", Vocabulary: "Scheme"},
	{Name: "value", Kind: "text", Label: "edit.identifier-value", Required: true},
	{Name: "since", Kind: "date"}, {Name: "until", Kind: "date"}, {Name: "note", Kind: "area"},
}

// pickOf returns a field that refers to a record of some types.
func pickOf(name string, types ...string) editField {
	return editField{Name: name, Kind: "pick", Types: types, Label: "end." + name}
}

// in returns the contract to which the referenced records of a field belong; empty for any.
func (f editField) in(contract string) string {
	if len(f.Types) == 1 && slices.Contains([]string{typeAxis, typeAction, typeGroup}, f.Types[0]) {
		return contract
	}
	return ""
}

// of returns the editable for a record. A citation may be about each field of its record.
func (e editable) of(r *record) editable {
	fields := slices.Clone(e.fields)
	for i := range fields {
		if fields[i].Kind == "about" {
			fields[i].Parts = partsOf(r.citedTypename(), textOfValue(r.values["about"]))
		}
	}
	return editable{e.step, fields}
}

// partsOf returns the names of the fields of a type of records, and other where it is not among them.
func partsOf(typename, other string) (parts []string) {
	for _, f := range editables[typename].fields {
		parts = append(parts, f.Name)
	}
	if other != "" && !slices.Contains(parts, other) {
		parts = append(parts, other)
	}
	return parts
}

// record is a record in a form: its values as the API returns them.
type record struct {
	said
	Version int
	From    *thing
	To      *thing
	Record  *struct { // of a citation
		thing
		From, To *thing
	}
	values map[string]any
}

// readRecord queries a record and its fields.
func (q *request) readRecord(id string) (*record, error) {
	var data struct{ Node json.RawMessage }
	err := q.execute("EditRecord", vars{"id": id}, &data)
	if len(data.Node) == 0 || string(data.Node) == "null" {
		return nil, orNotFound(err)
	}
	if err != nil {
		return nil, err
	}
	r := &record{}
	if err := json.Unmarshal(data.Node, r); err != nil {
		return nil, fmt.Errorf("read the record: %w", err)
	}
	if err := json.Unmarshal(data.Node, &r.values); err != nil {
		return nil, fmt.Errorf("read the fields of the record: %w", err)
	}
	if r.ID == "" || r.Version == 0 {
		return nil, operations.ErrNotFound
	}
	return r, nil
}

// citedTypename returns the type of the record that a citation is about.
func (r *record) citedTypename() string {
	if r.Record == nil {
		return ""
	}
	return r.Record.Typename
}

// contractCode returns the contract of the record; empty for the directory. A citation belongs to the contract of its
// record.
func (r *record) contractCode() string {
	if r.Record != nil {
		return homeOf(&r.Record.thing, r.Record.To, r.Record.From)
	}
	return homeOf(&r.thing, r.To, r.From, r.Indicator)
}

// homeOf returns the code of the first contract that things are or belong to.
func homeOf(of ...*thing) string {
	for _, t := range of {
		switch {
		case t == nil:
		case t.Typename == "Contract":
			return t.Code
		case t.Contract != nil:
			return t.Contract.Code
		}
	}
	return ""
}

// contract returns the contract for the frame of the page; nil for a record of the directory.
func (r *record) contract() *contract {
	code := r.contractCode()
	if code == "" {
		return nil
	}
	return &contract{Code: code, Name: code}
}

// text returns the value of a field as text.
func (r *record) text(f editField) string {
	name := f.Name
	if f.Read != "" {
		name = f.Read
	}
	return textOfValue(r.values[name])
}

// end returns the record to which a field refers; nil for none.
func (r *record) end(f editField) *thing {
	of, is := r.values[f.Name].(map[string]any)
	if !is {
		return nil
	}
	return &thing{ID: textOfValue(of["id"]), Code: textOfValue(of["code"]), Name: textOfValue(of["name"])}
}

// textOfValue converts a value of a field to text, by which values are compared.
func textOfValue(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case float64:
		return strconv.FormatInt(int64(v), 10)
	case int64:
		return strconv.FormatInt(v, 10)
	case []string:
		return strings.Join(v, "\n")
	case []any:
		texts := make([]string, len(v))
		for i := range v {
			texts[i] = textOfValue(v[i])
		}
		return strings.Join(texts, "\n")
	case map[string]any: // a record
		return textOfValue(v["id"])
	}
	return fmt.Sprint(value)
}

// field returns the form field with a value in the format of textOfValue.
func (f editField) field(q *request, value string) *field {
	shown := &field{Name: f.Name, Label: f.label(), Kind: "text", Value: value, Required: f.Required}
	switch f.Kind {
	case "about":
		shown.Kind = "choose"
		shown.Options = []option{{"", words.Say(q.lang, "edit.whole-record"), value == ""}}
		for _, part := range f.Parts {
			shown.Options = append(shown.Options, option{part, fieldName(q.lang, part), part == value})
		}
	case "pick":
		shown.Kind, shown.Types, shown.Hint = "pick", f.Types, "pick.hint"
	case "area":
		shown.Kind = "area"
	case "texts":
		shown.Kind, shown.Hint = "area", "form.texts-hint"
	case "date":
		shown.Hint = "form.date-hint"
		if value != "" {
			shown.Echo = words.Say(q.lang, "form.read-as", words.DatePhrase(q.lang, &value))
		}
	case "money":
		shown.Value, shown.Hint = moneyText(value), "form.money-hint"
	case "flag":
		shown.Kind = "flag"
	case "word":
		shown.Kind, shown.Options = "choose", q.words(f.Vocabulary, value, f.Optional)
	}
	return shown
}

// label returns the message key of the field's label.
func (f editField) label() string {
	if f.Label != "" {
		return f.Label
	}
	return labelOf(f.Name)
}

// labelOf returns the message key of a field's label.
func labelOf(name string) string {
	for _, key := range []string{"edit." + name, "fact." + name} {
		if _, is := words.MessageOf(key); is {
			return key
		}
	}
	return "field." + name
}

// read parses a sent value into a value of the API; bad is the error message.
func (f editField) read(q *request, sent url.Values) (value any, bad string) {
	text := strings.TrimSpace(strings.ReplaceAll(sent.Get(f.Name), "\r\n", "\n"))
	switch {
	case f.Kind == "flag":
		return text != "", ""
	case f.Kind == "texts":
		return slices.DeleteFunc(
			strings.Split(text, "\n"), func(s string) bool { return strings.TrimSpace(s) == "" },
		), ""
	case text == "":
		return nil, ""
	case f.Kind == "date":
		date, ok := dates.ParseWritten(text)
		if !ok {
			return nil, words.Say(q.lang, "form.bad-date", text)
		}
		return date, ""
	case f.Kind == "money":
		cents, ok := f.money(text)
		if !ok {
			return nil, words.Say(q.lang, "form.bad-money", text)
		}
		return cents, ""
	case f.Kind == "number":
		number, err := strconv.ParseInt(text, 10, 32)
		if err != nil {
			return nil, words.Say(q.lang, "form.bad-number", text)
		}
		return number, ""
	case f.Kind == "decimal":
		number, err := lexicon.ParseDecimal(withoutGroups(q.lang, withoutSpaces.Replace(text)))
		if err != nil {
			return nil, words.Say(q.lang, "form.bad-number", text)
		}
		return number.String(), ""
	}
	return text, ""
}

// englishGroups matches a number whose digits are in groups of three, as English pages show it.
var englishGroups = regexp.MustCompile(`^[-−]?\d{1,3}(,\d{3})+(\.\d+)?$`)

// withoutGroups returns a number without the commas between groups of digits, which only English has.
func withoutGroups(l lexicon.Language, text string) string {
	if l == lexicon.English && englishGroups.MatchString(text) {
		return strings.ReplaceAll(text, ",", "")
	}
	return text
}

// phrase returns a value in words.
func (f editField) phrase(l lexicon.Language, value string) string {
	switch {
	case value == "":
		return ""
	case f.Kind == "date":
		return words.DatePhrase(l, &value)
	case f.Kind == "about":
		return fieldName(l, value)
	case f.Kind == "word":
		return words.Label(l, f.Vocabulary, value)
	case f.Kind == "flag":
		return words.Say(l, "flag."+value)
	case f.Kind == "money":
		if cents, err := strconv.ParseInt(value, 10, 64); err == nil {
			return words.Euros(l, cents)
		}
	case f.Kind == "decimal":
		return words.Decimal(l, &value)
	}
	return value
}
