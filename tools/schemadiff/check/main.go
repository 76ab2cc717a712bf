// Check compares docs/schema.graphql with the released schema and the schema's changelog, by the rules
// of docs/schema-changes.md.
//
//	go run ./tools/schemadiff/check                  prints the errors
//	go run ./tools/schemadiff/check -update          writes the changelog's entries
//	go run ./tools/schemadiff/check -release 1.1.0   makes the current schema the released one
package main

import (
	"errors"
	"flag"
	"log"
	"os"
	"path/filepath"
	"strings"
	"time"

	"maillage/tools/schemadiff"
)

func main() {
	log.SetFlags(0)
	docs := flag.String("docs", "docs", "the directory of the documents")
	update := flag.Bool("update", false, "write the entries that the changelog lacks")
	release := flag.String("release", "", "the version that is released now")
	flag.Parse()
	if err := run(*docs, *update, *release); err != nil {
		log.Fatal(err)
	}
}

func run(docs string, update bool, release string) error {
	published, released := filepath.Join(docs, "schema.graphql"), filepath.Join(docs, "schema", "released.graphql")
	changelog := filepath.Join(docs, "schema-changelog.md")
	texts := map[string]string{}
	for _, path := range []string{published, released, changelog} {
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		texts[path] = string(text)
	}
	before, err := schemadiff.Read(texts[released])
	if err != nil {
		return err
	}
	after, err := schemadiff.Read(texts[published])
	if err != nil {
		return err
	}
	if update {
		text, err := schemadiff.Update(before, after, texts[changelog])
		if err != nil {
			return err
		}
		return os.WriteFile(changelog, []byte(text), 0o600)
	}
	now := time.Now()
	if wrong := schemadiff.Check(before, after, texts[changelog], now); len(wrong) > 0 {
		return errors.Join(
			append(
				wrong,
				errors.New(
					"docs/schema-changes.md says what to do; `go run ./tools/schemadiff/check -update` writes the entries",
				),
			)...,
		)
	}
	if release == "" {
		return nil
	}
	heading := schemadiff.Unreleased + "\n\n## " + release + ", " + now.UTC().Format(time.DateOnly) + "\n"
	text := strings.Replace(texts[changelog], schemadiff.Unreleased+"\n", heading, 1)
	return errors.Join(os.WriteFile(changelog, []byte(text), 0o600),
		os.WriteFile(released, []byte(texts[published]), 0o600))
}
