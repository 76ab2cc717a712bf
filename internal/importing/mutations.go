package importing

import (
	"context"
	"encoding/json"
	"strconv"

	"maillage/graph/model"
	"maillage/internal/edit"
	"maillage/internal/exchange/imports"
	"maillage/internal/exchange/read"
	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/write"
)

// The limits of one mutation.
const (
	maxAnswers = 500
	maxLines   = 500
)

// change runs a mutation of an import, once for an idempotency key. A repeated key returns the import as it is now.
func (s Service) change(
	ctx context.Context, e write.Envelope, wrong *edit.Problem, args []any,
	do func(context.Context) (id string, err error),
) (*model.ImportPayload, error) {
	p := &model.ImportPayload{}
	var err error
	p.Done, err = write.Attempt(e, wrong, ProblemOf, func() (bool, error) {
		id, again, err := write.Idempotent(ctx, s.Ledger, e.Key, args, do)
		if err != nil {
			return again, err
		}
		now, err := s.Imports.One(ctx, id)
		if err == nil {
			p.Import = view(now)
		}
		return again, err
	})
	return p, err
}

// Create makes an import, whose file is still to come.
func (s Service) Create(ctx context.Context, input model.Input) (*model.ImportPayload, error) {
	e, fields := write.ParseInput(ctx, input, "import")
	n, wrong := NewImport(fields)
	return s.change(ctx, e, wrong, []any{"createImport", n}, func(ctx context.Context) (string, error) {
		made, err := s.Imports.Create(ctx, n)
		return made.ID, err
	})
}

// Apply starts to write a plan.
func (s Service) Apply(ctx context.Context, input model.Input) (*model.ImportPayload, error) {
	return s.begin(ctx, input, "applyImport", s.Imports.Apply)
}

// Cancel stops an import.
func (s Service) Cancel(ctx context.Context, input model.Input) (*model.ImportPayload, error) {
	return s.begin(ctx, input, "cancelImport", s.Imports.Cancel)
}

// Revert starts to undo an import.
func (s Service) Revert(ctx context.Context, input model.Input) (*model.ImportPayload, error) {
	return s.begin(ctx, input, "revertImport", s.Imports.Revert)
}

func (s Service) begin(
	ctx context.Context, input model.Input, verb string, do func(context.Context, string) error,
) (*model.ImportPayload, error) {
	e, fields := write.ParseInput(ctx, input, "import")
	id := write.TextOf(fields, "id")
	return s.change(ctx, e, nil, []any{verb, id}, func(ctx context.Context) (string, error) { return id, do(ctx, id) })
}

// Answer stores decisions about a plan.
func (s Service) Answer(ctx context.Context, input model.Input) (*model.ImportPayload, error) {
	e, fields := write.ParseInput(ctx, input, "import")
	id := write.TextOf(fields, "id")
	suggested, _ := fields["acceptSuggestions"].(bool)
	answers, wrong := answersOf(fields)
	if wrong == nil && len(answers) == 0 && !suggested {
		wrong = &edit.Problem{Field: []string{"answers"}, Code: lexicon.UserRequired, Sentence: message.NoImportAnswers}
	}
	args := []any{"answerImport", id, answers, suggested}
	return s.change(ctx, e, wrong, args, func(ctx context.Context) (string, error) {
		if len(answers) > 0 {
			if err := s.Imports.Decide(ctx, id, answers); err != nil {
				return id, err
			}
		}
		if suggested {
			if _, err := s.Imports.AcceptSuggestions(ctx, id); err != nil {
				return id, err
			}
		}
		return id, nil
	})
}

// answersOf reads the decisions of an input.
func answersOf(fields map[string]any) ([]imports.Answer, *edit.Problem) {
	list, _ := fields["answers"].([]any)
	if len(list) > maxAnswers {
		return nil, write.OnField("answers", lexicon.UserTooMany, message.TakesAnswers(maxAnswers))
	}
	answers := make([]imports.Answer, len(list))
	for i, given := range list {
		one, _ := given.(map[string]any)
		var wrong *edit.Problem
		if answers[i], wrong = answerOf(one); wrong != nil {
			wrong.Field = append([]string{"answers", strconv.Itoa(i)}, wrong.Field...)
			return nil, wrong
		}
	}
	return answers, nil
}

