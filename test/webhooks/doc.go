// Package webhooks has tests alone: a hub sends changes to the addresses that accounts name.
package webhooks
