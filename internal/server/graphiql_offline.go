//go:build graphiql_offline

package server

import (
	"embed"
	"io/fs"
)

//go:embed graphiql/generated
var generated embed.FS

// offline holds the embedded files of GraphiQL by name, which `make graphiql` wrote.
var offline = func() fs.FS {
	files, err := fs.Sub(generated, "graphiql/generated")
	if err != nil {
		panic(err) // the name is not a valid path
	}
	return files
}()
