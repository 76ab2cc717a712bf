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

// Setting returns the value that the database holds under the name, or nil.
func (s *Store) Setting(ctx context.Context, name string) ([]byte, error) {
	value, err := s.setting(ctx, s.driver, name)
	if err != nil {
		return nil, fmt.Errorf("reading the setting %s: %w", name, err)
	}
	return value, nil
}

// SetSetting stores a value under the name and replaces the previous one.
func (s *Store) SetSetting(ctx context.Context, name string, value []byte) error {
	if err := s.writeSetting(ctx, name, value, entsql.ResolveWithNewValues()); err != nil {
		return fmt.Errorf("keeping the setting %s: %w", name, err)
	}
	return nil
}

// Secret returns a random value that the database holds under the name. The first call makes it, and
// all later ones return the same.
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
	// Of several concurrent callers one wins, and all read the value that it wrote.
	if err := s.writeSetting(ctx, name, fresh, entsql.DoNothing()); err != nil {
		return nil, fmt.Errorf("keeping the secret %s: %w", name, err)
	}
	if secret, err = s.setting(ctx, s.driver.writes, name); err != nil {
		return nil, fmt.Errorf("reading the secret %s: %w", name, err)
	}
	return secret, nil
}

// writeSetting writes a value; onConflict decides what happens when the name already has one.
func (s *Store) writeSetting(ctx context.Context, name string, value []byte, onConflict entsql.ConflictOption) error {
	query, args := entsql.Dialect(s.Dialect()).Insert(setting.Table).
		Columns(setting.FieldKey, setting.FieldValue).Values(name, value).
		OnConflict(entsql.ConflictColumns(setting.FieldKey), onConflict).Query()
	_, err := s.driver.writes.ExecContext(ctx, query, args...)
	return err
}

// setting reads a value without ent, whose policy lets nobody read settings. It returns nil when there
// is none.
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
