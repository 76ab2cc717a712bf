package shape

import (
	"encoding/json"
	"slices"
	"strings"

	"maillage/internal/exchange/read"
	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// lineFields begins the names of the columns that have the fields of a line of JSON.
const lineFields = "fields/"

// lineMembers are the other members of a line of JSON, as exports write it.
var lineMembers = []string{"type", "id", "version", "createdAt", "updatedAt", "position", "deleted"}

// maxMember is the length of a member of JSON in a note.
const maxMember = 200

// replay shapes the lines of JSON that the hub exports: all records, or those that changed since a position.
type replay struct{}

func (replay) missing() []lexicon.Note { return nil }

func (replay) findings() []lexicon.Note { return nil }

// isReplay reports whether a table has the members of exported lines.
func isReplay(g *read.Guess) bool {
	has := func(name string) bool {
		return slices.ContainsFunc(g.Columns, func(c read.Column) bool { return c.Header == name })
	}
	return g.Format == read.NDJSON && has("type") && has("id")
}

// shape returns the fact of a line. A line states the whole record: a field that it lacks is empty.
func (replay) shape(line read.Line) ([]Fact, error) {
	f := newFact("")
	f.Line, f.Notes, f.Exact = line.Number, slices.Clone(line.Notes), true
	where := read.CellName(0, line.Number)
	var of struct {
		record.Line
		Deleted bool `json:"deleted"`
	}
	decoder := json.NewDecoder(strings.NewReader(line.Raw))
	decoder.UseNumber()
	err := decoder.Decode(&of)
	t := record.OfName(of.Type)
	switch {
	case !line.Aligned || err != nil:
		f.Usable = false
		if line.Aligned {
			f.note(lexicon.RecordUnreadable, lexicon.Refuses, where, err.Error(), "")
		}
		return []Fact{f}, nil
	case t == nil:
		f.Usable = false
		f.note(lexicon.TypeUnknown, lexicon.Refuses, where, of.Type, "")
		return []Fact{f}, nil
	}
	f.Type, f.Delete, f.Version = t.Prefix, of.Deleted, of.Version
	f.giveID(t, of.ID, where)
	if f.Delete {
		return []Fact{f}, nil
	}
	for _, field := range t.Fields {
		f.stateMember(field, of.Fields[field.Name], where)
	}
	return []Fact{f}, nil
}

// stateMember sets a field from a JSON member. A reference that is not a string needs a decision, like any invalid
// value. If it is the contract, the line is unusable.
func (f *Fact) stateMember(field *record.Field, value any, where string) {
	text, isText := value.(string)
	if !isText && value != nil {
		member, _ := json.Marshal(value) // it comes from JSON
		text = field.Name + ": " + Clip(string(member), maxMember)
	}
	isReference := field.Name == contractColumn || field.IsReference()
	switch {
	case isReference && !isText && value != nil:
		f.state(field, said{value: value, text: text}, where)
		f.Usable = f.Usable && field.Name != contractColumn
	case field.Name == contractColumn:
		f.Home = text
	case isReference:
		f.stateReference(field, text, where)
	default:
		f.state(field, said{value: value, text: text}, where)
	}
}
