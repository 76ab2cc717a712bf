package relay

import (
	"context"

	"maillage/internal/gen/ent"
	"maillage/internal/record"
)

type contractsKey struct{}

// ContractsAtHand are the contracts of the records whose lists are read: a filter looks
// there for codes alone. It is nil for a list of no record, and for lists of records
// that belong to no contract.
func ContractsAtHand(ctx context.Context) []int {
	contracts, _ := ctx.Value(contractsKey{}).([]int)
	return contracts
}

func withContracts(ctx context.Context, contracts []int) context.Context {
	return context.WithValue(ctx, contractsKey{}, contracts)
}

// contractsOf are the contracts of records of one type; nil where some may belong to none.
func contractsOf[T any](records []*T) []int {
	var contracts []int
	for _, r := range records {
		row, is := any(r).(ent.Row)
		if !is {
			return nil
		}
		uid, _ := row.Column("uid").(string)
		t := record.OfUID(uid)
		if t == nil || !t.AlwaysInContract() {
			return nil
		}
		contract := row.RowID()
		if t.Scope != "id" {
			contract, _ = row.Column(t.Scope).(int)
		}
		contracts = append(contracts, contract)
	}
	return contracts
}
