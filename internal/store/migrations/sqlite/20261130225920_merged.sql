-- Disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
-- Create "new_changes" table
CREATE TABLE `new_changes` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `uid` text NOT NULL,
  `epoch` integer NOT NULL,
  `xid` integer NOT NULL,
  `write` text NOT NULL,
  `at` datetime NOT NULL,
  `actor` text NOT NULL,
  `reason` text NULL,
  `record_type` text NOT NULL,
  `record_uid` text NOT NULL,
  `record_row` integer NOT NULL,
  `record_version` integer NOT NULL,
  `operation` text NOT NULL,
  `contract_uid` text NULL,
  `before` json NULL,
  `after` json NULL,
  `reverts` text NULL,
  `merged` text NULL,
  CONSTRAINT `nothing_after_a_deletion` CHECK (operation <> 'DELETE' OR after IS NULL),
  CONSTRAINT `nothing_before_a_creation` CHECK (operation <> 'CREATE' OR before IS NULL),
  CONSTRAINT `operation_word` CHECK (CAST(operation AS text) IN ('CREATE', 'UPDATE', 'DELETE'))
);
-- Copy rows from old table "changes" to new temporary table "new_changes"
INSERT INTO `new_changes` (`id`, `uid`, `epoch`, `xid`, `write`, `at`, `actor`, `reason`, `record_type`, `record_uid`, `record_row`, `record_version`, `operation`, `contract_uid`, `before`, `after`, `reverts`) SELECT `id`, `uid`, `epoch`, `xid`, `write`, `at`, `actor`, `reason`, `record_type`, `record_uid`, `record_row`, `record_version`, `operation`, `contract_uid`, `before`, `after`, `reverts` FROM `changes`;
-- Drop "changes" table after copying rows
DROP TABLE `changes`;
-- Rename temporary table "new_changes" to "changes"
ALTER TABLE `new_changes` RENAME TO `changes`;
-- Create index "changes_uid_key" to table: "changes"
CREATE UNIQUE INDEX `changes_uid_key` ON `changes` (`uid`);
-- Create index "change_epoch_xid_id" to table: "changes"
CREATE INDEX `change_epoch_xid_id` ON `changes` (`epoch`, `xid`, `id`);
-- Create index "change_record_uid_record_version" to table: "changes"
CREATE UNIQUE INDEX `change_record_uid_record_version` ON `changes` (`record_uid`, `record_version`);
-- Create index "change_contract_uid" to table: "changes"
CREATE INDEX `change_contract_uid` ON `changes` (`contract_uid`);
-- Create index "change_write" to table: "changes"
CREATE INDEX `change_write` ON `changes` (`write`);
-- Create index "change_reverts" to table: "changes"
CREATE INDEX `change_reverts` ON `changes` (`reverts`);
-- Create index "change_merged" to table: "changes"
CREATE INDEX `change_merged` ON `changes` (`merged`);
-- Create index "change_at" to table: "changes"
CREATE INDEX `change_at` ON `changes` (`at`);
-- Enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;
