package graph

import (
	"context"
	"errors"

	"maillage/internal/access"
	"maillage/internal/edit"
	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/view"
)

// once does what the ledger has no line of, such as a change of an account, once
// under a key: the receipt is kept in the transaction of what is done, or
// neither is. It returns the public identifier of what it was done to, and
// whether it had been done before; then do is not called. Without a key it is
// just done.
func (r *mutationResolver) once(
	ctx context.Context, key string, asked []any, do func(context.Context) (string, error),
) (uid string, again bool, err error) {
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

// attempted does what the ledger has no line of, unless something of its input is
// wrong already, and says what a person can mend of what goes wrong. do tells
// whether it had been done before, under the same key.
func attempted(
	e envelope, wrong *edit.Problem, problemOf func(error) *edit.Problem, do func() (again bool, err error),
) (view.Done, error) {
	done := view.Done{ClientMutationID: e.mutation}
	problems := e.refused()
	if wrong != nil {
		problems = append(problems, wrong)
	}
	if problems == nil {
		var err error
		if done.Replayed, err = do(); err != nil {
			problem := problemOf(err)
			if errors.Is(err, ledger.ErrKeyMismatch) {
				problem = edit.KeyMismatch()
			}
			if problem == nil {
				return done, err
			}
			problems = append(problems, problem)
		}
	}
	done.UserErrors = userErrors(problems)
	return done, nil
}
