package web

import (
	"math"
	"net/url"
	"slices"
	"strconv"
	"time"

	"maillage/internal/lexicon"
	"maillage/internal/web/words"
)

// anyTime is the value of asOf that matches any time.
const anyTime = ".."

// day returns the date of the page in the format of the API; nil means today.
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

// readMoment reads the time of the asKnownAt directive. Only GET requests have one.
func (q *request) readMoment() {
	if q.http.Method == "GET" {
		q.known = q.moment("known")
	}
}

// moment parses a time of the hub's knowledge into the format of the API. It is a date, which means the end of that
// day, or a date and a time. A future time is dropped, and today means now.
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

// wordOf reads a parameter with a word of a vocabulary. Any other value is dropped, and the page says so.
func (q *request) wordOf(parameter, vocabulary string) string {
	value := q.query.Get(parameter)
	if value != "" && words.Vocabularies[vocabulary].Index(value) < 0 {
		q.drop(parameter, value)
		return ""
	}
	return value
}

// drop removes a value of the URL, and reports it on the page.
func (q *request) drop(parameter, value string) {
	q.query.Del(parameter)
	said := parameter + "=" + strconv.Quote(value)
	if !slices.Contains(q.dropped, said) {
		q.dropped = append(q.dropped, said)
	}
}

// numberOf reads a numeric parameter within bounds. Any other value is dropped.
func (q *request) numberOf(parameter string, least, most, otherwise float64) float64 {
	value := q.query.Get(parameter)
	if value == "" {
		return otherwise
	}
	number, err := strconv.ParseFloat(value, 64)
	if err != nil || math.IsNaN(number) || number < least || number > most {
		q.drop(parameter, value)
		return otherwise
	}
	return number
}

// parameters returns the parameters of the URL, except some.
func (q *request) parameters(without ...string) url.Values {
	rest := q.http.URL.Query()
	for _, name := range without {
		rest.Del(name)
	}
	return rest
}
