package authorization_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"

	"maillage/internal/access"
	"maillage/internal/identity"
	"maillage/internal/lexicon"
	"maillage/internal/server"
	"maillage/internal/store"
	"maillage/internal/testhub"
)

// shownPage is the page that a list returned.
type shownPage struct {
	TotalCount int
	PageInfo   struct {
		HasNextPage bool
		EndCursor   string
	}
	Nodes []struct{ ID, Name string }
}

// ask requests one list and reads its page.
func (w *world) ask(who, text string) shownPage {
	w.t.Helper()
	var answer map[string]shownPage
	w.who[who].Get(w.t, &answer, text, nil)
	for _, p := range answer {
		return p
	}
	return shownPage{}
}

func TestAuthorization_FiltersThroughRelationsFindNothingHidden(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.open(true, true)
		partner := w.named["shared partner"].code
		all := w.ask(
			"administrator", fmt.Sprintf(`{ l: contributions(filter: {partner: %q}) { totalCount } }`, partner),
		).TotalCount
		seen := w.ask(
			"nobody",
			fmt.Sprintf(`{ l: contributions(first: 100, filter: {partner: %q}) { totalCount nodes { id } } }`, partner),
		)
		if seen.TotalCount >= all || seen.TotalCount != len(seen.Nodes) || seen.TotalCount == 0 {
			t.Errorf(
				"of %d contributions of a partner %d are counted and %d shown", all, seen.TotalCount, len(seen.Nodes),
			)
		}
		hidden := w.who["nobody"].Ask(
			t, fmt.Sprintf(`{ partners(filter: {contract: %q}) { totalCount } }`, w.named["closed contract"].code), nil,
		)
		absent := w.who["nobody"].Ask(t, `{ partners(filter: {contract: "nothing"}) { totalCount } }`, nil)
		same(t, hidden, absent, w.named["closed contract"].code, "nothing")
	})
}

// same checks that two answers differ only in the name that was requested.
func same(t *testing.T, hidden, absent testhub.Answer, name, nothing string) {
	t.Helper()
	plain := func(a testhub.Answer, name string) string {
		return fmt.Sprint(a.Status, strings.ReplaceAll(requestIDs.ReplaceAllString(string(a.Body), ""), name, "…"))
	}
	if plain(hidden, name) != plain(absent, nothing) {
		t.Errorf("what is hidden answers\n%s\nand what is not there\n%s", plain(hidden, name), plain(absent, nothing))
	}
}

func TestAuthorization_CountsAndPagesOfEdgesAreOfWhatIsSeen(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.open(true, false)
		for _, list := range []string{"contributions", "inverseRelations", "relations"} {
			var answer struct{ Partner map[string]shownPage }
			w.who["nobody"].Get(
				t, &answer,
				fmt.Sprintf(
					`{ partner(by: {code: %q}) { %s(first: 1) { totalCount nodes { id } pageInfo { hasNextPage } } } }`,
					w.named["shared partner"].code, list,
				),
				nil,
			)
			if p := answer.Partner[list]; len(p.Nodes) != 1 || p.PageInfo.HasNextPage != (p.TotalCount > 1) {
				t.Errorf("a page of one of %s, among hidden ones that were there before: %+v", list, p)
			}
		}
	})
}

func TestAuthorization_OrdersAreOfWhatIsSeen(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.open(true, false)
		for _, list := range []string{"partners", "actions", "sources"} {
			up := w.ask(
				"nobody",
				"{ l: "+list+"(first: 100, orderBy: {field: NAME, direction: ASC}) { totalCount nodes { id } } }",
			)
			down := w.ask(
				"nobody",
				"{ l: "+list+"(first: 100, orderBy: {field: NAME, direction: DESC}) { totalCount nodes { id } } }",
			)
			if len(up.Nodes) == 0 || up.TotalCount != len(up.Nodes) || len(down.Nodes) != len(up.Nodes) ||
				up.Nodes[0] != down.Nodes[len(down.Nodes)-1] {
				t.Errorf("%s: %d up, %d down", list, len(up.Nodes), len(down.Nodes))
			}
		}
	})
}

// A cursor names a position in an order. A cursor at a hidden record is as valid as one at a deleted record, and what
// follows it is what the viewer sees.
func TestAuthorization_CursorsOfOthersTellNothing(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.open(true, false)
		var answer map[string]struct {
			Edges []struct {
				Cursor string
				Node   struct{ ID string }
			}
		}
		w.admin.Get(
			t, &answer,
			`{ actions(first: 100) { edges { cursor node { id } } } changes(first: 100) { edges { cursor node { id } } } }`,
			nil,
		)
		for list, edges := range answer {
			for _, e := range edges.Edges {
				text := fmt.Sprintf(
					`{ %s(first: 100, after: %q) { totalCount pageInfo { hasNextPage hasPreviousPage } nodes { id } } }`,
					list, e.Cursor,
				)
				body := w.who["nobody"].Ask(t, text, nil)
				if _, uids := w.seen(text, body.Body); len(body.Errors) > 0 || strings.Contains(
					strings.Join(uids, " "), e.Node.ID,
				) {
					t.Errorf("%s after a cursor of an administrator: %s", list, body.Body)
				}
			}
		}
	})
}

