package identity_test

import (
	"bufio"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"maillage/internal/identity"
	"maillage/internal/lexicon"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

// providerFolder is where the provider was built, if a test needed it.
var providerFolder string

// providerBinary is the provider that tests log in with, built once.
var providerBinary = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "oidctest")
	if err != nil {
		return "", err
	}
	providerFolder = folder
	binary := filepath.Join(folder, "oidctest")
	said, err := exec.Command("go", "build", "-o", binary, "maillage/internal/identity/oidctest").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("building the identity provider: %w\n%s", err, said)
	}
	return binary, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	for _, free := range stands.free {
		for _, s := range free {
			s.close()
		}
	}
	if providerFolder != "" {
		_ = os.RemoveAll(providerFolder) // it is in a folder for what may go
	}
	os.Exit(code)
}

// stand is an address of a hub, and the provider that knows it. Tests use one after another, because a provider first
// makes a key, which takes as long as a test.
type stand struct {
	server  *httptest.Server
	handler atomic.Pointer[http.Handler]
	issuer  string
	users   string // the provider's file
	stop    func()
}

func (s *stand) close() {
	s.server.Close()
	s.stop()
}

// stands are those that no test uses, by the flags of their provider.
var stands = struct {
	sync.Mutex
	free map[string][]*stand
}{free: map[string][]*stand{}}

// takeStand returns a stand for the test alone.
func takeStand(t *testing.T, flags []string) *stand {
	t.Helper()
	key := strings.Join(flags, " ")
	stands.Lock()
	defer stands.Unlock()
	s := &stand{}
	if free := stands.free[key]; len(free) > 0 {
		s, stands.free[key] = free[len(free)-1], free[:len(free)-1]
	} else {
		s.server = httptest.NewServer(
			http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { (*s.handler.Load()).ServeHTTP(w, r) }),
		)
		if _, err := providerBinary(); err != nil {
			t.Fatal(err)
		}
		s.users = filepath.Join(providerFolder, rand.Text())
		s.issuer, s.stop = startProvider(t, append([]string{"-hub", s.server.URL, "-users", s.users}, flags...)...)
	}
	t.Cleanup(func() {
		stands.Lock()
		defer stands.Unlock()
		stands.free[key] = append(stands.free[key], s)
	})
	return s
}

// user is one whom the provider knows.
type user struct {
	ID, Username, Password, Email string
	EmailVerified                 bool
}

// town is a world with logins, on a listening hub and provider.
type town struct {
	*world
	hub    string
	issuer string
	users  string // the provider's file
	log    *lines
}

// lines collects log lines.
type lines struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *lines) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(line)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func eachTown(t *testing.T, test func(t *testing.T, w *town), flags ...string) {
	t.Helper()
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		t.Parallel()
		test(t, newTown(t, s, flags...))
	})
}

func newTown(t *testing.T, s *store.Store, flags ...string) *town {
	t.Helper()
	at := takeStand(t, flags)
	w := &town{hub: at.server.URL, issuer: at.issuer, users: at.users, log: &lines{}}
	w.know(t)
	w.world = newWorld(t, s, func(c *identity.Config) {
		c.Log = newLog(w.log)
		c.Login = &identity.Login{
			Issuer: w.issuer, ClientID: "hub", ClientSecret: "secret", PublicURL: w.hub, Ask: "Mme Durand",
		}
	})
	mux := http.NewServeMux()
	mux.Handle("/auth/", w.Handler())
	mux.HandleFunc("/", func(rw http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(rw, "the hub, at "+r.URL.RequestURI())
	})
	var handler http.Handler = mux
	at.handler.Store(&handler)
	return w
}

// startProvider starts a provider, and returns how to stop it.
func startProvider(t *testing.T, args ...string) (issuer string, stop func()) {
	t.Helper()
	binary, err := providerBinary()
	if err != nil {
		t.Fatal(err)
	}
	provider := exec.Command(binary, args...)
	provider.Stderr = os.Stderr
	in, err := provider.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := provider.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := provider.Start(); err != nil {
		t.Fatal(err)
	}
	stop = func() {
		_ = in.Close() // by which it ends
		_ = provider.Wait()
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		stop()
		t.Fatalf("the provider says no issuer: %v", err)
	}
	return strings.TrimSpace(line), stop
}

