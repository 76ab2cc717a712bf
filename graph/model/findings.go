package model

import (
	"strings"

	"maillage/internal/batch"
	"maillage/internal/doubles"
	"maillage/internal/lexicon"
	"maillage/internal/network"
	"maillage/internal/relay"
)

// Gap is something that a contract lacks.
type Gap struct {
	batch.Member[Gap]
	Code     lexicon.GapCode
	Severity lexicon.Severity
	Subject  network.Ref
	Field    *string // of CONTRADICTED
	Records  []network.Ref
	Count    int
	AtLeast  bool
	AsOf     lexicon.PartialDate

	Found    network.Gap // as it was found, in a contract at a time
	Contract int
	When     network.When
}

// Candidate is a partner that could close a gap.
type Candidate struct {
	PartnerID int
	Reason    lexicon.CandidateReason
	Status    *lexicon.Status
	AxisIDs   []int
}

// NewCandidates converts candidates.
func NewCandidates(candidates []network.Candidate) []*Candidate {
	all := make([]*Candidate, len(candidates))
	for i, c := range candidates {
		all[i] = &Candidate{PartnerID: c.Partner, Reason: c.Reason, Status: pointerTo(c.Status), AxisIDs: c.Axes}
	}
	return all
}

// SuggestedMerge is two partners that may be the same.
type SuggestedMerge struct {
	PartnerID, OtherID int
	Reasons            []lexicon.MergeReason
}

// NewSuggestedMerges converts pairs of partners.
func NewSuggestedMerges(pairs []doubles.Pair) []*SuggestedMerge {
	all := make([]*SuggestedMerge, len(pairs))
	for i, p := range pairs {
		all[i] = &SuggestedMerge{p.Partner, p.Other, p.Reasons}
	}
	return all
}

// Peer is a partner that shares actions with another.
type Peer struct {
	OfID      int // the partner whose peer it is
	PartnerID int
	ActionIDs []int
	AsOf      lexicon.PartialDate
}

// IsNode marks it as fetchable by its identifier.
func (*Peer) IsNode() {}

// ActionCount returns how many actions they share.
func (p *Peer) ActionCount() int { return len(p.ActionIDs) }

// Bridges holds the partners and latent links that connect parts of a contract's network.
type Bridges struct {
	partners []*BridgingPartner
	cutOff   []*NetworkPart
	Latent   []network.Ref
	AsOf     lexicon.PartialDate
}

// Partners returns the most central partners, at most first.
func (b *Bridges) Partners(first int) ([]*BridgingPartner, error) {
	if wrong := (relay.Args{First: &first}).Wrong(); len(wrong) > 0 {
		return nil, wrong[0]
	}
	return b.partners[:min(first, len(b.partners))], nil
}

// CutOffParts returns the largest parts that were separated, at most first.
func (b *Bridges) CutOffParts(first int) ([]*NetworkPart, error) {
	if wrong := (relay.Args{First: &first}).Wrong(); len(wrong) > 0 {
		return nil, wrong[0]
	}
	return b.cutOff[:min(first, len(b.cutOff))], nil
}

// CutOffCount returns the number of separated parts.
func (b *Bridges) CutOffCount() int { return len(b.cutOff) }

// NetworkPart holds things of a contract that are connected with each other alone.
type NetworkPart struct{ Things network.Part }

// Size returns the number of its things.
func (p *NetworkPart) Size() int { return len(p.Things) }

// BridgingPartner links parts of a contract's network.
type BridgingPartner struct {
	PartnerID   int
	Betweenness float64
	CutOffCount int
	AxisIDs     []int
}

// Articulation reports whether the network falls apart without the partner.
func (b *BridgingPartner) Articulation() bool { return b.CutOffCount > 0 }

// Path is the shortest path between two records.
type Path struct {
	Steps []*PathStep
	AsOf  lexicon.PartialDate
}

// Length returns the number of steps.
func (p *Path) Length() int { return len(p.Steps) }

// PathStep leads from a record to a neighbour.
type PathStep struct {
	From, To, Claim network.Ref
}

// NewGaps converts the gaps of a contract. The caller has to make the gaps of one answer siblings.
func NewGaps(gaps []network.Gap, contract int, when network.When, asOf lexicon.PartialDate) []*Gap {
	all := make([]*Gap, len(gaps))
	for i, g := range gaps {
		all[i] = &Gap{
			Code: g.Code, Severity: g.Severity, Subject: g.Subject, Field: pointerTo(g.Field), Records: g.Records,
			Count: g.Count, AtLeast: g.AtLeast, AsOf: asOf, Found: g, Contract: contract, When: when,
		}
	}
	return all
}

// GapKey returns a key that identifies a gap among those of its contract, at any moment. It consists
// of the gap's code, the identifier of its subject, its field, and the identifiers of its other
// records.
func GapKey(code lexicon.GapCode, field string, uids ...string) string {
	parts := []string{string(code), uids[0]}
	if field != "" {
		parts = append(parts, field)
	}
	return strings.Join(append(parts, uids[1:]...), " ")
}

// NewPeers converts the peers of a partner.
func NewPeers(of int, found []network.Peer, asOf lexicon.PartialDate) []*Peer {
	peers, all := make([]*Peer, len(found)), make([]Peer, len(found))
	for i, p := range found {
		all[i] = Peer{OfID: of, PartnerID: p.Partner, ActionIDs: p.Actions, AsOf: asOf}
		peers[i] = &all[i]
	}
	return peers
}

// NewBridges converts the bridges of a contract.
func NewBridges(b network.Bridges, asOf lexicon.PartialDate) *Bridges {
	v := &Bridges{Latent: b.Latent, AsOf: asOf}
	for _, p := range b.Partners {
		v.partners = append(v.partners, &BridgingPartner{
			PartnerID: p.Partner, Betweenness: p.Betweenness, CutOffCount: p.CutOff, AxisIDs: p.Axes,
		})
	}
	for _, part := range b.CutOff {
		v.cutOff = append(v.cutOff, &NetworkPart{part})
	}
	return v
}

// NewPath converts a path.
func NewPath(steps []network.Step, asOf lexicon.PartialDate) *Path {
	v := &Path{AsOf: asOf}
	for _, s := range steps {
		v.Steps = append(v.Steps, &PathStep{From: s.From, To: s.To, Claim: s.Claim})
	}
	return v
}
