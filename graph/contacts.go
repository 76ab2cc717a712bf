package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"maillage/internal/access"
	"maillage/internal/contact"
	"maillage/internal/edit"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/relay"
	"maillage/internal/view"
)

// Contacts are reached by the fields of this file alone: they are no nodes, so
// that nothing of the graph leads to a person. What is wrong is told in
// sentences that name fields and never hold what was in them.

// postOnly tells whether a field is asked by POST alone. A link of another site
// can make a browser ask by GET with its session, and asking for contacts is
// logged as a look.
func postOnly(typeName, fieldName string) bool {
	return typeName == "Query" && (fieldName == "contacts" || fieldName == "contactAccesses")
}

type byGetKey struct{}

// asByGet marks a request that came by GET.
func asByGet(ctx context.Context) context.Context { return context.WithValue(ctx, byGetKey{}, true) }

// mustPost refuses an operation that came by GET and has a field that is asked by
// POST alone; nil when it may run.
func mustPost(ctx context.Context, field string) *response {
	if field == "" || ctx.Value(byGetKey{}) == nil {
		return nil
	}
	refused := refusal(ctx, BadUserInput,
		"`%s` is asked by POST alone: send the same query as the JSON body of a POST", field)
	refused.status = http.StatusMethodNotAllowed
	return refused
}

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
		return nil, unreached(ctx, err, "contactId")
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
		return &Error{
			Code: Unauthenticated, Sentence: "contacts are for whoever has an account: log in, or send a token",
		}
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

// onField is a problem whose sentences go on after the field's name.
func onField(field string, code lexicon.UserErrorCode, french, english string) *edit.Problem {
	return &edit.Problem{
		Field: []string{field}, Code: code, French: fmt.Sprintf("« %s » %s.", field, french),
		English: fmt.Sprintf("`%s` %s.", field, english),
	}
}

// reaching does something with contacts for a mutation, as attempted does, if the
// viewer's token is for contacts.
func reaching(
	ctx context.Context, e envelope, wrong *edit.Problem, named string, do func() (again bool, err error),
) (view.Done, error) {
	if !access.From(ctx).May(lexicon.ScopeContacts) {
		return view.Done{ClientMutationID: e.mutation, UserErrors: userErrors([]*edit.Problem{{Code: lexicon.UserForbidden,
			French: "Le jeton n’a pas la portée CONTACTS.", English: "The token lacks the scope CONTACTS."}})}, nil
	}
	return attempted(e, wrong, func(err error) *edit.Problem { return contactProblem(err, named) }, do)
}

func (r *mutationResolver) createContact(ctx context.Context, input view.Input) (*view.ContactPayload, error) {
	e, fields := opened(ctx, input, "contact")
	entry := contact.Entry{
		Partner: textOf(fields, "partner"), Name: textOf(fields, "name"), Function: textOf(fields, "function"),
		Email: textOf(fields, "email"), Phone: textOf(fields, "phone"), Purpose: textOf(fields, "purpose"),
	}
	var wrong *edit.Problem
	entry.RetainUntil, wrong = instantOf(fields, "retainUntil")
	return r.contact(ctx, e, wrong, "partner", contactWrite{
		asked: []any{"createContact"},
		do:    func(ctx context.Context) (contact.Contact, error) { return r.Contacts.Create(ctx, entry) },
		again: func(uid string) (contact.Contact, bool, error) { return r.Contacts.Created(ctx, uid, entry) },
	})
}

func (r *mutationResolver) updateContact(ctx context.Context, input view.Input) (*view.ContactPayload, error) {
	e, fields := opened(ctx, input, "contact")
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
		asked: []any{"updateContact", uid, seen},
		do:    func(ctx context.Context) (contact.Contact, error) { return r.Contacts.Update(ctx, uid, seen, change) },
		again: func(uid string) (contact.Contact, bool, error) { return r.Contacts.Updated(ctx, uid, seen, change) },
	})
}

// contactWrite enters or changes a contact. What is asked, under a key, is no
// fingerprint of the person, which would outlive them in the receipt: what is
// asked again is compared with what is kept.
type contactWrite struct {
	asked []any
	do    func(context.Context) (contact.Contact, error)
	again func(uid string) (kept contact.Contact, same bool, err error)
}

// contact is what became of a contact.
func (r *mutationResolver) contact(
	ctx context.Context, e envelope, wrong *edit.Problem, named string, w contactWrite,
) (*view.ContactPayload, error) {
	p := &view.ContactPayload{}
	var shown contact.Contact
	done, err := reaching(ctx, e, wrong, named, func() (again bool, err error) {
		uid, again, err := r.once(ctx, e.key, w.asked, func(ctx context.Context) (string, error) {
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
		case errors.As(err, &gone): // erased since
			return true, nil
		case err == nil && !same:
			return false, ledger.ErrKeyMismatch
		}
		shown = kept
		return err == nil, err
	})
	p.Done = done
	if err == nil && len(done.UserErrors) == 0 && shown.ID != "" {
		p.Contact, err = r.reachedOne(ctx, shown)
	}
	return p, err
}

func (r *mutationResolver) eraseContact(ctx context.Context, input view.Input) (*view.EraseContactPayload, error) {
	e, fields := opened(ctx, input, "contact")
	uid := textOf(fields, "id")
	p := &view.EraseContactPayload{}
	var err error
	p.Done, err = reaching(ctx, e, nil, "id", func() (bool, error) {
		_, again, err := r.once(ctx, e.key, []any{"eraseContact", uid}, func(ctx context.Context) (string, error) {
			return uid, r.Contacts.Erase(ctx, uid)
		})
		return again, err
	})
	if len(p.UserErrors) == 0 {
		p.ContactID = &uid
	}
	return p, err
}

// exportContact hands a contact out. The answer is not kept, for it would
// outlive the person: asked again, the contact is handed out again, and that is
// logged as well.
func (r *mutationResolver) exportContact(ctx context.Context, input view.Input) (*view.ExportContactPayload, error) {
	e, fields := opened(ctx, input, "contact")
	uid := textOf(fields, "id")
	p := &view.ExportContactPayload{}
	var err error
	p.Done, err = reaching(ctx, e, nil, "id", func() (bool, error) {
		var all []byte
		export := func(ctx context.Context) (_ string, err error) {
			all, err = r.Contacts.Export(ctx, uid)
			return uid, err
		}
		_, again, err := r.once(ctx, e.key, []any{"exportContact", uid}, export)
		if again && err == nil {
			_, err = export(ctx)
		}
		if err == nil {
			p.Export = &view.Value{Of: json.RawMessage(all)}
		}
		return again && err == nil, err
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
	at, err := calledAll(ctx, r.Reader, relay.Partners, partners)
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
