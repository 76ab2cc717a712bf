package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"maillage/internal/lexicon"
	"maillage/internal/web/operations"
	"maillage/internal/web/words"
)

// importNote is a remark on a file or on one of its lines.
type importNote struct {
	Code, Severity, Message string
	Where                   *string
}

// importGuess is how a file is read.
type importGuess struct {
	Format                    string
	Profile, Separator, Table *string
	HeaderLine                *int
	Charsets                  []struct {
		Charset string
		Count   int
	}
	Columns []struct {
		Name, Header       string
		Field, DecimalMark *string
		IsPersonal         bool
	}
	Findings []struct {
		Note       importNote
		Confidence float64
	}
}

// Sign returns the separator, by its message key where it does not display.
func (g *importGuess) Sign() string {
	if textOf(g.Separator) == "\t" {
		return "imports.tab"
	}
	return ""
}

// importParty is a partner as a file names it.
type importParty struct {
	ID, Name, Match   string
	Siren, Siret, Rna *string
	Line              int
	IsOpen            bool
	Choice, PartnerID *string
	Candidates        []importCandidate
}

// importCandidate is a partner that a party may be.
type importCandidate struct {
	PartnerID, Name, Reason string
	Score                   float64
}

// Percent returns how near the candidate is, out of 100.
func (c importCandidate) Percent() int { return int(c.Score*100 + 0.5) }

// Decided returns what somebody decided about the party; empty when nobody did.
func (p importParty) Decided() string {
	if p.Choice != nil {
		return *p.Choice
	}
	isCandidate := slices.ContainsFunc(p.Candidates, func(c importCandidate) bool {
		return c.PartnerID == textOf(p.PartnerID)
	})
	if !p.IsOpen && isCandidate && p.NeedsDecision() {
		return *p.PartnerID
	}
	return ""
}

// NeedsDecision reports whether the hub leaves it to people who the party is.
func (p importParty) NeedsDecision() bool {
	return p.Match != string(lexicon.MatchNumber) && p.Match != string(lexicon.MatchNew)
}

// Preselected returns the answer that the form begins with: what was decided, or else what the hub suggests.
func (p importParty) Preselected() string {
	if p.IsOpen && p.Match == string(lexicon.MatchSuggested) && len(p.Candidates) > 0 {
		return p.Candidates[0].PartnerID
	}
	return p.Decided()
}

// importLine is a record of a file.
type importLine struct {
	Number           int
	Place            string
	RecordType       *string
	Title            *string
	Outcome, Raw     string
	IsWritten        bool
	Choice, RecordID *string
	Notes            []importNote
}

