package accounts_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"maillage/internal/server"
	"maillage/internal/testhub"
)

// sameBodyTwice creates the same body twice: `cpam`, which is known, and `cpam-13`, which is to be merged into it.
// Each has everything that a partner can have; a contribution, an identifier and two citations are the same.
func sameBodyTwice(t testing.TB, h *testhub.Hub) {
	t.Helper()
	at := func(locator string) []in { return []in{{"source": "report", "locator": locator}} }
	create := func(of string, fields in) in { return in{"create" + of: fields} }
	done(t, h, "applyChanges", in{"changes": []in{
		{"updatePartner": in{
			"id": "cpam", "version": 1, "acronym": "CPAM", "sector": "SOCIAL_SECURITY", "citations": at("p. 1"),
		}},
		create("Partner", in{"code": "cpam-13", "name": "Caisse primaire 13", "acronym": "CPAM 13", "aliases": []string{"Caisse 13", "CPAM"},
			"description": "Assure.", "citations": append(at("p. 1"), at("p. 2")...),
			"translations": []in{{"field": "DESCRIPTION", "language": "en", "text": "Insures."}}}),
		create("Partner", in{"code": "old-cpam", "name": "Ancienne caisse"}),
		create("Identifier", in{"partner": "cpam", "scheme": "SIREN", "value": "552100554"}),
		create(
			"Identifier",
			in{
				"partner": "cpam-13", "scheme": "SIREN", "value": "552100554", "verification": "VERIFIED",
				"citations": at("p. 3"),
			},
		),
		create("Identifier", in{"partner": "cpam-13", "scheme": "OTHER", "value": "13"}),
		create(
			"Contribution",
			in{
				"partner": "cpam", "action": "forum", "role": "OPERATOR", "status": "ACTIVE", "since": "2020",
				"citations": at("p. 4"),
			},
		),
		create("Contribution", in{"partner": "cpam-13", "action": "forum", "role": "OPERATOR", "status": "ACTIVE", "since": "2020", "code": "double",
			"wording": "porte", "citations": append(at("p. 4"), at("p. 5")...)}),
		create(
			"Contribution",
			in{"partner": "cpam-13", "action": "atelier", "role": "LEAD", "status": "ACTIVE", "citations": at("p. 6")},
		),
		create(
			"Contribution",
			in{
				"partner": "cpam-13", "axis": "north/axe-1", "role": "LEAD", "status": "ACTIVE",
				"citations": at("p. 7"),
			},
		),
		create(
			"Contribution",
			in{"partner": "cpam", "axis": "south/axe-1", "role": "FUNDER", "status": "ACTIVE", "basis": "DECLARED"},
		),
		create(
			"Contribution",
			in{
				"partner": "cpam-13", "axis": "south/axe-1", "role": "FUNDER", "status": "MENTIONED",
				"basis": "DECLARED",
			},
		),
		create(
			"Contribution",
			in{"partner": "cpam", "action": "south/autre", "role": "HOST", "basis": "DECLARED", "since": "2019"},
		),
		create(
			"Contribution",
			in{
				"partner": "cpam-13", "action": "south/autre", "role": "HOST", "basis": "DECLARED", "since": "2019",
				"until": "2021",
			},
		),
		create("Membership", in{"partner": "cpam-13", "group": "copil", "role": "EXPERT", "basis": "DECLARED"}),
		create("Membership", in{"partner": "cpam-13", "collective": "ccas", "basis": "DECLARED"}),
		create(
			"Relation",
			in{"kind": "SUCCEEDS", "subject": "cpam-13", "object": "old-cpam", "status": "ACTIVE", "basis": "DECLARED"},
		),
		create("Relation", in{"kind": "TARGETS", "subject": "cpam-13", "literal": "tout public", "basis": "DECLARED"}),
		create(
			"Relation",
			in{"kind": "TARGETS", "subject": "cpam", "literal": "les jeunes", "contract": "north", "basis": "DECLARED"},
		),
		create(
			"Relation",
			in{
				"kind": "TARGETS", "subject": "cpam-13", "literal": "les jeunes", "contract": "south",
				"basis": "DECLARED",
			},
		),
		create("Relation", in{"kind": "COMMISSIONED", "subject": "caf", "object": "cpam-13", "basis": "DECLARED"}),
	}})
}

