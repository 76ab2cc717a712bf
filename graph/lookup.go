package graph

import (
	"context"
	"slices"
	"strings"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/record"
	"maillage/internal/relay"
)

// named is the condition of the records of a type, by its prefix, that an
// argument names.
func named(prefix string, names ...string) conditions {
	return conditions{record.Of(prefix).Called(names...)}
}

// one is the record that an argument names, or a NOT_FOUND error.
func one[T any, R relay.Row[T]](ctx context.Context, r *relay.Reader, t *relay.Table[T], c conditions, argument []any, name string) (*T, error) {
	found, err := relay.Find[T, R](ctx, r, t, c.where())
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, &Error{Code: NotFound, Argument: argument, Sentence: "no record of %s is called %q", Args: []any{lexicon.Phrase(t.Name()), name}}
	}
	return found[0], nil
}

// oneOrNone finds the record that a lookup names, or nil when there is none.
func oneOrNone[T any, R relay.Row[T]](ctx context.Context, r *relay.Reader, t *relay.Table[T], c conditions) (*T, error) {
	found, err := relay.Find[T, R](ctx, r, t, c.where())
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}

// byCode is the record with a code, among all of its type; nil when there is none.
func byCode[T any, R relay.Row[T]](ctx context.Context, r *queryResolver, t *relay.Table[T], code string) (*T, error) {
	var c conditions
	c.is("code", code)
	return oneOrNone[T, R](ctx, r.Reader, t, c)
}

// byCodeIn is the record with a code, among those of a contract; nil when there is none.
func byCodeIn[T any, R relay.Row[T]](ctx context.Context, r *queryResolver, t *relay.Table[T], contract, code string) (*T, error) {
	home, err := oneOrNone(ctx, r.Reader, relay.Contracts, named("contract", contract))
	if err != nil || home == nil {
		return nil, err
	}
	var c conditions
	c.is("code", code)
	c.is("contract_id", home.ID)
	return oneOrNone[T, R](ctx, r.Reader, t, c)
}

// contract is the contract with a code or an id, exactly one of the two; nil when there is none.
func (r *Resolver) contract(ctx context.Context, code, id *string) (*ent.Contract, error) {
	var c conditions
	switch {
	case code != nil && id == nil:
		c.is("code", *code)
		return oneOrNone(ctx, r.Reader, relay.Contracts, c)
	case id != nil && code == nil:
		c.is("uid", *id)
		return oneOrNone(ctx, r.Reader, relay.Contracts, c)
	default:
		return nil, &Error{Code: BadUserInput, Argument: []any{"code"}, Sentence: "a contract is asked for by its `code` or by its `id`: exactly one of the two"}
	}
}

func (r *Resolver) contractID(ctx context.Context, argument []any, name string) (int, error) {
	contract, err := one(ctx, r.Reader, relay.Contracts, named("contract", name), argument, name)
	if err != nil {
		return 0, err
	}
	return contract.ID, nil
}

func (r *Resolver) contractIDs(ctx context.Context, argument string, names []string) ([]int, error) {
	return lookup(ctx, r, relay.Contracts, argument, names, named("contract", names...),
		func(c *ent.Contract) []string { return []string{c.UID, c.Code} })
}

func (r *Resolver) partnerIDs(ctx context.Context, names []string) ([]int, error) {
	return lookup(ctx, r, relay.Partners, "partners", names, named("partner", names...),
		func(p *ent.Partner) []string { return []string{p.UID, p.Code} })
}

func (r *Resolver) territoryIDs(ctx context.Context, argument string, names []string) ([]int, error) {
	return lookup(ctx, r, relay.Territories, argument, names, named("territory", names...),
		func(t *ent.Territory) []string { return []string{t.UID, t.Code} })
}

func (r *Resolver) audienceIDs(ctx context.Context, argument string, names []string) ([]int, error) {
	return lookup(ctx, r, relay.Audiences, argument, names, named("audience", names...),
		func(a *ent.Audience) []string { return []string{a.UID, a.Code} })
}

