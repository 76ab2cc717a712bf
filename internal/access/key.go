package access

import (
	"encoding/binary"
	"strconv"
)

// AppendKey appends a key that is equal for viewers with the same rights, for caches of responses. It leaves out who
// they are: [Viewer.Account], and the key of their usage.
func (v *Viewer) AppendKey(to []byte) []byte {
	to = strconv.AppendQuote(to, string(v.Role))
	to = strconv.AppendBool(to, v.Scopes == nil) // nil is every scope, empty is none
	to = binary.AppendUvarint(to, uint64(len(v.Scopes)))
	for _, scope := range v.Scopes {
		to = strconv.AppendQuote(to, string(scope))
	}
	to = binary.AppendVarint(to, int64(v.PartnerID))
	to = appendIDs(to, v.ContractIDs)
	to = strconv.AppendBool(to, v.system)
	return v.Visibility.AppendKey(to)
}

// AppendKey appends a key that is equal for those who see the same records.
func (s Visibility) AppendKey(to []byte) []byte {
	if s.All {
		return append(to, 'a')
	}
	to = strconv.AppendBool(to, s.Directory)
	return appendIDs(to, s.Contracts)
}

func appendIDs(to []byte, ids []int) []byte {
	to = binary.AppendUvarint(to, uint64(len(ids)))
	for _, id := range ids {
		to = binary.AppendVarint(to, int64(id))
	}
	return to
}
