-- Modify "changes" table
ALTER TABLE "changes" ADD COLUMN "merged" character varying NULL;
-- Create index "change_merged" to table: "changes"
CREATE INDEX "change_merged" ON "changes" ("merged");
