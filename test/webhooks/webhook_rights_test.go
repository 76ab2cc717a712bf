package webhooks

import (
	"strings"
	"testing"
	"time"

	"maillage/internal/access"
	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

func TestWebhook_DeliveriesArePagedAndSentAgain(t *testing.T) {
	withInbox(t, func(t *testing.T, h *testhub.Hub, in *inbox) {
		owner := h.LoggedIn(t, testhub.Who{Role: lexicon.Administrator})
		id := hook(t, owner, "createWebhook", hookFields, map[string]any{"url": in.URL}).Webhook.ID
		writer := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
		for _, acronym := range []string{"A", "B", "C"} {
			writer.Get(t, new(any), renamePartner, map[string]any{"input": map[string]any{"code": "cpam-hainaut", "acronym": acronym}})
		}
		in.await(t, 3)
		type page struct {
			Webhook struct {
				Deliveries struct {
					Nodes      []sentDelivery
					TotalCount int
					PageInfo   struct {
						HasNextPage bool
						EndCursor   string
					}
				}
			}
		}
		const query = `query ($id: ID!, $after: Cursor, $state: WebhookDeliveryState) { webhook(id: $id) {
			deliveries(first: 2, after: $after, state: $state) { totalCount pageInfo { hasNextPage endCursor }
				nodes { id changeId messageId state tries status answer } } } }`
		var first, second page
		for late := time.Now().Add(20 * time.Second); first.Webhook.Deliveries.TotalCount < 3; {
			if time.Now().After(late) {
				t.Fatalf("%+v", first)
			}
			owner.Get(t, &first, query, map[string]any{"id": id})
		}
		owner.Get(t, &first, query, map[string]any{"id": id}) // the page was read before it was counted
		d := first.Webhook.Deliveries
		owner.Get(t, &second, query, map[string]any{"id": id, "after": d.PageInfo.EndCursor})
		if len(d.Nodes) != 2 || !d.PageInfo.HasNextPage || len(second.Webhook.Deliveries.Nodes) != 1 ||
			d.Nodes[0].State != "DELIVERED" || *d.Nodes[0].Status != 200 || *d.Nodes[0].Answer != "what the receiver says" {
			t.Errorf("%+v %+v", d, second)
		}
		h.Store.Client.WebhookDelivery.Update().SetState(lexicon.DeliveryDeadLetter).SetTries(12).
			ExecX(testhub.Context(t))
		var dead page
		owner.Get(t, &dead, query, map[string]any{"id": id, "state": "DEAD_LETTER"})
		if dead.Webhook.Deliveries.TotalCount != 3 {
			t.Fatalf("%+v", dead)
		}
		one := hook(t, owner, "sendWebhookAgain", hookFields+"count", map[string]any{
			"id": id, "deliveries": []string{d.Nodes[0].ID},
		})
		if one.Count == nil || *one.Count != 1 {
			t.Errorf("%+v", one)
		}
		in.await(t, 4)
		if all := hook(t, owner, "sendWebhookAgain", hookFields+"count", map[string]any{"id": id}); *all.Count != 2 {
			t.Errorf("%+v", all)
		}
		_, heads := in.await(t, 6)
		if heads[3].Get("webhook-id") != d.Nodes[0].MessageID {
			t.Errorf("sent %s, not %s", heads[3].Get("webhook-id"), d.Nodes[0].MessageID)
		}
		for _, named := range [][]string{{}, {"delivery_unknown"}} {
			wrong := hook(t, owner, "sendWebhookAgain", hookFields, map[string]any{"id": id, "deliveries": named})
			if len(wrong.UserErrors) != 1 || wrong.UserErrors[0].Field[0] != "deliveries" {
				t.Errorf("%v: %+v", named, wrong)
			}
		}
	})
}

func TestWebhook_IsForWhomItIsDecided(t *testing.T) {
	withInbox(t, func(t *testing.T, h *testhub.Hub, in *inbox) {
		valenciennes := []string{"valenciennes"}
		liaison := testhub.Who{Role: lexicon.Liaison, Partner: "cpam-hainaut", Contracts: valenciennes}
		reading := testhub.Who{
			Role: lexicon.Coordinator, Contracts: valenciennes,
			Scopes: []lexicon.TokenScope{lexicon.ScopeRead, lexicon.ScopeWrite},
		}
		const create = `mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { webhook { id } userErrors { code } } }`
		for name, c := range map[string]struct {
			who           *testhub.Hub
			lists, writes string // codes of errors
		}{
			"the public":          {h, "UNAUTHENTICATED", "UNAUTHENTICATED"},
			"a liaison":           {h.LoggedIn(t, liaison), "FORBIDDEN", `"FORBIDDEN"`},
			"a liaison's program": {h.As(h.Token(t, liaison)), "", `"id"`},
			"without FEED":        {h.As(h.Token(t, reading)), "FORBIDDEN", `"FORBIDDEN"`},
			"a coordinator":       {h.LoggedIn(t, testhub.Who{Role: lexicon.Coordinator, Contracts: valenciennes}), "", `"id"`},
		} {
			listed := c.who.Ask(t, `{ webhooks { id } }`, nil)
			if c.lists == "" && listed.Errors != nil || c.lists != "" &&
				(len(listed.Errors) != 1 || listed.Errors[0].Extensions.Code != c.lists) {
				t.Errorf("%s lists: %s", name, listed.Body)
			}
			made := c.who.Ask(t, create, map[string]any{"input": map[string]any{"url": in.URL}})
			if !strings.Contains(string(made.Body), c.writes) {
				t.Errorf("%s creates: %s", name, made.Body)
			}
		}
		following := h.As(h.Token(t, testhub.Who{Role: lexicon.Integrator,
			Scopes: []lexicon.TokenScope{lexicon.ScopeFeed}}))
		both := following.Ask(t, `mutation { createWebhook(input: {url: "https://example.org"}) { webhook { id } }
			createPartner(input: {code: "x", name: "x"}) { partner { id } } }`, nil)
		if len(both.Errors) != 1 || both.Errors[0].Extensions.Code != "FORBIDDEN" {
			t.Errorf("a token that follows also writes: %s", both.Body)
		}
	})
}

func TestWebhook_CanariesStayInside(t *testing.T) {
	withInbox(t, func(t *testing.T, h *testhub.Hub, in *inbox) {
		owner := h.LoggedIn(t, testhub.Who{Role: lexicon.Coordinator, Contracts: []string{"valenciennes"}})
		made := hook(t, owner, "createWebhook", hookFields+"secret", map[string]any{"url": in.URL + "/canary-url"})
		writer := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
		write := func(text string, variables map[string]any) {
			t.Helper()
			if a := writer.Ask(t, text, variables); a.Errors != nil || !strings.Contains(string(a.Body), `"userErrors":[]`) {
				t.Fatalf("%s", a.Body)
			}
		}
		write(`mutation { createContract(input: {code: "hidden", name: "canary-contract"}) { userErrors { message } } }`, nil)
		write(`mutation { createAxis(input: {code: "a", contract: "hidden", name: "canary-axis", reason: "canary-reason"}) {
			userErrors { message } } }`, nil)
		write(`mutation { createPartner(input: {code: "seen", name: "seen"}) { userErrors { message } } }`, nil)
		bodies, _ := in.await(t, 1)
		if len(bodies) != 1 || strings.Contains(string(bodies[0]), "canary") || !strings.Contains(string(bodies[0]), "seen") {
			t.Errorf("%d messages: %s", len(bodies), bodies)
		}
		everything := []byte{}
		for _, who := range []*testhub.Hub{h, owner, writer} {
			for _, text := range []string{
				`{ changes(last: 50) { nodes { id recordType fields { field before { text } after { text } } } } }`,
				`{ webhooks { id state accountId isRotating deliveries { nodes { id state } } } }`,
			} {
				everything = append(everything, who.Ask(t, text, nil).Body...)
			}
		}
		if strings.Contains(string(everything), "canary-url") || strings.Contains(string(everything), *made.Secret) ||
			strings.Contains(strings.ToUpper(string(everything)), "WEBHOOK_SECRET") {
			t.Errorf("%s", everything)
		}
		who := access.WithViewer(t.Context(), access.Named("test"))
		if _, err := h.Identity.DisableAccount(who, made.Webhook.AccountID); err != nil {
			t.Fatal(err)
		}
		write(`mutation { createPartner(input: {code: "later", name: "canary-later"}) { userErrors { message } } }`, nil)
		for late := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
			row := h.Store.Client.Webhook.Query().OnlyX(testhub.Context(t))
			if row.State == lexicon.WebhookFailed {
				break
			}
			if time.Now().After(late) {
				t.Fatalf("%+v", row)
			}
		}
		if bodies, _ := in.await(t, 1); len(bodies) != 1 {
			t.Errorf("a disabled account gets %s", bodies[1:])
		}
	})
}
