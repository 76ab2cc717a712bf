package cli

import (
	"context"
	"fmt"
	"time"

	"maillage/internal/identity"
)

type contactsCommand struct {
	Grant  contactsGrant  `cmd:"" help:"Grant an account the contacts of a partner for a purpose."`
	List   contactsList   `cmd:"" help:"List all such rights, also those that have ended."`
	Revoke contactsRevoke `cmd:"" help:"Revoke such a right at once."`
}

type contactsGrant struct {
	database
	Account string `help:"${contacts_grant_account}" required:"" placeholder:"EMAIL|ID"`
	Partner string `help:"The partner, by code or id." required:"" placeholder:"CODE"`
	Purpose string `help:"${contacts_grant_purpose}" required:"" placeholder:"WORDS"`
	Days    int    `help:"How many days the right lasts, at most 366." required:"" placeholder:"DAYS"`
}

// Run grants a right, and prints its identifier.
func (c *contactsGrant) Run(e *environment) error {
	return c.asAdministrator(e, "contacts grant", func(ctx context.Context, i *identity.Identity) error {
		ends := time.Now().AddDate(0, 0, c.Days)
		n := identity.NewGrant{Account: c.Account, Partner: c.Partner, Purpose: c.Purpose, Ends: ends}
		g, err := i.GrantContacts(ctx, n)
		if err == nil {
			_, err = fmt.Fprintln(e.out, g.ID)
		}
		return err
	})
}

type contactsList struct{ database }

// Run lists grants.
func (c *contactsList) Run(e *environment) error {
	return c.asAdministrator(e, "contacts list", func(ctx context.Context, i *identity.Identity) error {
		all, err := i.Grants(ctx)
		if err != nil {
			return err
		}
		rows := [][]string{{"ID", "ACCOUNT", "PARTNER", "PURPOSE", "GRANTED BY", "ENDS", "REVOKED"}}
		for _, g := range all {
			rows = append(rows, []string{
				g.ID, g.Account, g.Partner, g.Purpose, g.GrantedBy, day(&g.Ends), day(g.Revoked),
			})
		}
		return table(e.out, rows)
	})
}

type contactsRevoke struct {
	database
	Grant string `arg:"" help:"The right's id." placeholder:"ID"`
}

// Run revokes a grant.
func (c *contactsRevoke) Run(e *environment) error {
	return c.asAdministrator(e, "contacts revoke", func(ctx context.Context, i *identity.Identity) error {
		_, err := i.RevokeGrant(ctx, c.Grant)
		return err
	})
}
