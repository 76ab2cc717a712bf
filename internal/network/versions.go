package network

// knownTraits holds the traits of a partner and whether it is known, for statistics.
type knownTraits struct {
	partnerTraits
	known bool
}

// traitsOf returns the traits of a partner; for any other record they are zero.
func (f *Facts) traitsOf(about Ref) knownTraits {
	if about.Kind != KindPartner {
		return knownTraits{}
	}
	row := f.partners.Get(int32(about.ID)) //nolint:gosec // it is an id
	if row == nil {
		return knownTraits{}
	}
	return knownTraits{row.traits, row.known}
}

// touch marks the current state of a fact as changed. It does so for the contracts whose chains may use it, or for
// all contracts if these may be any.
func (f *Facts) touch(about Ref) {
	id := int32(about.ID) //nolint:gosec // it is an id
	switch {
	case about.Kind.IsClaim():
		if c := f.claim(numberOf(about.Kind, id)); c.known() {
			f.touchClaim(numberOf(about.Kind, id), c)
		}
	case about.Kind == KindPartner, about.Kind == KindSource, about.Kind == KindCitation:
		// the claims that rest on them are touched by themselves
	default:
		if contract, ok := f.homeOf(nodeOf(about.Kind, id)); ok {
			f.touchContract(contract)
		}
	}
}

// touchClaim marks the contract of a claim and those of its ends as changed. A membership in a collective and a
// succession concern all contracts.
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
	isMembership := numberIs(number, KindMembership) && nodeIs(c.to, KindPartner)
	if isMembership || numberIs(number, KindRelation) && c.word == succeeds {
		f.version = uint32(f.epoch)
	}
}

// touchContract marks a contract as changed; 0 means all contracts.
func (f *Facts) touchContract(contract int32) {
	if contract == 0 {
		f.version = uint32(f.epoch)
		return
	}
	*f.versions.Edit(contract, f.epoch) = uint32(f.epoch)
}

// versionOf returns a version that differs between two states of a contract.
func (r *records) versionOf(contract int32) [2]uint32 {
	v := r.versions.Get(contract)
	if v == nil {
		return [2]uint32{0, r.version}
	}
	return [2]uint32{*v, r.version}
}
