package exports

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// textOut is a buffered output whose first error comes back at the end of each row.
type textOut struct{ *bufio.Writer }

func newTextOut(w io.Writer) textOut { return textOut{bufio.NewWriter(w)} }

// print writes texts.
func (o textOut) print(texts ...string) {
	for _, text := range texts {
		_, _ = o.WriteString(text) // bufio keeps the error for done
	}
}

// done returns the first error of the output.
func (o textOut) done() error {
	_, err := o.WriteString("")
	return err
}

// escape escapes a text for XML, and replaces what XML cannot hold.
func escape(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a Builder never fails
	return b.String()
}

// attributeText writes the value of an attribute.
func attributeText(value any) string {
	switch v := value.(type) {
	case bool:
		return strconv.FormatBool(v)
	case int64:
		return strconv.FormatInt(v, 10)
	}
	return fmt.Sprint(value)
}

// description describes a graph in one text.
func description(h *Head) string {
	var all []string
	for _, pair := range h.Pairs() {
		all = append(all, pair[0]+": "+pair[1])
	}
	return strings.Join(all, "; ")
}

// graphML writes GraphML 1.1.
type graphML struct{ textOut }

func newGraphML(w io.Writer) Writer { return &graphML{newTextOut(w)} }

func (w *graphML) Begin(h *Head) error {
	w.print(xml.Header, `<graphml xmlns="http://graphml.graphdrawing.org/xmlns">`, "\n")
	for _, d := range []struct {
		of  string
		all []Declared
	}{{"node", append([]Declared{{"label", "string"}}, nodeAttributes...)},
		{"edge", append([]Declared{{"label", "string"}}, edgeAttributes...)}} {
		for _, a := range d.all {
			w.print(`<key id="`, d.of[:1], "_", a.Name, `" for="`, d.of, `" attr.name="`, a.Name, `" attr.type="`,
				a.Kind, `"/>`, "\n")
		}
	}
	w.print(`<graph edgedefault="directed">`, "\n<desc>", escape(description(h)), "</desc>\n")
	return w.done()
}

func (w *graphML) Write(row Row) error {
	switch row := row.(type) {
	case *Node:
		w.print(`<node id="`, row.ID, `">`)
		w.data("n_", row)
		w.print("</node>\n")
	case *Edge:
		w.print(`<edge id="`, row.ID, `" source="`, row.Source, `" target="`, row.Target, `">`)
		w.data("e_", &row.Node)
		w.print("</edge>\n")
	default:
		return errRow(row)
	}
	return w.done()
}

// data writes the attributes of a node or an edge.
func (w *graphML) data(prefix string, n *Node) {
	w.print(`<data key="`, prefix, `label">`, escape(n.Label), "</data>")
	for _, a := range n.Attributes {
		w.print(`<data key="`, prefix, a.Name, `">`, escape(attributeText(a.Value)), "</data>")
	}
}

func (w *graphML) End(*Tally) error {
	w.print("</graph>\n</graphml>\n")
	return w.Flush()
}

// gexf writes GEXF 1.3 with the days from which and until which nodes and edges exist.
type gexf struct {
	textOut
	hasEdges bool
}

func newGEXF(w io.Writer) Writer { return &gexf{textOut: newTextOut(w)} }

func (w *gexf) Begin(h *Head) error {
	w.print(xml.Header, `<gexf xmlns="http://gexf.net/1.3" version="1.3">`, "\n<meta><creator>", escape(h.Generator),
		"</creator><description>", escape(description(h)), "</description></meta>\n",
		`<graph defaultedgetype="directed" mode="dynamic" timeformat="date" timerepresentation="interval">`, "\n")
	for _, class := range []struct {
		name string
		all  []Declared
	}{{"node", nodeAttributes}, {"edge", edgeAttributes}} {
		w.print(`<attributes class="`, class.name, `" mode="static">`)
		for _, a := range class.all {
			w.print(`<attribute id="`, a.Name, `" title="`, a.Name, `" type="`, a.Kind, `"/>`)
		}
		w.print("</attributes>\n")
	}
	w.print("<nodes>\n")
	return w.done()
}

func (w *gexf) Write(row Row) error {
	switch row := row.(type) {
	case *Node:
		w.print(`<node id="`, row.ID, `" label="`, escape(row.Label), `"`)
		w.rest(row)
		w.print("</node>\n")
	case *Edge:
		w.edges()
		w.print(`<edge id="`, row.ID, `" source="`, row.Source, `" target="`, row.Target, `" kind="`,
			escape(row.rowType()), `" label="`, escape(row.Label), `"`)
		w.rest(&row.Node)
		w.print("</edge>\n")
	default:
		return errRow(row)
	}
	return w.done()
}

// rest writes the days and the attributes of a node or an edge.
func (w *gexf) rest(n *Node) {
	if n.Since != "" {
		w.print(` start="`, n.Since, `"`)
	}
	if n.Until != "" {
		w.print(` end="`, n.Until, `"`)
	}
	w.print("><attvalues>")
	for _, a := range n.Attributes {
		w.print(`<attvalue for="`, a.Name, `" value="`, escape(attributeText(a.Value)), `"/>`)
	}
	w.print("</attvalues>")
}

// edges begins the edges, once.
func (w *gexf) edges() {
	if !w.hasEdges {
		w.print("</nodes>\n<edges>\n")
		w.hasEdges = true
	}
}

func (w *gexf) End(*Tally) error {
	w.edges()
	w.print("</edges>\n</graph>\n</gexf>\n")
	return w.Flush()
}
