package exports

import (
	"strings"

	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// Media types.
const (
	mediaCSV  = "text/csv; charset=utf-8"
	mediaXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	mediaZip  = "application/zip"
	mediaJSON = "application/json"
	mediaLine = "application/x-ndjson"
)

// Formats are all formats. A format is added here, with its writer in a file of its own.
var Formats = append([]*Format{
	{Name: "xlsx", Extension: "xlsx", MediaType: mediaXLSX,
		Title: lexicon.Text{English: "Tables of all records, as a workbook",
			French: "Tables de toutes les fiches, en classeur"},
		IsPacked: true, parts: records, open: newTableBook},
	{Name: "template", Extension: "xlsx", Profile: "template", MediaType: mediaXLSX,
		Title: lexicon.Text{English: "Empty tables to fill in, with lists to choose from",
			French: "Tables vides à remplir, avec des listes de choix"},
		IsPacked: true, open: newTableBook},
	{Name: "tables", Extension: "zip", Profile: "tables", MediaType: mediaZip,
		Title:    lexicon.Text{English: "Tables of all records, as CSV", French: "Tables de toutes les fiches, en CSV"},
		IsPacked: true, parts: records, open: newTables},
	{Name: "package", Extension: "zip", MediaType: mediaZip,
		Title: lexicon.Text{English: "Data package, for programs and catalogues",
			French: "Paquet de données, pour programmes et catalogues"},
		IsPacked: true, parts: records, open: newDataPackage},
	{Name: "ndjson", Extension: "ndjson", MediaType: mediaLine,
		Title: lexicon.Text{English: "All records, as lines of JSON", French: "Toutes les fiches, en lignes de JSON"},
		parts: records, open: newNDJSON},
	{Name: "changes", Extension: "ndjson", MediaType: mediaLine,
		Title: lexicon.Text{English: "Records changed since an export", French: "Fiches modifiées depuis un export"},
		parts: changes, open: newNDJSON},
	{Name: "jsonld", Extension: "jsonld", MediaType: "application/ld+json",
		Title: lexicon.Text{English: "Linked data with its provenance, as JSON-LD",
			French: "Données liées avec leur provenance, en JSON-LD"},
		parts: records | contributions, open: newJSONLD},
	{Name: "hxl", Extension: "csv", Profile: "hxl", MediaType: mediaCSV,
		Title: lexicon.Text{English: "Who does what, where and when, as CSV with HXL tags",
			French: "Qui fait quoi, où et quand, en CSV avec étiquettes HXL"},
		parts: contributions, open: newHXL},
	{Name: "scdl", Extension: "csv", Profile: "scdl", MediaType: mediaCSV,
		Title: lexicon.Text{English: "Grants, by the French schema SCDL 2.1.1",
			French: "Subventions, selon le schéma français SCDL 2.1.1"},
		parts: grants, encode: encodeSCDL, open: newSCDL},
	{Name: "360giving", Extension: "json", Profile: "360giving", MediaType: mediaJSON,
		Title: lexicon.Text{English: "Grants, by the 360Giving Data Standard 1.4.3",
			French: "Subventions, selon le standard 360Giving 1.4.3"},
		parts: grants, encode: encodeGiving, open: newGiving},
	{Name: "kumu", Extension: "xlsx", Profile: "kumu", MediaType: mediaXLSX,
		Title:    lexicon.Text{English: "Network for Kumu, as a workbook", French: "Réseau pour Kumu, en classeur"},
		IsPacked: true, parts: graphs, open: newKumuBook},
	{Name: "kumu-csv", Extension: "zip", Profile: "kumu", MediaType: mediaZip,
		Title:    lexicon.Text{English: "Network for Kumu, as CSV", French: "Réseau pour Kumu, en CSV"},
		IsPacked: true, parts: graphs, open: newKumuTables},
	{Name: "graphml", Extension: "graphml", MediaType: "application/graphml+xml",
		Title: lexicon.Text{English: "Network, as GraphML", French: "Réseau, en GraphML"},
		parts: graphs, open: newGraphML},
	{Name: "gexf", Extension: "gexf", MediaType: "application/gexf+xml",
		Title: lexicon.Text{English: "Network over time for Gephi, as GEXF",
			French: "Réseau dans le temps pour Gephi, en GEXF"},
		parts: graphs, open: newGEXF},
	{Name: "dot", Extension: "dot", MediaType: "text/vnd.graphviz; charset=utf-8",
		Title: lexicon.Text{English: "Network for Graphviz, as DOT", French: "Réseau pour Graphviz, en DOT"},
		parts: graphs, open: newDOT},
	{Name: "jgf", Extension: "json", MediaType: mediaJSON,
		Title: lexicon.Text{English: "Network, as JSON Graph Format", French: "Réseau, en JSON Graph Format"},
		parts: graphs, open: newJGF},
	{Name: "cytoscape", Extension: "json", Profile: "cytoscape", MediaType: mediaJSON,
		Title: lexicon.Text{English: "Network for Cytoscape, as JSON", French: "Réseau pour Cytoscape, en JSON"},
		parts: graphs, open: newCytoscape},
}, tableFormats()...)

// tableFormats returns a format for the table of each type.
func tableFormats() (formats []*Format) {
	for _, t := range record.Types {
		name := strings.ReplaceAll(t.Table, "_", "-")
		formats = append(formats, &Format{Name: name, Extension: "csv", Profile: name, MediaType: mediaCSV,
			Title: tableTitle(t), parts: records, types: []*record.Type{t}, open: newOneTable(t)})
	}
	return formats
}

// tableTitle returns the title of the table of a type.
func tableTitle(t *record.Type) lexicon.Text {
	return lexicon.Text{English: "One table, as CSV: " + t.Word().Label(lexicon.English),
		French: "Une table, en CSV : " + t.Word().Label(lexicon.French)}
}
