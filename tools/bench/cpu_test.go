package main

import (
	"os"
	"testing"
	"time"
)

func TestStat_ReadsPastAnyName(t *testing.T) {
	const line = "42 (a) b (c) S 7 42 42 0 -1 4194560 100 200 0 0 150 50 30 20 20 0 8 0 100 1000 10"
	of, err := parseStat(line)
	if err != nil {
		t.Fatal(err)
	}
	if want := (times{parent: 7, own: 2 * time.Second, exited: 500 * time.Millisecond}); of != want {
		t.Errorf("%+v, not %+v", of, want)
	}
	for _, bad := range []string{"", "42 (a) S 1", "42 (a) S x 42 42 0 -1 4194560 100 200 0 0 y 50 30 20 20"} {
		if _, err := parseStat(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

func TestStat_CountsWork(t *testing.T) {
	before, err := timesOf(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	for began := time.Now(); time.Since(began) < 100*time.Millisecond; {
		parseStatus("VmRSS: 1 kB") // any work
	}
	after, err := timesOf(os.Getpid())
	if err != nil || after.own <= before.own || after.parent != os.Getppid() {
		t.Errorf("%+v after %+v, %v", after, before, err)
	}
}

func TestMemory_InMiB(t *testing.T) {
	m := parseStatus("Name:\tmaillage\nVmHWM:\t  2097152 kB\nVmRSS:\t 1048576 kB\nThreads:\t9\n")
	if m != (memory{Now: 1024, Peak: 2048}) {
		t.Errorf("%+v", m)
	}
}

func TestPercentile_IsTheNearestRank(t *testing.T) {
	var all []time.Duration
	for i := 100; i > 0; i-- {
		all = append(all, time.Duration(i))
	}
	for of, want := range map[int]time.Duration{1: 1, 50: 50, 99: 99, 100: 100} {
		if got := percentile(all, of); got != want {
			t.Errorf("p%d is %d, not %d", of, got, want)
		}
	}
	if percentile(nil, 99) != 0 || percentile(all[:1], 99) != 100 {
		t.Error("of none or one")
	}
}

func TestLoad_CostOfARequest(t *testing.T) {
	l := &load{Requests: 2, Server: 3 * time.Millisecond, Database: time.Millisecond}
	l.add(&load{Requests: 2, Server: time.Millisecond, Database: 3 * time.Millisecond})
	if l.perRequest(l.Server) != 1 || l.total() != 2 || (&load{}).total() != 0 {
		t.Errorf("%+v", l)
	}
}
