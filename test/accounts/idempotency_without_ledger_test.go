package accounts_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

func TestIdempotency_EveryMutationTakesAKey(t *testing.T) {
	schema := readSchema(t)
	for _, m := range schema.Mutation.Fields {
		if strings.HasPrefix(m.Name, "__") || m.Name == "testWebhook" { // which changes nothing
			continue
		}
		if in := schema.Types[m.Arguments.ForName("input").Type.Name()]; in.Fields.ForName("idempotencyKey") == nil {
			t.Errorf("%s takes no idempotencyKey", m.Name)
		}
		if out := schema.Types[m.Type.Name()]; out.Fields.ForName("replayed") == nil {
			t.Errorf("%s does not say whether it was replayed", m.Name)
		}
	}
}

// payload returns the payload of a mutation outside the ledger, without the field `replayed`.
func payload(
	t *testing.T, h *testhub.Hub, mutation, selection string, input in,
) (rest string, replayed bool, errors []userError) {
	t.Helper()
	var got map[string]map[string]json.RawMessage
	kind := strings.ToUpper(mutation[:1]) + mutation[1:] + "Input!"
	h.Get(
		t, &got,
		`mutation ($input: `+kind+`) { `+mutation+`(input: $input) { `+selection+
			` replayed userErrors { field code message } clientMutationId } }`,
		in{"input": input},
	)
	answer := got[mutation]
	for name, into := range map[string]any{"replayed": &replayed, "userErrors": &errors} {
		if err := json.Unmarshal(answer[name], into); err != nil {
			t.Fatal(err)
		}
	}
	delete(answer, "replayed")
	text, err := json.Marshal(answer)
	if err != nil {
		t.Fatal(err)
	}
	return string(text), replayed, errors
}

// twice runs a mutation twice with one key, and checks that the second run does nothing and returns the same answer.
// It returns the answer.
func twice(t *testing.T, h *testhub.Hub, mutation, selection string, input in) string {
	t.Helper()
	input = changed(input, in{"idempotencyKey": mutation, "clientMutationId": "m"})
	first, already, errors := payload(t, h, mutation, selection, input)
	if already || len(errors) > 0 {
		t.Fatalf("%s: replayed %v, %+v", mutation, already, errors)
	}
	second, again, errors := payload(t, h, mutation, selection, input)
	if !again || len(errors) > 0 || second != first {
		t.Errorf("%s answered\n%s\nand then (replayed: %v) %+v\n%s", mutation, first, again, errors, second)
	}
	return first
}

func TestIdempotency_AccountsAndTokensAreChangedOnce(t *testing.T) {
	eachWithLogins(t, func(t *testing.T, h *testhub.Hub) {
		admin := h.LoggedIn(t, testhub.Who{Role: lexicon.Administrator})
		const account = `account { id name role email disabledAt contracts { code } }`
		twice(
			t, admin, "createAccount", account,
			in{
				"name": "Site", "role": "INTEGRATOR", "email": "site@example.org",
				"contracts": []string{"valenciennes"},
			},
		)
		twice(t, admin, "updateAccount", account, in{"id": "site@example.org", "name": "Sites"})
		twice(t, admin, "disableAccount", account, in{"id": "site@example.org"})
		twice(t, admin, "enableAccount", account, in{"id": "site@example.org"})
		made := twice(
			t, admin, "createToken", `token { id label expiresAt }`,
			in{
				"accountId": "site@example.org", "label": "site",
				"expiresAt": time.Now().Add(36 * time.Hour).UTC().Format(time.RFC3339),
			},
		)
		var answer struct{ Token struct{ ID string } }
		if err := json.Unmarshal([]byte(made), &answer); err != nil {
			t.Fatal(err)
		}
		twice(t, admin, "revokeToken", `token { id revokedAt }`, in{"id": answer.Token.ID})
		twice(t, admin, "openDirectory", `open`, in{"open": false})
		if n := h.Store.Client.Token.Query().CountX(testhub.Context(t)); n != 1 {
			t.Errorf("%d tokens", n)
		}

		secret := in{"accountId": "site@example.org", "label": "lost", "idempotencyKey": "lost"}
		first, _, _ := payload(t, admin, "createToken", `secret token { label }`, secret)
		second, again, _ := payload(t, admin, "createToken", `secret token { label }`, secret)
		if !strings.Contains(first, `"secret":"mlg_`) || !again || !strings.Contains(second, `"secret":null`) ||
			!strings.Contains(second, `"label":"lost"`) {
			t.Errorf("made %s, then %s", first, second)
		}
		for mutation, input := range map[string]in{
			"createSignInLink": {"accountId": "site@example.org"},
			"createAccount":    {"name": "Another", "role": "INTEGRATOR"},
			"updateAccount":    {"id": "site@example.org", "name": "Another"},
			"enableAccount":    {"id": "site@example.org"},
			"disableAccount":   {"id": "site@example.org"},
			"createToken":      {"accountId": "site@example.org", "label": "another"},
			"revokeToken":      {"id": answer.Token.ID},
			"openDirectory":    {"open": true},
		} {
			_, again, errors := payload(
				t, admin, mutation, "clientMutationId", changed(input, in{"idempotencyKey": "lost"}),
			)
			if wrong(t, errors, "IDEMPOTENCY_MISMATCH", "idempotencyKey"); again {
				t.Errorf("%s was taken for what was done under the key", mutation)
			}
		}
	})
}

