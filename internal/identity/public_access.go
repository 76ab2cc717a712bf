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

// cacheLife is how long the cached public access is valid. It is the maximum delay until another instance's change
// takes effect.
const cacheLife = time.Second

// directorySetting is the name of the setting that makes the directory public.
const directorySetting = access.DirectorySetting

// publicAccess is what is public: readable without an account.
type publicAccess struct {
	contracts []int // sorted; shared, and never changed
	directory bool
}

// publicCache caches public access: every request needs it, and it rarely changes.
type publicCache struct {
	changes atomic.Uint64 // number of calls of Refresh
	last    atomic.Pointer[cachedAccess]
	turn    chan struct{} // held by the one caller that reads, while the others wait
}

// cachedAccess is public access as it was read.
type cachedAccess struct {
	publicAccess
	changes uint64 // value of publicCache.changes before the read
	until   time.Time
}

// Refresh invalidates the cached public access. It is called after changes.
func (i *Identity) Refresh() { i.publicCache.changes.Add(1) }

// OpenDirectory publishes or unpublishes the directory.
func (i *Identity) OpenDirectory(ctx context.Context, open bool) error {
	ctx, err := requireAdministrator(ctx)
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

// publicAccess returns the current public access.
func (i *Identity) publicAccess(ctx context.Context) (publicAccess, error) {
	o := &i.publicCache
	if r := o.last.Load(); r.isFresh(o, i.clock()) {
		return r.publicAccess, nil
	}
	select {
	case o.turn <- struct{}{}:
		defer func() { <-o.turn }()
	case <-ctx.Done():
		return publicAccess{}, ctx.Err()
	}
	now := i.clock()
	if r := o.last.Load(); r.isFresh(o, now) {
		return r.publicAccess, nil
	}
	r := &cachedAccess{changes: o.changes.Load(), until: now.Add(cacheLife)}
	ids, err := i.client.Contract.Query().Where(contract.Public(true)).IDs(access.AsSystem(ctx))
	if err != nil {
		return publicAccess{}, err
	}
	slices.Sort(ids)
	directory, err := i.store.Setting(ctx, directorySetting)
	if err != nil {
		return publicAccess{}, err
	}
	r.publicAccess = publicAccess{ids, string(directory) == "true"}
	o.last.Store(r)
	return r.publicAccess, nil
}

// isFresh reports whether a cached value is still valid.
func (r *cachedAccess) isFresh(o *publicCache, now time.Time) bool {
	return r != nil && r.changes == o.changes.Load() && now.Before(r.until)
}

// visibility returns what an account of a role sees. Only administrators see everything, which includes all future
// records.
func (i *Identity) visibility(ctx context.Context, role lexicon.AccountRole, serves []int) (access.Visibility, error) {
	if role == lexicon.Administrator {
		return access.Everything, nil
	}
	open, err := i.publicAccess(ctx)
	if err != nil {
		return access.Visibility{}, err
	}
	if role == "" {
		return access.Visibility{Directory: open.directory, Contracts: open.contracts}, nil
	}
	contracts := slices.Concat(open.contracts, serves)
	slices.Sort(contracts)
	return access.Visibility{Directory: true, Contracts: slices.Compact(contracts)}, nil
}
