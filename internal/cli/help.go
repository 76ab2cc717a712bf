package cli

import (
	"github.com/alecthomas/kong"

	"maillage/internal/lexicon"
)

// help has the texts of the help that are too long for a tag: each is named after its field.
var help = kong.Vars{
	"import_contract": "The contract of the records, by code or id. The default is the directory.",
	"import_report":   "Where to write what became of each line, as CSV, or as JSON lines in a file .ndjson.",
	"import_format":   "The format, when the guess is wrong: " + flagWords(lexicon.ImportFormat("").Values()) + ".",
	"import_charset": "" +
		"The encoding of all lines, when the guess is wrong: " + flagWords(lexicon.ImportCharset("").Values()) + ".",
	"import_separator": "" +
		"The separator of the cells, when the guess is wrong: a semicolon, a comma, a bar, or the word tab.",
	"import_table":       "The sheet or table to read, when the guess is wrong.",
	"import_header_line": "The line with the headers, from 1, when the guess is wrong.",
	"import_map": "" +
		"Which field a column gives, such as 'Structure=nomBeneficiaire'. An empty field leaves the column out.",
	"import_decimal_mark": "The decimal mark of a column, such as 'Montant=,'.",
	"import_date_order": "" +
		"The order of day and month in a column: 'Date=day-first' or 'Date=month-first'.",
	"import_percent": "Whether the shares of a column are out of 100, such as 'Part=true'.",
	"public_url": "" +
		"The hub's address for browsers, https://host. Sign-in links lead there, and logins return to it.",
	"oidc_issuer": "" +
		"The OpenID provider by which people log in. Without one, there are tokens, and sign-in links if " +
		"--public-url is given.",
	"oidc_client_id": "The hub's client id at the provider.",
	"oidc_client_secret": "" +
		"The hub's secret at the provider. Use a variable or a file, because others on the machine can see flags.",
	"oidc_secret_file": "A file with that secret.",
	"oidc_ask": "" +
		"Whom to contact for an account, in words. People who log in without an account see it.",
	"trusted_proxy": "Addresses or networks of proxies whose X-Forwarded-For is trusted.",
	"account_link": "" +
		"Create a link that signs a person in to their account. It works once, within a day.",
	"binding_contract": "" +
		"A contract that the account serves, by code or id. You can repeat the flag.",
	"account_roles":       "administrator,coordinator,liaison,integrator",
	"account_create_role": "The most that the account may do:",
	"account_change_email": "" +
		"The email address by which the identity provider knows the person; empty for none.",
	"account_change_contract": "" +
		"The contracts that the account serves, in place of the previous ones; empty for none.",
	"account_link_public_url": "The hub's address for browsers, https://host.",
	"demo_database": "" +
		"The SQLite file to create. It must not exist yet, and it is kept. The default is a temporary file.",
	"cli_serve": "" +
		"Serve the hub. A SQLite file is created and migrated automatically. Migrate a PostgreSQL database " +
		"first, with maillage migrate.",
	"cli_generate": "" +
		"Fill an empty database with a made-up country, with up to as many records as all of France would have.",
	"cli_export": "" +
		"Write the records in a format that other programs read. The same records give the same file.",
	"cli_log_format": "The format of the log: text for people, json for programs.",
	"addr":           "The address to listen on, host:port. The default serves this machine only.",
	"pause":          "How long to keep answering, while not ready, before the hub stops.",
	"places":         "Operations that run at the same time.",
	"places_per_client": "" +
		"Operations of one client that run at the same time. A client is an account, or the address of a caller " +
		"without one.",
	"queue_per_client": "Waiting operations of one client; more are refused.",
	"rate_limit": "" +
		"Cost that one client may spend in a minute. A client is an account, or the address of a caller without " +
		"one. 0 means no limit.",
	"origins": "" +
		"Origins whose pages may query the hub from browsers, such as https://app.example.org; * for all. The " +
		"default is only its own.",
	"embed": "" +
		"Sites that may embed a matrix in a frame, separated by spaces, such as https://www.example.org. The " +
		"default is none.",
	"time_zone":  "The time zone that decides what day today is.",
	"body_limit": "Maximum size of a request, and of a document, in KiB.",
	"writer_limit": "" +
		"Maximum size of a request of a caller who may write, in KiB: a login, or a token with the scope WRITE.",
	"response_cache": "" +
		"Size of the response cache in MiB, which repeats answers while nothing changes; 0 for none.",
	"database_database": "The database: postgres://user@host/name, or the path of a SQLite file.",
	"connections": "" +
		"Maximum number of connections to PostgreSQL, besides one that listens for changes.",
	"contacts_grant_account": "The account of a coordinator or a liaison, by email or id.",
	"contacts_grant_purpose": "" +
		"The purpose, which every read has to give. Do not name a person in it.",
	"documents_add": "" +
		"Add documents, all or none, and print their identifiers. A wrong one is refused with its file and line.",
	"documents_add_files": "" +
		"A .graphql or .gql document, the .json manifest of a client's compiler, or a folder with documents at " +
		"any depth.",
	"documents_remove_documents": "The document's identifier, sha256:…, or its name.",
	"export_format": "" +
		"The format: ndjson, xlsx, tables, package, hxl, jsonld, graphml, gexf, dot, jgf, cytoscape, kumu, scdl, " +
		"360giving, or a table such as partners. A wrong name lists all.",
	"export_contract": "A contract, by code or id. The default is all contracts and the directory.",
	"export_at": "" +
		"The day for which contributions are derived, or .. for any time. The default is today.",
	"export_since": "" +
		"Write only what changed after this position of an earlier export; 0 for everything.",
	"generate_size": "" +
		"Size of the country: S is one contract, M a region of 25. L is all of France, 500 contracts and 1.5 " +
		"million contributions.",
	"generate_seed": "The same size and seed give the same records.",
	"public_directory": "" +
		"The directory: partners, sources, territories and everything else that no contract owns.",
	"public_contract": "" +
		"A contract with all its records, by code or id. The ledger records the change.",
	"token_scopes":       "read,feed,write,contacts",
	"token_create_scope": "What the token may be used for: read, feed, write, contacts. You can repeat the flag.",
	"token_create_expires": "" +
		"How long the token is valid, a year at most: 90d, 12h, or its first invalid day, 2027-01-31.",
	"token_create_account": "" +
		"The account of the token. Without one, a new account is created, named by the label.",
	"token_create_role": "" +
		"The role of the new account: administrator, coordinator, liaison or integrator.",
	"webhook_allow": "" +
		"Private networks in which receivers of webhooks may be, such as 10.1.0.0/16. The default is none.",
	"webhook_create": "" +
		"Create a webhook of an account, and print its signing secret once, alone on the standard output.",
	"webhook_create_account":   "The account that owns the webhook. It sends what the account sees.",
	"webhook_create_type":      "Send only changes of records of this type, such as AXIS. You can repeat the flag.",
	"webhook_create_operation": "Send only this operation: create, update or delete. You can repeat the flag.",
}
