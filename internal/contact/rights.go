package contact

import (
	"context"
	"slices"
	"strings"
	"time"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/account"
	"maillage/internal/gen/ent/change"
	"maillage/internal/gen/ent/contactgrant"
	"maillage/internal/gen/ent/contribution"
	"maillage/internal/gen/ent/membership"
	"maillage/internal/gen/ent/relation"
	"maillage/internal/lexicon"
	"maillage/internal/message"
)

// right is what entitles a viewer to the contacts of a partner: a claim, one of some grants, or
// neither where their role suffices.
type right struct {
	claim  string // its public identifier
	grants []*ent.ContactGrant
}

// grant returns the public identifier of the grant that a right rests on, or "" when it rests on none.
func (r right) grant() string {
	if len(r.grants) == 0 {
		return ""
	}
	return r.grants[0].UID
}

// forPurpose narrows a right to a purpose. A grant is valid only for its own purpose.
func (r right) forPurpose(purpose string) (right, error) {
	if len(r.grants) == 0 {
		return r, nil
	}
	granted := make([]string, len(r.grants))
	for n, g := range r.grants {
		if strings.EqualFold(g.Purpose, purpose) {
			return right{grants: r.grants[n : n+1]}, nil
		}
		granted[n] = "« " + g.Purpose + " »"
	}
	all := strings.Join(granted, ", ")
	return right{}, &FieldError{"purpose", lexicon.UserInvalid, message.IsNoPurpose(all)}
}

// allow returns the viewer's right to see and change the contacts of a partner, or a *NotFoundError.
//
// Administrators have it, and liaisons for their own organisation. Coordinators have it where a claim
// of their contracts, made by somebody else, names the partner. Both liaisons and coordinators may
// have been granted more. A token also needs the scope of contacts. Integrators, which are programs,
// never have it.
//
// Whoever used the link of an invitation has only what was granted, until the identity provider has
// said who they are. The inviter may have opened the link.
func (c *Contacts) allow(ctx context.Context, v *access.Viewer, of *ent.Partner) (right, error) {
	if v == nil || !v.HasScope(lexicon.ScopeContacts) {
		return right{}, &NotFoundError{}
	}
	unproven, err := c.invitedUnproven(ctx, v.Account)
	if err != nil {
		return right{}, err
	}
	switch {
	case v.IsSystem(), v.Role == lexicon.Administrator, v.Role == lexicon.Liaison && v.PartnerID == of.ID && !unproven:
		return right{}, nil
	case v.Role == lexicon.Coordinator && !unproven:
		if claim, err := c.claimOfOthers(ctx, v, of); err != nil || claim != "" {
			return right{claim: claim}, err
		}
	case v.Role != lexicon.Liaison && v.Role != lexicon.Coordinator:
		return right{}, &NotFoundError{}
	}
	grants, err := c.client.ContactGrant.Query().Where(
		contactgrant.HasAccountWith(account.UID(v.Account)), contactgrant.PartnerID(of.ID),
		contactgrant.EndsAtGT(c.now()), contactgrant.RevokedAtIsNil()).Order(contactgrant.ByID()).All(ctx)
	if err == nil && len(grants) == 0 {
		err = &NotFoundError{}
	}
	return right{grants: grants}, err
}

// invitedUnproven reports whether an account was made by an invitation, and the identity provider has
// never said who its person is.
func (c *Contacts) invitedUnproven(ctx context.Context, uid string) (bool, error) {
	return c.client.Account.Query().
		Where(account.UID(uid), account.InvitedByNotNil(), account.BoundAtIsNil()).Exist(ctx)
}

// claimOfOthers returns the public identifier of a claim of the viewer's contracts that names the
// partner and was made by somebody else. It returns "" when there is none.
func (c *Contacts) claimOfOthers(ctx context.Context, v *access.Viewer, of *ent.Partner) (string, error) {
	if len(v.ContractIDs) == 0 {
		return "", nil
	}
	contributions := c.client.Contribution.Query().Where(contribution.ScopeIDIn(v.ContractIDs...)).
		Order(contribution.ByID())
	memberships := c.client.Membership.Query().Where(membership.ScopeIDIn(v.ContractIDs...)).Order(membership.ByID())
	relations := c.client.Relation.Query().Where(relation.ContractIDIn(v.ContractIDs...)).Order(relation.ByID())
	for _, naming := range []struct {
		field string // as the ledger calls it
		uids  func(context.Context) ([]string, error)
	}{
		{"partner", contributions.Where(contribution.PartnerID(of.ID)).Select(contribution.FieldUID).Strings},
		{"partner", memberships.Clone().Where(membership.PartnerID(of.ID)).Select(membership.FieldUID).Strings},
		{"collective", memberships.Clone().Where(membership.CollectiveID(of.ID)).Select(membership.FieldUID).Strings},
		{"subject", relations.Clone().Where(relation.SubjectPartnerID(of.ID)).Select(relation.FieldUID).Strings},
		{"object", relations.Clone().Where(relation.ObjectPartnerID(of.ID)).Select(relation.FieldUID).Strings},
	} {
		uids, err := naming.uids(ctx)
		if err != nil {
			return "", err
		}
		if claim, err := c.saidByOthers(ctx, v, naming.field, of.UID, uids); err != nil || claim != "" {
			return claim, err
		}
	}
	return "", nil
}

// saidByOthers returns the first of some claims in which somebody other than the viewer set the field
// to the partner. The last line of the ledger about that field decides. It returns "" when there is
// none. The viewer counts as the author when they set the field or publish a draft that does. They
// also do when they revert a change so that the claim names the partner again.
func (c *Contacts) saidByOthers(
	ctx context.Context, v *access.Viewer, field, partner string, uids []string,
) (string, error) {
	for some := range slices.Chunk(uids, batchSize) {
		lines, err := c.client.Change.Query().Where(change.RecordUIDIn(some...)).
			Order(change.ByRecordVersion()).All(ctx)
		if err != nil {
			return "", err
		}
		by := map[string]*ent.Change{} // the last line that set the field to the partner
		for _, line := range lines {
			if value, set := line.After[field]; set {
				delete(by, line.RecordUID)
				if string(value) == `"`+partner+`"` {
					by[line.RecordUID] = line
				}
			}
		}
		proven, err := c.provenSince(ctx, by)
		if err != nil {
			return "", err
		}
		for _, uid := range some {
			line := by[uid]
			if line == nil || line.Actor == v.Account {
				continue
			}
			if since, invited := proven[line.Actor]; !invited || since != nil && !line.At.Before(*since) {
				return uid, nil
			}
		}
	}
	return "", nil
}

// provenSince returns when the identity provider first said who the person is, for each actor whose
// account an invitation made; nil means never. What such an account wrote before may come from the
// inviter.
func (c *Contacts) provenSince(ctx context.Context, lines map[string]*ent.Change) (map[string]*time.Time, error) {
	var actors []string
	for _, line := range lines {
		actors = append(actors, line.Actor)
	}
	slices.Sort(actors)
	invited, err := c.client.Account.Query().
		Where(account.UIDIn(slices.Compact(actors)...), account.InvitedByNotNil()).All(ctx)
	proven := make(map[string]*time.Time, len(invited))
	for _, a := range invited {
		proven[a.UID] = a.BoundAt
	}
	return proven, err
}
