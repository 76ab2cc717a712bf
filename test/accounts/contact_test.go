package accounts_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"maillage/internal/lexicon"
	"maillage/internal/server"
	"maillage/internal/store"
	"maillage/internal/testhub"
)

// people are hubs of viewers who may and may not see contacts of the CPAM, which takes part in the contract of
// Valenciennes.
type people struct {
	admin, coordinator, liaison, stranger, program, public *testhub.Hub
}

func meet(t *testing.T, h *testhub.Hub) people {
	t.Helper()
	return people{
		admin:       h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator})),
		coordinator: h.As(h.Token(t, testhub.Who{Role: lexicon.Coordinator, Contracts: []string{"valenciennes"}})),
		liaison: h.As(h.Token(t, testhub.Who{
			Role: lexicon.Liaison, Partner: "cpam-hainaut", Contracts: []string{"valenciennes"},
		})),
		stranger: h.As(h.Token(t, testhub.Who{
			Role: lexicon.Liaison, Partner: "drjscs", Contracts: []string{"valenciennes"},
		})),
		program: h.As(h.Token(t, testhub.Who{Role: lexicon.Integrator, Contracts: []string{"valenciennes"}})),
		public:  h,
	}
}

type contactAnswer struct {
	ID                                    string
	Partner                               struct{ Code string }
	Name, Function, Email, Phone, Purpose string
	Version                               int
	CreatedBy                             struct{ AccountID, Name string }
}

type contactPayload struct {
	Contact          *contactAnswer
	Replayed         bool
	UserErrors       []userError
	ClientMutationID string
}

const contactFields = `{ id partner { code } name function email phone purpose version createdBy { accountId name } }`

func zoe() map[string]any {
	return map[string]any{
		"partner": "cpam-hainaut", "name": "Zoé Canari", "function": "chargée de mission", "email": "zoe.canari@example.org",
		"phone": "+33 3 27 00 00 00", "purpose": "préparer le comité", "retainUntil": time.Now().AddDate(1, 0, 0).UTC().Format(time.RFC3339),
	}
}

func createContact(t *testing.T, h *testhub.Hub, input map[string]any) contactPayload {
	t.Helper()
	var got struct{ CreateContact contactPayload }
	h.Get(t, &got, `mutation ($input: CreateContactInput!) { createContact(input: $input) { contact `+contactFields+` replayed userErrors { field code message } clientMutationId } }`,
		map[string]any{"input": input})
	return got.CreateContact
}

func updateContact(t *testing.T, h *testhub.Hub, input map[string]any) contactPayload {
	t.Helper()
	var got struct{ UpdateContact contactPayload }
	h.Get(t, &got, `mutation ($input: UpdateContactInput!) { updateContact(input: $input) { contact `+contactFields+` userErrors { field code message } } }`,
		map[string]any{"input": input})
	return got.UpdateContact
}

func contactsOf(t *testing.T, h *testhub.Hub, partner string) testhub.Answer {
	t.Helper()
	return h.Ask(t, `query ($partner: ID!) { contacts(partner: $partner, purpose: "convocation") `+contactFields+` }`, map[string]any{"partner": partner})
}

// wrong expects one user error.
func wrong(t *testing.T, errors []userError, code string, field ...string) {
	t.Helper()
	if len(errors) != 1 || errors[0].Code != code || !slices.Equal(errors[0].Field, field) || errors[0].Message == "" {
		t.Errorf("user errors %+v; want %s of %v", errors, code, field)
	}
}

