package shape

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"maillage/internal/exchange/read"
	"maillage/internal/lexicon"
)

// Options say what a caller knows about a file.
type Options struct {
	read.Options
	Name string // of the file, which tells apart tables with equal columns
}

// File is a file of which it is known how to read it.
type File struct {
	// Guess is how the file is read; of the first table if several are.
	Guess read.Guess
	// Notes are about the file as a whole.
	Notes []lexicon.Note

	tables   []opened
	numbered bool // a record has the number of its line
}

// opened is a table that is read.
type opened struct {
	name   string // of one among several
	reader *read.Reader
	shaper shaper
}

// shaper turns the lines of one table into facts, in their order.
type shaper interface {
	shape(line read.Line) ([]Fact, error)
	missing() []lexicon.Note  // columns that the table lacks
	findings() []lexicon.Note // what only the whole table tells, each on a line
}

// accepted names the formats that are read.
const accepted = "SCDL, 360Giving, CSV, XLSX, HXL, Kumu, NDJSON"

// Open recognises a file. The error is a *[read.Refusal] for one that cannot be read.
func Open(ctx context.Context, file io.ReaderAt, size int64, o Options) (*File, error) {
	o.Fields = append(ownFields(), o.Fields...)
	f := &File{}
	err := f.open(ctx, file, size, o)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

func (f *File) open(ctx context.Context, file io.ReaderAt, size int64, o Options) error {
	first, err := read.Open(ctx, file, size, o.Options)
	if err != nil {
		return err
	}
	f.tables, f.Guess = []opened{{reader: first}}, first.Guess
	links := &network{}
	if len(first.Guess.Tables) > 1 && o.Overrides.Table == "" {
		all, err := openAll(ctx, file, size, o, links)
		if err != nil {
			return err
		}
		if err := f.useTables(all); err != nil || f.tables[0].shaper != nil {
			return err
		}
	}
	name := o.Overrides.Table
	if name == "" {
		name = strings.TrimSuffix(path.Base(o.Name), path.Ext(o.Name))
	}
	of := shaperOf(first, name, links)
	if of == nil {
		return unread(&first.Guess)
	}
	f.tables[0].shaper = of
	switch of.(type) {
	case grants, *table, replay:
		f.numbered = true
	}
	f.Notes = of.missing()
	return nil
}

// unread returns the refusal of a file whose profile is not read.
func unread(g *read.Guess) error {
	what := g.Profile
	if what == "" || what == read.ProfileHub {
		what = string(g.Format)
	}
	return &read.Refusal{Note: lexicon.Note{Code: lexicon.FormatUnknown, Severity: lexicon.Refuses, Value: what,
		Took: accepted}}
}

// openAll opens the tables of a file with several. Hidden and empty ones are left out.
func openAll(
	ctx context.Context, file io.ReaderAt, size int64, o Options, links *network,
) (all []opened, err error) {
	names, err := tablesOf(ctx, file, size, o)
	for _, t := range names {
		o.Overrides.Table = t.Name
		var r *read.Reader
		r, err = read.Open(ctx, file, size, o.Options)
		var refused *read.Refusal
		if errors.As(err, &refused) && refused.Code == lexicon.FileEmpty {
			err = nil
			continue
		}
		if err != nil {
			break
		}
		all = append(all, opened{t.Name, r, shaperOf(r, t.Name, links)})
	}
	if err != nil {
		err = errors.Join(err, closeAll(all))
	}
	return all, err
}

// tablesOf lists the tables of a file that are not hidden.
func tablesOf(ctx context.Context, file io.ReaderAt, size int64, o Options) ([]read.Table, error) {
	r, err := read.Open(ctx, file, size, o.Options)
	if err != nil {
		return nil, err
	}
	shown := slices.DeleteFunc(slices.Clone(r.Guess.Tables), func(t read.Table) bool {
		return t.Hidden || strings.Contains(t.Name, ignored)
	})
	return shown, r.Close()
}

func closeAll(all []opened) (err error) {
	for _, t := range all {
		err = errors.Join(err, t.reader.Close())
	}
	return err
}

// Close closes the temporary files.
func (f *File) Close() error {
	tables := f.tables
	f.tables = nil
	return closeAll(tables)
}

// ownSheets are the tables of our exports that have no records.
var ownSheets = []string{"about", "lists"}

// useTables takes the tables of a file that can be read together: those of the hub, and those of a network. Others are
// noted. If there is none, the file stays as it was.
func (f *File) useTables(all []opened) error {
	var used, left []opened
	for _, t := range all {
		switch t.shaper.(type) {
		case *table, *elements, *connections:
			used = append(used, t)
		default:
			left = append(left, t)
		}
	}
	if len(used) == 0 {
		return closeAll(all)
	}
	for _, t := range left {
		if n := t.reader.Guess.Records; n > 0 && !slices.Contains(ownSheets, t.name) {
			f.Notes = append(f.Notes, lexicon.Note{Code: lexicon.TableUnread, Severity: lexicon.Flags, Value: t.name,
				Took: strconv.Itoa(n)})
		}
	}
	slices.SortStableFunc(used, func(a, b opened) int { return orderOf(a.shaper) - orderOf(b.shaper) })
	for _, t := range used {
		f.Notes = append(f.Notes, t.shaper.missing()...)
	}
	err := errors.Join(closeAll(f.tables), closeAll(left))
	f.tables, f.Guess = used, used[0].reader.Guess
	f.Guess.Table, f.Guess.Columns = "", nil // there are several
	return err
}

// orderOf puts connections behind the elements that they connect.
func orderOf(s shaper) int {
	if _, is := s.(*connections); is {
		return 1
	}
	return 0
}

// shaperOf returns the shaper for a table; nil if none reads it. The name tells apart tables with equal columns.
func shaperOf(r *read.Reader, name string, links *network) shaper {
	g := &r.Guess
	switch {
	case g.Profile == read.ProfileHXL:
		return newHXL(r)
	case g.Profile == read.ProfileSCDL || g.Profile == read.ProfileGiving:
		return newGrants(r)
	case g.Profile == read.ProfileQPV:
		return newQPV(r)
	case isReplay(g):
		return replay{}
	case hasHeaders(g, "from", "to"):
		return newConnections(r, links)
	case hasHeaders(g, "label"):
		return newElements(r, links)
	}
	if t := typeOfTable(name, g); t != nil {
		isGuarded := g.Format == read.TextTable || g.Format == read.TablesInZip
		return &table{of: t, reader: r, isGuarded: isGuarded}
	}
	return nil
}

// hasHeaders reports whether a table has columns with all of these headers, folded.
func hasHeaders(g *read.Guess, folded ...string) bool {
	for _, want := range folded {
		if !slices.ContainsFunc(g.Columns, func(c read.Column) bool { return lexicon.FoldWord(c.Header) == want }) {
			return false
		}
	}
	return true
}

// Each visits the facts of the file in their order, with how many bytes of the file were read.
func (f *File) Each(visit func(fact *Fact, offset int64) error) error {
	number := 0
	for i := range f.tables {
		t := &f.tables[i]
		for {
			line, err := t.reader.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return err
			}
			facts, err := t.shaper.shape(line)
			if err != nil {
				return err
			}
			for k := range facts {
				if number++; !f.numbered {
					t.place(&facts[k], line.Number, number, len(f.tables) > 1)
				}
				if facts[k].Raw = line.Raw; line.Raw == "" {
					facts[k].Raw = rawOf(t.reader, line)
				}
				if err := visit(&facts[k], line.Offset); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// Findings returns what only the whole file tells, each on a line. It is complete after Each.
func (f *File) Findings() (all []lexicon.Note) {
	for _, t := range f.tables {
		all = append(all, t.shaper.findings()...)
	}
	return all
}

// place numbers a fact among all of its file, and tells its first cell. Cells have the name of their table before them
// if there are several.
func (t *opened) place(f *Fact, line, number int, isSeveral bool) {
	f.Line, f.Place = number, read.CellName(0, line)
	if !isSeveral {
		return
	}
	f.Place = t.name + "!" + f.Place
	for i, n := range f.Notes {
		if n.Where != "" {
			f.Notes[i].Where = t.name + "!" + n.Where
		}
	}
	for field, r := range f.References {
		if r.Where != "" {
			r.Where = t.name + "!" + r.Where
			f.References[field] = r
		}
	}
}

// rawOf returns the cells of a record that has no text of its own, such as one of a spreadsheet, as CSV.
func rawOf(r *read.Reader, line read.Line) string {
	cells := make([]string, len(line.Cells))
	for i, c := range line.Cells {
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
