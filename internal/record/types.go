package record

import (
	"slices"

	"maillage/internal/lexicon"
)

// Types are all types of records, in an order in which each refers only to earlier ones, or to itself.
var Types = withLanguages([]*Type{
	thing("territory", "Territory", "territories", wordOf("kind", lexicon.TerritoryKind("")).required(),
		number("vintage"), truth("implied", "implied")),
	thing("audience", "Audience", "audiences", wordOf("kind", lexicon.AudienceKind("")).required()),
	thing("programme", "Programme", "programmes", list("variants")),
	thing("criterion", "Criterion", "criterions", number("rank"), short("list", 200)),
	thing("concept", "Concept", "concepts", wordOf("kind", lexicon.ConceptKind("")).required()),
	thing("source", "Source", "sources", short("publisher", 200), short("url", 2000).like(isURL, "https://…"),
		short("licence", 200), short("note", 1000), when("date")),
	thing("partner", "Partner", "partners", short("acronym", 40), short("description", 2000),
		wordOf("kind", lexicon.PartnerKind("")).or(string(lexicon.Organisation)),
		wordOf("sector", lexicon.Sector("")).or(string(lexicon.SectorUnspecified)), list("aliases"),
		truth("openList", "open_list"), mergedIDs()),
	{Prefix: "identifier", Name: "Identifier", Table: "identifiers", Fields: []*Field{
		wordOf("scheme", lexicon.Scheme("")).required(), short("value", 100).required(),
		wordOf("verification", lexicon.Verification("")).or(string(lexicon.Unverified)),
		short("note", 1000), ref("partner", "partner").fixed(), ref("territory", "territory").fixed(), when("since"),
		when("until"),
	}},
	owner(thing("contract", "Contract", "contracts", short("description", 2000), truth("openThemes", "open_themes"),
		truth("public", "public"),
		ref("territory", "territory"), when("since"), when("until"), when("signed"))),
	owned(thing("plan", "Plan", "plans", home().required(), when("adopted"), when("annexed"), when("validated"))),
	owned(thing("theme", "Theme", "themes", home(), ref("parent", "theme"), ref("reference", "theme"),
		wordOf("match", lexicon.Match("")),
		number("position").or(int64(0)), truth("openList", "open_list"))),
	owned(thing("axis", "Axis", "axes", home().required(), ref("plan", "plan"), number("position").or(int64(0)),
		truth("priority", "priority"),
		wordOf("status", lexicon.AxisStatus("")).or(string(lexicon.AxisProposed)))),
	owned(thing("action", "Action", "actions", home().required(), short("description", 2000),
		wordOf("kind", lexicon.ActionKind("")).required(),
		wordOf("status", lexicon.Status("")), truth("openList", "open_list"), when("since"), when("until"))),
	owned(thing("group", "WorkingGroup", "working_groups", home().required(),
		wordOf("type", lexicon.GroupType("")).required(), ref("parent", "group"))),
	claim("contribution", "Contribution", "contributions", []string{"action", "axis"}, "scope_id",
		ref("partner", "partner").required(), ref("action", "action"), ref("axis", "axis"),
		wordOf("role", lexicon.Role("")).required(), amount("amount", "amount_cents")),
	claim("alignment", "Alignment", "alignments", []string{"axis"}, "scope_id",
		ref("action", "action").required(), ref("axis", "axis").required(),
		wordOf("kind", lexicon.AlignmentKind("")).required()),
	claim("membership", "Membership", "memberships", []string{"group"}, "scope_id",
		ref("partner", "partner").required(), ref("group", "group"),
		refIn("collective", End{"partner", "collective_id"}),
		wordOf("role", lexicon.Role("")).or(string(lexicon.RoleParticipant))),
	claim("relation", "Relation", "relations", []string{"contract"}, "contract_id",
		wordOf("kind", lexicon.RelationKind("")).required(), arc("subject", "subject_", subjects...).required(),
		arc("object", "object_", objects...),
		short("literal", 300), truth("openList", "open_list"), ref("contract", "contract")),
	{Prefix: "citation", Name: "Citation", Table: "citations", Owner: []string{"record"}, Scope: "scope_id",
		Fields: []*Field{
			code(), ref("source", "source").required(), refIn("record", cited...).required().fixed(), short("about", 80),
			short("value", 500),
			short("locator", 300).required(), short("quote", 300),
			wordOf("stance", lexicon.Stance("")).or(string(lexicon.Supports)),
			wordOf("basis", lexicon.Basis("")).or(string(lexicon.BasisStated)), truth("preferred", "preferred"),
			short("reason", 500), short("note", 1000),
		}},
})

