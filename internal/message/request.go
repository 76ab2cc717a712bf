package message

// Messages about the form of a request.
var (
	UnsupportedContentType = plain(
		"Send a POST request with `Content-Type: application/json`, in UTF-8.",
		"Envoyez une requête POST avec `Content-Type: application/json`, en UTF-8.",
	)
	UnsupportedContentEncoding = plain(
		"The body of a request must not be compressed. Send it without `Content-Encoding`.",
		"Le corps d’une requête ne doit pas être compressé. Envoyez-le sans `Content-Encoding`.",
	)
	NotAcceptable = plain(
		"Not acceptable. Supported types: application/json, application/graphql-response+json, text/event-stream.",
		"Non acceptable. Types disponibles : application/json, application/graphql-response+json, text/event-stream.",
	)
	SubscriptionNotAcceptable = plain(
		"A subscription needs a stream. Send `Accept: text/event-stream`, or use a WebSocket.",
		"Un abonnement demande un flux. Envoyez `Accept: text/event-stream`, ou utilisez une WebSocket.",
	)
	BadHandshake = plain(
		"This is not a WebSocket handshake. Send GET over HTTP/1.1 with `Connection: Upgrade`, `Upgrade: websocket`, "+
			"`Sec-WebSocket-Version: 13` and a `Sec-WebSocket-Key`.",
		"Ce n’est pas une ouverture de WebSocket. Envoyez GET en HTTP/1.1 avec `Connection: Upgrade`, "+
			"`Upgrade: websocket`, `Sec-WebSocket-Version: 13` et un `Sec-WebSocket-Key`.",
	)
	MethodNotAllowed = plain("Send operations by GET or POST.", "Envoyez les opérations par GET ou POST.")
	GETRunsQueries   = plain(
		"GET runs queries only. Send other operations by POST.",
		"GET n’exécute que des lectures. Envoyez les autres opérations par POST.",
	)
	MutationByPOST = plain(
		"GET cannot run a mutation. Send it by POST.",
		"GET ne peut pas exécuter une mutation. Envoyez-la par POST.",
	)
	NotByGET = with1[string](
		"`%s` cannot be queried by GET. Send the same query by POST.",
		"`%s` ne se lit pas par GET. Envoyez la même requête par POST.",
	)
	BodyTooLarge = with2[int64, string](
		"The request is larger than %d KiB. The administrator of the hub can raise this limit with `%s`.",
		"La requête dépasse %d Kio. L’administrateur du hub peut relever cette limite avec `%s`.",
	)
	DocumentTooLarge = with1[int64](
		"The document is larger than %d KiB. Put its values into `variables`.",
		"Le document dépasse %d Kio. Placez ses valeurs dans `variables`.",
	)
	TooManyValues = plain(
		"The request has more than 50,000 values. Send fewer at a time.",
		"La requête contient plus de 50 000 valeurs. Envoyez-en moins à la fois.",
	)
	RequestTooLarge = plain(
		"The request is too large. Send a smaller one.",
		"La requête est trop grande. Envoyez-en une plus petite.",
	)
	BodyCutShort = plain(
		"The body of the request ended too early. Send it again.",
		"Le corps de la requête s’est interrompu. Envoyez-le de nouveau.",
	)
	NotUTF8 = plain(
		"The request must be UTF-8, without NUL characters and unpaired surrogates.",
		"La requête doit être en UTF-8, sans caractère nul ni moitié de paire de substitution.",
	)
	NotAGraphQLRequest = plain(
		"The body must be one JSON object with `query` or `documentId`. "+
			"It may have `variables`, `operationName` and `extensions`.",
		"Le corps doit être un objet JSON avec `query` ou `documentId`. "+
			"Il peut avoir `variables`, `operationName` et `extensions`.",
	)
	NoBatches = plain(
		"Send one operation in each request, as one JSON object. One document can query several fields.",
		"Envoyez une opération par requête, en un objet JSON. Un document peut lire plusieurs champs.",
	)
	NoQuery = plain(
		"The request needs a `query` or a `documentId`.",
		"La requête doit avoir un `query` ou un `documentId`.",
	)
	QueryAndDocument = plain(
		"Send either `query` or `documentId`, not both.",
		"Envoyez `query` ou `documentId`, pas les deux.",
	)
	MalformedDocumentID = plain(
		"`documentId` must be `sha256:` and the document’s SHA-256 in lower-case hexadecimal.",
		"`documentId` doit être `sha256:` suivi du SHA-256 du document, en hexadécimal minuscule.",
	)
	NotObjects = plain(
		"`variables` and `extensions` must be JSON objects.",
		"`variables` et `extensions` doivent être des objets JSON.",
	)
	EmptyQuery = plain(
		"The `query` is empty. Write an operation into it.",
		"`query` est vide. Écrivez-y une opération.",
	)
	SeveralOperations = plain(
		"The document has several operations. Choose one with `operationName`.",
		"Le document a plusieurs opérations. Choisissez-en une avec `operationName`.",
	)
	MalformedPersistedQuery = plain(
		"`extensions.persistedQuery` must be {\"version\": 1, \"sha256Hash\": …}, with 64 hexadecimal digits.",
		"`extensions.persistedQuery` doit être {\"version\": 1, \"sha256Hash\": …}, avec 64 chiffres hexadécimaux.",
	)
	HashMismatch = plain(
		"`sha256Hash` is not the SHA-256 of the `query`. Compute it from the same text.",
		"`sha256Hash` n’est pas le SHA-256 de `query`. Calculez-le sur le même texte.",
	)
	// PersistedQueryNotFound is read by clients, so it is the same in both languages.
	PersistedQueryNotFound = plain("PersistedQueryNotFound", "PersistedQueryNotFound")

	UnknownDocument = plain(
		"No persisted document has this `documentId`. Check it, or send the `query`.",
		"Aucun document enregistré n’a ce `documentId`. Vérifiez-le, ou envoyez `query`.",
	)
	PersistedOnly = plain(
		"Without an account, you can run only persisted documents. Send a `documentId`, or log in.",
		"Sans compte, vous ne pouvez exécuter que des documents enregistrés. "+
			"Envoyez un `documentId`, ou connectez-vous.",
	)
	MalformedPosition = plain(
		"`position` in `extensions` must be true or false.",
		"`position`, dans `extensions`, doit être true ou false.",
	)
	MalformedCost = plain(
		"`cost` in `extensions` must be true, false or {\"dryRun\": true}.",
		"`cost`, dans `extensions`, doit être true, false ou {\"dryRun\": true}.",
	)
)

// Messages about variables and arguments that do not fit their type. They follow the name of the variable.
var (
	InVariable = with2[string, string]("Variable `$%s`: %s", "Variable `$%s` : %s")

	NullValue     = plain("This must not be null.", "Ceci ne doit pas être nul.")
	MissingValue  = plain("A value is required.", "Une valeur est obligatoire.")
	UnknownField  = plain("There is no such field.", "Ce champ n’existe pas.")
	WrongType     = with1[string]("This is not a value of type %s.", "Ce n’est pas une valeur de type %s.")
	NotInEnum     = with2[string, string]("%s is not a value of %s.", "%s n’est pas une valeur de %s.")
	NullWhereUsed = plain(
		"This is null, but the operation uses it where a value is required.",
		"Ceci est nul, mais l’opération l’utilise là où une valeur est obligatoire.",
	)
	OneFieldOf = with1[string](
		"%s needs exactly one of its fields, and not null.",
		"%s demande exactement un de ses champs, et non nul.",
	)
	OneOf = with2[string, string](
		"`%s` needs exactly one of %s, and not null.",
		"`%s` demande exactement un champ parmi %s, et non nul.",
	)
)
