package imports

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"slices"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/exchange/match"
	"maillage/internal/exchange/read"
	"maillage/internal/exchange/scdl"
	"maillage/internal/exchange/shape"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/fileimport"
	"maillage/internal/gen/ent/importline"
	"maillage/internal/gen/ent/importparty"
	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/record"
	"maillage/internal/snapshot"
)

// batchSize is the number of lines that are stored or written together.
const batchSize = 500

// maxPartyName is the length of a party's name that is stored.
const maxPartyName = 500

// Progress tells how far a step has come: done of all, in bytes while a file is read and in lines afterwards.
type Progress func(done, all int64)

// PlanFile makes an import of a file that the caller has, and plans it.
func (m *Imports) PlanFile(ctx context.Context, n NewImport, file io.ReaderAt, progress Progress) (Import, error) {
	made, err := m.create(ctx, n, lexicon.ImportUploading) // so that no other process plans it
	if err != nil {
		return Import{}, err
	}
	row, err := m.row(ctx, made.ID)
	if err != nil {
		return Import{}, err
	}
	if err := m.plan(ctx, row, file, progress); err != nil {
		return Import{}, err
	}
	return m.One(ctx, made.ID)
}

// plan reads a file and stores what would become of each record. A file that cannot be read makes the import fail,
// with the reason. Planning twice makes the same plan.
func (m *Imports) plan(ctx context.Context, row *ent.FileImport, file io.ReaderAt, progress Progress) error {
	viewer, err := m.viewer(ctx, row)
	if err != nil {
		return err
	}
	if !mayImport(viewer, deref(row.ContractID)) {
		return m.fail(ctx, row, message.ImportForbidden, nil)
	}
	p, err := m.newPlanner(access.WithViewer(ctx, viewer), row)
	if err != nil {
		return err
	}
	if progress != nil {
		p.progress = progress
	}
	err = p.run(ctx, file)
	var refused *read.Refusal
	if errors.As(err, &refused) {
		return m.fail(ctx, row, message.ImportUnreadable, []lexicon.Note{refused.Note})
	}
	return err
}

// fail ends an import that cannot be planned.
func (m *Imports) fail(
	ctx context.Context, row *ent.FileImport, problem message.Sentence, notes []lexicon.Note,
) error {
	defer m.notifyWaiters(row.ID)
	return m.client.FileImport.UpdateOneID(row.ID).SetState(lexicon.ImportFailed).SetProblem(inBoth(problem)).
		SetNotes(notes).ClearLeasedBy().ClearLeasedUntil().Exec(access.AsSystem(ctx))
}

