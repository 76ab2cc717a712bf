// Package prose measures the sentences of texts that people read. It is for tests alone.
package prose

import (
	"regexp"
	"strings"
)

// Longest is the longest sentence that users read, in words.
const Longest = 20

// end is the end of a sentence, or of a part of one that can be read alone. Stars are of bold text.
var end = regexp.MustCompile(`[.!?:;·]\**(\s|$)`)

// Sentences returns the sentences of a text.
func Sentences(text string) []string { return end.Split(text, -1) }

// LongSentences returns the sentences of a text that have more than Longest words. Signs between spaces are no words.
func LongSentences(text string) (long []string) {
	for _, sentence := range Sentences(text) {
		words := 0
		for _, word := range strings.Fields(sentence) {
			if strings.Trim(word, "«»–×|") != "" {
				words++
			}
		}
		if words > Longest {
			long = append(long, sentence)
		}
	}
	return long
}
