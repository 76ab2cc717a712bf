package imports

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/exchange/match"
	"maillage/internal/exchange/read"
	"maillage/internal/exchange/scdl"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/fileimport"
	"maillage/internal/gen/ent/importline"
	"maillage/internal/gen/ent/importparty"
	"maillage/internal/lexicon"
	"maillage/internal/snapshot"
)

// batchSize is the number of lines that are stored or written together.
const batchSize = 500

// maxPartyName is the length of a party's name that is stored.
const maxPartyName = 500

// Progress tells how far a step has come: done of all, in bytes while a file is read and in lines afterwards.
type Progress func(done, all int64)

// PlanFile makes an import of a file that the caller has, and plans it.
func (m *Imports) PlanFile(ctx context.Context, n NewImport, file io.ReaderAt, told Progress) (Import, error) {
	made, err := m.create(ctx, n, lexicon.ImportUploading) // so that no other process plans it
	if err != nil {
		return Import{}, err
	}
	row, err := m.row(ctx, made.ID)
	if err != nil {
		return Import{}, err
	}
	if err := m.plan(ctx, row, file, told); err != nil {
		return Import{}, err
	}
	return m.One(ctx, made.ID)
}

// plan reads a file and stores what would become of each record. A file that cannot be read makes the import fail,
// with the reason. Planning twice makes the same plan.
func (m *Imports) plan(ctx context.Context, row *ent.FileImport, file io.ReaderAt, told Progress) error {
	viewer, err := m.viewer(ctx, row)
	if err != nil {
		return err
	}
	if !mayImport(viewer, deref(row.ContractID)) {
		return m.fail(ctx, row, (&ForbiddenError{}).Error(), nil)
	}
	p, err := m.newPlanner(access.WithViewer(ctx, viewer), row)
	if err != nil {
		return err
	}
	if told != nil {
		p.told = told
	}
	err = p.run(ctx, file)
	var refused *read.Refusal
	if errors.As(err, &refused) {
		return m.fail(ctx, row, problemRead, []lexicon.Note{refused.Note})
	}
	return err
}

// fail ends an import that cannot be planned.
func (m *Imports) fail(ctx context.Context, row *ent.FileImport, problem string, notes []lexicon.Note) error {
	defer m.told(row.ID)
	return m.client.FileImport.UpdateOneID(row.ID).SetState(lexicon.ImportFailed).SetProblem(problem).SetNotes(notes).
		ClearLeasedBy().ClearLeasedUntil().Exec(access.AsSystem(ctx))
}

// planner makes one plan.
type planner struct {
	*Imports
	row     *ent.FileImport
	view    *snapshot.View
	index   *match.Matcher
	told    Progress
	home    int
	parties map[[16]byte]party // that the file has named, by key
	fresh   []freshParty       // that are not stored yet
	lines   []line
	records int
}

// party is a party that was decided on. There may be a million, so that it is small.
type party struct {
	id    int // of its row; 0 until it is stored
	match lexicon.ImportMatch
}

// freshParty is a party that is not stored yet.
type freshParty struct {
	key     [16]byte
	of      scdl.Party
	line    int
	decided match.Decision
}

// line is a line of the plan before it is stored.
type line struct {
	fact                scdl.Fact
	usable              bool
	raw                 string
	funder, beneficiary *[16]byte
}

func (m *Imports) newPlanner(ctx context.Context, row *ent.FileImport) (*planner, error) {
	view, err := m.config.Records.View(ctx)
	if err != nil {
		return nil, err
	}
	index, err := indexOf(ctx, view)
	if err != nil {
		return nil, err
	}
	return &planner{
		Imports: m, row: row, view: view, index: index, told: func(int64, int64) {}, home: deref(row.ContractID),
		parties: map[[16]byte]party{},
	}, nil
}

