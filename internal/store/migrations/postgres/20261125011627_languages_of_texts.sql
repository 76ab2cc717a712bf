-- Modify "actions" table
ALTER TABLE "actions" ADD COLUMN "language" character varying NOT NULL DEFAULT 'fr', ADD COLUMN "translations" jsonb NULL;
-- Modify "alignments" table
ALTER TABLE "alignments" ADD COLUMN "language" character varying NOT NULL DEFAULT 'fr', ADD COLUMN "translations" jsonb NULL;
-- Modify "audiences" table
ALTER TABLE "audiences" ADD COLUMN "language" character varying NOT NULL DEFAULT 'fr', ADD COLUMN "translations" jsonb NULL;
-- Modify "axes" table
ALTER TABLE "axes" ADD COLUMN "language" character varying NOT NULL DEFAULT 'fr', ADD COLUMN "translations" jsonb NULL;
-- Modify "citations" table
ALTER TABLE "citations" ADD COLUMN "language" character varying NOT NULL DEFAULT 'fr', ADD COLUMN "translations" jsonb NULL;
-- Modify "concepts" table
ALTER TABLE "concepts" ADD COLUMN "language" character varying NOT NULL DEFAULT 'fr', ADD COLUMN "translations" jsonb NULL;
-- Modify "contracts" table
ALTER TABLE "contracts" ADD COLUMN "language" character varying NOT NULL DEFAULT 'fr', ADD COLUMN "translations" jsonb NULL;
-- Modify "contributions" table
ALTER TABLE "contributions" ADD COLUMN "language" character varying NOT NULL DEFAULT 'fr', ADD COLUMN "translations" jsonb NULL;
-- Modify "criterions" table
ALTER TABLE "criterions" ADD COLUMN "language" character varying NOT NULL DEFAULT 'fr', ADD COLUMN "translations" jsonb NULL;
-- Modify "identifiers" table
ALTER TABLE "identifiers" ADD COLUMN "language" character varying NOT NULL DEFAULT 'fr', ADD COLUMN "translations" jsonb NULL;
-- Modify "memberships" table
ALTER TABLE "memberships" ADD COLUMN "language" character varying NOT NULL DEFAULT 'fr', ADD COLUMN "translations" jsonb NULL;
-- Modify "partners" table
ALTER TABLE "partners" ADD COLUMN "language" character varying NOT NULL DEFAULT 'fr', ADD COLUMN "translations" jsonb NULL;
-- Modify "plans" table
ALTER TABLE "plans" ADD COLUMN "language" character varying NOT NULL DEFAULT 'fr', ADD COLUMN "translations" jsonb NULL;
-- Modify "programmes" table
ALTER TABLE "programmes" ADD COLUMN "language" character varying NOT NULL DEFAULT 'fr', ADD COLUMN "translations" jsonb NULL;
-- Modify "relations" table
ALTER TABLE "relations" ADD COLUMN "language" character varying NOT NULL DEFAULT 'fr', ADD COLUMN "translations" jsonb NULL;
-- Modify "sources" table
ALTER TABLE "sources" ADD COLUMN "language" character varying NOT NULL DEFAULT 'fr', ADD COLUMN "translations" jsonb NULL;
-- Modify "territories" table
ALTER TABLE "territories" ADD COLUMN "language" character varying NOT NULL DEFAULT 'fr', ADD COLUMN "translations" jsonb NULL;
-- Modify "themes" table
ALTER TABLE "themes" ADD COLUMN "language" character varying NOT NULL DEFAULT 'fr', ADD COLUMN "translations" jsonb NULL;
-- Modify "working_groups" table
ALTER TABLE "working_groups" ADD COLUMN "language" character varying NOT NULL DEFAULT 'fr', ADD COLUMN "translations" jsonb NULL;
