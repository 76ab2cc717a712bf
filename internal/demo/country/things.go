package country

import (
	"context"
	"fmt"

	"maillage/internal/lexicon"
)

// placesEach is the number of territories of a contract: the intercommunal body (EPCI), a town, and
// its QPV.
const placesEach = 2 + quartersEach

func (m *maker) territories(ctx context.Context) error {
	for c := 1; c <= m.Contracts; c++ {
		towns := values{
			"code": fmt.Sprintf("epci-%d", c),
			"name": town(c) + " Agglomération",
			"kind": string(lexicon.TerritoryEPCI),
		}
		if err := m.add(ctx, "territory", 0, towns); err != nil {
			return err
		}
		own := values{"code": fmt.Sprintf("commune-%d", c), "name": town(c), "kind": string(lexicon.TerritoryCommune)}
		if err := m.add(ctx, "territory", 0, own); err != nil {
			return err
		}
		for n := range quartersEach {
			quarter := values{
				"code": fmt.Sprintf("qpv-%d-%d", c, n+1), "name": fmt.Sprintf("Quartier %s %d", pick(m, starts), n+1),
				"kind": string(lexicon.TerritoryQPV), "vintage": int64(2024),
			}
			if err := m.add(ctx, "territory", 0, quarter); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *maker) audiences(ctx context.Context) error {
	for _, a := range audiences {
		v := values{"code": a.code, "name": a.name, "kind": string(lexicon.FinalBeneficiary)}
		if err := m.add(ctx, "audience", 0, v); err != nil {
			return err
		}
	}
	return nil
}

func (m *maker) sources(ctx context.Context) error {
	for c := 1; c <= m.Contracts; c++ {
		for _, d := range documents {
			v := values{
				"code": fmt.Sprintf("%s-%d", d.code, c),
				"name": fmt.Sprintf("%s de %s (fictif)", d.name, town(c)),
				"date": d.date,
			}
			if err := m.add(ctx, "source", 0, v); err != nil {
				return err
			}
		}
	}
	return nil
}

// isCollective reports whether a partner is a collective; these are distributed evenly.
func isCollective(partner int) bool { return partner%(1_000/collectives) == 1_000/collectives/2 }

func (m *maker) partners(ctx context.Context) error {
	sum := 0
	for _, b := range bodies {
		sum += b.weight
	}
	for p := 1; p <= m.Partners; p++ {
		n := m.rng.IntN(sum)
		body := bodies[0]
		for _, b := range bodies {
			if n -= b.weight; n < 0 {
				body = b
				break
			}
		}
		c := homeOf(p, m.Partners, m.Contracts)
		name := fmt.Sprintf(
			"%s %s %d de %s",
			body.name,
			pick(m, callings),
			p-placeIn(c, m.Partners/m.Contracts, 0)+1,
			town(c),
		)
		v := values{
			"code":   fmt.Sprintf("partenaire-%d", p),
			"name":   name,
			"kind":   string(lexicon.Organisation),
			"sector": string(body.sector),
		}
		if isCollective(p) {
			v["name"], v["kind"] = "Partenaires de "+name, string(lexicon.Collective)
			v["openList"] = m.chance(500)
		}
		if err := m.add(ctx, "partner", 0, v); err != nil {
			return err
		}
	}
	return nil
}

// identifiers gives some partners a SIREN that belongs to nobody: none begins with 00.
func (m *maker) identifiers(ctx context.Context) error {
	for p := 1; p <= m.Partners; p++ {
		if isCollective(p) || !m.chance(identified) {
			continue
		}
		number := fmt.Sprintf("00%06d0", p%1_000_000)
		for last := 1; lexicon.SIREN.Check(number) != lexicon.WellFormed; last++ {
			number = fmt.Sprintf("00%06d%d", p%1_000_000, last)
		}
		v := values{
			"scheme": string(
				lexicon.SIREN,
			), "value": number, "verification": string(lexicon.WellFormed), "note": "Numéro fictif.",
			"partner": m.ref("partner", p),
		}
		if err := m.add(ctx, "identifier", 0, v); err != nil {
			return err
		}
	}
	return nil
}

func (m *maker) contracts(ctx context.Context) error {
	for c := 1; c <= m.Contracts; c++ {
		v := values{
			"code": fmt.Sprintf(
				"contrat-%d",
				c,
			), "name": fmt.Sprintf("Contrat de ville de %s (fictif)", town(c)), "public": true,
			"territory": m.ref(
				"territory",
				placeIn(c, placesEach, 0),
			), "since": "2020", "until": "2030-12-31", "signed": "2020-02-14",
		}
		if err := m.add(ctx, "contract", c, v); err != nil {
			return err
		}
	}
	return nil
}

// themeOf returns the place of a contract's theme; the reference themes come first.
func themeOf(contract, n int) int { return len(themes) + placeIn(contract, len(themes), n) }

func (m *maker) themes(ctx context.Context) error {
	for i, t := range themes {
		v := values{"code": "reference." + t.Code, "name": t.Name, "position": int64(i + 1)}
		if err := m.add(ctx, "theme", 0, v); err != nil {
			return err
		}
	}
	for c := 1; c <= m.Contracts; c++ {
		for i, t := range themes {
			v := values{
				"code": t.Code, "name": t.Name, "position": int64(i + 1), "contract": m.ref("contract", c),
				"reference": m.ref("theme", i+1), "match": string(lexicon.MatchExact),
			}
			if err := m.add(ctx, "theme", c, v); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *maker) axes(ctx context.Context) error {
	for a := 1; a <= m.Axes; a++ {
		c := homeOf(a, m.Axes, m.Contracts)
		n := a - placeIn(c, m.Axes/m.Contracts, 0) + 1
		v := values{
			"code": fmt.Sprintf(
				"axe-%d",
				n,
			), "name": fmt.Sprintf("%s : %s", themes[(n-1)%len(themes)].Name, pick(m, aims)),
			"position": int64(
				n,
			), "priority": m.chance(200), "status": string(lexicon.AxisValidated), "contract": m.ref("contract", c),
		}
		if err := m.add(ctx, "axis", c, v); err != nil {
			return err
		}
	}
	return nil
}

func (m *maker) actions(ctx context.Context) error {
	m.axisOf, m.actionHas = make([]int32, m.Actions+1), make([]lexicon.Status, m.Actions+1)
	axes := m.Axes / m.Contracts
	for a := 1; a <= m.Actions; a++ {
		c := homeOf(a, m.Actions, m.Contracts)
		m.axisOf[a] = int32(placeIn(c, axes, m.rng.IntN(axes))) //nolint:gosec // a country has few axes
		m.actionHas[a] = draw(m, statuses)
		if m.chance(abandoned) {
			m.actionHas[a] = lexicon.StatusAbandoned
		}
		year := 2020 + m.rng.IntN(6)
		v := values{
			"code": fmt.Sprintf(
				"action-%d",
				a,
			), "name": fmt.Sprintf("%s %d de %s", pick(m, deeds), year, town(c)), "kind": string(lexicon.KindAction),
			"status": string(m.actionHas[a]), "contract": m.ref("contract", c), "since": fmt.Sprint(year),
		}
		if m.actionHas[a] == lexicon.StatusCompleted {
			v["until"] = "2025"
		}
		if err := m.add(ctx, "action", c, v); err != nil {
			return err
		}
	}
	return nil
}

func (m *maker) groups(ctx context.Context) error {
	kinds := []struct {
		name string
		kind lexicon.GroupType
	}{
		{"Comité de pilotage", lexicon.GroupSteering}, {"Comité technique", lexicon.GroupTechnical},
		{"Groupe de travail", lexicon.GroupThematic},
	}
	for c := 1; c <= m.Contracts; c++ {
		for n := range groupsEach {
			v := values{
				"code": fmt.Sprintf(
					"groupe-%d",
					n+1,
				), "name": fmt.Sprintf("%s de %s", kinds[n].name, town(c)), "type": string(kinds[n].kind),
				"contract": m.ref("contract", c),
			}
			if err := m.add(ctx, "group", c, v); err != nil {
				return err
			}
		}
	}
	return nil
}
