package exports

import (
	"bytes"
	"encoding/json"
	"io"
)

// jsonOut writes parts of a document of JSON.
type jsonOut struct {
	textOut
	count   int // of the current list
	buffer  bytes.Buffer
	encoder *json.Encoder
}

func newJSONOut(w io.Writer) *jsonOut {
	o := &jsonOut{textOut: newTextOut(w)}
	o.encoder = json.NewEncoder(&o.buffer)
	o.encoder.SetEscapeHTML(false)
	return o
}

// value writes a value of JSON.
func (o *jsonOut) value(v any) error {
	o.buffer.Reset()
	if err := o.encoder.Encode(v); err != nil {
		return err
	}
	o.print(string(bytes.TrimSuffix(o.buffer.Bytes(), []byte("\n"))))
	return o.done()
}

// item begins an item of the current list, on a line of its own.
func (o *jsonOut) item() {
	if o.count > 0 {
		o.print(",")
	}
	o.print("\n")
	o.count++
}

// members returns the attributes of a node or an edge with its days.
func members(n *Node) object {
	all := object{}
	for _, a := range n.Attributes {
		all[a.Name] = jsonValue(a.Value)
	}
	if n.Since != "" {
		all["start"] = n.Since
	}
	if n.Until != "" {
		all["end"] = n.Until
	}
	return all
}

// jsonValue writes amounts as numbers.
func jsonValue(value any) any {
	if amount, is := value.(Decimal); is {
		return json.Number(amount)
	}
	return value
}

// headMembers returns the members of a head.
func headMembers(h *Head) object {
	all := object{}
	for _, pair := range h.Pairs() {
		all[pair[0]] = pair[1]
	}
	return all
}

// jgf writes JSON Graph Format 2.
type jgf struct {
	*jsonOut
	hasEdges bool
}

func newJGF(w io.Writer) Writer { return &jgf{jsonOut: newJSONOut(w)} }

func (w *jgf) Begin(h *Head) error {
	w.print(`{"graph":{"directed":true,"type":"maillage","label":`)
	if err := w.value(title(h)); err != nil {
		return err
	}
	w.print(`,"metadata":`)
	if err := w.value(headMembers(h)); err != nil {
		return err
	}
	w.print(`,"nodes":{`)
	return w.done()
}

// edges begins the edges, once.
func (w *jgf) edges() {
	if !w.hasEdges {
		w.print("\n},\"edges\":[")
		w.hasEdges, w.count = true, 0
	}
}

func (w *jgf) Write(row Row) error {
	switch row := row.(type) {
	case *Node:
		w.item()
		w.print(`"`, row.ID, `":`)
		return w.value(object{"label": row.Label, "metadata": members(row)})
	case *Edge:
		w.edges()
		w.item()
		return w.value(object{"id": row.ID, "source": row.Source, "target": row.Target, "relation": row.rowType(),
			"label": row.Label, "metadata": members(&row.Node)})
	}
	return errRow(row)
}

func (w *jgf) End(*Tally) error {
	w.edges()
	w.print("\n]}}\n")
	return w.Flush()
}

// cytoscape writes the JSON of Cytoscape.js and of the Cytoscape desktop.
type cytoscape struct {
	*jsonOut
	hasEdges bool
}

func newCytoscape(w io.Writer) Writer { return &cytoscape{jsonOut: newJSONOut(w)} }

// Begin writes the head of the file, up to its first node.
func (w *cytoscape) Begin(h *Head) error {
	w.print(`{"format_version":"1.0","generated_by":`)
	if err := w.value(h.Generator); err != nil {
		return err
	}
	head := headMembers(h)
	head["name"] = title(h)
	w.print(`,"data":`)
	if err := w.value(head); err != nil {
		return err
	}
	w.print(`,"elements":{"nodes":[`)
	return w.done()
}

// edges begins the edges, once.
func (w *cytoscape) edges() {
	if !w.hasEdges {
		w.print("\n],\"edges\":[")
		w.hasEdges, w.count = true, 0
	}
}

func (w *cytoscape) Write(row Row) error {
	var data object
	switch row := row.(type) {
	case *Node:
		data = members(row)
		data["id"], data["name"] = row.ID, row.Label
	case *Edge:
		w.edges()
		data = members(&row.Node)
		data["id"], data["name"], data["interaction"] = row.ID, row.Label, row.rowType()
		data["source"], data["target"] = row.Source, row.Target
	default:
		return errRow(row)
	}
	w.item()
	return w.value(object{"data": data})
}

func (w *cytoscape) End(*Tally) error {
	w.edges()
	w.print("\n]}}\n")
	return w.Flush()
}
