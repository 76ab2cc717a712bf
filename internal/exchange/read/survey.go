package read

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"maillage/internal/lexicon"
)

// evidence is what the values of a column prove about how they are written.
type evidence struct {
	filled, personal     int
	commas, points       int
	dayFirst, monthFirst int
	upToOne, overOne     int // shares
}

// survey reads the whole table once: how many records it has, in which encodings, and how each column is written. A
// sample would mislead.
func (r *Reader) survey() error {
	g := &r.Guess
	if err := r.source.rewind(); err != nil {
		return err
	}
	g.Charsets = map[Charset]int{}
	all := make([]evidence, len(g.Columns))
	for {
		if r.count++; r.count%checkEvery == 0 && r.ctx.Err() != nil {
			return r.ctx.Err()
		}
		found, err := r.source.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		switch {
		case found.number <= g.lastHeadLine:
		case found.blank():
			g.Blank++
		default:
			g.Records++
			if found.charset != "" {
				g.Charsets[found.charset]++
			}
			r.weigh(all, found)
		}
	}
	for i := range g.Columns {
		r.style(&g.Columns[i], all[i])
	}
	r.personal = personalOf(g.Columns)
	r.reportCharsets()
	return nil
}

// weigh adds what a row proves to the evidence.
func (r *Reader) weigh(all []evidence, found row) {
	columns := r.Guess.Columns
	if found.broken || len(found.cells) > len(columns) {
		return
	}
	for i, c := range found.cells {
		if c.Text == "" || columns[i].Personal {
			continue
		}
		e := &all[i]
		e.filled++
		switch columns[i].Kind {
		case Amount:
			switch lexicon.DecimalMarkOf(c.Text) {
			case ',':
				e.commas++
			case '.':
				e.points++
			}
		case Day:
			e.order(c.Text)
		case Days:
			for _, date := range strings.FieldsFunc(c.Text, func(r rune) bool { return r == '_' || r == ' ' }) {
				e.order(date)
			}
		case Part:
			if _, ok := lexicon.ParseShare(c.Text, false); ok {
				e.upToOne++
			} else if _, ok := lexicon.ParseShare(c.Text, true); ok {
				e.overOne++
			}
		case Text:
			if columns[i].Field == "" && looksPersonal(c.Text) {
				e.personal++
			}
		}
	}
}

func (e *evidence) order(text string) {
	switch lexicon.DateOrderOf(text) {
	case lexicon.DayFirst:
		e.dayFirst++
	case lexicon.MonthFirst:
		e.monthFirst++
	}
}

// style decides how a column is written, and says why.
func (r *Reader) style(c *Column, e evidence) {
	g := &r.Guess
	if e.personal > 0 && 2*e.personal >= e.filled {
		c.Personal = true
	}
	if c.Personal {
		g.find(lexicon.PersonalLeftOut, lexicon.Informs, c.Name, c.Header, "", 1)
	}
	switch {
	case e.commas > 0 && e.points == 0:
		c.Decimal = ','
	case e.points > 0 && e.commas == 0:
		c.Decimal = '.'
	}
	if mark, chosen := overrideOf(g.overrides.Decimals, *c); chosen {
		c.Decimal = mark
	}
	if c.Decimal != 0 {
		g.find(lexicon.GuessedDecimal, lexicon.Informs, c.Name, "", string(rune(c.Decimal)), 1)
	}
	switch {
	case e.dayFirst > 0 && e.monthFirst == 0:
		c.Order = lexicon.DayFirst
	case e.monthFirst > 0 && e.dayFirst == 0:
		c.Order = lexicon.MonthFirst
	}
	if order, chosen := overrideOf(g.overrides.Orders, *c); chosen {
		c.Order = order
	}
	if c.Order != lexicon.OrderUnknown || e.dayFirst > 0 {
		sure := float64(max(e.dayFirst, e.monthFirst)) / float64(max(1, e.dayFirst+e.monthFirst))
		g.find(lexicon.GuessedDayFirst, lexicon.Informs, c.Name, fmt.Sprint(max(e.dayFirst, e.monthFirst)),
			c.Order.String(), sure)
	}
	c.Percent = e.overOne > 0 && e.upToOne == 0 // 1 beside 100 may be all or a hundredth
	if percent, chosen := overrideOf(g.overrides.Percent, *c); chosen {
		c.Percent = percent
	}
	if c.Percent {
		g.find(lexicon.GuessedPercent, lexicon.Informs, c.Name, "", "", 0.9)
	}
}

// reportCharsets says in which encodings the records are, the most frequent first.
func (r *Reader) reportCharsets() {
	g := &r.Guess
	if len(g.Charsets) == 0 {
		return
	}
	names := slices.SortedFunc(maps.Keys(g.Charsets), func(a, b Charset) int {
		return cmp.Or(cmp.Compare(g.Charsets[b], g.Charsets[a]), cmp.Compare(a, b))
	})
	var parts []string
	for _, name := range names {
		parts = append(parts, fmt.Sprintf("%s %d", name, g.Charsets[name]))
	}
	g.find(lexicon.GuessedCharset, lexicon.Informs, "", "", strings.Join(parts, ", "), 1)
}
