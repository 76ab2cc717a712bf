package imports

import (
	"context"
	"encoding/json"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/fileimport"
	"maillage/internal/gen/ent/importline"
	"maillage/internal/lexicon"
)

// maxGone is the number of records that are named as gone from a file.
const maxGone = 100

// gone returns a note for each record of the last import of the same file that this one lacks: of the same publisher,
// or else of the same name. Nothing is deleted.
func (p *planner) gone(ctx context.Context, o Options) ([]lexicon.Note, error) {
	earlier, err := p.client.FileImport.Query().Where(
		sql.FieldLT("id", p.row.ID), fileimport.StateEQ(lexicon.ImportApplied), inContract(p.row.ContractID),
		visible(p.viewer),
	).Order(ent.Desc(fileimport.FieldID)).Limit(100).All(ctx)
	if err != nil {
		return nil, err
	}
	for _, row := range earlier {
		var of Options
		if err := json.Unmarshal(row.Options, &of); err != nil {
			return nil, err
		}
		if o.Publisher != "" && of.Publisher == o.Publisher || o.Publisher == "" && row.Name == p.row.Name {
			return p.goneSince(ctx, row)
		}
	}
	return nil, nil
}

// goneSince returns a note for each record that an earlier import has and this one lacks.
func (p *planner) goneSince(ctx context.Context, before *ent.FileImport) (notes []lexicon.Note, err error) {
	lines, err := p.client.ImportLine.Query().Where(
		importline.ImportID(before.ID),
		sql.FieldIn("outcome", lexicon.OutcomeApplied, lexicon.OutcomeFlagged, lexicon.OutcomeUnchanged),
		func(s *sql.Selector) {
			t := sql.Table(importline.Table).As("same")
			s.Where(sql.NotExists(sql.Dialect(p.config.Dialect).Select(t.C("id")).From(t).Where(sql.And(
				sql.EQ(t.C("import_id"), p.row.ID), sql.ColumnsEQ(t.C("identity"), s.C("identity")),
				sql.ColumnsEQ(t.C("occurrence"), s.C("occurrence")),
			))))
		},
	).Order(ent.Asc("number")).Limit(maxGone).WithFunder().WithBeneficiary().All(ctx)
	if err != nil {
		return nil, err
	}
	for _, l := range lines {
		f, err := factOf(l)
		if err != nil {
			return nil, err
		}
		notes = append(notes, lexicon.Note{Code: lexicon.GoneFromFile, Severity: lexicon.Flags,
			Where: cellOf(l), Value: titleOf(l, f), Took: l.Record})
	}
	return notes, nil
}
