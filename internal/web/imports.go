package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"maillage/internal/lexicon"
	"maillage/internal/web/operations"
	"maillage/internal/web/words"
)

// importPages returns the handlers of the pages of imports, by pattern.
func (s *site) importPages() map[string]handler {
	return map[string]handler{
		"GET /imports":                  s.imports,
		"GET /imports/new":              s.imports, // to which the language links of a refused form lead
		UploadPattern:                   s.uploaded,
		"GET /imports/{import}":         s.fileImport,
		"POST /imports/{import}":        s.importAnswered,
		"GET /imports/{import}/cancel":  s.confirmCancel,
		"POST /imports/{import}/cancel": s.cancelImport,
		"GET /imports/{import}/revert":  s.confirmRevert,
		"POST /imports/{import}/revert": s.revertImport,
	}
}

// fileImport is an import, as the fragment ImportRow reads it, with what its own page adds.
type fileImport struct {
	ID, State, Name           string
	ContractID, Problem       *string
	Size                      *int
	RecordCount, SettledCount int
	CreatedAt                 time.Time
	Counts                    importCounts
	Received                  *int
	Publisher, SourceID       *string
	ExpiresAt                 time.Time
	ReportPath                string
	Notes                     []importNote
	Guess                     *importGuess
	Parties                   list[importParty]
	Lines                     list[importLine]
	Contract                  *thing // of its records
}

