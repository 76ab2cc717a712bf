package lexicon

// Verb is the verb of a claim, in the forms that its sentences need. The French forms agree with no
// gender, because a partner's gender is not recorded.
type Verb struct {
	french  forms
	english forms
	// expected is set for a verb of something expected: it is in the present tense, though no one is
	// engaged.
	expected bool
}

// forms are the forms of a verb in a language: present, infinitive, past, and a form for
// possibilities. That form is the conditional in French and the gerund in English.
type forms struct{ is, infinitive, was, may string }

// tense is the tense and mood of a claim's sentence.
type tense int

const (
	present tense = iota
	past
	future    // it has not begun
	mentioned // as a possibility
	discussed
	planned // validated, and nobody is engaged yet
	wasMentioned
	wasDiscussed
	wasPlanned // validated and over, or abandoned
)

// beforeInfinitive are the words before the infinitive.
var beforeInfinitive = map[tense]Text{
	future:       {"will ", "va "},
	discussed:    {"is in discussion to ", "est en discussion pour "},
	planned:      {"is to ", "doit "},
	wasDiscussed: {"was in discussion to ", "a été en discussion pour "},
	wasPlanned:   {"was to ", "devait "},
}

// beforeInfinitiveOfThings are the words before the infinitive where no partner is the subject, because things discuss
// nothing.
var beforeInfinitiveOfThings = map[tense]Text{
	wasDiscussed: {"was to ", "devait "},
	discussed:    {"may ", "pourrait "},
}

// in returns the verb in a tense. Example: « est en discussion pour piloter ».
func (v Verb) in(l Language, t tense, byPartner bool) string {
	f := v.french
	if l == English {
		f = v.english
	}
	switch {
	case t == present || v.expected && (t == mentioned || t == discussed || t == planned):
		return f.is
	case t == past:
		return f.was
	case t == mentioned && l == English:
		return "is mentioned as " + f.may
	case t == wasMentioned && l == English:
		return "was mentioned as " + f.may
	case t == mentioned:
		return f.may
	}
	words, own := beforeInfinitiveOfThings[t]
	if !own || byPartner {
		words = beforeInfinitive[t]
	}
	if t == wasMentioned {
		words = beforeInfinitive[wasPlanned]
	}
	return words.In(l) + f.infinitive
}

// Verb returns what a partner in the role does to an action or an axis. Only leads and co-leads lead
// it.
func (w Role) Verb() Verb { return roleVerbs[w] }

var roleVerbs = map[Role]Verb{
	RoleLead: {
		french:  forms{"pilote", "piloter", "a piloté", "piloterait"},
		english: forms{"leads", "lead", "led", "leading"},
	},
	RoleCoLead: {
		french:  forms{"copilote", "copiloter", "a copiloté", "copiloterait"},
		english: forms{"co-leads", "co-lead", "co-led", "co-leading"},
	},
	RoleHost: {
		french:  forms{"accueille", "accueillir", "a accueilli", "accueillerait"},
		english: forms{"hosts", "host", "hosted", "hosting"},
	},
	RoleFunder: {
		french:  forms{"finance", "financer", "a financé", "financerait"},
		english: forms{"funds", "fund", "funded", "funding"},
	},
	RoleDriver:  driving,
	RoleTrainer: training,
	RoleOperator: {
		french:  forms{"met en œuvre", "mettre en œuvre", "a mis en œuvre", "mettrait en œuvre"},
		english: forms{"carries out", "carry out", "carried out", "carrying out"},
	},
	RoleExpert: {
		french: forms{
			"apporte son expertise à", "apporter son expertise à",
			"a apporté son expertise à", "apporterait son expertise à",
		},
		english: forms{
			"brings expertise to", "bring expertise to",
			"brought expertise to", "bringing expertise to",
		},
	},
	RoleParticipant: {
		french:  forms{"participe à", "participer à", "a participé à", "participerait à"},
		english: forms{"takes part in", "take part in", "took part in", "taking part in"},
	},
	RoleReferrer: {
		french: forms{
			"oriente des personnes vers", "orienter des personnes vers",
			"a orienté des personnes vers", "orienterait des personnes vers",
		},
		english: forms{"refers people to", "refer people to", "referred people to", "referring people to"},
	},
}

