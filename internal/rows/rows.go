// Package rows keeps records of each type in memory, in a row of fixed size and texts beside it.
//
// The stores themselves, in internal/gen/stores, are generated from the structs that ent makes of ent/schema. A store
// takes ent's records and gives them back as they were, but for the bounds of dates, which the dates themselves tell.
package rows

import (
	"encoding/json"
	"slices"
	"strings"

	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/persistent"
)

//go:generate go run ./generate ../gen/stores

// Store keeps the records of one type, by database id. A copy shares with it whatever is the same.
type Store interface {
	Copy() Store
	Bound() int32 // ids are below it
	Known(id int32) bool

	// Put keeps a record, and Remove takes it away, in an epoch of the writer's.
	Put(record ent.Row, w *Writer, epoch persistent.Epoch)
	Remove(id int32, epoch persistent.Epoch)

	// RewriteTexts keeps the texts of all records anew, which were among from.
	RewriteTexts(from *persistent.Texts, w *Writer, epoch persistent.Epoch)

	// Of a record that is known, as ent reads it:
	Record(id int32, v *Values) ent.Row       // in memory of its own
	Shared(id int32, v *Values) ent.Row       // which must not be changed
	Fill(record ent.Row, id int32, v *Values) // in memory of the caller's, a zero record of the type

	// Of a record that is known:
	UID(id int32) [16]byte
	Row(id int32) any // as it is kept: a copy that takes little memory, which Unpack reads with the values of its store

	// Unpack reads a row that Row returned, of this store or another of the type.
	Unpack(id int32, row any, v *Values) ent.Row

	// What reads a column of records that are known, nil where the column is of another kind. ok is false for one that
	// is empty. A word is the place of its value in the vocabulary, plus one; a moment is nanoseconds since 1970.
	Number(column string) func(id int32) (number int64, ok bool)
	Text(column string) func(id int32) (text persistent.Text, ok bool)
	Date(column string) func(id int32) (place uint32, ok bool)
	Arc(field string) func(id int32) Ref
}

// Ref is a reference to a record of one of several types.
type Ref struct {
	ID   int32
	Type uint8 // place in record.Types, plus one; 0 is none
}

// Values holds the texts and dates that rows refer to. A copy never changes.
type Values struct {
	Texts persistent.Texts
	dates []lexicon.PartialDate // by place, from 1
}

// Date is the date of a place, which is no place of none.
func (v *Values) Date(place uint32) lexicon.PartialDate { return v.dates[place-1] }

// List reads a list of texts.
func (v *Values) List(text persistent.Text) []string {
	if text == 0 {
		return []string{}
	}
	return strings.Split(v.Texts.Get(text), "\x00")
}

// Translations reads translations.
func (v *Values) Translations(text persistent.Text) []lexicon.Translation {
	if text == 0 {
		return nil
	}
	var all []lexicon.Translation
	if err := json.Unmarshal(v.Texts.Bytes(text), &all); err != nil {
		panic(err) // it is not what the writer wrote
	}
	return all
}

// Writer adds values. It gives the same text one place where it can tell cheaply.
type Writer struct {
	Values
	recent map[string]persistent.Text
	places map[string]uint32 // of dates
	last   lexicon.PartialDate
	at     uint32
}

// mostRecent is how many texts a writer remembers, and longestRecent how long one is at most.
const (
	mostRecent    = 1 << 15
	longestRecent = 64
)

// NewWriter returns a writer without values.
func NewWriter() *Writer {
	return &Writer{recent: map[string]persistent.Text{}, places: map[string]uint32{}}
}

// Fork returns a writer that adds values of its own.
func (v *Values) Fork() *Writer {
	w := NewWriter()
	w.Texts, w.dates = v.Texts.Fork(), slices.Clip(v.dates)
	for i, d := range w.dates {
		w.places[d.String()] = uint32(i + 1) //nolint:gosec // there are few dates
	}
	return w
}

// Begin takes the texts away from the writer and returns them. It goes on with none.
func (w *Writer) Begin() *persistent.Texts {
	earlier := w.Texts
	w.Texts = persistent.Texts{}
	clear(w.recent)
	return &earlier
}

// Text keeps a text.
func (w *Writer) Text(s string) persistent.Text {
	if len(s) > longestRecent {
		return w.Texts.Add(s)
	}
	place, known := w.recent[s]
	if !known {
		place = w.Texts.Add(s)
		if len(w.recent) >= mostRecent {
			clear(w.recent)
		}
		w.recent[w.Texts.Get(place)] = place
	}
	return place
}

// Date keeps a date.
func (w *Writer) Date(d lexicon.PartialDate) uint32 {
	if d == w.last && w.at != 0 {
		return w.at
	}
	text := d.String()
	place, known := w.places[text]
	if !known {
		w.dates = append(w.dates, d)
		place = uint32(len(w.dates)) //nolint:gosec // there are few dates
		w.places[text] = place
	}
	w.last, w.at = d, place
	return place
}

// List keeps a list of texts, none of which has the character NUL.
func (w *Writer) List(list []string) persistent.Text { return w.Text(strings.Join(list, "\x00")) }

// Translations keeps translations.
func (w *Writer) Translations(list []lexicon.Translation) persistent.Text {
	if len(list) == 0 {
		return 0
	}
	text, err := json.Marshal(list)
	if err != nil {
		panic(err) // texts can always be written
	}
	return w.Text(string(text))
}

// UID keeps a public identifier.
func (w *Writer) UID(uid string) [16]byte {
	bits, ok := lexicon.UIDBits(uid)
	if !ok {
		panic("rows: " + uid + " is no public identifier") // the lexicon makes them all
	}
	return bits
}

// vocabulary is a type of words.
type vocabulary interface {
	~string
	Values() []string
}

// Code is the place of a word in its vocabulary, plus one; 0 for none.
func Code[W vocabulary](w W) uint8 {
	if w == "" {
		return 0
	}
	return uint8(slices.Index(w.Values(), string(w)) + 1) //nolint:gosec // vocabularies are short
}

// Words are those of a vocabulary, by their places.
type Words[W vocabulary] []W

// WordsOf are the words of a vocabulary.
func WordsOf[W vocabulary]() Words[W] {
	var none W
	words := Words[W]{none}
	for _, word := range none.Values() {
		words = append(words, W(word))
	}
	return words
}

// Of is the word of a place, as Code gives it.
func (w Words[W]) Of(code uint8) W { return w[code] }

// Flag is 1 for what is so, and else 0.
func Flag(is bool) int64 {
	if is {
		return 1
	}
	return 0
}
