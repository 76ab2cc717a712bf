package mutations_test

import (
	"maillage/internal/testhub"
	"maillage/internal/testhub/writes"
)

// Names of the support of tests.
var (
	readSchema    = testhub.ReadSchema
	shownAs       = testhub.AnswerName
	text          = testhub.PathJSON
	document      = writes.OperationOf
	tried         = writes.Try
	done          = writes.Must
	rejected      = writes.Rejected
	as            = writes.WithAccount
	administrator = writes.AsAdministrator
	changed       = writes.MergeInputs
	rows          = writes.CountRows
	eachPair      = writes.EachPair
	declared      = writes.Declared
	cited         = writes.Cited
	eachEmpty     = writes.EachEmpty
	linesSaid     = writes.LinesText
)

const (
	lineSelection = writes.LineSelection
)

type (
	userError  = writes.UserError
	lineAnswer = writes.LineAnswer
	written    = writes.Payload
	in         = writes.Input
)
