package cli

import (
	"cmp"
	"errors"
	"os"
	"regexp"
	"strings"

	"maillage/internal/lexicon"
	"maillage/internal/message"
)

// usageError means that the command was used wrongly.
type usageError struct{ error }

// Unwrap returns the reason.
func (e *usageError) Unwrap() error { return e.error }

// sentenceError is a sentence of the catalogue as an error.
type sentenceError struct{ message.Sentence }

func (e *sentenceError) Error() string { return e.String() }

// misused returns the error of wrong usage that a sentence tells.
func misused(s message.Sentence) error { return &usageError{&sentenceError{s}} }

// textOf returns the text of an error. A sentence of the catalogue in it is in the language.
func textOf(err error, l lexicon.Language) string {
	var sentence *sentenceError
	if errors.As(err, &sentence) {
		return strings.Replace(err.Error(), sentence.String(), sentence.In(l), 1)
	}
	return err.Error()
}

// language returns the language of the messages of the command, by the variables of the locale.
func language() lexicon.Language {
	if strings.HasPrefix(cmp.Or(os.Getenv("LC_ALL"), os.Getenv("LC_MESSAGES"), os.Getenv("LANG")), "fr") {
		return lexicon.French
	}
	return lexicon.English
}

// parserMessages are the errors of the parser of flags, and the sentences that say them.
var parserMessages = []struct {
	form *regexp.Regexp
	says func(values []string) message.Sentence
}{
	{
		regexp.MustCompile(`^unknown flag (\S+?)(?:, did you mean (?:one of )?(.+)\?)?$`),
		func(v []string) message.Sentence { return meant(message.UnknownFlag(v[0]), v[1]) },
	},
	{
		regexp.MustCompile(`^unexpected argument (.+?)(?:, did you mean (?:one of )?(.+)\?)?$`),
		func(v []string) message.Sentence { return meant(message.UnexpectedWord(v[0]), v[1]) },
	},
	{
		regexp.MustCompile(`^missing flags: (.+)$`),
		func(v []string) message.Sentence {
			return message.MissingFlags(lexicon.Text{English: v[0], French: strings.ReplaceAll(v[0], " or ", " ou ")})
		},
	},
	{
		regexp.MustCompile(`^expected (?:one of )?(".+)$`),
		func(v []string) message.Sentence { return message.MissingWord(v[0]) },
	},
	{
		regexp.MustCompile(`^(--[\w-]+) must be one of (.+) but got "(.*)"`),
		func(v []string) message.Sentence { return message.FlagIsOneOf(v[0], v[1], v[2]) },
	},
	{
		regexp.MustCompile(`^(--[\w-]+): expected \w+ value but got "EOL"`),
		func(v []string) message.Sentence { return message.FlagNeedsAValue(v[0]) },
	},
	{
		regexp.MustCompile(`^(--[\w-]+): expected a valid \d+ bit u?int but got "(.*?)"`),
		func(v []string) message.Sentence { return message.FlagIsANumber(v[0], v[1]) },
	},
	{
		regexp.MustCompile(`^(--[\w-]+): expected duration but got "(.*?)"`),
		func(v []string) message.Sentence { return message.FlagIsADuration(v[0], v[1]) },
	},
}

// meant adds similar names to a sentence, if there are any.
func meant(s message.Sentence, similar string) message.Sentence {
	if similar == "" {
		return s
	}
	return message.PerhapsMeant(s, similar)
}

// parserError returns the wrong usage that an error of the parser means.
func parserError(err error) error {
	if errors.As(err, new(*sentenceError)) { // a check of flags found it
		return err
	}
	text := err.Error()
	for _, m := range parserMessages {
		if found := m.form.FindStringSubmatch(text); found != nil {
			return misused(m.says(found[1:]))
		}
	}
	return misused(message.WrongUsage(text))
}
