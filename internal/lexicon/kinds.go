package lexicon

// AxisStatus is how far an axis has been decided.
type AxisStatus string

// The statuses of an axis.
const (
	AxisProposed  AxisStatus = "PROPOSED"
	AxisValidated AxisStatus = "VALIDATED"
	AxisClosed    AxisStatus = "CLOSED"
)

var axisStatuses = Vocabulary{"AxisStatus", "How far an axis has been decided.", []Term{
	{"PROPOSED", "proposed", "proposé", "Proposed, but not decided."},
	{"VALIDATED", "validated", "validé", "Decided."},
	{"CLOSED", "closed", "clos", "No longer worked on."},
}}

// ActionKind is the kind of an action.
type ActionKind string

// The kinds of action.
const (
	KindAction    ActionKind = "ACTION"
	KindProject   ActionKind = "PROJECT"
	KindMeans     ActionKind = "MEANS"
	KindComponent ActionKind = "COMPONENT"
)

var actionKinds = Vocabulary{"ActionKind", "The form that an action takes.", []Term{
	{"ACTION", "action", "action", "Something done for people."},
	{"PROJECT", "project", "projet", "A set of actions with a beginning and an end."},
	{"MEANS", "means", "moyen", "An instrument of another action, such as a platform."},
	{"COMPONENT", "component", "volet", "A part of another action."},
}}

// PartnerKind distinguishes an organisation from an unnamed collective.
type PartnerKind string

// The kinds of partner.
const (
	Organisation PartnerKind = "ORGANISATION"
	Collective   PartnerKind = "COLLECTIVE"
)

var partnerKinds = Vocabulary{"PartnerKind", "An organisation, or several that a source names only together.", []Term{
	{"ORGANISATION", "organisation", "organisation", "One legal body or service."},
	{"COLLECTIVE", "collective", "acteur collectif", "Several bodies named only together. Its member list may be open, so a count means « at least »."},
}}

// Sector is the kind of body that a partner is.
type Sector string

// The sectors.
const (
	SectorState        Sector = "STATE"
	SectorLocal        Sector = "LOCAL_AUTHORITY"
	SectorSocial       Sector = "SOCIAL_SECURITY"
	SectorPublicAgency Sector = "PUBLIC_BODY"
	SectorAssociation  Sector = "ASSOCIATION"
	SectorCompany      Sector = "COMPANY"
	SectorLandlord     Sector = "SOCIAL_LANDLORD"
	SectorUnspecified  Sector = "UNSPECIFIED"
)

var sectors = Vocabulary{"Sector", "The sort of body that a partner is.", []Term{
	{"STATE", "State service", "service de l’État", "Central or devolved service of the State."},
	{"LOCAL_AUTHORITY", "local authority", "collectivité", "Commune, intercommunal body, department, region."},
	{"SOCIAL_SECURITY", "social security", "sécurité sociale", "Health insurance or family allowance fund."},
	{"PUBLIC_BODY", "public body", "établissement public", "School, hospital, employment service, agency, municipal welfare centre."},
	{"ASSOCIATION", "association", "association", "Non-profit under the law of 1901, or local law."},
	{"COMPANY", "company", "entreprise", "Private or social enterprise."},
	{"SOCIAL_LANDLORD", "social landlord", "bailleur social", "Social housing landlord."},
	{"UNSPECIFIED", "unspecified", "non précisé", "No source says."},
}}

// GroupType is the kind of body that a working group is.
type GroupType string

// The types of working group.
const (
	GroupSteering  GroupType = "STEERING"
	GroupTechnical GroupType = "TECHNICAL"
	GroupThematic  GroupType = "THEMATIC"
	GroupCitizens  GroupType = "CITIZENS_COUNCIL"
	GroupOther     GroupType = "OTHER"
)

