// Package imports has tests alone: plans, decisions and batches of package imports, on whole hubs of both databases.
package imports
