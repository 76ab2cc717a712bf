package style_test

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	testName = regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	wellSaid = regexp.MustCompile(`^Test[A-Z][A-Za-z0-9]*_[A-Z][A-Za-z0-9]*$`)
)

// -run Feature runs what is about a feature, and the rest of a name says what must hold.
func TestTests_AreNamedByFeatureAndBehaviour(t *testing.T) {
	count := 0
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && slices.Contains([]string{"node_modules", ".git", "dist", ".entc"}, entry.Name()):
			return fs.SkipDir
		case entry.IsDir() || !strings.HasSuffix(name, "_test.go"):
			return nil
		}
		text, err := os.ReadFile(path.Join(root, name))
		if err != nil {
			return err
		}
		for _, found := range testName.FindAllStringSubmatch(string(text), -1) {
			if count++; !wellSaid.MatchString(found[1]) && found[1] != "TestMain" {
				t.Errorf("%s: %s is not named TestFeature_Behaviour", name, found[1])
			}
		}
		return nil
	})
	if err != nil || count < 500 {
		t.Errorf("%d tests are found: %v", count, err)
	}
}
