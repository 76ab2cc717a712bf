package relay

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"maillage/internal/message"
)

// Sealer encrypts cursors, so that only the hub can read or make them. All processes on one database
// share the secret, so each accepts the cursors of the others.
type Sealer struct {
	aead cipher.AEAD
	mac  []byte
}

// NewSealer returns a sealer with a secret of 32 bytes.
func NewSealer(secret []byte) (*Sealer, error) {
	block, err := aes.NewCipher(derive(secret, "cursor encryption"))
	if err != nil {
		return nil, fmt.Errorf("cursor secret: %w", err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("cursor secret: %w", err)
	}
	return &Sealer{aead: aead, mac: derive(secret, "cursor nonce")}, nil
}

func derive(secret []byte, purpose string) []byte {
	h := hmac.New(sha256.New, secret)
	h.Write([]byte(purpose))
	return h.Sum(nil)
}

// position is the content of a cursor: the value of the list's order, and the id of the record that has
// it.
type position struct {
	value string
	id    int
}

// join encodes several values as one text, which split decodes.
func join(values []string) string {
	var all strings.Builder
	for _, v := range values {
		all.WriteString(strconv.Itoa(len(v)) + ":" + v)
	}
	return all.String()
}

// split decodes n values that join encoded.
func split(all string, n int) ([]string, error) {
	values := make([]string, n)
	for i := range values {
		length, rest, _ := strings.Cut(all, ":")
		size, err := strconv.Atoi(length)
		if err != nil || size < 0 || size > len(rest) {
			return nil, errors.New("it does not hold the values of the order")
		}
		values[i], all = rest[:size], rest[size:]
	}
	if all != "" {
		return nil, errors.New("it holds more than the values of the order")
	}
	return values, nil
}

// seal encrypts a position in a list as a cursor. The nonce is derived from the content, so that the
// same position always has the same cursor. A cursor does not begin with a hyphen, as a flag of a command does.
func (s *Sealer) seal(list string, p position) string {
	plain := []byte(strconv.Itoa(p.id) + " " + p.value)
	nonce := derive(s.mac, list+"\x00"+string(plain))[:s.aead.NonceSize()]
	const hyphen = 62 // the first six bits that are encoded as one
	if nonce[0]>>2 == hyphen {
		nonce[0] &= 0x7f
	}
	return base64.RawURLEncoding.EncodeToString(s.aead.Seal(nonce, nonce, plain, []byte(list)))
}

// open decrypts a cursor of a list. It returns false for a cursor of another list, order or hub, and
// for a forged one.
func (s *Sealer) open(list, cursor string) (p position, ok bool) {
	sealed, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || len(sealed) < s.aead.NonceSize() {
		return position{}, false
	}
	plain, err := s.aead.Open(nil, sealed[:s.aead.NonceSize()], sealed[s.aead.NonceSize():], []byte(list))
	if err != nil {
		return position{}, false
	}
	id, value, _ := strings.Cut(string(plain), " ")
	p.value = value
	p.id, err = strconv.Atoi(id)
	return p, err == nil
}

// openArgs decrypts the cursors of a page; nil where there is none.
func (s *Sealer) openArgs(list string, a Args) (after, before *position, err error) {
	after, afterWrong := s.openArg(list, "after", a.After)
	before, beforeWrong := s.openArg(list, "before", a.Before)
	return after, before, errors.Join(afterWrong, beforeWrong)
}

func (s *Sealer) openArg(list, name string, cursor *string) (*position, error) {
	if cursor == nil {
		return nil, nil
	}
	p, ok := s.open(list, *cursor)
	if !ok {
		return nil, badArgument(name, message.WrongCursor(name))
	}
	return &p, nil
}

// Seal encrypts a value of a list of another package as a cursor.
func (s *Sealer) Seal(list, value string) string { return s.seal(list, position{value: value}) }

// Open decrypts a cursor that Seal made. It returns false for any other.
func (s *Sealer) Open(list, cursor string) (value string, ok bool) {
	p, ok := s.open(list, cursor)
	return p.value, ok
}
