package record_test

import (
	"fmt"
	"regexp"
	"slices"
	"sync"
	"testing"

	"entgo.io/ent/dialect/sql/schema"
	"entgo.io/ent/entc"
	"entgo.io/ent/entc/gen"

	"maillage/internal/record"
)

// derived matches columns that the hub sets, and no writer.
var derived = regexp.MustCompile(`^(id|uid|created_at|updated_at|version|sort_key|scope_id|.*_earliest|.*_latest)$`)

// tables returns the tables that the ent schemas need.
var tables = sync.OnceValues(func() ([]*schema.Table, error) {
	graph, err := entc.LoadGraph("maillage/ent/schema", &gen.Config{})
	if err != nil {
		return nil, err
	}
	return graph.Tables()
})

func tableOf(t *testing.T, of *record.Type) *schema.Table {
	t.Helper()
	all, err := tables()
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(all, func(table *schema.Table) bool { return table.Name == of.Table })
	if at < 0 {
		t.Fatalf("%s: the database has no table %s", of.Name, of.Table)
	}
	return all[at]
}

func TestTypes_EveryColumnIsAFieldOrDerived(t *testing.T) {
	for _, of := range record.Types {
		fields := map[string]*record.Field{}
		for _, f := range of.Fields {
			for _, column := range f.Columns() {
				if fields[column] != nil {
					t.Errorf("%s: two fields keep %s", of.Name, column)
				}
				fields[column] = f
			}
		}
		for _, column := range tableOf(t, of).Columns {
			f := fields[column.Name]
			delete(fields, column.Name)
			switch {
			case derived.MatchString(column.Name):
				if f != nil {
					t.Errorf("%s.%s is a field, and derived", of.Name, column.Name)
				}
			case f == nil:
				t.Errorf("%s.%s is no field", of.Name, column.Name)
			default:
				agrees(t, of, f, column)
			}
		}
		for column := range fields {
			t.Errorf("%s has no column %s", of.Table, column)
		}
	}
}

// agrees compares the values that a field accepts with those of its column.
func agrees(t *testing.T, of *record.Type, f *record.Field, column *schema.Column) {
	t.Helper()
	name := of.Name + "." + f.Name
	always := f.Required || f.Default != nil
	if len(f.Ends()) < 2 && always == column.Nullable {
		t.Errorf("%s: it always has a value: %v; its column is nullable: %v", name, always, column.Nullable)
	}
	if column.Default != nil && fmt.Sprint(column.Default) != fmt.Sprint(f.Default) {
		t.Errorf("%s: the default is %v, and %v in the database", name, f.Default, column.Default)
	}
	if column.Size > 21 && int64(f.Max) != column.Size {
		t.Errorf("%s: at most %d characters, and %d in the database", name, f.Max, column.Size)
	}
}

func TestTypes_ComeAfterThoseTheyReferTo(t *testing.T) {
	seen := map[string]bool{}
	for _, of := range record.Types {
		seen[of.Prefix] = true
		if record.Of(of.Prefix) != of || record.OfWord(of.Word()) != of {
			t.Errorf("%s is not found by its prefix or its word", of.Name)
		}
		for _, f := range of.Fields {
			for _, end := range f.Ends() {
				if !seen[end.Prefix] {
					t.Errorf("%s.%s leads to %s, which comes later", of.Name, f.Name, end.Prefix)
				}
			}
		}
	}
	all, err := tables()
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range all { // every record has texts that can be translated
		isRecord := slices.ContainsFunc(table.Columns, func(c *schema.Column) bool {
			return c.Name == record.Translations
		})
		isType := slices.ContainsFunc(record.Types, func(of *record.Type) bool { return of.Table == table.Name })
		if isRecord != isType {
			t.Errorf("the table %s is one of records: %t; a type has it: %t", table.Name, isRecord, isType)
		}
	}
}
