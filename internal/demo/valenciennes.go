package demo

import (
	_ "embed" // the claims
	"slices"

	"maillage/internal/lexicon"
)

// valenciennesClaims are the 88 claims of the founding document, one a
// paragraph.
//
//go:embed valenciennes.txt
var valenciennesClaims string

// named returns a thing with a code and the name that the document gives it.
func named(kind, code, name string, more values) record {
	set := values{"name": name}
	for column, value := range more {
		set[column] = value
	}
	return record{kind: kind, code: code, set: set}
}

// in sets the thing's contract.
func (r record) in(contract string) record { return r.with("contract", contract) }

// with adds a reference.
func (r record) with(column, to string) record {
	more := refs{column: to}
	for c, t := range r.refs {
		more[c] = t
	}
	r.refs = more
	return r
}

// valenciennes returns the records of the founding document: its 64 things and its 88 claims.
func valenciennes() ([]record, error) {
	claims, err := claimText{"vm.", "source plan-territorial", "contract valenciennes"}.read(valenciennesClaims)
	if err != nil {
		return nil, err
	}
	return slices.Concat(
		valenciennesContract(), valenciennesActions(), valenciennesPartners(), valenciennesIdeas(), valenciennesReach(),
		claims, fromElsewhere(),
	), nil
}

// valenciennesContract returns the contract with its plan, axes, themes and group. It leaves open what
// the document does not say: who adopted the plan and when, the years of the contract, the group's
// members.
func valenciennesContract() []record {
	const contract, plan = "contract valenciennes", "plan ptlcd"
	priority := func(position int) values {
		return values{"position": position, "priority": true, "status": lexicon.AxisValidated}
	}
	theme := func(position int, code, name string) record {
		return named("theme", code, name, values{"position": position}).in(contract)
	}
	return []record{
		named(
			"contract", "valenciennes", "Contrat de ville de Valenciennes Métropole", values{"open_themes": true},
		).with("territory", "territory vm"),
		named("plan", "ptlcd", "plan territorial de lutte contre les discriminations", values{
			"adopted": lexicon.MustPartialDate("XXXX"), "annexed": lexicon.MustPartialDate("2016-06"),
		}).in(contract),
		named(
			"axis", "axe-1", "La formation et la qualification des professionnels de terrain", priority(1),
		).in(contract).with("plan", plan),
		named(
			"axis", "axe-2", "La prévention et la lutte contre les discriminations dans l’accès aux stages",
			priority(2),
		).in(contract).with("plan", plan),
		named(
			"axis", "axe-3", "Les discriminations en matière de santé et notamment d’accès aux droits", priority(3),
		).in(contract).with("plan", plan),
		theme(1, "logement", "logement").like("logement", lexicon.MatchExact),
		theme(2, "education", "éducation").like("education", lexicon.MatchExact),
		theme(3, "services-publics", "services publics"),
		theme(4, "sante", "santé").like("sante", lexicon.MatchExact),
		theme(5, "acces-droits", "accès aux droits").like("acces-droits", lexicon.MatchExact),
		theme(6, "acces-soins", "accès aux soins"),
		theme(7, "stages", "accès aux stages"),
		theme(8, "marche-travail", "marché du travail, métiers et savoir-faire"),
		named(
			"group", "discriminations", "groupe de travail sur les discriminations",
			values{"type": lexicon.GroupThematic},
		).in(contract),
	}
}

