package webhook

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unicode/utf8"

	"code.dny.dev/ssrf"

	"maillage/internal/lexicon"
	"maillage/internal/message"
)

const (
	// tryLimit is how long one try may take.
	tryLimit = 10 * time.Second
	// answerLimit is the number of bytes of an answer that are read.
	answerLimit = 1 << 10
	// headerLimit is the number of bytes of an answer's header that are read.
	headerLimit = 16 << 10
	// httpsPort is the only port of public receivers.
	httpsPort = 443
)

// Network is how receivers are reached.
type Network struct {
	// Allow are networks of receivers that are reached although they are private. Their ports are free.
	Allow []netip.Prefix
	// RootCAs are the authorities whose certificates are accepted; nil means those of the system.
	RootCAs *x509.CertPool
	// Resolver resolves the names of receivers; nil means that of the system.
	Resolver *net.Resolver
}

// sender posts messages to receivers. It checks each address that it dials, after its name was resolved, so that no
// name can lead to a private network.
type sender struct {
	allow  []netip.Prefix
	guard  *ssrf.Guardian
	client *http.Client
}

func newSender(n Network) *sender {
	s := &sender{allow: n.Allow, guard: ssrf.New(ssrf.WithPorts(httpsPort))}
	dialer := &net.Dialer{Timeout: tryLimit, Resolver: n.Resolver, Control: s.control}
	s.client = &http.Client{
		Transport: &http.Transport{
			DialContext:            dialer.DialContext,
			TLSClientConfig:        &tls.Config{RootCAs: n.RootCAs, MinVersion: tls.VersionTLS12},
			ForceAttemptHTTP2:      true,
			DisableCompression:     true,
			MaxResponseHeaderBytes: headerLimit,
			MaxIdleConns:           fastTurns + slowTurns,
			MaxIdleConnsPerHost:    fastTurns + slowTurns,
			IdleConnTimeout:        30 * time.Second,
		}, // without Proxy: the environment has no effect
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return s
}

// errAddress reports an address that must not be dialled.
var errAddress = errors.New("the address of the receiver is not allowed")

// control checks an address that is about to be dialled.
func (s *sender) control(network, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil || !strings.HasPrefix(network, "tcp") {
		return errAddress
	}
	return s.check(to)
}

// check returns an error unless an address may be dialled.
func (s *sender) check(to netip.AddrPort) error {
	ip := to.Addr().Unmap().WithZone("")
	if slices.ContainsFunc(s.allow, func(p netip.Prefix) bool { return p.Contains(ip) }) {
		return nil
	}
	if err := s.guard.SafeAddrPort(netip.AddrPortFrom(ip, to.Port())); err != nil {
		return errors.Join(errAddress, err)
	}
	return nil
}

// checkURL returns an error unless a text is the address of a possible receiver.
func (s *sender) checkURL(text string) error {
	u, err := url.Parse(text)
	switch {
	case text == "":
		return wrongURL(lexicon.UserRequired, message.IsRequired)
	case len(text) > maxURL:
		return wrongURL(lexicon.UserTooLong, message.IsTooLong(maxURL))
	case err != nil || u.Scheme != "https" || u.Hostname() == "" || strings.ContainsAny(text, " \t\r\n"):
		return wrongURL(lexicon.UserInvalid, message.IsNoURL)
	case u.User != nil || u.Fragment != "":
		return wrongURL(lexicon.UserInvalid, message.HasUserName)
	}
	port, err := strconv.ParseUint(u.Port(), 10, 16)
	if u.Port() == "" {
		port, err = httpsPort, nil
	}
	if err != nil || port != httpsPort && len(s.allow) == 0 {
		return wrongURL(lexicon.UserInvalid, message.IsOtherPort)
	}
	ip, err := netip.ParseAddr(u.Hostname())
	if err == nil && s.check(netip.AddrPortFrom(ip, uint16(port))) != nil {
		return wrongURL(lexicon.UserInvalid, message.IsPrivateAddress)
	}
	return nil
}

// outgoing is one message for a receiver.
type outgoing struct {
	url     string
	id      string
	at      time.Time
	body    []byte
	secrets [][]byte
}

// result is what came of one try.
type result struct {
	status     int                    // 0 without an answer
	problem    lexicon.WebhookProblem // empty if the receiver accepted the message
	answer     string                 // its beginning
	retryAfter time.Duration
}

// post sends a message once.
func (s *sender) post(ctx context.Context, m outgoing, limit time.Duration) result {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, m.url, bytes.NewReader(m.body))
	if err != nil {
		return result{problem: lexicon.ProblemConnection}
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "Maillage")
	r.Header.Set("Webhook-Id", m.id)
	r.Header.Set("Webhook-Timestamp", strconv.FormatInt(m.at.Unix(), 10))
	r.Header.Set("Webhook-Signature", sign(m.id, m.at, m.body, m.secrets...))
	answer, err := s.client.Do(r)
	if err != nil {
		return result{problem: problemOf(ctx, err)}
	}
	defer func() { _ = answer.Body.Close() }() // nothing more is read from it
	text, err := io.ReadAll(io.LimitReader(answer.Body, answerLimit))
	found := result{
		status: answer.StatusCode, answer: printable(text), retryAfter: retryAfter(answer.Header.Get("Retry-After"), m.at),
	}
	switch {
	case found.status >= 300 && found.status < 400:
		found.problem = lexicon.ProblemRedirect
	case found.status < 200 || found.status >= 300:
		found.problem = lexicon.ProblemStatus
	case err != nil:
		found.problem = problemOf(ctx, err)
	}
	return found
}

// problemOf returns why there was no answer.
func problemOf(ctx context.Context, err error) lexicon.WebhookProblem {
	switch {
	case errors.Is(err, errAddress):
		return lexicon.ProblemAddress
	case ctx.Err() != nil:
		return lexicon.ProblemTimeout
	}
	return lexicon.ProblemConnection
}

// printable returns a text of at most answerLimit bytes that every database can store.
func printable(text []byte) string {
	clean := strings.ReplaceAll(strings.ToValidUTF8(string(text), "\uFFFD"), "\x00", "\uFFFD")
	for len(clean) > answerLimit {
		_, last := utf8.DecodeLastRuneInString(clean)
		clean = clean[:len(clean)-last]
	}
	return clean
}
