package authorization_test

import (
	"bytes"
	"net/http"
	"slices"
	"testing"

	"maillage/internal/access"
	records "maillage/internal/record"
	"maillage/internal/testhub"
)

// exported returns the export of all records by a viewer.
func (w *world) exported(who string) []byte {
	w.t.Helper()
	r, err := http.NewRequestWithContext(w.t.Context(), http.MethodGet, "/", nil)
	if err != nil {
		w.t.Fatal(err)
	}
	if token := w.who[who].Bearer(); token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	w.hub.Identity.Refresh() // public access was changed without the service
	viewer, err := w.hub.Identity.Viewer(w.t.Context(), r)
	if err != nil {
		w.t.Fatal(err)
	}
	var out bytes.Buffer
	if err := testhub.Export(access.WithViewer(w.t.Context(), viewer), w.hub.Store.Client, &out); err != nil {
		w.t.Fatal(err)
	}
	return out.Bytes()
}

// An export holds every field of every record that its viewer may see. It holds no other record and refers to none.
func TestAuthorization_ExportsHoldWhatTheirViewerSeesAndNothingElse(t *testing.T) {
	d := readDecisions(t)
	eachWorld(t, func(t *testing.T, w *world) {
		m := &matrix{w, d, t, map[string]bool{}}
		for _, s := range situations {
			w.open(s.contract, s.directory)
			seen, uids := w.seen("", w.exported(s.who))
			for _, uid := range uids {
				if !m.mayMeet(s, w.uids[uid]) {
					t.Errorf("%s exports %s of %s", s, uid, w.uids[uid])
				}
			}
			for _, k := range seen {
				if !m.may(t, s, k.home, m.classOf(t, k)) {
					t.Errorf("%s exports %s.%s of %s", s, k.kind, k.field, k.home)
				}
			}
			cells := 0
			for _, k := range w.marks {
				isField := slices.ContainsFunc(records.Types, func(of *records.Type) bool { return of.Name == k.kind })
				if !isField || k.gone {
					continue
				}
				cells++
				if m.may(t, s, k.home, m.classOf(t, k)) && !slices.Contains(seen, k) {
					t.Errorf("%s does not export %s.%s of %s", s, k.kind, k.field, k.home)
				}
			}
			if cells == 0 {
				t.Error("no canary was looked for")
			}
		}
	})
}
