package exports

import (
	"bytes"
	"encoding/csv"
	"io"
	"strings"

	"maillage/internal/exchange/scdl"
	"maillage/internal/lexicon"
)

// scdlNatures are the natures of grants in the words of the schema.
var scdlNatures = map[lexicon.GrantNature]string{
	lexicon.InMoney: "aide en numéraire", lexicon.InKind: "aide en nature",
	lexicon.InMoneyAndKind: "aide en numéraire;aide en nature",
}

// scdlConditions are the conditions of payment that the schema names, by their folded words. Any other text is allowed.
var scdlConditions = map[string]string{"unique": "unique", "echelonne": "échelonné", "autre": "autre"}

// scdlWords are yes and no in the words of the schema.
var scdlWords = map[bool]string{true: "oui", false: "non"}

// smallestShare is the smallest share that the schema allows.
const smallestShare = lexicon.WholeShare / 100

// encodeSCDL writes a grant as a line of SCDL 2.1.1. What the schema requires and nobody said is not made up.
func encodeSCDL(g *Grant) *grantLine {
	line := &grantLine{}
	of := map[string]string{
		scdl.Reference: orEmpty(g.Fields.DecisionReference), scdl.NatureOfAid: scdlNatures[orEmpty(g.Fields.Nature)],
		scdl.PaymentDates: line.payment(g.Fields.PaidFrom, g.Fields.PaidUntil),
		scdl.Programme:    orEmpty(g.Fields.AidScheme),
		scdl.Purpose:      line.limited(orEmpty(g.Fields.Purpose), scdl.Purpose),
		scdl.Conditions:   line.limited(conditionsOf(g), scdl.Conditions),
		scdl.RAE:          line.short(orEmpty(g.Fields.Rae), scdl.RAE),
	}
	line.parties(g, of)
	line.amounts(g, of)
	day, isFull := fullDay(g.Fields.AgreedOn)
	line.day, of[scdl.AgreementDate] = day, day.String()
	line.need("agreedOn", isFull)
	line.need("purpose", of[scdl.Purpose] != "")
	line.need("nature", of[scdl.NatureOfAid] != "")
	line.need("conditions", of[scdl.Conditions] != "")
	line.need("paidFrom", of[scdl.PaymentDates] != "")
	line.need("notifiedToEU", g.Fields.NotifiedToEu != nil)
	if g.Fields.NotifiedToEu != nil {
		of[scdl.NotifiedToEU] = scdlWords[*g.Fields.NotifiedToEu]
	}
	if line.missing != nil {
		return line
	}
	cells := make([]string, len(scdl.Schema().Fields))
	for i, f := range scdl.Schema().Fields {
		cells[i] = of[f.Name]
	}
	line.text = csvText(cells)
	return line
}

// parties adds the names and the numbers of both parties.
func (l *grantLine) parties(g *Grant, of map[string]string) {
	l.need("funder", g.Funder != nil)
	if g.Funder != nil {
		of[scdl.FunderName], of[scdl.FunderID] = g.Funder.Name, g.Funder.SIRET
		l.need("funderIdentifier", g.Funder.SIRET != "")
	}
	l.need("beneficiary", g.Beneficiary != nil)
	if g.Beneficiary == nil {
		return
	}
	rna := g.Beneficiary.RNA
	if strings.Trim(rna, "W0123456789") != "" { // real numbers have letters, and the schema forbids them
		l.notes, rna = append(l.notes, lexicon.RNAOutsideSCDL), ""
	}
	of[scdl.BeneficiaryName], of[scdl.BeneficiaryID], of[scdl.BeneficiaryRNA] = g.Beneficiary.Name,
		g.Beneficiary.SIRET, rna
	l.need("beneficiaryIdentifier", g.Beneficiary.SIRET != "" || rna != "")
}

// amounts adds the amount and the share of the beneficiary: all of it, unless a source says less.
func (l *grantLine) amounts(g *Grant, of map[string]string) {
	l.need("amountWithheld", !g.Fields.AmountWithheld)
	if !g.Fields.AmountWithheld {
		l.need("amount", g.Fields.AmountCents != nil)
	}
	if g.Fields.AmountCents != nil {
		of[scdl.AmountGranted] = string(euros(*g.Fields.AmountCents))
	}
	share := shareOf(g)
	of[scdl.ShareOfAmount] = share.Decimal()
	l.need("share", share >= smallestShare)
}

// shareOf returns the share of the beneficiary.
func shareOf(g *Grant) lexicon.Share {
	if g.Fields.Share == nil {
		return lexicon.WholeShare
	}
	return lexicon.Share(*g.Fields.Share)
}

// limited returns a text as long as the schema allows, and notes that it was cut.
func (l *grantLine) limited(text, field string) string {
	cut, isCut := cutText(text, *scdl.Schema().Field(field).Constraints.MaxLength)
	if isCut {
		l.notes = append(l.notes, lexicon.TextTooLong)
	}
	return cut
}

// short returns a number, or nothing when it is longer than the schema allows: a number is not cut.
func (l *grantLine) short(text, field string) string {
	if _, isCut := cutText(text, *scdl.Schema().Field(field).Constraints.MaxLength); isCut {
		l.notes = append(l.notes, lexicon.TextTooLong)
		return ""
	}
	return text
}

// conditionsOf returns the conditions of payment, in the words of the schema where it has them.
func conditionsOf(g *Grant) string {
	text := orEmpty(g.Fields.Conditions)
	if word, is := scdlConditions[lexicon.FoldWord(text)]; is {
		return word
	}
	return text
}

// payment returns the day of payment, or the period in which it is. Empty means that an end is unknown. A period that
// ends before it begins is written as its source has it, with a note.
func (l *grantLine) payment(from, until *lexicon.PartialDate) string {
	if from == nil {
		return ""
	}
	first, last := from.Earliest(), from.Latest()
	if until != nil {
		last = until.Latest()
	}
	switch {
	case first == lexicon.MinDay || last == lexicon.MaxDay:
		return ""
	case first == last:
		return first.String()
	case last < first:
		l.notes = append(l.notes, lexicon.PeriodReversed)
	}
	return first.String() + "/" + last.String()
}

// csvText encodes a line of CSV that ends with a line feed.
func csvText(cells []string) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write(cells) // a buffer takes everything
	w.Flush()
	return b.Bytes()
}

// scdlOut writes grants as SCDL 2.1.1: for programs, so without a byte order mark and without guards.
type scdlOut struct{ textOut }

func newSCDL(w io.Writer) Writer { return &scdlOut{newTextOut(w)} }

func (w *scdlOut) Begin(*Head) error {
	var names []string
	for _, f := range scdl.Schema().Fields {
		names = append(names, f.Name)
	}
	w.print(string(csvText(names)))
	return w.done()
}

func (w *scdlOut) Write(row Row) error {
	line, is := row.(*grantLine)
	if !is {
		return errRow(row)
	}
	_, err := w.textOut.Write(line.text)
	return err
}

func (w *scdlOut) End(*Tally) error { return w.Flush() }
