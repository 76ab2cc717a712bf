package scdl

import (
	"strings"

	"maillage/internal/exchange/read"
	"maillage/internal/lexicon"
)

// table gives the values of a line by the fields of SCDL.
type table interface {
	Value(line read.Line, field string) (c read.Cell, where string, ok bool)
	Column(field string) (column read.Column, ok bool)
}

// tableOf returns the table of a reader. One of 360Giving is read through the fields of SCDL.
func tableOf(r *read.Reader) table {
	if r.Guess.Profile != read.ProfileGiving {
		return r
	}
	g := giving{Reader: r, at: map[string]int{}}
	for i, c := range r.Guess.Columns {
		g.at[c.Header] = i
		if strings.HasPrefix(c.Header, classes) && strings.HasSuffix(c.Header, "/vocabulary") {
			g.classes = append(g.classes, strings.TrimSuffix(c.Header, "vocabulary"))
		}
	}
	return g
}

// classes begin the names of columns of classifications. Package exports writes what 360Giving has no member for as
// classifications by the columns of SCDL.
const classes = "classifications/"

// SCDLVocabulary begins the names of these vocabularies.
const SCDLVocabulary = "SCDL "

// PaymentEvent is the title of the planned dates that are of payment. Others are of the activity.
const PaymentEvent = "Payment"

// DecisionDocument is the type of the related document that is the decision.
const DecisionDocument = "Decision"

// The prefixes of identifiers of organisations: the lists of org-id.guide for SIREN and SIRET numbers, of which the
// second is no longer used.
const (
	CompanyPrefix    = "FR-RCS-"
	oldCompanyPrefix = "FR-INSEE-"
)

// giving reads grants of 360Giving.
type giving struct {
	*read.Reader
	at      map[string]int // columns by header
	classes []string       // beginnings of the columns of each classification
}

// givingFields are the fields of 360Giving for those of SCDL.
var givingFields = map[string]string{
	FunderName: "fundingOrganization/0/name", FunderID: "fundingOrganization/0/id",
	BeneficiaryName: "recipientOrganization/0/name", BeneficiaryID: "recipientOrganization/0/id",
	BeneficiaryRNA: "recipientOrganization/0/charityNumber", AgreementDate: "awardDate", Purpose: "description",
	AmountGranted: "amountAwarded", Programme: "grantProgramme/0/title", Reference: "relatedDocument/0/title",
	PaymentDates: "plannedDates/0/startDate",
}

// givingConditions are columns that must have a value for a field to be what SCDL means.
var givingConditions = map[string][2]string{
	Reference:    {"relatedDocument/0/documentType", DecisionDocument},
	PaymentDates: {"plannedDates/0/title", PaymentEvent},
}

// Column returns the column of a field.
func (g giving) Column(field string) (read.Column, bool) {
	name, is := givingFields[field]
	if !is { // it is a classification of some grants
		return read.Column{}, len(g.classes) > 0
	}
	if c, ok := g.Reader.Column(name); ok {
		return c, true
	}
	at, ok := g.at[name]
	if !ok {
		return read.Column{}, false
	}
	return g.Guess.Columns[at], true
}

// cell returns the cell of a field of 360Giving.
func (g giving) cell(line read.Line, name string) (c read.Cell, where string, ok bool) {
	if c, where, ok = g.Reader.Value(line, name); ok {
		return c, where, true
	}
	at, ok := g.at[name]
	if !ok || !line.Aligned || at >= len(line.Cells) {
		return read.Cell{}, "", false
	}
	return line.Cells[at], read.CellName(at, line.Number), true
}

// Value returns the value of a field of SCDL.
func (g giving) Value(line read.Line, field string) (c read.Cell, where string, ok bool) {
	name, is := givingFields[field]
	if !is {
		return g.class(line, SCDLVocabulary+field)
	}
	c, where, ok = g.cell(line, name)
	if need, has := givingConditions[field]; has {
		if of, _, _ := g.cell(line, need[0]); of.Text != need[1] {
			c.Text = ""
		}
	}
	if c.Text == "" && field == Purpose {
		return g.cell(line, "title")
	}
	if c.Text == "" {
		return c, where, ok
	}
	switch field {
	case FunderID, BeneficiaryID:
		c.Text = frenchNumber(c.Text)
	case BeneficiaryRNA:
		if of, _ := lexicon.ParseRegistered(c.Text); of.RNA == "" {
			c.Text = "" // the number of another register
		}
	case PaymentDates:
		if end, _, _ := g.cell(line, "plannedDates/0/endDate"); end.Text != "" {
			c.Text += "/" + end.Text
		}
	case AmountGranted:
		if currency, _, _ := g.cell(line, "currency"); currency.Text != "" && currency.Text != "EUR" {
			c.Text, c.Type = c.Text+" "+currency.Text, read.Written // which is no amount in euros
		}
	}
	return c, where, ok
}

// class returns the code or the title of the classification of a vocabulary.
func (g giving) class(line read.Line, vocabulary string) (c read.Cell, where string, ok bool) {
	for _, begin := range g.classes {
		if of, _, _ := g.cell(line, begin+"vocabulary"); of.Text != vocabulary {
			continue
		}
		if c, where, ok = g.cell(line, begin+"code"); ok && c.Text != "" {
			return c, where, true
		}
		return g.cell(line, begin+"title")
	}
	return read.Cell{}, "", false
}

// frenchNumber returns the SIREN, SIRET or RNA number in an identifier of an organisation; empty if it has none.
func frenchNumber(id string) string {
	for _, prefix := range []string{CompanyPrefix, oldCompanyPrefix} {
		if number, is := strings.CutPrefix(id, prefix); is {
			return number
		}
	}
	last := id[strings.LastIndexByte(id, '-')+1:]
	if lexicon.RNA.Check(last) == lexicon.WellFormed {
		return last
	}
	return ""
}
