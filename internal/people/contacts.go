package people

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"maillage/graph/model"
	"maillage/internal/access"
	"maillage/internal/contact"
	"maillage/internal/edit"
	"maillage/internal/feed"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/lookup"
	"maillage/internal/message"
	"maillage/internal/relay"
	"maillage/internal/write"
)

// Contacts are readable by the fields of this file alone. They are not nodes, so that no path in the graph leads to a
// person. Error messages name fields and never repeat their values.

// ContactsOf returns the contacts of a partner, and logs the access.
func (r People) ContactsOf(ctx context.Context, partner, purpose string) ([]*model.Contact, error) {
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

// AccessesOf returns the access log of a contact.
func (r People) AccessesOf(ctx context.Context, uid string) ([]*model.ContactAccess, error) {
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
	actors, err := feed.Actors(ctx, r.Reader, uids)
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
		return &model.Error{Code: model.Unauthenticated, Sentence: message.ContactsNeedAccount}
	case !v.HasScope(lexicon.ScopeContacts):
		return &model.Error{Code: model.Forbidden, Sentence: message.TokenLacksScope(lexicon.ScopeContacts)}
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
		return &model.Error{Code: model.BadUserInput, Argument: []any{field.Field}, Sentence: problem.Sentence}
	default:
		return &model.Error{Code: model.NotFound, Argument: []any{named}, Sentence: problem.Sentence}
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
			Sentence: message.UnknownContactPartner}
	case errors.As(err, &gone):
		return &edit.Problem{Field: []string{named}, Code: lexicon.UserUnknown,
			Sentence: message.UnknownContact}
	case errors.As(err, &field):
		return write.OnField(field.Field, field.Code, field.What)
	case errors.As(err, &conflict):
		return &edit.Problem{Field: []string{"version"}, Code: lexicon.UserConflict,
			Sentence: message.ContactChanged(conflict.Seen, conflict.Now)}
	}
	return nil
}

// attemptOnContacts is attempt for a mutation of contacts. It requires that the viewer's token has the scope
// CONTACTS.
func attemptOnContacts(
	ctx context.Context, e write.Envelope, wrong *edit.Problem, named string, do func() (replayed bool, err error),
) (model.Done, error) {
	if !access.From(ctx).HasScope(lexicon.ScopeContacts) {
		return model.Done{ClientMutationID: e.Mutation, UserErrors: write.UserErrors([]*edit.Problem{
			{Code: lexicon.UserForbidden, Sentence: message.TokenLacksScope(lexicon.ScopeContacts)},
		})}, nil
	}
	return write.Attempt(e, wrong, func(err error) *edit.Problem { return contactProblem(err, named) }, do)
}

// CreateContact adds a contact at a partner.
func (r People) CreateContact(ctx context.Context, input model.Input) (*model.ContactPayload, error) {
	e, fields := write.ParseInput(ctx, input, "contact")
	entry := contact.Entry{
		Partner: write.TextOf(fields, "partner"), Name: write.TextOf(fields, "name"),
		Function: write.TextOf(fields, "function"),
		Email:    write.TextOf(fields, "email"), Phone: write.TextOf(fields, "phone"),
		Purpose: write.TextOf(fields, "purpose"),
	}
	var wrong *edit.Problem
	entry.RetainUntil, wrong = write.InstantOf(fields, "retainUntil")
	return r.contact(ctx, e, wrong, "partner", contactWrite{
		args:     []any{"createContact"},
		do:       func(ctx context.Context) (contact.Contact, error) { return r.Contacts.Create(ctx, entry) },
		replayed: func(uid string) (contact.Contact, bool, error) { return r.Contacts.Created(ctx, uid, entry) },
	})
}

// UpdateContact changes a contact.
func (r People) UpdateContact(ctx context.Context, input model.Input) (*model.ContactPayload, error) {
	e, fields := write.ParseInput(ctx, input, "contact")
	uid, seen := write.TextOf(fields, "id"), write.NumberOf(fields, "version")
	change := contact.Change{
		Name: write.Changed[string](fields, "name"), Function: write.Changed[string](fields, "function"),
		Email: write.Changed[string](fields, "email"),
		Phone: write.Changed[string](fields, "phone"), Purpose: write.Changed[string](fields, "purpose"),
	}
	var wrong *edit.Problem
	if _, named := fields["retainUntil"]; named {
		var until time.Time
		until, wrong = write.InstantOf(fields, "retainUntil")
		change.RetainUntil = &until
	}
	return r.contact(ctx, e, wrong, "id", contactWrite{
		args:     []any{"updateContact", uid, seen},
		do:       func(ctx context.Context) (contact.Contact, error) { return r.Contacts.Update(ctx, uid, seen, change) },
		replayed: func(uid string) (contact.Contact, bool, error) { return r.Contacts.Updated(ctx, uid, seen, change) },
	})
}

