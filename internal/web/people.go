package web

import (
	"net/http"
	"net/url"
	"time"

	"maillage/internal/lexicon"
	"maillage/internal/web/operations"
	"maillage/internal/web/words"
)

// invitation is an open invitation, as the fragment Invited reads it.
type invitation struct {
	ID, Name, Role       string
	Email                *string
	Partner              *thing
	Contracts            []thing
	CreatedAt, ExpiresAt time.Time
	UsedAt, RevokedAt    *time.Time
}

// peoplePage is the data of the page of invitations.
type peoplePage struct {
	Contract contract
	Open     []invitation
	Form     *form
	Revoke   string // idempotency key of the revoke buttons
	// Link is the link of a new invitation. It is shown once.
	Link, For string
	Replayed  bool
}

// people shows the open invitations to a contract, with a form that creates one.
func (s *site) people(q *request) (*page, error) { return q.invitations(nil) }

// invited creates an invitation. Its link is shown only on the page that responds.
func (s *site) invited(q *request) (*page, error) {
	sent, err := q.posted()
	if err != nil {
		return nil, err
	}
	return q.invitations(sent)
}

func (q *request) invitations(sent url.Values) (*page, error) {
	code := q.http.PathValue("contract")
	var data struct {
		Contract    *contract
		Partners    struct{ Nodes []thing }
		Invitations []invitation
	}
	err := q.execute("PeoplePage", vars{"contract": code, "of": code}, &data)
	if data.Contract == nil {
		return nil, orNotFound(err)
	}
	if isRefused(err) {
		return q.refused(data.Contract), nil
	}
	if err != nil {
		return nil, err
	}
	m := peoplePage{Contract: *data.Contract, Revoke: keyOf(nil)}
	for _, i := range data.Invitations {
		for _, c := range i.Contracts {
			if c.Code == code {
				m.Open = append(m.Open, i)
				break
			}
		}
	}
	m.Form = q.invitationForm(sent, data.Partners.Nodes)
	if q.http.Method == http.MethodPost {
		if err := q.invite(&m, sent); err != nil {
			return nil, err
		}
	}
	p := &page{Template: "people", Title: words.Say(q.lang, "people.title"), Contract: data.Contract, Body: m}
	p.Secret, p.Current = m.Link != "", "people"
	return q.formPage(p, m.Form), nil
}

// invitationForm makes the form of an invitation.
func (q *request) invitationForm(sent url.Values, partners []thing) *form {
	role := sent.Get("role")
	if role == "" {
		role = string(lexicon.Liaison)
	}
	roles := make([]option, 0, 2)
	for _, r := range []lexicon.AccountRole{lexicon.Liaison, lexicon.Coordinator} {
		roles = append(roles, option{string(r), words.Label(q.lang, "AccountRole", string(r)), string(r) == role})
	}
	return &form{Key: keyOf(sent), Submit: "people.invite", Groups: []fieldGroup{{"people.whom", []*field{
		{Name: "name", Label: "people.name", Kind: "text", Value: sent.Get("name"), Required: true},
		{Name: "role", Label: "people.role", Kind: "choose", Value: role, Options: roles, Required: true},
		{
			Name: "partner", Label: "people.partner", Kind: "pick", Value: sent.Get("partner"),
			Options: suggestions(partners), Hint: "people.partner-hint", Types: []string{typePartner},
		},
		{Name: "email", Label: "people.email", Kind: "email", Value: sent.Get("email"), Hint: "people.email-hint"},
	}}}}
}

// invite creates the invitation of the form.
func (q *request) invite(m *peoplePage, sent url.Values) error {
	f := m.Form
	input := map[string]any{
		"name": f.value("name"), "role": f.value("role"), "contracts": []string{m.Contract.Code},
		"idempotencyKey": f.Key,
	}
	if email := f.value("email"); email != "" {
		input["email"] = email
	}
	partner, err := q.pick(f, f.Groups[0].Fields[2], sent)
	if err != nil || len(f.Problems) > 0 {
		return err
	}
	if partner != nil {
		input["partner"] = partner.ID
		f.chosen(f.Groups[0].Fields[2], &partner.thing)
	}
	var data struct {
		CreateInvitation *struct {
			// Link is the link of a new invitation. It is shown once.
			Link       *string
			Replayed   bool
			Invitation *invitation
			UserErrors []userError
		}
	}
	if err := q.execute("Invite", vars{"input": input}, &data); err != nil {
		return err
	}
	done := data.CreateInvitation
	if done == nil {
		return operations.ErrNotFound
	}
	f.refuse(done.UserErrors, map[string]string{"name": "name", "role": "role", "email": "email", "partner": "partner"})
	if done.Invitation == nil {
		return nil
	}
	m.Link, m.For, m.Replayed = textOf(done.Link), done.Invitation.Name, done.Replayed
	if !done.Replayed {
		m.Open = append(m.Open, *done.Invitation)
	}
	m.Form = q.invitationForm(url.Values{}, nil)
	m.Form.Groups[0].Fields[2].Options = f.Groups[0].Fields[2].Options
	return nil
}

// uninvited revokes an invitation.
func (s *site) uninvited(q *request) (*page, error) {
	sent, err := q.posted()
	if err != nil {
		return nil, err
	}
	to := contract{Code: q.http.PathValue("contract")}
	return q.runMutation(
		"EndInvitation", "revokeInvitation", map[string]any{"id": sent.Get("id"), "idempotencyKey": keyOf(sent)},
		to.Address("people"),
	)
}

// runMutation runs a mutation that returns only errors, and redirects.
func (q *request) runMutation(operation, mutation string, input map[string]any, to string) (*page, error) {
	var data map[string]*struct{ UserErrors []userError }
	if err := q.execute(operation, vars{"input": input}, &data); err != nil {
		return nil, err
	}
	done := data[mutation]
	if done == nil {
		return nil, operations.ErrNotFound
	}
	if len(done.UserErrors) == 0 {
		return &page{Redirect: to}, nil
	}
	f := &form{}
	f.refuse(done.UserErrors, nil)
	title := words.Say(q.lang, "act.failed")
	return q.formPage(
		&page{Template: "confirm", Title: title, Body: confirmPage{What: title, Form: f, Back: to}}, f,
	), nil
}
