package model

import (
	"time"

	"maillage/internal/batch"
	"maillage/internal/lexicon"
)

// Import is a file on its way into the hub.
type Import struct {
	batch.Member[Import]
	ID           string
	State        lexicon.ImportState
	Name         string
	Size         *int
	Received     *int
	Sha256       *string
	ContractID   *string
	AccountID    *string
	Publisher    *string
	Guess        *ImportGuess
	Notes        []*ImportNote
	RecordCount  int
	SettledCount int
	Problem      *lexicon.Text
	CreatedAt    time.Time
	ExpiresAt    time.Time
	SourceID     *string
	Row          int // its key in the list of imports
}

// UploadPath returns the address that takes the bytes of the file.
func (i *Import) UploadPath() string { return "/imports/" + i.ID + "/file" }

// ReportPath returns the address of the report.
func (i *Import) ReportPath() string { return "/imports/" + i.ID + "/report.csv" }

// ImportGuess is how a file is read, and why.
type ImportGuess struct {
	Format     lexicon.ImportFormat
	Profile    *string
	Charsets   []*ImportCharsetCount
	Separator  *string
	Table      *string
	Tables     []string
	HeaderLine *int
	Columns    []*ImportColumn
	Findings   []*ImportFinding
}

// ImportCharsetCount is the number of lines in an encoding.
type ImportCharsetCount struct {
	Charset string
	Count   int
}

// ImportColumn is a column of a file.
type ImportColumn struct {
	Name, Header string
	Field        *string
	IsPersonal   bool
	DecimalMark  *string
}

// ImportFinding is a guess about a file.
type ImportFinding struct {
	Note       *ImportNote
	Confidence float64
}

// ImportNote is a remark on a file or on one of its records.
type ImportNote struct{ lexicon.Note }

// ImportCounts are numbers of lines and decisions.
type ImportCounts struct {
	Outcomes    []*ImportOutcomeCount
	Codes       []*ImportCodeCount
	OpenParties int
}

// ImportOutcomeCount is the number of lines with an outcome.
type ImportOutcomeCount struct {
	Outcome lexicon.ImportOutcome
	Count   int
}

// ImportCodeCount is the number of lines that have a note with a code.
type ImportCodeCount struct {
	Code  lexicon.NoteCode
	Count int
}

// ImportLine is one record of a file.
type ImportLine struct {
	Number     int
	Place      string
	RecordType *lexicon.RecordType
	Title      *string
	Outcome    lexicon.ImportOutcome
	IsWritten  bool
	Notes      []*ImportNote
	Raw        string
	Choice     *lexicon.ImportChoice
	RecordID   *string
}

// ImportParty is a partner as a file names it.
type ImportParty struct {
	ID                string
	Row               int // its key in the list of parties
	Name              string
	Siren, Siret, Rna *string
	Line              int
	Match             lexicon.ImportMatch
	IsOpen            bool
	Candidates        []*ImportCandidate
	Choice            *lexicon.ImportChoice
	PartnerID         *string
}

// ImportCandidate is a partner of the hub that a file may mean.
type ImportCandidate struct {
	PartnerID string
	Name      string
	Score     float64
	Reason    lexicon.ImportReason
}

// ImportPayload is the result of a mutation of an import.
type ImportPayload struct {
	Done
	Import *Import
}
