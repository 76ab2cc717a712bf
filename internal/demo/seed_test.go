package demo_test

import (
	"encoding/csv"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// seed is the founding document as it was read by hand: its text, its things and its claims. It lies
// beside the repository.
var seed = filepath.Join("..", "..", "..", "shared", "data", "seed")

// seedFile reads a file of the seed, or skips the test where there is none.
func seedFile(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(seed, name))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("NOT CHECKED against the founding document: %s is not beside the repository", filepath.Join(seed, name))
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// seedRows reads a table of the seed, each row by the names of its columns.
func seedRows(t *testing.T, name string) []map[string]string {
	t.Helper()
	lines, err := csv.NewReader(strings.NewReader(seedFile(t, name))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, column := range lines[0] {
			row[column] = line[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// plain makes texts comparable that differ in typography alone.
func plain(text string) string {
	text = strings.NewReplacer("’", "'", "\u00a0", " ", "\u202f", " ", "“", `"`, "”", `"`).Replace(text)
	return strings.Join(strings.Fields(text), " ")
}

// seedKinds maps the seed's prefixes to the hub's types, and renamed the codes that differ from the
// seed's.
var (
	seedKinds = map[string]string{
		"org": "partner", "col": "partner", "pol": "concept", "ref": "concept", "trans": "concept", "obj": "concept",
		"dem": "concept", "ctx": "concept", "ctr": "contract", "plan": "plan", "doc": "source", "crit": "criterion",
		"gt": "group", "axe": "axis", "dom": "theme", "act": "action", "prog": "programme", "pub": "audience", "ter": "territory",
	}
	renamed = map[string]string{
		"ctr:contrat-ville-vm": "contract valenciennes", "plan:ptlcd-vm": "plan ptlcd",
		"axe:1-formation": "axis axe-1", "axe:2-stages": "axis axe-2", "axe:3-sante": "axis axe-3",
	}
)

// seedKey returns the key of a thing of the seed, or its literal.
func seedKey(t *testing.T, id string) string {
	t.Helper()
	if key, ok := renamed[id]; ok {
		return key
	}
	if strings.HasPrefix(id, "«") {
		return id
	}
	prefix, code, _ := strings.Cut(id, ":")
	kind, ok := seedKinds[prefix]
	if !ok {
		t.Fatalf("the seed has a thing of an unknown type: %s", id)
	}
	return kind + " " + code
}
