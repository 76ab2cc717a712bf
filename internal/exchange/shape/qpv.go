package shape

import (
	"slices"
	"strings"

	"maillage/internal/exchange/read"
	"maillage/internal/lexicon"
)

// qpv shapes lists of priority neighbourhoods: a line is a neighbourhood in one of its communes. It says up to five
// records: both territories with their numbers, and that one is part of the other.
type qpv struct {
	reader *read.Reader
	seen   map[string]bool // codes of the territories that were said
}

func newQPV(r *read.Reader) shaper { return &qpv{r, map[string]bool{}} }

// placed are the columns of a list that the hub has a place for.
var placed = []string{"codeCommune", "nomCommune", "codeQPV", "nomQPV"}

func (s *qpv) missing() (notes []lexicon.Note) {
	for _, c := range s.reader.Guess.Columns {
		if c.Field != "" && !slices.Contains(placed, c.Field) {
			notes = append(notes, lexicon.Note{Code: lexicon.ColumnUnknown, Where: c.Name, Value: c.Header})
		}
	}
	return notes
}

func (s *qpv) findings() []lexicon.Note { return nil }

// vintages are the years of the lists of neighbourhoods.
var vintages = map[lexicon.Scheme]int64{lexicon.QPV2015: 2015, lexicon.QPV2024: 2024}

func (s *qpv) shape(line read.Line) ([]Fact, error) {
	whole := newFact("territory")
	whole.Notes = slices.Clone(line.Notes)
	code, at, _ := s.reader.Value(line, "codeQPV")
	scheme, number, unknown := lexicon.ParseQPV(code.Text)
	if !line.Aligned || unknown != "" {
		whole.Usable = false
		if line.Aligned {
			whole.note(lexicon.QPVUnknown, lexicon.Waits, at, code.Text, "")
		}
		return []Fact{whole}, nil
	}
	facts := s.commune(line, &whole)
	name, _, _ := s.reader.Value(line, "nomQPV")
	neighbourhood := s.territory(scheme, number, name.Text, lexicon.TerritoryQPV)
	for i := range neighbourhood {
		if neighbourhood[i].Type == "territory" {
			neighbourhood[i].Values["vintage"] = vintages[scheme]
		}
	}
	if len(facts) > 0 || s.seen["commune "+s.communeOf(line)] {
		part := newFact("relation")
		part.refer("subject", territoryCode(scheme, number), at)
		part.refer("object", territoryCode(lexicon.INSEE, s.communeOf(line)), at)
		part.Values["kind"], part.Values["status"] = string(lexicon.PartOf), string(lexicon.StatusActive)
		part.Cites = true
		facts = append(facts, part)
	}
	facts = append(neighbourhood, facts...)
	if len(facts) == 0 { // said by an earlier line; the plan tells so
		facts = []Fact{territoryFact(scheme, number, name.Text, lexicon.TerritoryQPV)}
	}
	facts[0].Notes = append(facts[0].Notes, whole.Notes...)
	return facts, nil
}

// communeOf returns the number of the commune of a line; empty if it has none.
func (s *qpv) communeOf(line read.Line) string {
	c, _, _ := s.reader.Value(line, "codeCommune")
	number, _ := lexicon.ParseCommune(c.Text)
	return number
}

// commune returns the facts about the commune of a line, unless an earlier line said them.
func (s *qpv) commune(line read.Line, whole *Fact) []Fact {
	c, at, there := s.reader.Value(line, "codeCommune")
	if !there || c.Text == "" {
		return nil
	}
	number, code := lexicon.ParseCommune(c.Text)
	if code != "" {
		whole.Notes = append(whole.Notes, lexicon.NoteOn(code, at, c.Text, number))
	}
	if number == "" {
		return nil
	}
	name, _, _ := s.reader.Value(line, "nomCommune")
	s.seen["commune "+number] = true
	return s.territory(lexicon.INSEE, number, name.Text, lexicon.TerritoryCommune)
}

// territory returns the facts about a territory and its number, the first time that the file names it.
func (s *qpv) territory(scheme lexicon.Scheme, number, name string, kind lexicon.TerritoryKind) []Fact {
	code := territoryCode(scheme, number)
	if s.seen[code] {
		return nil
	}
	s.seen[code] = true
	of := newFact("identifier")
	of.refer("territory", code, "")
	of.Values["scheme"], of.Values["value"] = string(scheme), number
	return []Fact{territoryFact(scheme, number, name, kind), of}
}

func territoryFact(scheme lexicon.Scheme, number, name string, kind lexicon.TerritoryKind) Fact {
	f := newFact("territory")
	f.Values["code"], f.Values["kind"] = territoryCode(scheme, number), string(kind)
	f.set("name", name)
	f.Scheme, f.Number = scheme, number
	return f
}

// territoryCode returns the code of a territory that the hub does not have: qn05901m, commune-59350.
func territoryCode(scheme lexicon.Scheme, number string) string {
	if scheme == lexicon.INSEE {
		return "commune-" + strings.ToLower(number)
	}
	return strings.ToLower(number)
}
