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
  CONSTRAINT `kind_word` CHECK (CAST(kind AS text) IN ('PART_OF', 'FOLLOWS', 'CONCERNS', 'TARGETS', 'COVERS', 'BENEFITS', 'UNDER_PROGRAMME', 'LAUREATE_OF', 'AT_STAKE_IN', 'LEADS', 'COMMISSIONED', 'ESTABLISHED', 'PRIORITISES', 'ACTS_FOR', 'HAS_OBJECTIVE', 'IMPLEMENTS', 'MOBILISES', 'FORMALISES_ORIENTATIONS_OF', 'FOLLOWS_FROM', 'DERIVES_FROM', 'ARTICULATED_WITH', 'RESULTS_IN', 'RESPONDS_TO', 'MOTIVATED_BY', 'RAISED', 'EXPECTED_EFFECT', 'PAYS_ATTENTION_TO', 'FIGHTS', 'LISTED_IN', 'WITHIN_REMIT_OF')),
  CONSTRAINT `one_object` CHECK (CASE WHEN object_plan_id IS NULL THEN 0 ELSE 1 END + CASE WHEN object_axis_id IS NULL THEN 0 ELSE 1 END + CASE WHEN object_action_id IS NULL THEN 0 ELSE 1 END + CASE WHEN object_partner_id IS NULL THEN 0 ELSE 1 END + CASE WHEN object_group_id IS NULL THEN 0 ELSE 1 END + CASE WHEN object_audience_id IS NULL THEN 0 ELSE 1 END + CASE WHEN object_territory_id IS NULL THEN 0 ELSE 1 END + CASE WHEN object_criterion_id IS NULL THEN 0 ELSE 1 END + CASE WHEN object_source_id IS NULL THEN 0 ELSE 1 END + CASE WHEN object_concept_id IS NULL THEN 0 ELSE 1 END + CASE WHEN object_contract_id IS NULL THEN 0 ELSE 1 END + CASE WHEN object_theme_id IS NULL THEN 0 ELSE 1 END + CASE WHEN object_programme_id IS NULL THEN 0 ELSE 1 END + CASE WHEN literal IS NULL THEN 0 ELSE 1 END = 1),
  CONSTRAINT `one_subject` CHECK (CASE WHEN subject_plan_id IS NULL THEN 0 ELSE 1 END + CASE WHEN subject_axis_id IS NULL THEN 0 ELSE 1 END + CASE WHEN subject_action_id IS NULL THEN 0 ELSE 1 END + CASE WHEN subject_partner_id IS NULL THEN 0 ELSE 1 END + CASE WHEN subject_group_id IS NULL THEN 0 ELSE 1 END + CASE WHEN subject_audience_id IS NULL THEN 0 ELSE 1 END + CASE WHEN subject_territory_id IS NULL THEN 0 ELSE 1 END + CASE WHEN subject_criterion_id IS NULL THEN 0 ELSE 1 END + CASE WHEN subject_source_id IS NULL THEN 0 ELSE 1 END + CASE WHEN subject_concept_id IS NULL THEN 0 ELSE 1 END = 1),
  CONSTRAINT `status_word` CHECK (CAST(status AS text) IN ('MENTIONED', 'IN_DISCUSSION', 'VALIDATED', 'COMMITTED', 'ACTIVE', 'COMPLETED', 'ABANDONED'))
);
-- Copy rows from old table "relations" to new temporary table "new_relations"
INSERT INTO `new_relations` (`id`, `uid`, `created_at`, `updated_at`, `version`, `language`, `translations`, `code`, `status`, `basis`, `wording`, `inference`, `note`, `since`, `since_earliest`, `since_latest`, `until`, `until_earliest`, `until_latest`, `kind`, `literal`, `open_list`, `contract_id`, `subject_plan_id`, `subject_axis_id`, `subject_action_id`, `subject_partner_id`, `subject_group_id`, `subject_audience_id`, `subject_territory_id`, `subject_criterion_id`, `subject_source_id`, `subject_concept_id`, `object_plan_id`, `object_axis_id`, `object_action_id`, `object_partner_id`, `object_group_id`, `object_audience_id`, `object_territory_id`, `object_criterion_id`, `object_source_id`, `object_concept_id`, `object_contract_id`, `object_theme_id`, `object_programme_id`) SELECT `id`, `uid`, `created_at`, `updated_at`, `version`, `language`, `translations`, `code`, IFNULL(`status`, ('MENTIONED')) AS `status`, `basis`, `wording`, `inference`, `note`, `since`, `since_earliest`, `since_latest`, `until`, `until_earliest`, `until_latest`, `kind`, `literal`, `open_list`, `contract_id`, `subject_plan_id`, `subject_axis_id`, `subject_action_id`, `subject_partner_id`, `subject_group_id`, `subject_audience_id`, `subject_territory_id`, `subject_criterion_id`, `subject_source_id`, `subject_concept_id`, `object_plan_id`, `object_axis_id`, `object_action_id`, `object_partner_id`, `object_group_id`, `object_audience_id`, `object_territory_id`, `object_criterion_id`, `object_source_id`, `object_concept_id`, `object_contract_id`, `object_theme_id`, `object_programme_id` FROM `relations`;
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
-- Create "new_alignments" table
CREATE TABLE `new_alignments` (
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
  `action_id` integer NOT NULL,
  `axis_id` integer NOT NULL,
  `scope_id` integer NULL,
  CONSTRAINT `alignments_actions_action` FOREIGN KEY (`action_id`) REFERENCES `actions` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `alignments_axes_axis` FOREIGN KEY (`axis_id`) REFERENCES `axes` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `alignments_contracts_scope` FOREIGN KEY (`scope_id`) REFERENCES `contracts` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `basis_word` CHECK (CAST(basis AS text) IN ('STATED', 'DECLARED', 'INFERRED')),
  CONSTRAINT `kind_word` CHECK (CAST(kind AS text) IN ('SERVES', 'RESONATES_WITH', 'RESEMBLES')),
  CONSTRAINT `status_word` CHECK (CAST(status AS text) IN ('MENTIONED', 'IN_DISCUSSION', 'VALIDATED', 'COMMITTED', 'ACTIVE', 'COMPLETED', 'ABANDONED'))
);
-- Copy rows from old table "alignments" to new temporary table "new_alignments"
INSERT INTO `new_alignments` (`id`, `uid`, `created_at`, `updated_at`, `version`, `language`, `translations`, `code`, `status`, `basis`, `wording`, `inference`, `note`, `since`, `since_earliest`, `since_latest`, `until`, `until_earliest`, `until_latest`, `kind`, `action_id`, `axis_id`, `scope_id`) SELECT `id`, `uid`, `created_at`, `updated_at`, `version`, `language`, `translations`, `code`, IFNULL(`status`, ('MENTIONED')) AS `status`, `basis`, `wording`, `inference`, `note`, `since`, `since_earliest`, `since_latest`, `until`, `until_earliest`, `until_latest`, `kind`, `action_id`, `axis_id`, `scope_id` FROM `alignments`;
-- Drop "alignments" table after copying rows
DROP TABLE `alignments`;
-- Rename temporary table "new_alignments" to "alignments"
ALTER TABLE `new_alignments` RENAME TO `alignments`;
-- Create index "alignments_uid_key" to table: "alignments"
CREATE UNIQUE INDEX `alignments_uid_key` ON `alignments` (`uid`);
-- Create index "alignments_code_key" to table: "alignments"
CREATE UNIQUE INDEX `alignments_code_key` ON `alignments` (`code`);
-- Create index "alignment_action_id" to table: "alignments"
CREATE INDEX `alignment_action_id` ON `alignments` (`action_id`);
-- Create index "alignment_axis_id" to table: "alignments"
CREATE INDEX `alignment_axis_id` ON `alignments` (`axis_id`);
-- Create index "alignment_scope_id" to table: "alignments"
CREATE INDEX `alignment_scope_id` ON `alignments` (`scope_id`);
-- Create "new_contributions" table
CREATE TABLE `new_contributions` (
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
  `role` text NOT NULL,
  `amount_cents` integer NULL,
  `partner_id` integer NOT NULL,
  `action_id` integer NULL,
  `axis_id` integer NULL,
  `scope_id` integer NULL,
  CONSTRAINT `contributions_partners_partner` FOREIGN KEY (`partner_id`) REFERENCES `partners` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `contributions_actions_action` FOREIGN KEY (`action_id`) REFERENCES `actions` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `contributions_axes_axis` FOREIGN KEY (`axis_id`) REFERENCES `axes` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `contributions_contracts_scope` FOREIGN KEY (`scope_id`) REFERENCES `contracts` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `basis_word` CHECK (CAST(basis AS text) IN ('STATED', 'DECLARED', 'INFERRED')),
  CONSTRAINT `one_target` CHECK (CASE WHEN action_id IS NULL THEN 0 ELSE 1 END + CASE WHEN axis_id IS NULL THEN 0 ELSE 1 END = 1),
  CONSTRAINT `role_word` CHECK (CAST(role AS text) IN ('LEAD', 'CO_LEAD', 'OPERATOR', 'DRIVER', 'FUNDER', 'HOST', 'TRAINER', 'EXPERT', 'PARTICIPANT', 'REFERRER')),
  CONSTRAINT `status_word` CHECK (CAST(status AS text) IN ('MENTIONED', 'IN_DISCUSSION', 'VALIDATED', 'COMMITTED', 'ACTIVE', 'COMPLETED', 'ABANDONED'))
);
-- Copy rows from old table "contributions" to new temporary table "new_contributions"
INSERT INTO `new_contributions` (`id`, `uid`, `created_at`, `updated_at`, `version`, `language`, `translations`, `code`, `status`, `basis`, `wording`, `inference`, `note`, `since`, `since_earliest`, `since_latest`, `until`, `until_earliest`, `until_latest`, `role`, `amount_cents`, `partner_id`, `action_id`, `axis_id`, `scope_id`) SELECT `id`, `uid`, `created_at`, `updated_at`, `version`, `language`, `translations`, `code`, IFNULL(`status`, ('MENTIONED')) AS `status`, `basis`, `wording`, `inference`, `note`, `since`, `since_earliest`, `since_latest`, `until`, `until_earliest`, `until_latest`, `role`, `amount_cents`, `partner_id`, `action_id`, `axis_id`, `scope_id` FROM `contributions`;
-- Drop "contributions" table after copying rows
DROP TABLE `contributions`;
-- Rename temporary table "new_contributions" to "contributions"
ALTER TABLE `new_contributions` RENAME TO `contributions`;
-- Create index "contributions_uid_key" to table: "contributions"
CREATE UNIQUE INDEX `contributions_uid_key` ON `contributions` (`uid`);
-- Create index "contributions_code_key" to table: "contributions"
CREATE UNIQUE INDEX `contributions_code_key` ON `contributions` (`code`);
-- Create index "contribution_partner_id_scope_id" to table: "contributions"
CREATE INDEX `contribution_partner_id_scope_id` ON `contributions` (`partner_id`, `scope_id`);
-- Create index "contribution_action_id" to table: "contributions"
CREATE INDEX `contribution_action_id` ON `contributions` (`action_id`);
-- Create index "contribution_axis_id" to table: "contributions"
CREATE INDEX `contribution_axis_id` ON `contributions` (`axis_id`);
-- Create index "contribution_scope_id" to table: "contributions"
CREATE INDEX `contribution_scope_id` ON `contributions` (`scope_id`);
-- Create "new_memberships" table
CREATE TABLE `new_memberships` (
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
  `role` text NOT NULL DEFAULT ('PARTICIPANT'),
  `partner_id` integer NOT NULL,
  `group_id` integer NULL,
  `collective_id` integer NULL,
  `scope_id` integer NULL,
  CONSTRAINT `memberships_partners_partner` FOREIGN KEY (`partner_id`) REFERENCES `partners` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `memberships_working_groups_group` FOREIGN KEY (`group_id`) REFERENCES `working_groups` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `memberships_partners_collective` FOREIGN KEY (`collective_id`) REFERENCES `partners` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `memberships_contracts_scope` FOREIGN KEY (`scope_id`) REFERENCES `contracts` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `basis_word` CHECK (CAST(basis AS text) IN ('STATED', 'DECLARED', 'INFERRED')),
  CONSTRAINT `not_of_itself` CHECK (collective_id IS NULL OR collective_id <> partner_id),
  CONSTRAINT `one_body` CHECK (CASE WHEN group_id IS NULL THEN 0 ELSE 1 END + CASE WHEN collective_id IS NULL THEN 0 ELSE 1 END = 1),
  CONSTRAINT `role_word` CHECK (CAST(role AS text) IN ('LEAD', 'CO_LEAD', 'OPERATOR', 'DRIVER', 'FUNDER', 'HOST', 'TRAINER', 'EXPERT', 'PARTICIPANT', 'REFERRER')),
  CONSTRAINT `status_word` CHECK (CAST(status AS text) IN ('MENTIONED', 'IN_DISCUSSION', 'VALIDATED', 'COMMITTED', 'ACTIVE', 'COMPLETED', 'ABANDONED'))
);
-- Copy rows from old table "memberships" to new temporary table "new_memberships"
INSERT INTO `new_memberships` (`id`, `uid`, `created_at`, `updated_at`, `version`, `language`, `translations`, `code`, `status`, `basis`, `wording`, `inference`, `note`, `since`, `since_earliest`, `since_latest`, `until`, `until_earliest`, `until_latest`, `role`, `partner_id`, `group_id`, `collective_id`, `scope_id`) SELECT `id`, `uid`, `created_at`, `updated_at`, `version`, `language`, `translations`, `code`, IFNULL(`status`, ('MENTIONED')) AS `status`, `basis`, `wording`, `inference`, `note`, `since`, `since_earliest`, `since_latest`, `until`, `until_earliest`, `until_latest`, `role`, `partner_id`, `group_id`, `collective_id`, `scope_id` FROM `memberships`;
-- Drop "memberships" table after copying rows
DROP TABLE `memberships`;
-- Rename temporary table "new_memberships" to "memberships"
ALTER TABLE `new_memberships` RENAME TO `memberships`;
-- Create index "memberships_uid_key" to table: "memberships"
CREATE UNIQUE INDEX `memberships_uid_key` ON `memberships` (`uid`);
-- Create index "memberships_code_key" to table: "memberships"
CREATE UNIQUE INDEX `memberships_code_key` ON `memberships` (`code`);
-- Create index "membership_partner_id_scope_id" to table: "memberships"
CREATE INDEX `membership_partner_id_scope_id` ON `memberships` (`partner_id`, `scope_id`);
-- Create index "membership_group_id" to table: "memberships"
CREATE INDEX `membership_group_id` ON `memberships` (`group_id`);
-- Create index "membership_collective_id_scope_id" to table: "memberships"
CREATE INDEX `membership_collective_id_scope_id` ON `memberships` (`collective_id`, `scope_id`);
-- Create index "membership_scope_id" to table: "memberships"
CREATE INDEX `membership_scope_id` ON `memberships` (`scope_id`);
-- Enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;
