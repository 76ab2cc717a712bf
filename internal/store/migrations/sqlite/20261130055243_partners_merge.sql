-- Add column "merged_ids" to table: "partners"
ALTER TABLE `partners` ADD COLUMN `merged_ids` json NULL;
-- Create index "partner_merged_ids" to table: "partners"
CREATE INDEX `partner_merged_ids` ON `partners` (`id`) WHERE merged_ids IS NOT NULL;
-- Create "merge_moves" table
CREATE TABLE `merge_moves` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `merged` text NOT NULL,
  `kept` text NOT NULL,
  `moved` text NOT NULL,
  `actor` text NOT NULL,
  `ended` bool NOT NULL DEFAULT (false)
);
-- Create index "mergemove_merged" to table: "merge_moves"
CREATE INDEX `mergemove_merged` ON `merge_moves` (`merged`);
-- Create index "mergemove_moved" to table: "merge_moves"
CREATE INDEX `mergemove_moved` ON `merge_moves` (`moved`);