// A viewer who has lost a right does not get the first answer by its key either.
func TestIdempotency_AKeyOpensNothingToATokenOfTheSameAccount(t *testing.T) {
	eachWithLogins(t, func(t *testing.T, h *testhub.Hub) {
		admin := h.LoggedIn(t, testhub.Who{Role: lexicon.Administrator})
		input := in{"name": "Site", "role": "INTEGRATOR", "idempotencyKey": "k"}
		if _, _, errors := payload(t, admin, "createAccount", "account { name }", input); len(errors) > 0 {
			t.Fatal(errors)
		}
		var me struct{ Viewer struct{ AccountID string } }
		admin.Get(t, &me, `{ viewer { accountId } }`, nil)
		var made struct{ CreateToken struct{ Secret string } }
		admin.Get(
			t, &made,
			`mutation ($of: ID!) { createToken(input: {accountId: $of, label: "x", scopes: [READ, WRITE, CONTACTS, FEED]}) { secret } }`,
			in{"of": me.Viewer.AccountID},
		)
		answer, again, errors := payload(t, h.As(made.CreateToken.Secret), "createAccount", "account { name }", input)
		if wrong(t, errors, "FORBIDDEN"); again || strings.Contains(answer, "Site") {
			t.Errorf("the token is answered %s", answer)
		}
	})
}

func TestIdempotency_ContactsAreChangedErasedAndExportedOnce(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		admin := meet(t, h).admin
		uid := createContact(t, admin, zoe()).Contact.ID
		twice(
			t, admin, "updateContact", `contact { id name phone version }`,
			in{"id": uid, "version": 1, "name": "Zoé Serin", "phone": nil},
		)
		_, _, errors := payload(
			t, admin, "updateContact", "contact { name }",
			in{"id": uid, "version": 1, "name": "Léa Pinson", "idempotencyKey": "updateContact"},
		)
		wrong(t, errors, "IDEMPOTENCY_MISMATCH", "idempotencyKey")
		export := in{"id": uid, "idempotencyKey": "export"}
		for i, logged := range []int{1, 2} { // a repeated export is logged again
			answer, again, errors := payload(t, admin, "exportContact", "export", export)
			if len(errors) > 0 || again != (i == 1) || strings.Count(answer, "EXPORT") != logged ||
				!strings.Contains(answer, "Zoé Serin") {
				t.Errorf("exported (replayed: %v) %+v\n%s", again, errors, answer)
			}
		}
		_, _, errors = payload(t, admin, "eraseContact", "contactId", export)
		wrong(t, errors, "IDEMPOTENCY_MISMATCH", "idempotencyKey")
		twice(t, admin, "eraseContact", `contactId`, in{"id": uid})
		if text := receipts(t, h.Store); strings.Contains(text, "Serin") {
			t.Errorf("a person is in %s", text)
		}
		gone, again, errors := payload(
			t, admin, "updateContact", `contact { name }`,
			in{"id": uid, "version": 1, "name": "Zoé Serin", "phone": nil, "idempotencyKey": "updateContact"},
		)
		if !again || len(errors) > 0 || !strings.Contains(gone, `"contact":null`) {
			t.Errorf("after it was erased: %s %+v", gone, errors)
		}
	})
}

