// Package importing shows imports in the API, and runs their mutations.
package importing

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strconv"
	"time"

	"maillage/graph/model"
	"maillage/internal/access"
	"maillage/internal/batch"
	"maillage/internal/edit"
	"maillage/internal/exchange/imports"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/relay"
	"maillage/internal/snapshot"
	"maillage/internal/write"
)

// Service answers what the API asks of imports.
type Service struct {
	Imports *imports.Imports
	Ledger  *ledger.Ledger
	Records *snapshot.Source
	Sealer  *relay.Sealer
}

// requireAccount returns why a viewer may not ask for imports; nil when they may.
func requireAccount(ctx context.Context) error {
	switch v := access.From(ctx); {
	case !access.SignedIn(ctx):
		return &model.Error{Code: model.Unauthenticated, Sentence: message.ImportsNeedAccount}
	case !v.HasScope(lexicon.ScopeWrite):
		return &model.Error{Code: model.Forbidden, Sentence: message.TokenLacksScope(lexicon.ScopeWrite)}
	}
	return nil
}

// Import returns an import that the viewer may see; nil when there is none.
func (s Service) Import(ctx context.Context, id string) (*model.Import, error) {
	if err := requireAccount(ctx); err != nil {
		return nil, err
	}
	one, err := s.Imports.One(ctx, id)
	if errors.As(err, new(*imports.NotFoundError)) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	s.catchUp(ctx, &one)
	return view(one), relay.Charge(ctx, 1)
}

// catchUp waits until the records that finished imports have written are in every snapshot, so that the client's next
// request finds them.
func (s Service) catchUp(ctx context.Context, all ...*imports.Import) {
	if s.Records.Check() != nil {
		return // the first reading will have them
	}
	if slices.ContainsFunc(all, func(i *imports.Import) bool { return isFinal(i.State) }) {
		_ = s.Records.CatchUp(ctx) // after an error, readers wait and report it
	}
}

// ProblemOf returns the problem that a person can fix in an error of package imports; nil for any other error.
func ProblemOf(err error) *edit.Problem {
	var state *imports.StateError
	var field *imports.FieldError
	switch {
	case errors.As(err, new(*imports.NotFoundError)):
		return &edit.Problem{Field: []string{"id"}, Code: lexicon.UserUnknown, Sentence: message.UnknownImport}
	case errors.As(err, new(*imports.ForbiddenError)):
		return &edit.Problem{Code: lexicon.UserForbidden, Sentence: message.ImportForbidden}
	case errors.As(err, &state):
		return &edit.Problem{Code: lexicon.UserNotOpen, Sentence: message.ImportInState(state.State)}
	case errors.As(err, &field):
		return write.OnField(field.Field, field.Code, field.What)
	}
	return nil
}

// pollInterval is how often a subscription reads an import that another process may have changed.
const pollInterval = time.Second

// Follow sends an import as it is, and again each time that it changes, until nothing more happens without somebody.
func (s Service) Follow(ctx context.Context, id string) (<-chan *model.Import, error) {
	if err := requireAccount(ctx); err != nil {
		return nil, err
	}
	one, err := s.Imports.One(ctx, id)
	if errors.As(err, new(*imports.NotFoundError)) {
		return nil, &model.Error{Code: model.NotFound, Argument: []any{"id"}, Sentence: message.UnknownImport}
	}
	if err != nil {
		return nil, err
	}
	sent := make(chan *model.Import)
	go s.follow(ctx, one, sent)
	return sent, nil
}

