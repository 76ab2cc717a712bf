package edit_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"entgo.io/ent/dialect"

	"maillage/internal/access"
	"maillage/internal/edit"
	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/record"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

// in is the fields of a step.
type in = map[string]any

// desk is an editor for a viewer.
type desk struct {
	*edit.Editor
	store *store.Store
	ctx   context.Context
}

// as returns the desk of another viewer.
func (d *desk) as(v *access.Viewer) *desk {
	return &desk{d.Editor, d.store, access.WithViewer(d.ctx, v)}
}

// eachPair runs the test at the desk of an administrator, on a database with two contracts.
func eachPair(t *testing.T, test func(t *testing.T, d *desk)) {
	t.Helper()
	t.Parallel() // making databases is mostly waiting
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		editor := &edit.Editor{
			Client: s.Client, Ledger: testdb.Ledger(t, s), Postgres: s.Dialect() == dialect.Postgres,
		}
		d := &desk{editor, s, access.WithViewer(t.Context(), access.Named("test"))}
		done(t, d, changes(
			in{"createSource": in{"code": "report", "name": "Rapport"}},
			in{"createPartner": in{"code": "cpam", "name": "CPAM"}},
			in{"createPartner": in{"code": "caf", "name": "CAF"}},
			in{"createPartner": in{"code": "ccas", "name": "CCAS", "kind": "COLLECTIVE"}},
			in{"createContract": in{"code": "north", "name": "Nord"}},
			in{"createContract": in{"code": "south", "name": "Sud"}},
			in{"createAxis": in{"code": "axe-1", "name": "Axe 1", "contract": "north"}},
			in{"createAxis": in{"code": "axe-2", "name": "Axe 2", "contract": "north"}},
			in{"createAxis": in{"code": "axe-1", "name": "Axe 1", "contract": "south"}},
			in{"createAction": in{"code": "forum", "name": "Forum", "kind": "PROJECT", "contract": "north"}},
			in{"createAction": in{"code": "atelier", "name": "Atelier", "kind": "PROJECT", "contract": "north"}},
			in{"createAction": in{"code": "autre", "name": "Autre", "kind": "PROJECT", "contract": "south"}},
			in{"createWorkingGroup": in{"code": "copil", "name": "COPIL", "type": "STEERING", "contract": "north"}},
		))
		test(t, d)
	})
}

// one returns the request of one step, named as the API names its mutation: createPartner, linkRecords.
func one(name string, fields in) edit.Request { return changes(in{name: fields}) }

// changes returns a request of several steps, each with its name and its fields.
func changes(all ...in) edit.Request {
	var r edit.Request
	for i, change := range all {
		for name, fields := range change {
			r.Steps = append(r.Steps, stepOf(name, fields.(in)))
		}
		if len(all) > 1 {
			r.Steps[i].Path = []string{fmt.Sprint(i)}
		}
	}
	return r
}

func stepOf(name string, fields in) edit.Step {
	switch name {
	case "linkRecords":
		return edit.Step{Verb: edit.Link, Type: "relation", Set: fields}
	case "unlinkRecords":
		return edit.Step{Verb: edit.Unlink, Type: "relation", Set: fields}
	case "deleteRecord":
		return edit.Step{Verb: edit.Delete, Set: fields}
	}
	for _, verb := range []edit.Verb{edit.Create, edit.Update, edit.Upsert, edit.Delete} {
		kind, is := strings.CutPrefix(name, string(verb))
		at := slices.IndexFunc(record.Types, func(t *record.Type) bool { return t.Name == kind })
		if is && at >= 0 {
			return edit.Step{Verb: verb, Type: record.Types[at].Prefix, Set: fields}
		}
	}
	panic("no step is called " + name)
}

// tried runs a request, which may have problems but no error.
func tried(t testing.TB, d *desk, r edit.Request) *edit.Outcome {
	t.Helper()
	outcome, err := d.Do(d.ctx, r)
	if err != nil {
		t.Fatalf("%+v: %v", r.Steps, err)
	}
	return outcome
}

