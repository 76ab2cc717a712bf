package network_test

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/network"
)

// The language of fixtures. A line is a sentence:
//
//	cpam -DRIVER/active/stated-> planir -SERVES/inferred [2015..2016-06]-> axe3
//
// Between two names stand a word and, after slashes, a status (default ACTIVE), a basis (default STATED), and the
// evidence; then a validity. The word is a role (MEMBER is PARTICIPANT), a kind of alignment or a kind of relation.
// Evidence is +2 (supporting, default 1), -1 (contradicting), resolved and =2015-06 (newest source, =2015~ for
// 2015/..).
//
// Names show the kind: axe1 an axis, @ccas a collective, #copil a group, ~sante a theme, +jeunes an audience, %qpv
// a territory, «words» an object that is no record. !mde is a partner where an action would be expected; any other
// name is a partner before a role, else an action. A line of one name only states that it exists. All belong to
// contract c1 and relations are stated in it, except as other lines say:
//
//	in c2: axe4 pass #copil      contract c2 and what it contains
//	plan p1: axe1 axe2           a plan of c1 and its axes
//	reference ~emploi            a theme of no contract
//	~stages under ~education     parent
//	~travail as ~emploi          reference theme
//	unsaid …                     a relation stated in no contract's documents
//	dates a completed 2015..2016 an action, a plan or a contract: its status, and dates
//	open @ccas, closed axe1      a collective's list, an axis
type fixture struct {
	facts
	refs  map[string]network.Ref
	names map[network.Ref]string
	words map[network.Ref]string // claim → its word
}

func read(t testing.TB, text string) *fixture {
	t.Helper()
	f := &fixture{refs: map[string]network.Ref{}, names: map[network.Ref]string{}, words: map[network.Ref]string{}}
	f.contract("c1")
	for line := range strings.Lines(text) {
		if line, _, _ = strings.Cut(line, "//"); strings.TrimSpace(line) != "" {
			f.sentence(strings.TrimSpace(line))
		}
	}
	return f
}

var claimed = regexp.MustCompile(`\s+-([A-Z_]+)([^\s\[>]*)(?:\s*\[(.*?)\.\.(.*?)\])?->\s+`)

func (f *fixture) sentence(line string) {
	said := 1
	if rest, unsaid := strings.CutPrefix(line, "unsaid "); unsaid {
		line, said = rest, 0
	}
	words := strings.Fields(line)
	switch {
	case words[0] == "dates":
		f.dates(words[1], words[2:])
	case words[0] == "open":
		f.partners[f.partnerAt(words[1])].Open = true
	case words[0] == "closed":
		id := f.thing(words[1]).ID
		f.axes[slices.IndexFunc(f.axes, func(a network.Axis) bool { return a.ID == id })].Closed = true
	case words[0] == "in" || words[0] == "plan":
		f.holding(words[0], strings.TrimSuffix(words[1], ":"), words[2:])
	case words[0] == "reference":
		f.themes[f.theme(words[1])].Contract = 0
	case len(words) == 3 && words[1] == "under":
		f.themes[f.theme(words[0])].Parent = f.thing(words[2]).ID
	case len(words) == 3 && words[1] == "as":
		f.themes[f.theme(words[0])].Reference = f.thing(words[2]).ID
	default:
		ends := claimed.Split(line, -1)
		if len(ends) == 1 {
			f.thing(ends[0])
		}
		for i, word := range claimed.FindAllStringSubmatch(line, -1) {
			f.claim(ends[i], word, ends[i+1], said)
		}
	}
}

