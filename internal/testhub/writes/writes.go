// Package writes has the support of tests of mutations, which write as clients do, with variables.
package writes

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode"

	"maillage/internal/lexicon"
	recordtype "maillage/internal/record"
	"maillage/internal/server"
	"maillage/internal/store"
	"maillage/internal/testhub"
)

// UserError is a user error as the API shows it.
type UserError struct {
	Field   []string
	Code    string
	Message string
}

// FieldChange is a changed field of a line.
type FieldChange struct {
	Field         string
	Before, After FieldValue
}

// ValueSelection selects all fields of a value that can be compared.
const ValueSelection = `{ text date number amount flag texts recordId translations { field language text } }`

// FieldValue is a value of a field as JSON: the only field of FieldValue that is not null.
type FieldValue json.RawMessage

// UnmarshalJSON refuses a value without exactly one field.
func (v *FieldValue) UnmarshalJSON(text []byte) error {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(text, &fields); err != nil || fields == nil {
		*v = FieldValue("null")
		return err
	}
	maps.DeleteFunc(fields, func(_ string, value json.RawMessage) bool { return string(value) == "null" })
	if len(fields) != 1 {
		return fmt.Errorf("a value has not one field but %d: %s", len(fields), text)
	}
	for _, value := range fields {
		*v = FieldValue(value)
	}
	return nil
}

// LineAnswer is a line of the ledger.
type LineAnswer struct {
	ID, At, Operation, RecordType, RecordID, WriteID string
	Version                                          int
	Reason                                           *string
	Contract                                         *struct{ Code string }
	Reverts, RevertedBy                              *struct{ ID string }
	Fields                                           []FieldChange
}

// Payload is the payload of any mutation.
type Payload struct {
	Record *struct {
		ID, CreatedAt, UpdatedAt string
		Version                  int
	}
	RecordID  *string
	RecordIDs []*string `json:"recordIds"`
	Records   []*struct {
		ID      string
		Version int
	}
	Changes []LineAnswer
	Moves   []struct {
		RecordID, RecordType string
		Record, JoinedWith   *struct{ ID string }
	}
	Draft    *struct{ ID, State string }
	Replayed bool
	Conflict *struct {
		SeenVersion, CurrentVersion int
		Fields                      []FieldChange
		Changes                     []LineAnswer
	}
	UserErrors       []UserError
	ClientMutationID *string
}

// LineSelection selects a line.
const LineSelection = `{ id at operation recordType recordId writeId version reason contract { code }
	reverts { id } revertedBy { id } fields { field before ` + ValueSelection + ` after ` + ValueSelection + ` } }`

// OperationOf returns the operation of a mutation, with the type of its input.
func OperationOf(mutation string) string {
	input := strings.ToUpper(mutation[:1]) + mutation[1:] + "Input"
	var what string
	switch {
	case slices.Contains([]string{"applyChanges", "revertChange", "unmergePartners"}, mutation):
		what = "recordIds records { ... on HubRecord { id version } }"
	case strings.HasSuffix(mutation, "Draft"):
		what = ""
		if mutation != "beginDraft" {
			input = "EndDraftInput"
		}
	case mutation == "mergePartners":
		what = "recordId record: partner { id version createdAt updatedAt } moves { " +
			"recordId recordType record { id } joinedWith { id } }"
	case mutation == "linkRecords" || mutation == "unlinkRecords":
		what = "recordId record: relation { id version createdAt updatedAt }"
	default:
		of := strings.TrimLeftFunc(mutation, unicode.IsLower)
		what = "recordId record: " + strings.ToLower(of[:1]) + of[1:] + " { id version createdAt updatedAt }"
		if strings.HasPrefix(mutation, "delete") {
			input = "DeleteRecordInput"
		}
	}
	return `mutation ($input: ` + input + `!) { m: ` + mutation + `(input: $input) { ` +
		what + ` replayed clientMutationId
		changes ` + LineSelection + ` draft { id state }
		conflict { seenVersion currentVersion fields { field before ` + ValueSelection + ` after ` + ValueSelection + ` } changes ` + LineSelection + ` }
		userErrors { field code message } } }`
}

// Try runs a mutation, which may have user errors but no error.
func Try(t testing.TB, h *testhub.Hub, mutation string, input map[string]any) Payload {
	t.Helper()
	var answer struct{ M Payload }
	h.Get(t, &answer, OperationOf(mutation), map[string]any{"input": input})
	return answer.M
}

// Must runs a mutation that must succeed.
func Must(t testing.TB, h *testhub.Hub, mutation string, input map[string]any) Payload {
	t.Helper()
	w := Try(t, h, mutation, input)
	if len(w.UserErrors) > 0 {
		t.Fatalf("%s %v: %+v", mutation, input, w.UserErrors)
	}
	return w
}