func TestContacts_AreEnteredShownChangedAndErased(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		p := meet(t, h)
		made := createContact(t, p.coordinator, zoe())
		if made.Contact == nil || made.Contact.Name != "Zoé Canari" || made.Contact.Partner.Code != "cpam-hainaut" || made.Contact.Version != 1 {
			t.Fatalf("entered %+v", made)
		}
		uid := made.Contact.ID
		for _, who := range []*testhub.Hub{p.admin, p.coordinator, p.liaison} {
			if shown := contactsOf(t, who, "cpam-hainaut"); shown.Errors != nil || !strings.Contains(string(shown.Data), "zoe.canari@example.org") {
				t.Errorf("shown %s", shown.Body)
			}
		}
		changed := updateContact(t, p.liaison, map[string]any{"id": uid, "version": 1, "function": nil, "name": "Zoé Serin"})
		if changed.Contact == nil || changed.Contact.Name != "Zoé Serin" || changed.Contact.Function != "" ||
			changed.Contact.Email == "" || changed.Contact.Version != 2 {
			t.Errorf("changed to %+v", changed)
		}
		late := updateContact(t, p.admin, map[string]any{"id": uid, "version": 1, "name": "Zoé Late"})
		wrong(t, late.UserErrors, "CONFLICT", "version")
		if late.Contact != nil {
			t.Errorf("a conflict shows %+v", late.Contact)
		}
		var erased struct {
			EraseContact struct {
				ContactID  *string
				UserErrors []userError
			}
		}
		erase := `mutation ($id: ID!) { eraseContact(input: { id: $id }) { contactId userErrors { field code message } } }`
		p.liaison.Get(t, &erased, erase, map[string]any{"id": uid})
		if erased.EraseContact.ContactID == nil || *erased.EraseContact.ContactID != uid {
			t.Errorf("erased %+v", erased)
		}
		p.liaison.Get(t, &erased, erase, map[string]any{"id": uid})
		wrong(t, erased.EraseContact.UserErrors, "UNKNOWN_RECORD", "id")
		if erased.EraseContact.ContactID != nil {
			t.Error("erased twice")
		}
		var log struct {
			ContactAccesses []struct {
				Action  string
				Purpose *string
				Actor   struct{ AccountID, Name string }
			}
		}
		p.admin.Get(t, &log, `query ($id: ID!) { contactAccesses(contactId: $id) { action purpose actor { accountId name } } }`, map[string]any{"id": uid})
		var done []string
		for _, line := range log.ContactAccesses {
			done = append(done, line.Action)
			if line.Actor.AccountID == "" || line.Actor.Name == "" || (line.Purpose != nil) != (line.Action == "READ") {
				t.Errorf("logged %+v", line)
			}
		}
		if want := []string{"CREATE", "READ", "READ", "READ", "UPDATE", "ERASE"}; !slices.Equal(done, want) {
			t.Errorf("logged %v, want %v", done, want)
		}
	})
}

func TestContacts_ThatOneMayNotSeeAreNotThere(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		p := meet(t, h)
		uid := createContact(t, p.admin, zoe()).Contact.ID
		for _, who := range []*testhub.Hub{p.stranger, p.program} {
			hidden, absent := contactsOf(t, who, "cpam-hainaut"), contactsOf(t, who, "nobody-at-all")
			if len(hidden.Errors) != 1 || hidden.Errors[0].Extensions.Code != "NOT_FOUND" ||
				hidden.Errors[0].Message != absent.Errors[0].Message {
				t.Errorf("hidden %s\nabsent %s", hidden.Body, absent.Body)
			}
			wrong(t, createContact(t, who, zoe()).UserErrors, "UNKNOWN_RECORD", "partner")
			there := updateContact(t, who, map[string]any{"id": uid, "version": 7, "name": "X"})
			not := updateContact(t, who, map[string]any{"id": "contact_none", "version": 7, "name": "X"})
			wrong(t, there.UserErrors, "UNKNOWN_RECORD", "id")
			if there.UserErrors[0].Message != not.UserErrors[0].Message {
				t.Errorf("%q tells from %q", there.UserErrors[0].Message, not.UserErrors[0].Message)
			}
		}
		for _, who := range []*testhub.Hub{p.coordinator, p.liaison, p.stranger} {
			if log := who.Ask(t, `query ($id: ID!) { contactAccesses(contactId: $id) { action } }`, map[string]any{"id": uid}); len(log.Errors) != 1 || log.Errors[0].Extensions.Code != "NOT_FOUND" {
				t.Errorf("the log is %s", log.Body)
			}
		}
		for _, answer := range []testhub.Answer{
			contactsOf(t, p.public, "cpam-hainaut"),
			p.public.Ask(t, `{ contactAccesses(contactId: "x") { action } }`, nil),
			p.public.Ask(t, `mutation { eraseContact(input: { id: "x" }) { contactId } }`, nil),
		} {
			if len(answer.Errors) != 1 || answer.Errors[0].Extensions.Code != "UNAUTHENTICATED" {
				t.Errorf("the public gets %s", answer.Body)
			}
		}
		reader := h.As(h.Token(t, testhub.Who{
			Role: lexicon.Administrator, Scopes: []lexicon.TokenScope{lexicon.ScopeRead, lexicon.ScopeWrite},
		}))
		if answer := contactsOf(t, reader, "cpam-hainaut"); len(answer.Errors) != 1 || answer.Errors[0].Extensions.Code != "FORBIDDEN" {
			t.Errorf("without the scope %s", answer.Body)
		}
		wrong(t, createContact(t, reader, zoe()).UserErrors, "FORBIDDEN")
	})
}

