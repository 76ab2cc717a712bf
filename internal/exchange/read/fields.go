package read

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"sync"

	"maillage/internal/lexicon"
)

// Kind is what the values of a field are. It decides how a shifted line can be repaired.
type Kind uint8

// The kinds of values.
const (
	Text       Kind = iota
	Amount          // of money
	Day             // a date
	Days            // a date or a period
	Registered      // a SIREN, SIRET or RNA number
	YesOrNo
	Part // of a whole
	Year
	Commune
	QPV
	Count
	Word // one of a few
)

// Field is something that a column can hold.
type Field struct {
	Profile string   // the kind of table that it belongs to
	Name    string   // as its schema writes it
	Kind    Kind     // of its values
	Words   []string // names of columns that have it
	Accepts []string // of a Word: the words, folded
}

// The profiles of built-in fields.
const (
	ProfileSCDL   = "scdl"
	ProfileGiving = "360giving"
	ProfileQPV    = "qpv"
	ProfileHXL    = "hxl"

	ProfileHub = "hub" // the hub's own tables, whose fields the caller gives
)

//go:embed words.csv
var wordsFile string

// kinds are the kinds of the built-in fields that are no text.
var kinds = map[string]Kind{
	"idAttribuant": Registered, "idBeneficiaire": Registered, "rnaBeneficiaire": Registered, "dateConvention": Day,
	"montant": Amount, "nature": Word, "datesPeriodeVersement": Days, "notificationUE": YesOrNo,
	"pourcentageSubvention": Part, "exercice": Year, "codeCommune": Commune, "codeQPV": QPV, "population": Count,
	"amountAwarded": Amount, "amountAppliedFor": Amount, "amountDisbursed": Amount, "awardDate": Day,
	"plannedDates/0/startDate": Day, "plannedDates/0/endDate": Day,
}

// natures are the words for the nature of a grant, folded.
var natures = []string{"aideennumeraire", "aideennature", "aideennumeraireaideennature", "aideennatureaideennumeraire",
	"ennumeraire", "ennature", "numeraire", "nature", "subventionennumeraire", "subventionennature"}

// builtInFields returns the fields whose names of columns are in words.csv.
var builtInFields = sync.OnceValue(func() []Field {
	records, err := csv.NewReader(strings.NewReader(wordsFile)).ReadAll()
	if err != nil {
		panic(fmt.Errorf("words.csv: %w", err)) // it is compiled in
	}
	var all []Field
	for _, record := range records[1:] {
		profile, name, word := record[0], record[1], record[2]
		at := slices.IndexFunc(all, func(f Field) bool { return f.Profile == profile && f.Name == name })
		if at < 0 {
			at = len(all)
			all = append(all, Field{Profile: profile, Name: name, Kind: kinds[name]})
			if name == "nature" {
				all[at].Accepts = natures
			}
		}
		all[at].Words = append(all[at].Words, word)
	}
	return slices.Clip(all)
})

// accepts reports whether a text can be a value of the field. No text can.
func (f Field) accepts(text string) bool {
	if text == "" {
		return true
	}
	switch f.Kind {
	case Amount:
		return isAmount(text)
	case Day:
		_, code := lexicon.ParseLooseDate(text, lexicon.DayFirst)
		return code != lexicon.DateUnreadable
	case Days:
		_, code := lexicon.ParsePeriod(text, lexicon.DayFirst)
		return code != lexicon.DateUnreadable
	case Registered:
		found, code := lexicon.ParseRegistered(text)
		return code == "" || found.SIREN != "" || len(text) == 14 && strings.Trim(text, "0123456789") == ""
	case YesOrNo:
		_, ok := lexicon.ParseYesNo(text)
		return ok
	case Part:
		_, ok := lexicon.ParseShare(text, true)
		return ok
	case Year, Count:
		_, code := lexicon.ParseAmount(text, 0)
		return code == ""
	case Commune:
		_, code := lexicon.ParseCommune(text)
		return code != lexicon.CommuneUnknown
	case QPV:
		_, _, code := lexicon.ParseQPV(text)
		return code == ""
	case Word:
		return slices.Contains(f.Accepts, lexicon.FoldWord(text))
	}
	return true
}

// isAmount reports whether a text is an amount as money is written. 00 is no amount, but the cents of one.
func isAmount(text string) bool {
	if len(text) > 1 && text[0] == '0' && text[1] >= '0' && text[1] <= '9' {
		return false
	}
	_, code := lexicon.ParseAmount(text, '.')
	return code != lexicon.AmountUnreadable
}

// Words for columns about persons, folded: those that a header has, and those that it is.
var (
	personalParts = []string{"email", "courriel", "mail", "telephone", "adresse", "prenom", "naissance", "civilite",
		"interlocuteur", "signataire", "representant", "contact", "phone", "firstname", "lastname", "surname", "birth",
		"address", "recipientindividual"}
	personalWords = []string{"tel", "mobile", "portable", "fax", "gsm", "adr", "responsable", "president", "presidente",
		"dirigeant", "referent", "nomresponsable", "nompresident", "nomdupresident", "nomduresponsable", "nomprenom"}
)

// isPersonal reports whether a header, folded, names something about a person.
func isPersonal(folded string) bool {
	return slices.Contains(personalWords, folded) || slices.ContainsFunc(personalParts, func(part string) bool {
		return strings.Contains(folded, part)
	})
}

// Confirmed returns the built-in fields that people gave to columns before, by header.
func Confirmed(headers map[string]string) (fields []Field) {
	for _, f := range builtInFields() {
		var words []string
		for header, name := range headers {
			if name == f.Name {
				words = append(words, header)
			}
		}
		if len(words) > 0 {
			slices.Sort(words)
			f.Words = words
			fields = append(fields, f)
		}
	}
	return fields
}
