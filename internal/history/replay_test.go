package history_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/gen/ent"
	"maillage/internal/history"
	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// Public identifiers of the records in these tests.
const (
	cpam    = "partner_00000000000000000000000001"
	caf     = "partner_00000000000000000000000002"
	lens    = "contract_00000000000000000000000001"
	health  = "axis_00000000000000000000000001"
	forum   = "action_00000000000000000000000001"
	leading = "contribution_00000000000000000000000001"
)

// day returns noon of a day of June 2026.
func day(n int) time.Time { return time.Date(2026, 6, n, 12, 0, 0, 0, time.UTC) }

// side decodes one side of a line.
func side(t *testing.T, fields string) (decoded map[string]json.RawMessage) {
	t.Helper()
	if fields == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(fields), &decoded); err != nil {
		t.Fatal(err)
	}
	return decoded
}

// line returns a line of the ledger, with the fields before and after it as JSON.
func line(t *testing.T, o lexicon.ChangeOperation, uid string, version int, before, after string) *ent.Change {
	t.Helper()
	prefix, _, _ := strings.Cut(uid, "_")
	return &ent.Change{At: day(version), RecordType: prefix, RecordUID: uid, RecordRow: 7, RecordVersion: version,
		Operation: o, Before: side(t, before), After: side(t, after)}
}

func created(t *testing.T, uid, after string) *ent.Change {
	t.Helper()
	return line(t, lexicon.OperationCreate, uid, 1, "", after)
}

func updated(t *testing.T, uid string, version int, before, after string) *ent.Change {
	t.Helper()
	return line(t, lexicon.OperationUpdate, uid, version, before, after)
}

func deleted(t *testing.T, uid string, version int, before string) *ent.Change {
	t.Helper()
	return line(t, lexicon.OperationDelete, uid, version, before, "")
}

func replayed(t *testing.T, lines ...*ent.Change) history.State {
	t.Helper()
	state := history.State{}
	for _, l := range lines {
		if err := state.Replay(l); err != nil {
			t.Fatal(err)
		}
	}
	return state
}

func TestReplay_ReconstructsTheRecordAfterEachLine(t *testing.T) {
	state := history.State{}
	partner := record.OfUID(cpam)
	for _, step := range []struct {
		line *ent.Change
		want history.Record
	}{
		{created(t, cpam, `{"code": "cpam", "name": "CPAM", "acronym": null, "openList": true}`), history.Record{
			Version: 1, UpdatedAt: day(1), Values: map[string]any{"code": "cpam", "name": "CPAM", "openList": true}}},
		{updated(t, cpam, 2, `{"name": "CPAM"}`, `{"name": "CPAM du Hainaut", "acronym": "C"}`), history.Record{
			Version: 2, UpdatedAt: day(2), Values: map[string]any{
				"code": "cpam", "name": "CPAM du Hainaut", "acronym": "C", "openList": true}}},
		{updated(t, cpam, 3, `{"acronym": "C"}`, `{"acronym": null}`), history.Record{
			Version: 3, UpdatedAt: day(3), Values: map[string]any{
				"code": "cpam", "name": "CPAM du Hainaut", "openList": true}}},
		{updated(t, cpam, 4, `{"openList": true}`, ``), history.Record{
			Version: 4, UpdatedAt: day(4), Values: map[string]any{"code": "cpam", "name": "CPAM du Hainaut"}}},
		{deleted(t, cpam, 5, `{"code": "cpam", "name": "CPAM du Hainaut"}`), history.Record{
			Version: 4, UpdatedAt: day(4), Gone: true}},
	} {
		if err := state.Replay(step.line); err != nil {
			t.Fatal(err)
		}
		step.want.UID, step.want.CreatedAt = cpam, day(1)
		got := *state[cpam]
		if got.Type != partner {
			t.Errorf("version %d is of the type %s", got.Version, got.Type.Name)
		}
		got.Type = nil
		if diff := cmp.Diff(step.want, got); diff != "" {
			t.Errorf("after version %d (-want +got):\n%s", step.line.RecordVersion, diff)
		}
	}
}

