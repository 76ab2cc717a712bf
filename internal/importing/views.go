package importing

import (
	"maps"
	"math"
	"slices"
	"strconv"

	"maillage/graph/model"
	"maillage/internal/exchange/imports"
	"maillage/internal/exchange/read"
	"maillage/internal/lexicon"
	"maillage/internal/relay"
)

// Pages of imports, lines and parties.
type (
	ImportConnection      = relay.Connection[model.Import]
	ImportEdge            = relay.Edge[model.Import]
	ImportLineConnection  = relay.Connection[model.ImportLine]
	ImportLineEdge        = relay.Edge[model.ImportLine]
	ImportPartyConnection = relay.Connection[model.ImportParty]
	ImportPartyEdge       = relay.Edge[model.ImportParty]
)

// view returns an import as the API shows it.
func view(i imports.Import) *model.Import {
	v := &model.Import{
		ID: i.ID, State: i.State, Name: i.Name, Size: asInt(i.Size), Received: asInt(i.Received),
		Sha256: optional[string](i.Hash), ContractID: optional[string](i.Contract),
		AccountID: optional[string](i.Account), Publisher: optional[string](i.Options.Publisher),
		Notes: noteViews(i.Notes), RecordCount: i.Records,
		SettledCount: i.Settled, Problem: i.Problem, CreatedAt: i.Created, ExpiresAt: i.Expires,
		SourceID: optional[string](i.Source), Row: i.Key(),
	}
	if i.Guess != nil {
		v.Guess = guessView(i.Guess)
	}
	return v
}

// optional returns a text, or nil for an empty one.
func optional[T ~string](text string) *T {
	if text == "" {
		return nil
	}
	return new(T(text))
}

// asInt returns a number of bytes, or nil where an Int cannot hold it.
func asInt(n int64) *int {
	if n > math.MaxInt32 {
		return nil
	}
	return new(int(n))
}

func guessView(g *imports.Guess) *model.ImportGuess {
	v := &model.ImportGuess{
		Format: lexicon.ImportFormat(g.Format), Profile: optional[string](g.Profile),
		Separator: optional[string](g.Separator), Table: optional[string](g.Table), Tables: []string{},
		Charsets: []*model.ImportCharsetCount{}, Columns: []*model.ImportColumn{}, Findings: []*model.ImportFinding{},
	}
	if g.HeaderLine > 0 {
		v.HeaderLine = &g.HeaderLine
	}
	for _, charset := range slices.Sorted(maps.Keys(g.Charsets)) {
		v.Charsets = append(v.Charsets, &model.ImportCharsetCount{Charset: charset, Count: g.Charsets[charset]})
	}
	for _, t := range g.Tables {
		v.Tables = append(v.Tables, t.Name)
	}
	for _, c := range g.Columns {
		v.Columns = append(v.Columns, &model.ImportColumn{
			Name: c.Name, Header: c.Header, Field: optional[string](c.Field), IsPersonal: c.Personal,
			DecimalMark: optional[string](c.Decimal),
		})
	}
	for _, f := range g.Findings {
		v.Findings = append(v.Findings, findingView(f))
	}
	return v
}

func findingView(f read.Finding) *model.ImportFinding {
	return &model.ImportFinding{Note: &model.ImportNote{Note: f.Note}, Confidence: f.Confidence}
}

func noteViews(notes []lexicon.Note) []*model.ImportNote {
	views := make([]*model.ImportNote, len(notes))
	for i, n := range notes {
		views[i] = &model.ImportNote{Note: n}
	}
	return views
}

// countsView lists each outcome, and the codes that occur.
func countsView(c imports.Counts) *model.ImportCounts {
	v := &model.ImportCounts{OpenParties: c.Open, Codes: []*model.ImportCodeCount{}}
	for _, word := range lexicon.ImportOutcome("").Values() {
		outcome := lexicon.ImportOutcome(word)
		v.Outcomes = append(v.Outcomes, &model.ImportOutcomeCount{Outcome: outcome, Count: c.Outcomes[outcome]})
	}
	for _, code := range slices.Sorted(maps.Keys(c.Codes)) {
		v.Codes = append(v.Codes, &model.ImportCodeCount{Code: code, Count: c.Codes[code]})
	}
	return v
}

func lineView(l *imports.Line) *model.ImportLine {
	return &model.ImportLine{
		Number: l.Number, Place: l.Place, RecordType: optional[lexicon.RecordType](string(l.Type)),
		Title: optional[string](l.Title), Outcome: l.Outcome, IsWritten: l.Done, Notes: noteViews(l.Notes), Raw: l.Raw,
		Choice: optional[lexicon.ImportChoice](l.Choice), RecordID: optional[string](l.Record),
	}
}

func partyView(of *imports.Party) *model.ImportParty {
	v := &model.ImportParty{
		ID: strconv.Itoa(of.Number), Row: of.Number, Name: of.Name, Siren: optional[string](of.SIREN),
		Siret: optional[string](of.SIRET), Rna: optional[string](of.RNA), Line: of.Line, Match: of.Match,
		IsOpen: of.IsOpen, PartnerID: optional[string](of.Partner), Candidates: []*model.ImportCandidate{},
	}
	if of.Choice == imports.NewOne || of.Choice == imports.LeaveOut { // else it is a partner
		v.Choice = optional[lexicon.ImportChoice](of.Choice)
	}
	for _, c := range of.Candidates {
		v.Candidates = append(v.Candidates, &model.ImportCandidate{
			PartnerID: c.Partner, Name: c.Name, Score: c.Score, Reason: lexicon.ImportReason(c.Why),
		})
	}
	return v
}
