-- Create "imports" table
CREATE TABLE `imports` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `uid` text NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `revision` integer NOT NULL DEFAULT (1),
  `state` text NOT NULL DEFAULT ('UPLOADING'),
  `name` text NOT NULL,
  `size` integer NOT NULL,
  `received` integer NOT NULL DEFAULT (0),
  `hash` text NULL,
  `options` json NULL,
  `guess` json NULL,
  `notes` json NULL,
  `records` integer NOT NULL DEFAULT (0),
  `settled` integer NOT NULL DEFAULT (0),
  `batches` integer NOT NULL DEFAULT (0),
  `position` text NULL,
  `source` text NULL,
  `problem` text NULL,
  `expires_at` datetime NOT NULL,
  `leased_by` text NULL,
  `leased_until` datetime NULL,
  `account_id` integer NULL,
  `token_id` integer NULL,
  `contract_id` integer NULL,
  CONSTRAINT `imports_accounts_account` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`) ON DELETE CASCADE,
  CONSTRAINT `imports_tokens_token` FOREIGN KEY (`token_id`) REFERENCES `tokens` (`id`) ON DELETE CASCADE,
  CONSTRAINT `imports_contracts_contract` FOREIGN KEY (`contract_id`) REFERENCES `contracts` (`id`) ON DELETE CASCADE,
  CONSTRAINT `state_word` CHECK (CAST(state AS text) IN ('UPLOADING', 'PLANNING', 'PLANNED', 'APPLYING', 'APPLIED', 'CANCELLED', 'REVERTING', 'REVERTED', 'FAILED'))
);
-- Create index "imports_uid_key" to table: "imports"
CREATE UNIQUE INDEX `imports_uid_key` ON `imports` (`uid`);
-- Create index "fileimport_account_id" to table: "imports"
CREATE INDEX `fileimport_account_id` ON `imports` (`account_id`);
-- Create index "fileimport_contract_id" to table: "imports"
CREATE INDEX `fileimport_contract_id` ON `imports` (`contract_id`);
-- Create index "fileimport_state" to table: "imports"
CREATE INDEX `fileimport_state` ON `imports` (`state`);
-- Create "import_lines" table
CREATE TABLE `import_lines` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `number` integer NOT NULL,
  `outcome` text NOT NULL,
  `done` bool NOT NULL DEFAULT (false),
  `usable` bool NOT NULL DEFAULT (true),
  `codes` text NOT NULL,
  `notes` json NULL,
  `raw` text NOT NULL,
  `fact` blob NOT NULL,
  `identity` blob NOT NULL,
  `base` blob NOT NULL,
  `occurrence` integer NOT NULL DEFAULT (1),
  `record` text NULL,
  `compared` text NULL,
  `version` integer NULL,
  `choice` text NULL,
  `batch` integer NULL,
  `import_id` integer NOT NULL,
  `funder_id` integer NULL,
  `beneficiary_id` integer NULL,
  CONSTRAINT `import_lines_imports_import` FOREIGN KEY (`import_id`) REFERENCES `imports` (`id`) ON DELETE CASCADE,
  CONSTRAINT `import_lines_import_parties_funder` FOREIGN KEY (`funder_id`) REFERENCES `import_parties` (`id`) ON DELETE CASCADE,
  CONSTRAINT `import_lines_import_parties_beneficiary` FOREIGN KEY (`beneficiary_id`) REFERENCES `import_parties` (`id`) ON DELETE CASCADE,
  CONSTRAINT `outcome_word` CHECK (CAST(outcome AS text) IN ('APPLIED', 'UNCHANGED', 'FLAGGED', 'WAITING', 'REFUSED'))
);
-- Create index "importline_import_id_number" to table: "import_lines"
CREATE UNIQUE INDEX `importline_import_id_number` ON `import_lines` (`import_id`, `number`);
-- Create index "importline_import_id_outcome_number" to table: "import_lines"
CREATE INDEX `importline_import_id_outcome_number` ON `import_lines` (`import_id`, `outcome`, `number`);
-- Create index "importline_import_id_identity" to table: "import_lines"
CREATE INDEX `importline_import_id_identity` ON `import_lines` (`import_id`, `identity`);
-- Create index "importline_base" to table: "import_lines"
CREATE INDEX `importline_base` ON `import_lines` (`base`);
-- Create index "importline_record" to table: "import_lines"
CREATE INDEX `importline_record` ON `import_lines` (`record`);
-- Create index "importline_funder_id" to table: "import_lines"
CREATE INDEX `importline_funder_id` ON `import_lines` (`funder_id`);
-- Create index "importline_beneficiary_id" to table: "import_lines"
CREATE INDEX `importline_beneficiary_id` ON `import_lines` (`beneficiary_id`);
-- Create "import_parties" table
CREATE TABLE `import_parties` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `key` blob NOT NULL,
  `name` text NOT NULL,
  `siren` text NOT NULL,
  `siret` text NOT NULL,
  `rna` text NOT NULL,
  `line` integer NOT NULL,
  `match` text NOT NULL,
  `candidates` json NULL,
  `choice` text NULL,
  `partner` text NULL,
  `created` bool NOT NULL DEFAULT (false),
  `import_id` integer NOT NULL,
  CONSTRAINT `import_parties_imports_import` FOREIGN KEY (`import_id`) REFERENCES `imports` (`id`) ON DELETE CASCADE,
  CONSTRAINT `match_word` CHECK (CAST(match AS text) IN ('NUMBER', 'NEW', 'SUGGESTED', 'AMBIGUOUS', 'CONFLICT'))
);
-- Create index "importparty_import_id_key" to table: "import_parties"
CREATE UNIQUE INDEX `importparty_import_id_key` ON `import_parties` (`import_id`, `key`);
-- Create index "importparty_import_id_match_id" to table: "import_parties"
CREATE INDEX `importparty_import_id_match_id` ON `import_parties` (`import_id`, `match`, `id`);
-- Create "import_pieces" table
CREATE TABLE `import_pieces` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `offset` integer NOT NULL,
  `content` blob NOT NULL,
  `import_id` integer NOT NULL,
  CONSTRAINT `import_pieces_imports_import` FOREIGN KEY (`import_id`) REFERENCES `imports` (`id`) ON DELETE CASCADE
);
-- Create index "importpiece_import_id_offset" to table: "import_pieces"
CREATE UNIQUE INDEX `importpiece_import_id_offset` ON `import_pieces` (`import_id`, `offset`);
