package graph

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"maillage/graph/request"
	"maillage/internal/lru"
)

// hashed are documents that clients have sent with their hash, so that the hash
// alone will do the next time: « automatic persisted queries », version 1. A
// hash stands for its document and nothing else: whoever names it is asked for
// the same rights, and held to the same limits, as whoever sends the document.
type hashed struct {
	documents *lru.Cache[[sha256.Size]byte, string]
}

// hashedBytes bounds the memory of documents that were sent with their hash.
const hashedBytes = 8 << 20

func newHashed() *hashed {
	return &hashed{documents: lru.New[[sha256.Size]byte, string](hashedBytes)}
}

// notFound is the message by which clients know that they have to send the
// document too; some read it rather than the code.
const notFound = "PersistedQueryNotFound"

// resolve puts the document in the place of its hash, and takes the extension
// out: what is left is what was asked. A document is kept once its hash is known
// to be its own and it can be read.
func (d *hashed) resolve(asked *request.Params, parse func(string) (*ast.QueryDocument, error)) *Error {
	given, is := asked.Extensions[request.PersistedQuery]
	if !is {
		return nil
	}
	sum, problem := hashOf(given)
	if problem != nil {
		return problem
	}
	if asked.Query == "" {
		document, known := d.documents.Get(sum)
		if !known {
			return &Error{Code: PersistedQueryNotFound, Sentence: notFound}
		}
		asked.Query = document
		delete(asked.Extensions, request.PersistedQuery)
		return nil
	}
	if sha256.Sum256([]byte(asked.Query)) != sum {
		return &Error{Code: BadUserInput, Sentence: "`sha256Hash` is not the SHA-256 hash of the `query`"}
	}
	delete(asked.Extensions, request.PersistedQuery)
	if _, known := d.documents.Get(sum); known {
		return nil
	}
	if _, err := parse(asked.Query); err == nil {
		d.documents.Keep(sum, strings.Clone(asked.Query), int64(len(asked.Query))+entryBytes)
	}
	return nil
}

// hashOf reads the extension.
func hashOf(extension any) (sum [sha256.Size]byte, problem *Error) {
	bad := &Error{
		Code:     BadUserInput,
		Sentence: "`extensions.persistedQuery` is {\"version\": 1, \"sha256Hash\": …}, with 64 hexadecimal digits",
	}
	fields, _ := extension.(map[string]any)
	if version, is := fields["version"].(json.Number); !is || version.String() != "1" {
		return sum, bad
	}
	digits, _ := fields["sha256Hash"].(string)
	raw, err := hex.DecodeString(digits)
	if err != nil || len(raw) != len(sum) {
		return sum, bad
	}
	return [sha256.Size]byte(raw), nil
}
