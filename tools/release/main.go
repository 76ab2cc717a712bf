// Release builds the archives of a release, with their checksums and a list of what is inside:
//
//	go run ./tools/release --version v0.1.0 --out dist
//
// For Linux, macOS and Windows, on amd64 and arm64, it writes maillage_VERSION_OS_ARCH.tar.gz (.zip for Windows),
// each beside a CycloneDX 1.6 list of its modules, and SHA256SUMS. The same commit and version give the same bytes.
// It refuses files that no commit has.
package main

import (
	"context"
	"crypto/sha256"
	"debug/buildinfo"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// platform is a system and a processor, as GOOS and GOARCH name them.
type platform struct{ os, arch string }

var platforms = []platform{
	{"linux", "amd64"}, {"linux", "arm64"}, {"darwin", "amd64"}, {"darwin", "arm64"}, {"windows", "amd64"}, {"windows", "arm64"},
}

// released is how versions are written: https://semver.org, with a v before it.
var released = regexp.MustCompile(`^v\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$`)

// companions are the files that stand beside the program in each archive.
var companions = []string{"README.md", "CHANGELOG.md", "LICENSE"}

func main() {
	log.SetFlags(0)
	log.SetPrefix("release: ")
	version := flag.String("version", "", "the version, such as v0.1.0")
	out := flag.String("out", "dist", "the directory for the archives; it must be empty or absent")
	only := flag.String("only", "", "one platform alone, such as linux/amd64")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := release(ctx, *version, *out, *only); err != nil {
		log.Print(err)
		os.Exit(1) //nolint:gocritic // the signals end with the program
	}
}

// release builds every platform, or one of them, into a directory.
func release(ctx context.Context, version, out, only string) error {
	if !released.MatchString(version) {
		return fmt.Errorf("--version %q: a version is written v1.2.3 or v1.2.3-rc.1", version)
	}
	chosen := platforms
	if only != "" {
		system, processor, _ := strings.Cut(only, "/")
		if chosen = selected(platform{system, processor}); chosen == nil {
			return fmt.Errorf("--only %s: the platforms are %v", only, platforms)
		}
	}
	if entries, err := os.ReadDir(out); err == nil && len(entries) > 0 {
		return fmt.Errorf("--out %s: the directory has files already", out)
	}
	if err := checkCommitted(ctx); err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o755); err != nil { //nolint:gosec // everybody may read a release
		return err
	}
	when, err := commitTime(ctx)
	if err != nil {
		return err
	}
	var sums strings.Builder
	for _, p := range chosen {
		files, err := build(ctx, p, version, out, when)
		if err != nil {
			return fmt.Errorf("%s: %w", p, err)
		}
		for _, file := range files {
			content, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256(content), filepath.Base(file))
		}
		log.Printf("%s is built", p)
	}
	return os.WriteFile(filepath.Join(out, "SHA256SUMS"), []byte(sums.String()), 0o644) //nolint:gosec // public
}

func (p platform) String() string { return p.os + "/" + p.arch }

// selected returns a platform alone; nil when it is not built.
func selected(asked platform) []platform {
	for _, p := range platforms {
		if p == asked {
			return []platform{p}
		}
	}
	return nil
}

// checkCommitted refuses a work tree with changes that no commit has: the archives would not be those of the commit.
func checkCommitted(ctx context.Context) error {
	said, err := exec.CommandContext(ctx, "git", "status", "--porcelain", "--untracked-files=normal").Output()
	if err != nil {
		return errors.Join(errors.New("git does not tell whether the work tree is clean"), err)
	}
	if len(said) > 0 {
		return fmt.Errorf("these files differ from the commit: commit or stash them first\n%s", said)
	}
	return nil
}

// commitTime returns when the commit was made, which all files of the archives bear.
func commitTime(ctx context.Context) (time.Time, error) {
	said, err := exec.CommandContext(ctx, "git", "log", "-1", "--format=%ct").Output()
	if err != nil {
		return time.Time{}, errors.Join(errors.New("git does not tell the time of the commit"), err)
	}
	seconds, err := strconv.ParseInt(strings.TrimSpace(string(said)), 10, 64)
	return time.Unix(seconds, 0).UTC(), err
}

// build builds one platform, and returns its archive and the list of its modules.
func build(ctx context.Context, p platform, version, out string, when time.Time) (files []string, err error) {
	scratch, err := os.MkdirTemp("", "maillage-release-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(scratch)) }()
	program := filepath.Join(scratch, "maillage")
	if p.os == "windows" {
		program += ".exe"
	}
	compile := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false", //nolint:gosec // a version is checked
		"-ldflags", "-s -w -X maillage/internal/cli.version="+version, "-o", program, ".")
	compile.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+p.os, "GOARCH="+p.arch)
	compile.Stderr = os.Stderr
	if err := compile.Run(); err != nil {
		return nil, err
	}
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		return nil, err
	}
	base := filepath.Join(out, fmt.Sprintf("maillage_%s_%s_%s", strings.TrimPrefix(version, "v"), p.os, p.arch))
	list := base + ".cdx.json"
	if err := writeBill(list, info, version, when); err != nil {
		return nil, err
	}
	archive := base + ".tar.gz"
	write := writeTar
	if p.os == "windows" {
		archive, write = base+".zip", writeZip
	}
	return []string{archive, list}, write(archive, append([]string{program}, companions...), when)
}