// answerOf reads one decision.
func answerOf(given map[string]any) (a imports.Answer, wrong *edit.Problem) {
	party, code, partner := write.TextOf(given, "party"), write.TextOf(given, "code"), write.TextOf(given, "partner")
	lines, _ := given["lines"].([]any)
	a.Code, a.Choice = lexicon.NoteCode(code), write.TextOf(given, "choice")
	subjects := 0
	for _, is := range []bool{party != "", code != "", given["lines"] != nil} {
		if is {
			subjects++
		}
	}
	forParty := a.Choice == "" || a.Choice == imports.NewOne || a.Choice == imports.LeaveOut
	switch {
	case subjects != 1:
		return a, &edit.Problem{Code: lexicon.UserInvalid, Sentence: message.OneImportAnswer}
	case given["lines"] != nil && (len(lines) == 0 || len(lines) > maxLines):
		return a, write.OnField("lines", lexicon.UserInvalid, message.TakesLines(maxLines))
	case partner != "" && (a.Choice != "" || party == ""):
		return a, write.OnField("choice", lexicon.UserInvalid, message.PartnerOrWord)
	case party != "" && !forParty:
		return a, write.OnField("choice", lexicon.UserInvalid, message.TakesPartyChoice)
	case party == "" && a.Choice == imports.NewOne:
		return a, write.OnField("choice", lexicon.UserInvalid, message.TakesLineChoice)
	}
	if partner != "" {
		a.Choice = partner
	}
	if party != "" {
		number, err := strconv.Atoi(party)
		if err != nil || number <= 0 {
			return a, write.OnField("party", lexicon.UserUnknown, message.NamesNothing)
		}
		a.Party = number
	}
	for _, line := range lines {
		number, _ := integer(line)
		a.Lines = append(a.Lines, number)
	}
	return a, nil
}

// integer returns a whole number of an input.
func integer(value any) (n int, ok bool) {
	switch v := value.(type) {
	case json.Number:
		whole, err := v.Int64()
		return int(whole), err == nil
	case int64:
		return int(v), true
	case int:
		return v, true
	}
	return 0, false
}

// separators are the signs that can separate cells.
const separators = ";,|\t"

// NewImport reads the fields of a new import, as the API names them.
func NewImport(fields map[string]any) (n imports.NewImport, wrong *edit.Problem) {
	size, _ := integer(fields["size"])
	n = imports.NewImport{
		Name: write.TextOf(fields, "name"), Size: int64(size), Contract: write.TextOf(fields, "contract"),
		Options: imports.Options{Publisher: write.TextOf(fields, "publisher")},
	}
	o := &n.Options.Overrides
	o.Format, o.Table = read.Format(write.TextOf(fields, "format")), write.TextOf(fields, "table")
	switch lexicon.ImportCharset(write.TextOf(fields, "charset")) {
	case lexicon.CharsetUTF8:
		o.Charset = read.UTF8
	case lexicon.CharsetWindows1252:
		o.Charset = read.Windows1252
	}
	if separator := write.TextOf(fields, "separator"); separator != "" {
		if !isSign(separator, separators) {
			return n, write.OnField("separator", lexicon.UserInvalid, message.TakesSeparator)
		}
		o.Separator = separator[0]
	}
	if line, given := integer(fields["headerLine"]); given {
		if line < -1 || line == 0 {
			return n, write.OnField("headerLine", lexicon.UserInvalid, message.TakesHeaderLine)
		}
		o.HeaderLine = line
	}
	columns, _ := fields["columns"].([]any)
	for i, given := range columns {
		one, _ := given.(map[string]any)
		if wrong := addColumn(o, one); wrong != nil {
			wrong.Field = append([]string{"columns", strconv.Itoa(i)}, wrong.Field...)
			return n, wrong
		}
	}
	return n, nil
}

// isSign reports whether a text is one of some signs.
func isSign(text, signs string) bool {
	for i := range len(signs) {
		if text == signs[i:i+1] {
			return true
		}
	}
	return false
}

// addColumn adds how a person wants a column to be read.
func addColumn(o *read.Overrides, given map[string]any) *edit.Problem {
	column := write.TextOf(given, "column")
	if field, is := given["field"].(string); is {
		put(&o.Fields, column, field)
	}
	if mark := write.TextOf(given, "decimalMark"); mark != "" {
		if !isSign(mark, ",.") {
			return write.OnField("decimalMark", lexicon.UserInvalid, message.TakesDecimalMark)
		}
		put(&o.Decimals, column, lexicon.DecimalMark(mark[0]))
	}
	switch lexicon.ImportDateOrder(write.TextOf(given, "dateOrder")) {
	case lexicon.ImportDayFirst:
		put(&o.Orders, column, lexicon.DayFirst)
	case lexicon.ImportMonthFirst:
		put(&o.Orders, column, lexicon.MonthFirst)
	}
	if percent, is := given["isPercent"].(bool); is {
		put(&o.Percent, column, percent)
	}
	return nil
}

// put sets a value of a map, which it makes first.
func put[T any](all *map[string]T, name string, value T) {
	if *all == nil {
		*all = map[string]T{}
	}
	(*all)[name] = value
}
