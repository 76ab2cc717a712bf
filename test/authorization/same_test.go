package authorization_test

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"entgo.io/ent/dialect"

	"maillage/internal/gqlserver/admission"
	records "maillage/internal/record"
	"maillage/internal/server"
	"maillage/internal/testhub"
)

// requestIDs matches what differs between any two answers.
var requestIDs = regexp.MustCompile(`"requestId":"[^"]*"`)

// transcript returns a viewer's answers to all questions.
func (w *world) transcript(who string, questions []question) []string {
	h := w.who[who]
	answers := make([]string, len(questions))
	for i, q := range questions {
		answer := h.Ask(w.t, q.text, q.variables)
		answers[i] = fmt.Sprint(answer.Status, " ", requestIDs.ReplaceAllString(string(answer.Body), ""))
	}
	return answers
}

// exec changes the database without the server.
func (w *world) exec(statement string) {
	w.t.Helper()
	if _, err := w.hub.Store.Client.ExecContext(testhub.Context(w.t), statement); err != nil {
		w.t.Fatalf("%s: %v", statement, err)
	}
}

// anew starts a server of the same database with empty caches.
func (w *world) anew() {
	h := testhub.New(
		w.t, w.hub.Store,
		server.Config{
			Ledger: w.hub.Ledger, Identity: w.hub.Identity, Limits: wide,
			Admission: admission.Config{Places: 256, PerClient: 256},
		},
	)
	w.hub.Identity.Refresh()
	for _, who := range w.who {
		who.Server = h.Server
	}
	w.admin.Server, w.hub.Server = h.Server, h.Server
}

// open publishes the open contract and the directory, or unpublishes them. It writes no ledger line, which would make
// the worlds differ.
func (w *world) open(contract, directory bool) {
	w.t.Helper()
	w.exec(fmt.Sprintf("UPDATE contracts SET public = %t WHERE uid = '%s'", contract, w.named["open contract"].uid))
	if err := w.hub.Store.SetSetting(
		context.WithoutCancel(w.t.Context()), "public.directory", fmt.Appendf(nil, "%t", directory),
	); err != nil {
		w.t.Fatal(err)
	}
	w.anew()
}

// without removes everything of some homes from the world, as if it had never existed: records, ledger lines, drafts.
func (w *world) without(homes ...string) {
	w.t.Helper()
	var gone []string
	for uid, home := range w.uids {
		if slices.Contains(homes, strings.TrimSuffix(home, " draft")) {
			gone = append(gone, "'"+uid+"'")
		}
	}
	of := "(" + strings.Join(gone, ", ") + ")"
	w.exec("DELETE FROM drafts WHERE uid IN " + of)
	w.exec("DELETE FROM account_contracts WHERE contract_id IN (SELECT id FROM contracts WHERE uid IN " + of + ")")
	w.exec("DELETE FROM contacts WHERE partner_id IN (SELECT id FROM partners WHERE uid IN " + of + ")")
	w.exec(
		"UPDATE accounts SET partner_id = NULL WHERE partner_id IN (SELECT id FROM partners WHERE uid IN " + of + ")",
	)
	for _, up := range []string{"themes.parent_id", "working_groups.parent_id"} {
		table, column, _ := strings.Cut(up, ".")
		w.exec(
			fmt.Sprintf(
				"UPDATE %[1]s SET %[2]s = NULL WHERE %[2]s IN (SELECT id FROM %[1]s WHERE uid IN %[3]s)", table, column,
				of,
			),
		)
	}
	for _, t := range slices.Backward(records.Types) {
		w.exec("DELETE FROM " + t.Table + " WHERE uid IN " + of)
	}
	w.exec("DELETE FROM changes WHERE contract_uid IN " + of + " OR record_uid IN " + of)
	w.anew()
}

// Every answer must be byte for byte the same as in a world without what is hidden. No stronger property can be
// checked.
func TestAuthorization_WhatIsHiddenMightAsWellNotBe(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		questions := thinned(w.questions(), w.hub.Store.Dialect() == dialect.Postgres)
		count := map[string]int{}
		for _, q := range questions {
			count[q.path]++
		}
		t.Logf("%d questions: %v", len(questions), count)
		type asked struct {
			who                 string
			contract, directory bool
			from                int // from which subtraction on nothing may change
			answers             []string
		}
		all := []*asked{
			{who: "coordinator of open"}, {who: "liaison of none", contract: true},
			{who: "nobody", contract: true, directory: true}, {who: "nobody", contract: true, from: 1}, {who: "nobody", from: 1},
		}
		for _, a := range all {
			w.open(a.contract, a.directory)
			a.answers = w.transcript(a.who, questions)
		}
		for step, homes := range [][]string{{inClosed}, {apart, said}} {
			w.without(homes...)
			if step == 1 { // what the directory's lines say is not seen without it
				w.exec("DELETE FROM changes WHERE contract_uid IS NULL")
				w.anew()
			}
			for _, a := range all {
				if a.from < step {
					continue
				}
				w.open(a.contract, a.directory)
				differ := 0
				for i, now := range w.transcript(a.who, questions) {
					if now != a.answers[i] && differ < 3 {
						differ++
						t.Errorf("%s (contract open: %t, directory: %t) can tell %v, by %s:\n%.400s\nwith    …%s\nwithout …%s", a.who, a.contract, a.directory, homes,
							questions[i].path, questions[i].words(), around(a.answers[i], now),
							around(now, a.answers[i]))
					}
				}
			}
		}
	})
}

// thinned leaves out some of the most numerous or slowest questions. It keeps every tenth by a filter, every sixth by
// an edge and every fourth search. Other tests ask those too: TestAuthorization_FiltersHoldOverWhatIsSeenAlone,
// TestAuthorization_CountsAndPagesOfEdgesAreOfWhatIsSeen and TestAuthorization_SearchCountsAndFindsNothingHidden.
// PostgreSQL gets a third of the rest: both databases get the same conditions, and PostgreSQL takes longer.
func thinned(questions []question, postgres bool) []question {
	every := map[string]int{"filter": 10, "edge": 6, "search": 4}
	asked := map[string]int{}
	return slices.DeleteFunc(questions, func(q question) bool {
		nth := max(1, every[q.path])
		if postgres {
			nth *= 3
		}
		n := asked[q.path]
		asked[q.path]++
		return n%nth != 0
	})
}

// around returns a part of a text, from shortly before it differs from another.
func around(text, other string) string {
	at := 0
	for at < min(len(text), len(other)) && text[at] == other[at] {
		at++
	}
	return text[max(0, at-100):min(len(text), at+100)]
}
