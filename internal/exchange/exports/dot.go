package exports

import (
	"io"
	"strings"
)

// dot writes the language of Graphviz.
type dot struct{ textOut }

func newDOT(w io.Writer) Writer { return &dot{newTextOut(w)} }

// dotEscapes is built once, because that takes longer than to use it.
var dotEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\x00", "")

// quoted writes a text of DOT. Only the double quote and the backslash have a meaning within quotes.
func quoted(text string) string {
	return `"` + dotEscapes.Replace(text) + `"`
}

func (w *dot) Begin(h *Head) error {
	w.print("digraph ", quoted(title(h)), " {\n  graph [comment=", quoted(description(h)), "];\n")
	return w.done()
}

func (w *dot) Write(row Row) error {
	switch row := row.(type) {
	case *Node:
		w.print("  ", quoted(row.ID))
		w.attributes(row)
	case *Edge:
		w.print("  ", quoted(row.Source), " -> ", quoted(row.Target))
		w.attributes(&row.Node, "id", row.ID)
		return w.done()
	default:
		return errRow(row)
	}
	return w.done()
}

// attributes writes the attributes of a node or an edge, some more first.
func (w *dot) attributes(n *Node, more ...string) {
	w.print(" [label=", quoted(n.Label))
	for i := 0; i < len(more); i += 2 {
		w.print(", ", more[i], "=", quoted(more[i+1]))
	}
	for _, a := range n.Attributes {
		w.print(", ", a.Name, "=", quoted(attributeText(a.Value)))
	}
	for _, day := range [][2]string{{"start", n.Since}, {"end", n.Until}} {
		if day[1] != "" {
			w.print(", ", day[0], "=", quoted(day[1]))
		}
	}
	w.print("];\n")
}

func (w *dot) End(*Tally) error {
	w.print("}\n")
	return w.Flush()
}
