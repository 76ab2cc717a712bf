package words

// exportMessages are the texts of the page of exports.
var exportMessages = map[string]Message{
	"nav.exports":   {"Exporter", "Export"},
	"exports.title": {"Exporter les données", "Export the data"},
	"exports.lead": {
		"Chaque fichier contient ce que vous voyez, à un même moment du hub.",
		"Each file contains what you see, at one moment of the hub.",
	},
	"exports.contract": {"Contrat", "Contract"},
	"exports.all":      {"Tous les contrats et l’annuaire", "All contracts and the directory"},
	"exports.choose":   {"Afficher les fichiers", "Show the files"},
	"exports.tables":   {"Une table à la fois", "One table at a time"},
	"exports.programs": {
		"Un programme prend les mêmes adresses avec son jeton, et l’en-tête Authorization.",
		"A program takes the same addresses with its token, in the header Authorization.",
	},
}
