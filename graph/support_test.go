package graph_test

import (
	"testing"

	"maillage/internal/gqlserver"
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

// eachReadOnly runs a test that writes nothing on a demo hub of each database, with the limits of every hub.
func eachReadOnly(t *testing.T, test func(t *testing.T, h *testhub.Hub)) {
	t.Helper()
	testhub.EachReadOnly(t, gqlserver.Limits{}, test)
}