// know replaces the users of the provider.
func (w *town) know(t *testing.T, users ...user) {
	t.Helper()
	byID := map[string]user{}
	for _, u := range users {
		byID[u.ID] = u
	}
	content, err := json.Marshal(byID)
	if err != nil {
		t.Fatal(err)
	}
	next := w.users + ".next"
	if err := os.WriteFile(next, content, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(next, w.users); err != nil { // at once: the provider reads it whenever it likes
		t.Fatal(err)
	}
}

// aicha is a person whom the provider knows, with a verified email.
var aicha = user{
	ID: "id-aicha", Username: "aicha", Password: "correct horse", Email: "aicha@example.org", EmailVerified: true,
}

// withAicha creates her account.
func (w *town) withAicha(t *testing.T) identity.Account {
	t.Helper()
	w.know(t, aicha)
	return w.account(t, identity.NewAccount{
		Name: "Aïcha", Role: lexicon.Coordinator, Email: aicha.Email, Partner: "cpam", Contracts: []string{"lens", "arques"},
	})
}

// browser is a test browser: it keeps cookies, and follows redirects only when it is told to.
type browser struct {
	*http.Client
	t    *testing.T
	swap func(address string) string // what becomes of the provider's address on the way
}

func newBrowser(t *testing.T) *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{
		&http.Client{
			Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		t, nil,
	}
}

// page is a response to the browser.
type page struct {
	status   int
	header   http.Header
	body     string
	location string // in full
}

func (b *browser) send(r *http.Request) page {
	b.t.Helper()
	response, err := b.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }() // it is read to its end
	body, err := io.ReadAll(response.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	p := page{status: response.StatusCode, header: response.Header, body: string(body)}
	if to, err := response.Location(); err == nil {
		p.location = to.String()
	}
	return p
}

func (b *browser) get(address string) page {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), "GET", address, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.send(r)
}

func (b *browser) post(address string, form url.Values, header ...string) page {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), "POST", address, strings.NewReader(form.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return b.send(r)
}

var (
	formAction = regexp.MustCompile(`<form method="POST" action="([^"]+)"`)
	formID     = regexp.MustCompile(`name="id" value="([^"]+)"`)
)

// atProvider follows the login through the provider's form, and returns the URL of the hub's callback without opening
// it.
func (b *browser) atProvider(w *town, who user, returnTo string) (callback string) {
	b.t.Helper()
	login := b.get(w.hub + "/auth/login?" + url.Values{"return": {returnTo}}.Encode())
	if login.status != http.StatusFound || !strings.HasPrefix(login.location, w.issuer+"/") {
		b.t.Fatalf("login: %d %s %s", login.status, login.location, login.body)
	}
	if b.swap != nil {
		login.location = b.swap(login.location)
	}
	form := b.get(b.get(login.location).location)
	action, id := formAction.FindStringSubmatch(form.body), formID.FindStringSubmatch(form.body)
	if action == nil || id == nil {
		b.t.Fatalf("the provider shows no form: %d %s", form.status, form.body)
	}
	next := b.post(
		w.issuer+action[1], url.Values{"id": {id[1]}, "username": {who.Username}, "password": {who.Password}},
	)
	if next.location == "" {
		b.t.Fatalf("the provider lets nobody in: %d %s", next.status, next.body)
	}
	callback = b.get(next.location).location
	if !strings.HasPrefix(callback, w.hub+"/auth/callback?") {
		b.t.Fatalf("the provider leads to %s", callback)
	}
	return callback
}

// login logs in, as far as that succeeds.
func (b *browser) login(w *town, who user, returnTo string) page {
	b.t.Helper()
	return b.get(b.atProvider(w, who, returnTo))
}

// cookie returns the value of a cookie for the hub.
func (b *browser) cookie(w *town, name string) string {
	b.t.Helper()
	hub, err := url.Parse(w.hub)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, c := range b.Jar.Cookies(hub) {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}

// me returns the account that the hub recognises; empty for the public.
func (b *browser) me(w *town) string {
	b.t.Helper()
	var answer struct {
		Account *struct{ ID string }
	}
	p := b.get(w.hub + "/auth/me")
	if err := json.Unmarshal([]byte(p.body), &answer); err != nil || p.status != http.StatusOK {
		b.t.Fatalf("me: %d %s", p.status, p.body)
	}
	if answer.Account == nil {
		return ""
	}
	return answer.Account.ID
}
