package scdl

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"maillage/internal/lexicon"
)

// identify computes the identity of the grant from its normalised values, so that another notation of the same line
// has the same.
func (b *builder) identify() {
	g := b.fact.Grant
	parts := []string{identityOf(g.Funder), identityOf(g.Beneficiary), b.dateIdentity(),
		lexicon.FoldWord(g.Reference), lexicon.FoldWord(g.Purpose)}
	b.fact.Base = hashOf("grant/1", parts...)
	b.fact.Identity = hashOf("grant/1/amount", append(parts, b.amountIdentity())...)
}

// identityOf returns the best identifier of a party, or else its folded name.
func identityOf(p Party) string {
	switch {
	case p.SIREN != "":
		return p.SIREN
	case p.RNA != "":
		return p.RNA
	}
	return lexicon.FoldWord(p.Name)
}

// dateIdentity returns the date, or what the file has in its place.
func (b *builder) dateIdentity() string {
	if date := b.fact.Grant.Agreed; !date.IsZero() {
		return date.String()
	}
	return lexicon.FoldWord(b.text(AgreementDate))
}

func (b *builder) amountIdentity() string {
	amount, code := lexicon.ParseAmount(b.text(AmountGranted), b.mark())
	switch {
	case code == lexicon.AmountUnreadable:
		return "?" + lexicon.FoldWord(b.text(AmountGranted))
	case amount.Withheld:
		return "withheld"
	}
	return strconv.FormatInt(amount.Cents, 10)
}

func hashOf(kind string, parts ...string) string {
	sum := sha256.Sum256([]byte(kind + "\x1f" + strings.Join(parts, "\x1f")))
	return hex.EncodeToString(sum[:])
}
