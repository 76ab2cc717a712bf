package exports

import (
	"errors"
	"slices"
	"strings"

	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/network"
	"maillage/internal/record"
	"maillage/internal/snapshot"
)

// Filter selects rows. Records meet the conditions `type`, and claims those of `status` and `basis`. Derived
// contributions meet all others.
type Filter struct {
	text  string
	terms map[string][]string
}

// terms of a filter: those that take words, and those that name records of a type.
var (
	wordTerms = map[string][]string{
		"type": typeWords(), "status": lexicon.Status("").Values(), "basis": lexicon.Basis("").Values(),
		"role": lexicon.Role("").Values(),
	}
	recordTerms = []string{"theme", "partner", "territory", "audience"}
	termNames   = []string{"type", "status", "basis", "role", "theme", "partner", "territory", "audience"}
)

// typeWords returns the names of the types of records.
func typeWords() (words []string) {
	for _, t := range record.Types {
		words = append(words, string(t.Word()))
	}
	return words
}

// ParseFilter reads a filter such as « status:ACTIVE,COMMITTED theme:health ».
func ParseFilter(text string) (*Filter, error) {
	f := &Filter{terms: map[string][]string{}}
	for _, term := range strings.Fields(text) {
		name, values, _ := strings.Cut(term, ":")
		if !slices.Contains(termNames, name) {
			return nil, &Problem{Argument: "filter", Sentence: message.UnknownCondition(name),
				Exists: termNames}
		}
		for value := range strings.SplitSeq(values, ",") {
			words := wordTerms[name]
			if words != nil {
				value = strings.ToUpper(value)
			}
			if value == "" || words != nil && !slices.Contains(words, value) {
				return nil, &Problem{Argument: "filter", Sentence: message.UnknownValue(name, value),
					Exists: words}
			}
			f.terms[name] = append(f.terms[name], value)
		}
	}
	f.text = f.String()
	return f, nil
}

// String returns the filter in its standard form; empty if it has no condition.
func (f *Filter) String() string {
	if f == nil {
		return ""
	}
	var all []string
	for _, name := range termNames {
		if values := f.terms[name]; values != nil {
			all = append(all, name+":"+strings.Join(values, ","))
		}
	}
	return strings.Join(all, " ")
}

// suits reports a condition that a format has no rows for.
func (f *Filter) suits(format *Format) error {
	if f == nil || format.HasContributions() {
		return nil
	}
	for _, name := range append([]string{"role"}, recordTerms...) {
		if f.terms[name] != nil {
			return &Problem{Argument: "filter", Sentence: message.NoContributions(name)}
		}
	}
	return nil
}

// takesType reports whether rows of a type are selected.
func (f *Filter) takesType(word string) bool {
	return f == nil || f.terms["type"] == nil || slices.Contains(f.terms["type"], word)
}

// takes reports whether a record is selected. Records without a status or a basis meet those conditions.
func (f *Filter) takes(t *record.Type, column func(string) any) bool {
	if f == nil || !t.Claim {
		return true
	}
	for _, name := range []string{"status", "basis"} {
		if wanted := f.terms[name]; wanted != nil {
			value, _ := t.Field(name).Plain(column(name)).(string)
			if !slices.Contains(wanted, value) {
				return false
			}
		}
	}
	return true
}

// selection returns the selection of derived contributions. Names that nothing visible has are a problem.
func (f *Filter) selection(v *snapshot.View, contract int32) (network.Selection, error) {
	var sel network.Selection
	if f == nil {
		return sel, nil
	}
	sel.Statuses, sel.Bases = wordsOf[lexicon.Status](f.terms["status"]), wordsOf[lexicon.Basis](f.terms["basis"])
	sel.AxisRoles = wordsOf[lexicon.Role](f.terms["role"])
	sel.ActionRoles = sel.AxisRoles
	var contracts []int // all, unless a contract is exported
	if contract != 0 {
		contracts = []int{int(contract)}
	}
	for name, into := range map[string]*[]int{
		"theme": &sel.Themes, "partner": &sel.Partners, "territory": &sel.Territories, "audience": &sel.Audiences,
	} {
		for _, called := range f.terms[name] {
			t := record.Of(name)
			found, err := snapshot.Among(t, called, v.Named(t, called), contracts)
			var several *record.AmbiguousError
			switch {
			case errors.As(err, &several):
				return sel, &Problem{Argument: "filter", Sentence: several.Sentence()}
			case err != nil:
				return sel, err
			case len(found) == 0:
				return sel, &Problem{Argument: "filter", Sentence: message.UnknownName(t.Word(), called)}
			}
			for _, row := range found {
				*into = append(*into, row.RowID())
			}
		}
	}
	return sel, nil
}

// wordsOf converts words; nil stays nil, which selects all.
func wordsOf[W ~string](words []string) (typed []W) {
	for _, word := range words {
		typed = append(typed, W(word))
	}
	return typed
}
