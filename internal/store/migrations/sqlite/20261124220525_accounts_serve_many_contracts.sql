-- Disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
-- Create "new_contracts" table
CREATE TABLE `new_contracts` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `uid` text NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `code` text NOT NULL,
  `name` text NOT NULL,
  `sort_key` blob NOT NULL,
  `description` text NULL,
  `open_themes` bool NOT NULL DEFAULT (false),
  `public` bool NOT NULL DEFAULT (false),
  `starts` text NULL,
  `starts_earliest` text NULL,
  `starts_latest` text NULL,
  `ends` text NULL,
  `ends_earliest` text NULL,
  `ends_latest` text NULL,
  `signed` text NULL,
  `signed_earliest` text NULL,
  `signed_latest` text NULL,
  `territory_id` integer NULL,
  CONSTRAINT `contracts_territories_territory` FOREIGN KEY (`territory_id`) REFERENCES `territories` (`id`) ON DELETE RESTRICT
);
-- Copy rows from old table "contracts" to new temporary table "new_contracts"
INSERT INTO `new_contracts` (`id`, `uid`, `created_at`, `updated_at`, `version`, `code`, `name`, `sort_key`, `description`, `open_themes`, `public`, `starts`, `starts_earliest`, `starts_latest`, `ends`, `ends_earliest`, `ends_latest`, `signed`, `signed_earliest`, `signed_latest`, `territory_id`) SELECT `id`, `uid`, `created_at`, `updated_at`, `version`, `code`, `name`, `sort_key`, `description`, `open_themes`, `public`, `starts`, `starts_earliest`, `starts_latest`, `ends`, `ends_earliest`, `ends_latest`, `signed`, `signed_earliest`, `signed_latest`, `territory_id` FROM `contracts`;
-- Drop "contracts" table after copying rows
DROP TABLE `contracts`;
-- Rename temporary table "new_contracts" to "contracts"
ALTER TABLE `new_contracts` RENAME TO `contracts`;
-- Create index "contracts_uid_key" to table: "contracts"
CREATE UNIQUE INDEX `contracts_uid_key` ON `contracts` (`uid`);
-- Create index "contract_code" to table: "contracts"
CREATE UNIQUE INDEX `contract_code` ON `contracts` (`code`);
-- Create index "contract_sort_key" to table: "contracts"
CREATE INDEX `contract_sort_key` ON `contracts` (`sort_key`);
-- Create "account_contracts" table
CREATE TABLE `account_contracts` (
  `account_id` integer NOT NULL,
  `contract_id` integer NOT NULL,
  PRIMARY KEY (`account_id`, `contract_id`),
  CONSTRAINT `account_contracts_account_id` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`) ON DELETE CASCADE,
  CONSTRAINT `account_contracts_contract_id` FOREIGN KEY (`contract_id`) REFERENCES `contracts` (`id`) ON DELETE CASCADE
);
-- Enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;
