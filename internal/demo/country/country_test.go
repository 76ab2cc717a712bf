package country_test

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/demo"
	"maillage/internal/demo/country"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/contribution"
	"maillage/internal/history"
	"maillage/internal/lexicon"
	"maillage/internal/record"
	"maillage/internal/server"
	"maillage/internal/store"
	"maillage/internal/testhub"
)

// small is a country of several contracts that is quick to write.
var small = country.Size{Contracts: 3, Axes: 12, Partners: 240, Actions: 90, Contributions: 600}

func write(t *testing.T, s *store.Store, size country.Size, seed uint64) error {
	t.Helper()
	return country.Write(t.Context(), s.Client, testhub.Ledger(t, s), size, seed, func(int) {})
}

var uid = regexp.MustCompile(`_[0-9a-z]{26}`)

// sortedWithoutUIDs returns the lines of an export, sorted and without public identifiers.
func sortedWithoutUIDs(export string) string {
	lines := strings.Split(uid.ReplaceAllString(export, ""), "\n")
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func export(t *testing.T, c *ent.Client) string {
	t.Helper()
	var b bytes.Buffer
	if err := testhub.Export(access.AsSystem(t.Context()), c, &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// What follows from the records is checked on the same country.
func TestCountry_OneSeedGivesTheSameRecordsOnEachDatabase(t *testing.T) {
	var all []string
	testhub.EachDatabase(t, func(t *testing.T, s *store.Store) {
		if err := write(t, s, small, 7); err != nil {
			t.Fatal(err)
		}
		written := export(t, s.Client)
		all = append(all, written)
		t.Run("TheLedgerHasEveryRecord", func(t *testing.T) { checkLedger(t, s, written) })
		t.Run("ThePublicIsServed", func(t *testing.T) { checkServed(t, s) })
	})
	other := testhub.SQLite(t)
	if err := write(t, other, small, 8); err != nil {
		t.Fatal(err)
	}
	switch {
	case len(all) != len(testhub.Kinds) || len(slices.Compact(all)) != 1:
		t.Error("the databases differ")
	case sortedWithoutUIDs(all[0]) == sortedWithoutUIDs(export(t, other.Client)):
		t.Error("another seed gives the same records")
	}
}

// checkLedger checks that replaying the ledger gives what the tables hold, with bounds of dates, sort keys and
// contracts. Ent's hooks compute these from the same values.
func checkLedger(t *testing.T, s *store.Store, written string) {
	t.Helper()
	state := history.State{}
	lines, err := s.Client.Change.Query().Order(ent.Asc("id")).All(access.AsSystem(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines {
		if err := state.Replay(line); err != nil {
			t.Fatal(err)
		}
	}
	again := testhub.SQLite(t)
	if err := testhub.Rebuild(t.Context(), state, again.Client); err != nil {
		t.Fatal(err)
	}
	if written != export(t, again.Client) {
		t.Error("what the ledger tells is not what the tables have")
	}
	for _, of := range record.Types {
		told, is := derivedColumns(t, s, of), derivedColumns(t, again, of)
		for column, values := range told {
			if values != is[column] {
				t.Errorf("%s.%s is not what a write would make of it: %.80s, and not %.80s",
					of.Table, column, values, is[column])
			}
		}
	}
}

// derivedColumns lists the values of each derived column by the public identifiers of its records; for a reference,
// those of its targets. A column that the type lacks has only empty values.
func derivedColumns(t *testing.T, s *store.Store, of *record.Type) map[string]string {
	t.Helper()
	rows, err := s.Client.Rows(access.AsSystem(t.Context()), of.Prefix, func(s *sql.Selector) { s.OrderBy(s.C("uid")) })
	if err != nil {
		t.Fatal(err)
	}
	homes := map[int]string{}
	for _, c := range s.Client.Contract.Query().AllX(access.AsSystem(t.Context())) {
		homes[c.ID] = c.UID
	}
	all := map[string]string{}
	for _, column := range []string{
		"sort_key", "since_earliest", "since_latest", "until_latest", "scope_id", "contract_id",
	} {
		var b bytes.Buffer
		for _, row := range rows {
			value := row.Column(column)
			if id, is := value.(int); is {
				value = homes[id]
			}
			if bytes, is := value.([]byte); is {
				value = string(bytes)
			}
			_, _ = fmt.Fprintf(&b, "%v %v\n", row.Column("uid"), value) // a Buffer takes everything
		}
		all[column] = b.String()
	}
	return all
}

func TestCountry_FewPartnersContributeMuch(t *testing.T) {
	s := testhub.SQLite(t)
	if err := write(t, s, country.Sizes["S"], 1); err != nil {
		t.Fatal(err)
	}
	var found []struct {
		PartnerID int `json:"partner_id"`
		Count     int `json:"count"`
	}
	err := s.Client.Contribution.Query().
		GroupBy(contribution.FieldPartnerID).
		Aggregate(ent.Count()).
		Scan(access.AsSystem(t.Context()), &found)
	if err != nil {
		t.Fatal(err)
	}
	var counts []int
	sum := 0
	for _, f := range found {
		counts, sum = append(counts, f.Count), sum+f.Count
	}
	slices.Sort(counts)
	median, most := counts[len(counts)/2], counts[len(counts)-1]
	if sum != country.Sizes["S"].Contributions || most < 10*median || median < 2 {
		t.Errorf(
			"%d contributions of %d partners, half of them have %d or less, the busiest has %d",
			sum,
			len(counts),
			median,
			most,
		)
	}
}

// checkServed checks that the country is served: derived answers, search, and its visibility to the public.
func checkServed(t *testing.T, s *store.Store) {
	t.Helper()
	h := testhub.New(t, s, server.Config{})
	var answer struct {
		Contracts struct {
			Nodes []struct {
				Matrix struct {
					Totals struct{ Partners, Axes struct{ Confirmed int } }
				}
			}
		}
		Search struct{ TotalCount int }
	}
	h.Get(t, &answer, `{ contracts { nodes { matrix { totals { partners { confirmed } axes { confirmed } } } } }
		search(query: "association passerelles") { totalCount } }`, nil)
	if len(answer.Contracts.Nodes) != small.Contracts || answer.Search.TotalCount == 0 {
		t.Fatalf("%+v", answer)
	}
	for _, c := range answer.Contracts.Nodes {
		if t1 := c.Matrix.Totals; t1.Partners.Confirmed < 10 || t1.Axes.Confirmed == 0 {
			t.Errorf("a contract has %+v", t1)
		}
	}
}

func TestCountry_NeedsAnEmptyDatabase(t *testing.T) {
	s := testhub.SQLite(t)
	h := testhub.New(t, s, server.Config{})
	var done struct {
		CreatePartner struct{ UserErrors []struct{ Code string } }
	}
	h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator})).Get(t, &done,
		`mutation { createPartner(input: {code: "one", name: "One"}) { userErrors { code } } }`, nil)
	before := export(t, s.Client)
	if err := country.Write(t.Context(), s.Client, h.Ledger, small, 7, func(int) {}); err == nil {
		t.Error("a country was made beside a partner")
	}
	if export(t, s.Client) != before {
		t.Error("it changed records")
	}
}

func TestCountry_IsNeverMixedWithWork(t *testing.T) {
	s := testhub.DemoSQLite(t)
	before := export(t, s.Client)
	var notEmpty *demo.NotEmptyError
	if err := write(t, s, small, 7); !errors.As(err, &notEmpty) || notEmpty.Contracts != 2 {
		t.Errorf("it answers %v", err)
	}
	if export(t, s.Client) != before {
		t.Error("it changed records")
	}
}
