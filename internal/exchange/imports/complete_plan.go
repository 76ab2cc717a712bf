package imports

import (
	"context"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/fileimport"
	"maillage/internal/gen/ent/importline"
	"maillage/internal/gen/ent/predicate"
	"maillage/internal/lexicon"
)

// completePlan adds the notes that depend on the whole file or on the hub.
func (p *planner) completePlan(ctx context.Context, findings []lexicon.Note) error {
	if err := p.analyze(ctx, "import_lines, import_parties"); err != nil {
		return err
	}
	if err := p.numberEqualLines(ctx); err != nil {
		return err
	}
	if err := p.addFindings(ctx, findings); err != nil {
		return err
	}
	return p.compareWithHub(ctx)
}

// identityPage is the number of identities that are read together.
const identityPage = 5_000

// numberEqualLines counts the records of each identity, and notes on each one after the first that it is identical. It
// walks once over the lines in the order of their identities, so that a file of equal lines costs no more than another.
func (p *planner) numberEqualLines(ctx context.Context) error {
	var last struct {
		ID, Number int
		Identity   []byte
	}
	first, count := 0, 0
	for {
		page := last
		var lines []struct {
			ID, Number int
			Identity   []byte
		}
		err := p.client.ImportLine.Query().Where(
			importline.ImportID(p.row.ID), importline.Usable(true), func(s *sql.Selector) {
				s.Where(behind(s, page.Identity, page.Number))
			},
		).Order(ent.Asc("identity", "number")).Limit(identityPage).Select("id", "number", "identity").Scan(ctx, &lines)
		if err != nil || len(lines) == 0 {
			return err
		}
		equal := map[int]equalLine{} // by id
		for _, l := range lines {
			if !slices.Equal(last.Identity, l.Identity) {
				first, count = l.Number, 0
			}
			if count++; count > 1 {
				equal[l.ID] = equalLine{first, count}
			}
			last = l
		}
		if err := p.noteEqualLines(ctx, equal); err != nil {
			return err
		}
	}
}

// behind selects the lines that come after one by identity and number. It is one comparison, so that a database begins
// in the middle of its index.
func behind(s *sql.Selector, identity []byte, number int) *sql.Predicate {
	return sql.P(func(b *sql.Builder) {
		b.WriteString("(").Ident(s.C("identity")).Comma().Ident(s.C("number")).WriteString(") > (").
			Args(orEmpty(identity), number).WriteString(")")
	})
}

// equalLine is a line that is identical to an earlier one: the number of the first, and its own count among them.
type equalLine struct{ first, occurrence int }

