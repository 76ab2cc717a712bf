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

// Token is the format of a token, as a regular expression for secret scanners: « mlg_ », 256 random bits and their
// CRC-32, both in base 32. It is one word, which a double click selects, and the checksum detects typing errors.
const Token = `mlg_[a-z2-7]{59}`

const (
	tokenPrefix = "mlg_"
	randomSize  = 32 // bytes
	randomText  = 52 // characters in base 32
)

var (
	tokenForm = regexp.MustCompile(`^` + Token + `$`)
	alphabet  = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)
)

// generateToken returns a new token.
func generateToken() string {
	random := make([]byte, randomSize)
	_, _ = rand.Read(random) // never fails
	text := alphabet.EncodeToString(random)
	return tokenPrefix + text + checksum(text)
}

func checksum(text string) string {
	return alphabet.EncodeToString(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE([]byte(text))))
}

// wellFormed reports whether a text has the format and checksum of a token. It does not check whether the token exists.
func wellFormed(token string) bool {
	if !tokenForm.MatchString(token) {
		return false
	}
	text := strings.TrimPrefix(token, tokenPrefix)
	return checksum(text[:randomText]) == text[randomText:]
}

// generateSecret returns a random secret for a session cookie or a link.
func generateSecret() string {
	random := make([]byte, randomSize)
	_, _ = rand.Read(random) // never fails
	return base64.RawURLEncoding.EncodeToString(random)
}

// hashOf returns the hash stored for a token, a session or a link. The secrets are random, so that one round of SHA-256
// suffices: they cannot be guessed.
func hashOf(secret string) []byte {
	hash := sha256.Sum256([]byte(secret))
	return hash[:]
}
