package lexicon

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

var gapCodes = Vocabulary{"GapCode", Text{
	"Something that a contract lacks, or that should be checked.",
	"Ce qui manque à un contrat, ou mérite un regard.",
}, []Term{
	{"NO_CONFIRMED_CONTRIBUTOR", "no confirmed contributor", "aucun contributeur confirmé", Text{
		"No partner contributes to the axis with a confirmed status.",
		"Aucun partenaire ne contribue à l’axe avec un statut confirmé.",
	}},
	{"ONLY_PROSPECTIVE", "only prospective", "seulement envisagé", Text{
		"Partners are prospective on the axis; none is confirmed.",
		"L’axe a des partenaires envisagés ; aucun n’est confirmé.",
	}},
	{"SINGLE_PARTNER", "single partner", "un seul partenaire", Text{
		"One partner alone is confirmed on the axis.",
		"Un seul partenaire est confirmé sur l’axe.",
	}},
	{"NO_LEAD", "no lead", "aucun pilote", Text{
		"Nobody is confirmed to lead the axis itself.",
		"Aucun pilote de l’axe lui-même n’est confirmé.",
	}},
	{"THEME_WITHOUT_ACTION", "theme without action", "thématique sans action", Text{
		"No action is about the theme, its sub-themes, or an axis of them.",
		"Aucune action ne porte sur la thématique, ses sous-thématiques ou un de leurs axes.",
	}},
	{"GROUP_WITHOUT_MEMBERS", "group without members", "groupe sans membres connus", Text{
		"The group has no known member.",
		"On ne connaît personne qui siège dans le groupe.",
	}},
	{"STALE_EVIDENCE", "stale evidence", "sources anciennes", Text{
		"Confirmed partners whose own engagement has no dated source that is recent enough.",
		"Des partenaires confirmés dont l’engagement propre ne repose sur aucune source datée aussi récente que " +
			"demandé.",
	}},
	{"UNDATED_EVIDENCE", "undated evidence", "sources sans date", Text{
		"Claims without a beginning rest on a source without a date.",
		"Des affirmations sans début reposent sur une source sans date.",
	}},
	{"CONTRADICTED", "contradicted", "contredit", Text{
		"A source contradicts the record and no value is preferred, or the dates of two records never meet.",
		"Une source contredit l’enregistrement et aucune valeur n’est préférée, ou les dates de deux " +
			"enregistrements ne se rencontrent jamais.",
	}},
	{"UNSOURCED", "unsourced", "sans source", Text{
		"The claim is marked as stated but cites no source.",
		"L’affirmation est dite énoncée et ne cite aucune source.",
	}},
	{"PARTNER_WITHOUT_CONTRIBUTION", "partner without contribution", "partenaire sans contribution", Text{
		"The contract names the organisation; nothing links it to an axis.",
		"Le contrat nomme l’organisation ; rien ne la relie à un axe.",
	}},
	{"OVERLAP", "overlap", "recouvrement", Text{
		"Several partners reach the same audience, territory and theme by different actions.",
		"Plusieurs partenaires atteignent le même public, le même territoire et la même thématique par des " +
			"actions différentes.",
	}},
}}

// Severity says how serious a gap is.
type Severity string

// The severities, most serious first.
const (
	Critical Severity = "CRITICAL"
	Warning  Severity = "WARNING"
	Notice   Severity = "NOTICE"
)

var severities = Vocabulary{"Severity", Text{"How serious a gap is.", "Le poids d’un manque."}, []Term{
	{"CRITICAL", "critical", "critique", Text{
		"The contract does not do what it says until this is fixed.",
		"Le contrat ne fait pas ce qu’il dit tant que cela n’est pas réparé.",
	}},
	{"WARNING", "warning", "alerte", Text{
		"Fragile: a single departure or doubt makes it critical.",
		"Fragile : à un départ ou à un doute du critique.",
	}},
	{"NOTICE", "notice", "à regarder", Text{"Should be checked.", "Mérite un regard."}},
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

var candidateReasons = Vocabulary{"CandidateReason", Text{
	"Why a partner could close a gap.",
	"Pourquoi un partenaire pourrait combler un manque.",
}, []Term{
	{"CONTRIBUTES", "contributes here", "contribue ici", Text{
		"Confirmed on the axis, or on one that the group follows.",
		"Confirmé sur l’axe, ou sur un axe que suit le groupe.",
	}},
	{"PROSPECTIVE", "prospective here", "envisagé ici", Text{"Prospective on the axis.", "Envisagé sur l’axe."}},
	{"UNKNOWN", "perhaps here", "peut-être ici", Text{
		"May contribute to the axis: the dates do not decide.",
		"Contribue peut-être à l’axe : les dates ne le disent pas.",
	}},
	{"USED_TO", "used to contribute", "a contribué", Text{
		"Was confirmed on the axis before the requested day.",
		"A été confirmé sur l’axe avant le jour demandé.",
	}},
	{"SAME_THEME", "same theme elsewhere", "même thématique ailleurs", Text{
		"Confirmed on another axis of the same reference theme.",
		"Confirmé sur un autre axe de la même thématique de référence.",
	}},
}}

// MergeReason says why two partners may be the same.
type MergeReason string

// The reasons.
const (
	MergeSameNumber MergeReason = "SAME_NUMBER"
	MergeSameName   MergeReason = "SAME_NAME"
	MergeAlsoCalled MergeReason = "ALSO_CALLED"
)

var mergeReasons = Vocabulary{"MergeReason", Text{
	"Why two partners may be the same.",
	"Pourquoi deux partenaires sont peut-être le même.",
}, []Term{
	{"SAME_NUMBER", "same number", "même numéro", Text{
		"Both have the same well-formed SIREN, SIRET or RNA number.",
		"Les deux ont le même numéro SIREN, SIRET ou RNA, bien formé.",
	}},
	{"SAME_NAME", "same name", "même nom", Text{
		"Both have the same name. Case, accents and punctuation do not count.",
		"Les deux ont le même nom. La casse, les accents et la ponctuation ne comptent pas.",
	}},
	{"ALSO_CALLED", "also called so", "aussi appelé ainsi", Text{
		"An alias of one is the name of the other.",
		"Un autre nom de l’un est le nom de l’autre.",
	}},
}}

// Movement says how a cell of a matrix differs between two moments.
type Movement string

// The movements.
const (
	Gained Movement = "GAINED"
	Lost   Movement = "LOST"
	Moved  Movement = "CHANGED"
)

var movements = Vocabulary{"Movement", Text{
	"How a cell of a matrix differs between two moments.",
	"Comment une case de la matrice diffère entre deux moments.",
}, []Term{
	{"GAINED", "gained", "apparu", Text{
		"The partner did not contribute to the axis before.",
		"Rien ne liait le partenaire à l’axe avant.",
	}},
	{"LOST", "lost", "disparu", Text{
		"The partner no longer contributes to the axis.",
		"Rien ne lie plus le partenaire à l’axe.",
	}},
	{"CHANGED", "changed", "changé", Text{
		"The standing, the status or the lead differs.",
		"L’état, le statut ou le pilotage diffère.",
	}},
}}
