package imports_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/google/go-cmp/cmp"

	"maillage/internal/access"
	"maillage/internal/edit"
	"maillage/internal/exchange/imports"
	"maillage/internal/lexicon"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

func TestRevert_UndoesAnImportAsOne(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := newHub(t, s)
		kept := h.partner(t, "Mission locale", "356000000")
		before := h.export(t)
		content := append(generated(505), []byte("Ville;;2023-01-01;x;Mission locale;356000000;emploi;5;;;;;;\n")...)
		i := h.plan(t, "g.csv", content)
		h.apply(t, i.ID)
		if err := h.book.DeleteReceiptsBefore(h.ctx, time.Now().Add(time.Hour)); err != nil { // weeks later
			t.Fatal(err)
		}
		if err := h.Revert(h.ctx, i.ID); err != nil {
			t.Fatal(err)
		}
		done, err := h.Work(h.ctx, i.ID, nil)
		if err != nil || done.State != lexicon.ImportReverted || done.Settled != 0 {
			t.Fatalf("reverted: %+v, %v", done, err)
		}
		if diff := cmp.Diff(before, h.export(t)); diff != "" {
			t.Errorf("the hub has not what it had, %s:\n%s", kept, diff)
		}
	})
}

// stopAfter is a context that ends after a number of batches.
func stopAfter(ctx context.Context, batches int) (context.Context, imports.Progress) {
	ctx, cancel := context.WithCancel(ctx)
	return ctx, func(int64, int64) {
		if batches--; batches == 0 {
			cancel()
		}
	}
}

// An import that is stopped at any batch goes on at the next one: nothing is lost, and nothing written twice.
func TestApply_GoesOnWhereItStopped(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		const lines = 1_005 // three batches
		h := newHub(t, s)
		i := h.plan(t, "g.csv", generated(lines))
		if err := h.Apply(h.ctx, i.ID); err != nil {
			t.Fatal(err)
		}
		for range 10 {
			ctx, told := stopAfter(h.ctx, 1)
			stopped, err := h.Work(ctx, i.ID, told)
			if err != nil && !errors.Is(err, context.Canceled) {
				t.Fatal(err)
			}
			if err == nil && stopped.State == lexicon.ImportApplied {
				break
			}
			h.Imports = newHub(t, s).Imports // another process
			h.endLease(t)
		}
		done, err := h.One(h.ctx, i.ID)
		if err != nil || done.State != lexicon.ImportApplied || done.Settled != lines {
			t.Fatalf("%+v, %v", done, err)
		}
		n, _, beneficiaries := h.sum(t)
		if n != lines || beneficiaries != lines/5 {
			t.Errorf("%d grants to %d partners", n, beneficiaries)
		}
	})
}

func TestReceive_AnUploadGoesOnWhereItBroke(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := newHub(t, s)
		const lines = 1_200
		long := bytes.Repeat([]byte("de proximité, "), 130)
		content := bytes.ReplaceAll(generated(lines), long[:15], long) // several pieces
		i, err := h.Create(h.ctx, imports.NewImport{Name: "/etc/../grants.csv", Size: int64(len(content))})
		if err != nil || i.Name != "grants.csv" {
			t.Fatalf("%+v, %v", i, err)
		}
		broken := io.MultiReader(bytes.NewReader(content[:1_500_000]), brokenReader{})
		received, err := h.Receive(h.ctx, i.ID, 0, broken)
		if err == nil || received != 1_500_000 {
			t.Fatalf("received %d: %v", received, err)
		}
		var offset *imports.OffsetError
		if _, err := h.Receive(h.ctx, i.ID, 0, bytes.NewReader(content)); !errors.As(err, &offset) ||
			offset.Received != received {
			t.Errorf("from the start: %v", err)
		}
		if got, err := h.Receive(h.ctx, i.ID, received, bytes.NewReader(content[received:])); err != nil ||
			got != i.Size {
			t.Fatalf("the rest: %d, %v", got, err)
		}
		planned, err := h.Work(h.ctx, i.ID, nil)
		if err != nil || planned.State != lexicon.ImportPlanned || planned.Records != lines {
			t.Errorf("%+v, %v", planned, err)
		}
		if n, err := s.Client.ImportPiece.Query().Count(h.ctx); n != 0 || err != nil {
			t.Errorf("%d pieces are left: %v", n, err)
		}
	})
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrClosedPipe }

// A line that the hub does not accept any more waits, and those beside it are written.
func TestApply_ALineThatTheHubRefusesHoldsUpNoOther(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := newHub(t, s)
		gone := h.partner(t, "Mission locale", "356000000")
		i := h.plan(t, "a.csv", file(
			[4]string{"Union sportive", "", "sport", "1"}, [4]string{"Mission locale", "356000000", "emploi", "2"},
			[4]string{"Chorale", "", "chant", "4"},
		))
		h.do(t, edit.Request{Steps: []edit.Step{{Verb: edit.Delete, Set: map[string]any{"id": gone, "version": 1}}}})
		h.apply(t, i.ID)
		if n, cents, _ := h.sum(t); n != 2 || cents != 500 {
			t.Errorf("written: %d grants of %d cents", n, cents)
		}
		lines, err := h.Lines(h.ctx, i.ID, imports.LineFilter{Code: lexicon.WriteConflict}, 0, 10)
		if err != nil || len(lines) != 1 || lines[0].Number != 3 || lines[0].Outcome != lexicon.OutcomeWaiting {
			t.Errorf("refused: %+v, %v", lines, err)
		}
	})
}