// pair returns the input that merges the second partner into the first at their present versions.
func pair(t testing.TB, h *testhub.Hub, others in) in {
	t.Helper()
	var seen struct{ Keep, Merge struct{ Version int } }
	h.Get(
		t, &seen, `{ keep: partner(by: {code: "cpam"}) { version } merge: partner(by: {code: "cpam-13"}) { version } }`,
		nil,
	)
	return changed(
		in{"keep": "cpam", "keepVersion": seen.Keep.Version, "merge": "cpam-13", "mergeVersion": seen.Merge.Version},
		others,
	)
}

// eachTwice runs the test on a hub with the same body twice, as an administrator.
func eachTwice(t *testing.T, test func(t *testing.T, h *testhub.Hub)) {
	t.Helper()
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		sameBodyTwice(t, h)
		test(t, h)
	})
}

// grown matches what every write changes.
var grown = regexp.MustCompile(`"version":\d+,|"updatedAt":"[^"]*",`)

// exported returns all records, without what every write changes.
func exported(t testing.TB, h *testhub.Hub) string {
	t.Helper()
	var all strings.Builder
	if err := testhub.Export(testhub.Context(t), h.Store.Client, &all); err != nil {
		t.Fatal(err)
	}
	return grown.ReplaceAllString(all.String(), "")
}

func TestMergePartners_AllThatNamesTheOneNamesTheOther(t *testing.T) {
	eachTwice(t, func(t *testing.T, h *testhub.Hub) {
		m := done(t, h, "mergePartners", pair(t, h, in{"takenFields": []string{"description"}, "reason": "la même"}))
		joined := 0
		for _, move := range m.Moves {
			if move.JoinedWith != nil {
				joined++
			}
			if (move.JoinedWith != nil) != (move.Record == nil) {
				t.Errorf("%+v is there and joined, or neither", move)
			}
		}
		if len(m.Moves) != 15 || joined != 3 { // a contribution, an identifier, a citation
			t.Errorf("%d moves, %d joined: %+v", len(m.Moves), joined, m.Moves)
		}
		for _, line := range m.Changes {
			if line.WriteID != m.Changes[0].WriteID || line.Reason == nil || *line.Reason != "la même" {
				t.Errorf("a line of another write: %+v", line)
			}
		}
		var seen json.RawMessage
		h.Get(t, &seen, `{ partner(by: {code: "cpam"}) { name acronym aliases description sector mergedIds
			identifiers { nodes { scheme value verification citations { totalCount } } }
			contributions { nodes { code role wording status since until citations { nodes { locator } } } }
			memberships { nodes { role group { code } collective { code } } }
			predecessors { code } relations { nodes { relationKind literal } } inverseRelations { nodes { relationKind } }
			citations { nodes { locator } } text(field: DESCRIPTION, languages: ["en"]) { value } } }`, nil)
		text := strings.Join(strings.Fields(string(seen)), " ")
		for _, want := range []string{
			`"name":"CPAM","acronym":"CPAM","aliases":["Caisse primaire 13","CPAM 13","Caisse 13"],"description":"Assure.","sector":"SOCIAL_SECURITY"`,
			`"identifiers":{"nodes":[{"scheme":"SIREN","value":"552100554","verification":"VERIFIED","citations":{"totalCount":1}},{"scheme":"OTHER","value":"13","verification":"UNVERIFIED","citations":{"totalCount":0}}]}`,
			`{"code":"double","role":"OPERATOR","wording":"porte","status":"ACTIVE","since":"2020","until":null,"citations":{"nodes":[{"locator":"p. 4"},{"locator":"p. 5"}]}}`,
			`"since":"2019","until":null`, `"since":"2019","until":"2021"`,
			`"role":"FUNDER","wording":null,"status":"ACTIVE"`, `"role":"FUNDER","wording":null,"status":"MENTIONED"`,
			`"memberships":{"nodes":[{"role":"EXPERT","group":{"code":"copil"},"collective":null},{"role":"PARTICIPANT","group":null,"collective":{"code":"ccas"}}]}`,
			`"predecessors":[{"code":"old-cpam"}]`, `{"relationKind":"TARGETS","literal":"tout public"}`, `{"relationKind":"COMMISSIONED"}`,
			`"citations":{"nodes":[{"locator":"p. 1"},{"locator":"p. 2"}]}`, `"text":{"value":"Insures."`,
		} {
			if !strings.Contains(text, want) {
				t.Errorf("%s\nlacks %s", text, want)
			}
		}
	})
}

