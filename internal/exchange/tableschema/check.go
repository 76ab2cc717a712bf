package tableschema

import (
	"encoding/json"
	"math/big"
	"regexp"
	"slices"
	"time"
	"unicode/utf8"

	"maillage/internal/lexicon"
)

// Rule is what a value or a header breaks.
type Rule string

// The rules.
const (
	ColumnMissing Rule = "missing-column"
	ColumnExtra   Rule = "extra-column"
	WrongType     Rule = "type"
	Required      Rule = "required"
	Pattern       Rule = "pattern"
	Enum          Rule = "enum"
	MinLength     Rule = "minLength"
	MaxLength     Rule = "maxLength"
	Minimum       Rule = "minimum"
	Maximum       Rule = "maximum"
	WrongSIRET    Rule = siretCheck
	OneOfRequired Rule = oneOfCheck
)

// Problem is a place where a table breaks its schema.
type Problem struct {
	Line  int // zero for the header
	Field string
	Rule  Rule
	Value string
}

// Checker checks the rows of one table.
type Checker struct {
	schema *Schema
	at     map[string]int // the column of each field
}

// NewChecker returns a checker for a table with a header, and what is wrong with the header.
func (s *Schema) NewChecker(header []string) (*Checker, []Problem) {
	c := &Checker{schema: s, at: map[string]int{}}
	var problems []Problem
	for i, name := range header {
		if _, twice := c.at[name]; twice || s.Field(name) == nil {
			problems = append(problems, Problem{Field: name, Rule: ColumnExtra})
			continue
		}
		c.at[name] = i
	}
	for _, f := range s.Fields {
		if _, there := c.at[f.Name]; !there && f.Constraints.Required {
			problems = append(problems, Problem{Field: f.Name, Rule: ColumnMissing})
		}
	}
	return c, problems
}

// value returns the value of a field. It returns false when the table lacks the column, or the value is missing.
func (c *Checker) value(name string, cells []string) (value string, there, column bool) {
	at, column := c.at[name]
	if !column || at >= len(cells) {
		return "", false, column
	}
	return cells[at], !slices.Contains(c.schema.Missing, cells[at]), true
}

// CheckRow returns what is wrong with a row, in the order of the schema.
func (c *Checker) CheckRow(line int, cells []string) (problems []Problem) {
	for i := range c.schema.Fields {
		f := &c.schema.Fields[i]
		value, there, column := c.value(f.Name, cells)
		switch {
		case !column:
		case there:
			for _, rule := range f.broken(value) {
				problems = append(problems, Problem{line, f.Name, rule, value})
			}
		case f.Constraints.Required:
			problems = append(problems, Problem{line, f.Name, Required, value})
		}
	}
	for _, custom := range c.schema.Custom {
		switch custom.Name {
		case siretCheck:
			name := custom.Params["column"]
			if value, there, _ := c.value(name, cells); there && !isSIRET(value) {
				problems = append(problems, Problem{line, name, WrongSIRET, value})
			}
		case oneOfCheck:
			name := custom.Params["column1"]
			_, first, column := c.value(name, cells)
			_, second, other := c.value(custom.Params["column2"], cells)
			if (column || other) && !first && !second {
				problems = append(problems, Problem{line, name, OneOfRequired, ""})
			}
		}
	}
	return problems
}

// isSIRET reports whether a SIRET has its form and its check digit. The check of the schema lets 00000 pass as an
// establishment.
func isSIRET(value string) bool {
	return lexicon.SIRET.Check(value) == lexicon.WellFormed || len(value) == 14 && lexicon.PassesLuhn(value)
}

// broken returns the rules that a value breaks. A value of the wrong type breaks that one alone.
func (f *Field) broken(value string) (rules []Rule) {
	number, ok := f.typed(value)
	if !ok {
		return []Rule{WrongType}
	}
	c := f.Constraints
	if f.pattern != nil && !f.pattern.MatchString(value) {
		rules = append(rules, Pattern)
	}
	if c.Enum != nil && !slices.Contains(c.Enum, value) {
		rules = append(rules, Enum)
	}
	length := utf8.RuneCountInString(value)
	if c.MinLength != nil && length < *c.MinLength {
		rules = append(rules, MinLength)
	}
	if c.MaxLength != nil && length > *c.MaxLength {
		rules = append(rules, MaxLength)
	}
	if bound, ok := rational(c.Minimum); ok && number != nil && number.Cmp(bound) < 0 {
		rules = append(rules, Minimum)
	}
	if bound, ok := rational(c.Maximum); ok && number != nil && number.Cmp(bound) > 0 {
		rules = append(rules, Maximum)
	}
	return rules
}

var (
	numberForm  = regexp.MustCompile(`^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$`)
	integerForm = regexp.MustCompile(`^[+-]?\d+$`)
	yearForm    = regexp.MustCompile(`^\d{4}$`)
)

// typed reports whether a value has the type of the field, and returns it if it is a number.
func (f *Field) typed(value string) (*big.Rat, bool) {
	switch f.Type {
	case "number":
		if len(value) > 100 || !numberForm.MatchString(value) {
			return nil, false
		}
		return new(big.Rat).SetString(value)
	case "integer", "year":
		form := integerForm
		if f.Type == "year" {
			form = yearForm
		}
		if len(value) > 100 || !form.MatchString(value) {
			return nil, false
		}
		return new(big.Rat).SetString(value)
	case "boolean":
		return nil, slices.Contains(f.TrueValues, value) || slices.Contains(f.FalseValues, value)
	case "date":
		_, err := time.Parse("2006-01-02", value)
		return nil, err == nil
	}
	return nil, true
}

func rational(n *json.Number) (*big.Rat, bool) {
	if n == nil {
		return nil, false
	}
	return new(big.Rat).SetString(n.String())
}
