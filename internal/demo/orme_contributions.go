package demo

import (
	"strings"

	"maillage/internal/lexicon"
)

// supporting are the roles of partners that do not lead, as often as they occur.
var supporting = []lexicon.Role{
	lexicon.RoleParticipant, lexicon.RoleParticipant, lexicon.RoleParticipant, lexicon.RoleOperator,
	lexicon.RoleOperator, lexicon.RoleFunder, lexicon.RoleFunder, lexicon.RoleHost, lexicon.RoleTrainer,
	lexicon.RoleExpert, lexicon.RoleReferrer, lexicon.RoleReferrer, lexicon.RoleCoLead, lexicon.RoleDriver,
}

// ladder are the statuses of contributions, as often as they occur. hopes are those of prospective ones.
var (
	ladder = []lexicon.Status{
		lexicon.StatusActive, lexicon.StatusActive, lexicon.StatusActive, lexicon.StatusActive, lexicon.StatusActive,
		lexicon.StatusCommitted, lexicon.StatusCommitted, lexicon.StatusCompleted, lexicon.StatusCompleted,
		lexicon.StatusValidated, lexicon.StatusInDiscussion, lexicon.StatusMentioned, lexicon.StatusAbandoned,
	}
	hopes = []lexicon.Status{lexicon.StatusValidated, lexicon.StatusInDiscussion, lexicon.StatusMentioned}
)

// contributions writes who does what in the circles. Each action has a leader and one to three others,
// and some partners contribute to an axis directly.
func (v *invention) contributions() {
	turn := 0
	for i, l := range ormeLines[:loneAxis] {
		first := leaders(l.circle)
		for _, action := range v.lines[i] {
			_, code, _ := strings.Cut(action, " ")
			leader := first[turn%len(first)]
			turn++
			v.contribute(leader, lexicon.RoleLead, action, pick(v.rng, ladder))
			if strings.Contains(code, lexicon.Slug(l.actions[0])) || v.chance(5) {
				v.others(l.circle, action, leader, 2)
			} else {
				v.others(l.circle, action, leader, 1)
			}
		}
		v.others(l.circle, axisKey(i), "", 1)
		if i%3 == 0 {
			v.contribute(first[i/3], lexicon.RoleLead, axisKey(i), lexicon.StatusActive)
		}
	}
}

// others deals partners of a circle, other than the leader, to an action or an axis.
func (v *invention) others(circle int, to, leader string, count int) {
	for range count {
		partner := v.circles[circle].deal()
		for partner == leader {
			partner = v.circles[circle].deal()
		}
		v.contribute(partner, v.support(partner), to, pick(v.rng, ladder))
	}
}

// support draws the role of a partner that does not lead.
func (v *invention) support(partner string) lexicon.Role {
	for {
		if role := pick(v.rng, supporting); role != lexicon.RoleFunder || v.funds[partner] {
			return role
		}
	}
}

// exceptions writes the examples of special cases. They are partners that join circles, an axis with
// one partner, one with prospective partners only, and a partner that is only named.
func (v *invention) exceptions() {
	for _, joins := range []struct {
		partner string
		role    lexicon.Role
		axes    []int
	}{
		{agglomeration, lexicon.RoleFunder, []int{0, 1, 2, 3, 5}},
		{socialCentres, lexicon.RoleOperator, []int{3, 4, 6, 7, 8}},
	} {
		for _, axis := range joins.axes {
			v.contribute(partnerKey(joins.partner), joins.role, v.lines[axis][2], lexicon.StatusActive)
		}
	}
	for i, role := range []lexicon.Role{lexicon.RoleLead, lexicon.RoleOperator, lexicon.RoleHost} {
		v.contribute(partnerKey(theatre), role, v.lines[loneAxis][i], lexicon.StatusActive)
	}
	v.contribute(partnerKey(theatre), lexicon.RoleHost, v.lines[7][0], lexicon.StatusActive)
	v.contribute(
		partnerKey("Compagnie des Ormes bleus"), lexicon.RoleParticipant, v.lines[loneAxis][0],
		lexicon.StatusInDiscussion,
	)
	for i, action := range v.lines[hopedForAxis] {
		v.contribute(leaders(3)[i], lexicon.RoleLead, action, hopes[i])
		partner := v.circles[3].deal()
		v.contribute(partner, v.support(partner), action, pick(v.rng, hopes))
	}
	v.contribute(
		partnerKey("Médiathèque intercommunale d’Ormeval"), lexicon.RoleLead, key("action", lexicon.Slug(unalignedActions[0])),
		lexicon.StatusActive,
	)
	v.contribute(
		partnerKey("Ville de Rivorme"), lexicon.RoleFunder, key("action", lexicon.Slug(unalignedActions[1])),
		lexicon.StatusActive,
	)
	v.relate("plan "+livingIn, lexicon.MobilisesPartner, partnerKey(twinning))
	v.relate(partnerKey(agglomeration), lexicon.Leads, "plan "+insertion)
}

