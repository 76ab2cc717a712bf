package authorization_test

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"maillage/internal/exchange/exports"
	records "maillage/internal/record"
	"maillage/internal/testhub"
)

// exportedAs returns the text of an export over HTTP, of all files in an archive; nil if there is no such contract.
func (w *world) exportedAs(t *testing.T, who, address string) []byte {
	t.Helper()
	r := testhub.Request(t, http.MethodGet, address, "", "", "")
	w.who[who].Authorize(r)
	answer := w.who[who].Send(t, r)
	switch {
	case answer.Status == http.StatusNotFound:
		return nil
	case answer.Status != http.StatusOK:
		t.Fatalf("%s gets %d for %s: %s", who, answer.Status, address, answer.Body)
	}
	archive, err := zip.NewReader(bytes.NewReader(answer.Body), int64(len(answer.Body)))
	if err != nil {
		return answer.Body // no archive
	}
	var all bytes.Buffer
	for _, f := range archive.File {
		part, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, part); err != nil {
			t.Fatal(err)
		}
	}
	return all.Bytes()
}

// Every format of an export holds what its viewer sees and nothing else, of all contracts and of each.
func TestAuthorization_FormatsHoldWhatTheirViewerSeesAndNothingElse(t *testing.T) {
	d := readDecisions(t)
	eachWorld(t, func(t *testing.T, w *world) {
		m := &matrix{w, d, t, map[string]bool{}}
		opened, closed := w.named["open contract"], w.named["closed contract"]
		for _, s := range situations {
			w.open(s.contract, s.directory)
			w.hub.Identity.Refresh() // public access was changed without the service
			for _, f := range exports.Formats {
				address := f.Address(exports.AllContracts)
				checkExport(t, m, s, address, w.exportedAs(t, s.who, address), f.Name == "ndjson")
			}
			for _, of := range []*canaryRecord{opened, closed} {
				for _, name := range []string{"ndjson", "jsonld", "graphml", "hxl", "changes"} {
					f, err := exports.FormatNamed(name)
					if err != nil {
						t.Fatal(err)
					}
					address := f.Address(url.PathEscape(of.code))
					content := w.exportedAs(t, s.who, address)
					if (content == nil) == m.mayMeet(s, of.home) {
						t.Errorf("%s finds %s: %v", s, address, content != nil)
					}
					checkExport(t, m, s, address, content, false)
				}
			}
		}
	})
}

// checkExport looks for what a viewer may not see in an export, and for all that they may if it is a whole one.
func checkExport(t *testing.T, m *matrix, s situation, address string, content []byte, isWhole bool) {
	t.Helper()
	seen, uids := m.world.seen("", content)
	for _, uid := range uids {
		if strings.HasPrefix(uid, "derived_") {
			continue // made of the identifiers of a partner and an axis
		}
		if !m.mayMeet(s, m.world.uids[uid]) {
			t.Errorf("%s finds %s of %s in %s", s, uid, m.world.uids[uid], address)
		}
	}
	for _, k := range seen {
		if !m.may(t, s, k.home, m.classOf(t, k)) {
			t.Errorf("%s finds %s.%s of %s in %s", s, k.kind, k.field, k.home, address)
		}
	}
	if !isWhole {
		return
	}
	for _, k := range m.world.marks {
		isField := slices.ContainsFunc(records.Types, func(of *records.Type) bool { return of.Name == k.kind })
		if isField && !k.gone && m.may(t, s, k.home, m.classOf(t, k)) && !slices.Contains(seen, k) {
			t.Errorf("%s does not find %s.%s of %s in %s", s, k.kind, k.field, k.home, address)
		}
	}
}
