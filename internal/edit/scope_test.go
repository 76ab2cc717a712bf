package edit_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"maillage/internal/edit"
	"maillage/internal/lexicon"
	"maillage/internal/testhub/testdb"
	"maillage/internal/testhub/thorough"
)

// wrongScopes returns the claims and citations whose contract is not that of what they link, computed from all of
// them.
func wrongScopes(t *testing.T, d *desk) []string {
	t.Helper()
	computed := map[string]string{
		"contributions": `coalesce((SELECT contract_id FROM actions WHERE id = c.action_id),
			(SELECT contract_id FROM axes WHERE id = c.axis_id))`,
		"alignments":  `(SELECT contract_id FROM axes WHERE id = c.axis_id)`,
		"memberships": `(SELECT contract_id FROM working_groups WHERE id = c.group_id)`,
		"citations": `coalesce(c.contract_id, (SELECT contract_id FROM axes WHERE id = c.axis_id),
			(SELECT contract_id FROM actions WHERE id = c.action_id),
			(SELECT scope_id FROM contributions WHERE id = c.contribution_id),
			(SELECT scope_id FROM memberships WHERE id = c.membership_id),
			(SELECT contract_id FROM relations WHERE id = c.relation_id),
			(SELECT scope_id FROM alignments WHERE id = c.alignment_id))`,
	}
	var wrong []string
	for table, contract := range computed {
		found, err := d.Client.QueryContext(
			testdb.Context(t),
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

// claim is a claim of a random history.
type claim struct{ of, id string }

// randomClaim returns a step that creates a claim.
func randomClaim(pick func(all ...any) any) (string, in) {
	switch pick(0, 1, 2) {
	case 0:
		return "createContribution", in{"partner": pick("cpam", "caf"),
			"action": pick("north/forum", "south/autre"), "role": "LEAD", "citations": cited()}
	case 1:
		group := pick("group", "collective").(string)
		return "createMembership", in{"partner": "cpam", group: pick("copil", "ccas"), "citations": cited()}
	default:
		return "linkRecords", in{"kind": "CONCERNS", "subject": pick("cpam", "forum", "south/autre"),
			"object": pick("caf", "north/axe-1"), "contract": pick(nil, "south", "north"), "citations": cited()}
	}
}

// randomMove returns a step that links a claim to something else, perhaps of another contract.
func randomMove(pick func(all ...any) any, c claim) (string, in) {
	fields := in{"id": c.id}
	switch c.of {
	case "Contribution":
		to := pick("action", "axis").(string)
		fields["action"], fields["axis"] = nil, nil
		fields[to] = map[string]any{
			"action": pick("north/forum", "south/autre"), "axis": pick("north/axe-2", "south/axe-1"),
		}[to]
	case "Membership":
		fields["group"], fields["collective"] = nil, nil
		fields[pick("group", "collective").(string)] = pick("copil", "ccas")
	case "Relation":
		fields["subject"] = pick("cpam", "north/forum", "south/autre")
		fields["contract"] = pick(nil, "south", "north")
	}
	return "upsert" + c.of, fields
}

func TestScope_ClaimsAndCitationsBelongToTheContractOfWhatTheyLink(t *testing.T) {
	eachPair(t, func(t *testing.T, d *desk) {
		random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // a test's choice, the same each time
		pick := func(all ...any) any { return all[random.IntN(len(all))] }
		var claims []claim
		stayed := 0
		for range thorough.Count(60, 150) {
			name, fields := randomClaim(pick)
			if random.IntN(7) > 2 {
				if len(claims) == 0 {
					continue
				}
				c := claims[random.IntN(len(claims))]
				name, fields = randomMove(pick, c)
				if random.IntN(3) == 0 {
					name, fields = "createCitation", in{
						"record": c.id, "source": "report", "locator": fmt.Sprint(random.IntN(100)),
					}
				}
			}
			o := tried(t, d, one(name, fields))
			of := strings.Replace(strings.TrimPrefix(name, "create"), "linkRecords", "Relation", 1)
			if o.Problems == nil && !strings.HasPrefix(name, "upsert") && of != "Citation" {
				claims = append(claims, claim{of, o.Records[0]})
			}
			if slices.ContainsFunc(o.Problems, func(p *edit.Problem) bool { return p.Code == lexicon.UserElsewhere }) {
				stayed++
			}
			if wrong := wrongScopes(t, d); len(wrong) > 0 {
				t.Fatalf("%s %v: of another contract: %v", name, fields, wrong)
			}
		}
		if stayed == 0 || len(claims) < 10 {
			t.Errorf("%d claims, and %d did not leave their contract: this history tells nothing", len(claims), stayed)
		}
	})
}
