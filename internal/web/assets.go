package web

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

//go:embed assets/*
var assetFiles embed.FS

// assets are the static files of pages. Their URLs contain a hash, so that browsers cache them for ever.
type assets struct {
	byAddress map[string][]byte
	addresses map[string]string // by name
}

// readAssets reads and hashes the embedded files.
func readAssets() (assets, error) {
	a := assets{map[string][]byte{}, map[string]string{}}
	files, err := fs.Glob(assetFiles, "assets/*")
	if err != nil {
		return a, err
	}
	for _, file := range files {
		content, err := assetFiles.ReadFile(file)
		if err != nil {
			return a, err
		}
		sum := sha256.Sum256(content)
		name := path.Base(file)
		kind := path.Ext(name)
		hashed := strings.TrimSuffix(name, kind) + "." + hex.EncodeToString(sum[:6]) + kind
		a.byAddress[hashed], a.addresses[name] = content, "/assets/"+hashed
	}
	return a, nil
}

// address returns the URL of a file.
func (a assets) address(name string) string { return a.addresses[name] }

func (a assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
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
