package derived

import (
	"context"
	"errors"
	"slices"

	"maillage/graph/model"
	"maillage/internal/lexicon"
	"maillage/internal/lookup"
	"maillage/internal/network"
	"maillage/internal/record"
	"maillage/internal/snapshot"
)

// ContributionArgs are the arguments of a query of derived contributions, as the client gave them.
type ContributionArgs struct {
	contracts, themes, partners, territories, audiences, actionThemes []string
	around                                                            bool
	axisRoles, actionRoles                                            []lexicon.Role
	statuses                                                          []lexicon.Status
	bases                                                             []lexicon.Basis
	asOf                                                              *lexicon.PartialDate
}

// ArgsOf reads a filter of derived contributions.
func ArgsOf(filter map[string]any, asOf *lexicon.PartialDate) ContributionArgs {
	around := given[*bool](filter, "around")
	return ContributionArgs{
		contracts: given[[]string](filter, "contracts"), themes: given[[]string](filter, "themes"),
		partners: given[[]string](filter, "partners"), territories: given[[]string](filter, "territories"),
		audiences: given[[]string](filter, "audiences"), actionThemes: given[[]string](filter, "actionThemes"),
		around:    around != nil && *around,
		axisRoles: given[[]lexicon.Role](filter, "axisRoles"), actionRoles: given[[]lexicon.Role](filter, "actionRoles"),
		statuses: given[[]lexicon.Status](filter, "statuses"),
		bases:    given[[]lexicon.Basis](filter, "bases"), asOf: asOf,
	}
}

// selected is a filter with its names looked up, for the network and for the contributions of the response.
type selected struct {
	network.Selection
	question model.Question
}

// selection looks up the names in a filter. It searches themes in the given contracts, or else in those that the
// filter names, or else in all.
func (r Answers) selection(ctx context.Context, a ContributionArgs, homes ...int) (selected, error) {
	all, err := r.selections(ctx, a, homes)
	if err != nil {
		return selected{}, err
	}
	return all[0], nil
}

// selections looks up the names in a filter, once for each of several scopes of contracts.
func (r Answers) selections(ctx context.Context, a ContributionArgs, homes ...[]int) ([]selected, error) {
	contracts, err := lookup.ContractIDs(ctx, r.Reader, "contracts", a.contracts)
	if err != nil {
		return nil, err
	}
	when, day := r.When(a.asOf)
	all := make([]selected, len(homes))
	atHand := slices.Clone(homes)
	for i := range all {
		all[i].Selection = network.Selection{
			Contracts: contracts, AxisRoles: a.axisRoles, ActionRoles: a.actionRoles, Statuses: a.statuses,
			Bases: a.bases, Around: a.around, When: when,
		}
		all[i].question = model.Question{
			AsOf: day, AxisRoles: a.axisRoles, ActionRoles: a.actionRoles, Statuses: a.statuses, Bases: a.bases,
			Around: a.around && a.territories != nil,
		}
		if atHand[i] == nil {
			atHand[i] = contracts
		}
	}
	for _, list := range []struct {
		prefix, argument string
		names            []string
		take             func(s *selected, ids []int, of []model.Named)
	}{
		{"theme", "themes", a.themes, func(s *selected, ids []int, _ []model.Named) { s.Themes = ids }},
		{"theme", "actionThemes", a.actionThemes, func(s *selected, ids []int, of []model.Named) {
			s.ActionThemes, s.question.ActionThemes = ids, of
		}},
		{"territory", "territories", a.territories, func(s *selected, ids []int, of []model.Named) {
			s.Territories, s.question.Territories = ids, of
		}},
		{"audience", "audiences", a.audiences, func(s *selected, ids []int, of []model.Named) {
			s.Audiences, s.question.Audiences = ids, of
		}},
		{"partner", "partners", a.partners, func(s *selected, ids []int, _ []model.Named) { s.Partners = ids }},
	} {
		if list.names == nil {
			continue
		}
		found, err := lookup.RowsOfEach(ctx, r.Reader, list.prefix, atHand, list.argument, list.names)
		if err != nil {
			return nil, err
		}
		for i, rows := range found {
			ids, of := make([]int, len(rows)), make([]model.Named, len(rows))
			for j, row := range rows {
				uid, _ := row.Column("uid").(string)
				ids[j] = row.RowID()
				of[j] = model.Named{UID: uid, Contract: snapshot.ContractOf(record.Of(list.prefix), row)}
			}
			if len(ids) == 0 && !lookup.SkipsUnknown(ctx) {
				ids = []int{noRecord} // the name belongs to another scope
			}
			list.take(&all[i], ids, of)
		}
	}
	return all, nil
}

// inFilter sets the argument `filter` before the path of an error.
func inFilter(err error) error {
	if ours := (*model.Error)(nil); errors.As(err, &ours) {
		within := *ours
		within.Argument = append([]any{"filter"}, ours.Argument...)
		return &within
	}
	return err
}

// noRecord is a database id that no record has.
const noRecord = -1
