package record

import (
	"fmt"
	"testing"
)

func TestCodeNames_OneRule(t *testing.T) {
	for _, c := range []struct {
		have    []int // the contracts of the records that have the code; 0 for the directory
		atHand  []int
		meant   []int
		because string
	}{
		{[]int{0, 1, 2}, []int{1}, []int{1}, "the contract at hand comes first"},
		{[]int{0, 1, 2}, []int{1, 2}, []int{1, 2}, "each of several contracts at hand"},
		{[]int{0, 2}, []int{1}, []int{0}, "else the directory"},
		{[]int{2}, []int{1}, nil, "records of other contracts are never meant"},
		{[]int{0, 1}, nil, []int{0}, "without a contract at hand, the directory"},
		{[]int{2}, nil, []int{2}, "else the only record"},
		{[]int{1, 2}, nil, []int{1, 2}, "several, which the caller refuses"},
		{[]int{1}, []int{}, nil, "no contract at hand is not any contract"},
	} {
		meant := CodeNames(c.have, func(contract int) int { return contract }, c.atHand)
		if fmt.Sprint(meant) != fmt.Sprint(c.meant) {
			t.Errorf("%s: of %v with %v at hand %v, want %v", c.because, c.have, c.atHand, meant, c.meant)
		}
	}
}
