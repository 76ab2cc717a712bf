package cli

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
	"maillage/internal/message"
	"maillage/internal/store"
)

// loginFlags are the flags for logins and for trusted proxies.
type loginFlags struct {
	PublicURL            string   `help:"${public_url}" env:"MAILLAGE_PUBLIC_URL" placeholder:"URL"`
	OIDCIssuer           string   `help:"${oidc_issuer}" env:"MAILLAGE_OIDC_ISSUER" placeholder:"URL"`
	OIDCClientID         string   `help:"${oidc_client_id}" env:"MAILLAGE_OIDC_CLIENT_ID" placeholder:"ID"`
	OIDCClientSecret     string   `help:"${oidc_client_secret}" env:"MAILLAGE_OIDC_CLIENT_SECRET" placeholder:"SECRET"`
	OIDCClientSecretFile string   `help:"${oidc_secret_file}" env:"MAILLAGE_OIDC_CLIENT_SECRET_FILE" placeholder:"FILE"`
	OIDCAsk              string   `help:"${oidc_ask}" env:"MAILLAGE_OIDC_ASK" placeholder:"WORDS"`
	TrustedProxy         []string `help:"${trusted_proxy}" env:"MAILLAGE_TRUSTED_PROXY" placeholder:"CIDR"`
}

