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
