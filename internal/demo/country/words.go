package country

import (
	"slices"

	"maillage/internal/demo"
	"maillage/internal/lexicon"
)

// themes are the themes of every contract, and the reference themes to which they are mapped.
var themes = append(slices.Clone(demo.ReferenceThemes), demo.Named{Code: "economie", Name: "Développement économique"})

var audiences = []struct{ code, name string }{
	{"habitants", "habitants des quartiers"},
	{"jeunes", "jeunes de 16 à 25 ans"},
	{"enfants", "enfants de 3 à 11 ans"},
	{"femmes", "femmes"},
	{"aines", "personnes âgées"},
	{"familles", "familles monoparentales"},
	{"locataires", "locataires du parc social"},
	{"demandeurs", "demandeurs d’emploi"},
}

// bodies are kinds of partners: the beginning of their names, and how often they occur.
var bodies = []struct {
	name   string
	sector lexicon.Sector
	weight int
}{
	{"Association", lexicon.SectorAssociation, 50},
	{"Centre social", lexicon.SectorAssociation, 12},
	{"Ville de", lexicon.SectorLocal, 6},
	{"Centre communal d’action sociale", lexicon.SectorLocal, 5},
	{"Direction départementale", lexicon.SectorState, 5},
	{"Caisse d’allocations familiales", lexicon.SectorSocial, 3},
	{"Mission locale", lexicon.SectorPublicAgency, 4},
	{"Collège", lexicon.SectorPublicAgency, 5},
	{"Office de l’habitat", lexicon.SectorLandlord, 4},
	{"Entreprise", lexicon.SectorCompany, 6},
}

// callings are the occupations of partners; with a place they make a name.
var callings = []string{
	"Horizons", "Passerelles", "La Fabrique", "Tremplin", "Les Ateliers", "Entraide", "Le Relais", "Cap Jeunes",
	"Solidarités",
	"La Ruche", "Les Francs Voisins", "Arc-en-ciel", "Le Phare", "Rebond", "Les Deux Rives", "Agir ensemble",
	"Le Trait d’union",
}

// deeds are the names of actions.
var deeds = []string{
	"Accompagnement vers l’emploi", "Atelier de lecture", "Chantier éducatif", "Permanence d’accès aux droits",
	"Café des parents",
	"Point d’écoute santé", "Forum des métiers", "Jardin partagé", "Médiation de nuit", "École ouverte",
	"Stage de découverte",
	"Aide aux devoirs", "Bus de la prévention", "Rénovation du hall", "Tournoi des quartiers", "Résidence d’artistes",
	"Formation des agents d’accueil", "Location de vélos", "Garde d’enfants à horaires décalés",
	"Micro-crédit d’insertion",
}

// aims are the purposes of axes.
var aims = []string{
	"Rapprocher les habitants des services", "Agir dès le plus jeune âge", "Lever les freins",
	"Soutenir les initiatives locales",
	"Coordonner les acteurs", "Prévenir les ruptures", "Rendre visible ce qui existe", "Former les professionnels",
}

// starts and ends are the syllables of invented town names.
var (
	starts = []string{
		"Bel",
		"Mont",
		"Clair",
		"Haute",
		"Vieille",
		"Bois",
		"Font",
		"Champ",
		"Roche",
		"Saint-Aub",
		"Riv",
		"Pont",
		"Val",
		"Gran",
		"Noir",
		"Beau",
	}
	ends = []string{
		"court",
		"ville",
		"mont",
		"fontaine",
		"val",
		"bourg",
		"rive",
		"champ",
		"aigue",
		"forge",
		"lande",
		"sart",
		"oise",
		"igny",
		"erac",
		"ulle",
	}
)

var documents = []struct{ code, name, date string }{
	{"diagnostic", "Diagnostic partagé", "2019-06"},
	{"contrat", "Contrat de ville 2020-2030", "2020-02-14"},
	{"programmation-2022", "Programmation 2022", "2022"},
	{"copil-2023", "Compte rendu du comité de pilotage", "2023-05-23"},
	{"evaluation", "Évaluation à mi-parcours", "2024-03"},
	{"engagements-2025", "Tableau des engagements", "2025-02-03"},
}

// weighted is a word with its weight in draws.
type weighted[T any] struct {
	word   T
	weight int
}

var statuses = []weighted[lexicon.Status]{
	{
		lexicon.StatusActive,
		45,
	}, {lexicon.StatusCommitted, 15}, {lexicon.StatusCompleted, 15}, {lexicon.StatusValidated, 8},
	{lexicon.StatusInDiscussion, 8}, {lexicon.StatusMentioned, 7}, {lexicon.StatusAbandoned, 2},
}

var roles = []weighted[lexicon.Role]{
	{
		lexicon.RoleParticipant,
		40,
	}, {lexicon.RoleOperator, 15}, {lexicon.RoleFunder, 15}, {lexicon.RoleLead, 12}, {lexicon.RoleHost, 5},
	{
		lexicon.RoleTrainer,
		4,
	}, {lexicon.RoleExpert, 4}, {lexicon.RoleCoLead, 3}, {lexicon.RoleReferrer, 1}, {lexicon.RoleDriver, 1},
}

var bases = []weighted[lexicon.Basis]{
	{lexicon.BasisStated, 70},
	{lexicon.BasisDeclared, 25},
	{lexicon.BasisInferred, 5},
}

// wordings are the words in which sources describe roles; without one, only the role is stored.
var wordings = map[lexicon.Role]string{
	lexicon.RoleLead: "piloté par", lexicon.RoleFunder: "avec le soutien de",
	lexicon.RoleOperator: "porté par", lexicon.RoleHost: "accueilli par",
}
