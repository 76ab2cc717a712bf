package exports

import (
	"cmp"
	"slices"
	"strings"

	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/network"
	"maillage/internal/record"
)

// Declared is an attribute that nodes or edges of a graph can have.
type Declared struct {
	Name string
	Kind string // string, boolean, long or double
}

// The attributes of nodes and of edges, in their order.
var nodeAttributes, edgeAttributes = declare(false), declare(true)

// isNode reports whether records of a type are nodes of a graph.
func isNode(t *record.Type) bool {
	return !t.Claim && t.Prefix != "identifier" && t.Prefix != "citation"
}

// scalar reports whether a field is an attribute of a graph.
func scalar(f *record.Field) bool {
	return !f.IsReference() && f.Name != "name" && f.Kind() != record.KindTranslations
}

// declare lists the attributes of nodes, or of edges.
func declare(edges bool) []Declared {
	all := []Declared{{"type", "string"}, {"contract", "string"}}
	if edges {
		all = []Declared{{"type", "string"}, {"derived", "boolean"}, {"contract", "string"}, {"holds", "string"},
			{"standing", "string"}, {"leadsAxis", "boolean"}, {"axisRoles", "string"}, {"actionRoles", "string"},
			{"evidence", "string"}}
	} else {
		all = append(all, Declared{"identifiers", "string"})
	}
	for _, t := range record.Types {
		if edges != t.Claim || !edges && !isNode(t) {
			continue
		}
		for _, f := range t.Fields {
			named := func(d Declared) bool { return d.Name == f.Name }
			if scalar(f) && !slices.ContainsFunc(all, named) {
				all = append(all, Declared{f.Name, graphKind(f.Kind())})
			}
		}
	}
	return all
}

// graphKind returns the kind of an attribute for a kind of fields.
func graphKind(k record.Kind) string {
	switch k {
	case record.KindFlag:
		return "boolean"
	case record.KindNumber:
		return "long"
	case record.KindAmount, record.KindDecimal:
		return "double"
	}
	return "string"
}

// eachElement writes nodes, then edges.
func (r *reader) eachElement(_ *Format, s *sink) error {
	r.findMore()
	for _, pass := range []func(*record.Type, *sink) error{r.nodes, r.structure, r.claims} {
		for _, t := range record.Types {
			if !r.Filter.takesType(string(t.Word())) {
				continue
			}
			if err := pass(t, s); err != nil {
				return err
			}
		}
	}
	return r.eachCell(func(c *Contribution) error {
		if !r.Filter.takesType("PARTNER") || !r.Filter.takesType("AXIS") {
			return nil // their nodes are left out
		}
		return s.put(derivedEdge(c))
	})
}

// findMore finds the things outside of the contract that its claims and its contributions name.
func (r *reader) findMore() {
	r.more = map[string]map[int32]bool{}
	if r.Contract == 0 {
		return
	}
	note := func(prefix string, id int32) {
		if id != 0 && !r.part.CanSee(prefix, id) {
			if r.more[prefix] == nil {
				r.more[prefix] = map[int32]bool{}
			}
			r.more[prefix][id] = true
		}
	}
	for _, t := range record.Types {
		if !t.Claim {
			continue
		}
		for _, id := range r.part.SortedByUID(t.Prefix) {
			row := r.row(t, id)
			for _, f := range ends(t) {
				note(r.View.Referred(row, f))
			}
		}
	}
	for _, cell := range r.cellsOf(r.Contract) {
		note("partner", int32(cell.Partner)) //nolint:gosec // it is an id
	}
}

// ends returns the fields of a claim that may be its ends, from its subject on.
func ends(t *record.Type) (fields []*record.Field) {
	for _, f := range t.Fields {
		if f.IsReference() && f.Name != "contract" {
			fields = append(fields, f)
		}
	}
	return fields
}

// hasNode reports whether a thing is a node of the graph.
func (r *reader) hasNode(prefix string, id int32) bool {
	t := record.Of(prefix)
	return isNode(t) && r.Filter.takesType(string(t.Word())) && (r.part.CanSee(prefix, id) || r.more[prefix][id])
}

// ids returns the things of a type that are nodes, by public identifier.
func (r *reader) ids(prefix string) []int32 {
	ids := r.part.SortedByUID(prefix)
	for id := range r.more[prefix] {
		ids = append(ids, id)
	}
	if len(r.more[prefix]) > 0 {
		slices.SortFunc(ids, func(a, b int32) int { return strings.Compare(r.uid(prefix, a), r.uid(prefix, b)) })
	}
	return ids
}

// nodes writes the things of a type.
func (r *reader) nodes(t *record.Type, s *sink) error {
	if !isNode(t) {
		return nil
	}
	for _, id := range r.ids(t.Prefix) {
		row := r.row(t, id)
		n := &Node{ID: r.uid(t.Prefix, id), Label: r.names[t.Prefix](id)}
		n.Since, n.Until = datesOf(t, row)
		n.add("type", string(t.Word()))
		n.add("contract", r.contract(t.Prefix, id))
		n.add("identifiers", strings.Join(r.identifiers(t.Prefix, id), " "))
		n.fields(t, row)
		if err := s.put(n); err != nil {
			return err
		}
	}
	return nil
}

// identifiers returns the identifiers of a record as « scheme:value », sorted.
func (r *reader) identifiers(prefix string, id int32) (all []string) {
	if prefix != "partner" && prefix != "territory" {
		return nil
	}
	t := record.Of("identifier")
	for _, one := range r.View.Children("identifier", prefix+"_id", id) {
		if r.View.CanSee("identifier", one) {
			row := r.row(t, one)
			scheme, _ := t.Field("scheme").Plain(row.Column("scheme")).(string)
			value, _ := row.Column("value").(string)
			all = append(all, scheme+":"+value)
		}
	}
	slices.Sort(all)
	return all
}

