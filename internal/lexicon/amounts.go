package lexicon

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// DecimalMark is the sign between euros and cents in a column: ',' or '.'. Zero means that no value tells.
type DecimalMark byte

// Amount is an amount of money in cents, or the statement that it is withheld.
type Amount struct {
	Cents    int64
	Withheld bool
}

// withheldWords stand, folded, for an amount that exists and is not told. They are not zero.
var withheldWords = []string{"nc", "ns", "nd", "na", "noncommunique", "noncommuniquee", "nondisponible", "nonpublie",
	"nonrenseigne", "confidentiel", "secret", "secretstatistique", "withheld", "confidential", "undisclosed"}

// currencies are the words and signs for euros, folded to lower case.
var currencies = []string{"euros", "euro", "eur", "€"}

// ParseAmount reads an amount as people write it: spaces of every kind, a comma or a point, a sign, and euros. The
// code is empty, or says what is wrong (AMOUNT_UNREADABLE) or remarkable (AMOUNT_WITHHELD, AMOUNT_NEGATIVE). The
// mark of the column decides whether 1.234 is a thousand.
func ParseAmount(text string, mark DecimalMark) (Amount, NoteCode) {
	number, ok := readNumber(text)
	if !ok {
		if slices.Contains(withheldWords, FoldWord(text)) {
			return Amount{Withheld: true}, AmountWithheld
		}
		return Amount{}, AmountUnreadable
	}
	digits, decimals, ok := number.decimal(mark)
	if !ok {
		return Amount{}, AmountUnreadable
	}
	cents, ok := scaled(digits, decimals, 2)
	switch {
	case !ok || cents > MostCents:
		return Amount{}, AmountUnreadable
	case number.negative && cents > 0:
		return Amount{Cents: -cents}, AmountNegative
	}
	return Amount{Cents: cents}, ""
}

// DecimalMarkOf returns the decimal mark that a value proves, or zero. 12,50 proves a comma; 1.234 proves nothing.
func DecimalMarkOf(text string) DecimalMark {
	number, ok := readNumber(text)
	if !ok {
		return 0
	}
	if _, _, ok := number.decimal(0); !ok {
		return 0
	}
	return number.mark
}

// number is a number as written: its digits, cut at every separator, and the separators.
type number struct {
	negative   bool
	runs       []string // of digits
	separators []byte   // ',' '.' or ' ' between two runs
	exponent   int
	mark       DecimalMark // the decimal mark, once known
}

// readNumber cuts a text into runs of digits. It returns false when the text is no number.
func readNumber(text string) (n number, ok bool) {
	text = TrimSpaces(trimCurrency(TrimSpaces(text)))
	if text, n.negative, ok = cutSign(text); !ok {
		return n, false
	}
	if at := strings.IndexAny(text, "eE"); at > 0 {
		exponent, err := strconv.Atoi(text[at+1:])
		if err != nil || exponent < -20 || exponent > 20 {
			return n, false
		}
		text, n.exponent = text[:at], exponent
	}
	start := 0
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		switch {
		case '0' <= r && r <= '9':
		case r == ',' || r == '.':
			n.runs, n.separators = append(n.runs, text[start:at]), append(n.separators, byte(r))
			start = at + size
		case IsSpace(r) || r == '\'' || r == '’':
			n.runs, n.separators = append(n.runs, text[start:at]), append(n.separators, ' ')
			start = at + size
		default:
			return n, false
		}
		at += size
	}
	n.runs = append(n.runs, text[start:])
	return n, slices.ContainsFunc(n.runs, func(run string) bool { return run != "" })
}

// trimCurrency cuts the word or sign for euros from either end.
func trimCurrency(text string) string {
	for _, word := range currencies {
		if len(text) > len(word) && strings.EqualFold(text[len(text)-len(word):], word) {
			return text[:len(text)-len(word)]
		}
		if len(text) > len(word) && strings.EqualFold(text[:len(word)], word) {
			return text[len(word):]
		}
	}
	return text
}

// cutSign takes the sign from a number: before, after, or brackets as accountants write them.
func cutSign(text string) (rest string, negative, ok bool) {
	inner, opened := strings.CutPrefix(text, "(")
	inner, closed := strings.CutSuffix(inner, ")")
	if opened != closed {
		return "", false, false
	}
	if opened {
		return TrimSpaces(trimCurrency(TrimSpaces(inner))), true, true
	}
	for _, minus := range []string{"-", "−", "–"} {
		if after, is := strings.CutPrefix(text, minus); is {
			return TrimSpaces(trimCurrency(TrimSpaces(after))), true, true
		}
		if before, is := strings.CutSuffix(text, minus); is {
			return TrimSpaces(before), true, true
		}
	}
	return TrimSpaces(strings.TrimPrefix(text, "+")), false, true
}

// decimal decides which separator is the decimal mark. It returns all digits, and how many of them are decimals. A
// number that can be read in two ways is refused.
func (n *number) decimal(mark DecimalMark) (digits string, decimals int, ok bool) {
	if n.separators == nil {
		return n.runs[0], -n.exponent, n.runs[0] != ""
	}
	last := len(n.separators) - 1
	sign, tail := n.separators[last], n.runs[last+1]
	before := n.separators[:last]
	isDecimal := false
	switch {
	case sign == ' ': // groups alone
	case slices.Contains(before, sign): // 1.234.567
	case len(before) > 0: // 1 234,567 or 1.234,56
		isDecimal = true
	case len(tail) != 3 || len(n.runs[0]) > 3 || n.runs[0] == "" || n.runs[0][0] == '0' || n.exponent != 0:
		isDecimal = true
	case mark == 0:
		return "", 0, false
	default:
		isDecimal = DecimalMark(sign) == mark
	}
	groups := n.runs
	if isDecimal {
		groups, decimals = n.runs[:last+1], len(tail)
		n.mark = DecimalMark(sign)
		if len(before) > 0 && before[0] != ' ' && before[0] == sign {
			return "", 0, false
		}
	} else {
		before = n.separators
	}
	if !grouped(groups, before) {
		return "", 0, false
	}
	return strings.Join(n.runs, ""), decimals - n.exponent, true
}

// grouped reports whether the runs before the decimal mark are groups of three with one separator.
func grouped(runs []string, separators []byte) bool {
	for i, run := range runs[1:] {
		if len(run) != 3 || separators[i] != separators[0] {
			return false
		}
	}
	return len(runs) == 1 || len(runs[0]) > 0 && len(runs[0]) <= 3
}

// noise is the number of equal decimals from which 0.10000000001 and 0.0999999999 are traces of floating point.
const noise = 5

// scaled returns digits with some decimals as a whole number of units of 10^-places. It refuses what has more
// decimals, unless these are zeros or traces of floating point.
func scaled(digits string, decimals, places int) (int64, bool) {
	for decimals < places {
		digits, decimals = digits+"0", decimals+1
	}
	roundUp := false
	if extra := decimals - places; extra > 0 {
		if extra > len(digits) {
			digits = strings.Repeat("0", extra-len(digits)) + digits
		}
		tail := digits[len(digits)-extra:]
		digits = digits[:len(digits)-extra]
		switch {
		case strings.Trim(tail, "0") == "" || strings.HasPrefix(tail, "000000"[:noise]):
		case strings.HasPrefix(tail, "999999"[:noise]):
			roundUp = true
		default:
			return 0, false
		}
	}
	if digits = strings.TrimLeft(digits, "0"); digits == "" {
		digits = "0"
	}
	value, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || value > 1<<60 {
		return 0, false
	}
	if roundUp {
		value++
	}
	return value, true
}
