package chaos

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"
)

// Two hubs whose pools are larger than the server's limit share its connections.
func TestFullDatabase_TwoHubsAnswerEveryRequest(t *testing.T) {
	server := ownCluster(t, "max_connections=10")
	b := newBase(t, "postgres", server.URL())
	b.db.SetMaxIdleConns(0) // it takes no connection from the hubs
	first := b.client(b.serve(t).url)
	second := b.client(b.serve(t).url)
	furnish(t, first)
	var mu sync.Mutex
	var work sync.WaitGroup
	answered, failed := 0, []error{}
	stop, end := context.WithTimeout(t.Context(), size(5*time.Second, 60*time.Second))
	defer end()
	for n := range 32 {
		c := []*client{first, second}[n%2]
		work.Go(func() {
			for i := 0; stop.Err() == nil; i++ {
				name := fmt.Sprintf("%d-%d", n, i)
				query := fmt.Sprintf(`{ partners(filter: {nameContains: %q}) { nodes { code } } }`, name)
				err := c.ask(t.Context(), new(any), query, nil)
				if i%8 == 0 {
					_, wrote := c.apply(t.Context(), name, citing(name)...)
					err = errors.Join(err, wrote)
				}
				mu.Lock()
				if answered++; err != nil {
					failed = append(failed, err)
				}
				mu.Unlock()
			}
		})
	}
	work.Wait()
	if len(failed) > 0 {
		t.Errorf("%d of %d requests failed, such as %v", len(failed), answered, failed[0])
	}
	t.Logf("max_connections = 10, two hubs of 20: %d requests answered, %d failed", answered, len(failed))
}
