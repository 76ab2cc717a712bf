package main

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"strings"

	"maillage/internal/access"
	"maillage/internal/identity"
	"maillage/internal/lexicon"
	"maillage/internal/store"
)

// people is how persons log in, and whose word about clients is taken.
type people struct {
	PublicURL        string   `help:"Where browsers find the hub, https://host. Sign-in links lead there, and logins come back to it." env:"MAILLAGE_PUBLIC_URL" placeholder:"URL"`
	OIDCIssuer       string   `name:"oidc-issuer" help:"The OpenID provider by which persons log in. Without one there are tokens, and sign-in links where --public-url is given." env:"MAILLAGE_OIDC_ISSUER" placeholder:"URL"`
	OIDCClientID     string   `name:"oidc-client-id" help:"What the provider calls the hub." env:"MAILLAGE_OIDC_CLIENT_ID" placeholder:"ID"`
	OIDCClientSecret string   `name:"oidc-client-secret" help:"The hub's secret at the provider; better a variable or a file than a flag, which others on the machine can see." env:"MAILLAGE_OIDC_CLIENT_SECRET" placeholder:"SECRET"`
	OIDCSecretFile   string   `name:"oidc-client-secret-file" help:"A file with that secret." env:"MAILLAGE_OIDC_CLIENT_SECRET_FILE" placeholder:"FILE"`
	OIDCAsk          string   `name:"oidc-ask" help:"Whom to ask who knows the provider and has no account, in words." env:"MAILLAGE_OIDC_ASK" placeholder:"WORDS"`
	TrustedProxy     []string `help:"Addresses or networks of proxies whose X-Forwarded-For is believed." env:"MAILLAGE_TRUSTED_PROXY" placeholder:"CIDR"`
}

// config is what the flags say; a wrong one is wrong usage.
func (p people) config() (identity.Config, error) {
	var c identity.Config
	for _, proxy := range p.TrustedProxy {
		network, err := trusted(proxy)
		if err != nil {
			return c, &usageError{err}
		}
		c.TrustedProxies = append(c.TrustedProxies, network)
	}
	if p.OIDCIssuer == "" {
		if err := p.withoutProvider(); err != nil || p.PublicURL == "" {
			return c, err
		}
		c.Login = &identity.Login{PublicURL: p.PublicURL}
		return c, checkLogin(c.Login)
	}
	secret := p.OIDCClientSecret
	if p.OIDCSecretFile != "" {
		content, err := os.ReadFile(p.OIDCSecretFile)
		if err != nil {
			return c, &usageError{fmt.Errorf("--oidc-client-secret-file: %w", err)}
		}
		secret = strings.TrimSpace(string(content))
	}
	c.Login = &identity.Login{Issuer: p.OIDCIssuer, ClientID: p.OIDCClientID, ClientSecret: secret, PublicURL: p.PublicURL, Ask: p.OIDCAsk}
	return c, checkLogin(c.Login)
}

// checkLogin names the flag that is wrong.
func checkLogin(l *identity.Login) error {
	var wrong *identity.ConfigError
	if !errors.As(l.Check(), &wrong) {
		return nil
	}
	flag := "--oidc-" + wrong.Setting
	if wrong.Setting == "public-url" {
		flag = "--public-url"
	}
	return &usageError{fmt.Errorf("%s %s", flag, wrong.Problem)}
}

// withoutProvider refuses what would do nothing without a provider.
func (p people) withoutProvider() error {
	for _, given := range []struct{ flag, value string }{
		{"--oidc-client-id", p.OIDCClientID}, {"--oidc-client-secret", p.OIDCClientSecret},
		{"--oidc-client-secret-file", p.OIDCSecretFile}, {"--oidc-ask", p.OIDCAsk},
	} {
		if given.value != "" {
			return &usageError{fmt.Errorf("%s is given without --oidc-issuer: name the provider, or leave it out", given.flag)}
		}
	}
	return nil
}

// The widest networks that are somebody's own: 10.0.0.0/8, and fc00::/7.
const widest4, widest6 = 8, 7

// trusted reads the address or the network of a proxy. A network of half the
// world would let anybody say where a request comes from.
func trusted(proxy string) (netip.Prefix, error) {
	network, err := netip.ParsePrefix(proxy)
	if address, bare := netip.ParseAddr(proxy); bare == nil {
		network, err = address.Prefix(address.BitLen())
	}
	if err != nil {
		return network, fmt.Errorf("--trusted-proxy is not an address or a network: %s", proxy)
	}
	if address := network.Addr(); address.Is4In6() && network.Bits() >= 96 {
		network = netip.PrefixFrom(address.Unmap(), network.Bits()-96)
	}
	widest := widest6
	if network.Addr().Is4() {
		widest = widest4
	}
	if network.Bits() < widest {
		return network, fmt.Errorf("--trusted-proxy %s is wider than /%d: "+
			"name the addresses of your proxies alone", proxy, widest)
	}
	return network, nil
}

// identify tells who asks of a database.
func identify(e *environment, s *store.Store, c identity.Config) (*identity.Identity, error) {
	c.Client, c.Store, c.Log = s.Client, s, e.log
	return identity.New(e.ctx, c)
}

// usageError says that a flag was used wrongly in a way that only the command
// can tell.
type usageError struct{ error }

// opened opens the database for one command, its schema this program's.
func (d database) opened(e *environment, do func(*store.Store) error) (err error) {
	s, err := opened(e, store.Config{URL: d.Database})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := current(e, s); err != nil {
		return err
	}
	return do(s)
}

