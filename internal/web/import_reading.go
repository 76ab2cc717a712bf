package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"maillage/internal/web/words"
)

// separatorNames are the signs between cells, with the words for those that cannot be seen.
var separatorNames = []string{";", ",", "|", "\t"}

// readingGroup returns the fields that say how to read a file where the hub guesses wrongly.
func (q *request) readingGroup(sent url.Values) fieldGroup {
	text := func(name string) string { return strings.TrimSpace(sent.Get(name)) }
	guessed := func(name string, options ...option) []option {
		first := option{"", words.Say(q.lang, "imports.as-guessed"), sent.Get(name) == ""}
		return append([]option{first}, options...)
	}
	var separators []option
	for _, sign := range separatorNames {
		label := sign
		if sign == "\t" {
			label = words.Say(q.lang, "imports.tab")
		}
		separators = append(separators, option{sign, label, sent.Get("separator") == sign})
	}
	var marks []option
	for _, mark := range []string{",", "."} {
		marks = append(marks, option{mark, mark, text("decimalMark") == mark})
	}
	return fieldGroup{"imports.reading", []*field{
		{
			Name: "columns", Label: "imports.columns", Kind: "area", Hint: "imports.columns-hint",
			Value: text("columns"),
		},
		{Name: "decimalMark", Value: text("decimalMark"), Label: "imports.mark", Kind: "choose", Hint: "imports.of-columns",
			Options: guessed("decimalMark", marks...)},
		{Name: "dateOrder", Value: text("dateOrder"), Label: "imports.date-order", Kind: "choose", Hint: "imports.of-columns",
			Options: guessed("dateOrder", q.words("ImportDateOrder", text("dateOrder"), false)...)},
		{Name: "separator", Value: sent.Get("separator"), Label: "imports.separator", Kind: "choose",
			Options: guessed("separator", separators...)},
		{Name: "charset", Value: text("charset"), Label: "imports.charset", Kind: "choose",
			Options: guessed("charset", q.words("ImportCharset", text("charset"), false)...)},
		{Name: "table", Label: "imports.table", Kind: "text", Value: text("table")},
		{Name: "headerLine", Label: "imports.header-line", Kind: "number", Hint: "imports.header-line-hint",
			Value: text("headerLine")},
	}}
}

// addReading adds how to read a file to the input of the API. It reports whether the form is right.
func (q *request) addReading(f *form, input map[string]any) bool {
	for _, name := range []string{"charset", "table"} {
		if value := f.value(name); value != "" {
			input[name] = value
		}
	}
	if sign := f.value("separator"); slices.Contains(separatorNames, sign) {
		input["separator"] = sign
	}
	if line := f.value("headerLine"); line != "" {
		number, err := strconv.Atoi(line)
		if err != nil {
			f.fail("headerLine", words.Say(q.lang, "imports.no-number"))
			return false
		}
		input["headerLine"] = number
	}
	columns := columnsOf(f)
	if len(columns) == 0 && f.value("decimalMark")+f.value("dateOrder") != "" {
		f.fail("columns", words.Say(q.lang, "imports.no-columns"))
		return false
	}
	if len(columns) > 0 {
		input["columns"] = columns
	}
	return true
}

// columnsOf returns the columns that the form names, one a line: a header, or a header = a field.
func columnsOf(f *form) (columns []map[string]any) {
	for line := range strings.Lines(f.value("columns")) {
		header, field, given := strings.Cut(line, "=")
		if header = strings.TrimSpace(header); header == "" {
			continue
		}
		column := map[string]any{"column": header}
		if given {
			column["field"] = strings.TrimSpace(field)
		}
		for _, name := range []string{"decimalMark", "dateOrder"} {
			if value := f.value(name); value != "" {
				column[name] = value
			}
		}
		columns = append(columns, column)
	}
	return columns
}
