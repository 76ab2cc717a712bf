package filtermodel

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"maillage/internal/testhub"
)

// keyForm matches the field names of a filter, which a GraphQL literal has without quotes.
var keyForm = regexp.MustCompile(`"(\w+)":`)

// literal converts a filter from JSON to a GraphQL literal. It takes a text in capitals for an enum value.
func literal(t *testing.T, raw []byte) string {
	t.Helper()
	text := keyForm.ReplaceAllString(string(raw), "$1: ")
	return regexp.MustCompile(`"([A-Z][A-Z_]+(?:_[0-9]+)?)"`).ReplaceAllString(text, "$1")
}

// drawer draws random filters over everything in the schema, with values from the data.
type drawer struct {
	*Model
	*rand.Rand
}

// undrawn are conditions that the model cannot evaluate; they have tests of their own.
var undrawn = []string{
	"Partner.contract", "Partner.contributesTo", "Axis.contributors", "Citation.contract", "Contribution.contract",
	"Alignment.contract", "Membership.contract",
}

func (d *drawer) filter(kind string, links, size int) map[string]any {
	input := d.schema.Types[filterOf(kind)]
	f := map[string]any{}
	for range size {
		field := input.Fields[d.IntN(len(input.Fields))]
		if slices.Contains(undrawn, kind+"."+field.Name) {
			continue
		}
		if value := d.value(kind, field, links); value != nil {
			f[field.Name] = value
		}
	}
	return f
}

func (d *drawer) value(kind string, field *ast.FieldDefinition, links int) any {
	of := field.Type.Name()
	switch {
	case field.Name == "and" || field.Name == "or":
		return []map[string]any{d.filter(kind, links, 1), d.filter(kind, links, 2)}
	case field.Name == "not":
		return d.filter(kind, links, 1)
	case strings.HasSuffix(of, "Filter") && d.schema.Types[of].Fields.ForName("and") != nil:
		return d.link(d.leadsTo(kind, field.Name), links)
	case d.schema.Types[of].Directives.ForName("oneOf") != nil:
		keys := d.schema.Types[of].Fields
		key := keys[d.IntN(len(keys))]
		if f := d.link(strings.ToUpper(key.Name[:1])+key.Name[1:], links); f != nil {
			return map[string]any{key.Name: f}
		}
		return nil
	case d.schema.Types[of].Kind == ast.InputObject:
		return d.operator(kind, field)
	}
	return d.plain(kind, field)
}

// link draws a filter of what a link refers to; a typed nil means that no more links are wanted.
func (d *drawer) link(kind string, links int) any {
	if links == 0 || kind == "" {
		return nil
	}
	return d.filter(kind, links-1, d.IntN(3))
}

// leadsTo returns the type at the other end of a link.
func (d *drawer) leadsTo(kind, name string) string {
	if back, is := backwards[kind+"."+name]; is {
		from, _, _ := strings.Cut(back, ".")
		return from
	}
	f := d.schema.Types[kind].Fields.ForName(d.fieldOf(kind, name))
	if f == nil {
		return ""
	}
	return strings.TrimSuffix(f.Type.Name(), "Connection")
}

// sample returns a value that a field has in some record.
func (d *drawer) sample(kind, name string) any {
	of := d.byType[kind]
	for range 5 {
		if len(of) > 0 {
			if value := of[d.IntN(len(of))].fields[name]; value != nil {
				return value
			}
		}
	}
	return nil
}

func (d *drawer) text(kind, name string) string {
	text, _ := d.sample(kind, name).(string)
	return text
}

func (d *drawer) some(text string) string {
	letters := []rune(text)
	if len(letters) < 4 {
		return text
	}
	at := d.IntN(len(letters) - 3)
	return string(letters[at : at+3])
}

var dates = []string{"2016", "2019-03", "2021-06-01", "../2020", "2022/..", "XXXX", "1990"}

