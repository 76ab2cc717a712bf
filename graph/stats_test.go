package graph_test

import (
	"fmt"
	"strings"
	"testing"

	"maillage/internal/testhub"
)

// The row of a group must equal the numbers in the matrix of that group.
func TestStats_AreTheMatrixInNumbers(t *testing.T) {
	eachReadOnly(t, func(t *testing.T, h *testhub.Hub) {
		type totals = map[string]any
		var answer struct {
			Stats struct {
				RowCount int
				Rows     []struct {
					Theme  record
					Counts totals
				}
				Total totals
			}
			Matrix struct {
				Groups []struct {
					Theme  record
					Totals totals
				}
				Totals totals
			}
		}
		numbers := `{ partners { confirmed prospective unknown } axes { confirmed prospective unknown } chains { confirmed prospective abandoned unknown } }`
		h.Get(t, &answer, `{ stats: contributionStats(groupBy: [THEME], asOf: "2022") { rowCount rows { theme { code } counts `+numbers+` } total `+numbers+` }
			matrix(asOf: "2022") { groups { theme { code } totals `+numbers+` } totals `+numbers+` } }`, nil)
		if fmt.Sprint(answer.Stats.Total) != fmt.Sprint(answer.Matrix.Totals) || answer.Stats.RowCount < 5 {
			t.Errorf("in all %v, the matrix says %v", answer.Stats.Total, answer.Matrix.Totals)
		}
		of := map[string]totals{}
		for _, g := range answer.Matrix.Groups {
			of[g.Theme.At("code")] = g.Totals
		}
		for _, r := range answer.Stats.Rows {
			if fmt.Sprint(r.Counts) != fmt.Sprint(of[r.Theme.At("code")]) {
				t.Errorf("%s: %v, the matrix says %v", r.Theme.At("code"), r.Counts, of[r.Theme.At("code")])
			}
		}
	})
}

func TestStats_RefuseWhatTheyCannotCount(t *testing.T) {
	eachReadOnly(t, func(t *testing.T, h *testhub.Hub) {
		for arguments, argument := range map[string]string{
			`groupBy: []`: "[groupBy]", `groupBy: [ACTION_ROLE, ACTION_ROLE]`: "[groupBy 1]", `groupBy: [ACTION_ROLE, RULE, BASIS, STATUS, AXIS]`: "[groupBy]",
			`groupBy: [ACTION_ROLE], first: 0`: "[first]", `groupBy: [ACTION_ROLE], first: 1001`: "[first]", `groupBy: [ACTION_ROLE], filter: {themes: ["nowhere"]}`: "[filter themes 0]",
		} {
			answer := h.Ask(t, `{ contributionStats(`+arguments+`) { rowCount } }`, nil)
			if len(answer.Errors) != 1 || !strings.Contains(string(answer.Body), argumentJSON(argument)) {
				t.Errorf("%s: %s", arguments, answer.Body)
			}
		}
		var answer struct {
			ContributionStats struct {
				RowCount int
				Rows     []record
				Total    struct{ Claims, Amounts int }
			}
		}
		h.Get(
			t, &answer,
			`{ contributionStats(groupBy: [PARTNER], first: 3) { rowCount rows { partner { code } } total { claims amounts } } }`,
			nil,
		)
		if s := answer.ContributionStats; len(s.Rows) != 3 || s.RowCount <= 3 || s.Total.Amounts == 0 ||
			s.Total.Amounts > s.Total.Claims {
			t.Errorf("%+v", s)
		}
	})
}
