package network

// The same rules, walked forward from a partner to whatever it contributes to.

// fromPartner derives every chain that starts at a partner. holder is the
// partner itself, or the collective or the predecessor under way.
func (d *derivation) fromPartner(w worth, partner, holder int32) {
	if !d.enter(holder) {
		return
	}
	defer d.leave()
	w, ok := d.endOf(w, holder)
	if !ok {
		return
	}
	for _, number := range d.touching(outward, holder, KindRelation) {
		if begun, is := d.begunOf(number); is {
			d.through(w, number, func(w worth) {
				w = first(w, bySuccession)
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
			d.through(w, number, func(w worth) { d.fromContribution(w, partner, c) })
		case KindMembership:
			d.through(w, number, func(w worth) { d.fromMembership(w, partner, c) })
		}
	}
}

// endOf ends what a holder does when another succeeds it, unless it was reached
// through that succession.
func (d *derivation) endOf(w worth, holder int32) (after worth, ok bool) {
	if len(d.links) > 0 {
		if _, is := d.begunOf(d.links[len(d.links)-1]); is {
			return w, true
		}
	}
	return d.untilSucceeded(w, holder)
}

func (d *derivation) fromContribution(w worth, partner int32, c *claim) {
	w.role = c.word
	if nodeIs(c.to, KindAxis) {
		w.onAxis = true
		d.arrive(w, direct, partner, c.to)
		return
	}
	d.fromAction(w, partner, c.to, false)
}

// fromAction derives the chains through an action and, in turn, what it is a
// part of; part tells that it is reached from one of its own parts.
func (d *derivation) fromAction(w worth, partner, action int32, part bool) {
	if !d.enter(action) {
		return
	}
	defer d.leave()
	w, ok := d.runThrough(w, action)
	if !ok {
		return
	}
	for _, number := range d.outOf(action) {
		c := d.claim(number)
		switch numberKind(number) {
		case KindAlignment:
			if rule, ok := alignedBy(c.word); ok {
				if part {
					rule = bySubaction
				}
				d.through(w, number, func(w worth) { d.arrive(w, rule, partner, c.to) })
			}
		case KindRelation:
			if c.word == partOf && c.to >= 0 && nodeIs(c.to, KindAction) {
				d.through(w, number, func(w worth) { d.fromAction(w, partner, c.to, true) })
			}
		}
	}
}

func (d *derivation) fromMembership(w worth, partner int32, c *claim) {
	w.roleless = true
	if nodeIs(c.to, KindPartner) {
		d.fromPartner(first(w, byCollective), partner, c.to)
		return
	}
	w.throughGroup = true
	for _, number := range d.touching(outward, c.to, KindRelation) {
		f := d.claim(number)
		if f.word == follows && f.to >= 0 && nodeIs(f.to, KindAxis) {
			d.through(w, number, func(w worth) { d.arrive(w, byGroup, partner, f.to) })
		}
	}
}

// first names the rule of a chain by its first link, unless it has one.
func first(w worth, rule uint8) worth {
	if w.rule == direct {
		w.rule = rule
	}
	return w
}

// arrive ends a chain at an axis, under a rule unless its first link gave it one.
func (d *derivation) arrive(w worth, rule uint8, partner, axis int32) {
	w = first(w, rule)
	w.period = w.and(d.axisTimes(axis))
	if d.lasts(w) {
		d.keep(w, partner, axis)
	}
}
