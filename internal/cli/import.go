package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"maillage/internal/access"
	"maillage/internal/exchange/imports"
	"maillage/internal/importing"
	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/snapshot"
	"maillage/internal/store"
)

type importCommand struct {
	database
	File      string `arg:"" optional:"" help:"The file; - is standard input." placeholder:"FILE"`
	Contract  string `help:"${import_contract}" placeholder:"CODE"`
	Publisher string `help:"Who publishes the file. Its next file is compared with this one." placeholder:"NAME"`
	importReading
	DryRun bool   `help:"Only plan: write nothing."`
	Decide string `help:"Decisions as CSV, with the columns party, line, code and choice." placeholder:"FILE"`
	Yes    bool   `short:"y" help:"Take the partners that the hub suggests."`
	Report string `help:"${import_report}" placeholder:"FILE"`
	Resume string `help:"Continue an import, by its id, instead of reading a file." placeholder:"ID"`
	Revert string `help:"Undo what an import wrote, by its id." placeholder:"ID"`
	JSON   bool   `help:"Print the result as JSON."`
}

// waitingError reports an import with lines that wait for a decision.
type waitingError struct{ lines int }

func (e *waitingError) Error() string {
	return fmt.Sprintf("%d line(s) wait for a decision: see the report, then use --decide", e.lines)
}

// refusedError reports an import with lines that were refused.
type refusedError struct{ lines int }

func (e *refusedError) Error() string {
	return fmt.Sprintf("%d line(s) were refused: see the report", e.lines)
}

// Run plans a file and applies the plan, or continues or reverts an import.
func (c *importCommand) Run(e *environment) error {
	named := 0
	for _, what := range []string{c.File, c.Resume, c.Revert} {
		if what != "" {
			named++
		}
	}
	if named != 1 {
		return misused(message.ImportOneOf)
	}
	if _, err := c.newImport("", 0); err != nil { // before the database is opened
		return err
	}
	return c.withStore(e, func(s *store.Store) error {
		ctx := access.WithViewer(e.ctx, access.Named("maillage import"))
		book, err := openLedger(ctx, s)
		if err != nil {
			return err
		}
		all := imports.New(imports.Config{
			Client: s.Client, Dialect: s.Dialect(), Ledger: book, Records: snapshot.New(s.Client, book), Log: e.log,
		})
		i, err := c.run(ctx, e, all)
		if err != nil {
			return usageOf(err)
		}
		return c.printResult(ctx, e, all, i)
	})
}

// usageOf turns problems that the caller can correct into wrong usage.
func usageOf(err error) error {
	var (
		field *imports.FieldError
		state *imports.StateError
		none  *imports.NotFoundError
	)
	if errors.As(err, &field) || errors.As(err, &state) || errors.As(err, &none) {
		return &usageError{err}
	}
	return err
}

func (c *importCommand) run(ctx context.Context, e *environment, all *imports.Imports) (i imports.Import, err error) {
	switch {
	case c.Revert != "":
		if i, err = all.One(ctx, c.Revert); err == nil && i.State != lexicon.ImportReverting {
			err = all.Revert(ctx, c.Revert)
		}
		if err != nil {
			return i, err
		}
		return all.Work(ctx, c.Revert, nil)
	case c.Resume != "":
		if i, err = all.One(ctx, c.Resume); err != nil {
			return i, err
		}
	default:
		if i, err = c.plan(ctx, e, all); err != nil {
			return i, err
		}
	}
	if i.State == lexicon.ImportFailed {
		return i, nil
	}
	if i.State != lexicon.ImportApplying && i.State != lexicon.ImportReverting { // those go on as they were begun
		if err := c.decide(ctx, all, i.ID); err != nil || c.DryRun {
			return i, errors.Join(err, reload(ctx, all, &i))
		}
		if err := all.Apply(ctx, i.ID); err != nil {
			return i, err
		}
	}
	told, done := c.progress("writing", false)
	defer done()
	return all.Work(ctx, i.ID, told)
}

// reload reads an import again.
func reload(ctx context.Context, all *imports.Imports, i *imports.Import) (err error) {
	*i, err = all.One(ctx, i.ID)
	return err
}

