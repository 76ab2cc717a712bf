package read_test

import (
	"testing"

	"maillage/internal/exchange/read"
)

func TestX(t *testing.T) {
	for _, name := range []string{somme, poitiers, roques, vendee, qpv, "reference/scdl_exemple_valide.csv", "reference/scdl_exemple_invalide_erreurs_cellules.csv"} {
		r := open(t, string(sharedFile(t, name)), read.Options{})
		g := r.Guess
		t.Logf("%s: %s %s sep %q wrap %q header %d records %d blank %d %v", name, g.Format, g.Profile, g.Separator, g.Wrapper, g.HeaderLine, g.Records, g.Blank, g.Charsets)
		for _, f := range g.Findings {
			t.Log("   ", f.Code, f.Where, f.Sentence("EN"), f.Confidence)
		}
		al, rep := 0, 0
		for _, l := range lines(t, r) {
			if l.Aligned {
				al++
			} else {
				t.Log(l.Number, l.Raw[:min(300, len(l.Raw))])
			}
			for _, n := range l.Notes {
				if n.Code == "SHIFT_REPAIRED" {
					rep++
					if rep < 15 {
						t.Log(n.Where, n.Sentence("EN"))
					}
				}
			}
		}
		t.Log(al, rep)
	}
}
