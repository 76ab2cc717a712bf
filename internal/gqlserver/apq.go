package gqlserver

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"maillage/graph/model"
	"maillage/internal/gqlserver/request"
	"maillage/internal/lru"
	"maillage/internal/message"
)

// apqStore caches the operations that clients sent with their hash, so that next time the hash is enough: automatic
// persisted queries, version 1. A hash grants nothing. A request by hash needs the same rights and obeys the same
// limits as one with the operation.
type apqStore struct {
	documents *lru.Cache[[sha256.Size]byte, string]
}

// apqBytes bounds the memory of the cached operations.
const apqBytes = 8 << 20

func newAPQStore() *apqStore {
	return &apqStore{documents: lru.New[[sha256.Size]byte, string](apqBytes)}
}

// resolve replaces the hash in a request by its operation, and removes the extension. It caches an operation once its
// hash is verified and it parses.
func (d *apqStore) resolve(req *request.Params, parse func(string) (*ast.QueryDocument, error)) *model.Error {
	given, is := req.Extensions[request.PersistedQuery]
	if !is {
		return nil
	}
	sum, problem := hashOf(given)
	if problem != nil {
		return problem
	}
	if req.Query == "" {
		document, known := d.documents.Get(sum)
		if !known {
			return &model.Error{Code: model.PersistedQueryNotFound, Sentence: message.PersistedQueryNotFound}
		}
		req.Query = document
		delete(req.Extensions, request.PersistedQuery)
		return nil
	}
	if sha256.Sum256([]byte(req.Query)) != sum {
		return &model.Error{Code: model.BadUserInput, Sentence: message.HashMismatch}
	}
	delete(req.Extensions, request.PersistedQuery)
	if _, known := d.documents.Get(sum); known {
		return nil
	}
	if _, err := parse(req.Query); err == nil {
		d.documents.Keep(sum, strings.Clone(req.Query), int64(len(req.Query))+entryBytes)
	}
	return nil
}

// hashOf reads the hash in the extension persistedQuery.
func hashOf(extension any) (sum [sha256.Size]byte, problem *model.Error) {
	bad := &model.Error{Code: model.BadUserInput, Sentence: message.MalformedPersistedQuery}
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
