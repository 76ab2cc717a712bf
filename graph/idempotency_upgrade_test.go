package graph_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"maillage/internal/gen/exec"
	"maillage/internal/server"
	"maillage/internal/store"
	"maillage/internal/testhub"
)

// citing is an input with nested fields that have defaults in the schema.
var citing = in{
	"partner": "cpam", "action": "forum", "role": "OPERATOR", "amount": 1200, "idempotencyKey": "k",
	"citations": []in{{"source": "report", "locator": "p. 1"}},
}

// A key is compared by what the client sent, since an upgrade before the retry may change the schema's defaults.
func TestIdempotency_ARetryAfterTheSchemaHasOtherDefaultsIsReplayed(t *testing.T) {
	testhub.EachDatabase(t, func(t *testing.T, s *store.Store) { // not beside other tests, which share the schema
		h := administrator(t, testhub.New(t, s, server.Config{}))
		twoContracts(t, h)
		done(t, h, "createContribution", citing)
		gone := done(t, h, "deletePartner", in{"id": "caf", "version": 1})
		done(t, h, "revertChange", in{"change": gone.Changes[0].ID, "idempotencyKey": "r"})
		types := exec.Schema.Types // the one that all executors share
		basis := types["AttachedCitation"].Fields.ForName("basis")
		whole := types["RevertChangeInput"].Fields.ForName("wholeWrite")
		was, wasWhole := basis.DefaultValue, whole.DefaultValue
		t.Cleanup(func() { basis.DefaultValue, whole.DefaultValue = was, wasWhole })
		basis.DefaultValue = &ast.Value{Kind: ast.EnumValue, Raw: "INFERRED"}
		whole.DefaultValue = &ast.Value{Kind: ast.BooleanValue, Raw: "true"}
		if again := done(t, h, "createContribution", citing); !again.Replayed {
			t.Error("a creation is not replayed")
		}
		if again := done(
			t, h, "revertChange", in{"change": gone.Changes[0].ID, "idempotencyKey": "r"},
		); !again.Replayed {
			t.Error("a reversion is not replayed")
		}
	})
}

// The form of the input makes no difference to a key; its content does.
func TestIdempotency_AKeyIsOfWhatWasSentHoweverItWasWritten(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		const ask = ` { replayed userErrors { code } } }`
		tell := func(query string, variables in) string {
			t.Helper()
			answer := h.Ask(t, query, variables)
			if answer.Errors != nil {
				t.Fatalf("%s answers %s", query, answer.Body)
			}
			return string(answer.Data)
		}
		const literal = `mutation { createContribution(input: {partner: "cpam", action: "forum", role: OPERATOR, basis: DECLARED, amount: 1200, note: null, idempotencyKey: "k"})` + ask
		if first := tell(literal, nil); !strings.Contains(first, `"replayed":false,"userErrors":[]`) {
			t.Fatalf("answered %s", first)
		}
		var fields in
		if err := json.Unmarshal(
			[]byte(
				`{"note":null,"role":"OPERATOR","basis":"DECLARED","action":"forum","partner":"cpam","idempotencyKey":"k","clientMutationId":"2"}`,
			),
			&fields,
		); err != nil {
			t.Fatal(err)
		}
		const whole = `mutation ($input: CreateContributionInput!) { createContribution(input: $input)` + ask
		for _, amount := range []string{"1200", "1.2e3", "12e2", "1200.0"} {
			if again := tell(
				whole, in{"input": changed(fields, in{"amount": json.Number(amount)})},
			); !strings.Contains(again, `"replayed":true`) {
				t.Errorf("with the amount %s: %s", amount, again)
			}
		}
		for name, other := range map[string]in{
			"another amount": {"amount": 1201}, "a default in so many words": {"amount": 1200, "status": "MENTIONED"}, "another field": {"amount": 1200, "wording": "w"},
		} {
			if again := tell(
				whole, in{"input": changed(fields, other)},
			); !strings.Contains(again, "IDEMPOTENCY_MISMATCH") {
				t.Errorf("with %s: %s", name, again)
			}
		}
		delete(fields, "note") // absent is not null
		if again := tell(
			whole, in{"input": changed(fields, in{"amount": 1200})},
		); !strings.Contains(again, "IDEMPOTENCY_MISMATCH") {
			t.Errorf("without the null: %s", again)
		}
	})
}
