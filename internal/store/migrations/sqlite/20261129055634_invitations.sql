-- Add column "invited_by" to table: "accounts"
ALTER TABLE `accounts` ADD COLUMN `invited_by` text NULL;
-- Add column "bound_at" to table: "accounts"
ALTER TABLE `accounts` ADD COLUMN `bound_at` datetime NULL;
-- Create "invitations" table
CREATE TABLE `invitations` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `uid` text NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `revision` integer NOT NULL DEFAULT (1),
  `name` text NOT NULL,
  `email` text NULL,
  `role` text NOT NULL,
  `partner` text NULL,
  `contracts` json NOT NULL,
  `hash` blob NOT NULL,
  `expires_at` datetime NOT NULL,
  `used_at` datetime NULL,
  `revoked_at` datetime NULL,
  `account_id` integer NOT NULL,
  CONSTRAINT `invitations_accounts_account` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`) ON DELETE CASCADE,
  CONSTRAINT `role_word` CHECK (CAST(role AS text) IN ('ADMINISTRATOR', 'COORDINATOR', 'LIAISON', 'INTEGRATOR'))
);
-- Create index "invitations_uid_key" to table: "invitations"
CREATE UNIQUE INDEX `invitations_uid_key` ON `invitations` (`uid`);
-- Create index "invitations_hash_key" to table: "invitations"
CREATE UNIQUE INDEX `invitations_hash_key` ON `invitations` (`hash`);
-- Create index "invitation_account_id" to table: "invitations"
CREATE INDEX `invitation_account_id` ON `invitations` (`account_id`);
-- Create index "invitation_expires_at" to table: "invitations"
CREATE INDEX `invitation_expires_at` ON `invitations` (`expires_at`);
