package exports

import (
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/network"
	"maillage/internal/persistent"
	"maillage/internal/record"
	"maillage/internal/snapshot"
)

// Export is what an export contains. It reads the view alone, except for changes, which also read the ledger.
type Export struct {
	View     *snapshot.View
	Contract int32 // its database id; 0 for all contracts
	When     network.When
	Filter   *Filter
	Head     Head
	Changes  *Changes // for formats of changes
}

// Changes is where an export of changes reads, and how it names positions.
type Changes struct {
	Ledger *ledger.Ledger
	After  ledger.Position
	Name   func(ledger.Position) string
}

// FindContract sets the contract of the export by its code or identifier; « all » means all contracts.
func (x *Export) FindContract(name string) error {
	if name == "" || name == AllContracts {
		return nil
	}
	for _, row := range x.View.Named(record.Of("contract"), name) {
		r := newReader(x)
		x.Contract = int32(row.RowID()) //nolint:gosec // it is an id
		x.Head.Contract = r.thing("contract", x.Contract).Code
		x.Head.Title = r.thing("contract", x.Contract).Name
		return nil
	}
	var codes []string
	for _, id := range x.View.SortedByUID("contract") {
		codes = append(codes, newReader(x).thing("contract", id).Code)
	}
	return &Problem{Argument: "contract", Sentence: message.UnknownName(record.Of("contract").Word(), name),
		Exists: append(codes, AllContracts)}
}

// AllContracts names all contracts, with the directory.
const AllContracts = "all"

// To writes the export in a format. After an error, what was written is no whole file.
func (x *Export) To(ctx context.Context, f *Format, out io.Writer) (*Tally, error) {
	if err := x.Filter.suits(f); err != nil {
		return nil, err
	}
	r := newReader(x)
	sel, err := x.Filter.selection(x.View, x.Contract)
	if err != nil {
		return nil, err
	}
	sel.When = x.When
	r.selection = sel
	head := x.Head
	head.Filter = x.Filter.String()
	w := f.open(out)
	if err := w.Begin(&head); err != nil {
		return nil, err
	}
	s := &sink{ctx: ctx, writer: w, tally: Tally{Types: map[string]int{}, Missing: map[string]int{},
		Notes: map[lexicon.NoteCode]int{}}}
	for _, part := range []struct {
		kind parts
		read func(*Format, *sink) error
	}{{records, r.eachRecord}, {graphs, r.eachElement}, {contributions, r.eachContribution}, {changes, r.eachChange},
		{grants, r.eachGrant}} {
		if f.parts&part.kind == 0 {
			continue
		}
		if err := part.read(f, s); err != nil {
			return nil, err
		}
	}
	return &s.tally, errors.Join(w.End(&s.tally), ctx.Err())
}

// sink passes rows to a writer and counts them.
type sink struct {
	ctx    context.Context
	writer Writer
	tally  Tally
}

// put writes a row, unless the context has ended.
func (s *sink) put(row Row) error {
	if err := s.ctx.Err(); err != nil {
		return err
	}
	s.tally.Rows++
	s.tally.Types[row.rowType()]++
	return s.writer.Write(row)
}

// reader reads the rows of an export.
type reader struct {
	*Export
	part      *snapshot.View // what belongs to the contract
	selection network.Selection
	codes     map[string]func(int32) string
	names     map[string]func(int32) string
	scopes    map[string]func(int32) int32
	more      map[string]map[int32]bool // things outside of the contract that its claims name
}

func newReader(x *Export) *reader {
	r := &reader{Export: x, part: x.View, codes: map[string]func(int32) string{},
		names: map[string]func(int32) string{}, scopes: map[string]func(int32) int32{}}
	if x.Contract != 0 {
		r.part = x.View.OfContract(int(x.Contract))
	}
	for _, t := range record.Types {
		rows := x.View.Rows(t.Prefix)
		r.codes[t.Prefix], r.names[t.Prefix] = textOf(x.View, rows.Text("code")), textOf(x.View, rows.Text("name"))
		r.scopes[t.Prefix] = func(int32) int32 { return 0 }
		if t.Scope != "" {
			r.scopes[t.Prefix] = x.View.Parent(t.Prefix, t.Scope)
		}
	}
	return r
}

