package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// version is set by tools/release; else the version is that of the commit.
var version string

type versionCommand struct{}

// Run writes the version, the Go that built the program, and the platform.
func (c *versionCommand) Run(e *environment) error {
	said := version
	if info, known := debug.ReadBuildInfo(); said == "" && known {
		said = info.Main.Version
	}
	_, err := fmt.Fprintf(
		e.out, "maillage %s, built with %s for %s/%s\n", said, runtime.Version(), runtime.GOOS, runtime.GOARCH,
	)
	return err
}
