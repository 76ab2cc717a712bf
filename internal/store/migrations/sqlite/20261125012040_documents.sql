-- Create "documents" table
CREATE TABLE `documents` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `hash` text NOT NULL,
  `name` text NOT NULL,
  `text` text NOT NULL,
  `added_at` datetime NOT NULL,
  `added_by` text NOT NULL
);
-- Create index "documents_hash_key" to table: "documents"
CREATE UNIQUE INDEX `documents_hash_key` ON `documents` (`hash`);
