package server

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

// defaultQuery is the initial query of GraphiQL: the main question that the hub answers.
const defaultQuery = `# Who contributes to which axis, and why we say so.
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

// graphiql serves GraphiQL with the initial query. Its files come from the binary when it was built by `make graphiql`,
// otherwise from a public CDN. In both cases browsers run only files with the hashes of pieces.json.
func graphiql() http.Handler {
	page, policy := graphiqlPage()
	opened := "/graphiql?" + url.Values{"query": {defaultQuery}}.Encode()
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
		_, _ = w.Write(page) // the client may be gone; nothing can be reported to it
	})
	for _, name := range []string{"start.js", "start.css"} {
		mux.Handle("GET /graphiql/"+name, file(assets, "graphiql/"+name))
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
var assets embed.FS

// piece is a file of GraphiQL from an npm package.
type piece struct {
	Package, Version, File string
	Integrity              string // the hash, as in the integrity attribute
}

// URL returns the URL from which a browser loads the file. The CDN serves the files of npm packages unchanged.
func (p piece) URL() string {
	if offline != nil {
		return "/graphiql/" + path.Base(p.File)
	}
	return "https://cdn.jsdelivr.net/npm/" + p.Package + "@" + p.Version + "/" + p.File
}

func graphiqlPieces() (pieces []piece) {
	list, err := assets.ReadFile("graphiql/pieces.json")
	if err == nil {
		err = json.Unmarshal(list, &pieces)
	}
	if err != nil {
		panic(err) // it is embedded in the program
	}
	return pieces
}

// graphiqlPage returns the page and its Content-Security-Policy. The policy allows its files and requests to this hub,
// and nothing else.
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
	if err := template.Must(template.ParseFS(assets, "graphiql/page.html")).Execute(&out, parts); err != nil {
		panic(err) // it is embedded in the program
	}
	return out.Bytes(), strings.Join([]string{
		"default-src 'none'", scripts, styles, "font-src data:", "img-src 'self' data:", "connect-src 'self'",
		"base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
	}, "; ")
}
