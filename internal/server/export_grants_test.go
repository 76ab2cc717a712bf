package server_test

import (
	"net/http"
	"slices"
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/server"
	"maillage/internal/testhub"
)

// What a format of grants cannot hold is told after the file.
func TestExport_TellsWhatGrantsLack(t *testing.T) {
	h := testhub.SQLiteDemo(t, server.Config{})
	admin := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
	var done struct {
		CreateGrant struct{ UserErrors []struct{ Message string } }
	}
	admin.Get(t, &done, `mutation {
		createGrant(input: {funder: "ville-d-ormeval", beneficiary: "cpam-hainaut", agreedOn: "2026-03-01", amount: 123456,
			purpose: "Santé", nature: MONEY, conditions: "unique", paidFrom: "2026-05", beneficiaryIdentifier: "W332216459",
			funderIdentifier: "22800001400016"}) {
			userErrors { message }
		}
	}`, nil)
	if len(done.CreateGrant.UserErrors) > 0 {
		t.Fatal(done.CreateGrant.UserErrors)
	}
	at := listening(t, h)
	for path, want := range map[string][]string{
		"all.csv?profile=scdl":       {"0", "1", "notifiedToEU=1"},
		"all.json?profile=360giving": {"1", "0", ""},
	} {
		w, err := fetch(t, admin, at, "GET", "/export/"+path, nil)
		if err != nil || w.StatusCode != http.StatusOK {
			t.Fatalf("%s: %v %v %s", path, w.Response, err, w.body)
		}
		got := []string{w.Trailer.Get("Maillage-Rows"), w.Trailer.Get("Maillage-Omitted"),
			w.Trailer.Get("Maillage-Missing")}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q\n%s", path, got, want, w.body)
		}
	}
}
