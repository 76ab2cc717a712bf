package demo

import "maillage/internal/lexicon"

// body is a partner of the fictitious contract. Partners work within a circle (1 jobs and schools, 2
// health and rights, 3 homes and streets). Those of circle 0 are placed individually, and some of them
// join circles.
type body struct {
	circle        int
	name, acronym string
	sector        lexicon.Sector
}

// The partners that are placed individually.
const (
	agglomeration = "Communauté d’agglomération du Val d’Orme"        // joins circles 1 and 2
	socialCentres = "Fédération des centres sociaux du Val d’Orme"    // joins circles 2 and 3
	twinning      = "Comité de jumelage de Fontormoy"                 // is named and does nothing
	theatre       = "Théâtre du Quai d’Ormeval"                       // is alone on an axis
	district      = "Associations de quartier d’Ormeval"              // collectives
	charter       = "Entreprises signataires de la charte de Rivorme" //
	carers        = "Professionnels de santé du Pays d’Orme"          //
	schools       = "Établissements scolaires du Val d’Orme"          //
)

// ormeBodies are organisations of invented places, whose names all contain Orme.
var ormeBodies = []body{
	{1, "Mission locale du Val d’Orme", "ML Orme", lexicon.SectorAssociation},
	{1, "Maison de l’emploi du Val d’Orme", "", lexicon.SectorAssociation},
	{1, "Agence pour l’emploi du Pays d’Orme", "", lexicon.SectorPublicAgency},
	{1, "École de la deuxième chance d’Ormeval", "E2C", lexicon.SectorAssociation},
	{1, "Ville d’Ormeval", "", lexicon.SectorLocal},
	{1, "Inspection académique du Pays d’Orme", "", lexicon.SectorState},
	{1, "Chambre des métiers du Pays d’Orme", "CMPO", lexicon.SectorPublicAgency},
	{1, "Régie de quartier de Hautorme", "", lexicon.SectorAssociation},
	{1, "Lycée professionnel des Glacis d’Ormeval", "", lexicon.SectorPublicAgency},
	{1, "Collège Louise-Amblard de Fontormoy", "", lexicon.SectorPublicAgency},
	{1, "Association Tremplin Rivorme", "", lexicon.SectorAssociation},
	{1, "Ateliers d’insertion de Belormont", "", lexicon.SectorCompany},
	{1, "Filature coopérative de Rivorme", "", lexicon.SectorCompany},
	{1, "Logistique du Val d’Orme", "", lexicon.SectorCompany},
	{1, "Club d’entreprises du Val d’Orme", "CEVO", lexicon.SectorAssociation},
	{1, "Direction de l’emploi et des solidarités du Pays d’Orme", "DESPO", lexicon.SectorState},
	{1, "Ville de Fontormoy", "", lexicon.SectorLocal},
	{1, "Université populaire du Val d’Orme", "UPVO", lexicon.SectorAssociation},
	{1, "Médiathèque intercommunale d’Ormeval", "", lexicon.SectorPublicAgency},

	{2, "Caisse d’assurance maladie du Pays d’Orme", "", lexicon.SectorSocial},
	{2, "Centre communal d’action sociale d’Ormeval", "CCAS", lexicon.SectorPublicAgency},
	{2, "Point d’accès au droit du Val d’Orme", "PAD", lexicon.SectorAssociation},
	{2, "Maison de santé de Rivorme", "", lexicon.SectorAssociation},
	{2, "Département du Haut-Orme", "", lexicon.SectorLocal},
	{2, "Femmes et droits du Val d’Orme", "", lexicon.SectorAssociation},
	{2, "Centre hospitalier de Belormont", "CHB", lexicon.SectorPublicAgency},
	{2, "Caisse d’allocations familiales du Pays d’Orme", "", lexicon.SectorSocial},
	{2, "Centre communal d’action sociale de Hautorme", "CCAS", lexicon.SectorPublicAgency},
	{2, "Agence de santé du Pays d’Orme", "", lexicon.SectorState},
	{2, "Barreau d’Ormeval", "", lexicon.SectorUnspecified},
	{2, "Épicerie solidaire de Rivorme", "", lexicon.SectorAssociation},
	{2, "Association Parole et soin d’Ormeval", "", lexicon.SectorAssociation},
	{2, "Réseau périnatalité du Pays d’Orme", "", lexicon.SectorAssociation},
	{2, "Maison des adolescents du Val d’Orme", "MDA", lexicon.SectorPublicAgency},
	{2, "Médiation numérique du Val d’Orme", "", lexicon.SectorAssociation},
	{2, "Mutuelle des familles de l’Orme", "", lexicon.SectorCompany},
	{2, "Service d’écoute des aînés de Saint-Orme", "", lexicon.SectorAssociation},

	{3, "Office public de l’habitat du Val d’Orme", "OPH", lexicon.SectorLandlord},
	{3, "Ville de Rivorme", "", lexicon.SectorLocal},
	{3, "Association de prévention Orme-Jeunes", "", lexicon.SectorAssociation},
	{3, "Agence d’urbanisme du Pays d’Orme", "", lexicon.SectorAssociation},
	{3, "Sous-préfecture d’Ormeval", "", lexicon.SectorState},
	{3, "Jardins partagés de Hautorme", "", lexicon.SectorAssociation},
	{3, "Logis de l’Orme", "", lexicon.SectorLandlord},
	{3, "Coopérative Habiter Rivorme", "", lexicon.SectorLandlord},
	{3, "Syndicat des transports du Val d’Orme", "STVO", lexicon.SectorPublicAgency},
	{3, "Ville de Hautorme", "", lexicon.SectorLocal},
	{3, "Direction des territoires du Pays d’Orme", "", lexicon.SectorState},
	{3, "Club omnisports de Fontormoy", "", lexicon.SectorAssociation},
	{3, "Compagnie des Ormes bleus", "", lexicon.SectorAssociation},
	{3, "Énergie solidaire du Val d’Orme", "", lexicon.SectorCompany},
	{3, "Recyclerie de Belormont", "", lexicon.SectorCompany},
	{3, "Conseil citoyen des Glacis d’Ormeval", "", lexicon.SectorAssociation},

	{0, theatre, "", lexicon.SectorPublicAgency},
	{0, agglomeration, "CAVO", lexicon.SectorLocal},
	{0, socialCentres, "", lexicon.SectorAssociation},
	{0, twinning, "", lexicon.SectorAssociation},
}

// ormeCollectives are named only together; some of their members are known.
var ormeCollectives = []body{
	{1, charter, "", lexicon.SectorCompany},
	{1, schools, "", lexicon.SectorPublicAgency},
	{2, carers, "", lexicon.SectorUnspecified},
	{3, district, "", lexicon.SectorAssociation},
}

// collectiveMembers are the known members of each collective.
var collectiveMembers = map[string][]string{
	charter:  {"Filature coopérative de Rivorme", "Logistique du Val d’Orme", "Ateliers d’insertion de Belormont", "Club d’entreprises du Val d’Orme"},
	schools:  {"Lycée professionnel des Glacis d’Ormeval", "Collège Louise-Amblard de Fontormoy", "École de la deuxième chance d’Ormeval"},
	carers:   {"Maison de santé de Rivorme", "Centre hospitalier de Belormont", "Réseau périnatalité du Pays d’Orme"},
	district: {"Jardins partagés de Hautorme", "Compagnie des Ormes bleus", "Conseil citoyen des Glacis d’Ormeval", "Club omnisports de Fontormoy"},
}
