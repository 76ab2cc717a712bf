package imports

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/fileimport"
	"maillage/internal/gen/ent/importline"
	"maillage/internal/gen/ent/importparty"
	"maillage/internal/gen/ent/partner"
	"maillage/internal/lexicon"
)

// Page selects a part of a list. A page that is read backward begins with its last item.
type Page struct {
	After, Before int // keys of items; 0 for none
	Limit         int
	Backward      bool
}

// Key returns the key of an import in the list of all.
func (i *Import) Key() int { return i.row }

// List returns a page of the imports that the viewer may see, the newest first.
func (m *Imports) List(ctx context.Context, p Page) ([]*Import, error) {
	v := access.From(ctx)
	if v == nil || v.IsPublic() {
		return nil, nil
	}
	query := m.client.FileImport.Query().Where(visible(v)).WithAccount().WithToken().WithContract()
	if p.After > 0 {
		query.Where(sql.FieldLT("id", p.After))
	}
	if p.Before > 0 {
		query.Where(sql.FieldGT("id", p.Before))
	}
	order := ent.Desc(fileimport.FieldID)
	if p.Backward {
		order = ent.Asc(fileimport.FieldID)
	}
	rows, err := query.Order(order).Limit(p.Limit).All(access.AsSystem(ctx))
	if err != nil {
		return nil, err
	}
	all := make([]*Import, len(rows))
	for i, row := range rows {
		one, err := toImport(row)
		if err != nil {
			return nil, err
		}
		all[i] = &one
	}
	return all, nil
}

// Count counts the imports that the viewer may see.
func (m *Imports) Count(ctx context.Context) (int, error) {
	v := access.From(ctx)
	if v == nil || v.IsPublic() {
		return 0, nil
	}
	return m.client.FileImport.Query().Where(visible(v)).Count(access.AsSystem(ctx))
}

// seenRows returns the public identifiers of those of some imports that the viewer may see, by row.
func (m *Imports) seenRows(ctx context.Context, ids []string) (map[int]string, error) {
	v := access.From(ctx)
	if v == nil {
		return nil, nil
	}
	rows, err := m.client.FileImport.Query().Where(fileimport.UIDIn(ids...), visible(v)).
		Select(fileimport.FieldID, fileimport.FieldUID).All(access.AsSystem(ctx))
	uids := make(map[int]string, len(rows))
	for _, row := range rows {
		uids[row.ID] = row.UID
	}
	return uids, err
}

// belongsTo selects the rows of some imports.
func belongsTo(imports map[int]string) func(*sql.Selector) {
	ids := make([]any, 0, len(imports))
	for id := range imports {
		ids = append(ids, id)
	}
	return func(s *sql.Selector) { s.Where(sql.In(s.C("import_id"), ids...)) }
}

// limit limits a query of a table to the rows that a page holds of each of some imports, in the order of the column
// key. Each import is a query of its own within the statement, which ends once its page is full.
func (p Page) limit(s *sql.Selector, imports map[int]string, key string, condition func(*sql.Selector)) {
	order := sql.Asc
	if p.Backward {
		order = sql.Desc
	}
	var all *sql.Selector
	for _, id := range slices.Sorted(maps.Keys(imports)) {
		t := sql.Table(s.TableName())
		one := sql.Dialect(s.Dialect()).Select(t.C("id")).From(t).Where(sql.EQ(t.C("import_id"), id)).
			OrderBy(order(t.C(key))).Limit(p.Limit)
		condition(one)
		if p.After > 0 {
			one.Where(sql.GT(t.C(key), p.After))
		}
		if p.Before > 0 {
			one.Where(sql.LT(t.C(key), p.Before))
		}
		ids := sql.Dialect(s.Dialect()).Select("id").From(one.As("page"))
		if all == nil {
			all = ids
			continue
		}
		all.UnionAll(ids)
	}
	s.Where(sql.In(s.C("id"), all)).OrderBy(order(s.C(key)))
}

