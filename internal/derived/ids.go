package derived

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"maillage/graph/model"
	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/lookup"
	"maillage/internal/network"
	"maillage/internal/relay"
)

// The identifiers of derived values: a prefix, and the arguments of the query, sealed as cursors are, so that nobody
// can forge or read them.
const (
	contributionIDs = "derived."
	peerIDs         = "peer."
	// longestDerivedID bounds what is decrypted. The longest of our identifiers holds three lists of 100 names.
	longestDerivedID = 50_000
)

// derivedKey is the content of an identifier of something derived.
type derivedKey struct {
	Partner string `json:"p"`
	Axis    string `json:"a,omitempty"`
	Peer    string `json:"o,omitempty"`
	AsOf    string `json:"d"`
	// In these lists, nil means all and empty means none, as in [network.Selection].
	AxisRoles   []lexicon.Role   `json:"r"`
	ActionRoles []lexicon.Role   `json:"x"`
	Statuses    []lexicon.Status `json:"s"`
	Bases       []lexicon.Basis  `json:"b"`

	// Public identifiers, so that a record gives the same key whether a client names it by code or by id.
	Territories  []string `json:"t,omitempty"`
	Around       bool     `json:"n,omitempty"`
	Audiences    []string `json:"u,omitempty"`
	ActionThemes []string `json:"h,omitempty"`
}

// IsDerivedID reports whether an identifier may be of something derived.
func IsDerivedID(id string) bool {
	return len(id) <= longestDerivedID && (strings.HasPrefix(id, contributionIDs) || strings.HasPrefix(id, peerIDs))
}

// derivedID seals a key.
func (r Answers) derivedID(prefix string, k derivedKey) (string, error) {
	text, err := json.Marshal(k)
	return prefix + r.Reader.Sealer.Seal(prefix, string(text)), err
}

// openDerived reads an identifier of something derived; ok is false for any other.
func (r Answers) openDerived(id string) (k derivedKey, ok bool) {
	if !IsDerivedID(id) {
		return k, false
	}
	cut := strings.IndexByte(id, '.') + 1
	text, ok := r.Reader.Sealer.Open(id[:cut], id[cut:])
	return k, ok && json.Unmarshal([]byte(text), &k) == nil
}

// ContributionID returns the identifier of a contribution, from its partner, its axis and the arguments of the query.
func (r Answers) ContributionID(ctx context.Context, d *model.DerivedContribution) (string, error) {
	v, err := r.Reader.Records.View(ctx)
	if err != nil {
		return "", err
	}
	partner, _ := v.Record("partner", d.Cell.Partner).(*ent.Partner)
	axis, _ := v.Record("axis", d.Cell.Axis).(*ent.Axis)
	if partner == nil || axis == nil {
		return "", errGone
	}
	return r.derivedID(contributionIDs, derivedKey{
		Partner: partner.UID, Axis: axis.UID, AsOf: d.AsOf.String(),
		AxisRoles: asSet(d.Question.AxisRoles), ActionRoles: asSet(d.Question.ActionRoles),
		Statuses: asSet(d.Statuses), Bases: asSet(d.Bases),
		Territories: uidsFor(axis, d.Territories), Around: d.Around, Audiences: uidsFor(axis, d.Audiences),
		ActionThemes: uidsFor(axis, d.ActionThemes),
	})
}

// errGone reports a record that was deleted during the request.
var errGone = errors.New("a record was deleted meanwhile")

// asSet sorts the words of a condition and removes duplicates, so that equal conditions have one form.
func asSet[W ~string](words []W) []W {
	words = slices.Clone(words)
	slices.Sort(words)
	return slices.Compact(words)
}

// uidsFor returns the identifiers of named records that can matter to an axis. Records of another contract never do:
// a bare code can name a theme in each of several contracts.
func uidsFor(axis *ent.Axis, named []model.Named) []string {
	var uids []string
	for _, n := range named {
		if n.Contract == 0 || n.Contract == axis.ContractID {
			uids = append(uids, n.UID)
		}
	}
	return asSet(uids)
}