var (
	driving = Verb{
		french: forms{"donne l’élan à", "donner l’élan à", "a donné l’élan à", "donnerait l’élan à"},
		english: forms{
			"gives the impulse to", "give the impulse to",
			"gave the impulse to", "giving the impulse to",
		},
	}
	training = Verb{
		french: forms{
			"forme les personnes concernées par", "former les personnes concernées par",
			"a formé les personnes concernées par", "formerait les personnes concernées par",
		},
		english: forms{
			"trains those concerned by", "train those concerned by",
			"trained those concerned by", "training those concerned by",
		},
	}
)

// MemberVerb returns what a partner in the role does in a working group or a collective. It names any
// role other than a participant's or a lead's.
func (w Role) MemberVerb() Verb {
	if w.Leads() {
		return w.Verb()
	}
	french, english := " membre de", " a member of"
	if w != RoleParticipant {
		french, english = ", comme "+w.Label(French)+", membre de", ", as "+w.Label(English)+", a member of"
	}
	return Verb{
		french:  forms{"est" + french, "être" + french, "a été" + french, "serait" + french},
		english: forms{"is" + english, "be" + english, "was" + english, "being" + english},
	}
}

// Verb returns how the action relates to the axis.
func (w AlignmentKind) Verb() Verb { return alignmentVerbs[w] }

var alignmentVerbs = map[AlignmentKind]Verb{
	Serves: {
		french:  forms{"sert", "servir", "a servi", "servirait"},
		english: forms{"serves", "serve", "served", "serving"},
	},
	ResonatesWith: {
		french: forms{
			"entre en résonance avec", "entrer en résonance avec",
			"entrait en résonance avec", "entrerait en résonance avec",
		},
		english: forms{"resonates with", "resonate with", "resonated with", "resonating with"},
	},
	Resembles: {
		french:  forms{"ressemble à", "ressembler à", "ressemblait à", "ressemblerait à"},
		english: forms{"resembles", "resemble", "resembled", "resembling"},
	},
}

// Verb returns the relation between its subject and its object.
func (w RelationKind) Verb() Verb { return relationVerbs[w] }

