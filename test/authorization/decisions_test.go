package authorization_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"maillage/ent/schema"
	records "maillage/internal/record"
)

// accessFile lists which viewer sees what.
const accessFile = "testdata/access.txt"

// decisions is the content of accessFile.
type decisions struct {
	types map[string]string            // the classes of types
	parts map[string]string            // of fields, as Type.field, and of arguments, as Type.field(argument)
	seen  map[string]map[string]string // by home and standing
	limit map[string]map[string]string // by class and standing
}

// The classes that there are. Another needs a meaning, and a test that holds it.
var (
	typeClasses = strings.Fields(
		"contract directory any ledger draft derived page answer root filter order input contact administration self lexicon",
	)
	fieldClasses = strings.Fields(
		"own edge list count derived account person draft contact administration self page answer write input name value filter order word",
	)
	argumentClasses = strings.Fields("name value filter order page input")
)

const howToDecide = "decide in " + accessFile + " who sees it: its head says how, and what the classes are"

func readDecisions(t *testing.T) *decisions {
	t.Helper()
	text, err := os.ReadFile(accessFile)
	if err != nil {
		t.Fatal(err)
	}
	d := &decisions{
		map[string]string{}, map[string]string{}, map[string]map[string]string{}, map[string]map[string]string{},
	}
	of := ""
	for _, line := range strings.Split(string(text), "\n") {
		left, right, _ := strings.Cut(line, ":")
		words := strings.Fields(line)
		switch {
		case len(words) == 0 || line[0] == '#':
		case words[0] == "seen":
			d.seen[words[1]] = map[string]string{
				"public": words[2], "elsewhere": words[3], "serving": words[4], "administrator": words[5],
			}
		case words[0] == "limit":
			d.limit[words[1]] = map[string]string{
				"public": words[2], "account": words[3], "own": words[4], "program": words[5], "coordinator": words[6], "administrator": words[7],
			}
		case line[0] != ' ':
			of = left
			d.decide(t, d.types, of, strings.TrimSpace(right), typeClasses)
		default:
			class, isArgument := strings.CutSuffix(strings.TrimSpace(left), " argument")
			for _, name := range strings.Fields(right) {
				if !isArgument {
					d.decide(t, d.parts, of+"."+name, class, fieldClasses)
					continue
				}
				field, arguments, _ := strings.Cut(strings.TrimSuffix(name, ")"), "(")
				for _, a := range strings.Split(arguments, ",") {
					d.decide(t, d.parts, of+"."+field+"("+a+")", class, argumentClasses)
				}
			}
		}
	}
	return d
}

func (d *decisions) decide(t *testing.T, into map[string]string, name, class string, classes []string) {
	t.Helper()
	if into[name] != "" {
		t.Errorf("%s decides twice on %s", accessFile, name)
	}
	if !slices.Contains(classes, class) {
		t.Errorf("%s puts %s into the class %q, which there is not: there are %v", accessFile, name, class, classes)
	}
	into[name] = class
}

func TestAuthorization_IsDecidedForEveryPartOfTheSchema(t *testing.T) {
	s, d := readSchema(t), readDecisions(t)
	there := map[string]bool{}
	part := func(decided map[string]string, name string) {
		if there[name] = true; decided[name] == "" {
			t.Errorf("nobody decided on %s: %s", name, howToDecide)
		}
	}
	for _, of := range ours(s, ast.Object, ast.Interface, ast.Union, ast.InputObject) {
		part(d.types, of.Name)
		for _, f := range fields(of) {
			part(d.parts, of.Name+"."+f.Name)
			for _, a := range f.Arguments {
				part(d.parts, of.Name+"."+f.Name+"("+a.Name+")")
			}
		}
	}
	for _, decided := range []map[string]string{d.types, d.parts} {
		for name := range decided {
			if !there[name] {
				t.Errorf("%s decides on %s, which is not there", accessFile, name)
			}
		}
	}
	t.Logf("%d types, and %d fields and arguments", len(d.types), len(d.parts))
}

// The decisions on a type must agree with its policy.
func TestAuthorization_DecidesOnRecordsAsTheirPoliciesDo(t *testing.T) {
	d := readDecisions(t)
	for _, of := range records.Types {
		want := map[bool]string{true: "directory", false: "contract"}[schema.Scope(of.Prefix) == ""]
		if d.types[of.Name] != want {
			t.Errorf("%s is of a %s by its policy and of a %s by %s", of.Name, want, d.types[of.Name], accessFile)
		}
		if schema.Scope(of.Prefix) != of.Scope {
			t.Errorf(
				"%s belongs to a contract by %q in its policy, and by %q where it is written", of.Name,
				schema.Scope(of.Prefix), of.Scope,
			)
		}
	}
}

// A field that returns records has the class for that, since what it shows is decided on the records.
func TestAuthorization_ClassesFitWhatFieldsLeadTo(t *testing.T) {
	s, d := readSchema(t), readDecisions(t)
	leads := []string{"edge", "list", "derived", "draft", "write"}
	for _, of := range ours(s, ast.Object, ast.Interface) {
		for _, f := range fields(of) {
			to := s.Types[f.Type.Name()]
			class := d.parts[of.Name+"."+f.Name]
			isRecord := !to.IsLeafType() && (slices.Contains(
				append(to.Interfaces, to.Name), "Node",
			) || strings.HasSuffix(to.Name, "Connection") || strings.HasSuffix(to.Name, "Edge"))
			if isRecord && !slices.Contains(leads, class) {
				t.Errorf("%s.%s leads to %s, and its class %q says nothing of that", of.Name, f.Name, to.Name, class)
			}
			if to.IsLeafType() && slices.Contains([]string{"edge", "list", "write"}, class) {
				t.Errorf("%s.%s is a value, and of the class %q", of.Name, f.Name, class)
			}
		}
	}
}
