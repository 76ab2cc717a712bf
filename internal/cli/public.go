package cli

import (
	"context"
	"errors"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/edit"
	"maillage/internal/identity"
	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/record"
	"maillage/internal/store"
)

// publicFlags are the flags for what to make public or private.
type publicFlags struct {
	database
	Directory bool   `help:"${public_directory}" xor:"what" required:""`
	Contract  string `help:"${public_contract}" xor:"what" required:"" placeholder:"CODE"`
}

type openCommand struct{ publicFlags }

// Run makes a contract or the directory public.
func (c *openCommand) Run(e *environment) error { return c.set(e, "open", true) }

type closeCommand struct{ publicFlags }

// Run makes a contract or the directory private.
func (c *closeCommand) Run(e *environment) error { return c.set(e, "close", false) }

func (o publicFlags) set(e *environment, program string, open bool) error {
	if o.Contract == "" {
		return o.asAdministrator(e, program, func(ctx context.Context, i *identity.Identity) error {
			return i.OpenDirectory(ctx, open)
		})
	}
	return o.withStore(e, func(s *store.Store) error {
		ctx := access.WithViewer(e.ctx, access.Named("maillage "+program))
		return openContract(ctx, e, s, o.Contract, open)
	})
}

// openContract makes a contract public or private. Like any change of a record, it has a line in the
// ledger.
func openContract(ctx context.Context, e *environment, s *store.Store, ref string, open bool) error {
	column := "code"
	if _, isUID := lexicon.UIDPrefix(ref); isUID {
		column = "uid"
	}
	found, err := s.Client.Contract.Query().Where(func(s *sql.Selector) { s.Where(sql.EQ(s.C(column), ref)) }).All(ctx)
	switch {
	case err != nil:
		return err
	case len(found) == 0:
		return &sentenceError{message.UnknownName(record.Of("contract").Word(), ref)}
	case found[0].Public == open:
		return nil // there is nothing to change
	}
	l, err := openLedger(ctx, s)
	if err != nil {
		return err
	}
	if err := l.Prepare(ctx, e.log); err != nil {
		return err
	}
	editor := &edit.Editor{Client: s.Client, Ledger: l, Postgres: s.Dialect() == dialect.Postgres}
	outcome, err := editor.Do(ctx, edit.Request{Steps: []edit.Step{{
		Verb: edit.Update, Type: "contract",
		Set: map[string]any{"id": found[0].UID, "version": found[0].Version, "public": open},
	}}})
	if err != nil {
		return err
	}
	var problems []error
	for _, p := range outcome.Problems {
		problems = append(problems, errors.New(p.Sentence.In(language())))
	}
	return errors.Join(problems...)
}
