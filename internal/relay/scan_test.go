package relay_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/relay"
	"maillage/internal/snapshot"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

// When a client leaves while its list is scanned, at most the records up to the next check of its
// context are read.
func TestList_EndsWithItsContext(t *testing.T) {
	const records, most = 300, 64
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		book := testdb.Ledger(t, s)
		fill := func(ctx context.Context, tx *ent.Tx) ([]string, error) {
			for i := range records {
				if err := tx.Partner.Create().SetCode(fmt.Sprint("p", i)).SetName("One of many").Exec(ctx); err != nil {
					return nil, err
				}
			}
			return nil, nil
		}
		_, err := book.Write(testdb.Context(t), ledger.Entry{Actor: "test"}, fill)
		if err != nil {
			t.Fatal(err)
		}
		sealer, err := relay.NewSealer(make([]byte, 32))
		if err != nil {
			t.Fatal(err)
		}
		r := &relay.Reader{Client: s.Client, Records: snapshot.New(s.Client, book), Sealer: sealer}
		for _, order := range []relay.Order{
			{{By: "NAME", Direction: relay.Ascending}},
			{{By: "NAME", Direction: relay.Descending}},
			{{By: "NAME", Direction: relay.Ascending}, {By: "CREATED_AT", Direction: relay.Ascending}},
		} {
			ctx, leave := context.WithCancel(testdb.Context(t))
			asked, leaves := 0, true
			nothing := func(context.Context, *snapshot.View) (*relay.Where, error) {
				return &relay.Where{Holds: func(int32) bool {
					if asked++; leaves {
						leave()
					}
					return false
				}}, nil
			}
			_, err := relay.List(ctx, r, relay.Partners, relay.Args{}, order, nothing)
			if !errors.Is(err, context.Canceled) {
				t.Errorf("%v: %v", order, err)
			}
			if asked > most {
				t.Errorf("%v: %d records were asked for nobody", order, asked)
			}
			counting, leave := context.WithCancel(testdb.Context(t))
			leaves = false
			list, err := relay.List(counting, r, relay.Partners, relay.Args{}, order, nothing)
			if err != nil {
				t.Fatal(err)
			}
			asked, leaves = 0, true
			if _, err := list.TotalCount(counting); !errors.Is(err, context.Canceled) || asked > most {
				t.Errorf("%v: %d records were counted for nobody: %v", order, asked, err)
			}
			leave()
		}
	})
}
