// Maillage is a partner-collaboration hub: a server with a GraphQL API and pages over a database. It answers who
// contributes to which axis of a contrat de ville, with the evidence for every link.
package main

//go:generate go run ./ent/entc.go
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
