package shape

import (
	"cmp"
	"slices"
	"strings"

	"maillage/internal/exchange/guard"
	"maillage/internal/exchange/read"
	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// network is what the tables of a file of Kumu share: the types of the elements, by label and identifier, folded.
type network struct{ types map[string]string }

func (n *network) add(name, prefix string) {
	if n.types == nil {
		n.types = map[string]string{}
	}
	n.types[lexicon.FoldWord(name)] = prefix
}

// typeOf returns the type of an element; empty for one that the file does not list.
func (n *network) typeOf(name string) string {
	if prefix, isUID := lexicon.UIDPrefix(name); isUID {
		return prefix
	}
	return n.types[lexicon.FoldWord(name)]
}

// sheet reads the cells of a table of Kumu by their headers, folded. Two blank rows end it.
type sheet struct {
	reader    *read.Reader
	links     *network
	columns   map[string]int
	isGuarded bool
	last      int // the last line that was read
	isOver    bool
}

// ignored marks columns and tables that Kumu leaves out.
const ignored = "(ignore)"

func newSheet(r *read.Reader, links *network) sheet {
	s := sheet{reader: r, links: links, columns: map[string]int{}, last: r.Guess.HeaderLine}
	s.isGuarded = r.Guess.Format == read.TextTable || r.Guess.Format == read.TablesInZip
	for i, c := range r.Guess.Columns {
		name := lexicon.FoldWord(c.Header)
		if _, twice := s.columns[name]; !twice && !strings.Contains(strings.ToLower(c.Header), ignored) && !c.Personal {
			s.columns[name] = i
		}
	}
	return s
}

func (s *sheet) missing() []lexicon.Note { return nil }

func (s *sheet) findings() []lexicon.Note { return nil }

// begin returns the empty fact of a line. It is unusable behind the end of the table.
func (s *sheet) begin(prefix string, line read.Line) Fact {
	f := newFact(prefix)
	f.Notes, f.Usable = slices.Clone(line.Notes), line.Aligned
	if s.isOver = s.isOver || line.Number > s.last+2; s.isOver {
		f.Usable = false
		f.note(lexicon.TableEnded, lexicon.Refuses, read.CellName(0, line.Number), "", "")
	}
	s.last = line.Number + max(line.Lines, 1) - 1
	return f
}

// cell returns the text of a column, and its cell.
func (s *sheet) cell(line read.Line, header string) (c read.Cell, where string) {
	at, there := s.columns[header]
	if !there || at >= len(line.Cells) {
		return read.Cell{}, ""
	}
	if c = line.Cells[at]; s.isGuarded {
		c.Text = guard.Remove(c.Text)
	}
	return c, read.CellName(at, line.Number)
}

// text returns the text of the first of some columns that has one.
func (s *sheet) text(line read.Line, headers ...string) string {
	for _, header := range headers {
		if c, _ := s.cell(line, header); c.Text != "" {
			return c.Text
		}
	}
	return ""
}

// stateRest states the fields of a type for which the table has columns, and the dates.
func (s *sheet) stateRest(f *Fact, line read.Line) {
	values := table{of: f.Of(), reader: s.reader}
	for _, field := range f.Of().Fields {
		header := lexicon.FoldWord(field.Name)
		if field.IsReference() || field.Name == "translations" || f.Values[field.Name] != nil {
			continue
		}
		c, where := s.cell(line, header)
		if c.Text == "" {
			c, where = s.cell(line, map[string]string{"since": "start", "until": "end"}[header])
		}
		if field.Kind() == record.KindTexts {
			c.Text = strings.Join(barred(c.Text), "|")
		}
		if c.Text != "" {
			f.state(field, values.value(field, c), where)
		}
	}
}

// elements shapes the elements of a network.
type elements struct{ sheet }

func newElements(r *read.Reader, links *network) shaper { return &elements{newSheet(r, links)} }

func (s *elements) shape(line read.Line) ([]Fact, error) {
	f := s.begin("", line)
	if !f.Usable {
		return []Fact{f}, nil
	}
	label, kind := s.text(line, "label"), s.text(line, "type")
	t := thingCalled(kind)
	if t == nil {
		_, where := s.cell(line, "type")
		f.Usable = false
		f.note(lexicon.TypeUnknown, lexicon.Refuses, cmp.Or(where, read.CellName(0, line.Number)), kind, "")
		return []Fact{f}, nil
	}
	f.Type, f.Home = t.Prefix, s.text(line, "contract")
	if id := s.text(line, "id"); id != "" {
		s.links.add(id, t.Prefix)
		if prefix, isUID := lexicon.UIDPrefix(id); isUID && prefix == t.Prefix {
			f.ID = id
		}
	}
	s.links.add(label, t.Prefix)
	f.set("name", label)
	s.stateRest(&f, line)
	if t.Prefix == "action" && f.Values["kind"] == nil {
		f.Values["kind"] = string(lexicon.KindAction)
	}
	return []Fact{f}, nil
}

// otherNames are the types of elements in the words of other people.
var otherNames = map[string]string{
	"organisation": "partner", "organization": "partner", "association": "partner", "structure": "partner",
	"project": "action", "projet": "action", "activity": "action", "activite": "action", "axe": "axis",
	"objectif": "axis", "goal": "axis", "workinggroup": "group",
}

// thingCalled returns the type of things that a word means; nil for none. Claims and parts of records are no things.
func thingCalled(word string) *record.Type {
	folded := lexicon.FoldWord(word)
	for _, t := range record.Types {
		if t.Claim || t.Field("name") == nil {
			continue
		}
		names := []string{string(t.Word()), t.Word().Label(lexicon.English), t.Word().Label(lexicon.French)}
		isCalled := func(name string) bool { return lexicon.FoldWord(name) == folded }
		if slices.ContainsFunc(names, isCalled) || otherNames[folded] == t.Prefix {
			return t
		}
	}
	return nil
}

// connections shapes the connections of a network: claims, where their type says so.
type connections struct{ sheet }

func newConnections(r *read.Reader, links *network) shaper { return &connections{newSheet(r, links)} }

func (s *connections) shape(line read.Line) ([]Fact, error) {
	first := s.begin("", line)
	if !first.Usable {
		return []Fact{first}, nil
	}
	from, to := barred(s.text(line, "from", "source")), barred(s.text(line, "to", "target"))
	var facts []Fact
	for _, one := range from {
		for _, other := range to {
			facts = append(facts, s.connection(line, one, other))
		}
	}
	if facts == nil {
		_, where := s.cell(line, "to")
		first.Usable = false
		first.note(lexicon.ValueRequired, lexicon.Waits, cmp.Or(where, read.CellName(0, line.Number)), "", "")
		return []Fact{first}, nil
	}
	facts[0].Notes = append(first.Notes, facts[0].Notes...)
	return facts, nil
}

// connection returns the claim that a connection between two elements is.
func (s *connections) connection(line read.Line, from, to string) Fact {
	kind, label := s.text(line, "type"), s.text(line, "label")
	prefix, field, word := claimCalled(kind, label, s.links.typeOf(from), s.links.typeOf(to))
	f := newFact(prefix)
	if prefix == "" {
		_, where := s.cell(line, "type")
		f.Usable = false
		f.note(lexicon.TypeUnknown, lexicon.Refuses, cmp.Or(where, read.CellName(0, line.Number)),
			strings.Join([]string{from, cmp.Or(kind, label, "?"), to}, " → "), "")
		return f
	}
	_, at := s.cell(line, "to")
	ends := endsOf(f.Of(), s.links.typeOf(from), s.links.typeOf(to))
	f.refer(ends[0], from, at)
	f.refer(ends[1], to, at)
	f.Home, f.Cites = s.text(line, "contract"), true
	if id := s.text(line, "id"); id != "" {
		if of, isUID := lexicon.UIDPrefix(id); isUID && of == prefix {
			f.ID = id
		}
	}
	if word != "" {
		f.Values[field] = word
	}
	s.stateRest(&f, line)
	return f
}

// claimCalled returns the type of the claim that a connection between elements of two types is, with the field that its
// type or label gives. The type is empty if the hub has no place for it.
func claimCalled(kind, label, from, to string) (prefix, field, word string) {
	text := kind
	if t := record.OfWord(lexicon.RecordType(strings.ToUpper(kind))); t != nil && t.Claim {
		prefix, text = t.Prefix, label
	} else if kind == "" {
		text = label
	}
	role, isRole := wordCalled[lexicon.Role](text)
	relation, isRelation := wordCalled[lexicon.RelationKind](text)
	alignment, isAlignment := wordCalled[lexicon.AlignmentKind](text)
	isDone := to == "action" || to == "axis"
	switch {
	case from == "partner" && isDone && (prefix == "contribution" || prefix == "" && isRole):
		if !isRole {
			role = lexicon.RoleParticipant
		}
		return "contribution", "role", string(role)
	case from == "partner" && (to == "group" || to == "partner") && prefix == "membership":
		return "membership", "role", string(role)
	case from == "action" && to == "axis" && (prefix == "alignment" || prefix == "" && isAlignment):
		return "alignment", "kind", string(alignment)
	case from != "" && to != "" && isRelation && (prefix == "relation" || prefix == ""):
		return "relation", "kind", string(relation)
	}
	return "", "", ""
}

// endsOf returns the fields of a claim for records of two types.
func endsOf(t *record.Type, from, to string) (ends [2]string) {
	for _, f := range t.Fields {
		_, takesFrom := f.ColumnFor(from)
		_, takesTo := f.ColumnFor(to)
		switch {
		case ends[0] == "" && takesFrom && f.Name != contractColumn:
			ends[0] = f.Name
		case ends[1] == "" && takesTo && f.Name != contractColumn:
			ends[1] = f.Name
		}
	}
	return ends
}
