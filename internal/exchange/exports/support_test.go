package exports_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"io"
	"strings"
	"testing"

	"maillage/internal/access"
	"maillage/internal/exchange/exports"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/network"
	"maillage/internal/snapshot"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

// reference is the directory of the schemas that formats are checked against, beside the repository.
const reference = "../../../../shared/reference/"

// asOf is the day of the exports, and today the day of the hub.
const (
	asOf  = "2026-11-30"
	today = "2027-01-15"
)

// order is what a test exports.
type order struct {
	format, contract, filter string
	viewer                   *access.Viewer // nil is an administrator
}

// source reads a database, and follows its ledger if there is one.
func source(t testing.TB, s *store.Store, l *ledger.Ledger) *snapshot.Source {
	t.Helper()
	return snapshot.New(s.Client, l)
}

// prepare returns the export that a test orders.
func prepare(t testing.TB, source *snapshot.Source, o order) (*exports.Export, *exports.Format, context.Context) {
	t.Helper()
	if o.viewer == nil {
		o.viewer = access.Named("test")
	}
	ctx := access.WithViewer(t.Context(), o.viewer)
	v, err := source.View(ctx)
	if err != nil {
		t.Fatal(err)
	}
	f, err := exports.FormatNamed(o.format)
	if err != nil {
		t.Fatal(err)
	}
	day := lexicon.MustPartialDate(today).Earliest()
	x := &exports.Export{View: v, When: network.At(lexicon.MustPartialDate(asOf), day),
		Head: exports.Head{Generator: "Maillage test", AsOf: asOf, Viewer: exports.ViewerKind(o.viewer)}}
	if x.Filter, err = exports.ParseFilter(o.filter); err != nil {
		t.Fatal(err)
	}
	if err := x.FindContract(o.contract); err != nil {
		t.Fatal(err)
	}
	return x, f, ctx
}

// exported returns an export and what it counted.
func exported(t testing.TB, source *snapshot.Source, o order) ([]byte, *exports.Tally) {
	t.Helper()
	x, f, ctx := prepare(t, source, o)
	var out bytes.Buffer
	tally, err := x.To(ctx, f, &out)
	if err != nil {
		t.Fatalf("%s: %v", o.format, err)
	}
	return out.Bytes(), tally
}

// eachDemo runs a test on the demo data in each kind of database.
func eachDemo(t *testing.T, test func(t *testing.T, source *snapshot.Source)) {
	t.Helper()
	testdb.EachDemoDatabase(t, func(t *testing.T, s *store.Store) { test(t, source(t, s, nil)) })
}

// demo returns the demo data in a SQLite file.
func demo(t testing.TB) *snapshot.Source { return source(t, testdb.DemoSQLite(t), nil) }

// lines reads CSV without its byte order mark.
func lines(t testing.TB, content []byte) [][]string {
	t.Helper()
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(content), "\ufeff")))
	all, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// unzipped returns the files of an archive, by name.
func unzipped(t testing.TB, content []byte) map[string][]byte {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return files
}
