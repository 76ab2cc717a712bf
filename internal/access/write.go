package access

import (
	"slices"

	"maillage/internal/lexicon"
)

// Act is a write of one record, as far as who may do it depends on it.
type Act struct {
	Operation lexicon.ChangeOperation
	Type      string // the prefix of the record's public identifier
	Contract  int    // that it belongs to, by database id; 0 is the directory
	// Partner is the organisation that the record is about: who contributes, sits
	// or is identified, or the partner itself; for a citation, that of its record.
	Partner int
	// Basis and Status are those of a claim, before and after; for a citation the
	// basis is that of its record.
	WasBasis, Basis   lexicon.Basis
	WasStatus, Status lexicon.Status
	Fields            []string // that an update changes
}

// ownFields are what a liaison says of their own organisation.
var ownFields = []string{"acronym", "description", "aliases"}

// MayWrite tells whether the viewer may do it.
//
// Coordinators, and programs that write for a contract, do everything within
// it and keep the directory. Liaisons speak for their own organisation: they
// declare what it does and where it sits, in the contracts that they serve, and
// say on what source. What they declare is at most in discussion until a
// coordinator has validated it.
func (v *Viewer) MayWrite(a Act) bool {
	if !v.May(lexicon.ScopeWrite) {
		return false
	}
	switch {
	case v.system || v.Role == lexicon.Administrator:
		return true
	case v.Role == lexicon.Coordinator || v.Role == lexicon.Integrator:
		return v.coordinates(a)
	case v.Role == lexicon.Liaison:
		return v.Partner != 0 && v.speaks(a)
	}
	return false
}

func (v *Viewer) coordinates(a Act) bool {
	switch {
	case a.Type == "contract": // made, opened and taken away by administrators
		return a.Operation == lexicon.OperationUpdate && v.Leads(a.Contract) && !slices.Contains(a.Fields, "public")
	case a.Contract != 0:
		return v.Leads(a.Contract)
	case a.Type == "theme": // the reference, by which all contracts compare
		return false
	}
	return len(v.Serves) > 0
}

func (v *Viewer) speaks(a Act) bool {
	own := a.Partner == v.Partner
	switch a.Type {
	case "contribution", "membership":
		return own && slices.Contains(v.Serves, a.Contract) && declared(a) && settledByOthers(a)
	case "citation":
		return own && slices.Contains(v.Serves, a.Contract) && a.Basis == lexicon.BasisDeclared
	case "partner":
		return own && a.Operation == lexicon.OperationUpdate && !slices.ContainsFunc(a.Fields, func(f string) bool { return !slices.Contains(ownFields, f) })
	case "identifier":
		return own
	case "source":
		return a.Operation == lexicon.OperationCreate
	}
	return false
}

// declared tells whether a claim is, and was, on the partner's own word.
func declared(a Act) bool {
	return (a.Operation == lexicon.OperationDelete || a.Basis == lexicon.BasisDeclared) &&
		(a.Operation == lexicon.OperationCreate || a.WasBasis == lexicon.BasisDeclared)
}

// settled are the fields of a claim that say what was decided: who does what,
// where, for how much and since when.
var settled = []string{"partner", "action", "axis", "group", "collective", "role", "amount", "since"}

// settledByOthers tells whether a status leaves to those who decide what is
// theirs: nobody validates their own engagement, and what was validated is not
// another engagement under the same status.
func settledByOthers(a Act) bool {
	decided := a.WasStatus.Rung() >= lexicon.StatusValidated.Rung()
	switch {
	case a.Operation == lexicon.OperationDelete, a.Status.Rung() <= lexicon.StatusInDiscussion.Rung():
		return true
	case decided && slices.ContainsFunc(a.Fields, func(f string) bool { return slices.Contains(settled, f) }):
		return false
	}
	return a.Status == a.WasStatus || decided && a.Status != lexicon.StatusValidated
}
