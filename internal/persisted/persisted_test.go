package persisted_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"maillage/internal/access"
	"maillage/internal/persisted"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

// write writes files into a new folder, and returns it.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range files {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

const first, second = "{ contracts { totalCount } }\n", "query Second { partners { totalCount } }"

func TestRead_TakesFilesFoldersAndManifests(t *testing.T) {
	folder := write(t, map[string]string{
		"a.graphql": first, "below/b.GQL": second, "notes.txt": "no document", "again.gql": first,
	})
	manifests := write(t, map[string]string{
		"hashes.json": `{"` + persisted.HashOf(second) + `": "query Second { partners { totalCount } }"}`,
		"apollo.json": `{"format": "apollo-persisted-query-manifest", "operations": [{"id": "` + persisted.Prefix +
			persisted.HashOf(second) + `", "name": "Second", "body": "query Second { partners { totalCount } }"}]}`,
	})
	for paths, want := range map[string]string{
		folder:                                  "a.graphql own, b.GQL own",
		filepath.Join(folder, "a.graphql"):      "a.graphql own",
		filepath.Join(manifests, "hashes.json"): "hashes.json",
		filepath.Join(manifests, "apollo.json"): "apollo.json Second",
	} {
		files, err := persisted.Read([]string{paths})
		if err != nil {
			t.Errorf("%s: %v", paths, err)
		}
		var got []string
		for _, f := range files {
			said := filepath.Base(f.Path)
			if f.Own {
				said += " own"
			}
			if f.Name != "" {
				said += " " + f.Name
			}
			if f.ID() != persisted.Prefix+persisted.HashOf(f.Text) {
				t.Errorf("%s has the identifier %s", f.Path, f.ID())
			}
			got = append(got, said)
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: %v, want %s", paths, got, want)
		}
	}
	both, err := persisted.Read([]string{folder, manifests + "/hashes.json"})
	if err != nil || len(both) != 2 {
		t.Errorf("%d documents, one text twice; %v", len(both), err)
	}
}

func TestRead_SaysWhichFileIsWrong(t *testing.T) {
	folder := write(t, map[string]string{
		"notes.txt": "x", "empty.json": "{}", "wrong.json": `{"00": "{ __typename }"}`, "list.json": "[1]",
		"none/readme.md": "x",
	})
	for name, want := range map[string]string{
		"notes.txt": ".graphql", "empty.json": "no document", "wrong.json": persisted.HashOf("{ __typename }"),
		"list.json": "not a manifest", "none": "no file below", "missing.graphql": "no such file",
	} {
		path := filepath.Join(folder, name)
		files, err := persisted.Read([]string{path})
		if err == nil || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), want) || files != nil {
			t.Errorf("%s: %v, %v", name, files, err)
		}
	}
}

func TestOperations_AreAddedOnceFoundAndRemoved(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		d := persisted.New(s.Client, s)
		ctx := access.WithViewer(t.Context(), access.Named("test"))
		add := func(files ...persisted.File) {
			t.Helper()
			if err := d.Add(ctx, files); err != nil {
				t.Fatal(err)
			}
		}
		add(persisted.File{Name: "First", Text: first}, persisted.File{Name: "Second", Text: second})
		add(persisted.File{Name: "Renamed", Text: first}) // stored already
		all, err := d.All(t.Context())
		if err != nil || len(all) != 2 || all[0].Name != "First" || all[0].By != "test" || all[0].Text != first ||
			all[0].ID() != persisted.Prefix+persisted.HashOf(first) || all[0].Added.IsZero() {
			t.Fatalf("%+v, %v", all, err)
		}
		if text, found, err := d.Text(t.Context(), all[1].Hash); text != second || !found || err != nil {
			t.Errorf("%q, %t, %v", text, found, err)
		}
		for ref, want := range map[string]int{"nothing": 0, all[0].ID(): 1, "Second": 1} {
			if n, err := d.Remove(ctx, ref); n != want || err != nil {
				t.Errorf("removing %s: %d, %v", ref, n, err)
			}
		}
		if _, found, err := d.Text(t.Context(), all[1].Hash); found || err != nil {
			t.Errorf("found after its removal: %t, %v", found, err)
		}
	})
}

func TestRequire_IsSeenByOtherProcesses(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		here := persisted.New(s.Client, s)
		required := func(d *persisted.Operations) bool {
			t.Helper()
			is, err := d.Required(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return is
		}
		if required(here) {
			t.Error("documents are required from the start")
		}
		if err := here.Require(t.Context(), true); err != nil || !required(here) {
			t.Errorf("required, and not at once: %v", err)
		}
		if there := persisted.New(s.Client, s); !required(there) {
			t.Error("another process does not see it")
		}
		if err := here.Require(t.Context(), false); err != nil || required(here) {
			t.Errorf("not required any more, and not at once: %v", err)
		}
	})
}

func TestAdd_StoresAllOrNone(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		d := persisted.New(s.Client, s)
		ctx := access.WithViewer(t.Context(), access.Named("test"))
		files := []persisted.File{{Name: "First", Text: first}, {Path: "b.gql", Text: second, Name: strings.Repeat("x", 100_000)}}
		err := d.Add(ctx, files)
		all, listed := d.All(context.WithoutCancel(ctx))
		if err == nil || !strings.HasPrefix(err.Error(), "b.gql: ") || listed != nil || len(all) != 0 {
			t.Errorf("%d documents; %v, %v", len(all), err, listed)
		}
	})
}
