package message

// What a field of a record takes, inside [FieldTakes].
var (
	ABoolean        = plain("true or false", "true ou false")
	AText           = plain("a text", "un texte")
	AListOfTexts    = plain("a list of texts", "une liste de textes")
	AWholeNumber    = plain("a whole number", "un nombre entier")
	ANumberFromZero = plain("a number that is 0 or more", "un nombre de 0 ou plus")
	ANumberUpTo     = with1[int64]("a number of at most %d", "un nombre d’au plus %d")
	ANumberDownTo   = with1[int64]("a number of at least %d", "un nombre d’au moins %d")
	ADecimal        = plain(
		"a number with at most 6 decimals, such as 12.5",
		"un nombre d’au plus 6 décimales, comme 12.5",
	)
	AWord = with1[string]("one of %s", "un de ces mots : %s")
	ADate = plain(
		"a date YYYY, YYYY-MM, YYYY-MM-DD, ../date, date/.., date/date or XXXX (EDTF)",
		"une date AAAA, AAAA-MM, AAAA-MM-JJ, ../date, date/.., date/date ou XXXX (EDTF)",
	)
	PlainUTF8   = plain("UTF-8 text without the character NUL", "un texte UTF-8 sans caractère nul")
	AtMostChars = with1[int]("at most %d characters", "au plus %d caractères")
	AtMostTexts = with1[int]("at most %d texts", "au plus %d textes")
	// AForm describes what a field’s texts look like, such as the characters of a code.
	AForm        = with1[string]("the form %s", "la forme %s")
	ALanguageTag = plain(
		"a language tag such as fr or en (BCP 47)",
		"une étiquette de langue comme fr ou en (BCP 47)",
	)
	AListOfTranslations = plain("a list of translations", "une liste de traductions")
	AtMostTranslations  = with1[int]("at most %d translations", "au plus %d traductions")
	NoEmptyTranslation  = plain("translations that are not empty", "des traductions qui ne sont pas vides")
	TranslationsOf      = with1[string]("translations of %s", "des traductions de %s")
	OneTranslation      = with2[string, string](
		"one translation for each field and language, not two of %s in %s",
		"une traduction par champ et par langue, pas deux de %s en %s",
	)
)
