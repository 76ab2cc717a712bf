package imports

import (
	"cmp"
	"maillage/internal/exchange/scdl"
	"maillage/internal/lexicon"
)

// maxQuote is the length of a quote of a citation.
const maxQuote = 300

// fieldsOf returns what a grant of a file says, as the fields of a record. Fields without a value are null.
func fieldsOf(g *scdl.Grant) map[string]any {
	set := map[string]any{
		"agreedOn": optional(g.Agreed.String()), "decisionReference": optional(clip(g.Reference, 300)),
		"purpose": optional(clip(g.Purpose, 2000)), "amount": nil, "amountWithheld": g.Amount.Withheld,
		"nature": optional(string(natureOf(g.Nature))), "conditions": optional(clip(g.Conditions, 1000)),
		"paidFrom": optional(g.Payment.From.String()), "paidUntil": optional(g.Payment.To.String()),
		"rae": optional(clip(g.RAE, 20)), "aidScheme": optional(clip(g.Programme, 300)),
		"usage": optional(clip(g.Usage, 300)), "notifiedToEU": nil, "share": nil,
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
