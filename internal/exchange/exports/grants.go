package exports

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// Grant is a grant as its viewer sees it, for formats of grants.
type Grant struct {
	ID                  string
	Funder, Beneficiary *Party // nil when unknown or hidden
	Fields              *ent.Grant
}

// Party is a partner with the numbers that name it in one grant.
type Party struct {
	ID, Name, SIREN, SIRET, RNA string
}

// grantLine is a grant as a format writes it. A format cannot hold one that misses a field.
type grantLine struct {
	day     lexicon.Day
	text    []byte
	missing []string // names of fields, as in the API
	notes   []lexicon.NoteCode
}

func (*grantLine) rowType() string { return string(record.Of("grant").Word()) }

// need notes that a required field is empty or unusable.
func (l *grantLine) need(field string, is bool) {
	if !is {
		l.missing = append(l.missing, field)
	}
}

// grantKey orders grants by day and content, in 24 bytes a grant.
type grantKey struct {
	hash [16]byte
	day  lexicon.Day
	id   int32
}

// eachGrant writes the grants that a format can hold. Their order depends on what is written of them alone: an export
// that is imported into an empty hub is exported again in the same order.
func (r *reader) eachGrant(f *Format, s *sink) error {
	t := record.Of("grant")
	if !r.Filter.takesType(string(t.Word())) {
		return nil
	}
	ids := r.part.SortedByUID(t.Prefix)
	keys := make([]grantKey, 0, len(ids))
	for _, id := range ids {
		if err := s.ctx.Err(); err != nil {
			return err
		}
		line := f.encode(r.grant(id))
		for _, field := range line.missing {
			s.tally.Missing[field]++
		}
		if line.missing != nil {
			s.tally.Omitted++
			continue
		}
		for _, code := range line.notes {
			s.tally.Notes[code]++
		}
		sum := sha256.Sum256(line.text)
		keys = append(keys, grantKey{[16]byte(sum[:16]), line.day, id})
	}
	slices.SortFunc(keys, func(a, b grantKey) int {
		return cmp.Or(cmp.Compare(a.day, b.day), bytes.Compare(a.hash[:], b.hash[:]))
	})
	for _, key := range keys {
		if err := s.put(f.encode(r.grant(key.id))); err != nil {
			return err
		}
	}
	return nil
}

// grant reads a visible grant.
func (r *reader) grant(id int32) *Grant {
	row := r.View.Record("grant", int(id)).(*ent.Grant) //nolint:forcetypeassert // records of this type have no other
	g := &Grant{ID: r.uid("grant", id), Fields: row}
	g.Funder = r.party(row.FunderID, row.FunderIdentifier)
	if row.BeneficiaryID != nil {
		g.Beneficiary = r.party(*row.BeneficiaryID, row.BeneficiaryIdentifier)
	}
	return g
}

// party returns a visible partner, or nil. A valid number of the grant wins over the numbers of the partner: it names
// the establishment.
func (r *reader) party(partner int, told *string) *Party {
	id := asID(partner)
	if id == 0 || !r.View.CanSee("partner", id) {
		return nil
	}
	p := &Party{ID: r.uid("partner", id), Name: r.names["partner"](id)}
	of, _ := lexicon.ParseRegistered(orEmpty(told))
	p.SIREN, p.SIRET, p.RNA = of.SIREN, of.SIRET, of.RNA
	if of.Unverified {
		p.SIRET = ""
	}
	known := r.identifiers("partner", id)
	if p.SIRET == "" {
		p.SIRET = onlyNumber(known, lexicon.SIRET, p.SIREN)
	}
	if p.SIREN == "" && p.SIRET != "" {
		p.SIREN = p.SIRET[:9]
	}
	if p.SIREN == "" {
		p.SIREN = onlyNumber(known, lexicon.SIREN, "")
	}
	if p.RNA == "" {
		p.RNA = onlyNumber(known, lexicon.RNA, "")
	}
	return p
}

// onlyNumber returns the one well-formed number of a scheme with a prefix. Of several, none is known to be meant.
func onlyNumber(known []string, scheme lexicon.Scheme, prefix string) (number string) {
	for _, one := range known {
		value, is := strings.CutPrefix(one, string(scheme)+":")
		if !is || !strings.HasPrefix(value, prefix) || scheme.Check(value) != lexicon.WellFormed || value == number {
			continue
		}
		if number != "" {
			return ""
		}
		number = value
	}
	return number
}

// orEmpty returns a text that may be unknown.
func orEmpty[T ~string](text *T) T {
	if text == nil {
		return ""
	}
	return *text
}

// cutText returns a text of at most so many characters. One that is longer is cut, and ends with an ellipsis.
func cutText(text string, most int) (cut string, isCut bool) {
	if utf8.RuneCountInString(text) <= most {
		return text, false
	}
	return strings.TrimRightFunc(string([]rune(text)[:most-1]), unicode.IsSpace) + "…", true
}

// fullDay returns a date that is known to the day.
func fullDay(d *lexicon.PartialDate) (lexicon.Day, bool) {
	if d == nil || d.Earliest() != d.Latest() || d.Earliest() == lexicon.MinDay {
		return 0, false
	}
	return d.Earliest(), true
}
