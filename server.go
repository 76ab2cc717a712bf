// Maillage is a partner-collaboration hub: a server with a GraphQL API and pages over a database. It answers who
// contributes to which axis of a contrat de ville, with the evidence for every link.
package main

// Each generator reads what those before it wrote.
//go:generate go -C internal/lexicon run ./generate
//go:generate go run ./ent/entc.go
//go:generate go -C internal/record run ./generate types_generated.go
//go:generate go -C internal/rows run ./generate ../gen/stores
//go:generate go run ./internal/execute/generate

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"maillage/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	os.Exit(cli.Run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}
