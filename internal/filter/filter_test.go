package filter_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"maillage/internal/access"
	"maillage/internal/filter"
	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/record"
	"maillage/internal/snapshot"
	"maillage/internal/testhub/testdb"
)

// in is a filter as the API gives it.
type in = map[string]any

// desk holds some records, and compiles filters of them.
type desk struct {
	records *snapshot.Source
	viewer  *access.Viewer
	asked   []string // what lookups were asked
}

// newDesk makes two contracts with axes, partners and their contributions.
func newDesk(t *testing.T) *desk {
	t.Helper()
	s := testdb.SQLite(t)
	ctx, c := testdb.Context(t), s.Client
	day := lexicon.MustPartialDate
	north := c.Contract.Create().SetCode("north").SetName("Nord").SetPublic(true).SaveX(ctx)
	south := c.Contract.Create().SetCode("south").SetName("Sud").SetPublic(false).SaveX(ctx)
	axis := func(of *ent.Contract, code, name string, position int) *ent.Axis {
		return c.Axis.Create().SetContract(of).SetCode(code).SetName(name).SetPosition(position).SaveX(ctx)
	}
	health, work := axis(north, "health", "Accès à la santé", 1), axis(north, "work", "Emploi", 2)
	far := axis(south, "far", "Santé au Sud", 3)
	partner := func(code, name string) *ent.Partner {
		return c.Partner.Create().SetCode(code).SetName(name).SetKind(lexicon.Organisation).SaveX(ctx)
	}
	cpam, planir := partner("cpam", "CPAM du Hainaut"), partner("planir", "Planir")
	partner("idle", "Mission locale")
	c.Partner.UpdateOne(cpam).SetAcronym("CPAM").SetAliases([]string{"Sécu"}).ExecX(ctx)
	claim := func(by *ent.Partner, to *ent.Axis, role lexicon.Role, since, until string) {
		k := c.Contribution.Create().SetPartner(by).SetAxis(to).SetRole(role).SetStatus(lexicon.StatusActive).
			SetBasis(lexicon.BasisDeclared).SetScopeID(to.ContractID)
		if since != "" {
			k.SetSince(day(since))
		}
		if until != "" {
			k.SetUntil(day(until))
		}
		k.ExecX(ctx)
	}
	claim(cpam, health, lexicon.RoleLead, "2018", "2020-06")
	claim(planir, work, lexicon.RoleHost, "2021-03", "")
	claim(planir, far, lexicon.RoleLead, "", "")
	return &desk{records: snapshot.NewStatic(c), viewer: &access.Viewer{Visibility: access.Everything}}
}

// compile compiles a filter for the viewer.
func (d *desk) compile(t *testing.T, prefix string, arguments in) (*snapshot.View, func(id int32) bool, error) {
	t.Helper()
	ctx := access.WithViewer(t.Context(), d.viewer)
	v, err := d.records.View(ctx)
	if err != nil {
		t.Fatal(err)
	}
	lookups := filter.Lookups{
		IDsByName: func(_ context.Context, prefix string, contracts []int, names ...string) (ids []int, err error) {
			d.asked = append(d.asked, fmt.Sprintf("%s %t %v", prefix, contracts != nil, names))
			for _, name := range names {
				if name == "ambiguous" {
					return nil, &record.AmbiguousError{Name: name}
				}
				for _, id := range v.ByCode(prefix, name) {
					ids = append(ids, int(id))
				}
			}
			return ids, nil
		},
		NamedBy: func(context.Context, int) ([]int, error) { return []int{2}, nil },
		Derived: func(_ context.Context, prefix string, _ []int, of map[string]any) ([]int, error) {
			d.asked = append(d.asked, fmt.Sprint(prefix, of))
			return []int{1, 3}, nil
		},
	}
	where, err := lookups.Compile(ctx, v, prefix, arguments)
	if err != nil {
		return v, nil, err
	}
	holds := func(id int32) bool { return where.Holds == nil || where.Holds(id) }
	if where.IsAmong { // the short way finds the same records
		for id := range v.Bound(prefix) {
			short := slices.Contains(where.Among, id) && (where.OfAmong == nil || where.OfAmong(id))
			if row := v.Record(prefix, int(id)); row != nil && short != holds(id) {
				t.Errorf("%v: %d among the listed: %t, and else %t", arguments, id, short, holds(id))
			}
		}
	}
	return v, holds, nil
}

