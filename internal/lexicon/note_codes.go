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
)

// noteSentences are the sentences of notes. Braces name the parts of a note.
var noteSentences = map[NoteCode]sentence{
	FileEmpty: {"Le fichier est vide.", "The file is empty."},
	FileTooLarge: {"Le fichier est trop grand : {value}, au plus {took}.",
		"The file is too large: {value}, at most {took}."},
	FormatUnknown: {"Ce format n’est pas lu : {value}. Enregistrez le fichier en {took}.",
		"This format is not read: {value}. Save the file as {took}."},
	ArchiveRefused: {"L’archive est refusée : {value}.", "The archive is refused: {value}."},
	Encrypted: {"Le fichier est protégé par un mot de passe. Enregistrez-le sans mot de passe.",
		"The file is protected by a password. Save it without one."},
	XMLRefused: {"Une partie du fichier est refusée : {value}.",
		"A part of the file is refused: {value}."},
	JSONInvalid: {"Le JSON est invalide à partir d’ici : {value}.",
		"The JSON is invalid from here on: {value}."},
	TableMissing:  {"Le fichier n’a pas de tableau {value}.", "The file has no table {value}."},
	HeaderMissing: {"Aucune ligne d’en-têtes n’est reconnue.", "No header line is recognised."},
	ColumnMissing: {"La colonne {value} manque.", "The column {value} is missing."},
	ColumnTwice: {"Deux colonnes donnent {took} : {value}. Choisissez l’une.",
		"Two columns give {took}: {value}. Choose one."},
	ColumnUnknown: {"La colonne {value} n’est pas reconnue ; elle reste en note.",
		"The column {value} is not recognised; it stays as a note."},
	PersonalLeftOut: {"La colonne {value} concerne des personnes : elle est laissée de côté.",
		"The column {value} is about persons: it is left out."},

	GuessedFormat:  {"Format reconnu au contenu : {took}.", "Format recognised by content: {took}."},
	GuessedCharset: {"Encodage des lignes : {took}.", "Encoding of the lines: {took}."},
	GuessedSeparator: {"Le séparateur {took} donne {value} colonnes connues.",
		"The separator {took} gives {value} known columns."},
	GuessedHeader: {"Les en-têtes sont en ligne {took} ; {value} sont connus.",
		"The headers are on line {took}; {value} are known."},
	GuessedTable: {"Le tableau lu est {took}.", "The table that is read is {took}."},
	GuessedField: {"La colonne {value} donne {took}.", "The column {value} gives {took}."},
	GuessedDecimal: {"Le signe décimal de la colonne est {took}.",
		"The decimal mark of the column is {took}."},
	GuessedDayFirst: {"Les dates de la colonne s’écrivent {took} ; {value} le prouvent.",
		"Dates of the column are written {took}; {value} of them prove it."},
	GuessedPercent: {"Les parts de la colonne sont sur 100.", "Shares of the column are out of 100."},
	TableHidden: {"La feuille {value} est masquée : elle n’est pas lue.",
		"The sheet {value} is hidden: it is not read."},

	QuoteUnclosed: {"Un guillemet ouvert ici n’est jamais fermé. La lecture reprend à la ligne suivante.",
		"A quote that opens here is never closed. Reading resumes at the next line."},
	RecordTooLong:    {"L’enregistrement dépasse {took}.", "The record is longer than {took}."},
	RecordUnreadable: {"L’enregistrement est illisible : {value}.", "The record cannot be read: {value}."},
	WidthWrong: {"La ligne a {value} cellules pour {took} colonnes. Rien n’en est repris sans décision.",
		"The line has {value} cells for {took} columns. Nothing of it is taken without a decision."},
	ShiftRepaired: {"Des cellules coupées ont été réunies : {value} devient {took}.",
		"Split cells were joined: {value} becomes {took}."},
	EncodingRepaired: {"Un texte encodé deux fois a été rétabli : {value} devient {took}.",
		"Text that was encoded twice was restored: {value} becomes {took}."},
	ByteUndefined: {"La ligne contient un caractère qui ne s’affiche pas : {value}.",
		"The line has a character that does not display: {value}."},
	FormulaValue: {"La cellule est une formule ; sa dernière valeur enregistrée est lue : {took}.",
		"The cell is a formula; its last saved value is read: {took}."},
	CellMerged: {"La cellule fait partie de {value}, fusionnée.",
		"The cell is part of {value}, which is merged."},
	LevelTotal: {"Cette ligne semble un total de {value}.", "This line looks like a total of {value}."},
	LevelDetail: {"Cette ligne semble un détail du total en {value}.",
		"This line looks like a detail of the total in {value}."},
	IdenticalTo: {"Cette ligne est identique à la ligne {value} : les deux sont gardées.",
		"This line is identical to line {value}: both are kept."},

	ValueRequired: {"Une valeur est attendue ici.", "A value is required here."},
	AmountUnreadable: {"« {value} » n’est pas un montant lisible. Écrivez-le comme 1234,56.",
		"{value} is not a readable amount. Write it as 1234.56."},
	AmountWithheld: {"Le montant n’est pas communiqué : {value}.", "The amount is withheld: {value}."},
	AmountNegative: {"Le montant est négatif : {value}.", "The amount is negative: {value}."},
	DateUnreadable: {"« {value} » n’est pas une date lisible. Écrivez-la comme 2026-01-31.",
		"{value} is not a readable date. Write it as 2026-01-31."},
	DateAmbiguous: {"{value} se lit de deux façons ; la date lue est {took}.",
		"{value} can be read in two ways; the date read is {took}."},
	DateUnlikely: {"La date {took} est peu probable.", "The date {took} is unlikely."},
	PeriodReversed: {"La période {value} finit avant de commencer.",
		"The period {value} ends before it begins."},
	SIRENInvalid: {"{value} n’est pas un SIREN valable.", "{value} is not a valid SIREN."},
	SIRETInvalid: {"{value} n’est pas un SIRET valable.", "{value} is not a valid SIRET."},
	SIRETRounded: {"Le SIRET {value} a été arrondi ; seul le SIREN {took} est repris.",
		"The SIRET {value} was rounded; only the SIREN {took} is taken."},
	RNAInvalid: {"{value} n’est pas un numéro RNA.", "{value} is not an RNA number."},
	RNAOutsideSCDL: {"Le numéro RNA {value} est hors du motif du schéma SCDL.",
		"The RNA number {value} is outside the pattern of the SCDL schema."},
	QPVUnknown: {"{value} n’est pas un code de quartier prioritaire.",
		"{value} is not a code of a priority neighbourhood."},
	CommuneUnknown: {"{value} n’est pas un code INSEE de commune.",
		"{value} is not an INSEE code of a commune."},
	ShareUnreadable: {"« {value} » n’est pas une part lisible. Écrivez-la comme 0,45.",
		"{value} is not a readable share. Write it as 0.45."},
	ShareSum: {"Les parts de {value} font {took}, et non 1.",
		"The shares of {value} sum to {took}, not 1."},
	WordUnknown: {"« {value} » n’est pas un mot attendu ici.",
		"{value} is not a word that is expected here."},
	TextTooLong: {"Le texte a plus de {took} caractères.", "The text has more than {took} characters."},
	CommuneZeroRestored: {"Le code INSEE {value} a perdu son zéro : {took}.",
		"The INSEE code {value} lost its leading zero: {took}."},
}
