package web

import (
	"bytes"
	"html"
	"math"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
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

// momentParameters are the parameters of the moment that a page shows: the day for which contributions are derived, and
// the time of the hub's knowledge.
var momentParameters = []string{"at", "known"}

// readers returns the mux of the pages that show a moment: those without a form that writes.
func readers(pages map[string]handler) *http.ServeMux {
	mux := http.NewServeMux()
	for pattern := range pages {
		path, isRead := strings.CutPrefix(pattern, "GET ")
		if _, writes := pages["POST "+path]; isRead && !writes {
			mux.Handle(pattern, http.NotFoundHandler())
		}
	}
	return mux
}

// momentOf returns the parameters of the moment in the URL; empty for the present.
func (q *request) momentOf() url.Values {
	moment := url.Values{}
	for _, name := range momentParameters {
		if value := q.query.Get(name); value != "" && q.http.Method == http.MethodGet {
			moment.Set(name, value)
		}
	}
	return moment
}

// inMoment adds the moment to the URL of a page that shows one.
func (q *request) inMoment(to string, moment url.Values) string {
	u, err := url.Parse(to)
	if err != nil || len(moment) == 0 || u.Host != "" || !q.site.showsMoment(u) {
		return to
	}
	parameters := u.Query()
	for name := range moment {
		if !parameters.Has(name) {
			parameters.Set(name, moment.Get(name))
		}
	}
	u.RawQuery = parameters.Encode()
	return u.String()
}

// showsMoment reports whether a URL is that of a page that shows a moment.
func (s *site) showsMoment(u *url.URL) bool {
	_, pattern := s.readers.Handler(&http.Request{Method: http.MethodGet, URL: u})
	return pattern != ""
}

var (
	linkInPage = regexp.MustCompile(`<a [^>]*?href="(/[^"]*)"[^>]*>`)
	formInPage = regexp.MustCompile(`(?s)<form [^>]*>.*?</form>`)
	formTarget = regexp.MustCompile(`^<form [^>]*?action="(/[^"]*)"`)
)

// leaving is the attribute of links that lead to the present.
var leaving = []byte(" data-present")

// keepMoment adds the moment of a page to its links and to its forms that search, so that no step leaves it unnoticed.
func (q *request) keepMoment(page []byte) []byte {
	moment := q.momentOf()
	if len(moment) == 0 {
		return page
	}
	page = linkInPage.ReplaceAllFunc(page, func(link []byte) []byte {
		if bytes.Contains(link, leaving) {
			return link
		}
		at := linkInPage.FindSubmatchIndex(link)
		to := q.inMoment(html.UnescapeString(string(link[at[2]:at[3]])), moment)
		return slices.Concat(link[:at[2]], []byte(html.EscapeString(to)), link[at[3]:])
	})
	return formInPage.ReplaceAllFunc(page, func(form []byte) []byte {
		target := formTarget.FindSubmatch(form)
		head := bytes.IndexByte(form, '>') + 1
		if target == nil || bytes.Contains(form[:head], []byte(`method="post"`)) {
			return form
		}
		u, err := url.Parse(html.UnescapeString(string(target[1])))
		if err != nil || !q.site.showsMoment(u) {
			return form
		}
		var fields []byte
		for _, name := range momentParameters {
			if moment.Has(name) && !bytes.Contains(form, []byte(`name="`+name+`"`)) {
				fields = append(fields,
					`<input type="hidden" name="`+name+`" value="`+html.EscapeString(moment.Get(name))+`">`...)
			}
		}
		return slices.Concat(form[:head], fields, form[head:])
	})
}