func TestContacts_ProblemsAreInTheViewersLanguage(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		admin := meet(t, h).admin
		for _, c := range []struct {
			field string
			value any
			code  string
		}{
			{"name", " ", "REQUIRED"},
			{"name", strings.Repeat("x", 201), "TOO_LONG"},
			{"email", "canari-at-example", "INVALID"},
			{"phone", "canari", "INVALID"},
			{"purpose", "", "REQUIRED"},
			{"retainUntil", "2001-01-01T00:00:00Z", "INVALID"},
			{"retainUntil", time.Now().AddDate(4, 0, 0).UTC().Format(time.RFC3339), "INVALID"},
			{"partner", "nobody-at-all", "UNKNOWN_RECORD"},
			{"idempotencyKey", strings.Repeat("x", 201), "TOO_LONG"},
		} {
			input := zoe()
			input[c.field] = c.value
			got := createContact(t, admin, input)
			wrong(t, got.UserErrors, c.code, c.field)
			if got.Contact != nil || strings.Contains(fmt.Sprint(got.UserErrors), "canari") {
				t.Errorf("%s: %+v", c.field, got)
			}
		}
		input := zoe()
		input["email"] = "x"
		if got := createContact(t, admin, input); len(got.UserErrors) != 1 || got.UserErrors[0].Message != "`email` doit être une adresse comme nom@example.org." {
			t.Errorf("%+v", got.UserErrors)
		}
		empty := admin.Ask(t, `{ contacts(partner: "cpam-hainaut", purpose: " ") { name } }`, nil)
		if len(empty.Errors) != 1 || empty.Errors[0].Extensions.Code != "BAD_USER_INPUT" ||
			fmt.Sprint(empty.Errors[0].Extensions.Argument) != "[purpose]" {
			t.Errorf("without a purpose %s", empty.Body)
		}
	})
}

func TestContacts_ARepeatedKeyCreatesOne(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		p := meet(t, h)
		input := zoe()
		input["idempotencyKey"], input["clientMutationId"] = "k", "m"
		first, second := createContact(t, p.coordinator, input), createContact(t, p.coordinator, input)
		if first.Contact == nil || first.Replayed || second.Contact == nil || !second.Replayed ||
			*first.Contact != *second.Contact || second.ClientMutationID != "m" {
			t.Fatalf("first %+v\nsecond %+v", first, second)
		}
		if n := h.Store.Client.Contact.Query().CountX(testhub.Context(t)); n != 1 {
			t.Errorf("%d contacts", n)
		}
		other := zoe()
		other["idempotencyKey"], other["name"] = "k", "Léa Pinson"
		mismatch := createContact(t, p.coordinator, other)
		wrong(t, mismatch.UserErrors, "IDEMPOTENCY_MISMATCH", "idempotencyKey")
		if mismatch.Contact != nil {
			t.Errorf("a mismatch shows %+v", mismatch.Contact)
		}
		if own := createContact(t, p.liaison, other); own.Contact == nil || own.Replayed {
			t.Errorf("another account's key: %+v", own)
		}
		h.Store.Client.Contact.Delete().ExecX(testhub.Context(t))
		if gone := createContact(t, p.coordinator, input); gone.Contact != nil || !gone.Replayed ||
			len(gone.UserErrors) != 0 {
			t.Errorf("after it was erased: %+v", gone)
		}
	})
}

func TestContacts_TheExportHoldsAllAndIsLogged(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		p := meet(t, h)
		uid := createContact(t, p.admin, zoe()).Contact.ID
		var got struct {
			ExportContact struct {
				Export struct {
					Contact  struct{ ID, Name, Email string }
					Accesses []struct{ Action, Actor string }
				}
				UserErrors []userError
			}
		}
		export := `mutation ($id: ID!) { exportContact(input: { id: $id }) { export userErrors { field code message } } }`
		p.liaison.Get(t, &got, export, map[string]any{"id": uid})
		if e := got.ExportContact.Export; e.Contact.ID != uid || e.Contact.Name != "Zoé Canari" || len(e.Accesses) != 2 ||
			e.Accesses[1].Action != "EXPORT" {
			t.Errorf("exported %+v", got)
		}
		answer := p.stranger.Ask(t, export, map[string]any{"id": uid})
		if strings.Contains(string(answer.Body), "Canari") || !strings.Contains(string(answer.Body), `"export":null`) {
			t.Errorf("a stranger gets %s", answer.Body)
		}
	})
}

