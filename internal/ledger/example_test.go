package ledger_test

import (
	"context"
	"fmt"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/snapshot"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

// Everything is written through the ledger, in one transaction: the records, and a line for each of them. Whoever
// follows the ledger, as the snapshot in memory does, reads no more than these lines. A write that is repeated under
// its idempotency key writes nothing.
func Example() {
	ctx := access.AsSystem(context.Background())
	err := testdb.Temporary(ctx, func(s *store.Store, book *ledger.Ledger) error { return writeTwice(ctx, s, book) })
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// written: 2 records, replayed: false
	// line: CREATE partner version 1
	// line: UPDATE partner version 2
	// the snapshot has CPAM du Hainaut
	// written: 2 records, replayed: true
	// lines: 2
}

func writeTwice(ctx context.Context, s *store.Store, book *ledger.Ledger) error {
	records := snapshot.New(s.Client, book)
	for range 2 {
		entry := ledger.Entry{Actor: "example", Key: "once", Fingerprint: []byte("the same input")}
		written, err := book.Write(ctx, entry, func(ctx context.Context, tx *ent.Tx) ([]string, error) {
			partner, err := tx.Partner.Create().SetCode("cpam").SetName("CPAM").Save(ctx)
			if err != nil {
				return nil, err
			}
			err = tx.Partner.UpdateOne(partner).SetName("CPAM du Hainaut").SetVersion(2).Exec(ctx)
			return []string{partner.UID, partner.UID}, err
		})
		if err != nil {
			return err
		}
		fmt.Printf("written: %d records, replayed: %t\n", len(written.Records), written.Replayed)
		lines, err := book.Lines(ctx, written.Write)
		if err != nil {
			return err
		}
		if written.Replayed {
			fmt.Println("lines:", len(lines))
			continue
		}
		for _, line := range lines {
			fmt.Printf("line: %s %s version %d\n", line.Operation, line.RecordType, line.RecordVersion)
		}
		v, err := records.View(ctx)
		if err != nil {
			return err
		}
		for _, id := range v.ByCode("partner", "cpam") {
			fmt.Println("the snapshot has", v.Record("partner", int(id)).Column("name"))
		}
	}
	return nil
}
