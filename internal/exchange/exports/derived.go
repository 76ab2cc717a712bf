package exports

import (
	"cmp"
	"math"
	"slices"

	"maillage/internal/lexicon"
	"maillage/internal/network"
	"maillage/internal/record"
)

// eachContribution writes the derived contributions.
func (r *reader) eachContribution(_ *Format, s *sink) error {
	return r.eachCell(func(c *Contribution) error { return s.put(c) })
}

// eachCell visits the cells of the matrices, contract by contract, so that no more than one matrix is in memory.
func (r *reader) eachCell(visit func(*Contribution) error) error {
	contracts := []int32{r.Contract}
	if r.Contract == 0 {
		contracts = r.View.SortedByUID("contract")
	}
	for _, contract := range contracts {
		for _, cell := range r.cellsOf(contract) {
			if err := visit(r.contribution(contract, cell)); err != nil {
				return err
			}
		}
	}
	return nil
}

// cellsOf returns the cells of a contract's matrix by the identifiers of partner and axis, whatever the database.
func (r *reader) cellsOf(contract int32) []*network.Cell {
	sel := r.selection
	sel.Contracts = []int{int(contract)}
	found := r.View.Network.Matrix(sel).Cells
	cells := make([]*network.Cell, len(found))
	for i := range found {
		cells[i] = &found[i]
	}
	slices.SortFunc(cells, func(a, b *network.Cell) int {
		return cmp.Or(cmp.Compare(r.uidOf("partner", a.Partner), r.uidOf("partner", b.Partner)),
			cmp.Compare(r.uidOf("axis", a.Axis), r.uidOf("axis", b.Axis)))
	})
	return cells
}

// uidOf is uid for ids of the network.
func (r *reader) uidOf(prefix string, id int) string { return r.uid(prefix, asID(id)) }

// asID converts an id of the network.
func asID(id int) int32 {
	if id < 0 || id > math.MaxInt32 {
		return 0
	}
	return int32(id)
}

// contribution converts a cell of a matrix.
func (r *reader) contribution(contract int32, cell *network.Cell) *Contribution {
	strongest := cell.Strongest()
	c := &Contribution{
		Contract: r.thing("contract", contract), Partner: r.thing("partner", asID(cell.Partner)),
		Axis: r.thing("axis", asID(cell.Axis)), Sector: r.sector(asID(cell.Partner)),
		Standing: string(cell.Standing), Status: string(cell.Status()), Basis: string(strongest.Basis),
		Holds: string(strongest.Holds), AxisRoles: texts(cell.AxisRoles), ActionRoles: texts(cell.ActionRoles),
		LeadsAxis: cell.LeadsAxis, Since: dayText(strongest.Validity.SinceEarliest),
		Until: dayText(strongest.Validity.UntilLatest),
	}
	if c.Until != "" && c.Until < c.Since {
		c.Until = c.Since
	}
	c.ID = lexicon.UIDFor("derived", c.Partner.ID+" "+c.Axis.ID)
	territory := r.View.Parent("contract", "territory_id")(contract)
	if territory != 0 && r.View.CanSee("territory", territory) {
		c.Territories = []Thing{r.thing("territory", territory)}
	}
	actions := map[int32]bool{}
	for i := range cell.Chains {
		for _, link := range cell.Chains[i].Links {
			c.Evidence = append(c.Evidence, r.uidOf(link.Kind.String(), link.ID))
			r.actionsOf(link, actions)
		}
	}
	slices.Sort(c.Evidence)
	c.Evidence = slices.Compact(c.Evidence)
	audiences := map[int32]bool{}
	for action := range actions {
		c.Actions = append(c.Actions, r.thing("action", action))
		r.audiencesOf(action, audiences)
	}
	for audience := range audiences {
		c.Audiences = append(c.Audiences, r.thing("audience", audience))
	}
	sortThings(c.Actions)
	sortThings(c.Audiences)
	return c
}

func sortThings(all []Thing) {
	slices.SortFunc(all, func(a, b Thing) int { return cmp.Compare(a.ID, b.ID) })
}

// sector returns the sector of a partner.
func (r *reader) sector(partner int32) string {
	t := record.Of("partner")
	word, _ := t.Field("sector").Plain(r.row(t, partner).Column("sector")).(string)
	return word
}

// actionsOf adds the visible actions that a claim names.
func (r *reader) actionsOf(link network.Ref, into map[int32]bool) {
	t := record.Of(link.Kind.String())
	row := r.row(t, asID(link.ID))
	for _, f := range ends(t) {
		if prefix, id := r.View.Referred(row, f); prefix == "action" && id != 0 {
			into[id] = true
		}
	}
}

// audiencesOf adds the visible audiences that an action targets.
func (r *reader) audiencesOf(action int32, into map[int32]bool) {
	t := record.Of("relation")
	for _, id := range r.View.Children("relation", "subject_action_id", action) {
		if !r.View.CanSee("relation", id) {
			continue
		}
		row := r.row(t, id)
		kind, _ := t.Field("kind").Plain(row.Column("kind")).(string)
		prefix, to := r.View.Referred(row, t.Field("object"))
		if kind == string(lexicon.Targets) && prefix == "audience" {
			into[to] = true
		}
	}
}

// texts converts words.
func texts[W ~string](words []W) []string {
	all := make([]string, len(words))
	for i, word := range words {
		all[i] = string(word)
	}
	return all
}
