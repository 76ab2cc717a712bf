package demo_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/axis"
	"maillage/internal/gen/ent/citation"
	"maillage/internal/gen/ent/contract"
	"maillage/internal/gen/ent/criterion"
	"maillage/internal/gen/ent/identifier"
	"maillage/internal/gen/ent/partner"
	"maillage/internal/gen/ent/plan"
	"maillage/internal/gen/ent/programme"
	"maillage/internal/gen/ent/source"
	"maillage/internal/lexicon"
	"maillage/internal/network"
	"maillage/internal/snapshot"
	"maillage/internal/testhub/testdb"
)

// hub is the demonstration with the network derived from one contract.
type hub struct {
	*ent.Client
	net      *network.Network
	contract int
	axes     []int // by position
}

func derived(t *testing.T, code string) hub {
	t.Helper()
	s := testdb.DemoSQLite(t)
	l, c := testdb.Ledger(t, s), s.Client
	net, err := snapshot.New(c, l).Current(testdb.Context(t))
	if err != nil {
		t.Fatal(err)
	}
	of := contract.Code(code)
	return hub{
		c, net, c.Contract.Query().Where(of).OnlyIDX(testdb.Context(t)),
		c.Axis.Query().Where(axis.HasContractWith(of)).Order(axis.ByPosition()).IDsX(testdb.Context(t)),
	}
}

// confirmed counts the confirmed partners of each axis by position.
func (h hub) confirmed(bases ...lexicon.Basis) []int {
	var counts []int
	for _, column := range h.net.Matrix(network.Selection{Contracts: []int{h.contract}, Bases: bases}).Columns {
		counts = append(counts, column.Totals.Partners.Confirmed)
	}
	return counts
}

// gaps returns the gaps with a code, by the names of their subjects.
func (h hub) gaps(t *testing.T, code lexicon.GapCode) []string {
	t.Helper()
	var subjects []string
	for _, g := range h.net.Gaps(h.contract, network.GapOptions{}) {
		if g.Code == code {
			subjects = append(subjects, h.name(t, g.Subject))
		}
	}
	return subjects
}

func (h hub) bridges(t *testing.T) network.Bridges {
	t.Helper()
	b, err := h.net.Bridges(testdb.Context(t), h.contract, nil, network.When{})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (h hub) name(t *testing.T, r network.Ref) string {
	t.Helper()
	ctx := testdb.Context(t)
	switch r.Kind {
	case network.KindAxis:
		return h.Axis.GetX(ctx, r.ID).Code
	case network.KindTheme:
		return h.Theme.GetX(ctx, r.ID).Code
	case network.KindGroup:
		return h.WorkingGroup.GetX(ctx, r.ID).Code
	case network.KindPartner:
		return h.Partner.GetX(ctx, r.ID).Code
	default:
		return fmt.Sprint(r)
	}
}

func TestValenciennes_ConfirmsOnePartnerOnTwoAxesByInferenceAlone(t *testing.T) {
	h := derived(t, "valenciennes")
	if got := h.confirmed(); !slices.Equal(got, []int{0, 1, 1}) {
		t.Errorf("confirmed partners of axes 1, 2, 3: %v", got)
	}
	if got := h.confirmed(lexicon.BasisStated, lexicon.BasisDeclared); !slices.Equal(got, []int{0, 0, 0}) {
		t.Errorf("without inferred claims: %v", got)
	}
}

func TestValenciennes_HasTheGapsThatItsReadersFound(t *testing.T) {
	h := derived(t, "valenciennes")
	for code, want := range map[lexicon.GapCode][]string{
		lexicon.NoConfirmedContributor: {"axe-1"},
		lexicon.OnlyProspective:        {"axe-1"},
		lexicon.SinglePartner:          {"axe-2", "axe-3"},
		lexicon.NoLead:                 {"axe-1", "axe-2", "axe-3"},
		lexicon.GroupWithoutMembers:    {"discriminations"},
		lexicon.Unsourced:              nil,
		lexicon.Contradicted:           nil,
		lexicon.Overlap:                nil,
	} {
		if got := h.gaps(t, code); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", code, got, want)
		}
	}
	latent := h.bridges(t).Latent
	if len(latent) != 1 || *h.Alignment.GetX(testdb.Context(t), latent[0].ID).Code != "vm.83" {
		t.Errorf("latent bridges: %v", latent)
	}
}

