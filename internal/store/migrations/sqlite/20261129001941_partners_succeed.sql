-- Disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
-- Create "new_relations" table
CREATE TABLE `new_relations` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `uid` text NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `language` text NOT NULL DEFAULT ('fr'),
  `translations` json NULL,
  `code` text NULL,
  `status` text NOT NULL DEFAULT ('MENTIONED'),
  `basis` text NOT NULL DEFAULT ('STATED'),
  `wording` text NULL,
  `inference` text NULL,
  `note` text NULL,
  `since` text NULL,
  `since_earliest` text NULL,
  `since_latest` text NULL,
  `until` text NULL,
  `until_earliest` text NULL,
  `until_latest` text NULL,
  `kind` text NOT NULL,
  `literal` text NULL,
  `open_list` bool NOT NULL DEFAULT (false),
  `contract_id` integer NULL,
  `subject_plan_id` integer NULL,
  `subject_axis_id` integer NULL,
  `subject_action_id` integer NULL,
  `subject_partner_id` integer NULL,
  `subject_group_id` integer NULL,
  `subject_audience_id` integer NULL,
  `subject_territory_id` integer NULL,
  `subject_criterion_id` integer NULL,
  `subject_source_id` integer NULL,
  `subject_concept_id` integer NULL,
  `object_plan_id` integer NULL,
  `object_axis_id` integer NULL,
  `object_action_id` integer NULL,
  `object_partner_id` integer NULL,
  `object_group_id` integer NULL,
  `object_audience_id` integer NULL,
  `object_territory_id` integer NULL,
  `object_criterion_id` integer NULL,
  `object_source_id` integer NULL,
  `object_concept_id` integer NULL,
  `object_contract_id` integer NULL,
  `object_theme_id` integer NULL,
  `object_programme_id` integer NULL,
  CONSTRAINT `relations_contracts_contract` FOREIGN KEY (`contract_id`) REFERENCES `contracts` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_plans_subject_plan` FOREIGN KEY (`subject_plan_id`) REFERENCES `plans` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_axes_subject_axis` FOREIGN KEY (`subject_axis_id`) REFERENCES `axes` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_actions_subject_action` FOREIGN KEY (`subject_action_id`) REFERENCES `actions` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_partners_subject_partner` FOREIGN KEY (`subject_partner_id`) REFERENCES `partners` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_working_groups_subject_group` FOREIGN KEY (`subject_group_id`) REFERENCES `working_groups` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_audiences_subject_audience` FOREIGN KEY (`subject_audience_id`) REFERENCES `audiences` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_territories_subject_territory` FOREIGN KEY (`subject_territory_id`) REFERENCES `territories` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_criterions_subject_criterion` FOREIGN KEY (`subject_criterion_id`) REFERENCES `criterions` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_sources_subject_source` FOREIGN KEY (`subject_source_id`) REFERENCES `sources` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_concepts_subject_concept` FOREIGN KEY (`subject_concept_id`) REFERENCES `concepts` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_plans_object_plan` FOREIGN KEY (`object_plan_id`) REFERENCES `plans` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_axes_object_axis` FOREIGN KEY (`object_axis_id`) REFERENCES `axes` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_actions_object_action` FOREIGN KEY (`object_action_id`) REFERENCES `actions` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_partners_object_partner` FOREIGN KEY (`object_partner_id`) REFERENCES `partners` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_working_groups_object_group` FOREIGN KEY (`object_group_id`) REFERENCES `working_groups` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_audiences_object_audience` FOREIGN KEY (`object_audience_id`) REFERENCES `audiences` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_territories_object_territory` FOREIGN KEY (`object_territory_id`) REFERENCES `territories` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_criterions_object_criterion` FOREIGN KEY (`object_criterion_id`) REFERENCES `criterions` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_sources_object_source` FOREIGN KEY (`object_source_id`) REFERENCES `sources` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_concepts_object_concept` FOREIGN KEY (`object_concept_id`) REFERENCES `concepts` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_contracts_object_contract` FOREIGN KEY (`object_contract_id`) REFERENCES `contracts` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_themes_object_theme` FOREIGN KEY (`object_theme_id`) REFERENCES `themes` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_programmes_object_programme` FOREIGN KEY (`object_programme_id`) REFERENCES `programmes` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `basis_word` CHECK (CAST(basis AS text) IN ('STATED', 'DECLARED', 'INFERRED')),
  CONSTRAINT `kind_word` CHECK (CAST(kind AS text) IN ('PART_OF', 'FOLLOWS', 'CONCERNS', 'TARGETS', 'COVERS', 'BENEFITS', 'UNDER_PROGRAMME', 'LAUREATE_OF', 'AT_STAKE_IN', 'LEADS', 'COMMISSIONED', 'ESTABLISHED', 'PRIORITISES', 'ACTS_FOR', 'HAS_OBJECTIVE', 'IMPLEMENTS', 'MOBILISES', 'FORMALISES_ORIENTATIONS_OF', 'FOLLOWS_FROM', 'DERIVES_FROM', 'ARTICULATED_WITH', 'RESULTS_IN', 'RESPONDS_TO', 'MOTIVATED_BY', 'RAISED', 'EXPECTED_EFFECT', 'PAYS_ATTENTION_TO', 'FIGHTS', 'LISTED_IN', 'WITHIN_REMIT_OF', 'SUCCEEDS')),
  CONSTRAINT `one_object` CHECK (CASE WHEN object_plan_id IS NULL THEN 0 ELSE 1 END + CASE WHEN object_axis_id IS NULL THEN 0 ELSE 1 END + CASE WHEN object_action_id IS NULL THEN 0 ELSE 1 END + CASE WHEN object_partner_id IS NULL THEN 0 ELSE 1 END + CASE WHEN object_group_id IS NULL THEN 0 ELSE 1 END + CASE WHEN object_audience_id IS NULL THEN 0 ELSE 1 END + CASE WHEN object_territory_id IS NULL THEN 0 ELSE 1 END + CASE WHEN object_criterion_id IS NULL THEN 0 ELSE 1 END + CASE WHEN object_source_id IS NULL THEN 0 ELSE 1 END + CASE WHEN object_concept_id IS NULL THEN 0 ELSE 1 END + CASE WHEN object_contract_id IS NULL THEN 0 ELSE 1 END + CASE WHEN object_theme_id IS NULL THEN 0 ELSE 1 END + CASE WHEN object_programme_id IS NULL THEN 0 ELSE 1 END + CASE WHEN literal IS NULL THEN 0 ELSE 1 END = 1),
  CONSTRAINT `one_subject` CHECK (CASE WHEN subject_plan_id IS NULL THEN 0 ELSE 1 END + CASE WHEN subject_axis_id IS NULL THEN 0 ELSE 1 END + CASE WHEN subject_action_id IS NULL THEN 0 ELSE 1 END + CASE WHEN subject_partner_id IS NULL THEN 0 ELSE 1 END + CASE WHEN subject_group_id IS NULL THEN 0 ELSE 1 END + CASE WHEN subject_audience_id IS NULL THEN 0 ELSE 1 END + CASE WHEN subject_territory_id IS NULL THEN 0 ELSE 1 END + CASE WHEN subject_criterion_id IS NULL THEN 0 ELSE 1 END + CASE WHEN subject_source_id IS NULL THEN 0 ELSE 1 END + CASE WHEN subject_concept_id IS NULL THEN 0 ELSE 1 END = 1),
  CONSTRAINT `status_word` CHECK (CAST(status AS text) IN ('MENTIONED', 'IN_DISCUSSION', 'VALIDATED', 'COMMITTED', 'ACTIVE', 'COMPLETED', 'ABANDONED'))
);
-- Copy rows from old table "relations" to new temporary table "new_relations"
INSERT INTO `new_relations` (`id`, `uid`, `created_at`, `updated_at`, `version`, `language`, `translations`, `code`, `status`, `basis`, `wording`, `inference`, `note`, `since`, `since_earliest`, `since_latest`, `until`, `until_earliest`, `until_latest`, `kind`, `literal`, `open_list`, `contract_id`, `subject_plan_id`, `subject_axis_id`, `subject_action_id`, `subject_partner_id`, `subject_group_id`, `subject_audience_id`, `subject_territory_id`, `subject_criterion_id`, `subject_source_id`, `subject_concept_id`, `object_plan_id`, `object_axis_id`, `object_action_id`, `object_partner_id`, `object_group_id`, `object_audience_id`, `object_territory_id`, `object_criterion_id`, `object_source_id`, `object_concept_id`, `object_contract_id`, `object_theme_id`, `object_programme_id`) SELECT `id`, `uid`, `created_at`, `updated_at`, `version`, `language`, `translations`, `code`, `status`, `basis`, `wording`, `inference`, `note`, `since`, `since_earliest`, `since_latest`, `until`, `until_earliest`, `until_latest`, `kind`, `literal`, `open_list`, `contract_id`, `subject_plan_id`, `subject_axis_id`, `subject_action_id`, `subject_partner_id`, `subject_group_id`, `subject_audience_id`, `subject_territory_id`, `subject_criterion_id`, `subject_source_id`, `subject_concept_id`, `object_plan_id`, `object_axis_id`, `object_action_id`, `object_partner_id`, `object_group_id`, `object_audience_id`, `object_territory_id`, `object_criterion_id`, `object_source_id`, `object_concept_id`, `object_contract_id`, `object_theme_id`, `object_programme_id` FROM `relations`;
-- Drop "relations" table after copying rows
DROP TABLE `relations`;
-- Rename temporary table "new_relations" to "relations"
ALTER TABLE `new_relations` RENAME TO `relations`;
-- Create index "relations_uid_key" to table: "relations"
CREATE UNIQUE INDEX `relations_uid_key` ON `relations` (`uid`);
-- Create index "relations_code_key" to table: "relations"
CREATE UNIQUE INDEX `relations_code_key` ON `relations` (`code`);
-- Create index "relation_contract_id" to table: "relations"
CREATE INDEX `relation_contract_id` ON `relations` (`contract_id`);
-- Create index "relation_subject_plan_id" to table: "relations"
CREATE INDEX `relation_subject_plan_id` ON `relations` (`subject_plan_id`) WHERE subject_plan_id IS NOT NULL;
-- Create index "relation_subject_axis_id" to table: "relations"
CREATE INDEX `relation_subject_axis_id` ON `relations` (`subject_axis_id`) WHERE subject_axis_id IS NOT NULL;
-- Create index "relation_subject_action_id" to table: "relations"
CREATE INDEX `relation_subject_action_id` ON `relations` (`subject_action_id`) WHERE subject_action_id IS NOT NULL;
-- Create index "relation_subject_partner_id" to table: "relations"
CREATE INDEX `relation_subject_partner_id` ON `relations` (`subject_partner_id`) WHERE subject_partner_id IS NOT NULL;
-- Create index "relation_subject_group_id" to table: "relations"
CREATE INDEX `relation_subject_group_id` ON `relations` (`subject_group_id`) WHERE subject_group_id IS NOT NULL;
-- Create index "relation_subject_audience_id" to table: "relations"
CREATE INDEX `relation_subject_audience_id` ON `relations` (`subject_audience_id`) WHERE subject_audience_id IS NOT NULL;
-- Create index "relation_subject_territory_id" to table: "relations"
CREATE INDEX `relation_subject_territory_id` ON `relations` (`subject_territory_id`) WHERE subject_territory_id IS NOT NULL;
-- Create index "relation_subject_criterion_id" to table: "relations"
CREATE INDEX `relation_subject_criterion_id` ON `relations` (`subject_criterion_id`) WHERE subject_criterion_id IS NOT NULL;
-- Create index "relation_subject_source_id" to table: "relations"
CREATE INDEX `relation_subject_source_id` ON `relations` (`subject_source_id`) WHERE subject_source_id IS NOT NULL;
-- Create index "relation_subject_concept_id" to table: "relations"
CREATE INDEX `relation_subject_concept_id` ON `relations` (`subject_concept_id`) WHERE subject_concept_id IS NOT NULL;
-- Create index "relation_object_plan_id" to table: "relations"
CREATE INDEX `relation_object_plan_id` ON `relations` (`object_plan_id`) WHERE object_plan_id IS NOT NULL;
-- Create index "relation_object_axis_id" to table: "relations"
CREATE INDEX `relation_object_axis_id` ON `relations` (`object_axis_id`) WHERE object_axis_id IS NOT NULL;
-- Create index "relation_object_action_id" to table: "relations"
CREATE INDEX `relation_object_action_id` ON `relations` (`object_action_id`) WHERE object_action_id IS NOT NULL;
-- Create index "relation_object_partner_id" to table: "relations"
CREATE INDEX `relation_object_partner_id` ON `relations` (`object_partner_id`) WHERE object_partner_id IS NOT NULL;
-- Create index "relation_object_group_id" to table: "relations"
CREATE INDEX `relation_object_group_id` ON `relations` (`object_group_id`) WHERE object_group_id IS NOT NULL;
-- Create index "relation_object_audience_id" to table: "relations"
CREATE INDEX `relation_object_audience_id` ON `relations` (`object_audience_id`) WHERE object_audience_id IS NOT NULL;
-- Create index "relation_object_territory_id" to table: "relations"
CREATE INDEX `relation_object_territory_id` ON `relations` (`object_territory_id`) WHERE object_territory_id IS NOT NULL;
-- Create index "relation_object_criterion_id" to table: "relations"
CREATE INDEX `relation_object_criterion_id` ON `relations` (`object_criterion_id`) WHERE object_criterion_id IS NOT NULL;
-- Create index "relation_object_source_id" to table: "relations"
CREATE INDEX `relation_object_source_id` ON `relations` (`object_source_id`) WHERE object_source_id IS NOT NULL;
-- Create index "relation_object_concept_id" to table: "relations"
CREATE INDEX `relation_object_concept_id` ON `relations` (`object_concept_id`) WHERE object_concept_id IS NOT NULL;
-- Create index "relation_object_contract_id" to table: "relations"
CREATE INDEX `relation_object_contract_id` ON `relations` (`object_contract_id`) WHERE object_contract_id IS NOT NULL;
-- Create index "relation_object_theme_id" to table: "relations"
CREATE INDEX `relation_object_theme_id` ON `relations` (`object_theme_id`) WHERE object_theme_id IS NOT NULL;
-- Create index "relation_object_programme_id" to table: "relations"
CREATE INDEX `relation_object_programme_id` ON `relations` (`object_programme_id`) WHERE object_programme_id IS NOT NULL;
-- Enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;
