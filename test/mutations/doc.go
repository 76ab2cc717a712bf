// Package mutations has tests alone: what clients may write, and how they are answered.
package mutations
