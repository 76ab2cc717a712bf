package batch_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"maillage/internal/batch"
)

type person struct {
	batch.Member[person]
	name string
}

func people(names ...string) []*person {
	all := make([]*person, len(names))
	for i, name := range names {
		all[i] = &person{name: name}
	}
	return batch.Group(all)
}

func TestLoad_ConcurrentSiblingsAreLoadedOnceAndTogether(t *testing.T) {
	siblings := people("a", "b", "c")
	var loads atomic.Int32
	load := func(_ context.Context, all []*person) (map[*person]string, error) {
		loads.Add(1)
		greetings := map[*person]string{}
		for _, p := range all {
			greetings[p] = "hello " + p.name
		}
		return greetings, nil
	}
	var asked sync.WaitGroup
	for _, p := range siblings {
		for range 10 {
			asked.Go(func() {
				got, err := batch.Load(t.Context(), p, "greeting", load)
				if err != nil || got != "hello "+p.name {
					t.Errorf("%s got %q, %v", p.name, got, err)
				}
			})
		}
	}
	asked.Wait()
	if loads.Load() != 1 {
		t.Errorf("%d loads", loads.Load())
	}
}

func TestLoad_KeysAreLoadedSeparately(t *testing.T) {
	p := people("a")[0]
	for _, key := range []string{"x", "y"} {
		got, err := batch.Load(t.Context(), p, key, func(context.Context, []*person) (map[*person]string, error) {
			return map[*person]string{p: key}, nil
		})
		if got != key || err != nil {
			t.Errorf("%s: %q, %v", key, got, err)
		}
	}
}

func TestLoad_ErrorIsReturnedForEverySibling(t *testing.T) {
	siblings, broken := people("a", "b"), errors.New("broken")
	for _, p := range siblings {
		_, err := batch.Load(t.Context(), p, "x",
			func(context.Context, []*person) (map[*person]int, error) { return nil, broken })
		if !errors.Is(err, broken) {
			t.Errorf("%s: %v", p.name, err)
		}
	}
}

func TestLoad_RecordWithoutSiblingsIsLoadedAlone(t *testing.T) {
	p := &person{name: "a"}
	got, err := batch.Load(t.Context(), p, "x", func(_ context.Context, all []*person) (map[*person]int, error) {
		return map[*person]int{p: len(all)}, nil
	})
	if got != 1 || err != nil {
		t.Errorf("%d, %v", got, err)
	}
}