var groupTypes = Vocabulary{"GroupType", "The sort of body that a working group is.", []Term{
	{"STEERING", "steering committee", "comité de pilotage (COPIL)", "Decides."},
	{"TECHNICAL", "technical committee", "comité technique (COTECH)", "Prepares decisions."},
	{"THEMATIC", "thematic group", "groupe de travail thématique", "Works on a subject."},
	{"CITIZENS_COUNCIL", "citizens’ council", "conseil citoyen", "Residents and local actors of a priority neighbourhood."},
	{"OTHER", "other", "autre", "Another body."},
}}

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

var relationKinds = Vocabulary{"RelationKind", "The verb of a relation, read subject – kind – object.", []Term{
	{"PART_OF", "is part of", "fait partie de", "An action within an action, an audience within an audience, a territory within a territory."},
	{"FOLLOWS", "follows", "suit", "A working group follows an axis."},
	{"CONCERNS", "concerns", "porte sur", "An action, axis or objective is about a theme or a criterion."},
	{"TARGETS", "targets", "vise le public", "An action or axis is meant for an audience."},
	{"COVERS", "covers", "cible le territoire", "An action is meant for a territory."},
	{"BENEFITS", "benefits", "bénéficie à", "An objective is for an audience."},
	{"UNDER_PROGRAMME", "comes from the programme", "issu du dispositif", "An action comes from a programme."},
	{"LAUREATE_OF", "was selected by", "lauréat de", "An action was selected by a programme."},
	{"AT_STAKE_IN", "is at stake in", "enjeu de", "An action matters to a programme."},
	{"LEADS", "leads", "pilote", "A partner leads a plan."},
	{"COMMISSIONED", "commissioned", "commanditaire de", "A partner ordered a document."},
	{"ESTABLISHED", "established", "a établi", "A partner wrote a document."},
	{"PRIORITISES", "gives priority to", "a pour priorité", "A partner makes an action a priority."},
	{"ACTS_FOR", "acts for", "agit pour", "A partner works for a policy."},
	{"HAS_OBJECTIVE", "has the objective", "a pour objectif", "A plan or policy pursues an objective."},
	{"IMPLEMENTS", "implements", "met en œuvre", "A plan puts an approach into practice."},
	{"MOBILISES", "calls on", "mobilise", "A plan needs a partner’s mobilisation."},
	{"FORMALISES_ORIENTATIONS_OF", "formalises the orientations of", "formalise les orientations de", "A plan writes down what a partner wants."},
	{"FOLLOWS_FROM", "follows from", "fait suite à", "A plan comes after a document."},
	{"DERIVES_FROM", "derives from", "issu de", "An orientation comes from a reform."},
	{"ARTICULATED_WITH", "is articulated with", "s’articule avec", "Two policies are tied together."},
	{"RESULTS_IN", "results in", "se traduit par", "A policy takes the shape of a plan."},
	{"RESPONDS_TO", "responds to", "répond à", "An action answers what a group raised."},
	{"MOTIVATED_BY", "is motivated by", "motivé par", "An action answers a finding."},
	{"RAISED", "raised", "a soulevé", "A working group raised a subject."},
	{"EXPECTED_EFFECT", "is expected to", "effet attendu", "What an action or axis should bring about."},
	{"PAYS_ATTENTION_TO", "pays attention to", "porte attention à", "What an action takes care of besides its purpose."},
	{"FIGHTS", "fights", "lutte contre", "What a plan works against."},
	{"LISTED_IN", "is listed in", "figure dans", "A criterion is part of a list, such as a law’s."},
	{"WITHIN_REMIT_OF", "has the remit of", "a pour ressort", "The area for which a partner is competent."},
	{"SUCCEEDS", "succeeds", "succède à", "A partner takes the place of another, from the date of the claim."},
}}

// ConceptKind is the kind of idea that a concept is.
type ConceptKind string

// The kinds of concept.
const (
	ConceptPolicy      ConceptKind = "POLICY"
	ConceptReform      ConceptKind = "REFORM"
	ConceptOrientation ConceptKind = "ORIENTATION"
	ConceptObjective   ConceptKind = "OBJECTIVE"
	ConceptApproach    ConceptKind = "APPROACH"
	ConceptFinding     ConceptKind = "FINDING"
)

