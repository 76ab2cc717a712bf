package testdb

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"entgo.io/ent/dialect"

	"maillage/internal/access"
	"maillage/internal/edit"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/store"
)

// History writes a random history into a hub through its editor: records of many types are created,
// changed, linked, cited and deleted. Some of its writes are refused.
type History struct {
	Editor *edit.Editor
	Rand   *rand.Rand
	Done   int // number of writes that were not refused

	t    testing.TB
	ctx  context.Context
	made map[string][]string // identifiers by type
}

// NewHistory begins a history with two contracts, two sources and two partners.
func NewHistory(t testing.TB, s *store.Store, l *ledger.Ledger, seed uint64) *History {
	t.Helper()
	h := &History{
		Editor: &edit.Editor{Client: s.Client, Ledger: l, Postgres: s.Dialect() == dialect.Postgres},
		Rand:   rand.New(rand.NewPCG(seed, 1)), t: t, made: map[string][]string{},
		ctx: access.WithViewer(t.Context(), access.Named("history")),
	}
	for i := range 2 {
		h.write(edit.Create, "contract", map[string]any{"code": fmt.Sprint("contract-", i), "name": "Contract",
			"public": i == 0})
		h.write(edit.Create, "source", map[string]any{"code": fmt.Sprint("source-", i), "name": "Source",
			"date": fmt.Sprint(2015 + i)})
		h.write(edit.Create, "partner", map[string]any{"code": fmt.Sprint("partner-", i), "name": "Partner"})
	}
	for _, acronym := range []any{"P0", nil} { // a field that has a value may lose it
		h.write(edit.Update, "partner", map[string]any{"id": "partner-0", "acronym": acronym})
	}
	return h
}

// Step does one random write.
func (h *History) Step() {
	h.t.Helper()
	n := h.Rand.IntN(1 << 30)
	name := fmt.Sprintf("x%d", n)
	named := map[string]any{"code": name, "name": "Name " + name}
	with := func(more map[string]any) map[string]any {
		for field, value := range more {
			named[field] = value
		}
		return named
	}
	declared := map[string]any{"basis": "DECLARED", "status": pick(h, lexicon.Status("").Values()),
		"role": pick(h, lexicon.Role("").Values())}
	switch h.Rand.IntN(17) {
	case 0:
		h.write(edit.Create, "partner", with(map[string]any{"kind": pick(h, lexicon.PartnerKind("").Values())}))
	case 1:
		h.write(edit.Create, "axis", with(map[string]any{"contract": h.any("contract"), "position": n % 5}))
	case 2:
		h.write(edit.Create, "action", with(map[string]any{"contract": h.any("contract"), "kind": "ACTION"}))
	case 3:
		h.write(edit.Create, "group", with(map[string]any{"contract": h.any("contract"), "type": "THEMATIC"}))
	case 4:
		h.write(edit.Create, "theme", with(map[string]any{"contract": h.any("contract"), "parent": h.maybe("theme")}))
	case 5, 6:
		declared["partner"], declared[pick(h, []string{"action", "axis"})] = h.any("partner"), nil
		for _, target := range []string{"action", "axis"} {
			if _, is := declared[target]; is {
				declared[target] = h.any(target)
			}
		}
		h.write(edit.Create, "contribution", declared)
	case 7:
		h.write(edit.Create, "alignment", map[string]any{
			"action": h.any("action"), "axis": h.any("axis"), "kind": "SERVES",
			"citations": []any{map[string]any{"source": h.any("source"), "locator": "p. 1"}}})
	case 8:
		declared["partner"], declared["group"] = h.any("partner"), h.any("group")
		h.write(edit.Create, "membership", declared)
	case 9:
		h.write(edit.Link, "relation", map[string]any{"subject": h.any(pick(h, []string{"axis", "action", "group"})),
			"kind":   pick(h, []string{"CONCERNS", "PART_OF", "FOLLOWS"}),
			"object": h.any(pick(h, []string{"theme", "action", "axis"})), "basis": "DECLARED"})
	case 10:
		h.write(edit.Create, "citation", map[string]any{"source": h.any("source"), "locator": "p. 2",
			"record": h.any(pick(h, []string{"contribution", "alignment", "axis", "partner"})),
			"stance": pick(h, lexicon.Stance("").Values())})
	case 11:
		of := pick(h, []string{"partner", "axis", "action", "theme", "source"})
		h.change(of, map[string]any{"name": "Changed " + name})
	case 12:
		h.change(pick(h, []string{"contribution", "alignment", "membership"}),
			map[string]any{"status": pick(h, lexicon.Status("").Values()), "basis": "DECLARED"})
	case 13, 14, 15:
		pick(h, []func(int){h.grant, h.fund, h.measure})(n)
	default:
		h.change(pick(h, []string{"contribution", "alignment", "membership", "relation", "citation", "axis", "action",
			"partner", "theme", "grant", "funding", "indicator", "observation"}), nil)
	}
}

