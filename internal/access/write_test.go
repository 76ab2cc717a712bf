package access_test

import (
	"fmt"
	"slices"
	"testing"

	"maillage/internal/access"
	"maillage/internal/lexicon"
	"maillage/internal/record"
)

const (
	served, foreign = 1, 2 // contracts
	own, other      = 7, 8 // organisations
)

var operations = []lexicon.ChangeOperation{lexicon.OperationCreate, lexicon.OperationUpdate, lexicon.OperationDelete}

func viewer(role lexicon.AccountRole, scopes ...lexicon.TokenScope) *access.Viewer {
	return &access.Viewer{Account: "a", Role: role, Scopes: scopes, PartnerID: own, ContractIDs: []int{served}}
}

// contractsOf returns the contracts that a record of a type may belong to; 0 is the directory.
func contractsOf(of *record.Type) []int {
	switch {
	case of.Scope == "":
		return []int{0}
	case of.Scope == "id" ||
		slices.Contains([]string{"plan", "axis", "action", "group", "contribution", "alignment"}, of.Prefix):
		return []int{served, foreign}
	}
	return []int{0, served, foreign}
}

// eachAct visits every combination of type, operation, contract, owner, basis and status.
func eachAct(visit func(a access.Act)) {
	statuses := []lexicon.Status{lexicon.StatusMentioned, lexicon.StatusInDiscussion, lexicon.StatusValidated,
		lexicon.StatusCommitted, lexicon.StatusActive, lexicon.StatusAbandoned}
	for _, of := range record.Types {
		bases, steps := []lexicon.Basis{""}, []lexicon.Status{""}
		if of.Claim || of.Prefix == "citation" {
			bases = []lexicon.Basis{lexicon.BasisStated, lexicon.BasisDeclared, lexicon.BasisInferred}
		}
		if of.Claim {
			steps = statuses
		}
		for _, operation := range operations {
			for _, contract := range contractsOf(of) {
				for _, partner := range []int{own, other, 0} {
					for _, basis := range bases {
						for _, status := range steps {
							visit(access.Act{Operation: operation, Type: of.Prefix, Contract: contract,
								Partner: partner, WasBasis: basis, Basis: basis, WasStatus: status, Status: status})
						}
					}
				}
			}
		}
	}
}

func checkRule(t *testing.T, v *access.Viewer, rule func(access.Act) bool) {
	t.Helper()
	allowed := 0
	eachAct(func(a access.Act) {
		if got, want := v.MayWrite(a), rule(a); got != want {
			t.Errorf("%s may %+v: %v", v.Role, a, got)
		} else if got {
			allowed++
		}
	})
	t.Logf("%s: %d allowed", v.Role, allowed)
}

func TestMayWrite_AdministratorsAndTheHubEverythingThePublicNothing(t *testing.T) {
	checkRule(t, viewer(lexicon.Administrator), func(access.Act) bool { return true })
	checkRule(t, access.System(), func(access.Act) bool { return true })
	checkRule(t, access.Named("load"), func(access.Act) bool { return true })
	checkRule(t, &access.Viewer{}, func(access.Act) bool { return false })
}

func TestMayWrite_TokenWithoutTheScopeNothing(t *testing.T) {
	for _, role := range lexicon.AccountRole("").Values() {
		checkRule(t, viewer(lexicon.AccountRole(role), lexicon.ScopeRead, lexicon.ScopeFeed, lexicon.ScopeContacts),
			func(access.Act) bool { return false })
	}
}

func TestMayWrite_CoordinatorsAndIntegratorsTheirContractsAndTheDirectory(t *testing.T) {
	for _, role := range []lexicon.AccountRole{lexicon.Coordinator, lexicon.Integrator} {
		checkRule(t, viewer(role), func(a access.Act) bool {
			switch {
			case a.Type == "contract":
				return a.Contract == served && a.Operation == lexicon.OperationUpdate
			case a.Type == "theme" && a.Contract == 0:
				return false
			}
			return a.Contract != foreign
		})
		checkRule(t, &access.Viewer{Role: role}, func(access.Act) bool { return false })
		opens := access.Act{Operation: lexicon.OperationUpdate, Type: "contract", Contract: served,
			Fields: []string{"name", "public"}}
		if viewer(role).MayWrite(opens) {
			t.Errorf("%s opens a contract to the public", role)
		}
	}
}

