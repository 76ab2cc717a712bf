package lexicon

// NoteCode names what a note on an imported file says.
type NoteCode string

// Codes on a file as a whole.
const (
	FileEmpty       NoteCode = "FILE_EMPTY"
	FileTooLarge    NoteCode = "FILE_TOO_LARGE"
	FormatUnknown   NoteCode = "FORMAT_UNKNOWN"
	ArchiveRefused  NoteCode = "ARCHIVE_REFUSED"
	Encrypted       NoteCode = "ENCRYPTED"
	XMLRefused      NoteCode = "XML_REFUSED"
	JSONInvalid     NoteCode = "JSON_INVALID"
	TableMissing    NoteCode = "TABLE_MISSING"
	HeaderMissing   NoteCode = "HEADER_MISSING"
	ColumnMissing   NoteCode = "COLUMN_MISSING"
	ColumnTwice     NoteCode = "COLUMN_TWICE"
	ColumnUnknown   NoteCode = "COLUMN_UNKNOWN"
	PersonalLeftOut NoteCode = "PERSONAL_LEFT_OUT"
	TableUnread     NoteCode = "TABLE_UNREAD"
)

// Codes on how a file was read: each guess with its reason.
const (
	GuessedFormat    NoteCode = "GUESSED_FORMAT"
	GuessedCharset   NoteCode = "GUESSED_CHARSET"
	GuessedSeparator NoteCode = "GUESSED_SEPARATOR"
	GuessedHeader    NoteCode = "GUESSED_HEADER"
	GuessedTable     NoteCode = "GUESSED_TABLE"
	GuessedField     NoteCode = "GUESSED_FIELD"
	GuessedDecimal   NoteCode = "GUESSED_DECIMAL"
	GuessedDayFirst  NoteCode = "GUESSED_DAY_FIRST"
	GuessedPercent   NoteCode = "GUESSED_PERCENT"
	TableHidden      NoteCode = "TABLE_HIDDEN"
)

// Codes on one record.
const (
	QuoteUnclosed    NoteCode = "QUOTE_UNCLOSED"
	RecordTooLong    NoteCode = "RECORD_TOO_LONG"
	RecordUnreadable NoteCode = "RECORD_UNREADABLE"
	WidthWrong       NoteCode = "WIDTH_WRONG"
	ShiftRepaired    NoteCode = "SHIFT_REPAIRED"
	EncodingRepaired NoteCode = "ENCODING_REPAIRED"
	ByteUndefined    NoteCode = "BYTE_UNDEFINED"
	FormulaValue     NoteCode = "FORMULA_VALUE"
	CellMerged       NoteCode = "CELL_MERGED"
	LevelTotal       NoteCode = "LEVEL_TOTAL"
	LevelDetail      NoteCode = "LEVEL_DETAIL"
	IdenticalTo      NoteCode = "IDENTICAL_TO"
	RecordTwice      NoteCode = "RECORD_TWICE"
	TypeUnknown      NoteCode = "TYPE_UNKNOWN"
	TableEnded       NoteCode = "TABLE_ENDED"
)

// Codes on one value.
const (
	ValueRequired       NoteCode = "REQUIRED"
	AmountUnreadable    NoteCode = "AMOUNT_UNREADABLE"
	AmountWithheld      NoteCode = "AMOUNT_WITHHELD"
	AmountNegative      NoteCode = "AMOUNT_NEGATIVE"
	DateUnreadable      NoteCode = "DATE_UNREADABLE"
	DateAmbiguous       NoteCode = "DATE_AMBIGUOUS"
	DateUnlikely        NoteCode = "DATE_UNLIKELY"
	PeriodReversed      NoteCode = "PERIOD_REVERSED"
	SIRENInvalid        NoteCode = "SIREN_INVALID"
	SIRETInvalid        NoteCode = "SIRET_INVALID"
	SIRETRounded        NoteCode = "SIRET_ROUNDED"
	RNAInvalid          NoteCode = "RNA_INVALID"
	RNAOutsideSCDL      NoteCode = "RNA_OUTSIDE_SCDL"
	QPVUnknown          NoteCode = "QPV_UNKNOWN"
	CommuneUnknown      NoteCode = "COMMUNE_UNKNOWN"
	CommuneZeroRestored NoteCode = "COMMUNE_ZERO_RESTORED"
	WordUnknown         NoteCode = "WORD_UNKNOWN"
	ShareUnreadable     NoteCode = "SHARE_UNREADABLE"
	ShareSum            NoteCode = "SHARE_SUM"
	TextTooLong         NoteCode = "TEXT_TOO_LONG"
	ValueInvalid        NoteCode = "VALUE_INVALID"
	ReferenceUnknown    NoteCode = "REFERENCE_UNKNOWN"
	ReferenceAmbiguous  NoteCode = "REFERENCE_AMBIGUOUS"
	FieldFixed          NoteCode = "FIELD_FIXED"
)

