// Package live keeps one network per process, read from the database.
package live

import (
	"context"
	"database/sql"
	"sync"
	"sync/atomic"
	"time"

	"maillage/internal/gen/ent"
	"maillage/internal/network"
)

// Network is the network of a database as it was when it was last read.
type Network struct {
	client  *ent.Client
	reading sync.Mutex
	current atomic.Pointer[network.Network]
}

// New returns a network that is read when it is first needed.
func New(client *ent.Client) *Network { return &Network{client: client} }

// Current is the network as last read; the first caller reads it.
func (l *Network) Current(ctx context.Context) (*network.Network, error) {
	if n := l.current.Load(); n != nil {
		return n, nil
	}
	l.reading.Lock()
	defer l.reading.Unlock()
	if n := l.current.Load(); n != nil {
		return n, nil
	}
	return l.read(ctx)
}

// Refresh reads the database anew. Readers keep the network that they have.
func (l *Network) Refresh(ctx context.Context) error {
	l.reading.Lock()
	defer l.reading.Unlock()
	_, err := l.read(ctx)
	return err
}

// patience is how long reading a database may take.
const patience = 2 * time.Minute

// read reads everything as it is at one moment, so that no claim names a thing
// that another statement did not see.
func (l *Network) read(ctx context.Context) (*network.Network, error) {
	// One caller reads for all: that one of them leaves must not end it.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	tx, err := l.client.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead})
	if err != nil {
		return nil, err
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	facts := network.NewFacts()
	for kind := range tables {
		if err := reload(ctx, tx.Client(), facts, kind, nil); err != nil {
			return nil, err
		}
	}
	n, err := facts.Build(nil)
	if err != nil {
		return nil, err
	}
	l.current.Store(n)
	return n, nil
}
