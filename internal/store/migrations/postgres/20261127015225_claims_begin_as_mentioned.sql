-- Modify "alignments" table
ALTER TABLE "alignments" ALTER COLUMN "status" SET DEFAULT 'MENTIONED';
-- Modify "contributions" table
ALTER TABLE "contributions" ALTER COLUMN "status" SET DEFAULT 'MENTIONED';
-- Modify "memberships" table
ALTER TABLE "memberships" ALTER COLUMN "status" SET DEFAULT 'MENTIONED';
-- Modify "relations" table
ALTER TABLE "relations" ALTER COLUMN "status" SET DEFAULT 'MENTIONED';
