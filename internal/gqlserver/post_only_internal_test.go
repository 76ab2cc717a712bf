package gqlserver

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"maillage/graph"
)

// Each fragment is spread twice by the one before it. A walk that visits it each time takes 2^60 steps, so the test
// would not end.
func TestPostOnly_EachFragmentIsWalkedOnce(t *testing.T) {
	for last, want := range map[string]string{
		`contacts(partner: "x", purpose: "y") { name }`: "contacts", "viewer { accountId }": "",
	} {
		var text strings.Builder
		text.WriteString("{ ...F0 } ")
		for i := range 60 {
			fmt.Fprintf(&text, "fragment F%d on Query { ...F%d ...F%d } ", i, i+1, i+1)
		}
		fmt.Fprintf(&text, "fragment F60 on Query { %s }", last)
		document, err := parser.ParseQuery(&ast.Source{Input: text.String()})
		if err != nil {
			t.Fatal(err)
		}
		if errs := validator.ValidateWithRules(graph.Schema, document, rules.NewRules()); errs != nil {
			t.Fatal(errs)
		}
		found, _ := surveyed(document.Operations[0], nil, DefaultLimits()) // beyond the limit of root fields
		if found.post != want {
			t.Errorf("%q instead of %q", found.post, want)
		}
		if found.present == "" || !found.volatile || found.records {
			t.Errorf("of %s the survey is %+v", last, found)
		}
	}
}
