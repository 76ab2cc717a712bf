package read

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"unicode/utf16"

	"maillage/internal/lexicon"
)

// sized is a file of known length.
type sized struct {
	io.ReaderAt
	size int64
}

// sizeOf writes a number of bytes as people do.
func sizeOf(bytes int64) string {
	switch {
	case bytes >= 1<<30:
		return fmt.Sprintf("%.1f GiB", float64(bytes)/(1<<30))
	case bytes >= 1<<20:
		return fmt.Sprintf("%.1f MiB", float64(bytes)/(1<<20))
	}
	return fmt.Sprintf("%d B", bytes)
}

var (
	zipMark   = []byte("PK\x03\x04")
	zipEmpty  = []byte("PK\x05\x06")
	oleMark   = []byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}
	utf8Mark  = []byte{0xef, 0xbb, 0xbf}
	pdfMark   = []byte("%PDF-")
	gzipMark  = []byte{0x1f, 0x8b}
	advice    = "XLSX, CSV (UTF-8)"
	binaryMax = 4 // in a hundred bytes of a text
)

// open recognises what a file is by its first bytes.
func (r *Reader) open(reader io.ReaderAt, size int64, o Options) error {
	file := sized{reader, size}
	head := make([]byte, min(size, 64<<10))
	if n, err := file.ReadAt(head, 0); n < len(head) {
		return fmt.Errorf("reading the file: %w", errors.Join(err, io.ErrUnexpectedEOF))
	}
	switch {
	case size == 0:
		return refuse(lexicon.FileEmpty, "", "")
	case bytes.HasPrefix(head, zipMark) || bytes.HasPrefix(head, zipEmpty):
		return r.openArchive(file, o)
	case bytes.HasPrefix(head, oleMark):
		return refuseOLE(file)
	case bytes.HasPrefix(head, pdfMark):
		return refuse(lexicon.FormatUnknown, "PDF", advice)
	case bytes.HasPrefix(head, gzipMark):
		return refuse(lexicon.FormatUnknown, "GZIP", advice)
	}
	if order := utf16Order(head); order != nil {
		spooled, err := r.spool(o.TempDir, newUTF16Reader(io.NewSectionReader(file, 0, size), order))
		if err != nil {
			return err
		}
		r.Guess.find(lexicon.GuessedCharset, lexicon.Informs, "", "", string(UTF16), 1)
		return r.openPlain(spooled)
	}
	return r.openPlain(file)
}

// openPlain opens a file of text.
func (r *Reader) openPlain(file sized) error {
	head := make([]byte, min(file.size, 64<<10))
	if n, err := file.ReadAt(head, 0); n < len(head) {
		return fmt.Errorf("reading the file: %w", errors.Join(err, io.ErrUnexpectedEOF))
	}
	begin := int64(0)
	if bytes.HasPrefix(head, utf8Mark) {
		begin, head = int64(len(utf8Mark)), head[len(utf8Mark):]
	}
	trimmed := bytes.TrimLeft(head, " \t\r\n")
	format := r.Guess.overrides.Format
	switch {
	case len(trimmed) == 0 && int64(len(head))+begin == file.size:
		return refuse(lexicon.FileEmpty, "", "")
	case len(trimmed) == 0:
		return refuse(lexicon.FormatUnknown, mediaTypeOf(head), advice)
	case format == "" && trimmed[0] == '<':
		return refuse(lexicon.FormatUnknown, "XML", advice)
	case format == "" && isBinary(head):
		return refuse(lexicon.FormatUnknown, mediaTypeOf(head), advice)
	case format == "" && (trimmed[0] == '{' || trimmed[0] == '['):
		format = jsonFormat(trimmed)
	}
	switch format {
	case JSON, NDJSON:
		r.chose(format)
		return r.openJSON(file, begin, format)
	default:
		r.chose(TextTable)
		return r.openText(file, begin)
	}
}

func (r *Reader) chose(f Format) {
	r.Guess.Format = f
	r.Guess.find(lexicon.GuessedFormat, lexicon.Informs, "", "", string(f), 1)
}

// isBinary reports whether bytes are no text: controls that no text has.
func isBinary(head []byte) bool {
	controls := 0
	for _, b := range head {
		if b < 0x20 && b != '\t' && b != '\n' && b != '\r' && b != '\f' && b != 0x1a || b == 0x7f {
			controls++
		}
	}
	return controls*100 > binaryMax*len(head)
}

// refuseOLE refuses what Office wrote before 2007, and what a password protects.
func refuseOLE(file sized) error {
	name := utf16.Encode([]rune("EncryptedPackage"))
	pattern := make([]byte, 0, 2*len(name))
	for _, unit := range name {
		pattern = append(pattern, byte(unit), byte(unit>>8))
	}
	chunk := make([]byte, 1<<20)
	for at := int64(0); at < min(file.size, MaxWorkbook); at += int64(len(chunk) - len(pattern)) {
		n, err := file.ReadAt(chunk, at)
		if bytes.Contains(chunk[:n], pattern) {
			return refuse(lexicon.Encrypted, "", "")
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
	}
	return refuse(lexicon.FormatUnknown, "XLS", advice)
}

// mediaTypeOf names what a file that is no text begins like, such as image/png.
func mediaTypeOf(head []byte) string {
	name, _, _ := strings.Cut(http.DetectContentType(head), ";")
	return name
}

// spool copies a stream to a temporary file, which Close removes.
func (r *Reader) spool(dir string, from io.Reader) (sized, error) {
	file, err := os.CreateTemp(dir, "maillage-read-*")
	if err != nil {
		return sized{}, err
	}
	r.opened = append(r.opened, temporary{file})
	n, err := io.Copy(file, from)
	return sized{file, n}, err
}

// temporary is a file that is removed when it is closed.
type temporary struct{ *os.File }

// Close closes and removes the file.
func (t temporary) Close() error { return errors.Join(t.File.Close(), os.Remove(t.Name())) }
