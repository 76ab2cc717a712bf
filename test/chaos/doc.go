// Package chaos contains only tests. They run the real command, kill it, cut its connections and
// restart its database while clients write. Then they count what was lost, torn or done twice.
//
// Each test has a control: the same measurement of something that must fail. If a control does not
// fail, the measurement detects nothing, and the test fails.
//
// `make test` runs them small. `make chaos` runs them in full, and prints the figures of
// docs/operations.md.
package chaos
