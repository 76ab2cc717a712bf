package main

import (
	"encoding/json"
	"os"
	"runtime/debug"
	"time"
)

// bill is a list of modules, as CycloneDX 1.6 has it: https://cyclonedx.org/docs/1.6/json/.
type bill struct {
	Format     string      `json:"bomFormat"`
	Spec       string      `json:"specVersion"`
	Version    int         `json:"version"`
	Metadata   metadata    `json:"metadata"`
	Components []component `json:"components"`
}

type metadata struct {
	Timestamp string    `json:"timestamp"`
	Component component `json:"component"`
}

type component struct {
	Type    string `json:"type"`
	Name    string `json:"name"`
	Version string `json:"version"`
	Ref     string `json:"bom-ref"`
	URL     string `json:"purl"` // https://github.com/package-url/purl-spec
}

// writeBill lists the modules of a program, by what the program itself says of its build, and the Go that built it.
func writeBill(name string, info *debug.BuildInfo, version string, when time.Time) error {
	b := bill{Format: "CycloneDX", Spec: "1.6", Version: 1, Metadata: metadata{
		when.Format(time.RFC3339), componentOf("application", info.Main.Path, version),
	}}
	for _, dependency := range info.Deps {
		if dependency.Replace != nil {
			dependency = dependency.Replace
		}
		b.Components = append(b.Components, componentOf("library", dependency.Path, dependency.Version))
	}
	b.Components = append(b.Components, componentOf("library", "stdlib", info.GoVersion))
	text, err := json.MarshalIndent(b, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(name, append(text, '\n'), 0o644) //nolint:gosec // public
}

func componentOf(kind, path, version string) component {
	url := "pkg:golang/" + path + "@" + version
	return component{Type: kind, Name: path, Version: version, Ref: url, URL: url}
}
