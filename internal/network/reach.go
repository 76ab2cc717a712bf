package network

import (
	"context"
	"slices"
)

// aspectReader reads the territories, audiences and themes of actions at one time. It caches them and is not safe
// for concurrent use.
type aspectReader struct {
	*Network
	when  When
	known map[aspect][]int32
}

// aspect identifies the territories, the audiences or the themes of an action, by the kind of relation that states
// them.
type aspect struct {
	action   int32
	relation uint8
}

// kindOf maps the relations of aspects to the kind of their objects.
var kindOf = map[uint8]Kind{covers: KindTerritory, targets: KindAudience, concerns: KindTheme}

// newAspectReader returns a reader of aspects at a time.
func (n *Network) newAspectReader(when When) *aspectReader {
	return &aspectReader{Network: n, when: when, known: make(map[aspect][]int32)}
}

// of returns the territories, audiences or themes of an action, sorted. An action without its own has those of the
// actions that it is a part of.
func (r *aspectReader) of(action int32, relation uint8) []int32 {
	at := aspect{action, relation}
	found, known := r.known[at]
	if known {
		return found
	}
	way := newOrderedSet(action)
	for i := 0; i < len(way.items); i++ {
		own := r.objects(way.items[i], relation, kindOf[relation], r.when)
		found = append(found, own...)
		if len(own) > 0 {
			continue
		}
		for _, number := range r.touching(outward, way.items[i], KindRelation) {
			c := r.claim(number)
			if c.word == partOf && c.to >= 0 && nodeIs(c.to, KindAction) && r.stands(number, r.when) {
				way.add(c.to)
			}
		}
	}
	slices.Sort(found)
	r.known[at] = slices.Compact(found)
	return r.known[at]
}

// ofChain returns the territories, audiences or themes of a chain, sorted: those of the action that its
// contribution is to. A contribution to an axis itself has the audiences of the axis; a seat in a group has none.
func (r *aspectReader) ofChain(links []int32, relation uint8) []int32 {
	for _, number := range links {
		if !numberIs(number, KindContribution) {
			continue
		}
		to := r.claim(number).to
		if nodeIs(to, KindAction) {
			return r.of(to, relation)
		}
		if relation == targets {
			return r.objects(to, targets, KindAudience, r.when)
		}
	}
	return nil
}

// withParts returns a set of things with all their parts, at any depth: territories in territories, audiences in
// audiences.
func (n *Network) withParts(things []int32, when When) map[int32]bool {
	return n.closure(things, when, inward, func(c *claim) int32 { return c.from })
}

// withWholes returns a set of things with all that they are part of, at any depth.
func (n *Network) withWholes(things []int32, when When) map[int32]bool {
	return n.closure(things, when, outward, func(c *claim) int32 { return c.to })
}

// closure returns a set of things with all that PART_OF relations lead to in one direction.
func (n *Network) closure(things []int32, when When, from side, end func(*claim) int32) map[int32]bool {
	set := make(map[int32]bool, len(things))
	for waiting := slices.Clone(things); len(waiting) > 0; {
		thing := waiting[len(waiting)-1]
		waiting = waiting[:len(waiting)-1]
		if set[thing] {
			continue
		}
		set[thing] = true
		for _, number := range n.touching(from, thing, KindRelation) {
			c := n.claim(number)
			if next := end(c); c.word == partOf && next >= 0 && n.stands(number, when) &&
				nodeKind(next) == nodeKind(thing) {
				waiting = append(waiting, next)
			}
		}
	}
	return set
}

// Within returns territories, or audiences, with all their parts, by database id.
func (n *Network) Within(k Kind, ids []int, when When) []int {
	var all []int
	for node := range n.withParts(n.findAll(k, ids), when) {
		all = append(all, nodeID(node))
	}
	slices.Sort(all)
	return all
}

// InferredThemes returns the themes, by database id, that an axis concerns through the actions that serve it and
// not by a relation of its own.
func (n *Network) InferredThemes(axis int, when When) []int {
	node := n.node(Ref{KindAxis, axis})
	if node < 0 {
		return nil
	}
	own := n.themesOf(node, when)
	themes := slices.DeleteFunc(n.newAspectReader(when).inferredThemes(node), func(theme int32) bool {
		return slices.Contains(own, theme)
	})
	ids := make([]int, len(themes))
	for i, theme := range themes {
		ids[i] = nodeID(theme)
	}
	return ids
}

// inferredThemes returns the themes of the actions that serve an axis, sorted.
func (r *aspectReader) inferredThemes(axis int32) []int32 {
	var themes []int32
	for _, number := range r.touching(inward, axis, KindAlignment) {
		c := r.claim(number)
		if c.word == serves && r.stands(number, r.when) && r.runs(c.from, r.when) {
			themes = append(themes, r.of(c.from, concerns)...)
		}
	}
	slices.Sort(themes)
	return slices.Compact(themes)
}

// Uncovered counts the cells of a selection that its choice of territories excludes.
type Uncovered struct {
	Around  int // cells that only reach a territory that contains a selected one
	Without int // cells whose chains have no territory
}

// Uncovered counts the cells that the territories of a selection exclude. For a selection without territories it
// counts the cells that have none.
func (n *Network) Uncovered(ctx context.Context, sel Selection, most int) (u Uncovered, err error) {
	selected := n.findAll(KindTerritory, sel.Territories)
	isAround := sel.Around // then these cells are not excluded
	sel.Territories, sel.Around = nil, false
	within, around := n.withParts(selected, sel.When), n.withWholes(selected, sel.When)
	columns := n.columns(sel)
	d, err := n.derived(ctx, columns, sel, most)
	if err != nil {
		return u, err
	}
	defer d.release()
	d.sort()
	reach := n.newAspectReader(sel.When)
	for cell := range d.eachCell() {
		any, inside, above := false, false, false
		for i := range cell {
			for _, t := range reach.ofChain(d.arena[cell[i].start:cell[i].end], covers) {
				any, inside, above = true, inside || within[t], above || around[t]
			}
		}
		switch {
		case !any:
			u.Without++
		case above && !inside && !isAround:
			u.Around++
		}
	}
	return u, nil
}
