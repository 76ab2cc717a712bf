package scdl

import (
	"maps"
	"slices"

	"maillage/internal/lexicon"
)

// mostShared is how many grants with several beneficiaries are followed.
const mostShared = 100_000

// shares adds up the shares of the beneficiaries of one grant.
type shares struct{ of map[string]*sharing }

type sharing struct {
	first int
	name  string
	sum   lexicon.Share
}

// tolerance is how far shares may be from one: thirds have no end.
const tolerance = lexicon.WholeShare / 1000

func (s *shares) add(b *builder) {
	g := b.fact.Grant
	if g.Share == nil || *g.Share == lexicon.WholeShare {
		return
	}
	key := hashOf("shares", identityOf(g.Funder), b.dateIdentity(), lexicon.FoldWord(g.Reference),
		lexicon.FoldWord(g.Purpose))
	of := s.of[key]
	if of == nil {
		if len(s.of) >= mostShared {
			return
		}
		of = &sharing{first: b.line.Number, name: g.Reference}
		s.of[key] = of
	}
	of.sum += *g.Share
}

// findings returns the grants whose shares do not sum to one, by line.
func (s *shares) findings() (notes []lexicon.Note) {
	for _, of := range slices.SortedFunc(maps.Values(s.of), func(a, b *sharing) int { return a.first - b.first }) {
		if off := of.sum - lexicon.WholeShare; off > tolerance || off < -tolerance {
			notes = append(notes, lexicon.Note{Code: lexicon.ShareSum, Severity: lexicon.Flags,
				Where: CellOfLine(of.first), Value: of.name, Took: of.sum.Decimal()})
		}
	}
	return notes
}
