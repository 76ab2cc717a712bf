package lexicon

// Status says how far an engagement has come. The words form one ladder, from StatusMentioned to
// StatusCompleted; StatusAbandoned stands apart from it.
type Status string

// The statuses, in the order of the ladder.
const (
	StatusMentioned    Status = "MENTIONED"
	StatusInDiscussion Status = "IN_DISCUSSION"
	StatusValidated    Status = "VALIDATED"
	StatusCommitted    Status = "COMMITTED"
	StatusActive       Status = "ACTIVE"
	StatusCompleted    Status = "COMPLETED"
	StatusAbandoned    Status = "ABANDONED"
)

var statuses = Vocabulary{"Status", Text{
	"How far an engagement has come, from mentioned to completed. Abandoned is outside this order.",
	"Jusqu’où va un engagement : une échelle, d’évoqué à terminé ; abandonné est à part.",
}, []Term{
	{"MENTIONED", "mentioned", "évoqué", Text{
		"Named as a possibility, by anyone. Prospective.",
		"Cité comme une possibilité, par quiconque. Envisagé.",
	}},
	{"IN_DISCUSSION", "in discussion", "en discussion", Text{
		"Talks are under way. Prospective.",
		"Des discussions ont lieu. Envisagé.",
	}},
	{"VALIDATED", "validated", "validé", Text{
		"Approved by those who decide; nobody is engaged yet. Prospective.",
		"Approuvé par ceux qui décident ; personne n’est encore engagé. Envisagé.",
	}},
	{"COMMITTED", "committed", "engagé", Text{
		"The partner is engaged. Confirmed.",
		"Le partenaire est engagé. Confirmé.",
	}},
	{"ACTIVE", "active", "actif", Text{"It runs. Confirmed.", "C’est en cours. Confirmé."}},
	{"COMPLETED", "completed", "terminé", Text{
		"It ran and is over. Confirmed.",
		"Cela a eu lieu et c’est fini. Confirmé.",
	}},
	{"ABANDONED", "abandoned", "abandonné", Text{
		"Given up: neither confirmed nor prospective.",
		"Laissé de côté : ni confirmé ni envisagé.",
	}},
}}

// Rung returns the status's position on the ladder, from 1 for StatusMentioned to 6 for
// StatusCompleted. It is 0 for StatusAbandoned and for an unknown word, so that the lowest rung of a
// chain is its status.
func (w Status) Rung() int {
	if w == StatusAbandoned {
		return 0
	}
	return statuses.Index(string(w)) + 1
}

// Confirmed reports whether the status counts as a confirmed contribution.
func (w Status) Confirmed() bool { return w.Rung() >= StatusCommitted.Rung() }

// Prospective reports whether the status is on the ladder but not confirmed.
func (w Status) Prospective() bool { return w.Rung() > 0 && !w.Confirmed() }

// Standing is the result of all chains between a partner and an axis.
type Standing string

// The standings, strongest first.
const (
	StandingConfirmed   Standing = "CONFIRMED"
	StandingProspective Standing = "PROSPECTIVE"
	StandingUnknown     Standing = "UNKNOWN"
	StandingAbandoned   Standing = "ABANDONED"
)

var standings = Vocabulary{"Standing", Text{
	"The combined result of all chains of claims between a partner and an axis.",
	"Le résultat de toutes les chaînes entre un partenaire et un axe.",
}, []Term{
	{"CONFIRMED", "confirmed", "confirmé", Text{
		"A confirmed chain certainly holds.",
		"Une chaîne confirmée vaut certainement.",
	}},
	{"PROSPECTIVE", "prospective", "envisagé", Text{
		"A prospective chain certainly holds, but no confirmed one does.",
		"Une chaîne envisagée vaut certainement, et aucune confirmée.",
	}},
	{"UNKNOWN", "unknown", "incertain", Text{
		"A chain may hold, but none certainly does.",
		"Une chaîne vaut peut-être, et aucune certainement.",
	}},
	{"ABANDONED", "abandoned", "abandonné", Text{"Every chain was given up.", "Toutes les chaînes sont abandonnées."}},
}}

// Basis says on whose word a claim rests.
type Basis string

