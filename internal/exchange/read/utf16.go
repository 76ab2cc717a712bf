package read

import (
	"bytes"
	"encoding/binary"
	"io"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// utf16Order returns the byte order of UTF-16, by its mark or by the zeros between letters; nil for none.
func utf16Order(head []byte) binary.ByteOrder {
	switch {
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}):
		return binary.LittleEndian
	case bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return binary.BigEndian
	}
	pairs, even, odd := min(len(head)/2, 512), 0, 0
	for i := range pairs {
		if head[2*i] == 0 && head[2*i+1] != 0 {
			even++
		}
		if head[2*i+1] == 0 && head[2*i] != 0 {
			odd++
		}
	}
	switch {
	case pairs >= 4 && odd*10 >= pairs*8:
		return binary.LittleEndian
	case pairs >= 4 && even*10 >= pairs*8:
		return binary.BigEndian
	}
	return nil
}

// newUTF16Reader returns the text of a stream in UTF-16 as UTF-8, without its byte order mark.
func newUTF16Reader(from io.Reader, order binary.ByteOrder) io.Reader {
	endian := unicode.LittleEndian
	if order == binary.BigEndian {
		endian = unicode.BigEndian
	}
	return transform.NewReader(from, unicode.UTF16(endian, unicode.UseBOM).NewDecoder())
}
