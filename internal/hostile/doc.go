// Package hostile is tests alone: requests that nobody friendly sends, made from
// the schema by chance, against a whole hub.
//
// `go test` sends some; `make hostile` sends ten thousand to each database, and
// prints how long they took.
package hostile
