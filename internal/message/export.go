package message

// Messages about exports.
var (
	UnknownFormat    = with1[string]("No format is called %q.", "Aucun format ne s’appelle « %s ».")
	UnknownExtension = with1[string]("No format has the extension .%s.", "Aucun format n’a l’extension .%s.")
	UnknownProfile   = with2[string, string](
		"The format .%[2]s has no profile %[1]q.",
		"Le format .%[2]s n’a pas de profil « %[1]s ».",
	)
	UnknownParameter = with1[string](
		"An export has no parameter `%s`. Leave it out.",
		"Un export n’a pas de paramètre `%s`. Omettez-le.",
	)
	SinceNeedsNDJSON = plain("`since` works with .ndjson only.", "`since` ne va qu’avec .ndjson.")
	UnknownCondition = with1[string]("A filter has no condition %q.", "Un filtre n’a pas de condition « %s ».")
	UnknownValue     = with2[string, string](
		"The condition %q has no value %q.",
		"La condition « %s » n’a pas de valeur « %s ».",
	)
	NoContributions = with1[string](
		"%q selects contributions, and this format has none. Choose another format, or leave it out.",
		"« %s » choisit des contributions, et ce format n’en a pas. Choisissez un autre format, ou omettez-le.",
	)
	SheetTooLong = with2[string, int](
		"The sheet %q would have more than %d rows. Choose CSV.",
		"La feuille « %s » aurait plus de %d lignes. Choisissez CSV.",
	)
	MalformedAt = plain(
		"`at` must be a date such as 2026-11-30, or `..` for any time.",
		"`at` doit être une date comme 2026-11-30, ou `..` pour toute date.",
	)
	WrongExportPosition = plain(
		"`since` is not a position of an export. Take the one that an export gave.",
		"`since` n’est pas une position d’un export. Prenez celle qu’un export a donnée.",
	)
	ExportPositionGone = plain(
		"The position belongs to another viewer, or to a moment before a restore. Export everything again.",
		"La position est celle d’un autre lecteur, ou d’un moment antérieur à une restauration. Exportez tout de nouveau.",
	)
	MalformedExportAddress = plain(
		"The address of an export ends with a contract and an extension, such as all.ndjson.",
		"L’adresse d’un export finit par un contrat et une extension, comme all.ndjson.",
	)
)

// Messages about webhooks.
var (
	WebhooksNeedAccount = plain(
		"You need an account to manage webhooks. Log in, or send a token.",
		"Il faut un compte pour gérer des webhooks. Connectez-vous, ou envoyez un jeton.",
	)
	WebhooksForbidden = plain(
		"Webhooks need a coordinator, an administrator or a token with the scope FEED.",
		"Les webhooks demandent un coordinateur, un administrateur ou un jeton de portée FEED.",
	)
)

// What is wrong with a field of a webhook, inside [InField].
var (
	IsOverLimit = with1[int](
		"is one too many: an account has at most %d webhooks",
		"est de trop : un compte a au plus %d webhooks",
	)
	IsNoURL = plain(
		"must be an address such as https://example.org/webhook",
		"doit être une adresse comme https://example.org/webhook",
	)
	HasUserName = plain(
		"has a user name or a fragment: leave it out",
		"a un nom d’utilisateur ou un fragment : retirez-le",
	)
	IsOtherPort      = plain("must have the port 443", "doit avoir le port 443")
	IsPrivateAddress = plain("must not be a private or reserved address", "ne doit pas être une adresse privée ou réservée")
	HasOldSecret     = plain(
		"still has an old secret: end it first",
		"a encore un ancien secret : mettez-y fin d’abord",
	)
	TakesIDs    = with1[int]("takes 1 to %d ids", "accepte de 1 à %d identifiants")
	IsNoWaiting = plain("names a delivery that does not wait", "désigne une remise qui n’attend pas")
)
