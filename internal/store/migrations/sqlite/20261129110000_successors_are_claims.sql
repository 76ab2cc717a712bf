-- A successor that a partner's own field named becomes a claim, which goes by the
-- rest of that partner's identifier, and a line of the ledger says so. What claims
-- say already is not said twice. The claim has no date and no source: nobody told.
INSERT INTO `relations` (`uid`, `created_at`, `updated_at`, `version`, `language`, `status`, `basis`, `kind`, `open_list`, `subject_partner_id`, `object_partner_id`)
SELECT 'relation_' || substr(p.uid, 9), strftime('%Y-%m-%d %H:%M:%S+00:00', 'now'), strftime('%Y-%m-%d %H:%M:%S+00:00', 'now'), 1, 'fr', 'ACTIVE', 'STATED', 'SUCCEEDS', false, p.successor_id, p.id
FROM `partners` p WHERE p.successor_id IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM `relations` r WHERE r.kind = 'SUCCEEDS' AND r.subject_partner_id = p.successor_id AND r.object_partner_id = p.id);
INSERT INTO `changes` (`uid`, `epoch`, `xid`, `write`, `at`, `actor`, `reason`, `record_type`, `record_uid`, `record_row`, `record_version`, `operation`, `after`)
SELECT 'change_' || substr(p.uid, 9), COALESCE((SELECT CAST(value AS integer) FROM `settings` WHERE key = 'ledger.epoch'), 1), 0, 'write_' || substr(p.uid, 9), strftime('%Y-%m-%d %H:%M:%S+00:00', 'now'),
  'maillage', 'successors are claims', 'relation', r.uid, r.id, 1, 'CREATE',
  json_object('kind', 'SUCCEEDS', 'subject', s.uid, 'object', p.uid, 'status', 'ACTIVE', 'basis', 'STATED', 'openList', json('false'), 'language', 'fr')
FROM `partners` p JOIN `relations` r ON r.uid = 'relation_' || substr(p.uid, 9) JOIN `partners` s ON s.id = p.successor_id;
-- Disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
-- Create "new_partners" table
CREATE TABLE `new_partners` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `uid` text NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `language` text NOT NULL DEFAULT ('fr'),
  `translations` json NULL,
  `code` text NOT NULL,
  `name` text NOT NULL,
  `sort_key` blob NOT NULL,
  `acronym` text NULL,
  `description` text NULL,
  `kind` text NOT NULL DEFAULT ('ORGANISATION'),
  `sector` text NOT NULL DEFAULT ('UNSPECIFIED'),
  `aliases` json NOT NULL,
  `open_list` bool NOT NULL DEFAULT (false),
  CONSTRAINT `kind_word` CHECK (CAST(kind AS text) IN ('ORGANISATION', 'COLLECTIVE')),
  CONSTRAINT `sector_word` CHECK (CAST(sector AS text) IN ('STATE', 'LOCAL_AUTHORITY', 'SOCIAL_SECURITY', 'PUBLIC_BODY', 'ASSOCIATION', 'COMPANY', 'SOCIAL_LANDLORD', 'UNSPECIFIED'))
);
-- Copy rows from old table "partners" to new temporary table "new_partners"
INSERT INTO `new_partners` (`id`, `uid`, `created_at`, `updated_at`, `version`, `language`, `translations`, `code`, `name`, `sort_key`, `acronym`, `description`, `kind`, `sector`, `aliases`, `open_list`) SELECT `id`, `uid`, `created_at`, `updated_at`, `version`, `language`, `translations`, `code`, `name`, `sort_key`, `acronym`, `description`, `kind`, `sector`, `aliases`, `open_list` FROM `partners`;
-- Drop "partners" table after copying rows
DROP TABLE `partners`;
-- Rename temporary table "new_partners" to "partners"
ALTER TABLE `new_partners` RENAME TO `partners`;
-- Create index "partners_uid_key" to table: "partners"
CREATE UNIQUE INDEX `partners_uid_key` ON `partners` (`uid`);
-- Create index "partner_code" to table: "partners"
CREATE UNIQUE INDEX `partner_code` ON `partners` (`code`);
-- Create index "partner_sort_key" to table: "partners"
CREATE INDEX `partner_sort_key` ON `partners` (`sort_key`);
-- Enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;
