package network_test

import (
	"fmt"

	"pgregory.net/rapid"

	"maillage/internal/lexicon"
	"maillage/internal/network"
)

// drawFacts draws a small network with cycles of collectives and parts, duplicate claims, and dates that decide
// nothing.
func drawFacts(t *rapid.T) facts {
	var f facts
	for i := range 2 {
		f.contracts = append(f.contracts, network.Contract{
			ID: 2 + 5*i, Starts: seldom(t), Ends: seldom(t), Signed: seldom(t), Recorded: drawDay(t),
		})
	}
	f.plans = []network.Plan{
		{ID: 3, Contract: 2, Adopted: seldom(t), Validated: seldom(t)}, {ID: 4, Contract: 7, Annexed: seldom(t)},
	}
	for i := range rapid.IntRange(1, 4).Draw(t, "axes") {
		contract := anyContract(t)
		plan := rapid.SampledFrom([]int{0, map[int]int{2: 3, 7: 4}[contract]}).Draw(t, "plan")
		f.axes = append(
			f.axes,
			network.Axis{
				ID: 10 + 2*i, Contract: contract, Plan: plan, Position: rapid.IntRange(1, 2).Draw(t, "position"),
			},
		)
	}
	for i := range rapid.IntRange(1, 5).Draw(t, "actions") {
		f.actions = append(f.actions, network.Action{
			ID: 20 + 2*i, Contract: anyContract(t), Since: seldom(t), Until: seldom(t),
			Recorded: drawDay(t), Changed: drawDay(t), Status: drawActionStatus(t),
		})
	}
	for i := range rapid.IntRange(1, 6).Draw(t, "partners") {
		key := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "key")
		f.partners = append(f.partners, network.Partner{
			ID: 40 + 2*i, Kind: lexicon.Organisation, SortKey: []byte(key), Open: rapid.IntRange(0, 5).Draw(t, "open") == 0,
		})
	}
	for i := range 2 {
		f.groups = append(f.groups, network.Group{ID: 60 + i, Contract: anyContract(t)})
	}
	for i := range 3 {
		f.themes = append(f.themes, network.Theme{
			ID: 70 + i, Contract: rapid.SampledFrom([]int{0, 2, 7}).Draw(t, "contract"),
			Parent:    rapid.SampledFrom([]int{0, 70, 71, 72}).Draw(t, "parent"),
			Reference: rapid.SampledFrom([]int{0, 0, 70}).Draw(t, "reference"),
		})
	}
	for i := range rapid.IntRange(0, 24).Draw(t, "claims") {
		f.drawClaim(t, 100+3*i)
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "reaches") {
		f.drawReach(t, 400+3*i)
	}
	for i := range 3 {
		f.sources = append(f.sources, network.Source{ID: 200 + 2*i, Date: dated(drawDate(t))})
	}
	for i := range rapid.IntRange(0, 12).Draw(t, "citations") {
		f.drawCitation(t, 300+2*i)
	}
	return f
}

// drawGaps adds facts for gaps that other queries seldom need: closed axes, actions that overlap, and partners that
// lead or commissioned a plan.
func (f *facts) drawGaps(t *rapid.T) {
	for i := range f.axes {
		f.axes[i].Closed = rapid.IntRange(0, 5).Draw(t, "closed") == 0
	}
	for i := range f.partners {
		if rapid.IntRange(0, 3).Draw(t, "collective") == 0 {
			f.partners[i].Kind = lexicon.Collective
		}
	}
	id := 1000
	relate := func(verb lexicon.RelationKind, subject, object network.Ref) {
		c := drawWords(t, id)
		id += 2
		if rapid.IntRange(0, 2).Draw(t, "plain") > 0 {
			c.Status, c.Since, c.Until = lexicon.StatusActive, lexicon.PartialDate{}, lexicon.PartialDate{}
		}
		f.relate(c, verb, subject, object)
	}
	// Actions with nearly the same audiences, territories and themes, by some partners.
	for range rapid.IntRange(0, 4).Draw(t, "reaching") {
		action := rapid.SampledFrom(f.actions).Draw(t, "action").ID
		a := ref(network.KindAction, action)
		relate(lexicon.Concerns, a, ref(network.KindTheme, rapid.IntRange(70, 71).Draw(t, "theme")))
		relate(lexicon.Targets, a, ref(network.KindAudience, 90))
		relate(lexicon.Covers, a, ref(network.KindTerritory, 90))
		c := drawWords(t, id)
		id += 2
		c.Since, c.Until = lexicon.PartialDate{}, lexicon.PartialDate{}
		f.contributions = append(f.contributions, network.Contribution{
			Claim: c, Partner: rapid.SampledFrom(f.partners).Draw(t, "partner").ID, Action: action, Role: drawRole(t),
		})
		if rapid.IntRange(0, 2).Draw(t, "part") == 0 {
			relate(lexicon.PartOf, a, ref(network.KindAction, rapid.SampledFrom(f.actions).Draw(t, "whole").ID))
		}
	}
	// Claims with sources, of which some are dated.
	for i, claim := range f.arrows() {
		if rapid.IntRange(0, 2).Draw(t, "rests") == 0 {
			f.citations = append(f.citations, network.Citation{
				ID: 1000 + i, Record: claim.ref, Source: rapid.SampledFrom(f.sources).Draw(t, "source").ID, Supports: true,
			})
		}
	}
	for range rapid.IntRange(0, 2).Draw(t, "founders") {
		partner := ref(network.KindPartner, rapid.SampledFrom(f.partners).Draw(t, "partner").ID)
		plan := ref(network.KindPlan, rapid.IntRange(3, 4).Draw(t, "plan"))
		switch rapid.IntRange(0, 4).Draw(t, "verb") {
		case 0:
			relate(lexicon.FormalisesViewsOf, plan, partner)
		case 1:
			relate(lexicon.Prioritises, partner, plan)
		default:
			relate(
				rapid.SampledFrom(
					[]lexicon.RelationKind{lexicon.Leads, lexicon.Commissioned, lexicon.Established},
				).Draw(t, "of"),
				partner, plan,
			)
		}
	}
}

