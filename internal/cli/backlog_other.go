//go:build !linux

package cli

import "net"

// emptyBacklog does nothing here: closing a listener resets pending connections.
func emptyBacklog(net.Listener) {}