func TestValenciennes_FieldsHoldWhatTheirClaimsSay(t *testing.T) {
	c, ctx := loaded(t), testdb.Context(t)
	p := c.Plan.Query().Where(plan.Code("ptlcd")).OnlyX(ctx)
	if written(p.Adopted) != "XXXX" || written(p.Annexed) != "2016-06" || p.Validated != nil {
		t.Errorf(
			"the plan is adopted %s, annexed %s, validated %s", written(p.Adopted), written(p.Annexed),
			written(p.Validated),
		)
	}
	for asOf, want := range map[string]lexicon.Truth{
		"2016-07-01": lexicon.Yes, "2016-06-15": lexicon.Unknown, "2016-05-31": lexicon.No,
	} {
		if got := p.Annexed.ReachedBy(lexicon.MustPartialDate(asOf)); got != want {
			t.Errorf("annexed by %s: %s, want %s", asOf, got, want)
		}
	}
	validated := c.Axis.Query().Where(
		axis.PlanID(p.ID), axis.Priority(true), axis.StatusEQ(lexicon.AxisValidated),
		axis.CodeIn("axe-1", "axe-2", "axe-3"),
	)
	if n := validated.CountX(ctx); n != 3 {
		t.Errorf("%d axes are validated and prior", n)
	}
	if r := c.Criterion.Query().Where(criterion.Code("lieu-de-residence")).OnlyX(ctx); *r.Rank != 20 {
		t.Errorf("the criterion has rank %d", *r.Rank)
	}
	if s := c.Source.Query().Where(source.Code("diagnostic-ifar")).OnlyX(ctx); written(s.Date) != "../2016-06" {
		t.Errorf("the diagnosis is of %s", written(s.Date))
	}
	if s := c.Source.Query().Where(source.Code("plan-territorial")).OnlyX(ctx); s.Date != nil {
		t.Errorf("the document does not write its date, we wrote %s", s.Date)
	}
	open := c.Partner.Query().Where(
		partner.KindEQ(lexicon.Collective), partner.OpenList(true), partner.Not(partner.CodeContains("orme")),
	).CountX(ctx)
	if open != 6 {
		t.Errorf("%d collectives have an open list of members", open)
	}
}

func TestValenciennes_LongFormsFromOtherTextsAreCited(t *testing.T) {
	c, document := loaded(t), plain(seedFile(t, "plan-territorial-valenciennes.txt"))
	for _, code := range []string{"pia", "planir"} {
		p := c.Programme.Query().Where(programme.Code(code)).OnlyX(testdb.Context(t))
		for _, variant := range p.Variants {
			cite := c.Citation.Query().Where(
				citation.HasProgrammeWith(programme.Code(code)), citation.About("variants"),
			).
				WithSource().OnlyX(testdb.Context(t))
			if text(cite.Value) != variant || strings.Contains(document, plain(variant)) {
				t.Errorf("%s: %q is cited as %q", code, variant, text(cite.Value))
			}
			if s := cite.Edges.Source; s.Code == "plan-territorial" || !strings.Contains(
				text(s.Note), "Hors du document",
			) {
				t.Errorf("%s is cited from %s, %q", code, s.Code, text(s.Note))
			}
		}
	}
}

func TestValenciennes_CollectivesHaveTheSectorThatTheirNamesTell(t *testing.T) {
	c := loaded(t)
	for code, want := range map[string]lexicon.Sector{
		"partenaires-etatiques": lexicon.SectorState, "entreprises": lexicon.SectorCompany, "drjscs": lexicon.SectorState,
		"acteurs-contrat-ville": lexicon.SectorUnspecified, "partenaires-contrat-ville": lexicon.SectorUnspecified,
	} {
		if got := c.Partner.Query().Where(partner.Code(code)).OnlyX(testdb.Context(t)).Sector; got != want {
			t.Errorf("%s is %s, want %s", code, got, want)
		}
	}
}

func TestValenciennes_NumbersFromOtherTextsSaySo(t *testing.T) {
	c := loaded(t)
	n := c.Identifier.Query().Where(identifier.Value("245901160")).WithPartner().OnlyX(testdb.Context(t))
	if n.Edges.Partner.Code != "valenciennes-metropole" || n.Verification != lexicon.WellFormed || text(n.Note) == "" {
		t.Errorf("%v of %s", n, n.Edges.Partner.Code)
	}
	if cites := c.Citation.Query().Where(citation.IdentifierIDNotNil()).CountX(testdb.Context(t)); cites != 0 {
		t.Errorf("%d identifiers are cited from a document that has none", cites)
	}
}