// contribute writes a contribution to an action or an axis, and cites it. One in forty has no
// citation, because gaps are part of what a hub shows.
func (v *invention) contribute(partner string, role lexicon.Role, to string, status lexicon.Status) {
	kind, _, _ := strings.Cut(to, " ")
	set := values{"role": role, "status": status, "basis": v.basis(), "wording": pick(v.rng, roleWords[role])}
	v.dates(set, status, max(2020, v.from[to]))
	if role == lexicon.RoleFunder && v.chance(2) {
		set["amount_cents"] = int64(2+v.rng.IntN(60)) * 500_00
	}
	if set["basis"] == lexicon.BasisInferred {
		set["inference"] = pick(v.rng, inferences)
	}
	r := v.records[v.claim("contribution", set, refs{"partner": partner, kind: to})]
	if v.made["contribution"]%40 == 0 {
		r.set["basis"] = lexicon.BasisStated
		delete(r.set, "inference")
		return
	}
	basis, source := set["basis"].(lexicon.Basis), v.document()
	if basis == lexicon.BasisDeclared {
		source = questionnaire
	}
	quote := values{}
	if basis != lexicon.BasisInferred {
		quote["quote"] = set["wording"]
	}
	v.cite(r.key(), source, basis, quote)
	if v.chance(7) {
		v.cite(r.key(), source, basis, nil)
	}
}

func (v *invention) basis() lexicon.Basis {
	switch n := v.rng.IntN(100); {
	case n < 80:
		return lexicon.BasisStated
	case n < 93:
		return lexicon.BasisDeclared
	default:
		return lexicon.BasisInferred
	}
}

// dates gives a contribution the dates that match its status. A prospective one has none, and a
// completed one has an end.
func (v *invention) dates(set values, status lexicon.Status, from int) {
	switch status {
	case lexicon.StatusCompleted, lexicon.StatusAbandoned:
		set["since"], set["until"] = v.date(from, from), v.date(from+1, max(from+1, 2025))
	case lexicon.StatusActive:
		if !v.chance(4) {
			set["since"] = v.date(from, max(from, 2025))
		}
	case lexicon.StatusCommitted:
		set["since"], set["until"] = v.date(max(from, 2024), 2025), lexicon.MustPartialDate(
			pick(v.rng, []string{"2026", "2026-12-31"}),
		)
	}
}

// contradictions writes fields on which two sources disagree. One is decided, with the reason, and two
// are left open. The record holds the first value.
func (v *invention) contradictions() {
	for _, c := range []struct {
		record, about     string
		first, second     string // the sources
		keeps             any
		says, contradicts string
		reason            string
	}{
		{
			"contribution orme.9", "since", "orme-copil-2021", "orme-engagements-2025", lexicon.MustPartialDate("2021"), "2021", "2022",
			"Le compte rendu date du moment des faits ; le tableau les rapporte quatre ans après.",
		},
		{"contribution orme.24", "status", "orme-evaluation", "orme-engagements-2025", lexicon.StatusActive, "ACTIVE", "ABANDONED", ""},
		{v.lines[3][0], "since", "orme-plan-insertion", "orme-evaluation", lexicon.MustPartialDate("2020"), "2020", "2022-09", ""},
	} {
		for _, r := range v.records {
			if r.key() == c.record {
				r.set[c.about] = c.keeps
				delete(r.set, "until")
			}
		}
		v.cite(c.record, c.first, lexicon.BasisStated, values{
			"about": c.about, "value": c.says, "preferred": c.reason != "", "reason": c.reason,
		})
		v.cite(
			c.record, c.second, lexicon.BasisStated,
			values{"about": c.about, "value": c.contradicts, "stance": lexicon.Contradicts},
		)
	}
}

// endings writes what came to an end: an association whose work another one continues, and an action
// that was abandoned.
func (v *invention) endings() {
	v.sourced("relation", values{
		"kind": lexicon.Succeeds, "since": lexicon.MustPartialDate("2024-07-01"), "wording": "reprend les activités de",
	}, refs{
		"contract": ormeContract, "subject_partner": partnerKey("Régie de quartier de Hautorme"),
		"object_partner": partnerKey("Association Tremplin Rivorme"),
	})
	for _, r := range v.records {
		if r.key() == key("action", lexicon.Slug("Navette des quartiers hauts")) {
			r.set["status"] = lexicon.StatusAbandoned
		}
	}
}
