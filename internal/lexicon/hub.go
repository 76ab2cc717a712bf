package lexicon

// AccountRole is the most that an account may do. A caller without an account is the public, which has
// no role.
type AccountRole string

// The roles of accounts, strongest first.
const (
	Administrator AccountRole = "ADMINISTRATOR"
	Coordinator   AccountRole = "COORDINATOR"
	Liaison       AccountRole = "LIAISON"
	Integrator    AccountRole = "INTEGRATOR"
)

var accountRoles = Vocabulary{"AccountRole", "The most that an account may do. Visitors without an account read only what an administrator has made public.", []Term{
	{"ADMINISTRATOR", "administrator", "administrateur", "Reads and writes everything, and manages access."},
	{"COORDINATOR", "coordinator", "coordinateur", "Reads, writes and validates the records of the contracts they coordinate, and maintains the directory."},
	{"LIAISON", "liaison", "référent", "Reads the contracts that they serve, and writes for their own organisation there."},
	{"INTEGRATOR", "integrator", "intégrateur", "A program: reads and writes within its token’s scopes and contracts."},
}}

// TokenScope is what a token may be used for. It never adds rights to those of its account's role.
type TokenScope string

// The scopes.
const (
	ScopeRead     TokenScope = "READ"
	ScopeFeed     TokenScope = "FEED"
	ScopeWrite    TokenScope = "WRITE"
	ScopeContacts TokenScope = "CONTACTS"
)

var tokenScopes = Vocabulary{"TokenScope", "What a token may be used for, within the rights of its account’s role.", []Term{
	{"READ", "read", "lecture", "Query the graph."},
	{"FEED", "feed", "flux", "Read the ledger and subscribe to changes."},
	{"WRITE", "write", "écriture", "Change records."},
	{"CONTACTS", "contacts", "contacts", "Read and write contact persons."},
}}

// ChangeOperation is what a line of the ledger did to its record.
type ChangeOperation string

// The operations.
const (
	OperationCreate ChangeOperation = "CREATE"
	OperationUpdate ChangeOperation = "UPDATE"
	OperationDelete ChangeOperation = "DELETE"
)

var changeOperations = Vocabulary{"ChangeOperation", "What a ledger entry did to its record.", []Term{
	{"CREATE", "create", "création", "The record was created, or restored after a deletion."},
	{"UPDATE", "update", "modification", "Fields of the record were changed."},
	{"DELETE", "delete", "suppression", "The record was deleted; the ledger keeps its values."},
}}

// DraftState is the state of a draft.
type DraftState string

// The states.
const (
	DraftOpen      DraftState = "OPEN"
	DraftPublished DraftState = "PUBLISHED"
	DraftDiscarded DraftState = "DISCARDED"
)

var draftStates = Vocabulary{"DraftState", "How far a draft has come.", []Term{
	{"OPEN", "open", "en préparation", "Changes are being prepared; nobody else sees them."},
	{"PUBLISHED", "published", "publié", "All its changes were made, in one write."},
	{"DISCARDED", "discarded", "abandonné", "None of its changes were made."},
}}

// RecordType is a type of record, as inputs and the ledger name it.
type RecordType string

var recordTypeWords = Vocabulary{"RecordType", "A type of record, as inputs and the ledger name it.", []Term{
	{"CONTRACT", "contract", "contrat", "A contrat de ville."},
	{"PLAN", "plan", "plan", "A document annexed to a contract."},
	{"THEME", "theme", "thématique", "A subject of a contract, or a reference theme."},
	{"AXIS", "axis", "axe", "A line of work of a contract."},
	{"ACTION", "action", "action", "Something done, from a project to one of its components."},
	{"PARTNER", "partner", "partenaire", "An organisation, or a collective."},
	{"WORKING_GROUP", "working group", "groupe de travail", "A body with partners as members."},
	{"PROGRAMME", "programme", "dispositif", "A scheme that actions come from or are funded by."},
	{"AUDIENCE", "audience", "public", "A group of people for whom, or through whom, something is done."},
	{"TERRITORY", "territory", "territoire", "An area, or a category of areas."},
	{"CRITERION", "criterion", "critère", "A ground of discrimination."},
	{"SOURCE", "source", "source", "A document that provides evidence."},
	{"CONCEPT", "concept", "notion", "An idea that a contract refers to."},
	{"IDENTIFIER", "identifier", "identifiant", "The number or code of a partner or a territory in a register."},
	{"CONTRIBUTION", "contribution", "contribution", "A claim that a partner takes part in an action or an axis."},
	{"ALIGNMENT", "alignment", "alignement", "A claim that an action serves, resonates with or resembles an axis."},
	{"MEMBERSHIP", "membership", "appartenance", "A claim that a partner is a member of a group or a collective."},
	{"RELATION", "relation", "relation", "Every other claim."},
	{"CITATION", "citation", "citation", "Where a source supports or contradicts a record."},
}}

