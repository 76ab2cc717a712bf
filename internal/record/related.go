package record

import "maillage/internal/lexicon"

// Related is a field that lists the records at the other end of relations. The relations are read,
// filtered and written through it.
type Related struct {
	From  string // the prefix of the type at which the relations start, which has the field
	Field string // as inputs and filters name it
	To    string // the prefix of the type at which the relations end
	Back  string // the inverse list at the other end, as filters name it
	Kinds []lexicon.RelationKind
}

// Subject returns the column of relations that refers to the record which has the field.
func (r Related) Subject() string { return "subject_" + r.From + "_id" }

// Object returns the column of relations that refers to the records which the field lists.
func (r Related) Object() string { return "object_" + r.To + "_id" }

// Status returns the status of new relations of the list. A listed predecessor has been succeeded,
// because a succession that is only mentioned changes nothing. For other relations, no status but
// ABANDONED makes a difference.
func (r Related) Status() lexicon.Status {
	if r.Kinds[0] == lexicon.Succeeds {
		return lexicon.StatusActive
	}
	return lexicon.StatusMentioned
}

// AllRelated are the lists of all types.
var AllRelated = []Related{
	{"axis", "themes", "theme", "axes", kinds(lexicon.Concerns)},
	{"axis", "audiences", "audience", "axes", kinds(lexicon.Targets)},
	{"action", "partOf", "action", "parts", kinds(lexicon.PartOf)},
	{"action", "themes", "theme", "actions", kinds(lexicon.Concerns)},
	{"action", "audiences", "audience", "actions", kinds(lexicon.Targets)},
	{"action", "territories", "territory", "actions", kinds(lexicon.Covers)},
	{"action", "programmes", "programme", "actions", kinds(lexicon.UnderProgramme, lexicon.LaureateOf)},
	{"action", "criteria", "criterion", "actions", kinds(lexicon.Concerns)},
	{"partner", "predecessors", "partner", "successors", kinds(lexicon.Succeeds)},
	{"group", "axes", "axis", "workingGroups", kinds(lexicon.Follows)},
	{"audience", "partOf", "audience", "parts", kinds(lexicon.PartOf)},
	{"territory", "partOf", "territory", "parts", kinds(lexicon.PartOf)},
}

// kinds returns the verbs of a list's relations, that of new ones first.
func kinds(of ...lexicon.RelationKind) []lexicon.RelationKind { return of }

// Related returns the lists of the type.
func (t *Type) Related() []Related {
	var own []Related
	for _, r := range AllRelated {
		if r.From == t.Prefix {
			own = append(own, r)
		}
	}
	return own
}

// RelatedBy returns the list of a type with this field; it panics when there is none.
func RelatedBy(prefix, field string) Related {
	for _, r := range AllRelated {
		if r.From == prefix && r.Field == field {
			return r
		}
	}
	panic("record: no list of related records " + prefix + "." + field)
}
