package lexicon

import (
	"encoding/binary"
	"strings"

	"github.com/google/uuid"
)

// crockford is the base-32 alphabet of the TypeID format, in lower case.
const crockford = "0123456789abcdefghjkmnpqrstvwxyz"

// NewUID returns a new public identifier: a record type and a UUIDv7, written as a TypeID. A TypeID is
// a prefix, an underscore and 26 characters of base 32; see the TypeID specification 0.3. It sorts by
// creation within a type and never changes.
func NewUID(prefix string) string {
	return encodeUID(prefix, uuid.Must(uuid.NewV7())) // fails only when the system has no randomness
}

// UIDFor returns the public identifier that a name always gets. It is for records that must have the
// same identifier every time they are loaded.
func UIDFor(prefix, name string) string {
	return encodeUID(prefix, uuid.NewSHA1(uuid.NameSpaceURL, []byte("maillage:"+prefix+":"+name)))
}

// UIDPrefix returns the record type of a public identifier. It returns false when the text is not one.
func UIDPrefix(uid string) (prefix string, ok bool) {
	cut := strings.LastIndexByte(uid, '_')
	if cut < 1 || len(uid)-cut-1 != 26 || uid[cut+1] > '7' {
		return "", false
	}
	for _, c := range []byte(uid[cut+1:]) {
		if strings.IndexByte(crockford, c) < 0 {
			return "", false
		}
	}
	return uid[:cut], true
}

// encodeUID writes 128 bits as 26 characters of 5 bits, the first holding 3.
func encodeUID(prefix string, id uuid.UUID) string {
	const digits = 26
	high, low := binary.BigEndian.Uint64(id[:8]), binary.BigEndian.Uint64(id[8:])
	var buffer [64]byte
	out := append(append(buffer[:0], prefix...), '_')
	out = append(out, make([]byte, digits)...)
	for at := len(out) - 1; at >= len(out)-digits; at-- {
		out[at] = crockford[low&31]
		low = low>>5 | high<<59
		high >>= 5
	}
	return string(out)
}

// UID writes the 128 bits of a public identifier of a type.
func UID(prefix string, bits [16]byte) string { return encodeUID(prefix, bits) }

// UIDBits returns the 128 bits of a public identifier. It returns false when the text is not one.
func UIDBits(uid string) (bits [16]byte, ok bool) {
	prefix, ok := UIDPrefix(uid)
	if !ok {
		return bits, false
	}
	var carry uint
	have, at := 0, len(bits)
	text := uid[len(prefix)+1:]
	for i := len(text) - 1; i >= 0; i-- {
		digit := strings.IndexByte(crockford, text[i])
		carry |= uint(digit) << have //nolint:gosec // UIDPrefix has checked each character
		for have += 5; have >= 8 && at > 0; have -= 8 {
			at--
			bits[at] = byte(carry)
			carry >>= 8
		}
	}
	return bits, true
}
