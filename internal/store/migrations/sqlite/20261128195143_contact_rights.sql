-- Add column "claim_uid" to table: "contact_accesses"
ALTER TABLE `contact_accesses` ADD COLUMN `claim_uid` text NULL;
-- Add column "grant_uid" to table: "contact_accesses"
ALTER TABLE `contact_accesses` ADD COLUMN `grant_uid` text NULL;
-- Create "contact_grants" table
CREATE TABLE `contact_grants` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `uid` text NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `revision` integer NOT NULL DEFAULT (1),
  `purpose` text NOT NULL,
  `ends_at` datetime NOT NULL,
  `revoked_at` datetime NULL,
  `granted_by` text NOT NULL,
  `account_id` integer NOT NULL,
  `partner_id` integer NOT NULL,
  CONSTRAINT `contact_grants_accounts_account` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`) ON DELETE CASCADE,
  CONSTRAINT `contact_grants_partners_partner` FOREIGN KEY (`partner_id`) REFERENCES `partners` (`id`) ON DELETE CASCADE
);
-- Create index "contact_grants_uid_key" to table: "contact_grants"
CREATE UNIQUE INDEX `contact_grants_uid_key` ON `contact_grants` (`uid`);
-- Create index "contactgrant_account_id_partner_id" to table: "contact_grants"
CREATE INDEX `contactgrant_account_id_partner_id` ON `contact_grants` (`account_id`, `partner_id`);
-- Create index "contactgrant_partner_id" to table: "contact_grants"
CREATE INDEX `contactgrant_partner_id` ON `contact_grants` (`partner_id`);