// Invalid text in a form is a user error that a person can fix, and not a request that cannot be parsed.
func TestUserErrors_NameTheFieldOfWhatPeopleType(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		before := rows(t, h)
		contribution := in{"partner": "cpam", "action": "forum", "role": "OPERATOR", "basis": "DECLARED"}
		for _, c := range []struct {
			mutation string
			input    in
			field    string
		}{
			{"createSource", in{"code": "s", "name": "S", "date": "14/06/2016"}, "date"},
			{"createSource", in{"code": "s", "name": "S", "date": 2016}, "date"},
			{"createContribution", changed(contribution, in{"since": "2016-13"}), "since"},
			{"createContribution", changed(contribution, in{"until": "soon"}), "until"},
			{"createContribution", changed(contribution, in{"amount": "a lot"}), "amount"},
			{"createContribution", changed(contribution, in{"amount": 12.5}), "amount"},
			{"createContribution", changed(contribution, in{"amount": -1}), "amount"},
			{"createContribution", changed(contribution, in{"amount": json.Number("99999999999999999999")}), "amount"},
		} {
			rejected(t, h, c.mutation, c.input, "INVALID", c.field)
			rejected(
				t, h, "applyChanges", in{"changes": []in{{c.mutation: c.input}}}, "INVALID", "changes", "0", c.mutation,
				c.field,
			)
		}
		for _, literal := range []string{`"14/06/2016"`, `2016`, `[2016]`, `{year: 2016}`, `true`, `1.5`} {
			answer := h.Ask(
				t,
				`mutation { createSource(input: {code: "s", name: "S", date: `+literal+
					`}) { userErrors { field code } } }`,
				nil,
			)
			if want := `{"createSource":{"userErrors":[{"field":["date"],"code":"INVALID"}]}}`; string(answer.Data) != want {
				t.Errorf("date: %s answers %s", literal, answer.Body)
			}
		}
		if after := rows(t, h); fmt.Sprint(after) != fmt.Sprint(before) {
			t.Errorf("the refusals left %v, after %v", after, before)
		}
	})
}

func TestInputs_AreReadAsGraphQLSays(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		for n, c := range []struct {
			takes, input string
			variables    in
		}{
			{``, `{code: "2016", name: "Year", aliases: "one"}`, nil},
			{`($list: [String!])`, `{code: "2017", name: "Year", aliases: $list}`, in{"list": "one"}},
			{`($input: CreatePartnerInput!)`, `$input`, in{
				"input": in{"code": "2018", "name": "Year", "aliases": "one"},
			}},
			{`($absent: String)`, `{code: "2019", name: "Year", aliases: ["one"], acronym: $absent}`, in{}},
		} {
			answer := h.Ask(
				t,
				`mutation `+c.takes+` { createPartner(input: `+c.input+
					`) { partner { aliases acronym } userErrors { field } } }`,
				c.variables,
			)
			if want := `{"createPartner":{"partner":{"aliases":["one"],"acronym":null},"userErrors":[]}}`; string(answer.Data) != want {
				t.Errorf("%d answers %s", n, answer.Body)
			}
		}
		for _, of := range [][2]string{{``, `2016`}, {``, `["2016"]`}, {`($id: ID!)`, `[$id]`}} { // an ID may come as a number
			answer := h.Ask(
				t,
				`mutation `+of[0]+` { upsertPartner(input: {code: "2017", name: "Year", predecessors: `+of[1]+
					`}) { partner { predecessors { code } } userErrors { field message } } }`,
				in{"id": 2016},
			)
			if !strings.Contains(string(answer.Data), `"predecessors":[{"code":"2016"}]`) {
				t.Errorf("%v answers %s", of, answer.Body)
			}
		}
		// A field whose variable is absent stays as it is; null clears it.
		const update = `mutation ($id: ID!, $version: Int!, $acronym: String) { updatePartner(input: {id: $id, version: $version, acronym: $acronym}) { partner { acronym version } userErrors { field message } } }`
		for _, step := range []struct {
			variables in
			want      string
		}{
			{in{"acronym": "Y"}, `{"acronym":"Y","version":2}`},
			{in{}, `{"acronym":"Y","version":2}`},
			{in{"acronym": nil}, `{"acronym":null,"version":3}`},
		} {
			version := 1
			if step.variables["acronym"] == nil {
				version = 2
			}
			answer := h.Ask(t, update, changed(in{"id": "2016", "version": version}, step.variables))
			if !strings.Contains(string(answer.Data), step.want) {
				t.Errorf("%v answers %s", step.variables, answer.Body)
			}
		}
	})
}