// UserErrorCode says what is wrong with an input, in the payload of a mutation.
type UserErrorCode string

// The codes.
const (
	UserRequired     UserErrorCode = "REQUIRED"
	UserInvalid      UserErrorCode = "INVALID"
	UserTooLong      UserErrorCode = "TOO_LONG"
	UserUnknown      UserErrorCode = "UNKNOWN_RECORD"
	UserAmbiguous    UserErrorCode = "AMBIGUOUS"
	UserTaken        UserErrorCode = "TAKEN"
	UserConflict     UserErrorCode = "CONFLICT"
	UserInUse        UserErrorCode = "IN_USE"
	UserNeedsSource  UserErrorCode = "NEEDS_SOURCE"
	UserNeedsRule    UserErrorCode = "NEEDS_RULE"
	UserNeedsReason  UserErrorCode = "NEEDS_REASON"
	UserForbidden    UserErrorCode = "FORBIDDEN"
	UserCycle        UserErrorCode = "CYCLE"
	UserElsewhere    UserErrorCode = "OTHER_CONTRACT"
	UserKeyMismatch  UserErrorCode = "IDEMPOTENCY_MISMATCH"
	UserNotOpen      UserErrorCode = "NOT_OPEN"
	UserTooMany      UserErrorCode = "TOO_MANY"
	UserCannotRevert UserErrorCode = "CANNOT_REVERT"
)

var userErrorCodes = Vocabulary{"UserErrorCode", "What is wrong with an input, or with its timing. A person can correct it; nothing was written.", []Term{
	{"REQUIRED", "required", "obligatoire", "A field that the record needs is missing or null."},
	{"INVALID", "invalid", "invalide", "The value is not valid for the field."},
	{"TOO_LONG", "too long", "trop long", "The value is longer than the field allows."},
	{"UNKNOWN_RECORD", "unknown record", "enregistrement inconnu", "No record that you can see has this id or code."},
	{"AMBIGUOUS", "ambiguous", "ambigu", "Several records match: use an `id`, a code or `contract/code` that names only one."},
	{"TAKEN", "taken", "déjà pris", "Another record has this code, id or identifier, or another change of this write contradicts it."},
	{"CONFLICT", "conflict", "conflit", "The record has changed since the version that you read; the payload’s `conflict` shows both."},
	{"IN_USE", "in use", "utilisé", "Other records refer to it."},
	{"NEEDS_SOURCE", "needs a source", "source exigée", "A claim that is stated needs a citation."},
	{"NEEDS_RULE", "needs a rule", "règle exigée", "An inferred claim must explain in `inference` how it was inferred."},
	{"NEEDS_REASON", "needs a reason", "motif exigé", "A preferred value needs the reason why it is preferred."},
	{"FORBIDDEN", "forbidden", "interdit", "The account may not write this."},
	{"CYCLE", "cycle", "cycle", "The record would be a part, a member or a successor of itself."},
	{"OTHER_CONTRACT", "other contract", "autre contrat", "The records belong to different contracts."},
	{"IDEMPOTENCY_MISMATCH", "idempotency mismatch", "clé déjà utilisée", "The idempotency key was used for another write."},
	{"NOT_OPEN", "not open", "non ouvert", "The draft has been published or discarded."},
	{"TOO_MANY", "too many", "trop nombreux", "More changes than one write allows."},
	{"CANNOT_REVERT", "cannot be reverted", "ne peut être annulé", "What the change did has been changed again, or was already reverted."},
}}

// ContactAction is what somebody did with a contact.
type ContactAction string

// The actions on a contact.
const (
	ContactRead   ContactAction = "READ"
	ContactCreate ContactAction = "CREATE"
	ContactUpdate ContactAction = "UPDATE"
	ContactExport ContactAction = "EXPORT"
	ContactErase  ContactAction = "ERASE"
	ContactExpire ContactAction = "EXPIRE"
)

var contactActions = Vocabulary{"ContactAction", "What was done with a contact, as recorded in its access log.", []Term{
	{"READ", "read", "consultation", "Its data was shown."},
	{"CREATE", "create", "création", "It was added."},
	{"UPDATE", "update", "modification", "It was changed."},
	{"EXPORT", "export", "export", "All data about the person was exported."},
	{"ERASE", "erase", "effacement", "It was erased on request."},
	{"EXPIRE", "expire", "expiration", "It was erased because its storage period had ended."},
}}
