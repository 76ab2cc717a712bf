package web

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"maillage/internal/lexicon"
	"maillage/internal/web/operations"
	"maillage/internal/web/words"
)

// account is an account, as the fragment AccountRow reads it.
type account struct {
	ID, Name, Role string
	Email          *string
	Partner        *thing
	Contracts      []thing
	HasLoggedIn    bool
	DisabledAt     *time.Time
	CreatedAt      time.Time
}

// Person reports whether a person signs in to the account. Programs use tokens.
func (a account) Person() bool { return a.Role != string(lexicon.Integrator) }

// token is an API token, without its secret.
type token struct {
	ID, Label            string
	Account              struct{ ID, Name string }
	Scopes               []string
	CreatedAt, ExpiresAt time.Time
	RevokedAt, UsedAt    *time.Time
}

// opened is a contract, and whether it is public.
type opened struct {
	contract
	Version int
}

// accountsPage is the data of the page of accounts.
type accountsPage struct {
	Accounts  []account
	Tokens    []token
	Contracts []opened
	Directory *bool // whether the directory is public, if this request has set it
	New       *form
	Token     *form
	Key       string // idempotency key of the buttons
	Secret    string // of a new token; shown once
	SecretOf  string
	Link      *signInLink // a new one
}

// signInLink is a link that signs a person in, once. Its URL is shown only on the page that responds to its creation.
type signInLink struct {
	Account    *struct{ Name string }
	Link       *string
	ExpiresAt  *time.Time
	UserErrors []userError
}

// accounts shows accounts and tokens, to administrators.
func (s *site) accounts(q *request) (*page, error) { return q.accountsWith(nil) }

// accountMade creates an account, a token or a sign-in link, as the form says.
func (s *site) accountMade(q *request) (*page, error) {
	sent, err := q.posted()
	if err != nil {
		return nil, err
	}
	return q.accountsWith(sent)
}

func (q *request) accountsWith(sent url.Values) (*page, error) {
	m, refused, err := q.readAccounts()
	if err != nil || refused != nil {
		return refused, err
	}
	isToken, isLink := sent.Get("make") == "token", sent.Get("do") == "link"
	account, token := url.Values{}, url.Values{}
	switch {
	case isToken:
		token = sent
	case !isLink:
		account = sent
	}
	m.New, m.Token, m.Key = q.accountForm(account), q.tokenForm(token, m.Accounts), keyOf(nil)
	shown := m.New
	if q.http.Method == http.MethodPost {
		switch {
		case isLink:
			err = q.makeLink(m, sent)
		case isToken:
			shown = m.Token
			err = q.makeToken(m)
		default:
			var made bool
			if made, err = q.makeAccount(m.New, sent); made {
				return &page{Redirect: "/accounts"}, err
			}
		}
	}
	if err != nil {
		return nil, err
	}
	p := &page{Template: "accounts", Title: words.Say(q.lang, "accounts.title"), Body: m}
	p.Secret = m.Secret != "" || m.Link != nil
	return q.formPage(p, shown), nil
}

// readAccounts queries the data of the page. Anybody but an administrator with a session gets a refusal page.
func (q *request) readAccounts() (*accountsPage, *page, error) {
	var data struct {
		Accounts []account
		Tokens   []token
	}
	err := q.execute("AccountsPage", nil, &data)
	if isRefused(err) {
		return nil, q.refused(nil), nil
	}
	if err != nil {
		return nil, nil, err
	}
	m := &accountsPage{Accounts: data.Accounts, Tokens: data.Tokens}
	m.Contracts, err = allContracts[opened](q)
	return m, nil, err
}

func (q *request) accountForm(sent url.Values) *form {
	value := func(name string) string { return strings.TrimSpace(sent.Get(name)) }
	fields := []*field{
		{Name: "name", Label: "people.name", Kind: "text", Value: value("name"), Required: true},
		{
			Name: "role", Label: "people.role", Kind: "choose", Value: value("role"),
			Options: q.words("AccountRole", value("role"), true), Required: true,
		},
		{Name: "email", Label: "people.email", Kind: "email", Value: value("email"), Hint: "accounts.email-hint"},
		{
			Name: "partner", Label: "people.partner", Kind: "pick", Value: value("partner"),
			Hint: "people.partner-hint", Types: []string{typePartner},
		},
		{
			Name: "contracts", Label: "accounts.contracts", Kind: "text", Value: value("contracts"),
			Hint: "accounts.contracts-hint",
		},
	}
	return &form{
		Key: keyOf(sent), Submit: "accounts.make", Hidden: []option{{Label: "make", Value: "account"}},
		Groups: []fieldGroup{{"accounts.new", fields}},
	}
}

func (q *request) tokenForm(sent url.Values, accounts []account) *form {
	of := &field{Name: "account", Label: "accounts.account", Kind: "choose", Value: sent.Get("account"), Required: true}
	for _, a := range accounts {
		if a.DisabledAt == nil {
			of.Options = append(of.Options, option{
				a.ID, a.Name + ", " + words.Label(q.lang, "AccountRole", a.Role), a.ID == of.Value,
			})
		}
	}
	fields := []*field{
		of, {Name: "label", Label: "accounts.label", Kind: "text", Value: sent.Get("label"), Required: true},
	}
	for _, scope := range words.Vocabularies["TokenScope"].Words() {
		fields = append(fields, &field{
			Name: "scope." + scope, Label: "scope." + scope, Kind: "flag",
			Value: flagText(sent.Get("scope."+scope) != "" || scope == "READ" && len(sent) == 0),
		})
	}
	return &form{
		Key: keyOf(sent), Submit: "accounts.make-token", Hidden: []option{{Label: "make", Value: "token"}},
		Groups: []fieldGroup{{"accounts.new-token", fields}},
	}
}