func TestMergePartners_RevertingTheWriteRestoresBoth(t *testing.T) {
	eachTwice(t, func(t *testing.T, h *testhub.Hub) {
		before := exported(t, h)
		take := []string{"code", "name", "acronym", "description", "kind", "sector", "openList", "language"}
		m := done(t, h, "mergePartners", pair(t, h, in{"takenFields": take}))
		if exported(t, h) == before {
			t.Fatal("the merge changed nothing")
		}
		undone := done(t, h, "revertChange", in{"change": m.Changes[2].ID, "wholeWrite": true})
		if after := exported(t, h); after != before {
			t.Errorf("before\n%s\nafter\n%s", before, after)
		}
		done(t, h, "revertChange", in{"change": undone.Changes[0].ID, "wholeWrite": true})
		var seen struct{ Partner struct{ Code, Name string } }
		h.Get(t, &seen, `{ partner(by: {code: "cpam"}) { code name } }`, nil)
		if seen.Partner.Code != "cpam-13" || seen.Partner.Name != "Caisse primaire 13" {
			t.Errorf("merged again: %+v", seen)
		}
	})
}

func TestMergePartners_IdAndCodeLeadOn(t *testing.T) {
	eachTwice(t, func(t *testing.T, h *testhub.Hub) {
		gone := done(t, h, "upsertPartner", in{"code": "cpam-13"}).Record.ID
		third := done(t, h, "createPartner", in{"code": "third", "name": "Troisième"}).Record
		m := done(t, h, "mergePartners", pair(t, h, nil))
		end := done(
			t, h, "mergePartners",
			in{"keep": "third", "keepVersion": 1, "merge": "cpam", "mergeVersion": m.Record.Version},
		)
		h.Settle(t)
		var seen struct {
			ID, Code, First struct{ ID string }
			Filtered        struct{ Nodes []struct{ ID string } }
			Node            *struct{ ID string }
			Changes         struct {
				Nodes []struct {
					Operation  string
					MergedInto *struct{ ID string }
				}
			}
		}
		h.Get(t, &seen, `query ($id: ID!) { id: partner(by: {id: $id}) { id } code: partner(by: {code: "cpam-13"}) { id } first: partner(by: {code: "cpam"}) { id }
			filtered: partners(filter: {ids: [$id]}) { nodes { id } } node(id: $id) { id }
			changes(filter: {recordId: $id}) { nodes { operation mergedInto { id } } } }`, in{"id": gone})
		for _, id := range []string{seen.ID.ID, seen.Code.ID, seen.First.ID, seen.Filtered.Nodes[0].ID, end.Record.ID} {
			if id != third.ID {
				t.Errorf("led to %q, not %q", id, third.ID)
			}
		}
		if seen.Node != nil {
			t.Errorf("a node of another id: %+v", seen.Node)
		}
		for i, line := range seen.Changes.Nodes {
			isLast := i == len(seen.Changes.Nodes)-1
			if (line.MergedInto != nil) != isLast || isLast && (line.Operation != "DELETE" ||
				line.MergedInto.ID != third.ID) {
				t.Errorf("line %d: %+v", i, line)
			}
		}
		claim := done(t, h, "createContribution", changed(declared(gone, "forum"), in{"role": "HOST"}))
		if fields := claim.Changes[0].Fields; !strings.Contains(fmt.Sprint(linesSaid(claim.Changes)), third.ID) {
			t.Errorf("a claim about the id is of %v", fields)
		}
		for _, name := range []in{
			{"code": "cpam-13", "name": "Caisse primaire 13"}, {"id": gone}, {"code": "cpam", "description": "D"},
		} {
			if up := done(t, h, "upsertPartner", name); up.Record.ID != third.ID {
				t.Errorf("upserting %v made or changed %+v", name, up.Record)
			}
		}
		rejected(t, h, "upsertPartner", in{"code": "cpam-13", "version": 1, "name": "X"}, "CONFLICT", "version")
		rejected(t, h, "updatePartner", in{"id": gone, "version": 1, "name": "X"}, "UNKNOWN_RECORD", "id")
		rejected(t, h, "deletePartner", in{"id": "cpam-13", "version": 1}, "UNKNOWN_RECORD", "id")
		rejected(
			t, h, "mergePartners", in{"keep": "caf", "keepVersion": 1, "merge": "cpam-13", "mergeVersion": 1},
			"UNKNOWN_RECORD", "merge",
		)
		fresh := administrator(t, testhub.New(t, h.Store, server.Config{})) // which reads all records at once
		fresh.Get(
			t, &seen,
			`query ($id: ID!) { id: partner(by: {id: $id}) { id } code: partner(by: {code: "cpam-13"}) { id } }`,
			in{"id": gone},
		)
		if seen.ID.ID != third.ID || seen.Code.ID != third.ID {
			t.Errorf("after a restart: %+v", seen)
		}
		other := done(t, h, "createPartner", in{"code": "cpam-13", "name": "Une autre"})
		h.Get(t, &seen, `{ code: partner(by: {code: "cpam-13"}) { id } }`, nil)
		if seen.Code.ID != other.Record.ID {
			t.Error("a partner that has the code itself is not found by it")
		}
	})
}

