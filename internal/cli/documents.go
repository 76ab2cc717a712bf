package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf8"

	"maillage/internal/access"
	"maillage/internal/message"
	"maillage/internal/persisted"
	"maillage/internal/server"
	"maillage/internal/store"
)

type documentsCommand struct {
	Add     documentsAdd     `cmd:"" help:"${documents_add}"`
	List    documentsList    `cmd:"" help:"List all documents with their cost, and whether they still fit the schema."`
	Remove  documentsRemove  `cmd:"" help:"Remove documents."`
	Require documentsRequire `cmd:"" help:"Choose whether callers without an account may request only these documents."`
}

// withDocuments runs do with the documents of a database.
func (d database) withDocuments(e *environment, do func(*persisted.Operations) error) error {
	return d.withStore(e, func(s *store.Store) error { return do(persisted.New(s.Client, s)) })
}

type documentsAdd struct {
	database
	Files []string `arg:"" name:"file" help:"${documents_add_files}" placeholder:"FILE|FOLDER" type:"path"`
}

// Run adds documents, and prints their identifiers.
func (c *documentsAdd) Run(e *environment) error {
	files, err := persisted.Read(c.Files)
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
	return c.withDocuments(e, func(d *persisted.Operations) error {
		if err := d.Add(access.WithViewer(e.ctx, access.Named("maillage documents add")), files); err != nil {
			return err
		}
		for _, f := range files {
			_, _ = fmt.Fprintf(e.out, "%s %s\n", f.ID(), f.Name) // an output that is closed needs no report
		}
		return nil
	})
}

// check checks that a document can be executed, and gives it a name.
func check(f *persisted.File) error {
	known, problems := server.CheckOperation(f.Text)
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

// longestName is the maximum length of a stored document's name, in characters.
const longestName = 200

type documentsList struct{ database }

// Run lists documents.
func (c *documentsList) Run(e *environment) error {
	return c.withDocuments(e, func(d *persisted.Operations) error {
		all, err := d.All(e.ctx)
		if err != nil {
			return err
		}
		rows := [][]string{{"ID", "NAME", "COST", "ADDED", "BY", "STATE"}}
		for _, k := range all {
			known, problems := server.CheckOperation(k.Text)
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
	Documents []string `arg:"" name:"document" help:"${documents_remove_documents}" placeholder:"ID|NAME"`
}

// Run removes documents.
func (c *documentsRemove) Run(e *environment) error {
	return c.withDocuments(e, func(d *persisted.Operations) error {
		var wrong []error
		for _, ref := range c.Documents {
			n, err := d.Remove(e.ctx, ref)
			if err == nil && n == 0 {
				err = &sentenceError{message.NoDocumentIs(ref)}
			}
			wrong = append(wrong, err)
		}
		return errors.Join(wrong...)
	})
}

type documentsRequire struct {
	database
	Public string `help:"For callers without an account: ${enum}." enum:"on,off" required:"" placeholder:"on|off"`
}

// Run sets whether callers without an account may request only persisted documents.
func (c *documentsRequire) Run(e *environment) error {
	return c.withDocuments(e, func(d *persisted.Operations) error { return d.Require(e.ctx, c.Public == "on") })
}
