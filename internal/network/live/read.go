package live

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/action"
	"maillage/internal/gen/ent/axis"
	"maillage/internal/gen/ent/partner"
	"maillage/internal/gen/ent/plan"
	"maillage/internal/gen/ent/theme"
	"maillage/internal/gen/ent/workinggroup"
	"maillage/internal/network"
)

// page is how many rows are read at a time: enough to be fast, few enough that
// reading a large database takes little memory.
const page = 20_000

// reader reads one network.
type reader struct {
	tx      *ent.Client
	builder *network.Builder
}

func (r *reader) all(ctx context.Context) (*network.Network, error) {
	for what, read := range map[string]func(context.Context) error{
		"contracts": r.contracts, "plans": r.plans, "themes": r.themes, "axes": r.axes, "actions": r.actions,
		"partners": r.partners, "groups": r.groups, "claims": r.claims, "contradictions": r.contradictions,
	} {
		if err := read(ctx); err != nil {
			return nil, fmt.Errorf("read %s for the network: %w", what, err)
		}
	}
	return r.builder.Build()
}

// each reads a table a page at a time, by id.
func each[T any, P ~func(*sql.Selector)](query func(P) ([]*T, error), id func(*T) int, add func(*T)) error {
	last := 0
	for {
		rows, err := query(func(s *sql.Selector) {
			s.Where(sql.GT(s.C("id"), last)).OrderBy(s.C("id")).Limit(page)
		})
		if err != nil {
			return err
		}
		for _, row := range rows {
			add(row)
			last = id(row)
		}
		if len(rows) < page {
			return nil
		}
	}
}

func (r *reader) contracts(ctx context.Context) error {
	ids, err := r.tx.Contract.Query().IDs(ctx)
	for _, id := range ids {
		r.builder.AddContract(network.Contract{ID: id})
	}
	return err
}

func (r *reader) plans(ctx context.Context) error {
	rows, err := r.tx.Plan.Query().Select(plan.FieldContractID).All(ctx)
	for _, p := range rows {
		r.builder.AddPlan(network.Plan{ID: p.ID, Contract: p.ContractID})
	}
	return err
}

func (r *reader) themes(ctx context.Context) error {
	rows, err := r.tx.Theme.Query().Select(theme.FieldContractID, theme.FieldParentID, theme.FieldReferenceID).All(ctx)
	for _, t := range rows {
		r.builder.AddTheme(network.Theme{ID: t.ID, Contract: or0(t.ContractID), Parent: or0(t.ParentID), Reference: or0(t.ReferenceID)})
	}
	return err
}

func (r *reader) axes(ctx context.Context) error {
	rows, err := r.tx.Axis.Query().Select(axis.FieldContractID, axis.FieldPlanID, axis.FieldPosition).All(ctx)
	for _, a := range rows {
		r.builder.AddAxis(network.Axis{ID: a.ID, Contract: a.ContractID, Plan: or0(a.PlanID), Position: a.Position})
	}
	return err
}

func (r *reader) actions(ctx context.Context) error {
	return each(
		func(p func(*sql.Selector)) ([]*ent.Action, error) {
			return r.tx.Action.Query().Where(p).Select(action.FieldContractID).All(ctx)
		},
		func(a *ent.Action) int { return a.ID },
		func(a *ent.Action) { r.builder.AddAction(network.Action{ID: a.ID, Contract: a.ContractID}) })
}

func (r *reader) partners(ctx context.Context) error {
	return each(
		func(p func(*sql.Selector)) ([]*ent.Partner, error) {
			return r.tx.Partner.Query().Where(p).Select(partner.FieldKind, partner.FieldSector, partner.FieldSortKey).All(ctx)
		},
		func(p *ent.Partner) int { return p.ID },
		func(p *ent.Partner) {
			r.builder.AddPartner(network.Partner{ID: p.ID, Kind: p.Kind, Sector: p.Sector, SortKey: p.SortKey})
		})
}

func (r *reader) groups(ctx context.Context) error {
	rows, err := r.tx.WorkingGroup.Query().Select(workinggroup.FieldContractID).All(ctx)
	for _, g := range rows {
		r.builder.AddGroup(network.Group{ID: g.ID, Contract: g.ContractID})
	}
	return err
}

func or0(id *int) int {
	if id == nil {
		return 0
	}
	return *id
}
