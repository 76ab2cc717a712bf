package imports

import (
	"path/filepath"
	"strings"
	"unicode"

	"maillage/internal/exchange/read"
	"maillage/internal/lexicon"
)

// Guess is how a file is read, and why, as it is stored.
type Guess struct {
	Format     read.Format
	Profile    string
	Charsets   map[string]int `json:",omitempty"`
	Separator  string         `json:",omitempty"`
	Table      string         `json:",omitempty"`
	Tables     []read.Table   `json:",omitempty"`
	HeaderLine int
	Preamble   []string `json:",omitempty"`
	Columns    []Column
	Findings   []read.Finding
}

// Column is a column of the file.
type Column struct {
	Name     string // as a spreadsheet names it
	Header   string
	Field    string // the field that it gives; empty if it gives none
	Personal bool   // it is about persons, and left out
	Decimal  string `json:",omitempty"`
	Percent  bool   `json:",omitempty"`
}

func toGuess(g *read.Guess) *Guess {
	stored := &Guess{
		Format: g.Format, Profile: g.Profile, Table: g.Table, Tables: g.Tables, HeaderLine: g.HeaderLine,
		Preamble: g.Preamble, Findings: g.Findings, Charsets: map[string]int{},
	}
	for charset, n := range g.Charsets {
		stored.Charsets[string(charset)] = n
	}
	if g.Separator != 0 {
		stored.Separator = string(rune(g.Separator))
	}
	for _, c := range g.Columns {
		column := Column{Name: c.Name, Header: c.Header, Field: c.Field, Personal: c.Personal, Percent: c.Percent}
		if c.Decimal != 0 {
			column.Decimal = string(rune(c.Decimal))
		}
		stored.Columns = append(stored.Columns, column)
	}
	return stored
}

// cleanName returns the name of a file without its folder and without characters that do not display. It is data, and
// never a path.
func cleanName(name string) string {
	name = filepath.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, name)
	if name == "." || name == "/" {
		return ""
	}
	return lexicon.TrimSpaces(name)
}