func (s Service) follow(ctx context.Context, now imports.Import, sent chan<- *model.Import) {
	defer close(sent)
	tick := time.NewTicker(pollInterval)
	defer tick.Stop()
	for last := (imports.Import{}); ; {
		changed := s.Imports.Changed(now) // before it is read, so that no change is missed
		next, err := s.Imports.One(ctx, now.ID)
		if errors.As(err, new(*imports.NotFoundError)) {
			return
		}
		if err == nil && !reflect.DeepEqual(next, last) { // the next second tries again after an error
			select {
			case sent <- view(next):
				last = next
			case <-ctx.Done():
				return
			}
		}
		if err == nil && isFinal(next.State) {
			return
		}
		select {
		case <-changed:
			last = imports.Import{} // also when only lines have changed
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// isFinal reports whether an import stays as it is until somebody acts on it again.
func isFinal(s lexicon.ImportState) bool {
	switch s {
	case lexicon.ImportApplied, lexicon.ImportCancelled, lexicon.ImportReverted, lexicon.ImportFailed:
		return true
	}
	return false
}

// The lists that cursors are sealed for.
const (
	importsList = "imports"
	linesList   = "importLines"
	partiesList = "importParties"
)

// page reads the arguments of a list. It reads one item more than the page has, to know whether there are more.
func (s Service) page(list string, args relay.Args) (p imports.Page, err error) {
	size, backward, err := args.Size()
	if err != nil {
		return p, err
	}
	p.Limit, p.Backward = size+1, backward
	if p.After, err = s.keyAt(list, "after", args.After); err != nil {
		return p, err
	}
	p.Before, err = s.keyAt(list, "before", args.Before)
	return p, err
}

// keyAt reads a cursor of a list; 0 without one.
func (s Service) keyAt(list, argument string, cursor *string) (int, error) {
	if cursor == nil {
		return 0, nil
	}
	text, ok := s.Sealer.Open(list, *cursor)
	key, err := strconv.Atoi(text)
	if !ok || err != nil {
		return 0, &model.Error{
			Code: model.BadUserInput, Argument: []any{argument}, Sentence: message.WrongCursor(argument),
		}
	}
	return key, nil
}

func (s Service) cursor(list string, key int) string { return s.Sealer.Seal(list, strconv.Itoa(key)) }

// List returns a page of the imports that the viewer may see.
func (s Service) List(ctx context.Context, args relay.Args) (*ImportConnection, error) {
	if err := requireAccount(ctx); err != nil {
		return nil, err
	}
	p, err := s.page(importsList, args)
	if err != nil {
		return nil, err
	}
	found, err := s.Imports.List(ctx, p)
	if err != nil {
		return nil, err
	}
	s.catchUp(ctx, found...)
	views := make([]*model.Import, len(found))
	for i, one := range found {
		views[i] = view(*one)
	}
	page, err := relay.Page(batch.Group[model.Import](views), args,
		func(i *model.Import) string { return s.cursor(importsList, i.Row) }, s.Imports.Count)
	return relay.Charged(ctx, page, err)
}

// ids returns the identifiers of imports, which the viewer got from a list.
func ids(of []*model.Import) []string {
	uids := make([]string, len(of))
	for i, one := range of {
		uids[i] = one.ID
	}
	return uids
}

// each loads something of an import for all imports of the answer at once.
func each[V any](
	ctx context.Context, of *model.Import, key any, read func(context.Context, []string) (map[string]V, error),
) (V, error) {
	return batch.Load(ctx, of, key, func(ctx context.Context, all []*model.Import) (map[*model.Import]V, error) {
		found, err := read(ctx, ids(all))
		values := make(map[*model.Import]V, len(all))
		for _, one := range all {
			values[one] = found[one.ID]
		}
		return values, err
	})
}

// Counts counts the lines of an import.
func (s Service) Counts(ctx context.Context, of *model.Import) (*model.ImportCounts, error) {
	c, err := each(ctx, of, "counts", s.Imports.CountsOf)
	if err != nil {
		return nil, err
	}
	return countsView(c), nil
}

// Lines returns a page of the lines of an import.
func (s Service) Lines(
	ctx context.Context, of *model.Import, args relay.Args, f imports.LineFilter,
) (*ImportLineConnection, error) {
	p, err := s.page(linesList, args)
	if err != nil {
		return nil, err
	}
	key := relay.FieldKey(ctx)
	found, err := each(ctx, of, key, func(ctx context.Context, ids []string) (map[string][]*imports.Line, error) {
		return s.Imports.LinesOf(ctx, ids, f, p)
	})
	if err != nil {
		return nil, err
	}
	views := make([]*model.ImportLine, len(found))
	for i, l := range found {
		views[i] = lineView(l)
	}
	page, err := relay.Page(views, args,
		func(l *model.ImportLine) string { return s.cursor(linesList, l.Number) },
		func(ctx context.Context) (int, error) {
			return each(ctx, of, [2]any{key, "count"}, func(ctx context.Context, ids []string) (map[string]int, error) {
				return s.Imports.CountLines(ctx, ids, f)
			})
		})
	return relay.Charged(ctx, page, err)
}

// Parties returns a page of the parties of an import.
func (s Service) Parties(
	ctx context.Context, of *model.Import, args relay.Args, open bool,
) (*ImportPartyConnection, error) {
	p, err := s.page(partiesList, args)
	if err != nil {
		return nil, err
	}
	key := relay.FieldKey(ctx)
	found, err := each(ctx, of, key, func(ctx context.Context, ids []string) (map[string][]*imports.Party, error) {
		return s.Imports.PartiesOf(ctx, ids, open, p)
	})
	if err != nil {
		return nil, err
	}
	views := make([]*model.ImportParty, len(found))
	for i, of := range found {
		views[i] = partyView(of)
	}
	page, err := relay.Page(views, args,
		func(of *model.ImportParty) string { return s.cursor(partiesList, of.Row) },
		func(ctx context.Context) (int, error) {
			return each(ctx, of, [2]any{key, "count"}, func(ctx context.Context, ids []string) (map[string]int, error) {
				return s.Imports.CountParties(ctx, ids, open)
			})
		})
	return relay.Charged(ctx, page, err)
}
