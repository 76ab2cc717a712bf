package network

// The rules of derivation, walked forward from a partner to the axes that it contributes to.

// fromPartner derives every chain that starts at a partner. holder is the partner itself, or the collective or the
// predecessor that the chain has reached.
func (d *derivation) fromPartner(w chainValue, partner, holder int32) {
	if !d.enter(holder) {
		return
	}
	defer d.leave()
	w, ok := d.limitHolder(w, holder)
	if !ok {
		return
	}
	for _, number := range d.touching(outward, holder, KindRelation) {
		if begun, is := d.begunOf(number); is {
			d.extend(w, number, func(w chainValue) {
				w = withRule(w, bySuccession)
				if w.period = w.and(begun); !d.when.misses(w.Validity) {
					d.fromPartner(w, partner, d.claim(number).to)
				}
			})
		}
	}
	for _, number := range d.outOf(holder) {
		c := d.claim(number)
		switch numberKind(number) {
		case KindContribution:
			d.extend(w, number, func(w chainValue) { d.fromContribution(w, partner, c) })
		case KindMembership:
			d.extend(w, number, func(w chainValue) { d.fromMembership(w, partner, c) })
		}
	}
}

// limitHolder limits a chain to the time before another partner succeeds the holder, unless the chain came by that
// succession.
func (d *derivation) limitHolder(w chainValue, holder int32) (after chainValue, ok bool) {
	if len(d.links) > 0 {
		if _, is := d.begunOf(d.links[len(d.links)-1]); is {
			return w, true
		}
	}
	return d.untilSucceeded(w, holder)
}

// fromContribution derives the chains of a contribution.
func (d *derivation) fromContribution(w chainValue, partner int32, c *claim) {
	w.role = c.word
	if nodeIs(c.to, KindAxis) {
		w.onAxis = true
		d.endAtAxis(w, direct, partner, c.to)
		return
	}
	d.fromAction(w, partner, c.to, false)
}

// fromAction derives the chains through an action and, in turn, the actions that it is a part of. part is true if
// the chain came from a part of the action.
func (d *derivation) fromAction(w chainValue, partner, action int32, part bool) {
	if !d.enter(action) {
		return
	}
	defer d.leave()
	w, ok := d.enterAction(w, action)
	if !ok {
		return
	}
	for _, number := range d.outOf(action) {
		c := d.claim(number)
		switch numberKind(number) {
		case KindAlignment:
			if rule, ok := ruleOfAlignment(c.word); ok {
				if part {
					rule = bySubaction
				}
				d.extend(w, number, func(w chainValue) { d.endAtAxis(w, rule, partner, c.to) })
			}
		case KindRelation:
			if c.word == partOf && c.to >= 0 && nodeIs(c.to, KindAction) {
				d.extend(w, number, func(w chainValue) { d.fromAction(w, partner, c.to, true) })
			}
		}
	}
}

// fromMembership derives the chains of a member of a collective or a group.
func (d *derivation) fromMembership(w chainValue, partner int32, c *claim) {
	w.roleless = true
	if nodeIs(c.to, KindPartner) {
		d.fromPartner(withRule(w, byCollective), partner, c.to)
		return
	}
	w.throughGroup = true
	for _, number := range d.touching(outward, c.to, KindRelation) {
		f := d.claim(number)
		if f.word == follows && f.to >= 0 && nodeIs(f.to, KindAxis) {
			d.extend(w, number, func(w chainValue) { d.endAtAxis(w, byGroup, partner, f.to) })
		}
	}
}

// withRule sets the rule of a chain, unless its first link has set one.
func withRule(w chainValue, rule uint8) chainValue {
	if w.rule == direct {
		w.rule = rule
	}
	return w
}

// endAtAxis emits the chain to an axis, with the rule unless the first link has set one.
func (d *derivation) endAtAxis(w chainValue, rule uint8, partner, axis int32) {
	w = withRule(w, rule)
	w.period = w.and(d.axisTimes(axis))
	if d.isPossible(w) {
		d.emit(w, partner, axis)
	}
}
