-- SQLite's indexes of search have no list of entries that wait.
SELECT 1;
