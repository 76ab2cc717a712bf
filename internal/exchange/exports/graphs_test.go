package exports_test

import (
	"encoding/json"
	"encoding/xml"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"maillage/internal/exchange/exports"
	"maillage/internal/snapshot"
)

// read is a graph as a test has read it back.
type read struct {
	nodes map[string]map[string]string
	edges []edge
}

type edge struct {
	source, target string
	values         map[string]string
}

// readers read graphs without the programs of others, by format.
var readers = map[string]func(t *testing.T, content []byte) read{
	"graphml": readGraphML, "gexf": readGEXF, "jgf": readJGF, "cytoscape": readCytoscape, "kumu-csv": readKumu,
	"dot": readDOT,
}

// Every format of graphs has the same nodes and edges, and no edge without its ends.
func TestGraphs_HaveTheSameNodesAndEdges(t *testing.T) {
	eachDemo(t, func(t *testing.T, source *snapshot.Source) {
		for _, contract := range []string{"all", "valenciennes"} {
			for name, reader := range readers {
				content, tally := exported(t, source, order{format: name, contract: contract})
				g := reader(t, content)
				if len(g.nodes)+len(g.edges) != tally.Rows || len(g.nodes) < 50 || len(g.edges) < 100 {
					t.Errorf("%s has %d nodes and %d edges of %d", name, len(g.nodes), len(g.edges), tally.Rows)
				}
				derived := 0
				for _, e := range g.edges {
					if g.nodes[e.source] == nil || g.nodes[e.target] == nil {
						t.Errorf("%s: an edge leads from %q to %q", name, e.source, e.target)
					}
					if strings.EqualFold(e.values["derived"], "true") {
						derived++
						if e.values["status"] == "" || e.values["basis"] == "" || e.values["evidence"] == "" {
							t.Errorf("%s: a contribution has %v", name, e.values)
						}
					}
				}
				if derived != tally.Types[exports.Derived] || derived == 0 {
					t.Errorf("%s has %d derived edges of %d", name, derived, tally.Types[exports.Derived])
				}
				checkPartner(t, name, g)
			}
		}
	})
}

// checkPartner looks for a partner by its values.
func checkPartner(t *testing.T, name string, g read) {
	t.Helper()
	for _, n := range g.nodes {
		if n["code"] == "cpam-hainaut" {
			if !strings.HasPrefix(n["label"], "Caisse Primaire") || n["sector"] != "SOCIAL_SECURITY" {
				t.Errorf("%s: the partner has %v", name, n)
			}
			return
		}
	}
	t.Errorf("%s lacks a partner", name)
}

func readGraphML(t *testing.T, content []byte) read {
	t.Helper()
	type data struct {
		Key  string `xml:"key,attr"`
		Text string `xml:",chardata"`
	}
	var doc struct {
		Keys []struct {
			ID   string `xml:"id,attr"`
			Name string `xml:"attr.name,attr"`
		} `xml:"key"`
		Nodes []struct {
			ID   string `xml:"id,attr"`
			Data []data `xml:"data"`
		} `xml:"graph>node"`
		Edges []struct {
			Source string `xml:"source,attr"`
			Target string `xml:"target,attr"`
			Data   []data `xml:"data"`
		} `xml:"graph>edge"`
	}
	if err := xml.Unmarshal(content, &doc); err != nil {
		t.Fatal(err)
	}
	names := map[string]string{}
	for _, k := range doc.Keys {
		names[k.ID] = k.Name
	}
	values := func(all []data) map[string]string {
		of := map[string]string{}
		for _, d := range all {
			if names[d.Key] == "" {
				t.Fatalf("nothing declares %q", d.Key)
			}
			of[names[d.Key]] = d.Text
		}
		return of
	}
	g := read{nodes: map[string]map[string]string{}}
	for _, n := range doc.Nodes {
		g.nodes[n.ID] = values(n.Data)
	}
	for _, e := range doc.Edges {
		g.edges = append(g.edges, edge{e.Source, e.Target, values(e.Data)})
	}
	return g
}

func readGEXF(t *testing.T, content []byte) read {
	t.Helper()
	type value struct {
		For   string `xml:"for,attr"`
		Value string `xml:"value,attr"`
	}
	var doc struct {
		Nodes []struct {
			ID     string  `xml:"id,attr"`
			Label  string  `xml:"label,attr"`
			Values []value `xml:"attvalues>attvalue"`
		} `xml:"graph>nodes>node"`
		Edges []struct {
			Source string  `xml:"source,attr"`
			Target string  `xml:"target,attr"`
			Start  string  `xml:"start,attr"`
			Values []value `xml:"attvalues>attvalue"`
		} `xml:"graph>edges>edge"`
	}
	if err := xml.Unmarshal(content, &doc); err != nil {
		t.Fatal(err)
	}
	values := func(all []value) map[string]string {
		of := map[string]string{}
		for _, v := range all {
			of[v.For] = v.Value
		}
		return of
	}
	g, dated := read{nodes: map[string]map[string]string{}}, 0
	for _, n := range doc.Nodes {
		g.nodes[n.ID] = values(n.Values)
		g.nodes[n.ID]["label"] = n.Label
	}
	for _, e := range doc.Edges {
		g.edges = append(g.edges, edge{e.Source, e.Target, values(e.Values)})
		if len(e.Start) == len("2026-01-01") {
			dated++
		}
	}
	if dated == 0 {
		t.Error("no edge has a time")
	}
	return g
}

