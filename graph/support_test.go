package graph_test

import (
	"maillage/internal/testhub"
	"maillage/internal/testhub/filtermodel"
)

var (
	readSchema = testhub.ReadSchema
	ours       = testhub.OwnTypes
	fields     = testhub.OwnFields
	shownAs    = testhub.AnswerName
	wide       = testhub.WideLimits
	everything = filtermodel.All
	mayHoldIn  = filtermodel.MayHoldIn
)

type record = filtermodel.Record
