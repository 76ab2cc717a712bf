// Package imports brings files into the hub in two steps. A plan tells what would become of each record, and people
// decide where the hub does not. Applying the plan writes it in batches, through package edit and its rules.
//
// A plan is stored, so that it can be read, shared, decided on by a second person and applied later. A batch and its
// progress are one transaction: whatever interrupts an import, the next start continues it at the next batch.
package imports

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"sync"
	"time"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/edit"
	"maillage/internal/exchange/read"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/account"
	"maillage/internal/gen/ent/contract"
	"maillage/internal/gen/ent/fileimport"
	"maillage/internal/gen/ent/predicate"
	"maillage/internal/gen/ent/token"
	"maillage/internal/identity"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/record"
	"maillage/internal/snapshot"
)

const (
	// planLife is how long a plan that nobody applies is kept.
	planLife = 30 * 24 * time.Hour
	// DefaultMaxUpload is the size of the largest file that is taken over HTTP.
	DefaultMaxUpload = 256 << 20
	// maxName is the length of a file's name.
	maxName = 255
)

// Config holds the parts and settings of Imports.
type Config struct {
	Client  *ent.Client
	Dialect string // as in ent
	Ledger  *ledger.Ledger
	Records *snapshot.Source
	// Owner returns the present rights of an account, limited to those of a token unless that is empty.
	Owner     func(ctx context.Context, account, token string) (*access.Viewer, error)
	MaxUpload int64            // in bytes; 0 is DefaultMaxUpload
	LeaseLife time.Duration    // after which a process that died is replaced; 0 is 20 seconds
	TempDir   string           // for files while they are read; empty is the system's
	Log       *slog.Logger     // nil discards
	Now       func() time.Time // nil is time.Now
}

// Imports manages the imports of a database, and works on them.
type Imports struct {
	config   Config
	client   *ent.Client
	editor   *edit.Editor
	postgres bool
	name     string // of this process among those on the database
	poke     chan struct{}

	mu      sync.Mutex
	changed map[int]chan struct{} // closed when an import changes
}

// New returns the imports of a database. Run works on them.
func New(c Config) *Imports {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.MaxUpload == 0 {
		c.MaxUpload = DefaultMaxUpload
	}
	if c.LeaseLife == 0 {
		c.LeaseLife = defaultLeaseLife
	}
	postgres := c.Dialect == dialect.Postgres
	return &Imports{
		config: c, client: c.Client, postgres: postgres, name: lexicon.NewUID("process"),
		editor: &edit.Editor{Client: c.Client, Ledger: c.Ledger, Postgres: postgres},
		poke:   make(chan struct{}, 1), changed: map[int]chan struct{}{},
	}
}

func (m *Imports) now() time.Time { return m.config.Now().UTC().Truncate(time.Microsecond) }

// Options say how a person wants a file to be read.
type Options struct {
	Overrides read.Overrides `json:"overrides,omitzero"`
	Publisher string         `json:"publisher,omitempty"` // of the file, for its source
}

// NewImport holds the values of an import to create.
type NewImport struct {
	Name     string // of the file
	Size     int64  // in bytes
	Contract string // by code or public identifier; empty for the directory
	Options  Options
}

// Import is one import, as its readers see it.
type Import struct {
	ID       string // its public identifier
	State    lexicon.ImportState
	Name     string
	Size     int64
	Received int64
	Hash     string
	Account  string // the owner's public identifier; empty for the command
	Contract string // the contract's public identifier; empty for the directory
	Options  Options
	Guess    *Guess // nil until the file was read
	Notes    []lexicon.Note
	Records  int // that were read
	Settled  int // that were written or found unchanged
	Source   string
	Problem  *lexicon.Text // why it failed or stopped; nil when it did not
	Created  time.Time
	Expires  time.Time

	row int
}

// NotFoundError reports an import that does not exist, or that the viewer may not see.
type NotFoundError struct{ ID string }

func (e *NotFoundError) Error() string { return "there is no import " + e.ID }

// StateError reports an operation that the state of the import does not allow.
type StateError struct {
	ID    string
	State lexicon.ImportState
}

