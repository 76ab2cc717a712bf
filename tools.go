//go:build tools

// The generators' packages, so that go.mod keeps what `go generate` needs.
package main

import (
	_ "entgo.io/ent/entc"
	_ "github.com/99designs/gqlgen/api"
)
