// Package thorough decides how often random tests try, for tests alone. Developers want an answer soon, and CI wants
// every case.
package thorough

import "os"

// Variable is the environment variable that makes random tests thorough. `make test` sets it.
const Variable = "MAILLAGE_THOROUGH"

// Count returns how often to try: all times in a thorough run, and a few otherwise.
func Count(few, all int) int {
	if os.Getenv(Variable) != "" {
		return all
	}
	return few
}
