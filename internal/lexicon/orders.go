package lexicon

// orders are the words of the API's lists and statistics, which no record stores.
var orders = []Vocabulary{
	{"OrderDirection", "Which way a list is ordered.", []Term{
		{"ASC", "ascending", "croissant", "Smallest, first in the alphabet, or oldest first."},
		{"DESC", "descending", "décroissant", "Largest, last in the alphabet, or newest first."},
	}},
	{"RecordOrderField", "What records can be ordered by.", []Term{
		{"CREATED_AT", "date of creation", "date de création", "When the record was made."},
		{"UPDATED_AT", "date of change", "date de modification", "When the record was last changed."},
	}},
	{"ThingOrderField", "What named records can be ordered by.", []Term{
		{"NAME", "name", "nom", "The name, without regard to case and accents."},
		{"CREATED_AT", "date of creation", "date de création", "When the record was made."},
		{"UPDATED_AT", "date of change", "date de modification", "When the record was last changed."},
	}},
	{"PositionOrderField", "What records with a place can be ordered by.", []Term{
		{"POSITION", "position", "rang", "The place given in the contract."},
		{"NAME", "name", "nom", "The name, without regard to case and accents."},
		{"CREATED_AT", "date of creation", "date de création", "When the record was made."},
		{"UPDATED_AT", "date of change", "date de modification", "When the record was last changed."},
	}},
	{"StatsDimension", "What derived contributions can be grouped by.", []Term{
		{"THEME", "theme", "thématique", "The theme of the axis: the reference theme to which its own is mapped, unless one contract alone is asked for. An axis of two themes counts in the rows of both; one of none in a row without a theme."},
		{"CONTRACT", "contract", "contrat", "The contract of the axis."},
		{"AXIS", "axis", "axe", "One row for each axis."},
		{"PARTNER", "partner", "partenaire", "One row for each partner."},
		{"PARTNER_KIND", "kind of partner", "nature du partenaire", "What the partner is: an organisation, or a collective."},
		{"PARTNER_SECTOR", "sector of the partner", "secteur du partenaire", "The sort of body that the partner is."},
		{"AXIS_ROLE", "role in the axis", "rôle dans l’axe", "The part that the partner takes in the axis itself. Chains through actions, seats and collectives count in a row without one."},
		{"ACTION_ROLE", "role in actions", "rôle dans les actions", "The part that the partner takes in an action: one with two roles counts in the rows of both. Contributions to the axis itself, seats and collectives count in a row without one."},
		{"STATUS", "status", "statut", "The status of a chain. A row of a status counts the chains of that status alone."},
		{"BASIS", "basis", "fondement", "The basis of a chain."},
		{"RULE", "rule", "règle", "The rule by which a chain is derived."},
		{"TERRITORY", "territory", "territoire", "Where the action of a chain works. It counts in the rows of all territories that contain it too; chains without one in a row without a territory."},
		{"AUDIENCE", "audience", "public", "For whom the action of a chain works, or the axis where a chain has no action. It counts in the rows of all audiences that contain it too."},
		{"ACTION_THEME", "theme of the action", "thématique de l’action", "The themes of the action of a chain: the reference themes to which they are mapped, unless one contract alone is asked for."},
	}},
}
