package hub

import (
	"net/http"
	"net/url"

	"github.com/99designs/gqlgen/graphql/playground"
)

// question is the query that GraphiQL opens on: the one that the hub is for.
const question = `# Who contributes to which axis, and why we say so.
query WhoContributes {
  contract(code: "valenciennes") {
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
              role
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

// graphiql serves GraphiQL, opened on the question.
func graphiql() http.Handler {
	page := playground.Handler("Maillage", "/graphql",
		playground.WithGraphiqlPersistStateInURL(true), playground.WithStoragePrefix("maillage:"))
	opened := "/graphiql?" + url.Values{"query": {question}}.Encode()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.RawQuery == "" {
			http.Redirect(w, r, opened, http.StatusFound)
			return
		}
		w.Header().Set("X-Frame-Options", "DENY")
		page(w, r)
	})
}
