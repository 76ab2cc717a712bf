package exchange

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"maillage/internal/lexicon"
	"maillage/internal/server"
	"maillage/internal/store"
	"maillage/internal/testhub"
)

// importing is a running hub that is reached over a real connection.
type importing struct {
	*testhub.Hub
	at string
}

func (h importing) as(hub *testhub.Hub) importing { return importing{hub, h.at} }

// fetched is a response with its body.
type fetched struct {
	*http.Response
	body []byte
}

// withImports runs a test on a running hub with the demo data.
func withImports(t *testing.T, test func(t *testing.T, h importing)) {
	t.Helper()
	testhub.EachDemoDatabase(t, func(t *testing.T, s *store.Store) {
		c := server.Config{Ledger: testhub.Ledger(t, s), Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
			Origins: []string{"https://app.example.org"}}
		h := testhub.WithLogins(t, s, c)
		ctx, stop := context.WithCancel(t.Context())
		var work sync.WaitGroup
		work.Go(func() { h.Run(ctx) })
		defer work.Wait()
		defer stop()
		at := httptest.NewServer(h)
		defer at.Close()
		test(t, importing{h, at.URL})
	})
}

// coordinator returns the hub as a coordinator of a contract.
func (h importing) coordinator(t *testing.T, contract string, scopes ...lexicon.TokenScope) importing {
	t.Helper()
	who := testhub.Who{Role: lexicon.Coordinator, Contracts: []string{contract}, Scopes: scopes}
	return h.as(h.As(h.Token(t, who)))
}

// send sends a request over a connection of its own.
func (h importing) send(t *testing.T, method, path string, body io.Reader, header ...string) fetched {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, h.at+path, body)
	if err != nil {
		t.Fatal(err)
	}
	h.Authorize(r)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	w, err := transport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = w.Body.Close() }()
	text, err := io.ReadAll(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return fetched{w, text}
}

// create makes an import over HTTP, and returns its identifier.
func (h importing) create(t *testing.T, input map[string]any) string {
	t.Helper()
	body, err := json.Marshal(input)
	if err != nil {
		t.Fatal(err)
	}
	w := h.send(t, "POST", "/imports", bytes.NewReader(body), "Content-Type", "application/json")
	var made struct{ ID, UploadPath string }
	if err := json.Unmarshal(w.body, &made); err != nil || w.StatusCode != http.StatusCreated ||
		w.Header.Get("Location") != made.UploadPath || made.UploadPath != "/imports/"+made.ID+"/file" {
		t.Fatalf("%d %v %s %v", w.StatusCode, w.Header, w.body, err)
	}
	return made.ID
}

// plan uploads a file into a contract, and waits for its plan.
func (h importing) plan(t *testing.T, contract, name string, content []byte) imported {
	t.Helper()
	id := h.create(t, map[string]any{"name": name, "size": len(content), "contract": contract})
	if w := h.send(t, "PUT", "/imports/"+id+"/file", bytes.NewReader(content)); w.StatusCode != http.StatusOK {
		t.Fatalf("%d %s", w.StatusCode, w.body)
	}
	return h.await(t, id, "PLANNED", "FAILED")
}

// imported is an import as the API shows it.
type imported struct {
	ID, State, Name, ReportPath string
	Size, Received              int
	ContractID, Problem         *string
	RecordCount, SettledCount   int
	Notes                       []importNote
	Guess                       *struct {
		Format, Separator string
		HeaderLine        int
		Charsets          []struct {
			Charset string
			Count   int
		}
		Columns []struct {
			Name, Header string
			Field        *string
		}
	}
	Counts struct {
		Outcomes []struct {
			Outcome string
			Count   int
		}
		Codes []struct {
			Code  string
			Count int
		}
		OpenParties int
	}
	Lines struct {
		TotalCount int
		Nodes      []struct {
			Number    int
			Outcome   string
			IsWritten bool
			RecordID  *string
			Choice    *string
			Raw       string
			Notes     []importNote
		}
		PageInfo struct {
			HasNextPage bool
			EndCursor   string
		}
	}
	Parties struct {
		TotalCount int
		Nodes      []struct {
			ID, Name, Match string
			IsOpen          bool
			Choice          *string
			PartnerID       *string
			Candidates      []struct {
				PartnerID, Name, Reason string
				Score                   float64
			}
		}
	}
}

