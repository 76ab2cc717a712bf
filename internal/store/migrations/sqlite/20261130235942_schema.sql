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
  `invited_by` text NULL,
  `bound_at` datetime NULL,
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
-- Create "actions" table
CREATE TABLE `actions` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `uid` text NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `language` text NOT NULL DEFAULT ('fr'),
  `translations` json NULL,
  `code` text NOT NULL,
  `name` text NOT NULL,
  `sort_key` blob NOT NULL,
  `description` text NULL,
  `kind` text NOT NULL,
  `status` text NULL,
  `open_list` bool NOT NULL DEFAULT (false),
  `since` text NULL,
  `since_earliest` text NULL,
  `since_latest` text NULL,
  `until` text NULL,
  `until_earliest` text NULL,
  `until_latest` text NULL,
  `contract_id` integer NOT NULL,
  CONSTRAINT `actions_contracts_contract` FOREIGN KEY (`contract_id`) REFERENCES `contracts` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `kind_word` CHECK (CAST(kind AS text) IN ('ACTION', 'PROJECT', 'MEANS', 'COMPONENT')),
  CONSTRAINT `status_word` CHECK (CAST(status AS text) IN ('MENTIONED', 'IN_DISCUSSION', 'VALIDATED', 'COMMITTED', 'ACTIVE', 'COMPLETED', 'ABANDONED'))
);
-- Create index "actions_uid_key" to table: "actions"
CREATE UNIQUE INDEX `actions_uid_key` ON `actions` (`uid`);
-- Create index "action_contract_id_code" to table: "actions"
CREATE UNIQUE INDEX `action_contract_id_code` ON `actions` (`contract_id`, `code`);
-- Create "alignments" table
CREATE TABLE `alignments` (
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
-- Create index "alignments_uid_key" to table: "alignments"
CREATE UNIQUE INDEX `alignments_uid_key` ON `alignments` (`uid`);
-- Create index "alignment_code_scope_id" to table: "alignments"
CREATE UNIQUE INDEX `alignment_code_scope_id` ON `alignments` (`code`, `scope_id`);
-- Create index "alignment_directory_code" to table: "alignments"
CREATE UNIQUE INDEX `alignment_directory_code` ON `alignments` (`code`) WHERE scope_id IS NULL;
-- Create index "alignment_action_id" to table: "alignments"
CREATE INDEX `alignment_action_id` ON `alignments` (`action_id`);
-- Create index "alignment_axis_id" to table: "alignments"
CREATE INDEX `alignment_axis_id` ON `alignments` (`axis_id`);
-- Create index "alignment_scope_id" to table: "alignments"
CREATE INDEX `alignment_scope_id` ON `alignments` (`scope_id`);
-- Create "audiences" table
CREATE TABLE `audiences` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `uid` text NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `language` text NOT NULL DEFAULT ('fr'),
  `translations` json NULL,
  `code` text NOT NULL,
  `name` text NOT NULL,
  `sort_key` blob NOT NULL,
  `kind` text NOT NULL,
  CONSTRAINT `kind_word` CHECK (CAST(kind AS text) IN ('FINAL_BENEFICIARY', 'INTERMEDIARY'))
);
-- Create index "audiences_uid_key" to table: "audiences"
CREATE UNIQUE INDEX `audiences_uid_key` ON `audiences` (`uid`);
-- Create index "audience_code" to table: "audiences"
CREATE UNIQUE INDEX `audience_code` ON `audiences` (`code`);
-- Create "axes" table
CREATE TABLE `axes` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `uid` text NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `language` text NOT NULL DEFAULT ('fr'),
  `translations` json NULL,
  `code` text NOT NULL,
  `name` text NOT NULL,
  `sort_key` blob NOT NULL,
  `position` integer NOT NULL DEFAULT (0),
  `priority` bool NOT NULL DEFAULT (false),
  `status` text NOT NULL DEFAULT ('PROPOSED'),
  `contract_id` integer NOT NULL,
  `plan_id` integer NULL,
  CONSTRAINT `axes_contracts_contract` FOREIGN KEY (`contract_id`) REFERENCES `contracts` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `axes_plans_plan` FOREIGN KEY (`plan_id`) REFERENCES `plans` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `status_word` CHECK (CAST(status AS text) IN ('PROPOSED', 'VALIDATED', 'CLOSED'))
);
-- Create index "axes_uid_key" to table: "axes"
CREATE UNIQUE INDEX `axes_uid_key` ON `axes` (`uid`);
-- Create index "axis_contract_id_code" to table: "axes"
CREATE UNIQUE INDEX `axis_contract_id_code` ON `axes` (`contract_id`, `code`);
-- Create index "axis_plan_id" to table: "axes"
CREATE INDEX `axis_plan_id` ON `axes` (`plan_id`);
-- Create "changes" table
CREATE TABLE `changes` (
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
  `merged` text NULL,
  CONSTRAINT `nothing_after_a_deletion` CHECK (operation <> 'DELETE' OR after IS NULL),
  CONSTRAINT `nothing_before_a_creation` CHECK (operation <> 'CREATE' OR before IS NULL),
  CONSTRAINT `operation_word` CHECK (CAST(operation AS text) IN ('CREATE', 'UPDATE', 'DELETE'))
);
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
-- Create index "change_merged" to table: "changes"
CREATE INDEX `change_merged` ON `changes` (`merged`);
-- Create index "change_at" to table: "changes"
CREATE INDEX `change_at` ON `changes` (`at`);
-- Create "citations" table
CREATE TABLE `citations` (
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
  `funding_id` integer NULL,
  `indicator_id` integer NULL,
  `observation_id` integer NULL,
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
  CONSTRAINT `citations_funding_lines_funding` FOREIGN KEY (`funding_id`) REFERENCES `funding_lines` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_indicators_indicator` FOREIGN KEY (`indicator_id`) REFERENCES `indicators` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_observations_observation` FOREIGN KEY (`observation_id`) REFERENCES `observations` (`id`) ON DELETE CASCADE,
  CONSTRAINT `basis_word` CHECK (CAST(basis AS text) IN ('STATED', 'DECLARED', 'INFERRED')),
  CONSTRAINT `one_record` CHECK (CASE WHEN territory_id IS NULL THEN 0 ELSE 1 END + CASE WHEN audience_id IS NULL THEN 0 ELSE 1 END + CASE WHEN programme_id IS NULL THEN 0 ELSE 1 END + CASE WHEN criterion_id IS NULL THEN 0 ELSE 1 END + CASE WHEN concept_id IS NULL THEN 0 ELSE 1 END + CASE WHEN document_id IS NULL THEN 0 ELSE 1 END + CASE WHEN partner_id IS NULL THEN 0 ELSE 1 END + CASE WHEN identifier_id IS NULL THEN 0 ELSE 1 END + CASE WHEN contract_id IS NULL THEN 0 ELSE 1 END + CASE WHEN plan_id IS NULL THEN 0 ELSE 1 END + CASE WHEN theme_id IS NULL THEN 0 ELSE 1 END + CASE WHEN axis_id IS NULL THEN 0 ELSE 1 END + CASE WHEN action_id IS NULL THEN 0 ELSE 1 END + CASE WHEN group_id IS NULL THEN 0 ELSE 1 END + CASE WHEN contribution_id IS NULL THEN 0 ELSE 1 END + CASE WHEN alignment_id IS NULL THEN 0 ELSE 1 END + CASE WHEN membership_id IS NULL THEN 0 ELSE 1 END + CASE WHEN relation_id IS NULL THEN 0 ELSE 1 END + CASE WHEN grant_id IS NULL THEN 0 ELSE 1 END + CASE WHEN funding_id IS NULL THEN 0 ELSE 1 END + CASE WHEN indicator_id IS NULL THEN 0 ELSE 1 END + CASE WHEN observation_id IS NULL THEN 0 ELSE 1 END = 1),
  CONSTRAINT `preferred_with_a_reason` CHECK (NOT preferred OR (reason IS NOT NULL AND reason <> '')),
  CONSTRAINT `stance_word` CHECK (CAST(stance AS text) IN ('SUPPORTS', 'CONTRADICTS'))
);
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
-- Create index "citation_funding_id" to table: "citations"
CREATE INDEX `citation_funding_id` ON `citations` (`funding_id`) WHERE funding_id IS NOT NULL;
-- Create index "citation_indicator_id" to table: "citations"
CREATE INDEX `citation_indicator_id` ON `citations` (`indicator_id`) WHERE indicator_id IS NOT NULL;
-- Create index "citation_observation_id" to table: "citations"
CREATE INDEX `citation_observation_id` ON `citations` (`observation_id`) WHERE observation_id IS NOT NULL;
-- Create "concepts" table
CREATE TABLE `concepts` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `uid` text NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `language` text NOT NULL DEFAULT ('fr'),
  `translations` json NULL,
  `code` text NOT NULL,
  `name` text NOT NULL,
  `sort_key` blob NOT NULL,
  `kind` text NOT NULL,
  CONSTRAINT `kind_word` CHECK (CAST(kind AS text) IN ('POLICY', 'REFORM', 'ORIENTATION', 'OBJECTIVE', 'APPROACH', 'FINDING'))
);
-- Create index "concepts_uid_key" to table: "concepts"
CREATE UNIQUE INDEX `concepts_uid_key` ON `concepts` (`uid`);
-- Create index "concept_code" to table: "concepts"
CREATE UNIQUE INDEX `concept_code` ON `concepts` (`code`);
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
  `claim_uid` text NULL,
  `grant_uid` text NULL,
  `at` datetime NOT NULL,
  CONSTRAINT `action_word` CHECK (CAST(action AS text) IN ('READ', 'CREATE', 'UPDATE', 'EXPORT', 'ERASE', 'EXPIRE'))
);
-- Create index "contactaccess_contact_uid" to table: "contact_accesses"
CREATE INDEX `contactaccess_contact_uid` ON `contact_accesses` (`contact_uid`);
-- Create index "contactaccess_at" to table: "contact_accesses"
CREATE INDEX `contactaccess_at` ON `contact_accesses` (`at`);
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
-- Create "contracts" table
CREATE TABLE `contracts` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `uid` text NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `language` text NOT NULL DEFAULT ('fr'),
  `translations` json NULL,
  `code` text NOT NULL,
  `name` text NOT NULL,
  `sort_key` blob NOT NULL,
  `description` text NULL,
  `open_themes` bool NOT NULL DEFAULT (false),
  `public` bool NOT NULL DEFAULT (false),
  `since` text NULL,
  `since_earliest` text NULL,
  `since_latest` text NULL,
  `until` text NULL,
  `until_earliest` text NULL,
  `until_latest` text NULL,
  `signed` text NULL,
  `signed_earliest` text NULL,
  `signed_latest` text NULL,
  `territory_id` integer NULL,
  CONSTRAINT `contracts_territories_territory` FOREIGN KEY (`territory_id`) REFERENCES `territories` (`id`) ON DELETE RESTRICT
);
-- Create index "contracts_uid_key" to table: "contracts"
CREATE UNIQUE INDEX `contracts_uid_key` ON `contracts` (`uid`);
-- Create index "contract_code" to table: "contracts"
CREATE UNIQUE INDEX `contract_code` ON `contracts` (`code`);
-- Create index "contract_sort_key" to table: "contracts"
CREATE INDEX `contract_sort_key` ON `contracts` (`sort_key`);
-- Create "contributions" table
CREATE TABLE `contributions` (
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
-- Create index "contributions_uid_key" to table: "contributions"
CREATE UNIQUE INDEX `contributions_uid_key` ON `contributions` (`uid`);
-- Create index "contribution_code_scope_id" to table: "contributions"
CREATE UNIQUE INDEX `contribution_code_scope_id` ON `contributions` (`code`, `scope_id`);
-- Create index "contribution_directory_code" to table: "contributions"
CREATE UNIQUE INDEX `contribution_directory_code` ON `contributions` (`code`) WHERE scope_id IS NULL;
-- Create index "contribution_partner_id_scope_id" to table: "contributions"
CREATE INDEX `contribution_partner_id_scope_id` ON `contributions` (`partner_id`, `scope_id`);
-- Create index "contribution_action_id" to table: "contributions"
CREATE INDEX `contribution_action_id` ON `contributions` (`action_id`);
-- Create index "contribution_axis_id" to table: "contributions"
CREATE INDEX `contribution_axis_id` ON `contributions` (`axis_id`);
-- Create index "contribution_scope_id" to table: "contributions"
CREATE INDEX `contribution_scope_id` ON `contributions` (`scope_id`);
-- Create "criterions" table
CREATE TABLE `criterions` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `uid` text NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `language` text NOT NULL DEFAULT ('fr'),
  `translations` json NULL,
  `code` text NOT NULL,
  `name` text NOT NULL,
  `sort_key` blob NOT NULL,
  `rank` integer NULL,
  `list` text NULL
);
-- Create index "criterions_uid_key" to table: "criterions"
CREATE UNIQUE INDEX `criterions_uid_key` ON `criterions` (`uid`);
-- Create index "criterion_code" to table: "criterions"
CREATE UNIQUE INDEX `criterion_code` ON `criterions` (`code`);
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
-- Create "imports" table
CREATE TABLE `imports` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `uid` text NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `revision` integer NOT NULL DEFAULT (1),
  `state` text NOT NULL DEFAULT ('UPLOADING'),
  `name` text NOT NULL,
  `size` integer NOT NULL,
  `received` integer NOT NULL DEFAULT (0),
  `hash` text NULL,
  `options` json NULL,
  `guess` json NULL,
  `notes` json NULL,
  `records` integer NOT NULL DEFAULT (0),
  `settled` integer NOT NULL DEFAULT (0),
  `batches` integer NOT NULL DEFAULT (0),
  `position` text NULL,
  `source` text NULL,
  `problem` text NULL,
  `expires_at` datetime NOT NULL,
  `leased_by` text NULL,
  `leased_until` datetime NULL,
  `account_id` integer NULL,
  `token_id` integer NULL,
  `contract_id` integer NULL,
  CONSTRAINT `imports_accounts_account` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`) ON DELETE CASCADE,
  CONSTRAINT `imports_tokens_token` FOREIGN KEY (`token_id`) REFERENCES `tokens` (`id`) ON DELETE CASCADE,
  CONSTRAINT `imports_contracts_contract` FOREIGN KEY (`contract_id`) REFERENCES `contracts` (`id`) ON DELETE CASCADE,
  CONSTRAINT `state_word` CHECK (CAST(state AS text) IN ('UPLOADING', 'PLANNING', 'PLANNED', 'APPLYING', 'APPLIED', 'CANCELLED', 'REVERTING', 'REVERTED', 'FAILED'))
);
-- Create index "imports_uid_key" to table: "imports"
CREATE UNIQUE INDEX `imports_uid_key` ON `imports` (`uid`);
-- Create index "fileimport_account_id" to table: "imports"
CREATE INDEX `fileimport_account_id` ON `imports` (`account_id`);
-- Create index "fileimport_contract_id" to table: "imports"
CREATE INDEX `fileimport_contract_id` ON `imports` (`contract_id`);
-- Create index "fileimport_state" to table: "imports"
CREATE INDEX `fileimport_state` ON `imports` (`state`);
-- Create "funding_lines" table
CREATE TABLE `funding_lines` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `uid` text NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `language` text NOT NULL DEFAULT ('fr'),
  `translations` json NULL,
  `code` text NULL,
  `kind` text NOT NULL,
  `year` integer NULL,
  `asked_cents` integer NULL,
  `voted_cents` integer NULL,
  `paid_cents` integer NULL,
  `note` text NULL,
  `contract_id` integer NOT NULL,
  `funder_id` integer NOT NULL,
  `action_id` integer NULL,
  `axis_id` integer NULL,
  CONSTRAINT `funding_lines_contracts_contract` FOREIGN KEY (`contract_id`) REFERENCES `contracts` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `funding_lines_partners_funder` FOREIGN KEY (`funder_id`) REFERENCES `partners` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `funding_lines_actions_action` FOREIGN KEY (`action_id`) REFERENCES `actions` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `funding_lines_axes_axis` FOREIGN KEY (`axis_id`) REFERENCES `axes` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `kind_word` CHECK (CAST(kind AS text) IN ('P147', 'ORDINARY_LAW', 'OTHER')),
  CONSTRAINT `one_target` CHECK (action_id IS NULL OR axis_id IS NULL)
);
-- Create index "funding_lines_uid_key" to table: "funding_lines"
CREATE UNIQUE INDEX `funding_lines_uid_key` ON `funding_lines` (`uid`);
-- Create index "fundingline_contract_id_code" to table: "funding_lines"
CREATE UNIQUE INDEX `fundingline_contract_id_code` ON `funding_lines` (`contract_id`, `code`);
-- Create index "fundingline_funder_id_contract_id" to table: "funding_lines"
CREATE INDEX `fundingline_funder_id_contract_id` ON `funding_lines` (`funder_id`, `contract_id`);
-- Create index "fundingline_action_id" to table: "funding_lines"
CREATE INDEX `fundingline_action_id` ON `funding_lines` (`action_id`);
-- Create index "fundingline_axis_id" to table: "funding_lines"
CREATE INDEX `fundingline_axis_id` ON `funding_lines` (`axis_id`);
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
-- Create "identifiers" table
CREATE TABLE `identifiers` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `uid` text NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `language` text NOT NULL DEFAULT ('fr'),
  `translations` json NULL,
  `scheme` text NOT NULL,
  `value` text NOT NULL,
  `verification` text NOT NULL DEFAULT ('UNVERIFIED'),
  `note` text NULL,
  `since` text NULL,
  `since_earliest` text NULL,
  `since_latest` text NULL,
  `until` text NULL,
  `until_earliest` text NULL,
  `until_latest` text NULL,
  `partner_id` integer NULL,
  `territory_id` integer NULL,
  CONSTRAINT `identifiers_partners_partner` FOREIGN KEY (`partner_id`) REFERENCES `partners` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `identifiers_territories_territory` FOREIGN KEY (`territory_id`) REFERENCES `territories` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `one_holder` CHECK (CASE WHEN partner_id IS NULL THEN 0 ELSE 1 END + CASE WHEN territory_id IS NULL THEN 0 ELSE 1 END = 1),
  CONSTRAINT `scheme_word` CHECK (CAST(scheme AS text) IN ('SIREN', 'SIRET', 'RNA', 'QPV_2015', 'QPV_2024', 'INSEE_COMMUNE', 'OTHER')),
  CONSTRAINT `verification_word` CHECK (CAST(verification AS text) IN ('VERIFIED', 'WELL_FORMED', 'UNVERIFIED'))
);
-- Create index "identifiers_uid_key" to table: "identifiers"
CREATE UNIQUE INDEX `identifiers_uid_key` ON `identifiers` (`uid`);
-- Create index "identifier_scheme_value_partner_id" to table: "identifiers"
CREATE UNIQUE INDEX `identifier_scheme_value_partner_id` ON `identifiers` (`scheme`, `value`, `partner_id`);
-- Create index "identifier_scheme_value_territory_id" to table: "identifiers"
CREATE UNIQUE INDEX `identifier_scheme_value_territory_id` ON `identifiers` (`scheme`, `value`, `territory_id`);
-- Create index "identifier_partner_id" to table: "identifiers"
CREATE INDEX `identifier_partner_id` ON `identifiers` (`partner_id`);
-- Create index "identifier_territory_id" to table: "identifiers"
CREATE INDEX `identifier_territory_id` ON `identifiers` (`territory_id`);
-- Create "import_lines" table
CREATE TABLE `import_lines` (
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
-- Create index "importline_import_id_number" to table: "import_lines"
CREATE UNIQUE INDEX `importline_import_id_number` ON `import_lines` (`import_id`, `number`);
-- Create index "importline_import_id_outcome_number" to table: "import_lines"
CREATE INDEX `importline_import_id_outcome_number` ON `import_lines` (`import_id`, `outcome`, `number`);
-- Create index "importline_import_id_identity_number" to table: "import_lines"
CREATE INDEX `importline_import_id_identity_number` ON `import_lines` (`import_id`, `identity`, `number`);
-- Create index "importline_base" to table: "import_lines"
CREATE INDEX `importline_base` ON `import_lines` (`base`) WHERE done;
-- Create index "importline_record" to table: "import_lines"
CREATE INDEX `importline_record` ON `import_lines` (`record`) WHERE done;
-- Create index "importline_funder_id" to table: "import_lines"
CREATE INDEX `importline_funder_id` ON `import_lines` (`funder_id`);
-- Create index "importline_beneficiary_id" to table: "import_lines"
CREATE INDEX `importline_beneficiary_id` ON `import_lines` (`beneficiary_id`);
-- Create index "importline_import_id_rank_number" to table: "import_lines"
CREATE INDEX `importline_import_id_rank_number` ON `import_lines` (`import_id`, `rank`, `number`) WHERE rank > 0;
-- Create "import_parties" table
CREATE TABLE `import_parties` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `key` blob NOT NULL,
  `name` text NOT NULL,
  `siren` text NOT NULL,
  `siret` text NOT NULL,
  `rna` text NOT NULL,
  `line` integer NOT NULL,
  `match` text NOT NULL,
  `candidates` json NULL,
  `choice` text NULL,
  `partner` text NULL,
  `created` bool NOT NULL DEFAULT (false),
  `import_id` integer NOT NULL,
  CONSTRAINT `import_parties_imports_import` FOREIGN KEY (`import_id`) REFERENCES `imports` (`id`) ON DELETE CASCADE,
  CONSTRAINT `match_word` CHECK (CAST(match AS text) IN ('NUMBER', 'NEW', 'SUGGESTED', 'AMBIGUOUS', 'CONFLICT'))
);
-- Create index "importparty_import_id_key" to table: "import_parties"
CREATE UNIQUE INDEX `importparty_import_id_key` ON `import_parties` (`import_id`, `key`);
-- Create index "importparty_import_id_match_id" to table: "import_parties"
CREATE INDEX `importparty_import_id_match_id` ON `import_parties` (`import_id`, `match`, `id`);
-- Create "import_pieces" table
CREATE TABLE `import_pieces` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `offset` integer NOT NULL,
  `content` blob NOT NULL,
  `import_id` integer NOT NULL,
  CONSTRAINT `import_pieces_imports_import` FOREIGN KEY (`import_id`) REFERENCES `imports` (`id`) ON DELETE CASCADE
);
-- Create index "importpiece_import_id_offset" to table: "import_pieces"
CREATE UNIQUE INDEX `importpiece_import_id_offset` ON `import_pieces` (`import_id`, `offset`);
-- Create "indicators" table
CREATE TABLE `indicators` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `uid` text NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `language` text NOT NULL DEFAULT ('fr'),
  `translations` json NULL,
  `code` text NOT NULL,
  `name` text NOT NULL,
  `sort_key` blob NOT NULL,
  `description` text NULL,
  `unit` text NOT NULL,
  `method` text NULL,
  `direction` text NULL,
  `baseline` integer NULL,
  `target` integer NULL,
  `contract_id` integer NOT NULL,
  `action_id` integer NULL,
  `axis_id` integer NULL,
  CONSTRAINT `indicators_contracts_contract` FOREIGN KEY (`contract_id`) REFERENCES `contracts` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `indicators_actions_action` FOREIGN KEY (`action_id`) REFERENCES `actions` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `indicators_axes_axis` FOREIGN KEY (`axis_id`) REFERENCES `axes` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `direction_word` CHECK (CAST(direction AS text) IN ('RISE', 'FALL', 'HOLD')),
  CONSTRAINT `one_target` CHECK (action_id IS NULL OR axis_id IS NULL)
);
-- Create index "indicators_uid_key" to table: "indicators"
CREATE UNIQUE INDEX `indicators_uid_key` ON `indicators` (`uid`);
-- Create index "indicator_contract_id_code" to table: "indicators"
CREATE UNIQUE INDEX `indicator_contract_id_code` ON `indicators` (`contract_id`, `code`);
-- Create index "indicator_action_id" to table: "indicators"
CREATE INDEX `indicator_action_id` ON `indicators` (`action_id`);
-- Create index "indicator_axis_id" to table: "indicators"
CREATE INDEX `indicator_axis_id` ON `indicators` (`axis_id`);
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
-- Create "memberships" table
CREATE TABLE `memberships` (
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
-- Create index "memberships_uid_key" to table: "memberships"
CREATE UNIQUE INDEX `memberships_uid_key` ON `memberships` (`uid`);
-- Create index "membership_code_scope_id" to table: "memberships"
CREATE UNIQUE INDEX `membership_code_scope_id` ON `memberships` (`code`, `scope_id`);
-- Create index "membership_directory_code" to table: "memberships"
CREATE UNIQUE INDEX `membership_directory_code` ON `memberships` (`code`) WHERE scope_id IS NULL;
-- Create index "membership_partner_id_scope_id" to table: "memberships"
CREATE INDEX `membership_partner_id_scope_id` ON `memberships` (`partner_id`, `scope_id`);
-- Create index "membership_group_id" to table: "memberships"
CREATE INDEX `membership_group_id` ON `memberships` (`group_id`);
-- Create index "membership_collective_id_scope_id" to table: "memberships"
CREATE INDEX `membership_collective_id_scope_id` ON `memberships` (`collective_id`, `scope_id`);
-- Create index "membership_scope_id" to table: "memberships"
CREATE INDEX `membership_scope_id` ON `memberships` (`scope_id`);
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
-- Create "observations" table
CREATE TABLE `observations` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `uid` text NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `language` text NOT NULL DEFAULT ('fr'),
  `translations` json NULL,
  `code` text NULL,
  `period` text NOT NULL,
  `period_earliest` text NULL,
  `period_latest` text NULL,
  `status` text NOT NULL DEFAULT ('KNOWN'),
  `value` integer NULL,
  `note` text NULL,
  `indicator_id` integer NOT NULL,
  `territory_id` integer NULL,
  `document_id` integer NULL,
  `scope_id` integer NULL,
  CONSTRAINT `observations_indicators_indicator` FOREIGN KEY (`indicator_id`) REFERENCES `indicators` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `observations_territories_territory` FOREIGN KEY (`territory_id`) REFERENCES `territories` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `observations_sources_document` FOREIGN KEY (`document_id`) REFERENCES `sources` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `observations_contracts_scope` FOREIGN KEY (`scope_id`) REFERENCES `contracts` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `status_word` CHECK (CAST(status AS text) IN ('KNOWN', 'MISSING', 'SECRET')),
  CONSTRAINT `value_when_known` CHECK ((CAST(status AS text) = 'KNOWN') = (value IS NOT NULL))
);
-- Create index "observations_uid_key" to table: "observations"
CREATE UNIQUE INDEX `observations_uid_key` ON `observations` (`uid`);
-- Create index "observation_code_scope_id" to table: "observations"
CREATE UNIQUE INDEX `observation_code_scope_id` ON `observations` (`code`, `scope_id`);
-- Create index "observation_directory_code" to table: "observations"
CREATE UNIQUE INDEX `observation_directory_code` ON `observations` (`code`) WHERE scope_id IS NULL;
-- Create index "observation_territory_id_scope_id" to table: "observations"
CREATE INDEX `observation_territory_id_scope_id` ON `observations` (`territory_id`, `scope_id`);
-- Create index "observation_document_id_scope_id" to table: "observations"
CREATE INDEX `observation_document_id_scope_id` ON `observations` (`document_id`, `scope_id`);
-- Create index "observation_scope_id" to table: "observations"
CREATE INDEX `observation_scope_id` ON `observations` (`scope_id`);
-- Create index "observation_once" to table: "observations"
CREATE UNIQUE INDEX `observation_once` ON `observations` (`indicator_id`, `period`, `territory_id`, `document_id`) WHERE territory_id IS NOT NULL AND document_id IS NOT NULL;
-- Create index "observation_undocumented" to table: "observations"
CREATE UNIQUE INDEX `observation_undocumented` ON `observations` (`indicator_id`, `period`, `territory_id`) WHERE territory_id IS NOT NULL AND document_id IS NULL;
-- Create index "observation_anywhere" to table: "observations"
CREATE UNIQUE INDEX `observation_anywhere` ON `observations` (`indicator_id`, `period`, `document_id`) WHERE territory_id IS NULL AND document_id IS NOT NULL;
-- Create index "observation_anywhere_undocumented" to table: "observations"
CREATE UNIQUE INDEX `observation_anywhere_undocumented` ON `observations` (`indicator_id`, `period`) WHERE territory_id IS NULL AND document_id IS NULL;
-- Create "partners" table
CREATE TABLE `partners` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `uid` text NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `language` text NOT NULL DEFAULT ('fr'),
  `translations` json NULL,
  `code` text NOT NULL,
  `name` text NOT NULL,
  `sort_key` blob NOT NULL,
  `acronym` text NULL,
  `description` text NULL,
  `kind` text NOT NULL DEFAULT ('ORGANISATION'),
  `sector` text NOT NULL DEFAULT ('UNSPECIFIED'),
  `aliases` json NOT NULL,
  `open_list` bool NOT NULL DEFAULT (false),
  `merged_ids` json NULL,
  CONSTRAINT `kind_word` CHECK (CAST(kind AS text) IN ('ORGANISATION', 'COLLECTIVE')),
  CONSTRAINT `sector_word` CHECK (CAST(sector AS text) IN ('STATE', 'LOCAL_AUTHORITY', 'SOCIAL_SECURITY', 'PUBLIC_BODY', 'ASSOCIATION', 'COMPANY', 'SOCIAL_LANDLORD', 'UNSPECIFIED'))
);
-- Create index "partners_uid_key" to table: "partners"
CREATE UNIQUE INDEX `partners_uid_key` ON `partners` (`uid`);
-- Create index "partner_code" to table: "partners"
CREATE UNIQUE INDEX `partner_code` ON `partners` (`code`);
-- Create index "partner_sort_key" to table: "partners"
CREATE INDEX `partner_sort_key` ON `partners` (`sort_key`);
-- Create index "partner_merged_ids" to table: "partners"
CREATE INDEX `partner_merged_ids` ON `partners` (`id`) WHERE merged_ids IS NOT NULL;
-- Create "plans" table
CREATE TABLE `plans` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `uid` text NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `language` text NOT NULL DEFAULT ('fr'),
  `translations` json NULL,
  `code` text NOT NULL,
  `name` text NOT NULL,
  `sort_key` blob NOT NULL,
  `adopted` text NULL,
  `adopted_earliest` text NULL,
  `adopted_latest` text NULL,
  `annexed` text NULL,
  `annexed_earliest` text NULL,
  `annexed_latest` text NULL,
  `validated` text NULL,
  `validated_earliest` text NULL,
  `validated_latest` text NULL,
  `contract_id` integer NOT NULL,
  CONSTRAINT `plans_contracts_contract` FOREIGN KEY (`contract_id`) REFERENCES `contracts` (`id`) ON DELETE RESTRICT
);
-- Create index "plans_uid_key" to table: "plans"
CREATE UNIQUE INDEX `plans_uid_key` ON `plans` (`uid`);
-- Create index "plan_contract_id_code" to table: "plans"
CREATE UNIQUE INDEX `plan_contract_id_code` ON `plans` (`contract_id`, `code`);
-- Create "programmes" table
CREATE TABLE `programmes` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `uid` text NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `language` text NOT NULL DEFAULT ('fr'),
  `translations` json NULL,
  `code` text NOT NULL,
  `name` text NOT NULL,
  `sort_key` blob NOT NULL,
  `variants` json NOT NULL
);
-- Create index "programmes_uid_key" to table: "programmes"
CREATE UNIQUE INDEX `programmes_uid_key` ON `programmes` (`uid`);
-- Create index "programme_code" to table: "programmes"
CREATE UNIQUE INDEX `programme_code` ON `programmes` (`code`);
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
-- Create "relations" table
CREATE TABLE `relations` (
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
  `subject_territory_id` integer NULL,
  `subject_audience_id` integer NULL,
  `subject_criterion_id` integer NULL,
  `subject_concept_id` integer NULL,
  `subject_source_id` integer NULL,
  `subject_partner_id` integer NULL,
  `subject_plan_id` integer NULL,
  `subject_axis_id` integer NULL,
  `subject_action_id` integer NULL,
  `subject_group_id` integer NULL,
  `object_territory_id` integer NULL,
  `object_audience_id` integer NULL,
  `object_programme_id` integer NULL,
  `object_criterion_id` integer NULL,
  `object_concept_id` integer NULL,
  `object_source_id` integer NULL,
  `object_partner_id` integer NULL,
  `object_contract_id` integer NULL,
  `object_plan_id` integer NULL,
  `object_theme_id` integer NULL,
  `object_axis_id` integer NULL,
  `object_action_id` integer NULL,
  `object_group_id` integer NULL,
  CONSTRAINT `relations_contracts_contract` FOREIGN KEY (`contract_id`) REFERENCES `contracts` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_territories_subject_territory` FOREIGN KEY (`subject_territory_id`) REFERENCES `territories` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_audiences_subject_audience` FOREIGN KEY (`subject_audience_id`) REFERENCES `audiences` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_criterions_subject_criterion` FOREIGN KEY (`subject_criterion_id`) REFERENCES `criterions` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_concepts_subject_concept` FOREIGN KEY (`subject_concept_id`) REFERENCES `concepts` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_sources_subject_source` FOREIGN KEY (`subject_source_id`) REFERENCES `sources` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_partners_subject_partner` FOREIGN KEY (`subject_partner_id`) REFERENCES `partners` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_plans_subject_plan` FOREIGN KEY (`subject_plan_id`) REFERENCES `plans` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_axes_subject_axis` FOREIGN KEY (`subject_axis_id`) REFERENCES `axes` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_actions_subject_action` FOREIGN KEY (`subject_action_id`) REFERENCES `actions` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_working_groups_subject_group` FOREIGN KEY (`subject_group_id`) REFERENCES `working_groups` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_territories_object_territory` FOREIGN KEY (`object_territory_id`) REFERENCES `territories` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_audiences_object_audience` FOREIGN KEY (`object_audience_id`) REFERENCES `audiences` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_programmes_object_programme` FOREIGN KEY (`object_programme_id`) REFERENCES `programmes` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_criterions_object_criterion` FOREIGN KEY (`object_criterion_id`) REFERENCES `criterions` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_concepts_object_concept` FOREIGN KEY (`object_concept_id`) REFERENCES `concepts` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_sources_object_source` FOREIGN KEY (`object_source_id`) REFERENCES `sources` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_partners_object_partner` FOREIGN KEY (`object_partner_id`) REFERENCES `partners` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_contracts_object_contract` FOREIGN KEY (`object_contract_id`) REFERENCES `contracts` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_plans_object_plan` FOREIGN KEY (`object_plan_id`) REFERENCES `plans` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_themes_object_theme` FOREIGN KEY (`object_theme_id`) REFERENCES `themes` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_axes_object_axis` FOREIGN KEY (`object_axis_id`) REFERENCES `axes` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_actions_object_action` FOREIGN KEY (`object_action_id`) REFERENCES `actions` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `relations_working_groups_object_group` FOREIGN KEY (`object_group_id`) REFERENCES `working_groups` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `basis_word` CHECK (CAST(basis AS text) IN ('STATED', 'DECLARED', 'INFERRED')),
  CONSTRAINT `kind_word` CHECK (CAST(kind AS text) IN ('PART_OF', 'FOLLOWS', 'CONCERNS', 'TARGETS', 'COVERS', 'BENEFITS', 'UNDER_PROGRAMME', 'LAUREATE_OF', 'AT_STAKE_IN', 'LEADS', 'COMMISSIONED', 'ESTABLISHED', 'PRIORITISES', 'ACTS_FOR', 'HAS_OBJECTIVE', 'IMPLEMENTS', 'MOBILISES', 'FORMALISES_ORIENTATIONS_OF', 'FOLLOWS_FROM', 'DERIVES_FROM', 'ARTICULATED_WITH', 'RESULTS_IN', 'RESPONDS_TO', 'MOTIVATED_BY', 'RAISED', 'EXPECTED_EFFECT', 'PAYS_ATTENTION_TO', 'FIGHTS', 'LISTED_IN', 'WITHIN_REMIT_OF', 'SUCCEEDS')),
  CONSTRAINT `one_object` CHECK (CASE WHEN object_territory_id IS NULL THEN 0 ELSE 1 END + CASE WHEN object_audience_id IS NULL THEN 0 ELSE 1 END + CASE WHEN object_programme_id IS NULL THEN 0 ELSE 1 END + CASE WHEN object_criterion_id IS NULL THEN 0 ELSE 1 END + CASE WHEN object_concept_id IS NULL THEN 0 ELSE 1 END + CASE WHEN object_source_id IS NULL THEN 0 ELSE 1 END + CASE WHEN object_partner_id IS NULL THEN 0 ELSE 1 END + CASE WHEN object_contract_id IS NULL THEN 0 ELSE 1 END + CASE WHEN object_plan_id IS NULL THEN 0 ELSE 1 END + CASE WHEN object_theme_id IS NULL THEN 0 ELSE 1 END + CASE WHEN object_axis_id IS NULL THEN 0 ELSE 1 END + CASE WHEN object_action_id IS NULL THEN 0 ELSE 1 END + CASE WHEN object_group_id IS NULL THEN 0 ELSE 1 END + CASE WHEN literal IS NULL THEN 0 ELSE 1 END = 1),
  CONSTRAINT `one_subject` CHECK (CASE WHEN subject_territory_id IS NULL THEN 0 ELSE 1 END + CASE WHEN subject_audience_id IS NULL THEN 0 ELSE 1 END + CASE WHEN subject_criterion_id IS NULL THEN 0 ELSE 1 END + CASE WHEN subject_concept_id IS NULL THEN 0 ELSE 1 END + CASE WHEN subject_source_id IS NULL THEN 0 ELSE 1 END + CASE WHEN subject_partner_id IS NULL THEN 0 ELSE 1 END + CASE WHEN subject_plan_id IS NULL THEN 0 ELSE 1 END + CASE WHEN subject_axis_id IS NULL THEN 0 ELSE 1 END + CASE WHEN subject_action_id IS NULL THEN 0 ELSE 1 END + CASE WHEN subject_group_id IS NULL THEN 0 ELSE 1 END = 1),
  CONSTRAINT `status_word` CHECK (CAST(status AS text) IN ('MENTIONED', 'IN_DISCUSSION', 'VALIDATED', 'COMMITTED', 'ACTIVE', 'COMPLETED', 'ABANDONED'))
);
-- Create index "relations_uid_key" to table: "relations"
CREATE UNIQUE INDEX `relations_uid_key` ON `relations` (`uid`);
-- Create index "relation_code_contract_id" to table: "relations"
CREATE UNIQUE INDEX `relation_code_contract_id` ON `relations` (`code`, `contract_id`);
-- Create index "relation_directory_code" to table: "relations"
CREATE UNIQUE INDEX `relation_directory_code` ON `relations` (`code`) WHERE contract_id IS NULL;
-- Create index "relation_contract_id" to table: "relations"
CREATE INDEX `relation_contract_id` ON `relations` (`contract_id`);
-- Create index "relation_subject_territory_id" to table: "relations"
CREATE INDEX `relation_subject_territory_id` ON `relations` (`subject_territory_id`) WHERE subject_territory_id IS NOT NULL;
-- Create index "relation_subject_audience_id" to table: "relations"
CREATE INDEX `relation_subject_audience_id` ON `relations` (`subject_audience_id`) WHERE subject_audience_id IS NOT NULL;
-- Create index "relation_subject_criterion_id" to table: "relations"
CREATE INDEX `relation_subject_criterion_id` ON `relations` (`subject_criterion_id`) WHERE subject_criterion_id IS NOT NULL;
-- Create index "relation_subject_concept_id" to table: "relations"
CREATE INDEX `relation_subject_concept_id` ON `relations` (`subject_concept_id`) WHERE subject_concept_id IS NOT NULL;
-- Create index "relation_subject_source_id" to table: "relations"
CREATE INDEX `relation_subject_source_id` ON `relations` (`subject_source_id`) WHERE subject_source_id IS NOT NULL;
-- Create index "relation_subject_partner_id" to table: "relations"
CREATE INDEX `relation_subject_partner_id` ON `relations` (`subject_partner_id`) WHERE subject_partner_id IS NOT NULL;
-- Create index "relation_subject_plan_id" to table: "relations"
CREATE INDEX `relation_subject_plan_id` ON `relations` (`subject_plan_id`) WHERE subject_plan_id IS NOT NULL;
-- Create index "relation_subject_axis_id" to table: "relations"
CREATE INDEX `relation_subject_axis_id` ON `relations` (`subject_axis_id`) WHERE subject_axis_id IS NOT NULL;
-- Create index "relation_subject_action_id" to table: "relations"
CREATE INDEX `relation_subject_action_id` ON `relations` (`subject_action_id`) WHERE subject_action_id IS NOT NULL;
-- Create index "relation_subject_group_id" to table: "relations"
CREATE INDEX `relation_subject_group_id` ON `relations` (`subject_group_id`) WHERE subject_group_id IS NOT NULL;
-- Create index "relation_object_territory_id" to table: "relations"
CREATE INDEX `relation_object_territory_id` ON `relations` (`object_territory_id`) WHERE object_territory_id IS NOT NULL;
-- Create index "relation_object_audience_id" to table: "relations"
CREATE INDEX `relation_object_audience_id` ON `relations` (`object_audience_id`) WHERE object_audience_id IS NOT NULL;
-- Create index "relation_object_programme_id" to table: "relations"
CREATE INDEX `relation_object_programme_id` ON `relations` (`object_programme_id`) WHERE object_programme_id IS NOT NULL;
-- Create index "relation_object_criterion_id" to table: "relations"
CREATE INDEX `relation_object_criterion_id` ON `relations` (`object_criterion_id`) WHERE object_criterion_id IS NOT NULL;
-- Create index "relation_object_concept_id" to table: "relations"
CREATE INDEX `relation_object_concept_id` ON `relations` (`object_concept_id`) WHERE object_concept_id IS NOT NULL;
-- Create index "relation_object_source_id" to table: "relations"
CREATE INDEX `relation_object_source_id` ON `relations` (`object_source_id`) WHERE object_source_id IS NOT NULL;
-- Create index "relation_object_partner_id" to table: "relations"
CREATE INDEX `relation_object_partner_id` ON `relations` (`object_partner_id`) WHERE object_partner_id IS NOT NULL;
-- Create index "relation_object_contract_id" to table: "relations"
CREATE INDEX `relation_object_contract_id` ON `relations` (`object_contract_id`) WHERE object_contract_id IS NOT NULL;
-- Create index "relation_object_plan_id" to table: "relations"
CREATE INDEX `relation_object_plan_id` ON `relations` (`object_plan_id`) WHERE object_plan_id IS NOT NULL;
-- Create index "relation_object_theme_id" to table: "relations"
CREATE INDEX `relation_object_theme_id` ON `relations` (`object_theme_id`) WHERE object_theme_id IS NOT NULL;
-- Create index "relation_object_axis_id" to table: "relations"
CREATE INDEX `relation_object_axis_id` ON `relations` (`object_axis_id`) WHERE object_axis_id IS NOT NULL;
-- Create index "relation_object_action_id" to table: "relations"
CREATE INDEX `relation_object_action_id` ON `relations` (`object_action_id`) WHERE object_action_id IS NOT NULL;
-- Create index "relation_object_group_id" to table: "relations"
CREATE INDEX `relation_object_group_id` ON `relations` (`object_group_id`) WHERE object_group_id IS NOT NULL;
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
-- Create "settings" table
CREATE TABLE `settings` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `key` text NOT NULL,
  `value` blob NOT NULL
);
-- Create index "settings_key_key" to table: "settings"
CREATE UNIQUE INDEX `settings_key_key` ON `settings` (`key`);
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
-- Create "sources" table
CREATE TABLE `sources` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `uid` text NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `language` text NOT NULL DEFAULT ('fr'),
  `translations` json NULL,
  `code` text NOT NULL,
  `name` text NOT NULL,
  `sort_key` blob NOT NULL,
  `publisher` text NULL,
  `url` text NULL,
  `licence` text NULL,
  `note` text NULL,
  `date` text NULL,
  `date_earliest` text NULL,
  `date_latest` text NULL
);
-- Create index "sources_uid_key" to table: "sources"
CREATE UNIQUE INDEX `sources_uid_key` ON `sources` (`uid`);
-- Create index "source_code" to table: "sources"
CREATE UNIQUE INDEX `source_code` ON `sources` (`code`);
-- Create "territories" table
CREATE TABLE `territories` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `uid` text NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `language` text NOT NULL DEFAULT ('fr'),
  `translations` json NULL,
  `code` text NOT NULL,
  `name` text NOT NULL,
  `sort_key` blob NOT NULL,
  `kind` text NOT NULL,
  `vintage` integer NULL,
  `implied` bool NOT NULL DEFAULT (false),
  CONSTRAINT `kind_word` CHECK (CAST(kind AS text) IN ('COMMUNE', 'EPCI', 'QPV', 'DEPARTMENT', 'REGION', 'AREA', 'CATEGORY'))
);
-- Create index "territories_uid_key" to table: "territories"
CREATE UNIQUE INDEX `territories_uid_key` ON `territories` (`uid`);
-- Create index "territory_code" to table: "territories"
CREATE UNIQUE INDEX `territory_code` ON `territories` (`code`);
-- Create "themes" table
CREATE TABLE `themes` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `uid` text NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `language` text NOT NULL DEFAULT ('fr'),
  `translations` json NULL,
  `code` text NOT NULL,
  `name` text NOT NULL,
  `sort_key` blob NOT NULL,
  `match` text NULL,
  `position` integer NOT NULL DEFAULT (0),
  `open_list` bool NOT NULL DEFAULT (false),
  `contract_id` integer NULL,
  `parent_id` integer NULL,
  `reference_id` integer NULL,
  CONSTRAINT `themes_contracts_contract` FOREIGN KEY (`contract_id`) REFERENCES `contracts` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `themes_themes_children` FOREIGN KEY (`parent_id`) REFERENCES `themes` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `themes_themes_mapped` FOREIGN KEY (`reference_id`) REFERENCES `themes` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `match_with_reference` CHECK ((reference_id IS NULL) = (match IS NULL)),
  CONSTRAINT `match_word` CHECK (CAST(match AS text) IN ('EXACT', 'CLOSE', 'BROAD')),
  CONSTRAINT `parent_not_itself` CHECK (parent_id IS NULL OR parent_id <> id)
);
-- Create index "themes_uid_key" to table: "themes"
CREATE UNIQUE INDEX `themes_uid_key` ON `themes` (`uid`);
-- Create index "theme_contract_id_code" to table: "themes"
CREATE UNIQUE INDEX `theme_contract_id_code` ON `themes` (`contract_id`, `code`);
-- Create index "theme_reference_code" to table: "themes"
CREATE UNIQUE INDEX `theme_reference_code` ON `themes` (`code`) WHERE contract_id IS NULL;
-- Create index "theme_parent_id" to table: "themes"
CREATE INDEX `theme_parent_id` ON `themes` (`parent_id`);
-- Create index "theme_reference_id" to table: "themes"
CREATE INDEX `theme_reference_id` ON `themes` (`reference_id`);
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
-- Create "webhooks" table
CREATE TABLE `webhooks` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `uid` text NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `revision` integer NOT NULL DEFAULT (1),
  `url` text NOT NULL,
  `contract` text NULL,
  `types` json NULL,
  `operations` json NULL,
  `secret` blob NOT NULL,
  `retired_secret` blob NULL,
  `state` text NOT NULL DEFAULT ('ACTIVE'),
  `failure` text NULL,
  `position` text NOT NULL,
  `tries` integer NOT NULL DEFAULT (0),
  `failures` integer NOT NULL DEFAULT (0),
  `due_at` datetime NOT NULL,
  `again_at` datetime NULL,
  `leased_by` text NULL,
  `leased_until` datetime NULL,
  `account_id` integer NOT NULL,
  `token_id` integer NULL,
  CONSTRAINT `webhooks_accounts_account` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`) ON DELETE CASCADE,
  CONSTRAINT `webhooks_tokens_token` FOREIGN KEY (`token_id`) REFERENCES `tokens` (`id`) ON DELETE CASCADE,
  CONSTRAINT `failure_word` CHECK (CAST(failure AS text) IN ('OWNER', 'GONE', 'UNREACHABLE', 'RESTORED')),
  CONSTRAINT `state_word` CHECK (CAST(state AS text) IN ('ACTIVE', 'PAUSED', 'FAILED'))
);
-- Create index "webhooks_uid_key" to table: "webhooks"
CREATE UNIQUE INDEX `webhooks_uid_key` ON `webhooks` (`uid`);
-- Create index "webhook_account_id" to table: "webhooks"
CREATE INDEX `webhook_account_id` ON `webhooks` (`account_id`);
-- Create index "webhook_token_id" to table: "webhooks"
CREATE INDEX `webhook_token_id` ON `webhooks` (`token_id`);
-- Create index "webhook_state" to table: "webhooks"
CREATE INDEX `webhook_state` ON `webhooks` (`state`);
-- Create "webhook_deliveries" table
CREATE TABLE `webhook_deliveries` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `uid` text NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `revision` integer NOT NULL DEFAULT (1),
  `position` text NOT NULL,
  `change` text NOT NULL,
  `state` text NOT NULL,
  `again` bool NOT NULL DEFAULT (false),
  `tries` integer NOT NULL DEFAULT (0),
  `tried_at` datetime NULL,
  `next_at` datetime NULL,
  `status` integer NULL,
  `problem` text NULL,
  `answer` text NULL,
  `webhook_id` integer NOT NULL,
  CONSTRAINT `webhook_deliveries_webhooks_webhook` FOREIGN KEY (`webhook_id`) REFERENCES `webhooks` (`id`) ON DELETE CASCADE,
  CONSTRAINT `problem_word` CHECK (CAST(problem AS text) IN ('STATUS', 'REDIRECT', 'TIMEOUT', 'CONNECTION', 'ADDRESS')),
  CONSTRAINT `state_word` CHECK (CAST(state AS text) IN ('PENDING', 'DELIVERED', 'DEAD_LETTER'))
);
-- Create index "webhook_deliveries_uid_key" to table: "webhook_deliveries"
CREATE UNIQUE INDEX `webhook_deliveries_uid_key` ON `webhook_deliveries` (`uid`);
-- Create index "webhookdelivery_webhook_id_change" to table: "webhook_deliveries"
CREATE UNIQUE INDEX `webhookdelivery_webhook_id_change` ON `webhook_deliveries` (`webhook_id`, `change`);
-- Create index "webhookdelivery_webhook_id_state" to table: "webhook_deliveries"
CREATE INDEX `webhookdelivery_webhook_id_state` ON `webhook_deliveries` (`webhook_id`, `state`);
-- Create index "webhookdelivery_state_tried_at" to table: "webhook_deliveries"
CREATE INDEX `webhookdelivery_state_tried_at` ON `webhook_deliveries` (`state`, `tried_at`);
-- Create "working_groups" table
CREATE TABLE `working_groups` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `uid` text NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `language` text NOT NULL DEFAULT ('fr'),
  `translations` json NULL,
  `code` text NOT NULL,
  `name` text NOT NULL,
  `sort_key` blob NOT NULL,
  `type` text NOT NULL,
  `contract_id` integer NOT NULL,
  `parent_id` integer NULL,
  CONSTRAINT `working_groups_contracts_contract` FOREIGN KEY (`contract_id`) REFERENCES `contracts` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `working_groups_working_groups_children` FOREIGN KEY (`parent_id`) REFERENCES `working_groups` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `parent_not_itself` CHECK (parent_id IS NULL OR parent_id <> id),
  CONSTRAINT `type_word` CHECK (CAST(type AS text) IN ('STEERING', 'TECHNICAL', 'THEMATIC', 'CITIZENS_COUNCIL', 'OTHER'))
);
-- Create index "working_groups_uid_key" to table: "working_groups"
CREATE UNIQUE INDEX `working_groups_uid_key` ON `working_groups` (`uid`);
-- Create index "workinggroup_contract_id_code" to table: "working_groups"
CREATE UNIQUE INDEX `workinggroup_contract_id_code` ON `working_groups` (`contract_id`, `code`);
-- Create index "workinggroup_parent_id" to table: "working_groups"
CREATE INDEX `workinggroup_parent_id` ON `working_groups` (`parent_id`);
-- Create "account_contracts" table
CREATE TABLE `account_contracts` (
  `account_id` integer NOT NULL,
  `contract_id` integer NOT NULL,
  PRIMARY KEY (`account_id`, `contract_id`),
  CONSTRAINT `account_contracts_account_id` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`) ON DELETE CASCADE,
  CONSTRAINT `account_contracts_contract_id` FOREIGN KEY (`contract_id`) REFERENCES `contracts` (`id`) ON DELETE CASCADE
);
