package access

import (
	"slices"

	"maillage/internal/lexicon"
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
	Fields          []string
	French, English string
}

// NotYours refuses the whole act.
var NotYours = &Refusal{nil, "Votre compte ne permet pas cette écriture.", "Your account may not write this."}

// Reasons for which a liaison's act is refused.
var (
	othersClaim = &Refusal{nil, "L’enregistrement n’est pas de votre organisation.",
		"The record is not of your organisation."}
	elsewhere = &Refusal{nil, "Il n’est d’aucun contrat que votre compte sert.",
		"It is of no contract that your account serves."}
	othersWord = &Refusal{nil, "Votre organisation ne l’a pas déclaré : d’autres l’ont dit.",
		"Your organisation did not declare it: others said so."}
)

// of returns the refusal, limited to the given fields.
func (r Refusal) of(fields ...string) *Refusal {
	r.Fields = fields
	return &r
}

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
			return Refusal{French: "Seul un administrateur ouvre un contrat au public, ou le ferme.",
				English: "An administrator alone opens a contract to the public, or closes it."}.of("public")
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
	return Refusal{French: "De son organisation, un correspondant ne change que « acronym », « description » et « aliases ».",
		English: "Of their own organisation a liaison changes `acronym`, `description` and `aliases` alone."}.of(forbidden...)
}

// refuseSelfVerification refuses a write by which an organisation would verify its own identifier. Only
// coordinators verify.
func refuseSelfVerification(a Act) *Refusal {
	another := slices.DeleteFunc(slices.Clone(a.Fields), func(f string) bool { return f != "scheme" && f != "value" })
	switch {
	case a.Operation == lexicon.OperationDelete, a.Verification != lexicon.Verified:
		return nil
	case a.WasVerification != lexicon.Verified:
		return Refusal{
			French:  "Nul ne vérifie ses propres identifiants : un coordinateur donne « verification » VERIFIED.",
			English: "Nobody verifies their own identifiers: a coordinator gives `verification` VERIFIED.",
		}.of("verification")
	case len(another) > 0:
		return Refusal{
			French:  "Ce numéro a été vérifié : pour le changer, donnez « verification » UNVERIFIED ou WELL_FORMED.",
			English: "This number was verified: to change it, give `verification` UNVERIFIED or WELL_FORMED with it.",
		}.of(another...)
	}
	return nil
}

// refuseDeclaration refuses a claim that is not, or was not, declared by the viewer's own organisation in a
// contract that they serve.
func (v *Viewer) refuseDeclaration(a Act) *Refusal {
	creates, deletes := a.Operation == lexicon.OperationCreate, a.Operation == lexicon.OperationDelete
	switch {
	case a.Partner != v.PartnerID && (creates || slices.Contains(a.Fields, "partner")):
		return Refusal{French: "Un correspondant ne parle que pour sa propre organisation.",
			English: "A liaison speaks for their own organisation alone."}.of("partner")
	case a.Partner != v.PartnerID:
		return othersClaim
	case !slices.Contains(v.ContractIDs, a.Contract):
		return elsewhere
	case !creates && a.WasBasis != lexicon.BasisDeclared:
		return othersWord
	case !deletes && a.Basis != lexicon.BasisDeclared:
		return Refusal{
			French:  "Un correspondant déclare : « basis » est DECLARED.",
			English: "A liaison declares: `basis` is DECLARED.",
		}.of("basis")
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
		return Refusal{French: "Ce qui a été validé ne change pas sous le même statut : remettez-le en discussion, « status » IN_DISCUSSION.",
			English: "What was validated does not change under its status: bring it back into discussion, `status` IN_DISCUSSION."}.of(replaced...)
	case a.Status == a.WasStatus || decided && a.Status != lexicon.StatusValidated:
		return nil
	}
	return Refusal{French: "Nul ne valide son propre engagement : un correspondant donne MENTIONED, IN_DISCUSSION ou ABANDONED, et la suite après validation par un coordinateur.",
		English: "Nobody validates their own engagement: a liaison gives MENTIONED, IN_DISCUSSION or ABANDONED, and what follows once a coordinator has validated it."}.of("status")
}
