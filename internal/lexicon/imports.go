package lexicon

// ImportState is how far an import has come.
type ImportState string

// The states.
const (
	ImportUploading ImportState = "UPLOADING"
	ImportPlanning  ImportState = "PLANNING"
	ImportPlanned   ImportState = "PLANNED"
	ImportApplying  ImportState = "APPLYING"
	ImportApplied   ImportState = "APPLIED"
	ImportCancelled ImportState = "CANCELLED"
	ImportReverting ImportState = "REVERTING"
	ImportReverted  ImportState = "REVERTED"
	ImportFailed    ImportState = "FAILED"
)

var importStates = Vocabulary{"ImportState", Text{
	"How far an import has come.",
	"Où en est un import.",
}, []Term{
	{"UPLOADING", "uploading", "en cours d’envoi", Text{
		"The file is not complete yet.",
		"Le fichier n’est pas encore complet.",
	}},
	{"PLANNING", "planning", "en préparation", Text{
		"The file is being read and compared with the hub.",
		"Le fichier est lu et comparé au hub.",
	}},
	{"PLANNED", "planned", "prêt", Text{
		"The plan can be read, decided on and applied.",
		"Le plan peut être lu, tranché et appliqué.",
	}},
	{"APPLYING", "applying", "en cours d’application", Text{
		"Its lines are being written.",
		"Ses lignes s’écrivent.",
	}},
	{"APPLIED", "applied", "appliqué", Text{
		"Every line that could be written is written.",
		"Toute ligne qui pouvait être écrite l’est.",
	}},
	{"CANCELLED", "cancelled", "abandonné", Text{
		"Somebody stopped it. What it had written stays, until it is reverted.",
		"Quelqu’un l’a arrêté. Ce qu’il avait écrit reste, jusqu’à ce qu’on l’annule.",
	}},
	{"REVERTING", "reverting", "en cours d’annulation", Text{
		"What it had written is being undone.",
		"Ce qu’il avait écrit est en train d’être défait.",
	}},
	{"REVERTED", "reverted", "annulé", Text{"What it had written is undone.", "Ce qu’il avait écrit est défait."}},
	{"FAILED", "failed", "en échec", Text{
		"The file cannot be read, or the hub failed; `problem` gives the reason.",
		"Le fichier est illisible, ou le hub a échoué ; `problem` en donne la raison.",
	}},
}}

// ImportOutcome is what becomes of one record of a file.
type ImportOutcome string

// The outcomes.
const (
	OutcomeApplied   ImportOutcome = "APPLIED"
	OutcomeUnchanged ImportOutcome = "UNCHANGED"
	OutcomeFlagged   ImportOutcome = "FLAGGED"
	OutcomeWaiting   ImportOutcome = "WAITING"
	OutcomeRefused   ImportOutcome = "REFUSED"
)

var importOutcomes = Vocabulary{"ImportOutcome", Text{
	"What becomes of one record of a file. In a plan, what would.",
	"Ce que devient un enregistrement d’un fichier. Dans un plan, ce qu’il deviendrait.",
}, []Term{
	{"APPLIED", "applied", "appliqué", Text{"It is written as it is.", "Il est écrit tel quel."}},
	{"UNCHANGED", "unchanged", "inchangé", Text{"The hub has it already.", "Le hub l’a déjà."}},
	{"FLAGGED", "flagged", "signalé", Text{
		"It is written, with a note for people to read.",
		"Il est écrit, avec une note que quelqu’un doit lire.",
	}},
	{"WAITING", "waiting", "en attente", Text{
		"It needs a decision, and is not written without one.",
		"Il demande une décision, et n’est pas écrit sans elle.",
	}},
	{"REFUSED", "refused", "refusé", Text{
		"It cannot be written, or somebody left it out.",
		"Il ne peut être écrit, ou quelqu’un l’a laissé de côté.",
	}},
}}

// ImportMatch is how a partner of a file was found in the hub.
type ImportMatch string

// The ways.
const (
	MatchNumber    ImportMatch = "NUMBER"
	MatchNew       ImportMatch = "NEW"
	MatchSuggested ImportMatch = "SUGGESTED"
	MatchAmbiguous ImportMatch = "AMBIGUOUS"
	MatchConflict  ImportMatch = "CONFLICT"
)

var importMatches = Vocabulary{"ImportMatch", Text{
	"How a partner of a file was found in the hub.",
	"Comment un partenaire d’un fichier a été trouvé dans le hub.",
}, []Term{
	{"NUMBER", "by number", "par son numéro", Text{
		"A number of a register is the same on both sides.",
		"Un numéro d’un répertoire est le même des deux côtés.",
	}},
	{"NEW", "new", "nouveau", Text{
		"The hub has no partner like it; one is created.",
		"Le hub n’a pas de partenaire qui lui ressemble ; il en est créé un.",
	}},
	{"SUGGESTED", "suggested", "proposé", Text{
		"One partner has nearly the same name. A person confirms it.",
		"Un partenaire a presque le même nom. Quelqu’un le confirme.",
	}},
	{"AMBIGUOUS", "ambiguous", "ambigu", Text{
		"Several partners may be meant, or one that is not near enough. A person decides.",
		"Plusieurs partenaires conviennent, ou un seul qui n’est pas assez proche. Quelqu’un décide.",
	}},
	{"CONFLICT", "in conflict", "contradictoire", Text{
		"Its number means one partner and its name another. A person decides.",
		"Son numéro désigne un partenaire et son nom un autre. Quelqu’un décide.",
	}},
}}
