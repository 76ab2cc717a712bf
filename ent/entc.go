//go:build ignore

// Entc writes internal/gen/ent from the schemas in ent/schema.
package main

import (
	"log"

	"entgo.io/ent/entc"
	"entgo.io/ent/entc/gen"
)

func main() {
	storage, err := gen.NewStorage("sql")
	if err != nil {
		log.Fatal("ent: ", err)
	}
	storage.SchemaMode &^= gen.Migrate // tools/migration writes migrations; the hub only applies files
	err = entc.Generate("./ent/schema", &gen.Config{
		Target:   "./internal/gen/ent",
		Package:  "maillage/internal/gen/ent",
		Storage:  storage,
		Features: []gen.Feature{gen.FeatureModifier, gen.FeatureExecQuery, gen.FeaturePrivacy},
	}, entc.TemplateDir("./ent/template"))
	if err != nil {
		log.Fatal("ent: ", err)
	}
}
