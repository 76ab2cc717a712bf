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

var accountRoles = Vocabulary{"AccountRole", Text{
	"The most that an account may do. Visitors without an account read only what an administrator has made public.",
	"Le maximum de ce que peut un compte. Sans compte, on ne lit que ce qu’un administrateur a rendu public.",
}, []Term{
	{"ADMINISTRATOR", "administrator", "administrateur", Text{
		"Reads and writes everything, and manages access.",
		"Lit et écrit tout, et gère les accès.",
	}},
	{"COORDINATOR", "coordinator", "coordinateur", Text{
		"Reads, writes and validates the records of the contracts they coordinate, and maintains the directory.",
		"Lit et écrit ce qui relève des contrats qu’il coordonne, le valide, et tient l’annuaire.",
	}},
	{"LIAISON", "liaison", "référent", Text{
		"Reads the contracts that they serve, and writes for their own organisation there.",
		"Lit les contrats qu’il sert, et y écrit pour sa propre organisation.",
	}},
	{"INTEGRATOR", "integrator", "intégrateur", Text{
		"A program: reads and writes within its token’s scopes and contracts.",
		"Un programme : lit et écrit ce que disent les portées et les contrats de son jeton.",
	}},
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

var tokenScopes = Vocabulary{"TokenScope", Text{
	"What a token may be used for, within the rights of its account’s role.",
	"Ce à quoi un jeton peut servir ; il n’ajoute jamais à ce que peut le rôle de son compte.",
}, []Term{
	{"READ", "read", "lecture", Text{"Query the graph.", "Interroger le graphe."}},
	{"FEED", "feed", "flux", Text{
		"Read the ledger and subscribe to changes.",
		"Lire l’historique et s’abonner aux modifications.",
	}},
	{"WRITE", "write", "écriture", Text{"Change records.", "Modifier des enregistrements."}},
	{"CONTACTS", "contacts", "contacts", Text{
		"Read and write contact persons.",
		"Lire et écrire des contacts, qui sont des personnes.",
	}},
}}

// ChangeOperation is what a line of the ledger did to its record.
type ChangeOperation string

// The operations.
const (
	OperationCreate ChangeOperation = "CREATE"
	OperationUpdate ChangeOperation = "UPDATE"
	OperationDelete ChangeOperation = "DELETE"
)

var changeOperations = Vocabulary{"ChangeOperation", Text{
	"What a ledger entry did to its record.",
	"Ce qu’une ligne du registre a fait à son enregistrement.",
}, []Term{
	{"CREATE", "create", "création", Text{
		"The record was created, or restored after a deletion.",
		"L’enregistrement a été créé, ou est revenu après sa suppression.",
	}},
	{"UPDATE", "update", "modification", Text{
		"Fields of the record were changed.",
		"Des champs de l’enregistrement ont été modifiés.",
	}},
	{"DELETE", "delete", "suppression", Text{
		"The record was deleted; the ledger keeps its values.",
		"L’enregistrement a été retiré ; le registre garde ce qu’il disait.",
	}},
}}

// DraftState is the state of a draft.
type DraftState string

// The states.
const (
	DraftOpen      DraftState = "OPEN"
	DraftPublished DraftState = "PUBLISHED"
	DraftDiscarded DraftState = "DISCARDED"
)

var draftStates = Vocabulary{"DraftState", Text{"How far a draft has come.", "Jusqu’où va un brouillon."}, []Term{
	{"OPEN", "open", "en préparation", Text{
		"Changes are being prepared; nobody else sees them.",
		"Des modifications se préparent ; personne d’autre ne les voit.",
	}},
	{"PUBLISHED", "published", "publié", Text{
		"All its changes were made, in one write.",
		"Toutes ses modifications ont été faites, en une écriture.",
	}},
	{"DISCARDED", "discarded", "abandonné", Text{
		"None of its changes were made.",
		"Aucune de ses modifications n’a été faite.",
	}},
}}

// RecordType is a type of record, as inputs and the ledger name it.
type RecordType string

var recordTypeWords = Vocabulary{"RecordType", Text{
	"A type of record, as inputs and the ledger name it.",
	"Un type d’enregistrement, tel que les saisies et le registre le nomment.",
}, []Term{
	{"CONTRACT", "contract", "contrat", Text{"A contrat de ville.", "Un contrat de ville."}},
	{"PLAN", "plan", "plan", Text{"A document annexed to a contract.", "Un document annexé à un contrat."}},
	{"THEME", "theme", "thématique", Text{
		"A subject of a contract, or a reference theme.",
		"Un sujet d’un contrat, ou une thématique de référence.",
	}},
	{"AXIS", "axis", "axe", Text{"A line of work of a contract.", "Une ligne de travail d’un contrat."}},
	{"ACTION", "action", "action", Text{
		"Something done, from a project to one of its components.",
		"Ce qui est fait, d’un projet à l’un de ses volets.",
	}},
	{"PARTNER", "partner", "partenaire", Text{
		"An organisation, or a collective.",
		"Une organisation, ou un acteur collectif.",
	}},
	{"WORKING_GROUP", "working group", "groupe de travail", Text{
		"A body with partners as members.",
		"Une instance où siègent des partenaires.",
	}},
	{"PROGRAMME", "programme", "dispositif", Text{
		"A scheme that actions come from or are funded by.",
		"Un dispositif dont des actions viennent ou qui les finance.",
	}},
	{"AUDIENCE", "audience", "public", Text{
		"A group of people for whom, or through whom, something is done.",
		"Un public pour qui, ou par qui, quelque chose est fait.",
	}},
	{"TERRITORY", "territory", "territoire", Text{
		"An area, or a category of areas.",
		"Un espace, ou une catégorie d’espaces.",
	}},
	{"CRITERION", "criterion", "critère", Text{"A ground of discrimination.", "Un motif de discrimination."}},
	{"SOURCE", "source", "source", Text{"A document that provides evidence.", "Un document qui apporte des preuves."}},
	{"CONCEPT", "concept", "notion", Text{
		"An idea that a contract refers to.",
		"Une idée à laquelle un contrat se réfère.",
	}},
	{"IDENTIFIER", "identifier", "identifiant", Text{
		"The number or code of a partner or a territory in a register.",
		"Comment un registre appelle un partenaire ou un territoire.",
	}},
	{"CONTRIBUTION", "contribution", "contribution", Text{
		"A claim that a partner takes part in an action or an axis.",
		"L’affirmation qu’un partenaire prend part à une action ou à un axe.",
	}},
	{"ALIGNMENT", "alignment", "alignement", Text{
		"A claim that an action serves, resonates with or resembles an axis.",
		"L’affirmation qu’une action sert un axe, va dans son sens ou lui ressemble.",
	}},
	{"MEMBERSHIP", "membership", "appartenance", Text{
		"A claim that a partner is a member of a group or a collective.",
		"L’affirmation qu’un partenaire siège dans un groupe ou appartient à un acteur collectif.",
	}},
	{"RELATION", "relation", "relation", Text{"Every other claim.", "Toute autre affirmation."}},
	{"GRANT", "grant", "subvention", Text{
		"Money or help that a funder decided to give.",
		"De l’argent ou une aide qu’un financeur a décidé de donner.",
	}},
	{"FUNDING_LINE", "funding line", "ligne de financement", Text{
		"What a funder gives to an action or an axis of a contract in a year.",
		"Ce qu’un financeur donne à une action ou à un axe d’un contrat dans une année.",
	}},
	{"INDICATOR", "indicator", "indicateur", Text{
		"What is measured of a contract, an axis or an action.",
		"Ce qui est mesuré d’un contrat, d’un axe ou d’une action.",
	}},
	{"OBSERVATION", "observation", "relevé", Text{
		"The value of an indicator in a period, or the reason why there is none.",
		"La valeur d’un indicateur sur une période, ou la raison pour laquelle elle n’est pas là.",
	}},
	{"CITATION", "citation", "citation", Text{
		"Where a source supports or contradicts a record.",
		"L’endroit où une source appuie ou contredit un enregistrement.",
	}},
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

var userErrorCodes = Vocabulary{"UserErrorCode", Text{
	"What is wrong with an input, or with its timing. A person can correct it; nothing was written.",
	"Ce qui ne va pas dans une saisie, ou dans son moment. Une personne peut y remédier ; rien n’a été écrit.",
}, []Term{
	{"REQUIRED", "required", "obligatoire", Text{
		"A field that the record needs is missing or null.",
		"Un champ dont l’enregistrement a besoin manque ou est nul.",
	}},
	{"INVALID", "invalid", "invalide", Text{
		"The value is not valid for the field.",
		"La valeur n’est pas ce que le champ attend.",
	}},
	{"TOO_LONG", "too long", "trop long", Text{
		"The value is longer than the field allows.",
		"La valeur est plus longue que le champ ne l’accepte.",
	}},
	{"UNKNOWN_RECORD", "unknown record", "enregistrement inconnu", Text{
		"No record that you can see has this id or code.",
		"Aucun enregistrement que l’on puisse voir n’a cet identifiant ou ce code.",
	}},
	{"AMBIGUOUS", "ambiguous", "ambigu", Text{
		"Several records match: use an `id`, a code or `contract/code` that names only one.",
		"Plusieurs enregistrements conviennent : nommez-en un par `id`, par son code ou par `contrat/code`.",
	}},
	{"TAKEN", "taken", "déjà pris", Text{
		"Another record has this code, id or identifier, or another change of this write contradicts it.",
		"Un autre enregistrement a ce code ou cet identifiant, ou une autre modification de cette écriture dit " +
			"autre chose.",
	}},
	{"CONFLICT", "conflict", "conflit", Text{
		"The record has changed since the version that you read; the payload’s `conflict` shows both.",
		"L’enregistrement a changé depuis la version qui a été vue ; `conflict`, dans la réponse, montre les deux.",
	}},
	{"IN_USE", "in use", "utilisé", Text{"Other records refer to it.", "D’autres enregistrements s’y réfèrent."}},
	{"NEEDS_SOURCE", "needs a source", "source exigée", Text{
		"A claim that is stated needs a citation.",
		"Une affirmation énoncée demande une citation.",
	}},
	{"NEEDS_RULE", "needs a rule", "règle exigée", Text{
		"An inferred claim must explain in `inference` how it was inferred.",
		"Une affirmation déduite dit dans `inference` comment elle l’a été.",
	}},
	{"NEEDS_REASON", "needs a reason", "motif exigé", Text{
		"A preferred value needs the reason why it is preferred.",
		"Une valeur préférée dit pourquoi elle l’est.",
	}},
	{"FORBIDDEN", "forbidden", "interdit", Text{
		"The account may not write this.",
		"Le compte ne permet pas d’écrire cela.",
	}},
	{"CYCLE", "cycle", "cycle", Text{
		"The record would be a part, a member or a successor of itself.",
		"L’enregistrement serait une partie, un membre ou un successeur de lui-même.",
	}},
	{"OTHER_CONTRACT", "other contract", "autre contrat", Text{
		"The records belong to different contracts.",
		"Les enregistrements relèvent de contrats différents.",
	}},
	{"IDEMPOTENCY_MISMATCH", "idempotency mismatch", "clé déjà utilisée", Text{
		"The idempotency key was used for another write.",
		"La clé d’idempotence a servi pour une autre écriture.",
	}},
	{"NOT_OPEN", "not open", "non ouvert", Text{
		"The draft has been published or discarded.",
		"Le brouillon a été publié ou abandonné.",
	}},
	{"TOO_MANY", "too many", "trop nombreux", Text{
		"More changes than one write allows.",
		"Plus de modifications à la fois qu’une écriture n’en accepte.",
	}},
	{"CANNOT_REVERT", "cannot be reverted", "ne peut être annulé", Text{
		"What the change did has been changed again, or was already reverted.",
		"Ce que la modification avait fait a encore changé, ou est déjà défait.",
	}},
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

var contactActions = Vocabulary{"ContactAction", Text{
	"What was done with a contact, as recorded in its access log.",
	"Ce que quelqu’un a fait d’un contact, selon son registre d’accès.",
}, []Term{
	{"READ", "read", "consultation", Text{"Its data was shown.", "Ses données ont été montrées."}},
	{"CREATE", "create", "création", Text{"It was added.", "Il a été saisi."}},
	{"UPDATE", "update", "modification", Text{"It was changed.", "Il a été modifié."}},
	{"EXPORT", "export", "export", Text{
		"All data about the person was exported.",
		"Tout ce qui est gardé sur la personne a été remis.",
	}},
	{"ERASE", "erase", "effacement", Text{"It was erased on request.", "Il a été effacé sur demande."}},
	{"EXPIRE", "expire", "expiration", Text{
		"It was erased because its storage period had ended.",
		"Il a été effacé parce que sa durée était écoulée.",
	}},
}}
