package cli

import (
	"bytes"
	"context"
	"strings"
	"testing"
)

// outcome is what a command did.
type outcome struct {
	code        int
	out, errOut string
}

func ran(t *testing.T, args ...string) outcome {
	t.Helper()
	var out, errOut bytes.Buffer
	code := Run(context.Background(), args, &out, &errOut)
	return outcome{code, out.String(), errOut.String()}
}

func TestUsage_IsSaidInTheLanguageOfTheLocale(t *testing.T) {
	t.Chdir(t.TempDir()) // a command that is not refused would make a file
	cases := map[string][2]string{
		"serve --bogus": {"No flag is called --bogus.", "Aucune option ne s’appelle --bogus."},
		"serve --adr x": {`Perhaps you meant "--addr".`, `Vous pensiez peut-être à "--addr".`},
		"demo surplus": {`The command or argument "surplus" is unknown.`,
			"La commande ou l’argument « surplus » est inconnu."},
		"servee":       {`Perhaps you meant "serve".`, `Vous pensiez peut-être à "serve".`},
		"serve --addr": {"--addr needs a value.", "--addr demande une valeur."},
		"generate --size X": {`--size is one of "S","M","L", not "X".`,
			`--size est l’un de "S","M","L", et non « X ».`},
		"serve --places x": {`--places is a whole number, not "x".`,
			"--places est un nombre entier, et non « x »."},
		"serve --pause x": {`--pause is a duration such as 30s, not "x".`,
			"--pause est une durée comme 30s, et non « x »."},
		"open": {"Give also: --directory or --contract=CODE.",
			"Donnez aussi : --directory ou --contract=CODE."},
		"serve --time-zone Mars": {"--time-zone is no time zone such as Europe/Paris: Mars",
			"--time-zone n’est pas un fuseau horaire comme Europe/Paris : Mars"},
		"export --time-zone Mars": {"--time-zone is no time zone", "--time-zone n’est pas un fuseau horaire"},
		"token create":            {"--account or --role is needed", "--account ou --role est nécessaire"},
		"token create --account a --partner p": {"--account names an account that has its role",
			"--account nomme un compte qui a déjà son rôle"},
		"token create --account a --expires soon": {"--expires takes a time such as 90d",
			"--expires attend une durée comme 90d"},
		"serve --origins x": {`--origins: "x" is not an origin`, "--origins : « x » n’est pas une origine"},
		"serve --oidc-issuer x": {"--oidc-issuer is not an address such as",
			"--oidc-issuer n’est pas une adresse comme"},
		"serve --public-url http://hub.example.org": {
			"--public-url must use https",
			"--public-url doit utiliser https",
		},
		"serve --public-url https://hub.example.org/a": {"--public-url has a path", "--public-url a un chemin"},
		"serve --oidc-issuer https://id.example.org --public-url https://hub.example.org": {
			"--oidc-client-id is missing", "--oidc-client-id manque"},
		"serve --oidc-issuer https://id.example.org --oidc-client-secret-file none": {
			"--oidc-client-secret-file cannot be read: ", "--oidc-client-secret-file n’est pas lisible : "},
		"serve --trusted-proxy x": {
			"is not an address or a network: x",
			"n’est ni une adresse ni un réseau : x",
		},
		"serve --trusted-proxy 0.0.0.0/0": {"is wider than /8", "est plus large que /8"},
		"account":                         {`Give one of: "create", "list"`, `Donnez l’un de : "create", "list"`},
		"serve --places 0":                {"--places is 1 or more, not 0", "--places vaut au moins 1, et non 0"},
		"serve --body-limit 0": {
			"--body-limit is 1 to 65536 KiB, not 0",
			"--body-limit va de 1 à 65536 Kio, et non 0",
		},
		"serve --response-cache=-1": {
			"--response-cache is a number of MiB, or 0", "--response-cache est un nombre de Mio, ou 0",
		},
		"serve --oidc-ask x": {"--oidc-ask is given without --oidc-issuer",
			"--oidc-ask est donné sans --oidc-issuer"},
		"import": {"give a file, --resume or --revert",
			"donnez un fichier, --resume ou --revert"},
		"import f --format csv": {"--format is one of text,xlsx,data-package,zip,json,ndjson, not \"csv\".",
			"--format est l’un de text,xlsx,data-package,zip,json,ndjson, et non « csv »."},
		"import f --charset latin":  {"--charset is one of utf-8,windows-1252", "--charset est l’un de"},
		"import f --separator %":    {"--separator: `separator` takes one of", "--separator : `separator` attend"},
		"import f --header-line=-2": {"--header-line: `headerLine` takes", "--header-line : `headerLine` attend"},
		"import f --decimal-mark A=x": {
			"--decimal-mark: `decimalMark` takes", "--decimal-mark : `decimalMark` attend",
		},
		"import f --date-order A=year": {"--date-order is one of day-first,month-first", "--date-order est l’un de"},
		"import f --percent A=yes":     {"--percent is one of true,false", "--percent est l’un de"},
		"webhook create u --account a --type x": {"--type: x is not a type of record",
			"--type : x n’est pas un type d’enregistrement"},
		"serve --rate-limit -1": {"The command is not understood: --rate-limit",
			"La commande n’est pas comprise : --rate-limit"},
	}
	for line, want := range cases {
		for i, locale := range []string{"en_US.UTF-8", "fr_FR.UTF-8"} {
			t.Setenv("LC_ALL", "")
			t.Setenv("LC_MESSAGES", "")
			t.Setenv("LANG", locale)
			o := ran(t, strings.Fields(line)...)
			if o.code != exitUsage || o.out != "" || !strings.Contains(o.errOut, want[i]) {
				t.Errorf("%s in %s: code %d, %q, and %q, want %q", line, locale, o.code, o.out, o.errOut, want[i])
			}
		}
	}
}

func TestUsage_LocaleVariablesHaveTheirOrder(t *testing.T) {
	t.Setenv("LANG", "fr_FR.UTF-8")
	t.Setenv("LC_MESSAGES", "C.UTF-8")
	t.Setenv("LC_ALL", "")
	if o := ran(t, "serve", "--bogus"); !strings.Contains(o.errOut, "No flag") ||
		!strings.Contains(o.errOut, "lists commands and flags") {
		t.Errorf("LC_MESSAGES: %q", o.errOut)
	}
	t.Setenv("LC_ALL", "fr_BE")
	if o := ran(t, "serve", "--bogus"); !strings.Contains(o.errOut, "Aucune option") ||
		!strings.Contains(o.errOut, "donne les commandes et les options") {
		t.Errorf("LC_ALL: %q", o.errOut)
	}
}

func TestHelp_NamesCommandsWithoutAnError(t *testing.T) {
	for _, args := range [][]string{nil, {"--help"}} {
		if o := ran(t, args...); o.code != exitOK || o.errOut != "" || !strings.Contains(o.out, "\n  serve ") {
			t.Errorf("%v: code %d, %q, %.300s", args, o.code, o.errOut, o.out)
		}
	}
}
