package persistent

import (
	"encoding/binary"
	"slices"
	"unsafe"
)

// Text is the place of a text among [Texts]; 0 is none.
type Text uint32

// Texts keeps texts one after another, apart from the garbage collector. Texts are only ever added: what is not used
// any more stays until they are all kept anew. The zero Texts are empty.
type Texts struct {
	blocks [][]byte // of textBlock bytes; a longer text begins one and covers those after it
	used   uint32   // places that are taken
}

const (
	textBlock = 1 << 20
	textAlign = 4 // places are multiples of it, so that 16 GiB have one
)

// Add keeps a text. The empty text has no place.
func (t *Texts) Add(s string) Text {
	if s == "" {
		return 0
	}
	size := len(s) + binary.MaxVarintLen32
	end := len(t.blocks) * textBlock
	if at := int(t.used) * textAlign; at+size > end {
		t.used = uint32(end / textAlign) //nolint:gosec // 16 GiB are the most
		long := make([]byte, max(1, (size+textBlock-1)/textBlock)*textBlock)
		for from := 0; from < len(long); from += textBlock {
			t.blocks = append(t.blocks, long[from:])
		}
		if t.used == 0 {
			t.used = 1 // for 0 is none
		}
	}
	place := Text(t.used)
	at := int(t.used) * textAlign
	block := t.blocks[at/textBlock][at%textBlock:]
	n := binary.PutUvarint(block, uint64(len(s)))
	copy(block[n:], s)
	t.used += uint32((n + len(s) + textAlign - 1) / textAlign) //nolint:gosec // 16 GiB are the most
	return place
}

// Fork returns the texts, to which others may be added than to these.
func (t *Texts) Fork() Texts {
	full := uint32(len(t.blocks) * textBlock / textAlign) //nolint:gosec // 16 GiB are the most
	return Texts{slices.Clip(t.blocks), full}
}

// Get returns a text. It shares the memory of the texts.
func (t *Texts) Get(place Text) string {
	if place == 0 {
		return ""
	}
	at := int(place) * textAlign
	block := t.blocks[at/textBlock][at%textBlock:]
	size, n := binary.Uvarint(block)
	return unsafe.String(&block[n], int(size)) //nolint:gosec // as it was added
}

// Bytes is Get as bytes, which must not be changed.
func (t *Texts) Bytes(place Text) []byte {
	s := t.Get(place)
	return unsafe.Slice(unsafe.StringData(s), len(s))
}

// Size returns how many bytes the texts take.
func (t *Texts) Size() int64 { return int64(t.used) * textAlign }