// noteEqualLines stores which lines are identical to earlier ones.
func (p *planner) noteEqualLines(ctx context.Context, equal map[int]equalLine) error {
	for ids := range slices.Chunk(slices.Sorted(maps.Keys(equal)), batchSize) {
		lines, err := p.client.ImportLine.Query().Where(importline.IDIn(ids...)).WithFunder().WithBeneficiary().All(ctx)
		if err != nil {
			return err
		}
		err = p.transact(ctx, func(tx *ent.Client) error {
			for _, l := range lines {
				of := equal[l.ID]
				l.Notes = append(l.Notes, p.repeatedNote(l, of.first))
				err := saveLine(ctx, tx, l, func(u *ent.ImportLineUpdateOne) { u.SetOccurrence(of.occurrence) })
				if err != nil {
					return err
				}
			}
			return p.renewLease(ctx, tx, p.row)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// repeatedNote returns the note on a line with the identity of an earlier one: another record in a file of grants, and
// elsewhere the same record twice.
func (p *planner) repeatedNote(l *ent.ImportLine, first int) lexicon.Note {
	n := lexicon.Note{Code: lexicon.IdenticalTo, Severity: lexicon.Flags, Where: cellOf(l), Value: strconv.Itoa(first)}
	if !p.isKeyed {
		n.Code, n.Severity = lexicon.RecordTwice, lexicon.Refuses
	}
	return n
}

// saveLine stores the notes of a line and what follows from them.
func saveLine(ctx context.Context, tx *ent.Client, l *ent.ImportLine, more func(*ent.ImportLineUpdateOne)) error {
	e, err := entryOf(l)
	if err != nil {
		return err
	}
	outcome, notes := e.evaluate()
	u := tx.ImportLine.UpdateOneID(l.ID).SetNotes(l.Notes).SetOutcome(outcome).SetCodes(codesOf(notes))
	if more != nil {
		more(u)
	}
	return u.Exec(ctx)
}

// addFindings adds the notes that the whole file tells to their lines.
func (p *planner) addFindings(ctx context.Context, findings []lexicon.Note) error {
	for part := range slices.Chunk(findings, batchSize) {
		err := p.transact(ctx, func(tx *ent.Client) error {
			for _, n := range part {
				number, err := strconv.Atoi(strings.TrimLeft(n.Where, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
				if err != nil {
					return fmt.Errorf("a finding names no line: %q", n.Where)
				}
				l, err := tx.ImportLine.Query().Where(importline.ImportID(p.row.ID), importline.Number(number)).
					WithFunder().WithBeneficiary().Only(ctx)
				if err != nil {
					return err
				}
				l.Notes = append(l.Notes, n)
				if err := saveLine(ctx, tx, l, nil); err != nil {
					return err
				}
			}
			return p.renewLease(ctx, tx, p.row)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// compareWithHub finds the records that the hub has already, line by line in the order of the file.
func (p *planner) compareWithHub(ctx context.Context) error {
	last, done := 0, 0
	for {
		lines, err := p.client.ImportLine.Query().Where(
			importline.ImportID(p.row.ID), sql.FieldGT("number", last), importline.Usable(true),
		).Order(ent.Asc("number")).Limit(batchSize).WithFunder().WithBeneficiary().All(ctx)
		if err != nil || len(lines) == 0 {
			return err
		}
		last = lines[len(lines)-1].Number
		if err := p.comparePart(ctx, lines); err != nil {
			return err
		}
		done += len(lines)
		p.progress(int64(done), int64(p.records))
	}
}

// comparePart compares some lines.
func (p *planner) comparePart(ctx context.Context, lines []*ent.ImportLine) error {
	if p.isKeyed {
		return p.compareKeyed(ctx, lines)
	}
	return p.resolvePart(ctx, lines)
}

// compareKeyed compares lines of a file of grants, which have keys.
func (p *planner) compareKeyed(ctx context.Context, lines []*ent.ImportLine) error {
	there, err := p.grantsOf(ctx, lines)
	if err != nil {
		return err
	}
	others, err := p.otherAmounts(ctx, lines)
	if err != nil {
		return err
	}
	if len(there)+len(others) == 0 {
		return nil
	}
	return p.transact(ctx, func(tx *ent.Client) error {
		for _, l := range lines {
			row, isOther := there[keyOf(l)], others[string(l.Base)]
			if row == nil && !isOther {
				continue
			}
			if row == nil {
				l.Compared = isOtherAmount
				err := saveLine(ctx, tx, l, func(u *ent.ImportLineUpdateOne) { u.SetCompared(l.Compared) })
				if err != nil {
					return err
				}
				continue
			}
			if err := p.compareLine(ctx, tx, l, row); err != nil {
				return err
			}
		}
		return p.renewLease(ctx, tx, p.row)
	})
}

// compareLine compares a line with the grant that has its key.
func (p *planner) compareLine(ctx context.Context, tx *ent.Client, l *ent.ImportLine, row ent.Row) error {
	f, err := factOf(l)
	if err != nil {
		return err
	}
	l.Record, _ = row.Column("uid").(string)
	if err := p.compareWith(ctx, tx, l, f, row); err != nil {
		return err
	}
	version, _ := row.Column("version").(int)
	return saveLine(ctx, tx, l, func(u *ent.ImportLineUpdateOne) {
		u.SetCompared(l.Compared).SetRecord(l.Record).SetVersion(version)
	})
}

// keyOf returns the key of the record that a line is: the same for the same record in every file.
func keyOf(l *ent.ImportLine) string {
	return hex.EncodeToString(l.Identity) + "#" + strconv.Itoa(l.Occurrence)
}

// inContract is the condition of the imports into a contract, or into the directory.
func inContract(contract *int) predicate.FileImport {
	if contract == nil {
		return fileimport.ContractIDIsNil()
	}
	return fileimport.ContractID(*contract)
}

// grantsOf returns the grants that have the keys of some lines.
func (p *planner) grantsOf(ctx context.Context, lines []*ent.ImportLine) (map[string]ent.Row, error) {
	keys := make([]any, len(lines))
	for i, l := range lines {
		keys[i] = keyOf(l)
	}
	rows, err := p.client.Rows(ctx, "grant", func(s *sql.Selector) {
		s.Where(sql.In(s.C("record_key"), keys...))
		if p.home == 0 {
			s.Where(sql.IsNull(s.C("contract_id")))
		} else {
			s.Where(sql.EQ(s.C("contract_id"), p.home))
		}
	})
	if err != nil {
		return nil, err
	}
	there := make(map[string]ent.Row, len(rows))
	for _, row := range rows {
		there[fmt.Sprint(textOf(row.Column("record_key")))] = row
	}
	return there, nil
}

// otherAmounts returns the bases of those lines that an earlier import wrote with another amount, and that the file
// does not have with that amount as well.
func (p *planner) otherAmounts(ctx context.Context, lines []*ent.ImportLine) (map[string]bool, error) {
	found, err := p.writtenBefore(ctx, lines)
	if err != nil {
		return nil, err
	}
	others := make(map[string]bool, len(found))
	for _, l := range found {
		others[string(l.Base)] = true
	}
	return others, nil
}

// writtenBefore returns the lines of earlier imports that differ from some lines in the amount only.
func (p *planner) writtenBefore(ctx context.Context, lines []*ent.ImportLine) ([]*ent.ImportLine, error) {
	bases := make([]any, 0, len(lines))
	for _, l := range lines {
		bases = append(bases, l.Base)
	}
	return p.client.ImportLine.Query().Where(
		importline.Done(true), sql.FieldNEQ("import_id", p.row.ID), importline.HasImportWith(inContract(p.row.ContractID)),
		func(s *sql.Selector) {
			t := sql.Table(importline.Table).As("same")
			now := sql.Dialect(p.config.Dialect).Select(t.C("id")).From(t).Where(sql.And(
				sql.EQ(t.C("import_id"), p.row.ID), sql.ColumnsEQ(t.C("identity"), s.C("identity")),
			))
			s.Where(sql.And(sql.In(s.C("base"), bases...), sql.NotExists(now)))
		},
	).Order(ent.Asc("id")).All(ctx)
}

// textOf returns the text behind an optional column.
func textOf(column any) any {
	if text, is := column.(*string); is && text != nil {
		return *text
	}
	return column
}
