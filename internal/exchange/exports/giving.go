package exports

import (
	"bytes"
	"encoding/json"
	"io"
	"time"

	"maillage/internal/exchange/scdl"
	"maillage/internal/lexicon"
)

// The prefixes of identifiers. org-id.guide has a list for SIREN and SIRET numbers, and none for RNA numbers: these are
// written as identifiers of the hub's own, as 360Giving wants it for organisations without a list.
const (
	companyPrefix = scdl.CompanyPrefix
	ownPrefix     = "360G-maillage-"
)

// longestTitle is the length under which 360Giving wants titles.
const longestTitle = 139

// The members of a grant, in the order in which they are written.
type (
	givenGrant struct {
		ID              string         `json:"id"`
		Title           string         `json:"title"`
		Description     string         `json:"description"`
		Currency        string         `json:"currency"`
		Amount          json.Number    `json:"amountAwarded"`
		AwardDate       string         `json:"awardDate"`
		PlannedDates    []givenEvent   `json:"plannedDates,omitempty"`
		Recipients      []givenOrg     `json:"recipientOrganization"`
		Funders         []givenOrg     `json:"fundingOrganization"`
		Programmes      []givenTitle   `json:"grantProgramme,omitempty"`
		Classifications []givenClass   `json:"classifications,omitempty"`
		Documents       []givenDecided `json:"relatedDocument,omitempty"`
		Modified        string         `json:"dateModified"`
	}
	givenEvent struct {
		Title string `json:"title"`
		Start string `json:"startDate,omitempty"`
		End   string `json:"endDate,omitempty"`
	}
	givenOrg struct {
		ID   string `json:"id"`
		Name string `json:"name"`
		RNA  string `json:"charityNumber,omitempty"`
	}
	givenTitle struct {
		Title string `json:"title"`
	}
	givenClass struct {
		Vocabulary string `json:"vocabulary"`
		Code       string `json:"code,omitempty"`
		Title      string `json:"title,omitempty"`
	}
	givenDecided struct {
		Title string `json:"title"`
		Type  string `json:"documentType"`
	}
)

// encodeGiving writes a grant as an object of 360Giving 1.4.3.
func encodeGiving(g *Grant) *grantLine {
	line := &grantLine{}
	day, isFull := fullDay(g.Fields.AgreedOn)
	line.day = day
	purpose := orEmpty(g.Fields.Purpose)
	line.need("funder", g.Funder != nil)
	line.need("beneficiary", g.Beneficiary != nil)
	line.need("amountWithheld", !g.Fields.AmountWithheld)
	if !g.Fields.AmountWithheld {
		line.need("amount", g.Fields.AmountCents != nil)
	}
	line.need("agreedOn", isFull)
	line.need("purpose", purpose != "")
	if line.missing != nil {
		return line
	}
	title, _ := cutText(purpose, longestTitle) // the description has all of it
	grant := givenGrant{
		ID: ownPrefix + g.ID, Title: title, Description: purpose, Currency: "EUR",
		Amount: json.Number(euros(*g.Fields.AmountCents)), AwardDate: day.String(), PlannedDates: payment(g),
		Recipients: []givenOrg{organisation(g.Beneficiary)}, Funders: []givenOrg{organisation(g.Funder)},
		Classifications: classes(g), Modified: g.Fields.UpdatedAt.UTC().Format(time.RFC3339),
	}
	if scheme := orEmpty(g.Fields.AidScheme); scheme != "" {
		grant.Programmes = []givenTitle{{scheme}}
	}
	if reference := orEmpty(g.Fields.DecisionReference); reference != "" {
		grant.Documents = []givenDecided{{reference, scdl.DecisionDocument}}
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(grant) // texts and digits alone, which always encode
	line.text = bytes.TrimSuffix(b.Bytes(), []byte("\n"))
	return line
}

// organisation names a party by the list that its number is from.
func organisation(p *Party) givenOrg {
	id := ownPrefix + p.ID
	switch {
	case p.SIRET != "":
		id = companyPrefix + p.SIRET
	case p.SIREN != "":
		id = companyPrefix + p.SIREN
	case p.RNA != "":
		id = ownPrefix + p.RNA
	}
	return givenOrg{id, p.Name, p.RNA}
}

// payment returns the period of payment as an event that says so. Days and months that are unknown are left out.
func payment(g *Grant) []givenEvent {
	start, end := dayOrPart(g.Fields.PaidFrom, false), dayOrPart(g.Fields.PaidUntil, true)
	if start == "" && end == "" {
		return nil
	}
	return []givenEvent{{scdl.PaymentEvent, start, end}}
}

// dayOrPart returns a year, a month or a day as it is known, or an end of an interval.
func dayOrPart(d *lexicon.PartialDate, isEnd bool) string {
	switch {
	case d == nil:
		return ""
	case len(d.String()) <= len("2006-01-02") && d.String()[0] >= '0' && d.String()[0] <= '9':
		return d.String()
	case isEnd:
		return dayText(d.Latest())
	}
	return dayText(d.Earliest())
}

// classes returns what SCDL says of a grant and 360Giving has no member for, by the columns of SCDL.
func classes(g *Grant) (all []givenClass) {
	add := func(column, code, title string) {
		if code != "" || title != "" {
			all = append(all, givenClass{scdl.SCDLVocabulary + column, code, title})
		}
	}
	add(scdl.NatureOfAid, scdlNatures[orEmpty(g.Fields.Nature)], "")
	add(scdl.Conditions, "", orEmpty(g.Fields.Conditions))
	add(scdl.RAE, orEmpty(g.Fields.Rae), "")
	if g.Fields.NotifiedToEu != nil {
		add(scdl.NotifiedToEU, scdlWords[*g.Fields.NotifiedToEu], "")
	}
	if g.Fields.Share != nil {
		add(scdl.ShareOfAmount, shareOf(g).Decimal(), "")
	}
	return all
}

// giving writes grants as 360Giving.
type giving struct{ *jsonOut }

func newGiving(w io.Writer) Writer { return &giving{newJSONOut(w)} }

func (w *giving) Begin(*Head) error {
	w.print(`{"grants":[`)
	return w.done()
}

func (w *giving) Write(row Row) error {
	line, is := row.(*grantLine)
	if !is {
		return errRow(row)
	}
	w.item()
	_, err := w.textOut.Write(line.text)
	return err
}

func (w *giving) End(*Tally) error {
	w.print("\n]}\n")
	return w.Flush()
}
