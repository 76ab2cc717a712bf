package mutations_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

// padded returns a small request of the given KiB.
func padded(kib int) string {
	return fmt.Sprintf(`{"query": "{ __typename }", "variables": {"x": %q}}`, strings.Repeat("x", kib<<10))
}

// postBody sends a body with the hub's credentials.
func postBody(t testing.TB, h *testhub.Hub, body io.Reader) testhub.Answer {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", body)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept-Language", "en")
	h.Authorize(r)
	return h.Send(t, r)
}

func TestBodyLimit_WhoeverMayWriteSendsMore(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		reader := as(
			t, h,
			testhub.Who{
				Role:   lexicon.Administrator,
				Scopes: []lexicon.TokenScope{lexicon.ScopeRead, lexicon.ScopeFeed, lexicon.ScopeContacts},
			},
		)
		liaison := as(t, h, testhub.Who{Role: lexicon.Liaison, Partner: "cpam", Contracts: []string{"north"}})
		for _, c := range []struct {
			who  string
			as   *testhub.Hub
			kib  int
			told string // empty for an answer
		}{
			{"the public", h.As(""), 90, ""},
			{"the public", h.As(""), 101, "larger than 100 KiB. The administrator of the hub can raise this limit with `--body-limit`."},
			{"a token that reads", reader, 101, "larger than 100 KiB. The administrator of the hub can raise this limit with `--body-limit`."},
			{"a token that writes", h, 1900, ""},
			{"a token that writes", h, 2049, "larger than 2048 KiB. The administrator of the hub can raise this limit with `--writer-body-limit`."},
			{"a liaison", liaison, 1900, ""},
		} {
			answer := postBody(t, c.as, strings.NewReader(padded(c.kib)))
			switch {
			case c.told == "" && answer.Status != http.StatusOK:
				t.Errorf("%s, %d KiB: %d %s", c.who, c.kib, answer.Status, answer.Body)
			case c.told != "" && (answer.Status != http.StatusRequestEntityTooLarge || len(answer.Errors) != 1 ||
				answer.Errors[0].Extensions.Code != "LIMIT_EXCEEDED" || !strings.Contains(
				answer.Errors[0].Message, c.told,
			)):
				t.Errorf("%s, %d KiB: %d %.300s", c.who, c.kib, answer.Status, answer.Body)
			}
		}
	})
}

// Documents are cached in memory, so those of writers may be no larger than others.
func TestBodyLimit_DocumentsStaySmall(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		answer := postBody(t, h, strings.NewReader(`{"query": "{ __typename } #`+strings.Repeat("x", 101<<10)+`"}`))
		if answer.Status != http.StatusRequestEntityTooLarge || !strings.Contains(
			string(answer.Body), "Put its values into `variables`",
		) {
			t.Errorf("%d %.300s", answer.Status, answer.Body)
		}
	})
}

// unreadable is a body that fails the test when it is read.
type unreadable struct{ t *testing.T }

func (u unreadable) Read([]byte) (int, error) {
	u.t.Error("the body was read before it was known who asks")
	return 0, errors.New("not to be read")
}

func TestBodyLimit_NothingIsReadBeforeTheRightIsKnown(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		if answer := postBody(t, h.As("mlg_nobody"), unreadable{t}); answer.Status != http.StatusUnauthorized {
			t.Errorf("%d %s", answer.Status, answer.Body)
		}
		endless := io.LimitReader(zeroes{}, 1<<30)
		if answer := postBody(t, h.As(""), endless); answer.Status != http.StatusRequestEntityTooLarge {
			t.Errorf("%d %s", answer.Status, answer.Body)
		}
		if left := endless.(*io.LimitedReader).N; left < 1<<30-200<<10 {
			t.Errorf("of the body %d bytes were read", 1<<30-left)
		}
	})
}

type zeroes struct{}

func (zeroes) Read(into []byte) (int, error) {
	for i := range into {
		into[i] = '0'
	}
	return len(into), nil
}

