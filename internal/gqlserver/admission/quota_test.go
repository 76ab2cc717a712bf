package admission_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"maillage/internal/gqlserver/admission"
)

// at returns a quota with the given cost a minute, and its clock.
func at(perMinute int) (*admission.Quota, *time.Time) {
	now := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	return admission.NewQuota(perMinute, func() time.Time { return now }), &now
}

func left(t *testing.T, q *admission.Quota, client string) admission.State {
	t.Helper()
	s, counted := q.State(client)
	if !counted {
		t.Fatal("nobody counts")
	}
	return s
}

func TestQuota_AMinutesWorthIsTakenAtOnceAndFlowsBackEvenly(t *testing.T) {
	q, now := at(600)
	if s := left(t, q, "a"); s != (admission.State{Limit: 600, Remaining: 600}) {
		t.Errorf("at first %+v", s)
	}
	if _, taken := q.Take("a", 600); !taken {
		t.Error("a minute's worth was refused")
	}
	if wait, taken := q.Take("a", 100); taken || wait != 10*time.Second {
		t.Errorf("of nothing, 100 of 10 a second: taken %v, wait %s", taken, wait)
	}
	if s := left(t, q, "a"); s != (admission.State{Limit: 600, Reset: time.Minute}) {
		t.Errorf("after all was taken %+v", s)
	}
	*now = now.Add(10 * time.Second)
	if _, taken := q.Take("a", 100); !taken {
		t.Error("after the wait it was refused again")
	}
	if s := left(t, q, "b"); s.Remaining != 600 {
		t.Errorf("another client has %d", s.Remaining)
	}
}

func TestQuota_ACostAboveAMinutesWorthTakesAMinutesWorth(t *testing.T) {
	q, _ := at(600)
	if _, taken := q.Take("a", 5_000); !taken {
		t.Error("it can never be asked")
	}
	if wait, taken := q.Take("a", 5_000); taken || wait != time.Minute {
		t.Errorf("taken %v, wait %s", taken, wait)
	}
}

func TestQuota_DebtIsAMinutesWorthAtMost(t *testing.T) {
	q, now := at(600)
	q.Take("a", 590)
	q.Spend("a", 100_000)
	for range 50 {
		q.Spend("a", 100_000)
	}
	if s := left(t, q, "a"); s.Remaining != 0 || s.Reset != 119*time.Second {
		t.Errorf("%+v", s)
	}
	*now = now.Add(2 * time.Minute)
	if s := left(t, q, "a"); s.Remaining != 600 {
		t.Errorf("two minutes later %+v", s)
	}
}

func TestQuota_WhatWasNotUsedIsGivenBack(t *testing.T) {
	q, now := at(600)
	q.Take("a", 500)
	q.Refund("a", 500, 200)
	if s := left(t, q, "a"); s.Remaining != 400 {
		t.Errorf("of 500, 300 were given back, and %d is left of 600", s.Remaining)
	}
	q.Refund("a", 600, 0)
	*now = now.Add(time.Second)
	if s := left(t, q, "a"); s.Remaining != 600 {
		t.Errorf("more than a minute's worth is left: %d", s.Remaining)
	}
	q.Refund("a", 100, 200)
	if s := left(t, q, "a"); s.Remaining != 600 {
		t.Errorf("less than nothing was given back: %d", s.Remaining)
	}
}

func TestQuota_ACostAboveAMinutesWorthGivesBackWhatItTook(t *testing.T) {
	q, _ := at(600)
	q.Take("a", 5_000)
	q.Refund("a", 5_000, 200)
	if s := left(t, q, "a"); s.Remaining != 400 {
		t.Errorf("200 were used, and %d is left of 600", s.Remaining)
	}
}

func TestQuota_ZeroIsNoLimit(t *testing.T) {
	q := admission.NewQuota(0, nil)
	q.Spend("a", 10)
	if _, taken := q.Take("a", 1<<40); !taken {
		t.Error("refused")
	}
	if _, counted := q.State("a"); counted {
		t.Error("it counts")
	}
}

func TestQuota_ConcurrentClientsGetNoMoreThanThereIs(t *testing.T) {
	q, _ := at(1_000)
	var taken atomic.Int64
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			for range 10 {
				if _, ok := q.Take("a", 10); ok {
					taken.Add(10)
				}
			}
		})
	}
	all.Wait()
	if taken.Load() != 1_000 {
		t.Errorf("%d was taken of 1000", taken.Load())
	}
}

func TestQuota_TheLeastRecentClientsAreForgotten(t *testing.T) {
	q, _ := at(600)
	q.Take("first", 600)
	for n := range 19_999 {
		q.Take(fmt.Sprint(n), 1)
	}
	if s := left(t, q, "first"); s.Remaining != 0 {
		t.Errorf("forgotten among 20,000: %+v", s)
	}
	for n := range 20_000 {
		q.Take(fmt.Sprint(n), 1)
	}
	if s := left(t, q, "first"); s.Remaining != 600 {
		t.Errorf("still known after 20,000 others: %+v", s)
	}
}