// valenciennesActions returns the actions. They have a status of their own only where the document
// gives one. Elsewhere it describes what partners do, which contributions express.
func valenciennesActions() []record {
	action := func(code, name string, kind lexicon.ActionKind, more values) record {
		return named("action", code, name, more).in("contract valenciennes").typed(kind)
	}
	open := values{"open_list": true}
	return []record{
		action(
			"formations-logement", "Actions de formations autour de la thématique de l’accès aux logements",
			lexicon.KindAction, values{"status": lexicon.StatusInDiscussion},
		),
		action("accroche-active", "projet accroche active", lexicon.KindProject, nil),
		action("bourse-stages", "Bourse aux stages", lexicon.KindProject, nil),
		action("plateforme", "plateforme numérique (de la Bourse aux stages)", lexicon.KindMeans, nil),
		action("sensibilisation", "sensibilisation des jeunes et des enseignants", lexicon.KindComponent, nil),
		action("acces-droits-soins", "actions d’accès aux droits et aux soins (CPAM du Hainaut)", lexicon.KindAction, open), // « de nombreuses actions »
		action("planir", "actions issues du PLANIR", lexicon.KindAction, nil),
		action("partenariats-locaux", "développement de partenariats auprès des acteurs locaux", lexicon.KindAction, open), // « , .. »
		action("lup", "Ligne Urgence Précarité", lexicon.KindAction, nil),
		action("formation-ccas", "formation des professionnels des CCAS partenaires", lexicon.KindAction, nil),
	}
}

// typed sets the kind of a thing.
func (r record) typed(kind any) record {
	r.set["kind"] = kind
	return r
}

// valenciennesPartners returns five organisations, and six collectives whose members the document does
// not list. Their numbers are therefore « at least ».
func valenciennesPartners() []record {
	collective := func(code, name string) record {
		return named("partner", code, name, values{"open_list": true}).typed(lexicon.Collective)
	}
	// in gives a collective the sector that its name tells.
	in := func(sector lexicon.Sector, r record) record {
		r.set["sector"] = sector
		return r
	}
	return []record{
		named("partner", "valenciennes-metropole", "Valenciennes Métropole", values{"sector": lexicon.SectorLocal}),
		named("partner", "cabinet-ifar", "Cabinet IFAR", nil),
		named(
			"partner", "drjscs", "Direction Régionale de la Jeunesse, des Sports et de la Cohésion Sociale",
			values{"acronym": "DRJSCS", "sector": lexicon.SectorState},
		),
		named("partner", "mde-valenciennois", "Maison de l’Emploi du Valenciennois", nil),
		named("partner", "cpam-hainaut", "Caisse Primaire d’Assurance Maladie (CPAM) du Hainaut", values{
			"acronym": "CPAM", "sector": lexicon.SectorSocial, "aliases": []string{"CPAM du Hainaut"},
		}),
		collective("partenaires-contrat-ville", "partenaires du Contrat de Ville"),
		collective("acteurs-contrat-ville", "ensemble des acteurs intervenant dans le cadre du Contrat de Ville"),
		in(lexicon.SectorState, collective("partenaires-etatiques", "partenaires étatiques")),
		collective("ccas-partenaires", "CCAS partenaires"),
		collective(
			"acteurs-locaux-contact-direct", "acteurs locaux au contact direct avec les usagers les plus vulnérables",
		),
		in(lexicon.SectorCompany, collective("entreprises", "entreprises")),
		{"identifier", "SIREN.245901160", values{
			"scheme": lexicon.SIREN, "value": "245901160", "verification": lexicon.WellFormed,
			"note": "Hors du document : liste des EPCI de l’INSEE et de l’ANCT.",
		}, refs{"partner": "partner valenciennes-metropole"}},
	}
}

