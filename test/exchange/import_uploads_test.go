package exchange

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

func TestImportUpload_GoesOnWhereItBroke(t *testing.T) {
	withImports(t, func(t *testing.T, h importing) {
		h = h.coordinator(t, "valenciennes")
		content := []byte(smallFile + strings.Repeat("# "+strings.Repeat("a line that no field takes ", 100)+"\n", 1_000)) // several pieces
		size := len(content)
		id := h.create(t, map[string]any{"name": "petit.csv", "size": size, "contract": "valenciennes"})
		path := "/imports/" + id + "/file"
		conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(h.at, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		_, err = fmt.Fprintf(conn, "PUT %s HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n%s",
			path, h.Bearer(), size, content[:size/2])
		if err != nil {
			t.Fatal(err)
		}
		if err := conn.Close(); err != nil {
			t.Fatal(err)
		}
		received := func() int {
			w := h.send(t, "HEAD", path, nil)
			var n int
			_, err := fmt.Sscan(w.Header.Get("Upload-Offset"), &n)
			if err != nil || w.StatusCode != http.StatusOK || w.Header.Get("Upload-Length") != fmt.Sprint(size) {
				t.Fatalf("%d %v", w.StatusCode, w.Header)
			}
			return n
		}
		for late := time.Now().Add(20 * time.Second); received() < size/2; time.Sleep(10 * time.Millisecond) {
			if time.Now().After(late) {
				t.Fatalf("%d of %d bytes were kept", received(), size/2)
			}
		}
		half := received()
		if half != size/2 {
			t.Errorf("%d of %d bytes were kept", half, size/2)
		}
		ranged := func(first, last, of int) []string {
			return []string{"Content-Range", fmt.Sprintf("bytes %d-%d/%d", first, last, of)}
		}
		for name, c := range map[string]struct {
			header []string
			body   []byte
			status int
		}{
			"the whole file":           {nil, content, http.StatusConflict},
			"from another byte":        {ranged(half+1, size-1, size), content[half+1:], http.StatusConflict},
			"of another size":          {ranged(half, size, size+1), content[half:], http.StatusBadRequest},
			"a part that is longer":    {ranged(half, half+1, size), content[half:], http.StatusBadRequest},
			"no range":                 {[]string{"Content-Range", "half"}, content[half:], http.StatusBadRequest},
			"a range backwards":        {ranged(half, half-1, size), nil, http.StatusBadRequest},
			"compressed":               {[]string{"Content-Encoding", "gzip"}, content, http.StatusUnsupportedMediaType},
			"more than the whole file": {nil, append(content, 'x'), http.StatusBadRequest},
		} {
			w := h.send(t, "PUT", path, bytes.NewReader(c.body), c.header...)
			if w.StatusCode != c.status || !strings.Contains(string(w.body), `"errors"`) || received() != half ||
				c.status == http.StatusConflict && w.Header.Get("Upload-Offset") != fmt.Sprint(half) {
				t.Errorf("%s: %d %v %s, %d received", name, w.StatusCode, w.Header, w.body, received())
			}
		}
		var got struct {
			ID, State      string
			Received, Size int
		}
		w := h.send(t, "PUT", path, bytes.NewReader(content[half:half+10]), ranged(half, half+9, size)...)
		if err := json.Unmarshal(w.body, &got); err != nil || got.State != "UPLOADING" || got.Received != half+10 {
			t.Fatalf("%d %s %v", w.StatusCode, w.body, err)
		}
		w = h.send(t, "PUT", path, bytes.NewReader(content[half+10:]), ranged(half+10, size-1, size)...)
		if err := json.Unmarshal(w.body, &got); err != nil || got.Received != size || got.Size != size || got.ID != id {
			t.Fatalf("%d %s %v", w.StatusCode, w.body, err)
		}
		if plan := h.await(t, id, "PLANNED"); plan.sum() != plan.RecordCount || plan.Lines.Nodes[1].Number != 3 {
			t.Errorf("%+v", plan.Counts)
		}
		if w := h.send(t, "PUT", path, bytes.NewReader(content)); w.StatusCode != http.StatusConflict {
			t.Errorf("after the plan: %d %s", w.StatusCode, w.body)
		}
		if w := h.send(t, "DELETE", path, nil); w.StatusCode != http.StatusMethodNotAllowed || w.Header.Get("Allow") == "" {
			t.Errorf("DELETE: %d %v", w.StatusCode, w.Header)
		}
	})
}

func TestImportUpload_CreatingByHTTPRefusesAsTheAPI(t *testing.T) {
	withImports(t, func(t *testing.T, h importing) {
		h = h.coordinator(t, "valenciennes")
		for body, want := range map[string]struct {
			status int
			code   string
		}{
			`{"name":"a.csv","size":0,"contract":"valenciennes"}`:                  {422, "INVALID"},
			`{"name":"a.csv","size":300000000,"contract":"valenciennes"}`:          {422, "TOO_MANY"},
			`{"name":"","size":5,"contract":"valenciennes"}`:                       {422, "INVALID"},
			`{"name":"a.csv","size":5,"contract":"nowhere"}`:                       {422, "UNKNOWN_RECORD"},
			`{"name":"a.csv","size":5,"contract":"val-d-orme"}`:                    {403, "FORBIDDEN"},
			`{"name":"a.csv","size":5,"contract":"valenciennes","separator":";;"}`: {422, "INVALID"},
			`{"name":"a.csv","size":5,"contract":"valenciennes","headerLine":0}`:   {422, "INVALID"},
			`{"name":"a.csv","size":5,"contract":"valenciennes","format":"PDF"}`:   {400, "GRAPHQL_VALIDATION_FAILED"},
			`{"name":"a.csv","size":"5","contract":"valenciennes"}`:                {400, "GRAPHQL_VALIDATION_FAILED"},
			`{"name":"a.csv","size":5,"folder":"/"}`:                               {400, "GRAPHQL_VALIDATION_FAILED"},
			`{"name":"a.csv"`:                                                      {400, "GRAPHQL_VALIDATION_FAILED"},
		} {
			w := h.send(t, "POST", "/imports", strings.NewReader(body), "Content-Type", "application/json")
			if w.StatusCode != want.status || !strings.Contains(string(w.body), `"`+want.code+`"`) {
				t.Errorf("%s: %d %s", body, w.StatusCode, w.body)
			}
		}
		good := `{"name":"a.csv","size":5,"contract":"valenciennes"}`
		if w := h.send(t, "POST", "/imports", strings.NewReader(good), "Content-Type", "text/plain"); w.StatusCode != 415 {
			t.Errorf("as a form may send it: %d %s", w.StatusCode, w.body)
		}
		options := h.change(t, "createImport", map[string]any{
			"name": "a.csv", "size": len(smallFile), "contract": "valenciennes", "separator": ";", "charset": "UTF_8",
			"columns": []any{map[string]any{"column": "montant", "field": ""}},
		})
		h.send(t, "PUT", "/imports/"+options.Import.ID+"/file", strings.NewReader(smallFile))
		plan := h.await(t, options.Import.ID, "PLANNED")
		if amount := plan.Guess.Columns[6]; amount.Header != "montant" || amount.Field != nil {
			t.Errorf("a column that is left out: %+v", plan.Guess)
		}
	})
}

// Who may import into a contract sees its imports; for anybody else there are none.
func TestImportRights_OfEachWay(t *testing.T) {
	withImports(t, func(t *testing.T, h importing) {
		valenciennes := []string{"valenciennes"}
		owner := h.coordinator(t, "valenciennes")
		plan := owner.plan(t, "valenciennes", "petit.csv", []byte(smallFile))
		token := func(who testhub.Who) importing { return h.as(h.As(h.Token(t, who))) }
		read := []lexicon.TokenScope{lexicon.ScopeRead}
		const sees, hidden, refused = "sees", "hidden", "refused"
		for name, c := range map[string]struct {
			who  importing
			want string
		}{
			"a second coordinator":             {h.coordinator(t, "valenciennes"), sees},
			"an administrator":                 {token(testhub.Who{Role: lexicon.Administrator}), sees},
			"a coordinator elsewhere":          {h.coordinator(t, "val-d-orme"), hidden},
			"a liaison":                        {token(testhub.Who{Role: lexicon.Liaison, Partner: "cpam-hainaut", Contracts: valenciennes}), hidden},
			"an administrator's token of READ": {token(testhub.Who{Role: lexicon.Administrator, Scopes: read}), refused},
			"a coordinator's token of READ":    {h.coordinator(t, "valenciennes", lexicon.ScopeRead), refused},
			"the public":                       {h.as(h.As("")), refused},
		} {
			path, in := "/imports/"+plan.ID, map[string]any{"id": plan.ID}
			answer := c.who.Ask(t, `query ($id: ID!) { import(id: $id) { id } imports { nodes { id } } }`, in)
			if got := strings.Count(string(answer.Data), plan.ID); (got == 2) != (c.want == sees) || got == 1 ||
				(len(answer.Errors) == 2) != (c.want == refused) {
				t.Errorf("%s reads %s", name, answer.Body)
			}
			for method, at := range map[string]string{
				"HEAD": path + "/file", "PUT": path + "/file", "GET": path + "/report.csv", "GET ": path + "/report.ndjson",
			} {
				status := c.who.send(t, strings.TrimSpace(method), at, strings.NewReader("x")).StatusCode
				ok := map[string]bool{
					sees: status == 200 || status == 409, hidden: status == 404,
					refused: status == 401 || status == 403 || status == 404,
				}[c.want]
				if !ok {
					t.Errorf("%s is answered %d by %s %s", name, status, method, at)
				}
			}
			for _, verb := range []string{"applyImport", "cancelImport", "revertImport", "answerImport"} {
				if c.want == sees {
					continue
				}
				input := map[string]any{"id": plan.ID}
				kind := "ImportInput!"
				if verb == "answerImport" {
					kind, input["acceptSuggestions"] = "AnswerImportInput!", true
				}
				answer := c.who.Ask(t, `mutation ($input: `+kind+`) { `+verb+`(input: $input) { import { id } userErrors { code } } }`,
					map[string]any{"input": input})
				if strings.Contains(string(answer.Data), `"id"`) ||
					c.want == hidden && !strings.Contains(string(answer.Data), "UNKNOWN_RECORD") ||
					c.want == refused && len(answer.Errors) == 0 {
					t.Errorf("%s asks for %s: %s", name, verb, answer.Body)
				}
			}
			create := c.who.Ask(t, `mutation { createImport(input: {name: "a", size: 1, contract: "valenciennes"}) {
				import { id } userErrors { code } } }`, nil)
			if strings.Contains(string(create.Data), `"id"`) != (c.want == sees) {
				t.Errorf("%s creates: %s", name, create.Body)
			}
		}
		if now := owner.read(t, plan.ID); now.State != "PLANNED" {
			t.Errorf("the import is %s", now.State)
		}
	})
}

// A browser sends a session's cookie with requests of other sites.
func TestImportRights_OtherSitesSendNothing(t *testing.T) {
	withImports(t, func(t *testing.T, h importing) {
		who := h.as(h.LoggedIn(t, testhub.Who{Role: lexicon.Coordinator, Contracts: []string{"valenciennes"}}))
		id := who.create(t, map[string]any{"name": "a.csv", "size": 1, "contract": "valenciennes"})
		for method, path := range map[string]string{"POST": "/imports", "PUT": "/imports/" + id + "/file"} {
			w := who.send(t, method, path, strings.NewReader("{}"), "Content-Type", "application/json", "Origin",
				"https://evil.example.org", "Sec-Fetch-Site", "cross-site")
			if w.StatusCode != http.StatusForbidden {
				t.Errorf("%s %s: %d %s", method, path, w.StatusCode, w.body)
			}
			w = who.send(t, "OPTIONS", path, nil, "Origin", "https://app.example.org", "Access-Control-Request-Method", method,
				"Sec-Fetch-Site", "cross-site")
			if w.Header.Get("Access-Control-Allow-Methods") != method {
				t.Errorf("the preflight of %s %s: %d %v", method, path, w.StatusCode, w.Header)
			}
		}
	})
}

func TestImportRights_OtherContractsDoNotShow(t *testing.T) {
	withImports(t, func(t *testing.T, h importing) {
		admin := h.as(h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator})))
		there := admin.plan(t, "val-d-orme", "canary.csv", []byte(strings.ReplaceAll(smallFile, "1200,50", "9876,54")))
		admin.do(t, "applyImport", there.ID, "APPLIED")
		admin.wantGrants(t, "val-d-orme", 1)
		owner := h.coordinator(t, "valenciennes")
		here := owner.plan(t, "valenciennes", "canary.csv", []byte(smallFile))
		report := owner.send(t, "GET", here.ReportPath, nil)
		text := fmt.Sprintf("%+v %s", owner.read(t, here.ID), report.body)
		if here.outcome("UNCHANGED") != 0 || strings.Contains(text, "9876") || strings.Contains(text, "AMOUNT_CHANGED") ||
			here.Lines.Nodes[0].RecordID != nil || strings.Contains(text, "GONE_FROM_FILE") {
			t.Errorf("%s", text)
		}
	})
}