// uid returns the public identifier of a record.
func (r *reader) uid(prefix string, id int32) string {
	return lexicon.UID(prefix, r.View.Rows(prefix).UID(id))
}

// thing names a record.
func (r *reader) thing(prefix string, id int32) Thing {
	return Thing{r.uid(prefix, id), r.codes[prefix](id), r.names[prefix](id)}
}

// contract returns the code of the contract that a record belongs to; empty for none, or one that is hidden.
func (r *reader) contract(prefix string, id int32) string {
	if of := r.scopes[prefix](id); of != 0 && r.View.CanSee("contract", of) {
		return r.codes["contract"](of)
	}
	return ""
}

// reference returns a reference to a record.
func (r *reader) reference(prefix string, id int32) *Reference {
	ref := &Reference{ID: r.uid(prefix, id), Code: r.codes[prefix](id)}
	if home := r.contract(prefix, id); ref.Code != "" && home != "" && prefix != "contract" {
		ref.Code = home + "/" + ref.Code
	}
	return ref
}

// eachRecord writes the records of the format's types.
func (r *reader) eachRecord(f *Format, s *sink) error {
	types := f.types
	if types == nil {
		types = record.Types
	}
	for _, t := range types {
		if !r.Filter.takesType(string(t.Word())) {
			continue
		}
		for _, id := range r.part.SortedByUID(t.Prefix) {
			row := r.row(t, id)
			if !r.Filter.takes(t, row.Column) {
				continue
			}
			if err := s.put(r.record(t, id, row)); err != nil {
				return err
			}
		}
	}
	return nil
}

// row returns a record, read from memory.
func (r *reader) row(t *record.Type, id int32) ent.Row {
	return r.View.Rows(t.Prefix).Record(id, r.View.Values())
}

// record converts a record.
func (r *reader) record(t *record.Type, id int32, row ent.Row) *Record {
	created, _ := row.Column("created_at").(time.Time)
	updated, _ := row.Column("updated_at").(time.Time)
	line := record.NewLine(t, r.uid(t.Prefix, id), row.Column("version").(int), created, updated, nil)
	all := &Record{Type: t, ID: line.ID, Version: line.Version, Created: line.CreatedAt, Updated: line.UpdatedAt,
		Contract: r.contract(t.Prefix, id), Values: make([]any, len(t.Fields))}
	for i, f := range t.Fields {
		all.Values[i] = r.value(row, f)
	}
	return all
}

// value returns the value of a field, or nil.
func (r *reader) value(row ent.Row, f *record.Field) any {
	if !f.IsReference() {
		return f.Plain(row.Column(f.Columns()[0]))
	}
	prefix, id := r.View.Referred(row, f)
	if id == 0 {
		return nil
	}
	to := r.reference(prefix, id)
	if r.isShared(f, prefix, id, to.Code) {
		to.Code = "" // the identifier tells which one is meant
	}
	return to
}

// isShared reports whether a reference by a code may mean another record: of another type to which the field may refer,
// or for a code of the directory one in a contract.
func (r *reader) isShared(f *record.Field, prefix string, id int32, name string) bool {
	ends := f.Ends()
	if name == "" || len(ends) == 1 && !record.Of(prefix).InContract() {
		return false
	}
	home, code, isQualified := strings.Cut(name, "/")
	if !isQualified {
		code = name
	}
	for _, end := range ends {
		for _, other := range r.View.ByCode(end.Prefix, code) {
			isSame := end.Prefix == prefix && other == id
			if !isSame && (!isQualified || end.Prefix != "contract" && r.contract(end.Prefix, other) == home) {
				return true
			}
		}
	}
	return false
}

// ViewerKind names the viewer in the head of an export: a role, or PUBLIC.
func ViewerKind(v *access.Viewer) string {
	if v.Role == "" {
		return "PUBLIC"
	}
	return string(v.Role)
}

// textOf returns a function that reads a text of a record; it is empty where the type has none.
func textOf(v *snapshot.View, read func(int32) (persistent.Text, bool)) func(int32) string {
	if read == nil {
		return func(int32) string { return "" }
	}
	texts := &v.Values().Texts
	return func(id int32) string {
		text, is := read(id)
		if !is {
			return ""
		}
		return texts.Get(text)
	}
}
