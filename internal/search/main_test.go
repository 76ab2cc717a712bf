package search_test

import (
	"flag"
	"fmt"
	"os"
	"testing"

	"maillage/internal/testhub/thorough"
)

// TestMain sets how often properties are checked, unless the command line does.
func TestMain(m *testing.M) {
	if err := flag.Set("rapid.checks", fmt.Sprint(thorough.Count(30, 100))); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	m.Run()
}