// drawCitation cites for a claim, most often, or for a thing, which may be unknown.
func (f *facts) drawCitation(t *rapid.T, id int) {
	records := []network.Ref{
		ref(network.KindContract, 2), ref(network.KindPlan, 4), ref(network.KindTheme, 71), ref(network.KindAxis, 10),
		ref(network.KindAxis, 16),
		ref(network.KindAction, 20), ref(network.KindPartner, 40), ref(network.KindPartner, 44),
		ref(network.KindGroup, 60), ref(network.KindAudience, 90),
		ref(network.KindContribution, 1), ref(network.KindCitation, 300), {},
	}
	for _, a := range f.arrows() {
		records = append(records, a.ref, a.ref)
	}
	f.citations = append(f.citations, network.Citation{
		ID: id, Record: rapid.SampledFrom(records).Draw(t, "record"), About: rapid.SampledFrom([]string{"", "name"}).Draw(t, "about"),
		Source: rapid.SampledFrom(f.sources).Draw(t, "source").ID, Supports: rapid.Bool().Draw(t, "supports"),
		Preferred: rapid.IntRange(0, 4).Draw(t, "preferred") == 0,
	})
}

func anyContract(t *rapid.T) int { return rapid.SampledFrom([]int{2, 7}).Draw(t, "contract") }

// drawClaim adds one claim, most often of a kind that makes chains.
func (f *facts) drawClaim(t *rapid.T, id int) {
	axis := func() int { return rapid.SampledFrom(f.axes).Draw(t, "axis").ID }
	action := func() int { return rapid.SampledFrom(f.actions).Draw(t, "action").ID }
	partner := func() int { return rapid.SampledFrom(f.partners).Draw(t, "partner").ID }
	group := func() int { return rapid.SampledFrom(f.groups).Draw(t, "group").ID }
	c := drawWords(t, id)
	switch rapid.IntRange(0, 10).Draw(t, "kind") {
	case 0:
		f.contributions = append(
			f.contributions, network.Contribution{Claim: c, Partner: partner(), Axis: axis(), Role: drawRole(t)},
		)
	case 1, 2:
		f.contributions = append(
			f.contributions, network.Contribution{Claim: c, Partner: partner(), Action: action(), Role: drawRole(t)},
		)
	case 3, 4:
		kind := rapid.SampledFrom(
			[]lexicon.AlignmentKind{lexicon.Serves, lexicon.ResonatesWith, lexicon.Resembles},
		).Draw(t, "alignment")
		f.alignments = append(f.alignments, network.Alignment{Claim: c, Action: action(), Axis: axis(), Kind: kind})
	case 5:
		f.memberships = append(
			f.memberships, network.Membership{Claim: c, Partner: partner(), Collective: partner(), Role: drawRole(t)},
		)
	case 6:
		f.memberships = append(
			f.memberships, network.Membership{Claim: c, Partner: partner(), Group: group(), Role: drawRole(t)},
		)
	case 7:
		f.relate(c, lexicon.PartOf, ref(network.KindAction, action()), ref(network.KindAction, action()))
	case 8:
		f.relate(c, lexicon.Follows, ref(network.KindGroup, group()), ref(network.KindAxis, axis()))
	case 9:
		f.relate(c, lexicon.Succeeds, ref(network.KindPartner, partner()), ref(network.KindPartner, partner()))
	default:
		end := rapid.SampledFrom([]network.Ref{
			ref(network.KindPartner, partner()), ref(network.KindAxis, axis()), ref(network.KindAction, action()),
			ref(network.KindGroup, group()), ref(network.KindTheme, 70), ref(network.KindTheme, 71),
			ref(network.KindTheme, 72), ref(network.KindPlan, 3),
			ref(network.KindContract, 2), ref(network.KindAudience, 90), ref(network.KindTerritory, 90),
		})
		verb := rapid.SampledFrom([]lexicon.RelationKind{
			lexicon.Concerns, lexicon.Targets, lexicon.Covers, lexicon.PartOf, lexicon.Follows, lexicon.Leads,
			lexicon.Succeeds,
		})
		object := end.Draw(t, "object")
		if rapid.IntRange(0, 9).Draw(t, "words") == 0 {
			object = network.Ref{}
		}
		f.relate(c, verb.Draw(t, "verb"), end.Draw(t, "subject"), object)
	}
}

