package write

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"maillage/graph/model"
)

// sentBy returns what identifies a mutation under its idempotency key: the field and its input, without defaults. The
// form makes no difference: variables or literals, the order of fields, numbers with or without an exponent.
func sentBy(ctx context.Context, input model.Input) any {
	fields, _ := coerced(inputType(ctx), map[string]any(input), false).(map[string]any)
	delete(fields, "idempotencyKey")
	delete(fields, "clientMutationId") // may differ each time
	return []any{graphql.GetFieldContext(ctx).Field.Name, plainNumbers(fields)}
}

// plainNumbers writes equal numbers alike, in values of any depth.
func plainNumbers(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for name, member := range v {
			v[name] = plainNumbers(member)
		}
	case []any:
		for i, item := range v {
			v[i] = plainNumbers(item)
		}
	case json.Number:
		return plainNumber(v.String())
	case int64:
		return plainNumber(strconv.FormatInt(v, 10))
	case float64:
		return plainNumber(strconv.FormatFloat(v, 'e', -1, 64))
	}
	return value
}

// plainNumber writes a JSON number as its digits and the power of ten of the last one, so that no exponent makes it
// long: 1200 and 1.2e3 are 12e2.
func plainNumber(text string) json.Number {
	digits, sign := strings.CutPrefix(text, "-")
	mantissa, exponent, _ := strings.Cut(strings.ToLower(digits), "e")
	whole, fraction, _ := strings.Cut(mantissa, ".")
	power := 0
	if exponent != "" {
		var err error
		if power, err = strconv.Atoi(exponent); err != nil {
			return json.Number(text)
		}
	}
	all := strings.TrimLeft(whole+fraction, "0")
	kept := strings.TrimRight(all, "0")
	if kept == "" {
		return "0"
	}
	power += len(all) - len(kept) - len(fraction)
	if sign {
		kept = "-" + kept
	}
	return json.Number(kept + "e" + strconv.Itoa(power))
}
