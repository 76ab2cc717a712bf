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
)

// Sealer makes cursors that only the hub can read and nobody can forge. Every
// process on one database has the same secret, so that a cursor of one is good
// for the others.
type Sealer struct {
	aead cipher.AEAD
	mac  []byte
}

// NewSealer makes a sealer of a secret of 32 bytes.
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

// place is what a cursor says: an order key's value and the record that has it.
type place struct {
	value string
	id    int
}

// join writes several values as one, so that split finds them again.
func join(values []string) string {
	var all strings.Builder
	for _, v := range values {
		all.WriteString(strconv.Itoa(len(v)) + ":" + v)
	}
	return all.String()
}

// split reads so many values that join wrote.
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

// seal writes a place of a list as a cursor. The nonce is derived from the
// content, so that the same place always has the same cursor.
func (s *Sealer) seal(list string, p place) string {
	plain := []byte(strconv.Itoa(p.id) + " " + p.value)
	nonce := derive(s.mac, list+"\x00"+string(plain))[:s.aead.NonceSize()]
	return base64.RawURLEncoding.EncodeToString(s.aead.Seal(nonce, nonce, plain, []byte(list)))
}

// open reads a cursor of a list; ok is false for one that another list, order
// or hub made, or nobody.
func (s *Sealer) open(list, cursor string) (p place, ok bool) {
	sealed, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || len(sealed) < s.aead.NonceSize() {
		return place{}, false
	}
	plain, err := s.aead.Open(nil, sealed[:s.aead.NonceSize()], sealed[s.aead.NonceSize():], []byte(list))
	if err != nil {
		return place{}, false
	}
	id, value, _ := strings.Cut(string(plain), " ")
	p.value = value
	p.id, err = strconv.Atoi(id)
	return p, err == nil
}

// openArgs reads the cursors of a page; nil where there is none.
func (s *Sealer) openArgs(list string, a Args) (after, before *place, err error) {
	after, afterWrong := s.openArg(list, "after", a.After)
	before, beforeWrong := s.openArg(list, "before", a.Before)
	return after, before, errors.Join(afterWrong, beforeWrong)
}

func (s *Sealer) openArg(list, name string, cursor *string) (*place, error) {
	if cursor == nil {
		return nil, nil
	}
	p, ok := s.open(list, *cursor)
	if !ok {
		return nil, badArgument(name, "`%s` is no cursor of this list and order", name)
	}
	return &p, nil
}

// Seal writes a place of a list of another package's as a cursor.
func (s *Sealer) Seal(list, value string) string { return s.seal(list, place{value: value}) }

// Open reads a cursor that Seal made; ok is false for any other.
func (s *Sealer) Open(list, cursor string) (value string, ok bool) {
	p, ok := s.open(list, cursor)
	return p.value, ok
}