func TestMayWrite_LiaisonsTheirOwnOrganisation(t *testing.T) {
	undecided := []lexicon.Status{lexicon.StatusMentioned, lexicon.StatusInDiscussion, lexicon.StatusAbandoned}
	checkRule(t, viewer(lexicon.Liaison), func(a access.Act) bool {
		switch a.Type {
		case "source":
			return a.Operation == lexicon.OperationCreate
		case "partner":
			return a.Partner == own && a.Operation == lexicon.OperationUpdate
		case "identifier":
			return a.Partner == own
		case "citation":
			return a.Partner == own && a.Contract == served && a.Basis == lexicon.BasisDeclared
		case "contribution", "membership":
			settled := a.Operation == lexicon.OperationCreate && !slices.Contains(undecided, a.Status) &&
				a.Status != a.WasStatus
			return a.Partner == own && a.Contract == served && a.Basis == lexicon.BasisDeclared && !settled
		}
		return false
	})
	checkRule(t, &access.Viewer{Role: lexicon.Liaison, ContractIDs: []int{served}},
		func(access.Act) bool { return false })
}

func TestMayWrite_NobodyValidatesTheirOwnEngagement(t *testing.T) {
	const in, validated, active = lexicon.StatusInDiscussion, lexicon.StatusValidated, lexicon.StatusActive
	for _, c := range []struct {
		was, is lexicon.Status
		fields  string
		may     bool
	}{
		{"", lexicon.StatusMentioned, "", true}, {"", in, "", true}, {"", validated, "", false},
		{"", active, "", false}, {"", lexicon.StatusCompleted, "", false},
		{"", lexicon.StatusAbandoned, "", true}, {in, in, "role", true}, {in, validated, "status", false},
		{in, active, "status", false},
		{validated, active, "status", true}, {active, validated, "status", false},
		{active, lexicon.StatusCompleted, "status", true}, {active, in, "status", true},
		{lexicon.StatusAbandoned, active, "status", false}, {active, active, "note", true},
		{active, active, "role", false}, {validated, active, "action", false},
		{active, active, "amount", false}, {active, in, "role", true}, {active, active, "until", true},
	} {
		a := access.Act{Operation: lexicon.OperationUpdate, Type: "contribution", Contract: served, Partner: own,
			WasBasis: lexicon.BasisDeclared, Basis: lexicon.BasisDeclared, WasStatus: c.was, Status: c.is,
			Fields: []string{c.fields}}
		if c.was == "" {
			a.Operation, a.WasBasis = lexicon.OperationCreate, ""
		}
		if got := viewer(lexicon.Liaison).MayWrite(a); got != c.may {
			t.Errorf("from %q to %s, changing %q: %v", c.was, c.is, c.fields, got)
		}
	}
}

func TestMayWrite_PartnerDoesNotChangeTheBasisOfAClaim(t *testing.T) {
	for _, bases := range [][2]lexicon.Basis{
		{lexicon.BasisStated, lexicon.BasisDeclared}, {lexicon.BasisDeclared, lexicon.BasisStated},
		{lexicon.BasisInferred, lexicon.BasisDeclared},
	} {
		a := access.Act{Operation: lexicon.OperationUpdate, Type: "contribution", Contract: served, Partner: own,
			WasBasis: bases[0], Basis: bases[1], WasStatus: "MENTIONED", Status: "MENTIONED"}
		if viewer(lexicon.Liaison).MayWrite(a) {
			t.Errorf("from %s to %s", bases[0], bases[1])
		}
	}
}

func TestMayWrite_LiaisonChangesOnlyOwnFieldsOfTheirOrganisation(t *testing.T) {
	for _, f := range record.Of("partner").Fields {
		a := access.Act{Operation: lexicon.OperationUpdate, Type: "partner", Partner: own, Fields: []string{f.Name}}
		want := slices.Contains([]string{"acronym", "description", "aliases"}, f.Name)
		if got := viewer(lexicon.Liaison).MayWrite(a); got != want {
			t.Error(fmt.Sprint("partner.", f.Name, ": ", got))
		}
	}
}
