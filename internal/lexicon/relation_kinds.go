package lexicon

// RelationKind is the verb of a relation, read subject, kind, object.
type RelationKind string

// The kinds of relation. PartOf between actions, Follows between a group and an axis, and Succeeds
// between partners are links of derived contributions.
const (
	PartOf            RelationKind = "PART_OF"
	Follows           RelationKind = "FOLLOWS"
	Concerns          RelationKind = "CONCERNS"
	Targets           RelationKind = "TARGETS"
	Covers            RelationKind = "COVERS"
	Benefits          RelationKind = "BENEFITS"
	UnderProgramme    RelationKind = "UNDER_PROGRAMME"
	LaureateOf        RelationKind = "LAUREATE_OF"
	AtStakeIn         RelationKind = "AT_STAKE_IN"
	Leads             RelationKind = "LEADS"
	Commissioned      RelationKind = "COMMISSIONED"
	Established       RelationKind = "ESTABLISHED"
	Prioritises       RelationKind = "PRIORITISES"
	ActsFor           RelationKind = "ACTS_FOR"
	HasObjective      RelationKind = "HAS_OBJECTIVE"
	Implements        RelationKind = "IMPLEMENTS"
	MobilisesPartner  RelationKind = "MOBILISES"
	FormalisesViewsOf RelationKind = "FORMALISES_ORIENTATIONS_OF"
	FollowsFrom       RelationKind = "FOLLOWS_FROM"
	DerivesFrom       RelationKind = "DERIVES_FROM"
	ArticulatedWith   RelationKind = "ARTICULATED_WITH"
	ResultsIn         RelationKind = "RESULTS_IN"
	RespondsTo        RelationKind = "RESPONDS_TO"
	MotivatedBy       RelationKind = "MOTIVATED_BY"
	Raised            RelationKind = "RAISED"
	ExpectedEffect    RelationKind = "EXPECTED_EFFECT"
	PaysAttentionTo   RelationKind = "PAYS_ATTENTION_TO"
	Fights            RelationKind = "FIGHTS"
	ListedIn          RelationKind = "LISTED_IN"
	WithinRemitOf     RelationKind = "WITHIN_REMIT_OF"
	Succeeds          RelationKind = "SUCCEEDS"
)