// drawSites adds partners on actions that serve axes, with territories, audiences and themes. Most of them are
// certain, so that filters keep some.
func (f *facts) drawSites(t *rapid.T) {
	plain := func(id int) network.Claim {
		return network.Claim{ID: id, Status: lexicon.StatusActive, Basis: lexicon.BasisStated}
	}
	for i := range rapid.IntRange(1, 4).Draw(t, "sites") {
		action := rapid.SampledFrom(f.actions).Draw(t, "action").ID
		f.contributions = append(f.contributions, network.Contribution{
			Claim: plain(500 + i), Partner: rapid.SampledFrom(f.partners).Draw(t, "partner").ID, Action: action,
			Role: drawRole(t),
		})
		f.alignments = append(f.alignments, network.Alignment{
			Claim: plain(500 + i), Action: action, Axis: rapid.SampledFrom(f.axes).Draw(t, "axis").ID,
			Kind: rapid.SampledFrom(
				[]lexicon.AlignmentKind{lexicon.Serves, lexicon.Serves, lexicon.ResonatesWith},
			).Draw(t, "alignment"),
		})
	}
	for i := range rapid.IntRange(2, 8).Draw(t, "reaches") {
		f.drawReach(t, 500+3*i)
	}
}

// drawReachAsked draws a selection by territories, audiences and themes of actions alone.
func drawReachAsked(t *rapid.T) (network.Selection, *lexicon.PartialDate) {
	asOf := on(rapid.SampledFrom([]string{"", "2017", "2016-06-15"}).Draw(t, "day"))
	sel := network.Selection{When: when(asOf)}
	switch rapid.IntRange(0, 5).Draw(t, "by") {
	case 0, 1:
		sel.Territories, sel.Around = []int{rapid.IntRange(90, 92).Draw(t, "territory")}, rapid.Bool().Draw(t, "around")
	case 2:
		sel.Audiences = []int{rapid.IntRange(90, 92).Draw(t, "audience")}
	case 3:
		sel.ActionThemes = []int{rapid.IntRange(70, 72).Draw(t, "theme of an action")}
	case 4:
		sel.Themes = []int{rapid.IntRange(70, 72).Draw(t, "theme")}
	default:
		sel.Territories, sel.Audiences = []int{90, 91}, []int{90, 91}
	}
	return sel, asOf
}

// drawReach adds a territory, audience or theme of an action or an axis, or a whole of a territory, an audience or
// an action.
func (f *facts) drawReach(t *rapid.T, id int) {
	action := func() network.Ref { return ref(network.KindAction, rapid.SampledFrom(f.actions).Draw(t, "action").ID) }
	place := func() network.Ref { return ref(network.KindTerritory, rapid.IntRange(90, 92).Draw(t, "territory")) }
	audience := func() network.Ref { return ref(network.KindAudience, rapid.IntRange(90, 92).Draw(t, "audience")) }
	c := drawWords(t, id)
	switch rapid.IntRange(0, 7).Draw(t, "reach") {
	case 0, 1:
		f.relate(c, lexicon.Covers, action(), place())
	case 2:
		f.relate(c, lexicon.Targets, action(), audience())
	case 3:
		f.relate(c, lexicon.Targets, ref(network.KindAxis, rapid.SampledFrom(f.axes).Draw(t, "axis").ID), audience())
	case 4:
		f.relate(c, lexicon.Concerns, action(), ref(network.KindTheme, rapid.IntRange(70, 72).Draw(t, "theme")))
	case 5:
		f.relate(c, lexicon.PartOf, place(), place())
	case 6:
		f.relate(c, lexicon.PartOf, audience(), audience())
	case 7:
		f.relate(c, lexicon.PartOf, action(), action())
	}
}

