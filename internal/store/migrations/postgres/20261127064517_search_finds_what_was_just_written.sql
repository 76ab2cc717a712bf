-- Entries go into the indexes of search at once. Else they would wait in a list that every search reads to its end, until the database is vacuumed.
ALTER INDEX "search_entries_lexemes" SET (fastupdate = off);
ALTER INDEX "search_words_trigrams" SET (fastupdate = off);
-- Those that wait already.
SELECT gin_clean_pending_list('search_entries_lexemes');
SELECT gin_clean_pending_list('search_words_trigrams');
