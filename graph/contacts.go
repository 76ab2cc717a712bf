package graph

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"maillage/internal/access"
	"maillage/internal/contact"
	"maillage/internal/edit"
	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/relay"
	"maillage/internal/view"
)

// Contacts are reached by the fields of this file alone: they are no nodes, so
// that nothing of the graph leads to a person. What is wrong is told in
// sentences that name fields and never hold what was in them.

// contactsOf shows the contacts of a partner, which is logged.
func (r *Resolver) contactsOf(ctx context.Context, partner, purpose string) ([]*view.Contact, error) {
	if err := mayReach(ctx); err != nil {
		return nil, err
	}
	list, err := r.Contacts.OfPartner(ctx, partner, purpose)
	if err != nil {
		return nil, unreached(ctx, err, "partner")
	}
	shown, err := r.reached(ctx, list)
	if err != nil {
		return nil, err
	}
	return shown, relay.Charge(ctx, len(shown))
}

// accessesOf is the log of a contact.
func (r *Resolver) accessesOf(ctx context.Context, uid string) ([]*view.ContactAccess, error) {
	if err := mayReach(ctx); err != nil {
		return nil, err
	}
	lines, err := r.Contacts.Log(ctx, uid)
	if err != nil {
		return nil, unreached(ctx, err, "contact")
	}
	uids := make([]string, len(lines))
	for i, line := range lines {
		uids[i] = line.Actor
	}
	actors, err := r.actors(ctx, uids)
	if err != nil {
		return nil, err
	}
	shown := make([]*view.ContactAccess, len(lines))
	for i, line := range lines {
		shown[i] = &view.ContactAccess{Access: line, By: actors[line.Actor]}
	}
	return shown, relay.Charge(ctx, len(shown))
}

// mayReach refuses whoever may see no contact at all: they have no account, or
// a token that is for something else.
func mayReach(ctx context.Context) error {
	switch v := access.From(ctx); {
	case v.IsPublic():
		return &Error{Code: Unauthenticated, Sentence: "contacts are for whoever has an account: log in, or send a token"}
	case !v.May(lexicon.ScopeContacts):
		return &Error{Code: Forbidden, Sentence: "the token lacks the scope CONTACTS"}
	}
	return nil
}

// unreached says why a query shows nothing.
func unreached(ctx context.Context, err error, named string) error {
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

// contactProblem is what a person can mend of what went wrong with a contact;
// nil for what they cannot. What the viewer may not see is what is not there.
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
		return &edit.Problem{Field: []string{"revision"}, Code: lexicon.UserConflict,
			French:  fmt.Sprintf("Le contact a changé : vous aviez vu la révision %d, il en est à la %d.", conflict.Seen, conflict.Now),
			English: fmt.Sprintf("The contact has changed: you saw revision %d, and it has %d.", conflict.Seen, conflict.Now)}
	case errors.Is(err, ledger.ErrKeyMismatch):
		return &edit.Problem{Field: []string{"idempotencyKey"}, Code: lexicon.UserKeyMismatch,
			French: "Cette clé a déjà servi pour une autre écriture.", English: "This key was used for another write."}
	}
	return nil
}

// onField is a problem whose sentences go on after the field's name.
func onField(field string, code lexicon.UserErrorCode, french, english string) *edit.Problem {
	return &edit.Problem{Field: []string{field}, Code: code, French: fmt.Sprintf("« %s » %s.", field, french), English: fmt.Sprintf("`%s` %s.", field, english)}
}

// reaching does something with contacts for a mutation, and says what of it a
// person can mend.
func reaching(ctx context.Context, e envelope, named string, do func() error) (view.Done, error) {
	done := view.Done{ClientMutationID: e.mutation}
	problems := e.refused()
	if !access.From(ctx).May(lexicon.ScopeContacts) {
		problems = []*edit.Problem{{Code: lexicon.UserForbidden,
			French: "Le jeton n’a pas la portée CONTACTS.", English: "The token lacks the scope CONTACTS."}}
	}
	if problems == nil {
		if err := do(); err != nil {
			problem := contactProblem(err, named)
			if problem == nil {
				return done, err
			}
			problems = append(problems, problem)
		}
	}
	done.UserErrors = userErrors(problems)
	return done, nil
}

func (r *mutationResolver) createContact(ctx context.Context, input map[string]any) (*view.ContactPayload, error) {
	e, fields := opened(input, "contact")
	entry := contact.Entry{
		Partner: textOf(fields, "partner"), Name: textOf(fields, "name"), Function: textOf(fields, "function"),
		Email: textOf(fields, "email"), Phone: textOf(fields, "phone"), Purpose: textOf(fields, "purpose"),
	}
	entry.RetainUntil, _ = fields["retainUntil"].(time.Time)
	p := &view.ContactPayload{}
	var made contact.Contact
	var err error
	p.Done, err = reaching(ctx, e, "partner", func() (err error) {
		made, p.Replayed, err = r.enter(ctx, e.key, entry)
		return err
	})
	if err == nil && made.ID != "" {
		p.Contact, err = r.reachedOne(ctx, made)
	}
	return p, err
}

