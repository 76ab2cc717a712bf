package demo

import "maillage/internal/lexicon"

// ormeSources are the documents of the fictitious contract: code, title, date.
var ormeSources = []struct{ code, title, date string }{
	{"orme-diagnostic", "Diagnostic partagé des quartiers du Val d’Orme (fictif)", "2019-06"},
	{"orme-contrat", "Contrat de ville du Val d’Orme 2020-2026 (fictif)", "2019-12-12"},
	{"orme-plan-insertion", "Plan pour l’emploi, l’éducation et la santé (fictif)", "2020-03"},
	{"orme-plan-cadre-de-vie", "Plan pour l’habitat et le cadre de vie (fictif)", "2020-11"},
	{"orme-copil-2021", "Compte rendu du comité de pilotage du 18 mai 2021 (fictif)", "2021-05-18"},
	{"orme-programmation-2022", "Programmation 2022 du contrat de ville (fictive)", "2022"},
	{"orme-evaluation", "Évaluation à mi-parcours (fictive)", "2023-03"},
	{questionnaire, "Questionnaire aux partenaires du Val d’Orme (fictif)", "2024-09"},
	{"orme-engagements-2025", "Tableau des engagements 2025 (fictif)", "2025-02-14"},
}

const questionnaire = "orme-questionnaire" // a document in which partners speak for themselves

// ormeAudiences are audiences; one with a parent is part of it.
var ormeAudiences = []struct {
	code, name, above string
	kind              lexicon.AudienceKind
}{
	{"orme-habitants", "habitants des quartiers d’Orme", "", lexicon.FinalBeneficiary},
	{"orme-jeunes", "jeunes de 16 à 25 ans", "orme-habitants", lexicon.FinalBeneficiary},
	{"orme-decrocheurs", "jeunes sortis de l’école", "orme-jeunes", lexicon.FinalBeneficiary},
	{"orme-femmes", "femmes éloignées de l’emploi", "orme-habitants", lexicon.FinalBeneficiary},
	{"orme-familles", "familles monoparentales", "orme-habitants", lexicon.FinalBeneficiary},
	{"orme-aines", "personnes âgées isolées", "orme-habitants", lexicon.FinalBeneficiary},
	{"orme-locataires", "locataires du parc social", "orme-habitants", lexicon.FinalBeneficiary},
	{"orme-agents", "agents d’accueil", "", lexicon.Intermediary},
	{"orme-animateurs", "animateurs et bénévoles", "", lexicon.Intermediary},
}

// ormeTerritories are territories. Their codes and numbers are not in use: no department is numbered
// 00.
var ormeTerritories = []struct {
	code, name, above string
	kind              lexicon.TerritoryKind
	scheme            lexicon.Scheme
	number            string
}{
	{"orme-val", "Val d’Orme", "", lexicon.TerritoryEPCI, "", ""},
	{"orme-ormeval", "Ormeval", "orme-val", lexicon.TerritoryCommune, lexicon.INSEE, "00001"},
	{"orme-fontormoy", "Fontormoy", "orme-val", lexicon.TerritoryCommune, lexicon.INSEE, "00002"},
	{"orme-rivorme", "Rivorme", "orme-val", lexicon.TerritoryCommune, lexicon.INSEE, "00003"},
	{"orme-hautorme", "Hautorme", "orme-val", lexicon.TerritoryCommune, lexicon.INSEE, "00004"},
	{"orme-glacis", "Les Glacis", "orme-ormeval", lexicon.TerritoryQPV, lexicon.QPV2024, "QN00001M"},
	{"orme-tisserands", "Cité des Tisserands", "orme-rivorme", lexicon.TerritoryQPV, lexicon.QPV2024, "QN00002M"},
	{"orme-centre-ville", "Centre Ville", "orme-hautorme", lexicon.TerritoryQPV, lexicon.QPV2024, "QN00003M"},
	{"orme-quartiers", "quartiers en veille active", "", lexicon.TerritoryCategory, "", ""},
}

var ormeProgrammes = []struct {
	code, name string
	variants   []string
}{
	{"orme-elan", "Élan Orme", []string{"ÉLAN", "Élan du Val d’Orme"}},
	{"orme-reussite", "Dispositif Réussite d’Orme", []string{"DRO"}},
	{"orme-fonds", "Fonds des quartiers de l’Orme", nil},
}

var ormeCriteria = []struct {
	code, name string
	rank       int
}{{"orme-sexe", "sexe", 1}, {"orme-origine", "origine", 2}, {"orme-age", "âge", 3}}

// roleWords are the words in which sources describe each role.
var roleWords = map[lexicon.Role][]string{
	lexicon.RoleLead:        {"pilote", "porte"},
	lexicon.RoleCoLead:      {"copilote"},
	lexicon.RoleOperator:    {"met en œuvre", "anime"},
	lexicon.RoleDriver:      {"moteur"},
	lexicon.RoleFunder:      {"cofinance", "soutient financièrement"},
	lexicon.RoleHost:        {"accueille", "prête ses locaux"},
	lexicon.RoleTrainer:     {"forme"},
	lexicon.RoleExpert:      {"conseille", "réalise le diagnostic"},
	lexicon.RoleParticipant: {"participe", "en lien avec"},
	lexicon.RoleReferrer:    {"oriente vers"},
}

// funders are the sectors whose bodies fund others.
var funders = []lexicon.Sector{
	lexicon.SectorState, lexicon.SectorLocal, lexicon.SectorSocial, lexicon.SectorLandlord, lexicon.SectorCompany,
}

// inferences are the explanations of inferred claims.
var inferences = []string{
	"Cité parmi les signataires de la fiche action.",
	"Ses agents figurent sur la feuille de présence.",
	"L’action se tient dans ses locaux.",
}

var locators = []string{"fiche action %d, page 2", "tableau 3, ligne %d", "annexe, page %d", "article %d"}
