package identity_test

import (
	"context"
	"io"
	"log/slog"
	"sync"
	"testing"
	"time"

	"maillage/internal/store"
)

// eventually waits for background work.
func eventually(t *testing.T, is func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it never was")
		}
	}
}

var recording sync.Mutex

// record collects values of several goroutines.
func record(said *[]string, what string) {
	recording.Lock()
	defer recording.Unlock()
	*said = append(*said, what)
}

// slowSettings returns a setting when the test says so.
type slowSettings struct {
	*store.Store
	asked, answer chan bool
}

func (s *slowSettings) Setting(ctx context.Context, name string) ([]byte, error) {
	s.asked <- true
	<-s.answer
	return s.Store.Setting(ctx, name)
}

func newLog(to io.Writer) *slog.Logger { return slog.New(slog.NewTextHandler(to, nil)) }
