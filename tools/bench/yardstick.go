package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"strconv"
	"sync"
	"sync/atomic"

	_ "github.com/lib/pq" // the driver "postgres"
)

// yardstickVariable is the environment variable with the URL of the database. A process that has it
// runs as the yardstick, which the hub is measured against.
const yardstickVariable = "MAILLAGE_BENCH_YARDSTICK"

const yardstickPool = 16

// serveYardstick answers the statements below /sql/ and fixed bytes below /static/, until its standard
// input is closed. It writes its address first.
func serveYardstick(database string) error {
	debug.SetGCPercent(400) // it holds almost no data
	db, err := sql.Open("postgres", database)
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(yardstickPool)
	db.SetMaxIdleConns(yardstickPool)
	mux := http.NewServeMux()
	for _, s := range shapes {
		prepared, err := db.Prepare(statement(s.statement, s.parameters...))
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		mux.HandleFunc("GET /sql/"+s.name, answerStatement(prepared, s.parameters))
		fixed := &fixedAnswers{}
		mux.HandleFunc("GET /static/"+s.name, fixed.answer)
		mux.HandleFunc("PUT /static/"+s.name, fixed.add)
		mux.HandleFunc("DELETE /static/"+s.name, fixed.clear)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: mux} //nolint:gosec // its one client is the benchmark
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin) // its end, however it comes, is the end of the benchmark
		_ = server.Shutdown(context.Background())
	}()
	fmt.Println("http://" + listener.Addr().String())
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return db.Close()
}

func answerStatement(prepared *sql.Stmt, parameters []string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		query := r.URL.Query()
		arguments := make([]any, len(parameters))
		for i, name := range parameters {
			arguments[i] = query.Get(name)
		}
		var body []byte
		if err := prepared.QueryRowContext(r.Context(), arguments...).Scan(&body); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		send(w, body)
	}
}

func send(w http.ResponseWriter, body []byte) {
	w.Header()["Content-Type"] = []string{"application/json"}
	w.Header()["Content-Length"] = []string{strconv.Itoa(len(body))}
	_, _ = w.Write(body) // a client that has gone needs none
}

// fixedAnswers are given in turn.
type fixedAnswers struct {
	lock   sync.RWMutex
	bodies [][]byte
	next   atomic.Uint64
}

func (f *fixedAnswers) answer(w http.ResponseWriter, _ *http.Request) {
	f.lock.RLock()
	defer f.lock.RUnlock()
	if len(f.bodies) == 0 {
		http.Error(w, "no answer yet", http.StatusNotFound)
		return
	}
	send(w, f.bodies[f.next.Add(1)%uint64(len(f.bodies))])
}

func (f *fixedAnswers) add(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	f.lock.Lock()
	defer f.lock.Unlock()
	f.bodies = append(f.bodies, body)
}

func (f *fixedAnswers) clear(http.ResponseWriter, *http.Request) {
	f.lock.Lock()
	defer f.lock.Unlock()
	f.bodies = nil
}
