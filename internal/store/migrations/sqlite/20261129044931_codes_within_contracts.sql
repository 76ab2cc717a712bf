-- Drop index "citations_code_key" from table: "citations"
DROP INDEX `citations_code_key`;
-- Create index "citation_code_scope_id" to table: "citations"
CREATE UNIQUE INDEX `citation_code_scope_id` ON `citations` (`code`, `scope_id`);
-- Create index "citation_directory_code" to table: "citations"
CREATE UNIQUE INDEX `citation_directory_code` ON `citations` (`code`) WHERE scope_id IS NULL;
-- Drop index "alignments_code_key" from table: "alignments"
DROP INDEX `alignments_code_key`;
-- Create index "alignment_code_scope_id" to table: "alignments"
CREATE UNIQUE INDEX `alignment_code_scope_id` ON `alignments` (`code`, `scope_id`);
-- Create index "alignment_directory_code" to table: "alignments"
CREATE UNIQUE INDEX `alignment_directory_code` ON `alignments` (`code`) WHERE scope_id IS NULL;
-- Drop index "contributions_code_key" from table: "contributions"
DROP INDEX `contributions_code_key`;
-- Create index "contribution_code_scope_id" to table: "contributions"
CREATE UNIQUE INDEX `contribution_code_scope_id` ON `contributions` (`code`, `scope_id`);
-- Create index "contribution_directory_code" to table: "contributions"
CREATE UNIQUE INDEX `contribution_directory_code` ON `contributions` (`code`) WHERE scope_id IS NULL;
-- Drop index "memberships_code_key" from table: "memberships"
DROP INDEX `memberships_code_key`;
-- Create index "membership_code_scope_id" to table: "memberships"
CREATE UNIQUE INDEX `membership_code_scope_id` ON `memberships` (`code`, `scope_id`);
-- Create index "membership_directory_code" to table: "memberships"
CREATE UNIQUE INDEX `membership_directory_code` ON `memberships` (`code`) WHERE scope_id IS NULL;
-- Drop index "relations_code_key" from table: "relations"
DROP INDEX `relations_code_key`;
-- Create index "relation_code_contract_id" to table: "relations"
CREATE UNIQUE INDEX `relation_code_contract_id` ON `relations` (`code`, `contract_id`);
-- Create index "relation_directory_code" to table: "relations"
CREATE UNIQUE INDEX `relation_directory_code` ON `relations` (`code`) WHERE contract_id IS NULL;
