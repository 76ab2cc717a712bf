-- Trigrams find words that are alike. A database's owner may create the extension, for PostgreSQL trusts it.
CREATE EXTENSION IF NOT EXISTS "pg_trgm";
-- The index of search: one row for each record that has words. It is derived, and filled by the hub itself.
CREATE TABLE "search_entries" (
  "id" bigint NOT NULL,
  "kind" smallint NOT NULL,
  "record" bigint NOT NULL,
  "scope" bigint NULL,
  "weight" integer NOT NULL,
  "sort_key" bytea NOT NULL,
  "lexemes" tsvector NOT NULL,
  PRIMARY KEY ("id")
);
CREATE INDEX "search_entries_lexemes" ON "search_entries" USING gin ("lexemes");
-- Every word that was ever indexed.
CREATE TABLE "search_words" (
  "word" text NOT NULL,
  PRIMARY KEY ("word")
);
CREATE INDEX "search_words_trigrams" ON "search_words" USING gin ("word" gin_trgm_ops);