type importNote struct {
	Code, Severity, Message  string
	Where, Value, Understood *string
}

const importFields = ` id state name size received reportPath contractId problem recordCount settledCount
	notes { code severity where value understood message }
	guess { format separator headerLine charsets { charset count } columns { name header field } }
	counts { outcomes { outcome count } codes { code count } openParties }
	lines(first: 100) { totalCount pageInfo { hasNextPage endCursor }
		nodes { number outcome isWritten recordId choice raw notes { code severity where value understood message } } }
	parties(first: 100) { totalCount nodes { id name match isOpen choice partnerId
		candidates { partnerId name reason score } } } `

// read returns an import; nil where there is none.
func (h importing) read(t *testing.T, id string) *imported {
	t.Helper()
	var got struct{ Import *imported }
	h.Get(t, &got, `query ($id: ID!) { import(id: $id) {`+importFields+`} }`, map[string]any{"id": id})
	return got.Import
}

// await waits until an import has one of some states.
func (h importing) await(t *testing.T, id string, states ...string) imported {
	t.Helper()
	for late := time.Now().Add(60 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		var got struct {
			Import struct{ State, Problem string }
		}
		h.Get(t, &got, `query ($id: ID!) { import(id: $id) { state problem } }`, map[string]any{"id": id})
		if slices.Contains(states, got.Import.State) {
			return *h.read(t, id)
		}
		if now := got.Import; time.Now().After(late) || now.Problem != "" {
			t.Fatalf("the import is %s, not %v: %s", now.State, states, now.Problem)
		}
	}
}

// changed is the answer of a mutation of an import.
type changedImport struct {
	Import     *imported
	Replayed   bool
	UserErrors []struct {
		Field         []string
		Code, Message string
	}
}

// change runs a mutation of an import.
func (h importing) change(t *testing.T, verb string, input map[string]any) changedImport {
	t.Helper()
	kind := map[string]string{"createImport": "CreateImportInput!", "answerImport": "AnswerImportInput!"}[verb]
	if kind == "" {
		kind = "ImportInput!"
	}
	var got map[string]changedImport
	h.Get(t, &got, `mutation ($input: `+kind+`) { `+verb+`(input: $input) { import {`+importFields+
		`} replayed userErrors { field code message } } }`, map[string]any{"input": input})
	return got[verb]
}

// do runs a mutation of an import that succeeds, and waits until it has come to a state.
func (h importing) do(t *testing.T, verb, id, state string) imported {
	t.Helper()
	if got := h.change(t, verb, map[string]any{"id": id}); len(got.UserErrors) > 0 {
		t.Fatalf("%s: %+v", verb, got.UserErrors)
	}
	return h.await(t, id, state)
}

// wantGrants checks the number of grants of a contract.
func (h importing) wantGrants(t *testing.T, contract string, want int) {
	t.Helper()
	var got struct {
		Contract struct{ Grants struct{ TotalCount int } }
	}
	h.Get(t, &got, `query ($c: String!) { contract(by: {code: $c}) { grants { totalCount } } }`,
		map[string]any{"c": contract})
	if got.Contract.Grants.TotalCount != want {
		t.Errorf("%s has %d grants, not %d", contract, got.Contract.Grants.TotalCount, want)
	}
}

// sum returns the sum of the outcomes of an import.
func (i imported) sum() (n int) {
	for _, o := range i.Counts.Outcomes {
		n += o.Count
	}
	return n
}

// outcome returns the number of lines with an outcome.
func (i imported) outcome(outcome string) int {
	for _, o := range i.Counts.Outcomes {
		if o.Outcome == outcome {
			return o.Count
		}
	}
	return -1
}