// matches returns what a filter matches: codes, or places in the order of creation for claims.
func (d *desk) matches(t *testing.T, prefix string, arguments in) string {
	t.Helper()
	v, holds, err := d.compile(t, prefix, arguments)
	if err != nil {
		t.Fatalf("%v: %v", arguments, err)
	}
	var found []string
	for id := range v.Bound(prefix) {
		if row := v.Record(prefix, int(id)); row != nil && holds(id) {
			if code, is := row.Column("code").(string); is {
				found = append(found, code)
			} else {
				found = append(found, fmt.Sprint(id))
			}
		}
	}
	return strings.Join(found, " ")
}

// expect compares what filters match.
func (d *desk) expect(t *testing.T, prefix string, all map[string]in) {
	t.Helper()
	for want, arguments := range all {
		want, _, _ = strings.Cut(want, " #") // several filters may match the same
		if got := d.matches(t, prefix, arguments); got != want {
			t.Errorf("%s %v matches %q, want %q", prefix, arguments, got, want)
		}
	}
}

func TestOperators_CompareEachKindOfValue(t *testing.T) {
	d := newDesk(t)
	day := lexicon.MustPartialDate
	d.expect(t, "axis", map[string]in{
		"health work far":    {},
		"work":               {"position": 2},
		"health far":         {"positions": []int{1, 3, 3}},
		" #empty list":       {"positions": []int{}},
		"work far #gte":      {"positionWith": in{"gte": 2}},
		"work #both bounds":  {"positionWith": in{"gte": 2, "lte": 2}},
		"health work #lte":   {"positionWith": in{"lte": 2}},
		"far #in":            {"positionWith": in{"in": []int{3, 9}}},
		"work #code":         {"code": "work"},
		"health #startsWith": {"codeWith": in{"startsWith": "hea"}},
		"health far #folded": {"nameContains": "SANTE"},
		"far #name":          {"name": in{"startsWith": "santé"}},
		"work #whole name":   {"name": in{"equals": "EMPLOI"}},
		"work far #names":    {"name": in{"in": []string{"emploi", "sante au sud"}}},
		" #punctuation":      {"nameContains": "…"},
		"health work far #p": {"name": (*string)(nil)},
	})
	d.expect(t, "contribution", map[string]in{
		"1 3":                {"role": lexicon.RoleLead},
		"2":                  {"roles": []lexicon.Role{lexicon.RoleHost}},
		"1 #until then":      {"sinceWith": in{"to": day("2020")}},
		"1 2 #from then":     {"sinceWith": in{"from": day("2018-12")}},
		"3 #null":            {"sinceWith": in{"isNull": true}},
		"1 2 #not null":      {"sinceWith": in{"isNull": false}},
		"1 3 #valid":         {"asOf": day("2020")},
		"1 #perhaps by then": {"sinceWith": in{"to": day("2018-03")}},
		"1 3 #last month":    {"asOf": day("2020-06-20")},
		"3 #on a gap":        {"asOf": day("2020-08")},
		"2 3 #afterwards":    {"asOf": day("2022")},
		"1 2 3 #times":       {"createdAt": in{"after": time.Now().Add(-time.Hour)}},
		" #before":           {"createdAt": in{"before": time.Now().Add(-time.Hour)}},
		"1 2 3 #far years":   {"createdAt": in{"before": time.Date(9000, 1, 1, 0, 0, 0, 0, time.UTC)}},
	})
	d.expect(t, "partner", map[string]in{
		"cpam":         {"aliases": []string{"Sécu", "CAF"}},
		"cpam #either": {"nameContains": "cpa"},
		"idle":         {"acronym": in{"isNull": true}, "nameContains": "locale"},
	})
}

func TestCombinators_HoldAsInLogic(t *testing.T) {
	d := newDesk(t)
	first, second := in{"position": 1}, in{"positionWith": in{"gte": 2}}
	d.expect(t, "axis", map[string]in{
		"health":              {"and": []in{first, {"code": "health"}}},
		" #and":               {"and": []in{first, second}},
		"health work far":     {"or": []in{first, second}},
		"health far #or":      {"or": []in{first, {"code": "far"}}},
		" #or of nothing":     {"or": []in{}},
		"health work far #an": {"and": []in{}},
		"work far":            {"not": first},
		"far":                 {"not": in{"or": []in{first, {"code": "work"}}}},
		" #not of all":        {"not": in{}},
		"work":                {"not": first, "codeWith": in{"startsWith": "w"}},
	})
}

