package message

import "maillage/internal/lexicon"

// Messages about who asks, and what they may do.
var (
	TokenLacksScope = with1[lexicon.TokenScope](
		"The token lacks the scope %v. Ask an administrator for one that has it.",
		"Le jeton n’a pas la portée %v. Demandez-en un qui l’a à un administrateur.",
	)
	WriteNeedsAccount = plain(
		"You need an account to change records. Log in, or send a token.",
		"Il faut un compte pour modifier des enregistrements. Connectez-vous, ou envoyez un jeton.",
	)
	ContactsNeedAccount = plain(
		"You need an account to read contacts. Log in, or send a token.",
		"Il faut un compte pour lire des contacts. Connectez-vous, ou envoyez un jeton.",
	)
	AccountsNeedLogin = plain(
		"Only administrators see accounts and tokens. Log in.",
		"Seuls les administrateurs voient les comptes et les jetons. Connectez-vous.",
	)
	InvitationsNeedLogin = plain(
		"Only coordinators and administrators see invitations. Log in.",
		"Seuls les coordinateurs et les administrateurs voient les invitations. Connectez-vous.",
	)
	AdministratorOnly = plain(
		"Only an administrator may do this, logged in or at the command line. A token is not enough.",
		"Seul un administrateur le peut, connecté ou en ligne de commande. Un jeton ne suffit pas.",
	)
	CoordinatorOnly = plain(
		"Only a coordinator or an administrator may do this, logged in. A token is not enough.",
		"Seul un coordinateur ou un administrateur le peut, connecté. Un jeton ne suffit pas.",
	)
	MalformedAuthorization = plain(
		"The `Authorization` header must be `Bearer`, a space and a token.",
		"L’en-tête `Authorization` doit être `Bearer`, une espace et un jeton.",
	)
	MistypedToken = plain(
		"The token is mistyped or cut short. Copy it whole.",
		"Le jeton est mal saisi ou coupé. Copiez-le en entier.",
	)
	UnknownToken = plain(
		"The token is unknown, expired or revoked. Ask an administrator for another.",
		"Le jeton est inconnu, expiré ou révoqué. Demandez-en un autre à un administrateur.",
	)
	LoginOver = plain(
		"Your login has ended. Log in again.",
		"Votre connexion est terminée. Connectez-vous de nouveau.",
	)
	RightsChanged = plain(
		"The rights of the account have changed. Connect again.",
		"Les droits du compte ont changé. Connectez-vous de nouveau.",
	)
	OriginRefused = with1[string](
		"Pages of %[1]s may not use this hub. To allow them, start it with `--origins %[1]s`.",
		"Les pages de %[1]s ne peuvent pas utiliser ce hub. Pour les autoriser, lancez-le avec `--origins %[1]s`.",
	)
	OtherSiteRefused = plain(
		"Pages of other sites may not use this hub. To allow one, start the hub with `--origins`.",
		"Les pages d’autres sites ne peuvent pas utiliser ce hub. Pour en autoriser un, lancez-le avec `--origins`.",
	)
	CredentialsExpired = plain(
		"The credentials are no longer valid. Connect again.",
		"Les identifiants ne sont plus valables. Connectez-vous de nouveau.",
	)
	CredentialsRefused = plain(
		"The credentials are not accepted. Log in again, or check the token.",
		"Les identifiants ne sont pas acceptés. Connectez-vous de nouveau, ou vérifiez le jeton.",
	)
	CredentialsUnchecked = plain(
		"The hub cannot check the credentials at the moment. Try again.",
		"Le hub ne peut pas vérifier les identifiants pour l’instant. Réessayez.",
	)
	TooManyCredentials = plain(
		"Too many wrong credentials came from your address. Try again later.",
		"Trop d’identifiants refusés viennent de votre adresse. Réessayez plus tard.",
	)
)

// What is wrong with a field of an account, a token, an invitation or a contact. Each continues after the field’s
// name, in [InField].
var (
	InField = with2[string, Sentence]("`%s` %s.", "`%s` %s.")

	IsRequired     = plain("is required", "est obligatoire")
	NamesNothing   = plain("names nothing here", "ne désigne rien ici")
	NamesNo        = with2[string, string]("names no %s here: %q", "ne désigne rien ici (%s) : « %s »")
	NamesNoneYours = with1[string]("names no contract of yours: %q", "ne désigne aucun de vos contrats : « %s »")
	IsTooLong      = with1[int]("takes at most %d bytes", "accepte au plus %d octets")
	IsUnprintable  = plain(
		"has characters that cannot be shown",
		"contient des caractères qui ne s’affichent pas",
	)
	IsNoAddress = plain(
		"must be an address such as name@example.org",
		"doit être une adresse comme nom@example.org",
	)
	IsNoPhone = plain(
		"must be a number such as +33 3 21 00 00 00",
		"doit être un numéro comme +33 3 21 00 00 00",
	)
	IsNoMoment = plain(
		"takes a moment such as 2026-01-05T09:00:00Z", "doit être une date et une heure comme 2026-01-05T09:00:00Z",
	)
	IsTaken       = plain("belongs to another account", "est celui d’un autre compte")
	IsPast        = plain("is in the past", "est déjà passé")
	NeedsAnEnd    = plain("is required: give the day it ends", "est obligatoire : donnez le jour où cela finit")
	IsTooFarDays  = with1[int]("is more than %d days ahead", "est à plus de %d jours")
	IsOutOfDays   = with1[int]("must be within the next %d days", "doit être dans les %d jours à venir")
	IsTooFarYears = with1[int]("is more than %d years ahead", "est à plus de %d ans")
	IsDisabled    = plain("is disabled", "est désactivé")
	IsUsed        = plain(
		"was used already: an administrator can disable the account",
		"a déjà servi : un administrateur peut désactiver le compte",
	)
	IsNoCoordinator = plain(
		"must be a coordinator or a liaison",
		"doit être un coordinateur ou un référent",
	)
	IsNoRole    = with1[string]("must be one of %s", "doit être un de %s")
	IsNoScope   = with1[string]("takes %s", "attend %s")
	IsNoPurpose = with1[string](
		"must be a purpose granted to you: %s",
		"doit être une finalité qui vous est accordée : %s",
	)
	IsNeededRole = with1[Sentence]("is required: %s", "est obligatoire : %s")
	IsNoneOfRole = with1[Sentence]("must be left out: %s", "doit être omis : %s")

	AdministratorHasAll = plain("an administrator has all contracts", "un administrateur a tous les contrats")
	AdministratorSpeaks = plain("an administrator speaks for the hub", "un administrateur parle pour le hub")
	CoordinatorNeedsOne = plain(
		"a coordinator coordinates at least one contract",
		"un coordinateur coordonne au moins un contrat",
	)
	LiaisonSpeaks    = plain("a liaison speaks for an organisation", "un référent parle pour une organisation")
	IntegratorSpeaks = plain(
		"an integrator speaks for no organisation",
		"un intégrateur ne parle pour aucune organisation",
	)
)
