package read

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"maillage/internal/lexicon"
)

// Charset is how a record writes its characters.
type Charset string

// The charsets. Twice means UTF-8 that was taken for cp1252 and encoded again.
const (
	ASCII       Charset = "ASCII"
	UTF8        Charset = "UTF-8"
	UTF8Twice   Charset = "UTF-8 ×2"
	Windows1252 Charset = "Windows-1252"
	UTF16       Charset = "UTF-16"
)

// asWritten reads each record in its own encoding and repairs no text. It serves the hub's own tables, whose texts may
// look like traces of a wrong encoding.
const asWritten Charset = "AS_WRITTEN"

// decode returns a record as text. It trusts no mark at the head of the file: each record is in an encoding of its
// own.
func decode(record []byte, forced Charset) (text string, used Charset, notes []lexicon.Note) {
	if bytes.IndexByte(record, 0) >= 0 {
		notes = append(notes, lexicon.NoteOn(lexicon.ByteUndefined, "", "NUL", ""))
	}
	if isASCII(record) {
		return string(record), ASCII, notes
	}
	if forced == Windows1252 || (forced == "" || forced == asWritten) && !utf8.Valid(record) {
		text, undefined := decode1252(record)
		if undefined != "" {
			notes = append(notes, lexicon.NoteOn(lexicon.ByteUndefined, "", undefined, ""))
		}
		return text, Windows1252, notes
	}
	text, used = string(record), UTF8
	if forced != "" {
		text = strings.ToValidUTF8(text, "\ufffd")
	}
	if once, before, after := undoTwice(text); after != "" && forced == "" {
		notes = append(notes, lexicon.NoteOn(lexicon.EncodingRepaired, "", before, after))
		text, used = once, UTF8Twice
	}
	if r := invisible(text); r != 0 {
		notes = append(notes, lexicon.NoteOn(lexicon.ByteUndefined, "", unicodeName(r), ""))
	}
	return text, used, notes
}

func isASCII(text []byte) bool {
	for len(text) >= 8 {
		if (text[0]|text[1]|text[2]|text[3]|text[4]|text[5]|text[6]|text[7])&0x80 != 0 {
			return false
		}
		text = text[8:]
	}
	for _, b := range text {
		if b >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// table1252 has the UTF-8 of each byte of cp1252. The five undefined ones are U+FFFD.
var table1252 = func() (table [256]string) {
	for b := range table {
		table[b] = string(charmap.Windows1252.DecodeByte(byte(b)))
	}
	return table
}()

// decode1252 reads cp1252. Its undefined bytes become U+FFFD, and the first is returned.
func decode1252(record []byte) (text, undefined string) {
	out := make([]byte, 0, len(record)+len(record)/8)
	done := 0
	for i, b := range record {
		if b < utf8.RuneSelf {
			continue
		}
		out = append(append(out, record[done:i]...), table1252[b]...)
		if done = i + 1; table1252[b] == "\ufffd" && undefined == "" {
			undefined = "0x" + strings.ToUpper(string([]byte{hexDigits[b>>4], hexDigits[b&15]}))
		}
	}
	return string(append(out, record[done:]...)), undefined
}

const hexDigits = "0123456789abcdef"

// unicodeName returns a character as U+202E.
func unicodeName(r rune) string {
	name := []byte("U+0000")
	for i := range 4 {
		name[len(name)-1-i] = hexDigits[r>>(4*i)&15]
	}
	return strings.ToUpper(string(name))
}

// invisible returns a control that turns the direction of text; zero for none.
func invisible(text string) rune {
	if !strings.Contains(text, "\xe2\x80") && !strings.Contains(text, "\xe2\x81") {
		return 0
	}
	for _, r := range text {
		if r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r == '\u200e' || r == '\u200f' {
			return r
		}
	}
	return 0
}

// undoTwice undoes that UTF-8 was read as cp1252 and written again, wherever the traces prove it. It also returns
// the first repair.
func undoTwice(text string) (once, before, after string) {
	if !containsTrace(text) {
		return text, "", ""
	}
	var out strings.Builder
	for len(text) > 0 {
		start := strings.IndexFunc(text, func(r rune) bool { return r >= utf8.RuneSelf })
		if start < 0 {
			break
		}
		out.WriteString(text[:start])
		text = text[start:]
		end := strings.IndexFunc(text, func(r rune) bool { return r < utf8.RuneSelf })
		if end < 0 {
			end = len(text)
		}
		run := text[:end]
		text = text[end:]
		if undone, ok := undoRun(run); ok {
			if after == "" {
				before, after = run, undone
			}
			run = undone
		}
		out.WriteString(run)
	}
	out.WriteString(text)
	return out.String(), before, after
}

// containsTrace reports whether a text has what begins a character of UTF-8 that was read as cp1252: Ã, Â, Å or â.
func containsTrace(text string) bool {
	for {
		i := strings.IndexByte(text, 0xc3)
		if i < 0 || i+1 == len(text) {
			return false
		}
		switch text[i+1] {
		case 0x82, 0x83, 0x85, 0xa2:
			return true
		}
		text = text[i+2:]
	}
}

// undoRun returns the characters whose UTF-8 bytes were taken for characters of cp1252.
func undoRun(run string) (string, bool) {
	var once []byte
	for _, r := range run {
		b, ok := charmap.Windows1252.EncodeRune(r)
		switch {
		case ok:
			once = append(once, b)
		case r >= 0x80 && r <= 0x9f: // what cp1252 does not define often comes through as a control
			once = append(once, byte(r))
		default:
			return "", false
		}
	}
	return string(once), len(once) > 1 && utf8.Valid(once)
}