func TestLinks_LeadToRecordsAndBack(t *testing.T) {
	d := newDesk(t)
	d.expect(t, "axis", map[string]in{
		"health work":   {"contractWith": in{"code": "north"}},
		"far":           {"contract": "south"},
		" #unknown":     {"contract": "nowhere"},
		"work far":      {"contributions": in{"partnerWith": in{"code": "planir"}}},
		"health far #r": {"contributions": in{"role": lexicon.RoleLead}},
		"far #both":     {"contributions": in{"role": lexicon.RoleLead, "partner": "planir"}},
	})
	d.expect(t, "partner", map[string]in{
		"cpam planir": {"contributions": in{}},
		"idle":        {"not": in{"contributions": in{}}},
		"planir":      {"contributions": in{"axisWith": in{"contractWith": in{"code": "south"}}}},
		"planir #ids": {"ids": []string{"planir", "planir"}},
		"planir #by":  {"contract": "north"}, // as NamedBy says
		"cpam idle":   {"contributesTo": in{"axis": "north/health"}},
	})
	d.viewer = &access.Viewer{Visibility: access.Visibility{Contracts: []int{1}, Directory: true}}
	d.expect(t, "partner", map[string]in{
		" #hidden":     {"contributions": in{"axisWith": in{"contractWith": in{"code": "south"}}}},
		"cpam":         {"contributions": in{"role": lexicon.RoleLead}},
		"planir #seen": {"contributions": in{"role": lexicon.RoleHost}},
	})
}

// Codes alone are looked up in the contract that the filter gives.
func TestLinks_CodesAreThoseOfTheContract(t *testing.T) {
	d := newDesk(t)
	d.matches(t, "axis", in{"contract": "north", "ids": []string{"work"}})
	if !slices.Contains(d.asked, "axis true [work]") {
		t.Errorf("asked %q", d.asked)
	}
	d.asked = nil
	d.matches(t, "axis", in{"ids": []string{"work"}})
	if !slices.Contains(d.asked, "axis false [work]") {
		t.Errorf("asked %q", d.asked)
	}
}

func TestErrors_NameTheField(t *testing.T) {
	d := newDesk(t)
	many := slices.Repeat([]in{{"code": "x"}}, filter.MaxConditions)
	far := in{"contractWith": in{"axes": in{"contributions": in{"partnerWith": in{"contributions": in{}}}}}}
	long := make([]int, filter.MaxValues+1)
	for name, c := range map[string]struct {
		of     string
		given  in
		path   string
		reason filter.Reason
	}{
		"conditions": {"axis", in{"or": many}, "or.49", filter.BeyondLimit},
		"hops": {"axis", far, "contractWith.axes.contributions.partnerWith.contributions",
			filter.BeyondLimit},
		"values":    {"axis", in{"and": []in{{}, {"positions": long}}}, "and.1.positions", filter.Malformed},
		"text":      {"axis", in{"nameContains": strings.Repeat("a", filter.MaxText+1)}, "nameContains", filter.BeyondLimit},
		"operand":   {"axis", in{"not": in{"name": in{"startsWith": strings.Repeat("a", filter.MaxText+1)}}}, "not.name", filter.BeyondLimit},
		"ambiguous": {"axis", in{"ids": []string{"work", "ambiguous"}}, "ids.1", filter.Malformed},
		"type":      {"citation", in{"recordWith": in{}}, "recordWith", filter.Malformed},
		"types":     {"citation", in{"recordWith": in{"axis": in{}, "action": in{}}}, "recordWith", filter.Malformed},
		"code":      {"citation", in{"record": "health"}, "record", filter.NotFound},
	} {
		_, _, err := d.compile(t, c.of, c.given)
		var wrong *filter.Error
		if !errors.As(err, &wrong) || wrong.Reason != c.reason {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var path []string
		for _, step := range wrong.Path {
			path = append(path, fmt.Sprint(step))
		}
		if got := strings.Join(path, "."); got != c.path {
			t.Errorf("%s is at %s, want %s", name, got, c.path)
		}
		if french := wrong.Sentence.In(lexicon.French); french == "" || french == wrong.Error() {
			t.Errorf("%s: %q has no French", name, french)
		}
	}
}
