package access

import (
	"slices"

	"maillage/internal/lexicon"
	"maillage/internal/message"
)

// Act is a write of one record, with the properties that decide whether it is allowed.
type Act struct {
	Operation lexicon.ChangeOperation
	Type      string // the prefix of the record's public identifier
	Contract  int    // the record's contract, by database id; 0 is the directory
	// Partner is the organisation that the record is about: who contributes, is a member or is
	// identified, or the partner itself. For a citation, it is the partner of the cited record.
	Partner int
	// Basis and Status are those of a claim, before and after the write. For a citation, the basis is
	// that of the cited record.
	WasBasis, Basis   lexicon.Basis
	WasStatus, Status lexicon.Status
	// Verification is that of an identifier, before and after the write.
	WasVerification, Verification lexicon.Verification
	Fields                        []string // the fields that an update changes
}

// Refusal tells people which part of an act the viewer may not do, and the rule behind it. It concerns
// the given fields, or the whole act when there are none.
type Refusal struct {
	Fields   []string
	Sentence message.Sentence
}

// NotYours refuses the whole act.
var NotYours = &Refusal{nil, message.WriteForbidden}

// Reasons for which a liaison's act is refused.
var (
	othersClaim = &Refusal{nil, message.NotYourPartner}
	elsewhere   = &Refusal{nil, message.NotYourContract}
	othersWord  = &Refusal{nil, message.NotDeclaredByYou}
)

// MayWrite reports whether the viewer may do the act.
func (v *Viewer) MayWrite(a Act) bool { return v.Refuses(a) == nil }

// Refuses returns why the viewer may not do the act, or nil when they may.
//
// Coordinators, and programs that write for a contract, may write everything within it, and the
// directory. Liaisons write for their own organisation, in the contracts that they serve. They declare
// what it does and which groups it sits in, and cite their sources. What they declare is at most in
// discussion until a coordinator has validated it.
func (v *Viewer) Refuses(a Act) *Refusal {
	switch {
	case !v.HasScope(lexicon.ScopeWrite):
	case v.system || v.Role == lexicon.Administrator:
		return nil
	case v.Role == lexicon.Coordinator || v.Role == lexicon.Integrator:
		return v.refuseToCoordinator(a)
	case v.Role == lexicon.Liaison && v.PartnerID != 0:
		return v.refuseToLiaison(a)
	}
	return NotYours
}

// allowed returns nil when the act is allowed, and otherwise a refusal of the whole act.
func allowed(may bool) *Refusal {
	if may {
		return nil
	}
	return NotYours
}

func (v *Viewer) refuseToCoordinator(a Act) *Refusal {
	switch {
	case a.Type == "contract": // administrators create, publish and delete contracts
		if a.Operation != lexicon.OperationUpdate || !v.Coordinates(a.Contract) {
			return NotYours
		}
		if slices.Contains(a.Fields, "public") {
			return &Refusal{[]string{"public"}, message.AdministratorPublishes}
		}
		return nil
	case a.Contract != 0:
		return allowed(v.Coordinates(a.Contract))
	case a.Type == "theme": // the reference themes, by which all contracts are compared
		return NotYours
	}
	return allowed(len(v.ContractIDs) > 0)
}

func (v *Viewer) refuseToLiaison(a Act) *Refusal {
	own := a.Partner == v.PartnerID
	switch a.Type {
	case "contribution", "membership":
		return v.refuseDeclaration(a)
	case "citation":
		switch {
		case !own:
			return othersClaim
		case !slices.Contains(v.ContractIDs, a.Contract):
			return elsewhere
		case a.Basis != lexicon.BasisDeclared:
			return othersWord
		}
		return nil
	case "partner":
		if !own || a.Operation != lexicon.OperationUpdate {
			return NotYours
		}
		return refuseOtherFields(a)
	case "identifier":
		if !own {
			return NotYours
		}
		return refuseSelfVerification(a)
	case "source":
		return allowed(a.Operation == lexicon.OperationCreate)
	}
	return NotYours
}

// ownFields are the fields of their own organisation that a liaison may change.
var ownFields = []string{"acronym", "description", "aliases"}

// refuseOtherFields refuses changes of fields that a liaison may not change on their own organisation.
func refuseOtherFields(a Act) *Refusal {
	forbidden := slices.DeleteFunc(slices.Clone(a.Fields), func(f string) bool { return slices.Contains(ownFields, f) })
	if len(forbidden) == 0 {
		return nil
	}
	return &Refusal{forbidden, message.LiaisonFields}
}

// refuseSelfVerification refuses a write by which an organisation would verify its own identifier. Only
// coordinators verify.
func refuseSelfVerification(a Act) *Refusal {
	another := slices.DeleteFunc(slices.Clone(a.Fields), func(f string) bool { return f != "scheme" && f != "value" })
	switch {
	case a.Operation == lexicon.OperationDelete, a.Verification != lexicon.Verified:
		return nil
	case a.WasVerification != lexicon.Verified:
		return &Refusal{[]string{"verification"}, message.VerifiedByOthers}
	case len(another) > 0:
		return &Refusal{another, message.VerifiedNumber}
	}
	return nil
}

// refuseDeclaration refuses a claim that is not, or was not, declared by the viewer's own organisation in a
// contract that they serve.
func (v *Viewer) refuseDeclaration(a Act) *Refusal {
	creates, deletes := a.Operation == lexicon.OperationCreate, a.Operation == lexicon.OperationDelete
	switch {
	case a.Partner != v.PartnerID && (creates || slices.Contains(a.Fields, "partner")):
		return &Refusal{[]string{"partner"}, message.OwnOrganisationOnly}
	case a.Partner != v.PartnerID:
		return othersClaim
	case !slices.Contains(v.ContractIDs, a.Contract):
		return elsewhere
	case !creates && a.WasBasis != lexicon.BasisDeclared:
		return othersWord
	case !deletes && a.Basis != lexicon.BasisDeclared:
		return &Refusal{[]string{"basis"}, message.DeclaredOnly}
	}
	return refuseSelfValidation(a)
}

// validatedFields are the fields of a claim that a coordinator validates: who does what, where, for how much
// and since when.
var validatedFields = []string{"partner", "action", "axis", "group", "collective", "role", "amount", "since"}

// refuseSelfValidation refuses a liaison's change that only a coordinator may decide. Nobody validates
// their own engagement, and a validated claim cannot be turned into another one under the same status.
func refuseSelfValidation(a Act) *Refusal {
	decided := a.WasStatus.Rung() >= lexicon.StatusValidated.Rung()
	replaced := slices.DeleteFunc(slices.Clone(a.Fields),
		func(f string) bool { return !slices.Contains(validatedFields, f) })
	switch {
	case a.Operation == lexicon.OperationDelete, a.Status.Rung() <= lexicon.StatusInDiscussion.Rung():
		return nil
	case decided && len(replaced) > 0:
		return &Refusal{replaced, message.ValidatedClaim}
	case a.Status == a.WasStatus || decided && a.Status != lexicon.StatusValidated:
		return nil
	}
	return &Refusal{[]string{"status"}, message.ValidatedByOthers}
}
