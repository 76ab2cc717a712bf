package imports

import (
	"context"
	"slices"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/identifier"
	"maillage/internal/gen/ent/partner"
	"maillage/internal/lexicon"
)

// A plan makes a new partner of a party whose number the hub does not have. Until it is applied, another import or a
// person may have made that partner: two files of one publisher are often planned together.

// takeMade gives the parties of some lines that would become new partners the one that has their number by now. It
// returns whether there are any.
func (m *Imports) takeMade(ctx context.Context, lines []*ent.ImportLine) (found bool, err error) {
	parties := map[string][]*ent.ImportParty{} // by number
	var values, codes []any
	for _, l := range lines {
		for _, of := range []*ent.ImportParty{l.Edges.Funder, l.Edges.Beneficiary} {
			if of == nil || of.Created || of.Choice != "" || of.Match != lexicon.MatchNew || numberOf(of) == "" {
				continue
			}
			parties[numberOf(of)] = append(parties[numberOf(of)], of)
			for _, value := range []string{of.Siren, of.Siret, of.Rna} {
				if value != "" {
					values = append(values, value)
				}
			}
			codes = append(codes, partyCode(of.Name, of.Siren, of.Rna, of.Key))
		}
	}
	if len(parties) == 0 {
		return false, nil
	}
	holders, err := m.holdersOf(ctx, values, codes)
	if err != nil {
		return false, err
	}
	for number, same := range parties {
		uids := holders[number]
		if len(uids) != 1 {
			continue
		}
		for _, of := range same {
			of.Partner, of.Match = uids[0], lexicon.MatchNumber
		}
		err := m.client.ImportParty.UpdateOneID(same[0].ID).SetPartner(uids[0]).SetMatch(lexicon.MatchNumber).
			Exec(access.AsSystem(ctx))
		if err != nil {
			return false, err
		}
		found = true
	}
	return found, nil
}

// numberOf returns the number by which a party is known: that of the organisation, or of the association.
func numberOf(of *ent.ImportParty) string { return holderOf(of.Siren, of.Rna) }

func holderOf(siren, rna string) string {
	switch {
	case siren != "":
		return "SIREN " + siren
	case rna != "":
		return "RNA " + rna
	}
	return ""
}

// holdersOf returns the visible partners by their numbers, among those that have one of some values or of some codes.
func (m *Imports) holdersOf(ctx context.Context, values, codes []any) (map[string][]string, error) {
	coded, err := m.db(ctx).Partner.Query().Where(sql.FieldIn("code", codes...)).Select(partner.FieldID).Ints(ctx)
	if err != nil {
		return nil, err
	}
	holders := map[string][]string{}
	for _, condition := range []func(*sql.Selector){
		func(s *sql.Selector) {
			schemes := []any{string(lexicon.SIREN), string(lexicon.SIRET), string(lexicon.RNA)}
			s.Where(sql.And(sql.In(s.C("scheme"), schemes...), sql.In(s.C("value"), values...)))
		},
		func(s *sql.Selector) { s.Where(sql.InInts(s.C("partner_id"), coded...)) },
	} {
		held, err := m.db(ctx).Identifier.Query().Where(condition).Where(identifier.PartnerIDNotNil()).WithPartner().
			All(ctx)
		if err != nil {
			return nil, err
		}
		for _, i := range held {
			number := ""
			switch i.Scheme {
			case lexicon.SIREN:
				number = holderOf(i.Value, "")
			case lexicon.SIRET:
				number = holderOf(i.Value[:min(len(i.Value), sirenLength)], "")
			case lexicon.RNA:
				number = holderOf("", i.Value)
			}
			if of := i.Edges.Partner; of != nil && number != "" && !slices.Contains(holders[number], of.UID) {
				holders[number] = append(holders[number], of.UID)
			}
		}
	}
	return holders, nil
}

// sirenLength is the number of digits by which a SIRET begins with the SIREN of its organisation.
const sirenLength = 9