// run reads the file and stores the plan.
func (p *planner) run(ctx context.Context, file io.ReaderAt) error {
	ctx = access.AsSystem(ctx)
	if err := p.clear(ctx); err != nil {
		return err
	}
	hash := sha256.New()
	if _, err := io.Copy(hash, io.NewSectionReader(file, 0, p.row.Size)); err != nil {
		return err
	}
	var options Options
	if err := json.Unmarshal(p.row.Options, &options); err != nil {
		return err
	}
	fields, err := p.confirmedFields(ctx, options)
	if err != nil {
		return err
	}
	r, err := read.Open(ctx, file, p.row.Size, read.Options{
		Overrides: options.Overrides, Fields: fields, TempDir: p.config.TempDir,
	})
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }() // it was only read
	if !scdl.Reads(r.Guess.Profile) {
		return &read.Refusal{Note: lexicon.Note{Code: lexicon.FormatUnknown, Severity: lexicon.Refuses,
			Value: cmp.Or(r.Guess.Profile, string(r.Guess.Format)), Took: "SCDL, 360Giving"}}
	}
	shaper := scdl.NewShaper(r, countLater{})
	notes := shaper.MissingColumns()
	if err := p.readAll(ctx, r, shaper); err != nil {
		return err
	}
	if err := p.settle(ctx, shaper.Findings()); err != nil {
		return err
	}
	gone, err := p.gone(ctx, options)
	if err != nil {
		return err
	}
	notes = append(notes, gone...)
	guess, err := json.Marshal(toGuess(&r.Guess))
	if err != nil {
		return err
	}
	defer p.Imports.told(p.row.ID)
	return p.client.FileImport.Update().Where(
		fileimport.ID(p.row.ID), sql.FieldIn("state", lexicon.ImportUploading, lexicon.ImportPlanning), // or it was cancelled
	).SetState(lexicon.ImportPlanned).SetGuess(guess).SetNotes(notes).
		SetHash(hex.EncodeToString(hash.Sum(nil))).SetRecords(p.records).SetPosition(p.view.Position().String()).
		SetSource(lexicon.NewUID("source")).SetExpiresAt(p.now().Add(planLife)).ClearProblem().
		ClearLeasedBy().ClearLeasedUntil().Exec(ctx)
}

// clear deletes what an interrupted planning left.
func (p *planner) clear(ctx context.Context) error {
	if _, err := p.client.ImportLine.Delete().Where(importline.ImportID(p.row.ID)).Exec(ctx); err != nil {
		return err
	}
	_, err := p.client.ImportParty.Delete().Where(importparty.ImportID(p.row.ID)).Exec(ctx)
	return err
}

// confirmedFields returns the columns that people gave a field in earlier imports of a publisher's files.
func (p *planner) confirmedFields(ctx context.Context, o Options) ([]read.Field, error) {
	if o.Publisher == "" {
		return nil, nil
	}
	earlier, err := p.client.FileImport.Query().Where(
		sql.FieldLT("id", p.row.ID), fileimport.StateEQ(lexicon.ImportApplied), inContract(p.row.ContractID),
	).Order(ent.Desc(fileimport.FieldID)).Limit(100).All(ctx)
	if err != nil {
		return nil, err
	}
	headers := map[string]string{}
	for _, row := range earlier {
		var of Options
		if err := json.Unmarshal(row.Options, &of); err != nil {
			return nil, err
		}
		if of.Publisher != o.Publisher {
			continue
		}
		for header, field := range of.Overrides.Fields {
			if _, newer := headers[header]; !newer && field != "" {
				headers[header] = field
			}
		}
	}
	return read.Confirmed(headers), nil
}

// countLater leaves the counting of equal records to the database, so that it needs no memory.
type countLater struct{}

func (countLater) Count(string, int) (number, first int, err error) { return 1, 0, nil }