// PeerID returns the identifier of a peer, from both partners and the day.
func (r Answers) PeerID(ctx context.Context, p *model.Peer) (string, error) {
	v, err := r.Reader.Records.View(ctx)
	if err != nil {
		return "", err
	}
	of, _ := v.Record("partner", p.OfID).(*ent.Partner)
	other, _ := v.Record("partner", p.PartnerID).(*ent.Partner)
	if of == nil || other == nil {
		return "", errGone
	}
	return r.derivedID(peerIDs, derivedKey{Partner: of.UID, Peer: other.UID, AsOf: p.AsOf.String()})
}

// Nodes derives again what identifiers name, as far as it still exists and the viewer sees it.
func (r Answers) Nodes(ctx context.Context, ids []string) (map[string]model.Node, error) {
	keys := map[string]derivedKey{}
	var partners, axes []string
	for _, id := range ids {
		if k, ok := r.openDerived(id); ok {
			keys[id] = k
			partners, axes = append(partners, k.Partner), append(axes, k.Axis)
			if k.Peer != "" {
				partners = append(partners, k.Peer)
			}
		}
	}
	nodes := map[string]model.Node{}
	if len(keys) == 0 {
		return nodes, nil
	}
	named, err := lookup.Locate(ctx, r.Reader, append(partners, axes...))
	if err != nil {
		return nil, err
	}
	n, err := r.Network.Current(ctx)
	if err != nil {
		return nil, err
	}
	for id, k := range keys {
		asOf := lexicon.AnyTime
		if k.AsOf != asOf.String() {
			if asOf, err = lexicon.ParsePartialDate(k.AsOf); err != nil {
				return nil, err // only the server seals identifiers
			}
		}
		partner, _ := named[k.Partner].Node.(*ent.Partner)
		axis, _ := named[k.Axis].Node.(*ent.Axis)
		other, _ := named[k.Peer].Node.(*ent.Partner)
		switch {
		case partner != nil && axis != nil:
			d, err := r.contributionOf(ctx, n, partner, axis, ContributionArgs{
				axisRoles: k.AxisRoles, actionRoles: k.ActionRoles, statuses: k.Statuses, bases: k.Bases, asOf: &asOf,
				territories: k.Territories, around: k.Around, audiences: k.Audiences, actionThemes: k.ActionThemes,
			})
			if err != nil {
				return nil, err
			}
			if d != nil {
				nodes[id] = d
			}
		case partner != nil && other != nil:
			if p := r.peerOf(n, partner, other, &asOf); p != nil {
				nodes[id] = p
			}
		}
	}
	return nodes, relay.Charge(ctx, len(nodes))
}

// contributionOf returns the contribution of a partner to an axis, or nil.
func (r Answers) contributionOf(
	ctx context.Context, n *network.Network, partner *ent.Partner, axis *ent.Axis, a ContributionArgs,
) (*model.DerivedContribution, error) {
	sel, err := r.selection(ctx, a)
	if gone := (*model.Error)(nil); errors.As(err, &gone) {
		return nil, nil // a record in its arguments no longer exists
	}
	if err != nil {
		return nil, err
	}
	sel.Partners = []int{partner.ID}
	cells := n.Contributors(axis.ID, sel.Selection)
	if len(cells) == 0 {
		return nil, nil
	}
	return model.NewContributions(cells[:1], sel.question)[0], nil
}

// peerOf returns a partner as a peer of another, or nil when they share no action.
func (r Answers) peerOf(n *network.Network, partner, other *ent.Partner, asOf *lexicon.PartialDate) *model.Peer {
	when, day := r.When(asOf)
	peers := n.Peers(partner.ID, network.PeerOptions{When: when})
	at := slices.IndexFunc(peers, func(p network.Peer) bool { return p.Partner == other.ID })
	if at < 0 {
		return nil
	}
	return model.NewPeers(partner.ID, peers[at:at+1], day)[0]
}
