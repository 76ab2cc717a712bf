package message

import "maillage/internal/lexicon"

// Messages about wrong usage of the command.
var (
	UnknownFlag    = with1[string]("No flag is called %s.", "Aucune option ne s’appelle %s.")
	UnexpectedWord = with1[string]("The command or argument %q is unknown.",
		"La commande ou l’argument « %s » est inconnu.")
	PerhapsMeant    = with2[Sentence, string]("%s Perhaps you meant %s.", "%s Vous pensiez peut-être à %s.")
	MissingFlags    = with1[lexicon.Text]("Give also: %s.", "Donnez aussi : %s.")
	MissingWord     = with1[string]("Give one of: %s.", "Donnez l’un de : %s.")
	FlagNeedsAValue = with1[string]("%s needs a value.", "%s demande une valeur.")
	FlagIsOneOf     = with3[string, string, string]("%s is one of %s, not %q.", "%s est l’un de %s, et non « %s ».")
	FlagIsANumber   = with2[string, string](
		"%s is a whole number, not %q.", "%s est un nombre entier, et non « %s ».",
	)
	FlagIsADuration = with2[string, string]("%s is a duration such as 30s, not %q.",
		"%s est une durée comme 30s, et non « %s ».")
	WrongUsage       = with1[string]("The command is not understood: %s", "La commande n’est pas comprise : %s")
	CommandsAndFlags = plain("maillage --help lists commands and flags",
		"maillage --help donne les commandes et les options")
	FlagAtLeast     = with3[string, int, int]("%s is %d or more, not %d", "%s vaut au moins %d, et non %d")
	FlagWithin      = with3[string, int, int64]("%s is 1 to %d KiB, not %d", "%s va de 1 à %d Kio, et non %d")
	CacheIsANumber  = plain("--response-cache is a number of MiB, or 0", "--response-cache est un nombre de Mio, ou 0")
	FlagNeedsIssuer = with1[string](
		"%s is given without --oidc-issuer: name the provider, or leave it out",
		"%s est donné sans --oidc-issuer : nommez le fournisseur, ou omettez-le",
	)
	ImportOneOf = plain(
		"give a file, --resume or --revert: exactly one of them",
		"donnez un fichier, --resume ou --revert : un seul des trois",
	)
	IsNoFile    = with1[string]("%s is no file", "%s n’est pas un fichier")
	IsNoNetwork = with1[string](
		"--webhook-allow is not a network such as 10.1.0.0/16: %s",
		"--webhook-allow n’est pas un réseau comme 10.1.0.0/16 : %s",
	)
	IsNoRecordType = with2[string, string](
		"--type: %s is not a type of record; there are %s",
		"--type : %s n’est pas un type d’enregistrement ; il y a %s",
	)
	FlagIsWrong  = with2[string, Sentence]("%s: %s", "%s : %s")
	IsNoTimeZone = with2[string, string]("%s is no time zone such as Europe/Paris: %s",
		"%s n’est pas un fuseau horaire comme Europe/Paris : %s")
	IsNoOrigin = with1[string](
		"%q is not an origin: give a scheme and a host, such as https://app.example.org, or * for all",
		"« %s » n’est pas une origine : donnez un schéma et un hôte, comme https://app.example.org, "+
			"ou * pour toutes",
	)
	CannotBeRead   = with2[string, string]("%s cannot be read: %s", "%s n’est pas lisible : %s")
	IsNoHubAddress = with1[string]("%s is not an address such as https://hub.example.org",
		"%s n’est pas une adresse comme https://hub.example.org")
	MustBeHTTPS = with1[string]("%s must use https, except for an address of this machine",
		"%s doit utiliser https, sauf pour une adresse de cette machine")
	HasAPath = with1[string]("%s has a path: the hub is at the root of its host",
		"%s a un chemin : le hub est à la racine de son hôte")
	SettingIsMissing = with1[string]("%s is missing", "%s manque")
	LinksNeedIt      = with1[string]("%s is missing: sign-in links need the address of the hub",
		"%s manque : les liens de connexion ont besoin de l’adresse du hub")
	IsNoProxy = with1[string]("--trusted-proxy is not an address or a network: %s",
		"--trusted-proxy n’est ni une adresse ni un réseau : %s")
	WideProxy = with2[string, int](
		"--trusted-proxy %s is wider than /%d: name the addresses of your proxies alone",
		"--trusted-proxy %s est plus large que /%d : nommez les seules adresses de vos mandataires",
	)
	InLineOfFile    = with3[string, int, Sentence]("%s, line %d: %s", "%s, ligne %d : %s")
	DecisionHeader  = plain("the header is party,line,code,choice", "l’en-tête est party,line,code,choice")
	NoPartyIsCalled = with1[string]("the imported file names no party %q",
		"le fichier importé ne nomme aucun partenaire « %s »")
	TokenNeedsAccount = plain("--account or --role is needed: which account does the token act for?",
		"--account ou --role est nécessaire : pour quel compte le jeton agit-il ?")
	TokenHasAccount = plain("--account names an account that has its role, partner and contracts already",
		"--account nomme un compte qui a déjà son rôle, son partenaire et ses contrats")
	TakesLifetime = plain("--expires takes a time such as 90d or 12h, or a day such as 2027-01-31",
		"--expires attend une durée comme 90d ou 12h, ou un jour comme 2027-01-31")
	NoDocumentIs = with1[string]("no document is %s", "aucun document n’est %s")
	FileExists   = with1[string]("%s exists already: the demo never touches a file that it did not make",
		"%s existe déjà : la démonstration ne touche jamais à un fichier qu’elle n’a pas créé")
	LineIsANumber = with1[string]("a line is a number, not %q", "une ligne est un nombre, et non « %s »")
)
