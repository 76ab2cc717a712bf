package demo

import (
	"fmt"
	"slices"
	"strconv"

	"maillage/internal/lexicon"
)

// actions writes the actions of each axis, aligned with it. Every fourth is made of parts, and some
// parts are made of smaller ones.
func (v *invention) actions() {
	kinds := []lexicon.ActionKind{lexicon.KindAction, lexicon.KindAction, lexicon.KindProject}
	for i, l := range ormeLines {
		v.lines = append(v.lines, nil)
		for j, title := range l.actions {
			action := v.action(title, kinds[(i+j)%len(kinds)], 2020)
			if i == hopedForAxis {
				v.notBegun(len(v.records) - 1)
			}
			v.lines[i] = append(v.lines[i], action)
			v.sourced("alignment", values{"kind": lexicon.Serves}, refs{"action": action, "axis": axisKey(i)})
			if l.circle != 0 && i < loneAxis && (i*6+j)%4 == 1 {
				v.part(i, title, action)
			}
		}
	}
	for _, title := range unalignedActions {
		v.action(title, lexicon.KindProject, 2020)
	}
	v.resonances()
}

// action writes an action that begins in a year or the next.
func (v *invention) action(title string, kind lexicon.ActionKind, from int) string {
	since := v.date(from, from+1)
	set := values{"since": since}
	if v.chance(2) {
		set["status"] = pick(
			v.rng, []lexicon.Status{lexicon.StatusCommitted, lexicon.StatusActive, lexicon.StatusActive},
		)
	}
	action := v.add(named("action", lexicon.Slug(title), title, set).in(ormeContract).typed(kind))
	v.from[action] = 1 + year(since) // nobody takes part before it began
	return action
}

// notBegun makes an action one that has not begun.
func (v *invention) notBegun(place int) {
	delete(v.records[place].set, "since")
	v.records[place].set["status"] = pick(v.rng, hopes)
}

// part writes a part of an action of an axis, and for some of them a part of the part.
func (v *invention) part(axis int, title, whole string) {
	p := parts[v.made["part"]%len(parts)]
	name := p.name + " – " + title
	part := v.action(name, p.kind, v.from[whole])
	v.relate(part, lexicon.PartOf, whole)
	v.lines[axis] = append(v.lines[axis], part)
	if v.made["part"]%4 == 1 {
		inner := v.action(smaller[v.made["part"]/4%len(smaller)]+" – "+title, lexicon.KindComponent, v.from[part]-1)
		v.relate(inner, lexicon.PartOf, part)
		v.lines[axis] = append(v.lines[axis], inner)
	}
	v.made["part"]++
}

// resonances makes actions resonate with a second axis of their circle, and resemble axes of other
// circles. Resemblances are suggestions, which are never counted.
func (v *invention) resonances() {
	for i := range loneAxis {
		next := i - i%3 + (i+1)%3 // three axes to a circle
		v.sourced("alignment", values{"kind": lexicon.ResonatesWith, "wording": "entre en résonance avec"},
			refs{"action": v.lines[i][0], "axis": axisKey(next)})
	}
	for _, likeness := range [][2]int{{5, 0}, {1, 8}, {7, 2}, {4, 10}} {
		v.claim("alignment", values{
			"kind": lexicon.Resembles, "status": lexicon.StatusMentioned, "basis": lexicon.BasisInferred,
			"inference": "Le public et les moyens décrits sont proches.",
		}, refs{"action": v.lines[likeness[0]][0], "axis": axisKey(likeness[1])})
		r := v.records[len(v.records)-1]
		v.cite(r.key(), "orme-evaluation", lexicon.BasisInferred, nil)
	}
}

