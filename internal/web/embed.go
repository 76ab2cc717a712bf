package web

import (
	"errors"
	"maillage/internal/web/words"
	"net/http"
	"strings"
)

// embeddings is the path of pages that other sites may embed.
const embeddings = "/embed/"

// embedded reports whether the request is for such a page.
func (q *request) embedded() bool { return strings.HasPrefix(q.http.URL.Path, embeddings) }

// embed shows the matrix of a contract without navigation. Its links open the hub itself in a new tab.
func (s *site) embed(q *request) (*page, error) {
	if l, is := languageNamed(q.query.Get("lang")); is { // browsers send no cookie to the frame
		q.lang = l
	}
	whole := q.http.Clone(q.http.Context())
	whole.URL.Path, whole.URL.RawQuery = strings.TrimPrefix(whole.URL.Path,
		strings.TrimSuffix(embeddings, "/")), q.parameters("lang").Encode()
	q.http, q.viewer = whole, nil // frames are read-only
	m, of, err := q.matrixOf()
	if err != nil {
		return nil, err
	}
	m.Framed = true
	return &page{
		Template: "matrix", Title: words.Say(q.lang, "matrix.title") + " – " + of.Name, Wide: true, Embedded: true,
		Base: "_blank", Body: m,
	}, nil
}

// framed lets the configured sites embed a page, and no others.
func (s *site) framed(next http.Handler) (http.Handler, error) {
	ancestors := strings.TrimSpace(s.FrameAncestors)
	if ancestors == "" || ancestors == "'none'" {
		return next, nil
	}
	if strings.ContainsFunc(ancestors, func(r rune) bool { return r == ';' || r == ',' || r < ' ' || r > '~' }) {
		return nil, errors.New("frame ancestors are origins apart by spaces, such as https://www.example.org")
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy",
			strings.Replace(policy, "frame-ancestors 'none'", "frame-ancestors "+ancestors, 1))
		w.Header().Del("X-Frame-Options") // this header cannot list sites
		next.ServeHTTP(w, r)
	}), nil
}
