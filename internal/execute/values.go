package execute

import (
	"math"
	"strconv"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
)

// Write appends bytes: an execution is an io.Writer for values that write themselves.
func (x *Execution) Write(p []byte) (int, error) {
	x.Out = append(x.Out, p...)
	return len(p), nil
}

// WriteString appends a text as it is.
func (x *Execution) WriteString(s string) (int, error) {
	x.Out = append(x.Out, s...)
	return len(s), nil
}

// Word appends a text that needs no escapes, in quotes: the value of an enum, or a type's name.
func (x *Execution) Word(s string) bool {
	x.Out = append(x.Out, '"')
	x.Out = append(x.Out, s...)
	x.Out = append(x.Out, '"')
	return true
}

// Text appends a text as a string of JSON.
func (x *Execution) Text(s string) bool {
	x.Out = AppendText(x.Out, s)
	return true
}

// AppendText appends a text as a string of JSON (RFC 8259 §7). What is not UTF-8 becomes U+FFFD.
func AppendText(out []byte, s string) []byte {
	const hex = "0123456789abcdef"
	out = append(out, '"')
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 {
				out = append(append(out, s[from:i]...), "\ufffd"...)
				from = i + 1
			}
			i += size
			continue
		}
		if c >= ' ' && c != '"' && c != '\\' {
			i++
			continue
		}
		out = append(out, s[from:i]...)
		switch c {
		case '"', '\\':
			out = append(out, '\\', c)
		case '\n':
			out = append(out, '\\', 'n')
		case '\r':
			out = append(out, '\\', 'r')
		case '\t':
			out = append(out, '\\', 't')
		default:
			out = append(out, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
		i++
		from = i
	}
	return append(append(out, s[from:]...), '"')
}

// Int appends a whole number.
func (x *Execution) Int(n int64) bool {
	x.Out = strconv.AppendInt(x.Out, n, 10)
	return true
}

// Float appends a number; one that JSON does not have is an error.
func (x *Execution) Float(n float64, nullable bool) bool {
	if math.IsNaN(n) || math.IsInf(n, 0) {
		x.Fail(errNumber)
		return nullable
	}
	x.Out = strconv.AppendFloat(x.Out, n, 'g', -1, 64)
	return true
}

// Bool appends a truth value.
func (x *Execution) Bool(is bool) bool {
	x.Out = strconv.AppendBool(x.Out, is)
	return true
}

// Marshal appends a value that writes itself.
func (x *Execution) Marshal(v graphql.Marshaler) bool {
	v.MarshalGQL(x)
	return true
}
