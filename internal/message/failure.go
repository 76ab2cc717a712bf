package message

import "time"

// Messages about failures that are not the client’s.
var (
	TimedOutAfter = with1[time.Duration](
		"The request took longer than %s and was stopped. Ask for less.",
		"La requête a duré plus de %s et a été arrêtée. Demandez moins.",
	)
	TimedOut = plain(
		"The request took too long and was stopped. Ask for less.",
		"La requête a duré trop longtemps et a été arrêtée. Demandez moins.",
	)
	MutationTimedOutAfter = with1[time.Duration](
		"The mutation took longer than %s, and may have been done. Repeat it with its idempotency key.",
		"La mutation a duré plus de %s, et a pu être faite. Répétez-la avec sa clé d’idempotence.",
	)
	MutationTimedOut = plain(
		"The mutation took too long, and may have been done. Repeat it with its idempotency key.",
		"La mutation a duré trop longtemps, et a pu être faite. Répétez-la avec sa clé d’idempotence.",
	)
	Cancelled      = plain("The request was cancelled.", "La requête a été annulée.")
	ResponseUnmade = plain(
		"The response could not be written. Try again.",
		"La réponse n’a pas pu être écrite. Réessayez.",
	)
	InternalFailure = plain(
		"Something went wrong on the server. Give the request id to its administrator, who finds it in the log.",
		"Une erreur s’est produite sur le serveur. Donnez l’identifiant de la requête à son administrateur, "+
			"qui la retrouve dans le journal.",
	)
	DatabaseUnavailable = plain(
		"The database does not answer, or others write the same at once. "+
			"Try again; repeat a mutation with its idempotency key, for it may have been done.",
		"La base de données ne répond pas, ou d’autres écrivent la même chose. "+
			"Réessayez ; répétez une mutation avec sa clé d’idempotence, car elle a pu être faite.",
	)
	StorageFails = with1[Sentence](
		"The hub cannot read or write at the moment: %s. Tell its administrator, then try again.",
		"Le hub ne peut ni lire ni écrire pour l’instant : %s. Prévenez son administrateur, puis réessayez.",
	)
	ReadingRecords = with1[int](
		"The hub is reading its records (%d %% done). Try again in a moment.",
		"Le hub lit ses enregistrements (%d %% lus). Réessayez dans un instant.",
	)
	PreparingLedger = with1[int](
		"The hub is preparing its ledger (%d %% done). Try again later; you can read records meanwhile.",
		"Le hub prépare son historique (%d %% préparé). Réessayez plus tard ; vous pouvez déjà lire les "+
			"enregistrements.",
	)
	PreparingSearch = with1[int](
		"The hub is preparing its search index (%d %% done). Try again later; you can read lists meanwhile.",
		"Le hub prépare son index de recherche (%d %% fait). Réessayez plus tard ; vous pouvez déjà lire les listes.",
	)
)

// The faults of the database’s storage, inside [StorageFails].
var (
	DiskFull     = plain("the disk is full", "le disque est plein")
	DiskFails    = plain("the disk fails", "le disque est en panne")
	ReadOnly     = plain("the database is read-only", "la base de données est en lecture seule")
	Damaged      = plain("the database is damaged", "la base de données est endommagée")
	FileReplaced = plain(
		"the database file was deleted or replaced",
		"le fichier de la base de données a été supprimé ou remplacé",
	)
	CannotOpen = plain(
		"the database file cannot be opened",
		"le fichier de la base de données ne peut pas être ouvert",
	)
)
