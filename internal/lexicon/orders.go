package lexicon

// The sort keys that several lists have.
var (
	byName = Term{"NAME", "name", "nom", Text{
		"The name, without regard to case and accents.",
		"Le nom, sans égard à la casse ni aux accents.",
	}}
	byCreation = Term{"CREATED_AT", "date of creation", "date de création", Text{
		"When the record was created.",
		"Quand l’enregistrement a été créé.",
	}}
	byChange = Term{"UPDATED_AT", "date of change", "date de modification", Text{
		"When the record was last changed.",
		"Quand l’enregistrement a été modifié en dernier.",
	}}
)

// orders are the words of the API's lists and statistics, which no record stores.
var orders = []Vocabulary{
	{"OrderDirection", Text{
		"The direction in which a list is sorted.",
		"Le sens dans lequel une liste est rangée.",
	}, []Term{
		{"ASC", "ascending", "croissant", Text{
			"Smallest, first in the alphabet, or oldest first.",
			"Le plus petit, le premier de l’alphabet ou le plus ancien d’abord.",
		}},
		{"DESC", "descending", "décroissant", Text{
			"Largest, last in the alphabet, or newest first.",
			"Le plus grand, le dernier de l’alphabet ou le plus récent d’abord.",
		}},
	}},
	{"RecordOrderField", Text{
		"Sort keys for records.",
		"Ce par quoi des enregistrements peuvent être rangés.",
	}, []Term{
		byCreation, byChange,
	}},
	{"GrantOrderField", Text{
		"Sort keys for grants.",
		"Ce par quoi des subventions peuvent être rangées.",
	}, []Term{
		byCreation, byChange,
		{"AMOUNT", "amount", "montant", Text{
			"The amount. Unknown and withheld amounts come last, in both directions.",
			"Le montant ; les montants inconnus ou non communiqués en dernier, dans les deux sens.",
		}},
		{"AGREED_ON", "date of the agreement", "date de la convention", Text{
			"The first day that the date can mean. Unknown dates come last, in both directions.",
			"Le premier jour que la date peut désigner ; les dates inconnues en dernier, dans les deux sens.",
		}},
	}},
	{"FundingLineOrderField", Text{
		"Sort keys for funding lines.",
		"Ce par quoi des lignes de financement peuvent être rangées.",
	}, []Term{
		byCreation, byChange,
		{"YEAR", "year", "année", Text{
			"The year. Lines without one come last, in both directions.",
			"L’année ; les lignes sans année en dernier, dans les deux sens.",
		}},
		{"ASKED", "amount asked for", "montant demandé", Text{
			"The amount asked for. Unknown amounts come last, in both directions.",
			"Le montant demandé ; les montants inconnus en dernier, dans les deux sens.",
		}},
		{"VOTED", "amount voted", "montant voté", Text{
			"The amount voted. Unknown amounts come last, in both directions.",
			"Le montant voté ; les montants inconnus en dernier, dans les deux sens.",
		}},
		{"PAID", "amount paid", "montant versé", Text{
			"The amount paid. Unknown amounts come last, in both directions.",
			"Le montant versé ; les montants inconnus en dernier, dans les deux sens.",
		}},
	}},
	{"ObservationOrderField", Text{
		"Sort keys for observations.",
		"Ce par quoi des relevés peuvent être rangés.",
	}, []Term{
		byCreation, byChange,
		{"PERIOD", "period", "période", Text{
			"The first day of the period. Periods without one come last, in both directions.",
			"Le premier jour de la période ; les périodes sans premier jour en dernier, dans les deux sens.",
		}},
	}},
	{"ThingOrderField", Text{
		"Sort keys for named records.",
		"Ce par quoi des enregistrements nommés peuvent être rangés.",
	}, []Term{
		byName,
		byCreation, byChange,
	}},
	{"PositionOrderField", Text{
		"Sort keys for records with a position.",
		"Ce par quoi des enregistrements qui ont une place peuvent être rangés.",
	}, []Term{
		{"POSITION", "position", "rang", Text{"The place given in the contract.", "La place donnée dans le contrat."}},
		byName,
		byCreation, byChange,
	}},
	{"StatsDimension", Text{
		"A dimension by which derived contributions can be grouped.",
		"Ce par quoi des contributions dérivées peuvent être groupées.",
	}, []Term{
		{"THEME", "theme", "thématique", Text{
			"The theme of the axis. It is the reference theme to which the axis’s own is mapped, unless you " +
				"select exactly one contract. An axis with two themes counts in both rows. An axis without a " +
				"theme counts in a row without one.",
			"La thématique de l’axe : la thématique de référence à laquelle la sienne correspond, sauf si un seul " +
				"contrat est demandé. Un axe de deux thématiques compte dans les lignes des deux ; un axe sans " +
				"thématique, dans une ligne sans thématique.",
		}},
		{"CONTRACT", "contract", "contrat", Text{"The contract of the axis.", "Le contrat de l’axe."}},
		{"AXIS", "axis", "axe", Text{"One row for each axis.", "Une ligne par axe."}},
		{"PARTNER", "partner", "partenaire", Text{"One row for each partner.", "Une ligne par partenaire."}},
		{"PARTNER_KIND", "kind of partner", "nature du partenaire", Text{
			"What the partner is: an organisation, or a collective.",
			"Ce qu’est le partenaire : un organisme ou un collectif.",
		}},
		{"PARTNER_SECTOR", "sector of the partner", "secteur du partenaire", Text{
			"The sort of body that the partner is.",
			"La sorte d’organisme qu’est le partenaire.",
		}},
		{"AXIS_ROLE", "role in the axis", "rôle dans l’axe", Text{
			"The role of the partner in the axis itself. Chains through actions, working groups and collectives " +
				"count in a row without a role.",
			"La part que prend le partenaire dans l’axe lui-même. Les chaînes par des actions, des sièges et des " +
				"collectifs comptent dans une ligne sans rôle.",
		}},
		{"ACTION_ROLE", "role in actions", "rôle dans les actions", Text{
			"The role of the partner in an action. A partner with two roles counts in both rows. Contributions to " +
				"the axis itself, working groups and collectives count in a row without a role.",
			"La part que prend le partenaire dans une action : qui en a deux compte dans les lignes des deux. Les " +
				"contributions à l’axe lui-même, les sièges et les collectifs comptent dans une ligne sans rôle.",
		}},
		{"STATUS", "status", "statut", Text{
			"The status of a chain. A row of a status counts the chains of that status alone.",
			"Le statut d’une chaîne. La ligne d’un statut ne compte que les chaînes de ce statut.",
		}},
		{"BASIS", "basis", "fondement", Text{"The basis of a chain.", "Le fondement d’une chaîne."}},
		{"RULE", "rule", "règle", Text{
			"The rule by which a chain is derived.",
			"La règle dont une chaîne est dérivée.",
		}},
		{"TERRITORY", "territory", "territoire", Text{
			"Where the action of a chain works. The chain counts in the rows of all larger territories too. " +
				"Chains without a territory count in a row without one.",
			"Où agit l’action d’une chaîne. Elle compte aussi dans les lignes de tous les territoires qui le " +
				"contiennent ; les chaînes sans territoire, dans une ligne sans territoire.",
		}},
		{"AUDIENCE", "audience", "public", Text{
			"The audience of the action of a chain, or of the axis when the chain has no action. The chain counts " +
				"in the rows of all broader audiences too.",
			"Pour qui agit l’action d’une chaîne, ou l’axe quand une chaîne n’a pas d’action. Elle compte aussi " +
				"dans les lignes de tous les publics qui le contiennent.",
		}},
		{"ACTION_THEME", "theme of the action", "thématique de l’action", Text{
			"The themes of the action of a chain. They are the reference themes to which its own are mapped, " +
				"unless you select exactly one contract.",
			"Les thématiques de l’action d’une chaîne : les thématiques de référence auxquelles elles " +
				"correspondent, sauf si un seul contrat est demandé.",
		}},
	}},
}
