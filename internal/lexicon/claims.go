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

var statuses = Vocabulary{"Status", "How far an engagement has come, from mentioned to completed. Abandoned is outside this order.", []Term{
	{"MENTIONED", "mentioned", "évoqué", "Named as a possibility, by anyone. Prospective."},
	{"IN_DISCUSSION", "in discussion", "en discussion", "Talks are under way. Prospective."},
	{"VALIDATED", "validated", "validé", "Approved by those who decide; nobody is engaged yet. Prospective."},
	{"COMMITTED", "committed", "engagé", "The partner is engaged. Confirmed."},
	{"ACTIVE", "active", "actif", "It runs. Confirmed."},
	{"COMPLETED", "completed", "terminé", "It ran and is over. Confirmed."},
	{"ABANDONED", "abandoned", "abandonné", "Given up: neither confirmed nor prospective."},
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

var standings = Vocabulary{"Standing", "The combined result of all chains of claims between a partner and an axis.", []Term{
	{"CONFIRMED", "confirmed", "confirmé", "A confirmed chain certainly holds."},
	{"PROSPECTIVE", "prospective", "prospectif", "A prospective chain certainly holds, but no confirmed one does."},
	{"UNKNOWN", "unknown", "incertain", "A chain may hold, but none certainly does."},
	{"ABANDONED", "abandoned", "abandonné", "Every chain was given up."},
}}

// Basis says on whose word a claim rests.
type Basis string

// The bases, strongest first.
const (
	BasisStated   Basis = "STATED"
	BasisDeclared Basis = "DECLARED"
	BasisInferred Basis = "INFERRED"
)

var bases = Vocabulary{"Basis", "The origin of a claim: a source, a partner, or an inference.", []Term{
	{"STATED", "stated", "énoncé", "A source says it."},
	{"DECLARED", "declared", "déclaratif", "The partner says it about itself."},
	{"INFERRED", "inferred", "inféré", "Inferred from a text or derived by a rule; no source states it."},
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

var roles = Vocabulary{"Role", "The part that a partner has in an action, an axis or a group.", []Term{
	{"LEAD", "lead", "pilote, porteur", "Is responsible for it."},
	{"CO_LEAD", "co-lead", "copilote", "Shares the responsibility with another lead."},
	{"OPERATOR", "operator", "opérateur", "Carries it out."},
	{"DRIVER", "driver", "moteur", "Initiates it, without a mandate to lead."},
	{"FUNDER", "funder", "financeur", "Pays for it."},
	{"HOST", "host", "accueil", "Provides the venue or receives people."},
	{"TRAINER", "trainer", "formateur", "Trains those concerned."},
	{"EXPERT", "expert", "prestataire, diagnostic", "Brings knowledge, often under contract."},
	{"PARTICIPANT", "participant", "participant", "Takes part, without a specific role."},
	{"REFERRER", "referrer", "prescripteur", "Refers people to it."},
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

var alignmentKinds = Vocabulary{"AlignmentKind", "How an action relates to an axis.", []Term{
	{"SERVES", "serves", "sert", "The action implements the axis."},
	{"RESONATES_WITH", "resonates with", "entre en résonance avec", "The action supports the same aim without belonging to the axis."},
	{"RESEMBLES", "resembles", "ressemble à", "A resemblance that somebody noticed and no source states: shown as a suggestion, never counted."},
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

var rules = Vocabulary{"Rule", "How « partner contributes to axis » was derived from claims.", []Term{
	{"DIRECT", "direct", "directe", "A claim says that the partner contributes to the axis."},
	{"BY_ACTION", "by an action", "par une action", "The partner contributes to an action that serves the axis."},
	{"BY_RESONANCE", "by resonance", "par résonance", "The partner contributes to an action that resonates with the axis."},
	{"BY_SUBACTION", "by a sub-action", "par une sous-action", "The partner contributes to a part of an action that serves, or resonates with, the axis."},
	{"BY_COLLECTIVE", "by a collective", "par un collectif", "The partner belongs to a collective that contributes to the axis."},
	{"BY_GROUP", "by a working group", "par un groupe de travail", "The partner is a member of a working group that follows the axis. At most validated: membership confirms nothing."},
	{"BY_SUCCESSION", "by succession", "par succession",
		"From a date on, the partner replaces another contributor to the axis."},
}}

// Truth is a three-valued answer. A partial date can leave it open.
type Truth string

// The three answers.
const (
	Yes     Truth = "YES"
	No      Truth = "NO"
	Unknown Truth = "UNKNOWN"
)

var truths = Vocabulary{"Truth", "A three-valued answer: yes, no or undetermined.", []Term{
	{"YES", "yes", "oui", "True on every day that the dates allow."},
	{"NO", "no", "non", "True on no day that the dates allow."},
	{"UNKNOWN", "unknown", "indéterminé", "The dates are not precise enough to decide."},
}}

// Stance says whether a source supports or contradicts what it is cited for.
type Stance string

// The stances.
const (
	Supports    Stance = "SUPPORTS"
	Contradicts Stance = "CONTRADICTS"
)

var stances = Vocabulary{"Stance", "Whether a source supports or contradicts what it is cited for.", []Term{
	{"SUPPORTS", "supports", "appuie", "The source says so."},
	{"CONTRADICTS", "contradicts", "contredit", "The source says otherwise."},
}}

// GapCode identifies a kind of gap: something that a contract lacks.
type GapCode string

// The gaps.
const (
	NoConfirmedContributor     GapCode = "NO_CONFIRMED_CONTRIBUTOR"
	OnlyProspective            GapCode = "ONLY_PROSPECTIVE"
	SinglePartner              GapCode = "SINGLE_PARTNER"
	NoLead                     GapCode = "NO_LEAD"
	ThemeWithoutAction         GapCode = "THEME_WITHOUT_ACTION"
	GroupWithoutMembers        GapCode = "GROUP_WITHOUT_MEMBERS"
	StaleEvidence              GapCode = "STALE_EVIDENCE"
	UndatedEvidence            GapCode = "UNDATED_EVIDENCE"
	Contradicted               GapCode = "CONTRADICTED"
	Unsourced                  GapCode = "UNSOURCED"
	PartnerWithoutContribution GapCode = "PARTNER_WITHOUT_CONTRIBUTION"
	Overlap                    GapCode = "OVERLAP"
)

var gapCodes = Vocabulary{"GapCode", "Something that a contract lacks, or that should be checked.", []Term{
	{"NO_CONFIRMED_CONTRIBUTOR", "no confirmed contributor", "aucun contributeur confirmé", "No partner contributes to the axis with a confirmed status."},
	{"ONLY_PROSPECTIVE", "only prospective", "seulement prospectif",
		"Partners are prospective on the axis; none is confirmed."},
	{"SINGLE_PARTNER", "single partner", "un seul partenaire", "One partner alone is confirmed on the axis."},
	{"NO_LEAD", "no lead", "aucun pilote", "Nobody is confirmed to lead the axis itself."},
	{"THEME_WITHOUT_ACTION", "theme without action", "thématique sans action", "No action is about the theme, its sub-themes, or an axis of them."},
	{"GROUP_WITHOUT_MEMBERS", "group without members", "groupe sans membres connus", "The group has no known member."},
	{"STALE_EVIDENCE", "stale evidence", "sources anciennes",
		"Confirmed partners whose own engagement has no dated source that is recent enough."},
	{"UNDATED_EVIDENCE", "undated evidence", "sources sans date",
		"Claims without a beginning rest on a source without a date."},
	{"CONTRADICTED", "contradicted", "contredit",
		"A source contradicts the record and no value is preferred, or the dates of two records never meet."},
	{"UNSOURCED", "unsourced", "sans source", "The claim is marked as stated but cites no source."},
	{"PARTNER_WITHOUT_CONTRIBUTION", "partner without contribution", "partenaire sans contribution",
		"The contract names the organisation; nothing links it to an axis."},
	{"OVERLAP", "overlap", "recouvrement", "Several partners reach the same audience, territory and theme by different actions."},
}}

// Severity says how serious a gap is.
type Severity string

// The severities, most serious first.
const (
	Critical Severity = "CRITICAL"
	Warning  Severity = "WARNING"
	Notice   Severity = "NOTICE"
)

var severities = Vocabulary{"Severity", "How serious a gap is.", []Term{
	{"CRITICAL", "critical", "critique", "The contract does not do what it says until this is fixed."},
	{"WARNING", "warning", "alerte", "Fragile: a single departure or doubt makes it critical."},
	{"NOTICE", "notice", "à regarder", "Should be checked."},
}}

// CandidateReason says why a partner could close a gap.
type CandidateReason string

// The reasons, likeliest first.
const (
	CandidateContributes CandidateReason = "CONTRIBUTES"
	CandidateProspective CandidateReason = "PROSPECTIVE"
	CandidateUnknown     CandidateReason = "UNKNOWN"
	CandidateUsedTo      CandidateReason = "USED_TO"
	CandidateSameTheme   CandidateReason = "SAME_THEME"
)

var candidateReasons = Vocabulary{"CandidateReason", "Why a partner could close a gap.", []Term{
	{"CONTRIBUTES", "contributes here", "contribue ici", "Confirmed on the axis, or on one that the group follows."},
	{"PROSPECTIVE", "prospective here", "prospectif ici", "Prospective on the axis."},
	{"UNKNOWN", "perhaps here", "peut-être ici", "May contribute to the axis: the dates do not decide."},
	{"USED_TO", "used to contribute", "a contribué", "Was confirmed on the axis before the requested day."},
	{"SAME_THEME", "same theme elsewhere", "même thématique ailleurs", "Confirmed on another axis of the same reference theme."},
}}

// MergeReason says why two partners may be the same.
type MergeReason string

// The reasons.
const (
	MergeSameNumber MergeReason = "SAME_NUMBER"
	MergeSameName   MergeReason = "SAME_NAME"
	MergeAlsoCalled MergeReason = "ALSO_CALLED"
)

var mergeReasons = Vocabulary{"MergeReason", "Why two partners may be the same.", []Term{
	{"SAME_NUMBER", "same number", "même numéro", "Both have the same well-formed SIREN, SIRET or RNA number."},
	{"SAME_NAME", "same name", "même nom", "Both have the same name. Case, accents and punctuation do not count."},
	{"ALSO_CALLED", "also called so", "aussi appelé ainsi", "An alias of one is the name of the other."},
}}

// Movement says how a cell of a matrix differs between two moments.
type Movement string

// The movements.
const (
	Gained Movement = "GAINED"
	Lost   Movement = "LOST"
	Moved  Movement = "CHANGED"
)

var movements = Vocabulary{"Movement", "How a cell of a matrix differs between two moments.", []Term{
	{"GAINED", "gained", "apparu", "The partner did not contribute to the axis before."},
	{"LOST", "lost", "disparu", "The partner no longer contributes to the axis."},
	{"CHANGED", "changed", "changé", "The standing, the status or the lead differs."},
}}
