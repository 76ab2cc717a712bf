package commands

import (
	"context"
	"errors"
	"strings"

	"entgo.io/ent/privacy"
	"github.com/rogpeppe/go-internal/testscript"

	"maillage/internal/store"
)

// known FILE contract|partner CODE creates a record in a SQLite file.
func known(ts *testscript.TestScript, _ bool, args []string) {
	requireArguments(ts, args, 3, "FILE contract|partner CODE")
	ctx := privacy.DecisionContext(context.Background(), privacy.Allow)
	s, err := store.Open(ctx, store.Config{URL: ts.MkAbs(args[0])})
	ts.Check(err)
	if args[1] == "contract" {
		err = s.Client.Contract.Create().SetCode(args[2]).SetName(args[2]).Exec(ctx)
	} else {
		err = s.Client.Partner.Create().SetCode(args[2]).SetName(args[2]).Exec(ctx)
	}
	ts.Check(errors.Join(err, s.Close()))
}

// secret VARIABLE FILE sets the variable to the content of the file.
func secret(ts *testscript.TestScript, _ bool, args []string) {
	requireArguments(ts, args, 2, "VARIABLE FILE")
	ts.Setenv(args[0], strings.TrimSpace(ts.ReadFile(args[1])))
}
