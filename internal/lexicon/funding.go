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

// FundingKind is the kind of money of a funding line.
type FundingKind string

// The kinds of funding.
const (
	FundingP147     FundingKind = "P147"
	FundingOrdinary FundingKind = "ORDINARY_LAW"
	FundingOther    FundingKind = "OTHER"
)

var fundingKinds = Vocabulary{"FundingKind", Text{
	"The kind of money of a funding line.",
	"La sorte de crédits d’une ligne de financement.",
}, []Term{
	{"P147", "city policy credits", "crédits de la politique de la ville", Text{
		"The State’s own budget for city policy, programme 147.",
		"Les crédits spécifiques de l’État pour la politique de la ville : le programme 147.",
	}},
	{"ORDINARY_LAW", "ordinary law", "droit commun", Text{
		"The budgets that serve all areas.",
		"Les crédits qui servent tous les territoires.",
	}},
	{"OTHER", "other", "autre", Text{"Any other money.", "Tout autre argent."}},
}}

// FundingDimension is a property by which funding lines are grouped.
type FundingDimension string

// The dimensions of funding lines.
const (
	FundingByContract FundingDimension = "CONTRACT"
	FundingByFunder   FundingDimension = "FUNDER"
	FundingByKind     FundingDimension = "KIND"
	FundingByAction   FundingDimension = "ACTION"
	FundingByAxis     FundingDimension = "AXIS"
	FundingByTheme    FundingDimension = "THEME"
	FundingByYear     FundingDimension = "YEAR"
)

var fundingDimensions = Vocabulary{"FundingDimension", Text{
	"A property by which funding lines are grouped.",
	"Ce par quoi des lignes de financement sont groupées.",
}, []Term{
	{"CONTRACT", "contract", "contrat", Text{
		"The contract to which the line belongs.",
		"Le contrat auquel la ligne appartient.",
	}},
	{"FUNDER", "funder", "financeur", Text{"The partner that pays.", "Le partenaire qui paie."}},
	{"KIND", "kind of money", "sorte de crédits", Text{"The kind of money.", "La sorte de crédits."}},
	{"ACTION", "action", "action", Text{"The action that is funded.", "L’action qui est financée."}},
	{"AXIS", "axis", "axe", Text{
		"The axis that is funded, or each axis that the action serves. The line counts in each.",
		"L’axe qui est financé, ou chaque axe que l’action sert. La ligne compte dans chacun.",
	}},
	{"THEME", "theme", "thématique", Text{
		"Each theme of the action, or of the axis. The line counts in each.",
		"Chaque thématique de l’action, ou de l’axe. La ligne compte dans chacune.",
	}},
	{"YEAR", "year", "année", Text{"The financial year.", "L’exercice."}},
}}
