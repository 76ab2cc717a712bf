// Package scdl turns the lines of a file of grants into facts, by the French schema of subsidies (SCDL 2.1.1), its
// older forms and its loose ones.
package scdl

import (
	_ "embed"
	"sync"

	"maillage/internal/exchange/tableschema"
	"maillage/internal/lexicon"
)

//go:embed schema.json
var schemaFile []byte

// Schema returns the schema of SCDL grants, version 2.1.1.
var Schema = sync.OnceValue(func() *tableschema.Schema {
	s, err := tableschema.ParseSchema(schemaFile)
	if err != nil {
		panic(err) // it is compiled in
	}
	return s
})

// The fields of the schema, and two that older files have.
const (
	FunderName      = "nomAttribuant"
	FunderID        = "idAttribuant"
	AgreementDate   = "dateConvention"
	Reference       = "referenceDecision"
	BeneficiaryName = "nomBeneficiaire"
	BeneficiaryID   = "idBeneficiaire"
	BeneficiaryRNA  = "rnaBeneficiaire"
	Purpose         = "objet"
	AmountGranted   = "montant"
	NatureOfAid     = "nature"
	Conditions      = "conditionsVersement"
	PaymentDates    = "datesPeriodeVersement"
	RAE             = "idRAE"
	NotifiedToEU    = "notificationUE"
	ShareOfAmount   = "pourcentageSubvention"
	Programme       = "dispositifAide"
	FinancialYear   = "exercice"
	Usage           = "usage"
)

// Party is who gives or gets a grant, as the file names them.
type Party struct {
	Name string
	lexicon.Registered
}

// Nature is what a grant consists of. Neither means that the file does not say.
type Nature struct{ Money, Kind bool }

// Grant is one subsidy: who gave what to whom, when and what for.
type Grant struct {
	Funder, Beneficiary Party
	Agreed              lexicon.PartialDate // the date of the agreement, or its year
	Reference           string              // of the decision
	Purpose             string
	Amount              lexicon.Amount
	Nature              Nature
	Conditions          string // of payment
	Payment             lexicon.Period
	RAE                 string
	Notified            *bool // to the European Commission
	Share               *lexicon.Share
	Programme           string
	Usage               string // operating or investment, in the publisher's words
}

// Fact is what one line says.
type Fact struct {
	Line int
	// Identity is equal for equal grants, wherever they stand in whichever file. Base is the same without the amount.
	Identity, Base string
	Grant          Grant
	Notes          []lexicon.Note
}

// Severity returns the worst severity of the notes. It decides what becomes of the line.
func (f Fact) Severity() lexicon.NoteSeverity {
	worst := lexicon.Informs
	for _, n := range f.Notes {
		worst = max(worst, n.Severity)
	}
	return worst
}
