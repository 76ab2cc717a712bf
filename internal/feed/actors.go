package feed

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"maillage/graph/model"
	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/relay"
)

// ActorOfChange returns who made a change. Those who decide for the contract also get the name.
func (r Feed) ActorOfChange(ctx context.Context, c *ent.Change) (*model.Actor, error) {
	if !access.SignedIn(ctx) {
		return nil, nil
	}
	contract, err := r.ContractOfChange(ctx, c)
	if err != nil {
		return nil, err
	}
	of := 0
	if contract != nil {
		of = contract.ID
	}
	return r.Actor(ctx, c.Actor, of)
}

// Actor returns who made a change or began a draft. The argument contract is 0 for a record of the directory. Whoever
// has an account sees the identifier. The name is visible to the persons who decide for the contract, and to the
// actor.
func (r Feed) Actor(ctx context.Context, uid string, contract int) (*model.Actor, error) {
	if !access.SignedIn(ctx) {
		return nil, nil
	}
	a := &model.Actor{AccountID: uid}
	v := access.From(ctx)
	decides := v.Role == lexicon.Administrator || v.Role == lexicon.Coordinator && v.Coordinates(contract)
	if !decides && v.Account != uid {
		return a, nil
	}
	found, err := r.Reader.Client.Account.Query().Where(
		func(s *sql.Selector) { s.Where(sql.EQ(s.C("uid"), uid)) },
	).All(access.AsSystem(ctx))
	if len(found) > 0 {
		a.Name = &found[0].Name
	}
	return a, err
}

// Actors returns the actors of several accounts, by account, with one statement. It is for what is logged outside the
// ledger. Only administrators get the names, as in [Feed.Actor].
func Actors(ctx context.Context, r *relay.Reader, uids []string) (map[string]*model.Actor, error) {
	actors := make(map[string]*model.Actor, len(uids))
	for _, uid := range uids {
		actors[uid] = &model.Actor{AccountID: uid}
	}
	if len(uids) == 0 || access.From(ctx).Role != lexicon.Administrator {
		return actors, nil
	}
	found, err := r.Client.Account.Query().Where(columnIn("uid", uids)).All(access.AsSystem(ctx))
	for _, account := range found {
		actors[account.UID].Name = &account.Name
	}
	return actors, err
}

// MergedInto returns the partner into which the deleted record of a line was merged, or nil.
func (r Feed) MergedInto(ctx context.Context, c *ent.Change) (*ent.Partner, error) {
	if c.Operation != lexicon.OperationDelete || c.RecordType != "partner" {
		return nil, nil
	}
	v, err := r.Reader.Records.View(ctx)
	if err != nil {
		return nil, err
	}
	kept, _ := v.Record(c.RecordType, int(v.Merged(c.RecordType, c.RecordUID))).(*ent.Partner)
	return kept, nil
}