// entersContact stands for what is asked under a key. It is no fingerprint of
// the person, which would outlive them in the receipt: what is entered again is
// compared with what is kept.
var entersContact = sha256.Sum256([]byte("createContact"))

// enter enters a contact, once under a key: the receipt, in the transaction of
// the contact itself, holds its identifier and nothing of the person.
func (r *mutationResolver) enter(ctx context.Context, key string, e contact.Entry) (made contact.Contact, again bool, err error) {
	if key == "" {
		made, err = r.Contacts.Create(ctx, e)
		return made, false, err
	}
	enter, err := r.Contacts.Prepare(ctx, e)
	if err != nil {
		return made, false, err
	}
	receipt := ledger.Entry{Actor: access.From(ctx).Account, Key: key, Fingerprint: entersContact[:]}
	written, err := r.Ledger.Write(ctx, receipt, func(ctx context.Context, tx *ent.Tx) (_ []string, err error) {
		made, err = enter(ctx, tx)
		return []string{made.ID}, err
	})
	if err != nil || !written.Again {
		return made, false, err
	}
	made, same, err := r.Contacts.Again(ctx, written.Records[0], e)
	var gone *contact.NotFoundError
	switch {
	case errors.As(err, &gone): // erased since
		return contact.Contact{}, true, nil
	case err == nil && !same:
		return contact.Contact{}, false, ledger.ErrKeyMismatch
	}
	return made, err == nil, err
}

func (r *mutationResolver) updateContact(ctx context.Context, input map[string]any) (*view.ContactPayload, error) {
	e, fields := opened(input, "contact")
	seen, _ := fields["revision"].(int)
	change := contact.Change{
		Name: changed[string](fields, "name"), Function: changed[string](fields, "function"), Email: changed[string](fields, "email"),
		Phone: changed[string](fields, "phone"), Purpose: changed[string](fields, "purpose"), RetainUntil: changed[time.Time](fields, "retainUntil"),
	}
	p := &view.ContactPayload{}
	var after contact.Contact
	var err error
	p.Done, err = reaching(ctx, e, "contact", func() (err error) {
		after, err = r.Contacts.Update(ctx, textOf(fields, "contact"), seen, change)
		return err
	})
	if err == nil && after.ID != "" {
		p.Contact, err = r.reachedOne(ctx, after)
	}
	return p, err
}

func (r *mutationResolver) eraseContact(ctx context.Context, input map[string]any) (*view.EraseContactPayload, error) {
	e, fields := opened(input, "contact")
	uid := textOf(fields, "contact")
	p := &view.EraseContactPayload{}
	var err error
	p.Done, err = reaching(ctx, e, "contact", func() error { return r.Contacts.Erase(ctx, uid) })
	if len(p.UserErrors) == 0 {
		p.Contact = &uid
	}
	return p, err
}

func (r *mutationResolver) exportContact(ctx context.Context, input map[string]any) (*view.ExportContactPayload, error) {
	e, fields := opened(input, "contact")
	p := &view.ExportContactPayload{}
	var err error
	p.Done, err = reaching(ctx, e, "contact", func() error {
		all, err := r.Contacts.Export(ctx, textOf(fields, "contact"))
		if err == nil {
			p.Export = &view.Value{Of: json.RawMessage(all)}
		}
		return err
	})
	return p, err
}

// reached are contacts with their partners and who entered them, each loaded
// for all of them at once.
func (r *Resolver) reached(ctx context.Context, list []contact.Contact) ([]*view.Contact, error) {
	var partners, accounts []string
	for _, c := range list {
		partners, accounts = append(partners, c.Partner), append(accounts, c.CreatedBy)
	}
	at, err := inColumn(ctx, r.Reader, relay.Partners, "uid", partners, func(p *ent.Partner) string { return p.UID })
	if err != nil {
		return nil, err
	}
	by, err := r.actors(ctx, accounts)
	if err != nil {
		return nil, err
	}
	shown := make([]*view.Contact, len(list))
	for i, c := range list {
		shown[i] = &view.Contact{Contact: c, At: at[c.Partner], By: by[c.CreatedBy]}
	}
	return shown, nil
}

func (r *Resolver) reachedOne(ctx context.Context, c contact.Contact) (*view.Contact, error) {
	shown, err := r.reached(ctx, []contact.Contact{c})
	if err != nil {
		return nil, err
	}
	return shown[0], nil
}
