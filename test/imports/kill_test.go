package imports_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"maillage/internal/access"
	"maillage/internal/cli"
	"maillage/internal/exchange/imports"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/citation"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/snapshot"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

// The variables by which this program works on an import instead of running tests, until it is killed.
const (
	databaseToApply = "MAILLAGE_TEST_APPLY_DATABASE"
	importToApply   = "MAILLAGE_TEST_APPLY_IMPORT"
)

func TestMain(m *testing.M) {
	if url := os.Getenv(databaseToApply); url != "" {
		if err := applyAlone(url, os.Getenv(importToApply)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// applyAlone applies or reverts an import, and prints a line after each batch.
func applyAlone(url, id string) error {
	ctx := access.AsSystem(context.Background())
	s, err := store.Open(ctx, store.Config{URL: url})
	if err != nil {
		return err
	}
	book, err := ledger.Open(ctx, ledger.Config{Client: s.Client, Dialect: s.Dialect()})
	if err != nil {
		return errors.Join(err, s.Close())
	}
	all := imports.New(imports.Config{
		Client: s.Client, Dialect: s.Dialect(), Ledger: book, Records: snapshot.New(s.Client, book),
	})
	_, err = all.Work(ctx, id, func(int64, int64) { fmt.Println("batch") })
	return errors.Join(err, s.Close())
}

// killAfterOneBatch lets another process work on an import, and kills it once it has done one batch.
func killAfterOneBatch(t *testing.T, url, id string) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), databaseToApply+"="+url, importToApply+"="+id)
	child.Stderr = t.Output()
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	if !bufio.NewScanner(out).Scan() {
		t.Error("the process did no batch")
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := child.Wait(); err == nil {
		t.Error("the process ended before it was killed")
	}
}

// goOn lets the command go on with an import.
func goOn(t *testing.T, url, how, id string) {
	t.Helper()
	if exit := cli.Run(t.Context(), []string{"import", "--database", url, how, id}, t.Output(), t.Output()); exit != 0 {
		t.Fatalf("the command ends with %d", exit)
	}
}

// A process that is killed with SIGKILL loses nothing: the command goes on, and writes nothing twice.
func TestApply_AKilledProcessLosesNothing(t *testing.T) {
	const lines = 1_005 // three batches
	for _, kind := range testdb.Kinds {
		t.Run(kind.Name, func(t *testing.T) {
			url := kind.Empty(t)
			s := testdb.Open(t, url)
			if _, err := s.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			h := newHub(t, s)
			i := h.plan(t, "g.csv", generated(lines))
			if err := h.Apply(h.ctx, i.ID); err != nil {
				t.Fatal(err)
			}
			killAfterOneBatch(t, url, i.ID)
			killed, err := h.One(h.ctx, i.ID)
			if err != nil || killed.State != lexicon.ImportApplying || killed.Settled == 0 || killed.Settled == lines {
				t.Fatalf("killed: %s after %d lines, %v", killed.State, killed.Settled, err)
			}
			h.endLease(t)
			goOn(t, url, "--resume", i.ID)
			done, err := h.One(h.ctx, i.ID)
			if err != nil || done.State != lexicon.ImportApplied || done.Settled != lines {
				t.Fatalf("%+v, %v", done, err)
			}
			if n, _, beneficiaries := h.sum(t); n != lines || beneficiaries != lines/5 {
				t.Errorf("%d grants to %d partners", n, beneficiaries)
			}
			cited, err := s.Client.Citation.Query().Where(citation.GrantIDNotNil()).Count(h.ctx)
			if err != nil || cited != lines {
				t.Errorf("%d citations, %v", cited, err)
			}
			if err := h.Revert(h.ctx, i.ID); err != nil {
				t.Fatal(err)
			}
			killAfterOneBatch(t, url, i.ID)
			killed, err = h.One(h.ctx, i.ID)
			if err != nil || killed.State != lexicon.ImportReverting || killed.Settled == 0 || killed.Settled == lines {
				t.Fatalf("killed: %s with %d lines left, %v", killed.State, killed.Settled, err)
			}
			h.endLease(t)
			goOn(t, url, "--revert", i.ID)
			done, err = h.One(h.ctx, i.ID)
			if err != nil || done.State != lexicon.ImportReverted || done.Settled != 0 {
				t.Fatalf("%+v, %v", done, err)
			}
			if n, _, _ := h.sum(t); n != 0 {
				t.Errorf("%d grants are left", n)
			}
		})
	}
}

// A command that applies an import beside a server on the same database is left alone: one of the two writes it.
func TestApply_TwoProcessesDoNotShareAnImport(t *testing.T) {
	const lines = 2_005 // five batches
	for _, kind := range testdb.Kinds {
		t.Run(kind.Name, func(t *testing.T) {
			url := kind.Empty(t)
			s := testdb.Open(t, url)
			if _, err := s.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			h := newHub(t, s)
			i := h.plan(t, "g.csv", generated(lines))
			if err := h.Apply(h.ctx, i.ID); err != nil {
				t.Fatal(err)
			}
			child := exec.CommandContext(t.Context(), os.Args[0])
			child.Env = append(os.Environ(), databaseToApply+"="+url, importToApply+"="+i.ID)
			child.Stderr = t.Output()
			out, err := child.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := child.Start(); err != nil {
				t.Fatal(err)
			}
			batches := bufio.NewScanner(out)
			batches.Scan()
			ctx, stop := context.WithCancel(h.ctx)
			served := make(chan struct{})
			go func() { h.Run(ctx); close(served) }() // the server looks for work at once
			n := 1
			for batches.Scan() {
				n++
			}
			err = child.Wait()
			stop()
			<-served
			if err != nil || n < lines/500 {
				t.Errorf("the command wrote %d batches: %v", n, err)
			}
			done, err := h.One(h.ctx, i.ID)
			if err != nil || done.State != lexicon.ImportApplied || done.Settled != lines || done.Problem != nil {
				t.Errorf("%s, %d lines: %v, %v", done.State, done.Settled, done.Problem, err)
			}
			if n, _, _ := h.sum(t); n != lines {
				t.Errorf("%d grants", n)
			}
		})
	}
}

// A step may take longer than a lease lasts: the lease is renewed meanwhile.
func TestApply_ALongStepKeepsItsLease(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := newHub(t, s)
		h.Imports = imports.New(imports.Config{Client: s.Client, Dialect: s.Dialect(), Ledger: h.book,
			Records: snapshot.New(s.Client, h.book), LeaseLife: 600 * time.Millisecond})
		i := h.plan(t, "g.csv", generated(505)) // two batches
		if err := h.Apply(h.ctx, i.ID); err != nil {
			t.Fatal(err)
		}
		leasedUntil := func() time.Time {
			row := s.Client.FileImport.Query().OnlyX(h.ctx)
			if row.LeasedUntil == nil {
				t.Fatal("the import is not leased")
			}
			return *row.LeasedUntil
		}
		renewed := false
		done, err := h.Work(h.ctx, i.ID, func(int64, int64) {
			first := leasedUntil()
			for range 100 { // a step that takes 5 seconds
				if renewed = renewed || leasedUntil().After(first); renewed {
					return
				}
				time.Sleep(50 * time.Millisecond)
			}
		})
		if err != nil || done.State != lexicon.ImportApplied || !renewed {
			t.Errorf("%s, renewed: %t, %v", done.State, renewed, err)
		}
	})
}

