package past

import (
	"context"
	"errors"
	"testing"
)

// Who asks about a moment waits for whoever rebuilds one no longer than they have time.
func TestMoments_WaitNoLongerThanTheirContext(t *testing.T) {
	m := &Moments{}
	done, err := m.takeTurn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := m.takeTurn(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("while somebody rebuilds: %v", err)
	}
	done()
	if _, err := m.takeTurn(t.Context()); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}
