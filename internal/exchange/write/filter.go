package write

import (
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
	for name, into := range map[string]*[]int{
		"theme": &sel.Themes, "partner": &sel.Partners, "territory": &sel.Territories, "audience": &sel.Audiences,
	} {
		for _, called := range f.terms[name] {
			found := recordsCalled(v, name, called, contract)
			if len(found) == 0 {
				return sel, &Problem{Argument: "filter", Sentence: message.UnknownName(record.Of(name).Word(), called)}
			}
			*into = append(*into, found...)
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

// recordsCalled returns the visible records with a public identifier, a code, or « contract/code ». Without a contract
// in the name, only those of the exported contract or of none count.
func recordsCalled(v *snapshot.View, prefix, name string, contract int32) (ids []int) {
	if _, isUID := lexicon.UIDPrefix(name); isUID {
		if of, id := v.ByUID(name); of == prefix && id != 0 {
			ids = append(ids, int(id))
		}
		return ids
	}
	home, code, isQualified := strings.Cut(name, "/")
	if !isQualified {
		home, code = "", name
	}
	for _, id := range v.ByCode(prefix, code) {
		of := contractOf(v, prefix, id)
		switch {
		case isQualified && !slices.Contains(v.ByCode("contract", home), of):
		case !isQualified && contract != 0 && of != 0 && of != contract:
		default:
			ids = append(ids, int(id))
		}
	}
	return ids
}

// contractOf returns the contract of a record, or 0.
func contractOf(v *snapshot.View, prefix string, id int32) int32 {
	t := record.Of(prefix)
	if t.Scope == "" {
		return 0
	}
	return v.Parent(prefix, t.Scope)(id)
}
