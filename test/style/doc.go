// Package style has tests alone: of the words of the project. CONTRIBUTING.md has the rules.
package style
