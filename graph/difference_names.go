package graph

import (
	"context"

	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/network"
	"maillage/internal/view"
)

// called names records by their public identifiers.
func (c *compared) called(_ context.Context, refs []network.Ref) (map[network.Ref]string, error) {
	list := make([]ref, len(refs))
	for i, r := range refs {
		list[i] = refOf(r)
	}
	nodes, err := load(c.ctx, c.reader, list)
	names := make(map[network.Ref]string, len(refs))
	for i, r := range refs {
		if node := nodes[list[i]]; node != nil {
			names[r] = uidOf(node)
			c.nodes[names[r]] = node
		}
	}
	return names, err
}

// nameOf is the name of a record as it was written.
func nameOf(node view.Node) string {
	row, is := node.(ent.Row)
	if !is {
		return ""
	}
	name, _ := row.Column("name").(string)
	return name
}

// uidOf is the public identifier of a record.
func uidOf(node view.Node) string {
	row, _ := node.(ent.Row)
	uid, _ := row.Column("uid").(string)
	return uid
}

// name tells what partners and axes are called, at the later moment that knows them,
// and prepares the sentences of gaps, each at the moment that has it.
func name(v *view.MatrixChanges, before, after *compared) error {
	of := func(uid string) view.Node {
		if node := after.nodes[uid]; node != nil {
			return node
		}
		return before.nodes[uid]
	}
	for _, c := range v.Cells {
		c.PartnerName, c.AxisName = nameOf(of(c.PartnerID)), nameOf(of(c.AxisID))
	}
	for _, side := range []*compared{before, after} {
		if err := side.say(v.Gaps, side == after); err != nil {
			return err
		}
	}
	return nil
}

// say prepares the sentences of the gaps that a moment has.
func (c *compared) say(gaps []*view.GapChange, opened bool) error {
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