// Every grant and new partner says which line of which file it came from, however many are written together.
func TestApply_EveryRecordHasItsLine(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := newHub(t, s)
		const lines = 137
		h.apply(t, h.plan(t, "generated.csv", generated(lines)).ID)
		ctx := access.AsSystem(t.Context())
		grants, partners := s.Client.Grant.Query().CountX(ctx), s.Client.Partner.Query().CountX(ctx)
		if grants != lines || partners != lines/5+1 {
			t.Errorf("%d grants of %d partners", grants, partners)
		}
		cited := func(column string) int {
			return s.Client.Citation.Query().Where(sql.FieldNotNull(column)).CountX(ctx)
		}
		if g, p := cited("grant_id"), cited("partner_id"); g != grants || p != partners {
			t.Errorf("%d grants and %d partners have their line", g, p)
		}
		if n := s.Client.Identifier.Query().Where(sql.FieldNotNull("partner_id")).CountX(ctx); n != partners {
			t.Errorf("%d numbers of %d partners", n, partners)
		}
	})
}

// A file without a byte fails with the code that says so.
func TestPlan_AnEmptyFileIsToldAsSuch(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := newHub(t, s)
		i, err := h.PlanFile(h.ctx, imports.NewImport{Name: "empty.csv"}, bytes.NewReader(nil), nil)
		if err != nil || i.State != lexicon.ImportFailed || len(i.Notes) != 1 || i.Notes[0].Code != lexicon.FileEmpty {
			t.Errorf("%s %v, %v", i.State, i.Notes, err)
		}
	})
}

// An undoing that a later change blocks halfway can be taken up again: what it undid is written again, or undone whole.
func TestRevert_BlockedHalfwayGoesBothWays(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := newHub(t, s)
		const lines = 1005
		i := h.plan(t, "g.csv", generated(lines))
		h.apply(t, i.ID)
		middle, err := h.Lines(h.ctx, i.ID, imports.LineFilter{}, lines/2, 1)
		if err != nil {
			t.Fatal(err)
		}
		h.update(t, "grant", map[string]any{"id": middle[0].Record, "version": 1, "purpose": "corrected"})
		for range 2 {
			if err := h.Revert(h.ctx, i.ID); err != nil {
				t.Fatal(err)
			}
			blocked, err := h.Work(h.ctx, i.ID, nil)
			if err != nil || blocked.State != lexicon.ImportCancelled || blocked.Problem == nil ||
				blocked.Settled == 0 || blocked.Settled == lines {
				t.Fatalf("blocked: %s after %d lines: %v, %v", blocked.State, blocked.Settled, blocked.Problem, err)
			}
			if n, _, _ := h.sum(t); n != blocked.Settled {
				t.Errorf("%d grants are left, and %d lines", n, blocked.Settled)
			}
			h.apply(t, i.ID)
			done, err := h.One(h.ctx, i.ID)
			if n, _, _ := h.sum(t); err != nil || n != lines || done.Settled != lines {
				t.Fatalf("applied again: %d grants, %d lines, %v", n, done.Settled, err)
			}
		}
	})
}

// An import that was cancelled while it was written is taken up again, and holds up no other.
func TestApply_ACancelledOneGoesOn(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := newHub(t, s)
		const lines = 1005
		i := h.plan(t, "g.csv", generated(lines))
		if err := h.Apply(h.ctx, i.ID); err != nil {
			t.Fatal(err)
		}
		stopped, err := h.Work(h.ctx, i.ID, func(int64, int64) {
			if one, err := h.One(h.ctx, i.ID); err == nil && one.State == lexicon.ImportApplying {
				if err := h.Cancel(h.ctx, i.ID); err != nil {
					t.Error(err)
				}
			}
		})
		if err != nil || stopped.State != lexicon.ImportCancelled || stopped.Settled == 0 || stopped.Settled == lines {
			t.Fatalf("cancelled: %s after %d lines, %v", stopped.State, stopped.Settled, err)
		}
		h.apply(t, i.ID)
		if n, _, _ := h.sum(t); n != lines {
			t.Errorf("%d grants", n)
		}
	})
}

// The publisher of a file has to be one that its source can have. An import whose source is refused tells so.
func TestApply_ASourceThatTheHubRefusesIsTold(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := newHub(t, s)
		content := file([4]string{"Union sportive", "", "sport", "1"})
		long := imports.Options{Publisher: strings.Repeat("é", 201)}
		n := imports.NewImport{Name: "a.csv", Size: int64(len(content)), Options: long}
		_, err := h.PlanFile(h.ctx, n, bytes.NewReader(content), nil)
		var field *imports.FieldError
		if !errors.As(err, &field) || field.Field != "publisher" || field.Code != lexicon.UserTooLong {
			t.Errorf("a long publisher: %v", err)
		}
		i := h.plan(t, "a.csv", content)
		options, err := json.Marshal(long) // as an earlier program stored them
		if err != nil {
			t.Fatal(err)
		}
		s.Client.FileImport.Update().SetOptions(options).ExecX(h.ctx)
		if err := h.Apply(h.ctx, i.ID); err != nil {
			t.Fatal(err)
		}
		done, err := h.Work(h.ctx, i.ID, nil)
		if n, _, _ := h.sum(t); err != nil || done.State != lexicon.ImportCancelled || n != 0 || done.Problem == nil ||
			!strings.HasPrefix(done.Problem.English, "The hub does not accept the source of the file: `publisher`") {
			t.Errorf("%d grants, %s: %v, %v", n, done.State, done.Problem, err)
		}
	})
}
