package authorization_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	records "maillage/internal/record"
	"maillage/internal/testhub"
)

// leading returns the references of a record that a viewer tries to write, at a home.
func (w *world) leading(prefix, home string) refs {
	at := func(name string) string { return home + " " + name }
	switch prefix {
	case "plan", "theme", "axis", "action", "group":
		return refs{"contract": at("contract")}
	case "contribution":
		return refs{"partner": "shared partner", "action": at("action")}
	case "alignment":
		return refs{"action": at("action 2"), "axis": at("axis")}
	case "membership":
		return refs{"partner": "shared partner", "group": at("group 2")}
	case "relation":
		return refs{"subject": at("action 2"), "kind": "HAS_OBJECTIVE", "object": "shared concept"}
	case "grant":
		return refs{"funder": "shared partner", "action": at("action")}
	case "funding":
		return refs{"contract": at("contract"), "funder": "shared partner", "action": at("action")}
	case "indicator":
		return refs{"contract": at("contract"), "axis": at("axis")}
	case "observation":
		return refs{"indicator": at("indicator 2"), "period": fmt.Sprint(1900 + len(w.canaryRecords))}
	case "citation":
		return refs{"record": at("takes part 0"), "source": "shared source"}
	case "identifier":
		return refs{"partner": "shared partner"}
	}
	return refs{}
}

// try requests a change and returns the error that refused it; "" for none.
func (w *world) try(who *testhub.Hub, change map[string]any) string {
	w.t.Helper()
	answer := who.Ask(w.t, `mutation ($input: ApplyChangesInput!) { applyChanges(input: $input) { userErrors { code message } } }`,
		map[string]any{"input": map[string]any{"changes": []any{change}}})
	var data struct {
		ApplyChanges struct {
			UserErrors []struct{ Code, Message string }
		}
	}
	if err := json.Unmarshal(answer.Data, &data); err != nil || len(answer.Errors) > 0 {
		w.t.Fatalf("%v %s", change, answer.Body)
	}
	var codes []string
	for _, e := range data.ApplyChanges.UserErrors {
		codes = append(codes, e.Code)
	}
	return strings.Join(codes, " ")
}

// fresh returns the input of a new record.
func (w *world) fresh(of *records.Type, home string) (map[string]any, *canaryRecord) {
	given := refs{}
	for field, to := range w.leading(of.Prefix, home) {
		if s := w.named[fmt.Sprint(to)]; s != nil {
			to = s.uid
		}
		given[field] = to
	}
	return w.input(w.t, of, home, given)
}

// update returns a change of one field of a record.
func (s *canaryRecord) update(word string) map[string]any {
	field := "note"
	if s.of.Field("note") == nil {
		field = "name"
	}
	return map[string]any{"update" + s.of.Name: map[string]any{"id": s.uid, "version": s.version, field: word}}
}

func TestAuthorization_RolesWriteWhatIsDecided(t *testing.T) {
	text, err := os.ReadFile("testdata/writes.txt")
	if err != nil {
		t.Fatal(err)
	}
	may := map[string][]string{}
	for _, line := range strings.Split(string(text), "\n") {
		if words := strings.Fields(line); len(words) == 6 && words[0] != "#" {
			may[words[0]] = words[1:]
		}
	}
	roles := []string{
		"liaison of none", "liaison of open", "integrator of open", "coordinator of open", "administrator",
	}
	eachWorld(t, func(t *testing.T, w *world) {
		w.open(false, false)
		cells := 0
		for _, of := range records.Types {
			if may[of.Prefix] == nil {
				t.Errorf("nobody decided who writes a %s: say so in testdata/writes.txt", of.Prefix)
				continue
			}
			for i, who := range roles {
				input, _ := w.fresh(of, inOpen)
				there, made := w.fresh(of, inOpen)
				if refused := w.try(w.admin, map[string]any{"create" + of.Name: there}); refused != "" {
					t.Fatalf("%s: %s", of.Name, refused)
				}
				check := func(verb string, change map[string]any) bool {
					cells++
					refused := w.try(w.who[who], change)
					granted := strings.Contains(may[of.Prefix][i], verb)
					if granted != (refused == "") ||
						!granted && refused != "FORBIDDEN" && refused != "UNKNOWN_RECORD" &&
							!strings.HasPrefix(refused, "UNKNOWN_RECORD ") {
						t.Errorf("%s, %s of a %s: granted %t, refused by %q", who, verb, of.Prefix, granted, refused)
					}
					return refused == ""
				}
				delete(input, "id") // which administrators alone choose
				check("c", map[string]any{"create" + of.Name: input})
				changed := made
				if of.Prefix == "contract" { // no coordinator has the new contract yet
					changed = w.named["open contract"]
				}
				if check("u", changed.update(fmt.Sprint("another ", cells))) {
					changed.version++
				}
				check("d", map[string]any{"deleteRecord": map[string]any{"id": made.uid, "version": made.version}})
			}
		}
		t.Logf("%d cells", cells)
	})
}

// A write in a contract that the viewer does not see is answered like one in a contract that does not exist.
func TestAuthorization_NobodyWritesInAContractThatTheyDoNotSee(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.open(false, false)
		for _, of := range records.Types {
			if of.Scope == "" {
				continue
			}
			input, _ := w.fresh(of, inClosed)
			delete(input, "id") // which administrators alone choose
			hidden := w.named["closed contract"]
			for _, s := range w.canaryRecords {
				if s.home == inClosed && s.of == of {
					hidden = s
				}
			}
			for _, who := range []string{
				"liaison of open", "integrator of open", "coordinator of open", "liaison of none",
			} {
				for _, change := range []map[string]any{
					{"create" + of.Name: input}, hidden.update("another"), {"deleteRecord": map[string]any{
						"id": hidden.uid, "version": 1,
					}},
				} {
					if of.Prefix == "contract" && change["createContract"] != nil {
						continue // it would be one of their own
					}
					if refused := w.try(w.who[who], change); !strings.HasPrefix(refused, "UNKNOWN_RECORD") ||
						strings.Contains(refused, "FORBIDDEN") || strings.Contains(refused, "CONFLICT") {
						t.Errorf("%s, %v: %q", who, change, refused)
					}
				}
			}
		}
	})
}

func TestAuthorization_ThePublicWritesNothing(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.open(true, true)
		for _, f := range fields(w.schema.Types["Mutation"]) {
			of := f.Arguments.ForName("input").Type
			text := fmt.Sprintf("mutation ($input: %s) { %s(input: $input) { userErrors { code } } }", of, f.Name)
			answer := w.who["nobody"].Ask(t, text, map[string]any{"input": w.least(of)})
			if len(answer.Errors) != 1 || answer.Errors[0].Extensions.Code != "UNAUTHENTICATED" {
				t.Errorf("%s: %s", f.Name, answer.Body)
			}
		}
	})
}

// least returns the smallest value of an input's type that the schema accepts.
func (w *world) least(of *ast.Type) any {
	if of.Elem != nil {
		return []any{}
	}
	d := w.schema.Types[of.Name()]
	switch d.Kind {
	case ast.Enum:
		return d.EnumValues[0].Name
	case ast.InputObject:
		all := map[string]any{}
		for _, f := range d.Fields {
			if f.Type.NonNull && f.DefaultValue == nil {
				maps.Copy(all, map[string]any{f.Name: w.least(f.Type)})
			}
		}
		return all
	}
	if value, known := map[string]any{
		"Int": 1, "Boolean": true, "PartialDate": "2020", "DateTime": "2030-01-01T00:00:00Z",
	}[of.Name()]; known {
		return value
	}
	return "x"
}
