-- Drop index "citation_source_id" from table: "citations"
DROP INDEX "citation_source_id";
-- Create index "citation_source_id_scope_id" to table: "citations"
CREATE INDEX "citation_source_id_scope_id" ON "citations" ("source_id", "scope_id");
-- Drop index "contribution_partner_id" from table: "contributions"
DROP INDEX "contribution_partner_id";
-- Create index "contribution_partner_id_scope_id" to table: "contributions"
CREATE INDEX "contribution_partner_id_scope_id" ON "contributions" ("partner_id", "scope_id");
-- Drop index "membership_collective_id" from table: "memberships"
DROP INDEX "membership_collective_id";
-- Drop index "membership_partner_id" from table: "memberships"
DROP INDEX "membership_partner_id";
-- Create index "membership_collective_id_scope_id" to table: "memberships"
CREATE INDEX "membership_collective_id_scope_id" ON "memberships" ("collective_id", "scope_id");
-- Create index "membership_partner_id_scope_id" to table: "memberships"
CREATE INDEX "membership_partner_id_scope_id" ON "memberships" ("partner_id", "scope_id");