// planner makes one plan.
type planner struct {
	*Imports
	row      *ent.FileImport
	view     *snapshot.View
	viewer   *access.Viewer // the owner
	index    *match.Matcher
	progress Progress
	home     int                // the contract of the import; 0 for the directory
	homeCode string             // its code
	parties  map[[16]byte]party // that the file has named, by key
	fresh    []freshParty       // that are not stored yet
	lines    []line
	records  int
	names    names
	isKeyed  bool // the lines are grants of other people's files, which have keys
	isExact  bool // the lines are the hub's own: a record that they lack is not gone
	cites    bool // a line makes its record cite the file
	// What resolving the lines needs, by type or by line.
	byName  map[*record.Type]map[[16]byte][]string
	byKey   map[*record.Type]map[[16]byte][]int32
	scopes  map[*record.Type]func(int32) int32
	depths  map[string]int64 // how many records of their type come before, by identifier
	holders map[[16]byte]string
	slots   map[int][2]*[16]byte // parties that names turned out to be, by line: its first and its second
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
	*shape.Fact
	record string       // public identifier of its record
	slots  [2]*[16]byte // keys of the parties that it names, such as funder and beneficiary; nil for none
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
	p := &planner{
		Imports: m, row: row, view: view, viewer: access.From(ctx), index: index,
		progress: func(int64, int64) {}, home: deref(row.ContractID),
		parties: map[[16]byte]party{}, names: newNames(), byName: map[*record.Type]map[[16]byte][]string{},
		byKey: map[*record.Type]map[[16]byte][]int32{}, scopes: map[*record.Type]func(int32) int32{},
		depths: map[string]int64{}, slots: map[int][2]*[16]byte{},
	}
	if row.Edges.Contract != nil {
		p.homeCode = row.Edges.Contract.Code
	}
	return p, nil
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
	from, err := shape.Open(ctx, file, p.row.Size, shape.Options{Name: p.row.Name, Options: read.Options{
		Overrides: options.Overrides, Fields: fields, TempDir: p.config.TempDir,
	}})
	if err != nil {
		return err
	}
	defer func() { _ = from.Close() }() // it was only read
	if err := p.readAll(ctx, from); err != nil {
		return err
	}
	if err := p.completePlan(ctx, from.Findings()); err != nil {
		return err
	}
	notes := from.Notes
	if !p.isExact {
		gone, err := p.gone(ctx, options)
		if err != nil {
			return err
		}
		notes = append(notes, gone...)
	}
	guess, err := json.Marshal(toGuess(&from.Guess))
	if err != nil {
		return err
	}
	source := ""
	if p.cites {
		source = lexicon.NewUID("source")
	}
	defer p.Imports.notifyWaiters(p.row.ID)
	return p.client.FileImport.Update().Where(
		fileimport.ID(p.row.ID), sql.FieldIn("state", lexicon.ImportUploading, lexicon.ImportPlanning), // or it was cancelled
	).SetState(lexicon.ImportPlanned).SetGuess(guess).SetNotes(notes).
		SetHash(hex.EncodeToString(hash.Sum(nil))).SetRecords(p.records).SetPosition(p.view.Position().String()).
		SetSource(source).SetExpiresAt(p.now().Add(planLife)).ClearProblem().
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
		visible(p.viewer),
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

// readAll stores a line for each record of the file.
func (p *planner) readAll(ctx context.Context, from *shape.File) error {
	err := from.Each(func(f *shape.Fact, offset int64) error {
		p.records++
		p.lines = append(p.lines, p.lineOf(f))
		if len(p.lines) < batchSize {
			return nil
		}
		p.progress(min(offset, p.row.Size), p.row.Size)
		return p.store(ctx)
	})
	if err != nil {
		return err
	}
	return p.store(ctx)
}

// lineOf decides on the parties of a record, and remembers its names.
func (p *planner) lineOf(f *shape.Fact) line {
	l := line{Fact: f}
	p.isExact = p.isExact || f.Exact
	p.identify(f)
	if !f.Usable || f.Of() == nil {
		f.Usable = false
		return l
	}
	isNamed := f.Text("code") == ""
	if l.record = p.recordOf(f); f.IsKeyed {
		p.giveGrantParties(&l)
		return l
	}
	if isParty(f) {
		l.slots[0] = p.partyOf(scdl.Party{Name: f.Text("name")}, f.Line)
		return l
	}
	p.names.add(f, l.record, scopeOf(f.Of(), p.homeOf(f)), f.Line)
	if f.Number != "" || isNamed && f.Text("code") != "" {
		p.keepHubNames(f, l.record)
	}
	return l
}

// giveGrantParties decides on who gives and who gets a grant of a file of other people.
func (p *planner) giveGrantParties(l *line) {
	for i, name := range []string{"funder", "beneficiary"} {
		r := l.References[name]
		if l.slots[i] = p.partyOf(*r.Party, l.Line); l.slots[i] == nil {
			l.Usable = false
			continue
		}
		l.References[name] = shape.Reference{Slot: i + 1}
	}
	p.isKeyed, p.cites = true, true
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
	fact, err := json.Marshal(l.Fact)
	if err != nil {
		return nil, err
	}
	e := entry{cell: l.Cell(), notes: l.Notes, usable: l.Usable}
	create := tx.ImportLine.Create().SetImportID(p.row.ID).SetNumber(l.Line).SetUsable(l.Usable).SetRaw(l.Raw).
		SetIdentity(orEmpty(l.Identity)).SetBase(orEmpty(l.Base)).SetRecord(l.record).SetFact(fact)
	if l.Place != "" {
		create.SetPlace(l.Place)
	}
	for i, set := range []func(int) *ent.ImportLineCreate{create.SetFunderID, create.SetBeneficiaryID} {
		if l.slots[i] != nil {
			of := p.parties[*l.slots[i]]
			set(of.id())
			e.parties[i] = &question{match: of.match()}
		}
	}
	outcome, notes := e.evaluate()
	return create.SetNotes(l.Notes).SetCodes(codesOf(notes)).SetOutcome(outcome), nil
}

func orEmpty(hash []byte) []byte {
	if hash == nil {
		return []byte{}
	}
	return hash
}

func deref(id *int) int {
	if id == nil {
		return 0
	}
	return *id
}
