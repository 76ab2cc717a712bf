package imports

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/edit"
	"maillage/internal/exchange/scdl"
	"maillage/internal/exchange/shape"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/importline"
	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// resolvePart finds the records that some lines refer to, once all names of the file are known, and compares the lines
// with the hub.
func (p *planner) resolvePart(ctx context.Context, lines []*ent.ImportLine) error {
	before, err := p.writtenAs(ctx, lines)
	if err != nil {
		return err
	}
	facts := make([]*shape.Fact, len(lines))
	for i, l := range lines {
		if facts[i], err = factOf(l); err != nil {
			return err
		}
		p.resolve(l, facts[i])
	}
	return p.transact(ctx, func(tx *ent.Client) error {
		for part := range slices.Chunk(p.fresh, batchSize) {
			if err := p.storeParties(ctx, tx, part); err != nil {
				return err
			}
		}
		p.fresh = p.fresh[:0]
		for i, l := range lines {
			p.giveParties(l)
			if err := p.compareFact(ctx, tx, l, facts[i], before[string(l.Base)]); err != nil {
				return err
			}
			fact, err := json.Marshal(facts[i])
			if err != nil {
				return err
			}
			if err := saveLine(ctx, tx, l, func(u *ent.ImportLineUpdateOne) {
				u.SetFact(fact).SetRecord(l.Record).SetCompared(l.Compared).SetRank(p.rankOf(l, facts[i])).
					SetUsable(l.Usable).SetNillableVersion(l.Version).SetNillableFunderID(l.FunderID).
					SetNillableBeneficiaryID(l.BeneficiaryID)
			}); err != nil {
				return err
			}
		}
		return p.renewLease(ctx, tx, p.row)
	})
}

// resolve finds the records that a fact refers to. What is not found waits, unless it may be a partner by its name.
func (p *planner) resolve(l *ent.ImportLine, f *shape.Fact) {
	t, home := f.Of(), p.homeOf(f)
	if contract := t.Field("contract"); contract != nil && f.References["contract"].Name == "" && !f.Delete {
		f.References["contract"] = shape.Reference{Name: p.contractFor(t, f)}
	}
	for name, r := range f.References {
		field := t.Field(name)
		if r.UID != "" || r.Slot != 0 || r.Name == "" {
			continue
		}
		uid, isAmbiguous := p.find(field.Ends(), r.Name, home)
		switch {
		case isAmbiguous:
			p.unresolved(l, field, lexicon.ReferenceAmbiguous, r)
		case uid != "":
			r.UID = uid
		case p.mayBeParty(field, r.Name):
			r.Slot = p.slotFor(l, r.Name)
		default:
			p.unresolved(l, field, lexicon.ReferenceUnknown, r)
		}
		f.References[name] = r
	}
}

// contractFor names the contract of a record whose type has one: as the file says, or that of the import.
func (p *planner) contractFor(t *record.Type, f *shape.Fact) string {
	if f.Home != "" {
		return f.Home
	}
	if p.home != 0 && !t.Claim {
		return p.homeCode
	}
	return ""
}

// unresolved notes that a name finds no record, or several. Without a record that it must have, a line is of no use.
func (p *planner) unresolved(l *ent.ImportLine, field *record.Field, code lexicon.NoteCode, r shape.Reference) {
	where := cmp.Or(r.Where, cellOf(l))
	l.Notes = append(l.Notes, lexicon.Note{Code: code, Severity: lexicon.Waits, Where: where, Value: r.Name})
	l.Usable = l.Usable && !field.Required
}

// mayBeParty reports whether a name may be that of a partner. A code or an identifier is no name.
func (p *planner) mayBeParty(field *record.Field, name string) bool {
	_, isUID := lexicon.UIDPrefix(name)
	ends := field.Ends()
	return len(ends) == 1 && ends[0].Prefix == "partner" && !isUID && !record.IsCode(name)
}

// slotFor makes a name a party of a line, and returns its number there.
func (p *planner) slotFor(l *ent.ImportLine, name string) int {
	key := p.partyOf(scdl.Party{Name: name}, l.Number)
	slots, at := p.slots[l.ID], 0
	if slots[0] != nil || l.FunderID != nil {
		at = 1
	}
	slots[at] = key
	p.slots[l.ID] = slots
	return at + 1
}

// giveParties gives a line the parties that [planner.slotFor] found, once they are stored.
func (p *planner) giveParties(l *ent.ImportLine) {
	for i, key := range p.slots[l.ID] {
		if key == nil {
			continue
		}
		of := p.parties[*key]
		row := &ent.ImportParty{ID: of.id(), Match: of.match()}
		if i == 0 {
			l.FunderID, l.Edges.Funder = &row.ID, row
		} else {
			l.BeneficiaryID, l.Edges.Beneficiary = &row.ID, row
		}
	}
	delete(p.slots, l.ID)
}

