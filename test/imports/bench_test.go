package imports_test

import (
	"bytes"
	"testing"

	"maillage/internal/testhub/grantfile"
	"maillage/internal/testhub/testdb"
)

// generated returns a file of grants with a fifth as many beneficiaries as lines.
func generated(lines int) []byte {
	var out bytes.Buffer
	_ = grantfile.WriteLines(&out, lines) // a buffer takes everything
	return out.Bytes()
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