var conceptKinds = Vocabulary{"ConceptKind", "The sort of idea that a concept is.", []Term{
	{"POLICY", "policy", "politique", "A public policy."},
	{"REFORM", "reform", "réforme", "A change of law or policy."},
	{"ORIENTATION", "orientation", "orientation", "A direction set for a contract."},
	{"OBJECTIVE", "objective", "objectif", "What is pursued."},
	{"APPROACH", "approach", "démarche", "A way of working."},
	{"FINDING", "finding", "constat", "A state of things that motivates action."},
}}

// AudienceKind distinguishes those who benefit from those through whom they do.
type AudienceKind string

// The kinds of audience.
const (
	FinalBeneficiary AudienceKind = "FINAL_BENEFICIARY"
	Intermediary     AudienceKind = "INTERMEDIARY"
)

var audienceKinds = Vocabulary{"AudienceKind", "The people who benefit, or the intermediaries who reach them.", []Term{
	{"FINAL_BENEFICIARY", "final beneficiary", "bénéficiaire final", "The people who benefit in the end."},
	{"INTERMEDIARY", "intermediary", "intermédiaire", "Professionals, teachers and others who reach the beneficiaries."},
}}

// TerritoryKind is the kind of area that a territory is.
type TerritoryKind string

// The kinds of territory.
const (
	TerritoryCommune    TerritoryKind = "COMMUNE"
	TerritoryEPCI       TerritoryKind = "EPCI"
	TerritoryQPV        TerritoryKind = "QPV"
	TerritoryDepartment TerritoryKind = "DEPARTMENT"
	TerritoryRegion     TerritoryKind = "REGION"
	TerritoryArea       TerritoryKind = "AREA"
	TerritoryCategory   TerritoryKind = "CATEGORY"
)

var territoryKinds = Vocabulary{"TerritoryKind", "The sort of area that a territory is.", []Term{
	{"COMMUNE", "commune", "commune", "A municipality, by INSEE code."},
	{"EPCI", "intercommunal body", "EPCI", "The area of an intercommunal body, by SIREN."},
	{"QPV", "priority neighbourhood", "quartier prioritaire (QPV)", "A priority neighbourhood of a given vintage."},
	{"DEPARTMENT", "department", "département", "A French *département*, between a commune and a region."},
	{"REGION", "region", "région", "A French region, the largest of local authorities."},
	{"AREA", "area", "territoire d’action", "An area described in words."},
	{"CATEGORY", "category", "catégorie de territoires", "A category of areas without names, such as « the most fragile ones »."},
}}

// Match is how closely a contract's theme corresponds to a reference theme.
type Match string

// The matches, after SKOS mapping properties.
const (
	MatchExact Match = "EXACT"
	MatchClose Match = "CLOSE"
	MatchBroad Match = "BROAD"
)

var matches = Vocabulary{"Match", "How closely a contract’s theme corresponds to a reference theme (SKOS mapping).", []Term{
	{"EXACT", "exact", "exacte", "The same."},
	{"CLOSE", "close", "proche", "Nearly the same."},
	{"BROAD", "broad", "plus large", "The reference theme is broader."},
}}

// Verification is what is known about whether an identifier is true.
type Verification string

// The states of verification.
const (
	Verified   Verification = "VERIFIED"
	WellFormed Verification = "WELL_FORMED"
	Unverified Verification = "UNVERIFIED"
)

var verifications = Vocabulary{"Verification", "Whether an identifier was found in its register, or at least has a valid form.", []Term{
	{"VERIFIED", "verified", "vérifié", "Found in its register."},
	{"WELL_FORMED", "well formed", "bien formé", "Its form and check digit are valid; the register was not queried."},
	{"UNVERIFIED", "unverified", "non vérifié", "Stored as entered; its form or check digit is wrong, or it is in doubt."},
}}

var languages = Vocabulary{"Language", "A language of labels and sentences.", []Term{
	{"FR", "French", "français", "The language of the contracts."},
	{"EN", "English", "anglais", "The language of the API’s names."},
}}
