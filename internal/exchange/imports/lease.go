package imports

import (
	"context"
	stdsql "database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/fileimport"
)

// Several processes work on one database: servers, and the command beside them. A process leases an import before it
// works on it. Leases are timed by the database, because the clocks of processes differ.

// defaultLeaseLife is how long a lease lasts after it was last stored. Then another process may take the import.
const defaultLeaseLife = 20 * time.Second

// lease takes an import for this process. It returns false if a process has it, or if one of the same contract is being
// written: two would wait for each other's partners.
func (m *Imports) lease(ctx context.Context, row *ent.FileImport) (bool, error) {
	result, err := m.exec(ctx, m.client, "UPDATE imports SET leased_by = $1, leased_until = "+m.leaseEnd()+
		" WHERE id = $2 AND state = $3 AND (leased_until IS NULL OR leased_until < "+m.clock()+")"+
		" AND NOT EXISTS (SELECT 1 FROM imports o WHERE o.id <> imports.id AND o.leased_until > "+m.clock()+
		" AND (o.contract_id = imports.contract_id OR o.contract_id IS NULL AND imports.contract_id IS NULL))",
		m.name, row.ID, string(row.State))
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n == 1, err
}

// sqliteTime is the form of a time on SQLite, whose texts sort as the times do.
const sqliteTime = "'%Y-%m-%d %H:%M:%f+00:00'"

// clock returns the expression of the present time of the database.
func (m *Imports) clock() string {
	if m.postgres {
		return "clock_timestamp()"
	}
	return "strftime(" + sqliteTime + ", 'now')"
}

func (m *Imports) leaseEnd() string {
	if m.postgres {
		return fmt.Sprintf("clock_timestamp() + interval '%.3f seconds'", m.config.LeaseLife.Seconds())
	}
	return fmt.Sprintf("strftime(%s, 'now', '%.3f seconds')", sqliteTime, m.config.LeaseLife.Seconds())
}

// renewLease makes the lease of an import last longer. It returns errLeaseLost if another process has it.
func (m *Imports) renewLease(ctx context.Context, tx *ent.Client, row *ent.FileImport) error {
	result, err := m.exec(ctx, tx, "UPDATE imports SET leased_by = $1, leased_until = "+m.leaseEnd()+
		" WHERE id = $2 AND (leased_by IS NULL OR leased_by = $1)", m.name, row.ID)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n != 1 {
		return errors.Join(err, errLeaseLost)
	}
	return nil
}

// keepLease renews the lease of this process until stop is called: a step may take longer than the lease lasts.
func (m *Imports) keepLease(ctx context.Context, id int) (stop func()) {
	ctx, cancel := context.WithCancel(access.AsSystem(ctx))
	done := make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(m.config.LeaseLife / 3)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			_, err := m.exec(ctx, m.client, "UPDATE imports SET leased_until = "+m.leaseEnd()+
				" WHERE id = $2 AND leased_by = $1", m.name, id)
			if err != nil && ctx.Err() == nil {
				m.config.Log.WarnContext(ctx, "the lease of an import is not renewed; it is tried again", "error", err)
			}
		}
	}()
	return func() { cancel(); <-done }
}

// release gives back the lease of this process, if it still has it: of an import that was cancelled, for instance.
func (m *Imports) release(ctx context.Context, id int) {
	err := m.client.FileImport.Update().Where(fileimport.ID(id), fileimport.LeasedBy(m.name)).
		ClearLeasedBy().ClearLeasedUntil().Exec(access.AsSystem(context.WithoutCancel(ctx)))
	if err != nil {
		m.config.Log.WarnContext(ctx, "the lease of an import is not given back; it ends by itself", "error", err)
	}
}

// exec runs a statement whose arguments are written as on PostgreSQL.
func (m *Imports) exec(ctx context.Context, c *ent.Client, query string, args ...any) (stdsql.Result, error) {
	if !m.postgres {
		query = strings.ReplaceAll(query, "$", "?")
	}
	return c.ExecContext(ctx, query, args...)
}
