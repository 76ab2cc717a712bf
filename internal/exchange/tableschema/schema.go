// Package tableschema checks tables against a Table Schema: the types of columns, their constraints, and the custom
// checks that French schemas name.
package tableschema

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
)

// Schema is a Table Schema, ready to check.
type Schema struct {
	Name    string   `json:"name"`
	Version string   `json:"version"`
	Fields  []Field  `json:"fields"`
	Missing []string `json:"missingValues"`
	Custom  []Custom `json:"custom_checks"`
}

// Field is a column of the schema.
type Field struct {
	Name        string      `json:"name"`
	Type        string      `json:"type"`
	Format      string      `json:"format"`
	TrueValues  []string    `json:"trueValues"`
	FalseValues []string    `json:"falseValues"`
	Constraints Constraints `json:"constraints"`

	pattern *regexp.Regexp
}

// Constraints are what a value must satisfy beside its type.
type Constraints struct {
	Required  bool         `json:"required"`
	Pattern   string       `json:"pattern"`
	Enum      []string     `json:"enum"`
	MinLength *int         `json:"minLength"`
	MaxLength *int         `json:"maxLength"`
	Minimum   *json.Number `json:"minimum"`
	Maximum   *json.Number `json:"maximum"`
}

// Custom is a check that is named outside of the fields.
type Custom struct {
	Name   string            `json:"name"`
	Params map[string]string `json:"params"`
}

// The types and custom checks that are known. A schema with another is refused: it would pass unchecked.
var (
	knownTypes  = []string{"", "string", "number", "integer", "boolean", "date", "year", "any"}
	knownChecks = []string{siretCheck, oneOfCheck}
)

const (
	siretCheck = "french-siret-value"
	oneOfCheck = "one-of-required"
)

// ParseSchema reads a Table Schema.
func ParseSchema(text []byte) (*Schema, error) {
	s := Schema{Missing: []string{""}}
	if err := json.Unmarshal(text, &s); err != nil {
		return nil, fmt.Errorf("table schema: %w", err)
	}
	for i := range s.Fields {
		f := &s.Fields[i]
		if !slices.Contains(knownTypes, f.Type) || f.Format != "" && f.Format != "default" {
			return nil, fmt.Errorf("table schema: field %q has the unknown type %q %q", f.Name, f.Type, f.Format)
		}
		if f.Type == "boolean" && f.TrueValues == nil && f.FalseValues == nil {
			f.TrueValues = []string{"true", "True", "TRUE", "1"}
			f.FalseValues = []string{"false", "False", "FALSE", "0"}
		}
		if f.Constraints.Pattern == "" {
			continue
		}
		pattern, err := regexp.Compile(`^(?:` + f.Constraints.Pattern + `)$`)
		if err != nil {
			return nil, fmt.Errorf("table schema: pattern of %q: %w", f.Name, err)
		}
		f.pattern = pattern
	}
	for _, c := range s.Custom {
		if !slices.Contains(knownChecks, c.Name) {
			return nil, fmt.Errorf("table schema: the custom check %q is not known", c.Name)
		}
	}
	return &s, nil
}

// Field returns the field with a name, or nil.
func (s *Schema) Field(name string) *Field {
	for i := range s.Fields {
		if s.Fields[i].Name == name {
			return &s.Fields[i]
		}
	}
	return nil
}
