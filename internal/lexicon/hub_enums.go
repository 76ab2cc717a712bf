package lexicon

import "io"

// Values lists every role of an account.
func (AccountRole) Values() []string { return accountRoles.Words() }

// Label returns the role of an account in a language.
func (w AccountRole) Label(l Language) string { return accountRoles.Label(string(w), l) }

// MarshalGQL writes the role of an account as an enum value.
func (w AccountRole) MarshalGQL(out io.Writer) { marshal(out, w) }

// UnmarshalGQL reads the role of an account from an enum value.
func (w *AccountRole) UnmarshalGQL(value any) error { return unmarshal(w, value, accountRoles) }

// Values lists every scope.
func (TokenScope) Values() []string { return tokenScopes.Words() }

// Label returns the scope in a language.
func (w TokenScope) Label(l Language) string { return tokenScopes.Label(string(w), l) }

// MarshalGQL writes the scope as an enum value.
func (w TokenScope) MarshalGQL(out io.Writer) { marshal(out, w) }

// UnmarshalGQL reads the scope from an enum value.
func (w *TokenScope) UnmarshalGQL(value any) error { return unmarshal(w, value, tokenScopes) }

// Values lists every operation.
func (ChangeOperation) Values() []string { return changeOperations.Words() }

// Label returns the operation in a language.
func (w ChangeOperation) Label(l Language) string { return changeOperations.Label(string(w), l) }

// MarshalGQL writes the operation as an enum value.
func (w ChangeOperation) MarshalGQL(out io.Writer) { marshal(out, w) }

// UnmarshalGQL reads the operation from an enum value.
func (w *ChangeOperation) UnmarshalGQL(value any) error { return unmarshal(w, value, changeOperations) }

// Values lists every state.
func (DraftState) Values() []string { return draftStates.Words() }

// Label returns the state in a language.
func (w DraftState) Label(l Language) string { return draftStates.Label(string(w), l) }

// MarshalGQL writes the state as an enum value.
func (w DraftState) MarshalGQL(out io.Writer) { marshal(out, w) }

// UnmarshalGQL reads the state from an enum value.
func (w *DraftState) UnmarshalGQL(value any) error { return unmarshal(w, value, draftStates) }

// Values lists every type of record.
func (RecordType) Values() []string { return recordTypeWords.Words() }

// Label returns the type of record in a language.
func (w RecordType) Label(l Language) string { return recordTypeWords.Label(string(w), l) }

// MarshalGQL writes the type of record as an enum value.
func (w RecordType) MarshalGQL(out io.Writer) { marshal(out, w) }

// UnmarshalGQL reads the type of record from an enum value.
func (w *RecordType) UnmarshalGQL(value any) error { return unmarshal(w, value, recordTypeWords) }

// Values lists every code.
func (UserErrorCode) Values() []string { return userErrorCodes.Words() }

// Label returns the code in a language.
func (w UserErrorCode) Label(l Language) string { return userErrorCodes.Label(string(w), l) }

// MarshalGQL writes the code as an enum value.
func (w UserErrorCode) MarshalGQL(out io.Writer) { marshal(out, w) }

// UnmarshalGQL reads the code from an enum value.
func (w *UserErrorCode) UnmarshalGQL(value any) error { return unmarshal(w, value, userErrorCodes) }

// Values lists every action.
func (ContactAction) Values() []string { return contactActions.Words() }

// Label returns the action in a language.
func (w ContactAction) Label(l Language) string { return contactActions.Label(string(w), l) }

// MarshalGQL writes the action as an enum value.
func (w ContactAction) MarshalGQL(out io.Writer) { marshal(out, w) }

// UnmarshalGQL reads the action from an enum value.
func (w *ContactAction) UnmarshalGQL(value any) error { return unmarshal(w, value, contactActions) }
