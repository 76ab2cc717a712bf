package message

// Messages about wrong usage of the command.
var (
	UnknownFlag    = with1[string]("No flag is called %s.", "Aucune option ne s’appelle %s.")
	UnexpectedWord = with1[string]("%q is no command here, and no value of one.",
		"« %s » n’est ici ni une commande ni une valeur.")
	PerhapsMeant    = with2[Sentence, string]("%s Perhaps you meant %s.", "%s Vous pensiez peut-être à %s.")
	MissingFlags    = with1[string]("Give also: %s.", "Donnez aussi : %s.")
	MissingWord     = with1[string]("Give one of: %s.", "Donnez l’un de : %s.")
	FlagNeedsAValue = with1[string]("%s needs a value.", "%s demande une valeur.")
	FlagIsOneOf     = with3[string, string, string]("%s is one of %s, not %q.", "%s est l’un de %s, et non « %s ».")
	FlagIsANumber   = with2[string, string]("%s is a whole number, not %q.", "%s est un nombre entier, et non « %s ».")
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
	SeparatorIsOne = plain("--separator is one character", "--separator est un seul caractère")
	IsNoFile       = with1[string]("%s is no file", "%s n’est pas un fichier")
	IsNoNetwork    = with1[string](
		"--webhook-allow is not a network such as 10.1.0.0/16: %s",
		"--webhook-allow n’est pas un réseau comme 10.1.0.0/16 : %s",
	)
	IsNoRecordType = with2[string, string](
		"--type is no type of record: %s; there are %s",
		"--type n’est pas un type d’enregistrement : %s ; il y a %s",
	)
)
