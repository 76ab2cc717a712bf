// Package dates reads dates as people write them.
package dates

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"maillage/internal/lexicon"
)

// bound is a word before a date, and the interval that it makes with the date's first or last day.
type bound struct {
	word    string
	before  bool // the interval ends with the date
	without bool // the interval excludes the date
}

// boundWords are accepted in both languages, whatever that of the page. A longer word comes before its prefix.
var boundWords = []bound{
	{"au plus tard", true, false}, {"jusqu’à", true, false}, {"jusqu’en", true, false}, {"jusqu’au", true, false},
	{"au plus tôt", false, false}, {"à partir", false, false}, {"avant", true, true}, {"après", false, true},
	{"at the latest", true, false}, {"at the earliest", false, false}, {"by", true, false}, {"until", true, false},
	{"before", true, true}, {"after", false, true}, {"from", false, false},
}

// unknownDates are the words for an unknown date.
var unknownDates = []string{"?", "inconnue", "date inconnue", "unknown", "unknown date", "xxxx"}

// fillers are words of a date without a meaning.
var fillers = map[string]bool{
	"le": true, "en": true, "de": true, "du": true, "d’": true, "the": true, "of": true, "in": true, "on": true,
}

// ParseWritten parses a date as people write it into the format of the API: « 14/06/2016 » is `2016-06-14`, « avant 2016-06
// » is `../2016-05`. An empty text is no date.
func ParseWritten(text string) (date string, ok bool) {
	text = strings.ToLower(strings.Join(strings.Fields(strings.ReplaceAll(text, "'", "’")), " "))
	if text == "" {
		return "", true
	}
	for _, word := range unknownDates {
		if text == word {
			return "XXXX", true
		}
	}
	if d, err := lexicon.ParsePartialDate(text); err == nil {
		return d.String(), true
	}
	if date, ok = readBetween(text); ok {
		return date, true
	}
	for _, b := range boundWords {
		if rest, has := strings.CutPrefix(text, b.word); has && (rest == "" || strings.HasPrefix(rest, " ")) {
			return b.around(rest)
		}
	}
	date, ok = readPoint(text)
	return date, ok
}

// readBetween parses « entre 2016 et 2018 » or “between 2016 and 2018” as `2016/2018`.
func readBetween(text string) (string, bool) {
	for _, words := range [][2]string{{"entre ", " et "}, {"between ", " and "}} {
		rest, has := strings.CutPrefix(text, words[0])
		from, to, both := strings.Cut(rest, words[1])
		if !has || !both {
			continue
		}
		first, ok := readPoint(from)
		last, alsoOK := readPoint(to)
		_, err := lexicon.ParsePartialDate(first + "/" + last)
		return first + "/" + last, ok && alsoOK && err == nil
	}
	return "", false
}

// around returns the interval that ends or begins with a date.
func (b bound) around(text string) (string, bool) {
	point, ok := readPoint(text)
	if !ok {
		return "", false
	}
	if b.without {
		point = beside(point, b.before)
	}
	date := point + "/.."
	if b.before {
		date = "../" + point
	}
	_, err := lexicon.ParsePartialDate(date)
	return date, err == nil
}

// beside returns the year, month or day before or after another one.
func beside(point string, before bool) string {
	step := 1
	if before {
		step = -1
	}
	for _, layout := range []string{"2006", "2006-01", time.DateOnly} {
		t, err := time.Parse(layout, point)
		if err != nil {
			continue
		}
		switch layout {
		case "2006":
			t = t.AddDate(step, 0, 0)
		case "2006-01":
			t = t.AddDate(0, step, 0)
		default:
			t = t.AddDate(0, 0, step)
		}
		return t.Format(layout)
	}
	return point
}

// readPoint parses a year, a month or a day: `2016`, `06/2016`, `juin 2016`, `14.6.2016`, `14 June 2016`.
func readPoint(text string) (string, bool) {
	words := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" /.-,", r) })
	var parts []int
	for _, word := range words {
		if fillers[word] {
			continue
		}
		word = strings.TrimPrefix(word, "d’")
		number, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSuffix(word, "er"), "st"))
		if month := lexicon.MonthNamed(word); month > 0 {
			number, err = month, nil
		}
		if err != nil {
			return "", false
		}
		parts = append(parts, number)
	}
	if len(parts) > 1 && parts[0] > 31 { // the year comes first
		for i, j := 0, len(parts)-1; i < j; i, j = i+1, j-1 {
			parts[i], parts[j] = parts[j], parts[i]
		}
	}
	var date string
	switch len(parts) {
	case 1:
		date = fmt.Sprintf("%04d", parts[0])
	case 2:
		date = fmt.Sprintf("%04d-%02d", parts[1], parts[0])
	case 3:
		date = fmt.Sprintf("%04d-%02d-%02d", parts[2], parts[1], parts[0])
	}
	if len(parts) > 0 && parts[len(parts)-1] < 1000 { // the century of « 16 » is unknown
		return "", false
	}
	_, err := lexicon.ParsePartialDate(date)
	return date, err == nil
}
