package graph

// PlainNumber is plainNumber, for tests.
func PlainNumber(text string) string { return string(plainNumber(text)) }
