package write

import (
	"context"
	"errors"

	"maillage/graph/model"
	"maillage/internal/access"
	"maillage/internal/edit"
	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
)

// Idempotent runs a change that the ledger does not record, such as one of an account, once for an idempotency key. The
// receipt is written in the transaction of the change. It returns the public identifier of what was changed, and
// whether the key was repeated; do is not called then. Without a key it only runs the change.
func Idempotent(
	ctx context.Context, l *ledger.Ledger, key string, args []any, do func(context.Context) (string, error),
) (uid string, replayed bool, err error) {
	if key == "" {
		uid, err = do(ctx)
		return uid, false, err
	}
	receipt := ledger.Entry{Actor: access.From(ctx).Account, Key: key}
	if receipt.Fingerprint, err = edit.Fingerprint(args); err != nil {
		return "", false, err
	}
	written, err := l.Write(ctx, receipt, func(ctx context.Context, tx *ent.Tx) ([]string, error) {
		uid, err := do(ent.NewTxContext(ctx, tx))
		return []string{uid}, err
	})
	if err != nil {
		return "", false, err
	}
	return written.Records[0], written.Replayed, nil
}

// Change is a change of one thing that the ledger does not record, such as an account.
type Change[T, V any] struct {
	ID   func(T) string
	Do   func(context.Context) (T, error)
	Read func(ctx context.Context, uid string) (T, error) // the thing as it is now
	Show func(ctx context.Context, all []T) ([]V, error)  // as the API shows things
}

// Run makes the change, once for an idempotency key, and shows the thing. A repeated key shows the thing as it is now.
func (c Change[T, V]) Run(
	ctx context.Context, l *ledger.Ledger, key string, args []any,
) (shown V, replayed bool, err error) {
	var after T
	uid, replayed, err := Idempotent(ctx, l, key, args, func(ctx context.Context) (_ string, err error) {
		after, err = c.Do(ctx)
		return c.ID(after), err
	})
	if replayed && err == nil {
		after, err = c.Read(ctx, uid)
	}
	if err != nil {
		return shown, false, err
	}
	list, err := c.Show(ctx, []T{after})
	if err != nil {
		return shown, false, err
	}
	return list[0], replayed, nil
}

// Attempt runs a change that the ledger does not record, unless its input has a problem. It returns the problems that
// a person can fix. do reports whether the idempotency key was repeated.
func Attempt(
	e Envelope, wrong *edit.Problem, problemOf func(error) *edit.Problem, do func() (replayed bool, err error),
) (model.Done, error) {
	done := model.Done{ClientMutationID: e.Mutation}
	problems := e.problems()
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
	done.UserErrors = UserErrors(problems)
	return done, nil
}
