// Package demo loads two contracts to look at: the founding document of
// Valenciennes Métropole, claim by claim, and a larger fictitious one.
//
// A load always writes the same records with the same public identifiers, so
// that a documented query has a documented answer.
package demo

import (
	"context"
	"fmt"
	"slices"

	"maillage/internal/gen/ent"
)

// NotEmptyError says that the database already has contracts: a demonstration
// is never mixed with somebody's work.
type NotEmptyError struct {
	Contracts int // how many there are
}

func (e *NotEmptyError) Error() string {
	return fmt.Sprintf("the database already has %d contracts; the demonstration is loaded only into one that has none", e.Contracts)
}

// Load writes both contracts in one transaction, or returns a *NotEmptyError.
func Load(ctx context.Context, client *ent.Client) error {
	founding, err := valenciennes()
	if err != nil {
		return err
	}
	records := slices.Concat(referenceThemes(), founding, orme())
	tx, err := client.Tx(ctx)
	if err != nil {
		return fmt.Errorf("begin the demonstration: %w", err)
	}
	if err := fill(ctx, tx, records); err != nil {
		_ = tx.Rollback() // the first error is the one to report
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit the demonstration: %w", err)
	}
	return nil
}

// fill writes the records into a database without contracts.
func fill(ctx context.Context, tx *ent.Tx, records []record) error {
	switch n, err := tx.Contract.Query().Count(ctx); {
	case err != nil:
		return fmt.Errorf("count contracts: %w", err)
	case n > 0:
		return &NotEmptyError{Contracts: n}
	}
	return newWriter(tx).write(ctx, records)
}