// plan plans the file.
func (c *importCommand) plan(ctx context.Context, e *environment, all *imports.Imports) (imports.Import, error) {
	file, size, err := c.open()
	if err != nil {
		return imports.Import{}, err
	}
	defer func() { _ = file.Close() }() // it was only read
	ofFile, done := c.progress("reading", true)
	defer done()
	ofLines, end := c.progress("comparing", false)
	defer end()
	told := func(n, all int64) {
		if all == size { // in bytes, and then in lines
			ofFile(n, all)
		} else {
			ofLines(n, all)
		}
	}
	name := c.File
	if name == "-" {
		name = "standard-input"
	}
	n, err := c.newImport(name, size)
	if err != nil {
		return imports.Import{}, err
	}
	i, err := all.PlanFile(ctx, n, file, told)
	if err == nil {
		e.log.Info("planned", "import", i.ID, "records", i.Records)
	}
	return i, err
}

// newImport returns what to plan. It reads the flags as the API reads its fields.
func (c *importCommand) newImport(name string, size int64) (imports.NewImport, error) {
	fields, err := c.fields()
	if err != nil {
		return imports.NewImport{}, err
	}
	fields["name"], fields["size"], fields["contract"], fields["publisher"] = name, size, c.Contract, c.Publisher
	n, wrong := importing.NewImport(fields)
	if wrong != nil {
		flag := importFlags[wrong.Field[len(wrong.Field)-1]]
		return n, misused(message.FlagIsWrong(flag, wrong.Sentence))
	}
	return n, nil
}

// open opens the file. Standard input is copied to a temporary file first, because it is read twice.
func (c *importCommand) open() (*os.File, int64, error) {
	if c.File != "-" {
		file, err := os.Open(c.File)
		if err != nil {
			return nil, 0, &usageError{err}
		}
		info, err := file.Stat()
		if err == nil && !info.Mode().IsRegular() {
			err = misused(message.IsNoFile(c.File))
		}
		if err != nil {
			return nil, 0, errors.Join(err, file.Close())
		}
		return file, info.Size(), nil
	}
	file, err := os.CreateTemp("", "maillage-import-*")
	if err != nil {
		return nil, 0, err
	}
	size, err := io.Copy(file, os.Stdin)
	if err = errors.Join(err, os.Remove(file.Name())); err != nil { // it lives until it is closed
		return nil, 0, errors.Join(err, file.Close())
	}
	return file, size, nil
}

// progress returns a function that shows how far a step has come: as a bar on a terminal, and elsewhere as a line in
// ten seconds.
func (c *importCommand) progress(what string, isBytes bool) (told imports.Progress, done func()) {
	var bar *progressbar.ProgressBar
	terminal := term.IsTerminal(int(os.Stderr.Fd()))
	var last time.Time
	told = func(n, all int64) {
		if bar == nil {
			options := []progressbar.Option{
				progressbar.OptionSetDescription(what), progressbar.OptionSetWriter(os.Stderr),
				progressbar.OptionShowCount(), progressbar.OptionSetPredictTime(true),
				progressbar.OptionClearOnFinish(),
				progressbar.OptionSetVisibility(terminal),
			}
			if isBytes {
				options = append(options, progressbar.OptionShowBytes(true))
			}
			bar = progressbar.NewOptions64(all, options...)
			last = time.Now()
		}
		bar.ChangeMax64(all)
		_ = bar.Set64(n) // what cannot be shown is no reason to stop
		if !terminal && time.Since(last) > 10*time.Second {
			last = time.Now()
			_, _ = fmt.Fprintf(os.Stderr, "%s: %d of %d\n", what, n, all) // what cannot be shown is no reason to stop
		}
	}
	return told, func() {
		if bar != nil {
			_ = bar.Finish()
		}
	}
}

