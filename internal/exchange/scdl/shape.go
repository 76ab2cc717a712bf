package scdl

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"maillage/internal/exchange/read"
	"maillage/internal/lexicon"
)

// longestText is the most characters that the schema allows in a text.
const longestText = 256

// Shaper turns lines into facts, in their order.
type Shaper struct {
	reader table
	levels levels
	shares shares
}

// NewShaper returns a shaper for the lines of a reader, whose profile is SCDL or 360Giving.
func NewShaper(r *read.Reader) *Shaper {
	return &Shaper{reader: tableOf(r), shares: shares{of: map[string]*sharing{}}}
}

// MissingColumns returns a note for each field without a column: the ones that a grant needs wait, the others inform.
func (s *Shaper) MissingColumns() []lexicon.Note {
	var notes []lexicon.Note
	miss := func(name string, severity lexicon.NoteSeverity) {
		notes = append(notes, lexicon.Note{Code: lexicon.ColumnMissing, Severity: severity, Value: name})
	}
	for _, f := range Schema().Fields {
		_, there := s.reader.Column(f.Name)
		switch {
		case there:
		case f.Name == AmountGranted, f.Name == FunderName && !s.has(FunderID),
			f.Name == BeneficiaryName && !s.has(BeneficiaryID) && !s.has(BeneficiaryRNA):
			miss(f.Name, lexicon.Waits)
		case f.Constraints.Required:
			miss(f.Name, lexicon.Informs)
		}
	}
	return notes
}

func (s *Shaper) has(field string) bool {
	_, there := s.reader.Column(field)
	return there
}

// Shape returns the fact of a line. A line that is not aligned, or lacks what a grant needs, gives a fact with notes
// that wait.
func (s *Shaper) Shape(line read.Line) Fact {
	b := builder{shaper: s, line: line, fact: Fact{Line: line.Number, Notes: slices.Clone(line.Notes)}}
	if !line.Aligned {
		return b.fact
	}
	g := &b.fact.Grant
	g.Funder = b.party(FunderName, FunderID, "")
	g.Beneficiary = b.party(BeneficiaryName, BeneficiaryID, BeneficiaryRNA)
	g.Amount = b.amount()
	g.Agreed = b.agreed()
	g.Reference = b.text(Reference)
	g.Purpose = b.limited(Purpose)
	g.Nature = b.nature()
	g.Conditions = b.limited(Conditions)
	g.Payment = b.payment()
	g.RAE, g.Programme, g.Usage = b.text(RAE), b.text(Programme), b.text(Usage)
	g.Notified = b.notified()
	g.Share = b.share()
	b.identify()
	s.levels.check(&b)
	s.shares.add(&b)
	return b.fact
}

// CellOfLine names a whole line by its first cell.
func CellOfLine(line int) string { return read.CellName(0, line) }

// Findings returns what only the whole file tells: totals with their details, and shares that do not sum to one.
func (s *Shaper) Findings() []lexicon.Note { return append(s.levels.found, s.shares.findings()...) }

// builder makes one fact.
type builder struct {
	shaper *Shaper
	line   read.Line
	fact   Fact
}

func (b *builder) note(code lexicon.NoteCode, severity lexicon.NoteSeverity, where, value, took string) {
	b.fact.Notes = append(b.fact.Notes, lexicon.Note{Code: code, Severity: severity, Where: where, Value: value,
		Took: took})
}

// remark notes what a parser said about a value, with the severity that its code has.
func (b *builder) remark(code lexicon.NoteCode, where, value, took string) {
	if code != "" {
		b.fact.Notes = append(b.fact.Notes, lexicon.NoteOn(code, where, value, took))
	}
}

func (b *builder) text(field string) string {
	c, _, _ := b.shaper.reader.Value(b.line, field)
	return c.Text
}

// limited returns a text, and notes that the schema would not allow its length.
func (b *builder) limited(field string) string {
	c, where, _ := b.shaper.reader.Value(b.line, field)
	if utf8.RuneCountInString(c.Text) > longestText {
		b.note(lexicon.TextTooLong, lexicon.Informs, where, c.Text, strconv.Itoa(longestText))
	}
	return c.Text
}

// party reads who gives or gets. Who has neither a name nor an identifier is missing.
func (b *builder) party(name, id, rna string) Party {
	p := Party{Name: b.text(name)}
	_, at, there := b.shaper.reader.Value(b.line, name)
	if c, where, has := b.shaper.reader.Value(b.line, id); has {
		if !there {
			at = where
		}
		if c.Text != "" {
			var code lexicon.NoteCode
			p.Registered, code = lexicon.ParseRegistered(c.Text)
			took := p.SIREN
			if code != lexicon.SIRETRounded && p.SIRET != "" {
				took = p.SIRET
			}
			b.remark(code, where, c.Text, took)
		}
	}
	if rna != "" {
		b.rna(&p, rna)
	}
	if p.Name == "" && p.SIREN == "" && p.RNA == "" {
		b.note(lexicon.ValueRequired, lexicon.Waits, cmp.Or(at, CellOfLine(b.line.Number)), "", "")
	}
	return p
}