// condition selects the lines of a filter.
func (f LineFilter) condition(s *sql.Selector) {
	if len(f.Outcomes) > 0 {
		sql.FieldIn("outcome", f.Outcomes...)(s)
	}
	if f.Code != "" {
		sql.FieldContains("codes", " "+strings.TrimSpace(string(f.Code))+" ")(s)
	}
}

// isOpen selects parties on which a person has to decide.
func isOpen(s *sql.Selector) {
	sql.FieldNotIn("match", lexicon.MatchNew, lexicon.MatchNumber)(s)
	undecided(s)
}

// LinesOf returns a page of the lines of each of some imports, in the order of the file, with one statement.
func (m *Imports) LinesOf(ctx context.Context, ids []string, f LineFilter, p Page) (map[string][]*Line, error) {
	of, err := m.seenRows(ctx, ids)
	if err != nil || len(of) == 0 {
		return nil, err
	}
	rows, err := m.client.ImportLine.Query().Where(func(s *sql.Selector) {
		p.limit(s, of, importline.FieldNumber, f.condition)
	}).WithFunder().WithBeneficiary().All(access.AsSystem(ctx))
	if err != nil {
		return nil, err
	}
	lines, err := m.toLines(ctx, rows)
	found := map[string][]*Line{}
	for i := range lines {
		uid := of[rows[i].ImportID]
		found[uid] = append(found[uid], &lines[i])
	}
	return found, err
}

// PartiesOf returns a page of the parties of each of some imports, in the order in which the file names them.
func (m *Imports) PartiesOf(ctx context.Context, ids []string, open bool, p Page) (map[string][]*Party, error) {
	of, err := m.seenRows(ctx, ids)
	if err != nil || len(of) == 0 {
		return nil, err
	}
	rows, err := m.client.ImportParty.Query().Where(func(s *sql.Selector) {
		p.limit(s, of, importparty.FieldID, openOrAll(open))
	}).All(access.AsSystem(ctx))
	if err != nil {
		return nil, err
	}
	parties, err := m.toParties(ctx, rows)
	found := map[string][]*Party{}
	for i := range parties {
		uid := of[rows[i].ImportID]
		found[uid] = append(found[uid], &parties[i])
	}
	return found, err
}

func openOrAll(open bool) func(*sql.Selector) {
	if open {
		return isOpen
	}
	return func(*sql.Selector) {}
}

// grouped is a number of rows of an import.
type grouped struct {
	ImportID int `json:"import_id"`
	Outcome  lexicon.ImportOutcome
	Codes    string
	Count    int
}

// CountLines counts the lines of each of some imports that a filter selects.
func (m *Imports) CountLines(ctx context.Context, ids []string, f LineFilter) (map[string]int, error) {
	of, err := m.seenRows(ctx, ids)
	if err != nil || len(of) == 0 {
		return nil, err
	}
	var groups []grouped
	err = m.client.ImportLine.Query().Where(belongsTo(of), f.condition).GroupBy("import_id").Aggregate(ent.Count()).
		Scan(access.AsSystem(ctx), &groups)
	return byImport(of, groups), err
}

// CountParties counts the parties of each of some imports.
func (m *Imports) CountParties(ctx context.Context, ids []string, open bool) (map[string]int, error) {
	of, err := m.seenRows(ctx, ids)
	if err != nil || len(of) == 0 {
		return nil, err
	}
	var groups []grouped
	err = m.client.ImportParty.Query().Where(belongsTo(of), openOrAll(open)).GroupBy("import_id").
		Aggregate(ent.Count()).Scan(access.AsSystem(ctx), &groups)
	return byImport(of, groups), err
}

func byImport(of map[int]string, groups []grouped) map[string]int {
	counts := map[string]int{}
	for _, g := range groups {
		counts[of[g.ImportID]] = g.Count
	}
	return counts
}