// result is what the command prints.
type result struct {
	Import   string                        `json:"import"`
	State    lexicon.ImportState           `json:"state"`
	Problem  string                        `json:"problem,omitempty"`
	Records  int                           `json:"records"`
	Written  int                           `json:"written"`
	Outcomes map[lexicon.ImportOutcome]int `json:"outcomes"`
	Codes    map[lexicon.NoteCode]int      `json:"codes"`
	Open     int                           `json:"openParties"`
}

// printResult prints what became of the file, and writes the report.
func (c *importCommand) printResult(ctx context.Context, e *environment, all *imports.Imports, i imports.Import) error {
	counts, err := all.Counts(ctx, i.ID)
	if err == nil && c.Report != "" {
		err = c.report(ctx, all, i.ID)
	}
	if err != nil {
		return err
	}
	r := result{i.ID, i.State, "", i.Records, i.Settled, counts.Outcomes, counts.Codes, counts.Open}
	if i.Problem != nil {
		r.Problem = i.Problem.In(language())
	}
	if c.JSON {
		err = json.NewEncoder(e.out).Encode(r)
	} else {
		err = c.print(ctx, e.out, all, &r, i.Notes)
	}
	switch {
	case err != nil:
		return err
	case i.State == lexicon.ImportFailed || i.Problem != nil:
		return errors.New(reasonOf(i))
	case counts.Outcomes[lexicon.OutcomeRefused] > 0 && c.Revert == "":
		return &refusedError{counts.Outcomes[lexicon.OutcomeRefused]}
	case counts.Outcomes[lexicon.OutcomeWaiting] > 0 && c.Revert == "":
		return &waitingError{counts.Outcomes[lexicon.OutcomeWaiting]}
	}
	return nil
}

// reasonOf returns why an import failed.
func reasonOf(i imports.Import) string {
	for _, n := range i.Notes {
		if n.Severity == lexicon.Refuses {
			return n.Sentence(language())
		}
	}
	if i.Problem == nil {
		return message.ImportFailed.In(language())
	}
	return i.Problem.In(language())
}

// maxQuestions is the number of open questions that are printed.
const maxQuestions = 20

func (c *importCommand) print(
	ctx context.Context, out io.Writer, all *imports.Imports, r *result, notes []lexicon.Note,
) error {
	p := &printer{out: out}
	p.line("import   %s", r.Import)
	p.line("state    %s", r.State)
	p.line("records  %d", r.Records)
	p.line("written  %d", r.Written)
	for _, outcome := range []lexicon.ImportOutcome{lexicon.OutcomeApplied, lexicon.OutcomeFlagged,
		lexicon.OutcomeUnchanged, lexicon.OutcomeWaiting, lexicon.OutcomeRefused} {
		if n := r.Outcomes[outcome]; n > 0 {
			p.line("  %-10s %d", outcome.Label(language()), n)
		}
	}
	for _, code := range slices.Sorted(maps.Keys(r.Codes)) {
		p.line("  %-24s %d", code, r.Codes[code])
	}
	for _, n := range notes {
		p.line("note     %s", n.Sentence(language()))
	}
	if r.Open == 0 {
		return p.err
	}
	parties, err := all.Parties(ctx, r.Import, true, 0, maxQuestions)
	if err != nil {
		return err
	}
	p.line("%d partner(s) to decide on:", r.Open)
	for _, of := range parties {
		var names []string
		for _, candidate := range of.Candidates {
			names = append(names, fmt.Sprintf(
				"%s (%s, %.0f %%)", candidate.Name, candidate.Partner, 100*candidate.Score,
			))
		}
		p.line("  line %d: %s: %s", of.Line, of.Name, strings.Join(names, "; "))
	}
	return p.err
}

// printer prints lines and remembers the first error.
type printer struct {
	out io.Writer
	err error
}

func (p *printer) line(form string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.out, form+"\n", args...)
	}
}

// report writes what became of each line to a file.
func (c *importCommand) report(ctx context.Context, all *imports.Imports, id string) (err error) {
	file, err := os.Create(c.Report)
	if err != nil {
		return &usageError{err}
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if strings.HasSuffix(c.Report, ".ndjson") {
		return all.ReportLines(ctx, id, language(), file)
	}
	return all.Report(ctx, id, language(), file)
}
