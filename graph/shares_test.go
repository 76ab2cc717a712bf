package graph_test

import (
	"testing"

	"maillage/internal/testhub"
)

// The actions and the amount of a cell are those of its chains.
func TestShares_AreThoseOfTheChains(t *testing.T) {
	eachReadOnly(t, func(t *testing.T, h *testhub.Hub) {
		var answer struct {
			Contract struct {
				Matrix struct {
					Cells []struct {
						ActionRoles   []string
						ActionsByRole []struct {
							Role    string
							Actions []struct{ Code string }
						}
						Amounts int
						Amount  *int64
					}
				}
			}
		}
		h.Get(t, &answer, `{ contract(by: {code: "val-d-orme"}) { matrix(filter: {territories: ["orme-glacis"]}) { cells {
			actionRoles actionsByRole { role actions { code } } amounts amount } } } }`, nil)
		told := 0
		for _, c := range answer.Contract.Matrix.Cells {
			var roles []string
			for _, r := range c.ActionsByRole {
				roles = append(roles, r.Role)
				if len(r.Actions) == 0 {
					t.Errorf("no action for %s", r.Role)
				}
			}
			if len(roles) != len(c.ActionRoles) {
				t.Errorf("roles in actions are %v, and by action %v", c.ActionRoles, roles)
			}
			if (c.Amounts > 0) != (c.Amount != nil) {
				t.Errorf("%d amounts, of %v", c.Amounts, c.Amount)
			}
			told += c.Amounts
		}
		if told == 0 {
			t.Error("no cell tells an amount")
		}
	})
}
