package derived

import (
	"context"
	"errors"
	"slices"

	"maillage/graph/model"
	"maillage/internal/filter"
	"maillage/internal/lexicon"
	"maillage/internal/lookup"
	"maillage/internal/network"
	"maillage/internal/record"
	"maillage/internal/relay"
	"maillage/internal/snapshot"
)

// Where makes the condition of a filter on records of a type, which prefix names.
func (r Answers) Where(prefix string, conditions map[string]any) relay.Holding {
	if len(conditions) == 0 {
		return nil
	}
	return func(ctx context.Context, v *snapshot.View) (*relay.Where, error) {
		lookups := filter.Lookups{IDsByName: r.idsByName, NamedBy: r.partnersIn, Derived: r.derivedIn}
		where, err := lookups.Compile(ctx, v, prefix, conditions)
		return where, filterError(err)
	}
}

// filterError reports an error of a filter to the client, with its path.
func filterError(err error) error {
	var wrong *filter.Error
	if errors.As(err, &wrong) {
		code := map[filter.Reason]model.Code{
			filter.BeyondLimit: model.LimitExceeded, filter.NotFound: model.NotFound,
			filter.Malformed: model.BadUserInput,
		}[wrong.Reason]
		return &model.Error{
			Code: code, Argument: append([]any{"filter"}, wrong.Path...), Sentence: wrong.Sentence,
		}
	}
	var nested *filter.Nested
	var ours *model.Error
	if errors.As(err, &nested) && errors.As(err, &ours) {
		return &model.Error{
			Code: ours.Code, Argument: slices.Concat([]any{"filter"}, nested.Path, ours.Argument),
			Sentence: ours.Sentence,
		}
	}
	return err
}

// idsByName returns the ids of the records of a type that some names refer to.
func (r Answers) idsByName(ctx context.Context, prefix string, contracts []int, names ...string) ([]int, error) {
	names = slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		of := record.OfUID(name)
		return of != nil && of.Prefix != prefix
	})
	if len(names) == 0 {
		return nil, nil
	}
	found, err := lookup.ByNames(ctx, r.Reader, prefix, contracts, names)
	var ids []int
	for _, rows := range found {
		for _, row := range rows {
			ids = append(ids, row.RowID())
		}
	}
	return ids, err
}

// partnersIn returns the partners that the claims of a contract refer to.
func (r Answers) partnersIn(ctx context.Context, contract int) ([]int, error) {
	n, err := r.Network.Current(ctx)
	if err != nil {
		return nil, err
	}
	return n.PartnersOf(contract), nil
}

// derivedIn returns the partners or axes of the derived contributions that a filter selects. For themes, territories
// and audiences it returns those below the ones that the filter names.
func (r Answers) derivedIn(ctx context.Context, prefix string, atHand []int, f map[string]any) ([]int, error) {
	ctx = lookup.SkippingUnknown(ctx)
	switch prefix {
	case "theme":
		return r.themesUnder(ctx, given[[]string](f, "under"), atHand)
	case "territory", "audience":
		return r.within(ctx, prefix, given[[]string](f, "within"))
	}
	a := ArgsOf(f, given[*lexicon.PartialDate](f, "asOf"))
	if a.contracts != nil {
		atHand = nil // the filter's contracts replace them
	}
	sel, err := r.selection(ctx, a, atHand...)
	if err != nil || isUnknown(a.contracts, sel.Contracts) || isUnknown(a.themes, sel.Themes) ||
		isUnknown(a.partners, sel.Partners) ||
		isUnknown(a.territories, sel.Territories) || isUnknown(a.audiences, sel.Audiences) || isUnknown(
		a.actionThemes, sel.ActionThemes,
	) {
		return nil, err
	}
	n, err := r.Network.Current(ctx)
	if err != nil {
		return nil, err
	}
	partners, axes, err := n.Ends(ctx, sel.Selection)
	if prefix == "axis" {
		return axes, err
	}
	return partners, err
}

// isUnknown reports whether names were given and none refers to a record.
func isUnknown(names []string, ids []int) bool { return names != nil && len(ids) == 0 }

// themesUnder returns themes and all themes below them.
func (r Answers) themesUnder(ctx context.Context, names []string, contracts []int) ([]int, error) {
	ids, err := lookup.IDsOf(ctx, r.Reader, "theme", contracts, "under", names)
	if err != nil || isUnknown(names, ids) {
		return nil, err
	}
	n, err := r.Network.Current(ctx)
	if err != nil {
		return nil, err
	}
	return n.ThemesUnder(ids), nil
}

// within returns territories or audiences and all their parts, as of today.
func (r Answers) within(ctx context.Context, prefix string, names []string) ([]int, error) {
	kind := network.KindTerritory
	if prefix == "audience" {
		kind = network.KindAudience
	}
	ids, err := lookup.IDsOf(ctx, r.Reader, prefix, nil, "within", names)
	if err != nil || isUnknown(names, ids) {
		return nil, err
	}
	n, err := r.Network.Current(ctx)
	if err != nil {
		return nil, err
	}
	when, _ := r.When(nil)
	all := append(n.Within(kind, ids, when), ids...) // the network lacks those without a relation
	slices.Sort(all)
	return slices.Compact(all), nil
}

// given returns a field of an input, or the zero value.
func given[T any](f map[string]any, name string) T {
	value, _ := f[name].(T)
	return value
}