// The types that relations link and citations are about, as in the schemas.
var (
	subjects = []string{
		"plan", "axis", "action", "partner", "group", "audience", "territory", "criterion", "source", "concept",
	}
	objects = append(slices.Clone(subjects), "contract", "theme", "programme")
	cited   = []End{
		{"contract", "contract_id"}, {"plan", "plan_id"}, {"theme", "theme_id"}, {"axis", "axis_id"},
		{"action", "action_id"}, {"partner", "partner_id"}, {"identifier", "identifier_id"}, {"group", "group_id"},
		{"programme", "programme_id"}, {"audience", "audience_id"}, {"territory", "territory_id"},
		{"criterion", "criterion_id"}, {"source", "document_id"}, {"concept", "concept_id"},
		{"contribution", "contribution_id"}, {"alignment", "alignment_id"}, {"membership", "membership_id"},
		{"relation", "relation_id"},
	}
)

// thing returns a type whose records have a code and a name.
func thing(prefix, name, table string, fields ...*Field) *Type {
	return &Type{Prefix: prefix, Name: name, Table: table,
		Fields: append([]*Field{code().required(), short("name", 500).required()}, fields...)}
}

// owner marks the type to which others belong.
func owner(t *Type) *Type {
	t.Scope = "id"
	return t
}

// owned marks a type that belongs to a contract.
func owned(t *Type) *Type {
	t.Owner, t.Scope = []string{"contract"}, "contract_id"
	return t
}

func claim(prefix, name, table string, owner []string, scope string, fields ...*Field) *Type {
	return &Type{Prefix: prefix, Name: name, Table: table, Owner: owner, Scope: scope, Claim: true,
		Fields: append(fields,
			code(), wordOf("status", lexicon.Status("")).or(string(lexicon.StatusMentioned)),
			wordOf("basis", lexicon.Basis("")).or(string(lexicon.BasisStated)),
			short("wording", 300), short("inference", 300), short("note", 1000), when("since"), when("until"))}
}

func (f *Field) required() *Field {
	f.Required = true
	return f
}

func (f *Field) fixed() *Field {
	f.Fixed = true
	return f
}

// or sets the default value of the field, which then always has a value.
func (f *Field) or(value any) *Field {
	f.Default = value
	return f
}

func (f *Field) like(form func(string) bool, want string) *Field {
	f.form, f.want = form, want
	return f
}

func same(v any) any { return v }

func short(name string, most int) *Field {
	return &Field{Name: name, Max: most, kind: text, column: name, toColumn: same}
}

func code() *Field { return short("code", 80).like(codeForm.MatchString, "a-z 0-9 . -") }

func wordOf[W interface {
	~string
	Values() []string
}](name string, of W) *Field {
	return &Field{Name: name, kind: word, words: of.Values(), column: name,
		toColumn: func(v any) any { return W(v.(string)) }}
}

func when(name string) *Field {
	return &Field{Name: name, kind: date, column: name,
		toColumn: func(v any) any { return lexicon.MustPartialDate(v.(string)) }}
}

func truth(name, column string) *Field {
	return &Field{Name: name, kind: flag, column: column, Default: false, toColumn: same}
}

func number(name string) *Field {
	return &Field{Name: name, kind: whole, column: name, toColumn: func(v any) any { return int(v.(int64)) }}
}

func amount(name, column string) *Field {
	return &Field{Name: name, kind: cents, column: column, toColumn: same}
}

func list(name string) *Field {
	return &Field{Name: name, Max: 200, kind: texts, column: name, Default: []string{}, toColumn: same}
}

// MergedIDs is the field that lists the ids and codes of the records that were merged into one. Each of them leads to it.
const MergedIDs = "mergedIds"

func mergedIDs() *Field {
	return &Field{Name: MergedIDs, Max: 80, ByHub: true, kind: texts, column: "merged_ids", toColumn: same}
}

func ref(name, prefix string) *Field { return refIn(name, End{prefix, name + "_id"}) }

func refIn(name string, ends ...End) *Field {
	return &Field{Name: name, kind: reference, ends: ends}
}

// home returns the field for the contract to which a record belongs permanently.
func home() *Field { return ref("contract", "contract").fixed() }

func arc(name, before string, prefixes ...string) *Field {
	ends := make([]End, len(prefixes))
	for i, p := range prefixes {
		ends[i] = End{p, before + p + "_id"}
	}
	return refIn(name, ends...)
}
