package scdl

import (
	"fmt"
	"slices"
	"strings"

	"maillage/internal/lexicon"
)

// levels finds files of two levels: lines that are totals, above or below their details. It decides nothing. A person
// says which lines count.
type levels struct {
	found []lexicon.Note

	// Of the lines since the last total below its details.
	first, count int
	sum          int64
	// A line without a beneficiary that may be the total of those that follow.
	total     *builder
	detail    int64
	details   int
	firstLine int
}

// totalWords are, folded, the names of totals.
var totalWords = []string{"total", "soustotal", "montanttotal", "totalgeneral", "ensemble"}

// check notes that a line looks like a total of others.
func (l *levels) check(b *builder) {
	g := b.fact.Grant
	if g.Amount.Withheld {
		return
	}
	cents := g.Amount.Cents
	if isTotalName(g.Beneficiary.Name) && g.Beneficiary.SIREN == "" {
		value := g.Beneficiary.Name
		if l.count > 1 && l.sum == cents {
			value = fmt.Sprintf("%d–%d", l.first, b.line.Number-1)
		}
		b.note(lexicon.LevelTotal, lexicon.Waits, CellOfLine(b.line.Number), value, "")
		l.first, l.count, l.sum, l.total = 0, 0, 0, nil
		return
	}
	if l.count++; l.count == 1 {
		l.first = b.line.Number
	}
	l.sum += cents
	l.below(b, cents)
}

// below follows the lines after one without a beneficiary, until they sum to its amount.
func (l *levels) below(b *builder, cents int64) {
	g := b.fact.Grant
	if g.Beneficiary.SIREN == "" && g.Beneficiary.RNA == "" && cents > 0 {
		l.total, l.detail, l.details, l.firstLine = b, 0, 0, b.line.Number+1
		return
	}
	if l.total == nil {
		return
	}
	of := l.total.fact.Grant
	if of.Reference != g.Reference || of.Agreed != g.Agreed || l.detail+cents > of.Amount.Cents {
		l.total = nil
		return
	}
	l.detail += cents
	if l.details++; l.detail == of.Amount.Cents && l.details > 1 {
		total := l.total.fact.Line
		b.note(lexicon.LevelDetail, lexicon.Waits, CellOfLine(b.line.Number), CellOfLine(total), "")
		l.found = append(l.found, lexicon.Note{Code: lexicon.LevelTotal, Severity: lexicon.Waits,
			Where: CellOfLine(total), Value: fmt.Sprintf("%d–%d", l.firstLine, b.line.Number)})
		l.total = nil
	}
}

func isTotalName(name string) bool {
	return slices.Contains(totalWords, lexicon.FoldWord(name)) || strings.HasPrefix(strings.ToLower(name), "total ")
}