// plainValues converts values of JSON to texts.
func plainValues(t *testing.T, all map[string]any) map[string]string {
	t.Helper()
	of := map[string]string{}
	for name, value := range all {
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		of[name] = strings.Trim(string(text), `"`)
	}
	return of
}

func readJGF(t *testing.T, content []byte) read {
	t.Helper()
	var doc struct {
		Graph struct {
			Nodes map[string]struct {
				Label    string
				Metadata map[string]any
			}
			Edges []struct {
				Source, Target string
				Metadata       map[string]any
			}
		}
	}
	if err := json.Unmarshal(content, &doc); err != nil {
		t.Fatal(err)
	}
	g := read{nodes: map[string]map[string]string{}}
	for id, n := range doc.Graph.Nodes {
		g.nodes[id] = plainValues(t, n.Metadata)
		g.nodes[id]["label"] = n.Label
	}
	for _, e := range doc.Graph.Edges {
		g.edges = append(g.edges, edge{e.Source, e.Target, plainValues(t, e.Metadata)})
	}
	return g
}

func readCytoscape(t *testing.T, content []byte) read {
	t.Helper()
	var doc struct {
		Elements struct {
			Nodes, Edges []struct{ Data map[string]any }
		}
	}
	if err := json.Unmarshal(content, &doc); err != nil {
		t.Fatal(err)
	}
	g := read{nodes: map[string]map[string]string{}}
	for _, n := range doc.Elements.Nodes {
		values := plainValues(t, n.Data)
		values["label"] = values["name"]
		g.nodes[values["id"]] = values
	}
	for _, e := range doc.Elements.Edges {
		values := plainValues(t, e.Data)
		g.edges = append(g.edges, edge{values["source"], values["target"], values})
	}
	return g
}

// readKumu reads the tables as Kumu does, which wants its columns first.
func readKumu(t *testing.T, content []byte) read {
	t.Helper()
	files := unzipped(t, content)
	elements, connections := lines(t, files["elements.csv"]), lines(t, files["connections.csv"])
	if elements[0][0] != "Label" || !slices.Equal(connections[0][:2], []string{"From", "To"}) {
		t.Errorf("the heads are %q and %q", elements[0], connections[0])
	}
	values := func(heads, line []string) map[string]string {
		of := map[string]string{}
		for i, head := range heads {
			of[head] = line[i]
		}
		return of
	}
	g := read{nodes: map[string]map[string]string{}}
	for _, line := range elements[1:] {
		of := values(elements[0], line)
		of["label"] = of["Label"]
		g.nodes[of["ID"]] = of
	}
	for _, line := range connections[1:] {
		of := values(connections[0], line)
		g.edges = append(g.edges, edge{of["From"], of["To"], of})
	}
	return g
}

// readDOT reads the lines that our writer makes: one for each node and edge.
func readDOT(t *testing.T, content []byte) read {
	t.Helper()
	g := read{nodes: map[string]map[string]string{}}
	text := strings.TrimSuffix(string(content), "}\n")
	for _, statement := range strings.Split(text, "];\n  ")[1:] {
		statement = strings.TrimSuffix(statement, "];\n")
		head, rest, _ := strings.Cut(statement, " [")
		of := map[string]string{}
		for _, pair := range strings.Split(rest, `", `) {
			name, value, _ := strings.Cut(pair, `="`)
			of[name] = strings.TrimSuffix(value, `"`)
		}
		source, target, isEdge := strings.Cut(strings.ReplaceAll(head, `"`, ""), " -> ")
		if isEdge {
			g.edges = append(g.edges, edge{source, target, of})
			continue
		}
		g.nodes[source] = of
	}
	return g
}

func TestJGF_MeetsItsSchema(t *testing.T) {
	file, err := os.Open(reference + "json-graph-schema_v2.json")
	if err != nil {
		t.Fatalf("the shared files must lie beside the repository: %v", err)
	}
	defer func() { _ = file.Close() }()
	parsed, err := jsonschema.UnmarshalJSON(file)
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("jgf.json", parsed); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("jgf.json")
	if err != nil {
		t.Fatal(err)
	}
	content, _ := exported(t, demo(t), order{format: "jgf"})
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(string(content)))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(document); err != nil {
		t.Error(err)
	}
	graph := document.(map[string]any)["graph"].(map[string]any)
	graph["edges"].([]any)[0].(map[string]any)["source"] = 7
	if schema.Validate(document) == nil {
		t.Error("the schema refuses nothing")
	}
}
