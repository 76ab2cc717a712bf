// Package authorization has tests alone: every viewer asks everything, and learns only what they may.
//
// A world of two contracts holds a unique text, a canary, in every field. testdata/access.txt decides which viewer
// sees which canary.
package authorization
