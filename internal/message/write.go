package message

// Messages about a write as a whole.
var (
	TooManyChanges = with1[int](
		"One write takes at most %d changes. Split it.",
		"Une écriture accepte au plus %d modifications. Divisez-la.",
	)
	TooManyParts = with1[int](
		"One write takes at most %d citations and related records. Split it.",
		"Une écriture accepte au plus %d citations et enregistrements liés. Divisez-la.",
	)
	DryRunOrDraft = plain(
		"`dryRun` does not work with `draft`. Leave one of them out.",
		"`dryRun` ne va pas avec `draft`. Omettez l’un des deux.",
	)
	DryRunAlone = plain(
		"A dry run takes one change. Send it outside `applyChanges`.",
		"Un essai accepte une seule modification. Envoyez-la hors de `applyChanges`.",
	)
	OneFieldOfChange = plain(
		"Each change needs exactly one field, such as `createAction`.",
		"Chaque modification demande exactement un champ, comme `createAction`.",
	)
	EnvelopeOnce = plain(
		"Give `reason`, `idempotencyKey`, `draft` and `clientMutationId` once, beside `changes`.",
		"Donnez `reason`, `idempotencyKey`, `draft` et `clientMutationId` une fois, à côté de `changes`.",
	)
	KeyMismatch = plain(
		"This idempotency key was used for another write. Choose a new one.",
		"Cette clé d’idempotence a servi à une autre écriture. Choisissez-en une autre.",
	)
	ChangedMeanwhile = with2[int, int](
		"The record is at version %[2]d, and you saw version %[1]d. Read it again.",
		"L’enregistrement en est à la version %[2]d, et vous aviez vu la version %[1]d. Relisez-le.",
	)
	DraftChanged = plain(
		"The draft has changed meanwhile. Try again.",
		"Le brouillon a changé entre-temps. Réessayez.",
	)
	DraftElsewhere = plain("The draft belongs to another contract.", "Le brouillon appartient à un autre contrat.")
	UnknownDraft   = plain("No draft has this id.", "Aucun brouillon n’a cet identifiant.")
	DraftNotOpen   = plain(
		"This draft was published or discarded. Begin another.",
		"Ce brouillon est publié ou abandonné. Commencez-en un autre.",
	)
	NothingToRevert = plain(
		"This change set no field. Revert the whole write.",
		"Cette modification n’a touché aucun champ. Annulez toute l’écriture.",
	)
	ChangedSince = with1[string](
		"What this change did to %s was changed again or reverted already.",
		"Ce que cette modification avait fait de %s a changé depuis, ou est déjà annulé.",
	)
	ChangedSinceBy = with2[string, string](
		"%s was changed since, by the change %s. Revert that one first.",
		"%s a changé depuis, par la modification %s. Annulez d’abord celle-ci.",
	)
	NotMerged = with1[string](
		"No merge of %q is known. Give the former id or code of a partner that was merged away.",
		"Aucune fusion de « %s » n’est connue. Donnez l’ancien id ou code d’un partenaire fusionné.",
	)
	MergeMovedParts = with1[string](
		"The merge of %s moved contacts or accounts. Merge again instead of reverting.",
		"La fusion de %s a déplacé des contacts ou des comptes. Fusionnez de nouveau au lieu d’annuler.",
	)
)

