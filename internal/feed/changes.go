// Package feed shows lines of the ledger in the shapes of the API, as far as the viewer sees their records.
package feed

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"entgo.io/ent/dialect/sql"

	"maillage/graph/model"
	"maillage/internal/access"
	"maillage/internal/batch"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/input"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/lookup"
	"maillage/internal/message"
	"maillage/internal/record"
	"maillage/internal/relay"
	"maillage/internal/snapshot"
)

// Feed reads lines of the ledger for one request.
type Feed struct {
	Reader  *relay.Reader
	Network *snapshot.Source
	Ledger  *ledger.Ledger
}

// ChangesList is the list that cursors of the ledger are sealed for.
const ChangesList = "changes"

// cursorOf returns the cursor of a line of the ledger.
func (r Feed) cursorOf(c *ent.Change) string {
	return r.Reader.Sealer.Seal(ChangesList, ledger.PositionOf(c).String())
}

// position reads a cursor of the ledger; nil without one.
func (r Feed) position(argument string, cursor *string) (*ledger.Position, error) {
	if cursor == nil {
		return nil, nil
	}
	text, ok := r.Reader.Sealer.Open(ChangesList, *cursor)
	p, err := ledger.ParsePosition(text)
	if !ok || err != nil {
		return nil, &model.Error{
			Code: model.BadUserInput, Argument: []any{argument}, Sentence: message.WrongLedgerCursor(argument),
		}
	}
	return &p, nil
}

// query translates a filter of changes into a query of the ledger.
func (r Feed) query(ctx context.Context, f *input.ChangeFilter) (ledger.Query, error) {
	var q ledger.Query
	if !access.From(ctx).HasScope(lexicon.ScopeFeed) {
		return q, &model.Error{Code: model.Forbidden, Sentence: message.TokenLacksScope(lexicon.ScopeFeed)}
	}
	if f == nil {
		return q, nil
	}
	if f.Types != nil {
		q.Types = []string{}
		for _, word := range f.Types {
			q.Types = append(q.Types, record.OfWord(word).Prefix)
		}
	}
	if f.Contract != nil {
		q.Contract = *f.Contract
		if _, isUID := lexicon.UIDPrefix(q.Contract); !isUID {
			contract, err := lookup.ContractNamed(ctx, r.Reader, []any{"filter", "contract"}, q.Contract)
			if err != nil {
				return q, err
			}
			q.Contract = contract.UID
		}
	}
	if f.RecordID != nil {
		q.Records = []string{}
		if _, isUID := lexicon.UIDPrefix(*f.RecordID); isUID {
			q.Records = append(q.Records, *f.RecordID)
		}
	}
	return q, nil
}

// Changes returns a page of the ledger.
func (r Feed) Changes(
	ctx context.Context, args relay.Args, f *input.ChangeFilter,
) (*relay.Connection[ent.Change], error) {
	q, err := r.query(ctx, f)
	if err != nil {
		return nil, err
	}
	size, backward, err := args.Size()
	if err != nil {
		return nil, err
	}
	if q.After, err = r.position("after", args.After); err != nil {
		return nil, err
	}
	if q.Before, err = r.position("before", args.Before); err != nil {
		return nil, err
	}
	q.Limit, q.Backward = size+1, backward
	lines, err := r.Ledger.Read(ctx, q)
	if err != nil {
		return nil, cursorError(err)
	}
	var last ledger.Position
	for _, line := range lines {
		if p := ledger.PositionOf(line); p.Compare(last) > 0 {
			last = p
		}
	}
	if err := r.Network.CatchUpTo(ctx, last); err != nil { // so that the records of the lines are found
		return nil, err
	}
	page, err := relay.Page(
		batch.Group[ent.Change](lines), args, r.cursorOf,
		func(ctx context.Context) (int, error) { return r.Ledger.Count(ctx, q) },
	)
	return relay.Charged(ctx, page, err)
}

// cursorError reports an expired cursor to the client.
func cursorError(err error) error {
	if errors.Is(err, ledger.ErrRestored) {
		return &model.Error{Code: model.CursorExpired, Sentence: message.CursorExpired}
	}
	return err
}

