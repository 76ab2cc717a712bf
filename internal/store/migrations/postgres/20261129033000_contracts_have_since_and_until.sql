-- Rename column "starts" of table: "contracts"
ALTER TABLE "contracts" RENAME COLUMN "starts" TO "since";
-- Rename column "starts_earliest" of table: "contracts"
ALTER TABLE "contracts" RENAME COLUMN "starts_earliest" TO "since_earliest";
-- Rename column "starts_latest" of table: "contracts"
ALTER TABLE "contracts" RENAME COLUMN "starts_latest" TO "since_latest";
-- Rename column "ends" of table: "contracts"
ALTER TABLE "contracts" RENAME COLUMN "ends" TO "until";
-- Rename column "ends_earliest" of table: "contracts"
ALTER TABLE "contracts" RENAME COLUMN "ends_earliest" TO "until_earliest";
-- Rename column "ends_latest" of table: "contracts"
ALTER TABLE "contracts" RENAME COLUMN "ends_latest" TO "until_latest";
-- The ledger, drafts and citations name fields: they follow. In JSON text a quote that is no key's has a backslash, so that only keys match.
UPDATE "changes" SET
  "before" = REPLACE(REPLACE("before"::text, '"starts":', '"since":'), '"ends":', '"until":')::jsonb,
  "after" = REPLACE(REPLACE("after"::text, '"starts":', '"since":'), '"ends":', '"until":')::jsonb
WHERE "record_type" = 'contract';
UPDATE "changes" SET
  "before" = REPLACE(REPLACE("before"::text, '"about": "starts"', '"about": "since"'), '"about": "ends"', '"about": "until"')::jsonb,
  "after" = REPLACE(REPLACE("after"::text, '"about": "starts"', '"about": "since"'), '"about": "ends"', '"about": "until"')::jsonb
WHERE "record_type" = 'citation' AND ("before"->>'about' IN ('starts', 'ends') OR "after"->>'about' IN ('starts', 'ends'));
UPDATE "drafts" SET
  "steps" = REPLACE(REPLACE(REPLACE(REPLACE("steps"::text, '"starts":', '"since":'), '"ends":', '"until":'), '"about": "starts"', '"about": "since"'), '"about": "ends"', '"about": "until"')::jsonb
WHERE "steps"::text LIKE '%"starts"%' OR "steps"::text LIKE '%"ends"%';
UPDATE "citations" SET "about" = 'since' WHERE "about" = 'starts';
UPDATE "citations" SET "about" = 'until' WHERE "about" = 'ends';
