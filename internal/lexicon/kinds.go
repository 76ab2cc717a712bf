package lexicon

// AxisStatus is how far an axis has been decided.
type AxisStatus string

// The statuses of an axis.
const (
	AxisProposed  AxisStatus = "PROPOSED"
	AxisValidated AxisStatus = "VALIDATED"
	AxisClosed    AxisStatus = "CLOSED"
)

var axisStatuses = Vocabulary{"AxisStatus", Text{
	"How far an axis has been decided.",
	"Jusqu’où un axe est décidé.",
}, []Term{
	{"PROPOSED", "proposed", "proposé", Text{"Proposed, but not decided.", "Mis en avant, non décidé."}},
	{"VALIDATED", "validated", "validé", Text{"Decided.", "Décidé."}},
	{"CLOSED", "closed", "clos", Text{"No longer worked on.", "On n’y travaille plus."}},
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

var actionKinds = Vocabulary{"ActionKind", Text{
	"The form that an action takes.",
	"La sorte de chose qu’est une action.",
}, []Term{
	{"ACTION", "action", "action", Text{"Something done for people.", "Ce qui est fait pour des personnes."}},
	{"PROJECT", "project", "projet", Text{
		"A set of actions with a beginning and an end.",
		"Un ensemble d’actions avec un début et une fin.",
	}},
	{"MEANS", "means", "moyen", Text{
		"An instrument of another action, such as a platform.",
		"Un instrument d’une autre action, comme une plateforme.",
	}},
	{"COMPONENT", "component", "volet", Text{"A part of another action.", "Une partie d’une autre action."}},
}}

// PartnerKind distinguishes an organisation from an unnamed collective.
type PartnerKind string

// The kinds of partner.
const (
	Organisation PartnerKind = "ORGANISATION"
	Collective   PartnerKind = "COLLECTIVE"
)

var partnerKinds = Vocabulary{"PartnerKind", Text{
	"An organisation, or several that a source names only together.",
	"Une organisation, ou plusieurs qu’une source ne nomme qu’ensemble.",
}, []Term{
	{"ORGANISATION", "organisation", "organisation", Text{
		"One legal body or service.",
		"Une personne morale ou un service.",
	}},
	{"COLLECTIVE", "collective", "acteur collectif", Text{
		"Several bodies named only together. Its member list may be open, so a count means « at least ».",
		"Plusieurs, nommés seulement ensemble ; la liste des membres peut être ouverte, et tout compte veut dire " +
			"« au moins ».",
	}},
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

var sectors = Vocabulary{"Sector", Text{
	"The sort of body that a partner is.",
	"La sorte d’organisme qu’est un partenaire.",
}, []Term{
	{"STATE", "State service", "service de l’État", Text{
		"Central or devolved service of the State.",
		"Service central ou déconcentré de l’État.",
	}},
	{"LOCAL_AUTHORITY", "local authority", "collectivité", Text{
		"Commune, intercommunal body, department, region.",
		"Commune, intercommunalité, département, région.",
	}},
	{"SOCIAL_SECURITY", "social security", "sécurité sociale", Text{
		"Health insurance or family allowance fund.",
		"Caisse d’assurance maladie ou d’allocations familiales.",
	}},
	{"PUBLIC_BODY", "public body", "établissement public", Text{
		"School, hospital, employment service, agency, municipal welfare centre.",
		"École, hôpital, service de l’emploi, agence, centre communal d’action sociale.",
	}},
	{"ASSOCIATION", "association", "association", Text{
		"Non-profit under the law of 1901, or local law.",
		"À but non lucratif, de la loi de 1901 ou du droit local.",
	}},
	{"COMPANY", "company", "entreprise", Text{
		"Private or social enterprise.",
		"Entreprise privée ou de l’économie sociale.",
	}},
	{"SOCIAL_LANDLORD", "social landlord", "bailleur social", Text{
		"Social housing landlord.",
		"Bailleur de logements sociaux.",
	}},
	{"UNSPECIFIED", "unspecified", "non précisé", Text{"No source says.", "Aucune source ne le dit."}},
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

var groupTypes = Vocabulary{"GroupType", Text{
	"The sort of body that a working group is.",
	"La sorte d’instance qu’est un groupe de travail.",
}, []Term{
	{"STEERING", "steering committee", "comité de pilotage (COPIL)", Text{"Decides.", "Décide."}},
	{"TECHNICAL", "technical committee", "comité technique (COTECH)", Text{
		"Prepares decisions.",
		"Prépare les décisions.",
	}},
	{"THEMATIC", "thematic group", "groupe de travail thématique", Text{
		"Works on a subject.",
		"Travaille sur un sujet.",
	}},
	{"CITIZENS_COUNCIL", "citizens’ council", "conseil citoyen", Text{
		"Residents and local actors of a priority neighbourhood.",
		"Habitants et acteurs locaux d’un quartier prioritaire.",
	}},
	{"OTHER", "other", "autre", Text{"Another body.", "Une autre instance."}},
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

var conceptKinds = Vocabulary{"ConceptKind", Text{
	"The sort of idea that a concept is.",
	"La sorte d’idée qu’est une notion.",
}, []Term{
	{"POLICY", "policy", "politique", Text{"A public policy.", "Une politique publique."}},
	{"REFORM", "reform", "réforme", Text{"A change of law or policy.", "Un changement de loi ou de politique."}},
	{"ORIENTATION", "orientation", "orientation", Text{
		"A direction set for a contract.",
		"Une direction donnée à un contrat.",
	}},
	{"OBJECTIVE", "objective", "objectif", Text{"What is pursued.", "Ce qui est poursuivi."}},
	{"APPROACH", "approach", "démarche", Text{"A way of working.", "Une façon de travailler."}},
	{"FINDING", "finding", "constat", Text{
		"A state of things that motivates action.",
		"Un état des choses qui motive une action.",
	}},
}}

// AudienceKind distinguishes those who benefit from those through whom they do.
type AudienceKind string

// The kinds of audience.
const (
	FinalBeneficiary AudienceKind = "FINAL_BENEFICIARY"
	Intermediary     AudienceKind = "INTERMEDIARY"
)

var audienceKinds = Vocabulary{"AudienceKind", Text{
	"The people who benefit, or the intermediaries who reach them.",
	"Ceux qui en bénéficient, ou ceux par qui ils en bénéficient.",
}, []Term{
	{"FINAL_BENEFICIARY", "final beneficiary", "bénéficiaire final", Text{
		"The people who benefit in the end.",
		"Les personnes pour qui, en fin de compte, quelque chose est fait.",
	}},
	{"INTERMEDIARY", "intermediary", "intermédiaire", Text{
		"Professionals, teachers and others who reach the beneficiaries.",
		"Professionnels, enseignants et autres qui atteignent les bénéficiaires.",
	}},
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

var territoryKinds = Vocabulary{"TerritoryKind", Text{
	"The sort of area that a territory is.",
	"La sorte d’espace qu’est un territoire.",
}, []Term{
	{"COMMUNE", "commune", "commune", Text{"A municipality, by INSEE code.", "Une commune, par son code INSEE."}},
	{"EPCI", "intercommunal body", "EPCI", Text{
		"The area of an intercommunal body, by SIREN.",
		"Le ressort d’une intercommunalité, par son SIREN.",
	}},
	{"QPV", "priority neighbourhood", "quartier prioritaire (QPV)", Text{
		"A priority neighbourhood of a given vintage.",
		"Un quartier prioritaire d’un millésime donné.",
	}},
	{"DEPARTMENT", "department", "département", Text{
		"A French *département*, between a commune and a region.",
		"Un département, entre la commune et la région.",
	}},
	{"REGION", "region", "région", Text{
		"A French region, the largest of local authorities.",
		"Une région, la plus grande des collectivités.",
	}},
	{"AREA", "area", "territoire d’action", Text{"An area described in words.", "Un espace décrit par des mots."}},
	{"CATEGORY", "category", "catégorie de territoires", Text{
		"A category of areas without names, such as « the most fragile ones ».",
		"Une sorte de territoires qui n’en nomme aucun, comme « les plus fragiles ».",
	}},
}}

// Match is how closely a contract's theme corresponds to a reference theme.
type Match string

// The matches, after SKOS mapping properties.
const (
	MatchExact Match = "EXACT"
	MatchClose Match = "CLOSE"
	MatchBroad Match = "BROAD"
)

var matches = Vocabulary{"Match", Text{
	"How closely a contract’s theme corresponds to a reference theme (SKOS mapping).",
	"À quel point la thématique d’un contrat correspond à une thématique de référence (alignement SKOS).",
}, []Term{
	{"EXACT", "exact", "exacte", Text{"The same.", "La même."}},
	{"CLOSE", "close", "proche", Text{"Nearly the same.", "Presque la même."}},
	{"BROAD", "broad", "plus large", Text{
		"The reference theme is broader.",
		"La thématique de référence est plus large.",
	}},
}}

// Verification is what is known about whether an identifier is true.
type Verification string

// The states of verification.
const (
	Verified   Verification = "VERIFIED"
	WellFormed Verification = "WELL_FORMED"
	Unverified Verification = "UNVERIFIED"
)

var verifications = Vocabulary{"Verification", Text{
	"Whether an identifier was found in its register, or at least has a valid form.",
	"Si un identifiant a été trouvé dans son registre, ou a du moins une forme valide.",
}, []Term{
	{"VERIFIED", "verified", "vérifié", Text{"Found in its register.", "Trouvé dans son registre."}},
	{"WELL_FORMED", "well formed", "bien formé", Text{
		"Its form and check digit are valid; the register was not queried.",
		"Sa forme et sa clé sont justes ; le registre n’a pas été interrogé.",
	}},
	{"UNVERIFIED", "unverified", "non vérifié", Text{
		"Stored as entered; its form or check digit is wrong, or it is in doubt.",
		"Gardé tel quel ; sa forme ou sa clé est fausse, ou il est douteux.",
	}},
}}

var languages = Vocabulary{"Language", Text{
	"A language of labels and sentences.",
	"Une langue des libellés et des phrases.",
}, []Term{
	{"FR", "French", "français", Text{"The language of the contracts.", "La langue des contrats."}},
	{"EN", "English", "anglais", Text{"The language of the API’s names.", "La langue des noms de l’API."}},
}}
