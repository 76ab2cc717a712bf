package exports

import (
	"encoding/hex"
	"io"

	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// jsonLD writes JSON-LD with one embedded context. Citations are derivations of PROV: they lead from a record to the
// source that it rests on, and from a derived contribution to its claims.
type jsonLD struct{ *jsonOut }

func newJSONLD(w io.Writer) Writer { return &jsonLD{newJSONOut(w)} }

// vocabulary is the namespace of the hub's own terms. It names them and is no address.
const vocabulary = "tag:maillage,2026:vocabulary#"

// ldContext returns the context: what the members of the document mean.
func ldContext() object {
	reference := func(term string) object { return object{"@id": term, "@type": "@id"} }
	all := object{
		"@version": 1.1, "@vocab": vocabulary, "id": "@id", "type": "@type",
		"prov": "http://www.w3.org/ns/prov#", "dcterms": "http://purl.org/dc/terms/", "schema": "http://schema.org/",
		"name": "schema:name", "description": "schema:description", "identifier": "dcterms:identifier",
		"url": "schema:url", "licence": "dcterms:license", "publisher": "dcterms:publisher",
		"source":         reference("prov:entity"),
		"record":         object{"@reverse": "prov:qualifiedDerivation", "@type": "@id"},
		"wasDerivedFrom": object{"@id": "prov:wasDerivedFrom", "@type": "@id", "@container": "@set"},
	}
	for _, t := range record.Types {
		for _, f := range t.Fields {
			if _, known := all[f.Name]; !known && f.IsReference() {
				all[f.Name] = reference(vocabulary + f.Name)
			}
		}
	}
	for _, name := range []string{"partner", "axis"} {
		all[name] = reference(vocabulary + name)
	}
	return all
}

// urn returns the name of a record as a URN: its identifier is a UUID with the name of its type.
func urn(uid string) string {
	bits, is := lexicon.UIDBits(uid)
	if !is {
		return uid
	}
	digits := hex.EncodeToString(bits[:])
	return "urn:uuid:" + digits[:8] + "-" + digits[8:12] + "-" + digits[12:16] + "-" + digits[16:20] + "-" + digits[20:]
}

func (w *jsonLD) Begin(h *Head) error {
	w.print(`{"@context":`)
	if err := w.value(ldContext()); err != nil {
		return err
	}
	w.print(`,"@graph":[`)
	w.item()
	head := headMembers(h)
	head["type"] = []string{"Export", "prov:Entity"}
	delete(head, "title")
	head["name"] = title(h)
	return w.value(head)
}

func (w *jsonLD) Write(row Row) error {
	var node object
	switch row := row.(type) {
	case *Record:
		node = ldRecord(row)
	case *Contribution:
		node = object{
			"id": urn(row.ID), "identifier": row.ID, "type": []string{"DerivedContribution", "prov:Entity"},
			"partner": urn(row.Partner.ID), "axis": urn(row.Axis.ID), "standing": row.Standing, "status": row.Status,
			"basis": row.Basis, "holds": row.Holds, "leadsAxis": row.LeadsAxis,
		}
		links := make([]string, len(row.Evidence))
		for i, uid := range row.Evidence {
			links[i] = urn(uid)
		}
		node["wasDerivedFrom"] = links
	default:
		return errRow(row)
	}
	w.item()
	return w.value(node)
}

// ldRecord converts a record.
func ldRecord(r *Record) object {
	node := object{"id": urn(r.ID), "identifier": r.ID, "type": []string{r.Type.Name, "prov:Entity"}}
	if r.Type.Prefix == "citation" {
		node["type"] = []string{r.Type.Name, "prov:Derivation"}
	}
	for i, f := range r.Type.Fields {
		switch v := r.Values[i].(type) {
		case nil:
		case *Reference:
			node[f.Name] = urn(v.ID)
		case []lexicon.Translation:
			node[f.Name] = ldTranslations(v)
		case int64:
			node[f.Name] = v
			if f.Kind() == record.KindAmount {
				node[f.Name] = jsonValue(euros(v))
			}
		case string:
			node[f.Name] = v
			if f.Kind() == record.KindDecimal {
				node[f.Name] = jsonValue(Decimal(v))
			}
		default:
			node[f.Name] = v
		}
	}
	return node
}

// ldTranslations converts translations to nodes without a name.
func ldTranslations(all []lexicon.Translation) (nodes []object) {
	for _, t := range all {
		nodes = append(nodes, object{"field": t.Field, "text": object{"@value": t.Text, "@language": t.Language}})
	}
	return nodes
}

func (w *jsonLD) End(*Tally) error {
	w.print("\n]}\n")
	return w.Flush()
}
