-- The index of search: one row for each record that has words. It is derived, and filled by the hub itself.
CREATE TABLE `search_entries` (
  `id` integer NOT NULL,
  `kind` integer NOT NULL,
  `record` integer NOT NULL,
  `scope` integer NULL,
  `weight` integer NOT NULL,
  `sort_key` blob NOT NULL,
  PRIMARY KEY (`id`)
);
CREATE VIRTUAL TABLE `search_lexemes` USING fts5(lexemes, content='', contentless_delete=1, detail=none, prefix='2 3 4', tokenize='ascii');
-- Every word that was ever indexed, and the same by its trigrams.
CREATE TABLE `search_words` (
  `word` text NOT NULL,
  PRIMARY KEY (`word`)
);
CREATE VIRTUAL TABLE `search_trigrams` USING fts5(word, tokenize='trigram', detail=none);