// claim adds one claim; word is the match of claimed.
func (f *fixture) claim(from string, word []string, to string, said int) {
	c, e := qualified(word[2])
	c.Since, c.Until = dated(word[3]), dated(word[4])
	verb := word[1]
	if verb == "MEMBER" {
		verb = "PARTICIPANT"
	}
	isRole := slices.Contains(lexicon.Role("").Values(), verb)
	if isRole && !strings.HasPrefix(from, "@") {
		from = "!" + strings.TrimPrefix(from, "!")
	}
	object := network.Ref{}
	if !strings.HasPrefix(to, "«") {
		object = f.thing(to)
	}
	subject := f.thing(from)
	kind := network.KindRelation
	switch {
	case isRole && (to[0] == '@' || to[0] == '#'):
		kind = network.KindMembership
		c.ID = 5 + 2*len(f.memberships)
		m := network.Membership{Claim: c, Partner: subject.ID, Role: lexicon.Role(verb)}
		*map[byte]*int{'@': &m.Collective, '#': &m.Group}[to[0]] = object.ID
		f.memberships = append(f.memberships, m)
	case isRole:
		kind = network.KindContribution
		c.ID = 5 + 2*len(f.contributions)
		k := network.Contribution{Claim: c, Partner: subject.ID, Role: lexicon.Role(verb)}
		*map[network.Kind]*int{network.KindAction: &k.Action, network.KindAxis: &k.Axis}[object.Kind] = object.ID
		f.contributions = append(f.contributions, k)
	case slices.Contains(lexicon.AlignmentKind("").Values(), verb):
		kind = network.KindAlignment
		c.ID = 5 + 2*len(f.alignments)
		f.alignments = append(
			f.alignments,
			network.Alignment{Claim: c, Action: subject.ID, Axis: object.ID, Kind: lexicon.AlignmentKind(verb)},
		)
	default:
		c.ID, c.Contract = 5+2*len(f.relations), said*f.refs["c1"].ID
		f.relations = append(
			f.relations, network.Relation{Claim: c, Kind: lexicon.RelationKind(verb), Subject: subject, Object: object},
		)
	}
	f.cite(ref(kind, c.ID), e)
	f.words[ref(kind, c.ID)] = verb
	f.names[ref(kind, c.ID)] = fmt.Sprintf("%s-%s->%s", strings.Trim(from, "!"), verb, to)
}

// evidence describes the sources of a claim.
type evidence struct {
	supporting, contradicting int
	resolved                  bool
	newest                    lexicon.PartialDate
}

// cite adds the citations that sum up to the evidence; the first supporting one is of the newest source, others are
// undated.
func (f *fixture) cite(claim network.Ref, e evidence) {
	if len(f.sources) == 0 {
		f.sources = append(f.sources, network.Source{ID: 90})
		f.names[ref(network.KindSource, 90)] = "source"
	}
	for i := range e.supporting + e.contradicting {
		c := network.Citation{ID: 7 + 2*len(f.citations), Record: claim, Source: 90, Supports: i < e.supporting}
		if i == 0 && !e.newest.IsZero() {
			c.Source = 90 + 2*len(f.sources)
			f.sources = append(f.sources, network.Source{ID: c.Source, Date: e.newest})
		}
		c.Preferred = e.resolved && i == 0
		f.citations = append(f.citations, c)
	}
}

// All records of fixtures were recorded and changed on these days.
var (
	recorded = lexicon.MustPartialDate("2014-01-01").Latest()
	changed  = lexicon.MustPartialDate("2019-01-01").Latest()
)

// qualified parses the parts of a claim after slashes.
func qualified(text string) (network.Claim, evidence) {
	c := network.Claim{Status: lexicon.StatusActive, Basis: lexicon.BasisStated, Recorded: recorded, Changed: changed}
	e := evidence{supporting: 1}
	for word := range strings.SplitSeq(strings.Trim(text, "/"), "/") {
		upper := strings.ToUpper(word)
		switch {
		case word == "":
		case slices.Contains(lexicon.Status("").Values(), upper):
			c.Status = lexicon.Status(upper)
		case slices.Contains(lexicon.Basis("").Values(), upper):
			c.Basis = lexicon.Basis(upper)
		case word == "resolved":
			e.resolved = true
		case word[0] == '=':
			e.newest = dated(strings.ReplaceAll(word[1:], "~", "/.."))
		case word[0] == '+':
			e.supporting = count(word)
		case word[0] == '-':
			e.contradicting = count(word)
		default:
			panic("a claim cannot be " + word)
		}
	}
	return c, e
}

func count(word string) int {
	n, err := strconv.Atoi(word[1:])
	if err != nil {
		panic(err)
	}
	return n
}

var axisName = regexp.MustCompile(`^axe\d*$`)

