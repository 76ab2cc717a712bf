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

// loginWithin is the time limit of a login at the provider.
const loginWithin = 10 * time.Minute

// pendingLogin is a login in progress, as the cookie of the browser stores it.
type pendingLogin struct {
	State, Nonce, Verifier string
	Return                 string // where to go afterwards
	Until                  time.Time
}

// newLoginCipher returns the cipher of login cookies. All instances on a database share its key.
func newLoginCipher(secret []byte) (cipher.AEAD, error) {
	key := hmac.New(sha256.New, secret)
	key.Write([]byte("login cookie"))
	block, err := aes.NewCipher(key.Sum(nil))
	if err != nil {
		return nil, fmt.Errorf("the secret of logins: %w", err)
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// saveLogin stores a new login in a cookie. A callback without the cookie comes from another browser, to which somebody
// gave the callback's URL.
func (i *Identity) saveLogin(w http.ResponseWriter, returnTo string) (pendingLogin, error) {
	b := pendingLogin{rand.Text(), rand.Text(), rand.Text() + rand.Text(), returnTo, i.now().Add(loginWithin)}
	plain, err := json.Marshal(b)
	if err != nil {
		return b, err
	}
	sealed := i.loginCipher.Seal(nil, nil, plain, []byte(loginCookie))
	i.login.setCookie(w, loginCookie, base64.RawURLEncoding.EncodeToString(sealed), loginWithin)
	return b, nil
}

// loadLogin returns the login of the browser's cookie, and clears the cookie: it is valid for one try.
func (i *Identity) loadLogin(w http.ResponseWriter, r *http.Request) (b pendingLogin, ok bool) {
	c, err := r.Cookie(i.login.cookie(loginCookie))
	if err != nil {
		return b, false
	}
	i.login.setCookie(w, loginCookie, "", -time.Second)
	sealed, err := base64.RawURLEncoding.DecodeString(c.Value)
	if err != nil {
		return b, false
	}
	plain, err := i.loginCipher.Open(nil, nil, sealed, []byte(loginCookie))
	if err != nil || json.Unmarshal(plain, &b) != nil {
		return b, false
	}
	return b, i.now().Before(b.Until)
}
