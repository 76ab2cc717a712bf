package testhub

import "maillage/internal/testhub/testdb"

// Databases of tests, as [testdb] makes them.
type (
	// Option changes how a test's database is opened.
	Option = testdb.Option
	// Kind is a kind of database.
	Kind = testdb.Kind
)

// Functions of [testdb] for tests of hubs.
var (
	Kinds            = testdb.Kinds
	EachDatabase     = testdb.EachDatabase
	EachDemoDatabase = testdb.EachDemoDatabase
	Open             = testdb.Open
	Observe          = testdb.Observe
	SQLite           = testdb.SQLite
	DemoSQLite       = testdb.DemoSQLite
	EmptySQLite      = testdb.EmptySQLite
	EmptyPostgres    = testdb.EmptyPostgres
	Demo             = testdb.Demo
	Ledger           = testdb.Ledger
	Context          = testdb.Context
	Export           = testdb.Export
	Rebuild          = testdb.Rebuild
	NewHistory       = testdb.NewHistory
)
