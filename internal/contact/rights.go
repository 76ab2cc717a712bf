package contact

import (
	"context"
	"fmt"
	"slices"
	"strings"

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
func (c *Contacts) allow(ctx context.Context, v *access.Viewer, of *ent.Partner) (right, error) {
	if v == nil || !v.May(lexicon.ScopeContacts) {
		return right{}, &NotFoundError{}
	}
	switch {
	case v.IsSystem(), v.Role == lexicon.Administrator, v.Role == lexicon.Liaison && v.Partner == of.ID:
		return right{}, nil
	case v.Role == lexicon.Coordinator:
		if claim, err := c.claimOfOthers(ctx, v, of); err != nil || claim != "" {
			return right{claim: claim}, err
		}
	case v.Role != lexicon.Liaison:
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
		by := map[string]string{} // who named the partner last
		for _, line := range lines {
			if value, set := line.After[field]; set {
				by[line.RecordUID] = ""
				if string(value) == `"`+partner+`"` {
					by[line.RecordUID] = line.Actor
				}
			}
		}
		for _, uid := range some {
			if by[uid] != "" && by[uid] != v.Account {
				return uid, nil
			}
		}
	}
	return "", nil
}