// Name returns how people find the line: its number, or its cell where the file has several tables.
func (l importLine) Name() string {
	if strings.Contains(l.Place, "!") {
		return l.Place
	}
	return strings.TrimLeft(l.Place, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
}

// Chosen returns what somebody decided about the line; empty when nobody did.
func (l importLine) Chosen() string { return textOf(l.Choice) }

// importPage is the data of the page of an import.
type importPage struct {
	fileImport
	Key      string // idempotency key of the buttons
	Here     string // URL to which forms are sent
	Outcome  string // of the lines that are listed; empty for all
	Code     string // of the lines that are listed; empty for any
	All      bool   // whether all parties are listed
	Next     struct{ Parties, Lines string }
	Choices  []string // about lines
	Report   string   // its URL, without extension
	Language string   // of the report
}

// Works reports whether the hub is at work on the import.
func (m *importPage) Works() bool {
	return m.isIn(lexicon.ImportUploading, lexicon.ImportPlanning, lexicon.ImportApplying, lexicon.ImportReverting)
}

// Reads reports whether the file has not been read to its end yet.
func (m *importPage) Reads() bool { return m.isIn(lexicon.ImportUploading, lexicon.ImportPlanning) }

// Failed reports whether the file could not be read.
func (m *importPage) Failed() bool { return m.isIn(lexicon.ImportFailed) }

// MayDecide reports whether people can decide about lines and parties.
func (m *importPage) MayDecide() bool {
	return m.isIn(lexicon.ImportPlanned, lexicon.ImportApplied, lexicon.ImportCancelled)
}

// ToWrite returns the number of lines that applying the import would write.
func (m *importPage) ToWrite() int {
	if !m.MayDecide() {
		return 0
	}
	written := []lexicon.ImportOutcome{lexicon.OutcomeApplied, lexicon.OutcomeUnchanged, lexicon.OutcomeFlagged}
	n := -m.SettledCount
	for _, outcome := range written {
		n += m.Of(string(outcome))
	}
	return max(n, 0)
}

// MayCancel reports whether the import can be given up.
func (m *importPage) MayCancel() bool {
	return m.isIn(lexicon.ImportUploading, lexicon.ImportPlanning, lexicon.ImportPlanned, lexicon.ImportApplying)
}

// MayRevert reports whether what the import wrote can be undone.
func (m *importPage) MayRevert() bool {
	return m.SettledCount > 0 && m.isIn(lexicon.ImportApplied, lexicon.ImportCancelled)
}

// refreshSeconds is how often the page of an import at work reloads.
const refreshSeconds = 3

// fileImport shows an import: how its file is read, what becomes of each line, and what is to be decided.
func (s *site) fileImport(q *request) (*page, error) {
	m := &importPage{
		Key: keyOf(nil), All: q.query.Get("parties") == "all", Code: q.wordOf("code", "NoteCode"),
		Language: string(q.lang.Tag()), Choices: []string{"TAKE", "CORRECT", "LEAVE_OUT"},
	}
	if q.query.Get("outcome") != "ALL" {
		m.Outcome = q.wordOf("outcome", "ImportOutcome")
		if m.Outcome == "" && m.Code == "" {
			m.Outcome = string(lexicon.OutcomeWaiting)
		}
	}
	if err := q.readImport(m); err != nil {
		return nil, err
	}
	m.Report = strings.TrimSuffix(m.ReportPath, ".csv")
	m.Here = q.here("lang", partiesAfter, linesAfter)
	for _, next := range []struct {
		of   pageInfo
		name string
		to   *string
	}{{m.Parties.PageInfo, partiesAfter, &m.Next.Parties}, {m.Lines.PageInfo, linesAfter, &m.Next.Lines}} {
		if next.of.HasNextPage {
			parameters := q.parameters("lang", next.name)
			parameters.Set(next.name, textOf(next.of.EndCursor))
			*next.to = address(m.Address(), parameters)
		}
	}
	p := &page{Template: "import", Title: words.Say(q.lang, "imports.of", m.Name), Body: m}
	if m.Works() {
		p.Refresh = refreshSeconds
	}
	return p, nil
}

// The parameters of the pages of lists.
const (
	partiesAfter = "parties-after"
	linesAfter   = "lines-after"
)

// readImport queries an import, with the lists that the page shows.
func (q *request) readImport(m *importPage) error {
	variables := vars{"id": q.http.PathValue("import"), "open": !m.All}
	if m.Outcome != "" {
		variables["outcomes"] = []string{m.Outcome}
	}
	if m.Code != "" {
		variables["code"] = m.Code
	}
	for name, parameter := range map[string]string{"partiesAfter": partiesAfter, "linesAfter": linesAfter} {
		if cursor := q.query.Get(parameter); cursor != "" {
			variables[name] = cursor
		}
	}
	var data struct{ Import *fileImport }
	if err := q.execute("ImportPage", variables, &data); err != nil {
		if isRefused(err) {
			return operations.ErrNotFound
		}
		return err
	}
	if data.Import == nil {
		return operations.ErrNotFound
	}
	m.fileImport = *data.Import
	if m.ContractID == nil {
		return nil
	}
	var of struct{ Node *thing }
	err := q.execute("ImportContract", vars{"id": *m.ContractID}, &of)
	m.Contract = of.Node
	return err
}

// importAnswered runs the action of a form of the page.
func (s *site) importAnswered(q *request) (*page, error) {
	sent, err := q.posted()
	if err != nil {
		return nil, err
	}
	if !q.mayImport() {
		return q.refused(nil), nil
	}
	of := fileImport{ID: q.http.PathValue("import")}
	do, to := sent.Get("do"), q.here("lang", partiesAfter, linesAfter)
	input := map[string]any{"id": of.ID, "idempotencyKey": keyOf(sent) + do}
	switch do {
	case "apply":
		return q.runMutation("ApplyImport", "applyImport", input, of.Address())
	case "suggestions":
		input["acceptSuggestions"] = true
	case "code":
		answer := map[string]any{"code": sent.Get("code")}
		if choice := sent.Get("choice"); choice != "" {
			answer["choice"] = choice
		}
		input["answers"] = []any{answer}
	case "parties", "lines":
		answers := partyAnswers(sent)
		if do == "lines" {
			answers = lineAnswers(sent)
		}
		if len(answers) == 0 {
			return &page{Redirect: to}, nil
		}
		input["answers"] = answers
	default:
		return nil, operations.ErrNotFound
	}
	p, err := q.runMutation("AnswerImport", "answerImport", input, to)
	var told *operations.Problem
	if errors.As(err, &told) && told.Status == http.StatusForbidden {
		return nil, operations.ErrNotFound
	}
	return p, err
}

// changedFields returns the values of the sent fields with a prefix that differ from those that the form showed.
func changedFields(sent url.Values, prefix string) map[string]string {
	changed := map[string]string{}
	for name := range sent {
		of, is := strings.CutPrefix(name, prefix)
		if is && sent.Get(name) != sent.Get("was."+name) {
			changed[of] = sent.Get(name)
		}
	}
	return changed
}

// partyAnswers returns the decisions about parties of a sent form.
func partyAnswers(sent url.Values) (answers []any) {
	for id, value := range changedFields(sent, "party.") {
		answer := map[string]any{"party": id}
		switch value {
		case "": // takes the decision back
		case "NEW", "LEAVE_OUT":
			answer["choice"] = value
		default:
			answer["partner"] = value
		}
		answers = append(answers, answer)
	}
	return answers
}

// lineAnswers returns the decisions about lines of a sent form, one for each choice.
func lineAnswers(sent url.Values) (answers []any) {
	byChoice := map[string][]int{}
	for line, choice := range changedFields(sent, "line.") {
		if number, err := strconv.Atoi(line); err == nil { // the hub numbers them; others are of no line
			byChoice[choice] = append(byChoice[choice], number)
		}
	}
	for choice, lines := range byChoice {
		answer := map[string]any{"lines": lines}
		if choice != "" {
			answer["choice"] = choice
		}
		answers = append(answers, answer)
	}
	return answers
}

// confirmCancel asks whether to give an import up; cancelImport does.
func (s *site) confirmCancel(q *request) (*page, error) {
	return q.confirmImport("imports.cancel-of", "imports.cancel-lead", "imports.cancel")
}

func (s *site) cancelImport(q *request) (*page, error) {
	return q.changeImport("CancelImport", "cancelImport")
}

// confirmRevert asks whether to undo an import; revertImport does.
func (s *site) confirmRevert(q *request) (*page, error) {
	return q.confirmImport("imports.revert-of", "imports.revert-lead", "imports.revert")
}

func (s *site) revertImport(q *request) (*page, error) {
	return q.changeImport("RevertImport", "revertImport")
}

// confirmImport asks for confirmation of a change of an import.
func (q *request) confirmImport(title, lead, submit string) (*page, error) {
	m := &importPage{}
	if err := q.readImport(m); err != nil {
		return nil, err
	}
	title = words.Say(q.lang, title, m.Name)
	return &page{Template: "confirm", Title: title, Body: confirmPage{
		What: title, Lead: words.Say(q.lang, lead), Back: m.Address(),
		Form: &form{Key: keyOf(nil), Submit: submit, Cancel: m.Address(), Stay: true},
	}}, nil
}

// changeImport runs a mutation of an import, and returns to its page.
func (q *request) changeImport(operation, mutation string) (*page, error) {
	sent, err := q.posted()
	if err != nil {
		return nil, err
	}
	if !q.mayImport() {
		return q.refused(nil), nil
	}
	of := fileImport{ID: q.http.PathValue("import")}
	input := map[string]any{"id": of.ID, "idempotencyKey": keyOf(sent)}
	return q.runMutation(operation, mutation, input, of.Address())
}
