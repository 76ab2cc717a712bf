package shape

import (
	"slices"
	"strings"

	"maillage/internal/exchange/guard"
	"maillage/internal/exchange/read"
	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// hxl shapes lines that say who does what, where and when, by the tags of the Humanitarian Exchange Language. A line
// says a partner, actions, and claims that cite the file.
type hxl struct {
	reader *read.Reader
	seen   map[[16]byte]bool // facts that were said
}

func newHXL(r *read.Reader) shaper { return &hxl{r, map[[16]byte]bool{}} }

// The tags that are read, each with those that stand in for it.
var (
	orgName      = []string{"#org+name", "#org"}
	orgCode      = []string{"#org+code"}
	orgType      = []string{"#org+type"}
	orgRole      = []string{"#org+role"}
	sectorName   = []string{"#sector+name", "#sector"}
	sectorCode   = []string{"#sector+code"}
	activityName = []string{"#activity+name", "#activity"}
	activityCode = []string{"#activity+code"}
	placeCode    = []string{"#adm+code"}
	placeName    = []string{"#adm+name", "#adm"}
	audience     = []string{"#beneficiary"}
	status       = []string{"#status"}
	start        = []string{"#date+start"}
	end          = []string{"#date+end"}
)

func (s *hxl) missing() (notes []lexicon.Note) {
	known := slices.Concat(orgName, orgCode, orgType, orgRole, sectorName, sectorCode, activityName, activityCode,
		placeCode, placeName, audience, status, start, end)
	for _, c := range s.reader.Guess.Columns {
		if c.Field != "" && !slices.Contains(known, c.Field) {
			notes = append(notes, lexicon.Note{Code: lexicon.ColumnUnknown, Where: c.Name, Value: c.Field})
		}
	}
	for _, tags := range [][]string{slices.Concat(orgName, orgCode), slices.Concat(sectorName, sectorCode)} {
		if !s.has(tags) {
			notes = append(notes, lexicon.Note{Code: lexicon.ColumnMissing, Severity: lexicon.Waits, Value: tags[0]})
		}
	}
	return notes
}

func (s *hxl) findings() []lexicon.Note { return nil }

func (s *hxl) has(tags []string) bool {
	return slices.ContainsFunc(tags, func(tag string) bool {
		_, there := s.reader.Column(tag)
		return there
	})
}

// cell returns the text of the first column with one of some tags, and its cell.
func (s *hxl) cell(line read.Line, tags []string) (text, where string) {
	for _, tag := range tags {
		if c, at, there := s.reader.Value(line, tag); there {
			return guard.Remove(c.Text), at
		}
	}
	return "", ""
}

// list returns the texts of a cell between bars.
func (s *hxl) list(line read.Line, tags []string) (all []string, where string) {
	text, where := s.cell(line, tags)
	return barred(text), where
}

// barred splits a cell at its bars.
func barred(text string) (all []string) {
	for _, one := range strings.Split(text, "|") {
		if one = lexicon.TrimSpaces(one); one != "" {
			all = append(all, one)
		}
	}
	return all
}

// activity is what the facts of a line have in common.
type activity struct {
	*hxl
	line   read.Line
	home   string
	values map[string]string // of claims
	facts  []Fact
	first  *Fact // that the line says, whether or not an earlier one said it
}

func (s *hxl) shape(line read.Line) ([]Fact, error) {
	whole := newFact("contribution")
	whole.Notes = slices.Clone(line.Notes)
	if !line.Aligned {
		whole.Usable = false
		return []Fact{whole}, nil
	}
	a := &activity{hxl: s, line: line, values: map[string]string{}}
	a.readValues(&whole)
	partner, at := a.partner()
	axis, axisAt := s.cell(line, sectorCode)
	if axis == "" {
		axis, axisAt = s.cell(line, sectorName)
	}
	if contract, _, isQualified := strings.Cut(axis, "/"); isQualified {
		a.home = contract
	}
	roles := a.roles(&whole)
	actions := a.actions(axis, axisAt)
	for _, role := range roles {
		for _, action := range actions {
			a.claim("contribution", at, map[string]string{"partner": partner, "action": action}, "role", role)
		}
		if len(actions) == 0 {
			a.claim("contribution", at, map[string]string{"partner": partner, "axis": axis}, "role", role)
		}
	}
	if len(a.facts) == 0 { // said by an earlier line; the plan tells so
		a.facts = []Fact{*a.first}
	}
	a.facts[0].Notes = append(a.facts[0].Notes, whole.Notes...)
	return a.facts, nil
}

// readValues reads the status and the dates of a line.
func (a *activity) readValues(whole *Fact) {
	if text, at := a.cell(a.line, status); text != "" {
		if word, is := wordCalled[lexicon.Status](text); is {
			a.values["status"] = string(word)
		} else {
			whole.note(lexicon.WordUnknown, lexicon.Flags, at, text, "")
		}
	}
	for field, tags := range map[string][]string{"since": start, "until": end} {
		text, at := a.cell(a.line, tags)
		column, _ := a.reader.Column(tags[0])
		switch of := dateOf(text, column.Order); {
		case text == "":
		case of.code != "":
			whole.note(of.code, lexicon.Flags, at, text, "")
		default:
			a.values[field], _ = of.value.(string)
		}
	}
}

// add adds a fact, unless the file said the same before. Of what an action serves, covers and targets, the first line
// tells the status.
func (a *activity) add(f Fact) {
	if a.first == nil {
		a.first = &f
	}
	parts := []string{f.Type, f.Home}
	for _, field := range f.Of().Fields {
		text, _ := f.Values[field.Name].(string)
		if field.Name == "status" && f.Type != "contribution" {
			text = ""
		}
		parts = append(parts, text, f.References[field.Name].Name)
	}
	key := Hash(parts...)
	if !a.seen[key] {
		a.seen[key] = true
		a.facts = append(a.facts, f)
	}
}

// partner adds what a line says about its partner, and returns how others refer to it.
func (a *activity) partner() (name, where string) {
	name, where = a.cell(a.line, orgName)
	code, at := a.cell(a.line, orgCode)
	f := newFact("partner")
	f.set("name", name)
	if code = strings.ToLower(code); record.IsCode(code) {
		f.set("code", code)
		name, where = code, at
	}
	if sector, _ := a.cell(a.line, orgType); sector != "" {
		words := f.Of().Field("sector").Words()
		if word := wordIn(words, sector); slices.Contains(words, word) && word != string(lexicon.SectorUnspecified) {
			f.Values["sector"] = word
		}
	}
	if f.Text("name") != "" {
		a.add(f)
	}
	return name, where
}

// roles returns the roles of a line; that of a participant if it tells none.
func (a *activity) roles(whole *Fact) (roles []string) {
	texts, at := a.list(a.line, orgRole)
	for _, text := range texts {
		if role, is := wordCalled[lexicon.Role](text); is {
			roles = append(roles, string(role))
		} else {
			whole.note(lexicon.WordUnknown, lexicon.Flags, at, text, "")
		}
	}
	if roles == nil {
		return []string{string(lexicon.RoleParticipant)}
	}
	return roles
}

// actions adds the actions of a line, with what they serve, cover and target. It returns how others refer to them.
func (a *activity) actions(axis, axisAt string) (names []string) {
	titles, _ := a.list(a.line, activityName)
	codes, _ := a.list(a.line, activityCode)
	for i, title := range titles {
		f := newFact("action")
		f.Home = a.home
		f.Values["name"], f.Values["kind"] = title, string(lexicon.KindAction)
		name := title
		if len(codes) == len(titles) && record.IsCode(codes[i]) {
			f.Values["code"], name = codes[i], codes[i]
		}
		a.add(f)
		names = append(names, name)
		if axis != "" {
			a.claim("alignment", axisAt, map[string]string{"action": name, "axis": axis}, "kind", string(lexicon.Serves))
		}
		places, where := a.list(a.line, placeCode)
		if places == nil {
			places, where = a.list(a.line, placeName)
		}
		for _, of := range places {
			a.claim("relation", where, map[string]string{"subject": name, "object": of}, "kind", string(lexicon.Covers))
		}
		audiences, where := a.list(a.line, audience)
		for _, of := range audiences {
			a.claim("relation", where, map[string]string{"subject": name, "object": of}, "kind", string(lexicon.Targets))
		}
	}
	return names
}

// claim adds a claim, which cites the file.
func (a *activity) claim(prefix, where string, ends map[string]string, field, word string) {
	f := newFact(prefix)
	f.Home, f.Cites = a.home, true
	for name, of := range ends {
		f.refer(name, of, where)
	}
	f.Values[field] = word
	for name, value := range a.values {
		if prefix == "contribution" || name == "status" {
			f.Values[name] = value
		}
	}
	a.add(f)
}

// vocabulary is a type whose values are words with labels.
type vocabulary interface {
	~string
	Values() []string
	Label(lexicon.Language) string
}

// wordCalled returns the word that a text is, or whose label it is in one of the languages.
func wordCalled[W vocabulary](text string) (W, bool) {
	folded := lexicon.FoldWord(text)
	for _, value := range W("").Values() {
		word := W(value)
		for _, label := range []string{value, word.Label(lexicon.English), word.Label(lexicon.French)} {
			if lexicon.FoldWord(label) == folded {
				return word, true
			}
		}
	}
	return "", false
}
