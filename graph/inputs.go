package graph

// What is read out of the plain values of an input that is no record's.

// textOf is a text of an input; empty for none.
func textOf(fields map[string]any, name string) string {
	text, _ := fields[name].(string)
	return text
}

// changed is what an input changes a field to: nil when it does not name it,
// and the empty value for null, which takes away what was there.
func changed[T any](fields map[string]any, name string) *T {
	value, named := fields[name]
	if !named {
		return nil
	}
	to, _ := value.(T)
	return &to
}

// textsOf is a list of texts of an input; nil when it does not name it.
func textsOf(fields map[string]any, name string) *[]string {
	value, named := fields[name]
	if !named {
		return nil
	}
	list, _ := value.([]any)
	texts := make([]string, len(list))
	for i, item := range list {
		texts[i], _ = item.(string)
	}
	return &texts
}
