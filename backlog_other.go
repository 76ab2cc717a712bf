//go:build !linux

package main

import "net"

// emptyBacklog does nothing here: closing a listener resets what waits.
func emptyBacklog(net.Listener) {}
