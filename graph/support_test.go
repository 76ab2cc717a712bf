package graph_test

import (
	"maillage/internal/testhub"
	"maillage/internal/testhub/filtermodel"
	"maillage/internal/testhub/writes"
)

// Names of the support of tests.
var (
	readSchema    = testhub.ReadSchema
	ours          = testhub.OwnTypes
	fields        = testhub.OwnFields
	wide          = testhub.WideLimits
	text          = testhub.PathJSON
	argumentJSON  = testhub.ArgumentJSON
	done          = writes.Must
	rejected      = writes.Rejected
	administrator = writes.AsAdministrator
	changed       = writes.MergeInputs
	twoContracts  = writes.TwoContracts
	eachPair      = writes.EachPair
	eachEmpty     = writes.EachEmpty
)

const (
	valueSelection = writes.ValueSelection
)

type (
	record     = filtermodel.Record
	fieldValue = writes.FieldValue
	in         = writes.Input
)
