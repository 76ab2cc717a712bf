-- Disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
-- Create "new_alignments" table
CREATE TABLE `new_alignments` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `uid` text NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `code` text NULL,
  `status` text NOT NULL DEFAULT ('ACTIVE'),
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
INSERT INTO `new_alignments` (`id`, `uid`, `created_at`, `updated_at`, `version`, `code`, `status`, `basis`, `wording`, `inference`, `note`, `since`, `since_earliest`, `since_latest`, `until`, `until_earliest`, `until_latest`, `kind`, `action_id`, `axis_id`) SELECT `id`, `uid`, `created_at`, `updated_at`, `version`, `code`, `status`, `basis`, `wording`, `inference`, `note`, `since`, `since_earliest`, `since_latest`, `until`, `until_earliest`, `until_latest`, `kind`, `action_id`, `axis_id` FROM `alignments`;
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
-- Create "new_changes" table
CREATE TABLE `new_changes` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `uid` text NOT NULL,
  `epoch` integer NOT NULL,
  `xid` integer NOT NULL,
  `write` text NOT NULL,
  `at` datetime NOT NULL,
  `actor` text NOT NULL,
  `reason` text NULL,
  `record_type` text NOT NULL,
  `record_uid` text NOT NULL,
  `record_row` integer NOT NULL,
  `record_version` integer NOT NULL,
  `operation` text NOT NULL,
  `contract_uid` text NULL,
  `before` json NULL,
  `after` json NULL,
  `reverts` text NULL,
  CONSTRAINT `nothing_after_a_deletion` CHECK (operation <> 'DELETE' OR after IS NULL),
  CONSTRAINT `nothing_before_a_creation` CHECK (operation <> 'CREATE' OR before IS NULL),
  CONSTRAINT `operation_word` CHECK (CAST(operation AS text) IN ('CREATE', 'UPDATE', 'DELETE'))
);
-- Copy rows from old table "changes" to new temporary table "new_changes"
INSERT INTO `new_changes` (`id`, `at`, `actor`, `reason`, `record_type`, `record_uid`, `record_version`, `operation`, `before`, `after`) SELECT `id`, `at`, `actor`, `reason`, `record_type`, `record_uid`, `record_version`, `operation`, `before`, `after` FROM `changes`;
-- Drop "changes" table after copying rows
DROP TABLE `changes`;
-- Rename temporary table "new_changes" to "changes"
ALTER TABLE `new_changes` RENAME TO `changes`;
-- Create index "changes_uid_key" to table: "changes"
CREATE UNIQUE INDEX `changes_uid_key` ON `changes` (`uid`);
-- Create index "change_epoch_xid_id" to table: "changes"
CREATE INDEX `change_epoch_xid_id` ON `changes` (`epoch`, `xid`, `id`);
-- Create index "change_record_uid_record_version" to table: "changes"
CREATE UNIQUE INDEX `change_record_uid_record_version` ON `changes` (`record_uid`, `record_version`);
-- Create index "change_contract_uid" to table: "changes"
CREATE INDEX `change_contract_uid` ON `changes` (`contract_uid`);
-- Create index "change_write" to table: "changes"
CREATE INDEX `change_write` ON `changes` (`write`);
-- Create index "change_reverts" to table: "changes"
CREATE INDEX `change_reverts` ON `changes` (`reverts`);
-- Create index "change_at" to table: "changes"
CREATE INDEX `change_at` ON `changes` (`at`);
-- Create "new_citations" table
CREATE TABLE `new_citations` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `uid` text NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
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
  `contract_id` integer NULL,
  `plan_id` integer NULL,
  `theme_id` integer NULL,
  `axis_id` integer NULL,
  `action_id` integer NULL,
  `partner_id` integer NULL,
  `identifier_id` integer NULL,
  `group_id` integer NULL,
  `programme_id` integer NULL,
  `audience_id` integer NULL,
  `territory_id` integer NULL,
  `criterion_id` integer NULL,
  `document_id` integer NULL,
  `concept_id` integer NULL,
  `contribution_id` integer NULL,
  `alignment_id` integer NULL,
  `membership_id` integer NULL,
  `relation_id` integer NULL,
  CONSTRAINT `citations_sources_source` FOREIGN KEY (`source_id`) REFERENCES `sources` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `citations_contracts_scope` FOREIGN KEY (`scope_id`) REFERENCES `contracts` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `citations_contracts_contract` FOREIGN KEY (`contract_id`) REFERENCES `contracts` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_plans_plan` FOREIGN KEY (`plan_id`) REFERENCES `plans` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_themes_theme` FOREIGN KEY (`theme_id`) REFERENCES `themes` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_axes_axis` FOREIGN KEY (`axis_id`) REFERENCES `axes` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_actions_action` FOREIGN KEY (`action_id`) REFERENCES `actions` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_partners_partner` FOREIGN KEY (`partner_id`) REFERENCES `partners` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_identifiers_identifier` FOREIGN KEY (`identifier_id`) REFERENCES `identifiers` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_working_groups_group` FOREIGN KEY (`group_id`) REFERENCES `working_groups` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_programmes_programme` FOREIGN KEY (`programme_id`) REFERENCES `programmes` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_audiences_audience` FOREIGN KEY (`audience_id`) REFERENCES `audiences` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_territories_territory` FOREIGN KEY (`territory_id`) REFERENCES `territories` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_criterions_criterion` FOREIGN KEY (`criterion_id`) REFERENCES `criterions` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_sources_document` FOREIGN KEY (`document_id`) REFERENCES `sources` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_concepts_concept` FOREIGN KEY (`concept_id`) REFERENCES `concepts` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_contributions_contribution` FOREIGN KEY (`contribution_id`) REFERENCES `contributions` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_alignments_alignment` FOREIGN KEY (`alignment_id`) REFERENCES `alignments` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_memberships_membership` FOREIGN KEY (`membership_id`) REFERENCES `memberships` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_relations_relation` FOREIGN KEY (`relation_id`) REFERENCES `relations` (`id`) ON DELETE CASCADE,
  CONSTRAINT `basis_word` CHECK (CAST(basis AS text) IN ('STATED', 'DECLARED', 'INFERRED')),
  CONSTRAINT `one_record` CHECK (CASE WHEN contract_id IS NULL THEN 0 ELSE 1 END + CASE WHEN plan_id IS NULL THEN 0 ELSE 1 END + CASE WHEN theme_id IS NULL THEN 0 ELSE 1 END + CASE WHEN axis_id IS NULL THEN 0 ELSE 1 END + CASE WHEN action_id IS NULL THEN 0 ELSE 1 END + CASE WHEN partner_id IS NULL THEN 0 ELSE 1 END + CASE WHEN identifier_id IS NULL THEN 0 ELSE 1 END + CASE WHEN group_id IS NULL THEN 0 ELSE 1 END + CASE WHEN programme_id IS NULL THEN 0 ELSE 1 END + CASE WHEN audience_id IS NULL THEN 0 ELSE 1 END + CASE WHEN territory_id IS NULL THEN 0 ELSE 1 END + CASE WHEN criterion_id IS NULL THEN 0 ELSE 1 END + CASE WHEN document_id IS NULL THEN 0 ELSE 1 END + CASE WHEN concept_id IS NULL THEN 0 ELSE 1 END + CASE WHEN contribution_id IS NULL THEN 0 ELSE 1 END + CASE WHEN alignment_id IS NULL THEN 0 ELSE 1 END + CASE WHEN membership_id IS NULL THEN 0 ELSE 1 END + CASE WHEN relation_id IS NULL THEN 0 ELSE 1 END = 1),
  CONSTRAINT `preferred_with_a_reason` CHECK (NOT preferred OR (reason IS NOT NULL AND reason <> '')),
  CONSTRAINT `stance_word` CHECK (CAST(stance AS text) IN ('SUPPORTS', 'CONTRADICTS'))
);
-- Copy rows from old table "citations" to new temporary table "new_citations"
INSERT INTO `new_citations` (`id`, `uid`, `created_at`, `updated_at`, `version`, `code`, `about`, `value`, `locator`, `quote`, `stance`, `basis`, `preferred`, `reason`, `note`, `source_id`, `contract_id`, `plan_id`, `theme_id`, `axis_id`, `action_id`, `partner_id`, `identifier_id`, `group_id`, `programme_id`, `audience_id`, `territory_id`, `criterion_id`, `document_id`, `concept_id`, `contribution_id`, `alignment_id`, `membership_id`, `relation_id`) SELECT `id`, `uid`, `created_at`, `updated_at`, `version`, `code`, `about`, `value`, `locator`, `quote`, `stance`, `basis`, `preferred`, `reason`, `note`, `source_id`, `contract_id`, `plan_id`, `theme_id`, `axis_id`, `action_id`, `partner_id`, `identifier_id`, `group_id`, `programme_id`, `audience_id`, `territory_id`, `criterion_id`, `document_id`, `concept_id`, `contribution_id`, `alignment_id`, `membership_id`, `relation_id` FROM `citations`;
-- Drop "citations" table after copying rows
DROP TABLE `citations`;
-- Rename temporary table "new_citations" to "citations"
ALTER TABLE `new_citations` RENAME TO `citations`;
-- Create index "citations_uid_key" to table: "citations"
CREATE UNIQUE INDEX `citations_uid_key` ON `citations` (`uid`);
-- Create index "citations_code_key" to table: "citations"
CREATE UNIQUE INDEX `citations_code_key` ON `citations` (`code`);
-- Create index "citation_source_id" to table: "citations"
CREATE INDEX `citation_source_id` ON `citations` (`source_id`);
-- Create index "citation_scope_id" to table: "citations"
CREATE INDEX `citation_scope_id` ON `citations` (`scope_id`);
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
-- Create index "citation_partner_id" to table: "citations"
CREATE INDEX `citation_partner_id` ON `citations` (`partner_id`) WHERE partner_id IS NOT NULL;
-- Create index "citation_identifier_id" to table: "citations"
CREATE INDEX `citation_identifier_id` ON `citations` (`identifier_id`) WHERE identifier_id IS NOT NULL;
-- Create index "citation_group_id" to table: "citations"
CREATE INDEX `citation_group_id` ON `citations` (`group_id`) WHERE group_id IS NOT NULL;
-- Create index "citation_programme_id" to table: "citations"
CREATE INDEX `citation_programme_id` ON `citations` (`programme_id`) WHERE programme_id IS NOT NULL;
-- Create index "citation_audience_id" to table: "citations"
CREATE INDEX `citation_audience_id` ON `citations` (`audience_id`) WHERE audience_id IS NOT NULL;
-- Create index "citation_territory_id" to table: "citations"
CREATE INDEX `citation_territory_id` ON `citations` (`territory_id`) WHERE territory_id IS NOT NULL;
-- Create index "citation_criterion_id" to table: "citations"
CREATE INDEX `citation_criterion_id` ON `citations` (`criterion_id`) WHERE criterion_id IS NOT NULL;
-- Create index "citation_document_id" to table: "citations"
CREATE INDEX `citation_document_id` ON `citations` (`document_id`) WHERE document_id IS NOT NULL;
-- Create index "citation_concept_id" to table: "citations"
CREATE INDEX `citation_concept_id` ON `citations` (`concept_id`) WHERE concept_id IS NOT NULL;
-- Create index "citation_contribution_id" to table: "citations"
CREATE INDEX `citation_contribution_id` ON `citations` (`contribution_id`) WHERE contribution_id IS NOT NULL;
-- Create index "citation_alignment_id" to table: "citations"
CREATE INDEX `citation_alignment_id` ON `citations` (`alignment_id`) WHERE alignment_id IS NOT NULL;
-- Create index "citation_membership_id" to table: "citations"
CREATE INDEX `citation_membership_id` ON `citations` (`membership_id`) WHERE membership_id IS NOT NULL;
-- Create index "citation_relation_id" to table: "citations"
CREATE INDEX `citation_relation_id` ON `citations` (`relation_id`) WHERE relation_id IS NOT NULL;
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
INSERT INTO `new_contracts` (`id`, `uid`, `created_at`, `updated_at`, `version`, `code`, `name`, `sort_key`, `description`, `open_themes`, `starts`, `starts_earliest`, `starts_latest`, `ends`, `ends_earliest`, `ends_latest`, `signed`, `signed_earliest`, `signed_latest`, `territory_id`) SELECT `id`, `uid`, `created_at`, `updated_at`, `version`, `code`, `name`, `sort_key`, `description`, `open_themes`, `starts`, `starts_earliest`, `starts_latest`, `ends`, `ends_earliest`, `ends_latest`, `signed`, `signed_earliest`, `signed_latest`, `territory_id` FROM `contracts`;
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
-- Create "new_contributions" table
CREATE TABLE `new_contributions` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `uid` text NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `code` text NULL,
  `status` text NOT NULL DEFAULT ('ACTIVE'),
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
INSERT INTO `new_contributions` (`id`, `uid`, `created_at`, `updated_at`, `version`, `code`, `status`, `basis`, `wording`, `inference`, `note`, `since`, `since_earliest`, `since_latest`, `until`, `until_earliest`, `until_latest`, `role`, `amount_cents`, `partner_id`, `action_id`, `axis_id`) SELECT `id`, `uid`, `created_at`, `updated_at`, `version`, `code`, `status`, `basis`, `wording`, `inference`, `note`, `since`, `since_earliest`, `since_latest`, `until`, `until_earliest`, `until_latest`, `role`, `amount_cents`, `partner_id`, `action_id`, `axis_id` FROM `contributions`;
-- Drop "contributions" table after copying rows
DROP TABLE `contributions`;
-- Rename temporary table "new_contributions" to "contributions"
ALTER TABLE `new_contributions` RENAME TO `contributions`;
-- Create index "contributions_uid_key" to table: "contributions"
CREATE UNIQUE INDEX `contributions_uid_key` ON `contributions` (`uid`);
-- Create index "contributions_code_key" to table: "contributions"
CREATE UNIQUE INDEX `contributions_code_key` ON `contributions` (`code`);
-- Create index "contribution_partner_id" to table: "contributions"
CREATE INDEX `contribution_partner_id` ON `contributions` (`partner_id`);
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
  `code` text NULL,
  `status` text NOT NULL DEFAULT ('ACTIVE'),
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
INSERT INTO `new_memberships` (`id`, `uid`, `created_at`, `updated_at`, `version`, `code`, `status`, `basis`, `wording`, `inference`, `note`, `since`, `since_earliest`, `since_latest`, `until`, `until_earliest`, `until_latest`, `role`, `partner_id`, `group_id`, `collective_id`) SELECT `id`, `uid`, `created_at`, `updated_at`, `version`, `code`, `status`, `basis`, `wording`, `inference`, `note`, `since`, `since_earliest`, `since_latest`, `until`, `until_earliest`, `until_latest`, `role`, `partner_id`, `group_id`, `collective_id` FROM `memberships`;
-- Drop "memberships" table after copying rows
DROP TABLE `memberships`;
-- Rename temporary table "new_memberships" to "memberships"
ALTER TABLE `new_memberships` RENAME TO `memberships`;
-- Create index "memberships_uid_key" to table: "memberships"
CREATE UNIQUE INDEX `memberships_uid_key` ON `memberships` (`uid`);
-- Create index "memberships_code_key" to table: "memberships"
CREATE UNIQUE INDEX `memberships_code_key` ON `memberships` (`code`);
-- Create index "membership_partner_id" to table: "memberships"
CREATE INDEX `membership_partner_id` ON `memberships` (`partner_id`);
-- Create index "membership_group_id" to table: "memberships"
CREATE INDEX `membership_group_id` ON `memberships` (`group_id`);
-- Create index "membership_collective_id" to table: "memberships"
CREATE INDEX `membership_collective_id` ON `memberships` (`collective_id`);
-- Create index "membership_scope_id" to table: "memberships"
CREATE INDEX `membership_scope_id` ON `memberships` (`scope_id`);
-- Create "accounts" table
CREATE TABLE `accounts` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `uid` text NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `revision` integer NOT NULL DEFAULT (1),
  `name` text NOT NULL,
  `role` text NOT NULL,
  `email` text NULL,
  `issuer` text NULL,
  `subject` text NULL,
  `disabled_at` datetime NULL,
  `partner_id` integer NULL,
  CONSTRAINT `accounts_partners_partner` FOREIGN KEY (`partner_id`) REFERENCES `partners` (`id`) ON DELETE SET NULL,
  CONSTRAINT `role_word` CHECK (CAST(role AS text) IN ('ADMINISTRATOR', 'COORDINATOR', 'LIAISON', 'INTEGRATOR'))
);
-- Create index "accounts_uid_key" to table: "accounts"
CREATE UNIQUE INDEX `accounts_uid_key` ON `accounts` (`uid`);
-- Create index "accounts_email_key" to table: "accounts"
CREATE UNIQUE INDEX `accounts_email_key` ON `accounts` (`email`);
-- Create index "account_issuer_subject" to table: "accounts"
CREATE UNIQUE INDEX `account_issuer_subject` ON `accounts` (`issuer`, `subject`);
-- Create index "account_partner_id" to table: "accounts"
CREATE INDEX `account_partner_id` ON `accounts` (`partner_id`);
-- Create "contacts" table
CREATE TABLE `contacts` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `uid` text NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `revision` integer NOT NULL DEFAULT (1),
  `name` text NOT NULL,
  `function` text NULL,
  `email` text NULL,
  `phone` text NULL,
  `purpose` text NOT NULL,
  `retain_until` datetime NOT NULL,
  `created_by` text NOT NULL,
  `partner_id` integer NOT NULL,
  CONSTRAINT `contacts_partners_partner` FOREIGN KEY (`partner_id`) REFERENCES `partners` (`id`) ON DELETE CASCADE
);
-- Create index "contacts_uid_key" to table: "contacts"
CREATE UNIQUE INDEX `contacts_uid_key` ON `contacts` (`uid`);
-- Create index "contact_partner_id" to table: "contacts"
CREATE INDEX `contact_partner_id` ON `contacts` (`partner_id`);
-- Create index "contact_retain_until" to table: "contacts"
CREATE INDEX `contact_retain_until` ON `contacts` (`retain_until`);
-- Create "contact_accesses" table
CREATE TABLE `contact_accesses` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `contact_uid` text NOT NULL,
  `actor` text NOT NULL,
  `action` text NOT NULL,
  `purpose` text NULL,
  `at` datetime NOT NULL,
  CONSTRAINT `action_word` CHECK (CAST(action AS text) IN ('READ', 'CREATE', 'UPDATE', 'EXPORT', 'ERASE', 'EXPIRE'))
);
-- Create index "contactaccess_contact_uid" to table: "contact_accesses"
CREATE INDEX `contactaccess_contact_uid` ON `contact_accesses` (`contact_uid`);
-- Create index "contactaccess_at" to table: "contact_accesses"
CREATE INDEX `contactaccess_at` ON `contact_accesses` (`at`);
-- Create "drafts" table
CREATE TABLE `drafts` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `uid` text NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `revision` integer NOT NULL DEFAULT (1),
  `title` text NOT NULL,
  `state` text NOT NULL DEFAULT ('OPEN'),
  `author` text NOT NULL,
  `steps` json NOT NULL,
  `contract_id` integer NOT NULL,
  CONSTRAINT `drafts_contracts_contract` FOREIGN KEY (`contract_id`) REFERENCES `contracts` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `state_word` CHECK (CAST(state AS text) IN ('OPEN', 'PUBLISHED', 'DISCARDED'))
);
-- Create index "drafts_uid_key" to table: "drafts"
CREATE UNIQUE INDEX `drafts_uid_key` ON `drafts` (`uid`);
-- Create index "draft_contract_id" to table: "drafts"
CREATE INDEX `draft_contract_id` ON `drafts` (`contract_id`);
-- Create "receipts" table
CREATE TABLE `receipts` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `actor` text NOT NULL,
  `key` text NOT NULL,
  `fingerprint` blob NOT NULL,
  `records` json NOT NULL,
  `write` text NOT NULL,
  `at` datetime NOT NULL
);
-- Create index "receipt_actor_key" to table: "receipts"
CREATE UNIQUE INDEX `receipt_actor_key` ON `receipts` (`actor`, `key`);
-- Create index "receipt_at" to table: "receipts"
CREATE INDEX `receipt_at` ON `receipts` (`at`);
-- Create "sessions" table
CREATE TABLE `sessions` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `hash` blob NOT NULL,
  `created_at` datetime NOT NULL,
  `expires_at` datetime NOT NULL,
  `seen_at` datetime NOT NULL,
  `account_id` integer NOT NULL,
  CONSTRAINT `sessions_accounts_account` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`) ON DELETE CASCADE
);
-- Create index "sessions_hash_key" to table: "sessions"
CREATE UNIQUE INDEX `sessions_hash_key` ON `sessions` (`hash`);
-- Create index "session_expires_at" to table: "sessions"
CREATE INDEX `session_expires_at` ON `sessions` (`expires_at`);
-- Create "tokens" table
CREATE TABLE `tokens` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `uid` text NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `revision` integer NOT NULL DEFAULT (1),
  `label` text NOT NULL,
  `hash` blob NOT NULL,
  `scopes` json NOT NULL,
  `expires_at` datetime NOT NULL,
  `revoked_at` datetime NULL,
  `used_at` datetime NULL,
  `account_id` integer NOT NULL,
  CONSTRAINT `tokens_accounts_account` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`) ON DELETE CASCADE
);
-- Create index "tokens_uid_key" to table: "tokens"
CREATE UNIQUE INDEX `tokens_uid_key` ON `tokens` (`uid`);
-- Create index "tokens_hash_key" to table: "tokens"
CREATE UNIQUE INDEX `tokens_hash_key` ON `tokens` (`hash`);
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
-- A claim and a citation keep the contract that they belong to.
UPDATE contributions SET scope_id = COALESCE((SELECT contract_id FROM actions WHERE actions.id = contributions.action_id), (SELECT contract_id FROM axes WHERE axes.id = contributions.axis_id));
UPDATE alignments SET scope_id = (SELECT contract_id FROM axes WHERE axes.id = alignments.axis_id);
UPDATE memberships SET scope_id = (SELECT contract_id FROM working_groups WHERE working_groups.id = memberships.group_id);
UPDATE citations SET scope_id = COALESCE(contract_id, (SELECT contract_id FROM plans WHERE plans.id = citations.plan_id), (SELECT contract_id FROM themes WHERE themes.id = citations.theme_id), (SELECT contract_id FROM axes WHERE axes.id = citations.axis_id), (SELECT contract_id FROM actions WHERE actions.id = citations.action_id), (SELECT contract_id FROM working_groups WHERE working_groups.id = citations.group_id), (SELECT scope_id FROM contributions WHERE contributions.id = citations.contribution_id), (SELECT scope_id FROM alignments WHERE alignments.id = citations.alignment_id), (SELECT scope_id FROM memberships WHERE memberships.id = citations.membership_id), (SELECT contract_id FROM relations WHERE relations.id = citations.relation_id));
