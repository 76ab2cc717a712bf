package persistent

import (
	"encoding/binary"
	"slices"
	"unsafe"
)

// Text refers to a text in [Texts]; 0 means none.
type Text uint32

// Texts holds texts one after another, outside of the garbage collector's work. Texts are only ever appended:
// unused ones remain until all are rewritten. The zero Texts are empty.
type Texts struct {
	blocks [][]byte // of textBlock bytes each; a longer text spans several, of one allocation
	used   uint32   // units of textAlign bytes that are used
}

const (
	textBlock = 1 << 20
	textAlign = 4 // alignment of texts, so that a Text can address 16 GiB
)

// Add appends a text and returns its reference, which is 0 for the empty text.
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
			t.used = 1 // because 0 means none
		}
	}
	text := Text(t.used)
	at := int(t.used) * textAlign
	block := t.blocks[at/textBlock][at%textBlock:]
	n := binary.PutUvarint(block, uint64(len(s)))
	copy(block[n:], s)
	t.used += uint32((n + len(s) + textAlign - 1) / textAlign) //nolint:gosec // 16 GiB are the most
	return text
}

// Fork returns a copy of the texts. Texts that are added to it later do not affect the original.
func (t *Texts) Fork() Texts {
	full := uint32(len(t.blocks) * textBlock / textAlign) //nolint:gosec // 16 GiB are the most
	return Texts{slices.Clip(t.blocks), full}
}

// Get returns a text, which shares the memory of the texts.
func (t *Texts) Get(place Text) string {
	if place == 0 {
		return ""
	}
	at := int(place) * textAlign
	block := t.blocks[at/textBlock][at%textBlock:]
	size, n := binary.Uvarint(block)
	return unsafe.String(&block[n], int(size)) //nolint:gosec // as it was added
}

// Bytes is [Texts.Get] as bytes, which must not be modified.
func (t *Texts) Bytes(place Text) []byte {
	s := t.Get(place)
	return unsafe.Slice(unsafe.StringData(s), len(s))
}

// Size returns the size of the texts in bytes.
func (t *Texts) Size() int64 { return int64(t.used) * textAlign }
