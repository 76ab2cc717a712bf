package derived

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/lookup"
	"maillage/internal/network"
)

// uidsOf returns the public identifiers of records, and keeps the records.
func (c *comparisonSide) uidsOf(_ context.Context, refs []network.Ref) (map[network.Ref]string, error) {
	list := make([]lookup.Ref, len(refs))
	for i, r := range refs {
		list[i] = lookup.RefOf(r)
	}
	nodes, err := lookup.LoadRecords(c.ctx, c.reader, list)
	names := make(map[network.Ref]string, len(refs))
	for i, r := range refs {
		if node := nodes[list[i]]; node != nil {
			names[r] = uidOf(node)
			c.nodes[names[r]] = node
		}
	}
	return names, err
}

// nameOf returns the original name of a record.
func nameOf(node model.Node) string {
	row, is := node.(ent.Row)
	if !is {
		return ""
	}
	name, _ := row.Column("name").(string)
	return name
}

// uidOf returns the public identifier of a record.
func uidOf(node model.Node) string {
	row, _ := node.(ent.Row)
	uid, _ := row.Column("uid").(string)
	return uid
}

// fillNames sets the names of partners and axes, from the later moment that has the record. It also prepares the
// sentences of gaps, each at the moment that has the gap.
func fillNames(v *model.MatrixChanges, before, after *comparisonSide) error {
	of := func(uid string) model.Node {
		if node := after.nodes[uid]; node != nil {
			return node
		}
		return before.nodes[uid]
	}
	for _, c := range v.Cells {
		c.PartnerName, c.AxisName = nameOf(of(c.PartnerID)), nameOf(of(c.AxisID))
	}
	for _, side := range []*comparisonSide{before, after} {
		if err := side.say(v.Gaps, side == after); err != nil {
			return err
		}
	}
	return nil
}

// say prepares the sentences of the gaps of one moment.
func (c *comparisonSide) say(gaps []*model.GapChange, opened bool) error {
	var found []network.Gap
	for _, g := range gaps {
		if g.Opened == opened {
			found = append(found, g.Found)
		}
	}
	records, err := recordsOfGaps(c.ctx, c.reader, found)
	if err != nil {
		return err
	}
	for _, g := range gaps {
		if g.Opened == opened {
			g.Say = func(l lexicon.Language) string { return records.message(c.ctx, g.Found, c.days, l) }
		}
	}
	return nil
}
