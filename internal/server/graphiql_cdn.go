//go:build !graphiql_offline

package server

import "io/fs"

// offline holds the embedded files of GraphiQL. It is nil in this build: browsers load them from a public CDN.
var offline fs.FS
