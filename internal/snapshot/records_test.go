package snapshot_test

import (
	"bytes"
	"cmp"
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/record"
	"maillage/internal/snapshot"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

// compareToDatabase compares every record of a view, and every way to find it, with the rows of the database.
func compareToDatabase(t *testing.T, client *ent.Client, v *snapshot.View) {
	t.Helper()
	for _, of := range record.Types {
		all, err := client.Rows(testdb.Context(t), of.Prefix, func(s *sql.Selector) { s.OrderBy(s.C("id")) })
		if err != nil {
			t.Fatal(err)
		}
		if v.Count(of.Prefix) != len(all) {
			t.Errorf("%s: %d records, want %d", of.Name, v.Count(of.Prefix), len(all))
		}
		children := map[string]map[int][]int32{}
		for _, row := range all {
			compareRecord(t, v, of, row)
			for _, f := range of.Fields {
				for _, end := range f.Ends() {
					if parent, is := row.Column(end.Column).(int); is {
						if children[end.Column] == nil {
							children[end.Column] = map[int][]int32{}
						}
						children[end.Column][parent] = append(children[end.Column][parent], int32(row.RowID()))
					}
				}
			}
		}
		for column, of2 := range children {
			for parent, want := range of2 {
				if got := v.Children(of.Prefix, column, int32(parent)); !slices.Equal(got, want) {
					t.Errorf("%s of %s %d: %v, want %v", of.Name, column, parent, got, want)
				}
			}
		}
		compareOrders(t, v, of, all)
	}
}

// compareRecord compares one record, column by column, and the ways to find it by its names.
func compareRecord(t *testing.T, v *snapshot.View, of *record.Type, row ent.Row) {
	t.Helper()
	kept := v.Record(of.Prefix, row.RowID())
	if kept == nil {
		t.Fatalf("%s %d is not there", of.Name, row.RowID())
	}
	columns := []string{"uid", "version"}
	for _, f := range of.Fields {
		columns = append(columns, f.Columns()...)
	}
	for _, column := range columns {
		is, want := kept.Column(column), row.Column(column)
		if f := of.Field(column); f != nil {
			is, want = f.Plain(is), f.Plain(want)
		}
		if !equal(is, want) {
			t.Errorf("%s %d: %s is %v, want %v", of.Name, row.RowID(), column, is, want)
		}
	}
	for _, column := range []string{"created_at", "updated_at"} {
		if is, want := kept.Column(column).(time.Time), row.Column(column).(time.Time); !is.Equal(want) {
			t.Errorf("%s %d: %s is %v, want %v", of.Name, row.RowID(), column, is, want)
		}
	}
	if prefix, id := v.ByUID(row.Column("uid").(string)); prefix != of.Prefix || int(id) != row.RowID() {
		t.Errorf("%s %d is found as %s %d", of.Name, row.RowID(), prefix, id)
	}
	if code, is := row.Column("code").(string); is && !slices.Contains(v.ByCode(of.Prefix, code), int32(row.RowID())) {
		t.Errorf("%s %d is not found by its code %s", of.Name, row.RowID(), code)
	}
}

func equal(a, b any) bool {
	switch x := a.(type) {
	case []string:
		y, is := b.([]string)
		return is && slices.Equal(x, y)
	case []byte:
		y, is := b.([]byte)
		return is && bytes.Equal(x, y)
	}
	return reflect.DeepEqual(a, b)
}

// compareOrders compares each order with sorting all records.
func compareOrders(t *testing.T, v *snapshot.View, of *record.Type, all []ent.Row) {
	t.Helper()
	for _, o := range []snapshot.Order{snapshot.ByCreation, snapshot.ByUpdate, snapshot.ByName, snapshot.ByPosition} {
		if !snapshot.Ordered(of.Prefix, o) {
			continue
		}
		sorted := slices.Clone(all)
		slices.SortFunc(sorted, func(a, b ent.Row) int {
			return cmp.Or(compareColumns(a.Column(o.Column()), b.Column(o.Column())), cmp.Compare(a.RowID(), b.RowID()))
		})
		var got []int
		v.InOrder(of.Prefix, o).From(0, 0, func(id int32) bool { got = append(got, int(id)); return true })
		want := make([]int, len(sorted))
		for i, row := range sorted {
			want[i] = row.RowID()
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s by %s: %v, want %v", of.Name, o.Column(), got, want)
		}
	}
}

func compareColumns(a, b any) int {
	switch x := a.(type) {
	case time.Time:
		return x.Compare(b.(time.Time))
	case []byte:
		return bytes.Compare(x, b.([]byte))
	}
	return cmp.Compare(a.(int), b.(int))
}

func TestSource_FollowedRecordsAreTheDatabases(t *testing.T) {
	testdb.EachDemoDatabase(t, func(t *testing.T, s *store.Store) { followed(t, s, snapshot.New) })
}

// Texts are rewritten in memory, whatever the database.
func TestSource_RewrittenTextsAreTheSame(t *testing.T) {
	followed(t, testdb.DemoSQLite(t), func(client *ent.Client, l *ledger.Ledger) *snapshot.Source {
		s := snapshot.New(client, l)
		s.RewriteTextsAlways()
		return s
	}, func(is, anew *snapshot.View) {
		if is.TextSize() != anew.TextSize() {
			t.Errorf("texts take %d bytes, and %d read anew", is.TextSize(), anew.TextSize())
		}
	})
}

// followed compares a source during a history with the database, and checks that no view changes.
func followed(t *testing.T, s *store.Store, of func(*ent.Client, *ledger.Ledger) *snapshot.Source,
	also ...func(is, anew *snapshot.View)) {
	t.Helper()
	book := testdb.Ledger(t, s)
	h := testdb.NewHistory(t, s, book, uint64(time.Now().UnixNano()))
	followed := of(s.Client, book)
	ctx := access.AsSystem(t.Context())
	type seen struct {
		view  *snapshot.View
		table map[string]int
	}
	var before []seen
	for step := range 30 {
		v, err := followed.View(ctx)
		if err != nil {
			t.Fatal(err)
		}
		counts := map[string]int{}
		for _, of := range record.Types {
			counts[of.Prefix] = v.Count(of.Prefix)
		}
		before = append(before, seen{v, counts})
		if step%10 == 9 {
			compareToDatabase(t, s.Client, v)
		}
		h.Step()
	}
	v, err := followed.View(ctx)
	if err != nil {
		t.Fatal(err)
	}
	compareToDatabase(t, s.Client, v)
	anew, err := snapshot.NewStatic(s.Client).View(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, compare := range also {
		compare(v, anew)
	}
	compareExports(t, s.Client, followed)
	for i, b := range before { // a snapshot never changes
		for _, of := range record.Types {
			n := 0
			b.view.InOrder(of.Prefix, snapshot.ByCreation).From(0, 0, func(id int32) bool {
				if b.view.Record(of.Prefix, int(id)) != nil {
					n++
				}
				return true
			})
			if n != b.table[of.Prefix] {
				t.Errorf("snapshot %d had %d of %s and has %d", i, b.table[of.Prefix], of.Name, n)
			}
		}
	}
}

// compareExports compares exports from the snapshot with the database, for several sets of rights.
func compareExports(t *testing.T, client *ent.Client, source *snapshot.Source) {
	t.Helper()
	for _, visibility := range visibilities(client.Contract.Query().IDsX(testdb.Context(t))) {
		ctx := access.WithViewer(t.Context(), &access.Viewer{Visibility: visibility})
		v, err := source.View(ctx)
		if err != nil {
			t.Fatal(err)
		}
		var is, want bytes.Buffer
		if err := errors.Join(v.Export(&is), testdb.Export(ctx, client, &want)); err != nil {
			t.Fatal(err)
		}
		if is.String() != want.String() || visibility.All && is.Len() < 10_000 {
			t.Errorf("seeing %v, %d bytes are exported and %d are in the database", visibility, is.Len(), want.Len())
		}
	}
}
