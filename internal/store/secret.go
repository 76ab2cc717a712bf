package store

import (
	"context"
	"crypto/rand"
	"fmt"

	entsql "entgo.io/ent/dialect/sql"

	"maillage/internal/gen/ent/setting"
)

const secretSize = 32

// Secret is a random value that the database keeps under the name, made the
// first time that anybody asks for it, and the same for all ever after.
func (s *Store) Secret(ctx context.Context, name string) ([]byte, error) {
	secret, err := s.secret(ctx, name)
	if err != nil || secret != nil {
		return secret, err
	}
	fresh := make([]byte, secretSize)
	_, _ = rand.Read(fresh) // never fails
	// Of several who make it at once one wins, and all read what it wrote.
	query, args := entsql.Dialect(s.Dialect()).Insert(setting.Table).
		Columns(setting.FieldKey, setting.FieldValue).Values(name, fresh).
		OnConflict(entsql.ConflictColumns(setting.FieldKey), entsql.DoNothing()).Query()
	if _, err := s.driver.writes.ExecContext(ctx, query, args...); err != nil {
		return nil, fmt.Errorf("keeping the secret %s: %w", name, err)
	}
	return s.secret(ctx, name)
}

// secret reads the value past ent, which serves settings to nobody.
func (s *Store) secret(ctx context.Context, name string) (value []byte, err error) {
	query, args := entsql.Dialect(s.Dialect()).Select(setting.FieldValue).
		From(entsql.Table(setting.Table)).Where(entsql.EQ(setting.FieldKey, name)).Query()
	rows, err := s.driver.writes.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("reading the secret %s: %w", name, err)
	}
	defer func() { _ = rows.Close() }()
	if rows.Next() {
		if err := rows.Scan(&value); err != nil {
			return nil, err
		}
	}
	return value, rows.Err()
}
