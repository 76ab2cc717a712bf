package model

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"maillage/internal/batch"
	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/record"
	"maillage/internal/relay"
)

// Input is the input of a mutation as the client sent it, with its types checked by the schema. It
// distinguishes absent fields from null ones. Invalid values that a person can correct become user
// errors.
type Input map[string]any

// UnmarshalGQL takes an input object unchanged.
func (i *Input) UnmarshalGQL(value any) error {
	fields, ok := value.(map[string]any)
	if !ok {
		return fmt.Errorf("an input object was expected, not %T", value)
	}
	*i = fields
	return nil
}

// MarshalGQL writes the input; no answer contains one.
func (i Input) MarshalGQL(w io.Writer) { Value{map[string]any(i)}.MarshalGQL(w) }

// Value is a JSON value of a record's field.
type Value struct{ Of any }

// MarshalGQL writes the value as JSON.
func (v Value) MarshalGQL(w io.Writer) {
	text, err := json.Marshal(v.Of)
	if err != nil {
		text = []byte("null") // the ledger received its values as JSON
	}
	_, _ = w.Write(text) // the response buffer cannot fail
}

// UnmarshalGQL takes a value unchanged.
func (v *Value) UnmarshalGQL(value any) error {
	v.Of = value
	return nil
}

// FieldChange is one field of a change.
type FieldChange struct {
	Field         string
	Before, After *FieldValue
}

// FieldValue is a value of a record's field, by its kind: exactly one of its fields is not nil.
type FieldValue struct {
	batch.Member[FieldValue]
	record.Value
}

// UserError is an error that a person can correct, with its sentence in each language.
type UserError struct {
	Field []string
	Code  lexicon.UserErrorCode
	Say   func(lexicon.Language) string
}

// Suggestion is a record that an upsert may be about, with a reason in each language.
type Suggestion struct {
	Field  []string
	Record Node
	Say    func(lexicon.Language) string
}

// Conflict describes a record that has changed since the version that a writer saw.
type Conflict struct {
	Seen, Current int
	Record        string
	Type          string
}

// Payload is the result of a change of a record of one type.
type Payload[T any] struct {
	Record           *T
	RecordID         *string
	Draft            *ent.Draft
	Replayed         bool
	Conflict         *Conflict
	UserErrors       []*UserError
	Suggestions      []*Suggestion
	ClientMutationID *string
	Lines            func(context.Context) ([]*ent.Change, error) // lines of the ledger; nil for none
}

// Changes returns the ledger's lines of the write.
func (p *Payload[T]) Changes(ctx context.Context) ([]*ent.Change, error) { return lines(ctx, p.Lines) }

func lines(ctx context.Context, of func(context.Context) ([]*ent.Change, error)) ([]*ent.Change, error) {
	if of == nil {
		return nil, nil
	}
	all, err := of(ctx)
	if err != nil {
		return nil, err
	}
	return all, relay.Charge(ctx, len(all))
}

// ApplyChangesPayload is the result of applyChanges.
type ApplyChangesPayload struct {
	Payload[struct{}]
	Records   []Node
	RecordIds []*string
}

// MergePartnersPayload is the result of a merge of two partners.
type MergePartnersPayload struct {
	Payload[ent.Partner]
	Moves []*MergeMove
}

// MergeMove is a record that a merge moves.
type MergeMove struct {
	RecordID           string
	RecordType         lexicon.RecordType
	Record, JoinedWith Node
}

// DraftPayload is the result of a mutation of a draft.
type DraftPayload struct{ Payload[struct{}] }

// Actor is the author of a change.
type Actor struct {
	AccountID string
	Name      *string
}

// DraftStep is one change in a draft.
type DraftStep struct {
	Verb       string
	RecordType lexicon.RecordType
	RecordID   *string
	Fields     []*FieldChange
}

// Pages of changes, under their names in the API.
type (
	ChangeConnection = relay.Connection[ent.Change]
	ChangeEdge       = relay.Edge[ent.Change]
)
