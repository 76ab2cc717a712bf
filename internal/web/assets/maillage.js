// Makes pages quicker. Nothing exists only here: every link and form works without it.