// makeAccount creates the account of the form.
func (q *request) makeAccount(f *form, sent url.Values) (made bool, err error) {
	input := map[string]any{"name": f.value("name"), "idempotencyKey": f.Key}
	for _, name := range []string{"role", "email"} {
		if value := f.value(name); value != "" {
			input[name] = value
		}
	}
	apart := func(r rune) bool { return r == ',' || r == ' ' || r == ';' }
	if codes := strings.FieldsFunc(f.value("contracts"), apart); len(codes) > 0 {
		input["contracts"] = codes
	}
	partner, err := q.pick(f, f.Groups[0].Fields[3], sent)
	if err != nil {
		return false, err
	}
	if partner != nil {
		input["partner"] = partner.ID
		f.chosen(f.Groups[0].Fields[3], &partner.thing)
	}
	if f.value("role") == "" {
		f.fail("role", words.Say(q.lang, "form.required"))
	}
	if len(f.Problems) > 0 {
		return false, nil
	}
	var data struct {
		CreateAccount *struct{ UserErrors []userError }
	}
	if err := q.execute("MakeAccount", vars{"input": input}, &data); err != nil {
		return false, err
	}
	if data.CreateAccount == nil {
		return false, operations.ErrNotFound
	}
	f.refuse(data.CreateAccount.UserErrors, map[string]string{
		"name": "name", "role": "role", "email": "email", "partner": "partner", "contracts": "contracts",
		"contracts.0": "contracts",
	})
	return len(f.Problems) == 0, nil
}

// makeToken creates the token of the form. Its secret is shown only on the page that responds.
func (q *request) makeToken(m *accountsPage) error {
	f := m.Token
	var scopes []string
	for _, scope := range words.Vocabularies["TokenScope"].Words() {
		if f.value("scope."+scope) == "true" {
			scopes = append(scopes, scope)
		}
	}
	input := map[string]any{
		"accountId": f.value("account"), "label": f.value("label"), "scopes": scopes, "idempotencyKey": f.Key,
	}
	var data struct {
		CreateToken *struct {
			Secret     *string
			Token      *struct{ Label string }
			UserErrors []userError
		}
	}
	if err := q.execute("MakeToken", vars{"input": input}, &data); err != nil {
		return err
	}
	done := data.CreateToken
	if done == nil {
		return operations.ErrNotFound
	}
	f.refuse(done.UserErrors, map[string]string{"accountId": "account", "label": "label", "scopes": "scope.READ"})
	if len(done.UserErrors) > 0 {
		return nil
	}
	fresh, refused, err := q.readAccounts()
	if err != nil || refused != nil {
		return err
	}
	m.Tokens, m.Secret = fresh.Tokens, textOf(done.Secret)
	if done.Token != nil {
		m.SecretOf = done.Token.Label
	}
	m.Token = q.tokenForm(url.Values{}, m.Accounts)
	return nil
}

// makeLink creates a sign-in link for an account.
func (q *request) makeLink(m *accountsPage, sent url.Values) error {
	var data struct{ CreateSignInLink *signInLink }
	input := map[string]any{"accountId": sent.Get("id"), "idempotencyKey": keyOf(sent) + "link" + sent.Get("id")}
	if err := q.execute("MakeLink", vars{"input": input}, &data); err != nil {
		return err
	}
	if data.CreateSignInLink == nil {
		return operations.ErrNotFound
	}
	m.New.refuse(data.CreateSignInLink.UserErrors, nil)
	if data.CreateSignInLink.Account != nil {
		m.Link = data.CreateSignInLink
	}
	return nil
}

// accountSet runs the action of a button: on an account, a token, a contract or the directory.
func (s *site) accountSet(q *request) (*page, error) {
	sent, err := q.posted()
	if err != nil {
		return nil, err
	}
	input := map[string]any{"id": sent.Get("id"), "idempotencyKey": keyOf(sent) + sent.Get("do") + sent.Get("id")}
	switch sent.Get("do") {
	case "disable":
		return q.runMutation("DisableAccount", "disableAccount", input, "/accounts")
	case "enable":
		return q.runMutation("EnableAccount", "enableAccount", input, "/accounts")
	case "revoke":
		return q.runMutation("EndToken", "revokeToken", input, "/accounts")
	case "open", "close":
		delete(input, "id")
		input["open"] = sent.Get("do") == "open"
		return q.runMutation("SetDirectory", "openDirectory", input, "/accounts")
	case "publish", "unpublish":
		return q.setPublic(sent.Get("id"), sent.Get("do") == "publish", keyOf(sent))
	}
	return nil, operations.ErrNotFound
}

// setPublic makes a contract public, or private.
func (q *request) setPublic(id string, public bool, key string) (*page, error) {
	m, refused, err := q.readAccounts()
	if err != nil || refused != nil {
		return refused, err
	}
	for _, c := range m.Contracts {
		if c.ID != id {
			continue
		}
		done, err := q.apply(changeSet{key: key + id, changes: []map[string]any{
			{"updateContract": map[string]any{"id": id, "version": c.Version, "public": public}},
		}})
		if err != nil {
			return nil, err
		}
		if len(done.UserErrors) == 0 {
			return &page{Redirect: "/accounts"}, nil
		}
		f := &form{}
		f.refuse(done.UserErrors, nil)
		title := words.Say(q.lang, "act.failed")
		return q.formPage(
			&page{Template: "confirm", Title: title, Body: confirmPage{What: title, Form: f, Back: "/accounts"}}, f,
		), nil
	}
	return nil, operations.ErrNotFound
}
