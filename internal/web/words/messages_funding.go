package words

// fundingMessages are the texts about grants.
var fundingMessages = map[string]Message{
	"field.funder":                {"financeur", "funder"},
	"field.beneficiary":           {"bénéficiaire", "beneficiary"},
	"field.agreedOn":              {"date de la convention", "date of the agreement"},
	"field.paidFrom":              {"premier versement", "first payment"},
	"field.paidUntil":             {"dernier versement", "last payment"},
	"field.amountWithheld":        {"montant non communiqué", "amount withheld"},
	"field.nature":                {"nature de l’aide", "nature of the aid"},
	"field.decisionReference":     {"référence de la décision", "reference of the decision"},
	"field.conditions":            {"conditions de versement", "conditions of payment"},
	"field.share":                 {"part du financement", "share of the funding"},
	"field.notifiedToEU":          {"notifiée à l’Union européenne", "notified to the European Union"},
	"field.rae":                   {"registre des aides de minimis", "register of de minimis aid"},
	"field.aidScheme":             {"dispositif d’aide", "aid scheme"},
	"field.usage":                 {"usage", "usage"},
	"field.financialYear":         {"exercice", "financial year"},
	"field.funderIdentifier":      {"identifiant du financeur, au fichier", "identifier of the funder, in the file"},
	"field.beneficiaryIdentifier": {"identifiant du bénéficiaire, au fichier", "identifier of the beneficiary, in the file"},
	"field.recordKey":             {"clé de la ligne importée", "key of the imported line"},
}
