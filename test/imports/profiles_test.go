package imports_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/exchange/imports"
	"maillage/internal/gen/ent/identifier"
	"maillage/internal/gen/ent/relation"
	"maillage/internal/gen/ent/territory"
	"maillage/internal/lexicon"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
	"maillage/internal/testhub/thorough"
)

// The figures are those of the notes on the shared files: a line is a neighbourhood in one of its communes.
func TestQPV_TheListOfAVintageBecomesTerritories(t *testing.T) {
	s := testdb.SQLite(t)
	h := newHub(t, s)
	own := lexicon.NewUID("territory")
	h.write(t, step{"territory", own, map[string]any{"code": "arras", "name": "Arras (ville)", "kind": "COMMUNE"}},
		step{"identifier", "", map[string]any{"territory": own, "scheme": "INSEE_COMMUNE", "value": "62041"}})
	name, content := "09_qpv2024_extrait-colonnes-insee.csv",
		sharedFile(t, "data/09_qpv2024_extrait-colonnes-insee.csv")
	i := h.apply(t, h.plan(t, name, content).ID)
	got := h.outcomes(t, i.ID)
	if total(got) != i.Records || got[lexicon.OutcomeWaiting]+got[lexicon.OutcomeRefused] > 0 {
		t.Errorf("outcomes: %v", got)
		h.tell(t, i.ID, lexicon.OutcomeWaiting, lexicon.OutcomeRefused)
	}
	of := s.Client.Territory.Query()
	if n := of.Clone().Where(territory.KindEQ(lexicon.TerritoryQPV), territory.Vintage(2024)).CountX(h.ctx); n != 1518 {
		t.Errorf("%d neighbourhoods", n)
	}
	if n := s.Client.Relation.Query().Where(relation.KindEQ(lexicon.PartOf)).CountX(h.ctx); n != 1713 {
		t.Errorf("%d are part of a commune", n)
	}
	if n := s.Client.Identifier.Query().Where(identifier.SchemeEQ(lexicon.QPV2024)).CountX(h.ctx); n != 1518 {
		t.Errorf("%d numbers", n)
	}
	arras := s.Client.Identifier.Query().Where(identifier.Value("62041")).QueryTerritory().OnlyX(h.ctx)
	if arras.UID != own || arras.Name != "Arras (ville)" || arras.Code != "arras" {
		t.Errorf("a commune that was there is now %+v", arras)
	}
	lines := h.lines(t)
	again := h.apply(t, h.plan(t, name, content).ID)
	if now := h.outcomes(t, again.ID); h.lines(t) != lines || now[lexicon.OutcomeUnchanged] != i.Records {
		t.Errorf("imported again: %v", now)
		h.tell(t, again.ID, lexicon.OutcomeApplied, lexicon.OutcomeFlagged)
	}
}

// thingsOnly returns a hub with the things of the demo and none of its claims.
func thingsOnly(t *testing.T, s *store.Store) *hub {
	t.Helper()
	h := newHub(t, s)
	var files []string
	tables := unzip(t, wholeHub(t, "tables"))
	for name, text := range tables {
		if !slices.Contains([]string{"citations.csv", "contributions.csv", "alignments.csv", "memberships.csv",
			"relations.csv", "about.csv", "grants.csv"}, name) {
			files = append(files, name, text)
		}
	}
	i := h.apply(t, h.plan(t, "things.zip", zipped(t, files...)).ID)
	if got := h.outcomes(t, i.ID); got[lexicon.OutcomeApplied] != i.Records {
		t.Fatalf("%v", got)
	}
	return h
}

// pairs returns who is on which axis, by an export of who does what.
func pairs(content []byte) (all []string) {
	for i, line := range strings.Split(strings.TrimSpace(string(content)), "\r\n") {
		if cells := cellsOf(line); i > 1 {
			all = append(all, cells[1]+" "+cells[5])
		}
	}
	slices.Sort(all)
	return all
}

