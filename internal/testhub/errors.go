package testhub

import (
	"encoding/json"
	"fmt"
	"strings"
)

// PathJSON returns a path of an error as its answer shows it.
func PathJSON(path []any) string {
	if path == nil {
		return ""
	}
	raw, err := json.Marshal(path)
	if err != nil {
		return fmt.Sprint(err)
	}
	return string(raw)
}

// ArgumentJSON returns the path of an argument as an error shows it.
func ArgumentJSON(path string) string {
	var parts []string
	for _, step := range strings.Fields(strings.Trim(path, "[]")) {
		if strings.Trim(step, "0123456789") != "" {
			step = `"` + step + `"`
		}
		parts = append(parts, step)
	}
	return `"argument":[` + strings.Join(parts, ",") + `]`
}
