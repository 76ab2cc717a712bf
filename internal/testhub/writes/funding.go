package writes

import (
	"fmt"
	"testing"

	"maillage/internal/testhub"
)

// page is a page of records, by their identifiers.
type page struct{ Nodes []struct{ ID string } }

// at returns one of the records of a page.
func at(p page, i int) string { return p.Nodes[i%len(p.Nodes)].ID }

// found are records that money and measures are about.
type found struct{ Partners, Territories, Sources, Actions, Axes page }

// places finds records of a contract, and of the directory.
func places(t testing.TB, h *testhub.Hub, contract string) found {
	t.Helper()
	var answer struct {
		Partners, Territories, Sources page
		Contract                       struct{ Actions, Axes page }
	}
	h.Get(t, &answer, `query ($by: RecordBy!) { partners(first: 5) { nodes { id } }
		territories(first: 2) { nodes { id } } sources(first: 2) { nodes { id } }
		contract(by: $by) { actions(first: 5) { nodes { id } } axes(first: 3) { nodes { id } } } }`,
		Input{"by": Input{"code": contract}})
	return found{answer.Partners, answer.Territories, answer.Sources, answer.Contract.Actions, answer.Contract.Axes}
}

// ManyGrants creates grants with and without amounts, in a contract of the demo and in the directory.
func ManyGrants(t testing.TB, h *testhub.Hub, contract string) {
	t.Helper()
	found := places(t, h, contract)
	grants := make([]Input, 40)
	for i := range grants {
		given := Input{
			"funder": at(found.Partners, i%3), "purpose": fmt.Sprint("Projet ", i%7), "financialYear": 2015 + i%4,
			"agreedOn": fmt.Sprintf("%d-0%d", 2015+i%4, 1+i%9), "recordKey": fmt.Sprintf("key %02d", i),
			"code":              fmt.Sprint("grant-", i),
			"decisionReference": fmt.Sprint("D", i%5), "share": i % 3 * 500_000,
		}
		if i%4 != 0 {
			given["beneficiary"], given["nature"] = at(found.Partners, i), "MONEY"
		}
		switch i % 5 {
		case 0:
			given["amountWithheld"] = true
		case 1: // unknown
		default:
			given["amount"], given["notifiedToEU"] = (i-10)*1_234_567+i, i%2 == 0
		}
		switch i % 6 {
		case 0: // of the directory
		case 1, 2:
			given["action"] = at(found.Actions, i)
		case 3:
			given["axis"] = at(found.Axes, i)
		default:
			given["contract"] = contract
		}
		grants[i] = Input{"createGrant": given}
	}
	Must(t, h, "applyChanges", Input{"changes": grants})
}

// ManyFundingLines creates funding lines of a contract, with and without amounts.
func ManyFundingLines(t testing.TB, h *testhub.Hub, contract string) {
	t.Helper()
	found := places(t, h, contract)
	kinds := []string{"P147", "ORDINARY_LAW", "OTHER"}
	lines := make([]Input, 30)
	for i := range lines {
		given := Input{
			"contract": contract, "funder": at(found.Partners, i%4), "kind": kinds[i%3], "code": fmt.Sprint("line-", i),
			"note": fmt.Sprint("Note ", i%4),
		}
		if i%5 != 0 {
			given["year"] = 2016 + i%3
		}
		for n, amount := range []string{"asked", "voted", "paid"} {
			if (i+n)%4 != 0 {
				given[amount] = i*1_000_003*(3-n) + n
			}
		}
		switch i % 3 {
		case 0:
			given["action"] = at(found.Actions, i)
		case 1:
			given["axis"] = at(found.Axes, i)
		}
		lines[i] = Input{"createFundingLine": given}
	}
	Must(t, h, "applyChanges", Input{"changes": lines})
}

// ManyObservations creates indicators of a contract, and observations with and without values.
func ManyObservations(t testing.TB, h *testhub.Hub, contract string) {
	t.Helper()
	found := places(t, h, contract)
	var changes []Input
	for i := range 6 {
		code := fmt.Sprint("indicator-", i)
		given := Input{
			"contract": contract, "code": code, "name": fmt.Sprint("Indicateur ", i),
			"unit":        []string{"%", "personnes"}[i%2],
			"description": fmt.Sprint("Mesure ", i), "method": "Somme",
			"direction": []string{"RISE", "FALL", "HOLD"}[i%3],
			"baseline":  fmt.Sprintf("%d.25", i), "target": fmt.Sprintf("-%d.5", i),
		}
		switch i % 3 {
		case 0:
			given["action"] = at(found.Actions, i)
		case 1:
			given["axis"] = at(found.Axes, i)
		}
		changes = append(changes, Input{"createIndicator": given})
		for n := range 4 {
			observed := Input{
				"indicator": contract + "/" + code, "period": fmt.Sprint(2016 + n),
				"code": fmt.Sprint("seen-", i, "-", n),
				"note": fmt.Sprint("Note ", n),
			}
			if n%2 == 0 {
				observed["territory"], observed["document"] = at(found.Territories, n/2), at(found.Sources, i)
			}
			if status := []string{"KNOWN", "SECRET", "MISSING", "KNOWN"}[n]; status == "KNOWN" {
				observed["value"] = fmt.Sprintf("%d.%06d", i*n, n*123)
			} else {
				observed["status"] = status
			}
			changes = append(changes, Input{"createObservation": observed})
		}
	}
	Must(t, h, "applyChanges", Input{"changes": changes})
}
