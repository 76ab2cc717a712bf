package snapshot

import (
	"slices"
	"strings"

	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// Named returns the visible records of a type that a name refers to: a public identifier, a code, or `contract/code`.
// The names of a merged partner refer to the partner that was kept.
func (v *View) Named(t *record.Type, name string) []ent.Row {
	named := v.namedDirectly(t, name)
	if len(named) > 0 {
		return named
	}
	if id := v.Merged(t.Prefix, name); id != 0 {
		return []ent.Row{v.Record(t.Prefix, int(id))}
	}
	return nil
}

// namedDirectly returns the records of a type that have a name themselves, without merged ones.
func (v *View) namedDirectly(t *record.Type, name string) (named []ent.Row) {
	if _, isUID := lexicon.UIDPrefix(name); isUID {
		if prefix, id := v.ByUID(name); id != 0 && prefix == t.Prefix {
			named = append(named, v.Record(t.Prefix, int(id)))
		}
		return named
	}
	contract, code, isQualified := strings.Cut(name, "/")
	var contracts []int32
	switch {
	case !isQualified:
		code = name
	case t.InContract():
		contracts = v.ByCode("contract", contract)
	default:
		return nil
	}
	for _, id := range v.ByCode(t.Prefix, code) {
		row := v.Record(t.Prefix, int(id))
		if !isQualified || slices.Contains(contracts, int32(ContractOf(t, row))) { //nolint:gosec // it is an id
			named = append(named, row)
		}
	}
	return named
}

// Among returns those of the records with a name that it refers to within some contracts and the directory, or within
// everything for nil. With nil, a code that several contracts have is a [record.AmbiguousError].
func Among(t *record.Type, name string, named []ent.Row, contracts []int) ([]ent.Row, error) {
	if contracts != nil && t.InContract() {
		named = slices.DeleteFunc(slices.Clone(named), func(row ent.Row) bool {
			contract := ContractOf(t, row)
			return contract != 0 && !slices.Contains(contracts, contract)
		})
	}
	if !t.IsBareCode(name) {
		return named, nil
	}
	named = record.CodeNames(named, func(row ent.Row) int { return ContractOf(t, row) }, contracts)
	if contracts == nil && len(named) > 1 {
		return nil, &record.AmbiguousError{Name: name}
	}
	return named, nil
}

// ContractOf returns the contract of a record; 0 for none.
func ContractOf(t *record.Type, row ent.Row) int {
	if !t.InContract() {
		return 0
	}
	id, _ := row.Column(t.Scope).(int)
	return id
}
