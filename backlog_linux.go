package main

import (
	"net"
	"syscall"
	"time"
)

// settling is how long the backlog has to be empty, for handshakes under way;
// emptyWithin is when the server gives up waiting for that.
const (
	settling    = 50 * time.Millisecond
	emptyWithin = 5 * time.Second
)

// dropNew is a filter that drops packets which begin a connection: those with
// the flag SYN, in byte 13 of the header.
var dropNew = []syscall.SockFilter{
	{Code: syscall.BPF_LD | syscall.BPF_B | syscall.BPF_ABS, K: 13},
	{Code: syscall.BPF_JMP | syscall.BPF_JSET | syscall.BPF_K, Jf: 1, K: 2},
	{Code: syscall.BPF_RET},
	{Code: syscall.BPF_RET, K: 1<<32 - 1},
}

// emptyBacklog begins no connection any more, and waits until the server has
// accepted those that wait. Closing a listener would reset them. Whoever
// connects meanwhile is refused a second later, when the kernel tries again.
func emptyBacklog(listener net.Listener) {
	tcp, is := listener.(*net.TCPListener)
	if !is {
		return
	}
	raw, err := tcp.SyscallConn()
	if err != nil {
		return // it is closed
	}
	attach := func(fd uintptr) { err = syscall.AttachLsf(int(fd), dropNew) } //nolint:staticcheck // the standard one
	if failed := raw.Control(attach); failed != nil || err != nil {
		return // some may be reset then, as on other systems
	}
	empty := time.Now()
	for late := empty.Add(emptyWithin); time.Since(empty) < settling && time.Now().Before(late); {
		time.Sleep(settling / 10)
		if waits(raw) {
			empty = time.Now()
		}
	}
}

// waits tells whether a connection waits to be accepted.
func waits(raw syscall.RawConn) (some bool) {
	_ = raw.Control(func(fd uintptr) { // a closed one has none
		var set syscall.FdSet
		const bits = 8 * 8
		set.Bits[fd/bits] |= 1 << (fd % bits)
		n, err := syscall.Select(int(fd)+1, &set, nil, nil, &syscall.Timeval{})
		some = err == nil && n > 0
	})
	return some
}
