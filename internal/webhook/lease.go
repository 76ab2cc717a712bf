package webhook

import (
	"context"
	stdsql "database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/webhook"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
)

const (
	// leaseLife is how long a lease lasts after it was last stored. Then another process may take the webhook.
	leaseLife = 30 * time.Second
	// leaseMargin is the part of a lease in which no try begins, so that each ends within the lease.
	leaseMargin = 2 * tryLimit
)

// errLeaseLost reports that another process delivers the webhook, or that it was deleted.
var errLeaseLost = errors.New("the lease of the webhook is lost")

// leaseEnd is the SQL of the time at which a lease that is stored now ends.
func (w *Webhooks) leaseEnd() string {
	if w.postgres {
		return fmt.Sprintf("clock_timestamp() + interval '%d seconds'", int(leaseLife.Seconds()))
	}
	return "NULL" // a SQLite database has one process
}

// mayLease is the condition under which this process may lease a webhook. Leases are timed by the database, because the
// clocks of processes differ. On SQLite there is one process.
func (w *Webhooks) mayLease(process string) string {
	if !w.postgres {
		return "1 = 1"
	}
	return fmt.Sprintf("(leased_until IS NULL OR leased_until < clock_timestamp() OR leased_by = %s)", process)
}

// exec runs a statement whose arguments are written as on PostgreSQL.
func (w *Webhooks) exec(ctx context.Context, query string, args ...any) (stdsql.Result, error) {
	if !w.postgres {
		query = strings.ReplaceAll(query, "$", "?")
	}
	return w.client.ExecContext(ctx, query, args...)
}

// claim leases a webhook for this process. It returns false if another process has it, or if it is not active any more.
func (w *Webhooks) claim(ctx context.Context, id int) (bool, error) {
	query := "UPDATE webhooks SET leased_by = $1, leased_until = " + w.leaseEnd() +
		" WHERE id = $2 AND state = $3 AND " + w.mayLease("$1")
	result, err := w.exec(ctx, query, w.name, id, string(lexicon.WebhookActive))
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n == 1, err
}

// release ends the lease of a webhook in this process.
func (w *Webhooks) release(ctx context.Context, id int) error {
	_, err := w.exec(
		ctx, "UPDATE webhooks SET leased_by = NULL, leased_until = NULL WHERE id = $1 AND leased_by = $2", id, w.name,
	)
	return err
}

// storeSkipped stores the position of a webhook that nobody delivers, unless it has moved.
func (w *Webhooks) storeSkipped(ctx context.Context, row *ent.Webhook, to ledger.Position) error {
	_, err := w.exec(
		ctx, "UPDATE webhooks SET position = $1 WHERE id = $2 AND position = $3 AND tries = 0 AND revision = $4 AND "+
			w.mayLease("$5"), to.String(), row.ID, row.Position, row.Revision, w.name,
	)
	return err
}

// storeProgress stores the progress of a turn, and renews its lease or ends it. It returns errLeaseLost if another
// process has the webhook.
func (t *turn) storeProgress(ctx context.Context, tx *ent.Tx, release bool) error {
	u := sql.Dialect(t.config.Dialect).Update(webhook.Table).
		Set(webhook.FieldPosition, t.row.Position).Set(webhook.FieldTries, t.row.Tries).
		Set(webhook.FieldFailures, t.row.Failures).
		Where(sql.And(sql.EQ(webhook.FieldID, t.row.ID), sql.EQ(webhook.FieldLeasedBy, t.name)))
	if t.delayed {
		u.Set(webhook.FieldDueAt, t.row.DueAt)
	}
	if t.failure != "" {
		u.Set(webhook.FieldState, string(lexicon.WebhookFailed)).Set(webhook.FieldFailure, string(t.failure))
	}
	if release {
		u.SetNull(webhook.FieldLeasedBy).SetNull(webhook.FieldLeasedUntil)
	} else {
		u.Set(webhook.FieldLeasedUntil, sql.Raw(t.leaseEnd()))
	}
	query, args := u.Query()
	result, err := tx.ExecContext(ctx, query, args...)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n != 1 {
		return errors.Join(err, errLeaseLost)
	}
	return nil
}