// A record that a revert brings back is as old as it was. One that is only created again is new.
func TestReplay_ARevertedDeletionKeepsTheTimeOfCreation(t *testing.T) {
	reverted := "change_00000000000000000000000001"
	for name, c := range map[string]struct {
		reverts *string
		want    time.Time
	}{"reverted": {&reverted, day(1)}, "created again": {nil, day(6)}} {
		back := line(t, lexicon.OperationCreate, cpam, 6, "", `{"code": "cpam", "name": "Back"}`)
		back.Reverts = c.reverts
		state := replayed(t, created(t, cpam, `{"code": "cpam", "name": "CPAM"}`),
			deleted(t, cpam, 2, `{"code": "cpam", "name": "CPAM"}`), back)
		got := state[cpam]
		if !got.CreatedAt.Equal(c.want) || got.Gone || got.Version != 6 || got.Values["name"] != "Back" {
			t.Errorf("%s: %+v, want it created at %v", name, got, c.want)
		}
	}
	first := created(t, caf, `{"code": "caf", "name": "CAF"}`)
	first.Reverts = &reverted // the ledger begins after the record was created
	if got := replayed(t, first)[caf]; !got.CreatedAt.Equal(day(1)) {
		t.Errorf("created at %v without an earlier line", got.CreatedAt)
	}
}

func TestReplay_ADeletionOfAnUnknownRecordIsIgnored(t *testing.T) {
	if state := replayed(t, deleted(t, cpam, 2, `{"code": "cpam"}`)); len(state) != 0 {
		t.Errorf("%d records", len(state))
	}
}

func TestReplay_RefusesLinesThatCannotBe(t *testing.T) {
	before := []*ent.Change{created(t, caf, `{"code": "caf", "name": "CAF"}`), deleted(t, caf, 2, `{"code": "caf"}`)}
	for want, l := range map[string]*ent.Change{
		`a "ghost", which is no type`: created(t, "ghost_1", `{}`),
		"changes " + cpam:             updated(t, cpam, 2, `{"name": "CPAM"}`, `{"name": "C"}`),
		"changes " + caf:              updated(t, caf, 3, `{"name": "CAF"}`, `{"name": "C"}`),
		"has the field wings":         created(t, cpam, `{"wings": 2}`),
		"has the openList":            created(t, cpam, `{"openList": "perhaps"}`),
	} {
		state := replayed(t, before...)
		if err := state.Replay(l); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
		if len(state) != 1 || !state[caf].Gone {
			t.Errorf("%q: the refused line changed the records", want)
		}
	}
}

func TestExport_IsByTypeAndIdentifierWithoutDeletedRecords(t *testing.T) {
	state := replayed(t,
		created(t, caf, `{"code": "caf", "name": "CAF <59>"}`), created(t, cpam, `{"code": "cpam", "name": "CPAM"}`),
		created(t, lens, `{"code": "lens", "name": "Lens"}`), updated(t, lens, 3, `{"name": "Lens"}`, `{"name": "L"}`),
		created(t, forum, `{"code": "forum", "name": "Forum"}`), deleted(t, forum, 2, `{"code": "forum"}`))
	var out strings.Builder
	if err := state.Export(&out); err != nil {
		t.Fatal(err)
	}
	type exported struct {
		ID, CreatedAt, UpdatedAt string
		Version                  int
	}
	var got []exported
	decoder := json.NewDecoder(strings.NewReader(out.String()))
	for decoder.More() {
		var e exported
		if err := decoder.Decode(&e); err != nil {
			t.Fatal(err)
		}
		got = append(got, e)
	}
	at := func(n int) string { return day(n).Format(time.RFC3339Nano) }
	want := []exported{{cpam, at(1), at(1), 1}, {caf, at(1), at(1), 1}, {lens, at(1), at(3), 3}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s\n%s", diff, out.String())
	}
	if !strings.Contains(out.String(), "CAF <59>") {
		t.Errorf("a text is escaped: %s", out.String())
	}
}
