package cli

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"maillage/internal/lexicon"
	"maillage/internal/message"
)

// importReading holds the flags that say how to read a file, where the hub guesses wrongly.
type importReading struct {
	Format     string            `help:"${import_format}" placeholder:"FORMAT"`
	Charset    string            `help:"${import_charset}" placeholder:"CHARSET"`
	Separator  string            `help:"${import_separator}" placeholder:"CHARACTER"`
	Table      string            `help:"${import_table}" placeholder:"NAME"`
	HeaderLine int               `help:"${import_header_line}" placeholder:"NUMBER"`
	NoHeader   bool              `help:"The file has no headers."`
	Map        map[string]string `help:"${import_map}" placeholder:"COLUMN=FIELD"`

	DecimalMark map[string]string `help:"${import_decimal_mark}" placeholder:"COLUMN=MARK"`
	DateOrder   map[string]string `help:"${import_date_order}" placeholder:"COLUMN=ORDER"`
	Percent     map[string]string `help:"${import_percent}" placeholder:"COLUMN=BOOLEAN"`
}

// flagWords returns words of the API as a flag takes them: DAY_FIRST is day-first.
func flagWords(words []string) string {
	return strings.ToLower(strings.ReplaceAll(strings.Join(words, ","), "_", "-"))
}

// apiWord returns a word of a flag as the API has it.
func apiWord(flag string) string { return strings.ToUpper(strings.ReplaceAll(flag, "-", "_")) }

// fields returns the reading as the fields of the API. It names the flag with a wrong word.
func (r *importReading) fields() (map[string]any, error) {
	var formats lexicon.ImportFormat
	var charsets lexicon.ImportCharset
	if err := errors.Join(takes("--format", r.Format, formats.Values()),
		takes("--charset", r.Charset, charsets.Values())); err != nil {
		return nil, err
	}
	all := map[string]any{
		"format": apiWord(r.Format), "charset": apiWord(r.Charset), "separator": r.Separator, "table": r.Table,
	}
	if r.Separator == "tab" {
		all["separator"] = "\t"
	}
	switch {
	case r.NoHeader:
		all["headerLine"] = -1
	case r.HeaderLine != 0:
		all["headerLine"] = r.HeaderLine
	}
	columns, err := r.columns()
	all["columns"] = columns
	return all, err
}

// columns returns how to read single columns.
func (r *importReading) columns() ([]any, error) {
	columns := map[string]map[string]any{}
	set := func(column, field string, value any) {
		if columns[column] == nil {
			columns[column] = map[string]any{"column": column}
		}
		columns[column][field] = value
	}
	for column, field := range r.Map {
		set(column, "field", field)
	}
	for column, mark := range r.DecimalMark {
		set(column, "decimalMark", mark)
	}
	var orders lexicon.ImportDateOrder
	var errs []error
	for column, order := range r.DateOrder {
		errs = append(errs, takes("--date-order", order, orders.Values()))
		set(column, "dateOrder", apiWord(order))
	}
	for column, is := range r.Percent {
		errs = append(errs, takes("--percent", is, []string{"TRUE", "FALSE"}))
		set(column, "isPercent", is == "true")
	}
	list := []any{}
	for _, column := range slices.Sorted(maps.Keys(columns)) {
		list = append(list, columns[column])
	}
	return list, errors.Join(errs...)
}

// takes refuses a word of a flag that is none of the API's. The empty one is no word.
func takes(flag, word string, words []string) error {
	if word == "" || slices.Contains(words, apiWord(word)) {
		return nil
	}
	return misused(message.FlagIsOneOf(flag, flagWords(words), word))
}

// importFlags are the flags of the fields of the API that may be wrong.
var importFlags = map[string]string{
	"separator": "--separator", "headerLine": "--header-line", "decimalMark": "--decimal-mark",
}