// rna reads the RNA number, which SCDL writes with digits alone.
func (b *builder) rna(p *Party, field string) {
	c, where, _ := b.shaper.reader.Value(b.line, field)
	if c.Text == "" {
		return
	}
	found, _ := lexicon.ParseRegistered(c.Text)
	switch {
	case found.RNA == "":
		b.remark(lexicon.RNAInvalid, where, c.Text, "")
	case !strings.ContainsAny(found.RNA[1:], "ABCDEFGHIJKLMNOPQRSTUVWXYZ"):
		p.RNA = found.RNA
	default:
		p.RNA = found.RNA
		b.note(lexicon.RNAOutsideSCDL, lexicon.Informs, where, c.Text, found.RNA)
	}
}

func (b *builder) amount() lexicon.Amount {
	c, where, _ := b.shaper.reader.Value(b.line, AmountGranted)
	if c.Text == "" {
		b.note(lexicon.ValueRequired, lexicon.Waits, where, "", "")
		return lexicon.Amount{}
	}
	amount, code := lexicon.ParseAmount(c.Text, b.mark())
	b.remark(code, where, c.Text, "")
	return amount
}

// mark returns the decimal mark of the amount: that of its column, and a point in a number that is no text.
func (b *builder) mark() lexicon.DecimalMark {
	if c, _, _ := b.shaper.reader.Value(b.line, AmountGranted); c.Type == read.Number {
		return '.'
	}
	column, _ := b.shaper.reader.Column(AmountGranted)
	return column.Decimal
}

// agreed returns the date of the agreement, or the year of the budget. A missing date loses no grant.
func (b *builder) agreed() lexicon.PartialDate {
	c, where, there := b.shaper.reader.Value(b.line, AgreementDate)
	column, _ := b.shaper.reader.Column(AgreementDate)
	if c.Text != "" {
		date, code := lexicon.ParseLooseDate(c.Text, column.Order)
		b.remark(code, where, c.Text, date.String())
		if !date.IsZero() {
			return date
		}
	}
	if year, _, has := b.shaper.reader.Value(b.line, FinancialYear); has {
		amount, _ := lexicon.ParseAmount(year.Text, '.')
		if date, code := lexicon.ParseLooseDate(strconv.FormatInt(amount.Cents/100, 10), 0); code == "" {
			return date
		}
	}
	if there && c.Text == "" {
		b.note(lexicon.ValueRequired, lexicon.Flags, where, "", "")
	}
	return lexicon.PartialDate{}
}

// nature reads what the grant consists of. Both are possible.
func (b *builder) nature() Nature {
	c, where, _ := b.shaper.reader.Value(b.line, NatureOfAid)
	if c.Text == "" {
		return Nature{}
	}
	folded := lexicon.FoldWord(c.Text)
	n := Nature{Money: strings.Contains(folded, "numeraire"), Kind: strings.Contains(folded, "nature")}
	if n == (Nature{}) {
		b.remark(lexicon.WordUnknown, where, c.Text, "")
	}
	return n
}

func (b *builder) payment() lexicon.Period {
	c, where, _ := b.shaper.reader.Value(b.line, PaymentDates)
	if c.Text == "" {
		return lexicon.Period{}
	}
	column, _ := b.shaper.reader.Column(PaymentDates)
	period, code := lexicon.ParsePeriod(c.Text, column.Order)
	took := period.From.String()
	if !period.To.IsZero() {
		took += "/" + period.To.String()
	}
	b.remark(code, where, c.Text, took)
	return period
}

func (b *builder) notified() *bool {
	c, where, _ := b.shaper.reader.Value(b.line, NotifiedToEU)
	if c.Text == "" {
		return nil
	}
	yes, ok := lexicon.ParseYesNo(c.Text)
	if !ok {
		b.remark(lexicon.WordUnknown, where, c.Text, "")
		return nil
	}
	return &yes
}

func (b *builder) share() *lexicon.Share {
	c, where, _ := b.shaper.reader.Value(b.line, ShareOfAmount)
	if c.Text == "" {
		return nil
	}
	column, _ := b.shaper.reader.Column(ShareOfAmount)
	share, ok := lexicon.ParseShare(c.Text, column.Percent)
	if !ok {
		b.remark(lexicon.ShareUnreadable, where, c.Text, "")
		return nil
	}
	return &share
}
