package sheet_test

import (
	"testing"

	"maillage/internal/web/sheet"
)

func TestCSV_GuardsFormulas(t *testing.T) {
	content, err := sheet.Sheet{
		Heads: []string{"état", "=1+1"}, Lines: [][]string{{"-2", "a=b"}, {"＝1", ""}},
	}.CSV()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := string(content), "\ufeffétat,'=1+1\r\n'-2,a=b\r\n'＝1,\r\n"; got != want {
		t.Errorf("the table is %q, not %q", got, want)
	}
}