// Who does what comes back: the same partners are on the same axes, and each claim cites the file.
func TestHXL_WhoDoesWhatComesBack(t *testing.T) {
	content := wholeHub(t, "hxl")
	each := func(t *testing.T, s *store.Store) {
		h := thingsOnly(t, s)
		i := h.apply(t, h.plan(t, "matrix.csv", content).ID)
		got := h.outcomes(t, i.ID)
		counts, err := h.Counts(h.ctx, i.ID)
		// A partner of two axes by one action is on two lines, and a few of these tell two statuses.
		if total(got) != i.Records || got[lexicon.OutcomeWaiting] > 0 || err != nil ||
			got[lexicon.OutcomeRefused] != counts.Codes[lexicon.RecordTwice] || got[lexicon.OutcomeRefused] > 10 {
			t.Errorf("outcomes: %+v %v", counts, err)
			h.tell(t, i.ID, lexicon.OutcomeWaiting, lexicon.OutcomeRefused)
		}
		want := pairs(content)
		if diff := cmp.Diff(want, pairs(h.exported(t, "hxl"))); diff != "" || len(want) < 100 {
			t.Errorf("%d pairs: %s", len(want), diff)
		}
		lines := h.lines(t)
		again := h.apply(t, h.plan(t, "matrix.csv", content).ID)
		if now := h.outcomes(t, again.ID); h.lines(t) != lines ||
			now[lexicon.OutcomeUnchanged] != i.Records-got[lexicon.OutcomeRefused] {
			t.Errorf("imported again: %v", now)
			h.tell(t, again.ID, lexicon.OutcomeApplied, lexicon.OutcomeFlagged)
		}
	}
	for _, kind := range testdb.Kinds[:thorough.Count(1, len(testdb.Kinds))] {
		t.Run(kind.Name, func(t *testing.T) { each(t, kind.Open(t)) })
	}
}

var matrix = "Qui fait quoi à Lille\nOrganisation,Rôle,Axe,Action,Statut,Début,Autre\n" +
	"#org,#org +Role,#sector,#activity+name,#status,#date+start,#x_y\n" +
	"Chorale," + lexicon.RoleLead.Label(lexicon.French) + ",Emploi,Forum | Salon,peut-être,03/2025,?\n" +
	"Chorale,LEAD,Emploi,Forum,ACTIVE,2025-03,?\nUnion sportive,,Sport,,,,\n"

// A file of other people names what it means; what the hub has no place for is told by its line.
func TestHXL_OfOtherPeopleBecomesClaims(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := newHub(t, s)
		i := h.planIn(t, h.contract(t, "lille"), "3w.csv", matrix)
		h.apply(t, i.ID)
		counts, err := h.Counts(h.ctx, i.ID)
		if err != nil || counts.Codes[lexicon.ReferenceUnknown] != 1 || counts.Codes[lexicon.WordUnknown] != 1 {
			t.Errorf("%+v, %v", counts, err)
			h.tell(t, i.ID)
		}
		tables := unzip(t, h.exported(t, "tables"))
		for table, want := range map[string]int{"partners.csv": 2, "actions.csv": 2, "alignments.csv": 2,
			"contributions.csv": 2} {
			if n := strings.Count(tables[table], "\n") - 1; n != want {
				t.Errorf("%d in %s:\n%s", n, table, tables[table])
			}
		}
		if len(i.Notes) != 1 || i.Notes[0].Value != "#x_y" {
			t.Errorf("notes: %+v", i.Notes)
		}
	})
}

// A network comes back with its things and claims. Derived contributions and other lines of no place are refused one by
// one.
func TestKumu_ElementsAndConnectionsBecomeRecords(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := newHub(t, s)
		content := zipped(t, "connections.csv",
			"From,To,Type,Notes (ignore)\nChorale,Forum|Salon,Lead,x\nChorale,Nuage,Lead,\n"+
				"Forum,Emploi,SERVES,\nForum,Emploi,rouge,\n\n\nChorale,Salon,Funder,\n",
			"elements.csv",
			"Label,Type,Description,Tags\nChorale,Organisation,Chante,\nForum,Projet,,\nSalon,Action,,\n"+
				"Emploi,Axe,,\nNuage,Météo,,\n")
		i := h.planIn(t, h.contract(t, "lille"), "kumu.zip", string(content))
		h.apply(t, i.ID)
		refusals := imports.LineFilter{Outcomes: []lexicon.ImportOutcome{lexicon.OutcomeRefused}}
		lines, err := h.Lines(h.ctx, i.ID, refusals, 0, 20)
		if err != nil {
			t.Fatal(err)
		}
		refused := map[string]lexicon.NoteCode{}
		for _, l := range lines {
			refused[l.Place] = l.Notes[0].Code
		}
		want := map[string]lexicon.NoteCode{"elements!A6": lexicon.TypeUnknown, "connections!A3": lexicon.TypeUnknown,
			"connections!A5": lexicon.TypeUnknown, "connections!A8": lexicon.TableEnded}
		if diff := cmp.Diff(want, refused); diff != "" {
			t.Error(diff)
		}
		tables := unzip(t, h.exported(t, "tables"))
		for table, want := range map[string]int{"partners.csv": 1, "actions.csv": 2, "alignments.csv": 1,
			"contributions.csv": 2,
			"axes.csv":          1} {
			if n := strings.Count(tables[table], "\n") - 1; n != want {
				t.Errorf("%d in %s:\n%s", n, table, tables[table])
			}
		}
		h.tell(t, i.ID, lexicon.OutcomeWaiting)
	})
}

