package read

import (
	"encoding/xml"
	"errors"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"maillage/internal/lexicon"
)

// workbook is what an XLSX file says beside its sheets.
type workbook struct {
	archive  *archive
	sheets   []sheetEntry
	date1904 bool
	dates    []bool // of each style: whether it shows a number as a date
	texts    *sharedTexts
}

// sheetEntry is a sheet of the workbook.
type sheetEntry struct {
	name, part string
	hidden     bool
}

// part reads a part of the workbook to its end. A part that is absent has no tokens.
func (w *workbook) part(name string, visit func(x *xmlReader, t xml.Token) error) error {
	entry := w.archive.entry(name)
	if entry == nil {
		return nil
	}
	in, err := w.archive.openEntry(entry)
	if err != nil {
		return err
	}
	x := newXMLReader(in, name)
	for err == nil {
		var t xml.Token
		if t, err = x.token(); err == nil {
			err = visit(x, t)
		}
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return errors.Join(err, in.Close())
}

// openWorkbook opens the sheet with the most known headers, or the one that was chosen.
func (r *Reader) openWorkbook(a *archive, o Options) error {
	w := &workbook{archive: a}
	if err := w.readParts(r, o.TempDir); err != nil {
		return err
	}
	best, most := 0, -1
	for i, s := range w.sheets {
		r.Guess.Tables = append(r.Guess.Tables, Table{Name: s.name, Hidden: s.hidden})
		if s.hidden {
			r.Guess.find(lexicon.TableHidden, lexicon.Informs, "", s.name, "", 1)
			continue
		}
		known, err := r.knownIn(w, s)
		if err != nil {
			return err
		}
		if known > most {
			best, most = i, known
		}
	}
	if most < 0 && o.Overrides.Table == "" {
		return refuse(lexicon.TableMissing, "", "")
	}
	if err := r.chooseTable(best); err != nil {
		return err
	}
	at := slices.IndexFunc(w.sheets, func(s sheetEntry) bool { return s.name == r.Guess.Table })
	r.source = &sheetSource{workbook: w, entry: w.sheets[at], reader: r}
	return nil
}

// knownIn returns how many headers of a sheet are known words; a sheet with rows counts more than an empty one.
func (r *Reader) knownIn(w *workbook, s sheetEntry) (int, error) {
	source := &sheetSource{workbook: w, entry: s, reader: r}
	rows, err := headRowsOf(source)
	if err = errors.Join(err, source.Close()); err != nil || len(rows) == 0 {
		return 0, err
	}
	_, known := r.bestHeader(rows)
	return known + 1, nil
}

// readParts reads the list of sheets, the styles and the shared texts.
func (w *workbook) readParts(r *Reader, dir string) error {
	main := "xl/workbook.xml"
	targets := map[string]string{}
	relation := func(_ *xmlReader, t xml.Token) error {
		if e, is := t.(xml.StartElement); is && e.Name.Local == "Relationship" {
			targets[attribute(e, "Id")] = attribute(e, "Target")
			if strings.HasSuffix(attribute(e, "Type"), "/officeDocument") {
				main = strings.TrimPrefix(attribute(e, "Target"), "/")
			}
		}
		return nil
	}
	if err := w.part("_rels/.rels", relation); err != nil {
		return err
	}
	clear(targets)
	folder := path.Dir(main)
	if err := w.part(folder+"/_rels/"+path.Base(main)+".rels", relation); err != nil {
		return err
	}
	err := w.part(main, func(_ *xmlReader, t xml.Token) error {
		e, is := t.(xml.StartElement)
		switch {
		case is && e.Name.Local == "workbookPr":
			w.date1904 = attribute(e, "date1904") == "1" || attribute(e, "date1904") == "true"
		case is && e.Name.Local == "sheet":
			target := targets[relationID(e)]
			if !strings.HasPrefix(target, "/") {
				target = path.Join("/", folder, target)
			}
			state := attribute(e, "state")
			w.sheets = append(w.sheets, sheetEntry{attribute(e, "name"), path.Clean(target)[1:],
				state == "hidden" || state == "veryHidden"})
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(w.sheets) == 0 {
		return refuse(lexicon.ArchiveRefused, main, "")
	}
	if err := w.readStyles(folder + "/styles.xml"); err != nil {
		return err
	}
	return w.readTexts(r, dir, folder+"/sharedStrings.xml")
}

// relationID returns the r:id of an element, which is not its id.
func relationID(e xml.StartElement) string {
	for _, a := range e.Attr {
		if a.Name.Local == "id" && a.Name.Space != "" {
			return a.Value
		}
	}
	return ""
}

// readStyles finds which styles show numbers as dates.
func (w *workbook) readStyles(name string) error {
	formats := map[int]bool{}
	inside := false
	return w.part(name, func(_ *xmlReader, t xml.Token) error {
		switch e := t.(type) {
		case xml.EndElement:
			inside = inside && e.Name.Local != "cellXfs"
		case xml.StartElement:
			id, err := strconv.Atoi(attribute(e, "numFmtId"))
			switch {
			case e.Name.Local == "cellXfs":
				inside = true
			case e.Name.Local == "numFmt" && err == nil:
				formats[id] = isDateFormat(attribute(e, "formatCode"))
			case e.Name.Local == "xf" && inside:
				custom, known := formats[id]
				w.dates = append(w.dates, err == nil && (custom || !known && isBuiltInDate(id)))
			}
		}
		return nil
	})
}

// isBuiltInDate reports whether a built-in number format is a date, by ECMA-376 18.8.30.
func isBuiltInDate(id int) bool {
	return id >= 14 && id <= 17 || id == 22 || id >= 27 && id <= 31 || id == 36 || id >= 50 && id <= 54 ||
		id == 57 || id == 58
}

// isDateFormat reports whether a number format shows a year or a day.
func isDateFormat(code string) bool {
	inQuote, inBracket := false, false
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '"':
			inQuote = !inQuote
		case inQuote:
		case c == '\\' || c == '_' || c == '*':
			i++
		case c == '[':
			inBracket = true
		case c == ']':
			inBracket = false
		case inBracket:
		case c == 'y' || c == 'Y' || c == 'd' || c == 'D' || c == 'a' && strings.HasPrefix(code[i:], "aaaa"):
			return true
		case c == ';':
			return false
		}
	}
	return false
}
