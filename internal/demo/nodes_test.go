package demo_test

import (
	"strings"
	"testing"

	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/action"
	"maillage/internal/gen/ent/axis"
	"maillage/internal/gen/ent/contract"
	"maillage/internal/gen/ent/plan"
	"maillage/internal/gen/ent/theme"
	"maillage/internal/gen/ent/workinggroup"
	"maillage/internal/lexicon"
	"maillage/internal/testhub/testdb"
)

// renamedThings have another name than in the seed, or are not in it.
var renamedThings = map[string]bool{
	"contract valenciennes":   true, // its usual name
	"source plan-territorial": true, // the document itself
	"source formes-longues":   true, // the origin of the long forms of acronyms
}

func TestValenciennes_HasAllThingsOfTheDocumentAndNoOther(t *testing.T) {
	rows, things := seedRows(t, "nodes.csv"), valenciennesThings(t, loaded(t))
	if len(rows) != 64 {
		t.Fatalf("the seed has %d things", len(rows))
	}
	for _, row := range rows {
		key := seedKey(t, row["id"])
		name, ok := things[key]
		if !ok || plain(name) != plain(row["libelle"]) && !renamedThings[key] {
			t.Errorf("%s is %q, want %q", key, name, row["libelle"])
		}
		delete(things, key)
	}
	for key, name := range things {
		if !renamedThings[key] {
			t.Errorf("%s, %q, is not in the founding document", key, name)
		}
	}
}

// valenciennesThings returns the names of the things that are not of the fictitious contract, by key.
// All names or codes of the fictitious contract contain the word Orme.
func valenciennesThings(t *testing.T, c *ent.Client) map[string]string {
	t.Helper()
	ctx, things := testdb.Context(t), map[string]string{}
	add := func(kind, code, name string) {
		if !strings.Contains(strings.ToLower(code+" "+name), "orme") {
			things[kind+" "+code] = name
		}
	}
	const of = "valenciennes"
	for _, r := range c.Contract.Query().Where(contract.Code(of)).AllX(ctx) {
		add("contract", r.Code, r.Name)
	}
	for _, r := range c.Plan.Query().Where(plan.HasContractWith(contract.Code(of))).AllX(ctx) {
		add("plan", r.Code, r.Name)
	}
	for _, r := range c.Theme.Query().Where(theme.HasContractWith(contract.Code(of))).AllX(ctx) {
		add("theme", r.Code, r.Name)
	}
	for _, r := range c.Axis.Query().Where(axis.HasContractWith(contract.Code(of))).AllX(ctx) {
		add("axis", r.Code, r.Name)
	}
	for _, r := range c.Action.Query().Where(action.HasContractWith(contract.Code(of))).AllX(ctx) {
		things["action "+r.Code] = r.Name // « formation » contains « orm »
	}
	for _, r := range c.WorkingGroup.Query().Where(workinggroup.HasContractWith(contract.Code(of))).AllX(ctx) {
		add("group", r.Code, r.Name)
	}
	for _, r := range c.Partner.Query().AllX(ctx) {
		if !fictitious(r.Name) {
			things["partner "+r.Code] = r.Name
		}
	}
	for _, r := range c.Concept.Query().AllX(ctx) {
		things["concept "+r.Code] = r.Name // the fictitious contract has none
	}
	for _, r := range c.Criterion.Query().AllX(ctx) {
		add("criterion", r.Code, r.Name)
	}
	for _, r := range c.Source.Query().AllX(ctx) {
		add("source", r.Code, r.Name)
	}
	for _, r := range c.Programme.Query().AllX(ctx) {
		add("programme", r.Code, r.Name)
	}
	for _, r := range c.Audience.Query().AllX(ctx) {
		add("audience", r.Code, r.Name)
	}
	for _, r := range c.Territory.Query().AllX(ctx) {
		add("territory", r.Code, r.Name)
	}
	return things
}

// fictitious reports whether a name is of an invented place.
func fictitious(name string) bool {
	for _, place := range []string{"Orme", "Fontormoy", "Rivorme", "Hautorme", "Belormont"} {
		if strings.Contains(name, place) {
			return true
		}
	}
	return false
}

func TestLoad_PublicIdentifiersDependOnCodes(t *testing.T) {
	c := loaded(t)
	for _, r := range c.Partner.Query().AllX(testdb.Context(t)) {
		if r.UID != lexicon.UIDFor("partner", r.Code) {
			t.Errorf("partner %s has the public identifier %s", r.Code, r.UID)
		}
	}
	if got, want := c.WorkingGroup.Query().Where(
		workinggroup.Code("discriminations"),
	).OnlyX(testdb.Context(t)).UID, lexicon.UIDFor("group", "discriminations"); got != want {
		t.Errorf("the group is %s, want %s", got, want)
	}
}

func TestThemes_ExactMatchesHaveTheNameOfTheReferenceTheme(t *testing.T) {
	exact := loaded(t).Theme.Query().Where(theme.MatchEQ(lexicon.MatchExact)).WithReference().AllX(testdb.Context(t))
	for _, r := range exact {
		if got, want := string(lexicon.SortKey(r.Name)), string(lexicon.SortKey(r.Edges.Reference.Name)); got != want {
			t.Errorf("%s is said to be exactly %s", r.Name, r.Edges.Reference.Name)
		}
	}
	if len(exact) == 0 {
		t.Error("no theme is exactly a reference theme")
	}
}