// done runs a request that must succeed, and returns the identifier of its first record.
func done(t testing.TB, d *desk, r edit.Request) string {
	t.Helper()
	outcome := tried(t, d, r)
	if outcome.Problems != nil {
		t.Fatalf("%+v: %s", r.Steps, problems(outcome))
	}
	return outcome.Records[0]
}

// rejected runs a request that must fail with one problem and write nothing.
func rejected(t testing.TB, d *desk, r edit.Request, code lexicon.UserErrorCode, field ...string) *edit.Outcome {
	t.Helper()
	before := lines(t, d)
	outcome := tried(t, d, r)
	if want := strings.Join(field, ".") + ":" + string(code); problems(outcome) != want {
		t.Errorf("%+v: got %q, want %q", r.Steps, problems(outcome), want)
	}
	if after := lines(t, d); len(outcome.Records) > 0 || after != before {
		t.Errorf("%+v was refused and wrote %v, %d lines", r.Steps, outcome.Records, after-before)
	}
	return outcome
}

// problems returns the problems of an outcome as field:CODE.
func problems(o *edit.Outcome) string {
	var all []string
	for _, p := range o.Problems {
		if p.Message(lexicon.French) == "" || p.Message(lexicon.English) == "" {
			all = append(all, "without a sentence")
		}
		all = append(all, strings.Join(p.Field, ".")+":"+string(p.Code))
	}
	return strings.Join(all, " ")
}

// lines returns the number of lines in the ledger.
func lines(t testing.TB, d *desk) int {
	t.Helper()
	return d.Client.Change.Query().CountX(testdb.Context(t))
}

// lastLines returns the last lines of the ledger, the latest last.
func lastLines(t testing.TB, d *desk, n int) string {
	t.Helper()
	read, err := d.Ledger.Read(access.AsSystem(t.Context()), ledger.Query{Limit: n, Backward: true, Young: true})
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(read, func(a, b *ent.Change) int { return a.ID - b.ID })
	var all []string
	for _, l := range read {
		all = append(all, fmt.Sprint(l.Operation, " ", l.RecordType, " ", l.RecordVersion))
	}
	return strings.Join(all, ", ")
}

// coordinatorOf returns a viewer who coordinates a contract.
func coordinatorOf(t testing.TB, d *desk, code string) *access.Viewer {
	t.Helper()
	for _, c := range d.Client.Contract.Query().AllX(testdb.Context(t)) {
		if c.Code == code {
			return &access.Viewer{Account: "account_" + code, Role: lexicon.Coordinator, ContractIDs: []int{c.ID},
				Visibility: access.Everything}
		}
	}
	t.Fatalf("no contract is called %s", code)
	return nil
}

// together runs do n times at once. It counts the successes, and the refusals by code.
func together(t *testing.T, n int, do func(i int) *edit.Outcome) (won int, refused map[lexicon.UserErrorCode]int) {
	t.Helper()
	refused = map[lexicon.UserErrorCode]int{}
	var mu sync.Mutex
	var work sync.WaitGroup
	for i := range n {
		work.Go(func() {
			outcome := do(i)
			mu.Lock()
			defer mu.Unlock()
			if outcome.Problems == nil {
				won++
			}
			for _, p := range outcome.Problems {
				refused[p.Code]++
			}
		})
	}
	work.Wait()
	return won, refused
}

// declared returns a contribution on the partner's own word.
func declared(partner, action string) in {
	return in{"partner": partner, "action": action, "role": "OPERATOR", "basis": "DECLARED"}
}

// cited returns one citation for the fields of a record.
func cited() []any { return []any{in{"source": "report", "locator": "p. 1"}} }

// with returns fields with others merged over them.
func with(fields, others in) in {
	all := in{}
	for _, some := range []in{fields, others} {
		for name, value := range some {
			all[name] = value
		}
	}
	return all
}
