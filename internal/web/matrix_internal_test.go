package web

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/web/operations"
)

// matrixAnswers are what an API says of a contract with one partner, one axis and no contribution.
const matrixAnswers = `{"data": {"contract": {"code": "c", "matrix": {
	"rows": [{"partner": {"id": "p", "code": "p", "sector": "STATE"}}],
	"columns": [{"position": 0, "axis": {"id": "a", "code": "a"}}], "groups": [{"columnPositions": [0]}]
}}}}`

// Only the table has links in its empty cells: files and pictures have none.
func TestMatrix_DeclaresInTheTableAlone(t *testing.T) {
	client, err := operations.New(http.HandlerFunc(
		func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, matrixAnswers) },
	))
	if err != nil {
		t.Fatal(err)
	}
	s := &site{operations: client}
	for name, of := range map[string]struct {
		read func(q *request) (*matrixPage, *contract, error)
		want string
	}{
		"table": {(*request).matrixOf, "/contracts/c/declare?return=%2Fmatrix&partner=p&axis=a"},
		"file":  {(*request).wholeMatrix, ""},
	} {
		q := &request{site: s, http: httptest.NewRequest(http.MethodGet, "/matrix", nil), lang: lexicon.French}
		q.query = q.http.URL.Query()
		q.viewer = &viewer{Role: string(lexicon.Administrator), Scopes: []string{string(lexicon.ScopeWrite)}}
		m, _, err := of.read(q)
		if err != nil {
			t.Fatal(err)
		}
		if got := m.Sectors[0].Rows[0].Cells[0].Declare; got != of.want {
			t.Errorf("%s: an empty cell leads to %q instead of %q", name, got, of.want)
		}
	}
}
