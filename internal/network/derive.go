package network

// The rules of derivation, walked backward from an axis to the partners that contribute to it.

// toAxis derives every chain that ends at an axis.
func (d *derivation) toAxis(axis int32) {
	d.enter(axis)
	for _, number := range d.inOf(axis) {
		c := d.claim(number)
		switch numberKind(number) {
		case KindContribution:
			w := d.newChainValue(direct, axis)
			w.onAxis = true
			d.contributed(w, number, axis)
		case KindAlignment:
			if rule, ok := ruleOfAlignment(c.word); ok {
				d.extend(d.newChainValue(rule, axis), number, func(w chainValue) { d.toAction(w, c.from, axis) })
			}
		case KindRelation:
			if c.word == follows && nodeIs(c.from, KindGroup) {
				d.extend(d.newChainValue(byGroup, axis), number, func(w chainValue) { d.toGroup(w, c.from, axis) })
			}
		}
	}
	d.leave()
}

// ruleOfAlignment returns the rule that uses a kind of alignment. ok is false for a resemblance.
func ruleOfAlignment(kind uint8) (rule uint8, ok bool) {
	switch kind {
	case serves:
		return byAction, true
	case resonatesWith:
		return byResonance, true
	}
	return 0, false
}

// extend calls next with the chain extended by a claim, if that may hold.
func (d *derivation) extend(w chainValue, number int32, next func(chainValue)) {
	if after, ok := d.push(w, number); ok {
		next(after)
		d.pop()
	}
}

// enterAction narrows a chain to the dates and the status of an action.
func (d *derivation) enterAction(w chainValue, action int32) (after chainValue, ok bool) {
	w.period = w.and(d.periodAlone(action))
	if status := d.action(action).progress; status != noStatus {
		w.status = min(w.status, status)
		w.completed = w.completed || status == completed
	}
	return w, d.isPossible(w)
}

// toAction derives the chains through an action and, in turn, its parts.
func (d *derivation) toAction(w chainValue, action, axis int32) {
	if !d.enter(action) {
		return
	}
	defer d.leave()
	w, ok := d.enterAction(w, action)
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
				d.extend(w, number, func(w chainValue) {
					w.rule = bySubaction
					d.toAction(w, c.from, axis)
				})
			}
		}
	}
}

// contributed derives the chains of a contribution: that of its partner, and those of the partner's members and
// successors.
func (d *derivation) contributed(w chainValue, number, axis int32) {
	d.extend(w, number, func(w chainValue) {
		w.role = d.claim(number).word
		d.toPartner(w, d.claim(number).from, axis)
	})
}

// toGroup derives the chains of the members of a group. A seat gives no role.
func (d *derivation) toGroup(w chainValue, group, axis int32) {
	w.throughGroup, w.roleless = true, true
	for _, number := range d.touching(inward, group, KindMembership) {
		d.extend(w, number, func(w chainValue) { d.toPartner(w, d.claim(number).from, axis) })
	}
}

// toPartner emits the chain of a partner and derives those of its members, until another partner succeeds it. It
// derives those of its successors from then on.
func (d *derivation) toPartner(w chainValue, partner, axis int32) {
	if !d.enter(partner) {
		return
	}
	defer d.leave()
	d.succession(w, partner, axis)
	w, ok := d.untilSucceeded(w, partner)
	if !ok {
		return
	}
	d.emit(w, partner, axis)
	for _, number := range d.touching(inward, partner, KindMembership) {
		d.extend(w, number, func(w chainValue) {
			w.rule, w.roleless = byCollective, true
			d.toPartner(w, d.claim(number).from, axis)
		})
	}
}

// succession derives the chains of the successors of a partner.
func (d *derivation) succession(w chainValue, partner, axis int32) {
	if len(d.successions) == 0 {
		return
	}
	for _, number := range d.touching(inward, partner, KindRelation) {
		begun, ok := d.begunOf(number)
		if !ok {
			continue
		}
		d.extend(w, number, func(w chainValue) {
			w.rule = bySuccession
			if w.period = w.and(begun); !d.when.misses(w.Validity) {
				d.toPartner(w, d.claim(number).from, axis)
			}
		})
	}
}

// untilSucceeded limits a chain to the time before another partner succeeds its partner.
func (d *derivation) untilSucceeded(w chainValue, partner int32) (after chainValue, ok bool) {
	if until, known := d.succeededAt(partner); known {
		w.period = w.and(until)
	}
	return w, !d.when.misses(w.Validity)
}
