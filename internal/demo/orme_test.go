package demo_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"maillage/internal/gen/ent/action"
	"maillage/internal/gen/ent/alignment"
	"maillage/internal/gen/ent/axis"
	"maillage/internal/gen/ent/citation"
	"maillage/internal/gen/ent/contribution"
	"maillage/internal/gen/ent/membership"
	"maillage/internal/gen/ent/partner"
	"maillage/internal/gen/ent/plan"
	"maillage/internal/gen/ent/relation"
	"maillage/internal/gen/ent/source"
	"maillage/internal/gen/ent/theme"
	"maillage/internal/gen/ent/workinggroup"
	"maillage/internal/lexicon"
	"maillage/internal/network"
	"maillage/internal/testhub/testdb"
)

const invented = "val-d-orme"

// counted is a query that can count.
type counted interface {
	CountX(ctx context.Context) int
}

func TestOrme_HasAPresentableSize(t *testing.T) {
	h := derived(t, invented)
	ofIt := contribution.CodeHasPrefix("orme.")
	for _, c := range []struct {
		what        string
		have        counted
		least, most int
	}{
		{"plans", h.Plan.Query().Where(plan.ContractID(h.contract)), 2, 2},
		{"axes", h.Axis.Query().Where(axis.ContractID(h.contract)), 12, 12},
		{"themes", h.Theme.Query().Where(theme.ContractID(h.contract), theme.ParentIDIsNil()), 8, 10},
		{"sub-themes", h.Theme.Query().Where(theme.ContractID(h.contract), theme.ParentIDNotNil()), 2, 6},
		{"actions", h.Action.Query().Where(action.ContractID(h.contract)), 80, 80},
		{"groups", h.WorkingGroup.Query().Where(workinggroup.ContractID(h.contract)), 4, 4},
		{"sources", h.Source.Query().Where(source.CodeHasPrefix("orme-")), 8, 10},
		{"contributions", h.Contribution.Query().Where(ofIt), 180, 220},
		{"direct contributions", h.Contribution.Query().Where(ofIt, contribution.AxisIDNotNil()), 10, 20},
		{"direct leads", h.Contribution.Query().Where(
			ofIt, contribution.AxisIDNotNil(), contribution.RoleEQ(lexicon.RoleLead),
		), 2, 5},
		{"amounts", h.Contribution.Query().Where(ofIt, contribution.AmountCentsNotNil()), 5, 40},
		{"declared", h.Contribution.Query().Where(ofIt, contribution.BasisEQ(lexicon.BasisDeclared)), 5, 50},
		{"inferred", h.Contribution.Query().Where(
			ofIt, contribution.BasisEQ(lexicon.BasisInferred), contribution.InferenceNotNil(),
		), 5, 30},
		{"inferred without saying how", h.Contribution.Query().Where(
			ofIt, contribution.BasisEQ(lexicon.BasisInferred), contribution.InferenceIsNil(),
		), 0, 0},
		{"resonances", h.Alignment.Query().Where(
			alignment.CodeHasPrefix("orme."), alignment.KindEQ(lexicon.ResonatesWith),
		), 5, 15},
		{"resemblances", h.Alignment.Query().Where(
			alignment.CodeHasPrefix("orme."), alignment.KindEQ(lexicon.Resembles),
		), 3, 4},
		{"collectives", h.Partner.Query().Where(
			partner.KindEQ(lexicon.Collective), partner.CodeContains("orme"),
		), 3, 4},
		{"members", h.Membership.Query().Where(
			membership.CodeHasPrefix("orme."), membership.CollectiveIDNotNil(),
		), 6, 20},
		{"contradictions", h.Citation.Query().Where(citation.StanceEQ(lexicon.Contradicts)), 3, 3},
		{"decided contradictions", h.Citation.Query().Where(citation.Preferred(true), citation.ReasonNotNil()), 1, 1},
	} {
		if n := c.have.CountX(testdb.Context(t)); n < c.least || n > c.most {
			t.Errorf("%d %s, want %d to %d", n, c.what, c.least, c.most)
		}
	}
	if n := len(h.net.PartnersOf(h.contract)); n < 55 || n > 65 {
		t.Errorf("%d partners", n)
	}
}

func TestOrme_HasEveryWordOfTheVocabularies(t *testing.T) {
	h := derived(t, invented)
	roles, statuses, sectors, matches := map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, c := range h.Contribution.Query().Where(contribution.CodeHasPrefix("orme.")).AllX(testdb.Context(t)) {
		roles[string(c.Role)], statuses[string(c.Status)] = true, true
	}
	for _, p := range h.Partner.Query().AllX(testdb.Context(t)) {
		if fictitious(p.Name) {
			sectors[string(p.Sector)] = true
		}
	}
	for _, r := range h.Theme.Query().Where(theme.ContractID(h.contract)).AllX(testdb.Context(t)) {
		matches[string(*r.Match)] = true
	}
	for _, c := range []struct {
		words []string
		seen  map[string]bool
	}{
		{lexicon.Role("").Values(), roles},
		{lexicon.Status("").Values(), statuses},
		{lexicon.Sector("").Values(), sectors},
		{lexicon.Match("").Values(), matches},
	} {
		for _, word := range c.words {
			if !c.seen[word] {
				t.Errorf("%s does not occur", word)
			}
		}
	}
}

