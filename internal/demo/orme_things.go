package demo

import (
	"fmt"
	"slices"
	"strings"

	"maillage/internal/lexicon"
)

// reach writes audiences, territories, programmes, criteria and documents.
func (v *invention) reach() {
	for _, s := range ormeSources {
		v.add(named("source", s.code, s.title, values{
			"date": lexicon.MustPartialDate(s.date), "publisher": "Communauté d’agglomération du Val d’Orme (fictive)",
		}))
	}
	for _, t := range ormeTerritories {
		to := v.add(named("territory", t.code, t.name, nil).typed(t.kind))
		if t.kind == lexicon.TerritoryQPV {
			v.records[len(v.records)-1].set["vintage"] = 2024
		}
		if t.scheme != "" {
			v.identify(to, t.scheme, t.number)
		}
	}
	for _, a := range ormeAudiences {
		v.add(named("audience", a.code, a.name, nil).typed(a.kind))
	}
	for _, p := range ormeProgrammes {
		v.add(named("programme", p.code, p.name, values{"variants": append([]string{}, p.variants...)}))
	}
	for _, c := range ormeCriteria {
		v.add(named("criterion", c.code, c.name, values{"rank": c.rank, "list": "liste fictive du Val d’Orme"}))
	}
}

// identify writes a made-up number, which is well formed but never issued by a register.
func (v *invention) identify(holder string, scheme lexicon.Scheme, number string) {
	kind, _, _ := strings.Cut(holder, " ")
	v.add(record{"identifier", string(scheme) + "." + number, values{
		"scheme": scheme, "value": number, "verification": scheme.Check(number), "note": "Numéro fictif.",
	}, refs{kind: holder}})
}

// partners writes organisations and collectives. One organisation in three has a made-up SIREN, and
// some associations a made-up RNA.
func (v *invention) partners() {
	for _, b := range ormeBodies {
		r := named("partner", lexicon.Slug(b.name), b.name, values{"sector": b.sector, "acronym": b.acronym})
		holder := v.add(r)
		v.seat(b.circle, holder)
		v.funds[holder] = slices.Contains(funders, b.sector)
		switch {
		case v.chance(3):
			v.identify(holder, lexicon.SIREN, madeUpSIREN(v.made["siren"]))
			v.made["siren"]++
		case b.sector == lexicon.SectorAssociation && v.chance(2):
			v.identify(holder, lexicon.RNA, fmt.Sprintf("W00%07d", v.made["rna"]+1))
			v.made["rna"]++
		}
	}
	for _, b := range ormeCollectives {
		v.seat(
			b.circle,
			v.add(
				named(
					"partner", lexicon.Slug(b.name), b.name, values{"sector": b.sector, "open_list": true},
				).typed(lexicon.Collective),
			),
		)
	}
}

// seat adds a partner to the circle in which it works.
func (v *invention) seat(circle int, partner string) {
	if v.circles[circle] == nil {
		v.circles[circle] = &deck{rng: v.rng}
	}
	v.circles[circle].cards = append(v.circles[circle].cards, partner)
}

// madeUpSIREN returns the n-th number of nine digits with a right check digit that begins with four
// zeros, as no SIREN does.
func madeUpSIREN(n int) string {
	for last := range 10 {
		if number := fmt.Sprintf("0000%04d%d", n+1, last); lexicon.SIREN.Check(number) == lexicon.WellFormed {
			return number
		}
	}
	panic("one digit in ten is the check digit")
}

// contract writes the contract with its plans, themes and axes.
func (v *invention) contract() {
	date := lexicon.MustPartialDate
	v.add(named("contract", "val-d-orme", "Contrat de ville du Val d’Orme (fictif)", values{
		"description": "Contrat, lieux et partenaires entièrement inventés pour la démonstration.",
		"signed":      date("2019-12-12"), "since": date("2020"), "until": date("2026-12-31"),
	}).with("territory", "territory orme-val"))
	v.add(named("plan", insertion, "Plan pour l’emploi, l’éducation et la santé du Val d’Orme", values{
		"adopted": date("2020-03-05"), "annexed": date("2020-06"), "validated": date("2020"),
	}).in(ormeContract))
	v.add(named("plan", livingIn, "Plan pour l’habitat et le cadre de vie du Val d’Orme", values{
		"adopted": date("2020-11-19"), "annexed": date("2021"),
	}).in(ormeContract))
	for i, t := range ormeThemes {
		r := named(
			"theme", "orme-"+t.code, t.name, values{"position": i + 1},
		).in(ormeContract).like(t.reference, t.match)
		if t.above != "" {
			r = r.with("parent", "theme orme-"+t.above)
		}
		v.add(r)
	}
	for i, l := range ormeLines {
		status := lexicon.AxisValidated
		if i == forgottenAxis {
			status = lexicon.AxisProposed
		}
		_, code, _ := strings.Cut(axisKey(i), " ")
		v.add(named("axis", code, l.name, values{"position": i + 1, "priority": i%3 == 0, "status": status}).
			in(ormeContract).with("plan", key("plan", l.plan)))
	}
}
