package persisted

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// File is a document that was read from a file.
type File struct {
	Path string // of the file
	Name string // for people, to be cut to the stored length; empty when the file gives none
	Text string
	// Own reports whether the document is the whole file, so that its line numbers are the file's.
	Own bool
}

// ID returns the identifier by which clients request the document.
func (f File) ID() string { return Prefix + HashOf(f.Text) }

// Read reads documents from files and folders. A .graphql or .gql file is one document, unchanged. A
// .json file is a manifest that a client's compiler wrote. Folders are searched for .graphql and .gql files. Of several
// files with the same text the first counts.
func Read(paths []string) ([]File, error) {
	var all []File
	var wrong []error
	seen := map[string]bool{}
	for _, path := range paths {
		files, err := read(path)
		wrong = append(wrong, err)
		for _, f := range files {
			if !seen[f.Text] {
				seen[f.Text] = true
				all = append(all, f)
			}
		}
	}
	return all, errors.Join(wrong...)
}

func read(path string) ([]File, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return folder(path)
	case strings.EqualFold(filepath.Ext(path), ".json"):
		return manifest(path)
	case !isDocument(path):
		return nil, fmt.Errorf("%s: a file of documents is called .graphql, .gql or, a manifest, .json", path)
	}
	return one(path)
}

func isDocument(path string) bool {
	extension := strings.ToLower(filepath.Ext(path))
	return extension == ".graphql" || extension == ".gql"
}

func one(path string) ([]File, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return []File{{Path: path, Text: string(text), Own: true}}, nil
}

func folder(path string) (all []File, err error) {
	err = filepath.WalkDir(path, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !isDocument(file) {
			return err
		}
		files, err := one(file)
		all = append(all, files...)
		return err
	})
	if err == nil && len(all) == 0 {
		err = fmt.Errorf("%s: no file below it is called .graphql or .gql", path)
	}
	return all, err
}

// operations is the manifest of Apollo's tools.
type operations struct {
	Format     string `json:"format"`
	Operations []struct {
		ID   string `json:"id"`
		Name string `json:"name"`
		Body string `json:"body"`
	} `json:"operations"`
}

// manifest reads either of the two kinds that compilers write: an object of hash and text, or a list
// of operations with id and body.
func manifest(path string) ([]File, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	listed := map[string]string{}
	names := map[string]string{}
	var o operations
	if json.Unmarshal(raw, &o) == nil && o.Operations != nil {
		for _, op := range o.Operations {
			listed[op.ID], names[op.ID] = op.Body, op.Name
		}
	} else if err := json.Unmarshal(raw, &listed); err != nil {
		return nil, fmt.Errorf(
			"%s: not a manifest: neither an object of hashes and texts nor one with `operations`", path,
		)
	}
	var all []File
	var wrong []error
	for _, id := range slices.Sorted(maps.Keys(listed)) {
		if hash := HashOf(listed[id]); strings.TrimPrefix(id, Prefix) != hash {
			wrong = append(
				wrong,
				fmt.Errorf(
					"%s: %s is not the SHA-256 of its document, which is %s: set the compiler to sha256", path, id,
					hash,
				),
			)
			continue
		}
		all = append(all, File{Path: path, Name: names[id], Text: listed[id]})
	}
	if len(listed) == 0 {
		wrong = append(wrong, fmt.Errorf("%s: the manifest holds no document", path))
	}
	return all, errors.Join(wrong...)
}