func TestOrme_ActionsHavePartsAndPartsOfParts(t *testing.T) {
	h := derived(t, invented)
	parts := h.Relation.Query().Where(
		relation.KindEQ(lexicon.PartOf), relation.SubjectActionIDNotNil(), relation.ContractID(h.contract),
	).AllX(testdb.Context(t))
	whole := map[int]int{}
	for _, p := range parts {
		whole[*p.SubjectActionID] = *p.ObjectActionID
	}
	grand := 0
	for _, above := range whole {
		if _, ok := whole[above]; ok {
			grand++
		}
	}
	if len(parts) < 10 || grand < 3 {
		t.Errorf("%d parts, of which %d are parts of parts", len(parts), grand)
	}
}

func TestOrme_HasEveryGap(t *testing.T) {
	h := derived(t, invented)
	for code, want := range map[lexicon.GapCode][]string{
		lexicon.NoConfirmedContributor:     {"orme-11", "orme-12"},
		lexicon.OnlyProspective:            {"orme-11"},
		lexicon.SinglePartner:              {"orme-10"},
		lexicon.GroupWithoutMembers:        {"orme-gt-sport"},
		lexicon.PartnerWithoutContribution: {"comite-de-jumelage-de-fontormoy"},
	} {
		if got := h.gaps(t, code); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", code, got, want)
		}
	}
	for code, least := range map[lexicon.GapCode]int{
		lexicon.NoLead: 1, lexicon.Overlap: 1, lexicon.Contradicted: 1, lexicon.Unsourced: 3,
		lexicon.ThemeWithoutAction: 1,
	} {
		if got := h.gaps(t, code); len(got) < least || len(got) > 30 {
			t.Errorf("%s: %d gaps: %v", code, len(got), got)
		}
	}
	if cells := h.net.Contributors(h.axes[11], network.Selection{}); len(cells) != 0 {
		t.Errorf("%d partners on the axis of nobody", len(cells))
	}
}

func TestOrme_TwoPartnersJoinTheCircles(t *testing.T) {
	h := derived(t, invented)
	var joining []string
	for _, b := range h.bridges(t).Partners {
		if b.CutOff > 0 {
			joining = append(joining, h.name(t, network.Ref{Kind: network.KindPartner, ID: b.Partner}))
		}
	}
	for _, want := range []string{
		"communaute-d-agglomeration-du-val-d-orme", "federation-des-centres-sociaux-du-val-d-orme",
	} {
		if !slices.Contains(joining, want) {
			t.Errorf("%s joins nothing; those who do: %v", want, joining)
		}
	}
}

func TestOrme_LeadersMeetOnSeveralAxes(t *testing.T) {
	h := derived(t, invented)
	several := 0
	for _, p := range h.net.PartnersOf(h.contract) {
		led := h.net.AxesOf(
			p,
			network.Selection{
				ActionRoles: []lexicon.Role{lexicon.RoleLead}, Rules: []lexicon.Rule{lexicon.RuleByAction},
			},
		)
		if len(led) > 1 {
			several++
		}
	}
	if several < 10 {
		t.Errorf("%d partners lead actions on several axes", several)
	}
}

func TestOrme_SaysThatItIsFictitiousAndTouchesNoOther(t *testing.T) {
	h := derived(t, invented)
	ctx := testdb.Context(t)
	if c := h.Contract.GetX(ctx, h.contract); !strings.Contains(c.Name, "fictif") {
		t.Errorf("the contract is called %s", c.Name)
	}
	for _, id := range h.net.PartnersOf(h.contract) {
		if p := h.Partner.GetX(ctx, id); !fictitious(p.Name) {
			t.Errorf("%s is of no invented place", p.Name)
		}
	}
	for _, s := range h.Source.Query().Where(source.CodeHasPrefix("orme-")).AllX(ctx) {
		if !strings.Contains(s.Name, "(fictif)") && !strings.Contains(s.Name, "(fictive)") {
			t.Errorf("the source %q does not say that it is fictitious", s.Name)
		}
		if year := written(s.Date)[:4]; year < "2019" || year > "2025" {
			t.Errorf("the source %q is of %s", s.Name, written(s.Date))
		}
	}
	for _, n := range h.Identifier.Query().AllX(ctx) {
		made := strings.HasPrefix(n.Value, "00") || strings.HasPrefix(n.Value, "W00") ||
			strings.HasPrefix(n.Value, "QN000")
		if !made && n.Value != "245901160" || n.Verification != lexicon.WellFormed {
			t.Errorf("%s %s could be somebody's, or is malformed", n.Scheme, n.Value)
		}
	}
	valenciennes := derived(t, "valenciennes")
	for _, id := range valenciennes.net.PartnersOf(valenciennes.contract) {
		if p := valenciennes.Partner.GetX(ctx, id); fictitious(p.Name) {
			t.Errorf("%s reached Valenciennes", p.Name)
		}
	}
}

func TestOrme_DatesArePlausible(t *testing.T) {
	h := derived(t, invented)
	for _, c := range h.Contribution.Query().Where(
		contribution.CodeHasPrefix("orme."),
	).WithAction().AllX(testdb.Context(t)) {
		if a := c.Edges.Action; a != nil && a.Since != nil && c.Since != nil && c.Since.Latest() < a.Since.Earliest() {
			t.Errorf("%s began %s, before its action %s", *c.Code, c.Since, a.Since)
		}
		for _, date := range []*lexicon.PartialDate{c.Since, c.Until} {
			if date != nil && (written(date)[:4] < "2020" || written(date)[:4] > "2026") {
				t.Errorf("%s is dated %s", *c.Code, date)
			}
		}
		if c.Since != nil && c.Until != nil && c.Since.Latest() > c.Until.Earliest() {
			t.Errorf("%s ends %s before it began %s", *c.Code, c.Until, c.Since)
		}
		if c.Status.Prospective() && c.Since != nil {
			t.Errorf("%s is %s and has begun %s", *c.Code, c.Status, c.Since)
		}
	}
}
