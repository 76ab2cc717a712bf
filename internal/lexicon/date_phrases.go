package lexicon

import (
	"strconv"
	"strings"
	"time"
)

// bounds are the words before a date: before a day, before a month or a year, and
// before words of ours.
type bounds struct{ day, month, words sentence }

var (
	fromDate = bounds{sentence{"depuis le ", "since "}, sentence{"depuis ", "since "}, sentence{"depuis ", "since "}}
	// startDate is of what does not go on.
	startDate = bounds{
		sentence{"à partir du ", "from "}, sentence{"à partir de ", "from "}, sentence{"à partir d’", "from "},
	}
	toDate = bounds{sentence{"jusqu’au ", "until "}, sentence{"jusqu’en ", "until "}, sentence{"jusqu’à ", "until "}}
)

// period says since when and until when a claim holds; nothing where no bound is set.
// What does not go on begins « à partir de », not « depuis ».
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

// say puts a date after its word. A date between two others is said with both.
func (b bounds) say(l Language, d PartialDate) string {
	if d.text == unknownDate {
		return b.words.in(l) + sentence{"une date inconnue", "an unknown date"}.in(l)
	}
	from, to, isInterval := strings.Cut(d.text, "/")
	switch {
	case !isInterval:
		return b.at(l, from)
	case from == openEnd:
		return b.at(l, to) + sentence{" au plus tard", " at the latest"}.in(l)
	case to == openEnd:
		return b.at(l, from) + sentence{" au plus tôt", " at the earliest"}.in(l)
	}
	return b.words.in(l) + sentence{
		"une date entre " + spoken(l, from) + " et " + spoken(l, to), "a date between " + spoken(l, from) + " and " + spoken(l, to),
	}.in(l)
}

func (b bounds) at(l Language, text string) string {
	if len(text) == len(isoDay) {
		return b.day.in(l) + spoken(l, text)
	}
	before, said := b.month.in(l), spoken(l, text)
	if elided, elides := strings.CutSuffix(before, "de "); elides && strings.ContainsRune("ao", rune(said[0])) {
		before = elided + "d’" // avril, août, octobre
	}
	return before + said
}

var frenchMonths = []string{
	"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
}

// spoken says a year, a month or a day as people do: « juin 2016 ».
func spoken(l Language, text string) string {
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

// firstDay and lastDay say when what holds begins or ends, by its first or last day. A
// whole year or month is said as such: « à partir de 2024 ».
func firstDay(l Language, d Day) string { return startDate.at(l, shortened(d, d-1)) }

func lastDay(l Language, d Day) string { return toDate.at(l, shortened(d, d+1)) }

// shortened writes a day without what is the same as at the edge of a year or a month:
// beyond is the day on the other side of the edge.
func shortened(d, beyond Day) string {
	text, other := d.String(), beyond.String()
	switch {
	case text[:len("2006")] != other[:len("2006")]:
		return text[:len("2006")]
	case text[:len("2006-01")] != other[:len("2006-01")]:
		return text[:len("2006-01")]
	}
	return text
}

// Phrase says the date as people do: « juin 2016 », « au plus tard en juin 2016 », “between 2016 and 2018”.
func (d PartialDate) Phrase(l Language) string {
	if d.text == unknownDate {
		return sentence{"date inconnue", "unknown date"}.in(l)
	}
	from, to, isInterval := strings.Cut(d.text, "/")
	switch {
	case !isInterval:
		return spoken(l, from)
	case from == openEnd:
		return spoken(l, to) + sentence{" au plus tard", " at the latest"}.in(l)
	case to == openEnd:
		return spoken(l, from) + sentence{" au plus tôt", " at the earliest"}.in(l)
	}
	return sentence{
		"entre " + spoken(l, from) + " et " + spoken(l, to), "between " + spoken(l, from) + " and " + spoken(l, to),
	}.in(l)
}
