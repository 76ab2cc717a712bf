package web

import (
	"bytes"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

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
