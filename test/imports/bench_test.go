package imports_test

import (
	"bytes"
	"fmt"
	"testing"

	"maillage/internal/testhub/testdb"
)

// generated returns a file of grants with a fifth as many beneficiaries as lines.
func generated(lines int) []byte {
	var out bytes.Buffer
	out.WriteString("nomAttribuant;idAttribuant;dateConvention;referenceDecision;nomBeneficiaire;idBeneficiaire;objet;" +
		"montant;nature;conditionsVersement;datesPeriodeVersement;idRAE;notificationUE;pourcentageSubvention\n")
	for i := range lines {
		k := i * 7919 % max(1, lines/5)
		fmt.Fprintf(&out, "Métropole du Nord;%s;2023-%02d-%02d;2023-%07d;Association n° %d des habitants;%s;"+
			"Actions éducatives de proximité, quartier %d;%d,%02d;aide en numéraire;unique;2023-01-01/2023-12-31;;non;1\n",
			siret(99999), 1+i%12, 1+i%28, i, k, siret(k), i%400, 100+i*37%90000, i%100)
	}
	return out.Bytes()
}

// siret returns a valid SIRET number.
func siret(k int) string {
	siren := fmt.Sprintf("%08d", k*7%100_000_000)
	siren += check(siren)
	establishment := fmt.Sprintf("%s%04d", siren, 1+k%90)
	return establishment + check(establishment)
}

// check returns the check digit of ISO/IEC 7812-1.
func check(digits string) string {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return fmt.Sprint((10 - sum%10) % 10)
}

// BenchmarkImport measures how many lines a second are planned and applied.
func BenchmarkImport(b *testing.B) {
	const lines = 5000
	content := generated(lines)
	for _, kind := range testdb.Kinds {
		b.Run(kind.Name+"/plan", func(b *testing.B) {
			h := newHub(b, kind.Open(b))
			for b.Loop() {
				h.plan(b, "generated.csv", content)
			}
			b.ReportMetric(float64(lines*b.N)/b.Elapsed().Seconds(), "lines/s")
		})
		b.Run(kind.Name+"/apply", func(b *testing.B) {
			for range b.N {
				b.StopTimer()
				h := newHub(b, kind.Open(b))
				id := h.plan(b, "generated.csv", content).ID
				b.StartTimer()
				h.apply(b, id)
			}
			b.ReportMetric(float64(lines*b.N)/b.Elapsed().Seconds(), "lines/s")
		})
	}
}