func (f *facts) relate(c network.Claim, verb lexicon.RelationKind, subject, object network.Ref) {
	f.relations = append(f.relations, network.Relation{Claim: c, Kind: verb, Subject: subject, Object: object})
}

func drawWords(t *rapid.T, id int) network.Claim {
	statuses := lexicon.Status("").Values()
	c := network.Claim{
		ID: id,
		Status: lexicon.Status(
			rapid.SampledFrom(append(statuses, "ACTIVE", "COMMITTED", "ACTIVE")).Draw(t, "status"),
		),
		Basis:    lexicon.Basis(rapid.SampledFrom(lexicon.Basis("").Values()).Draw(t, "basis")),
		Contract: rapid.SampledFrom([]int{0, 2, 7}).Draw(t, "home"),
	}
	if rapid.IntRange(0, 2).Draw(t, "dated") == 0 {
		c.Since, c.Until = dated(drawDate(t)), dated(drawDate(t))
	}
	return c
}

func drawDate(t *rapid.T) string {
	return rapid.SampledFrom([]string{
		"", "2015", "2016", "2016-06", "2016-06-15", "2017", "../2016", "2016/..", "2015/2017", "XXXX",
	}).Draw(t, "date")
}

// drawActionStatus draws a status, most often none.
func drawActionStatus(t *rapid.T) lexicon.Status {
	words := append([]string{"", "", "", ""}, lexicon.Status("").Values()...)
	return lexicon.Status(rapid.SampledFrom(words).Draw(t, "status of the action"))
}

// seldom draws a date, most often none.
func seldom(t *rapid.T) lexicon.PartialDate {
	if rapid.IntRange(0, 3).Draw(t, "dated") > 0 {
		return lexicon.PartialDate{}
	}
	return dated(drawDate(t))
}

// drawDay draws a day of recording.
func drawDay(t *rapid.T) lexicon.Day {
	return dated(rapid.SampledFrom([]string{"2016-06-10", "2018-01-01"}).Draw(t, "recorded")).Latest()
}

func drawRole(t *rapid.T) lexicon.Role {
	return lexicon.Role(rapid.SampledFrom(lexicon.Role("").Values()).Draw(t, "role"))
}

func drawAsOf(t *rapid.T) *lexicon.PartialDate { return on(drawDate(t)) }

// drawSelection draws any selection of the facts, most often of everything.
func drawSelection(t *rapid.T, f facts) (network.Selection, *lexicon.PartialDate) {
	asOf := drawAsOf(t)
	sel := network.Selection{When: when(asOf)}
	some := func(name string) bool { return rapid.IntRange(0, 3).Draw(t, "some "+name) == 0 }
	if some("contracts") {
		sel.Contracts = []int{anyContract(t)}
	}
	if some("axes") {
		sel.Axes = []int{10, 14}
	}
	if some("themes") {
		sel.Themes = []int{rapid.IntRange(70, 72).Draw(t, "theme")}
	}
	if some("partners") {
		sel.Partners = []int{40, 44, 46}[:rapid.IntRange(1, 3).Draw(t, "partners")]
	}
	if some("roles in axes") {
		sel.AxisRoles = []lexicon.Role{drawRole(t), drawRole(t), drawRole(t)}
	}
	if some("roles in actions") {
		sel.ActionRoles = []lexicon.Role{drawRole(t), drawRole(t), drawRole(t)}[:rapid.IntRange(0, 3).Draw(t, "roles")]
	}
	if some("statuses") {
		sel.Statuses = []lexicon.Status{lexicon.StatusActive, lexicon.StatusMentioned, lexicon.StatusAbandoned}
	}
	if some("bases") {
		sel.Bases = []lexicon.Basis{lexicon.BasisStated, lexicon.BasisDeclared}
	}
	if some("rules") {
		sel.Rules = []lexicon.Rule{lexicon.RuleByAction, lexicon.RuleByCollective, lexicon.RuleByGroup}
	}
	if some("territories") {
		sel.Territories = []int{90, 91, 93}[:rapid.IntRange(1, 3).Draw(t, "territories")]
		sel.Around = rapid.Bool().Draw(t, "around")
	}
	if some("audiences") {
		sel.Audiences = []int{rapid.IntRange(90, 92).Draw(t, "audience")}
	}
	if some("themes of actions") {
		sel.ActionThemes = []int{rapid.IntRange(70, 72).Draw(t, "theme of an action")}
	}
	return sel, asOf
}

// build makes the network of drawn facts.
func build(t *rapid.T, f facts) *network.Network {
	n, err := f.put().Build(nil)
	if err != nil {
		t.Fatal(fmt.Errorf("drawn facts: %w", err))
	}
	return n
}
