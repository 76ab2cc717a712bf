package lexicon

// GrantNature is what a grant consists of.
type GrantNature string

// The natures of grants.
const (
	InMoney        GrantNature = "MONEY"
	InKind         GrantNature = "IN_KIND"
	InMoneyAndKind GrantNature = "MONEY_AND_IN_KIND"
)

var grantNatures = Vocabulary{"GrantNature", Text{
	"What a grant consists of.",
	"Ce en quoi consiste une subvention.",
}, []Term{
	{"MONEY", "in money", "en numéraire", Text{"Money is paid.", "De l’argent est versé."}},
	{"IN_KIND", "in kind", "en nature", Text{
		"Premises, staff or goods are lent or given; the amount is their value.",
		"Des locaux, du personnel ou des biens sont prêtés ou donnés ; le montant est leur valeur.",
	}},
	{"MONEY_AND_IN_KIND", "in money and in kind", "en numéraire et en nature", Text{
		"Both; the amount is that of both together.",
		"Les deux ; le montant est celui des deux ensemble.",
	}},
}}

// GrantDimension is a property by which grants are grouped.
type GrantDimension string

// The dimensions of grants.
const (
	GrantsByContract    GrantDimension = "CONTRACT"
	GrantsByFunder      GrantDimension = "FUNDER"
	GrantsByBeneficiary GrantDimension = "BENEFICIARY"
	GrantsByAction      GrantDimension = "ACTION"
	GrantsByAxis        GrantDimension = "AXIS"
	GrantsByTheme       GrantDimension = "THEME"
	GrantsByYear        GrantDimension = "YEAR"
	GrantsByNature      GrantDimension = "NATURE"
)

var grantDimensions = Vocabulary{"GrantDimension", Text{
	"A property by which grants are grouped.",
	"Ce par quoi des subventions sont groupées.",
}, []Term{
	{"CONTRACT", "contract", "contrat", Text{
		"The contract. Grants of the directory are in a row without one.",
		"Le contrat. Les subventions du répertoire sont dans une ligne sans contrat.",
	}},
	{"FUNDER", "funder", "financeur", Text{"The partner that gives.", "Le partenaire qui donne."}},
	{"BENEFICIARY", "beneficiary", "bénéficiaire", Text{
		"The partner that receives.",
		"Le partenaire qui reçoit.",
	}},
	{"ACTION", "action", "action", Text{"The action that is paid for.", "L’action qui est financée."}},
	{"AXIS", "axis", "axe", Text{
		"The axis that is paid for, or each axis that the action serves. The grant counts in each.",
		"L’axe qui est financé, ou chaque axe que l’action sert. La subvention compte dans chacun.",
	}},
	{"THEME", "theme", "thématique", Text{
		"Each theme of the action, or of the axis. The grant counts in each.",
		"Chaque thématique de l’action, ou de l’axe. La subvention compte dans chacune.",
	}},
	{"YEAR", "year", "année", Text{
		"The financial year, or else the year of the agreement when it is certain.",
		"L’exercice, ou sinon l’année de la convention quand elle est certaine.",
	}},
	{"NATURE", "nature of aid", "nature de l’aide", Text{"What the grant consists of.", "Ce en quoi consiste la subvention."}},
}}
