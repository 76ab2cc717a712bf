package cli

import (
	"net"
	"syscall"
	"time"
)

// settleTime is how long the backlog has to stay empty, because of pending handshakes. emptyWithin is
// how long the server waits for that.
const (
	settleTime  = 50 * time.Millisecond
	emptyWithin = 5 * time.Second
)

// dropNew is a filter that drops packets which open a connection: those with the flag SYN, in byte 13
// of the header.
var dropNew = []syscall.SockFilter{
	{Code: syscall.BPF_LD | syscall.BPF_B | syscall.BPF_ABS, K: 13},
	{Code: syscall.BPF_JMP | syscall.BPF_JSET | syscall.BPF_K, Jf: 1, K: 2},
	{Code: syscall.BPF_RET},
	{Code: syscall.BPF_RET, K: 1<<32 - 1},
}

// emptyBacklog accepts no new connections, and waits until the server has accepted the pending ones.
// Closing a listener would reset them. A client that connects meanwhile is refused a second later,
// when its kernel retries.
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
	for late := empty.Add(emptyWithin); time.Since(empty) < settleTime && time.Now().Before(late); {
		time.Sleep(settleTime / 10)
		if isPending(raw) {
			empty = time.Now()
		}
	}
}

// isPending reports whether a connection is pending.
func isPending(raw syscall.RawConn) (some bool) {
	_ = raw.Control(func(fd uintptr) { // a closed one has none
		var set syscall.FdSet
		const bits = 8 * 8
		set.Bits[fd/bits] |= 1 << (fd % bits)
		n, err := syscall.Select(int(fd)+1, &set, nil, nil, &syscall.Timeval{})
		some = err == nil && n > 0
	})
	return some
}