// thing returns the record of a name and creates it on its first mention. Ids have gaps and differ between kinds,
// so that no index is mistaken for an id.
func (f *fixture) thing(name string) network.Ref {
	if r, ok := f.refs[name]; ok {
		return r
	}
	c1 := f.refs["c1"].ID
	switch {
	case axisName.MatchString(name):
		f.axes = append(f.axes, network.Axis{ID: 30 + 3*len(f.axes), Contract: c1, Position: 1 + len(f.axes)})
		return f.name(network.KindAxis, f.axes[len(f.axes)-1].ID, name)
	case name[0] == '@':
		return f.partner(name, lexicon.Collective)
	case name[0] == '!':
		r, ok := f.refs[name[1:]]
		if !ok {
			r = f.partner(name[1:], lexicon.Organisation)
		}
		return r
	case name[0] == '#':
		f.groups = append(f.groups, network.Group{ID: 60 + 3*len(f.groups), Contract: c1})
		return f.name(network.KindGroup, f.groups[len(f.groups)-1].ID, name)
	case name[0] == '~':
		f.themes = append(f.themes, network.Theme{ID: 20 + 3*len(f.themes), Contract: c1})
		return f.name(network.KindTheme, f.themes[len(f.themes)-1].ID, name)
	case name[0] == '+':
		return f.name(network.KindAudience, 80+len(f.refs), name)
	case name[0] == '%':
		return f.name(network.KindTerritory, 80+len(f.refs), name)
	}
	f.actions = append(f.actions, network.Action{ID: 40 + 3*len(f.actions), Contract: c1})
	return f.name(network.KindAction, f.actions[len(f.actions)-1].ID, name)
}

func (f *fixture) name(k network.Kind, id int, name string) network.Ref {
	r := ref(k, id)
	f.refs[name], f.names[r] = r, name
	return r
}

func (f *fixture) partner(name string, k lexicon.PartnerKind) network.Ref {
	id := 500 - 3*len(f.partners) // against the order of names, so that the order of lists shows
	f.partners = append(f.partners, network.Partner{ID: id, Kind: k, SortKey: lexicon.SortKey(name)})
	return f.name(network.KindPartner, id, name)
}

func (f *fixture) contract(name string) int {
	if r, ok := f.refs[name]; ok {
		return r.ID
	}
	id := 10 + len(f.contracts)
	f.contracts = append(f.contracts, network.Contract{ID: id})
	return f.name(network.KindContract, id, name).ID
}

// dates sets when an action or a contract begins and ends, or a plan was validated.
func (f *fixture) dates(name string, words []string) {
	r, known := f.refs[name]
	if !known {
		r = f.thing(name)
	}
	var since, until lexicon.PartialDate
	var status lexicon.Status
	for _, word := range words {
		if from, to, isRange := strings.Cut(word, ".."); isRange {
			since, until = dated(from), dated(to)
		} else {
			status = lexicon.Status(strings.ToUpper(word))
		}
	}
	for i := range f.actions {
		if a := &f.actions[i]; r == ref(network.KindAction, a.ID) {
			a.Status, a.Since, a.Until, a.Recorded, a.Changed = status, since, until, recorded, changed
		}
	}
	for i := range f.plans {
		if p := &f.plans[i]; r == ref(network.KindPlan, p.ID) {
			p.Validated = since
		}
	}
	for i := range f.contracts {
		if c := &f.contracts[i]; r == ref(network.KindContract, c.ID) {
			c.Starts, c.Ends = since, until
		}
	}
}

func (f *fixture) partnerAt(name string) int {
	id := f.thing(name).ID
	return slices.IndexFunc(f.partners, func(p network.Partner) bool { return p.ID == id })
}

func (f *fixture) theme(name string) int {
	id := f.thing(name).ID
	return slices.IndexFunc(f.themes, func(t network.Theme) bool { return t.ID == id })
}

// holding parses what a contract or a plan contains.
func (f *fixture) holding(what, holder string, held []string) {
	contract, plan := f.contract(map[string]string{"in": holder, "plan": "c1"}[what]), 0
	if what == "plan" {
		plan = 70 + len(f.plans)
		f.plans = append(f.plans, network.Plan{ID: plan, Contract: contract})
		f.name(network.KindPlan, plan, holder)
	}
	for _, name := range held {
		r := f.thing(name)
		for i := range f.axes {
			if r == ref(network.KindAxis, f.axes[i].ID) {
				f.axes[i].Contract, f.axes[i].Plan = contract, plan
			}
		}
		set(
			f.actions, r, network.KindAction, func(a *network.Action) (int, *int) { return a.ID, &a.Contract },
			contract,
		)
		set(f.groups, r, network.KindGroup, func(g *network.Group) (int, *int) { return g.ID, &g.Contract }, contract)
		set(
			f.themes, r, network.KindTheme, func(th *network.Theme) (int, *int) { return th.ID, &th.Contract },
			contract,
		)
	}
}

func set[F any](of []F, r network.Ref, k network.Kind, field func(*F) (int, *int), contract int) {
	for i := range of {
		if id, held := field(&of[i]); r == ref(k, id) {
			*held = contract
		}
	}
}