// Who made a plan may have seen partners that its reader does not.
func TestImportRights_APartnerThatIsGoneIsNoCandidate(t *testing.T) {
	withImports(t, func(t *testing.T, h importing) {
		h = h.coordinator(t, "valenciennes")
		var made struct {
			CreatePartner struct{ Partner struct{ ID string } }
		}
		const canary = "Association Les Amis du Livres"
		h.Get(t, &made, `mutation { createPartner(input: {name: "`+canary+`", code: "canary"}) { partner { id } } }`, nil)
		h.Settle(t)
		plan := h.plan(t, "valenciennes", "petit.csv", []byte(smallFile))
		book := plan.Parties.Nodes[1]
		if len(book.Candidates) != 1 || book.Candidates[0].PartnerID != made.CreatePartner.Partner.ID || !book.IsOpen {
			t.Fatalf("%+v", book)
		}
		h.change(t, "answerImport", map[string]any{"id": plan.ID, "answers": []any{
			map[string]any{"party": book.ID, "partner": "canary"},
		}})
		h.Get(t, new(any), `mutation ($id: ID!) { deletePartner(input: {id: $id, version: 1}) { userErrors { code } } }`,
			map[string]any{"id": made.CreatePartner.Partner.ID})
		now := h.read(t, plan.ID)
		text := fmt.Sprintf("%+v %s", now, h.send(t, "GET", plan.ReportPath, nil).body)
		of := now.Parties.Nodes[1]
		if strings.Contains(text, canary) || len(of.Candidates) > 0 || of.PartnerID != nil || of.IsOpen {
			t.Errorf("%s", text)
		}
	})
}