// descriptions writes the audiences, territories and themes of axes and actions.
func (v *invention) descriptions() {
	for i, l := range ormeLines {
		v.relate(axisKey(i), lexicon.Concerns, "theme orme-"+l.theme)
		for j, action := range v.lines[i] {
			v.relate(action, lexicon.Concerns, "theme orme-"+l.theme)
			audience := pick(v.rng, ormeAudiences)
			if j < 2 { // two actions of each axis overlap
				audience = ormeAudiences[i%len(ormeAudiences)]
			}
			v.relate(action, lexicon.Targets, key("audience", audience.code))
			v.relate(action, lexicon.Covers, key("territory", ormeTerritories[1+(i+j/2)%7].code))
			if v.chance(8) {
				v.relate(action, lexicon.UnderProgramme, key("programme", pick(v.rng, ormeProgrammes).code))
			}
		}
	}
	for i, action := range v.lines[5] {
		v.relate(action, lexicon.Concerns, key("criterion", ormeCriteria[i%len(ormeCriteria)].code))
	}
	for _, a := range ormeAudiences {
		if a.above != "" {
			v.relate(key("audience", a.code), lexicon.PartOf, key("audience", a.above))
		}
	}
	for _, t := range ormeTerritories {
		if t.above != "" {
			v.relate(key("territory", t.code), lexicon.PartOf, key("territory", t.above))
		}
	}
}

// groups writes the groups, the axes that they follow and their members. A group follows axes of its
// members' circles, so memberships do not join circles.
func (v *invention) groups() {
	for i, g := range []struct {
		code, name, chair string
		kind              lexicon.GroupType
		circle, seats     int
		follows           []int
	}{
		{"orme-copil", "Comité de pilotage de l’emploi et de l’éducation", agglomeration, lexicon.GroupSteering, 1, 8, []int{0, 1, 2}},
		{"orme-cotech", "Comité technique de l’habitat et du cadre de vie", socialCentres, lexicon.GroupTechnical, 3, 7, []int{6, 7, 8}},
		{"orme-gt-sante", "Groupe de travail santé et droits", socialCentres, lexicon.GroupThematic, 2, 6, []int{3, 4}},
		{"orme-gt-sport", "Groupe de travail sport hors les murs", "", lexicon.GroupThematic, 0, 0, []int{forgottenAxis}},
	} {
		r := named("group", g.code, g.name, values{"type": g.kind}).in(ormeContract)
		if i == 3 {
			r = r.with("parent", "group orme-cotech")
		}
		group := v.add(r)
		for _, axis := range g.follows {
			v.relate(group, lexicon.Follows, axisKey(axis))
		}
		if g.chair != "" {
			v.sit(partnerKey(g.chair), group, lexicon.RoleLead)
		}
		for range g.seats {
			v.sit(v.circles[g.circle].deal(), group, lexicon.RoleParticipant)
		}
	}
	for _, c := range ormeCollectives {
		for _, member := range collectiveMembers[c.name] {
			v.sourced(
				"membership", values{"wording": "notamment"},
				refs{"partner": partnerKey(member), "collective": partnerKey(c.name)},
			)
		}
	}
}

func (v *invention) sit(partner, group string, role lexicon.Role) {
	v.sourced("membership", values{"role": role, "since": v.date(2020, 2022)}, refs{"partner": partner, "group": group})
}

// date returns a partial date within the years, with the precision of a typical source.
func (v *invention) date(from, to int) lexicon.PartialDate {
	year, month := from+v.rng.IntN(to-from+1), 1+v.rng.IntN(12)
	forms := []string{
		fmt.Sprintf("%d", year), fmt.Sprintf("%d", year),
		fmt.Sprintf("%d-%02d", year, month), fmt.Sprintf("%d-%02d-%02d", year, month, 1+v.rng.IntN(28)),
	}
	return lexicon.MustPartialDate(pick(v.rng, forms))
}

// year returns the year of the latest day of a date.
func year(d lexicon.PartialDate) int {
	n, _ := strconv.Atoi(d.Latest().String()[:4]) // dates of this package have one
	return n
}

// leaders returns the partners of a circle that lead its actions. They take turns whatever the axis,
// so that they meet as peers on several.
func leaders(circle int) []string {
	var keys []string
	for _, b := range ormeBodies {
		if b.circle == circle {
			keys = append(keys, partnerKey(b.name))
		}
	}
	return slices.Clip(keys[:6])
}