// contactWrite creates or updates a contact. Under an idempotency key, its arguments hold no fingerprint of the
// person, which would outlive them in the receipt. A repeated input is compared with the stored contact instead.
type contactWrite struct {
	args     []any
	do       func(context.Context) (contact.Contact, error)
	replayed func(uid string) (kept contact.Contact, same bool, err error)
}

// contact runs a mutation of a contact, once for an idempotency key.
func (r People) contact(
	ctx context.Context, e write.Envelope, wrong *edit.Problem, named string, w contactWrite,
) (*model.ContactPayload, error) {
	p := &model.ContactPayload{}
	var shown contact.Contact
	done, err := attemptOnContacts(ctx, e, wrong, named, func() (replayed bool, err error) {
		uid, replayed, err := write.Idempotent(ctx, r.Ledger, e.Key, w.args, func(ctx context.Context) (string, error) {
			made, err := w.do(ctx)
			shown = made
			return made.ID, err
		})
		if err != nil || !replayed {
			return false, err
		}
		kept, same, err := w.replayed(uid)
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

// EraseContact erases a contact. Its access log remains.
func (r People) EraseContact(ctx context.Context, input model.Input) (*model.EraseContactPayload, error) {
	e, fields := write.ParseInput(ctx, input, "contact")
	uid := write.TextOf(fields, "id")
	p := &model.EraseContactPayload{}
	var err error
	p.Done, err = attemptOnContacts(ctx, e, nil, "id", func() (bool, error) {
		args := []any{"eraseContact", uid}
		_, replayed, err := write.Idempotent(ctx, r.Ledger, e.Key, args, func(ctx context.Context) (string, error) {
			return uid, r.Contacts.Erase(ctx, uid)
		})
		return replayed, err
	})
	if len(p.UserErrors) == 0 {
		p.ContactID = &uid
	}
	return p, err
}

// ExportContact exports a contact. The export is not stored, since it would outlive the person. A repeated key
// exports the contact again, and logs that too.
func (r People) ExportContact(ctx context.Context, input model.Input) (*model.ExportContactPayload, error) {
	e, fields := write.ParseInput(ctx, input, "contact")
	uid := write.TextOf(fields, "id")
	p := &model.ExportContactPayload{}
	var err error
	p.Done, err = attemptOnContacts(ctx, e, nil, "id", func() (bool, error) {
		var all []byte
		export := func(ctx context.Context) (_ string, err error) {
			all, err = r.Contacts.Export(ctx, uid)
			return uid, err
		}
		_, replayed, err := write.Idempotent(ctx, r.Ledger, e.Key, []any{"exportContact", uid}, export)
		if replayed && err == nil {
			_, err = export(ctx)
		}
		if err == nil {
			p.Export = &model.Value{Of: json.RawMessage(all)}
		}
		return replayed && err == nil, err
	})
	return p, err
}

// contactViews returns contacts with their partners and the accounts that created them, each loaded for all contacts
// at once.
func (r People) contactViews(ctx context.Context, list []contact.Contact) ([]*model.Contact, error) {
	var partners, accounts []string
	for _, c := range list {
		partners, accounts = append(partners, c.Partner), append(accounts, c.CreatedBy)
	}
	at, err := lookup.RecordsByName(ctx, r.Reader, relay.Partners, partners)
	if err != nil {
		return nil, err
	}
	by, err := feed.Actors(ctx, r.Reader, accounts)
	if err != nil {
		return nil, err
	}
	shown := make([]*model.Contact, len(list))
	for i, c := range list {
		shown[i] = &model.Contact{Contact: c, At: at[c.Partner], By: by[c.CreatedBy]}
	}
	return shown, nil
}

func (r People) contactView(ctx context.Context, c contact.Contact) (*model.Contact, error) {
	shown, err := r.contactViews(ctx, []contact.Contact{c})
	if err != nil {
		return nil, err
	}
	return shown[0], nil
}