// config returns the configuration of identity. A wrong flag gives a *usageError.
func (p loginFlags) config() (identity.Config, error) {
	var c identity.Config
	for _, proxy := range p.TrustedProxy {
		network, err := trusted(proxy)
		if err != nil {
			return c, err
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
	if p.OIDCClientSecretFile != "" {
		content, err := os.ReadFile(p.OIDCClientSecretFile)
		if err != nil {
			return c, misused(message.CannotBeRead("--oidc-client-secret-file", err.Error()))
		}
		secret = strings.TrimSpace(string(content))
	}
	c.Login = &identity.Login{Issuer: p.OIDCIssuer, ClientID: p.OIDCClientID, ClientSecret: secret,
		PublicURL: p.PublicURL, Ask: p.OIDCAsk}
	return c, checkLogin(c.Login)
}

// checkLogin returns an error that gives the flag which is wrong.
func checkLogin(l *identity.Login) error {
	var wrong *identity.ConfigError
	if !errors.As(l.Check(), &wrong) {
		return nil
	}
	flag := "--oidc-" + wrong.Setting
	if wrong.Setting == "public-url" {
		flag = "--public-url"
	}
	return misused(wrong.Says(flag))
}

// withoutProvider refuses flags that have no effect without a provider.
func (p loginFlags) withoutProvider() error {
	for _, given := range []struct{ flag, value string }{
		{"--oidc-client-id", p.OIDCClientID}, {"--oidc-client-secret", p.OIDCClientSecret},
		{"--oidc-client-secret-file", p.OIDCClientSecretFile}, {"--oidc-ask", p.OIDCAsk},
	} {
		if given.value != "" {
			return misused(message.FlagNeedsIssuer(given.flag))
		}
	}
	return nil
}

// The widest private networks: 10.0.0.0/8, and fc00::/7.
const widest4, widest6 = 8, 7

// trusted parses the address or the network of a proxy. It refuses a network that is so wide that
// anybody could forge the address of a request.
func trusted(proxy string) (netip.Prefix, error) {
	network, err := netip.ParsePrefix(proxy)
	if address, bare := netip.ParseAddr(proxy); bare == nil {
		network, err = address.Prefix(address.BitLen())
	}
	if err != nil {
		return network, misused(message.IsNoProxy(proxy))
	}
	if address := network.Addr(); address.Is4In6() && network.Bits() >= 96 {
		network = netip.PrefixFrom(address.Unmap(), network.Bits()-96)
	}
	widest := widest6
	if network.Addr().Is4() {
		widest = widest4
	}
	if network.Bits() < widest {
		return network, misused(message.WideProxy(proxy, widest))
	}
	return network, nil
}

// identify opens the accounts of a database.
func identify(e *environment, s *store.Store, c identity.Config) (*identity.Identity, error) {
	c.Client, c.Store, c.Log = s.Client, s, e.log
	return identity.New(e.ctx, c)
}

// withStore runs do with the database, after checking that its schema is this program's.
func (d database) withStore(e *environment, do func(*store.Store) error) (err error) {
	s, err := openStore(e, store.Config{URL: d.Database})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := ensureMigrated(e, s); err != nil {
		return err
	}
	return do(s)
}

// asAdministrator runs do with the accounts, as an administrator. Whoever can open the database has these
// rights.
func (d database) asAdministrator(
	e *environment, program string, do func(context.Context, *identity.Identity) error,
) error {
	return d.withStore(e, func(s *store.Store) error {
		i, err := identify(e, s, identity.Config{})
		if err != nil {
			return err
		}
		return do(access.WithViewer(e.ctx, access.Named("maillage "+program)), i)
	})
}

type accountCommand struct {
	Create  accountCreate  `cmd:"" help:"Create an account."`
	List    accountList    `cmd:"" help:"List all accounts."`
	Change  accountChange  `cmd:"" help:"Change an account. What you leave out does not change."`
	Disable accountDisable `cmd:"" help:"Disable an account, with its tokens and logins."`
	Enable  accountEnable  `cmd:"" help:"Enable a disabled account again."`
	Link    accountLink    `cmd:"" help:"${account_link}"`
}

// bindingFlags are the flags for the records to which a role is bound.
type bindingFlags struct {
	Partner  string   `help:"The organisation of a liaison's account, by code or id." placeholder:"CODE"`
	Contract []string `help:"${binding_contract}" placeholder:"CODE"`
}

type accountCreate struct {
	database
	Name  string `help:"The account's name, for people." required:"" placeholder:"NAME"`
	Role  string `help:"${account_create_role} ${enum}." enum:"${account_roles}" required:"" placeholder:"ROLE"`
	Email string `help:"The email address by which the identity provider knows the person." placeholder:"EMAIL"`
	bindingFlags
}

func (h bindingFlags) of(name, role, email string) identity.NewAccount {
	return identity.NewAccount{Name: name, Role: toRole(role), Email: email, Partner: h.Partner, Contracts: h.Contract}
}

func toRole(word string) lexicon.AccountRole { return lexicon.AccountRole(strings.ToUpper(word)) }

// Run creates an account, and prints its identifier.
func (c *accountCreate) Run(e *environment) error {
	return c.asAdministrator(e, "account create", func(ctx context.Context, i *identity.Identity) error {
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
	return c.asAdministrator(e, "account list", func(ctx context.Context, i *identity.Identity) error {
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
				a.ID, a.Name, strings.ToLower(string(a.Role)), a.Email, a.Partner, strings.Join(a.Contracts, ","),
				login, day(a.Disabled),
			})
		}
		return table(e.out, rows)
	})
}

type accountNamed struct {
	database
	Account string `arg:"" help:"The account's email or id." placeholder:"EMAIL|ID"`
}

type accountChange struct {
	accountNamed
	Name        *string   `help:"The account's name, for people." placeholder:"NAME"`
	Role        *string   `help:"The most that the account may do." placeholder:"ROLE"`
	Email       *string   `help:"${account_change_email}" placeholder:"EMAIL"`
	Partner     *string   `help:"The organisation of the account; empty for none." placeholder:"CODE"`
	Contract    *[]string `help:"${account_change_contract}" placeholder:"CODE,…"`
	ForgetLogin bool      `help:"Forget the person's login. The next login with their email replaces it."`
}

// Run changes an account.
func (c *accountChange) Run(e *environment) error {
	change := identity.AccountChange{Name: c.Name, Email: c.Email, Partner: c.Partner, Contracts: c.Contract,
		ForgetLogin: c.ForgetLogin}
	if c.Role != nil {
		role := toRole(*c.Role)
		change.Role = &role
	}
	return c.asAdministrator(e, "account change", func(ctx context.Context, i *identity.Identity) error {
		_, err := i.UpdateAccount(ctx, c.Account, change)
		return err
	})
}

type accountDisable struct{ accountNamed }

// Run disables an account.
func (c *accountDisable) Run(e *environment) error {
	return c.asAdministrator(e, "account disable", func(ctx context.Context, i *identity.Identity) error {
		_, err := i.DisableAccount(ctx, c.Account)
		return err
	})
}

type accountEnable struct{ accountNamed }

// Run enables an account.
func (c *accountEnable) Run(e *environment) error {
	return c.asAdministrator(e, "account enable", func(ctx context.Context, i *identity.Identity) error {
		_, err := i.EnableAccount(ctx, c.Account)
		return err
	})
}

type accountLink struct {
	accountNamed
	PublicURL string `help:"${account_link_public_url}" env:"MAILLAGE_PUBLIC_URL" required:"" placeholder:"URL"`
}

// Run creates a sign-in link, and prints it once.
func (c *accountLink) Run(e *environment) error {
	login := &identity.Login{PublicURL: c.PublicURL}
	if err := checkLogin(login); err != nil {
		return err
	}
	return c.withStore(e, func(s *store.Store) error {
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
