// Package exports writes what a viewer sees of the hub as files that other programs read.
//
// An [Export] reads one view in a fixed order and gives its rows to the [Writer] of a [Format]. Two exports of the same
// view are equal byte by byte. Rows are written as they are read, so that memory does not grow with the hub.
package exports

import (
	"fmt"
	"io"
	"maps"
	"net/url"
	"slices"
	"strings"

	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/record"
)

// Writer writes one file of a format.
type Writer interface {
	Begin(*Head) error
	Write(Row) error
	End(*Tally) error
}

// Row is a *Record, *Node, *Edge, *Contribution, *Change or an encoded grant.
type Row interface{ rowType() string }

// Head says what a file contains. It names no moment of writing, so that equal content gives equal bytes.
type Head struct {
	Generator string // the program and its version
	Contract  string // code; empty for all contracts
	Title     string
	AsOf      string // day for which contributions are derived; « .. » means any time
	Filter    string
	Viewer    string // role of the viewer, or PUBLIC
	Position  string // in the ledger, for the next export of changes
}

// Pairs returns the members of the head that have a value, in a fixed order.
func (h *Head) Pairs() (pairs [][2]string) {
	for _, pair := range [][2]string{{"title", h.Title}, {"contract", h.Contract}, {"asOf", h.AsOf},
		{"filter", h.Filter}, {"viewer", h.Viewer}, {"position", h.Position}, {"generator", h.Generator}} {
		if pair[1] != "" {
			pairs = append(pairs, pair)
		}
	}
	return pairs
}

// Tally counts what was written.
type Tally struct {
	Rows    int
	Types   map[string]int // rows by type, as in the API; DERIVED for derived contributions
	Omitted int            // records that the format cannot hold: claims with one end in graphs, or incomplete grants
	// Missing counts, by field, the grants that were left out because it is empty or unusable. One may lack several.
	Missing map[string]int
	Notes   map[lexicon.NoteCode]int // what a format changed in the rows
}

// ListCounts writes counts by name, in the order of names: agreedOn=2, purpose=1.
func ListCounts[K ~string](counts map[K]int) string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		all = append(all, fmt.Sprintf("%s=%d", name, counts[name]))
	}
	return strings.Join(all, ", ")
}

// Record is a row for formats that have a table for each type.
type Record struct {
	Type     *record.Type
	ID       string
	Version  int
	Created  string
	Updated  string
	Contract string // code of the contract it belongs to, or its own; empty for none
	Values   []any  // by index in Type.Fields: a plain value, a *Reference, or nil
}

// Reference is the value of a field that refers to a visible record.
type Reference struct {
	ID   string
	Code string // « code », or « contract/code »; empty for a record without a code
}

// Node is a thing, for formats of graphs.
type Node struct {
	ID, Label    string
	Since, Until string // first and last day, as far as they are known
	Attributes   []Attribute
}

// Edge is a claim between two things, a reference of a thing to another, or a derived contribution.
type Edge struct {
	Node
	Source, Target string // identifiers of nodes that were written before
}

// Attribute is a value of a node or an edge.
type Attribute struct {
	Name  string
	Value any // string, bool, int64 or Decimal
}

// Decimal is an exact number, such as an amount in euros with two decimals.
type Decimal string

// Contribution is a derived contribution of a partner to an axis: a cell of the matrix.
type Contribution struct {
	ID                              string
	Contract                        Thing
	Partner, Axis                   Thing
	Sector                          string
	Standing, Status, Basis, Holds  string
	AxisRoles, ActionRoles          []string
	LeadsAxis                       bool
	Since, Until                    string // of the strongest chain, as far as they are known
	Actions, Audiences, Territories []Thing
	Evidence                        []string // identifiers of the claims, sorted
}

// Thing names a record.
type Thing struct{ ID, Code, Name string }

// Change is a record that was changed or deleted after a position.
type Change struct {
	*Record  // nil for a record that is gone
	GoneType string
	GoneID   string
	Position string
}

