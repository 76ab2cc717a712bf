package scdl_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"maillage/internal/exchange/read"
	"maillage/internal/exchange/scdl"
	"maillage/internal/exchange/tableschema"
	"maillage/internal/lexicon"
)

// sharedFile returns the bytes of a real file, which lies beside the repository.
func sharedFile(t testing.TB, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("../../../../shared", name))
	if err != nil {
		t.Fatalf("the shared files must lie beside the repository: %v", err)
	}
	return content
}

// factsOf returns the facts of a file.
func factsOf(t testing.TB, content []byte, o read.Options) (facts []scdl.Fact, r *read.Reader, s *scdl.Shaper) {
	t.Helper()
	r, err := read.Open(context.Background(), bytes.NewReader(content), int64(len(content)), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	s = scdl.NewShaper(r)
	for {
		line, err := r.Next()
		if errors.Is(err, io.EOF) {
			return facts, r, s
		}
		if err != nil {
			t.Fatal(err)
		}
		facts = append(facts, s.Shape(line))
	}
}

// counted is what the notes on the shared files count.
type counted struct {
	rows, waiting                          int
	cents                                  int64
	beneficiaries, siret, siren, downgrade int
	wrongButLuhn                           int
}

func count(facts []scdl.Fact) (c counted) {
	distinct := map[string]bool{}
	for _, f := range facts {
		c.rows++
		if f.Severity() >= lexicon.Waits {
			c.waiting++
		}
		c.cents += f.Grant.Amount.Cents
		b := f.Grant.Beneficiary
		if b.SIREN != "" {
			c.siren++
			distinct[b.SIRET] = true
		} else {
			distinct[b.Name] = true
		}
		switch {
		case b.SIRET != "" && !b.Unverified:
			c.siret++
		case b.SIRET != "":
			c.downgrade++
			if luhn(b.SIRET) {
				c.wrongButLuhn++
			}
		}
	}
	c.beneficiaries = len(distinct)
	return c
}

// luhn is the check that one wrong number in ten passes by chance.
func luhn(digits string) bool {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			d *= 2
		}
		sum += d/10 + d%10
	}
	return sum%10 == 0
}

func TestRealFiles_GiveTheCountsOfTheNotes(t *testing.T) {
	for name, want := range map[string]counted{
		"01_somme_2018_bom-utf8_corps-cp1252.csv": {rows: 41, cents: 320195264, beneficiaries: 34, siret: 41,
			siren: 41},
		"04_poitiers_2017_siret-arrondis.csv": {rows: 562, cents: 1154835923, beneficiaries: 323, siren: 562,
			downgrade: 562, wrongButLuhn: 61},
		// One line names no beneficiary at all.
		"05_roques_2016-2017_scdl1_presque-valide.csv": {rows: 69, waiting: 1, cents: 35755885, beneficiaries: 48,
			siret: 68, siren: 68},
		// The amounts between their commas sum to 14,232,562.49; a period of one line, of 32,400, is not readable.
		"06_vendee_2018_virgule-decimale-non-quotee.csv": {rows: 114, waiting: 1, cents: 1423256249 - 3240000,
			beneficiaries: 101, siret: 113, siren: 113},
	} {
		facts, _, _ := factsOf(t, sharedFile(t, "data/scdl/"+name), read.Options{})
		if got := count(facts); got != want {
			t.Errorf("%s: got %+v, want %+v", name, got, want)
		}
	}
}

func TestSchema_FindsTheErrorsOfTheExamples(t *testing.T) {
	for name, want := range map[string]int{
		"scdl_exemple_valide.csv": 0, "scdl_exemple_invalide_erreurs_cellules.csv": 65,
	} {
		rows, err := csv.NewReader(bytes.NewReader(sharedFile(t, "reference/"+name))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		checker, problems := scdl.Schema().NewChecker(rows[0])
		for i, row := range rows[1:] {
			problems = append(problems, checker.CheckRow(i+2, row)...)
		}
		counts := map[tableschema.Rule]int{}
		for _, p := range problems {
			counts[p.Rule]++
		}
		if len(problems) != want || len(rows) != 30 {
			t.Errorf("%s: %d errors in %d rows, want %d in 29: %v", name, len(problems), len(rows)-1, want, counts)
		}
	}
}
