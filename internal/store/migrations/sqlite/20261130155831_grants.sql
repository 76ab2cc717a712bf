-- Disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
-- Create "new_citations" table
CREATE TABLE `new_citations` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `uid` text NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `language` text NOT NULL DEFAULT ('fr'),
  `translations` json NULL,
  `code` text NULL,
  `about` text NULL,
  `value` text NULL,
  `locator` text NOT NULL,
  `quote` text NULL,
  `stance` text NOT NULL DEFAULT ('SUPPORTS'),
  `basis` text NOT NULL DEFAULT ('STATED'),
  `preferred` bool NOT NULL DEFAULT (false),
  `reason` text NULL,
  `note` text NULL,
  `source_id` integer NOT NULL,
  `scope_id` integer NULL,
  `territory_id` integer NULL,
  `audience_id` integer NULL,
  `programme_id` integer NULL,
  `criterion_id` integer NULL,
  `concept_id` integer NULL,
  `document_id` integer NULL,
  `partner_id` integer NULL,
  `identifier_id` integer NULL,
  `contract_id` integer NULL,
  `plan_id` integer NULL,
  `theme_id` integer NULL,
  `axis_id` integer NULL,
  `action_id` integer NULL,
  `group_id` integer NULL,
  `contribution_id` integer NULL,
  `alignment_id` integer NULL,
  `membership_id` integer NULL,
  `relation_id` integer NULL,
  `grant_id` integer NULL,
  CONSTRAINT `citations_sources_source` FOREIGN KEY (`source_id`) REFERENCES `sources` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `citations_contracts_scope` FOREIGN KEY (`scope_id`) REFERENCES `contracts` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `citations_territories_territory` FOREIGN KEY (`territory_id`) REFERENCES `territories` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_audiences_audience` FOREIGN KEY (`audience_id`) REFERENCES `audiences` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_programmes_programme` FOREIGN KEY (`programme_id`) REFERENCES `programmes` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_criterions_criterion` FOREIGN KEY (`criterion_id`) REFERENCES `criterions` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_concepts_concept` FOREIGN KEY (`concept_id`) REFERENCES `concepts` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_sources_document` FOREIGN KEY (`document_id`) REFERENCES `sources` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_partners_partner` FOREIGN KEY (`partner_id`) REFERENCES `partners` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_identifiers_identifier` FOREIGN KEY (`identifier_id`) REFERENCES `identifiers` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_contracts_contract` FOREIGN KEY (`contract_id`) REFERENCES `contracts` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_plans_plan` FOREIGN KEY (`plan_id`) REFERENCES `plans` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_themes_theme` FOREIGN KEY (`theme_id`) REFERENCES `themes` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_axes_axis` FOREIGN KEY (`axis_id`) REFERENCES `axes` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_actions_action` FOREIGN KEY (`action_id`) REFERENCES `actions` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_working_groups_group` FOREIGN KEY (`group_id`) REFERENCES `working_groups` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_contributions_contribution` FOREIGN KEY (`contribution_id`) REFERENCES `contributions` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_alignments_alignment` FOREIGN KEY (`alignment_id`) REFERENCES `alignments` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_memberships_membership` FOREIGN KEY (`membership_id`) REFERENCES `memberships` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_relations_relation` FOREIGN KEY (`relation_id`) REFERENCES `relations` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_grants_grant` FOREIGN KEY (`grant_id`) REFERENCES `grants` (`id`) ON DELETE CASCADE,
  CONSTRAINT `basis_word` CHECK (CAST(basis AS text) IN ('STATED', 'DECLARED', 'INFERRED')),
  CONSTRAINT `one_record` CHECK (CASE WHEN territory_id IS NULL THEN 0 ELSE 1 END + CASE WHEN audience_id IS NULL THEN 0 ELSE 1 END + CASE WHEN programme_id IS NULL THEN 0 ELSE 1 END + CASE WHEN criterion_id IS NULL THEN 0 ELSE 1 END + CASE WHEN concept_id IS NULL THEN 0 ELSE 1 END + CASE WHEN document_id IS NULL THEN 0 ELSE 1 END + CASE WHEN partner_id IS NULL THEN 0 ELSE 1 END + CASE WHEN identifier_id IS NULL THEN 0 ELSE 1 END + CASE WHEN contract_id IS NULL THEN 0 ELSE 1 END + CASE WHEN plan_id IS NULL THEN 0 ELSE 1 END + CASE WHEN theme_id IS NULL THEN 0 ELSE 1 END + CASE WHEN axis_id IS NULL THEN 0 ELSE 1 END + CASE WHEN action_id IS NULL THEN 0 ELSE 1 END + CASE WHEN group_id IS NULL THEN 0 ELSE 1 END + CASE WHEN contribution_id IS NULL THEN 0 ELSE 1 END + CASE WHEN alignment_id IS NULL THEN 0 ELSE 1 END + CASE WHEN membership_id IS NULL THEN 0 ELSE 1 END + CASE WHEN relation_id IS NULL THEN 0 ELSE 1 END + CASE WHEN grant_id IS NULL THEN 0 ELSE 1 END = 1),
  CONSTRAINT `preferred_with_a_reason` CHECK (NOT preferred OR (reason IS NOT NULL AND reason <> '')),
  CONSTRAINT `stance_word` CHECK (CAST(stance AS text) IN ('SUPPORTS', 'CONTRADICTS'))
);
-- Copy rows from old table "citations" to new temporary table "new_citations"
INSERT INTO `new_citations` (`id`, `uid`, `created_at`, `updated_at`, `version`, `language`, `translations`, `code`, `about`, `value`, `locator`, `quote`, `stance`, `basis`, `preferred`, `reason`, `note`, `source_id`, `scope_id`, `territory_id`, `audience_id`, `programme_id`, `criterion_id`, `concept_id`, `document_id`, `partner_id`, `identifier_id`, `contract_id`, `plan_id`, `theme_id`, `axis_id`, `action_id`, `group_id`, `contribution_id`, `alignment_id`, `membership_id`, `relation_id`) SELECT `id`, `uid`, `created_at`, `updated_at`, `version`, `language`, `translations`, `code`, `about`, `value`, `locator`, `quote`, `stance`, `basis`, `preferred`, `reason`, `note`, `source_id`, `scope_id`, `territory_id`, `audience_id`, `programme_id`, `criterion_id`, `concept_id`, `document_id`, `partner_id`, `identifier_id`, `contract_id`, `plan_id`, `theme_id`, `axis_id`, `action_id`, `group_id`, `contribution_id`, `alignment_id`, `membership_id`, `relation_id` FROM `citations`;
-- Drop "citations" table after copying rows
DROP TABLE `citations`;
-- Rename temporary table "new_citations" to "citations"
ALTER TABLE `new_citations` RENAME TO `citations`;
-- Create index "citations_uid_key" to table: "citations"
CREATE UNIQUE INDEX `citations_uid_key` ON `citations` (`uid`);
-- Create index "citation_code_scope_id" to table: "citations"
CREATE UNIQUE INDEX `citation_code_scope_id` ON `citations` (`code`, `scope_id`);
-- Create index "citation_directory_code" to table: "citations"
CREATE UNIQUE INDEX `citation_directory_code` ON `citations` (`code`) WHERE scope_id IS NULL;
-- Create index "citation_source_id_scope_id" to table: "citations"
CREATE INDEX `citation_source_id_scope_id` ON `citations` (`source_id`, `scope_id`);
-- Create index "citation_scope_id" to table: "citations"
CREATE INDEX `citation_scope_id` ON `citations` (`scope_id`);
-- Create index "citation_territory_id" to table: "citations"
CREATE INDEX `citation_territory_id` ON `citations` (`territory_id`) WHERE territory_id IS NOT NULL;
-- Create index "citation_audience_id" to table: "citations"
CREATE INDEX `citation_audience_id` ON `citations` (`audience_id`) WHERE audience_id IS NOT NULL;
-- Create index "citation_programme_id" to table: "citations"
CREATE INDEX `citation_programme_id` ON `citations` (`programme_id`) WHERE programme_id IS NOT NULL;
-- Create index "citation_criterion_id" to table: "citations"
CREATE INDEX `citation_criterion_id` ON `citations` (`criterion_id`) WHERE criterion_id IS NOT NULL;
-- Create index "citation_concept_id" to table: "citations"
CREATE INDEX `citation_concept_id` ON `citations` (`concept_id`) WHERE concept_id IS NOT NULL;
-- Create index "citation_document_id" to table: "citations"
CREATE INDEX `citation_document_id` ON `citations` (`document_id`) WHERE document_id IS NOT NULL;
-- Create index "citation_partner_id" to table: "citations"
CREATE INDEX `citation_partner_id` ON `citations` (`partner_id`) WHERE partner_id IS NOT NULL;
-- Create index "citation_identifier_id" to table: "citations"
CREATE INDEX `citation_identifier_id` ON `citations` (`identifier_id`) WHERE identifier_id IS NOT NULL;
-- Create index "citation_contract_id" to table: "citations"
CREATE INDEX `citation_contract_id` ON `citations` (`contract_id`) WHERE contract_id IS NOT NULL;
-- Create index "citation_plan_id" to table: "citations"
CREATE INDEX `citation_plan_id` ON `citations` (`plan_id`) WHERE plan_id IS NOT NULL;
-- Create index "citation_theme_id" to table: "citations"
CREATE INDEX `citation_theme_id` ON `citations` (`theme_id`) WHERE theme_id IS NOT NULL;
-- Create index "citation_axis_id" to table: "citations"
CREATE INDEX `citation_axis_id` ON `citations` (`axis_id`) WHERE axis_id IS NOT NULL;
-- Create index "citation_action_id" to table: "citations"
CREATE INDEX `citation_action_id` ON `citations` (`action_id`) WHERE action_id IS NOT NULL;
-- Create index "citation_group_id" to table: "citations"
CREATE INDEX `citation_group_id` ON `citations` (`group_id`) WHERE group_id IS NOT NULL;
-- Create index "citation_contribution_id" to table: "citations"
CREATE INDEX `citation_contribution_id` ON `citations` (`contribution_id`) WHERE contribution_id IS NOT NULL;
-- Create index "citation_alignment_id" to table: "citations"
CREATE INDEX `citation_alignment_id` ON `citations` (`alignment_id`) WHERE alignment_id IS NOT NULL;
-- Create index "citation_membership_id" to table: "citations"
CREATE INDEX `citation_membership_id` ON `citations` (`membership_id`) WHERE membership_id IS NOT NULL;
-- Create index "citation_relation_id" to table: "citations"
CREATE INDEX `citation_relation_id` ON `citations` (`relation_id`) WHERE relation_id IS NOT NULL;
-- Create index "citation_grant_id" to table: "citations"
CREATE INDEX `citation_grant_id` ON `citations` (`grant_id`) WHERE grant_id IS NOT NULL;
-- Create "grants" table
CREATE TABLE `grants` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `uid` text NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `language` text NOT NULL DEFAULT ('fr'),
  `translations` json NULL,
  `agreed_on` text NULL,
  `agreed_on_earliest` text NULL,
  `agreed_on_latest` text NULL,
  `paid_from` text NULL,
  `paid_from_earliest` text NULL,
  `paid_from_latest` text NULL,
  `paid_until` text NULL,
  `paid_until_earliest` text NULL,
  `paid_until_latest` text NULL,
  `code` text NULL,
  `purpose` text NULL,
  `amount_cents` integer NULL,
  `amount_withheld` bool NOT NULL DEFAULT (false),
  `nature` text NULL,
  `decision_reference` text NULL,
  `conditions` text NULL,
  `share` integer NULL,
  `notified_to_eu` bool NULL,
  `rae` text NULL,
  `aid_scheme` text NULL,
  `usage` text NULL,
  `financial_year` integer NULL,
  `funder_identifier` text NULL,
  `beneficiary_identifier` text NULL,
  `record_key` text NULL,
  `note` text NULL,
  `contract_id` integer NULL,
  `funder_id` integer NOT NULL,
  `beneficiary_id` integer NULL,
  `action_id` integer NULL,
  `axis_id` integer NULL,
  CONSTRAINT `grants_contracts_contract` FOREIGN KEY (`contract_id`) REFERENCES `contracts` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `grants_partners_funder` FOREIGN KEY (`funder_id`) REFERENCES `partners` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `grants_partners_beneficiary` FOREIGN KEY (`beneficiary_id`) REFERENCES `partners` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `grants_actions_action` FOREIGN KEY (`action_id`) REFERENCES `actions` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `grants_axes_axis` FOREIGN KEY (`axis_id`) REFERENCES `axes` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `nature_word` CHECK (CAST(nature AS text) IN ('MONEY', 'IN_KIND', 'MONEY_AND_IN_KIND')),
  CONSTRAINT `one_target` CHECK (action_id IS NULL OR axis_id IS NULL),
  CONSTRAINT `share_of_a_whole` CHECK (share IS NULL OR share >= 0 AND share <= 1000000),
  CONSTRAINT `withheld_is_not_told` CHECK (NOT amount_withheld OR amount_cents IS NULL)
);
-- Create index "grants_uid_key" to table: "grants"
CREATE UNIQUE INDEX `grants_uid_key` ON `grants` (`uid`);
-- Create index "grant_code_contract_id" to table: "grants"
CREATE UNIQUE INDEX `grant_code_contract_id` ON `grants` (`code`, `contract_id`);
-- Create index "grant_directory_code" to table: "grants"
CREATE UNIQUE INDEX `grant_directory_code` ON `grants` (`code`) WHERE contract_id IS NULL;
-- Create index "grant_record_key_contract_id" to table: "grants"
CREATE UNIQUE INDEX `grant_record_key_contract_id` ON `grants` (`record_key`, `contract_id`);
-- Create index "grant_directory_record_key" to table: "grants"
CREATE UNIQUE INDEX `grant_directory_record_key` ON `grants` (`record_key`) WHERE contract_id IS NULL;
-- Create index "grant_contract_id" to table: "grants"
CREATE INDEX `grant_contract_id` ON `grants` (`contract_id`);
-- Create index "grant_funder_id_contract_id" to table: "grants"
CREATE INDEX `grant_funder_id_contract_id` ON `grants` (`funder_id`, `contract_id`);
-- Create index "grant_beneficiary_id_contract_id" to table: "grants"
CREATE INDEX `grant_beneficiary_id_contract_id` ON `grants` (`beneficiary_id`, `contract_id`);
-- Create index "grant_action_id" to table: "grants"
CREATE INDEX `grant_action_id` ON `grants` (`action_id`);
-- Create index "grant_axis_id" to table: "grants"
CREATE INDEX `grant_axis_id` ON `grants` (`axis_id`);
-- Enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;
