package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// tick is the unit in which /proc counts processor time.
const tick = 10 * time.Millisecond

// times are a process's values from /proc/PID/stat: its parent, its processor time and that of its
// children that have exited.
type times struct {
	parent      int
	own, exited time.Duration
}

// parseStat parses a line of /proc/PID/stat. The name of the program, in brackets, may itself contain
// spaces and brackets.
func parseStat(line string) (times, error) {
	end := strings.LastIndexByte(line, ')')
	if end < 0 {
		return times{}, errors.New("no program's name in " + line)
	}
	fields := strings.Fields(line[end+1:])
	if len(fields) < 15 {
		return times{}, errors.New("too few fields in " + line)
	}
	var numbers [15]int64
	for _, at := range []int{1, 11, 12, 13, 14} {
		n, err := strconv.ParseInt(fields[at], 10, 64)
		if err != nil {
			return times{}, err
		}
		numbers[at] = n
	}
	return times{
		int(numbers[1]), time.Duration(numbers[11]+numbers[12]) * tick, time.Duration(numbers[13]+numbers[14]) * tick,
	}, nil
}

func timesOf(pid int) (times, error) {
	line, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return times{}, err
	}
	return parseStat(string(line))
}

// clusterTime returns the processor time of a PostgreSQL: of its postmaster, of all processes that the
// postmaster has started, and of those that have exited.
func clusterTime(postmaster int) (time.Duration, error) {
	first, err := timesOf(postmaster)
	if err != nil {
		return 0, err
	}
	sum := first.own + first.exited
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return 0, err
	}
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil {
			continue
		}
		if of, err := timesOf(pid); err == nil && of.parent == postmaster { // it may have exited meanwhile
			sum += of.own
		}
	}
	return sum, nil
}

// memory is the resident memory of a process in MiB, now and at its peak.
type memory struct{ Now, Peak int }

// parseStatus parses /proc/PID/status.
func parseStatus(text string) (m memory) {
	for line := range strings.Lines(text) {
		name, value, _ := strings.Cut(line, ":")
		kib, _ := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(value), " kB")) // other lines are no numbers
		switch name {
		case "VmRSS":
			m.Now = kib >> 10
		case "VmHWM":
			m.Peak = kib >> 10
		}
	}
	return m
}

func memoryOf(pid int) (memory, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return memory{}, err
	}
	return parseStatus(string(text)), nil
}
