package read

import (
	"bufio"
	"encoding/xml"
	"io"
	"os"
	"strings"

	"maillage/internal/lexicon"
)

// sharedTexts are the texts that the cells of a workbook refer to. They are in a temporary file, with a small cache:
// a workbook may have more of them than memory should hold.
type sharedTexts struct {
	file   io.ReaderAt
	ends   []int64
	cached map[int]string
	bytes  int
}

// cachedTexts is how many bytes of shared texts stay in memory.
const cachedTexts = 16 << 20

// readTexts copies the shared texts to a temporary file.
func (w *workbook) readTexts(r *Reader, dir, name string) error {
	w.texts = &sharedTexts{cached: map[int]string{}}
	if !w.archive.has(name) {
		return nil
	}
	file, err := os.CreateTemp(dir, "maillage-read-*")
	if err != nil {
		return err
	}
	r.opened = append(r.opened, temporary{file})
	out := bufio.NewWriter(file)
	var text textCollector
	end := int64(0)
	err = w.part(name, func(_ *xmlReader, t xml.Token) error {
		text.visit(t)
		if e, is := t.(xml.EndElement); is && e.Name.Local == "si" {
			n, err := out.WriteString(text.take())
			end += int64(n)
			w.texts.ends = append(w.texts.ends, end)
			return err
		}
		return nil
	})
	if err != nil {
		return err
	}
	w.texts.file = file
	return out.Flush()
}

// at returns the text with an index. It returns false when there is none.
func (s *sharedTexts) at(index int) (string, bool, error) {
	if index < 0 || index >= len(s.ends) {
		return "", false, nil
	}
	if text, ok := s.cached[index]; ok {
		return text, true, nil
	}
	begin := int64(0)
	if index > 0 {
		begin = s.ends[index-1]
	}
	bytes := make([]byte, s.ends[index]-begin)
	if _, err := s.file.ReadAt(bytes, begin); err != nil && len(bytes) > 0 {
		return "", false, err
	}
	text := string(bytes)
	if s.bytes += len(text) + 64; s.bytes > cachedTexts {
		clear(s.cached)
		s.bytes = len(text) + 64
	}
	s.cached[index] = text
	return text, true, nil
}

// textCollector joins the runs of a rich text, without the phonetic guides.
type textCollector struct {
	out      strings.Builder
	inText   bool
	phonetic int
}

func (c *textCollector) visit(t xml.Token) {
	switch e := t.(type) {
	case xml.StartElement:
		switch e.Name.Local {
		case "t":
			c.inText = c.phonetic == 0
		case "rPh":
			c.phonetic++
		}
	case xml.EndElement:
		switch e.Name.Local {
		case "t":
			c.inText = false
		case "rPh":
			c.phonetic--
		}
	case xml.CharData:
		if c.inText && c.out.Len()+len(e) <= MaxRecord {
			c.out.Write(e)
		}
	}
}

// take returns the text so far, and begins another.
func (c *textCollector) take() string {
	text := lexicon.TrimSpaces(c.out.String())
	c.out.Reset()
	c.inText = false
	return unescapeXLSX(text)
}

// unescapeXLSX undoes _x000D_, by which a workbook writes characters that XML has not.
func unescapeXLSX(text string) string {
	for at := 0; ; {
		i := strings.Index(text[at:], "_x")
		if i < 0 || at+i+7 > len(text) {
			return text
		}
		i += at
		value, digits := rune(0), 0
		for _, c := range []byte(text[i+2 : i+6]) {
			d := strings.IndexByte("0123456789abcdef", c|0x20)
			if c >= '0' && c <= '9' {
				d = int(c - '0')
			}
			if d >= 0 {
				value, digits = value<<4|rune(d), digits+1
			}
		}
		if at = i + 2; digits == 4 && text[i+6] == '_' {
			text = text[:i] + string(value) + text[i+7:]
			at = i + len(string(value))
		}
	}
}