// Data of the person is nowhere but in the contact itself.
func TestContacts_LeaveNoTraceInTheGraph(t *testing.T) {
	testhub.EachDemoDatabase(t, func(t *testing.T, s *store.Store) {
		var log bytes.Buffer
		h := testhub.New(t, s, server.Config{
			Ledger: testhub.Ledger(t, s),
			Log:    slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		})
		admin := meet(t, h).admin
		before := s.Client.Change.Query().CountX(testhub.Context(t))
		input := zoe()
		input["idempotencyKey"] = "a-key"
		uid := createContact(t, admin, input).Contact.ID
		updateContact(t, admin, map[string]any{"id": uid, "version": 1, "phone": "zoe.canari"})
		updateContact(t, admin, map[string]any{"id": uid, "version": 1, "phone": "+33 3 27 00 00 01"})
		if after := s.Client.Change.Query().CountX(testhub.Context(t)); after != before {
			t.Errorf("the ledger has %d lines more", after-before)
		}
		for _, query := range []string{
			`query ($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }`,
			`query ($id: ID!) { changes(filter: {recordId: $id}, first: 5) { nodes { recordId } } }`,
		} {
			if answer := admin.Ask(t, query, map[string]any{"id": uid}); answer.Errors != nil ||
				strings.Contains(string(answer.Data), "contact_") {
				t.Errorf("%s answers %s", query, answer.Body)
			}
		}
		path := admin.Ask(t, `query ($id: ID!) { path(from: {id: $id}, to: {id: $id}) { length } }`, map[string]any{"id": uid})
		broken := admin.Ask(t, `mutation ($input: CreateContactInput!) { createContact(input: $input) { contact { name } } }`, map[string]any{"input": map[string]any{"name": "Zoé Canari", "retainUntil": "zoe.canari"}})
		for _, text := range []string{log.String(), string(path.Body), string(errorsOf(t, broken)), receipts(t, s)} {
			if strings.Contains(strings.ToLower(text), "canari") || strings.Contains(text, "27 00") {
				t.Errorf("a person is in %s", text)
			}
		}
	})
}

func errorsOf(t *testing.T, a testhub.Answer) []byte {
	t.Helper()
	if len(a.Errors) == 0 {
		t.Errorf("no errors in %s", a.Body)
	}
	text, err := json.Marshal(a.Errors)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// receipts returns what is stored under idempotency keys.
func receipts(t *testing.T, s *store.Store) string {
	t.Helper()
	rows, err := s.Client.QueryContext(testhub.Context(t), "SELECT key, fingerprint, records FROM receipts")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var all strings.Builder
	for rows.Next() {
		var key, records string
		var fingerprint []byte
		if err := rows.Scan(&key, &fingerprint, &records); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&all, key, records, string(fingerprint))
		if !strings.Contains(records, "contact_") {
			t.Errorf("the receipt of %s holds %s", key, records)
		}
	}
	if all.Len() == 0 {
		t.Error("no receipt was kept")
	}
	return all.String()
}

// No field of a record, and none of what a record refers to, is a contact. Only the fields that log the access return
// one.
func TestContacts_AreReachedByTheirOwnFieldsAlone(t *testing.T) {
	schema := readSchema(t)
	doors := map[string]bool{"Query.contacts": true, "ContactPayload.contact": true}
	for _, d := range ours(schema) {
		for _, f := range fields(d) {
			if f.Type.Name() == "Contact" && !doors[d.Name+"."+f.Name] {
				t.Errorf("%s.%s leads to contacts", d.Name, f.Name)
			}
			if (f.Type.Name() == "ContactPayload" || f.Type.Name() == "ContactAccess") && d.Name != "Mutation" && d.Name != "Query" {
				t.Errorf("%s.%s leads to contacts", d.Name, f.Name)
			}
		}
	}
	if c := schema.Types["Contact"]; len(c.Interfaces) != 0 {
		t.Errorf("a contact is a %v", c.Interfaces)
	}
}
