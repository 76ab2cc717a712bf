//go:build graphiql_offline

package hub

import (
	"embed"
	"io/fs"
)

//go:embed graphiql/generated
var generated embed.FS

// offline has the files of GraphiQL, by their names, which `make graphiql` put there.
var offline = func() fs.FS {
	files, err := fs.Sub(generated, "graphiql/generated")
	if err != nil {
		panic(err) // the name is no path
	}
	return files
}()
