package chaos

import (
	"bufio"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// subscriber follows the ledger over its own connection. It searches the bytes for lines, which costs
// little compared with the hub's work.
type subscriber struct {
	conn  net.Conn
	read  *bufio.Reader
	told  atomic.Int64
	mu    sync.Mutex
	lines []string // the records of the received lines, in order
}

const subscription = `{"query":"subscription { changed { cursor node { operation recordType recordId version } } }"}`

// subscribe opens a connection and subscribes, over a WebSocket or SSE.
func subscribe(at, token string, socket bool) (*subscriber, error) {
	host := strings.TrimPrefix(at, "http://")
	conn, err := net.Dial("tcp", host)
	if err != nil {
		return nil, err
	}
	s := &subscriber{conn: conn, read: bufio.NewReaderSize(conn, 16<<10)}
	request := "POST /graphql HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Bearer " + token +
		"\r\nAccept: text/event-stream\r\nContent-Type: application/json\r\nContent-Length: " +
		fmt.Sprint(len(subscription)) + "\r\n\r\n" + subscription
	want := http.StatusOK
	if socket {
		request = "GET /graphql HTTP/1.1\r\nHost: " + host +
			"\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " +
			base64.StdEncoding.EncodeToString(make([]byte, 16)) +
			"\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n"
		want = http.StatusSwitchingProtocols
	}
	if _, err := io.WriteString(conn, request); err != nil {
		return nil, err
	}
	if err := s.header(want); err != nil {
		return nil, err
	}
	if !socket {
		return s, nil
	}
	if err := s.say(`{"type":"connection_init","payload":{"Authorization":"Bearer ` + token + `"}}`); err != nil {
		return nil, err
	}
	return s, s.say(`{"type":"subscribe","id":"1","payload":` + subscription + `}`)
}

// header reads the header of the answer.
func (s *subscriber) header(want int) error {
	status, err := s.read.ReadString('\n')
	if err != nil || !strings.Contains(status, fmt.Sprint(" ", want, " ")) {
		return fmt.Errorf("subscribing answers %q, %w", status, err)
	}
	for line := ""; line != "\r\n"; {
		if line, err = s.read.ReadString('\n'); err != nil {
			return err
		}
	}
	return nil
}

// say sends a message over a WebSocket, masked with zeroes.
func (s *subscriber) say(message string) error {
	frame := []byte{0x81, 0xfe, byte(len(message) >> 8), byte(len(message)), 0, 0, 0, 0}
	_, err := s.conn.Write(append(frame, message...))
	return err
}

var toldOf = regexp.MustCompile(`"recordId":"([a-z]+_[0-9a-z]+)"`)

// last returns the record of the line that arrived last.
func (s *subscriber) last() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lines[len(s.lines)-1]
}

// note records the lines in a text, and returns where the last one ends.
func (s *subscriber) note(text []byte) (read int) {
	for _, at := range toldOf.FindAllSubmatchIndex(text, -1) {
		s.mu.Lock()
		s.lines = append(s.lines, string(text[at[2]:at[3]]))
		s.mu.Unlock()
		s.told.Add(1)
		read = at[1]
	}
	return read
}

// events records the lines that arrive over SSE.
func (s *subscriber) events() error {
	buffer, kept := make([]byte, 16<<10), 0
	for {
		n, err := s.read.Read(buffer[kept:])
		if err != nil {
			return err
		}
		text := buffer[:kept+n]
		kept = copy(buffer, text[max(s.note(text), len(text)-200):]) // possibly the beginning of a line
	}
}

// messages records the lines that arrive over a WebSocket, and answers its pings.
func (s *subscriber) messages() error {
	const ping, pong = 0x89, "\x8a\x80\x00\x00\x00\x00"
	var header [4]byte
	payload := make([]byte, 1<<16)
	for {
		if _, err := io.ReadFull(s.read, header[:2]); err != nil {
			return err
		}
		length := int(header[1])
		if length == 126 { // messages of this test are no longer than two bytes can tell
			if _, err := io.ReadFull(s.read, header[2:]); err != nil {
				return err
			}
			length = int(header[2])<<8 | int(header[3])
		}
		if _, err := io.ReadFull(s.read, payload[:length]); err != nil {
			return err
		}
		s.note(payload[:length])
		if header[0] == ping {
			if _, err := io.WriteString(s.conn, pong); err != nil {
				return err
			}
		}
	}
}

