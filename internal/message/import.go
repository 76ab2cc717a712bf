package message

import "maillage/internal/lexicon"

// Messages about imports.
var (
	ImportsNeedAccount = plain(
		"You need an account to import files. Log in, or send a token.",
		"Il faut un compte pour importer des fichiers. Connectez-vous, ou envoyez un jeton.",
	)
	ImportForbidden = plain(
		"You may not write grants and partners there, so you cannot import them.",
		"Vous ne pouvez pas y écrire de subventions ni de partenaires, donc pas en importer.",
	)
	UnknownImport = plain("No import of yours has this id.", "Aucun de vos imports n’a cet identifiant.")
	ImportInState = with1[lexicon.ImportState](
		"The import is %v, which does not allow this.",
		"L’import est %v, ce qui ne le permet pas.",
	)
	OneImportAnswer = plain(
		"Each answer is about exactly one of `party`, `lines` and `code`.",
		"Chaque réponse porte sur un seul de ces champs : `party`, `lines`, `code`.",
	)
	NoImportAnswers = plain(
		"Give `answers`, or set `acceptSuggestions`.",
		"Donnez `answers`, ou demandez `acceptSuggestions`.",
	)
)

// Why an import stopped.
var (
	ImportUnreadable = plain("The file cannot be read.", "Le fichier ne peut pas être lu.")
	SourceOfImport   = with1[Sentence](
		"The hub does not accept the source of the file: %s", "Le hub n’accepte pas la source du fichier : %s",
	)
	ImportFailed = plain("The hub failed. Its log has the reason.", "Le hub a échoué. Son journal dit pourquoi.")
)

// What is wrong with a value of an import, after the name of its field.
var (
	TakesFileSize = with1[int64](
		"takes a number of bytes, from 1 to %d", "attend un nombre d’octets, de 1 à %d",
	)
	TakesFileName = with1[int](
		"takes the name of a file, of at most %d bytes", "attend le nom d’un fichier, d’au plus %d octets",
	)
	TakesPublisher = with1[int]("takes at most %d characters", "accepte au plus %d caractères")
	TakesSeparator = plain(
		"takes one of `;`, `,`, `|` and a tab", "attend un de « ; », « , », « | » et une tabulation",
	)
	TakesDecimalMark = plain("takes `,` or `.`", "attend « , » ou « . »")
	TakesHeaderLine  = plain(
		"takes the number of a line, or -1 for a file without headers",
		"attend le numéro d’une ligne, ou -1 pour un fichier sans en-têtes",
	)
	IsCreatedPartner = plain(
		"is a partner that the import created already", "est un partenaire que l’import a déjà créé",
	)
	TakesLineChoice = plain(
		"takes TAKE, CORRECT or LEAVE_OUT for lines", "attend TAKE, CORRECT ou LEAVE_OUT pour des lignes",
	)
	TakesPartyChoice = plain(
		"takes NEW or LEAVE_OUT for a party", "attend NEW ou LEAVE_OUT pour un partenaire du fichier",
	)
	NamesNoLine   = plain("names a line that the file does not have", "désigne une ligne que le fichier n’a pas")
	TakesAnswers  = with1[int]("takes at most %d answers", "accepte au plus %d réponses")
	TakesLines    = with1[int]("takes 1 to %d numbers of lines", "accepte de 1 à %d numéros de lignes")
	PartnerOrWord = plain("does not go with `partner`", "ne va pas avec `partner`")
)

// Messages about uploads of files and their reports.
var (
	UploadOffset = with2[int64, int64](
		"The next byte is %d of %d. Go on from there.", "L’octet suivant est le %d de %d. Reprenez à cet endroit.",
	)
	UploadRange = plain(
		"Send `Content-Range: bytes first-last/size`, with the size of the import.",
		"Envoyez `Content-Range: bytes premier-dernier/taille`, avec la taille de l’import.",
	)
	UploadStalled = plain(
		"No byte came for too long. The bytes received are kept: ask for their number by HEAD, then go on.",
		"Aucun octet n’est arrivé depuis trop longtemps. Les octets reçus sont gardés : demandez leur nombre "+
			"par HEAD, puis reprenez.",
	)
	UploadByPUT = plain(
		"Send the bytes of the file by PUT, and ask by HEAD how many have come.",
		"Envoyez les octets du fichier par PUT, et demandez par HEAD combien sont venus.",
	)
	UploadUncompressed = plain(
		"The bytes of the file are sent as they are, without `Content-Encoding`.",
		"Les octets du fichier s’envoient tels quels, sans `Content-Encoding`.",
	)
	NoReportYet    = plain("The plan is not made yet. Try again later.", "Le plan n’est pas encore fait. Réessayez plus tard.")
	ReportLanguage = plain("`lang` takes fr or en.", "`lang` attend fr ou en.")
)
