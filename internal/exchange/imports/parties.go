package imports

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"

	"maillage/internal/exchange/match"
	"maillage/internal/exchange/scdl"
	"maillage/internal/exchange/shape"
	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/snapshot"
)

// party is a party that was decided on: the identifier of its row, 0 until it is stored, and how it was found. There
// may be a million, so that both are in one number.
type party uint64

// matchBits is the number of bits of a party that tell how it was found.
const matchBits = 3

var matches = lexicon.ImportMatch("").Values()

func newParty(row int, m lexicon.ImportMatch) party {
	return party(row)<<matchBits | party(slices.Index(matches, string(m)))
}

func (p party) id() int { return int(p >> matchBits) }

func (p party) match() lexicon.ImportMatch { return lexicon.ImportMatch(matches[p&(1<<matchBits-1)]) }

// indexOf returns an index of the partners that a viewer sees.
func indexOf(ctx context.Context, v *snapshot.View) (*match.Matcher, error) {
	index := match.NewMatcher()
	sees, seesNumber := v.VisibilityOf("partner"), v.VisibilityOf("identifier")
	rows := v.Rows("partner")
	for id := range v.Bound("partner") {
		if id%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if !rows.Known(id) || !sees(id) {
			continue
		}
		row := rows.Shared(id, v.Values())
		p := match.Partner{ID: id}
		p.Name, _ = row.Column("name").(string)
		if acronym := row.Column("acronym"); acronym != nil {
			p.Acronym = fmt.Sprint(acronym)
		}
		p.Aliases, _ = row.Column("aliases").([]string)
		for _, number := range v.Children("identifier", "partner_id", id) {
			if !seesNumber(number) {
				continue
			}
			held := v.Rows("identifier").Shared(number, v.Values())
			scheme, value := lexicon.Scheme(fmt.Sprint(held.Column("scheme"))), fmt.Sprint(held.Column("value"))
			if scheme.Check(value) == lexicon.WellFormed {
				p.Numbers = append(p.Numbers, match.Number{Scheme: scheme, Value: value})
			}
		}
		index.Add(p)
	}
	return index, nil
}

// partyOf returns the key of a party, and decides on one that is new. It is nil for a party without name and number.
func (p *planner) partyOf(of scdl.Party, at int) *[16]byte {
	id := cmp.Or(of.SIREN, of.RNA)
	if id == "" {
		id = "name:" + lexicon.FoldWord(of.Name)
	}
	if id == "name:" {
		return nil
	}
	sum := sha256.Sum256([]byte(id))
	key := [16]byte(sum[:16])
	if _, known := p.parties[key]; known {
		return &key
	}
	d := p.index.Decide(match.Party{Name: of.Name, Registered: of.Registered, Former: p.formerly(of, key)})
	p.parties[key] = newParty(0, d.Match)
	p.fresh = append(p.fresh, freshParty{key, of, at, d})
	return &key
}

// formerly returns the partner that an import made of a party, by the code that it gave: even if people renamed the
// partner since. It returns 0 for none.
func (p *planner) formerly(of scdl.Party, key [16]byte) int32 {
	code := partyCode(partyName(of), of.SIREN, of.RNA, key[:])
	if found := p.view.ByCode("partner", code); len(found) > 0 {
		return found[0]
	}
	return 0
}

// partyName returns what a party is called: by a number if the file has no name of it.
func partyName(of scdl.Party) string {
	siret := of.SIRET
	if of.Unverified {
		siret = "" // it is no number of an establishment
	}
	return shape.Clip(cmp.Or(of.Name, siret, of.SIREN, of.RNA), maxPartyName)
}

// toParty returns the row of a party.
func (p *planner) toParty(tx *ent.Client, f *freshParty) (*ent.ImportPartyCreate, error) {
	of := f.of
	if of.Unverified {
		of.SIRET = "" // it is no number of an establishment
	}
	create := tx.ImportParty.Create().SetImportID(p.row.ID).SetKey(f.key[:]).SetLine(f.line).
		SetName(partyName(of)).
		SetSiren(of.SIREN).SetSiret(of.SIRET).SetRna(of.RNA).SetMatch(f.decided.Match)
	switch f.decided.Match {
	case lexicon.MatchNew:
		return create.SetPartner(lexicon.NewUID("partner")), nil
	case lexicon.MatchNumber:
		return create.SetPartner(p.uidOf(f.decided.Partner)), nil
	}
	candidates := make([]Candidate, len(f.decided.Candidates))
	for i, c := range f.decided.Candidates {
		candidates[i] = Candidate{p.uidOf(c.ID), p.nameOf(c.ID), c.Score, c.Why}
	}
	text, err := json.Marshal(candidates)
	return create.SetCandidates(text), err
}

func (p *planner) uidOf(partner int32) string {
	uid, _ := p.view.Record("partner", int(partner)).Column("uid").(string)
	return uid
}

func (p *planner) nameOf(partner int32) string {
	name, _ := p.view.Record("partner", int(partner)).Column("name").(string)
	return name
}

// Candidate is a partner that a party may be.
type Candidate struct {
	Partner string       `json:"partner"` // public identifier
	Name    string       `json:"name"`
	Score   float64      `json:"score"` // from 0 to 1
	Why     match.Reason `json:"why"`
}

func (p *planner) storeParties(ctx context.Context, tx *ent.Client, part []freshParty) (err error) {
	creates := make([]*ent.ImportPartyCreate, len(part))
	for i := range part {
		if creates[i], err = p.toParty(tx, &part[i]); err != nil {
			return err
		}
	}
	rows, err := tx.ImportParty.CreateBulk(creates...).Save(ctx)
	if err != nil {
		return err
	}
	for i, row := range rows {
		p.parties[part[i].key] = newParty(row.ID, part[i].decided.Match)
	}
	return nil
}