// structure writes the references of the things of a type.
func (r *reader) structure(t *record.Type, s *sink) error {
	if !isNode(t) {
		return nil
	}
	for _, id := range r.ids(t.Prefix) {
		row := r.row(t, id)
		for _, f := range t.Fields {
			prefix, to := r.View.Referred(row, f)
			if to == 0 || !r.hasNode(prefix, to) {
				continue
			}
			e := &Edge{Source: r.uid(t.Prefix, id), Target: r.uid(prefix, to)}
			e.ID, e.Label = e.Source+"."+f.Name, f.Name
			e.add("type", Structure)
			e.add("derived", false)
			e.add("contract", r.contract(t.Prefix, id))
			if err := s.put(e); err != nil {
				return err
			}
		}
	}
	return nil
}

// claims writes the claims of a type that have two ends, and counts the others.
func (r *reader) claims(t *record.Type, s *sink) error {
	if !t.Claim {
		return nil
	}
	for _, id := range r.part.SortedByUID(t.Prefix) {
		row := r.row(t, id)
		if !r.Filter.takes(t, row.Column) {
			continue
		}
		e, is := r.claim(t, id, row)
		if !is {
			s.tally.Omitted++
			continue
		}
		if err := s.put(e); err != nil {
			return err
		}
	}
	return nil
}

// claim converts a claim to an edge. It returns false for one without two ends in the graph.
func (r *reader) claim(t *record.Type, id int32, row ent.Row) (*Edge, bool) {
	e := &Edge{}
	e.ID = r.uid(t.Prefix, id)
	for _, f := range ends(t) {
		prefix, to := r.View.Referred(row, f)
		switch {
		case to == 0 || !r.hasNode(prefix, to):
		case e.Source == "":
			e.Source = r.uid(prefix, to)
		default:
			e.Target = r.uid(prefix, to)
		}
	}
	if e.Target == "" {
		return nil, false
	}
	e.Since, e.Until = datesOf(t, row)
	e.Label = string(t.Word())
	for _, name := range []string{"kind", "role"} {
		if f := t.Field(name); f != nil {
			if word, is := f.Plain(row.Column(name)).(string); is {
				e.Label = word
			}
		}
	}
	e.add("type", string(t.Word()))
	e.add("derived", false)
	e.add("contract", r.contract(t.Prefix, id))
	e.add("holds", string(r.View.Network.Holds(network.Ref{Kind: claimKinds[t.Prefix], ID: int(id)}, r.When)))
	e.fields(t, row)
	return e, true
}

// claimKinds are the kinds of claims in the network, by their types.
var claimKinds = map[string]network.Kind{
	"contribution": network.KindContribution, "alignment": network.KindAlignment,
	"membership": network.KindMembership, "relation": network.KindRelation,
}

// derivedEdge converts a derived contribution.
func derivedEdge(c *Contribution) *Edge {
	e := &Edge{Source: c.Partner.ID, Target: c.Axis.ID}
	e.ID, e.Label, e.Since, e.Until = c.ID, c.Standing, c.Since, c.Until
	e.add("type", Derived)
	e.add("derived", true)
	e.add("contract", c.Contract.Code)
	e.add("holds", c.Holds)
	e.add("standing", c.Standing)
	e.add("leadsAxis", c.LeadsAxis)
	e.add("axisRoles", strings.Join(c.AxisRoles, " "))
	e.add("actionRoles", strings.Join(c.ActionRoles, " "))
	e.add("evidence", strings.Join(c.Evidence, " "))
	e.add("status", c.Status)
	e.add("basis", c.Basis)
	return e
}

// add adds an attribute, unless its value is an empty text.
func (n *Node) add(name string, value any) {
	if value != "" {
		n.Attributes = append(n.Attributes, Attribute{name, value})
	}
}

// fields adds the fields of a record that are attributes.
func (n *Node) fields(t *record.Type, row ent.Row) {
	for _, f := range t.Fields {
		if !scalar(f) {
			continue
		}
		switch v := f.Plain(row.Column(f.Columns()[0])).(type) {
		case nil:
		case []string:
			n.add(f.Name, strings.Join(v, " | "))
		case int64:
			if f.Kind() == record.KindAmount {
				n.add(f.Name, euros(v))
				break
			}
			n.add(f.Name, v)
		case string:
			if f.Kind() == record.KindDecimal {
				n.add(f.Name, Decimal(v))
				break
			}
			n.add(f.Name, v)
		default:
			n.add(f.Name, v)
		}
	}
}

// datesOf returns the first and the last day of a record by its fields `since` and `until`, as far as they are known.
func datesOf(t *record.Type, row ent.Row) (since, until string) {
	if t.Field("since") == nil || t.Field("until") == nil {
		return "", ""
	}
	if date, is := row.Column("since").(lexicon.PartialDate); is {
		since = dayText(date.Earliest())
	}
	if date, is := row.Column("until").(lexicon.PartialDate); is {
		until = dayText(date.Latest())
	}
	if since != "" && until != "" && cmp.Compare(until, since) < 0 {
		until = since
	}
	return since, until
}

// dayText writes a day; empty for an open end.
func dayText(d lexicon.Day) string {
	if d == lexicon.MinDay || d == lexicon.MaxDay {
		return ""
	}
	return d.String()
}
