package read_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"maillage/internal/exchange/read"
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

// The shared files.
const (
	somme    = "data/scdl/01_somme_2018_bom-utf8_corps-cp1252.csv"
	poitiers = "data/scdl/04_poitiers_2017_siret-arrondis.csv"
	roques   = "data/scdl/05_roques_2016-2017_scdl1_presque-valide.csv"
	vendee   = "data/scdl/06_vendee_2018_virgule-decimale-non-quotee.csv"
	qpv      = "data/09_qpv2024_extrait-colonnes-insee.csv"
)

// open opens a text as a file.
func open(t testing.TB, content string, o read.Options) *read.Reader {
	t.Helper()
	r, err := read.Open(context.Background(), strings.NewReader(content), int64(len(content)), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// lines returns copies of all lines.
func lines(t testing.TB, r *read.Reader) (all []read.Line) {
	t.Helper()
	for {
		line, err := r.Next()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		line.Cells = append([]read.Cell(nil), line.Cells...)
		all = append(all, line)
	}
}
