package web_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"testing"

	"golang.org/x/net/html"
)

// A contract whose matrix fails is in the list, and the others keep their matrices.
func TestHome_ListsContractsWhoseMatrixFails(t *testing.T) {
	h := visitors(t)
	for operation, matrices := range map[string]int{"MatrixPage": 1, "MatrixCells": 1, "Contracts": 0} {
		pages := pagesOver(t, h, operation, func(w http.ResponseWriter, r *http.Request) {
			var sent struct{ Variables struct{ Contract string } }
			body, err := io.ReadAll(r.Body)
			if err == nil {
				err = json.Unmarshal(body, &sent)
			}
			if err != nil {
				t.Error(err)
			}
			if sent.Variables.Contract == "val-d-orme" {
				r.Body = io.NopCloser(bytes.NewReader(body))
				h.ServeHTTP(w, r)
				return
			}
			_, _ = io.WriteString(w, `{"errors": [{"message": "Trop cher.", "extensions": {"code": "COST_EXCEEDED"}}]}`)
		})
		v := asked(t, pages, h, "/", nil)
		if operation == "Contracts" { // nothing is left to show
			if v.Status != http.StatusUnprocessableEntity {
				t.Errorf("without the contracts the page answers %d", v.Status)
			}
			continue
		}
		tables := len(v.all(func(n *html.Node) bool { return n.Data == "table" }))
		listed := v.element(func(n *html.Node) bool { return n.Data == "ul" && has(n, "cards") })
		if v.Status != http.StatusOK || tables != matrices || listed == nil ||
			len(view{Doc: listed}.all(func(n *html.Node) bool { return n.Data == "li" })) != 1 {
			t.Errorf("without %s the page answers %d with %d matrices: %s", operation, v.Status, tables, v.Text)
		}
	}
}
