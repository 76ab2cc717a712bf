package mutations_test

import (
	"strings"
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

func TestDraft_NoneIsSeenWithoutTheScopeWrite(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		draft := done(t, h, "beginDraft", in{"contract": "north", "title": "Canari"}).Draft.ID
		all := []lexicon.TokenScope{lexicon.ScopeRead, lexicon.ScopeFeed, lexicon.ScopeContacts, lexicon.ScopeWrite}
		for _, role := range []lexicon.AccountRole{lexicon.Integrator, lexicon.Coordinator, lexicon.Administrator} {
			who := testhub.Who{Role: role, Contracts: []string{"north"}, Scopes: all[:3]}
			if role == lexicon.Administrator {
				who.Contracts = nil
			}
			reader := as(t, h, who)
			for path, text := range map[string]string{
				"draft": `query ($id: ID!) { draft(id: $id) { title } }`, "node": `query ($id: ID!) { node(id: $id) { id } }`,
				"nodes": `query ($id: ID!) { nodes(ids: [$id]) { id } }`, "list": `{ contract(by: {code: "north"}) { drafts { id title } } }`,
				"lists": `{ contracts { nodes { drafts { id title } } } }`,
			} {
				answer := reader.Ask(t, text, in{"id": draft})
				said := string(answer.Body)
				if answer.Errors != nil || strings.Contains(said, "anari") || strings.Contains(said, draft) {
					t.Errorf("%s with a read-only token, by %s: %s", role, path, said)
				}
			}
			hidden := rejected(t, reader, "publishDraft", in{"draft": draft}, "UNKNOWN_RECORD", "draft")
			absent := rejected(
				t, reader, "publishDraft", in{"draft": lexicon.NewUID("draft")}, "UNKNOWN_RECORD", "draft",
			)
			if hidden.UserErrors[0].Message != absent.UserErrors[0].Message {
				t.Errorf("%q tells from %q", hidden.UserErrors[0].Message, absent.UserErrors[0].Message)
			}
			who.Scopes = all
			writer := as(t, h, who)
			answer := writer.Ask(t, `query ($id: ID!) { draft(id: $id) { title } }`, in{"id": draft})
			if !strings.Contains(string(answer.Body), "Canari") {
				t.Errorf("%s with the scope WRITE sees %s", role, answer.Body)
			}
		}
	})
}
