package snapshot

import (
	"encoding/binary"
	"slices"

	"maillage/internal/access"
	"maillage/internal/record"
)

// keyOf tells sights apart.
func keyOf(sight access.Sight) []byte {
	key := make([]byte, 0, 2+2*len(sight.Contracts))
	if sight.All {
		return append(key, 'a')
	}
	if sight.Directory {
		key = append(key, 'd')
	}
	for _, id := range sight.Contracts {
		key = binary.AppendVarint(key, int64(id))
	}
	return key
}

// in tells whether a contract is among those seen.
func (v *View) in(contract int32) bool {
	at := int(contract) / 64
	return at < len(v.contracts) && v.contracts[at]>>(contract%64)&1 == 1
}

// Sees tells whether there is a record, and the viewer sees it: what ent/schema/policy.go says of its type.
func (v *View) Sees(prefix string, id int32) bool {
	t := &v.tables[placeOf(prefix)]
	if !t.rows.Known(id) {
		return false
	}
	return v.all || v.sees(t.of, id)
}

// Seeing is Sees for many records of a type.
func (v *View) Seeing(prefix string) func(id int32) bool {
	t := &v.tables[placeOf(prefix)]
	if v.all {
		return t.rows.Known
	}
	if t.of.Scope == "" || t.of.Scope == "id" {
		return func(id int32) bool { return t.rows.Known(id) && v.sees(t.of, id) }
	}
	scope, none := t.rows.Number(t.of.Scope), t.of.Prefix == "theme" || v.directory
	return func(id int32) bool {
		if !t.rows.Known(id) {
			return false
		}
		contract, is := scope(id)
		return is && v.in(int32(contract)) || !is && none //nolint:gosec // it is an id
	}
}

// sees tells whether a record of a type is seen by somebody of a limited sight.
func (v *View) sees(t *record.Type, id int32) bool {
	switch {
	case t.Scope == "id":
		return v.in(id)
	case t.Scope != "":
		contract, is := v.tables[placeOf(t.Prefix)].rows.Number(t.Scope)(id)
		if !is {
			// Themes of no contract are the reference, by which contracts compare.
			return t.Prefix == "theme" || v.directory
		}
		return v.in(int32(contract)) //nolint:gosec // it is an id
	case v.directory:
		return true
	case t.Prefix == "identifier":
		holders := v.tables[placeOf(t.Prefix)].rows
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

// naming are the columns of claims, citations and contracts by which a contract names a record of the directory.
var naming = func() map[string][][2]string {
	all := map[string][][2]string{"territory": {{"contract", "territory_id"}}}
	for place, t := range record.Types {
		if !t.Claim && t.Prefix != "citation" {
			continue
		}
		for _, l := range links[place] {
			to := record.Types[l.to-1]
			if t.Prefix == "citation" && l.column != "source_id" || to.Scope != "" {
				continue
			}
			all[to.Prefix] = append(all[to.Prefix], [2]string{t.Prefix, l.column})
		}
	}
	return all
}()

// isNamed tells whether a contract that is seen names a record of the directory.
func (v *View) isNamed(prefix string, id int32) bool {
	for _, by := range naming[prefix] {
		t := record.Of(by[0])
		scope := func(id int32) (int64, bool) { return int64(id), true }
		if t.Scope != "id" {
			scope = v.tables[placeOf(t.Prefix)].rows.Number(t.Scope)
		}
		if slices.ContainsFunc(v.Children(t.Prefix, by[1], id), func(child int32) bool {
			contract, is := scope(child)
			return is && v.in(int32(contract)) //nolint:gosec // it is an id
		}) {
			return true
		}
	}
	return false
}
