// Package exchange has tests alone: files of other programs, from their upload to the records that they become.
package exchange
