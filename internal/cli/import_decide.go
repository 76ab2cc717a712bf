package cli

import (
	"context"
	"encoding/csv"
	"os"
	"slices"
	"strconv"

	"maillage/internal/exchange/imports"
	"maillage/internal/lexicon"
	"maillage/internal/message"
)

// decide stores the decisions of the file and, with --yes, takes what the hub suggests.
func (c *importCommand) decide(ctx context.Context, all *imports.Imports, id string) error {
	if c.Decide != "" {
		answers, err := c.answers(ctx, all, id)
		if err != nil {
			return err
		}
		if err := all.Decide(ctx, id, answers); err != nil {
			return err
		}
	}
	if c.Yes {
		_, err := all.AcceptSuggestions(ctx, id)
		return err
	}
	return nil
}

// answers reads the file of decisions. A party is given by its name in the imported file.
func (c *importCommand) answers(ctx context.Context, all *imports.Imports, id string) ([]imports.Answer, error) {
	file, err := os.Open(c.Decide)
	if err != nil {
		return nil, misused(message.CannotBeRead(c.Decide, err.Error()))
	}
	defer func() { _ = file.Close() }() // it was only read
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		return nil, misused(message.CannotBeRead(c.Decide, err.Error()))
	}
	wrong := func(line int, what message.Sentence) error {
		return misused(message.InLineOfFile(c.Decide, line+1, what))
	}
	if len(rows) == 0 || !slices.Equal(rows[0], []string{"party", "line", "code", "choice"}) {
		return nil, wrong(0, message.DecisionHeader)
	}
	parties, err := partiesByName(ctx, all, id)
	if err != nil {
		return nil, err
	}
	var answers []imports.Answer
	for i, row := range rows[1:] {
		a := imports.Answer{Code: lexicon.NoteCode(row[2]), Choice: row[3]}
		if row[0] != "" {
			if a.Party = parties[row[0]]; a.Party == 0 {
				return nil, wrong(i+1, message.NoPartyIsCalled(row[0]))
			}
		}
		if row[1] != "" {
			n, err := strconv.Atoi(row[1])
			if err != nil {
				return nil, wrong(i+1, message.LineIsANumber(row[1]))
			}
			a.Lines = []int{n}
		}
		answers = append(answers, a)
	}
	return answers, nil
}

func partiesByName(ctx context.Context, all *imports.Imports, id string) (map[string]int, error) {
	byName := map[string]int{}
	for after := 0; ; {
		parties, err := all.Parties(ctx, id, false, after, 500)
		if err != nil || len(parties) == 0 {
			return byName, err
		}
		for _, p := range parties {
			byName[p.Name], after = p.Number, p.Number
		}
	}
}