func TestAuthorization_WritesFromTheOtherSideNameNothingHidden(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		create := `mutation ($input: CreateContributionInput!) { createContribution(input: $input) { contribution { id } userErrors { field code message } } }`
		absent := w.newID("action")
		for _, names := range [][2]string{
			{w.named["closed action"].uid, absent}, {w.named["closed contract"].code + "/" + w.named["closed action"].code, "nothing/" + w.named["closed action"].code},
			{w.named["closed action"].code, "nothing"},
		} {
			ask := func(action string) testhub.Answer {
				return w.who["coordinator of open"].Ask(t, create, map[string]any{"input": map[string]any{
					"partner": w.named["shared partner"].uid, "action": action, "role": "LEAD", "basis": "DECLARED"}})
			}
			same(t, ask(names[0]), ask(names[1]), names[0], names[1])
		}
		remove := `mutation ($input: DeleteRecordInput!) { deleteAction(input: $input) { recordId userErrors { field code message } conflict { seen } } }`
		ask := func(id string) testhub.Answer {
			return w.who["coordinator of open"].Ask(
				t, remove, map[string]any{"input": map[string]any{"id": id, "version": 1}},
			)
		}
		same(t, ask(w.named["closed action"].uid), ask(absent), w.named["closed action"].uid, absent)
	})
}

func TestAuthorization_WhoMayNotWriteLearnsNothingOfWhatIsInTheWay(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		contract := `mutation ($input: CreateContractInput!) { createContract(input: $input) { userErrors { field code message } } }`
		ask := func(who, code string) testhub.Answer {
			return w.who[who].Ask(t, contract, map[string]any{"input": map[string]any{"code": code, "name": "x"}})
		}
		for _, who := range []string{"coordinator of open", "liaison of open", "integrator of open"} {
			same(
				t, ask(who, w.named["closed contract"].code), ask(who, "nothing"), w.named["closed contract"].code,
				"nothing",
			)
		}
		same(
			t, w.who["liaison of open"].Ask(t, deletePartner, w.deleting("apart partner")),
			w.who["liaison of open"].Ask(t, deletePartner, w.deleting("shared collective")), "\x00", "\x00",
		)
		kept := w.who["coordinator of open"].Ask(t, deletePartner, w.deleting("apart partner"))
		if !strings.Contains(string(kept.Body), "IN_USE") || strings.Contains(string(kept.Body), "contribution (") {
			t.Errorf("what hidden records refer to: %s", kept.Body)
		}
	})
}

const deletePartner = `mutation ($input: DeleteRecordInput!) { deletePartner(input: $input) { userErrors { field code message } } }`

func (w *world) deleting(name string) map[string]any {
	return map[string]any{"input": map[string]any{"id": w.named[name].uid, "version": w.named[name].version}}
}

// newID returns an identifier that no record has.
func (w *world) newID(prefix string) string { return lexicon.NewUID(prefix) }

func TestAuthorization_ATermOfTheReferenceIsNotMadeByTheBackDoor(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		answer := w.who["coordinator of open"].Ask(t, `mutation ($input: CreateThemeInput!) { createTheme(input: $input) { theme { id } userErrors { code } } }`,
			map[string]any{
				"input": map[string]any{"code": "everybodys", "name": "x", "parent": w.named["open theme"].uid},
			})
		if !strings.Contains(string(answer.Body), `"theme":null`) {
			t.Errorf("a theme that everybody sees, under one of a contract: %s", answer.Body)
		}
	})
}

func TestAuthorization_ARecordLeavesNoContractForAnother(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		for id, action := range map[string]string{
			"closed takes part 0": "open action", "open takes part 0": "closed action",
		} {
			answer := w.admin.Ask(t, `mutation ($input: UpdateContributionInput!) { updateContribution(input: $input) { contribution { id } userErrors { code } } }`,
				map[string]any{
					"input": map[string]any{"id": w.named[id].uid, "version": 1, "action": w.named[action].uid},
				})
			if !strings.Contains(string(answer.Body), "OTHER_CONTRACT") {
				t.Errorf("the ledger would tell of both: %s", answer.Body)
			}
		}
	})
}

