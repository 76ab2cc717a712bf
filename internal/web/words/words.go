// Package words has the texts of the pages in both languages, and writes dates and amounts in words.
package words

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"maillage/internal/lexicon"
)

// Message is a text of the pages in both languages. One that depends on a number has a singular and a plural, separated
// by « | ». In French, 0 takes the singular.
type Message struct{ french, english string }

// In returns the text in a language.
func (m Message) In(l lexicon.Language) string {
	if l == lexicon.English {
		return m.english
	}
	return m.french
}

// Say returns a message with its values. It panics for an unknown key: tests render all templates.
func Say(l lexicon.Language, key string, values ...any) string {
	m, is := MessageOf(key)
	if !is {
		panic("words: no message is called " + key)
	}
	if len(values) == 0 {
		return m.In(l)
	}
	return fmt.Sprintf(m.In(l), values...)
}

// catalogues hold the messages of the pages by their keys. A key is in one of them.
var catalogues = []map[string]Message{
	messages, fieldMessages, writeMessages, pictureMessages, webhookMessages, exportMessages, fundingMessages,
	importMessages,
}

// MessageOf finds a message in the catalogues.
func MessageOf(key string) (Message, bool) {
	for _, catalogue := range catalogues {
		if m, is := catalogue[key]; is {
			return m, true
		}
	}
	return Message{}, false
}

// Plural returns the form of a message for a number, which is its first value.
func Plural(l lexicon.Language, key string, count int, values ...any) string {
	one, several, _ := strings.Cut(Say(l, key), "|")
	form := several
	if count == 1 || count == 0 && l == lexicon.French {
		form = one
	}
	if !strings.Contains(form, "%") {
		return form
	}
	return fmt.Sprintf(form, append([]any{count}, values...)...)
}

// Vocabularies are the vocabularies of the API, by the name of their type.
var Vocabularies = func() map[string]lexicon.Vocabulary {
	all := map[string]lexicon.Vocabulary{}
	for _, v := range lexicon.Vocabularies() {
		all[v.Name] = v
	}
	return all
}()

// Label returns the label of a word of the API in a language.
func Label(l lexicon.Language, vocabulary, word string) string {
	if m, is := MessageOf(strings.ToLower(vocabulary) + "." + word); is { // the pages override some labels
		return m.In(l)
	}
	v, is := Vocabularies[vocabulary]
	if !is {
		panic("words: no vocabulary is called " + vocabulary)
	}
	return v.Label(word, l)
}

// DatePhrase formats a date of the API in words: « juin 2016 », « avant juin 2016 ».
func DatePhrase(l lexicon.Language, date *string) string {
	if date == nil || *date == "" {
		return ""
	}
	d, err := lexicon.ParsePartialDate(*date)
	if err != nil {
		return *date
	}
	return d.Phrase(l)
}

// DayPhrase formats the day of a moment in words.
func DayPhrase(l lexicon.Language, moment time.Time) string {
	text := moment.Format(time.DateOnly)
	return DatePhrase(l, &text)
}

// MomentPhrase formats a moment in words.
func MomentPhrase(l lexicon.Language, moment time.Time) string {
	return Say(l, "moment", DayPhrase(l, moment), moment.Format("15:04"))
}

// Euros formats an amount: « 1 200,50 € », “€1,200.50”.
func Euros(l lexicon.Language, cents int64) string {
	group, point := "\u202f", ","
	if l == lexicon.English {
		group, point = ",", "."
	}
	sign := ""
	if cents < 0 {
		sign, cents = "−", -cents
	}
	whole := grouped(strconv.FormatInt(cents/100, 10), group)
	if rest := cents % 100; rest != 0 {
		whole += point + fmt.Sprintf("%02d", rest)
	}
	if l == lexicon.English {
		return sign + "€" + whole
	}
	return sign + whole + "\u00a0€"
}

// grouped separates the digits of a number in groups of three.
func grouped(whole, by string) string {
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + by + whole[i:]
	}
	return whole
}

// Decimal writes a decimal of the API as a language does: « 1 234,5 » for 1234.5. Nil is empty.
func Decimal(l lexicon.Language, number *string) string {
	if number == nil {
		return ""
	}
	group, point := "\u202f", ","
	if l == lexicon.English {
		group, point = ",", "."
	}
	sign := ""
	digits, isNegative := strings.CutPrefix(*number, "-")
	if isNegative {
		sign = "−"
	}
	whole, rest, hasRest := strings.Cut(digits, ".")
	if hasRest {
		rest = point + rest
	}
	return sign + grouped(whole, group) + rest
}

const (
	longWord   = 11 // minimum number of letters of a word that may be broken
	minPart    = 4  // letters of each part
	softHyphen = '\u00ad'
)

// SoftHyphens inserts soft hyphens into long words, before a consonant followed by a vowel. Browsers know no French
// hyphenation.
func SoftHyphens(text string) string {
	var out strings.Builder
	for i, word := range strings.Split(text, " ") {
		if i > 0 {
			out.WriteByte(' ')
		}
		letters := []rune(word)
		last := 0
		for j, letter := range letters {
			if len(letters) >= longWord && j-last >= minPart && len(letters)-j >= minPart && isBreak(letters, j) {
				out.WriteRune(softHyphen)
				last = j
			}
			out.WriteRune(letter)
		}
	}
	return out.String()
}

// isBreak reports whether a word may be broken before a letter, which is neither its first nor its last.
func isBreak(letters []rune, at int) bool {
	before, after := letters[at-1], letters[at+1]
	return isConsonant(letters[at]) && unicode.IsLetter(before) && unicode.IsLetter(after) && !isConsonant(after)
}

func isConsonant(r rune) bool {
	return strings.ContainsRune("bcdfghjklmnpqrstvwxzç", unicode.ToLower(r))
}
