package lexicon

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// DateOrder is how a column writes dates of numbers alone: 03/04/2018 is in April or in March.
type DateOrder uint8

// The orders of day and month.
const (
	OrderUnknown DateOrder = iota
	DayFirst
	MonthFirst
)

// String returns the order as people say it.
func (o DateOrder) String() string {
	return [...]string{"?", "jj/mm/aaaa", "mm/jj/aaaa"}[min(o, MonthFirst)]
}

// Years outside of these are unlikely in a file of grants.
const (
	firstLikelyYear = 1950
	lastLikelyYear  = 2060
)

// ParseLooseDate reads a date of any notation: 2018-04-03, 2018/04/03, 20180403, 03.04.2018, 3 avril 2018, 2018-04,
// 2018. The code is empty, or says that it is unreadable, ambiguous or unlikely. An ambiguous date is read day first.
func ParseLooseDate(text string, order DateOrder) (PartialDate, NoteCode) {
	parts, ok := dateParts(text)
	if !ok {
		return PartialDate{}, DateUnreadable
	}
	year, month, day, known := parts.resolve(order)
	written := ""
	switch {
	case year < 1 || month > 12 || day > 31:
		return PartialDate{}, DateUnreadable
	case day > 0:
		written = fmt.Sprintf("%04d-%02d-%02d", year, month, day)
	case month > 0:
		written = fmt.Sprintf("%04d-%02d", year, month)
	default:
		written = fmt.Sprintf("%04d", year)
	}
	date, err := ParsePartialDate(written)
	switch {
	case err != nil:
		return PartialDate{}, DateUnreadable
	case !known:
		return date, DateAmbiguous
	case year < firstLikelyYear || year > lastLikelyYear:
		return date, DateUnlikely
	}
	return date, ""
}

// DateOrderOf returns the order that a date proves: 13/04/2018 has its day first. Most dates prove nothing.
func DateOrderOf(text string) DateOrder {
	parts, ok := dateParts(text)
	if !ok || !parts.yearLast {
		return OrderUnknown
	}
	switch a, b := parts.numbers[0], parts.numbers[1]; {
	case a > 12 && a <= 31 && b <= 12:
		return DayFirst
	case b > 12 && b <= 31 && a <= 12:
		return MonthFirst
	}
	return OrderUnknown
}

// parts are the numbers of a date as written.
type parts struct {
	numbers  [3]int // year first, or as written if yearLast
	yearLast bool   // two numbers of unknown order, then the year
}

// resolve returns the year, month and day; zero is unknown. It returns false when the order decides and is unknown.
func (p parts) resolve(order DateOrder) (year, month, day int, known bool) {
	if !p.yearLast {
		return p.numbers[0], p.numbers[1], p.numbers[2], true
	}
	a, b, year := p.numbers[0], p.numbers[1], p.numbers[2]
	switch {
	case a > 12 || a == b:
		return year, b, a, true
	case b > 12 || order == MonthFirst:
		return year, a, b, true
	}
	return year, b, a, order == DayFirst
}

// dateParts finds the numbers of a date. It returns false when the text is none.
func dateParts(text string) (p parts, ok bool) {
	text = cutTime(TrimSpaces(text))
	if len(text) == 0 || len(text) > 40 {
		return p, false
	}
	fields := strings.FieldsFunc(text, func(r rune) bool {
		return r == '-' || r == '/' || r == '.' || r == '_' || r == ',' || IsSpace(r)
	})
	switch {
	case len(fields) == 1 && len(fields[0]) == 8 && allDigits(fields[0]): // 20180403
		fields = []string{fields[0][:4], fields[0][4:6], fields[0][6:]}
	case len(fields) == 0 || len(fields) > 3 || !allDigits(text[:1]) && !isLetter(text[0]):
		return p, false
	}
	if at := slices.IndexFunc(fields, func(f string) bool { return MonthNamed(f) > 0 }); at >= 0 {
		return partsOfWords(fields, at)
	}
	return partsOfNumbers(fields)
}

func isLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

// partsOfWords reads a date whose month is a word: 3 avril 2018, avril 2018, April 3, 2018.
func partsOfWords(fields []string, at int) (p parts, ok bool) {
	month := MonthNamed(fields[at])
	others := slices.Delete(slices.Clone(fields), at, at+1)
	if len(others) == 0 || len(others[len(others)-1]) != 4 {
		return p, false
	}
	year, ok := wholeNumber(others[len(others)-1])
	day := 0
	if ok && len(others) == 2 {
		bare := others[0]
		for _, ordinal := range []string{"er", "st", "nd", "rd", "th"} {
			bare = strings.TrimSuffix(bare, ordinal)
		}
		day, ok = wholeNumber(bare)
		ok = ok && day > 0
	}
	return parts{numbers: [3]int{year, month, day}}, ok
}