var relationKinds = Vocabulary{"RelationKind", Text{
	"The verb of a relation, read subject – kind – object.",
	"Le verbe d’une relation, lue sujet – verbe – objet.",
}, []Term{
	{"PART_OF", "is part of", "fait partie de", Text{
		"An action within an action, an audience within an audience, a territory within a territory.",
		"Une action dans une action, un public dans un public, un territoire dans un territoire.",
	}},
	{"FOLLOWS", "follows", "suit", Text{"A working group follows an axis.", "Un groupe de travail suit un axe."}},
	{"CONCERNS", "concerns", "porte sur", Text{
		"An action, axis or objective is about a theme or a criterion.",
		"Une action, un axe ou un objectif porte sur une thématique ou un critère.",
	}},
	{"TARGETS", "targets", "vise le public", Text{
		"An action or axis is meant for an audience.",
		"Une action ou un axe s’adresse à un public.",
	}},
	{"COVERS", "covers", "cible le territoire", Text{
		"An action is meant for a territory.",
		"Une action s’adresse à un territoire.",
	}},
	{"BENEFITS", "benefits", "bénéficie à", Text{
		"An objective is for an audience.",
		"Un objectif profite à un public.",
	}},
	{"UNDER_PROGRAMME", "comes from the programme", "issu du dispositif", Text{
		"An action comes from a programme.",
		"Une action vient d’un dispositif.",
	}},
	{"LAUREATE_OF", "was selected by", "lauréat de", Text{
		"An action was selected by a programme.",
		"Une action a été retenue par un dispositif.",
	}},
	{"AT_STAKE_IN", "is at stake in", "enjeu de", Text{
		"An action matters to a programme.",
		"Une action compte pour un dispositif.",
	}},
	{"LEADS", "leads", "pilote", Text{"A partner leads a plan.", "Un partenaire pilote un plan."}},
	{"COMMISSIONED", "commissioned", "commanditaire de", Text{
		"A partner ordered a document.",
		"Un partenaire a commandé un document.",
	}},
	{"ESTABLISHED", "established", "a établi", Text{
		"A partner wrote a document.",
		"Un partenaire a rédigé un document.",
	}},
	{"PRIORITISES", "gives priority to", "a pour priorité", Text{
		"A partner makes an action a priority.",
		"Un partenaire fait d’une action une priorité.",
	}},
	{"ACTS_FOR", "acts for", "agit pour", Text{
		"A partner works for a policy.",
		"Un partenaire agit pour une politique.",
	}},
	{"HAS_OBJECTIVE", "has the objective", "a pour objectif", Text{
		"A plan or policy pursues an objective.",
		"Un plan ou une politique poursuit un objectif.",
	}},
	{"IMPLEMENTS", "implements", "met en œuvre", Text{
		"A plan puts an approach into practice.",
		"Un plan met une démarche en pratique.",
	}},
	{"MOBILISES", "calls on", "mobilise", Text{
		"A plan needs a partner’s mobilisation.",
		"Un plan a besoin qu’un partenaire se mobilise.",
	}},
	{"FORMALISES_ORIENTATIONS_OF", "formalises the orientations of", "formalise les orientations de", Text{
		"A plan writes down what a partner wants.",
		"Un plan met par écrit ce que veut un partenaire.",
	}},
	{"FOLLOWS_FROM", "follows from", "fait suite à", Text{
		"A plan comes after a document.",
		"Un plan vient après un document.",
	}},
	{"DERIVES_FROM", "derives from", "issu de", Text{
		"An orientation comes from a reform.",
		"Une orientation vient d’une réforme.",
	}},
	{"ARTICULATED_WITH", "is articulated with", "s’articule avec", Text{
		"Two policies are tied together.",
		"Deux politiques sont liées.",
	}},
	{"RESULTS_IN", "results in", "se traduit par", Text{
		"A policy takes the shape of a plan.",
		"Une politique prend la forme d’un plan.",
	}},
	{"RESPONDS_TO", "responds to", "répond à", Text{
		"An action answers what a group raised.",
		"Une action répond à ce qu’un groupe a soulevé.",
	}},
	{"MOTIVATED_BY", "is motivated by", "motivé par", Text{
		"An action answers a finding.",
		"Une action répond à un constat.",
	}},
	{"RAISED", "raised", "a soulevé", Text{
		"A working group raised a subject.",
		"Un groupe de travail a soulevé un sujet.",
	}},
	{"EXPECTED_EFFECT", "is expected to", "effet attendu", Text{
		"What an action or axis should bring about.",
		"Ce qu’une action ou un axe devrait produire.",
	}},
	{"PAYS_ATTENTION_TO", "pays attention to", "porte attention à", Text{
		"What an action takes care of besides its purpose.",
		"Ce dont une action prend soin en plus de son but.",
	}},
	{"FIGHTS", "fights", "lutte contre", Text{"What a plan works against.", "Ce contre quoi un plan agit."}},
	{"LISTED_IN", "is listed in", "figure dans", Text{
		"A criterion is part of a list, such as a law’s.",
		"Un critère fait partie d’une liste, comme celle d’une loi.",
	}},
	{"WITHIN_REMIT_OF", "has the remit of", "a pour ressort", Text{
		"The area for which a partner is competent.",
		"Le territoire pour lequel un partenaire est compétent.",
	}},
	{"SUCCEEDS", "succeeds", "succède à", Text{
		"A partner takes the place of another, from the date of the claim.",
		"Un partenaire prend la place d’un autre, à partir de la date de l’affirmation.",
	}},
}}
