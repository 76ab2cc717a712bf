package guard_test

import (
	"strings"
	"testing"

	"maillage/internal/exchange/guard"
)

func TestGuard_StopsFormulasAlone(t *testing.T) {
	for text, want := range map[string]string{
		"=1+1": "'=1+1", "+33": "'+33", "-5": "'-5", "@x": "'@x", "\tx": "'\tx", "\rx": "'\rx", "\nx": "'\nx",
		"＝1": "'＝1", "＋1": "'＋1", "－1": "'－1", "＠x": "'＠x", "'=1": "''=1", "''@": "'''@",
		"": "", "'": "'", "'x": "'x", "x=1": "x=1", " =1": " =1", "l’eau": "l’eau", "'\xff": "'\xff",
	} {
		if got := guard.Add(text); got != want {
			t.Errorf("%q is written %q, not %q", text, got, want)
		}
	}
}

func FuzzGuard(f *testing.F) {
	for _, text := range []string{"=1", "'=1", "'x", "", "''", "＝", "-"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		guarded := guard.Add(text)
		if got := guard.Remove(guarded); got != text {
			t.Errorf("%q comes back as %q", text, got)
		}
		if strings.IndexAny(guarded, "=+-@\t\r\n") == 0 {
			t.Errorf("%q is computed", guarded)
		}
	})
}
