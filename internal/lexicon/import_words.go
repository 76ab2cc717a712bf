package lexicon

// ImportFormat is the format of an imported file.
type ImportFormat string

var importFormats = Vocabulary{"ImportFormat", Text{
	"The format of an imported file.",
	"Le format d’un fichier importé.",
}, []Term{
	{"TEXT", "text table", "tableau en texte", Text{
		"A table as text: CSV, or cells between tabs.",
		"Un tableau en texte : CSV, ou cellules entre tabulations.",
	}},
	{"XLSX", "workbook", "classeur", Text{"A workbook in the format XLSX.", "Un classeur au format XLSX."}},
	{"DATA_PACKAGE", "data package", "paquet de données", Text{
		"A ZIP file with tables and `datapackage.json`.",
		"Un fichier ZIP avec des tableaux et `datapackage.json`.",
	}},
	{"ZIP", "tables in a ZIP", "tableaux dans un ZIP", Text{
		"A ZIP file with CSV tables.", "Un fichier ZIP avec des tableaux CSV.",
	}},
	{"JSON", "JSON object", "objet JSON", Text{
		"One JSON object or list, such as a file of 360Giving.",
		"Un objet ou une liste JSON, comme un fichier de 360Giving.",
	}},
	{"NDJSON", "JSON lines", "lignes JSON", Text{"One JSON object a line.", "Un objet JSON par ligne."}},
}}

// ImportCharset is an encoding in which a person wants a file to be read.
type ImportCharset string

// The encodings.
const (
	CharsetUTF8        ImportCharset = "UTF_8"
	CharsetWindows1252 ImportCharset = "WINDOWS_1252"
)

var importCharsets = Vocabulary{"ImportCharset", Text{"An encoding of text.", "Un encodage de texte."}, []Term{
	{"UTF_8", "UTF-8 for all lines", "UTF-8 pour toutes les lignes", Text{
		"Every line is UTF-8, whatever it looks like.",
		"Chaque ligne est en UTF-8, quelle que soit son apparence.",
	}},
	{"WINDOWS_1252", "Windows-1252 for all lines", "Windows-1252 pour toutes les lignes", Text{
		"Every line is Windows-1252, as older spreadsheets of Western Europe write.",
		"Chaque ligne est en Windows-1252, comme l’écrivent d’anciens tableurs d’Europe de l’Ouest.",
	}},
}}

// ImportDateOrder is the order of day and month in dates.
type ImportDateOrder string

// The orders.
const (
	ImportDayFirst   ImportDateOrder = "DAY_FIRST"
	ImportMonthFirst ImportDateOrder = "MONTH_FIRST"
)

var importDateOrders = Vocabulary{"ImportDateOrder", Text{
	"The order of day and month in dates.",
	"L’ordre du jour et du mois dans les dates.",
}, []Term{
	{"DAY_FIRST", "day first", "jour d’abord", Text{"31/01/2026 is a date.", "31/01/2026 est une date."}},
	{"MONTH_FIRST", "month first", "mois d’abord", Text{"01/31/2026 is a date.", "01/31/2026 est une date."}},
}}

// ImportSeverity is what a note means for its line.
type ImportSeverity string

var importSeverities = Vocabulary{"ImportSeverity", Text{
	"What a note means for its line. The worst note decides.",
	"Ce qu’une note signifie pour sa ligne. La plus grave décide.",
}, []Term{
	{"INFORMS", "informs", "informe", Text{"The line is read without doubt.", "La ligne se lit sans doute."}},
	{"FLAGS", "flags", "signale", Text{
		"The line is written, for people to check.",
		"La ligne est écrite, à vérifier par quelqu’un.",
	}},
	{"WAITS", "waits", "attend", Text{"The line waits for a decision.", "La ligne attend une décision."}},
	{"REFUSES", "refuses", "refuse", Text{"The line cannot be written.", "La ligne ne peut être écrite."}},
}}

// ImportChoice is what a person decides about lines or a partner of a file.
type ImportChoice string

var importChoices = Vocabulary{"ImportChoice", Text{
	"What a person decides about lines or a partner of a file.",
	"Ce que quelqu’un décide de lignes ou d’un partenaire d’un fichier.",
}, []Term{
	{"TAKE", "take", "reprendre", Text{
		"Write the line in spite of its notes; with another amount, as a second grant.",
		"Écrire la ligne malgré ses notes ; avec un autre montant, comme une seconde subvention.",
	}},
	{"CORRECT", "correct", "corriger", Text{
		"Change the amount of the grant that the hub has.",
		"Changer le montant de la subvention que le hub a déjà.",
	}},
	{"LEAVE_OUT", "leave out", "laisser de côté", Text{
		"Do not write the line, or any line of the partner.",
		"Ne pas écrire la ligne, ni aucune ligne du partenaire.",
	}},
	{"NEW", "new partner", "nouveau partenaire", Text{"Create the partner.", "Créer le partenaire."}},
}}

// ImportReason is why a partner of the hub may be the one of a file.
type ImportReason string

var importReasons = Vocabulary{"ImportReason", Text{
	"Why a partner of the hub may be the one of the file.",
	"Pourquoi un partenaire du hub peut être celui du fichier.",
}, []Term{
	{"NUMBER", "same number", "même numéro", Text{
		"Both have the same number of a register.",
		"Tous deux ont le même numéro d’un répertoire.",
	}},
	{"NAME", "same name", "même nom", Text{
		"Both have the same name, apart from case, accents and legal words.",
		"Tous deux ont le même nom, à la casse, aux accents et aux mots juridiques près.",
	}},
	{"NEAR_NAME", "similar name", "nom proche", Text{
		"Their names differ by a few letters or words.",
		"Leurs noms diffèrent de quelques lettres ou mots.",
	}},
	{"ACRONYM", "same acronym", "même sigle", Text{
		"One is called by the acronym of the other.",
		"L’un est appelé par le sigle de l’autre.",
	}},
	{"FORMER_NAME", "former name", "ancien nom", Text{
		"An import made the partner under this name, and people renamed it since.",
		"Un import a créé le partenaire sous ce nom, et il a été renommé depuis.",
	}},
}}
