package imports

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"maillage/internal/edit"
	"maillage/internal/exchange/shape"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/partner"
	"maillage/internal/lexicon"
)

// maxQuote is the length of a quote of a citation.
const maxQuote = 300

// addLine adds the steps of a line: its new partners, and its record.
func (m *Imports) addLine(ctx context.Context, row *ent.FileImport, b *batch, l *ent.ImportLine) error {
	f, err := factOf(l)
	if err != nil {
		return err
	}
	path := []string{"line", strconv.Itoa(l.Number)}
	if isParty(f) && l.Compared == "" {
		return m.addPartner(ctx, b, l, f, path)
	}
	set, parties := f.Values, []*ent.ImportParty{l.Edges.Funder, l.Edges.Beneficiary}
	for name, r := range f.References {
		switch {
		case r.Slot > 0:
			of := parties[r.Slot-1]
			uid, isNew := partnerOf(of)
			if isNew && !of.Created && !slices.Contains(b.created, of.ID) {
				b.created = append(b.created, of.ID)
				code, err := m.codeOf(ctx, of)
				if err != nil {
					return err
				}
				b.steps = append(b.steps, partnerSteps(row, f, of, uid, code, path)...)
			}
			set[name] = uid
		case r.UID != "":
			set[name] = r.UID
		case r.Name == "":
			set[name] = nil
		} // else it was not found: taken all the same, the line leaves the field as it is
	}
	if f.Cites {
		set["citations"] = []any{citationOf(row, l)}
	}
	step, err := m.stepOf(ctx, row, b, l, f, set)
	if err != nil {
		return err
	}
	step.Type, step.Path, step.Set = f.Type, path, set
	b.lines, b.steps = append(b.lines, l), append(b.steps, step)
	return nil
}

// citationOf cites a line of the file.
func citationOf(row *ent.FileImport, l *ent.ImportLine) map[string]any {
	locator := "ligne " + strconv.Itoa(l.Number)
	if l.Place != "" {
		locator = l.Place
	}
	var quote any
	if l.Raw != "" {
		quote = shape.Clip(l.Raw, maxQuote)
	}
	return map[string]any{"source": row.Source, "locator": locator, "quote": quote}
}

// stepOf returns how a line is written, and completes what it sets.
func (m *Imports) stepOf(
	ctx context.Context, row *ent.FileImport, b *batch, l *ent.ImportLine, f *shape.Fact, set map[string]any,
) (edit.Step, error) {
	switch {
	case l.Compared == isDeleted:
		clear(set)
		set["id"], set["version"] = l.Record, *l.Version
		return edit.Step{Verb: edit.Delete}, nil
	case l.Compared == isChanged:
		keepChanged(set, l)
		set["id"], set["version"] = l.Record, *l.Version
		return edit.Step{Verb: edit.Update}, nil
	case l.Compared == isOtherAmount && l.Choice == Correct:
		before, err := m.corrected(ctx, row, l)
		if err != nil {
			return edit.Step{}, err
		}
		l.Record = before.Record
		set["id"], set["recordKey"] = before.Record, keyOf(l)
		return edit.Step{Verb: edit.Update}, nil
	case f.IsKeyed:
		set["recordKey"] = keyOf(l)
		if row.Edges.Contract != nil {
			set["contract"] = row.Edges.Contract.UID
		}
	case f.ID != "" && !b.seesAll:
		set["id"] = f.ID // which the rules refuse
		return edit.Step{Verb: edit.Create}, nil
	case f.ID == "" && edit.NaturalKey(f.Type) != nil:
		// People may have decided that it is about a known partner.
		return edit.Step{Verb: edit.Upsert, New: l.Record}, nil
	}
	return edit.Step{Verb: edit.Create, New: l.Record}, nil
}

