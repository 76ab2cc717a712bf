package lexicon

// orders are the words of the API's lists and statistics, which no record stores.
var orders = []Vocabulary{
	{"OrderDirection", "The direction in which a list is sorted.", []Term{
		{"ASC", "ascending", "croissant", "Smallest, first in the alphabet, or oldest first."},
		{"DESC", "descending", "décroissant", "Largest, last in the alphabet, or newest first."},
	}},
	{"RecordOrderField", "Sort keys for records.", []Term{
		{"CREATED_AT", "date of creation", "date de création", "When the record was created."},
		{"UPDATED_AT", "date of change", "date de modification", "When the record was last changed."},
	}},
	{"ThingOrderField", "Sort keys for named records.", []Term{
		{"NAME", "name", "nom", "The name, without regard to case and accents."},
		{"CREATED_AT", "date of creation", "date de création", "When the record was created."},
		{"UPDATED_AT", "date of change", "date de modification", "When the record was last changed."},
	}},
	{"PositionOrderField", "Sort keys for records with a position.", []Term{
		{"POSITION", "position", "rang", "The place given in the contract."},
		{"NAME", "name", "nom", "The name, without regard to case and accents."},
		{"CREATED_AT", "date of creation", "date de création", "When the record was created."},
		{"UPDATED_AT", "date of change", "date de modification", "When the record was last changed."},
	}},
	{"StatsDimension", "A dimension by which derived contributions can be grouped.", []Term{
		{"THEME", "theme", "thématique", "The theme of the axis. It is the reference theme to which the axis’s own is mapped, unless you select exactly one contract. An axis with two themes counts in both rows. An axis without a theme counts in a row without one."},
		{"CONTRACT", "contract", "contrat", "The contract of the axis."},
		{"AXIS", "axis", "axe", "One row for each axis."},
		{"PARTNER", "partner", "partenaire", "One row for each partner."},
		{"PARTNER_KIND", "kind of partner", "nature du partenaire", "What the partner is: an organisation, or a collective."},
		{"PARTNER_SECTOR", "sector of the partner", "secteur du partenaire", "The sort of body that the partner is."},
		{"AXIS_ROLE", "role in the axis", "rôle dans l’axe", "The role of the partner in the axis itself. Chains through actions, working groups and collectives count in a row without a role."},
		{"ACTION_ROLE", "role in actions", "rôle dans les actions", "The role of the partner in an action. A partner with two roles counts in both rows. Contributions to the axis itself, working groups and collectives count in a row without a role."},
		{"STATUS", "status", "statut", "The status of a chain. A row of a status counts the chains of that status alone."},
		{"BASIS", "basis", "fondement", "The basis of a chain."},
		{"RULE", "rule", "règle", "The rule by which a chain is derived."},
		{"TERRITORY", "territory", "territoire", "Where the action of a chain works. The chain counts in the rows of all larger territories too. Chains without a territory count in a row without one."},
		{"AUDIENCE", "audience", "public", "The audience of the action of a chain, or of the axis when the chain has no action. The chain counts in the rows of all broader audiences too."},
		{"ACTION_THEME", "theme of the action", "thématique de l’action", "The themes of the action of a chain. They are the reference themes to which its own are mapped, unless you select exactly one contract."},
	}},
}
