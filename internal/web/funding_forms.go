package web

import (
	"fmt"
	"strconv"
	"strings"
)

// grantFields, fundingFields, indicatorFields and observationFields are what forms ask of money and measures.
var (
	grantFields = []editField{
		ofPartner("funder", true), ofPartner("beneficiary", false), pickOf("action", typeAction),
		pickOf("axis", typeAxis),
		{Name: "purpose", Kind: "area"}, {Name: "amount", Kind: "money", Signed: true},
		{Name: "amountWithheld", Kind: "flag"},
		{Name: "agreedOn", Kind: "date"}, {Name: "paidFrom", Kind: "date"}, {Name: "paidUntil", Kind: "date"},
		{Name: "financialYear", Kind: "number"},
		{Name: "nature", Kind: "word", Vocabulary: "GrantNature", Optional: true},
		{Name: "decisionReference", Kind: "text"}, {Name: "conditions", Kind: "text"},
		{Name: "aidScheme", Kind: "text"},
		{Name: "usage", Kind: "text"}, {Name: "note", Kind: "area"},
	}
	fundingFields = []editField{
		ofPartner("funder", true), pickOf("action", typeAction), pickOf("axis", typeAxis),
		{Name: "kind", Read: "fundingKind", Kind: "word", Vocabulary: "FundingKind"}, {Name: "year", Kind: "number"},
		{Name: "asked", Kind: "money"}, {Name: "voted", Kind: "money"}, {Name: "paid", Kind: "money"},
		{Name: "note", Kind: "area"},
	}
	indicatorFields = []editField{
		{Name: "code", Kind: "text", Required: true}, {Name: "name", Kind: "text", Required: true},
		pickOf("action", typeAction), pickOf("axis", typeAxis), {Name: "description", Kind: "area"},
		{Name: "unit", Kind: "text", Required: true}, {Name: "method", Kind: "area"},
		{Name: "direction", Kind: "word", Vocabulary: "IndicatorDirection", Optional: true},
		{Name: "baseline", Kind: "decimal"}, {Name: "target", Kind: "decimal"},
	}
	observationFields = []editField{
		{Name: "period", Kind: "date", Required: true}, pickOf("territory", "TERRITORY"),
		pickOf("document", typeSource),
		{Name: "status", Read: "observationStatus", Kind: "word", Vocabulary: "ObservationStatus"},
		{Name: "value", Read: "observedValue", Kind: "decimal", Label: "edit.observed"}, {Name: "note", Kind: "area"},
	}
)

// ofPartner returns a field that refers to a partner.
func ofPartner(name string, isRequired bool) editField {
	f := pickOf(name, typePartner)
	f.Label, f.Required = "edit."+name, isRequired
	return f
}

// listsFields are the types of records whose pages list every field of their forms.
var listsFields = map[string]bool{"Grant": true, "FundingLine": true, "Indicator": true, "Observation": true}

// addFields adds the fields of a record to its page, in the words of its form.
func (p *recordPage) addFields(q *request, r *record) {
	if r.Contract != nil {
		home := thing{Typename: "Contract", Code: r.Contract.Code, Name: r.Contract.Name}
		p.add(fact{Label: "col.contract", Refs: []thing{home}})
	}
	for _, f := range editables[r.Typename].fields {
		if f.Name == "name" {
			continue // it is the title
		}
		switch of := r.end(f); {
		case of != nil:
			p.add(fact{Label: f.label(), Refs: []thing{*of}})
		case f.Kind != "flag" || r.text(f) == "true":
			p.add(fact{Label: f.label(), Text: f.phrase(q.lang, r.text(f))})
		}
	}
}

// withoutSpaces leaves out what people write between the digits of a number, and writes its comma as a point.
var withoutSpaces = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "€", "", ",", ".", "\u2212", "-")

// readMoney parses an amount in euros: « 1 200,50 » is 120050 cents.
func readMoney(text string) (cents int64, ok bool) {
	plain := withoutSpaces.Replace(text)
	whole, rest, _ := strings.Cut(plain, ".")
	if len(rest) > 2 || whole == "" || len(whole) > 13 || strings.ContainsAny(plain, "+-") {
		return 0, false
	}
	cents, err := strconv.ParseInt(whole+(rest + "00")[:2], 10, 64)
	return cents, err == nil
}

// money parses the amount of a field. That of a grant may be negative: money is taken back.
func (f editField) money(text string) (cents int64, ok bool) {
	plain, isNegative := strings.CutPrefix(withoutSpaces.Replace(text), "-")
	if !isNegative || !f.Signed {
		return readMoney(text)
	}
	cents, ok = readMoney(plain)
	return -cents, ok
}

// moneyText formats cents in the format of readMoney.
func moneyText(cents string) string {
	number, err := strconv.ParseInt(cents, 10, 64)
	if err != nil {
		return cents
	}
	sign := ""
	if number < 0 {
		sign, number = "-", -number
	}
	return fmt.Sprintf("%s%d,%02d", sign, number/100, number%100)
}
