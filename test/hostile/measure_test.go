package hostile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"maillage/internal/gqlserver/admission"
	"maillage/internal/lexicon"
	"maillage/internal/store"
	"maillage/internal/testhub"
)

// processor returns how much CPU time something has used so far.
type processor func(testing.TB) time.Duration

// processors measures this process and the sessions of its database.
func processors(s *store.Store) processor {
	return func(t testing.TB) time.Duration {
		t.Helper()
		var own syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &own); err != nil {
			t.Fatal(err)
		}
		used := time.Duration(own.Utime.Nano() + own.Stime.Nano())
		for _, pid := range backends(t, s) {
			used += ofProcess(pid)
		}
		return used
	}
}

// backends lists the processes that serve a PostgreSQL database; SQLite has none.
func backends(t testing.TB, s *store.Store) (pids []int) {
	t.Helper()
	if s.Dialect() != "postgres" {
		return nil
	}
	rows, err := s.Client.QueryContext(testhub.Context(t),
		"SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var pid int
		if err := rows.Scan(&pid); err != nil {
			t.Fatal(err)
		}
		pids = append(pids, pid)
	}
	return pids
}

// ofProcess returns the CPU time of a process; 0 for one that has ended.
func ofProcess(pid int) time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond
}

// most is the maximum processor time of one request on the demo data.
const most = 250 * time.Millisecond

// A request of the corpus takes a limited time, and its price corresponds to that time.
func TestCorpus_EachRequestIsBoundedAndPaysForItsTime(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		token := h.Token(t, testhub.Who{Role: lexicon.Administrator})
		h.As(token).Get(t, new(any), "{ matrix { totals { axes { confirmed } } } }", nil) // loads the network
		names := partners(t, h.As(token))
		used := processors(h.Store)
		for _, r := range corpus(whole) {
			query := strings.NewReplacer(names...).Replace(r.query)
			m := measure(t, h, token, used, query, r)
			if !m.isPaid() {
				m = measure(t, h, token, used, query, r) // other work on the machine may have disturbed it
			}
			told := ""
			if len(m.errors) > 0 {
				told = m.errors[0].Message
				if isWrong := m.errors[0].Extensions.Code == "GRAPHQL_VALIDATION_FAILED"; isWrong != r.wrong {
					t.Errorf("%s: the schema refuses it: %t, want %t: %s", r.name, isWrong, r.wrong, told)
				}
			}
			t.Logf("%-40s %6.1f ms, requested %6d, charged %6d, %7d bytes %.80s", r.name, ms(m.cpu), m.Requested,
				m.Charged, m.bytes, told)
			if bound := size(2*most, most); m.cpu > bound { // other tests run beside the small one
				t.Errorf("%s takes %s, more than %s: it is to be refused, or made cheaper", r.name, m.cpu, bound)
			}
			ran := m.Actual != nil
			if m.cpu < 20*time.Millisecond || !ran {
				continue // a refused request pays for what it used before it was refused
			}
			// The final price counts. Before a request runs, nobody knows how short its lists are.
			if !m.isPaid() {
				t.Errorf("%s takes %s and is charged %d, which stands for %s", r.name, m.cpu, m.Charged, m.paid())
			}
			if asked := time.Duration(m.Requested) * admission.Unit; asked < m.cpu/15 {
				t.Errorf("%s takes %s and is expected to cost %d, which stands for %s", r.name, m.cpu, m.Requested,
					asked)
			}
		}
	})
}

// size returns small when the test runs beside others, and full when it runs alone.
func size(small, full time.Duration) time.Duration {
	if os.Getenv(Variable) == "" {
		return small
	}
	return full
}

// costs is the time and the price of a request.
type costs struct {
	Requested, Charged int
	Actual             *int
	cpu                time.Duration
	bytes              int
	errors             []testhub.Error
}

// paid returns the time for which a request was charged.
func (c costs) paid() time.Duration { return time.Duration(c.Charged) * admission.Unit }

// isPaid reports whether a request was charged for about the time that it took.
func (c costs) isPaid() bool { return c.paid() >= c.cpu/5 && c.paid() <= 5*c.cpu }

// measure sends a request three times, each with different words, and returns the least of its times.
func measure(t *testing.T, h *testhub.Hub, token string, used processor, query string, r request) costs {
	t.Helper()
	m := costs{cpu: time.Hour}
	for round := range 3 {
		at := time.Now().Add(-time.Duration(round+1) * time.Second).UTC().Format(time.RFC3339Nano)
		body, err := json.Marshal(map[string]any{
			"query": fmt.Sprintf("%s # %d", strings.ReplaceAll(query, "%MOMENT%", at), round), "variables": r.variables,
			"extensions": map[string]any{"cost": true},
		})
		if err != nil {
			t.Fatal(err)
		}
		asked := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", bytes.NewReader(body))
		asked.Header.Set("Content-Type", "application/json")
		if !r.open {
			asked.Header.Set("Authorization", "Bearer "+token)
		}
		w := httptest.NewRecorder()
		before := used(t)
		h.ServeHTTP(w, asked)
		cpu := used(t) - before // without the time that the test needs to read the answer
		answer := testhub.Answer{Status: w.Code, Body: w.Body.Bytes()}
		_ = json.Unmarshal(answer.Body, &answer) // a wrong answer is reported below
		if answer.Status != http.StatusOK {
			t.Errorf("%s: %d %.300s", r.name, answer.Status, answer.Body)
		}
		var told struct{ Extensions struct{ Cost costs } }
		_ = json.Unmarshal(answer.Body, &told) // a refusal may contain no cost
		if cpu >= m.cpu {
			continue // another round was disturbed less; its time and its price belong together
		}
		m = told.Extensions.Cost
		m.cpu, m.bytes, m.errors = cpu, len(answer.Body), answer.Errors
	}
	return m
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1_000 }

// partners replaces the partners in a request of the corpus: %P0% and following.
func partners(t *testing.T, h *testhub.Hub) (names []string) {
	t.Helper()
	var found struct {
		Partners struct{ Nodes []struct{ ID string } }
	}
	h.Get(t, &found, "{ partners(first: 30) { nodes { id } } }", nil)
	for i, p := range found.Partners.Nodes {
		names = append(names, fmt.Sprintf("%%P%d%%", i), p.ID)
	}
	return names
}