// FieldsOfChange returns the changed fields of a line. It reads them for all lines of the page at once.
func (r Feed) FieldsOfChange(ctx context.Context, c *ent.Change) ([]*model.FieldChange, error) {
	return batch.Load(ctx, c, relay.FieldKey(ctx), func(
		_ context.Context, siblings []*ent.Change,
	) (map[*ent.Change][]*model.FieldChange, error) {
		of := make(map[*ent.Change][]*model.FieldChange, len(siblings))
		var all []*model.FieldChange
		for _, s := range siblings {
			fields, err := fieldsOf(s.RecordType, s.Before, s.After)
			if err != nil {
				return nil, err
			}
			of[s], all = fields, append(all, fields...)
		}
		GroupValues(all)
		return of, nil
	})
}

// fieldsOf returns the changed fields of a line, in the order of the record type.
func fieldsOf(prefix string, before, after map[string]json.RawMessage) ([]*model.FieldChange, error) {
	t := record.Of(prefix)
	was, err := ledger.Values(t, before)
	if err != nil {
		return nil, err
	}
	is, err := ledger.Values(t, after)
	if err != nil {
		return nil, err
	}
	return ChangedFields(t, was, is)
}

// ChangedFields returns the fields of a type that have a value before or after.
func ChangedFields(t *record.Type, before, after map[string]any) ([]*model.FieldChange, error) {
	var list []*model.FieldChange
	for _, f := range t.Fields {
		was, wasThere := before[f.Name]
		is, isThere := after[f.Name]
		if !wasThere && !isThere {
			continue
		}
		change := &model.FieldChange{Field: f.Name}
		for to, value := range map[**model.FieldValue]any{&change.Before: was, &change.After: is} {
			typed, problem := f.Typed(value)
			if problem != nil {
				return nil, fmt.Errorf("the %s of a %s: %w", f.Name, t.Name, problem)
			}
			if typed != nil {
				*to = &model.FieldValue{Value: *typed}
			}
		}
		list = append(list, change)
	}
	return list, nil
}

// GroupValues makes the values of fields siblings, so that their records are loaded at once.
func GroupValues(fields []*model.FieldChange) {
	var values []*model.FieldValue
	for _, f := range fields {
		for _, v := range []*model.FieldValue{f.Before, f.After} {
			if v != nil {
				values = append(values, v)
			}
		}
	}
	batch.Group(values)
}

// RecordOfValue returns the record that a value refers to. It loads the records for all values of a page at once.
func (r Feed) RecordOfValue(ctx context.Context, v *model.FieldValue) (model.Node, error) {
	return batch.Load(ctx, v, relay.FieldKey(ctx), func(
		ctx context.Context, siblings []*model.FieldValue,
	) (map[*model.FieldValue]model.Node, error) {
		var uids []string
		for _, s := range siblings {
			if s.Reference != nil {
				uids = append(uids, *s.Reference)
			}
		}
		found, err := lookup.Locate(ctx, r.Reader, uids)
		nodes := make(map[*model.FieldValue]model.Node, len(siblings))
		for _, s := range siblings {
			if s.Reference != nil {
				nodes[s] = found[*s.Reference].Node
			}
		}
		return nodes, err
	})
}

// ChangesAfter returns the changes of a record after the version that a writer had seen.
func (r Feed) ChangesAfter(ctx context.Context, c *model.Conflict) ([]*ent.Change, error) {
	lines, err := r.Ledger.Find(ctx, func(s *sql.Selector) {
		s.Where(sql.And(sql.EQ(s.C("record_uid"), c.Record), sql.GT(s.C("record_version"), c.Seen)))
	})
	return batch.Group[ent.Change](lines), err
}

// FieldsChangedAfter returns the fields of a record that changed after the version that a writer had seen, with their
// values then and now.
func (r Feed) FieldsChangedAfter(ctx context.Context, c *model.Conflict) ([]*model.FieldChange, error) {
	lines, err := r.ChangesAfter(ctx, c)
	before, after := map[string]json.RawMessage{}, map[string]json.RawMessage{}
	for _, line := range lines {
		for name, value := range line.Before {
			if _, known := before[name]; !known {
				before[name] = value
			}
		}
		for name, value := range line.After {
			after[name] = value
		}
	}
	if err != nil {
		return nil, err
	}
	fields, err := fieldsOf(c.Type, before, after)
	GroupValues(fields)
	return fields, err
}

