package imports

import (
	"context"
	"slices"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/importline"
)

// place is the last line that a batch has dealt with: the next batch begins after it. Lines of grants are written in
// the order of the file, by number. Where lines refer to each other, they are written by rank, and by number within
// a rank.
type place struct {
	isRanked bool
	rank     int64
	number   int
}

// next selects the lines behind a place, in order.
func (p place) next(s *sql.Selector) {
	if !p.isRanked {
		s.Where(sql.GT(s.C("number"), p.number)).OrderBy(s.C("number"))
		return
	}
	s.Where(sql.And(sql.GT(s.C("rank"), 0), sql.P(func(b *sql.Builder) {
		b.WriteString("(").Ident(s.C("rank")).Comma().Ident(s.C("number")).WriteString(") > (").Args(p.rank, p.number).
			WriteString(")")
	}))).OrderBy(s.C("rank"), s.C("number"))
}

// at returns the place of a line.
func (p place) at(l *ent.ImportLine) place { return place{p.isRanked, l.Rank, l.Number} }

// analyze gathers statistics of tables that an import fills. Without them, PostgreSQL reads a whole table where it
// should use an index.
func (m *Imports) analyze(ctx context.Context, tables string) error {
	if !m.postgres {
		return nil
	}
	_, err := m.exec(ctx, m.client, "ANALYZE "+tables)
	return err
}

// isAnalyzedAfter reports whether tables are analyzed after a batch: after the first one, and ever more rarely.
func isAnalyzedAfter(batch int) bool { return batch&(batch-1) == 0 && batch <= 64 }

// linesToWrite returns lines after one that are still to be written, and the last line that it looked at. Only the
// index by number fits: with more conditions, a database without statistics sorts all lines for each batch.
func (m *Imports) linesToWrite(
	ctx context.Context, row *ent.FileImport, after place,
) (lines []*ent.ImportLine, last place, err error) {
	for last = after; len(lines) == 0; {
		lines, err = m.client.ImportLine.Query().Where(importline.ImportID(row.ID), last.next).
			Limit(batchSize).WithFunder().WithBeneficiary().All(ctx)
		if err != nil || len(lines) == 0 {
			return nil, last, err
		}
		lines = wholeGroups(lines)
		last = last.at(lines[len(lines)-1])
		lines = slices.DeleteFunc(lines, func(l *ent.ImportLine) bool {
			return l.Done || !slices.Contains(writable, l.Outcome)
		})
	}
	return lines, last, nil
}

// beforeFirst returns the place before the first line that is still to be written, so that an import which goes on does
// not read again what it has written.
func (m *Imports) beforeFirst(ctx context.Context, row *ent.FileImport, start place) (place, error) {
	first, err := m.client.ImportLine.Query().Where(importline.ImportID(row.ID), importline.Done(false),
		sql.FieldIn("outcome", writable...), start.next).Limit(1).All(ctx)
	if err != nil || len(first) == 0 {
		return start, err
	}
	before := start.at(first[0])
	before.number--
	return before, nil
}

// wholeGroups leaves out the lines at the end of a full page whose group may go on behind it.
func wholeGroups(lines []*ent.ImportLine) []*ent.ImportLine {
	end := len(lines)
	for end > 1 && isTogether(lines[end-2], lines[end-1]) {
		end--
	}
	if len(lines) < batchSize || end == 1 {
		return lines
	}
	return lines[:end-1]
}