// compareFact compares a line with the record of the hub that it is about.
func (p *planner) compareFact(
	ctx context.Context, tx *ent.Client, l *ent.ImportLine, f *shape.Fact, before *ent.ImportLine,
) error {
	row, isAmbiguous := p.existing(l, f, before)
	if isAmbiguous {
		l.Usable = false
		l.Notes = append(l.Notes, lexicon.Note{Code: lexicon.ReferenceAmbiguous, Severity: lexicon.Waits,
			Where: cellOf(l), Value: titleOf(l, f)})
		return nil
	}
	if row != nil {
		l.Record, _ = row.Column("uid").(string)
		version, _ := row.Column("version").(int)
		l.Version = &version
	}
	switch {
	case f.Delete && row == nil:
		l.Compared = isGone
	case f.Delete:
		l.Compared = isDeleted
		l.Notes = append(l.Notes, lexicon.Note{Code: lexicon.DeletedInFile, Severity: lexicon.Waits, Where: cellOf(l)})
	case row != nil:
		return p.compareWith(ctx, tx, l, f, row)
	default:
		p.completeNew(l, f)
	}
	return nil
}

// existing returns the record of the hub that a line is about: by its identifier, else by what identifies such a
// record, else by an earlier import of the same line.
func (p *planner) existing(
	l *ent.ImportLine, f *shape.Fact, before *ent.ImportLine,
) (row ent.Row, isAmbiguous bool) {
	if prefix, id := p.view.ByUID(l.Record); id != 0 {
		return p.view.Record(prefix, int(id)), false
	}
	if f.ID != "" || f.Text("code") != "" && !isParty(f) && f.Of().Field("code").Required {
		return nil, false
	}
	if key, is := p.naturalKey(f.Of(), func(field *record.Field) (any, bool) { return stated(f, field) },
		p.homeOf(f)); is {
		if found := p.hubKeys(f.Of())[key]; len(found) > 0 {
			return p.view.Record(f.Type, int(found[0])), len(found) > 1
		}
	}
	if before != nil {
		if prefix, id := p.view.ByUID(before.Record); prefix == f.Type && id != 0 {
			return p.view.Record(prefix, int(id)), false
		}
	}
	return nil, false
}

// naturalKey returns a hash of the fields that identify a record. It returns false if one is not known.
func (p *planner) naturalKey(
	t *record.Type, of func(*record.Field) (any, bool), home string,
) (key [16]byte, ok bool) {
	names := edit.NaturalKey(t.Prefix)
	if names == nil {
		return key, false
	}
	parts := []string{t.Prefix}
	if t.Field("contract") != nil {
		parts = append(parts, home)
	}
	for _, name := range names {
		value, known := of(t.Field(name))
		switch {
		case !known && t.Field(name).Required:
			return key, false
		case !known, value == nil:
			if value = t.Field(name).Default; value == nil {
				value = ""
			}
		}
		parts = append(parts, fmt.Sprint(value))
	}
	return shape.Hash(parts...), true
}

// hubKeys returns the visible records of a type by their natural keys. It is made when a file first needs it.
func (p *planner) hubKeys(t *record.Type) map[[16]byte][]int32 {
	if known := p.byKey[t]; known != nil {
		return known
	}
	all := map[[16]byte][]int32{}
	for _, id := range p.view.SortedByUID(t.Prefix) {
		row := p.view.Record(t.Prefix, int(id))
		key, _ := p.naturalKey(t, func(field *record.Field) (any, bool) { return p.valueOf(row, field), true },
			p.contractOf(t, id))
		all[key] = append(all[key], id)
	}
	p.byKey[t] = all
	return all
}

// writtenAs returns the lines of earlier imports that wrote the same as some lines, by their base.
func (p *planner) writtenAs(ctx context.Context, lines []*ent.ImportLine) (map[string]*ent.ImportLine, error) {
	bases := make([]any, len(lines))
	for i, l := range lines {
		bases[i] = l.Base
	}
	found, err := p.client.ImportLine.Query().Where(
		importline.Done(true), sql.FieldNEQ("import_id", p.row.ID),
		importline.HasImportWith(inContract(p.row.ContractID)), sql.FieldIn("base", bases...),
	).Order(ent.Asc("id")).All(ctx)
	before := make(map[string]*ent.ImportLine, len(found))
	for _, l := range found {
		before[string(l.Base)] = l
	}
	return before, err
}

// completeNew completes a fact about a record that the hub does not have.
func (p *planner) completeNew(l *ent.ImportLine, f *shape.Fact) {
	for _, field := range f.Of().Fields {
		value, isStated := f.Values[field.Name]
		r := f.References[field.Name]
		isEmpty := (!isStated || value == nil) && r.Name == "" && r.UID == "" && r.Slot == 0
		isNamed := field.Name == "code" && isParty(f)
		switch {
		case field.ByHub && !p.seesAll():
			delete(f.Values, field.Name)
		case !field.Required || !isEmpty || isNamed:
		default:
			l.Usable = false
			l.Notes = append(l.Notes, lexicon.Note{Code: lexicon.ValueRequired, Severity: lexicon.Waits,
				Where: cellOf(l), Value: field.Name})
		}
	}
	if f.Of().Claim && !f.Cites && !p.names.isCited(f, l.Record, p.homeOf(f)) {
		basis, _ := stated(f, f.Of().Field("basis"))
		f.Cites = basis == nil || basis == string(lexicon.BasisStated)
	}
	p.cites = p.cites || f.Cites
}
