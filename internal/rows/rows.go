// Package rows holds the records of each type in memory, in rows of fixed size with texts beside them.
//
// The stores in internal/gen/stores are generated from the structs that ent makes of ent/schema. A store takes
// ent's records and returns equal ones, without the columns for the bounds of dates, which follow from the dates
// themselves.
package rows

import (
	"encoding/json"
	"slices"
	"strings"

	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/persistent"
)

// Store holds the records of one type, by database id. A copy shares unchanged data with it.
type Store interface {
	Copy() Store
	Bound() int32 // greater than all ids
	Known(id int32) bool

	// Put stores a record, and Remove deletes it, in an epoch of the writer.
	Put(record ent.Row, w *Writer, epoch persistent.Epoch)
	Remove(id int32, epoch persistent.Epoch)

	// RewriteTexts copies the texts of all records from earlier texts to those of the writer.
	RewriteTexts(from *persistent.Texts, w *Writer, epoch persistent.Epoch)

	// For an existing record, as ent reads it:
	Record(id int32, v *Values) ent.Row       // a copy
	Shared(id int32, v *Values) ent.Row       // must not be modified
	Fill(record ent.Row, id int32, v *Values) // into a zero record of the type

	// For an existing record:
	UID(id int32) [16]byte
	Row(id int32) any // the stored row, which needs little memory; Unpack reads it with the values of its store

	// Unpack converts a row that Row returned, of this store or another one of the type.
	Unpack(id int32, row any, v *Values) ent.Row

	// These return a function that reads a column of existing records, or nil if the column is of another kind. ok
	// is false for an empty column. A word is its index in the vocabulary plus one; a time is in nanoseconds since
	// 1970.
	Number(column string) func(id int32) (number int64, ok bool)
	Text(column string) func(id int32) (text persistent.Text, ok bool)
	Date(column string) func(id int32) (place uint32, ok bool)
	Arc(field string) func(id int32) Ref
}

// Ref is a reference to a record of one of several types.
type Ref struct {
	ID   int32
	Type uint8 // index in record.Types plus one; 0 means none
}

// Values holds the texts and dates that rows refer to. A copy never changes.
type Values struct {
	Texts persistent.Texts
	dates []lexicon.PartialDate // by index, from 1
}

// Date returns the date with an index, which must not be 0.
func (v *Values) Date(index uint32) lexicon.PartialDate { return v.dates[index-1] }

// List returns a list of texts.
func (v *Values) List(text persistent.Text) []string {
	if text == 0 {
		return []string{}
	}
	return strings.Split(v.Texts.Get(text), "\x00")
}

// Translations returns translations.
func (v *Values) Translations(text persistent.Text) []lexicon.Translation {
	if text == 0 {
		return nil
	}
	var all []lexicon.Translation
	if err := json.Unmarshal(v.Texts.Bytes(text), &all); err != nil {
		panic(err) // impossible: the writer wrote it
	}
	return all
}

// Writer adds values. It stores equal texts once as far as it remembers them.
type Writer struct {
	Values
	recent      map[string]persistent.Text
	dateIndexes map[string]uint32 // by the text of the date
	// the last date added, and its index
	last      lexicon.PartialDate
	lastIndex uint32
}

// A writer remembers maxRecent texts of at most maxRecentLength bytes.
const (
	maxRecent       = 1 << 15
	maxRecentLength = 64
)

// NewWriter returns a writer without values.
func NewWriter() *Writer {
	return &Writer{recent: map[string]persistent.Text{}, dateIndexes: map[string]uint32{}}
}

// Fork returns a writer that adds values to a copy.
func (v *Values) Fork() *Writer {
	w := NewWriter()
	w.Texts, w.dates = v.Texts.Fork(), slices.Clip(v.dates)
	for i, d := range w.dates {
		w.dateIndexes[d.String()] = uint32(i + 1) //nolint:gosec // there are few dates
	}
	return w
}

// TakeTexts removes the texts from the writer and returns them, to rewrite them.
func (w *Writer) TakeTexts() *persistent.Texts {
	earlier := w.Texts
	w.Texts = persistent.Texts{}
	clear(w.recent)
	return &earlier
}

// Text stores a text.
func (w *Writer) Text(s string) persistent.Text {
	if len(s) > maxRecentLength {
		return w.Texts.Add(s)
	}
	added, known := w.recent[s]
	if !known {
		added = w.Texts.Add(s)
		if len(w.recent) >= maxRecent {
			clear(w.recent)
		}
		w.recent[w.Texts.Get(added)] = added
	}
	return added
}

// Date stores a date.
func (w *Writer) Date(d lexicon.PartialDate) uint32 {
	if d == w.last && w.lastIndex != 0 {
		return w.lastIndex
	}
	text := d.String()
	index, known := w.dateIndexes[text]
	if !known {
		w.dates = append(w.dates, d)
		index = uint32(len(w.dates)) //nolint:gosec // there are few dates
		w.dateIndexes[text] = index
	}
	w.last, w.lastIndex = d, index
	return index
}

// List stores a list of texts without the character NUL.
func (w *Writer) List(list []string) persistent.Text { return w.Text(strings.Join(list, "\x00")) }

// Translations stores translations.
func (w *Writer) Translations(list []lexicon.Translation) persistent.Text {
	if len(list) == 0 {
		return 0
	}
	text, err := json.Marshal(list)
	if err != nil {
		panic(err) // impossible: texts can always be encoded
	}
	return w.Text(string(text))
}

// UID returns the bits of a public identifier.
func (w *Writer) UID(uid string) [16]byte {
	bits, ok := lexicon.UIDBits(uid)
	if !ok {
		panic("rows: " + uid + " is no public identifier") // impossible: the lexicon makes them all
	}
	return bits
}

// vocabulary is implemented by types of words.
type vocabulary interface {
	~string
	Values() []string
}

// Code returns the index of a word in its vocabulary plus one; it is 0 for the empty word.
func Code[W vocabulary](w W) uint8 {
	if w == "" {
		return 0
	}
	return uint8(slices.Index(w.Values(), string(w)) + 1) //nolint:gosec // vocabularies are short
}

// Words holds the words of a vocabulary by their codes.
type Words[W vocabulary] []W

// WordsOf returns the words of a vocabulary.
func WordsOf[W vocabulary]() Words[W] {
	var none W
	words := Words[W]{none}
	for _, word := range none.Values() {
		words = append(words, W(word))
	}
	return words
}

// Of returns the word with a code.
func (w Words[W]) Of(code uint8) W { return w[code] }

// Packed returns an optional number as rows store it: 0 means none, so 0 and above are one greater.
func Packed(n int64) int64 {
	if n < 0 {
		return n
	}
	return n + 1
}

// Unpacked returns the number that Packed stored.
func Unpacked(stored int64) int64 {
	if stored < 0 {
		return stored
	}
	return stored - 1
}

// Flag returns 1 for true and 0 for false.
func Flag(is bool) int64 {
	if is {
		return 1
	}
	return 0
}
