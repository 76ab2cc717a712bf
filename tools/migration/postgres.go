package main

import (
	"context"
	"database/sql"
	"fmt"
	"log"
	"net/url"
	"os"

	_ "github.com/lib/pq" // the driver "postgres"
)

// emptyPostgres creates an empty database on the server. It returns the database's URL and a function
// that drops it.
func emptyPostgres(ctx context.Context, server string) (string, func(), error) {
	admin, err := sql.Open("postgres", server)
	if err != nil {
		return "", nil, err
	}
	name := fmt.Sprintf("maillage_diff_%d", os.Getpid())
	if _, err := admin.ExecContext(ctx, "CREATE DATABASE "+name); err != nil {
		return "", nil, err
	}
	u, err := url.Parse(server)
	if err != nil {
		return "", nil, err
	}
	u.Path = "/" + name
	return u.String(), func() {
		if _, err := admin.ExecContext(ctx, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			log.Print(err)
		}
		_ = admin.Close()
	}, nil
}
