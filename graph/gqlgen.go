//go:build ignore

// Gqlgen writes internal/gen/exec and internal/gen/model from the SDL beside it.
package main

import (
	"io"
	"log"
	"os"

	"github.com/99designs/gqlgen/api"
	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/config"
)

func main() {
	log.SetOutput(io.Discard) // a line for every field that asTheyCome leaves alone
	c, err := config.LoadConfigFromDefaultLocations()
	if err == nil {
		err = api.Generate(c, api.PrependPlugin(asTheyCome{}))
	}
	if err != nil {
		log.SetOutput(os.Stderr)
		log.Fatal("gqlgen: ", err)
	}
}

// asTheyCome leaves inputs whole that read themselves. Gqlgen knows that it need
// not read their fields, but would still ask for somebody who resolves each.
type asTheyCome struct{}

func (asTheyCome) Name() string { return "inputs as they come" }

func (asTheyCome) GenerateCode(data *codegen.Data) error {
	for _, input := range data.Inputs {
		if !input.HasUnmarshal() {
			continue
		}
		for _, field := range input.Fields {
			field.IsResolver = false
		}
	}
	return nil
}
