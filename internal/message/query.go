package message

// Messages about the arguments of a query.
var (
	FirstAndLast = plain("Give `first` or `last`, not both.", "Donnez `first` ou `last`, pas les deux.")
	PageSize     = with3[string, int, int](
		"`%s` must be from 1 to %d, not %d.",
		"`%s` doit être de 1 à %d, et non %d.",
	)
	OrderedTwice = with1[string](
		"`orderBy` has `%s` twice. Give each field once.",
		"`orderBy` a deux fois `%s`. Donnez chaque champ une fois.",
	)
	WrongCursor = with1[string](
		"`%s` is not a cursor of this list in this order. Take one from its `pageInfo`.",
		"`%s` n’est pas un curseur de cette liste dans cet ordre. Prenez-en un dans son `pageInfo`.",
	)
	WrongLedgerCursor = with1[string](
		"`%s` is not a cursor of the ledger. Take one from `changes`.",
		"`%s` n’est pas un curseur de l’historique. Prenez-en un dans `changes`.",
	)
	WrongSearchCursor = with1[string](
		"`%s` is not a cursor of this search. Take one from its `pageInfo`.",
		"`%s` n’est pas un curseur de cette recherche. Prenez-en un dans son `pageInfo`.",
	)
	CursorExpired = plain(
		"The database was restored to a moment before this cursor. Read all changes again from the start.",
		"La base a été restaurée à un moment antérieur à ce curseur. Relisez toutes les modifications depuis le début.",
	)
	NegativeMonths = with1[int](
		"`staleAfterMonths` must be 0 or more, not %d.",
		"`staleAfterMonths` doit être 0 ou plus, et non %d.",
	)
	TooManyIDs = with2[int, int](
		"`ids` takes at most %d ids, not %d.",
		"`ids` accepte au plus %d identifiants, et non %d.",
	)
	NameCount = with2[string, int](
		"`%s` takes 1 to %d records. To get all, leave it out.",
		"`%s` accepte de 1 à %d enregistrements. Pour les avoir tous, omettez-le.",
	)
	UnknownID = with1[string](
		"No record has the id %q.",
		"Aucun enregistrement n’a l’identifiant « %s ».",
	)
	UnknownName = with2[labelled, string](
		"No %s has the id or code %q.",
		"Aucun enregistrement du type « %s » n’a l’identifiant ou le code « %s ».",
	)
	AmbiguousCode = with1[string](
		"Several contracts have the code %q. Give `contract/code` or the `id`.",
		"Plusieurs contrats ont le code « %s ». Donnez `contrat/code` ou l’`id`.",
	)
	IDOrCode = plain(
		"`by` needs exactly one of `id` and `code`.",
		"`by` attend soit `id`, soit `code`.",
	)
	SearchTooLong = with1[int](
		"`query` takes at most %d characters. Shorten it.",
		"`query` accepte au plus %d caractères. Raccourcissez-le.",
	)
	RowCount = with2[int, int](
		"`first` must be from 1 to %d, not %d.",
		"`first` doit être de 1 à %d, et non %d.",
	)
	DimensionCount = with1[int](
		"`groupBy` takes 1 to %d dimensions.",
		"`groupBy` accepte de 1 à %d dimensions.",
	)
	DimensionTwice = plain(
		"`groupBy` has this dimension twice. Give it once.",
		"`groupBy` a deux fois cette dimension. Donnez-la une fois.",
	)
)

// Messages about moments.
var (
	MalformedMoment = plain(
		"`at` of @asKnownAt must be a moment such as 2026-01-05T09:00:00Z.",
		"`at`, dans @asKnownAt, doit être un moment comme 2026-01-05T09:00:00Z.",
	)
	PresentOnly = with1[string](
		"`%s` exists only for the present. Query it without @asKnownAt.",
		"`%s` n’existe que pour le présent. Demandez-le sans @asKnownAt.",
	)
	InTheFuture = with1[string](
		"`%s` is in the future. Give an earlier one.",
		"`%s` est dans l’avenir. Donnez-en un plus tôt.",
	)
	AnyTimeNotComparable = plain(
		"`asOf` must be a day, a month or a year when you compare two moments.",
		"`asOf` doit être un jour, un mois ou une année quand vous comparez deux moments.",
	)
	AsOfAfterKnownAt = plain(
		"`asOf` is later than the day of `knownAt`. Give an earlier one.",
		"`asOf` est postérieur au jour de `knownAt`. Donnez-en un plus tôt.",
	)
	FromNeedsMoment = plain("`from` needs `asOf`, `knownAt` or both.", "`from` demande `asOf`, `knownAt` ou les deux.")
	KnownAtTwice    = plain("Give `knownAt` or @asKnownAt, not both.", "Donnez `knownAt` ou @asKnownAt, pas les deux.")
)

// Messages about filters.
var (
	FilterTextTooLong = with1[int](
		"The text has more than %d bytes. Shorten it.",
		"Le texte a plus de %d octets. Raccourcissez-le.",
	)
	TooManyConditions = with1[int](
		"The filter has more than %d conditions. Use fewer.",
		"Le filtre a plus de %d conditions. Utilisez-en moins.",
	)
	TooManyHops = with1[int](
		"The filter nests links more than %d levels deep. Remove a level.",
		"Le filtre imbrique des liens sur plus de %d niveaux. Retirez-en un.",
	)
	TooManyInList = with1[int](
		"The list takes at most %d values.",
		"La liste accepte au plus %d valeurs.",
	)
	OneTypeOnly     = plain("Give exactly one type.", "Donnez exactement un type.")
	FilterNeedsAnID = with2[string, string](
		"`%s`: no record has the id %q. A code is not enough here.",
		"`%s` : aucun enregistrement n’a l’identifiant « %s ». Un code ne suffit pas ici.",
	)
)
