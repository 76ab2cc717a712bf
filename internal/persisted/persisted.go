// Package persisted stores persisted operations: GraphQL documents that an administrator has added,
// which clients request by their hash.
//
// They are configuration, not records: the ledger has no line about them. A copy of the database
// contains them.
package persisted

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/document"
)

// Prefix begins the identifier of a document: sha256: and the hash of its text in lower-case
// hexadecimal.
const Prefix = "sha256:"

// HashOf returns the hash of a text, as it appears in identifiers.
func HashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// Settings reads and writes the database's settings.
type Settings interface {
	Setting(ctx context.Context, name string) ([]byte, error)
	SetSetting(ctx context.Context, name string, value []byte) error
}

// requiredSetting is the name of the setting that restricts callers without an account to persisted
// documents.
const requiredSetting = "public.documents"

// cacheFor is how long a read of that setting is cached.
const cacheFor = time.Second

// Operations reads and writes the persisted documents of a database.
type Operations struct {
	client   *ent.Client
	settings Settings
	required atomic.Pointer[cachedRequired]
}

// cachedRequired is a cached value of requiredSetting.
type cachedRequired struct {
	required bool
	until    time.Time
}

// New returns the documents of a database.
func New(client *ent.Client, settings Settings) *Operations {
	return &Operations{client: client, settings: settings}
}

// Text returns the document with a hash. It always reads the database, so that a document which
// another process added or removed is known at once.
func (d *Operations) Text(ctx context.Context, hash string) (text string, found bool, err error) {
	texts, err := d.client.Document.Query().Where(document.Hash(hash)).Select(document.FieldText).
		Strings(access.AsSystem(ctx))
	if err != nil || len(texts) == 0 {
		return "", false, err
	}
	return texts[0], true, nil
}

// Required reports whether callers without an account may request only persisted documents. It sees
// another process's change within a second.
func (d *Operations) Required(ctx context.Context) (bool, error) {
	now := time.Now()
	if known := d.required.Load(); known != nil && now.Before(known.until) {
		return known.required, nil
	}
	value, err := d.settings.Setting(ctx, requiredSetting)
	if err != nil {
		return false, err
	}
	known := &cachedRequired{string(value) == "true", now.Add(cacheFor)}
	d.required.Store(known)
	return known.required, nil
}

// Require sets whether callers without an account may request only persisted documents.
func (d *Operations) Require(ctx context.Context, required bool) error {
	err := d.settings.SetSetting(ctx, requiredSetting, strconv.AppendBool(nil, required))
	d.required.Store(nil)
	return err
}

// Operation is a stored document.
type Operation struct {
	Hash, Name, Text, By string
	Added                time.Time
}

// ID returns the identifier by which clients request the document.
func (d Operation) ID() string { return Prefix + d.Hash }

// All returns the documents, the latest last.
func (d *Operations) All(ctx context.Context) ([]Operation, error) {
	rows, err := d.client.Document.Query().Order(ent.Asc(document.FieldID)).All(access.AsSystem(ctx))
	if err != nil {
		return nil, err
	}
	all := make([]Operation, len(rows))
	for i, row := range rows {
		all[i] = Operation{Hash: row.Hash, Name: row.Name, Text: row.Text, By: row.AddedBy, Added: row.AddedAt}
	}
	return all, nil
}

// Add stores documents, all or none, in the name of the viewer. A document that is stored already does
// not change.
func (d *Operations) Add(ctx context.Context, files []File) error {
	by := access.From(ctx).Account
	ctx = access.AsSystem(ctx)
	tx, err := d.client.Tx(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	for _, f := range files {
		hash := HashOf(f.Text)
		known, err := tx.Document.Query().Where(document.Hash(hash)).Exist(ctx)
		if err != nil {
			return err
		}
		if known {
			continue
		}
		added := tx.Document.Create().SetHash(hash).SetName(f.Name).SetText(f.Text).SetAddedBy(by)
		if err := added.Exec(ctx); err != nil {
			return fmt.Errorf("%s: %w", f.Path, err)
		}
	}
	return tx.Commit()
}

// Remove deletes the documents with an identifier or a name, and returns their number.
func (d *Operations) Remove(ctx context.Context, ref string) (int, error) {
	which := document.Name(ref)
	if hash, is := strings.CutPrefix(ref, Prefix); is {
		which = document.Hash(hash)
	}
	return d.client.Document.Delete().Where(which).Exec(access.AsSystem(ctx))
}