// valenciennesIdeas returns the programmes, criteria, concepts and sources to which the document
// refers.
func valenciennesIdeas() []record {
	concept := func(code, name string, kind lexicon.ConceptKind) record {
		return named("concept", code, name, nil).typed(kind)
	}
	return []record{
		concept("politique-de-la-ville", "Politique de la Ville", lexicon.ConceptPolicy),
		concept("lcd", "lutte contre les discriminations", lexicon.ConceptPolicy),
		concept("reforme-2014", "réforme de la Politique de la Ville de 2014", lexicon.ConceptReform),
		concept(
			"lcd-orientation", "lutte contre les discriminations (orientation transversale)",
			lexicon.ConceptOrientation,
		),
		concept("egalite-droits", "égalité effective des droits", lexicon.ConceptObjective),
		concept("egalite-territoires", "égalité des territoires", lexicon.ConceptObjective),
		concept(
			"egalite-traitement",
			"garantir l’égalité de traitement de tous les habitants dans tous les domaines de la vie",
			lexicon.ConceptObjective,
		),
		concept(
			"prevention-reduction", "démarche de prévention et de réduction des risques de discrimination",
			lexicon.ConceptApproach,
		),
		concept("environnement", "environnement sanitaire et social préoccupant", lexicon.ConceptFinding),
		named(
			"criterion", "lieu-de-residence", "lieu de résidence", values{"rank": 20, "list": "législation française"},
		),
		named("source", "plan-territorial", "Adoption d’un plan territorial de lutte contre les discriminations", values{
			"note": "Le texte fondateur ; sa date et son auteur n’y sont pas écrits.",
		}),
		named(
			"source", "diagnostic-ifar", "diagnostic établi par le Cabinet IFAR",
			values{"date": lexicon.MustPartialDate("../2016-06")},
		),
		// The variants of programmes are those of other texts, which fromElsewhere cites; the document
		// writes the names.
		named("programme", "pia", "PIA", values{"variants": []string{longPIA}}),
		named("programme", "planir", "PLANIR (Plan d’accompagnement des Risques de non recours, d’incompréhension et de ruptures)", values{
			"variants": []string{longPLANIR},
		}),
		named(
			"programme", "inegalites-sante", "projet de lutte contre les inégalités sociales en matière de santé", nil,
		),
	}
}

// The long forms of acronyms that the document does not spell out so.
const (
	longPIA    = "Programme d’investissements d’avenir"
	longPLANIR = "Plan Local d’Accompagnement du Non Recours, des Incompréhensions, des Ruptures"
)

// fromElsewhere returns citations of what this package adds to the document. These are the long forms
// of two programmes, from the notes of its readers. The notes do not say in which edition of which
// text they were found.
func fromElsewhere() []record {
	notes := named("source", "formes-longues", "Notes de lecture : formes longues relevées ailleurs", values{
		"note": "Hors du document fondateur : formes longues en usage dans d’autres textes ; leurs éditions ne sont pas relevées.",
	})
	cite := func(programme, acronym, long string) record {
		return record{"citation", "ailleurs." + programme, values{
			"basis": lexicon.BasisStated, "stance": lexicon.Supports, "about": "variants", "value": long,
			"locator": "sigle " + acronym, "note": "Hors du document fondateur.",
		}, refs{"source": notes.key(), "programme": "programme " + programme}}
	}
	return []record{notes, cite("pia", "PIA", longPIA), cite("planir", "PLANIR", longPLANIR)}
}

// valenciennesReach returns the audiences and territories for which something is done.
func valenciennesReach() []record {
	final := func(code, name string) record {
		return named("audience", code, name, nil).typed(lexicon.FinalBeneficiary)
	}
	through := func(code, name string) record { return named("audience", code, name, nil).typed(lexicon.Intermediary) }
	return []record{
		final("habitants", "habitants"),
		through("pros-terrain", "professionnels de terrain"),
		through("contact-direct", "personnes au contact direct des publics"),
		final("etudiants", "étudiants"),
		final("jeunes", "jeunes"),
		through("enseignants", "enseignants"),
		final("jeunes-demandeurs", "jeunes demandeurs de stage"),
		final("vulnerables", "personnes les plus vulnérables"),
		final("eloigne-soins", "public éloigné du système de soins"),
		final("usagers-vulnerables", "usagers les plus vulnérables"),
		through("pros-ccas", "professionnels des CCAS partenaires"),
		named(
			"territory", "vm", "territoire de Valenciennes Métropole", values{"implied": true},
		).typed(lexicon.TerritoryEPCI),
		named(
			"territory", "qpv", "quartiers prioritaires de la Politique de la Ville", nil,
		).typed(lexicon.TerritoryCategory),
		named("territory", "fragiles", "territoires les plus fragiles", nil).typed(lexicon.TerritoryCategory),
		named("territory", "territoires-cpam", "territoires (d’action de la CPAM)", nil).typed(lexicon.TerritoryArea),
	}
}