func (r *Record) rowType() string       { return string(r.Type.Word()) }
func (n *Node) rowType() string         { return n.Attributes[0].Value.(string) }
func (c *Contribution) rowType() string { return Derived }
func (c *Change) rowType() string {
	if c.Record == nil {
		return "DELETED"
	}
	return c.Record.rowType()
}

// The types of edges that are no claims: derived contributions, and references such as that of an axis to its contract.
const (
	Derived   = "DERIVED"
	Structure = "STRUCTURE"
)

// Problem says why an export is refused.
type Problem struct {
	Argument string
	Sentence message.Sentence
	Exists   []string // what can be asked for instead
	IsGone   bool     // the position is too old or of another viewer
}

func (p *Problem) Error() string { return p.Sentence.String() }

// parts are the kinds of rows that a format takes.
type parts uint8

const (
	records parts = 1 << iota
	graphs
	contributions
	changes
	grants
)

// Format is a format of files.
type Format struct {
	Name      string // for the command and the API
	Extension string
	Profile   string // distinguishes formats with the same extension; empty for the usual one
	MediaType string
	Title     lexicon.Text
	IsPacked  bool // compressed already
	parts     parts
	types     []*record.Type          // nil means all
	encode    func(*Grant) *grantLine // for formats of grants
	open      func(io.Writer) Writer
}

// RecordType returns the type of the records of a table; nil for formats with more than one type.
func (f *Format) RecordType() *lexicon.RecordType {
	if len(f.types) != 1 {
		return nil
	}
	word := f.types[0].Word()
	return &word
}

// Address returns the address of the format's file for a contract, from the root of the hub. An export of changes
// begins at the first line of the ledger.
func (f *Format) Address(contract string) string {
	address := "/export/" + url.PathEscape(contract) + "." + f.Extension
	switch {
	case f.IsOfChanges():
		return address + "?since=" + FirstPosition
	case f.Profile != "":
		return address + "?profile=" + f.Profile
	}
	return address
}

// HasContributions reports whether the format contains derived contributions.
func (f *Format) HasContributions() bool { return f.parts&(graphs|contributions) != 0 }

// IsOfChanges reports whether the format contains what changed after a position.
func (f *Format) IsOfChanges() bool { return f.parts == changes }

// NewWriter returns a writer of the format.
func (f *Format) NewWriter(w io.Writer) Writer { return f.open(w) }

// FormatNamed returns the format with a name.
func FormatNamed(name string) (*Format, error) {
	var names []string
	for _, f := range Formats {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return nil, &Problem{Argument: "format", Sentence: message.UnknownFormat(name), Exists: names}
}

// FormatOf returns the format with an extension and a profile.
func FormatOf(extension, profile string, isOfChanges bool) (*Format, error) {
	var extensions, profiles []string
	for _, f := range Formats {
		if f.Extension != extension {
			extensions = appendNew(extensions, f.Extension)
			continue
		}
		if f.IsOfChanges() != isOfChanges {
			continue
		}
		if f.Profile == profile {
			return f, nil
		}
		profiles = append(profiles, f.Profile)
	}
	switch {
	case len(profiles) > 0:
		return nil, &Problem{Argument: "profile", Sentence: message.UnknownProfile(profile, extension),
			Exists: profiles}
	case isOfChanges:
		return nil, &Problem{Argument: "since", Sentence: message.SinceNeedsNDJSON, Exists: []string{"ndjson"}}
	}
	return nil, &Problem{Argument: "extension", Sentence: message.UnknownExtension(extension),
		Exists: extensions}
}

// appendNew appends a text unless the list has it.
func appendNew(list []string, text string) []string {
	if slices.Contains(list, text) {
		return list
	}
	return append(list, text)
}

// errRow reports a row that a format does not take.
func errRow(r Row) error { return fmt.Errorf("the format takes no %T", r) }