// readAll stores a line for each record of the file.
func (p *planner) readAll(ctx context.Context, r *read.Reader, shaper *scdl.Shaper) error {
	for {
		found, err := r.Next()
		if errors.Is(err, io.EOF) {
			return p.store(ctx)
		}
		if err != nil {
			return err
		}
		fact, err := shaper.Shape(found)
		if err != nil {
			return err
		}
		p.records++
		p.lines = append(p.lines, p.lineOf(r, found, fact))
		if len(p.lines) == batchSize {
			if err := p.store(ctx); err != nil {
				return err
			}
			p.told(min(found.Offset, p.row.Size), p.row.Size)
		}
	}
}

// lineOf decides on the parties of a record.
func (p *planner) lineOf(r *read.Reader, found read.Line, fact scdl.Fact) line {
	l := line{fact: fact, usable: found.Aligned, raw: found.Raw}
	if l.raw == "" {
		l.raw = rawOf(r, found)
	}
	if !found.Aligned {
		return l
	}
	l.funder = p.partyOf(fact.Grant.Funder, fact.Line)
	l.beneficiary = p.partyOf(fact.Grant.Beneficiary, fact.Line)
	l.usable = l.funder != nil && l.beneficiary != nil
	return l
}

// store stores the lines and parties that were read since the last time.
func (p *planner) store(ctx context.Context) error {
	if len(p.lines) == 0 {
		return nil
	}
	err := p.transact(ctx, func(tx *ent.Client) error {
		for part := range slices.Chunk(p.fresh, batchSize) {
			if err := p.storeParties(ctx, tx, part); err != nil {
				return err
			}
		}
		creates := make([]*ent.ImportLineCreate, len(p.lines))
		for i := range p.lines {
			var err error
			if creates[i], err = p.toRow(tx, &p.lines[i]); err != nil {
				return err
			}
		}
		if err := tx.ImportLine.CreateBulk(creates...).Exec(ctx); err != nil {
			return err
		}
		return p.renewLease(ctx, tx, p.row)
	})
	p.lines, p.fresh = p.lines[:0], p.fresh[:0]
	return err
}

// toRow returns the row of a line.
func (p *planner) toRow(tx *ent.Client, l *line) (*ent.ImportLineCreate, error) {
	fact, err := json.Marshal(l.fact.Grant)
	if err != nil {
		return nil, err
	}
	e := entry{notes: l.fact.Notes, usable: l.usable}
	create := tx.ImportLine.Create().SetImportID(p.row.ID).SetNumber(l.fact.Line).SetUsable(l.usable).SetRaw(l.raw).
		SetIdentity(bytesOf(l.fact.Identity)).SetBase(bytesOf(l.fact.Base)).SetRecord(lexicon.NewUID("grant")).
		SetFact(fact)
	if l.funder != nil {
		of := p.parties[*l.funder]
		create.SetFunderID(of.id)
		e.parties[0] = &question{match: of.match}
	}
	if l.beneficiary != nil {
		of := p.parties[*l.beneficiary]
		create.SetBeneficiaryID(of.id)
		e.parties[1] = &question{match: of.match}
	}
	outcome, notes := e.evaluate()
	return create.SetNotes(l.fact.Notes).SetCodes(codesOf(notes)).SetOutcome(outcome), nil
}

// rawOf returns the cells of a record that has no text of its own, such as one of a spreadsheet, as CSV.
func rawOf(r *read.Reader, found read.Line) string {
	cells := make([]string, len(found.Cells))
	for i, c := range found.Cells {
		if i < len(r.Guess.Columns) && !r.Guess.Columns[i].Personal {
			cells[i] = c.Text
		}
	}
	var out strings.Builder
	w := csv.NewWriter(&out)
	w.Comma = ';'
	_ = w.Write(cells) // to memory
	w.Flush()
	return strings.TrimSuffix(out.String(), "\n")
}

func bytesOf(hash string) []byte {
	b, err := hex.DecodeString(hash)
	if err != nil || len(b) == 0 {
		return []byte{}
	}
	return b
}

// clip cuts a text to a number of characters, and shows that it was cut.
func clip(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most-1]) + "…"
}

func deref(id *int) int {
	if id == nil {
		return 0
	}
	return *id
}
