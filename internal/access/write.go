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
	// Verification is that of an identifier, before and after.
	WasVerification, Verification lexicon.Verification
	Fields                        []string // that an update changes
}

// Refusal is what of an act is not the viewer's to do, and the rule, for people:
// in the fields that are named, or as a whole.
type Refusal struct {
	Fields          []string
	French, English string
}

// NotYours refuses the whole.
var NotYours = &Refusal{nil, "Votre compte ne permet pas cette écriture.", "Your account may not write this."}

// Why liaisons are refused.
var (
	othersClaim = &Refusal{nil, "L’enregistrement n’est pas de votre organisation.", "The record is not of your organisation."}
	elsewhere   = &Refusal{nil, "Il n’est d’aucun contrat que votre compte sert.", "It is of no contract that your account serves."}
	othersWord  = &Refusal{nil, "Votre organisation ne l’a pas déclaré : d’autres l’ont dit.", "Your organisation did not declare it: others said so."}
)

// of is a refusal of fields.
func (r Refusal) of(fields ...string) *Refusal {
	r.Fields = fields
	return &r
}

// MayWrite tells whether the viewer may do it.
func (v *Viewer) MayWrite(a Act) bool { return v.Refuses(a) == nil }

// Refuses says what of an act the viewer may not do; nil when they may do it.
//
// Coordinators, and programs that write for a contract, do everything within
// it and keep the directory. Liaisons speak for their own organisation: they
// declare what it does and where it sits, in the contracts that they serve, and
// say on what source. What they declare is at most in discussion until a
// coordinator has validated it.
func (v *Viewer) Refuses(a Act) *Refusal {
	switch {
	case !v.May(lexicon.ScopeWrite):
	case v.system || v.Role == lexicon.Administrator:
		return nil
	case v.Role == lexicon.Coordinator || v.Role == lexicon.Integrator:
		return v.coordinates(a)
	case v.Role == lexicon.Liaison && v.Partner != 0:
		return v.speaks(a)
	}
	return NotYours
}

// allowed is no refusal when the act is allowed, and one of the whole otherwise.
func allowed(may bool) *Refusal {
	if may {
		return nil
	}
	return NotYours
}

func (v *Viewer) coordinates(a Act) *Refusal {
	switch {
	case a.Type == "contract": // made, opened and taken away by administrators
		if a.Operation != lexicon.OperationUpdate || !v.Leads(a.Contract) {
			return NotYours
		}
		if slices.Contains(a.Fields, "public") {
			return Refusal{French: "Seul un administrateur ouvre un contrat au public, ou le ferme.", English: "An administrator alone opens a contract to the public, or closes it."}.of("public")
		}
		return nil
	case a.Contract != 0:
		return allowed(v.Leads(a.Contract))
	case a.Type == "theme": // the reference, by which all contracts compare
		return NotYours
	}
	return allowed(len(v.Serves) > 0)
}

func (v *Viewer) speaks(a Act) *Refusal {
	own := a.Partner == v.Partner
	switch a.Type {
	case "contribution", "membership":
		return v.declares(a)
	case "citation":
		switch {
		case !own:
			return othersClaim
		case !slices.Contains(v.Serves, a.Contract):
			return elsewhere
		case a.Basis != lexicon.BasisDeclared:
			return othersWord
		}
		return nil
	case "partner":
		if !own || a.Operation != lexicon.OperationUpdate {
			return NotYours
		}
		return ofItself(a)
	case "identifier":
		if !own {
			return NotYours
		}
		return verifiedByOthers(a)
	case "source":
		return allowed(a.Operation == lexicon.OperationCreate)
	}
	return NotYours
}

// ownFields are what a liaison says of their own organisation.
var ownFields = []string{"acronym", "description", "aliases"}

// ofItself refuses what an organisation does not say of itself.
func ofItself(a Act) *Refusal {
	others := slices.DeleteFunc(slices.Clone(a.Fields), func(f string) bool { return slices.Contains(ownFields, f) })
	if len(others) == 0 {
		return nil
	}
	return Refusal{French: "De son organisation, un correspondant ne change que « acronym », « description » et « aliases ».",
		English: "Of their own organisation a liaison changes `acronym`, `description` and `aliases` alone."}.of(others...)
}

// verifiedByOthers refuses what would make an organisation's own word about its
// identifier pass for verified: who coordinates verifies.
func verifiedByOthers(a Act) *Refusal {
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

// declares refuses a claim that is, or was, not on the word of the viewer's own
// organisation, in a contract that they serve.
func (v *Viewer) declares(a Act) *Refusal {
	creates, deletes := a.Operation == lexicon.OperationCreate, a.Operation == lexicon.OperationDelete
	switch {
	case a.Partner != v.Partner && (creates || slices.Contains(a.Fields, "partner")):
		return Refusal{French: "Un correspondant ne parle que pour sa propre organisation.", English: "A liaison speaks for their own organisation alone."}.of("partner")
	case a.Partner != v.Partner:
		return othersClaim
	case !slices.Contains(v.Serves, a.Contract):
		return elsewhere
	case !creates && a.WasBasis != lexicon.BasisDeclared:
		return othersWord
	case !deletes && a.Basis != lexicon.BasisDeclared:
		return Refusal{French: "Un correspondant déclare : « basis » est DECLARED.", English: "A liaison declares: `basis` is DECLARED."}.of("basis")
	}
	return settledByOthers(a)
}

// settled are the fields of a claim that say what was decided: who does what,
// where, for how much and since when.
var settled = []string{"partner", "action", "axis", "group", "collective", "role", "amount", "since"}

// settledByOthers refuses a status that does not leave to those who decide what
// is theirs: nobody validates their own engagement, and what was validated is
// not another engagement under the same status.
func settledByOthers(a Act) *Refusal {
	decided := a.WasStatus.Rung() >= lexicon.StatusValidated.Rung()
	exchanged := slices.DeleteFunc(slices.Clone(a.Fields), func(f string) bool { return !slices.Contains(settled, f) })
	switch {
	case a.Operation == lexicon.OperationDelete, a.Status.Rung() <= lexicon.StatusInDiscussion.Rung():
		return nil
	case decided && len(exchanged) > 0:
		return Refusal{French: "Ce qui a été validé ne change pas sous le même statut : remettez-le en discussion, « status » IN_DISCUSSION.",
			English: "What was validated does not change under its status: bring it back into discussion, `status` IN_DISCUSSION."}.of(exchanged...)
	case a.Status == a.WasStatus || decided && a.Status != lexicon.StatusValidated:
		return nil
	}
	return Refusal{French: "Nul ne valide son propre engagement : un correspondant donne MENTIONED, IN_DISCUSSION ou ABANDONED, et la suite après validation par un coordinateur.",
		English: "Nobody validates their own engagement: a liaison gives MENTIONED, IN_DISCUSSION or ABANDONED, and what follows once a coordinator has validated it."}.of("status")
}
