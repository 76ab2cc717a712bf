package identity

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"regexp"
	"strings"
)

// Token is the form of a token, for scanners of secrets: « mlg_ », 256 random
// bits and their CRC-32, both in base 32. It is one word, which a double click
// selects whole, and says by itself when it was mistyped.
const Token = `mlg_[a-z2-7]{59}`

const (
	tokenPrefix = "mlg_"
	randomSize  = 32 // bytes
	randomText  = 52 // what they are in base 32
)

var (
	tokenForm = regexp.MustCompile(`^` + Token + `$`)
	alphabet  = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)
)

// mint makes a token.
func mint() string {
	random := make([]byte, randomSize)
	_, _ = rand.Read(random) // never fails
	text := alphabet.EncodeToString(random)
	return tokenPrefix + text + checksum(text)
}

func checksum(text string) string {
	return alphabet.EncodeToString(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE([]byte(text))))
}

// wellFormed tells whether a text is a token as one was made, without asking
// whether it was.
func wellFormed(token string) bool {
	if !tokenForm.MatchString(token) {
		return false
	}
	text := strings.TrimPrefix(token, tokenPrefix)
	return checksum(text[:randomText]) == text[randomText:]
}

// newSessionSecret makes what a session's cookie holds.
func newSessionSecret() string {
	random := make([]byte, randomSize)
	_, _ = rand.Read(random) // never fails
	return base64.RawURLEncoding.EncodeToString(random)
}

// hashOf is what is kept of a token or of a session's cookie. They are random,
// so that one round is enough: there is nothing to guess.
func hashOf(secret string) []byte {
	hash := sha256.Sum256([]byte(secret))
	return hash[:]
}
