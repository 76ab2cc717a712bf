package country

import (
	"context"
	"fmt"
	"math"

	"maillage/internal/lexicon"
)

// partner draws a partner by Zipf's law. Partners of the lowest ranks contribute everywhere in the
// country; spread distributes the ranks over it.
func (m *maker) partner() (place int, everywhere bool) {
	n := float64(m.Partners)
	rank := math.Pow(1+m.rng.Float64()*(math.Pow(n+1, 1-zipf)-1), 1/(1-zipf)) - 1
	r := min(int(rank), m.Partners-1)
	return r*spread%m.Partners + 1, r < max(1, m.Partners*national/1_000)
}

// spread is a prime larger than any number of partners. Multiplying ranks by it distributes them over
// the country.
const spread = 104_729

// claim is the key that distinguishes contributions.
type claim struct {
	partner, target int32
	toAxis          bool
	role            lexicon.Role
}

func (m *maker) contributions(ctx context.Context) error {
	m.contractOf = make([]int32, m.Contributions+1)
	actions, axes := m.Actions/m.Contracts, m.Axes/m.Contracts
	known := make(map[claim]bool, m.Contributions)
	for n := 1; n <= m.Contributions; {
		p, everywhere := m.partner()
		c := homeOf(p, m.Partners, m.Contracts)
		if everywhere || !m.chance(atHome) {
			c = 1 + m.rng.IntN(m.Contracts)
		}
		target, place := "action", placeIn(c, actions, m.rng.IntN(actions))
		if m.chance(toAxes) {
			target, place = "axis", placeIn(c, axes, m.rng.IntN(axes))
		}
		role := draw(m, roles)
		key := claim{int32(p), int32(place), target == "axis", role} //nolint:gosec // a country has few
		if known[key] {
			continue // a claim is made once
		}
		known[key] = true
		m.contractOf[n] = int32(c) //nolint:gosec // a country has few contracts
		if err := m.add(ctx, "contribution", c, m.contribution(p, target, place, role)); err != nil {
			return err
		}
		n++
	}
	return nil
}

func (m *maker) contribution(partner int, target string, place int, role lexicon.Role) values {
	status, basis := draw(m, statuses), draw(m, bases)
	v := values{
		"partner": m.ref(
			"partner",
			partner,
		), target: m.ref(target, place), "role": string(role), "status": string(status), "basis": string(basis),
	}
	if said, is := wordings[role]; is {
		v["wording"] = said
	}
	if basis == lexicon.BasisInferred {
		v["inference"] = "Déduit de la liste des présents."
	}
	year := 2020 + m.rng.IntN(6)
	if m.chance(dated) {
		v["since"] = m.day(year)
	}
	if status == lexicon.StatusCompleted {
		v["until"] = fmt.Sprint(year)
	}
	if role == lexicon.RoleFunder || m.chance(paid) {
		euros := math.Exp(8 + 1.5*m.rng.NormFloat64()) // half of them are below 3,000 €
		v["amount"] = 100 * int64(min(euros, 5_000_000))
	}
	return v
}

// day returns a day, a month or a year, with the precision of a typical source.
func (m *maker) day(year int) string {
	switch m.rng.IntN(3) {
	case 0:
		return fmt.Sprint(year)
	case 1:
		return fmt.Sprintf("%d-%02d", year, 1+m.rng.IntN(12))
	}
	return fmt.Sprintf("%d-%02d-%02d", year, 1+m.rng.IntN(12), 1+m.rng.IntN(28))
}

func (m *maker) alignments(ctx context.Context) error {
	for a := 1; a <= m.Actions; a++ {
		kind := lexicon.Serves
		if m.chance(resonant) {
			kind = lexicon.ResonatesWith
		}
		v := values{
			"action": m.ref("action", a), "axis": m.ref("axis", int(m.axisOf[a])), "kind": string(kind),
			"status": string(m.actionHas[a]), "basis": string(draw(m, bases)),
		}
		if err := m.add(ctx, "alignment", homeOf(a, m.Actions, m.Contracts), v); err != nil {
			return err
		}
	}
	return nil
}

func (m *maker) memberships(ctx context.Context) error {
	own := m.Partners / m.Contracts
	for c := 1; c <= m.Contracts; c++ {
		for g := range groupsEach {
			first := m.rng.IntN(own)
			for seat := range min(seatsEach, own) {
				role := lexicon.RoleParticipant
				if seat == 0 {
					role = lexicon.RoleLead
				}
				v := values{
					"partner": m.ref(
						"partner",
						placeIn(c, own, (first+seat)%own),
					), "group": m.ref("group", placeIn(c, groupsEach, g)),
					"role": string(role), "status": string(lexicon.StatusActive), "since": "2020",
				}
				if err := m.add(ctx, "membership", c, v); err != nil {
					return err
				}
			}
		}
	}
	for p := 1; p <= m.Partners; p++ {
		if !isCollective(p) {
			continue
		}
		for n := 1; n <= membersEach && p+n <= m.Partners; n++ {
			v := values{
				"partner": m.ref(
					"partner",
					p+n,
				), "collective": m.ref("partner", p), "role": string(lexicon.RoleParticipant),
				"status": string(lexicon.StatusActive),
			}
			if err := m.add(ctx, "membership", 0, v); err != nil {
				return err
			}
		}
	}
	return nil
}

