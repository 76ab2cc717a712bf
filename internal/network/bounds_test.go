package network_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"maillage/internal/network"
)

// tester is implemented by the tests of testing and of rapid.
type tester interface {
	Helper()
	Context() context.Context
	Fatal(args ...any)
}

func bridges(t tester, n *network.Network, contract int, when network.When) network.Bridges {
	t.Helper()
	b, err := n.Bridges(t.Context(), contract, nil, when)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestMatrix_WithinItsBoundIsWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		sel, _ := drawSelection(t, f)
		n := build(t, f)
		want := n.Matrix(sel)
		got, err := n.MatrixWithin(t.Context(), sel, len(want.Cells))
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Fatal(err, diff)
		}
		var tooMany *network.TooManyError
		if _, err := n.MatrixWithin(
			t.Context(), sel, len(want.Cells)-1,
		); len(want.Cells) > 0 && !errors.As(err, &tooMany) {
			t.Fatalf("one cell too many: %v", err)
		}
	})
}

func TestEnds_AreThoseOfTheMatrix(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		sel, _ := drawSelection(t, f)
		n := build(t, f)
		var partners, axes []int
		for _, cell := range n.Matrix(sel).Cells {
			partners, axes = append(partners, cell.Partner), append(axes, cell.Axis)
		}
		slices.Sort(partners)
		slices.Sort(axes)
		gotPartners, gotAxes, err := n.Ends(t.Context(), sel)
		if err != nil || !slices.Equal(
			gotPartners, slices.Compact(partners),
		) || !slices.Equal(gotAxes, slices.Compact(axes)) {
			t.Fatalf(
				"partners %v, want %v; axes %v, want %v; %v", gotPartners, slices.Compact(partners), gotAxes,
				slices.Compact(axes), err,
			)
		}
	})
}

func TestBounds_StopWhatIsTooLargeOrTooLate(t *testing.T) {
	n := networks["M"]()
	var tooMany *network.TooManyError
	if _, err := n.Stats(
		t.Context(), network.Selection{}, []network.Dimension{network.ByPartner, network.ByAxis},
	); !errors.As(err, &tooMany) {
		t.Errorf("every partner by every axis of the region: %v", err)
	}
	if _, err := n.MatrixWithin(t.Context(), network.Selection{}, 10_000); !errors.As(err, &tooMany) {
		t.Errorf("the matrix of the region: %v", err)
	}
	over, cancel := context.WithCancel(t.Context())
	cancel()
	one := network.Selection{Contracts: []int{1}}
	for _, sel := range []network.Selection{{}, one} {
		_, counting := n.Stats(over, sel, nil)
		_, deriving := n.MatrixWithin(over, sel, 10_000)
		_, _, ends := n.Ends(over, sel)
		_, bridging := n.Bridges(over, 1, nil, network.When{})
		for _, err := range []error{counting, deriving, ends, bridging} {
			if !errors.Is(err, context.Canceled) {
				t.Errorf("after its time: %v", err)
			}
		}
	}
	if stats(t, n, one).Total.Axes.Confirmed == 0 {
		t.Error("who asks after one that was given up is told nothing")
	}
}

func TestStats_ReturnTheirFirstRows(t *testing.T) {
	n := networks["M"]()
	s := stats(t, n, network.Selection{Contracts: []int{1, 2, 3}}, network.ByPartner)
	if len(s.Rows) != network.MostStatsRows || s.Groups <= len(s.Rows) {
		t.Fatalf("%d rows of %d groups", len(s.Rows), s.Groups)
	}
	whole := 0
	for _, partner := range s.Rows {
		whole += partner.Chains.Confirmed
	}
	if whole == 0 || whole > s.Total.Chains.Confirmed {
		t.Errorf("%d confirmed chains in the rows, %d in all", whole, s.Total.Chains.Confirmed)
	}
}
