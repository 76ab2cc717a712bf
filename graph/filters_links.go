package graph

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/gen/model"
	"maillage/internal/lexicon"
	"maillage/internal/relay"
)

func (r *Resolver) partners(f *model.PartnerFilter) filter {
	return func(ctx context.Context) (relay.Where, error) {
		var c conditions
		if f == nil {
			return c.where(), nil
		}
		isIn(&c, "kind", f.Kinds)
		isIn(&c, "sector", f.Sectors)
		c.called(f.NameContains)
		if f.Contract == nil {
			return c.where(), nil
		}
		id, err := r.contractID(ctx, []any{"filter", "contract"}, *f.Contract)
		if err != nil {
			return nil, err
		}
		n, err := r.Network.Current(ctx)
		if err != nil {
			return nil, err
		}
		named := n.PartnersOf(id)
		c = append(c, func(s *sql.Selector) *sql.Predicate { return relay.In(s.C("id"), named) })
		return c.where(), nil
	}
}

// called is a condition on a partner's name or acronym.
func (c *conditions) called(part *string) {
	if part == nil {
		return
	}
	key := lexicon.SortKey(*part)
	*c = append(*c, func(s *sql.Selector) *sql.Predicate {
		return sql.Or(nameHolds(s, *part, key), sql.ContainsFold(s.C("acronym"), *part))
	})
}

func (r *Resolver) identifiers(f *model.IdentifierFilter) filter {
	var c conditions
	if f != nil {
		isIn(&c, "scheme", f.Schemes)
		isSome(&c, "value", f.Value)
		isIn(&c, "verification", f.Verifications)
		c.asOf(f.AsOf)
	}
	return fixed(c)
}

func (r *Resolver) contributions(f *model.ContributionFilter) filter {
	return func(ctx context.Context) (relay.Where, error) {
		var c conditions
		if f == nil {
			return c.where(), nil
		}
		isIn(&c, "role", f.Roles)
		c.claims(f.Statuses, f.Basis, f.AsOf)
		if err := r.ofPartner(ctx, &c, f.Partner); err != nil {
			return nil, err
		}
		return r.ofContract(ctx, c, f.Contract, func(s *sql.Selector, id int) *sql.Predicate {
			return sql.Or(within(s, "action_id", "actions", id), within(s, "axis_id", "axes", id))
		})
	}
}

func (r *Resolver) alignments(f *model.AlignmentFilter) filter {
	return func(ctx context.Context) (relay.Where, error) {
		var c conditions
		if f == nil {
			return c.where(), nil
		}
		isIn(&c, "kind", f.Kinds)
		c.claims(f.Statuses, f.Basis, f.AsOf)
		return r.ofContract(ctx, c, f.Contract, func(s *sql.Selector, id int) *sql.Predicate {
			return within(s, "axis_id", "axes", id)
		})
	}
}

func (r *Resolver) memberships(f *model.MembershipFilter) filter {
	return func(ctx context.Context) (relay.Where, error) {
		var c conditions
		if f == nil {
			return c.where(), nil
		}
		isIn(&c, "role", f.Roles)
		c.claims(f.Statuses, f.Basis, f.AsOf)
		err := r.ofPartner(ctx, &c, f.Partner)
		return c.where(), err
	}
}

func (r *Resolver) relations(f *model.RelationFilter) filter {
	if f == nil {
		return fixed(nil)
	}
	var c conditions
	isIn(&c, "kind", f.Kinds)
	c.claims(f.Statuses, f.Basis, f.AsOf)
	return r.scoped(c, f.Contract)
}

func (r *Resolver) citations(f *model.CitationFilter) filter {
	return func(ctx context.Context) (relay.Where, error) {
		var c conditions
		if f == nil {
			return c.where(), nil
		}
		isSome(&c, "stance", f.Stance)
		isIn(&c, "basis", f.Basis)
		c.about(f.About)
		if f.Source != nil {
			source, err := one(ctx, r.Reader, relay.Sources, named(*f.Source), []any{"filter", "source"}, *f.Source)
			if err != nil {
				return nil, err
			}
			c.is("source_id", source.ID)
		}
		return c.where(), nil
	}
}

// about is a condition on the field that a citation is about; an empty one
// means the whole record.
func (c *conditions) about(field *string) {
	switch {
	case field == nil:
	case *field == "":
		*c = append(*c, func(s *sql.Selector) *sql.Predicate { return sql.IsNull(s.C("about")) })
	default:
		c.is("about", *field)
	}
}

// ofPartner looks a partner up for a filter, and adds its condition.
func (r *Resolver) ofPartner(ctx context.Context, c *conditions, partner *string) error {
	if partner == nil {
		return nil
	}
	p, err := one(ctx, r.Reader, relay.Partners, named(*partner), []any{"filter", "partner"}, *partner)
	if err == nil {
		c.is("partner_id", p.ID)
	}
	return err
}
