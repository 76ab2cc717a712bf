package exports

import (
	"archive/zip"
	"encoding/json"
	"errors"
	"io"

	"maillage/internal/record"
)

// dataPackage writes a Frictionless Data Package: tables for programs, their schemas, and a catalogue in DCAT-AP.
type dataPackage struct{ tables }

func newDataPackage(w io.Writer) Writer {
	return &dataPackage{tables{zip: zip.NewWriter(w), isForeign: true}}
}

func (w *dataPackage) Begin(h *Head) error {
	return errors.Join(w.addJSON("datapackage.json", descriptor(h)), w.addJSON("catalogue.jsonld", catalogue(h)))
}

func (w *dataPackage) addJSON(name string, value any) error {
	out, err := w.add(name)
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

// object is an object of JSON; its members are written in alphabetical order.
type object map[string]any

// packageName names the package, as Frictionless wants: lower case, without spaces.
func packageName(h *Head) string {
	if h.Contract == "" {
		return "maillage"
	}
	return "maillage-" + h.Contract
}

// descriptor returns the content of datapackage.json.
func descriptor(h *Head) object {
	isWhole := h.Contract == "" && h.Filter == "" // a part refers to records of others
	var resources []object
	for _, t := range record.Types {
		resources = append(resources, object{
			"name": t.Table, "path": fileOf(t, true), "profile": "tabular-data-resource", "format": "csv",
			"mediatype": "text/csv", "encoding": "utf-8", "schema": tableSchema(t, isWhole),
			"dialect": object{"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": "\"", "doubleQuote": true,
				"header": true},
		})
	}
	about := object{}
	for _, pair := range h.Pairs() {
		about[pair[0]] = pair[1]
	}
	return object{"name": packageName(h), "title": title(h), "profile": "tabular-data-package", "resources": resources,
		"maillage": about}
}

// title returns the title of an export.
func title(h *Head) string {
	if h.Title == "" {
		return "Maillage"
	}
	return h.Title
}

// tableSchema returns the Table Schema of a type's table.
func tableSchema(t *record.Type, isWhole bool) object {
	var fields, keys []object
	for _, c := range columnsOf(t) {
		fields = append(fields, schemaField(c))
		if !isWhole || c.Field == nil || !c.Field.IsReference() || len(c.Field.Ends()) != 1 {
			continue
		}
		to := record.Of(c.Field.Ends()[0].Prefix).Table
		if to == t.Table {
			to = "" // itself
		}
		keys = append(keys, object{"fields": c.Name, "reference": object{"resource": to, "fields": "id"}})
	}
	schema := object{"fields": fields, "primaryKey": "id", "missingValues": []string{""}}
	if keys != nil {
		schema["foreignKeys"] = keys
	}
	return schema
}

// schemaField describes a column.
func schemaField(c column) object {
	f := object{"name": c.Name, "type": "string"}
	if c.Field == nil {
		if c.Name == "id" {
			f["constraints"] = object{"required": true, "unique": true}
		}
		return f
	}
	constraints := object{}
	switch c.Field.Kind() {
	case record.KindFlag:
		f["type"] = "boolean"
	case record.KindNumber:
		f["type"] = "integer"
	case record.KindDecimal:
		f["type"] = "number"
	case record.KindAmount:
		f["type"] = "number"
		if !c.Field.Signed {
			constraints["minimum"] = 0
		}
	case record.KindWord:
		constraints["enum"] = c.Field.Words()
	case record.KindTranslations:
		f["type"] = "array"
	}
	if c.Field.Required {
		constraints["required"] = true
	}
	if c.Field.Max > 0 && c.Field.Kind() == record.KindText {
		constraints["maxLength"] = c.Field.Max
	}
	if len(constraints) > 0 {
		f["constraints"] = constraints
	}
	return f
}

// catalogue describes the package as a dataset of a catalogue, in DCAT-AP.
func catalogue(h *Head) object {
	dataset := object{
		"@id": "", "@type": "dcat:Dataset", "dct:title": title(h), "dct:identifier": packageName(h),
		"dct:description": "Partners, actions, axes and contributions of contrats de ville, with their sources.",
		"dcat:theme":      object{"@id": "http://publications.europa.eu/resource/authority/data-theme/SOCI"},
		"dcat:version":    h.Position,
	}
	var distributions []object
	for _, t := range record.Types {
		distributions = append(distributions, object{
			"@id": fileOf(t, true), "@type": "dcat:Distribution", "dct:title": t.Table,
			"dcat:accessURL": object{"@id": fileOf(t, true)},
			"dcat:mediaType": object{"@id": "https://www.iana.org/assignments/media-types/text/csv"},
			"dct:format":     object{"@id": "http://publications.europa.eu/resource/authority/file-type/CSV"},
		})
	}
	dataset["dcat:distribution"] = distributions
	publisher := object{"@type": "foaf:Agent", "foaf:name": "Maillage"}
	dataset["dct:publisher"] = publisher
	return object{
		"@context": object{
			"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/",
			"foaf": "http://xmlns.com/foaf/0.1/",
		},
		"@id": "catalogue", "@type": "dcat:Catalog", "dct:title": title(h),
		"dct:description": "What this archive contains.", "dct:publisher": publisher, "dcat:dataset": dataset,
	}
}
