package server

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"
	"sync"
	"time"

	"maillage/internal/gqlserver"
	"maillage/internal/gqlserver/request"
)

// schemaFile serves the schema as text. Its plain and compressed bytes are computed once.
type schemaFile struct {
	api           *gqlserver.Handler
	plain, zipped []byte
	tag           string // without the quotation marks
}

// schemaText computes the schema once for all hubs of a process.
var schemaText = sync.OnceValue(func() schemaFile {
	f := schemaFile{plain: []byte(gqlserver.SDL())}
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	_, _ = w.Write(f.plain) // a Buffer never fails
	_ = w.Close()
	f.zipped = zipped.Bytes()
	sum := sha256.Sum256(f.plain)
	f.tag = base64.RawURLEncoding.EncodeToString(sum[:12])
	return f
})

func newSchemaFile(api *gqlserver.Handler) *schemaFile {
	f := schemaText()
	f.api = api
	return &f
}

// ServeHTTP serves the schema. SDL has no registered media type, and browsers display text/plain. Clients may cache it
// for an hour, and revalidate it by its ETag.
func (f *schemaFile) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !f.api.Admit(w, r, gqlserver.Files) {
		return
	}
	header := w.Header()
	header.Set("Content-Type", "text/plain; charset=utf-8")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Cache-Control", "public, max-age=3600")
	header.Add("Vary", "Accept-Encoding")
	body, tag := f.plain, f.tag
	codings := r.Header.Values("Accept-Encoding")
	if strings.Join(codings, "") != "" && request.Prefers(codings, "gzip", "identity") == "gzip" {
		header.Set("Content-Encoding", "gzip") // also prevents a second compression
		body, tag = f.zipped, f.tag+gqlserver.CompressedTag
	}
	header.Set("ETag", `"`+tag+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}