// Rejected runs a mutation that must fail with one user error, of this code and field.
func Rejected(
	t testing.TB, h *testhub.Hub, mutation string, input map[string]any, code string, field ...string,
) Payload {
	t.Helper()
	w := Try(t, h, mutation, input)
	found := slices.ContainsFunc(
		w.UserErrors,
		func(e UserError) bool { return e.Code == code && slices.Equal(e.Field, field) && e.Message != "" },
	)
	if !found {
		t.Errorf("%s %v: %+v\nwant %s about %v", mutation, input, w.UserErrors, code, field)
	}
	if w.Record != nil && w.Draft == nil || len(w.Changes) > 0 {
		t.Errorf("%s %v was refused and wrote %+v", mutation, input, w)
	}
	return w
}

// WithAccount returns the hub for a new account.
func WithAccount(t testing.TB, h *testhub.Hub, who testhub.Who) *testhub.Hub {
	t.Helper()
	return h.As(h.Token(t, who))
}

// AsAdministrator returns the hub for a new administrator.
func AsAdministrator(t testing.TB, h *testhub.Hub) *testhub.Hub {
	t.Helper()
	return WithAccount(t, h, testhub.Who{Role: lexicon.Administrator})
}

// Input holds the fields of an input.
type Input = map[string]any

// MergeInputs returns fields with others merged over them.
func MergeInputs(fields Input, others Input) Input {
	all := Input{}
	for name, value := range fields {
		all[name] = value
	}
	for name, value := range others {
		all[name] = value
	}
	return all
}

// CountRows counts everything that a write can leave behind.
func CountRows(t testing.TB, h *testhub.Hub) map[string]int {
	t.Helper()
	tables := []string{"changes", "receipts", "drafts"}
	for _, of := range recordtype.Types {
		tables = append(tables, of.Table)
	}
	counts := map[string]int{}
	for _, table := range tables {
		found, err := h.Store.Client.QueryContext(testhub.Context(t), `SELECT count(*) FROM `+table)
		if err != nil {
			t.Fatal(err)
		}
		var n int
		for found.Next() {
			if err := found.Scan(&n); err != nil {
				t.Fatal(err)
			}
		}
		if err := found.Close(); err != nil {
			t.Fatal(err)
		}
		counts[table] = n
	}
	return counts
}

// TwoContracts creates the records that most tests of mutations use: two contracts, one with two axes and two
// actions, partners, a source.
func TwoContracts(t testing.TB, h *testhub.Hub) {
	t.Helper()
	create := func(of string, fields Input) Input { return Input{"create" + of: fields} }
	Must(t, h, "applyChanges", Input{"changes": []Input{
		create("Source", Input{"code": "report", "name": "Rapport"}),
		create("Partner", Input{"code": "cpam", "name": "CPAM"}),
		create("Partner", Input{"code": "caf", "name": "CAF"}),
		create("Partner", Input{"code": "ccas", "name": "CCAS", "kind": "COLLECTIVE"}),
		create("Contract", Input{"code": "north", "name": "Nord"}),
		create("Contract", Input{"code": "south", "name": "Sud"}),
		create("Axis", Input{"code": "axe-1", "name": "Axe 1", "contract": "north"}),
		create("Axis", Input{"code": "axe-2", "name": "Axe 2", "contract": "north"}),
		create("Axis", Input{"code": "axe-1", "name": "Axe 1", "contract": "south"}),
		create("Action", Input{"code": "forum", "name": "Forum", "kind": "PROJECT", "contract": "north"}),
		create("Action", Input{"code": "atelier", "name": "Atelier", "kind": "PROJECT", "contract": "north"}),
		create("Action", Input{"code": "autre", "name": "Autre", "kind": "PROJECT", "contract": "south"}),
		create("WorkingGroup", Input{"code": "copil", "name": "COPIL", "type": "STEERING", "contract": "north"}),
	}})
}

// EachPair runs the test on a hub with the two contracts, as an administrator.
func EachPair(t *testing.T, test func(t *testing.T, h *testhub.Hub)) {
	t.Helper()
	EachEmpty(t, func(t *testing.T, h *testhub.Hub) {
		TwoContracts(t, h)
		test(t, h)
	})
}

// Declared returns a contribution on the partner's own word.
func Declared(partner, action string) Input {
	return Input{"partner": partner, "action": action, "role": "OPERATOR", "basis": "DECLARED"}
}

// Cited returns one citation for the input of a record.
func Cited() []Input { return []Input{{"source": "report", "locator": "p. 1"}} }

// EachEmpty runs the test on a hub without records, as an administrator.
func EachEmpty(t *testing.T, test func(t *testing.T, h *testhub.Hub)) {
	t.Helper()
	t.Parallel() // making databases is mostly waiting
	testhub.EachDatabase(t, func(t *testing.T, s *store.Store) {
		test(t, AsAdministrator(t, testhub.New(t, s, server.Config{})))
	})
}

// LinesText returns the lines of a write in short.
func LinesText(lines []LineAnswer) string {
	var all []string
	for _, l := range lines {
		var fields []string
		for _, f := range l.Fields {
			fields = append(fields, fmt.Sprintf("%s %s→%s", f.Field, f.Before, f.After))
		}
		all = append(
			all, fmt.Sprintf("%s %s %d (%s)", l.Operation, l.RecordType, l.Version, strings.Join(fields, ", ")),
		)
	}
	return strings.Join(all, "; ")
}
