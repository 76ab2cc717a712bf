package network

// bodied tells a known partner of one kind and sector from an unknown one, for statistics.
type bodied struct {
	body
	known bool
}

func (f *Facts) bodyOf(about Ref) bodied {
	if about.Kind != KindPartner {
		return bodied{}
	}
	row := f.partners.Get(int32(about.ID)) //nolint:gosec // it is an id
	if row == nil {
		return bodied{}
	}
	return bodied{row.body, row.known}
}

// touch notes that what a fact says has changed, as it is now: for the contracts whose chains may run over it, or for
// all where these may be any.
func (f *Facts) touch(about Ref) {
	id := int32(about.ID) //nolint:gosec // it is an id
	switch {
	case about.Kind.IsClaim():
		if c := f.claim(numberOf(about.Kind, id)); c.known() {
			f.touchClaim(numberOf(about.Kind, id), c)
		}
	case about.Kind == KindPartner, about.Kind == KindSource, about.Kind == KindCitation:
		// what rests on them is touched by itself
	default:
		if contract, ok := f.homeOf(nodeOf(about.Kind, id)); ok {
			f.touchContract(contract)
		}
	}
}

// touchClaim touches the contract of a claim and those of its ends. Who belongs to a collective, or succeeds another,
// does so in every contract.
func (f *Facts) touchClaim(number int32, c *claim) {
	f.touchContract(c.home)
	for _, end := range []int32{c.from, c.to} {
		if end < 0 {
			continue
		}
		if contract, ok := f.homeOf(end); ok && contract != 0 {
			f.touchContract(contract)
		}
	}
	isMember := numberIs(number, KindMembership) && nodeIs(c.to, KindPartner)
	if isMember || numberIs(number, KindRelation) && c.word == succeeds {
		f.version = uint32(f.epoch)
	}
}

// touchContract touches a contract; 0 touches all of them.
func (f *Facts) touchContract(contract int32) {
	if contract == 0 {
		f.version = uint32(f.epoch)
		return
	}
	*f.versions.Edit(contract, f.epoch) = uint32(f.epoch)
}

// versionOf tells two states of a contract apart.
func (r *records) versionOf(contract int32) [2]uint32 {
	v := r.versions.Get(contract)
	if v == nil {
		return [2]uint32{0, r.version}
	}
	return [2]uint32{*v, r.version}
}