// CountsOf counts the lines of each of some imports by outcome and by code. The outcomes sum to the records of a file.
func (m *Imports) CountsOf(ctx context.Context, ids []string) (map[string]Counts, error) {
	of, err := m.seenRows(ctx, ids)
	if err != nil || len(of) == 0 {
		return nil, err
	}
	var groups []grouped
	err = m.client.ImportLine.Query().Where(belongsTo(of)).GroupBy("import_id", "outcome", "codes").
		Aggregate(ent.Count()).Scan(access.AsSystem(ctx), &groups)
	if err != nil {
		return nil, err
	}
	open, err := m.CountParties(ctx, ids, true)
	counts := map[string]Counts{}
	for _, uid := range of {
		counts[uid] = Counts{map[lexicon.ImportOutcome]int{}, map[lexicon.NoteCode]int{}, open[uid]}
	}
	for _, g := range groups {
		c := counts[of[g.ImportID]]
		c.Outcomes[g.Outcome] += g.Count
		for _, code := range strings.Fields(g.Codes) {
			c.Codes[lexicon.NoteCode(code)] += g.Count
		}
	}
	return counts, err
}

// toLines returns stored lines as the viewer may see them.
func (m *Imports) toLines(ctx context.Context, rows []*ent.ImportLine) ([]Line, error) {
	var parties []*ent.ImportParty
	for _, l := range rows {
		for _, of := range []*ent.ImportParty{l.Edges.Funder, l.Edges.Beneficiary} {
			if of != nil {
				parties = append(parties, of)
			}
		}
	}
	if err := m.hideUnseen(ctx, parties); err != nil {
		return nil, err
	}
	all := make([]Line, len(rows))
	for i, l := range rows {
		e, err := entryOf(l)
		if err != nil {
			return nil, err
		}
		f, err := factOf(l)
		if err != nil {
			return nil, err
		}
		_, notes := e.evaluate()
		all[i] = Line{Number: l.Number, Outcome: l.Outcome, Done: l.Done, Notes: notes, Raw: l.Raw, Choice: l.Choice,
			Place: cellOf(l), Title: titleOf(l, f)}
		if f.Of() != nil {
			all[i].Type = f.Of().Word()
		}
		if l.Done || l.Compared == isSame || l.Compared == isChanged {
			all[i].Record = l.Record
		}
	}
	return all, nil
}

// toParties returns stored parties as the viewer may see them.
func (m *Imports) toParties(ctx context.Context, rows []*ent.ImportParty) ([]Party, error) {
	if err := m.hideUnseen(ctx, rows); err != nil {
		return nil, err
	}
	all := make([]Party, len(rows))
	for i, of := range rows {
		all[i] = Party{Number: of.ID, Name: of.Name, SIREN: of.Siren, SIRET: of.Siret, RNA: of.Rna, Line: of.Line,
			Match: of.Match, Choice: of.Choice, Partner: of.Partner}
		q := question{match: of.Match, choice: of.Choice}
		all[i].IsOpen = q.isOpen()
		if of.Partner == "" && of.Choice != NewOne && of.Choice != LeaveOut {
			all[i].Choice = "" // a partner that the viewer does not see
		}
		var err error
		if all[i].Candidates, err = candidatesOf(of); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// hideUnseen takes from parties the partners that the viewer does not see: who made the plan may see more.
func (m *Imports) hideUnseen(ctx context.Context, parties []*ent.ImportParty) error {
	var named []string
	candidates := make([][]Candidate, len(parties))
	for i, of := range parties {
		var err error
		if candidates[i], err = candidatesOf(of); err != nil {
			return err
		}
		named = append(named, of.Partner)
		for _, c := range candidates[i] {
			named = append(named, c.Partner)
		}
	}
	slices.Sort(named)
	there, err := m.db(ctx).Partner.Query().Where(partner.UIDIn(slices.Compact(named)...)).Select(partner.FieldUID).
		Strings(ctx)
	if err != nil {
		return err
	}
	seen := make(map[string]bool, len(there))
	for _, uid := range there {
		seen[uid] = true
	}
	for i, of := range parties {
		left := slices.DeleteFunc(slices.Clone(candidates[i]), func(c Candidate) bool { return !seen[c.Partner] })
		if len(left) < len(candidates[i]) {
			if of.Candidates, err = json.Marshal(left); err != nil {
				return err
			}
		}
		if !seen[of.Partner] {
			of.Partner = "" // also of one that does not exist yet
		}
	}
	return nil
}