// Codes on what an import does with a record.
const (
	PartnerSuggested   NoteCode = "PARTNER_SUGGESTED"
	PartnerAmbiguous   NoteCode = "PARTNER_AMBIGUOUS"
	IdentifierConflict NoteCode = "IDENTIFIER_CONFLICT"
	AlreadyThere       NoteCode = "ALREADY_THERE"
	ChangedSince       NoteCode = "CHANGED"
	AmountChanged      NoteCode = "AMOUNT_CHANGED"
	GoneFromFile       NoteCode = "GONE_FROM_FILE"
	DeletedInFile      NoteCode = "DELETED_IN_FILE"
	AlreadyGone        NoteCode = "ALREADY_GONE"
	LeftOut            NoteCode = "LEFT_OUT"
	WriteForbidden     NoteCode = "FORBIDDEN"
	ChangedInHub       NoteCode = "CHANGED_IN_HUB"
	WriteConflict      NoteCode = "CONFLICT"
	WriteRefused       NoteCode = "NOT_ACCEPTED"
)

// noteSentences are the sentences of notes. Braces name the parts of a note.
var noteSentences = map[NoteCode]Text{
	FileEmpty: {"The file is empty: it has no byte.", "Le fichier est vide : il n’a aucun octet."},
	FileTooLarge: {
		"The file is too large: {value}, at most {took}.",
		"Le fichier est trop grand : {value}, au plus {took}.",
	},
	FormatUnknown: {
		"This format is not read: {value}. Save the file as {took}.",
		"Ce format n’est pas lu : {value}. Enregistrez le fichier en {took}.",
	},
	ArchiveRefused: {"The ZIP file is refused: {value}.", "Le fichier ZIP est refusé : {value}."},
	Encrypted: {
		"The file is protected by a password. Save it without one.",
		"Le fichier est protégé par un mot de passe. Enregistrez-le sans mot de passe.",
	},
	XMLRefused:    {"A part of the file is refused: {value}.", "Une partie du fichier est refusée : {value}."},
	JSONInvalid:   {"The JSON is invalid from here on: {value}.", "Le JSON est invalide à partir d’ici : {value}."},
	TableMissing:  {"The file has no table {value}.", "Le fichier n’a pas de tableau {value}."},
	HeaderMissing: {"No header line is recognised.", "Aucune ligne d’en-têtes n’est reconnue."},
	ColumnMissing: {"The table has no column {value}.", "Le tableau n’a pas de colonne {value}."},
	ColumnTwice: {
		"Two columns give {took}: {value}. Choose one.",
		"Deux colonnes donnent {took} : {value}. Choisissez l’une.",
	},
	ColumnUnknown: {
		"The column {value} is not recognised; it stays as a note.",
		"La colonne {value} n’est pas reconnue ; elle reste en note.",
	},
	PersonalLeftOut: {
		"The column {value} is about persons: it is left out.",
		"La colonne {value} concerne des personnes : elle est laissée de côté.",
	},

	GuessedFormat:  {"Format recognised by content: {took}.", "Format reconnu au contenu : {took}."},
	GuessedCharset: {"Encoding of the lines: {took}.", "Encodage des lignes : {took}."},
	GuessedSeparator: {
		"The separator {took} gives {value} known columns.",
		"Le séparateur {took} donne {value} colonnes connues.",
	},
	GuessedHeader: {
		"The headers are on line {took}; {value} are known.",
		"Les en-têtes sont en ligne {took} ; {value} sont connus.",
	},
	GuessedTable:   {"The table that is read is {took}.", "Le tableau lu est {took}."},
	GuessedField:   {"The column {value} gives {took}.", "La colonne {value} donne {took}."},
	GuessedDecimal: {"The decimal mark of the column is {took}.", "Le signe décimal de la colonne est {took}."},
	GuessedDayFirst: {
		"Dates of the column are written {took}; {value} of them prove it.",
		"Les dates de la colonne s’écrivent {took} ; {value} le prouvent.",
	},
	GuessedPercent: {"Shares of the column are out of 100.", "Les parts de la colonne sont sur 100."},
	TableUnread: {
		"The table {value} is not read: the hub cannot store its {took} lines.",
		"Le tableau {value} n’est pas lu : le hub ne sait pas enregistrer ses {took} lignes.",
	},
	TableHidden: {
		"The sheet {value} is hidden: it is not read.",
		"La feuille {value} est masquée : elle n’est pas lue.",
	},

	QuoteUnclosed: {
		"A quote that opens here is never closed. Reading resumes at the next line.",
		"Un guillemet ouvert ici n’est jamais fermé. La lecture reprend à la ligne suivante.",
	},
	RecordTooLong:    {"The record is longer than {took}.", "L’enregistrement dépasse {took}."},
	RecordUnreadable: {"The record cannot be read: {value}.", "L’enregistrement est illisible : {value}."},
	WidthWrong: {
		"The line has {value} cells for {took} columns. Nothing of it is taken without a decision.",
		"La ligne a {value} cellules pour {took} colonnes. Rien n’en est repris sans décision.",
	},
	ShiftRepaired: {
		"Split cells were joined: {value} becomes {took}.",
		"Des cellules coupées ont été réunies : {value} devient {took}.",
	},
	EncodingRepaired: {
		"Text that was encoded twice was restored: {value} becomes {took}.",
		"Un texte encodé deux fois a été rétabli : {value} devient {took}.",
	},
	ByteUndefined: {
		"The line has a character that does not display: {value}.",
		"La ligne contient un caractère qui ne s’affiche pas : {value}.",
	},
	FormulaValue: {
		"The cell is a formula; its last saved value is read: {took}.",
		"La cellule est une formule ; sa dernière valeur enregistrée est lue : {took}.",
	},
	CellMerged: {"The cell is part of {value}, which is merged.", "La cellule fait partie de {value}, fusionnée."},
	LevelTotal: {"This line looks like a total of {value}.", "Cette ligne semble un total de {value}."},
	LevelDetail: {
		"This line looks like a detail of the total in {value}.",
		"Cette ligne semble un détail du total en {value}.",
	},
	IdenticalTo: {
		"This line is identical to line {value}: both are kept.",
		"Cette ligne est identique à la ligne {value} : les deux sont gardées.",
	},

	RecordTwice: {
		"Line {value} says something about the same record already: this line is left out.",
		"La ligne {value} parle déjà du même enregistrement : cette ligne est laissée de côté.",
	},
	TableEnded: {
		"Two blank lines end the table: this line behind them is not read.",
		"Deux lignes vides terminent le tableau : cette ligne qui les suit n’est pas lue.",
	},
	TypeUnknown: {
		"The hub cannot store this: {value}.", "Le hub ne sait pas enregistrer ceci : {value}.",
	},

	ValueRequired: {"A value is required here.", "Une valeur est attendue ici."},
	AmountUnreadable: {
		"{value} is not a readable amount. Write it as 1234.56.",
		"« {value} » n’est pas un montant lisible. Écrivez-le comme 1234,56.",
	},
	AmountWithheld: {"The file does not tell the amount: {value}.", "Le montant n’est pas communiqué : {value}."},
	AmountNegative: {"The amount is below zero: {value}.", "Le montant est négatif : {value}."},
	DateUnreadable: {
		"{value} is not a readable date. Write it as 2026-01-31.",
		"« {value} » n’est pas une date lisible. Écrivez-la comme 2026-01-31.",
	},
	DateAmbiguous: {
		"{value} can be read in two ways; the date read is {took}.",
		"{value} se lit de deux façons ; la date lue est {took}.",
	},
	DateUnlikely:   {"The date {took} is unlikely: check it.", "La date {took} est peu probable : vérifiez-la."},
	PeriodReversed: {"The period {value} ends before it begins.", "La période {value} finit avant de commencer."},
	SIRENInvalid:   {"{value} is not a valid SIREN.", "{value} n’est pas un SIREN valable."},
	SIRETInvalid:   {"{value} is not a valid SIRET.", "{value} n’est pas un SIRET valable."},
	SIRETRounded: {
		"The SIRET {value} was rounded; only the SIREN {took} is taken.",
		"Le SIRET {value} a été arrondi ; seul le SIREN {took} est repris.",
	},
	RNAInvalid: {"{value} is not an RNA number.", "{value} n’est pas un numéro RNA."},
	RNAOutsideSCDL: {
		"The RNA number {value} does not have the format of the SCDL schema.",
		"Le numéro RNA {value} ne respecte pas le format du schéma SCDL.",
	},
	QPVUnknown: {
		"{value} is not a code of a priority neighbourhood.",
		"{value} n’est pas un code de quartier prioritaire.",
	},
	CommuneUnknown: {"{value} is not an INSEE code of a commune.", "{value} n’est pas un code INSEE de commune."},
	ShareUnreadable: {
		"{value} is not a readable share. Write it as 0.45.",
		"« {value} » n’est pas une part lisible. Écrivez-la comme 0,45.",
	},
	ShareSum:    {"The shares of {value} sum to {took}, not 1.", "Les parts de {value} font {took}, et non 1."},
	WordUnknown: {"{value} is not a word that is expected here.", "« {value} » n’est pas un mot attendu ici."},
	TextTooLong: {"The text has more than {took} characters.", "Le texte a plus de {took} caractères."},
	CommuneZeroRestored: {
		"The INSEE code {value} lost its leading zero: {took}.",
		"Le code INSEE {value} a perdu son zéro : {took}.",
	},
	ValueInvalid: {
		"{value} is not accepted here. Accepted: {took}.", "« {value} » n’est pas accepté ici. Accepté : {took}.",
	},
	ReferenceUnknown: {
		"{value} names no record of the file or the hub. Give an identifier or a code.",
		"« {value} » ne désigne aucun enregistrement du fichier ni du hub. Donnez un identifiant ou un code.",
	},
	ReferenceAmbiguous: {
		"{value} names several records. Give an identifier or a code.",
		"« {value} » désigne plusieurs enregistrements. Donnez un identifiant ou un code.",
	},
	FieldFixed: {
		"The field {value} of an existing record never changes: it stays as it is.",
		"Le champ {value} d’un enregistrement existant ne change jamais : il reste tel quel.",
	},
	PartnerSuggested: {
		"{value} may be {took}. Confirm it, or choose another partner.",
		"« {value} » est peut-être {took}. Confirmez-le, ou choisissez un autre partenaire.",
	},
	PartnerAmbiguous: {
		"{value} may be {took} or another one. Choose.",
		"« {value} » peut être {took} ou un autre. Choisissez.",
	},
	IdentifierConflict: {
		"The number of {value} is that of {took}; its name means another one. Choose.",
		"Le numéro de « {value} » est celui de {took} ; son nom en désigne un autre. Choisissez.",
	},
	AlreadyThere: {"The hub has this record already.", "Le hub a déjà cet enregistrement."},
	ChangedSince: {
		"The hub has this record already; changed: {value}.",
		"Le hub a déjà cet enregistrement ; changent : {value}.",
	},
	AmountChanged: {
		"The same grant is there with another amount: correct it, or take a second one.",
		"La même subvention est déjà là avec un autre montant : corrigez-la, ou reprenez-en une seconde.",
	},
	GoneFromFile: {
		"{value}: this record of an earlier import is not in the file any more. Nothing is deleted.",
		"{value} : cet enregistrement d’un import précédent n’est plus dans le fichier. Rien n’est supprimé.",
	},
	DeletedInFile: {
		"The file says that this record is deleted. Take the line to delete it here too.",
		"Le fichier dit que cet enregistrement est supprimé. Reprenez la ligne pour le supprimer ici aussi.",
	},
	AlreadyGone: {
		"The hub does not have this record: there is nothing to delete.",
		"Le hub n’a pas cet enregistrement : il n’y a rien à supprimer.",
	},
	LeftOut: {"Somebody left this line out.", "Cette ligne a été laissée de côté."},
	WriteForbidden: {
		"The line may not be written (“{reason}”).", "Cette ligne ne peut pas être écrite (« {reason} »).",
	},
	ChangedInHub: {
		"{value}: it changed in the hub since. Take the line to write what the file says, or leave it out.",
		"{value} : modifié depuis dans le hub. Reprenez la ligne pour écrire ce que dit le fichier, ou écartez-la.",
	},
	WriteConflict: {
		"The hub has changed since it read this file. Send the file again.",
		"Le hub a changé depuis la lecture du fichier. Renvoyez le fichier.",
	},
	WriteRefused: {
		"The hub refuses the line (“{reason}”).", "Le hub refuse la ligne (« {reason} »).",
	},
}
