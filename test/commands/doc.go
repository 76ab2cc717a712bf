// Package commands has tests alone: the real command does what its scripts and the documents say.
package commands