// RecordOfChange returns the record of a line. It loads the records for all lines of a page at once.
func (r Feed) RecordOfChange(ctx context.Context, c *ent.Change) (model.Node, error) {
	return batch.Load(ctx, c, relay.FieldKey(ctx), func(
		ctx context.Context, siblings []*ent.Change,
	) (map[*ent.Change]model.Node, error) {
		uids := make([]string, len(siblings))
		for i, s := range siblings {
			uids[i] = s.RecordUID
		}
		found, err := lookup.Locate(ctx, r.Reader, uids)
		nodes := make(map[*ent.Change]model.Node, len(siblings))
		for _, s := range siblings {
			nodes[s] = found[s.RecordUID].Node
		}
		return nodes, err
	})
}

// ContractOfChange returns the contract of a line's record.
func (r Feed) ContractOfChange(ctx context.Context, c *ent.Change) (*ent.Contract, error) {
	return batch.Load(ctx, c, relay.FieldKey(ctx), func(
		ctx context.Context, siblings []*ent.Change,
	) (map[*ent.Change]*ent.Contract, error) {
		var uids []string
		for _, s := range siblings {
			if s.ContractUID != nil {
				uids = append(uids, *s.ContractUID)
			}
		}
		found, err := lookup.Locate(ctx, r.Reader, uids)
		contracts := make(map[*ent.Change]*ent.Contract, len(siblings))
		for _, s := range siblings {
			if s.ContractUID != nil {
				contracts[s], _ = found[*s.ContractUID].Node.(*ent.Contract)
			}
		}
		return contracts, err
	})
}

// RelatedChange returns the line that a column of a line refers to, if the viewer sees it. It loads the lines for all
// lines of a page at once.
func (r Feed) RelatedChange(
	ctx context.Context, c *ent.Change, column string, from, to func(*ent.Change) *string,
) (*ent.Change, error) {
	return batch.Load(ctx, c, relay.FieldKey(ctx), func(
		ctx context.Context, siblings []*ent.Change,
	) (map[*ent.Change]*ent.Change, error) {
		var names []any
		for _, s := range siblings {
			if name := from(s); name != nil {
				names = append(names, *name)
			}
		}
		byName := map[string]*ent.Change{}
		if len(names) > 0 {
			lines, err := r.Ledger.Find(ctx, func(s *sql.Selector) { s.Where(sql.In(s.C(column), names...)) })
			if err != nil {
				return nil, err
			}
			for _, line := range batch.Group[ent.Change](lines) {
				byName[*to(line)] = line
			}
		}
		others := make(map[*ent.Change]*ent.Change, len(siblings))
		for _, s := range siblings {
			if name := from(s); name != nil {
				others[s] = byName[*name]
			}
		}
		return others, nil
	})
}

// LinesNamed returns the lines of the ledger that have one of some identifiers, by identifier. There are none for a
// viewer whose token lacks the scope FEED.
func (r Feed) LinesNamed(ctx context.Context, uids []string) (map[string]*ent.Change, error) {
	named := map[string]*ent.Change{}
	if len(uids) == 0 || !access.From(ctx).HasScope(lexicon.ScopeFeed) {
		return named, nil
	}
	lines, err := r.Ledger.Find(ctx, columnIn("uid", uids))
	if err != nil {
		return nil, err
	}
	for _, line := range batch.Group[ent.Change](lines) {
		named[line.UID] = line
	}
	return named, nil
}

// columnIn returns the condition that a column of a table besides the records has one of some values.
func columnIn(column string, names []string) func(*sql.Selector) {
	values := make([]any, len(names))
	for i, name := range names {
		values[i] = name
	}
	return func(s *sql.Selector) { s.Where(sql.In(s.C(column), values...)) }
}