// administered does something with accounts as an administrator: whoever
// reaches the database may.
func (d database) administered(e *environment, program string, do func(context.Context, *identity.Identity) error) error {
	return d.opened(e, func(s *store.Store) error {
		i, err := identify(e, s, identity.Config{})
		if err != nil {
			return err
		}
		return do(access.WithViewer(e.ctx, access.Named("maillage "+program)), i)
	})
}

type accountCommand struct {
	Create  accountCreate  `cmd:"" help:"Make an account."`
	List    accountList    `cmd:"" help:"List all accounts."`
	Change  accountChange  `cmd:"" help:"Change an account; what is not named stays."`
	Disable accountDisable `cmd:"" help:"Shut an account out, with its tokens and logins."`
	Enable  accountEnable  `cmd:"" help:"Let a disabled account in again."`
	Link    accountLink    `cmd:"" help:"Make a link that signs a person in to their account, once, within a day."`
}

// holding is what goes with a role.
type holding struct {
	Partner  string   `help:"The organisation that the account speaks for, by code or id: a liaison's." placeholder:"CODE"`
	Contract []string `help:"A contract that it serves, by code or id; may be given several times." placeholder:"CODE"`
}

type accountCreate struct {
	database
	Name  string `help:"What people call it." required:"" placeholder:"NAME"`
	Role  string `help:"What it may do, at most: ${enum}." enum:"administrator,coordinator,liaison,integrator" required:"" placeholder:"ROLE"`
	Email string `help:"The email by which the identity provider knows the person." placeholder:"EMAIL"`
	holding
}

func (h holding) of(name, role, email string) identity.NewAccount {
	return identity.NewAccount{Name: name, Role: toRole(role), Email: email, Partner: h.Partner, Contracts: h.Contract}
}

func toRole(word string) lexicon.AccountRole { return lexicon.AccountRole(strings.ToUpper(word)) }

// Run makes an account, and says its identifier.
func (c *accountCreate) Run(e *environment) error {
	return c.administered(e, "account create", func(ctx context.Context, i *identity.Identity) error {
		a, err := i.CreateAccount(ctx, c.of(c.Name, c.Role, c.Email))
		if err == nil {
			_, err = fmt.Fprintln(e.out, a.ID)
		}
		return err
	})
}

type accountList struct{ database }

// Run lists accounts.
func (c *accountList) Run(e *environment) error {
	return c.administered(e, "account list", func(ctx context.Context, i *identity.Identity) error {
		all, err := i.Accounts(ctx)
		if err != nil {
			return err
		}
		rows := [][]string{{"ID", "NAME", "ROLE", "EMAIL", "PARTNER", "CONTRACTS", "LOGIN", "DISABLED"}}
		for _, a := range all {
			login := "never"
			if a.Bound {
				login = "yes"
			}
			rows = append(rows, []string{
				a.ID, a.Name, strings.ToLower(string(a.Role)), a.Email, a.Partner, strings.Join(a.Contracts, ","), login, day(a.Disabled),
			})
		}
		return table(e.out, rows)
	})
}

type accountNamed struct {
	database
	Account string `arg:"" help:"Its email or id." placeholder:"EMAIL|ID"`
}

type accountChange struct {
	accountNamed
	Name        *string   `help:"What people call it." placeholder:"NAME"`
	Role        *string   `help:"What it may do, at most." placeholder:"ROLE"`
	Email       *string   `help:"The email by which the identity provider knows the person; empty for none." placeholder:"EMAIL"`
	Partner     *string   `help:"The organisation that it speaks for; empty for none." placeholder:"CODE"`
	Contract    *[]string `help:"The contracts that it serves, instead of those before; empty for none." placeholder:"CODE,…"`
	ForgetLogin bool      `help:"Let the person come in by another login: the next with their email."`
}

// Run changes an account.
func (c *accountChange) Run(e *environment) error {
	change := identity.AccountChange{Name: c.Name, Email: c.Email, Partner: c.Partner, Contracts: c.Contract, ForgetLogin: c.ForgetLogin}
	if c.Role != nil {
		role := toRole(*c.Role)
		change.Role = &role
	}
	return c.administered(e, "account change", func(ctx context.Context, i *identity.Identity) error {
		_, err := i.UpdateAccount(ctx, c.Account, change)
		return err
	})
}

type accountDisable struct{ accountNamed }

// Run disables an account.
func (c *accountDisable) Run(e *environment) error {
	return c.administered(e, "account disable", func(ctx context.Context, i *identity.Identity) error {
		_, err := i.DisableAccount(ctx, c.Account)
		return err
	})
}

type accountEnable struct{ accountNamed }

// Run enables an account.
func (c *accountEnable) Run(e *environment) error {
	return c.administered(e, "account enable", func(ctx context.Context, i *identity.Identity) error {
		_, err := i.EnableAccount(ctx, c.Account)
		return err
	})
}

type accountLink struct {
	accountNamed
	PublicURL string `help:"Where browsers find the hub, https://host." env:"MAILLAGE_PUBLIC_URL" required:"" placeholder:"URL"`
}

// Run makes a sign-in link, and shows it once.
func (c *accountLink) Run(e *environment) error {
	login := &identity.Login{PublicURL: c.PublicURL}
	if err := checkLogin(login); err != nil {
		return err
	}
	return c.opened(e, func(s *store.Store) error {
		i, err := identify(e, s, identity.Config{Login: login})
		if err != nil {
			return err
		}
		defer i.Close()
		link, _, err := i.SignInLink(access.WithViewer(e.ctx, access.Named("maillage account link")), c.Account)
		if err == nil {
			_, err = fmt.Fprintln(e.out, link)
		}
		return err
	})
}
