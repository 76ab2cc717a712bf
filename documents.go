package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf8"

	"maillage/internal/access"
	"maillage/internal/document"
	"maillage/internal/hub"
	"maillage/internal/store"
)

type documentsCommand struct {
	Add     documentsAdd     `cmd:"" help:"Let documents in, all or none, and say by which identifiers they are asked. A wrong one is refused with its file and line."`
	List    documentsList    `cmd:"" help:"List all documents, with their cost, and whether they still fit the schema."`
	Remove  documentsRemove  `cmd:"" help:"Shut documents out."`
	Require documentsRequire `cmd:"" help:"Say whether whoever has no account may ask these documents alone."`
}

// kept does something with the documents of a database.
func (d database) kept(e *environment, do func(*document.Documents) error) error {
	return d.opened(e, func(s *store.Store) error { return do(document.New(s.Client, s)) })
}

type documentsAdd struct {
	database
	Files []string `arg:"" name:"file" help:"A document, .graphql or .gql; the manifest of a client's compiler, .json; or a folder, for the documents anywhere below it." placeholder:"FILE|FOLDER" type:"path"`
}

// Run adds documents, and says their identifiers.
func (c *documentsAdd) Run(e *environment) error {
	files, err := document.Read(c.Files)
	if err != nil {
		return err
	}
	var wrong []error
	for i := range files {
		wrong = append(wrong, check(&files[i]))
	}
	if err := errors.Join(wrong...); err != nil {
		return err
	}
	return c.kept(e, func(d *document.Documents) error {
		if err := d.Add(access.WithViewer(e.ctx, access.Named("maillage documents add")), files); err != nil {
			return err
		}
		for _, f := range files {
			_, _ = fmt.Fprintf(e.out, "%s %s\n", f.ID(), f.Name) // nobody reads it any more
		}
		return nil
	})
}

// check makes sure that a document can be asked, and gives it a name.
func check(f *document.File) error {
	known, problems := hub.CheckDocument(f.Text)
	var wrong []error
	for _, p := range problems {
		if f.Own {
			wrong = append(wrong, fmt.Errorf("%s:%d: %s", f.Path, p.Line, p.Sentence))
		} else {
			wrong = append(wrong, fmt.Errorf("%s: %s: line %d of the document: %s", f.Path, f.ID(), p.Line, p.Sentence))
		}
	}
	if f.Name == "" {
		f.Name = known.Name
	}
	if f.Name == "" {
		f.Name = strings.TrimSuffix(filepath.Base(f.Path), filepath.Ext(f.Path))
	}
	if utf8.RuneCountInString(f.Name) > longestName {
		f.Name = string([]rune(f.Name)[:longestName])
	}
	return errors.Join(wrong...)
}

// longestName is how much is kept of the name of a document.
const longestName = 200

type documentsList struct{ database }

// Run lists documents.
func (c *documentsList) Run(e *environment) error {
	return c.kept(e, func(d *document.Documents) error {
		all, err := d.All(e.ctx)
		if err != nil {
			return err
		}
		rows := [][]string{{"ID", "NAME", "COST", "ADDED", "BY", "STATE"}}
		for _, k := range all {
			known, problems := hub.CheckDocument(k.Text)
			state := "good"
			if len(problems) > 0 {
				state = fmt.Sprintf("line %d: %s", problems[0].Line, problems[0].Sentence)
			}
			rows = append(rows, []string{k.ID(), k.Name, strconv.Itoa(known.Cost), day(&k.Added), k.By, state})
		}
		return table(e.out, rows)
	})
}

type documentsRemove struct {
	database
	Documents []string `arg:"" name:"document" help:"Its identifier, sha256:…, or its name." placeholder:"ID|NAME"`
}

// Run removes documents.
func (c *documentsRemove) Run(e *environment) error {
	return c.kept(e, func(d *document.Documents) error {
		var wrong []error
		for _, ref := range c.Documents {
			n, err := d.Remove(e.ctx, ref)
			if err == nil && n == 0 {
				err = fmt.Errorf("no document is %s", ref)
			}
			wrong = append(wrong, err)
		}
		return errors.Join(wrong...)
	})
}

type documentsRequire struct {
	database
	Public string `help:"Of whoever has no account: ${enum}." enum:"on,off" required:"" placeholder:"on|off"`
}

// Run decides whether the public asks persisted documents alone.
func (c *documentsRequire) Run(e *environment) error {
	return c.kept(e, func(d *document.Documents) error { return d.Require(e.ctx, c.Public == "on") })
}
