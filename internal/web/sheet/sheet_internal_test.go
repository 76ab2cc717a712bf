package sheet

import "testing"

func TestCSV_GuardsFormulas(t *testing.T) {
	for text, want := range map[string]string{
		"=1+1": "'=1+1", "+33 1": "'+33 1", "-2": "'-2", "@SUM(A1)": "'@SUM(A1)", "\tx": "'\tx", "\rx": "'\rx",
		"": "", "a=b": "a=b", "état": "état",
	} {
		if got := guardFormula(text); got != want {
			t.Errorf("%q is written as %q", text, got)
		}
	}
}
