package main

import (
	"context"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"maillage/internal/identity"
	"maillage/internal/lexicon"
)

type tokenCommand struct {
	Create tokenCreate `cmd:"" help:"Make a token, and say it, once: alone on the standard output."`
	List   tokenList   `cmd:"" help:"List all tokens, without their secrets."`
	Revoke tokenRevoke `cmd:"" help:"End a token, at once."`
}

type tokenCreate struct {
	database
	Label   string   `help:"What it is for." required:"" placeholder:"WORDS"`
	Scope   []string `help:"What it may be used for: ${enum}; may be given several times." enum:"read,feed,write,contacts" default:"read" placeholder:"SCOPE"`
	Expires string   `help:"How long it is good, a year at most: 90d, 12h, or the day on which it is not good any more, 2027-01-31." default:"90d" placeholder:"TIME"`
	Account string   `help:"The account that it acts for. Without one, one is made, named by the label." placeholder:"EMAIL|ID"`
	Role    string   `help:"The role of the account that is made: administrator, coordinator, liaison or integrator." enum:",administrator,coordinator,liaison,integrator" default:"" placeholder:"ROLE"`
	holding
}

// Validate makes sure that there is an account or that one can be made.
func (c *tokenCreate) Validate() error {
	switch {
	case c.Account == "" && c.Role == "":
		return fmt.Errorf("--account or --role is needed: which account does the token act for?")
	case c.Account != "" && (c.Role != "" || c.Partner != "" || len(c.Contract) > 0):
		return fmt.Errorf("--account names an account that has its role, partner and contracts already")
	}
	_, err := life(c.Expires, time.Now())
	return err
}

// Run makes a token.
func (c *tokenCreate) Run(e *environment) error {
	good, err := life(c.Expires, time.Now())
	if err != nil {
		return err
	}
	n := identity.NewToken{Account: c.Account, For: c.of(c.Label, c.Role, ""), Label: c.Label, Life: good}
	for _, scope := range c.Scope {
		n.Scopes = append(n.Scopes, lexicon.TokenScope(strings.ToUpper(scope)))
	}
	return c.administered(e, "token create", func(ctx context.Context, i *identity.Identity) error {
		secret, token, err := i.CreateToken(ctx, n)
		if err != nil {
			return err
		}
		e.log.Info("token made, and shown this once", "id", token.ID, "account", token.Account.ID,
			"role", token.Account.Role, "scopes", scopes(token), "expires", token.Expires.Format(time.RFC3339))
		_, err = fmt.Fprintln(e.out, secret)
		return err
	})
}

type tokenList struct{ database }

// Run lists tokens.
func (c *tokenList) Run(e *environment) error {
	return c.administered(e, "token list", func(ctx context.Context, i *identity.Identity) error {
		all, err := i.Tokens(ctx)
		if err != nil {
			return err
		}
		rows := [][]string{{"ID", "LABEL", "ACCOUNT", "ROLE", "SCOPES", "EXPIRES", "USED", "STATE"}}
		for _, t := range all {
			rows = append(rows, []string{
				t.ID, t.Label, t.Account.ID, strings.ToLower(string(t.Account.Role)), scopes(t), day(&t.Expires), day(t.Used), state(t),
			})
		}
		return table(e.out, rows)
	})
}

type tokenRevoke struct {
	database
	Token string `arg:"" help:"Its id, which is no secret: token_…" placeholder:"ID"`
}

// Run revokes a token.
func (c *tokenRevoke) Run(e *environment) error {
	return c.administered(e, "token revoke", func(ctx context.Context, i *identity.Identity) error {
		_, err := i.RevokeToken(ctx, c.Token)
		return err
	})
}

var days = regexp.MustCompile(`^([0-9]{1,4})d$`)

// life is how long a token is good from now on.
func life(expires string, now time.Time) (time.Duration, error) {
	if match := days.FindStringSubmatch(expires); match != nil {
		n, err := strconv.Atoi(match[1])
		return time.Duration(n) * 24 * time.Hour, err
	}
	if until, err := time.Parse(time.DateOnly, expires); err == nil {
		return until.Sub(now), nil
	}
	good, err := time.ParseDuration(expires)
	if err != nil || good <= 0 {
		return 0, fmt.Errorf("--expires takes a time such as 90d or 12h, or a day such as 2027-01-31")
	}
	return good, nil
}

func scopes(t identity.IssuedToken) string {
	words := make([]string, len(t.Scopes))
	for n, scope := range t.Scopes {
		words[n] = strings.ToLower(string(scope))
	}
	return strings.Join(words, ",")
}

// state is why a token is not good any more, if it is not.
func state(t identity.IssuedToken) string {
	switch {
	case t.Revoked != nil:
		return "revoked"
	case !time.Now().Before(t.Expires):
		return "expired"
	case t.Account.Disabled != nil:
		return "account disabled"
	}
	return "good"
}

func day(at *time.Time) string {
	if at == nil {
		return ""
	}
	return at.UTC().Format("2006-01-02T15:04Z")
}

// table writes rows in columns, an empty cell as a dash.
func table(out io.Writer, rows [][]string) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		for n, cell := range row {
			if cell == "" {
				row[n] = "-"
			}
		}
		_, _ = fmt.Fprintln(w, strings.Join(row, "\t")) // what fails, Flush says
	}
	return w.Flush()
}
