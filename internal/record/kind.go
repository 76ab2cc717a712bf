package record

// Kind is what the values of a field are.
type Kind string

// The kinds.
const (
	KindText         Kind = "text"
	KindWord         Kind = "word" // of a vocabulary
	KindDate         Kind = "date" // as it was written, in EDTF
	KindFlag         Kind = "flag"
	KindNumber       Kind = "number"
	KindAmount       Kind = "amount"  // in euro cents
	KindDecimal      Kind = "decimal" // an exact number, as text
	KindTexts        Kind = "texts"
	KindReference    Kind = "reference"
	KindLanguage     Kind = "language"
	KindTranslations Kind = "translations"
)

// Kind returns the kind of the field's values.
func (f *Field) Kind() Kind {
	return [...]Kind{KindText, KindWord, KindDate, KindFlag, KindNumber, KindAmount, KindDecimal, KindTexts,
		KindReference, KindLanguage, KindTranslations}[f.kind]
}

// Words returns the values that a word accepts; nil for any other field.
func (f *Field) Words() []string { return f.words }
