// Package demo loads two contracts as a demonstration: the founding document of Valenciennes
// Métropole, claim by claim, and a larger fictitious one.
//
// A load always writes the same records with the same public identifiers, so that a documented query
// has a documented answer.
package demo

import (
	"context"
	"fmt"
	"slices"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
)

// NotEmptyError means that the database already has contracts. The demonstration is never mixed with
// somebody's work.
type NotEmptyError struct {
	Contracts int // their number
}

func (e *NotEmptyError) Error() string {
	return fmt.Sprintf(
		"the database already has %d contracts; made-up records are only loaded into one that has none", e.Contracts,
	)
}

// Load writes both contracts in one transaction and makes them public, or returns a *NotEmptyError.
func Load(ctx context.Context, l *ledger.Ledger) error {
	founding, err := valenciennes()
	if err != nil {
		return err
	}
	records := slices.Concat(referenceThemes(), founding, orme())
	for _, r := range records {
		if r.kind == "contract" {
			r.set["public"] = true
		}
	}
	entry := ledger.Entry{Actor: "demo", Reason: "the demonstration", At: loadedAt}
	_, err = l.Write(access.WithViewer(ctx, access.System()), entry, func(
		ctx context.Context, tx *ent.Tx,
	) ([]string, error) {
		return nil, fill(ctx, tx, records)
	})
	return err
}

// fill writes the records into a database without contracts.
func fill(ctx context.Context, tx *ent.Tx, records []record) error {
	switch n, err := tx.Contract.Query().Count(ctx); {
	case err != nil:
		return fmt.Errorf("count contracts: %w", err)
	case n > 0:
		return &NotEmptyError{Contracts: n}
	}
	if err := newWriter(tx).write(ctx, records); err != nil {
		return err
	}
	return tx.Setting.Create().SetKey(access.DirectorySetting).SetValue([]byte("true")).Exec(ctx)
}
