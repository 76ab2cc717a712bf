// Package accounts has tests alone: accounts, contacts, invitations, and the partners to which they belong.
package accounts