func TestMergePartners_WhatIsDerivedIsOfTheKept(t *testing.T) {
	eachTwice(t, func(t *testing.T, h *testhub.Hub) {
		var moment struct{ Viewer struct{ Role string } }
		h.Get(t, &moment, `{ viewer { role } }`, nil)
		then := time.Now().UTC().Truncate(time.Microsecond) // as the ledger has times
		done(t, h, "mergePartners", pair(t, h, nil))
		h.Settle(t)
		var seen struct {
			Contract struct {
				Matrix struct {
					Rows []struct{ Partner struct{ Code string } }
				}
				Gaps []struct{ Code string }
			}
		}
		query := `contract(by: {code: "north"}) { matrix { rows { partner { code } } } gaps(filter: {codes: [SINGLE_PARTNER, NO_CONFIRMED_CONTRIBUTOR]}) { code } }`
		codes := func() (rows []string) {
			for _, r := range seen.Contract.Matrix.Rows {
				rows = append(rows, r.Partner.Code)
			}
			return rows
		}
		h.Get(t, &seen, `{ `+query+` }`, nil)
		if rows := codes(); slices.Contains(rows, "cpam-13") || !slices.Contains(rows, "cpam") {
			t.Errorf("the matrix has %v", rows)
		}
		if len(seen.Contract.Gaps) != 2 {
			t.Errorf("gaps: %+v", seen.Contract.Gaps)
		}
		h.Get(t, &seen, fmt.Sprintf(`query @asKnownAt(at: %q) { `, then.Format(time.RFC3339Nano))+query+` }`, nil)
		if rows := codes(); !slices.Contains(rows, "cpam-13") || slices.Contains(rows, "cpam") {
			t.Errorf("before the merge the matrix had %v", rows)
		}
	})
}