// addPartner adds the step of a line about a partner that it only names. As people decided it is a new one, or one of
// the hub, to which the line adds what it states.
func (m *Imports) addPartner(
	ctx context.Context, b *batch, l *ent.ImportLine, f *shape.Fact, path []string,
) error {
	of := l.Edges.Funder
	uid, isNew := partnerOf(of)
	step := edit.Step{Verb: edit.Create, Type: f.Type, New: uid, Set: f.Values, Path: path}
	if isNew && !of.Created && !slices.Contains(b.created, of.ID) {
		code, err := m.codeOf(ctx, of)
		if err != nil {
			return err
		}
		b.created = append(b.created, of.ID)
		step.Set["code"] = code
	} else {
		maps.DeleteFunc(step.Set, func(name string, value any) bool { return value == nil || name == "name" })
		step.Verb, step.New, step.Set["id"] = edit.Update, "", uid
	}
	l.Record = uid
	b.lines, b.steps, b.renamed = append(b.lines, l), append(b.steps, step), append(b.renamed, l)
	return nil
}

// keepChanged keeps of the fields of a record those in which the line differs from the hub.
func keepChanged(set map[string]any, l *ent.ImportLine) {
	var changed []string
	for _, n := range l.Notes {
		if n.Code == lexicon.ChangedSince {
			changed = strings.Split(n.Value, ", ")
		}
	}
	maps.DeleteFunc(set, func(field string, _ any) bool {
		return field != "citations" && !slices.Contains(changed, field)
	})
}

// corrected returns the line by which the grant came whose amount a line corrects.
func (m *Imports) corrected(ctx context.Context, row *ent.FileImport, l *ent.ImportLine) (*ent.ImportLine, error) {
	p := &planner{Imports: m, row: row}
	before, err := p.writtenBefore(ctx, []*ent.ImportLine{l})
	if err == nil && len(before) == 0 {
		err = fmt.Errorf("line %d corrects a grant that is gone", l.Number)
	}
	if err != nil {
		return nil, err
	}
	return before[len(before)-1], nil
}

// partnerOf returns the partner that a party is, and whether the import creates it.
func partnerOf(of *ent.ImportParty) (uid string, isNew bool) {
	switch {
	case of.Choice == NewOne, of.Choice == "" && of.Match == lexicon.MatchNew:
		return of.Partner, true
	case of.Choice != "":
		return of.Choice, false
	}
	return of.Partner, false
}

// partnerSteps returns the steps that create a partner with the numbers that the file gives.
func partnerSteps(
	row *ent.FileImport, f *shape.Fact, of *ent.ImportParty, uid, code string, path []string,
) []edit.Step {
	path = append(path, "partner", strconv.Itoa(of.ID)) // the line may create two
	set := map[string]any{"code": code, "name": of.Name}
	if f.IsKeyed {
		set["citations"] = []any{map[string]any{"source": row.Source, "locator": "ligne " + strconv.Itoa(of.Line)}}
	}
	steps := []edit.Step{{Verb: edit.Create, Type: "partner", New: uid, Path: path, Set: set}}
	for scheme, value := range map[lexicon.Scheme]string{
		lexicon.SIREN: of.Siren, lexicon.SIRET: of.Siret, lexicon.RNA: of.Rna,
	} {
		if value != "" && (scheme != lexicon.SIREN || of.Siret == "") { // a SIRET tells its SIREN
			steps = append(steps, edit.Step{
				Verb: edit.Create, Type: "identifier", Path: append(slices.Clone(path), string(scheme)),
				Set: map[string]any{"partner": uid, "scheme": string(scheme), "value": value},
			})
		}
	}
	return steps
}

// maxSlug is the number of letters of a name that a code begins with.
const maxSlug = 40

// partyCode returns the code of a new partner: the beginning of its name, and what makes it unique. It is the same
// whenever the partner is imported.
func partyCode(name, siren, rna string, key []byte) string {
	return codeFor(name, cmp.Or(siren, strings.ToLower(rna), fmt.Sprintf("%x", key[:5])))
}

// codeOf returns the code of the partner that an import makes of a party. A person may have decided that it is a new
// one although the hub has a partner with its code: then its identifier makes the code unique.
func (m *Imports) codeOf(ctx context.Context, of *ent.ImportParty) (string, error) {
	code := partyCode(of.Name, of.Siren, of.Rna, of.Key)
	if of.Choice != NewOne {
		return code, nil
	}
	isTaken, err := m.client.Partner.Query().Where(partner.Code(code)).Exist(ctx)
	if isTaken {
		code = codeFor(of.Name, of.Partner[len(of.Partner)-codeTail:])
	}
	return code, err
}

// codeTail is the number of letters of an identifier that make a code unique.
const codeTail = 10
