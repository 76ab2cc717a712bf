package read

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"maillage/internal/lexicon"
)

// jsonReader reads the tokens of JSON that a stranger wrote: no deep nesting, no endless record, no key twice.
type jsonReader struct {
	decoder  *json.Decoder
	window   *window
	depth    int
	inRecord bool
}

// window holds the bytes of the current record, and counts lines.
type window struct {
	from    io.Reader
	bytes   []byte
	begin   int64 // the offset of its first byte
	line    int   // of its first byte
	maximum int
}

var errLongRecord = errors.New("> " + sizeOf(MaxRecord))

func (w *window) Read(into []byte) (int, error) {
	n, err := w.from.Read(into)
	if w.bytes = append(w.bytes, into[:n]...); len(w.bytes) > w.maximum {
		return 0, errLongRecord
	}
	return n, err
}

// discard drops the bytes before an offset.
func (w *window) discard(offset int64) {
	n := min(int(offset-w.begin), len(w.bytes))
	if n <= 0 {
		return
	}
	w.line += bytes.Count(w.bytes[:n], []byte{'\n'})
	w.begin += int64(n)
	w.bytes = w.bytes[:copy(w.bytes, w.bytes[n:])]
}

func newJSONReader(from io.Reader) *jsonReader {
	w := &window{from: from, line: 1, maximum: 2 * MaxRecord}
	j := &jsonReader{decoder: json.NewDecoder(w), window: w}
	j.decoder.UseNumber()
	return j
}

// token returns the next token.
func (j *jsonReader) token() (json.Token, error) {
	if !j.inRecord {
		j.window.discard(j.decoder.InputOffset())
	}
	t, err := j.decoder.Token()
	if err != nil {
		if errors.Is(err, io.EOF) && j.depth > 0 {
			err = io.ErrUnexpectedEOF
		}
		return nil, err
	}
	switch t {
	case json.Delim('{'), json.Delim('['):
		if j.depth++; j.depth > maxDepth {
			return nil, fmt.Errorf("> %d", maxDepth)
		}
	case json.Delim('}'), json.Delim(']'):
		j.depth--
	}
	return t, nil
}

// object visits the keys of an object whose brace has been read. The visitor reads the value.
func (j *jsonReader) object(visit func(key string) error) error {
	seen := map[string]bool{}
	for j.decoder.More() {
		t, err := j.token()
		if err != nil {
			return err
		}
		key, is := t.(string)
		switch {
		case !is:
			return fmt.Errorf("%v", t)
		case seen[key]:
			return fmt.Errorf("%q × 2", key)
		}
		seen[key] = true
		if err := visit(key); err != nil {
			return err
		}
	}
	_, err := j.token()
	return err
}

// array visits the elements of an array whose bracket has been read. The visitor reads the element.
func (j *jsonReader) array(visit func(index int) error) error {
	for i := 0; j.decoder.More(); i++ {
		if err := visit(i); err != nil {
			return err
		}
	}
	_, err := j.token()
	return err
}

// skip reads one value and forgets it.
func (j *jsonReader) skip() error {
	t, err := j.token()
	if err != nil {
		return err
	}
	return j.skipRest(t)
}

func (j *jsonReader) skipRest(t json.Token) error {
	switch t {
	case json.Delim('{'):
		return j.object(func(string) error { return j.skip() })
	case json.Delim('['):
		return j.array(func(int) error { return j.skip() })
	}
	return nil
}

// flatten reads one value and emits its scalars: those of a/b and a/0/b under these names, and a list of scalars as
// one text with bars between.
func (j *jsonReader) flatten(name string, emit func(name string, c Cell) error) error {
	t, err := j.token()
	if err != nil {
		return err
	}
	return j.flattenRest(name, t, emit)
}

func (j *jsonReader) flattenRest(name string, t json.Token, emit func(name string, c Cell) error) error {
	switch t {
	case json.Delim('{'):
		return j.object(func(key string) error { return j.flatten(below(name, key), emit) })
	case json.Delim('['):
		var list []string
		err := j.array(func(index int) error {
			t, err := j.token()
			if err != nil {
				return err
			}
			if _, nested := t.(json.Delim); nested {
				return j.flattenRest(below(name, strconv.Itoa(index)), t, emit)
			}
			if c := cellOf(t); c.Text != "" {
				list = append(list, c.Text)
			}
			return nil
		})
		if err != nil || list == nil {
			return err
		}
		return emit(name, Cell{Text: strings.Join(list, "|")})
	}
	return emit(name, cellOf(t))
}

func below(name, key string) string {
	if name == "" {
		return key
	}
	return name + "/" + key
}

func cellOf(t json.Token) Cell {
	switch v := t.(type) {
	case string:
		return Cell{Text: lexicon.TrimSpaces(v)}
	case json.Number:
		return Cell{Text: v.String(), Type: Number}
	case bool:
		return Cell{Text: strconv.FormatBool(v), Type: Bool}
	}
	return Cell{}
}
