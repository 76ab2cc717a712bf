package imports

import (
	"fmt"
	"slices"
	"strings"

	"maillage/internal/exchange/shape"
	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// Records of a file refer to each other and to records of the hub by identifiers, codes and names. The names of a file
// are held in memory while it is planned, in about 50 bytes each.

// names finds the records of one file.
type names struct {
	of     map[[16]byte]named
	cited  map[[16]byte]bool   // records that the file itself cites
	codes  map[string]string   // of its contracts, by identifier
	parent map[string][]parent // of records that refer to others of their type, by identifier
}

// named is a record of a file. Its line is 0 if several have the name.
type named struct {
	of   *record.Type
	bits [16]byte
	line int
}

func (n named) uid() string { return lexicon.UID(n.of.Prefix, n.bits) }

// parent is a record of the same type that another one of the file refers to.
type parent struct {
	field *record.Field
	name  string
	home  string
}

func newNames() names {
	return names{map[[16]byte]named{}, map[[16]byte]bool{}, map[string]string{}, map[string][]parent{}}
}

// anywhere stands for the contract of a code that is looked up in every contract.
const anywhere = "*"

func codeKey(t *record.Type, home, code string) [16]byte {
	return shape.Hash("code", t.Prefix, home, code)
}

func nameKey(t *record.Type, home, name string) [16]byte {
	return shape.Hash("name", t.Prefix, home, lexicon.FoldWord(name))
}

// add remembers a record of the file by its identifier, its code and its name. Of a record that the file has twice, it
// remembers the first line: the second one is refused.
func (n *names) add(f *shape.Fact, uid, home string, line int) {
	bits, _ := lexicon.UIDBits(uid)
	of := named{f.Of(), bits, line}
	code, name := f.Text("code"), f.Text("name")
	if code != "" || name != "" {
		identity := [16]byte(f.Identity)
		if _, twice := n.of[identity]; twice {
			return
		}
		n.of[identity] = of
	}
	n.put(shape.Hash("id", uid), of)
	if code != "" {
		n.put(codeKey(of.of, home, code), of)
		if of.of.InContract() {
			n.put(codeKey(of.of, anywhere, code), of)
		}
		if of.of.Prefix == "contract" {
			n.codes[uid] = code
		}
	}
	if name != "" {
		n.put(nameKey(of.of, home, name), of)
		if of.of.InContract() {
			n.put(nameKey(of.of, anywhere, name), of)
		}
	}
	for field, r := range f.References {
		if of.of.Prefix == "citation" && field == "record" {
			n.cited[shape.Hash(r.Name)] = true
		}
		to := of.of.Field(field)
		if _, isOwn := to.ColumnFor(of.of.Prefix); isOwn && !of.of.Claim && of.of.Prefix != "citation" && r.Name != "" {
			n.parent[uid] = append(n.parent[uid], parent{to, r.Name, home})
		}
	}
}

// put remembers a name. One that two records have names none.
func (n *names) put(key [16]byte, of named) {
	if before, twice := n.of[key]; twice && before.bits != of.bits {
		of.line = 0
	}
	n.of[key] = of
}

// isCited reports whether the file cites a record itself.
func (n *names) isCited(f *shape.Fact, uid, home string) bool {
	code := f.Text("code")
	return n.cited[shape.Hash(uid)] || code != "" && (n.cited[shape.Hash(code)] || n.cited[shape.Hash(home+"/"+code)])
}

// homeOf returns the code of the contract in which a fact's record is, and in which its references are looked up
// first; empty for the directory.
func (p *planner) homeOf(f *shape.Fact) string {
	if f.Home == "" || f.Type == "contract" {
		return p.homeCode
	}
	if _, isUID := lexicon.UIDPrefix(f.Home); !isUID {
		return f.Home
	}
	if code := p.names.codes[f.Home]; code != "" {
		return code
	}
	if prefix, id := p.view.ByUID(f.Home); prefix == "contract" && id != 0 {
		code, _ := p.view.Record("contract", int(id)).Column("code").(string)
		return code
	}
	return f.Home
}

// scopeOf is the contract by which a record's code is unique: none for types of the directory.
func scopeOf(t *record.Type, home string) string {
	if t.InContract() {
		return home
	}
	return ""
}

// find returns the record that a name means, among types. Ambiguous tells that several have it.
func (p *planner) find(ends []record.End, name, home string) (uid string, isAmbiguous bool) {
	if prefix, isUID := lexicon.UIDPrefix(name); isUID {
		leads := slices.ContainsFunc(ends, func(e record.End) bool { return e.Prefix == prefix })
		if !leads {
			return "", false
		}
		if _, id := p.view.ByUID(name); id != 0 {
			return name, false
		}
		if of, is := p.names.of[shape.Hash("id", name)]; is {
			return of.uid(), false
		}
		return p.merged(prefix, name), false
	}
	for _, look := range []func(*record.Type, string, string) []string{p.withCode, p.withName} {
		for _, level := range levelsOf(name, home) {
			var found []string
			for _, e := range ends {
				found = append(found, look(record.Of(e.Prefix), name, level)...)
			}
			slices.Sort(found)
			if found = slices.Compact(found); len(found) > 0 {
				return found[0], len(found) > 1
			}
		}
	}
	for _, e := range ends {
		if uid = p.merged(e.Prefix, name); uid != "" {
			return uid, false
		}
	}
	return "", false
}

// levelsOf returns the contracts in which a name is looked up, in order: its own, then the directory, then all.
func levelsOf(name, home string) []string {
	if contract, _, isQualified := strings.Cut(name, "/"); isQualified {
		return []string{contract, ""} // a name of the directory may have a stroke
	}
	if home == "" {
		return []string{"", anywhere}
	}
	return []string{home, ""}
}

// merged returns the record into which one was merged; empty for none.
func (p *planner) merged(prefix, name string) string {
	if id := p.view.Merged(prefix, name); id != 0 {
		return p.uid(prefix, id)
	}
	return ""
}

// withCode returns the records of a type that have a code in a contract, or in the directory.
func (p *planner) withCode(t *record.Type, name, home string) []string {
	if t.Field("code") == nil || !t.InContract() && home != "" {
		return nil
	}
	if _, code, isQualified := strings.Cut(name, "/"); isQualified {
		name = code
		if home == "" {
			return nil
		}
	}
	return append(p.inHub(t, home, name), p.inFile(codeKey(t, home, name))...)
}

// inFile returns the record of the file that has a name: two if several have it.
func (p *planner) inFile(key [16]byte) []string {
	of, is := p.names.of[key]
	switch {
	case !is:
		return nil
	case of.line == 0:
		return []string{of.uid(), anywhere}
	}
	return []string{of.uid()}
}

// inHub returns the visible records of the hub that have a code in a contract.
func (p *planner) inHub(t *record.Type, home, code string) (uids []string) {
	for _, id := range p.view.ByCode(t.Prefix, code) {
		if home == anywhere || p.contractOf(t, id) == home {
			uids = append(uids, p.uid(t.Prefix, id))
		}
	}
	return uids
}

// withName returns the records of a type that have a name in a contract, or in the directory. A name alone never means
// a partner of the hub: a person confirms it.
func (p *planner) withName(t *record.Type, name, home string) []string {
	if t.Field("name") == nil || !t.InContract() && home != "" {
		return nil
	}
	var found []string
	if t.Prefix != "partner" {
		found = slices.Clone(p.hubNames(t)[nameKey(t, home, name)])
	}
	return append(found, p.inFile(nameKey(t, home, name))...)
}

// hubNames returns the visible records of a type by their names. It is made when a file first needs it.
func (p *planner) hubNames(t *record.Type) map[[16]byte][]string {
	if known := p.byName[t]; known != nil {
		return known
	}
	all := map[[16]byte][]string{}
	for _, id := range p.view.SortedByUID(t.Prefix) {
		name, _ := p.view.Record(t.Prefix, int(id)).Column("name").(string)
		keys := [][16]byte{nameKey(t, p.contractOf(t, id), name)}
		if t.InContract() {
			keys = append(keys, nameKey(t, anywhere, name))
		}
		for _, key := range keys {
			all[key] = append(all[key], p.uid(t.Prefix, id))
		}
	}
	p.byName[t] = all
	return all
}

// contractOf returns the code of the contract of a record of the hub; empty for the directory.
func (p *planner) contractOf(t *record.Type, id int32) string {
	if !t.InContract() {
		return ""
	}
	of := p.scopes[t]
	if of == nil {
		of = p.view.Parent(t.Prefix, t.Scope)
		p.scopes[t] = of
	}
	contract := p.view.Record("contract", int(of(id)))
	if contract == nil {
		return ""
	}
	code, _ := contract.Column("code").(string)
	return code
}

func (p *planner) uid(prefix string, id int32) string {
	return lexicon.UID(prefix, p.view.Rows(prefix).UID(id))
}

// holder returns the visible territory that has a number; empty for none.
func (p *planner) holder(scheme lexicon.Scheme, number string) string {
	if p.holders == nil {
		p.holders = map[[16]byte]string{}
		for _, id := range p.view.SortedByUID("identifier") {
			row := p.view.Record("identifier", int(id))
			prefix, of := p.view.Referred(row, record.Of("identifier").Field("territory"))
			if of != 0 {
				p.holders[shape.Hash(fmt.Sprint(row.Column("scheme")), fmt.Sprint(row.Column("value")))] = p.uid(prefix, of)
			}
		}
	}
	return p.holders[shape.Hash(string(scheme), number)]
}

// keepHubNames removes the code and the name from a fact about a record of the hub. An import does not overwrite names
// that people gave.
func (p *planner) keepHubNames(f *shape.Fact, uid string) {
	if _, id := p.view.ByUID(uid); id != 0 {
		delete(f.Values, "code")
		delete(f.Values, "name")
	}
}
