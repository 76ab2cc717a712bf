package identity

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// beginWithin is how long a person may take at the provider.
const beginWithin = 10 * time.Minute

// begun is a login that has begun, as the browser that began it keeps it.
type begun struct {
	State, Nonce, Verifier string
	Return                 string // where to go afterwards
	Until                  time.Time
}

// newSeal makes the seal of the cookies in which logins begin. All instances
// on a database have the same.
func newSeal(secret []byte) (cipher.AEAD, error) {
	key := hmac.New(sha256.New, secret)
	key.Write([]byte("login cookie"))
	block, err := aes.NewCipher(key.Sum(nil))
	if err != nil {
		return nil, fmt.Errorf("the secret of logins: %w", err)
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// remember makes the browser keep a login that has begun. Whoever does not
// bring it back is another, to whom somebody gave the address of the callback.
func (i *Identity) remember(w http.ResponseWriter, returnTo string) (begun, error) {
	b := begun{rand.Text(), rand.Text(), rand.Text() + rand.Text(), returnTo, i.now().Add(beginWithin)}
	plain, err := json.Marshal(b)
	if err != nil {
		return b, err
	}
	sealed := i.sealed.Seal(nil, nil, plain, []byte(loginCookie))
	i.login.setCookie(w, loginCookie, base64.RawURLEncoding.EncodeToString(sealed), beginWithin)
	return b, nil
}

// recall is the login that the browser has begun; it is good for one try.
func (i *Identity) recall(w http.ResponseWriter, r *http.Request) (b begun, ok bool) {
	c, err := r.Cookie(i.login.cookie(loginCookie))
	if err != nil {
		return b, false
	}
	i.login.setCookie(w, loginCookie, "", -time.Second)
	sealed, err := base64.RawURLEncoding.DecodeString(c.Value)
	if err != nil {
		return b, false
	}
	plain, err := i.sealed.Open(nil, nil, sealed, []byte(loginCookie))
	if err != nil || json.Unmarshal(plain, &b) != nil {
		return b, false
	}
	return b, i.now().Before(b.Until)
}
