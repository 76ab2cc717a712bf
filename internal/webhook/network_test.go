package webhook_test

import (
	"context"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"maillage/internal/identity"
	"maillage/internal/lexicon"
	"maillage/internal/testhub/testdb"
	"maillage/internal/webhook"
)

func TestAddress_PrivateAndReservedOnesOfEveryFamilyAreRefused(t *testing.T) {
	for address, allowed := range map[string]bool{
		"93.184.215.14:443": true, "[2606:2800:21f:cb07:6820:80da:af6b:8b2c]:443": true,
		"93.184.215.14:80": false, "93.184.215.14:8443": false, // another port
		"0.0.0.0:443": false, "127.0.0.1:443": false, "127.255.1.2:443": false, "10.0.0.1:443": false,
		"172.16.0.1:443": false, "192.168.1.1:443": false, "100.64.0.1:443": false, "192.0.0.1:443": false,
		"192.0.2.1:443": false, "198.18.0.1:443": false, "198.51.100.1:443": false, "203.0.113.1:443": false,
		"224.0.0.1:443": false, "240.0.0.1:443": false, "255.255.255.255:443": false,
		"169.254.1.1:443": false, "169.254.169.254:443": false, // link-local, metadata of clouds
		"[::]:443": false, "[::1]:443": false, "[fe80::1]:443": false, "[fe80::1%eth0]:443": false,
		"[fc00::1]:443": false, "[fd00:ec2::254]:443": false, "[ff02::1]:443": false, "[2001:db8::1]:443": false,
		"[::ffff:127.0.0.1]:443": false, "[::ffff:10.0.0.1]:443": false, "[::ffff:169.254.169.254]:443": false, // mapped
		"[::ffff:93.184.215.14]:443": true,
		"[64:ff9b::7f00:1]:443":      false, "[64:ff9b:1::1]:443": false, "[2002:7f00:1::]:443": false, // translated
		"[2001::1]:443": false, "[100::1]:443": false, "[5f00::1]:443": false, "[::127.0.0.1]:443": false,
	} {
		err := webhook.CheckAddress(webhook.Network{}, netip.MustParseAddrPort(address))
		if (err == nil) != allowed {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestAddress_AnAdministratorAllowsNetworks(t *testing.T) {
	n := webhook.Network{Allow: []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16"), netip.MustParsePrefix("fd12::/32")}}
	for address, allowed := range map[string]bool{
		"10.1.2.3:8443": true, "[::ffff:10.1.2.3]:443": true, "[fd12::5]:443": true, "10.2.0.1:443": false,
		"127.0.0.1:443": false, "93.184.215.14:8443": false, "93.184.215.14:443": true,
	} {
		if err := webhook.CheckAddress(n, netip.MustParseAddrPort(address)); (err == nil) != allowed {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestURL_IsHTTPSWithoutSecretsToAPublicAddress(t *testing.T) {
	private := webhook.Network{Allow: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}}
	for text, allowed := range map[string]bool{
		"https://example.org/hook?key=1": true, "https://example.org:443/": true, "https://93.184.215.14/": true,
		"": false, "http://example.org/": false, "example.org": false, "https://": false, "ftp://example.org/": false,
		"https://user:word@example.org/": false, "https://example.org/#part": false, "https://example.org:8443/": false,
		"https://10.0.0.1/": false, "https://[::1]/": false, "https://[::ffff:127.0.0.1]/": false,
		"https://169.254.169.254/latest/meta-data": false, "https://example.org/a b": false, "https://example.org:99999/": false,
	} {
		if err := webhook.CheckURL(webhook.Network{}, text); (err == nil) != allowed {
			t.Errorf("%q: %v", text, err)
		}
	}
	if err := webhook.CheckURL(private, "https://10.0.0.1:8443/"); err != nil {
		t.Error(err)
	}
}

// dns answers questions for names of receivers by UDP. Each answer has the next address.
type dns struct {
	net.PacketConn
	addresses []netip.Addr
	asked     atomic.Int32
}

func newDNS(t *testing.T, addresses ...string) *dns {
	t.Helper()
	conn, err := new(net.ListenConfig).ListenPacket(t.Context(), "udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	d := &dns{PacketConn: conn}
	for _, a := range addresses {
		d.addresses = append(d.addresses, netip.MustParseAddr(a))
	}
	go d.serve()
	return d
}

// serve answers questions of the type A, and says of every other type that there is nothing.
func (d *dns) serve() {
	packet := make([]byte, 1500)
	for {
		n, from, err := d.ReadFrom(packet)
		if err != nil {
			return
		}
		question := packet[12:n]
		end := 0
		for question[end] != 0 {
			end += int(question[end]) + 1
		}
		question = question[:end+5]
		answer := binary.BigEndian.AppendUint16(nil, binary.BigEndian.Uint16(packet))
		isA := binary.BigEndian.Uint16(question[end+1:]) == 1
		count := byte(0)
		if isA {
			count = 1
		}
		answer = append(answer, 0x81, 0x80, 0, 1, 0, count, 0, 0, 0, 0)
		answer = append(answer, question...)
		if isA {
			i := min(int(d.asked.Add(1)), len(d.addresses)) - 1
			answer = append(answer, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4)
			answer = append(answer, d.addresses[i].AsSlice()...)
		}
		_, _ = d.WriteTo(answer, from)
	}
}

func (d *dns) resolver() *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", d.LocalAddr().String())
	}}
}

// A name that leads to an allowed address when it is checked, and to a private one later, reaches nobody.
func TestRebinding_TheAddressThatIsDialledIsChecked(t *testing.T) {
	onSQLite(t, func(t *testing.T, w *world) {
		_, ctx := w.account(t, administrator)
		names := newDNS(t, "127.0.0.1", "127.8.8.8")
		w.config.Network.Resolver = names.resolver()
		w.config.Network.Allow = []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}
		w.Webhooks = webhook.New(w.config)
		u, err := url.Parse(w.receiver.URL)
		if err != nil {
			t.Fatal(err)
		}
		_, h := w.create(t, ctx, webhook.NewWebhook{URL: "https://example.com:" + u.Port() + "/"}) // httptest's name
		first := w.partners(t, 1)
		w.rounds(t)
		if got := w.receiver.lines(); len(got) != 1 || got[0] != first[0] {
			t.Fatalf("%v; %+v", got, w.deliveries(t, h)[0])
		}
		w.receiver.CloseClientConnections()
		w.partners(t, 1)
		w.rounds(t)
		d := w.deliveries(t, h)[0]
		if got := w.receiver.lines(); len(got) > 0 || d.State != lexicon.DeliveryPending ||
			*d.Problem != lexicon.ProblemAddress || d.Status != nil {
			t.Errorf("%v %+v", got, d)
		}
		if names.asked.Load() < 2 {
			t.Error("the name was not resolved again")
		}
	})
}

func TestRedirect_IsNotFollowed(t *testing.T) {
	onSQLite(t, func(t *testing.T, w *world) {
		_, ctx := w.account(t, administrator)
		elsewhere := newReceiver(t)
		_, h := w.create(t, ctx, webhook.NewWebhook{})
		for _, status := range []int{301, 302, 307, 308} {
			w.receiver.answers(func(rw http.ResponseWriter, r *http.Request, _ request) {
				http.Redirect(rw, r, elsewhere.URL, status)
			})
			w.partners(t, 1)
			w.rounds(t)
			d := w.deliveries(t, h)[0]
			if len(elsewhere.take()) > 0 || *d.Problem != lexicon.ProblemRedirect || *d.Status != status {
				t.Errorf("%d: %+v", status, d)
			}
			w.receiver.status(200)
			w.clock.advance(time.Hour)
			w.rounds(t)
		}
	})
}

func TestTLS_APlainOrUntrustedReceiverGetsNothing(t *testing.T) {
	onSQLite(t, func(t *testing.T, w *world) {
		_, ctx := w.account(t, administrator)
		var plain atomic.Int32
		open := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { plain.Add(1) }))
		defer open.Close()
		if _, _, err := w.Create(ctx, webhook.NewWebhook{URL: open.URL}); !errors.As(err, new(*identity.FieldError)) {
			t.Errorf("http: %v", err)
		}
		_, h := w.create(t, ctx, webhook.NewWebhook{URL: "https://" + open.Listener.Addr().String()})
		w.config.Network.RootCAs = nil
		w.Webhooks = webhook.New(w.config)
		_, other := w.create(t, ctx, webhook.NewWebhook{})
		w.partners(t, 1)
		w.rounds(t)
		for _, of := range []webhook.Webhook{h, other} {
			if d := w.deliveries(t, of); len(d) != 1 || *d[0].Problem != lexicon.ProblemConnection {
				t.Errorf("%+v", d)
			}
		}
		if plain.Load() > 0 || w.receiver.count() > 0 {
			t.Error("a message was sent")
		}
	})
}

func TestProxy_TheEnvironmentHasNoEffect(t *testing.T) {
	w := newWorld(t, testdb.SQLite(t))
	var asked atomic.Int32
	proxy := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer proxy.Close()
	t.Setenv("HTTPS_PROXY", proxy.URL)
	t.Setenv("https_proxy", proxy.URL)
	t.Setenv("NO_PROXY", "")
	_, ctx := w.account(t, administrator)
	w.create(t, ctx, webhook.NewWebhook{})
	w.partners(t, 1)
	w.rounds(t)
	if got := w.receiver.lines(); len(got) != 1 || asked.Load() > 0 {
		t.Errorf("%v through %d", got, asked.Load())
	}
}

func TestAnswer_AnEndlessOneIsCut(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, ctx := w.account(t, administrator)
		_, h := w.create(t, ctx, webhook.NewWebhook{})
		sent := make(chan int, 1)
		w.receiver.answers(func(rw http.ResponseWriter, r *http.Request, _ request) {
			n := 0
			for r.Context().Err() == nil {
				more, err := rw.Write(make([]byte, 64<<10))
				if n += more; err != nil {
					break
				}
			}
			sent <- n
		})
		w.partners(t, 1)
		w.rounds(t)
		if d := w.deliveries(t, h); len(d) != 1 || d[0].State != lexicon.DeliveryDelivered || len(*d[0].Answer) > 1024 {
			t.Errorf("%+v", d)
		}
		if n := <-sent; n > 64<<20 {
			t.Errorf("%d bytes were sent", n)
		}
	})
}

// Connections use at least TLS 1.2.
func TestTLS_AnOldVersionIsRefused(t *testing.T) {
	onSQLite(t, func(t *testing.T, w *world) {
		_, ctx := w.account(t, administrator)
		old := &receiver{}
		old.Server = httptest.NewUnstartedServer(old)
		old.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
		old.TLS = &tls.Config{ //nolint:gosec // it must be refused
			MaxVersion: tls.VersionTLS11, MinVersion: tls.VersionTLS10}
		old.StartTLS()
		defer old.Close()
		_, h := w.create(t, ctx, webhook.NewWebhook{URL: old.URL})
		w.partners(t, 1)
		w.rounds(t)
		if d := w.deliveries(t, h); old.count() > 0 || len(d) != 1 || *d[0].Problem != lexicon.ProblemConnection {
			t.Errorf("%s", fmt.Sprint(d))
		}
	})
}
