package exports

import (
	"archive/zip"
	"bufio"
	"errors"
	"io"

	"maillage/internal/exchange/guard"
)

// The columns of Kumu: those that it reads, then the attributes.
var (
	kumuElements    = withAttributes([]string{"Label", "Type", "ID", "Start", "End"}, nodeAttributes)
	kumuConnections = withAttributes([]string{"From", "To", "Type", "Label", "ID", "Start", "End"}, edgeAttributes)
)

// withAttributes appends the names of attributes without the type, which has a column of Kumu's.
func withAttributes(names []string, all []Declared) []string {
	for _, a := range all[1:] {
		names = append(names, a.Name)
	}
	return names
}

// kumuLine returns the values of a node or an edge in the order of its columns.
func kumuLine(first []any, n *Node, declared []Declared) []any {
	line := append(first, emptyAsNil(n.Since), emptyAsNil(n.Until))
	values := map[string]any{}
	for _, a := range n.Attributes {
		values[a.Name] = a.Value
	}
	for _, d := range declared[1:] {
		line = append(line, values[d.Name])
	}
	return line
}

func emptyAsNil(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// lineOfElement returns the sheet and the line of a row.
func lineOfElement(row Row) (isEdge bool, line []any, err error) {
	switch row := row.(type) {
	case *Node:
		return false, kumuLine([]any{row.Label, row.rowType(), row.ID}, row, nodeAttributes), nil
	case *Edge:
		first := []any{row.Source, row.Target, row.rowType(), row.Label, row.ID}
		return true, kumuLine(first, &row.Node, edgeAttributes), nil
	}
	return false, nil, errRow(row)
}

// kumuBook writes the two sheets of Kumu as a workbook. Kumu reads the first sheets, so the sheet about it is the last.
type kumuBook struct {
	workbook
	head     *Head
	hasEdges bool
}

func newKumuBook(w io.Writer) Writer { return &kumuBook{workbook: workbook{out: w}} }

func (w *kumuBook) Begin(h *Head) error {
	w.head = h
	return errors.Join(w.start(), w.sheet("Elements", kumuElements))
}

func (w *kumuBook) Write(row Row) error {
	isEdge, line, err := lineOfElement(row)
	if err != nil {
		return err
	}
	if isEdge {
		if err := w.connections(); err != nil {
			return err
		}
	}
	for i, value := range line {
		if amount, is := value.(Decimal); is {
			line[i] = sheetValue(cell{Value: amount})
		}
	}
	return w.row(line)
}

// connections begins the second sheet, once.
func (w *kumuBook) connections() error {
	if w.hasEdges {
		return nil
	}
	w.hasEdges = true
	return w.sheet("Connections", kumuConnections)
}

func (w *kumuBook) End(*Tally) error {
	return errors.Join(w.connections(), w.about(w.head), w.finish())
}

// kumuTables writes the two tables of Kumu as CSV, in an archive.
type kumuTables struct {
	tables
	line     csvLine
	hasEdges bool
}

func newKumuTables(w io.Writer) Writer { return &kumuTables{tables: tables{zip: zip.NewWriter(w)}} }

// file ends the open table and begins another.
func (w *kumuTables) file(name string, heads []string) error {
	if w.line.out != nil {
		if err := w.line.out.Flush(); err != nil {
			return err
		}
	}
	out, err := w.add(name)
	if err != nil {
		return err
	}
	w.line = csvLine{bufio.NewWriter(out)}
	_, _ = w.line.out.WriteString(byteOrderMark) // the next write returns the error
	return w.line.write(heads)
}

func (w *kumuTables) Begin(h *Head) error {
	return errors.Join(w.tables.Begin(h), w.file("elements.csv", kumuElements))
}

func (w *kumuTables) Write(row Row) error {
	isEdge, line, err := lineOfElement(row)
	if err != nil {
		return err
	}
	if isEdge {
		if err := w.connections(); err != nil {
			return err
		}
	}
	cells := make([]string, len(line))
	for i, value := range line {
		switch v := value.(type) {
		case nil:
		case string:
			cells[i] = guard.Add(v)
		default:
			cells[i] = attributeText(v)
		}
	}
	return w.line.write(cells)
}

// connections begins the second table, once.
func (w *kumuTables) connections() error {
	if w.hasEdges {
		return nil
	}
	w.hasEdges = true
	return w.file("connections.csv", kumuConnections)
}

func (w *kumuTables) End(*Tally) error {
	return errors.Join(w.connections(), w.line.out.Flush(), w.zip.Close())
}
