package model

import "maillage/internal/message"

// Code is the machine-readable code of an error, in extensions.code.
type Code string

// The error codes. They are stable; docs/errors.md describes what a client does about each.
const (
	BadUserInput           Code = "BAD_USER_INPUT"
	NotFound               Code = "NOT_FOUND"
	Unauthenticated        Code = "UNAUTHENTICATED"
	Forbidden              Code = "FORBIDDEN"
	CursorExpired          Code = "CURSOR_EXPIRED"
	RateLimited            Code = "RATE_LIMITED"
	PersistedQueryNotFound Code = "PERSISTED_QUERY_NOT_FOUND"
	PersistedQueryRequired Code = "PERSISTED_QUERY_REQUIRED"
	LimitExceeded          Code = "LIMIT_EXCEEDED"
	CostExceeded           Code = "COST_EXCEEDED"
	ParseFailed            Code = "GRAPHQL_PARSE_FAILED"
	ValidationError        Code = "GRAPHQL_VALIDATION_FAILED"
	Timeout                Code = "TIMEOUT"
	Unavailable            Code = "UNAVAILABLE"
	Storage                Code = "STORAGE"
	Internal               Code = "INTERNAL"
)

// Error is an error that a client may see.
type Error struct {
	Code     Code
	Argument []any // path of the argument that it is about, or nil
	Sentence message.Sentence
}

func (e *Error) Error() string { return e.Sentence.String() }
