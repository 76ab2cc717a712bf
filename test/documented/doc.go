// Package documented has tests alone: the hub answers what the documents show, word for word.
package documented
