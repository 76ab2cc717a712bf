package ledger

import (
	"context"
	"strconv"

	"entgo.io/ent/dialect/sql"

	gen "maillage/internal/gen/ent"
)

// Settings that hold the epoch of the ledger, and the identity of the database when the epoch began.
const (
	epochKey = "ledger.epoch"
	homeKey  = "ledger.home"
)

// checkEpoch starts a new epoch if the identity of the database has changed. A restored dump has lower transaction
// ids, and its earlier lines must come before later ones. Of several processes that detect this at once, one does
// it.
func (l *Ledger) checkEpoch(ctx context.Context) error {
	home, err := l.home(ctx)
	if err != nil {
		return err
	}
	tx, err := l.client.Tx(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // no-op after a commit
	if l.postgres {
		if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(hashtext('maillage ledger'))"); err != nil {
			return err
		}
	}
	was, err := l.setting(ctx, tx, homeKey)
	if err != nil || was == home {
		return err
	}
	epoch := 0
	if text, err := l.setting(ctx, tx, epochKey); err != nil {
		return err
	} else if text != "" {
		if epoch, err = strconv.Atoi(text); err != nil {
			return err
		}
	}
	for key, value := range map[string]string{epochKey: strconv.Itoa(epoch + 1), homeKey: home} {
		query, args := sql.Dialect(l.config.Dialect).Insert("settings").
			Columns("key", "value").Values(key, []byte(value)).
			OnConflict(sql.ConflictColumns("key"), sql.ResolveWithNewValues()).Query()
		if _, err := tx.ExecContext(ctx, query, args...); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// home returns the identity of a PostgreSQL database, which a copy with other transaction ids lacks. It consists of
// the cluster, the database, and the timeline, which changes with a restore to an earlier state. A SQLite database
// has one writer and needs none.
func (l *Ledger) home(ctx context.Context) (string, error) {
	if !l.postgres {
		return "file", nil
	}
	return l.text(ctx, `SELECT (SELECT system_identifier::text FROM pg_control_system()) || ' ' ||
		(SELECT oid::text FROM pg_database WHERE datname = current_database()) || ' ' ||
		substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)`)
}

// text returns the single value of a query.
func (l *Ledger) text(ctx context.Context, query string) (value string, err error) {
	rows, err := l.client.QueryContext(ctx, query)
	if err != nil {
		return "", err
	}
	defer func() { _ = rows.Close() }()
	if rows.Next() {
		err = rows.Scan(&value)
	}
	if err == nil {
		err = rows.Err()
	}
	return value, err
}

// setting returns the value of a setting.
func (l *Ledger) setting(ctx context.Context, tx *gen.Tx, key string) (string, error) {
	query, args := sql.Dialect(l.config.Dialect).Select("value").
		From(sql.Table("settings")).Where(sql.EQ("key", key)).Query()
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return "", err
	}
	defer func() { _ = rows.Close() }()
	var value []byte
	if rows.Next() {
		if err := rows.Scan(&value); err != nil {
			return "", err
		}
	}
	return string(value), rows.Err()
}
