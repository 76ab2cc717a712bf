-- Create "sign_in_links" table
CREATE TABLE `sign_in_links` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `hash` blob NOT NULL,
  `created_at` datetime NOT NULL,
  `expires_at` datetime NOT NULL,
  `account_id` integer NOT NULL,
  CONSTRAINT `sign_in_links_accounts_account` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`) ON DELETE CASCADE
);
-- Create index "sign_in_links_hash_key" to table: "sign_in_links"
CREATE UNIQUE INDEX `sign_in_links_hash_key` ON `sign_in_links` (`hash`);
-- Create index "signinlink_account_id" to table: "sign_in_links"
CREATE INDEX `signinlink_account_id` ON `sign_in_links` (`account_id`);
-- Create index "signinlink_expires_at" to table: "sign_in_links"
CREATE INDEX `signinlink_expires_at` ON `sign_in_links` (`expires_at`);
