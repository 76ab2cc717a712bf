package request

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
)

// normalizeIntegers rewrites the whole numbers in variables without fraction or exponent. The executor reads integers
// in that form alone, and to a client 1.0 and 1e2 are integers.
func normalizeIntegers(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for name, inner := range v {
			v[name] = normalizeIntegers(inner)
		}
	case []any:
		for i, inner := range v {
			v[i] = normalizeIntegers(inner)
		}
	case json.Number:
		if !strings.ContainsAny(v.String(), ".eE") {
			return v
		}
		if f, err := v.Float64(); err == nil && f == math.Trunc(f) && math.Abs(f) < 1<<53 {
			return json.Number(strconv.FormatInt(int64(f), 10))
		}
	}
	return value
}
