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

var accountRoles = Vocabulary{"AccountRole", "What an account may do, at most. Without an account one is the public, and reads what an administrator has opened.", []Term{
	{"ADMINISTRATOR", "administrator", "administrateur", "Reads and writes everything, and says who may."},
	{"COORDINATOR", "coordinator", "coordinateur", "Reads and writes what belongs to the contracts that they coordinate, validates it, and keeps the directory."},
	{"LIAISON", "liaison", "référent", "Reads the contracts that they serve, and writes for their own organisation there."},
	{"INTEGRATOR", "integrator", "intégrateur", "A program: reads and writes what its token’s scopes and contracts say."},
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

var tokenScopes = Vocabulary{"TokenScope", "What a token may be used for; it never adds to what the role of its account may.", []Term{
	{"READ", "read", "lecture", "Ask the graph."},
	{"FEED", "feed", "flux", "Read the ledger and subscribe to changes."},
	{"WRITE", "write", "écriture", "Change records."},
	{"CONTACTS", "contacts", "contacts", "Read and write contacts, which are persons."},
}}

// ChangeOperation is what a line of the ledger did to its record.
type ChangeOperation string

// The operations.
const (
	OperationCreate ChangeOperation = "CREATE"
	OperationUpdate ChangeOperation = "UPDATE"
	OperationDelete ChangeOperation = "DELETE"
)

var changeOperations = Vocabulary{"ChangeOperation", "What a line of the ledger did to its record.", []Term{
	{"CREATE", "create", "création", "The record was made, or came back after it had been deleted."},
	{"UPDATE", "update", "modification", "Fields of the record were changed."},
	{"DELETE", "delete", "suppression", "The record was taken away; the ledger keeps what it said."},
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
	{"WORKING_GROUP", "working group", "groupe de travail", "A body in which partners sit."},
	{"PROGRAMME", "programme", "dispositif", "A scheme that actions come from or are funded by."},
	{"AUDIENCE", "audience", "public", "A public for whom, or through whom, something is done."},
	{"TERRITORY", "territory", "territoire", "An area, or a category of areas."},
	{"CRITERION", "criterion", "critère", "A ground of discrimination."},
	{"SOURCE", "source", "source", "A document that says something."},
	{"CONCEPT", "concept", "notion", "An idea that a contract refers to."},
	{"IDENTIFIER", "identifier", "identifiant", "What a register calls a partner or a territory."},
	{"CONTRIBUTION", "contribution", "contribution", "A claim that a partner takes part in an action or an axis."},
	{"ALIGNMENT", "alignment", "alignement", "A claim that an action serves an axis, or goes its way."},
	{"MEMBERSHIP", "membership", "appartenance", "A claim that a partner sits in a group or belongs to a collective."},
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

var userErrorCodes = Vocabulary{"UserErrorCode", "What is wrong with an input, or with the moment for it. A person can mend it; nothing was written.", []Term{
	{"REQUIRED", "required", "obligatoire", "A field that the record needs is missing or null."},
	{"INVALID", "invalid", "invalide", "The value is not what the field takes."},
	{"TOO_LONG", "too long", "trop long", "The value is longer than the field takes."},
	{"UNKNOWN_RECORD", "unknown record", "enregistrement inconnu", "No record that one may see has this id or code."},
	{"AMBIGUOUS", "ambiguous", "ambigu", "Several records fit: name one by its `id`, its code or `contract/code`."},
	{"TAKEN", "taken", "déjà pris", "Another record has this code, id or identifier, or another change of this write says otherwise."},
	{"CONFLICT", "conflict", "conflit", "The record has changed since the version that was seen; the payload’s `conflict` shows both."},
	{"IN_USE", "in use", "utilisé", "Other records refer to it."},
	{"NEEDS_SOURCE", "needs a source", "source exigée", "A claim that is stated needs a citation."},
	{"NEEDS_RULE", "needs a rule", "règle exigée", "An inferred claim says in `inference` how it was inferred."},
	{"NEEDS_REASON", "needs a reason", "motif exigé", "A preferred value says why it is preferred."},
	{"FORBIDDEN", "forbidden", "interdit", "The account may not write this."},
	{"CYCLE", "cycle", "cycle", "The record would be a part, a member or a successor of itself."},
	{"OTHER_CONTRACT", "other contract", "autre contrat", "The records belong to different contracts."},
	{"IDEMPOTENCY_MISMATCH", "idempotency mismatch", "clé déjà utilisée", "The idempotency key was used for another write."},
	{"NOT_OPEN", "not open", "non ouvert", "The draft has been published or discarded."},
	{"TOO_MANY", "too many", "trop nombreux", "More changes at once than one write takes."},
	{"CANNOT_REVERT", "cannot be reverted", "ne peut être annulé", "What the change did has been changed again, or was undone already."},
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

var contactActions = Vocabulary{"ContactAction", "What somebody did with a contact, as its access log says.", []Term{
	{"READ", "read", "consultation", "Its data was shown."},
	{"CREATE", "create", "création", "It was entered."},
	{"UPDATE", "update", "modification", "It was changed."},
	{"EXPORT", "export", "export", "All that is kept about the person was handed out."},
	{"ERASE", "erase", "effacement", "It was erased on request."},
	{"EXPIRE", "expire", "expiration", "It was erased because its time was over."},
}}