// The bases, strongest first.
const (
	BasisStated   Basis = "STATED"
	BasisDeclared Basis = "DECLARED"
	BasisInferred Basis = "INFERRED"
)

var bases = Vocabulary{"Basis", Text{
	"The origin of a claim: a source, a partner, or an inference.",
	"L’origine d’une affirmation : une source, un partenaire ou une inférence.",
}, []Term{
	{"STATED", "stated", "énoncé", Text{"A source says it.", "Une source le dit."}},
	{"DECLARED", "declared", "déclaratif", Text{
		"The partner says it about itself.",
		"Un partenaire le dit de lui-même.",
	}},
	{"INFERRED", "inferred", "déduit", Text{
		"Inferred from a text or derived by a rule; no source states it.",
		"Inféré d’un texte ou déduit par une règle ; aucune source ne l’énonce.",
	}},
}}

// Role is the part that a partner takes in an action, an axis or a group.
type Role string

// The roles.
const (
	RoleLead        Role = "LEAD"
	RoleCoLead      Role = "CO_LEAD"
	RoleOperator    Role = "OPERATOR"
	RoleDriver      Role = "DRIVER"
	RoleFunder      Role = "FUNDER"
	RoleHost        Role = "HOST"
	RoleTrainer     Role = "TRAINER"
	RoleExpert      Role = "EXPERT"
	RoleParticipant Role = "PARTICIPANT"
	RoleReferrer    Role = "REFERRER"
)

var roles = Vocabulary{"Role", Text{
	"The part that a partner has in an action, an axis or a group.",
	"La part qu’un partenaire prend à une action, à un axe ou à un groupe.",
}, []Term{
	{"LEAD", "lead", "pilote, porteur", Text{"Is responsible for it.", "En est responsable."}},
	{"CO_LEAD", "co-lead", "copilote", Text{
		"Shares the responsibility with another lead.",
		"Partage la responsabilité avec un autre pilote.",
	}},
	{"OPERATOR", "operator", "opérateur", Text{"Carries it out.", "La met en œuvre."}},
	{"DRIVER", "driver", "moteur", Text{
		"Initiates it, without a mandate to lead.",
		"Donne l’élan, sans mandat de pilotage.",
	}},
	{"FUNDER", "funder", "financeur", Text{"Pays for it.", "La paie."}},
	{"HOST", "host", "accueil", Text{
		"Provides the venue or receives people.",
		"Prête le lieu ou accueille les personnes.",
	}},
	{"TRAINER", "trainer", "formateur", Text{"Trains those concerned.", "Forme les personnes concernées."}},
	{"EXPERT", "expert", "prestataire, diagnostic", Text{
		"Brings knowledge, often under contract.",
		"Apporte un savoir, souvent sous contrat.",
	}},
	{"PARTICIPANT", "participant", "participant", Text{
		"Takes part, without a specific role.",
		"Prend part, sans que sa part soit dite.",
	}},
	{"REFERRER", "referrer", "prescripteur", Text{"Refers people to it.", "Y oriente des personnes."}},
}}

// Leads reports whether the role is that of a lead or a co-lead.
func (w Role) Leads() bool { return w == RoleLead || w == RoleCoLead }

// AlignmentKind is how an action relates to an axis.
type AlignmentKind string

// The kinds of alignment. A resemblance is only a suggestion: no rule derives a contribution from it.
const (
	Serves        AlignmentKind = "SERVES"
	ResonatesWith AlignmentKind = "RESONATES_WITH"
	Resembles     AlignmentKind = "RESEMBLES"
)

var alignmentKinds = Vocabulary{"AlignmentKind", Text{
	"How an action relates to an axis.",
	"Le rapport d’une action à un axe.",
}, []Term{
	{"SERVES", "serves", "sert", Text{"The action implements the axis.", "L’action met l’axe en œuvre."}},
	{"RESONATES_WITH", "resonates with", "entre en résonance avec", Text{
		"The action supports the same aim without belonging to the axis.",
		"L’action va dans le même sens sans relever de l’axe.",
	}},
	{"RESEMBLES", "resembles", "ressemble à", Text{
		"A resemblance that somebody noticed and no source states: shown as a suggestion, never counted.",
		"Une parenté que quelqu’un a remarquée et qu’aucune source n’énonce : montrée comme une suggestion, " +
			"jamais comptée.",
	}},
}}