// Messages about a field of a record.
var (
	FieldRequired = with1[string]("`%s` is required.", "`%s` est obligatoire.")
	FieldTakes    = with2[string, Localized]("`%s` takes %s.", "`%s` attend %s.")
	FieldFixed    = with1[string](
		"`%s` cannot change once the record exists.",
		"`%s` ne change plus une fois l’enregistrement créé.",
	)
	FieldRejected = with1[string]("`%s` does not take this value.", "`%s` n’accepte pas cette valeur.")
	TitleTooLong  = with1[int]("`title` takes at most %d characters.", "`title` accepte au plus %d caractères.")
	TooManyLinks  = with2[string, int]("`%s` takes at most %d records.", "`%s` accepte au plus %d enregistrements.")
	WholeNumber   = with1[string]("`%s` takes a whole number.", "`%s` attend un nombre entier.")
	OneOfTwo      = with2[string, string](
		"Give exactly one of `%s` and `%s`.",
		"Donnez soit `%s`, soit `%s`.",
	)
	AtMostOneOfTwo = with2[string, string](
		"Give at most one of `%s` and `%s`.",
		"Donnez au plus un de `%s` et `%s`.",
	)
	WithheldAmount = plain(
		"`amountWithheld` says that the amount is not told. Leave `amount` out.",
		"`amountWithheld` dit que le montant n’est pas communiqué. Omettez `amount`.",
	)
	ValueIsKnown = plain(
		"`status` says that the value is known. Give `value`, or another `status`.",
		"`status` dit que la valeur est connue. Donnez `value`, ou un autre `status`.",
	)
	ValueNotKnown = plain(
		"`status` says that the value is not known. Leave `value` out.",
		"`status` dit que la valeur n’est pas connue. Omettez `value`.",
	)
	MatchWithReference = plain(
		"Give `match` and `reference` together, or neither.",
		"Donnez `match` et `reference` ensemble, ou aucun des deux.",
	)
	EndsBeforeItBegins = with4[string, string, string, string](
		"`%[2]s` (%[4]s) is before `%[1]s` (%[3]s).",
		"`%[2]s` (%[4]s) est avant `%[1]s` (%[3]s).",
	)
	InferenceRequired = plain(
		"An inferred claim needs an `inference`: how it was inferred.",
		"Une affirmation déduite demande un `inference` : comment elle a été déduite.",
	)
	ReasonRequired = plain(
		"A preferred value needs a `reason`.",
		"Une valeur préférée demande un `reason`.",
	)
	StaysUnverified = plain(
		"The form or the check digit of this number is wrong. Its `verification` must be UNVERIFIED.",
		"La forme ou la clé de ce numéro est fausse. Son `verification` doit être UNVERIFIED.",
	)
	NoFieldToCite = with1[string](
		"The cited record has no field %q.",
		"L’enregistrement cité n’a pas de champ « %s ».",
	)
	OwnLanguage = with1[string](
		"The text itself is in %q. Give translations into other languages.",
		"Le texte lui-même est en « %s ». Donnez des traductions dans d’autres langues.",
	)
	StaysCollective = plain(
		"Memberships name this partner as a collective. Its `kind` cannot change.",
		"Des adhésions nomment ce partenaire comme acteur collectif. Son `kind` ne peut pas changer.",
	)
	CollectiveOnly = plain(
		"`collective` takes a collective, not an organisation.",
		"`collective` attend un acteur collectif, pas une organisation.",
	)
	PartnersSucceed = plain(
		"`SUCCEEDS` links two partners.",
		"`SUCCEEDS` relie deux partenaires.",
	)
	AdministratorChoosesID = plain(
		"Only an administrator may choose an `id`. Leave it out, and the hub gives one.",
		"Seul un administrateur peut choisir un `id`. Omettez-le, et le hub en donne un.",
	)
	IDNeedsPrefix = with1[string](
		"`id` takes a TypeID with the prefix %s.",
		"`id` attend un TypeID de préfixe %s.",
	)
)

// Messages about what a record has to do with others.
var (
	UnknownRecord = with1[string](
		"No record has the id or code %q.",
		"Aucun enregistrement n’a l’identifiant ou le code « %s ».",
	)
	AmbiguousRecord = with1[string](
		"Several records have the code %q. Give the id, or contract/code.",
		"Plusieurs enregistrements ont le code « %s ». Donnez l’identifiant, ou contrat/code.",
	)
	AmbiguousNumber = with1[string](
		"Several records have the number %q. Give the id of one.",
		"Plusieurs enregistrements ont le numéro « %s ». Donnez l’identifiant de l’un d’eux.",
	)
	AmbiguousClaimCode = with1[string](
		"Several contracts have the code %q. Give the `id`, or the records that it links.",
		"Plusieurs contrats ont le code « %s ». Donnez `id`, ou les enregistrements qu’il relie.",
	)
	AmbiguousClaim = plain(
		"Several records say this. Give the `id` or the `code` of one.",
		"Plusieurs enregistrements disent cela. Donnez l’`id` ou le `code` de l’un d’eux.",
	)
	CodeAndIdentifierDiffer = with1[string](
		"The code %q and the verified identifier belong to two records. Give the `id` of one.",
		"Le code « %s » et l’identifiant vérifié sont ceux de deux enregistrements. Donnez l’`id` de l’un d’eux.",
	)
	SaidTwice = with1[string](
		"This write already gives the record another `%s`. Give each a `code`.",
		"Cette écriture donne déjà un autre `%s` à l’enregistrement. Donnez un `code` à chacun.",
	)
	ValueTaken    = with1[string]("Another record already has %q.", "Un autre enregistrement a déjà « %s ».")
	IDTaken       = with1[string]("A record already has the id %s.", "Un enregistrement a déjà l’identifiant %s.")
	OtherContract = with1[string]("`%s` belongs to another contract.", "`%s` appartient à un autre contrat.")
	ContractFixed = plain(
		"A record cannot move to another contract.",
		"Un enregistrement ne peut pas changer de contrat.",
	)
	SourceRequired = plain(
		"A stated claim needs a source. Add a citation, or set `basis` to DECLARED or INFERRED.",
		"Une affirmation énoncée demande une source. Ajoutez une citation, ou mettez `basis` à DECLARED ou INFERRED.",
	)
	SucceedsItself = plain("The partner would succeed itself.", "Le partenaire se succéderait à lui-même.")
	ContainsItself = plain("The record would contain itself.", "L’enregistrement se contiendrait lui-même.")
	StillReferred  = with1[List](
		"Other records refer to it: %s. Change or delete them first.",
		"D’autres enregistrements s’y réfèrent : %s. Modifiez-les ou supprimez-les d’abord.",
	)
	References   = with3[int, labelled, string]("%d × %s (%s)", "%d × %s (%s)")
	OpenDrafts   = with1[int]("%d × draft", "%d × brouillon")
	HiddenOthers = plain("others that you cannot see", "d’autres que vous ne voyez pas")
	SamePartner  = plain(
		"`merge` and `keep` name the same partner. Give two.",
		"`merge` et `keep` nomment le même partenaire. Donnez-en deux.",
	)
	MergeTooLarge = with1[int](
		"One write changes at most %d records. Keep the other partner instead.",
		"Une écriture change au plus %d enregistrements. Gardez plutôt l’autre partenaire.",
	)
	ClaimBetween = with1[string](
		"A claim links the two partners. Delete it first: %s.",
		"Une affirmation relie les deux partenaires. Supprimez-la d’abord : %s.",
	)
	KeepCollective = plain(
		"One of the partners has members. Keep or take the `kind` of a collective.",
		"Un des partenaires a des membres. Gardez ou prenez un `kind` d’acteur collectif.",
	)
)

