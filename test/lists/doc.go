// Package lists has tests alone: pages, filters, orders and search of every list.
package lists