func partsOfNumbers(fields []string) (p parts, ok bool) {
	var numbers []int
	for _, f := range fields {
		n, ok := wholeNumber(f)
		if !ok || len(f) > 4 || len(fields) > 1 && n == 0 {
			return p, false
		}
		numbers = append(numbers, n)
	}
	last := fields[len(fields)-1]
	switch {
	case len(fields[0]) == 4 && (len(fields) == 1 || len(last) <= 2):
		copy(p.numbers[:], numbers)
		return p, true
	case len(fields) == 3 && len(fields[0]) <= 2 && len(fields[1]) <= 2 && (len(last) == 4 || len(last) == 2):
		if len(last) == 2 {
			numbers[2] = centuryOf(numbers[2])
		}
		copy(p.numbers[:], numbers)
		p.yearLast = true
		return p, true
	case len(fields) == 2 && len(fields[0]) <= 2 && len(last) == 4: // 04/2018
		return parts{numbers: [3]int{numbers[1], numbers[0], 0}}, true
	}
	return p, false
}

// centuryOf returns the year that two digits stand for.
func centuryOf(year int) int {
	if year < 70 {
		return 2000 + year
	}
	return 1900 + year
}

// cutTime cuts the time of day from a moment: T00:00:00Z, or a space and 00:00.
func cutTime(text string) string {
	if at := strings.IndexAny(text, "T "); at >= 8 && strings.Contains(text[at:], ":") {
		if clock := strings.TrimRight(text[at+1:], "Z"); strings.Trim(clock, "0123456789:.+- ") == "" {
			return text[:at]
		}
	}
	return text
}

func allDigits(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }

func wholeNumber(text string) (int, bool) {
	if !allDigits(text) {
		return 0, false
	}
	n, err := strconv.Atoi(text)
	return n, err == nil
}

// shortMonths are the shortest abbreviations of the French months, folded.
var shortMonths = [12]string{
	"janv", "fev", "mars", "avr", "mai", "juin", "juil", "aout", "sept", "oct", "nov", "dec",
}

// MonthNamed returns the month that a word names in French or English, whole or cut; zero for none.
func MonthNamed(word string) int {
	if word == "" || word[0] >= '0' && word[0] <= '9' {
		return 0
	}
	folded := FoldWord(word)
	for i, short := range shortMonths {
		isFrench := strings.HasPrefix(folded, short) && strings.HasPrefix(FoldWord(frenchMonths[i]), folded)
		english := strings.ToLower(time.Month(i + 1).String())
		if isFrench || len(folded) >= 3 && strings.HasPrefix(english, folded) {
			return i + 1
		}
	}
	return 0
}

// Period is the time between two dates. A single date has no end.
type Period struct{ From, To PartialDate }

// periodMarks stand between the two dates of a period. Those that also stand within a date come last.
var periodMarks = []string{" au ", " à ", " a ", " to ", " et ", "..", "_", ";", "|", " - ", "–", "—", ",", "/", "-"}

// ParsePeriod reads a date or a period of any notation: 2018-01-01/2018-12-31, 2018/01/01_2018/12/31, du 01/01/2018
// au 31/12/2018. The code is that of its worst date, or PERIOD_REVERSED.
func ParsePeriod(text string, order DateOrder) (Period, NoteCode) {
	text = TrimSpaces(text)
	if date, code := ParseLooseDate(text, order); code != DateUnreadable {
		return Period{From: date}, code
	}
	if len(text) > 80 {
		return Period{}, DateUnreadable
	}
	for _, opening := range []string{"du ", "de ", "entre ", "from "} {
		if len(text) > len(opening) && strings.EqualFold(text[:len(opening)], opening) {
			text = text[len(opening):]
		}
	}
	for _, mark := range periodMarks {
		from, to, ok := cutMiddle(text, mark)
		if !ok {
			continue
		}
		begin, first := ParseLooseDate(from, order)
		end, second := ParseLooseDate(to, order)
		if first == DateUnreadable || second == DateUnreadable {
			continue
		}
		if end.Latest() < begin.Earliest() {
			return Period{begin, end}, PeriodReversed
		}
		return Period{begin, end}, NoteCode(max(string(first), string(second)))
	}
	return Period{}, DateUnreadable
}

// cutMiddle cuts a text at the middle one of an odd number of marks.
func cutMiddle(text, mark string) (before, after string, ok bool) {
	count := strings.Count(text, mark)
	if count%2 == 0 {
		return "", "", false
	}
	at := 0
	for range count / 2 {
		at += strings.Index(text[at:], mark) + len(mark)
	}
	at += strings.Index(text[at:], mark)
	return text[:at], text[at+len(mark):], true
}