// listen records the lines that arrive until the connection is closed here.
func (s *subscriber) listen(socket bool) error {
	read := s.events
	if socket {
		read = s.messages
	}
	if err := read(); !errors.Is(err, net.ErrClosed) {
		return fmt.Errorf("after %d lines: %w", s.told.Load(), err)
	}
	return nil
}

// crowd are many subscribers of one instance.
type crowd []*subscriber

// gather subscribes twenty times for each token, half of them over WebSockets.
func gather(t testing.TB, i *instance, tokens []string) (all crowd) {
	t.Helper()
	var listening sync.WaitGroup
	for _, token := range tokens {
		for n := range 20 {
			s, err := subscribe(i.url, token, n%2 == 0)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, s)
			listening.Go(func() {
				if err := s.listen(n%2 == 0); err != nil {
					t.Errorf("a subscriber: %v", err)
				}
			})
		}
	}
	t.Cleanup(func() {
		for _, s := range all {
			_ = s.conn.Close() // its listener ends with it
		}
		listening.Wait()
	})
	return all
}

// begin makes writes until all have received something, because a subscription begins a moment after
// its connection, and one more. It returns how many lines each has received once that one has arrived.
func (all crowd) begin(t testing.TB, write func(n int) []string) []int64 {
	t.Helper()
	probes := 0
	eventually(t, 2*patience, func() error {
		probes++
		write(-probes)
		for n, s := range all {
			if s.told.Load() == 0 {
				return fmt.Errorf("the %d. subscriber is told of nothing", n+1)
			}
		}
		return nil
	})
	last := write(-probes - 1)
	eventually(t, patience, func() error {
		for n, s := range all {
			if heard := s.last(); heard != last[len(last)-1] {
				return fmt.Errorf("the %d. subscriber heard %s last", n+1, heard)
			}
		}
		return nil
	})
	told := make([]int64, len(all))
	for n, s := range all {
		told[n] = s.told.Load()
	}
	return told
}

// await waits until all have received that many more lines.
func (all crowd) await(t testing.TB, before []int64, lines int) {
	t.Helper()
	eventually(t, patience, func() error {
		for n, s := range all {
			if told := s.told.Load() - before[n]; told < int64(lines) {
				return fmt.Errorf("the %d. subscriber was told of %d lines, not of %d", n+1, told, lines)
			}
		}
		return nil
	})
}

func TestSubscribers_AllReceiveTheSameLinesInOrder(t *testing.T) {
	eachBase(t, func(t *testing.T, b *base) {
		i := b.serve(t)
		var tokens []string
		for range size(2, 100) {
			token := command(t, "token", "create", "--database", b.url, "--label", "subscriber", "--role",
				"administrator", "--scope", "read", "--scope", "feed")
			tokens = append(tokens, strings.TrimSpace(token))
		}
		writer := b.client(i.url)
		write := func(n int) []string {
			var changes []change
			for k := range 4 {
				changes = append(changes, change{"createPartner": {"code": fmt.Sprintf("p%d-%d", n, k),
					"name": "Partner"}})
			}
			answer, err := writer.apply(t.Context(), "", changes...)
			if err != nil {
				t.Fatal(err)
			}
			return answer.RecordIDs
		}
		writes := size(3, 20)
		alone := measured(t, i, writes, func(n int) { write(n) })
		all := gather(t, i, tokens)
		before := all.begin(t, write)
		var want []string
		var slowest time.Duration
		crowded := measured(t, i, writes, func(n int) {
			want = append(want, write(writes+n)...)
			began := time.Now()
			all.await(t, before, len(want))
			slowest = max(slowest, time.Since(began))
		})
		for n, s := range all {
			s.mu.Lock()
			if got := s.lines[before[n]:]; !slices.Equal(got, want) {
				t.Errorf("the %d. subscriber was told of %v, not of %v", n+1, got, want)
			}
			s.mu.Unlock()
		}
		t.Logf("%d subscribers: a write of 4 lines takes %s of CPU, %s without subscribers; all are told within %s",
			len(all), crowded, alone, slowest)
	})
}

// measured returns the CPU time that the instance takes for each of some writes.
func measured(t testing.TB, i *instance, writes int, write func(n int)) time.Duration {
	t.Helper()
	before, err := i.cpu()
	if err != nil {
		t.Fatal(err)
	}
	for n := range writes {
		write(n)
	}
	after, err := i.cpu()
	if err != nil {
		t.Fatal(err)
	}
	return (after - before) / time.Duration(writes)
}
