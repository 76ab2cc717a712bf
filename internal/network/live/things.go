package live

import (
	"context"
	"time"

	"entgo.io/ent/dialect/sql"

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

func contracts(ctx context.Context, tx *ent.Client, where func(*sql.Selector), zone *time.Location, facts *network.Facts) ([]int, error) {
	rows, err := tx.Contract.Query().Where(where).
		Select(contract.FieldStarts, contract.FieldEnds, contract.FieldSigned, contract.FieldCreatedAt).All(ctx)
	return each(rows, err, func(c *ent.Contract) int {
		facts.PutContract(network.Contract{
			ID: c.ID, Starts: or(c.Starts), Ends: or(c.Ends), Signed: or(c.Signed), Recorded: lexicon.DayIn(c.CreatedAt, zone),
		})
		return c.ID
	})
}

func plans(ctx context.Context, tx *ent.Client, where func(*sql.Selector), zone *time.Location, facts *network.Facts) ([]int, error) {
	rows, err := tx.Plan.Query().Where(where).
		Select(plan.FieldContractID, plan.FieldAdopted, plan.FieldAnnexed, plan.FieldValidated).All(ctx)
	return each(rows, err, func(p *ent.Plan) int {
		facts.PutPlan(network.Plan{
			ID: p.ID, Contract: p.ContractID, Adopted: or(p.Adopted), Annexed: or(p.Annexed), Validated: or(p.Validated),
		})
		return p.ID
	})
}

func themes(ctx context.Context, tx *ent.Client, where func(*sql.Selector), zone *time.Location, facts *network.Facts) ([]int, error) {
	rows, err := tx.Theme.Query().Where(where).Select(theme.FieldContractID, theme.FieldParentID, theme.FieldReferenceID).All(ctx)
	return each(rows, err, func(t *ent.Theme) int {
		facts.PutTheme(network.Theme{ID: t.ID, Contract: or0(t.ContractID), Parent: or0(t.ParentID), Reference: or0(t.ReferenceID)})
		return t.ID
	})
}

func axes(ctx context.Context, tx *ent.Client, where func(*sql.Selector), zone *time.Location, facts *network.Facts) ([]int, error) {
	rows, err := tx.Axis.Query().Where(where).Select(axis.FieldContractID, axis.FieldPlanID, axis.FieldPosition, axis.FieldStatus).All(ctx)
	return each(rows, err, func(a *ent.Axis) int {
		facts.PutAxis(network.Axis{
			ID: a.ID, Contract: a.ContractID, Plan: or0(a.PlanID), Position: a.Position, Closed: a.Status == lexicon.AxisClosed,
		})
		return a.ID
	})
}

func actions(ctx context.Context, tx *ent.Client, where func(*sql.Selector), zone *time.Location, facts *network.Facts) ([]int, error) {
	rows, err := tx.Action.Query().Where(where).Select(
		action.FieldContractID, action.FieldStatus, action.FieldSince, action.FieldUntil, action.FieldCreatedAt, action.FieldUpdatedAt,
	).All(ctx)
	return each(rows, err, func(a *ent.Action) int {
		fact := network.Action{
			ID: a.ID, Contract: a.ContractID, Since: or(a.Since), Until: or(a.Until),
			Recorded: lexicon.DayIn(a.CreatedAt, zone), Changed: lexicon.DayIn(a.UpdatedAt, zone),
		}
		if a.Status != nil {
			fact.Status = *a.Status
		}
		facts.PutAction(fact)
		return a.ID
	})
}

func partners(ctx context.Context, tx *ent.Client, where func(*sql.Selector), zone *time.Location, facts *network.Facts) ([]int, error) {
	rows, err := tx.Partner.Query().Where(where).Select(partner.FieldKind, partner.FieldSector, partner.FieldSortKey, partner.FieldOpenList).All(ctx)
	return each(rows, err, func(p *ent.Partner) int {
		facts.PutPartner(network.Partner{ID: p.ID, Kind: p.Kind, Sector: p.Sector, SortKey: p.SortKey, Open: p.OpenList})
		return p.ID
	})
}

func groups(ctx context.Context, tx *ent.Client, where func(*sql.Selector), zone *time.Location, facts *network.Facts) ([]int, error) {
	rows, err := tx.WorkingGroup.Query().Where(where).Select(workinggroup.FieldContractID).All(ctx)
	return each(rows, err, func(g *ent.WorkingGroup) int {
		facts.PutGroup(network.Group{ID: g.ID, Contract: g.ContractID})
		return g.ID
	})
}