// relate writes a relation from one record to another.
func (m *maker) relate(
	ctx context.Context,
	contract int,
	kind lexicon.RelationKind,
	subject string,
	from int,
	object string,
	to int,
) error {
	v := values{
		"kind": string(
			kind,
		), "subject": m.ref(subject, from), "object": m.ref(object, to), "status": string(lexicon.StatusActive),
	}
	if contract > 0 {
		v["contract"] = m.ref("contract", contract)
	}
	return m.add(ctx, "relation", contract, v)
}

func (m *maker) relations(ctx context.Context) error {
	for _, make := range []func(context.Context) error{m.ofPlaces, m.ofAxes, m.ofActions, m.successions} {
		if err := make(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (m *maker) ofPlaces(ctx context.Context) error {
	for c := 1; c <= m.Contracts; c++ {
		towns, own := placeIn(c, placesEach, 0), placeIn(c, placesEach, 1)
		if err := m.relate(ctx, 0, lexicon.PartOf, "territory", own, "territory", towns); err != nil {
			return err
		}
		for n := range quartersEach {
			if err := m.relate(ctx, 0, lexicon.PartOf, "territory", own+1+n, "territory", own); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *maker) ofAxes(ctx context.Context) error {
	axes := m.Axes / m.Contracts
	for a := 1; a <= m.Axes; a++ {
		c := homeOf(a, m.Axes, m.Contracts)
		n := a - placeIn(c, axes, 0)
		if err := m.relate(ctx, c, lexicon.Concerns, "axis", a, "theme", themeOf(c, n%len(themes))); err != nil {
			return err
		}
	}
	for c := 1; c <= m.Contracts; c++ {
		group := placeIn(c, groupsEach, groupsEach-1)
		axis := placeIn(c, axes, m.rng.IntN(axes))
		if err := m.relate(ctx, c, lexicon.Follows, "group", group, "axis", axis); err != nil {
			return err
		}
	}
	return nil
}

func (m *maker) ofActions(ctx context.Context) error {
	for a := 1; a <= m.Actions; a++ {
		c := homeOf(a, m.Actions, m.Contracts)
		if a > 1 && m.chance(parts) && homeOf(a-1, m.Actions, m.Contracts) == c {
			if err := m.relate(ctx, c, lexicon.PartOf, "action", a, "action", a-1); err != nil {
				return err
			}
		}
		if m.chance(placed) {
			where := placeIn(c, placesEach, 1+m.rng.IntN(1+quartersEach))
			if err := m.relate(ctx, c, lexicon.Covers, "action", a, "territory", where); err != nil {
				return err
			}
		}
		if m.chance(aimed) {
			whom := 1 + m.rng.IntN(len(audiences))
			if err := m.relate(ctx, c, lexicon.Targets, "action", a, "audience", whom); err != nil {
				return err
			}
		}
	}
	return nil
}

// successions makes some partners the successors of the one before them.
func (m *maker) successions(ctx context.Context) error {
	for p := 1_000 / successionsOf; p <= m.Partners; p += 1_000 / successionsOf {
		if isCollective(p) || isCollective(p-1) {
			continue
		}
		v := values{
			"kind": string(lexicon.Succeeds), "subject": m.ref("partner", p), "object": m.ref("partner", p-1),
			"status": string(lexicon.StatusActive), "since": "2024",
		}
		if err := m.add(ctx, "relation", 0, v); err != nil {
			return err
		}
	}
	return nil
}

// citations cites a source of their contract for most claims.
func (m *maker) citations(ctx context.Context) error {
	for n := 1; n <= m.Contributions; n++ {
		if err := m.cite(ctx, int(m.contractOf[n]), "contribution", n); err != nil {
			return err
		}
	}
	for a := 1; a <= m.Actions; a++ {
		if err := m.cite(ctx, homeOf(a, m.Actions, m.Contracts), "alignment", a); err != nil {
			return err
		}
	}
	return nil
}

func (m *maker) cite(ctx context.Context, contract int, of string, place int) error {
	if m.chance(unsourced) {
		return nil
	}
	v := values{
		"source": m.ref("source", placeIn(contract, sourcesEach, m.rng.IntN(sourcesEach))), "record": m.ref(of, place),
		"locator": fmt.Sprintf("fiche %d", 1+m.rng.IntN(200)),
	}
	if m.chance(quoted) {
		v["quote"] = pick(m, aims)
	}
	return m.add(ctx, "citation", contract, v)
}
