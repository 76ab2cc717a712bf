package lexicon

import (
	"fmt"
	"strings"
)

// Share is a part of a whole, in millionths.
type Share int64

// WholeShare is the share of who has all.
const WholeShare Share = 1_000_000

// Decimal returns a share that is not negative as a decimal number, such as 0.45.
func (s Share) Decimal() string {
	text := fmt.Sprintf("%d.%06d", s/WholeShare, s%WholeShare)
	return strings.TrimRight(strings.TrimRight(text, "0"), ".")
}

// ParseShare reads a share: 0.45, 0,45 or 45 %. Where a column counts out of 100, percent is true and 45 is read
// the same. It returns false for what is no share between 0 and 1.
func ParseShare(text string, percent bool) (Share, bool) {
	bare := TrimSpaces(text)
	if cut, is := strings.CutSuffix(bare, "%"); is {
		bare, percent = cut, true
	}
	n, ok := readNumber(bare)
	if !ok || n.negative || len(n.separators) > 1 {
		return 0, false
	}
	digits, decimals, ok := n.decimal(DecimalMark(firstSeparator(n)))
	if !ok {
		return 0, false
	}
	if percent {
		decimals += 2
	}
	value, ok := millionths(digits, decimals)
	return value, ok && value <= WholeShare
}

func firstSeparator(n number) byte {
	if len(n.separators) == 0 {
		return 0
	}
	return n.separators[0]
}

// millionths rounds a decimal number to millionths: a third has no end.
func millionths(digits string, decimals int) (Share, bool) {
	const places = 6
	if cut := decimals - places; cut > 0 {
		if cut > len(digits) {
			return 0, true
		}
		value, ok := scaled("0"+digits[:len(digits)-cut], 0, 0)
		if ok && digits[len(digits)-cut] >= '5' {
			value++
		}
		return Share(value), ok
	}
	value, ok := scaled(digits, decimals, places)
	return Share(value), ok
}

var (
	yesWords = []string{"oui", "o", "yes", "y", "vrai", "true", "1", "x"}
	noWords  = []string{"non", "n", "no", "faux", "false", "0"}
)

// ParseYesNo reads yes or no in French or English. It returns false when the text is neither.
func ParseYesNo(text string) (yes, ok bool) {
	word := FoldWord(text)
	for _, w := range yesWords {
		if w == word {
			return true, true
		}
	}
	for _, w := range noWords {
		if w == word {
			return false, true
		}
	}
	return false, false
}
