package read_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"maillage/internal/exchange/read"
	"maillage/internal/testhub/thorough"
)

// repeated is a large file that is not in memory: a header, then one body again and again.
type repeated struct {
	header, body string
	size         int64
}

func newRepeated(header, body string, size int64) repeated {
	return repeated{header, body, int64(len(header)) + (size-int64(len(header)))/int64(len(body))*int64(len(body))}
}

func (r repeated) ReadAt(into []byte, at int64) (n int, err error) {
	for n < len(into) && at < r.size {
		from := r.header[min(at, int64(len(r.header))):]
		if from == "" {
			from = r.body[(at-int64(len(r.header)))%int64(len(r.body)):]
		}
		copied := copy(into[n:], from[:min(int64(len(from)), r.size-at)])
		n, at = n+copied, at+int64(copied)
	}
	if n < len(into) {
		err = io.EOF
	}
	return n, err
}

// readAll opens a file and reads all its lines. It calls back at each.
func readAll(tb testing.TB, file io.ReaderAt, size int64, each func(count int)) (count int) {
	tb.Helper()
	r, err := read.Open(context.Background(), file, size, read.Options{})
	must(tb, err)
	for {
		if _, err := r.Next(); errors.Is(err, io.EOF) {
			must(tb, r.Close())
			return count
		} else if err != nil {
			tb.Fatal(err)
		}
		count++
		each(count)
	}
}

// BenchmarkText reads 100 MB, twice as Open and Next do: real lines in UTF-8, cp1252, and with shifted cells.
func BenchmarkText(b *testing.B) {
	for _, name := range []string{poitiers, somme, vendee} {
		content := string(sharedFile(b, name))
		head, body, _ := strings.Cut(content, "\n")
		file := newRepeated(head+"\n", body, 100_000_000)
		b.Run(strings.Split(name, "_")[1], func(b *testing.B) {
			b.SetBytes(file.size)
			for b.Loop() {
				readAll(b, file, file.size, func(int) {})
			}
		})
	}
}

// BenchmarkWorkbook reads 200,000 rows of six cells.
func BenchmarkWorkbook(b *testing.B) {
	content := workbook(b, func(f *excelize.File) {
		w, err := f.NewStreamWriter("Sheet1")
		must(b, err)
		must(b, w.SetRow("A1", []any{"nomAttribuant", "nomBeneficiaire", "objet", "montant", "exercice", "nature"}))
		for i := range 200_000 {
			must(b, w.SetRow(fmt.Sprintf("A%d", i+2),
				[]any{"Ville", fmt.Sprint("Club ", i), "Sport", float64(i) / 4, 2024, "aide en nature"}))
		}
		must(b, w.Flush())
	})
	for b.Loop() {
		file := strings.NewReader(content)
		if n := readAll(b, file, file.Size(), func(int) {}); n != 200_000 {
			b.Fatalf("%d lines", n)
		}
	}
}

// The memory for a file does not grow with it.
func TestMemory_IsFlat(t *testing.T) {
	content := string(sharedFile(t, roques))
	head, body, _ := strings.Cut(content, "\n")
	size := thorough.Count(15_000_000, 40_000_000)
	file := newRepeated(head+"\n", body, int64(size))
	held := func() uint64 {
		var stats runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&stats)
		return stats.HeapAlloc
	}
	before, most := held(), uint64(0)
	count := readAll(t, file, file.size, func(count int) {
		if count%20_000 == 0 {
			most = max(most, held())
		}
	})
	if most == 0 || most > before+4<<20 || count < size*3/800 {
		t.Errorf("%d lines hold %d KiB", count, (int64(most)-int64(before))>>10)
	}
}
