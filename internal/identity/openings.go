package identity

import (
	"context"
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/contract"
	"maillage/internal/gen/ent/setting"
	"maillage/internal/lexicon"
)

// fresh is how long what is open may be taken for known. Another instance that
// closes something is heard of so late at most.
const fresh = time.Second

// directorySetting is under which name the store keeps whether the directory
// is open to the public.
const directorySetting = access.DirectorySetting

// opened is what an administrator has opened to whoever has no account.
type opened struct {
	contracts []int // sorted; shared, and never changed
	directory bool
}

// openings remembers for a moment what is open: every request needs it, and it
// hardly ever changes.
type openings struct {
	changes atomic.Uint64 // how often somebody said that it has changed
	last    atomic.Pointer[reading]
	turn    chan struct{} // one reads, the others wait for what it reads
}

// reading is what was open at a moment.
type reading struct {
	opened
	changes uint64 // that were known before it was read
	until   time.Time
}

// Refresh forgets what is open. Whoever has changed it says so.
func (i *Identity) Refresh() { i.openings.changes.Add(1) }

// OpenDirectory opens the directory to the public, or closes it.
func (i *Identity) OpenDirectory(ctx context.Context, open bool) error {
	ctx, err := administer(ctx)
	if err != nil {
		return err
	}
	query, args := sql.Dialect(i.store.Dialect()).Insert(setting.Table).
		Columns(setting.FieldKey, setting.FieldValue).Values(directorySetting, strconv.AppendBool(nil, open)).
		OnConflict(sql.ConflictColumns(setting.FieldKey), sql.ResolveWithNewValues()).Query()
	err = i.write(ctx, func(tx *ent.Tx) error {
		_, err := tx.ExecContext(ctx, query, args...)
		return err
	})
	i.Refresh()
	return err
}

// open is what is open now.
func (i *Identity) open(ctx context.Context) (opened, error) {
	o := &i.openings
	if r := o.last.Load(); r.good(o, i.clock()) {
		return r.opened, nil
	}
	select {
	case o.turn <- struct{}{}:
		defer func() { <-o.turn }()
	case <-ctx.Done():
		return opened{}, ctx.Err()
	}
	now := i.clock()
	if r := o.last.Load(); r.good(o, now) {
		return r.opened, nil
	}
	r := &reading{changes: o.changes.Load(), until: now.Add(fresh)}
	ids, err := i.client.Contract.Query().Where(contract.Public(true)).IDs(access.AsSystem(ctx))
	if err != nil {
		return opened{}, err
	}
	slices.Sort(ids)
	directory, err := i.store.Setting(ctx, directorySetting)
	if err != nil {
		return opened{}, err
	}
	r.opened = opened{ids, string(directory) == "true"}
	o.last.Store(r)
	return r.opened, nil
}

func (r *reading) good(o *openings, now time.Time) bool {
	return r != nil && r.changes == o.changes.Load() && now.Before(r.until)
}

// sight is what somebody of a role sees. Only administrators see all: whoever
// sees all today would also see what is made tomorrow.
func (i *Identity) sight(ctx context.Context, role lexicon.AccountRole, serves []int) (access.Sight, error) {
	if role == lexicon.Administrator {
		return access.Everything, nil
	}
	open, err := i.open(ctx)
	if err != nil {
		return access.Sight{}, err
	}
	if role == "" {
		return access.Sight{Directory: open.directory, Contracts: open.contracts}, nil
	}
	contracts := slices.Concat(open.contracts, serves)
	slices.Sort(contracts)
	return access.Sight{Directory: true, Contracts: slices.Compact(contracts)}, nil
}
