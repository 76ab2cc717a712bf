package read

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"

	"maillage/internal/lexicon"
)

// xmlReader reads the tokens of XML that a stranger wrote: no document type, no deep nesting, no endless token.
type xmlReader struct {
	*xml.Decoder
	name  string // of the part, for errors
	limit *tokenLimit
	depth int
}

func newXMLReader(from io.Reader, name string) *xmlReader {
	limit := &tokenLimit{from: from}
	return &xmlReader{Decoder: xml.NewDecoder(limit), name: name, limit: limit}
}

// errLongToken is the error of a token that is longer than a record may be.
var errLongToken = errors.New("token > 1 MiB")

// tokenLimit fails when too many bytes are read for one token, before a decoder has to hold them.
type tokenLimit struct {
	from  io.Reader
	since int // the last token
}

func (t *tokenLimit) Read(into []byte) (int, error) {
	n, err := t.from.Read(into)
	if t.since += n; t.since > MaxRecord {
		return 0, errLongToken
	}
	return n, err
}

// token returns the next token, or io.EOF at the end of the document.
func (x *xmlReader) token() (xml.Token, error) {
	x.limit.since = 0
	token, err := x.RawToken()
	if errors.Is(err, io.EOF) && x.depth == 0 {
		return nil, io.EOF
	}
	var refused *Refusal
	switch {
	case errors.As(err, &refused):
		return nil, err
	case err != nil:
		return nil, x.refuse(err.Error())
	}
	switch t := token.(type) {
	case xml.StartElement:
		if x.depth++; x.depth > maxDepth {
			return nil, x.refuse(fmt.Sprintf("> %d", maxDepth))
		}
	case xml.EndElement:
		if x.depth--; x.depth < 0 {
			return nil, x.refuse("</" + t.Name.Local + ">")
		}
	case xml.Directive:
		return nil, x.refuse("<!DOCTYPE")
	}
	return token, nil
}

func (x *xmlReader) refuse(why string) error { return refuse(lexicon.XMLRefused, x.name+": "+why, "") }

// attribute returns an attribute of an element, whatever its namespace.
func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
