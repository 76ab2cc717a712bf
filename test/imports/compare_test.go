package imports_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"entgo.io/ent/dialect/sql"
	"github.com/google/go-cmp/cmp"

	"maillage/internal/exchange/imports"
	"maillage/internal/gen/ent/partner"
	"maillage/internal/lexicon"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

const clubTable = "code,name,acronym\nclub,Union sportive,US\n"

// A value that people changed since an import is a question in our own tables: the file says what it said, on purpose
// or because it is old.
func TestTables_AValuePutBackIsAQuestion(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := newHub(t, s)
		h.apply(t, h.plan(t, "partners.csv", []byte(clubTable)).ID)
		club := s.Client.Partner.Query().OnlyX(h.ctx)
		h.update(t, "partner", map[string]any{"id": club.UID, "version": 1, "name": "Étoile"})
		i := h.plan(t, "partners.csv", []byte("code,name,acronym\nclub,Union sportive,USL\n"))
		want := []string{"2 WAITING CHANGED CHANGED_IN_HUB"}
		if diff := cmp.Diff(want, h.noted(t, i.ID)); diff != "" {
			t.Fatal(diff)
		}
		lines, err := h.Lines(h.ctx, i.ID, imports.LineFilter{}, 0, 1)
		if err != nil || lines[0].Notes[0].Value != "acronym, name" || lines[0].Notes[1].Value != "name" {
			t.Errorf("%+v, %v", lines, err)
		}
		h.decide(t, i.ID, imports.Answer{Code: lexicon.ChangedInHub, Choice: imports.Take})
		h.apply(t, i.ID)
		club = s.Client.Partner.Query().OnlyX(h.ctx)
		if club.Name != "Union sportive" || *club.Acronym != "USL" {
			t.Errorf("taken: %+v", club)
		}
		// The import wrote it last: what the file says now is no question.
		i = h.plan(t, "partners.csv", []byte("code,name,acronym\nclub,Union sportive,US\n"))
		if diff := cmp.Diff([]string{"2 FLAGGED CHANGED"}, h.noted(t, i.ID)); diff != "" {
			t.Error(diff)
		}
	})
}

// The version tells whether the owner of a table knew the record: one that changed since is not overwritten.
func TestTables_TheVersionDecides(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := newHub(t, s)
		h.apply(t, h.plan(t, "partners.csv", []byte(clubTable)).ID)
		club := s.Client.Partner.Query().OnlyX(h.ctx)
		other := h.partner(t, "Chorale", "")
		for uid, name := range map[string]string{club.UID: "Étoile", other: "Chœur"} {
			h.update(t, "partner", map[string]any{"id": uid, "version": 1, "name": name})
		}
		table := func(version string) string {
			return "id,version,name\n" + club.UID + "," + version + ",Union sportive\n" +
				other + "," + version + ",Chorale\n"
		}
		ndjson := func(version string) string {
			line := `{"type":"Partner","id":%q,"version":%s,` +
				`"fields":{"code":%q,"name":%q,"acronym":%s,"kind":"ORGANISATION"}}`
			return fmt.Sprintf(line+"\n"+line+"\n", club.UID, version, "club", "Union sportive", `"US"`,
				other, version, "p1", "Chorale", "null")
		}
		for _, c := range []struct{ name, content, club, other string }{
			{"partners.csv", table("1"), "WAITING CHANGED CHANGED_IN_HUB", "WAITING CHANGED CHANGED_IN_HUB"},
			{"partners.csv", table("2"), "FLAGGED CHANGED", "FLAGGED CHANGED"},
			{"partners.csv", table("9"), "WAITING CHANGED CHANGED_IN_HUB", "FLAGGED CHANGED"}, // of another hub
			{
				"partners.csv", table("x"),
				"WAITING VALUE_INVALID CHANGED CHANGED_IN_HUB", "WAITING VALUE_INVALID CHANGED",
			},
			{"a.ndjson", ndjson("1"), "WAITING CHANGED CHANGED_IN_HUB", "WAITING CHANGED CHANGED_IN_HUB"},
			{"a.ndjson", ndjson("2"), "FLAGGED CHANGED", "FLAGGED CHANGED"},
		} {
			got := h.noted(t, h.plan(t, c.name, []byte(c.content)).ID)
			for i, noted := range got {
				got[i] = noted[2:]
			}
			if !slices.Equal(got, []string{c.club, c.other}) {
				t.Errorf("%s: %q", c.content, got)
			}
		}
		i := h.plan(t, "partners.csv", []byte(table("2")))
		h.apply(t, i.ID)
		if n := s.Client.Partner.Query().Where(partner.Version(3), sql.FieldIn("name", "Union sportive", "Chorale")).
			CountX(h.ctx); n != 2 {
			t.Errorf("%d partners are as the table says", n)
		}
		// Only the import changed them since: the same table with another name is no question.
		again := h.plan(t, "partners.csv", bytes.Replace([]byte(table("2")), []byte("Chorale"), []byte("Chœur"), 1))
		if got := h.noted(t, again.ID); !slices.Equal(got, []string{"2 UNCHANGED ALREADY_THERE", "3 FLAGGED CHANGED"}) {
			t.Errorf("after the import: %q", got)
		}
	})
}

