package snapshot

import (
	"slices"

	"maillage/internal/record"
)

// hasContract reports whether a contract is visible.
func (v *View) hasContract(contract int32) bool {
	at := int(contract) / 64
	return at < len(v.contracts) && v.contracts[at]>>(contract%64)&1 == 1
}

// CanSee reports whether a record exists and is visible, by the rules of ent/schema/policy.go for its type.
func (v *View) CanSee(prefix string, id int32) bool {
	t := &v.tables[indexOf(prefix)]
	if !t.rows.Known(id) {
		return false
	}
	return v.all || v.canSee(t.of, id)
}

// VisibilityOf returns a function that is [View.CanSee] for the records of one type.
func (v *View) VisibilityOf(prefix string) func(id int32) bool {
	t := &v.tables[indexOf(prefix)]
	if v.all {
		return t.rows.Known
	}
	if t.of.Scope == "" || t.of.Scope == "id" {
		return func(id int32) bool { return t.rows.Known(id) && v.canSee(t.of, id) }
	}
	scope, none := t.rows.Number(t.of.Scope), t.of.Prefix == "theme" || v.directory
	return func(id int32) bool {
		if !t.rows.Known(id) {
			return false
		}
		contract, is := scope(id)
		return is && v.hasContract(int32(contract)) || !is && none //nolint:gosec // it is an id
	}
}

// canSee reports whether an existing record is visible to a viewer with limited rights.
func (v *View) canSee(t *record.Type, id int32) bool {
	switch {
	case t.Scope == "id":
		return v.hasContract(id)
	case t.Scope != "":
		contract, is := v.tables[indexOf(t.Prefix)].rows.Number(t.Scope)(id)
		if !is {
			// Themes without a contract are reference themes, by which contracts compare.
			return t.Prefix == "theme" || v.directory
		}
		return v.hasContract(int32(contract)) //nolint:gosec // it is an id
	case v.directory:
		return true
	case t.Prefix == "identifier":
		holders := v.tables[indexOf(t.Prefix)].rows
		for _, holder := range []string{"partner", "territory"} {
			of, is := holders.Number(holder + "_id")(id)
			if is && v.isNamed(holder, int32(of)) { //nolint:gosec // an id
				return true
			}
		}
		return false
	}
	return v.isNamed(t.Prefix, id)
}

// directoryRefs lists the columns by which a contract, or a record of one, names a record of the directory.
var directoryRefs = func() map[string][][2]string {
	all := map[string][][2]string{}
	for index, t := range record.Types {
		if t.Scope == "" {
			continue
		}
		for _, l := range links[index] {
			to := record.Types[l.to-1]
			if t.Prefix == "citation" && l.column != "source_id" || to.Scope != "" {
				continue
			}
			all[to.Prefix] = append(all[to.Prefix], [2]string{t.Prefix, l.column})
		}
	}
	return all
}()

// isNamed reports whether a visible contract names a record of the directory.
func (v *View) isNamed(prefix string, id int32) bool {
	for _, by := range directoryRefs[prefix] {
		t := record.Of(by[0])
		scope := func(id int32) (int64, bool) { return int64(id), true }
		if t.Scope != "id" {
			scope = v.tables[indexOf(t.Prefix)].rows.Number(t.Scope)
		}
		if slices.ContainsFunc(v.Children(t.Prefix, by[1], id), func(child int32) bool {
			contract, is := scope(child)
			return is && v.hasContract(int32(contract)) //nolint:gosec // it is an id
		}) {
			return true
		}
	}
	return false
}
