// Package chaos has tests alone: it runs the real command, kills it, cuts its
// connections and restarts its database while clients write, and counts what
// was lost, torn or done twice.
//
// Each test has a control: the same measurement of something that must fail. A
// control that does not fail says that the measurement sees nothing, and fails
// the test.
//
// `make test` runs them small; `make chaos` in full, and prints the figures that
// docs/operations.md tells.
package chaos