// A row with a name alone is compared with the partner that a person chooses: what changes is told, and not written if
// the partner changes until then.
func TestTables_ARowWithANameIsComparedWithThePartner(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := newHub(t, s)
		club := h.partner(t, "Union sportive", "")
		same := h.partner(t, "Chorale", "")
		i := h.plan(t, "partners.csv", []byte("name,acronym,description\nUNION SPORTIVE,US,\nChorale,,\n"))
		if n, err := h.AcceptSuggestions(h.ctx, i.ID); n != 2 || err != nil {
			t.Fatalf("%d suggestions: %v", n, err)
		}
		want := []string{"2 FLAGGED CHANGED PARTNER_SUGGESTED", "3 UNCHANGED ALREADY_THERE"}
		if diff := cmp.Diff(want, h.noted(t, i.ID)); diff != "" {
			t.Error(diff)
		}
		h.decide(t, i.ID, imports.Answer{Party: h.parties(t, i.ID)[0].Number, Choice: imports.NewOne})
		if got := h.noted(t, i.ID)[0]; got != "2 FLAGGED PARTNER_SUGGESTED" {
			t.Errorf("as a new partner: %s", got)
		}
		h.decide(t, i.ID, imports.Answer{Party: h.parties(t, i.ID)[0].Number, Choice: club})
		h.update(t, "partner", map[string]any{"id": club, "version": 1, "acronym": "USL"})
		h.apply(t, i.ID)
		row := s.Client.Partner.Query().Where(partner.UID(club)).OnlyX(h.ctx)
		if *row.Acronym != "USL" || row.Version != 2 {
			t.Errorf("written in spite of the version: %+v", row)
		}
		if got := h.noted(t, i.ID)[0]; got != "2 WAITING CHANGED CONFLICT PARTNER_SUGGESTED" {
			t.Errorf("%s of %s and %s", got, club, same)
		}
		h.decide(t, i.ID, imports.Answer{Party: h.parties(t, i.ID)[0].Number, Choice: club},
			imports.Answer{Lines: []int{2}, Choice: imports.Take}) // of the partner as it is now
		h.apply(t, i.ID)
		row = s.Client.Partner.Query().Where(partner.UID(club)).OnlyX(h.ctx)
		if *row.Acronym != "US" || row.Name != "Union sportive" {
			t.Errorf("decided again: %+v", row)
		}
		i = h.plan(t, "partners.csv", []byte("name,acronym\nUNION SPORTIVE,US2\n"))
		party := h.parties(t, i.ID)[0].Number
		for _, choice := range []string{club, imports.NewOne} {
			h.decide(t, i.ID, imports.Answer{Party: party, Choice: choice})
		}
		h.apply(t, i.ID)
		if n := s.Client.Partner.Query().Where(partner.Acronym("US2")).CountX(h.ctx); n != 1 ||
			s.Client.Partner.Query().CountX(h.ctx) != 3 {
			t.Errorf("decided twice, it is no new partner: %v", h.noted(t, i.ID))
		}
		lines := h.lines(t)
		h.apply(t, h.plan(t, "partners.csv", bytes.ToLower([]byte("name\nunion sportive\n"))).ID)
		if h.lines(t) != lines {
			t.Error("a name alone is written")
		}
	})
}

// parties returns all parties of an import.
func (h *hub) parties(t *testing.T, id string) []imports.Party {
	t.Helper()
	all, err := h.Parties(h.ctx, id, false, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	return all
}
