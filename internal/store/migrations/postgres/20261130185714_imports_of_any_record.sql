-- Modify "import_lines" table
ALTER TABLE "import_lines" ADD COLUMN "place" character varying NULL, ADD COLUMN "rank" bigint NOT NULL DEFAULT 0;
-- Create index "importline_import_id_rank_number" to table: "import_lines"
CREATE INDEX "importline_import_id_rank_number" ON "import_lines" ("import_id", "rank", "number") WHERE (rank > 0);
