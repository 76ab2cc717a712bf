package graph_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"maillage/internal/testhub"
)

// wrongScopes returns the claims and citations whose contract is not that of what they link, computed from all of
// them.
func wrongScopes(t *testing.T, h *testhub.Hub) []string {
	t.Helper()
	computed := map[string]string{
		"contributions": `coalesce((SELECT contract_id FROM actions WHERE id = c.action_id), (SELECT contract_id FROM axes WHERE id = c.axis_id))`,
		"alignments":    `(SELECT contract_id FROM axes WHERE id = c.axis_id)`,
		"memberships":   `(SELECT contract_id FROM working_groups WHERE id = c.group_id)`,
		"citations": `coalesce(c.contract_id, (SELECT contract_id FROM axes WHERE id = c.axis_id), (SELECT contract_id FROM actions WHERE id = c.action_id),
			(SELECT scope_id FROM contributions WHERE id = c.contribution_id), (SELECT scope_id FROM memberships WHERE id = c.membership_id),
			(SELECT contract_id FROM relations WHERE id = c.relation_id), (SELECT scope_id FROM alignments WHERE id = c.alignment_id))`,
	}
	var wrong []string
	for table, contract := range computed {
		found, err := h.Store.Client.QueryContext(
			testhub.Context(t),
			`SELECT c.uid FROM `+table+` c WHERE coalesce(c.scope_id, 0) <> coalesce(`+contract+`, 0)`,
		)
		if err != nil {
			t.Fatal(err)
		}
		for found.Next() {
			var uid string
			if err := found.Scan(&uid); err != nil {
				t.Fatal(err)
			}
			wrong = append(wrong, uid)
		}
		if err := found.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return wrong
}

func TestClaimsAndCitationsBelongToTheContractOfWhatTheyLink(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		random := rand.New(rand.NewPCG(1, 2))
		pick := func(all ...any) any { return all[random.IntN(len(all))] }
		var claims []map[string]string // type and id
		stayed := 0
		for range 150 {
			var mutation string
			var input in
			switch random.IntN(7) {
			case 0:
				mutation, input = "createContribution", in{
					"partner": pick("cpam", "caf"), "action": pick("north/forum", "south/autre"), "role": "LEAD",
					"citations": cited(),
				}
			case 1:
				mutation, input = "createMembership", in{
					"partner": "cpam", pick("group", "collective").(string): pick("copil", "ccas"),
					"citations": cited(),
				}
			case 2:
				mutation, input = "linkRecords", in{
					"kind": "CONCERNS", "subject": pick("cpam", "forum", "south/autre"),
					"object": pick("caf", "north/axe-1"), "contract": pick(nil, "south", "north"), "citations": cited(),
				}
			default:
				if len(claims) == 0 {
					continue
				}
				c := claims[random.IntN(len(claims))]
				mutation, input = "upsert"+c["of"], in{"id": c["id"]}
				switch c["of"] {
				case "Contribution":
					to := pick("action", "axis").(string)
					input["action"], input["axis"] = nil, nil
					input[to] = map[string]any{
						"action": pick("north/forum", "south/autre"), "axis": pick("north/axe-2", "south/axe-1"),
					}[to]
				case "Membership":
					input["group"], input["collective"] = nil, nil
					input[pick("group", "collective").(string)] = pick("copil", "ccas")
				case "Relation":
					input["subject"], input["contract"] = pick(
						"cpam", "north/forum", "south/autre",
					), pick(nil, "south", "north")
				}
				if random.IntN(3) == 0 {
					mutation, input = "createCitation", in{
						"record": c["id"], "source": "report", "locator": fmt.Sprint(random.IntN(100)),
					}
				}
			}
			w := tried(t, h, mutation, input)
			if len(w.UserErrors) == 0 && w.Record != nil && mutation != "createCitation" {
				of := map[string]string{
					"createContribution": "Contribution", "createMembership": "Membership", "linkRecords": "Relation",
				}[mutation]
				if of != "" {
					claims = append(claims, map[string]string{"of": of, "id": w.Record.ID})
				}
			}
			if slices.ContainsFunc(w.UserErrors, func(e userError) bool { return e.Code == "OTHER_CONTRACT" }) {
				stayed++
			}
			if wrong := wrongScopes(t, h); len(wrong) > 0 {
				t.Fatalf("%s %v: of another contract: %v", mutation, input, wrong)
			}
		}
		if stayed == 0 || len(claims) < 10 {
			t.Errorf("%d claims, and %d did not leave their contract: this history tells nothing", len(claims), stayed)
		}
	})
}
