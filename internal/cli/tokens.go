package cli

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
	"maillage/internal/message"
)

type tokenCommand struct {
	Create tokenCreate `cmd:"" help:"Create a token, and print it once, alone on the standard output."`
	List   tokenList   `cmd:"" help:"List all tokens, without their secrets."`
	Revoke tokenRevoke `cmd:"" help:"Revoke a token at once."`
}

type tokenCreate struct {
	database
	Label   string   `help:"What the token is for." required:"" placeholder:"WORDS"`
	Scope   []string `help:"${token_create_scope}" enum:"${token_scopes}" default:"read" placeholder:"SCOPE"`
	Expires string   `help:"${token_create_expires}" default:"90d" placeholder:"TIME"`
	Account string   `help:"${token_create_account}" placeholder:"EMAIL|ID"`
	Role    string   `help:"${token_create_role}" enum:",${account_roles}" default:"" placeholder:"ROLE"`
	bindingFlags
}

// Validate checks that there is an account or that one can be created.
func (c *tokenCreate) Validate() error {
	switch {
	case c.Account == "" && c.Role == "":
		return &sentenceError{message.TokenNeedsAccount}
	case c.Account != "" && (c.Role != "" || c.Partner != "" || len(c.Contract) > 0):
		return &sentenceError{message.TokenHasAccount}
	}
	_, err := lifetime(c.Expires, time.Now())
	return err
}

// Run creates a token.
func (c *tokenCreate) Run(e *environment) error {
	life, err := lifetime(c.Expires, time.Now())
	if err != nil {
		return err
	}
	n := identity.NewToken{Account: c.Account, For: c.of(c.Label, c.Role, ""), Label: c.Label, Life: life}
	for _, scope := range c.Scope {
		n.Scopes = append(n.Scopes, lexicon.TokenScope(strings.ToUpper(scope)))
	}
	return c.asAdministrator(e, "token create", func(ctx context.Context, i *identity.Identity) error {
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
	return c.asAdministrator(e, "token list", func(ctx context.Context, i *identity.Identity) error {
		all, err := i.Tokens(ctx)
		if err != nil {
			return err
		}
		rows := [][]string{{"ID", "LABEL", "ACCOUNT", "ROLE", "SCOPES", "EXPIRES", "USED", "STATE"}}
		for _, t := range all {
			rows = append(rows, []string{
				t.ID, t.Label, t.Account.ID, strings.ToLower(string(t.Account.Role)), scopes(t), day(&t.Expires),
				day(t.Used), state(t),
			})
		}
		return table(e.out, rows)
	})
}

type tokenRevoke struct {
	database
	Token string `arg:"" help:"The token's id, which is not secret: token_…" placeholder:"ID"`
}

// Run revokes a token.
func (c *tokenRevoke) Run(e *environment) error {
	return c.asAdministrator(e, "token revoke", func(ctx context.Context, i *identity.Identity) error {
		_, err := i.RevokeToken(ctx, c.Token)
		return err
	})
}

var days = regexp.MustCompile(`^([0-9]{1,4})d$`)

// lifetime returns for how long from now a token is valid.
func lifetime(expires string, now time.Time) (time.Duration, error) {
	if match := days.FindStringSubmatch(expires); match != nil {
		n, err := strconv.Atoi(match[1])
		return time.Duration(n) * 24 * time.Hour, err
	}
	if until, err := time.Parse(time.DateOnly, expires); err == nil {
		return until.Sub(now), nil
	}
	life, err := time.ParseDuration(expires)
	if err != nil || life <= 0 {
		return 0, &sentenceError{message.TakesLifetime}
	}
	return life, nil
}

func scopes(t identity.IssuedToken) string {
	words := make([]string, len(t.Scopes))
	for n, scope := range t.Scopes {
		words[n] = strings.ToLower(string(scope))
	}
	return strings.Join(words, ",")
}

// state returns "good", or why a token is not valid.
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

// table writes rows in columns, with a dash for an empty cell.
func table(out io.Writer, rows [][]string) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		for n, cell := range row {
			if cell == "" {
				row[n] = "-"
			}
		}
		_, _ = fmt.Fprintln(w, strings.Join(row, "\t")) // Flush returns the error
	}
	return w.Flush()
}
