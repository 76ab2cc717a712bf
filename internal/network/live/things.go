package live

import (
	"context"

	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/action"
	"maillage/internal/gen/ent/axis"
	"maillage/internal/gen/ent/contract"
	"maillage/internal/gen/ent/partner"
	"maillage/internal/gen/ent/plan"
	"maillage/internal/gen/ent/theme"
	"maillage/internal/gen/ent/workinggroup"
	"maillage/internal/lexicon"
	"maillage/internal/network"
)

func (r reading) contracts(ctx context.Context, where where) ([]int, error) {
	rows, err := r.tx.Contract.Query().Where(where).
		Select(contract.FieldSince, contract.FieldUntil, contract.FieldSigned, contract.FieldCreatedAt).All(ctx)
	return each(rows, err, func(c *ent.Contract) int {
		r.facts.PutContract(network.Contract{
			ID: c.ID, Starts: or(c.Since), Ends: or(c.Until), Signed: or(c.Signed),
			Recorded: lexicon.DayIn(c.CreatedAt, r.zone),
		})
		return c.ID
	})
}

func (r reading) plans(ctx context.Context, where where) ([]int, error) {
	rows, err := r.tx.Plan.Query().Where(where).
		Select(plan.FieldContractID, plan.FieldAdopted, plan.FieldAnnexed, plan.FieldValidated).All(ctx)
	return each(rows, err, func(p *ent.Plan) int {
		r.facts.PutPlan(network.Plan{
			ID: p.ID, Contract: p.ContractID,
			Adopted: or(p.Adopted), Annexed: or(p.Annexed), Validated: or(p.Validated),
		})
		return p.ID
	})
}

func (r reading) themes(ctx context.Context, where where) ([]int, error) {
	rows, err := r.tx.Theme.Query().Where(where).
		Select(theme.FieldContractID, theme.FieldParentID, theme.FieldReferenceID).All(ctx)
	return each(rows, err, func(t *ent.Theme) int {
		r.facts.PutTheme(network.Theme{
			ID: t.ID, Contract: or0(t.ContractID), Parent: or0(t.ParentID), Reference: or0(t.ReferenceID),
		})
		return t.ID
	})
}

func (r reading) axes(ctx context.Context, where where) ([]int, error) {
	rows, err := r.tx.Axis.Query().Where(where).
		Select(axis.FieldContractID, axis.FieldPlanID, axis.FieldPosition, axis.FieldStatus).All(ctx)
	return each(rows, err, func(a *ent.Axis) int {
		r.facts.PutAxis(network.Axis{
			ID: a.ID, Contract: a.ContractID, Plan: or0(a.PlanID), Position: a.Position,
			Closed: a.Status == lexicon.AxisClosed,
		})
		return a.ID
	})
}

func (r reading) actions(ctx context.Context, where where) ([]int, error) {
	rows, err := r.tx.Action.Query().Where(where).Select(
		action.FieldContractID, action.FieldStatus, action.FieldSince, action.FieldUntil,
		action.FieldCreatedAt, action.FieldUpdatedAt,
	).All(ctx)
	return each(rows, err, func(a *ent.Action) int {
		fact := network.Action{
			ID: a.ID, Contract: a.ContractID, Since: or(a.Since), Until: or(a.Until),
			Recorded: lexicon.DayIn(a.CreatedAt, r.zone), Changed: lexicon.DayIn(a.UpdatedAt, r.zone),
		}
		if a.Status != nil {
			fact.Status = *a.Status
		}
		r.facts.PutAction(fact)
		return a.ID
	})
}

func (r reading) partners(ctx context.Context, where where) ([]int, error) {
	rows, err := r.tx.Partner.Query().Where(where).
		Select(partner.FieldKind, partner.FieldSector, partner.FieldSortKey, partner.FieldOpenList).All(ctx)
	return each(rows, err, func(p *ent.Partner) int {
		r.facts.PutPartner(network.Partner{ID: p.ID, Kind: p.Kind, Sector: p.Sector, SortKey: p.SortKey, Open: p.OpenList})
		return p.ID
	})
}

func (r reading) groups(ctx context.Context, where where) ([]int, error) {
	rows, err := r.tx.WorkingGroup.Query().Where(where).Select(workinggroup.FieldContractID).All(ctx)
	return each(rows, err, func(g *ent.WorkingGroup) int {
		r.facts.PutGroup(network.Group{ID: g.ID, Contract: g.ContractID})
		return g.ID
	})
}
