package execute

import (
	"math"
	"strconv"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
)

// Write appends bytes. It makes an execution the io.Writer of marshalers.
func (x *Execution) Write(p []byte) (int, error) {
	x.Out = append(x.Out, p...)
	return len(p), nil
}

// Name appends an enum value or the name of a type, which need no escapes.
func (x *Execution) Name(s string) bool {
	x.Out = append(x.Out, '"')
	x.Out = append(x.Out, s...)
	x.Out = append(x.Out, '"')
	return true
}

// String appends a JSON string.
func (x *Execution) String(s string) bool {
	x.Out = AppendString(x.Out, s)
	return true
}

// AppendString appends a JSON string (RFC 8259 §7). Each byte that is not UTF-8 becomes U+FFFD.
func AppendString(out []byte, s string) []byte {
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

// Int appends an integer.
func (x *Execution) Int(n int64) bool {
	x.Out = strconv.AppendInt(x.Out, n, 10)
	return true
}

// Float appends a number. NaN and infinities, which JSON lacks, become an error and null.
func (x *Execution) Float(n float64, nullable bool) bool {
	if math.IsNaN(n) || math.IsInf(n, 0) {
		x.FieldError(errNotFinite)
		return nullable
	}
	x.Out = strconv.AppendFloat(x.Out, n, 'g', -1, 64)
	return true
}

// Boolean appends true or false.
func (x *Execution) Boolean(is bool) bool {
	x.Out = strconv.AppendBool(x.Out, is)
	return true
}

// Marshal appends a value by its own marshaler.
func (x *Execution) Marshal(v graphql.Marshaler) bool {
	v.MarshalGQL(x)
	return true
}
