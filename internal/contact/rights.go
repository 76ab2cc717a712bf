package contact

import (
	"context"

	"maillage/internal/access"
	"maillage/internal/gen/ent/contribution"
	"maillage/internal/gen/ent/membership"
	"maillage/internal/gen/ent/relation"
	"maillage/internal/lexicon"
)

// allow makes sure that a viewer may see and change the contacts of a partner,
// or returns a *NotFoundError.
//
// Administrators may, coordinators for partners that take part in a contract
// of theirs, and liaisons for their own organisation; a token also needs the
// scope of contacts. Programs of their own never may.
func (c *Contacts) allow(ctx context.Context, v *access.Viewer, partner int) error {
	may := v != nil && v.May(lexicon.ScopeContacts)
	if may {
		switch {
		case v.IsSystem():
		case v.Role == lexicon.Administrator:
		case v.Role == lexicon.Coordinator:
			var err error
			if may, err = c.takesPart(ctx, partner, v.Serves); err != nil {
				return err
			}
		case v.Role == lexicon.Liaison:
			may = v.Partner != 0 && v.Partner == partner
		default:
			may = false
		}
	}
	if !may {
		return &NotFoundError{}
	}
	return nil
}

// takesPart tells whether a claim of one of the contracts names the partner.
func (c *Contacts) takesPart(ctx context.Context, partner int, contracts []int) (bool, error) {
	if len(contracts) == 0 {
		return false, nil
	}
	for _, exists := range []func(context.Context) (bool, error){
		c.client.Contribution.Query().Where(contribution.ScopeIDIn(contracts...), contribution.PartnerID(partner)).Exist,
		c.client.Membership.Query().Where(membership.ScopeIDIn(contracts...),
			membership.Or(membership.PartnerID(partner), membership.CollectiveID(partner))).Exist,
		c.client.Relation.Query().Where(relation.ContractIDIn(contracts...),
			relation.Or(relation.SubjectPartnerID(partner), relation.ObjectPartnerID(partner))).Exist,
	} {
		if found, err := exists(ctx); found || err != nil {
			return found, err
		}
	}
	return false, nil
}
