package hub

import (
	"bytes"
	"embed"
	"encoding/json"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"strings"
)

// question is the query that GraphiQL opens on: the one that the hub is for.
const question = `# Who contributes to which axis, and why we say so.
#
# With a token, write into « Headers » below, also for subscriptions:
# {"Authorization": "Bearer mlg_…"}
#
# Qui contribue à quel axe, et pourquoi nous le disons. Avec un jeton,
# écrivez la même ligne dans « Headers », aussi pour les abonnements.
query WhoContributes {
  contract(by: {code: "valenciennes"}) {
    name
    axes {
      nodes {
        name
        contributors {
          nodes {
            partner { name }
            status
            confirmed
            chains {
              rule
              status
              basis
              axisRole
              actionRole
              links {
                __typename
                wording
                citations { nodes { quote locator source { name } } }
              }
            }
          }
        }
      }
    }
    gaps { code severity message(language: EN) }
  }
}
`

// graphiql serves GraphiQL, opened on the question. Its files come from the
// binary when it was built by `make graphiql`, or else from a public CDN; either
// way a browser runs only what has the hashes of pieces.json.
func graphiql() http.Handler {
	page, policy := graphiqlPage()
	opened := "/graphiql?" + url.Values{"query": {question}}.Encode()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /graphiql", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.RawQuery == "" {
			http.Redirect(w, r, opened, http.StatusFound)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("X-Frame-Options", "DENY") // for browsers without frame-ancestors
		w.Header().Set("Referrer-Policy", "no-referrer")
		_, _ = w.Write(page) // the client has gone; nobody is left to tell
	})
	for _, name := range []string{"start.js", "start.css"} {
		mux.Handle("GET /graphiql/"+name, file(ours, "graphiql/"+name))
	}
	if offline != nil {
		for _, p := range graphiqlPieces() {
			mux.Handle("GET "+p.URL(), file(offline, path.Base(p.File)))
		}
	}
	return mux
}

func file(files fs.FS, name string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Cache-Control", "no-cache") // it changes with the binary
		http.ServeFileFS(w, r, files, name)
	})
}

//go:embed graphiql/page.html graphiql/pieces.json graphiql/start.js graphiql/start.css
var ours embed.FS

// piece is a file of GraphiQL: one of a package of npm.
type piece struct {
	Package, Version, File string
	Integrity              string // as in the attribute: its hash
}

// URL is where a browser finds the piece. The CDN serves the files of npm's
// packages as they are.
func (p piece) URL() string {
	if offline != nil {
		return "/graphiql/" + path.Base(p.File)
	}
	return "https://cdn.jsdelivr.net/npm/" + p.Package + "@" + p.Version + "/" + p.File
}

func graphiqlPieces() (pieces []piece) {
	list, err := ours.ReadFile("graphiql/pieces.json")
	if err == nil {
		err = json.Unmarshal(list, &pieces)
	}
	if err != nil {
		panic(err) // it is a part of the program
	}
	return pieces
}

// graphiqlPage is the page, and the policy that allows what it needs and no more:
// its pieces, and to ask the hub that served it.
func graphiqlPage() (page []byte, policy string) {
	parts := struct{ Scripts, Styles []piece }{}
	scripts, styles := "script-src 'self'", "style-src 'self'"
	for _, p := range graphiqlPieces() {
		from := ""
		if offline == nil {
			from = " " + p.URL()
		}
		if path.Ext(p.File) == ".css" {
			parts.Styles, styles = append(parts.Styles, p), styles+from
		} else {
			parts.Scripts, scripts = append(parts.Scripts, p), scripts+from
		}
	}
	var out bytes.Buffer
	if err := template.Must(template.ParseFS(ours, "graphiql/page.html")).Execute(&out, parts); err != nil {
		panic(err) // it is a part of the program
	}
	return out.Bytes(), strings.Join([]string{
		"default-src 'none'", scripts, styles, "font-src data:", "img-src 'self' data:", "connect-src 'self'",
		"base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
	}, "; ")
}