var relationVerbs = map[RelationKind]Verb{
	"PART_OF": {
		french:  forms{"fait partie de", "faire partie de", "a fait partie de", "ferait partie de"},
		english: forms{"is part of", "be part of", "was part of", "being part of"},
	},
	"FOLLOWS": {
		french:  forms{"suit", "suivre", "a suivi", "suivrait"},
		english: forms{"follows", "follow", "followed", "following"},
	},
	"CONCERNS": {
		french:  forms{"porte sur", "porter sur", "a porté sur", "porterait sur"},
		english: forms{"concerns", "concern", "concerned", "concerning"},
	},
	"TARGETS": {
		french:  forms{"vise le public", "viser le public", "a visé le public", "viserait le public"},
		english: forms{"targets", "target", "targeted", "targeting"},
	},
	"COVERS": {
		french: forms{
			"cible le territoire", "cibler le territoire",
			"a ciblé le territoire", "ciblerait le territoire",
		},
		english: forms{"covers", "cover", "covered", "covering"},
	},
	"BENEFITS": {
		french:  forms{"bénéficie à", "bénéficier à", "a bénéficié à", "bénéficierait à"},
		english: forms{"benefits", "benefit", "benefited", "benefiting"},
	},
	"UNDER_PROGRAMME": {
		french: forms{
			"relève du dispositif", "relever du dispositif",
			"a relevé du dispositif", "relèverait du dispositif",
		},
		english: forms{
			"comes from the programme", "come from the programme",
			"came from the programme", "coming from the programme",
		},
	},
	"LAUREATE_OF": {
		french:  forms{"est lauréate de", "être lauréate de", "a été lauréate de", "serait lauréate de"},
		english: forms{"was selected by", "be selected by", "was selected by", "being selected by"},
	},
	"AT_STAKE_IN": {
		french:  forms{"est un enjeu de", "être un enjeu de", "a été un enjeu de", "serait un enjeu de"},
		english: forms{"is at stake in", "be at stake in", "was at stake in", "being at stake in"},
	},
	"LEADS": roleVerbs[RoleLead],
	"COMMISSIONED": {
		french:  forms{"a commandé", "commander", "a commandé", "aurait commandé"},
		english: forms{"commissioned", "commission", "commissioned", "having commissioned"},
	},
	"ESTABLISHED": {
		french:  forms{"a établi", "établir", "a établi", "aurait établi"},
		english: forms{"established", "establish", "established", "having established"},
	},
	"PRIORITISES": {
		french:  forms{"a pour priorité", "avoir pour priorité", "a eu pour priorité", "aurait pour priorité"},
		english: forms{"gives priority to", "give priority to", "gave priority to", "giving priority to"},
	},
	"ACTS_FOR": {
		french:  forms{"agit pour", "agir pour", "a agi pour", "agirait pour"},
		english: forms{"acts for", "act for", "acted for", "acting for"},
	},
	"HAS_OBJECTIVE": {
		french:  forms{"a pour objectif", "avoir pour objectif", "a eu pour objectif", "aurait pour objectif"},
		english: forms{"has the objective", "have the objective", "had the objective", "having the objective"},
	},
	"IMPLEMENTS": {
		french:  forms{"met en œuvre", "mettre en œuvre", "a mis en œuvre", "mettrait en œuvre"},
		english: forms{"implements", "implement", "implemented", "implementing"},
	},
	"MOBILISES": {
		french:  forms{"mobilise", "mobiliser", "a mobilisé", "mobiliserait"},
		english: forms{"calls on", "call on", "called on", "calling on"},
	},
	"FORMALISES_ORIENTATIONS_OF": {
		french: forms{
			"formalise les orientations de", "formaliser les orientations de",
			"a formalisé les orientations de", "formaliserait les orientations de",
		},
		english: forms{
			"formalises the orientations of", "formalise the orientations of",
			"formalised the orientations of", "formalising the orientations of",
		},
	},
	"FOLLOWS_FROM": {
		french:  forms{"fait suite à", "faire suite à", "a fait suite à", "ferait suite à"},
		english: forms{"follows from", "follow from", "followed from", "following from"},
	},
	"DERIVES_FROM": {
		french:  forms{"provient de", "provenir de", "provenait de", "proviendrait de"},
		english: forms{"derives from", "derive from", "derived from", "deriving from"},
	},
	"ARTICULATED_WITH": {
		french: forms{"s’articule avec", "s’articuler avec", "s’articulait avec", "s’articulerait avec"},
		english: forms{
			"is articulated with", "be articulated with",
			"was articulated with", "being articulated with",
		},
	},
	"RESULTS_IN": {
		french:  forms{"se traduit par", "se traduire par", "se traduisait par", "se traduirait par"},
		english: forms{"results in", "result in", "resulted in", "resulting in"},
	},
	"RESPONDS_TO": {
		french:  forms{"répond à", "répondre à", "a répondu à", "répondrait à"},
		english: forms{"responds to", "respond to", "responded to", "responding to"},
	},
	"MOTIVATED_BY": {
		french:  forms{"a pour motif", "avoir pour motif", "a eu pour motif", "aurait pour motif"},
		english: forms{"is motivated by", "be motivated by", "was motivated by", "being motivated by"},
	},
	"RAISED": {
		french:  forms{"a soulevé", "soulever", "a soulevé", "aurait soulevé"},
		english: forms{"raised", "raise", "raised", "having raised"},
	},
	"EXPECTED_EFFECT": {expected: true,
		french: forms{
			"a pour effet attendu", "avoir pour effet attendu",
			"avait pour effet attendu", "aurait pour effet attendu",
		},
		english: forms{
			"has the expected effect", "have the expected effect",
			"had the expected effect", "having the expected effect",
		},
	},
	"PAYS_ATTENTION_TO": {
		french:  forms{"porte attention à", "porter attention à", "a porté attention à", "porterait attention à"},
		english: forms{"pays attention to", "pay attention to", "paid attention to", "paying attention to"},
	},
	"FIGHTS": {
		french:  forms{"lutte contre", "lutter contre", "a lutté contre", "lutterait contre"},
		english: forms{"fights", "fight", "fought", "fighting"},
	},
	"LISTED_IN": {
		french:  forms{"figure dans", "figurer dans", "a figuré dans", "figurerait dans"},
		english: forms{"is listed in", "be listed in", "was listed in", "being listed in"},
	},
	"WITHIN_REMIT_OF": {
		french:  forms{"a pour ressort", "avoir pour ressort", "a eu pour ressort", "aurait pour ressort"},
		english: forms{"has the remit of", "have the remit of", "had the remit of", "having the remit of"},
	},
	"SUCCEEDS": {
		french:  forms{"succède à", "succéder à", "a succédé à", "succéderait à"},
		english: forms{"succeeds", "succeed", "succeeded", "succeeding"},
	},
}
