package shape_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"maillage/internal/exchange/read"
	"maillage/internal/exchange/shape"
	"maillage/internal/record"
)

// eachFact reads the facts of a file.
func eachFact(t *testing.T, name string, content []byte, visit func(f *shape.Fact)) error {
	t.Helper()
	from, err := shape.Open(t.Context(), bytes.NewReader(content), int64(len(content)), shape.Options{
		Name: name, Options: read.Options{TempDir: t.TempDir()}})
	if err != nil {
		return err
	}
	err = from.Each(func(f *shape.Fact, _ int64) error {
		visit(f)
		return nil
	})
	from.Findings()
	return errors.Join(err, from.Close())
}

// checkFacts reports facts that no plan could store.
func checkFacts(t *testing.T, name string, content []byte) {
	t.Helper()
	numbers := map[int]bool{}
	err := eachFact(t, name, content, func(f *shape.Fact) {
		if f.Line <= 0 || numbers[f.Line] || f.Cell() == "" {
			t.Errorf("line %d at %q", f.Line, f.Cell())
		}
		numbers[f.Line] = true
		of := record.Of(f.Type)
		if f.Usable && of == nil {
			t.Errorf("line %d is usable and of type %q", f.Line, f.Type)
		}
		for field := range f.Values {
			if of.Field(field) == nil {
				t.Errorf("%s has no field %s", f.Type, field)
			}
		}
		for field, r := range f.References {
			if of.Field(field) == nil || !of.Field(field).IsReference() || strings.TrimSpace(r.Name) != r.Name {
				t.Errorf("%s refers by %s to %q", f.Type, field, r.Name)
			}
		}
	})
	var refused *read.Refusal
	if err != nil && !errors.As(err, &refused) {
		t.Errorf("%q: %v", content, err)
	}
}

func FuzzTable(f *testing.F) {
	f.Add("partners", "id,contract,code,name,aliases,openList\n,,a,'=1,x\\|y|z,true\npartner_1,,,,,\n")
	f.Add("actions", "contract;code;kind;since;status\nlille;a;action;31/12/2025;\n\n;;;;\n")
	f.Add("grants", "funder,amount,share,notifiedToEU,translations\na,\"1 200,50\",x,oui,[{}]\n")
	f.Fuzz(func(t *testing.T, name, content string) { checkFacts(t, name+".csv", []byte(content)) })
}

func FuzzReplay(f *testing.F) {
	f.Add(`{"type":"Partner","id":"partner_01h00000000000000000000000","fields":{"code":"a","aliases":["b"]}}` + "\n" +
		`{"type":"Grant","id":"x","deleted":true}` + "\n")
	f.Add("{\"type\":1,\"id\":null}\n{\"type\":\"Axis\",\"id\":\"axis_1\",\"fields\":{\"contract\":{}}}\n{\n")
	f.Fuzz(func(t *testing.T, content string) { checkFacts(t, "all.ndjson", []byte(content)) })
}

func FuzzQPV(f *testing.F) {
	f.Add("COG,lib_com,codeQPV,lib_qp,insee_reg\n1053,Bourg,QN00101M,Terre,84.0\n,,QP059002,,\nx,y,z,,\n")
	f.Fuzz(func(t *testing.T, content string) { checkFacts(t, "qpv.csv", []byte(content)) })
}

func FuzzHXL(f *testing.F) {
	f.Add("a,b,c,d\n#org+name,#org+role,#sector+code,#activity\nC,LEAD | x,l/a,F | G\n,,,\n")
	f.Add("#org,#sector,#adm+code,#beneficiary,#status,#date+start\nC,S,p|q,y,actif,2025-13\n")
	f.Fuzz(func(t *testing.T, content string) { checkFacts(t, "3w.csv", []byte(content)) })
}

func FuzzKumu(f *testing.F) {
	f.Add("Label,Type,ID,Start\nC,Organisation,partner_01h00000000000000000000000,2025\n\n\n\nx,y,,\n")
	f.Add("From,To,Type,Label\nA|B,C | D,Lead,\n,,,\n")
	f.Fuzz(func(t *testing.T, content string) { checkFacts(t, "kumu.csv", []byte(content)) })
}

func TestOpen_TableOfSeveralTypesNeedsItsName(t *testing.T) {
	const content = "id,contract,code,name,kind,language\n,,a,A,MILIEU,fr\n"
	types := map[string]string{}
	for _, name := range []string{"audiences.csv", "concepts.csv", "unknown.csv"} {
		if err := eachFact(t, name, []byte(content), func(f *shape.Fact) { types[name] = f.Type }); err != nil {
			types[name] = err.Error()
		}
	}
	if types["audiences.csv"] != "audience" || types["concepts.csv"] != "concept" ||
		!strings.Contains(types["unknown.csv"], "FORMAT_UNKNOWN") {
		t.Errorf("%q", types)
	}
}

// A file that no profile reads is refused with those that are.
func TestOpen_RefusesWhatItDoesNotRead(t *testing.T) {
	for name, content := range map[string]string{"a.csv": "x;y\n1;2\n", "a.json": `{"nodes":[{"x":"a"}]}`} {
		var refused *read.Refusal
		err := eachFact(t, name, []byte(content), func(*shape.Fact) {})
		if !errors.As(err, &refused) || refused.Took == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}
