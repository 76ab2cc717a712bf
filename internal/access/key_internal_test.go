package access

import (
	"reflect"
	"testing"

	"maillage/internal/lexicon"
)

// A right that the key lacks would give a viewer the cached response of another.
func TestKey_DependsOnEveryRight(t *testing.T) {
	changes := map[string]func(v *Viewer){
		"Role":                 func(v *Viewer) { v.Role = lexicon.Liaison },
		"Scopes":               func(v *Viewer) { v.Scopes = []lexicon.TokenScope{lexicon.ScopeWrite} },
		"PartnerID":            func(v *Viewer) { v.PartnerID = 1 },
		"ContractIDs":          func(v *Viewer) { v.ContractIDs = []int{1} },
		"system":               func(v *Viewer) { v.system = true },
		"Visibility.All":       func(v *Viewer) { v.Visibility.All = true },
		"Visibility.Directory": func(v *Viewer) { v.Visibility.Directory = true },
		"Visibility.Contracts": func(v *Viewer) { v.Visibility.Contracts = []int{1} },
	}
	isNoRight := map[string]bool{"Account": true, "Key": true}
	check := func(name string) {
		if isNoRight[name] {
			return
		}
		change := changes[name]
		if change == nil {
			t.Errorf("add %s to AppendKey and to this test, if it is a right", name)
			return
		}
		changed := Viewer{}
		change(&changed)
		if string((&Viewer{}).AppendKey(nil)) == string(changed.AppendKey(nil)) {
			t.Errorf("the key does not depend on %s", name)
		}
	}
	for f := range reflect.TypeFor[Viewer]().Fields() {
		if f.Name != "Visibility" {
			check(f.Name)
		}
	}
	for f := range reflect.TypeFor[Visibility]().Fields() {
		check("Visibility." + f.Name)
	}
	none, empty := Viewer{}, Viewer{Scopes: []lexicon.TokenScope{}}
	if string(none.AppendKey(nil)) == string(empty.AppendKey(nil)) {
		t.Error("a token without a scope has the key of a person with every scope")
	}
	one, other := Viewer{ContractIDs: []int{1}}, Viewer{Visibility: Visibility{Contracts: []int{1}}}
	if string(one.AppendKey(nil)) == string(other.AppendKey(nil)) {
		t.Error("contracts that are served have the key of contracts that are seen")
	}
}
