//go:build !graphiql_offline

package hub

import "io/fs"

// offline has the files of GraphiQL in this binary: none. A browser fetches them
// from a public CDN.
var offline fs.FS