// Our own network, imported into a hub with the things that it names by their identifiers, brings their claims.
func TestKumu_OwnNetworkComesBack(t *testing.T) {
	s := testdb.SQLite(t)
	h := thingsOnly(t, s)
	i := h.apply(t, h.plan(t, "kumu.xlsx", wholeHub(t, "kumu")).ID)
	counts, err := h.Counts(h.ctx, i.ID)
	if err != nil || total(counts.Outcomes) != i.Records || counts.Outcomes[lexicon.OutcomeWaiting] > 0 {
		t.Errorf("%+v, %v", counts, err)
		h.tell(t, i.ID, lexicon.OutcomeWaiting)
	}
	was, is := unzip(t, wholeHub(t, "tables")), unzip(t, h.exported(t, "tables"))
	for _, table := range []string{"contributions.csv", "alignments.csv", "memberships.csv", "partners.csv"} {
		if strings.Count(was[table], "\n") != strings.Count(is[table], "\n") {
			t.Errorf("%s: %d lines, and %d came back", table, strings.Count(was[table], "\n"),
				strings.Count(is[table], "\n"))
		}
	}
}

// What a delta says is deleted is shown, and deleted only when a person takes it.
func TestNDJSON_DeletionsWaitForADecision(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := newHub(t, s)
		gone := h.partner(t, "Chorale", "775666712")
		h.partner(t, "Union sportive", "")
		content := []byte(`{"type":"Partner","id":"` + gone + `","position":"x","deleted":true}` + "\n" +
			`{"type":"Partner","id":"` + lexicon.NewUID("partner") + `","position":"x","deleted":true}` + "\n" +
			`{"type":"Unicorn","id":"` + lexicon.NewUID("partner") + `","position":"y","deleted":true}` + "\n" +
			`{"type":` + "\n")
		i := h.apply(t, h.plan(t, "delta.ndjson", content).ID)
		want := map[lexicon.ImportOutcome]int{lexicon.OutcomeWaiting: 1, lexicon.OutcomeUnchanged: 1,
			lexicon.OutcomeRefused: 2}
		if diff := cmp.Diff(want, h.outcomes(t, i.ID)); diff != "" || s.Client.Partner.Query().CountX(h.ctx) != 2 {
			t.Errorf("before a decision: %s", diff)
		}
		h.decide(t, i.ID, imports.Answer{Code: lexicon.DeletedInFile, Choice: imports.Take})
		h.apply(t, i.ID)
		if n := s.Client.Partner.Query().CountX(h.ctx); n != 1 {
			t.Errorf("%d partners after it", n)
			h.tell(t, i.ID)
		}
		if err := h.Revert(h.ctx, i.ID); err != nil {
			t.Fatal(err)
		}
		if done, err := h.Work(h.ctx, i.ID, nil); err != nil || s.Client.Partner.Query().CountX(h.ctx) != 2 {
			t.Errorf("reverted: %+v, %v", done, err)
		}
	})
}

// cellsOf splits a line of CSV without line ends in its cells.
func cellsOf(line string) []string {
	cells, quoted := []string{""}, false
	for _, r := range line {
		switch {
		case r == '"':
			quoted = !quoted
		case r == ',' && !quoted:
			cells = append(cells, "")
		default:
			cells[len(cells)-1] += string(r)
		}
	}
	return cells
}