func (e *StateError) Error() string { return "the import " + e.ID + " is " + string(e.State) }

// FieldError reports a value that is not accepted.
type FieldError struct {
	Field string
	Code  lexicon.UserErrorCode
	What  message.Sentence // after the name of the field
}

func (e *FieldError) Error() string { return "`" + e.Field + "` " + e.What.String() }

// ForbiddenError reports a viewer who may not import there.
type ForbiddenError struct{}

func (*ForbiddenError) Error() string { return "you may not import here" }

// mayImport reports whether a viewer may write grants and partners in a contract, or in the directory (0).
func mayImport(v *access.Viewer, contract int) bool {
	return v != nil && v.MayWrite(access.Act{Operation: lexicon.OperationCreate, Type: "grant", Contract: contract}) &&
		v.MayWrite(access.Act{Operation: lexicon.OperationCreate, Type: "partner"})
}

// visible returns the condition of the imports that a viewer may see: their own, and those of contracts for which they
// may import. A token sees those of its account within its rights.
func visible(v *access.Viewer) predicate.FileImport {
	switch {
	case !v.HasScope(lexicon.ScopeWrite):
		return fileimport.ID(0)
	case v.IsSystem() || v.Role == lexicon.Administrator:
		return fileimport.IDGT(0)
	}
	mine := []predicate.FileImport{fileimport.HasAccountWith(account.UID(v.Account))}
	var may []int
	for _, id := range v.ContractIDs {
		if mayImport(v, id) {
			may = append(may, id)
		}
	}
	if v.Scopes != nil { // a token reads no import of a contract that it may not write
		mine[0] = fileimport.And(mine[0], fileimport.Or(fileimport.ContractIDIsNil(), sql.FieldIn("contract_id", may...)))
	}
	return fileimport.Or(append(mine, sql.FieldIn("contract_id", may...))...)
}

// Create makes an import, whose file is still to come.
func (m *Imports) Create(ctx context.Context, n NewImport) (Import, error) {
	switch {
	case n.Size <= 0:
		return Import{}, &FieldError{"size", lexicon.UserInvalid, message.TakesFileSize(m.config.MaxUpload)}
	case n.Size > m.config.MaxUpload:
		return Import{}, &FieldError{"size", lexicon.UserTooMany, message.TakesFileSize(m.config.MaxUpload)}
	}
	return m.create(ctx, n, lexicon.ImportUploading)
}

func (m *Imports) create(ctx context.Context, n NewImport, state lexicon.ImportState) (Import, error) {
	v := access.From(ctx)
	name := cleanName(n.Name)
	switch {
	case name == "" || len(name) > maxName:
		return Import{}, &FieldError{"name", lexicon.UserInvalid, message.TakesFileName(maxName)}
	}
	publisher := record.Of("source").Field("publisher")
	if _, problem := publisher.Parse(n.Options.Publisher); problem != nil {
		return Import{}, &FieldError{"publisher", problem.Code, message.TakesPublisher(publisher.Max)}
	}
	system := access.AsSystem(ctx)
	create := m.db(ctx).FileImport.Create().SetName(name).SetSize(n.Size).SetState(state).
		SetCreatedAt(m.now()).SetExpiresAt(m.now().Add(planLife))
	home := 0
	if n.Contract != "" {
		row, err := m.db(ctx).Contract.Query().Where(contract.Or(contract.UID(n.Contract), contract.Code(n.Contract))).
			Only(system)
		if ent.IsNotFound(err) || err == nil && (v == nil || !v.Visibility.CanSee(row.ID)) {
			return Import{}, &FieldError{"contract", lexicon.UserUnknown, message.NamesNothing}
		}
		if err != nil {
			return Import{}, err
		}
		home = row.ID
		create.SetContractID(home)
	}
	if !mayImport(v, home) {
		return Import{}, &ForbiddenError{}
	}
	options, err := json.Marshal(n.Options)
	if err != nil {
		return Import{}, err
	}
	create.SetOptions(options)
	if prefix, _ := lexicon.UIDPrefix(v.Account); prefix == "account" {
		owner, err := m.db(ctx).Account.Query().Where(account.UID(v.Account)).OnlyID(system)
		if err != nil {
			return Import{}, err
		}
		create.SetAccountID(owner)
		if by := identity.TokenOf(v); by != "" {
			id, err := m.db(ctx).Token.Query().Where(token.UID(by)).OnlyID(system)
			if err != nil {
				return Import{}, err
			}
			create.SetTokenID(id)
		}
	}
	row, err := create.Save(system)
	if err != nil {
		return Import{}, err
	}
	return m.One(ctx, row.UID)
}

