package demo

import "maillage/internal/lexicon"

// line is an axis of the fictitious contract with the titles of its actions.
type line struct {
	circle      int
	plan        string
	name, theme string
	actions     []string
}

const (
	insertion = "orme-insertion"
	livingIn  = "orme-cadre-de-vie"
)

// Indices, counted from 0, of the axes that are examples of gaps.
const (
	loneAxis      = 9  // one partner alone is confirmed
	hopedForAxis  = 10 // nothing is confirmed
	forgottenAxis = 11 // has no partner
)

var ormeLines = []line{
	{1, insertion, "Accès à l’emploi et à l’apprentissage", "emploi", []string{
		"Forum des métiers d’Ormeval", "Parrainage vers l’emploi", "Clauses d’insertion dans les marchés publics",
		"Apprentissage sans frontières de quartier", "Café de l’emploi de Rivorme", "Remise à niveau pour les concours",
	}},
	{1, insertion, "Réussite éducative et orientation", "education", []string{
		"Coup de pouce clé en cours préparatoire", "Stages de troisième pour tous", "Vacances apprenantes à Fontormoy",
		"Cordées de la réussite du Val d’Orme", "Aide aux devoirs de la médiathèque", "Classe passerelle des Glacis",
	}},
	{1, insertion, "Création d’activité et économie de proximité", "economie", []string{
		"Couveuse d’activités de Belormont", "Marché des créatrices", "Boutiques à l’essai de la Grand-Rue",
		"Microcrédit accompagné", "Cantine solidaire de Hautorme", "Chantier école de la filature",
	}},
	{2, insertion, "Accès aux soins et prévention", "sante", []string{
		"Bus de prévention du Val d’Orme", "Dépistage au pied des immeubles", "Ateliers santé des femmes",
		"Consultations avancées à Saint-Orme", "Petits déjeuners équilibrés", "Premiers secours en santé mentale",
	}},
	{2, insertion, "Accès aux droits et aux services publics", "acces-droits", []string{
		"Guichet itinérant des droits", "Permanences juridiques de Hautorme", "Écrivains publics du Val d’Orme",
		"Aidants numériques de Rivorme", "Rendez-vous des droits", "Interprétariat dans les services publics",
	}},
	{2, insertion, "Égalité femmes-hommes et lutte contre les discriminations", "egalite", []string{
		"Formation des agents d’accueil à l’égalité", "Réseau de référents discriminations", "Marches exploratoires d’Ormeval",
		"Théâtre forum sur les stéréotypes", "Accueil des victimes de violences", "Testing du logement et de l’emploi",
	}},
	{3, livingIn, "Parcours résidentiel et logement digne", "logement", []string{
		"Permis de louer de Rivorme", "Auto-réhabilitation accompagnée", "Accueil des nouveaux locataires",
		"Prévention des expulsions", "Appartement pédagogique des Glacis", "Rénovation de la cité des Tisserands",
	}},
	{3, livingIn, "Cadre de vie et transition écologique", "cadre-de-vie", []string{
		"Jardins au pied des tours", "Compostage de quartier", "Recyclerie mobile du Val d’Orme",
		"Défi des familles à énergie positive", "Fresque du canal de l’Orme", "Pieds d’immeubles habités",
	}},
	{3, livingIn, "Tranquillité publique et prévention", "tranquillite", []string{
		"Médiation de soirée", "Chantiers éducatifs d’été", "Rappels à l’ordre éducatifs",
		"Correspondants de nuit de Hautorme", "Prévention du décrochage des mineurs", "Ateliers parents et écrans",
	}},
	{0, livingIn, "Culture et mémoire des quartiers", "culture", []string{
		"Résidence d’artistes aux Glacis", "Collecte de la mémoire ouvrière", "Billets suspendus du Quai",
	}},
	{3, livingIn, "Mobilités du quotidien", "mobilite", []string{
		"Vélo-école de Belormont", "Navette des quartiers hauts", "Garage solidaire du Val d’Orme",
	}},
	{3, livingIn, "Sport et vie associative hors les murs", "sport", nil},
}

// unalignedActions are actions that are aligned with no axis.
var unalignedActions = []string{"Journal des quartiers d’Orme", "Fête des voisins du Val d’Orme"}

// parts are the parts of actions, and smaller are parts of parts.
var parts = []struct {
	name string
	kind lexicon.ActionKind
}{
	{"Plateforme en ligne", lexicon.KindMeans}, {"Permanence du soir", lexicon.KindComponent},
	{"Livret d’accueil", lexicon.KindMeans}, {"Atelier mensuel", lexicon.KindComponent},
	{"Réseau de parrains", lexicon.KindComponent}, {"Fonds d’amorçage", lexicon.KindMeans},
	{"Formation des bénévoles", lexicon.KindComponent},
}

var smaller = []string{"Traduction en langue des signes", "Volet jeunes", "Relais des habitants", "Évaluation partagée"}

// ormeThemes are the contract's themes: code, name, parent theme, reference theme and how closely it
// matches.
var ormeThemes = []struct {
	code, name, above, reference string
	match                        lexicon.Match
}{
	{"emploi", "Emploi et insertion", "", "emploi", lexicon.MatchExact},
	{"economie", "Développement économique de proximité", "emploi", "emploi", lexicon.MatchBroad},
	{"education", "Réussite éducative", "", "education", lexicon.MatchClose},
	{"sante", "Santé", "", "sante", lexicon.MatchExact},
	{"sante-mentale", "Santé mentale", "sante", "sante", lexicon.MatchBroad},
	{"acces-droits", "Accès aux droits et au numérique", "", "acces-droits", lexicon.MatchClose},
	{"egalite", "Égalité", "", "egalite", lexicon.MatchClose},
	{"logement", "Logement", "", "logement", lexicon.MatchExact},
	{"cadre-de-vie", "Cadre de vie et transition écologique", "", "cadre-de-vie", lexicon.MatchClose},
	{"mobilite", "Mobilités du quotidien", "cadre-de-vie", "mobilite", lexicon.MatchClose},
	{"tranquillite", "Tranquillité et prévention", "", "tranquillite", lexicon.MatchClose},
	{"culture", "Culture et mémoire", "", "culture", lexicon.MatchClose},
	{"sport", "Sport hors les murs", "culture", "sport", lexicon.MatchClose},
}
