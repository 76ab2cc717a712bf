package snapshot_test

import (
	"context"
	"fmt"
	"time"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/snapshot"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

// A source publishes one snapshot after the other. A view of it never changes, whatever is written meanwhile, and an
// earlier moment is a snapshot as well: the present one with later lines undone.
func Example() {
	ctx := access.AsSystem(context.Background())
	err := testdb.Temporary(ctx, func(s *store.Store, book *ledger.Ledger) error {
		return readTwoMoments(ctx, s, book)
	})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// then: [Before]
	// now: [After], and the view that was taken before: [Before]
	// as known then: [Before]
}

func readTwoMoments(ctx context.Context, s *store.Store, book *ledger.Ledger) error {
	rename := func(at time.Time, change func(context.Context, *ent.Tx) error) error {
		_, err := book.Write(ctx, ledger.Entry{Actor: "example", At: at}, func(
			ctx context.Context, tx *ent.Tx,
		) ([]string, error) {
			return nil, change(ctx, tx)
		})
		return err
	}
	names := func(v *snapshot.View) (all []string) {
		for _, id := range v.ByCode("partner", "caf") {
			all = append(all, v.Record("partner", int(id)).Column("name").(string))
		}
		return all
	}
	first := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	source := snapshot.New(s.Client, book)
	err := rename(first, func(ctx context.Context, tx *ent.Tx) error {
		return tx.Partner.Create().SetCode("caf").SetName("Before").Exec(ctx)
	})
	if err != nil {
		return err
	}
	then, err := source.View(ctx)
	if err != nil {
		return err
	}
	fmt.Println("then:", names(then))
	err = rename(first.Add(time.Hour), func(ctx context.Context, tx *ent.Tx) error {
		partner, err := tx.Partner.Query().Only(ctx)
		if err != nil {
			return err
		}
		return tx.Partner.UpdateOne(partner).SetName("After").SetVersion(2).Exec(ctx)
	})
	if err != nil {
		return err
	}
	now, err := source.View(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("now: %v, and the view that was taken before: %v\n", names(now), names(then))
	earlier, err := source.At(ctx, first.Add(time.Minute))
	if err != nil {
		return err
	}
	v, err := earlier.View(ctx)
	if err != nil {
		return err
	}
	fmt.Println("as known then:", names(v))
	return nil
}
