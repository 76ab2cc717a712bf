package exports

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"maillage/internal/record"
)

// column is a column of the hub's own tables.
type column struct {
	Name  string
	Field *record.Field // nil for the identifier and the contract
	index int           // in Type.Fields
}

// columnsOf returns the columns of a type's table: the identifier, the contract, then the fields in their order.
func columnsOf(t *record.Type) []column {
	all := []column{{Name: "id"}, {Name: "contract"}}
	for i, f := range t.Fields {
		if f.Name != "contract" { // the second column has it
			all = append(all, column{f.Name, f, i})
		}
	}
	return all
}

// cell is one value of a table.
type cell struct {
	Text  string
	Kind  record.Kind
	Value any // bool, int64 or Decimal; nil for a text
}

// cellsFor returns the row of a record. Names are codes where there are some, or identifiers always.
func cellsFor(columns []column, r *Record, isByID bool) []cell {
	cells := make([]cell, len(columns))
	cells[0] = cell{Text: r.ID, Kind: record.KindReference}
	cells[1] = cell{Text: r.Contract, Kind: record.KindReference}
	for i, c := range columns {
		if c.Field != nil {
			cells[i] = cellOf(c.Field.Kind(), r.Values[c.index], isByID)
		}
	}
	return cells
}

// cellOf converts a plain value to a cell.
func cellOf(kind record.Kind, value any, isByID bool) cell {
	c := cell{Kind: kind}
	switch v := value.(type) {
	case nil:
	case string:
		c.Text = v
		if kind == record.KindDecimal {
			c.Value = Decimal(v)
		}
	case bool:
		c.Text, c.Value = strconv.FormatBool(v), v
	case int64:
		c.Text, c.Value = strconv.FormatInt(v, 10), v
		if kind == record.KindAmount {
			c.Text, c.Value = string(euros(v)), euros(v)
		}
	case []string:
		c.Text = joinTexts(v)
	case *Reference:
		c.Text = v.ID
		if v.Code != "" && !isByID {
			c.Text = v.Code
		}
	default:
		text, err := json.Marshal(v)
		if err != nil {
			text = []byte(fmt.Sprint(v))
		}
		c.Text = string(text)
	}
	return c
}

var cellEscapes = strings.NewReplacer(`\`, `\\`, `|`, `\|`)

// joinTexts writes a list in a cell, separated by vertical bars. A bar or a backslash in a text follows a backslash.
func joinTexts(list []string) string {
	escaped := make([]string, len(list))
	for i, text := range list {
		escaped[i] = cellEscapes.Replace(text)
	}
	return strings.Join(escaped, "|")
}

// euros writes euro cents as euros.
func euros(cents int64) Decimal {
	sign := ""
	if cents < 0 {
		sign, cents = "-", -cents
	}
	return Decimal(fmt.Sprintf("%s%d.%02d", sign, cents/100, cents%100))
}
