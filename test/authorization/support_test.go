package authorization_test

import "maillage/internal/testhub"

var (
	readSchema = testhub.ReadSchema
	ours       = testhub.OwnTypes
	fields     = testhub.OwnFields
	shownAs    = testhub.AnswerName
	wide       = testhub.WideLimits
)
