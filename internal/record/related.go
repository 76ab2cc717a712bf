package record

import "maillage/internal/lexicon"

// Related is a field that lists the records at the other end of relations. They are read, filtered and written by it.
type Related struct {
	From  string // the prefix of the type that relations start from, which has the field
	Field string // as inputs and filters call it
	To    string // the prefix of the type that relations lead to
	Back  string // the same list, read from the other end, as filters call it
	Kinds []lexicon.RelationKind
}

// Subject is the column of relations that holds the record which has the field.
func (r Related) Subject() string { return "subject_" + r.From + "_id" }

// Object is the column of relations that holds the records which the field lists.
func (r Related) Object() string { return "object_" + r.To + "_id" }

// Status is that of new relations of the list. Whoever lists a predecessor says that it has been succeeded, for a
// succession that is only spoken of changes nothing; of the others only ABANDONED says more.
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

// kinds are the verbs of a list's relations, that of new ones first.
func kinds(of ...lexicon.RelationKind) []lexicon.RelationKind { return of }

// Related are the lists of the type.
func (t *Type) Related() []Related {
	var own []Related
	for _, r := range AllRelated {
		if r.From == t.Prefix {
			own = append(own, r)
		}
	}
	return own
}

// RelatedBy is the list of a type with this field; it panics when there is none.
func RelatedBy(prefix, field string) Related {
	for _, r := range AllRelated {
		if r.From == prefix && r.Field == field {
			return r
		}
	}
	panic("record: no list of related records " + prefix + "." + field)
}
