package request

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
)

// exact writes the whole numbers of variables without a fraction or an exponent,
// as integers are read: 1.0 and 1e2 are integers to a client.
func exact(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for name, inner := range v {
			v[name] = exact(inner)
		}
	case []any:
		for i, inner := range v {
			v[i] = exact(inner)
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
