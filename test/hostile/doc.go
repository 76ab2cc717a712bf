// Package hostile contains only tests. They send a whole hub random requests, made from the schema,
// that no friendly client sends.
//
// `go test` sends some. `make hostile` sends ten thousand to each database, and prints how long they
// took.
package hostile
