package accounts_test

import (
	"maillage/internal/testhub"
	"maillage/internal/testhub/writes"
)

// Names of the support of tests.
var (
	readSchema    = testhub.ReadSchema
	ours          = testhub.OwnTypes
	fields        = testhub.OwnFields
	done          = writes.Must
	rejected      = writes.Rejected
	as            = writes.WithAccount
	administrator = writes.AsAdministrator
	changed       = writes.MergeInputs
	rows          = writes.CountRows
	twoContracts  = writes.TwoContracts
	eachPair      = writes.EachPair
	declared      = writes.Declared
	cited         = writes.Cited
	linesSaid     = writes.LinesText
)

type (
	userError = writes.UserError
	written   = writes.Payload
	in        = writes.Input
)
