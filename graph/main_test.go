package graph_test

import (
	"os"
	"testing"

	"maillage/internal/testhub"
)

func TestMain(m *testing.M) { os.Exit(testhub.Main(m)) }
