package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"maillage/graph/model"
	"maillage/internal/access"
	"maillage/internal/contact"
	"maillage/internal/edit"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/relay"
)

// Contacts are readable by the fields of this file alone. They are not nodes, so that no path in the graph leads to a
// person. Error messages name fields and never repeat their values.

// contactsOf returns the contacts of a partner, and logs the access.
func (r *Resolver) contactsOf(ctx context.Context, partner, purpose string) ([]*model.Contact, error) {
	if err := requireContactScope(ctx); err != nil {
		return nil, err
	}
	list, err := r.Contacts.OfPartner(ctx, partner, purpose)
	if err != nil {
		return nil, contactQueryError(ctx, err, "partner")
	}
	shown, err := r.contactViews(ctx, list)
	if err != nil {
		return nil, err
	}
	return shown, relay.Charge(ctx, len(shown))
}

// accessesOf returns the access log of a contact.
func (r *Resolver) accessesOf(ctx context.Context, uid string) ([]*model.ContactAccess, error) {
	if err := requireContactScope(ctx); err != nil {
		return nil, err
	}
	lines, err := r.Contacts.Log(ctx, uid)
	if err != nil {
		return nil, contactQueryError(ctx, err, "contactId")
	}
	uids := make([]string, len(lines))
	for i, line := range lines {
		uids[i] = line.Actor
	}
	actors, err := r.actors(ctx, uids)
	if err != nil {
		return nil, err
	}
	shown := make([]*model.ContactAccess, len(lines))
	for i, line := range lines {
		shown[i] = &model.ContactAccess{Access: line, By: actors[line.Actor]}
	}
	return shown, relay.Charge(ctx, len(shown))
}

// requireContactScope refuses a viewer who may see no contact at all: one without an account, or with a token that
// lacks the scope.
func requireContactScope(ctx context.Context) error {
	switch v := access.From(ctx); {
	case v.IsPublic():
		return &Error{
			Code: Unauthenticated, Sentence: "contacts are for whoever has an account: log in, or send a token",
		}
	case !v.HasScope(lexicon.ScopeContacts):
		return &Error{Code: Forbidden, Sentence: "the token lacks the scope CONTACTS"}
	}
	return nil
}

// contactQueryError turns the error of a query of contacts into one that a client may see.
func contactQueryError(ctx context.Context, err error, named string) error {
	var field *contact.FieldError
	switch problem := contactProblem(err, named); {
	case problem == nil:
		return err
	case errors.As(err, &field):
		return &Error{Code: BadUserInput, Argument: []any{field.Field}, Sentence: problem.Message(Language(ctx))}
	default:
		return &Error{Code: NotFound, Argument: []any{named}, Sentence: problem.Message(Language(ctx))}
	}
}

// contactProblem returns the problem that a person can fix in an error of a contact; nil for any other error. A
// contact that the viewer may not see counts as missing.
func contactProblem(err error, named string) *edit.Problem {
	var gone *contact.NotFoundError
	var field *contact.FieldError
	var conflict *contact.ConflictError
	switch {
	case errors.As(err, &gone) && named == "partner":
		return &edit.Problem{Field: []string{named}, Code: lexicon.UserUnknown,
			French: "Aucun partenaire n’a ce nom, ou vous ne pouvez pas voir ses contacts.", English: "No partner is called so, or none whose contacts you may see."}
	case errors.As(err, &gone):
		return &edit.Problem{Field: []string{named}, Code: lexicon.UserUnknown,
			French: "Aucun contact n’a cet identifiant, ou vous ne pouvez pas le voir.", English: "No contact is called so, or none that you may see."}
	case errors.As(err, &field):
		return onField(field.Field, field.Code, field.French, field.English)
	case errors.As(err, &conflict):
		return &edit.Problem{Field: []string{"version"}, Code: lexicon.UserConflict,
			French: fmt.Sprintf(
				"Le contact a changé : vous aviez vu la version %d, il en est à la %d.", conflict.Seen, conflict.Now,
			),
			English: fmt.Sprintf(
				"The contact has changed: you saw version %d, and it has %d.", conflict.Seen, conflict.Now,
			)}
	}
	return nil
}

// onField returns a problem whose sentences begin with the field's name.
func onField(field string, code lexicon.UserErrorCode, french, english string) *edit.Problem {
	return &edit.Problem{
		Field: []string{field}, Code: code, French: fmt.Sprintf("« %s » %s.", field, french),
		English: fmt.Sprintf("`%s` %s.", field, english),
	}
}

// attemptOnContacts is attempt for a mutation of contacts. It requires that the viewer's token has the scope
// CONTACTS.
func attemptOnContacts(
	ctx context.Context, e envelope, wrong *edit.Problem, named string, do func() (again bool, err error),
) (model.Done, error) {
	if !access.From(ctx).HasScope(lexicon.ScopeContacts) {
		return model.Done{ClientMutationID: e.mutation, UserErrors: userErrors([]*edit.Problem{{Code: lexicon.UserForbidden,
			French: "Le jeton n’a pas la portée CONTACTS.", English: "The token lacks the scope CONTACTS."}})}, nil
	}
	return attempt(e, wrong, func(err error) *edit.Problem { return contactProblem(err, named) }, do)
}

