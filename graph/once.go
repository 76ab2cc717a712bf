package graph

import (
	"context"

	"maillage/internal/access"
	"maillage/internal/edit"
	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
)

// once does what the ledger has no line of, such as a change of an account, once
// under a key: the receipt is kept in the transaction of what is done, or
// neither is. It returns the public identifier of what it was done to, and
// whether it had been done before; then do is not called. Without a key it is
// just done.
func (r *mutationResolver) once(ctx context.Context, key string, asked []any, do func(context.Context) (string, error)) (uid string, again bool, err error) {
	if key == "" {
		uid, err = do(ctx)
		return uid, false, err
	}
	receipt := ledger.Entry{Actor: access.From(ctx).Account, Key: key}
	if receipt.Fingerprint, err = edit.Fingerprint(asked); err != nil {
		return "", false, err
	}
	written, err := r.Ledger.Write(ctx, receipt, func(ctx context.Context, tx *ent.Tx) ([]string, error) {
		uid, err := do(ent.NewTxContext(ctx, tx))
		return []string{uid}, err
	})
	if err != nil {
		return "", false, err
	}
	return written.Records[0], written.Again, nil
}
