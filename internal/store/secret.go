package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	entsql "entgo.io/ent/dialect/sql"

	"maillage/internal/gen/ent/setting"
)

const secretSize = 32

// Setting is what the database keeps under the name, or nil.
func (s *Store) Setting(ctx context.Context, name string) ([]byte, error) {
	value, err := s.setting(ctx, s.driver, name)
	if err != nil {
		return nil, fmt.Errorf("reading the setting %s: %w", name, err)
	}
	return value, nil
}

// SetSetting keeps a value under the name, in place of the one before.
func (s *Store) SetSetting(ctx context.Context, name string, value []byte) error {
	if err := s.keep(ctx, name, value, entsql.ResolveWithNewValues()); err != nil {
		return fmt.Errorf("keeping the setting %s: %w", name, err)
	}
	return nil
}

// Secret is a random value that the database keeps under the name, made the
// first time that anybody asks for it, and the same for all ever after.
func (s *Store) Secret(ctx context.Context, name string) ([]byte, error) {
	secret, err := s.setting(ctx, s.driver.writes, name)
	if err != nil {
		return nil, fmt.Errorf("reading the secret %s: %w", name, err)
	}
	if secret != nil {
		return secret, nil
	}
	fresh := make([]byte, secretSize)
	_, _ = rand.Read(fresh) // never fails
	// Of several who make it at once one wins, and all read what it wrote.
	if err := s.keep(ctx, name, fresh, entsql.DoNothing()); err != nil {
		return nil, fmt.Errorf("keeping the secret %s: %w", name, err)
	}
	if secret, err = s.setting(ctx, s.driver.writes, name); err != nil {
		return nil, fmt.Errorf("reading the secret %s: %w", name, err)
	}
	return secret, nil
}

// keep writes a value, unless there is one and it is to stay.
func (s *Store) keep(ctx context.Context, name string, value []byte, there entsql.ConflictOption) error {
	query, args := entsql.Dialect(s.Dialect()).Insert(setting.Table).
		Columns(setting.FieldKey, setting.FieldValue).Values(name, value).
		OnConflict(entsql.ConflictColumns(setting.FieldKey), there).Query()
	_, err := s.driver.writes.ExecContext(ctx, query, args...)
	return err
}

// setting reads a value past ent, which serves settings to nobody; nil when
// there is none.
func (s *Store) setting(ctx context.Context, from querier, name string) (value []byte, err error) {
	query, args := entsql.Dialect(s.Dialect()).Select(setting.FieldValue).
		From(entsql.Table(setting.Table)).Where(entsql.EQ(setting.FieldKey, name)).Query()
	rows, err := from.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	if rows.Next() {
		if err := rows.Scan(&value); err != nil {
			return nil, err
		}
	}
	return value, rows.Err()
}