func (r *mutationResolver) createContact(ctx context.Context, input model.Input) (*model.ContactPayload, error) {
	e, fields := parseInput(ctx, input, "contact")
	entry := contact.Entry{
		Partner: textOf(fields, "partner"), Name: textOf(fields, "name"), Function: textOf(fields, "function"),
		Email: textOf(fields, "email"), Phone: textOf(fields, "phone"), Purpose: textOf(fields, "purpose"),
	}
	var wrong *edit.Problem
	entry.RetainUntil, wrong = instantOf(fields, "retainUntil")
	return r.contact(ctx, e, wrong, "partner", contactWrite{
		args:  []any{"createContact"},
		do:    func(ctx context.Context) (contact.Contact, error) { return r.Contacts.Create(ctx, entry) },
		again: func(uid string) (contact.Contact, bool, error) { return r.Contacts.Created(ctx, uid, entry) },
	})
}

func (r *mutationResolver) updateContact(ctx context.Context, input model.Input) (*model.ContactPayload, error) {
	e, fields := parseInput(ctx, input, "contact")
	uid, seen := textOf(fields, "id"), numberOf(fields, "version")
	change := contact.Change{
		Name: changed[string](fields, "name"), Function: changed[string](fields, "function"), Email: changed[string](fields, "email"),
		Phone: changed[string](fields, "phone"), Purpose: changed[string](fields, "purpose"),
	}
	var wrong *edit.Problem
	if _, named := fields["retainUntil"]; named {
		var until time.Time
		until, wrong = instantOf(fields, "retainUntil")
		change.RetainUntil = &until
	}
	return r.contact(ctx, e, wrong, "id", contactWrite{
		args:  []any{"updateContact", uid, seen},
		do:    func(ctx context.Context) (contact.Contact, error) { return r.Contacts.Update(ctx, uid, seen, change) },
		again: func(uid string) (contact.Contact, bool, error) { return r.Contacts.Updated(ctx, uid, seen, change) },
	})
}

// contactWrite creates or updates a contact. Under an idempotency key, its arguments hold no fingerprint of the
// person, which would outlive them in the receipt. A repeated input is compared with the stored contact instead.
type contactWrite struct {
	args  []any
	do    func(context.Context) (contact.Contact, error)
	again func(uid string) (kept contact.Contact, same bool, err error)
}

// contact runs a mutation of a contact, once for an idempotency key.
func (r *mutationResolver) contact(
	ctx context.Context, e envelope, wrong *edit.Problem, named string, w contactWrite,
) (*model.ContactPayload, error) {
	p := &model.ContactPayload{}
	var shown contact.Contact
	done, err := attemptOnContacts(ctx, e, wrong, named, func() (again bool, err error) {
		uid, again, err := r.idempotent(ctx, e.key, w.args, func(ctx context.Context) (string, error) {
			made, err := w.do(ctx)
			shown = made
			return made.ID, err
		})
		if err != nil || !again {
			return false, err
		}
		kept, same, err := w.again(uid)
		var gone *contact.NotFoundError
		switch {
		case errors.As(err, &gone): // erased in the meantime
			return true, nil
		case err == nil && !same:
			return false, ledger.ErrKeyMismatch
		}
		shown = kept
		return err == nil, err
	})
	p.Done = done
	if err == nil && len(done.UserErrors) == 0 && shown.ID != "" {
		p.Contact, err = r.contactView(ctx, shown)
	}
	return p, err
}

func (r *mutationResolver) eraseContact(ctx context.Context, input model.Input) (*model.EraseContactPayload, error) {
	e, fields := parseInput(ctx, input, "contact")
	uid := textOf(fields, "id")
	p := &model.EraseContactPayload{}
	var err error
	p.Done, err = attemptOnContacts(ctx, e, nil, "id", func() (bool, error) {
		args := []any{"eraseContact", uid}
		_, again, err := r.idempotent(ctx, e.key, args, func(ctx context.Context) (string, error) {
			return uid, r.Contacts.Erase(ctx, uid)
		})
		return again, err
	})
	if len(p.UserErrors) == 0 {
		p.ContactID = &uid
	}
	return p, err
}

// exportContact exports a contact. The export is not stored, since it would outlive the person. A repeated key
// exports the contact again, and logs that too.
func (r *mutationResolver) exportContact(ctx context.Context, input model.Input) (*model.ExportContactPayload, error) {
	e, fields := parseInput(ctx, input, "contact")
	uid := textOf(fields, "id")
	p := &model.ExportContactPayload{}
	var err error
	p.Done, err = attemptOnContacts(ctx, e, nil, "id", func() (bool, error) {
		var all []byte
		export := func(ctx context.Context) (_ string, err error) {
			all, err = r.Contacts.Export(ctx, uid)
			return uid, err
		}
		_, again, err := r.idempotent(ctx, e.key, []any{"exportContact", uid}, export)
		if again && err == nil {
			_, err = export(ctx)
		}
		if err == nil {
			p.Export = &model.Value{Of: json.RawMessage(all)}
		}
		return again && err == nil, err
	})
	return p, err
}

// contactViews returns contacts with their partners and the accounts that created them, each loaded for all contacts
// at once.
func (r *Resolver) contactViews(ctx context.Context, list []contact.Contact) ([]*model.Contact, error) {
	var partners, accounts []string
	for _, c := range list {
		partners, accounts = append(partners, c.Partner), append(accounts, c.CreatedBy)
	}
	at, err := recordsByName(ctx, r.Reader, relay.Partners, partners)
	if err != nil {
		return nil, err
	}
	by, err := r.actors(ctx, accounts)
	if err != nil {
		return nil, err
	}
	shown := make([]*model.Contact, len(list))
	for i, c := range list {
		shown[i] = &model.Contact{Contact: c, At: at[c.Partner], By: by[c.CreatedBy]}
	}
	return shown, nil
}

func (r *Resolver) contactView(ctx context.Context, c contact.Contact) (*model.Contact, error) {
	shown, err := r.contactViews(ctx, []contact.Contact{c})
	if err != nil {
		return nil, err
	}
	return shown[0], nil
}
