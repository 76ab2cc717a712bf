package graph_test

import (
	"slices"
	"testing"
	"time"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

// These tests check the answers about the founding document, through the API, on both databases.

type matrixAnswer struct {
	Contract struct {
		Matrix struct {
			Columns []struct {
				Axis   struct{ Code string }
				Totals struct {
					Partners struct{ Confirmed, Prospective, Unknown int }
				}
			}
			Cells []struct {
				Partner, Axis struct{ Code string }
				Confirmed     bool
				Standing      string
				Status        string
				AxisRoles     []string
				ActionRoles   []string
				LeadsAxis     bool
				Chains        []chainAnswer
			}
		}
	}
}

type chainAnswer struct {
	Rule, Status, Basis, ActionRole string
	Links                           []struct {
		ID       string
		Typename string `json:"__typename"`
		Wording  *string
	}
}

const matrixQuery = `query ($bases: [Basis!], $asOf: PartialDate) {
  contract(by: {code: "valenciennes"}) {
    matrix(filter: {bases: $bases}, asOf: $asOf) {
      columns { axis { code } totals { partners { confirmed prospective unknown } } }
      cells { partner { code } axis { code } confirmed standing status axisRoles actionRoles leadsAxis
        chains { rule status basis actionRole links { id __typename wording } } }
    }
  }
}`

func (m matrixAnswer) confirmed() map[string]int {
	counts := map[string]int{}
	for _, c := range m.Contract.Matrix.Columns {
		counts[c.Axis.Code] = c.Totals.Partners.Confirmed
	}
	return counts
}

func (m matrixAnswer) chains(t *testing.T, partner, axis string) []chainAnswer {
	t.Helper()
	for _, c := range m.Contract.Matrix.Cells {
		if c.Partner.Code == partner && c.Axis.Code == axis {
			return c.Chains
		}
	}
	t.Fatalf("%s has no cell on %s", partner, axis)
	return nil
}

func TestFoundingDocument_HasThreeAxesWithOneOneAndNoConfirmedPartner(t *testing.T) {
	eachReadOnly(t, func(t *testing.T, h *testhub.Hub) {
		for _, c := range []struct {
			what  string
			basis []string
			want  map[string]int
		}{
			{"with inferred claims", nil, map[string]int{"axe-1": 0, "axe-2": 1, "axe-3": 1}},
			{"with stated claims only", []string{"STATED"}, map[string]int{"axe-1": 0, "axe-2": 0, "axe-3": 0}},
			{"with stated and declared claims", []string{"STATED", "DECLARED"}, map[string]int{
				"axe-1": 0, "axe-2": 0, "axe-3": 0,
			}},
		} {
			var m matrixAnswer
			h.Get(t, &m, matrixQuery, map[string]any{"bases": c.basis})
			if got := m.confirmed(); len(got) != 3 || got["axe-1"] != c.want["axe-1"] ||
				got["axe-2"] != c.want["axe-2"] || got["axe-3"] != c.want["axe-3"] {
				t.Errorf("%s: confirmed partners %v, want %v", c.what, got, c.want)
			}
		}
	})
}

func TestFoundingDocument_IsAnsweredForADay(t *testing.T) {
	eachReadOnly(t, func(t *testing.T, h *testhub.Hub) {
		tomorrow := lexicon.DayOf(time.Now().AddDate(0, 0, 2)).String()
		for asOf, want := range map[string][3]string{ // axes 3, 2 and 1
			"2016-07-01": {"CONFIRMED", "CONFIRMED", "PROSPECTIVE"}, "2016-05-31": {}, "2016-06-15": {"UNKNOWN", "UNKNOWN", "UNKNOWN"},
			"1990": {}, "2040": {"UNKNOWN", "UNKNOWN", "UNKNOWN"}, tomorrow: {"UNKNOWN", "UNKNOWN", "UNKNOWN"},
		} {
			var m matrixAnswer
			h.Get(t, &m, matrixQuery, map[string]any{"asOf": asOf})
			got := [3]string{}
			for _, c := range m.Contract.Matrix.Cells {
				place := 3 - int(c.Axis.Code[len(c.Axis.Code)-1]-'0')
				if standings := []string{
					"", "ABANDONED", "UNKNOWN", "PROSPECTIVE", "CONFIRMED",
				}; slices.Index(standings, c.Standing) > slices.Index(standings, got[place]) {
					got[place] = c.Standing
				}
				if c.LeadsAxis {
					t.Errorf("%s is said to lead %s", c.Partner.Code, c.Axis.Code)
				}
			}
			if got != want {
				t.Errorf("as of %s: axes 3, 2 and 1 are %v, want %v", asOf, got, want)
			}
		}
	})
}

func TestFoundingDocument_TodayIsTheDayWhenNoneIsAsked(t *testing.T) {
	eachReadOnly(t, func(t *testing.T, h *testhub.Hub) {
		var answer struct {
			Contract struct {
				Today, Month, Ever struct {
					AsOf   string
					Totals struct {
						Chains struct{ Confirmed, Unknown int }
					}
				}
				Then, Now string
			}
		}
		h.Get(t, &answer, `query ($month: PartialDate) { contract(by: {code: "valenciennes"}) {
			today: matrix { ...M } month: matrix(asOf: $month) { ...M } ever: matrix(asOf: "..") { ...M }
			then: holds(asOf: "2018") now: holds
		} } fragment M on Matrix { asOf totals { chains { confirmed unknown } } }`, map[string]any{
			"month": time.Now().Format("2006-01"),
		})
		c := answer.Contract
		if c.Today.AsOf != time.Now().UTC().Format("2006-01-02") || c.Ever.AsOf != ".." ||
			c.Today.Totals != c.Month.Totals || c.Today.Totals.Chains.Confirmed == 0 {
			t.Errorf("today %+v, this month %+v, ever %+v", c.Today, c.Month, c.Ever)
		}
		if c.Then != "YES" || c.Now != "YES" {
			t.Errorf("in force in 2018: %s, now: %s", c.Then, c.Now)
		}
	})
}

func TestFoundingDocument_ConfirmsTheInsuranceFundByItsActions(t *testing.T) {
	eachReadOnly(t, func(t *testing.T, h *testhub.Hub) {
		var m matrixAnswer
		h.Get(t, &m, matrixQuery, nil)
		chains := m.chains(t, "cpam-hainaut", "axe-3")
		driver := slices.IndexFunc(chains, func(c chainAnswer) bool { return c.ActionRole == "DRIVER" })
		if driver < 0 {
			t.Fatal("no chain has the role DRIVER")
		}
		c := chains[driver]
		if c.Rule != "BY_ACTION" || c.Status != "ACTIVE" || c.Basis != "INFERRED" || *c.Links[0].Wording != "moteur" {
			t.Errorf("the driver's chain is %+v", c)
		}
		var planir struct {
			Action struct {
				Contributions struct {
					Nodes []struct {
						ID      string
						Partner struct{ Code string }
					}
				}
				Programmes []struct{ Code string }
			}
		}
		h.Get(t, &planir, `{ action(by: {code: "valenciennes/planir"}) {
			contributions { nodes { id partner { code } } } programmes { code } } }`, nil)
		claim := planir.Action.Contributions.Nodes[0]
		if claim.Partner.Code != "cpam-hainaut" || planir.Action.Programmes[0].Code != "planir" {
			t.Errorf("PLANIR: %+v", planir)
		}
		if !slices.ContainsFunc(
			chains, func(c chainAnswer) bool { return c.Links[0].ID == claim.ID && c.Status == "ACTIVE" },
		) {
			t.Error("no chain goes through the PLANIR actions")
		}
	})
}

func TestFoundingDocument_ConfirmsTheEmploymentHouseByResonance(t *testing.T) {
	eachReadOnly(t, func(t *testing.T, h *testhub.Hub) {
		var m matrixAnswer
		h.Get(t, &m, matrixQuery, nil)
		chains := m.chains(t, "mde-valenciennois", "axe-2")
		if len(chains) != 1 {
			t.Fatalf("%d chains, want one", len(chains))
		}
		c := chains[0]
		if c.Rule != "BY_RESONANCE" || c.ActionRole != "LEAD" || c.Basis != "INFERRED" ||
			*c.Links[0].Wording != "piloté par" {
			t.Errorf("the chain is %+v", c)
		}
		if part := m.chains(t, "ccas-partenaires", "axe-3")[0]; part.Rule != "BY_SUBACTION" ||
			part.Status != "MENTIONED" || len(part.Links) != 3 {
			t.Errorf("the CCAS take part by a part of an action: %+v", part)
		}
		for _, c := range m.chains(t, "drjscs", "axe-1") {
			if c.Status != "IN_DISCUSSION" {
				t.Errorf("DRJSCS on axis 1 is %s by %s", c.Status, c.Rule)
			}
		}
		for _, cell := range m.Contract.Matrix.Cells {
			if cell.Axis.Code == "axe-1" && cell.Confirmed {
				t.Errorf("%s is confirmed on axis 1", cell.Partner.Code)
			}
		}
	})
}

func TestFoundingDocument_ShowsItsGaps(t *testing.T) {
	eachReadOnly(t, func(t *testing.T, h *testhub.Hub) {
		var answer struct {
			Contract struct {
				Gaps []struct {
					Code, FR, EN string
					Subject      struct{ Code string }
				}
			}
		}
		h.Get(t, &answer, `{ contract(by: {code: "valenciennes"}) { gaps { code fr: message(language: FR) en: message(language: EN)
			subject { ... on Axis { code } ... on WorkingGroup { code } ... on Theme { code } ... on Partner { code } } } } }`, nil)
		has := map[string]bool{}
		for _, g := range answer.Contract.Gaps {
			has[g.Code+" "+g.Subject.Code] = true
			if g.FR == "" || g.EN == "" || g.FR == g.EN {
				t.Errorf("%s: %q, %q", g.Code, g.FR, g.EN)
			}
		}
		for _, want := range []string{
			"NO_CONFIRMED_CONTRIBUTOR axe-1", "ONLY_PROSPECTIVE axe-1", "SINGLE_PARTNER axe-2", "SINGLE_PARTNER axe-3",
			"NO_LEAD axe-1", "NO_LEAD axe-2", "NO_LEAD axe-3", "GROUP_WITHOUT_MEMBERS discriminations",
		} {
			if !has[want] {
				t.Errorf("no gap %s", want)
			}
		}
		for _, wrong := range []string{
			"NO_CONFIRMED_CONTRIBUTOR axe-2", "NO_CONFIRMED_CONTRIBUTOR axe-3", "ONLY_PROSPECTIVE axe-2", "SINGLE_PARTNER axe-1",
		} {
			if has[wrong] {
				t.Errorf("a gap %s", wrong)
			}
		}
	})
}

func TestFoundingDocument_KnowsWhenThePlanWasAnnexed(t *testing.T) {
	eachReadOnly(t, func(t *testing.T, h *testhub.Hub) {
		for asOf, want := range map[string]string{"2016-07-01": "YES", "2016-05-31": "NO", "2016-06-15": "UNKNOWN"} {
			var answer struct {
				Plan struct{ Annexed, IsAnnexed string }
			}
			h.Get(t, &answer, `query ($asOf: PartialDate!) { plan(by: {code: "valenciennes/ptlcd"}) { annexed isAnnexed(asOf: $asOf) } }`,
				map[string]any{"asOf": asOf})
			if answer.Plan.Annexed != "2016-06" || answer.Plan.IsAnnexed != want {
				t.Errorf("as of %s: %+v, want %s", asOf, answer.Plan, want)
			}
		}
	})
}

func TestFoundingDocument_SuggestsItsOneLatentBridgeAndCountsItNowhere(t *testing.T) {
	eachReadOnly(t, func(t *testing.T, h *testhub.Hub) {
		var answer struct {
			Contract struct {
				Bridges struct {
					Latent []struct {
						ID, Basis    string
						Action, Axis struct{ Code string }
					}
				}
			}
		}
		h.Get(
			t, &answer,
			`{ contract(by: {code: "valenciennes"}) { bridges { latent { id basis action { code } axis { code } } } } }`,
			nil,
		)
		latent := answer.Contract.Bridges.Latent
		if len(latent) != 1 || latent[0].Action.Code != "formation-ccas" || latent[0].Axis.Code != "axe-1" ||
			latent[0].Basis != "INFERRED" {
			t.Fatalf("latent bridges: %+v", latent)
		}
		var m matrixAnswer
		h.Get(t, &m, matrixQuery, nil)
		for _, cell := range m.Contract.Matrix.Cells {
			for _, c := range cell.Chains {
				for _, l := range c.Links {
					if l.ID == latent[0].ID {
						t.Errorf("the suggestion counts: %s on %s", cell.Partner.Code, cell.Axis.Code)
					}
				}
			}
		}
	})
}

func TestFoundingDocument_GivesItsEvidenceForEveryLink(t *testing.T) {
	eachReadOnly(t, func(t *testing.T, h *testhub.Hub) {
		var answer struct {
			Contract struct {
				Matrix struct {
					Cells []struct {
						Chains []struct {
							Links []struct {
								ID        string
								Citations struct {
									Nodes []struct {
										Locator string
										Quote   *string
										Basis   string
										Source  struct{ Name string }
									}
								}
							}
						}
					}
				}
			}
		}
		h.Get(t, &answer, `{ contract(by: {code: "valenciennes"}) { matrix { cells { chains { links { id
			citations { nodes { locator quote basis source { name } } } } } } } } }`, nil)
		links := 0
		for _, cell := range answer.Contract.Matrix.Cells {
			for _, chain := range cell.Chains {
				for _, link := range chain.Links {
					links++
					if len(link.Citations.Nodes) == 0 {
						t.Errorf("%s has no citation", link.ID)
					}
					for _, c := range link.Citations.Nodes {
						if c.Locator == "" || c.Source.Name == "" || c.Basis == "STATED" && c.Quote == nil {
							t.Errorf("%s: %+v", link.ID, c)
						}
					}
				}
			}
		}
		if links == 0 {
			t.Error("no link was looked at")
		}
	})
}

func TestFoundingDocument_PeersSectorsAndThemesAreThoseOfItsWords(t *testing.T) {
	eachReadOnly(t, func(t *testing.T, h *testhub.Hub) {
		var got struct {
			CPAM struct {
				Peers struct {
					Nodes []struct{ Partner struct{ Code string } }
				}
			}
			State, Companies struct{ Sector string }
			Axis             struct{ InferredThemes []struct{ Code string } }
		}
		h.Get(t, &got, `{
			cpam: partner(by: {code: "cpam-hainaut"}) { peers { nodes { partner { code } } } }
			state: partner(by: {code: "partenaires-etatiques"}) { sector }
			companies: partner(by: {code: "entreprises"}) { sector }
			axis(by: {code: "valenciennes/axe-1"}) { inferredThemes { code } }
		}`, nil)
		var peers []string
		for _, p := range got.CPAM.Peers.Nodes {
			peers = append(peers, p.Partner.Code)
		}
		if !slices.Contains(peers, "ccas-partenaires") {
			t.Errorf("the peers of the insurance fund are %v", peers)
		}
		if got.State.Sector != "STATE" || got.Companies.Sector != "COMPANY" {
			t.Errorf("sectors %+v %+v", got.State, got.Companies)
		}
		if themes := got.Axis.InferredThemes; len(themes) != 1 || themes[0].Code != "logement" {
			t.Errorf("axis 1 concerns %+v", themes)
		}
	})
}