func (d *drawer) operator(kind string, field *ast.FieldDefinition) any {
	name := d.fieldOf(kind, field.Name)
	ops := d.schema.Types[field.Type.Name()].Fields
	op := ops[d.IntN(len(ops))].Name
	text := d.text(kind, name)
	var value any
	switch of := field.Type.Name(); {
	case op == "isNull":
		value = d.IntN(2) == 0
	case of == "DateFilter":
		value = dates[d.IntN(len(dates))]
	case of == "MomentFilter":
		value = cmp.Or(text, "2026-01-05T09:00:00Z")
	case of == "IntFilter" || of == "CentsFilter":
		number, _ := d.sample(kind, name).(float64)
		if value = int(number); op == "in" {
			value = []int{int(number), 2}
		}
	case of == "DecimalFilter":
		if value = text; text == "" {
			value = "1.5"
		}
	case op == "in":
		value = []string{text, d.text(kind, name)}
	case op == "contains":
		value = d.some(text)
	case op == "startsWith":
		value = string([]rune(text)[:len([]rune(text))/2])
	default:
		value = text
	}
	return map[string]any{op: value}
}

func (d *drawer) plain(kind string, field *ast.FieldDefinition) any {
	of := d.schema.Types[field.Type.Name()]
	name := d.fieldOf(kind, field.Name)
	one := func() string {
		switch {
		case field.Name == "ids" || field.Name == "under":
			return d.text(
				kind, []string{"id", "code"}[d.IntN(1+btoi(d.schema.Types[kind].Fields.ForName("code") != nil))],
			)
		case field.Name == "codes":
			return d.text(kind, "code")
		case of.Kind == ast.Enum:
			return of.EnumValues[d.IntN(len(of.EnumValues))].Name
		case field.Name == "asOf":
			return dates[d.IntN(len(dates))]
		case of.Name == "ID":
			if at := d.byType[kind]; len(at) > 0 {
				if to := at[d.IntN(len(at))].links[field.Name]; len(to) > 0 {
					return to[0]
				}
			}
			return ""
		case field.Name == "nameContains":
			return d.some(d.text(kind, "name"))
		}
		if names, is := d.sample(kind, name).([]any); is && len(names) > 0 {
			return names[0].(string)
		}
		return d.text(kind, name)
	}
	switch value := one(); {
	case of.Name == "Boolean":
		return d.IntN(2) == 0
	case field.Type.Elem != nil && value == "" && of.Name == "ID":
		return nil
	case field.Type.Elem != nil:
		return []string{value, value}
	case of.Name == "ID" && value == "":
		return nil
	default:
		return value
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// agrees checks that the API and the model return the same records.
func (m *Model) agrees(t *testing.T, h *testhub.Hub, kind string, filter map[string]any) (kept int) {
	t.Helper()
	got, answer := m.kept(t, h, kind, filter)
	raw, _ := json.Marshal(filter)
	if got == nil {
		if !strings.Contains(string(answer.Body), "LIMIT_EXCEEDED") {
			t.Errorf("%s under %s: %s", kind, raw, answer.Body)
		}
		return 0
	}
	if want := m.keep(kind, filter); !slices.Equal(got, want) {
		t.Errorf("%s under %s: %d records, want %d", kind, raw, len(got), len(want))
	}
	return len(got)
}

// Sweep filters by every link of every type: alone, negated, and followed by every link of the type that it refers
// to.
func (m *Model) Sweep(t *testing.T, h *testhub.Hub, further int) {
	d := &drawer{m, rand.New(rand.NewPCG(7, 11))} //nolint:gosec // a test's choice, the same each time
	for kind := range m.lists {
		for _, field := range m.schema.Types[filterOf(kind)].Fields {
			if slices.Contains(undrawn, kind+"."+field.Name) {
				continue
			}
			for i := range 1 + further {
				if f := d.value(kind, field, min(i, 1)+1); f != nil {
					m.agrees(t, h, kind, map[string]any{field.Name: f})
					m.agrees(t, h, kind, map[string]any{"not": map[string]any{field.Name: f}})
				}
			}
		}
	}
}

// Random runs random filters and returns how many matched a part of the records.
func (m *Model) Random(t *testing.T, h *testhub.Hub, times int) (parts int) {
	//nolint:gosec // a test's choice, the same each time
	d := &drawer{m, rand.New(rand.NewPCG(1, uint64(len(m.records))))}
	kinds := make([]string, 0, len(m.lists))
	for kind := range m.lists {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	for range times {
		kind := kinds[d.IntN(len(kinds))]
		f := d.filter(kind, 3, 1+d.IntN(3))
		if n := m.agrees(t, h, kind, f); n > 0 && n < len(m.byType[kind]) {
			parts++
		}
	}
	if t.Failed() {
		t.Log(fmt.Sprint(len(m.records), " records"))
	}
	return parts
}