func TestImportProgress_ASubscriptionEndsWithTheImport(t *testing.T) {
	withImports(t, func(t *testing.T, h importing) {
		h = h.coordinator(t, "valenciennes")
		size := len(shared(t, "data/scdl/"+roques))
		id := h.create(t, map[string]any{"name": roques, "size": size, "contract": "valenciennes"})
		body, err := json.Marshal(map[string]any{
			"query":     `subscription ($id: ID!) { importProgressed(id: $id) { state received counts { openParties } } }`,
			"variables": map[string]any{"id": id},
		})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 60*time.Second)
		defer cancel()
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, h.at+"/graphql", bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		h.Authorize(r)
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Accept", "text/event-stream")
		w, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = w.Body.Close() }()
		var states []string
		ended := false
		for events := bufio.NewScanner(w.Body); events.Scan(); {
			if events.Text() == "event: complete" {
				ended = true
				break
			}
			text, is := strings.CutPrefix(events.Text(), "data: ")
			if !is {
				continue
			}
			var event struct {
				Data struct {
					ImportProgressed struct {
						State    string
						Received int
						Counts   struct{ OpenParties int }
					}
				}
			}
			if err := json.Unmarshal([]byte(text), &event); err != nil || event.Data.ImportProgressed.State == "" {
				t.Fatalf("%s %v", text, err)
			}
			state := event.Data.ImportProgressed.State
			if len(states) == 0 || states[len(states)-1] != state {
				states = append(states, state)
				switch state {
				case "UPLOADING":
					h.send(t, "PUT", "/imports/"+id+"/file", bytes.NewReader(shared(t, "data/scdl/"+roques)))
				case "PLANNED":
					h.change(t, "applyImport", map[string]any{"id": id})
				}
			}
		}
		got := strings.Join(states, " ")
		if !ended || !strings.HasPrefix(got, "UPLOADING ") || !strings.Contains(got, " PLANNED ") ||
			!strings.HasSuffix(got, " APPLIED") {
			t.Errorf("%s; it ended: %t", got, ended)
		}
		answer := h.Ask(t, `subscription { importProgressed(id: "import_unknown") { id } }`, nil)
		if len(answer.Errors) == 0 {
			t.Errorf("%s", answer.Body)
		}
	})
}