// Suggestions about records that may be the same.
var (
	SameNumber = with2[string, string](
		"%q also has the number %q. Is it the same?",
		"« %s » a aussi le numéro « %s ». Est-ce le même ?",
	)
	SameSIREN = with2[string, string](
		"%q has another number of the same SIREN %q. Is it the same organisation?",
		"« %s » a un autre numéro du même SIREN « %s ». Est-ce la même organisation ?",
	)
	SameName = with1[string](
		"A partner already has the name %q. Is it the same?",
		"Un partenaire a déjà le nom « %s ». Est-ce le même ?",
	)
	SameAlias = with2[string, string](
		"%q also has the name %q. Is it the same?",
		"« %s » a aussi le nom « %s ». Est-ce le même ?",
	)
	NameKept = with2[string, string](
		"The name is still %q, not %q. Which one is right?",
		"Le nom reste « %s », et non « %s ». Lequel est juste ?",
	)
)

// Messages about what an account may not write.
var (
	WriteForbidden = plain("Your account may not write this.", "Votre compte ne peut pas écrire ceci.")
	NotYourPartner = plain(
		"The record belongs to another organisation than yours.",
		"L’enregistrement est d’une autre organisation que la vôtre.",
	)
	NotYourContract = plain(
		"The record belongs to no contract of your account.",
		"L’enregistrement n’est d’aucun contrat de votre compte.",
	)
	NotDeclaredByYou = plain(
		"Your organisation did not declare this: a source or another account did.",
		"Votre organisation n’a pas déclaré ceci : une source ou un autre compte l’a fait.",
	)
	AdministratorPublishes = plain(
		"Only an administrator may change `public` of a contract.",
		"Seul un administrateur peut changer `public` d’un contrat.",
	)
	LiaisonFields = plain(
		"You may change only `acronym`, `description` and `aliases` of your organisation.",
		"Vous ne pouvez changer que `acronym`, `description` et `aliases` de votre organisation.",
	)
	VerifiedByOthers = plain(
		"You cannot verify your own identifier. Ask a coordinator to set `verification` to VERIFIED.",
		"Vous ne pouvez pas vérifier votre propre identifiant. Demandez à un coordinateur de donner VERIFIED.",
	)
	VerifiedNumber = plain(
		"This number is verified. To change it, set `verification` to UNVERIFIED or WELL_FORMED.",
		"Ce numéro est vérifié. Pour le changer, mettez `verification` à UNVERIFIED ou WELL_FORMED.",
	)
	OwnOrganisationOnly = plain(
		"You may write only for your own organisation.",
		"Vous ne pouvez écrire que pour votre propre organisation.",
	)
	DeclaredOnly = plain(
		"You may only declare: set `basis` to DECLARED.",
		"Vous ne pouvez que déclarer : mettez `basis` à DECLARED.",
	)
	ValidatedClaim = plain(
		"This claim is validated. To change it, set `status` to IN_DISCUSSION.",
		"Cette affirmation est validée. Pour la changer, mettez `status` à IN_DISCUSSION.",
	)
	ValidatedByOthers = plain(
		"You may set `status` to MENTIONED, IN_DISCUSSION or ABANDONED. A coordinator validates the rest.",
		"Vous pouvez mettre `status` à MENTIONED, IN_DISCUSSION ou ABANDONED. Un coordinateur valide le reste.",
	)
)

// Messages about contacts.
var (
	UnknownContactPartner = plain(
		"No partner has this id or code, or you may not see its contacts.",
		"Aucun partenaire n’a cet identifiant ou ce code, ou vous ne pouvez pas voir ses contacts.",
	)
	UnknownContact = plain(
		"No contact has this id, or you may not see it.",
		"Aucun contact n’a cet identifiant, ou vous ne pouvez pas le voir.",
	)
	ContactChanged = with2[int, int](
		"You saw version %d of the contact, and it is at version %d. Read it again.",
		"Vous aviez vu la version %d du contact, et il en est à la version %d. Relisez-le.",
	)
)