// A record that an upsert finds is stored with the batch, or not at all: what fails in between is done again.
func TestApply_AFoundRecordIsStoredWithItsBatch(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := newHub(t, s)
		h.contract(t, "lille")
		h.partner(t, "Mission locale", "")
		h.apply(t, h.plan(t, "contributions.csv", []byte("partner,axis,role\np0,lille/emploi,LEAD\n")).ID)
		there := s.Client.Contribution.Query().OnlyX(h.ctx).UID
		i := h.plan(t, "b.csv", []byte("partner,axis,role\nMission locale,lille/emploi,LEAD\n"))
		if n, err := h.AcceptSuggestions(h.ctx, i.ID); n != 1 || err != nil {
			t.Fatalf("%d suggestions: %v", n, err)
		}
		fails := true
		s.Client.ImportLine.Use(func(next ent.Mutator) ent.Mutator {
			return ent.MutateFunc(func(ctx context.Context, m ent.Mutation) (ent.Value, error) {
				if value, is := m.Field("record"); fails && is && value == there {
					fails = false
					return nil, errors.New("the disk is full")
				}
				return next.Mutate(ctx, m)
			})
		})
		if err := h.Apply(h.ctx, i.ID); err != nil {
			t.Fatal(err)
		}
		stopped, err := h.Work(h.ctx, i.ID, nil)
		if err != nil || stopped.State != lexicon.ImportCancelled || fails {
			t.Fatalf("stopped: %s, %v", stopped.State, err)
		}
		h.apply(t, i.ID)
		lines, err := h.Lines(h.ctx, i.ID, imports.LineFilter{}, 0, 10)
		if err != nil || len(lines) != 1 || !lines[0].Done || lines[0].Record != there {
			t.Errorf("%+v, %v", lines, err)
		}
	})
}
