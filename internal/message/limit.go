package message

// Messages about the limits of an operation.
var (
	FieldsTooDeep = with1[int](
		"Fields are nested deeper than %d levels. Nest fewer.",
		"Les champs sont imbriqués sur plus de %d niveaux. Imbriquez-en moins.",
	)
	ArgumentTooDeep = with1[int](
		"An argument is nested deeper than %d levels. Nest it less.",
		"Un argument est imbriqué sur plus de %d niveaux. Imbriquez-le moins.",
	)
	VariableTooDeep = with2[string, int](
		"The variable `$%s` is nested deeper than %d levels. Nest it less.",
		"La variable `$%s` est imbriquée sur plus de %d niveaux. Imbriquez-la moins.",
	)
	TooManySchemaAliases = with1[int](
		"An introspection has more than %d aliases. Use fewer.",
		"Une lecture du schéma a plus de %d alias. Utilisez-en moins.",
	)
	TooManyRootFields = with2[int, int](
		"The operation has %d root fields, and the limit is %d. Split it.",
		"L’opération a %d champs à la racine, et la limite est %d. Divisez-la.",
	)
	TooManyIntrospections = with2[int, int](
		"The operation reads the schema %d times, and the limit is %d. Read it once.",
		"L’opération lit le schéma %d fois, et la limite est %d. Lisez-le une fois.",
	)
	TooManyAliases = with2[int, int](
		"The operation has %d aliases, and the limit is %d. Split it.",
		"L’opération a %d alias, et la limite est %d. Divisez-la.",
	)
	TooManyDirectives = with2[int, int](
		"The operation has %d directives, and the limit is %d. Use fewer.",
		"L’opération a %d directives, et la limite est %d. Utilisez-en moins.",
	)
	CostTooHigh = with2[int, int](
		"The operation costs up to %d, and the limit is %d. Ask for shorter pages (`first`) or fewer levels.",
		"L’opération coûte jusqu’à %d, et la limite est %d. "+
			"Demandez des pages plus courtes (`first`) ou moins de niveaux.",
	)
	TooManyRecords = with1[int](
		"The response has more than %d records. Ask for shorter pages (`first`) or fewer levels.",
		"La réponse a plus de %d enregistrements. Demandez des pages plus courtes (`first`) ou moins de niveaux.",
	)
	BudgetOfRecords = plain(
		"The response has too many records. Ask for shorter pages (`first`) or fewer levels.",
		"La réponse a trop d’enregistrements. Demandez des pages plus courtes (`first`) ou moins de niveaux.",
	)
	MatrixTooLarge = with1[int](
		"The matrix has more than %d cells. Name fewer contracts, themes or partners.",
		"La matrice a plus de %d cases. Nommez moins de contrats, de thématiques ou de partenaires.",
	)
	SumTooLarge = plain(
		"The sum of these amounts is larger than 2^63 cents. Name fewer records in the filter.",
		"La somme de ces montants dépasse 2^63 centimes. Désignez moins d’enregistrements dans le filtre.",
	)
	TooManyGroups = with1[int](
		"There are more than %d groups. Name fewer contracts, themes or partners, or give fewer dimensions.",
		"Il y a plus de %d groupes. "+
			"Nommez moins de contrats, de thématiques ou de partenaires, ou donnez moins de dimensions.",
	)
	HistoryTooLong = with1[int](
		"The ledger has more than %d lines since that moment. Choose a later one.",
		"L’historique a plus de %d lignes depuis ce moment. Choisissez-en un plus récent.",
	)
	DifferenceTooLong = with1[int](
		"The change rests on more than %d lines of the ledger. Choose closer moments.",
		"Le changement repose sur plus de %d lignes de l’historique. Choisissez des moments plus proches.",
	)
)

// Messages about the limits of a client and of the server.
var (
	BudgetSpent = with2[int, int](
		"Your budget of %d per minute is spent. Try again in %d s.",
		"Votre budget de %d par minute est épuisé. Réessayez dans %d s.",
	)
	BudgetTooSmall = with4[int, int, int, int](
		"The operation costs up to %[3]d. "+
			"You have %[4]d left of your budget of %[1]d per minute. Try again in %[2]d s.",
		"L’opération coûte jusqu’à %[3]d. "+
			"Il vous reste %[4]d de votre budget de %[1]d par minute. Réessayez dans %[2]d s.",
	)
	BudgetSpentForNow = plain(
		"Your budget is spent. Try again after the time in `Retry-After`.",
		"Votre budget est épuisé. Réessayez après le délai de `Retry-After`.",
	)
	ClientBusy = plain(
		"Too many of your requests are running. Wait for their responses, then try again.",
		"Trop de vos requêtes sont en cours. Attendez leurs réponses, puis réessayez.",
	)
	ServerBusy     = plain("The server is busy. Try again.", "Le serveur est occupé. Réessayez.")
	ServerStopping = plain("The server is stopping. Try again.", "Le serveur s’arrête. Réessayez.")
	ServerFull     = plain(
		"The server has too many connections. Try again later.",
		"Le serveur a trop de connexions. Réessayez plus tard.",
	)
	TooManyConnections = plain(
		"You have too many open connections. Close one.",
		"Vous avez trop de connexions ouvertes. Fermez-en une.",
	)
	TooManyOperations = plain(
		"You are running too many operations. End one.",
		"Vous avez trop d’opérations en cours. Terminez-en une.",
	)
	TooManyOnConnection = plain(
		"This connection runs too many operations. End one.",
		"Cette connexion a trop d’opérations en cours. Terminez-en une.",
	)
)
