package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"maillage/internal/testhub"
)

// The tool starts itself again as the yardstick.
func TestMain(m *testing.M) {
	if database := os.Getenv(yardstickVariable); database != "" {
		if err := serveYardstick(database); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// A whole run compares and measures every shape. Then an answer is falsified, and the run must report
// it.
func TestBench_ComparesAndMeasuresEveryShape(t *testing.T) {
	o := options{
		size: "S", database: testhub.EmptyPostgres(t), rounds: 1, duration: 60 * time.Millisecond,
		binary: filepath.Join(t.TempDir(), "maillage"),
	}
	build := exec.CommandContext(t.Context(), "go", "build", "-o", o.binary, "maillage")
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	var out, progress bytes.Buffer
	r, err := measureAll(t.Context(), o, &out, &progress, nil)
	if err != nil {
		t.Fatalf("%v\n%s", err, progress.String())
	}
	for _, s := range shapes {
		want := checked
		if s.name == "Q3" || s.name == "Q7" { // S has one contract
			want = 1
		}
		if r.Compared[s.name] != want {
			t.Errorf("%d answers of %s were compared, not %d", r.Compared[s.name], s.name, want)
		}
		for _, target := range []string{"hub", "sql", "static"} {
			if c := r.cellOf(s.name, "cold", target); c == nil || c.Load.Requests == 0 {
				t.Errorf("%s of %s was not measured: %+v", s.name, target, c)
			}
		}
		if !strings.Contains(out.String(), "| "+s.name+", ") {
			t.Errorf("the table has no %s", s.name)
		}
	}
	if len(r.Mixed) != 2 || len(r.Starts) != 2 || r.AfterWrite == nil || r.Starts[0].After.Now == 0 {
		t.Errorf("%+v", r)
	}
	o.shapes = "Q4"
	t.Log(progress.String())
	_, err = measureAll(t.Context(), o, &out, &progress, func(_ string, answer []byte) []byte {
		return bytes.Replace(answer, []byte("totalCount\" : "), []byte("totalCount\" : 1"), 1)
	})
	if !errors.Is(err, errDiffers) || !strings.Contains(err.Error(), "Q4") {
		t.Errorf("a wrong answer ends the run with %v", err)
	}
}

func TestBench_RefusesAnUnknownShape(t *testing.T) {
	_, err := measureAll(t.Context(), options{size: "S", shapes: "Q9"}, &bytes.Buffer{}, &bytes.Buffer{}, nil)
	if err == nil || !strings.Contains(err.Error(), "Q9") {
		t.Error(err)
	}
}