// themesCalled are the themes that arguments name, in the contracts that are asked
// about (all when there are none) and among reference themes. A code may name
// one in each.
func (r *Resolver) themesCalled(ctx context.Context, argument string, names []string, contracts []int) ([]int, error) {
	where := named("theme", names...)
	if len(contracts) > 0 {
		where = append(where, func(s *sql.Selector) *sql.Predicate {
			return sql.Or(sql.IsNull(s.C("contract_id")), sql.InInts(s.C("contract_id"), contracts...))
		})
	}
	homes, err := r.homes(ctx, names)
	if err != nil {
		return nil, err
	}
	return lookup(ctx, r, relay.Themes, argument, names, where, func(t *ent.Theme) []string {
		known := []string{t.UID, t.Code}
		if t.ContractID != nil && homes[*t.ContractID] != "" {
			known = append(known, homes[*t.ContractID]+"/"+t.Code)
		}
		return known
	})
}

// homes are the contracts before the slash of each `contract/code`, their codes
// by their database ids.
func (r *Resolver) homes(ctx context.Context, names []string) (map[int]string, error) {
	var codes []string
	for _, name := range names {
		if home, _, qualified := strings.Cut(name, "/"); qualified {
			codes = append(codes, home)
		}
	}
	found, err := inColumn(ctx, r.Reader, relay.Contracts, "code", codes, func(c *ent.Contract) string { return c.Code })
	homes := make(map[int]string, len(found))
	for code, contract := range found {
		homes[contract.ID] = code
	}
	return homes, err
}

type skipUnknownKey struct{}

// skippingUnknown makes lookups leave out names that name nothing, as filters do.
func skippingUnknown(ctx context.Context) context.Context {
	return context.WithValue(ctx, skipUnknownKey{}, true)
}

func skipsUnknown(ctx context.Context) bool { return ctx.Value(skipUnknownKey{}) != nil }

// lookup finds every record that a list of ids and codes names, with one
// statement. A name that names nothing is an error with its place in the list;
// a list that was given and is empty is one too, for it would select all.
func lookup[T any, R relay.Row[T]](ctx context.Context, r *Resolver, t *relay.Table[T], argument string, names []string, where conditions, called func(*T) []string) ([]int, error) {
	if names == nil {
		return nil, nil
	}
	if len(names) == 0 || len(names) > relay.MaxPage {
		return nil, &Error{Code: BadUserInput, Argument: []any{argument}, Sentence: "`%s` names 1 to %d records; leave it out to ask for all", Args: []any{argument, relay.MaxPage}}
	}
	found, err := relay.Find[T, R](ctx, r.Reader, t, where.where())
	if err != nil {
		return nil, err
	}
	ids := make([]int, 0, len(found))
	known := make([]string, 0, 2*len(found))
	for _, record := range found {
		known = append(known, called(record)...)
		ids = append(ids, R(record).RowID())
	}
	for i, name := range names {
		if !slices.Contains(known, name) && !skipsUnknown(ctx) {
			return nil, &Error{Code: NotFound, Argument: []any{argument, i}, Sentence: "no record of %s is called %q", Args: []any{lexicon.Phrase(t.Name()), name}}
		}
	}
	return ids, nil
}

// inColumn finds records by what they are called in a column, with one
// statement; a name that names nothing is left out.
func inColumn[T any, R relay.Row[T]](ctx context.Context, r *relay.Reader, t *relay.Table[T], column string, names []string, name func(*T) string) (map[string]*T, error) {
	records := make(map[string]*T, len(names))
	if len(names) == 0 {
		return records, nil
	}
	var c conditions
	isIn(&c, column, names)
	found, err := relay.Find[T, R](ctx, r, t, c.where())
	for _, record := range found {
		records[name(record)] = record
	}
	return records, err
}
