package lexicon

import (
	"strconv"
	"strings"
	"time"
)

// datePrefix are the words before a date: before a day, before a month or a year, and before words such as
// « une date inconnue ».
type datePrefix struct{ day, month, words Text }

var (
	fromDate = datePrefix{Text{"since ", "depuis le "}, Text{"since ", "depuis "},
		Text{"since ", "depuis "}}
	// startDate is for a claim that does not continue.
	startDate = datePrefix{
		Text{"from ", "à partir du "}, Text{"from ", "à partir de "}, Text{"from ", "à partir d’"},
	}
	toDate = datePrefix{Text{"until ", "jusqu’au "}, Text{"until ", "jusqu’en "},
		Text{"until ", "jusqu’à "}}
)

// period returns since when and until when a claim holds, without the bounds that are not set. A claim
// that does not continue begins « à partir de », not « depuis ».
func period(l Language, since, until *PartialDate, goesOn bool) []string {
	var said []string
	begins := fromDate
	if !goesOn {
		begins = startDate
	}
	if since != nil && !since.IsZero() {
		said = append(said, begins.say(l, *since))
	}
	if until != nil && !until.IsZero() {
		said = append(said, toDate.say(l, *until))
	}
	return said
}

// say puts the words before a date. For a date between two others it gives both.
func (b datePrefix) say(l Language, d PartialDate) string {
	if d.text == unknownDate {
		return b.words.In(l) + Text{"an unknown date", "une date inconnue"}.In(l)
	}
	from, to, isInterval := strings.Cut(d.text, "/")
	switch {
	case !isInterval:
		return b.at(l, from)
	case from == openEnd:
		return b.at(l, to) + Text{" at the latest", " au plus tard"}.In(l)
	case to == openEnd:
		return b.at(l, from) + Text{" at the earliest", " au plus tôt"}.In(l)
	}
	return b.words.In(l) + Text{
		"a date between " + dateInWords(l, from) + " and " + dateInWords(l, to),
		"une date entre " + dateInWords(l, from) + " et " + dateInWords(l, to),
	}.In(l)
}

func (b datePrefix) at(l Language, text string) string {
	if len(text) == len(isoDay) {
		return b.day.In(l) + dateInWords(l, text)
	}
	before, said := b.month.In(l), dateInWords(l, text)
	if elided, elides := strings.CutSuffix(before, "de "); elides && strings.ContainsRune("ao", rune(said[0])) {
		before = elided + "d’" // avril, août, octobre
	}
	return before + said
}

var frenchMonths = []string{
	"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
	"décembre",
}

// dateInWords returns a year, a month or a day as people say it: « juin 2016 ».
func dateInWords(l Language, text string) string {
	for _, layout := range []string{isoDay, "2006-01"} {
		t, err := time.Parse(layout, text)
		if err != nil {
			continue
		}
		month := t.Month().String()
		if l == French {
			month = frenchMonths[t.Month()-1]
		}
		said := month + " " + strconv.Itoa(t.Year())
		if layout == "2006-01" {
			return said
		}
		if l == French && t.Day() == 1 {
			return "1er " + said
		}
		return strconv.Itoa(t.Day()) + " " + said
	}
	return text
}

// firstDay and lastDay say when a period begins or ends, by its first or last day. A whole year or
// month is given as such: « à partir de 2024 ».
func firstDay(l Language, d Day) string { return startDate.at(l, shortenDay(d, d-1)) }

func lastDay(l Language, d Day) string { return toDate.at(l, shortenDay(d, d+1)) }

// shortenDay returns a day without the parts that are implied at the edge of a year or a month. The day
// beyond is the one on the other side of the edge.
func shortenDay(d, beyond Day) string {
	text, other := d.String(), beyond.String()
	switch {
	case text[:len("2006")] != other[:len("2006")]:
		return text[:len("2006")]
	case text[:len("2006-01")] != other[:len("2006-01")]:
		return text[:len("2006-01")]
	}
	return text
}

// Phrase returns the date as people say it: « juin 2016 », « au plus tard en juin 2016 », “between
// 2016 and 2018”.
func (d PartialDate) Phrase(l Language) string {
	if d.text == unknownDate {
		return Text{"unknown date", "date inconnue"}.In(l)
	}
	from, to, isInterval := strings.Cut(d.text, "/")
	switch {
	case !isInterval:
		return dateInWords(l, from)
	case from == openEnd:
		return dateInWords(l, to) + Text{" at the latest", " au plus tard"}.In(l)
	case to == openEnd:
		return dateInWords(l, from) + Text{" at the earliest", " au plus tôt"}.In(l)
	}
	return Text{
		"between " + dateInWords(l, from) + " and " + dateInWords(l, to),
		"entre " + dateInWords(l, from) + " et " + dateInWords(l, to),
	}.In(l)
}
