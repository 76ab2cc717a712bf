package network

// The rules, walked backward from an axis to whoever contributes to it.

// toAxis derives every chain that ends at an axis.
func (d *derivation) toAxis(axis int32) {
	d.enter(axis)
	for _, number := range d.inOf(axis) {
		c := d.claim(number)
		switch numberKind(number) {
		case KindContribution:
			w := d.untried(direct, axis)
			w.onAxis = true
			d.contributed(w, number, axis)
		case KindAlignment:
			if rule, ok := alignedBy(c.word); ok {
				d.through(d.untried(rule, axis), number, func(w worth) { d.toAction(w, c.from, axis) })
			}
		case KindRelation:
			if c.word == follows && nodeIs(c.from, KindGroup) {
				d.through(d.untried(byGroup, axis), number, func(w worth) { d.toGroup(w, c.from, axis) })
			}
		}
	}
	d.leave()
}

// alignedBy is the rule that an alignment is used by; a resemblance has none.
func alignedBy(kind uint8) (rule uint8, ok bool) {
	switch kind {
	case serves:
		return byAction, true
	case resonatesWith:
		return byResonance, true
	}
	return 0, false
}

// through takes a claim and goes on.
func (d *derivation) through(w worth, number int32, on func(worth)) {
	if after, ok := d.take(w, number); ok {
		on(after)
		d.back()
	}
}

// runThrough narrows a chain to an action that it runs through: its dates and its
// status.
func (d *derivation) runThrough(w worth, action int32) (after worth, ok bool) {
	w.period = w.and(d.periodAlone(action))
	if status := d.action(action).progress; status != unsaid {
		w.status = min(w.status, status)
		w.completed = w.completed || status == completed
	}
	return w, d.lasts(w)
}

// toAction derives the chains through an action and, in turn, its parts.
func (d *derivation) toAction(w worth, action, axis int32) {
	if !d.enter(action) {
		return
	}
	defer d.leave()
	w, ok := d.runThrough(w, action)
	if !ok {
		return
	}
	for _, number := range d.inOf(action) {
		c := d.claim(number)
		switch numberKind(number) {
		case KindContribution:
			d.contributed(w, number, axis)
		case KindRelation:
			if c.word == partOf && nodeIs(c.from, KindAction) {
				d.through(w, number, func(w worth) {
					w.rule = bySubaction
					d.toAction(w, c.from, axis)
				})
			}
		}
	}
}

// contributed derives the chains of a contribution: its partner's, and those
// of the members and successors of its partner.
func (d *derivation) contributed(w worth, number, axis int32) {
	d.through(w, number, func(w worth) {
		w.role = d.claim(number).word
		d.toPartner(w, d.claim(number).from, axis)
	})
}

// toGroup derives the chains of a group's members. A seat is no role.
func (d *derivation) toGroup(w worth, group, axis int32) {
	w.throughGroup, w.roleless = true, true
	for _, number := range d.touching(inward, group, KindMembership) {
		d.through(w, number, func(w worth) { d.toPartner(w, d.claim(number).from, axis) })
	}
}

// toPartner keeps the chain of a partner and derives those of its members, until
// another partner succeeds it, and of its successors from then on.
func (d *derivation) toPartner(w worth, partner, axis int32) {
	if !d.enter(partner) {
		return
	}
	defer d.leave()
	d.succession(w, partner, axis)
	w, ok := d.untilSucceeded(w, partner)
	if !ok {
		return
	}
	d.keep(w, partner, axis)
	for _, number := range d.touching(inward, partner, KindMembership) {
		d.through(w, number, func(w worth) {
			w.rule, w.roleless = byCollective, true
			d.toPartner(w, d.claim(number).from, axis)
		})
	}
}

// succession derives the chains of those who succeed a partner.
func (d *derivation) succession(w worth, partner, axis int32) {
	if len(d.successions) == 0 {
		return
	}
	for _, number := range d.touching(inward, partner, KindRelation) {
		begun, ok := d.begunOf(number)
		if !ok {
			continue
		}
		d.through(w, number, func(w worth) {
			w.rule = bySuccession
			if w.period = w.and(begun); !d.when.misses(w.Validity) {
				d.toPartner(w, d.claim(number).from, axis)
			}
		})
	}
}

// untilSucceeded ends what a partner does when another succeeds it.
func (d *derivation) untilSucceeded(w worth, partner int32) (after worth, ok bool) {
	if until, known := d.succeededAt(partner); known {
		w.period = w.and(until)
	}
	return w, !d.when.misses(w.Validity)
}