// Passing creates a partner that no other record refers to, and returns a function that deletes it.
func (h *History) Passing() (remove func()) {
	h.t.Helper()
	h.write(edit.Create, "partner", map[string]any{"code": fmt.Sprint("passing-", h.Done), "name": "Passing"})
	made := h.made["partner"]
	last := made[len(made)-1]
	h.made["partner"] = made[:len(made)-1]
	return func() { h.write(edit.Delete, "partner", map[string]any{"id": last}) }
}

// grant creates a grant, in a contract or in the directory.
func (h *History) grant(n int) {
	h.write(edit.Create, "grant", map[string]any{"funder": h.any("partner"), "beneficiary": h.maybe("partner"),
		"contract": h.maybe("contract"), "action": h.maybe("action"), "amount": n%2_000 - 1_000,
		"notifiedToEU": n%2 == 0, "purpose": fmt.Sprint("Purpose ", n)})
}

// fund creates a funding line.
func (h *History) fund(n int) {
	h.write(edit.Create, "funding", map[string]any{"contract": h.any("contract"), "funder": h.any("partner"),
		"action": h.maybe("action"), "kind": pick(h, lexicon.FundingKind("").Values()), "year": 2015 + n%3,
		"paid": n % 900})
}

// measure creates an indicator, or an observation of one.
func (h *History) measure(n int) {
	if n%3 == 0 {
		h.write(edit.Create, "indicator", map[string]any{"code": fmt.Sprint("x", n), "name": "Indicator", "unit": "%",
			"contract": h.any("contract"), "axis": h.maybe("axis"), "target": fmt.Sprint(n%90, ".5")})
		return
	}
	h.write(edit.Create, "observation", map[string]any{"indicator": h.any("indicator"), "period": fmt.Sprint(2015 + n%9),
		"document": h.maybe("source"), "value": fmt.Sprintf("-%d.%06d", n%70, n%1_000_000)})
}

func pick[T any](h *History, of []T) T { return of[h.Rand.IntN(len(of))] }

// any returns the identifier of a record of a type, or an unknown one when there is none.
func (h *History) any(of string) string {
	if all := h.made[of]; len(all) > 0 {
		return pick(h, all)
	}
	return "none"
}

func (h *History) maybe(of string) any {
	if all := h.made[of]; len(all) > 0 && h.Rand.IntN(2) == 0 {
		return pick(h, all)
	}
	return nil
}

// change updates a record, or deletes it when there is nothing to set.
func (h *History) change(of string, set map[string]any) {
	verb, fields := edit.Update, map[string]any{"id": h.any(of)}
	if set == nil {
		verb = edit.Delete
	}
	for field, value := range set {
		fields[field] = value
	}
	h.write(verb, of, fields)
}

func (h *History) write(verb edit.Verb, of string, set map[string]any) {
	h.t.Helper()
	outcome, err := h.Editor.Do(h.ctx, edit.Request{Steps: []edit.Step{{Verb: verb, Type: of, Set: set}}})
	if err != nil {
		h.t.Fatalf("%s %s %v: %v", verb, of, set, err)
	}
	if outcome.Problems != nil {
		return
	}
	h.Done++
	if verb == edit.Create || verb == edit.Link {
		h.made[of] = append(h.made[of], outcome.Records[0])
	}
}
