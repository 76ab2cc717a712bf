package main

import (
	"net"
	"syscall"
	"time"
)

// emptying is how long the server may take to accept what waits.
const emptying = 100 * time.Millisecond

// emptyBacklog makes the kernel complete no connection any more, and lets the
// server accept those that wait. Closing a listener would reset them. Whoever
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
	drop := []syscall.SockFilter{{Code: syscall.BPF_RET}}
	_ = raw.Control(func(fd uintptr) {
		_ = syscall.AttachLsf(int(fd), drop) //nolint:staticcheck // without it some are reset, as elsewhere
	})
	time.Sleep(emptying)
}
