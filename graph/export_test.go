package graph

// IsKept tells, for tests, whether answers of a type may be kept.
func IsKept(name string) bool { return recordedTypes[name] }