// importCounts are the numbers of an import.
type importCounts struct {
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

// importsPage is the data of the page of imports.
type importsPage struct {
	Imports []fileImport
	Older   string // URL of the next page; empty for none
	New     *form
}

// Of returns the number of lines with an outcome.
func (i fileImport) Of(outcome string) int {
	for _, o := range i.Counts.Outcomes {
		if o.Outcome == outcome {
			return o.Count
		}
	}
	return 0
}

// Address returns the URL of the import's page.
func (i fileImport) Address() string { return "/imports/" + url.PathEscape(i.ID) }

// isIn reports whether the import has one of some states.
func (i fileImport) isIn(states ...lexicon.ImportState) bool {
	return slices.Contains(states, lexicon.ImportState(i.State))
}

// mayImport reports whether to show imports. The API decides.
func (q *request) mayImport() bool { return q.mayMerge() }

// imports lists the imports that the viewer may see, with a form that sends a file.
func (s *site) imports(q *request) (*page, error) {
	if !q.mayImport() {
		return q.refused(nil), nil
	}
	m, contracts, err := q.readImports()
	if err != nil {
		return nil, err
	}
	m.New = q.uploadForm(url.Values{}, contracts)
	return q.importsPage(m), nil
}

// readImports queries the list of imports, and the contracts into which the viewer may import.
func (q *request) readImports() (*importsPage, []thing, error) {
	var data struct {
		Imports *list[fileImport]
	}
	after := q.query.Get("after")
	variables := vars{}
	if after != "" {
		variables["after"] = after
	}
	if err := q.execute("ImportsPage", variables, &data); err != nil {
		return nil, nil, err
	}
	if data.Imports == nil {
		return nil, nil, operations.ErrNotFound
	}
	contracts, err := allContracts[thing](q)
	if err != nil {
		return nil, nil, err
	}
	m := &importsPage{Imports: data.Imports.Nodes}
	if data.Imports.PageInfo.HasNextPage {
		m.Older = address("/imports", url.Values{"after": {textOf(data.Imports.PageInfo.EndCursor)}})
	}
	for i := range m.Imports {
		for _, c := range contracts {
			if of := m.Imports[i].ContractID; of != nil && *of == c.ID {
				m.Imports[i].Contract = &c
			}
		}
	}
	return m, slices.DeleteFunc(contracts, func(c thing) bool { return !q.mayWrite(c.Code) }), nil
}

func (q *request) importsPage(m *importsPage) *page {
	return q.formPage(&page{Template: "imports", Title: words.Say(q.lang, "imports.title"), Body: m}, m.New)
}

// uploadForm makes the form that sends a file. The file itself cannot be filled in again.
func (q *request) uploadForm(sent url.Values, contracts []thing) *form {
	of := sent.Get("contract")
	var options []option
	for _, c := range contracts {
		isFirst := !sent.Has("contract") && len(options) == 0
		options = append(options, option{c.ID, c.Name, c.ID == of || isFirst})
	}
	options = append(options, option{"", words.Say(q.lang, "imports.no-contract"), sent.Has("contract") && of == ""})
	return &form{
		Key: keyOf(sent), Submit: "imports.send", Action: "/imports/new", HasFile: true,
		Groups: []fieldGroup{{"imports.new", []*field{
			{Name: "file", Label: "imports.file", Kind: "file", Required: true, Hint: "imports.file-hint"},
			{Name: "contract", Label: "imports.contract", Kind: "choose", Value: of, Options: options},
			{
				Name: "publisher", Label: "imports.publisher", Kind: "text", Hint: "imports.publisher-hint",
				Value: strings.TrimSpace(sent.Get("publisher")),
			},
		}}, q.readingGroup(sent)},
	}
}

// uploaded receives a file into a temporary one, creates its import and hands the file over. It streams, so that a file
// is never whole in memory.
func (s *site) uploaded(q *request) (*page, error) {
	if !q.mayImport() {
		return q.refused(nil), nil
	}
	select {
	case s.receiving <- struct{}{}:
		defer func() { <-s.receiving }()
	default:
		return nil, &operations.Problem{Status: http.StatusServiceUnavailable, Code: "UNAVAILABLE"}
	}
	sent, file, err := q.receiveFile()
	if file != nil {
		defer file.remove(q)
	}
	if err != nil {
		return nil, err
	}
	m, contracts, err := q.readImports()
	if err != nil {
		return nil, err
	}
	m.New = q.uploadForm(sent, contracts)
	switch {
	case file == nil:
		m.New.fail("file", words.Say(q.lang, "imports.no-file"))
		return q.importsPage(m), nil
	case int64(file.size) > s.MaxUpload:
		m.New.fail("file", words.Say(q.lang, "imports.too-large", s.MaxUpload>>20))
		return q.importsPage(m), nil
	}
	id, err := q.makeImport(m.New, file)
	if err != nil {
		return nil, err
	}
	if id == "" {
		return q.importsPage(m), nil
	}
	return &page{Redirect: fileImport{ID: id}.Address()}, nil
}

// makeImport creates the import of a received file, and returns its id; empty when the form has errors.
func (q *request) makeImport(f *form, file *receivedFile) (id string, err error) {
	input := map[string]any{"name": file.name, "size": file.size, "idempotencyKey": f.Key}
	for _, name := range []string{"contract", "publisher"} {
		if value := f.value(name); value != "" {
			input[name] = value
		}
	}
	if !q.addReading(f, input) {
		return "", nil
	}
	var data struct {
		CreateImport *struct {
			Import *struct {
				ID, State, UploadPath string
				Received              *int
			}
			UserErrors []userError
		}
	}
	if err := q.execute("MakeImport", vars{"input": input}, &data); err != nil {
		return "", err
	}
	if data.CreateImport == nil {
		return "", operations.ErrNotFound
	}
	f.refuse(data.CreateImport.UserErrors, map[string]string{
		"name": "file", "size": "file", "contract": "contract", "publisher": "publisher", "columns": "columns",
		"charset": "charset", "separator": "separator", "table": "table", "headerLine": "headerLine",
	})
	made := data.CreateImport.Import
	if made == nil {
		return "", nil
	}
	isNew := made.State == string(lexicon.ImportUploading) && *cmp.Or(made.Received, new(int)) == 0
	if !isNew { // the form was sent twice
		return made.ID, nil
	}
	call := operations.Call{Request: q.http, Language: q.lang}
	if err := call.Upload(q.site.Uploads, made.UploadPath, file.content, int64(file.size)); err != nil {
		var stopped any // so that no import waits for a file that does not come
		input := map[string]any{"id": made.ID}
		if also := q.execute("CancelImport", vars{"input": input}, &stopped); also != nil {
			q.site.Log.WarnContext(
				q.http.Context(), "an import without its file stays", "import", made.ID, "error", also,
			)
		}
		return "", err
	}
	return made.ID, nil
}
