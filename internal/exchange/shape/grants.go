package shape

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"unicode/utf8"

	"maillage/internal/exchange/read"
	"maillage/internal/exchange/scdl"
	"maillage/internal/lexicon"
)

// grants shapes files of grants.
type grants struct{ *scdl.Shaper }

func newGrants(r *read.Reader) shaper { return grants{scdl.NewShaper(r)} }

func (s grants) missing() []lexicon.Note { return s.MissingColumns() }

func (s grants) findings() []lexicon.Note { return s.Findings() }

func (s grants) shape(line read.Line) ([]Fact, error) {
	said := s.Shape(line)
	f := newFact("grant")
	var err error
	f.Line, f.Notes, f.Usable, f.IsKeyed, f.Cites = said.Line, said.Notes, line.Aligned, true, true
	if f.Identity, err = hex.DecodeString(said.Identity); err != nil {
		return nil, err
	}
	if f.Base, err = hex.DecodeString(said.Base); err != nil {
		return nil, err
	}
	if line.Aligned {
		f.Values = fieldsOf(&said.Grant)
		f.References["funder"] = Reference{Party: &said.Grant.Funder}
		f.References["beneficiary"] = Reference{Party: &said.Grant.Beneficiary}
	}
	return []Fact{f}, nil
}

// fieldsOf returns what a grant of a file says, as the fields of a record. Fields without a value are null.
func fieldsOf(g *scdl.Grant) map[string]any {
	set := map[string]any{
		"agreedOn": optional(g.Agreed.String()), "decisionReference": optional(Clip(g.Reference, 300)),
		"purpose": optional(Clip(g.Purpose, 2000)), "amount": nil, "amountWithheld": g.Amount.Withheld,
		"nature": optional(string(natureOf(g.Nature))), "conditions": optional(Clip(g.Conditions, 1000)),
		"paidFrom": optional(g.Payment.From.String()), "paidUntil": optional(g.Payment.To.String()),
		"rae": optional(Clip(g.RAE, 20)), "aidScheme": optional(Clip(g.Programme, 300)),
		"usage": optional(Clip(g.Usage, 300)), "notifiedToEU": nil, "share": nil,
		"funderIdentifier":      optional(identifierOf(g.Funder)),
		"beneficiaryIdentifier": optional(identifierOf(g.Beneficiary)),
	}
	if !g.Amount.Withheld {
		set["amount"] = g.Amount.Cents
	}
	if g.Notified != nil {
		set["notifiedToEU"] = *g.Notified
	}
	if g.Share != nil {
		set["share"] = int64(*g.Share)
	}
	return set
}

// identifierOf returns the number of a party as the file writes it: its establishment, which the partner does not tell.
func identifierOf(p scdl.Party) string { return cmp.Or(p.SIRET, p.SIREN, p.RNA) }

// natureOf returns the word for the nature of a grant; empty if the file does not say.
func natureOf(n scdl.Nature) lexicon.GrantNature {
	switch {
	case n.Money && n.Kind:
		return lexicon.InMoneyAndKind
	case n.Money:
		return lexicon.InMoney
	case n.Kind:
		return lexicon.InKind
	}
	return ""
}

// optional returns a text, or nil for an empty one.
func optional(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// Clip cuts a text to a number of characters, and shows that it was cut.
func Clip(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most-1]) + "…"
}

// AmountText writes an amount in cents as euros: 12.50.
func AmountText(cents int64) string {
	sign := ""
	if cents < 0 {
		sign, cents = "-", -cents
	}
	return fmt.Sprintf("%s%d.%02d", sign, cents/100, cents%100)
}