func TestBodyLimit_AWriteOfAllItsChangesFits(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		var changes []in
		for i := range 500 {
			changes = append(changes, in{"upsertPartner": in{
				"code": fmt.Sprint("p-", i), "name": fmt.Sprint("Association ", i), "description": strings.Repeat("Une association du quartier. ", 20),
			}})
		}
		variables := in{"input": in{"changes": changes}}
		if sent, _ := json.Marshal(variables); len(sent) < 200<<10 {
			t.Fatalf("only %d bytes", len(sent))
		}
		var answer struct{ M struct{ RecordIDs []string } }
		h.Get(
			t, &answer, `mutation ($input: ApplyChangesInput!) { m: applyChanges(input: $input) { recordIds } }`,
			variables,
		)
		if len(answer.M.RecordIDs) != 500 {
			t.Errorf("%d records", len(answer.M.RecordIDs))
		}
		rejected(t, h, "applyChanges", in{"changes": append(changes, changes[0])}, "TOO_MANY")
	})
}

// The largest body of a writer must be refused or answered without much work.
func TestBodyLimit_LargeNonsenseIsCheap(t *testing.T) {
	const apply, create = `mutation ($input: ApplyChangesInput!) { applyChanges(input: $input) { recordIds userErrors { code } } }`,
		`mutation ($input: CreateActionInput!) { createAction(input: $input) { recordId userErrors { code } } }`
	full := func(before, each, after string) string {
		n := (1990<<10 - len(before) - len(after)) / (len(each) + 1)
		return before + strings.TrimSuffix(strings.Repeat(each+",", n), ",") + after
	}
	action := `{"input": {"code": "x", "name": "X", "kind": "ACTION", "contract": "north", `
	bodies := map[string][2]string{
		"empty changes": {apply, full(`{"input": {"changes": [`, `{}`, `]}}`)},
		"numbers":       {apply, full(`{"input": {"changes": [`, `1`, `]}}`)},
		"changes": {apply, full(
			`{"input": {"changes": [`, `{"createSource": {"code": "s", "name": "S"}}`, `]}}`,
		)},
		"citations":    {create, full(action+`"citations": [`, `{"source": "report", "locator": "p. 1"}`, `]}}`)},
		"themes":       {create, full(action+`"themes": [`, `"t"`, `]}}`)},
		"wrong themes": {create, full(action+`"themes": [`, `{}`, `]}}`)},
		"null themes":  {create, full(action+`"themes": [`, `null`, `]}}`)},
		"deep":         {create, `{"input": ` + strings.Repeat(`[`, 900<<10) + strings.Repeat(`]`, 900<<10) + `}`},
		"deep objects": {create, `{"input": ` + strings.Repeat(`{"a":`, 9_000) + `1` +
			strings.Repeat(`}`, 9_000) + `}`},
		"unknown fields": {create, `{"input": {` + manyNames(180_000) + `}}`},
		"unknown":        {create, `{` + manyNames(180_000) + `}`},
		"escapes":        {create, full(action+`"description": "`, `\u0041`, `"}}`)},
		"a long name":    {create, action + `"note": "` + strings.Repeat("x", 1900<<10) + `"}}`},
		"a long enum": {create, `{"input": {"code": "x", "name": "X", "contract": "north", "kind": "` +
			strings.Repeat("x", 1900<<10) + `"}}`},
		"a long number":   {create, action + `"openList": ` + strings.Repeat("9", 1900<<10) + `}}`},
		"many variables":  {`{ __typename }`, `{` + manyNames(180_000) + `}`},
		"a document":      {strings.Repeat("{a", 50<<10), `{}`},
		"a text for list": {create, action + `"citations": "` + strings.Repeat("x", 1900<<10) + `"}}`},
	}
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		for name, b := range bodies {
			query, err := json.Marshal(b[0])
			if err != nil {
				t.Fatal(err)
			}
			begun := time.Now()
			answer := postBody(t, h, strings.NewReader(fmt.Sprintf(`{"query": %s, "variables": %s}`, query, b[1])))
			t.Log(name, time.Since(begun), answer.Status, len(answer.Body))
			if took := time.Since(begun); took > 4*time.Second {
				t.Errorf("%s took %s", name, took)
			}
			if len(answer.Body) > 64<<10 {
				t.Errorf("%s: %d bytes were answered", name, len(answer.Body))
			}
			if answer.Status >= 500 {
				t.Errorf("%s: %d %.300s", name, answer.Status, answer.Body)
			}
		}
	})
}

func manyNames(n int) string {
	var names strings.Builder
	for i := range n {
		fmt.Fprintf(&names, `"%d":1,`, i)
	}
	return strings.TrimSuffix(names.String(), ",")
}
