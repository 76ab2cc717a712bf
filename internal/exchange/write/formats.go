package write

import (
	"strings"

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
	{Name: "xlsx", Extension: "xlsx", MediaType: mediaXLSX, Title: "Tables of all records, as a workbook",
		IsPacked: true, parts: records, open: newTableBook},
	{Name: "template", Extension: "xlsx", Profile: "template", MediaType: mediaXLSX,
		Title: "Empty tables to fill in, with lists to choose from", IsPacked: true, open: newTableBook},
	{Name: "tables", Extension: "zip", Profile: "tables", MediaType: mediaZip, Title: "Tables of all records, as CSV",
		IsPacked: true, parts: records, open: newTables},
	{Name: "package", Extension: "zip", MediaType: mediaZip, Title: "Data package, for programs and catalogues",
		IsPacked: true, parts: records, open: newDataPackage},
	{Name: "ndjson", Extension: "ndjson", MediaType: mediaLine, Title: "All records, as lines of JSON", parts: records,
		open: newNDJSON},
	{Name: "changes", Extension: "ndjson", MediaType: mediaLine, Title: "Records changed since an export",
		parts: changes, open: newNDJSON},
	{Name: "jsonld", Extension: "jsonld", MediaType: "application/ld+json",
		Title: "Linked data with its provenance, as JSON-LD", parts: records | contributions, open: newJSONLD},
	{Name: "hxl", Extension: "csv", Profile: "hxl", MediaType: mediaCSV,
		Title: "Who does what, where and when, as CSV with HXL tags", parts: contributions, open: newHXL},
	{Name: "scdl", Extension: "csv", Profile: "scdl", MediaType: mediaCSV,
		Title: "Grants, by the French schema SCDL 2.1.1", parts: grants, encode: encodeSCDL, open: newSCDL},
	{Name: "360giving", Extension: "json", Profile: "360giving", MediaType: mediaJSON,
		Title: "Grants, by the 360Giving Data Standard 1.4.3", parts: grants, encode: encodeGiving, open: newGiving},
	{Name: "kumu", Extension: "xlsx", Profile: "kumu", MediaType: mediaXLSX, Title: "Network for Kumu, as a workbook",
		IsPacked: true, parts: graphs, open: newKumuBook},
	{Name: "kumu-csv", Extension: "zip", Profile: "kumu", MediaType: mediaZip, Title: "Network for Kumu, as CSV",
		IsPacked: true, parts: graphs, open: newKumuTables},
	{Name: "graphml", Extension: "graphml", MediaType: "application/graphml+xml", Title: "Network, as GraphML",
		parts: graphs, open: newGraphML},
	{Name: "gexf", Extension: "gexf", MediaType: "application/gexf+xml", Title: "Network over time for Gephi, as GEXF",
		parts: graphs, open: newGEXF},
	{Name: "dot", Extension: "dot", MediaType: "text/vnd.graphviz; charset=utf-8",
		Title: "Network for Graphviz, as DOT", parts: graphs, open: newDOT},
	{Name: "jgf", Extension: "json", MediaType: mediaJSON, Title: "Network, as JSON Graph Format", parts: graphs,
		open: newJGF},
	{Name: "cytoscape", Extension: "json", Profile: "cytoscape", MediaType: mediaJSON,
		Title: "Network for Cytoscape, as JSON", parts: graphs, open: newCytoscape},
}, tableFormats()...)

// tableFormats returns a format for the table of each type.
func tableFormats() (formats []*Format) {
	for _, t := range record.Types {
		name := strings.ReplaceAll(t.Table, "_", "-")
		formats = append(formats, &Format{Name: name, Extension: "csv", Profile: name, MediaType: mediaCSV,
			Title: "Table of one type, as CSV", parts: records, types: []*record.Type{t}, open: newOneTable(t)})
	}
	return formats
}