// One returns an import that the viewer may see.
func (m *Imports) One(ctx context.Context, id string) (Import, error) {
	row, err := m.row(ctx, id)
	if err != nil {
		return Import{}, err
	}
	return toImport(row)
}

// row reads an import that the viewer may see.
func (m *Imports) row(ctx context.Context, id string) (*ent.FileImport, error) {
	v := access.From(ctx)
	if v == nil {
		return nil, &NotFoundError{id}
	}
	row, err := m.db(ctx).FileImport.Query().Where(fileimport.UID(id), visible(v)).WithAccount().WithToken().
		WithContract().Only(access.AsSystem(ctx))
	if ent.IsNotFound(err) {
		return nil, &NotFoundError{id}
	}
	return row, err
}

func toImport(row *ent.FileImport) (Import, error) {
	i := Import{
		ID: row.UID, State: row.State, Name: row.Name, Size: row.Size, Received: row.Received, Hash: row.Hash,
		Notes: row.Notes, Records: row.Records, Settled: row.Settled, Created: row.CreatedAt,
		Expires: row.ExpiresAt, row: row.ID,
	}
	if row.Batches > 0 { // before, the source is only a plan
		i.Source = row.Source
	}
	if row.Edges.Account != nil {
		i.Account = row.Edges.Account.UID
	}
	if row.Edges.Contract != nil {
		i.Contract = row.Edges.Contract.UID
	}
	err := json.Unmarshal(row.Options, &i.Options)
	if row.Problem != nil {
		i.Problem = &lexicon.Text{}
		err = errors.Join(err, json.Unmarshal([]byte(*row.Problem), i.Problem))
	}
	if len(row.Guess) > 0 {
		i.Guess = &Guess{}
		err = errors.Join(err, json.Unmarshal(row.Guess, i.Guess))
	}
	return i, err
}

// commandName is who writes the imports of the command, in the ledger.
const commandName = "maillage import"

// viewer returns the present rights of an import's owner. An import without one is the administrator's command.
func (m *Imports) viewer(ctx context.Context, row *ent.FileImport) (*access.Viewer, error) {
	if row.AccountID == nil {
		return access.Named(commandName), nil
	}
	tokenID := ""
	if row.Edges.Token != nil {
		tokenID = row.Edges.Token.UID
	}
	return m.config.Owner(ctx, row.Edges.Account.UID, tokenID)
}

// db returns the client of the transaction of a context, where it has one, so that a caller can write more with it.
func (m *Imports) db(ctx context.Context) *ent.Client {
	if tx := ent.TxFromContext(ctx); tx != nil {
		return tx.Client()
	}
	return m.client
}

// transact runs do in a transaction: that of the context where it has one.
func (m *Imports) transact(ctx context.Context, do func(tx *ent.Client) error) error {
	if ent.TxFromContext(ctx) != nil {
		return do(m.db(ctx))
	}
	tx, err := m.client.Tx(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	if err := do(tx.Client()); err != nil {
		return err
	}
	return tx.Commit()
}

// announce tells those who wait that an import has changed, and makes Run look for work. In a transaction of the
// context it does so after the commit.
func (m *Imports) announce(ctx context.Context, id int) {
	tx := ent.TxFromContext(ctx)
	if tx == nil {
		m.notifyWaiters(id)
		m.wake()
		return
	}
	tx.OnCommit(func(next ent.Committer) ent.Committer {
		return ent.CommitFunc(func(ctx context.Context, tx *ent.Tx) error {
			defer func() { m.notifyWaiters(id); m.wake() }()
			return next.Commit(ctx, tx)
		})
	})
}
