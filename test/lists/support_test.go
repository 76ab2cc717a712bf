package lists_test

import (
	"maillage/internal/testhub"
	"maillage/internal/testhub/filtermodel"
	"maillage/internal/testhub/writes"
)

// Names of the support of tests.
var (
	readSchema   = testhub.ReadSchema
	ours         = testhub.OwnTypes
	shownAs      = testhub.AnswerName
	text         = testhub.PathJSON
	argumentJSON = testhub.ArgumentJSON
	everything   = filtermodel.All
	mayHoldIn    = filtermodel.MayHoldIn
	tried        = writes.Try
	done         = writes.Must
	rejected     = writes.Rejected
	changed      = writes.MergeInputs
	eachPair     = writes.EachPair
	eachEmpty    = writes.EachEmpty
)

type (
	record = filtermodel.Record
	in     = writes.Input
)
