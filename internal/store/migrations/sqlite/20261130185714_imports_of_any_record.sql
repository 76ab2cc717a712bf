-- Disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
-- Create "new_import_lines" table
CREATE TABLE `new_import_lines` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `number` integer NOT NULL,
  `outcome` text NOT NULL,
  `done` bool NOT NULL DEFAULT (false),
  `usable` bool NOT NULL DEFAULT (true),
  `codes` text NOT NULL,
  `notes` json NULL,
  `place` text NULL,
  `rank` integer NOT NULL DEFAULT (0),
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
-- Copy rows from old table "import_lines" to new temporary table "new_import_lines"
INSERT INTO `new_import_lines` (`id`, `number`, `outcome`, `done`, `usable`, `codes`, `notes`, `raw`, `fact`, `identity`, `base`, `occurrence`, `record`, `compared`, `version`, `choice`, `batch`, `import_id`, `funder_id`, `beneficiary_id`) SELECT `id`, `number`, `outcome`, `done`, `usable`, `codes`, `notes`, `raw`, `fact`, `identity`, `base`, `occurrence`, `record`, `compared`, `version`, `choice`, `batch`, `import_id`, `funder_id`, `beneficiary_id` FROM `import_lines`;
-- Drop "import_lines" table after copying rows
DROP TABLE `import_lines`;
-- Rename temporary table "new_import_lines" to "import_lines"
ALTER TABLE `new_import_lines` RENAME TO `import_lines`;
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
-- Create index "importline_import_id_rank_number" to table: "import_lines"
CREATE INDEX `importline_import_id_rank_number` ON `import_lines` (`import_id`, `rank`, `number`) WHERE rank > 0;
-- Enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;
