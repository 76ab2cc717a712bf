package snapshot_test

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/gen/ent"
	"maillage/internal/record"
	"maillage/internal/search"
	"maillage/internal/snapshot"
)

// contents holds all that a view returns about records, in a comparable form.
type contents struct {
	Records  map[string]string   // by public identifier
	Orders   map[string][]int32  // by type and order
	Children map[string][]int32  // by column and parent
	Found    map[string][]string // by words
}

func contentsOf(t *testing.T, v *snapshot.View) contents {
	t.Helper()
	all := contents{map[string]string{}, map[string][]int32{}, map[string][]int32{}, map[string][]string{}}
	for _, of := range record.Types {
		addType(t, v, of, &all)
	}
	for _, words := range []string{"cpam", "partenaire", "axe", "changed", "name", "logement"} {
		found, err := v.Words().Find(t.Context(), v, search.Request{Query: words, Limit: 1000})
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range found.Hits {
			all.Found[words] = append(all.Found[words], fmt.Sprint(h.Place, h.Prefix, h.ID))
		}
	}
	return all
}

func addType(t *testing.T, v *snapshot.View, of *record.Type, all *contents) {
	t.Helper()
	for id := range v.Bound(of.Prefix) {
		row := v.Record(of.Prefix, int(id))
		if row == nil {
			continue
		}
		uid := row.Column("uid").(string)
		all.Records[uid] = rowText(of, row)
		if prefix, found := v.ByUID(uid); prefix != of.Prefix || found != id {
			t.Errorf("%s is found as %s %d", uid, prefix, found)
		}
		if code, is := row.Column("code").(string); is && !slices.Contains(v.ByCode(of.Prefix, code), id) {
			t.Errorf("%s is not found by its code %s", uid, code)
		}
		for _, f := range of.Fields {
			for _, end := range f.Ends() {
				if parent, is := row.Column(end.Column).(int); is {
					key := of.Prefix + " " + end.Column + " " + strconv.Itoa(parent)
					all.Children[key] = v.Children(of.Prefix, end.Column, int32(parent))
				}
			}
		}
	}
	for _, o := range []snapshot.Order{snapshot.ByCreation, snapshot.ByUpdate, snapshot.ByName, snapshot.ByPosition} {
		if !snapshot.Ordered(of.Prefix, o) {
			continue
		}
		var order []int32
		v.InOrder(of.Prefix, o).From(0, 0, func(id int32) bool {
			order = append(order, id)
			return true
		})
		all.Orders[fmt.Sprint(of.Prefix, o)] = order
	}
}

// rowText returns all values of a row, each after the name of its column.
func rowText(of *record.Type, row ent.Row) string {
	values := make([]byte, 0, 512)
	add := func(column string) {
		values = append(append(append(values, ' '), column...), '=')
		switch value := row.Column(column).(type) {
		case nil:
			values = append(values, "<nil>"...)
		case string:
			values = append(values, value...)
		case int:
			values = strconv.AppendInt(values, int64(value), 10)
		case time.Time:
			values = value.UTC().AppendFormat(values, time.RFC3339Nano)
		default:
			values = fmt.Append(values, value)
		}
	}
	for _, column := range []string{"version", "created_at", "updated_at", "sort_key"} {
		add(column)
	}
	if of.InContract() {
		add(of.Scope)
	}
	for _, f := range of.Fields {
		for _, column := range f.Columns() {
			add(column)
		}
	}
	return string(values)
}

// difference compares two values. It explains them only if they differ, because explaining takes far longer.
func difference(want, is any) string {
	if reflect.DeepEqual(want, is) {
		return ""
	}
	return cmp.Diff(want, is)
}