// Rule is the rule by which a contribution of a partner to an axis was derived.
type Rule string

// The rules, most direct first.
const (
	RuleDirect       Rule = "DIRECT"
	RuleByAction     Rule = "BY_ACTION"
	RuleByResonance  Rule = "BY_RESONANCE"
	RuleBySubaction  Rule = "BY_SUBACTION"
	RuleByCollective Rule = "BY_COLLECTIVE"
	RuleByGroup      Rule = "BY_GROUP"
	RuleBySuccession Rule = "BY_SUCCESSION"
)

var rules = Vocabulary{"Rule", Text{
	"How « partner contributes to axis » was derived from claims.",
	"Comment « le partenaire contribue à l’axe » a été déduit des affirmations.",
}, []Term{
	{"DIRECT", "direct", "directe", Text{
		"A claim says that the partner contributes to the axis.",
		"Une affirmation dit que le partenaire contribue à l’axe.",
	}},
	{"BY_ACTION", "by an action", "par une action", Text{
		"The partner contributes to an action that serves the axis.",
		"Le partenaire contribue à une action qui sert l’axe.",
	}},
	{"BY_RESONANCE", "by resonance", "par résonance", Text{
		"The partner contributes to an action that resonates with the axis.",
		"Le partenaire contribue à une action qui entre en résonance avec l’axe.",
	}},
	{"BY_SUBACTION", "by a sub-action", "par une sous-action", Text{
		"The partner contributes to a part of an action that serves, or resonates with, the axis.",
		"Le partenaire contribue à une partie d’une action qui sert l’axe ou entre en résonance avec lui.",
	}},
	{"BY_COLLECTIVE", "by a collective", "par un collectif", Text{
		"The partner belongs to a collective that contributes to the axis.",
		"Le partenaire appartient à un acteur collectif qui contribue à l’axe.",
	}},
	{"BY_GROUP", "by a working group", "par un groupe de travail", Text{
		"The partner is a member of a working group that follows the axis. At most validated: membership confirms " +
			"nothing.",
		"Le partenaire siège dans un groupe de travail qui suit l’axe. Au plus validé : siéger ne confirme rien.",
	}},
	{"BY_SUCCESSION", "by succession", "par succession", Text{
		"From a date on, the partner replaces another contributor to the axis.",
		"Le partenaire succède à un autre qui contribue à l’axe : à partir de cette date, et l’autre plus.",
	}},
}}

// Truth is a three-valued answer. A partial date can leave it open.
type Truth string

// The three answers.
const (
	Yes     Truth = "YES"
	No      Truth = "NO"
	Unknown Truth = "UNKNOWN"
)

var truths = Vocabulary{"Truth", Text{
	"A three-valued answer: yes, no or undetermined.",
	"Une réponse à trois valeurs : oui, non ou indéterminé.",
}, []Term{
	{"YES", "yes", "oui", Text{
		"True on every day that the dates allow.",
		"Vrai chaque jour que les dates permettent.",
	}},
	{"NO", "no", "non", Text{"True on no day that the dates allow.", "Vrai aucun des jours que les dates permettent."}},
	{"UNKNOWN", "unknown", "indéterminé", Text{
		"The dates are not precise enough to decide.",
		"Les dates, telles qu’elles sont écrites, ne permettent pas de trancher.",
	}},
}}

// Stance says whether a source supports or contradicts what it is cited for.
type Stance string

// The stances.
const (
	Supports    Stance = "SUPPORTS"
	Contradicts Stance = "CONTRADICTS"
)

var stances = Vocabulary{"Stance", Text{
	"Whether a source supports or contradicts what it is cited for.",
	"Si une source appuie ou contredit ce pour quoi elle est citée.",
}, []Term{
	{"SUPPORTS", "supports", "appuie", Text{"The source says so.", "La source le dit."}},
	{"CONTRADICTS", "contradicts", "contredit", Text{"The source says otherwise.", "La source dit autre chose."}},
}}
