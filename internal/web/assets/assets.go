// Package assets serves the static files of the pages: style sheet, script and icon.
package assets

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

//go:embed *.css *.js *.svg
var assetFiles embed.FS

// Assets are the static files of pages. Their URLs contain a hash, so that browsers cache them for ever.
type Assets struct {
	byAddress map[string][]byte
	addresses map[string]string // by name
}

// Load reads and hashes the embedded files.
func Load() (Assets, error) {
	a := Assets{map[string][]byte{}, map[string]string{}}
	files, err := fs.Glob(assetFiles, "*")
	if err != nil {
		return a, err
	}
	for _, name := range files {
		content, err := assetFiles.ReadFile(name)
		if err != nil {
			return a, err
		}
		sum := sha256.Sum256(content)
		kind := path.Ext(name)
		hashed := strings.TrimSuffix(name, kind) + "." + hex.EncodeToString(sum[:6]) + kind
		a.byAddress[hashed], a.addresses[name] = content, "/assets/"+hashed
	}
	return a, nil
}

// Address returns the URL of a file.
func (a Assets) Address(name string) string { return a.addresses[name] }

func (a Assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("file")
	content, is := a.byAddress[name]
	if !is {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	w.Header().Del("Vary")
	_, _ = w.Write(content) // the client may be gone; nothing can be reported to it
}
