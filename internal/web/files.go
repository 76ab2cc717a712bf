package web

import (
	"fmt"
	"net/http"
	"net/url"
)

// kept returns the parameters of the address, without some.
func (q *request) kept(without ...string) url.Values {
	rest := q.http.URL.Query()
	for _, name := range without {
		rest.Del(name)
	}
	return rest
}

// file is what is sent instead of a page.
type file struct {
	Type, Name string
	Content    []byte
	Here       bool // whether it is shown rather than kept
}

// send sends a file.
func (q *request) send(w http.ResponseWriter, f *file) {
	w.Header().Set("Content-Type", f.Type)
	w.Header().Set("Content-Language", string(q.lang.Tag()))
	w.Header().Set("Content-Disposition", f.Disposition())
	_, _ = w.Write(f.Content) // the client has gone; nobody is left to tell
}

// Disposition says whether a browser keeps the file, and under which name.
func (f *file) Disposition() string {
	if f.Here {
		return "inline"
	}
	return fmt.Sprintf("attachment; filename=%q", f.Name)
}