func TestAuthorization_ErrorsTellNothingOfTheDatabase(t *testing.T) {
	testhub.EachDatabase(t, func(t *testing.T, s *store.Store) {
		var log bytes.Buffer
		h := testhub.New(t, s, server.Config{Log: slog.New(slog.NewTextHandler(&log, nil))})
		admin := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
		if _, err := s.Client.ExecContext(testhub.Context(t), "ALTER TABLE citations RENAME TO gone"); err != nil {
			t.Fatal(err)
		}
		for _, answer := range []testhub.Answer{
			admin.Ask(t, `{ citations { totalCount nodes { id } } }`, nil),
			admin.Ask(t, `mutation ($input: CreateConceptInput!) { createConcept(input: $input) { userErrors { message } } }`, map[string]any{"input": map[string]any{
				"code": "c", "name": "n", "kind": "STAKE", "citations": []any{map[string]any{
					"source": "x", "locator": "y",
				}}}}),
		} {
			text := strings.ToLower(string(answer.Body))
			for _, word := range []string{"sql", "pq:", "ent:", "relation \"", "no such", "citations\" does", "gone"} {
				if strings.Contains(text, word) {
					t.Errorf("an error says %q: %s", word, answer.Body)
				}
			}
		}
		if log.Len() == 0 {
			t.Error("the hub logged nothing: was the database in trouble at all?")
		}
	})
}

// The ledger cannot delete, and a backup is read by others than the server. So neither may hold a person or a token.
func TestAuthorization_TheLedgerHoldsNoPersonAndNoTokenIsKept(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		secret, made, err := w.hub.Identity.CreateToken(access.WithViewer(
			t.Context(), access.Named("test"),
		), identity.NewToken{
			For: identity.NewAccount{Name: "Somebody", Role: lexicon.Administrator}, Label: "x"})
		if err != nil {
			t.Fatal(err)
		}
		_ = made
		lines, err := w.hub.Store.Client.Change.Query().All(testhub.Context(t))
		if err != nil {
			t.Fatal(err)
		}
		tokens, err := w.hub.Store.Client.Token.Query().All(testhub.Context(t))
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal([]any{lines, tokens})
		if err != nil {
			t.Fatal(err)
		}
		for mark, k := range w.marks {
			if (k.kind == "contact" || k.kind == "Actor") && bytes.Contains(text, []byte(mark)) {
				t.Errorf("the ledger holds the %s of a %s", k.field, k.kind)
			}
		}
		for _, token := range tokens {
			if strings.Contains(string(token.Hash), secret) || len(token.Hash) != 32 ||
				bytes.Contains(text, []byte(secret)) {
				t.Error("a token is kept as it is")
			}
		}
	})
}

func TestAuthorization_NoProofIsNotThePublic(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.open(true, true)
		ctx := access.WithViewer(t.Context(), access.Named("test"))
		revoked, made, err := w.hub.Identity.CreateToken(
			ctx, identity.NewToken{Account: w.ids["administrator"], Label: "x"},
		)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.hub.Identity.RevokeToken(ctx, made.ID); err != nil {
			t.Fatal(err)
		}
		expired, _, err := w.hub.Identity.CreateToken(
			ctx, identity.NewToken{Account: w.ids["administrator"], Label: "x", Life: 1},
		)
		if err != nil {
			t.Fatal(err)
		}
		first := w.hub.As(revoked).Ask(t, `{ contracts { nodes { name } } }`, nil)
		second := w.hub.As(expired).Ask(t, `{ contracts { nodes { name } } }`, nil)
		same(t, first, second, "\x00", "\x00")
		if first.Status != 401 || first.Data != nil || strings.Contains(string(first.Body), "zq") {
			t.Errorf("%d %s", first.Status, first.Body)
		}
	})
}

// What the server shows to everybody depends on its code alone.
func TestAuthorization_TheSchemaHoldsNoData(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		for _, path := range []string{"/schema.graphql", "/graphiql", "/healthz", "/readyz", "/auth/me"} {
			answer := w.hub.Send(t, httptest.NewRequestWithContext(t.Context(), "GET", path, nil))
			if seen, uids := w.seen(path, fmt.Append(answer.Body, answer.Header)); len(seen) > 0 || len(uids) > 0 {
				t.Errorf("%s holds %v %v", path, seen, uids)
			}
		}
		answer := w.who["nobody"].Ask(
			t,
			`{ __schema { types { name description fields { name description args { name defaultValue } } enumValues { name } } } }`,
			nil,
		)
		if seen, _ := w.seen("", answer.Body); len(answer.Errors) > 0 || len(seen) > 0 {
			t.Errorf("%.300s", answer.Body)
		}
	})
}
