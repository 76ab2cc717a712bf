package graph_test

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

// Helpers of the tests of mutations. They write as clients do, with variables.

// userError is a user error as the API shows it.
type userError struct {
	Field   []string
	Code    string
	Message string
}

type fieldChange struct {
	Field         string
	Before, After fieldValue
}

// valueSelection selects all fields of a value that can be compared.
const valueSelection = `{ text date number amount flag texts recordId translations { field language text } }`

// fieldValue is a value of a field as JSON: the only field of FieldValue that is not null.
type fieldValue json.RawMessage

// UnmarshalJSON refuses a value without exactly one field.
func (v *fieldValue) UnmarshalJSON(text []byte) error {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(text, &fields); err != nil || fields == nil {
		*v = fieldValue("null")
		return err
	}
	maps.DeleteFunc(fields, func(_ string, value json.RawMessage) bool { return string(value) == "null" })
	if len(fields) != 1 {
		return fmt.Errorf("a value has not one field but %d: %s", len(fields), text)
	}
	for _, value := range fields {
		*v = fieldValue(value)
	}
	return nil
}

type lineAnswer struct {
	ID, At, Operation, RecordType, RecordID, WriteID string
	Version                                          int
	Reason                                           *string
	Contract                                         *struct{ Code string }
	Reverts, RevertedBy                              *struct{ ID string }
	Fields                                           []fieldChange
}

// written is the payload of any mutation.
type written struct {
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
	Changes []lineAnswer
	Moves   []struct {
		RecordID, RecordType string
		Record, JoinedWith   *struct{ ID string }
	}
	Draft    *struct{ ID, State string }
	Replayed bool
	Conflict *struct {
		SeenVersion, CurrentVersion int
		Fields                      []fieldChange
		Changes                     []lineAnswer
	}
	UserErrors       []userError
	ClientMutationID *string
}

const lineSelection = `{ id at operation recordType recordId writeId version reason contract { code } reverts { id } revertedBy { id } fields { field before ` + valueSelection + ` after ` + valueSelection + ` } }`

// document returns the operation of a mutation, with the type of its input.
func document(mutation string) string {
	input := strings.ToUpper(mutation[:1]) + mutation[1:] + "Input"
	var what string
	switch {
	case mutation == "applyChanges" || mutation == "revertChange":
		what = "recordIds records { ... on HubRecord { id version } }"
	case strings.HasSuffix(mutation, "Draft"):
		what = ""
		if mutation != "beginDraft" {
			input = "EndDraftInput"
		}
	case mutation == "mergePartners":
		what = "recordId record: partner { id version createdAt updatedAt } moves { recordId recordType record { id } joinedWith { id } }"
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
		changes ` + lineSelection + ` draft { id state } conflict { seenVersion currentVersion fields { field before ` + valueSelection + ` after ` + valueSelection + ` } changes ` + lineSelection + ` }
		userErrors { field code message } } }`
}

// tried runs a mutation, which may have user errors but no error.
func tried(t testing.TB, h *testhub.Hub, mutation string, input map[string]any) written {
	t.Helper()
	var answer struct{ M written }
	h.Get(t, &answer, document(mutation), map[string]any{"input": input})
	return answer.M
}

// done runs a mutation that must succeed.
func done(t testing.TB, h *testhub.Hub, mutation string, input map[string]any) written {
	t.Helper()
	w := tried(t, h, mutation, input)
	if len(w.UserErrors) > 0 {
		t.Fatalf("%s %v: %+v", mutation, input, w.UserErrors)
	}
	return w
}

// rejected runs a mutation that must fail with one user error, of this code and field.
func rejected(
	t testing.TB, h *testhub.Hub, mutation string, input map[string]any, code string, field ...string,
) written {
	t.Helper()
	w := tried(t, h, mutation, input)
	found := slices.ContainsFunc(
		w.UserErrors,
		func(e userError) bool { return e.Code == code && slices.Equal(e.Field, field) && e.Message != "" },
	)
	if !found {
		t.Errorf("%s %v: %+v\nwant %s about %v", mutation, input, w.UserErrors, code, field)
	}
	if w.Record != nil && w.Draft == nil || len(w.Changes) > 0 {
		t.Errorf("%s %v was refused and wrote %+v", mutation, input, w)
	}
	return w
}

func as(t testing.TB, h *testhub.Hub, who testhub.Who) *testhub.Hub {
	t.Helper()
	return h.As(h.Token(t, who))
}

func administrator(t testing.TB, h *testhub.Hub) *testhub.Hub {
	t.Helper()
	return as(t, h, testhub.Who{Role: lexicon.Administrator})
}

// in is the fields of an input.
type in = map[string]any

// changed returns fields with others merged over them.
func changed(fields in, others in) in {
	all := in{}
	for name, value := range fields {
		all[name] = value
	}
	for name, value := range others {
		all[name] = value
	}
	return all
}

// rows counts everything that a write can leave behind.
func rows(t testing.TB, h *testhub.Hub) map[string]int {
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

// twoContracts creates the records that most tests of mutations use: two contracts, one with two axes and two
// actions, partners, a source.
func twoContracts(t testing.TB, h *testhub.Hub) {
	t.Helper()
	create := func(of string, fields in) in { return in{"create" + of: fields} }
	done(t, h, "applyChanges", in{"changes": []in{
		create("Source", in{"code": "report", "name": "Rapport"}),
		create("Partner", in{"code": "cpam", "name": "CPAM"}),
		create("Partner", in{"code": "caf", "name": "CAF"}),
		create("Partner", in{"code": "ccas", "name": "CCAS", "kind": "COLLECTIVE"}),
		create("Contract", in{"code": "north", "name": "Nord"}),
		create("Contract", in{"code": "south", "name": "Sud"}),
		create("Axis", in{"code": "axe-1", "name": "Axe 1", "contract": "north"}),
		create("Axis", in{"code": "axe-2", "name": "Axe 2", "contract": "north"}),
		create("Axis", in{"code": "axe-1", "name": "Axe 1", "contract": "south"}),
		create("Action", in{"code": "forum", "name": "Forum", "kind": "PROJECT", "contract": "north"}),
		create("Action", in{"code": "atelier", "name": "Atelier", "kind": "PROJECT", "contract": "north"}),
		create("Action", in{"code": "autre", "name": "Autre", "kind": "PROJECT", "contract": "south"}),
		create("WorkingGroup", in{"code": "copil", "name": "COPIL", "type": "STEERING", "contract": "north"}),
	}})
}

// eachPair runs the test on a hub with the two contracts, as an administrator.
func eachPair(t *testing.T, test func(t *testing.T, h *testhub.Hub)) {
	t.Helper()
	eachEmpty(t, func(t *testing.T, h *testhub.Hub) {
		twoContracts(t, h)
		test(t, h)
	})
}

// declared returns a contribution on the partner's own word.
func declared(partner, action string) in {
	return in{"partner": partner, "action": action, "role": "OPERATOR", "basis": "DECLARED"}
}

// cited returns one citation for the input of a record.
func cited() []in { return []in{{"source": "report", "locator": "p. 1"}} }

// eachEmpty runs the test on a hub without records, as an administrator.
func eachEmpty(t *testing.T, test func(t *testing.T, h *testhub.Hub)) {
	t.Helper()
	t.Parallel() // making databases is mostly waiting
	testhub.EachDatabase(t, func(t *testing.T, s *store.Store) {
		test(t, administrator(t, testhub.New(t, s, server.Config{})))
	})
}
