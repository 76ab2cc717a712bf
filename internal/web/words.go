package web

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"maillage/internal/lexicon"
)

// message is a text of the pages in both languages. One that depends on a number has a singular and a plural, separated
// by « | ». In French, 0 takes the singular.
type message struct{ french, english string }

func (m message) in(l lexicon.Language) string {
	if l == lexicon.English {
		return m.english
	}
	return m.french
}

// say returns a message with its values. It panics for an unknown key: tests render all templates.
func say(l lexicon.Language, key string, values ...any) string {
	m, is := messageOf(key)
	if !is {
		panic("web: no message is called " + key)
	}
	if len(values) == 0 {
		return m.in(l)
	}
	return fmt.Sprintf(m.in(l), values...)
}

// messageOf finds a message in the catalogues.
func messageOf(key string) (message, bool) {
	for _, catalogue := range []map[string]message{messages, writeMessages, pictureMessages, webhookMessages} {
		if m, is := catalogue[key]; is {
			return m, true
		}
	}
	return message{}, false
}

// plural returns the form of a message for a number, which is its first value.
func plural(l lexicon.Language, key string, count int, values ...any) string {
	one, several, _ := strings.Cut(say(l, key), "|")
	form := several
	if count == 1 || count == 0 && l == lexicon.French {
		form = one
	}
	if !strings.Contains(form, "%") {
		return form
	}
	return fmt.Sprintf(form, append([]any{count}, values...)...)
}

// vocabularies are the vocabularies of the API, by the name of their type.
var vocabularies = func() map[string]lexicon.Vocabulary {
	all := map[string]lexicon.Vocabulary{}
	for _, v := range lexicon.Vocabularies() {
		all[v.Name] = v
	}
	return all
}()

// label returns the label of a word of the API in a language.
func label(l lexicon.Language, vocabulary, word string) string {
	if m, is := messageOf(strings.ToLower(vocabulary) + "." + word); is { // the pages override some labels
		return m.in(l)
	}
	v, is := vocabularies[vocabulary]
	if !is {
		panic("web: no vocabulary is called " + vocabulary)
	}
	return v.Label(word, l)
}

// datePhrase formats a date of the API in words: « juin 2016 », « avant juin 2016 ».
func datePhrase(l lexicon.Language, date *string) string {
	if date == nil || *date == "" {
		return ""
	}
	d, err := lexicon.ParsePartialDate(*date)
	if err != nil {
		return *date
	}
	return d.Phrase(l)
}

func dayPhrase(l lexicon.Language, moment time.Time) string {
	text := moment.Format(time.DateOnly)
	return datePhrase(l, &text)
}

func momentPhrase(l lexicon.Language, moment time.Time) string {
	return say(l, "moment", dayPhrase(l, moment), moment.Format("15:04"))
}

// euros formats an amount: « 1 200,50 € », “€1,200.50”.
func euros(l lexicon.Language, cents int64) string {
	group, point := "\u202f", ","
	if l == lexicon.English {
		group, point = ",", "."
	}
	sign := ""
	if cents < 0 {
		sign, cents = "−", -cents
	}
	whole := strconv.FormatInt(cents/100, 10)
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + group + whole[i:]
	}
	if rest := cents % 100; rest != 0 {
		whole += point + fmt.Sprintf("%02d", rest)
	}
	if l == lexicon.English {
		return sign + "€" + whole
	}
	return sign + whole + "\u00a0€"
}

const (
	longWord   = 11 // minimum number of letters of a word that may be broken
	minPart    = 4  // letters of each part
	softHyphen = '\u00ad'
)

// softHyphens inserts soft hyphens into long words, before a consonant followed by a vowel. Browsers know no French
// hyphenation.
func softHyphens(text string) string {
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
