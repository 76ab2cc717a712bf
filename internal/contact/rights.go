package contact

import (
	"context"
	"fmt"
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
)

// right is what lets a viewer reach the contacts of a partner: a claim, one of
// some grants, or neither where their role suffices.
type right struct {
	claim  string // its public identifier
	grants []*ent.ContactGrant
}

// grant is the public identifier of the grant that a right rests on; empty when
// it rests on none.
func (r right) grant() string {
	if len(r.grants) == 0 {
		return ""
	}
	return r.grants[0].UID
}

// lookFor narrows a right to a purpose: a grant is good for its own alone.
func (r right) lookFor(purpose string) (right, error) {
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
	return right{}, &FieldError{"purpose", lexicon.UserInvalid,
		fmt.Sprintf("n’est pas une finalité qui vous a été accordée : %s", all),
		fmt.Sprintf("is no purpose that was granted to you: %s", all)}
}

// allow finds the right of a viewer to see and change the contacts of a partner,
// or returns a *NotFoundError.
//
// Administrators have it, and liaisons for their own organisation. Coordinators
// have it where a claim of their contracts names the partner on the word of
// somebody else. Either may have been granted more. A token also needs the scope
// of contacts. Programs of their own never have it.
//
// Whoever came by the link of an invitation has only what was granted, until the
// provider has said who they are: the inviter may have opened the link.
func (c *Contacts) allow(ctx context.Context, v *access.Viewer, of *ent.Partner) (right, error) {
	if v == nil || !v.May(lexicon.ScopeContacts) {
		return right{}, &NotFoundError{}
	}
	unproven, err := c.invitedUnproven(ctx, v.Account)
	if err != nil {
		return right{}, err
	}
	switch {
	case v.IsSystem(), v.Role == lexicon.Administrator, v.Role == lexicon.Liaison && v.Partner == of.ID && !unproven:
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

// invitedUnproven tells whether an account was made by an invitation, and the identity provider has never said who its
// person is.
func (c *Contacts) invitedUnproven(ctx context.Context, uid string) (bool, error) {
	return c.client.Account.Query().
		Where(account.UID(uid), account.InvitedByNotNil(), account.BoundAtIsNil()).Exist(ctx)
}

// claimOfOthers is the public identifier of a claim of the viewer's contracts
// that names the partner on somebody else's word; empty when there is none.
func (c *Contacts) claimOfOthers(ctx context.Context, v *access.Viewer, of *ent.Partner) (string, error) {
	if len(v.Serves) == 0 {
		return "", nil
	}
	contributions := c.client.Contribution.Query().Where(contribution.ScopeIDIn(v.Serves...)).Order(contribution.ByID())
	memberships := c.client.Membership.Query().Where(membership.ScopeIDIn(v.Serves...)).Order(membership.ByID())
	relations := c.client.Relation.Query().Where(relation.ContractIDIn(v.Serves...)).Order(relation.ByID())
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

// saidByOthers is the first of some claims in which somebody else than the viewer
// put the partner into the field, by the last line of the ledger about that field;
// empty when there is none. Whoever points a claim at the partner, publishes a
// draft that does, or reverts a change so that the claim names the partner again,
// wrote that line themselves.
func (c *Contacts) saidByOthers(
	ctx context.Context, v *access.Viewer, field, partner string, uids []string,
) (string, error) {
	for some := range slices.Chunk(uids, atOnce) {
		lines, err := c.client.Change.Query().Where(change.RecordUIDIn(some...)).
			Order(change.ByRecordVersion()).All(ctx)
		if err != nil {
			return "", err
		}
		by := map[string]*ent.Change{} // the line that named the partner last
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

// provenSince is, for each actor of the lines whose account an invitation made, when the identity provider first said
// who the person is; nil for never. What such an account wrote before may be the inviter's own word.
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
