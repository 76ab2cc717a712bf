package web

import (
	"slices"
	"strconv"
	"time"

	"maillage/internal/lexicon"
)

// anyTime asks for what holds at any time.
const anyTime = ".."

// day returns the day that a page is asked for, as the API takes it; nil is today.
func (q *request) day() any {
	value := q.query.Get("at")
	if value == "" {
		return nil
	}
	if value != anyTime {
		if _, err := lexicon.ParsePartialDate(value); err != nil {
			q.drop("at", value)
			return nil
		}
	}
	return value
}

// readMoment reads the moment of which the hub’s knowledge is asked. Only pages that are asked for have one.
func (q *request) readMoment() {
	if q.http.Method == "GET" {
		q.known = q.moment("known")
	}
}

// moment reads a moment of the hub’s knowledge, as the API takes it: a day, whose end is meant, or a day and a time.
// One that is still to come is dropped, and today is now.
func (q *request) moment(parameter string) string {
	value := q.query.Get(parameter)
	if value == "" {
		return ""
	}
	now := time.Now()
	var moment time.Time
	switch day, err := time.ParseInLocation(time.DateOnly, value, q.site.Zone); {
	case err == nil && day.Format(time.DateOnly) == now.In(q.site.Zone).Format(time.DateOnly):
		return ""
	case err == nil:
		moment = day.AddDate(0, 0, 1).Add(-time.Second)
	default:
		if moment, err = time.ParseInLocation("2006-01-02T15:04", value, q.site.Zone); err != nil {
			moment, err = time.Parse(time.RFC3339, value)
		}
		if err != nil {
			q.drop(parameter, value)
			return ""
		}
	}
	if moment.After(now) {
		q.drop(parameter, value)
		return ""
	}
	return moment.UTC().Format(time.RFC3339)
}

// wordOf reads a parameter that is a word of a vocabulary. Another value is dropped, and the page says so.
func (q *request) wordOf(parameter, vocabulary string) string {
	value := q.query.Get(parameter)
	if value != "" && vocabularies[vocabulary].Index(value) < 0 {
		q.drop(parameter, value)
		return ""
	}
	return value
}

// drop leaves a value of the address out.
func (q *request) drop(parameter, value string) {
	q.query.Del(parameter)
	said := parameter + "=" + strconv.Quote(value)
	if !slices.Contains(q.dropped, said) {
		q.dropped = append(q.dropped, said)
	}
}
