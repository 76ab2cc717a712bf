package server

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"maillage/graph/model"
	"maillage/internal/access"
	"maillage/internal/exchange/exports"
	"maillage/internal/gqlserver"
	"maillage/internal/ledger"
	"maillage/internal/message"
)

// exportPath is the beginning of the addresses of exports.
const exportPath = "/export/"

// The trailers of an export: what a [exports.Tally] counts.
const (
	rowsTrailer    = "Maillage-Rows"
	omittedTrailer = "Maillage-Omitted"
	missingTrailer = "Maillage-Missing"
	notesTrailer   = "Maillage-Notes"
)

// downloads serves what the viewer sees as files: /export/{contract|all}.{extension}.
type downloads struct {
	api     *gqlserver.Handler
	ledger  *ledger.Ledger
	service *exports.Service
}

func (x *downloads) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x.api.ServeDownload(w, r, func(ctx context.Context) (*gqlserver.Download, error) {
		file, err := x.prepare(ctx, r)
		return file, asDownloadError(err)
	})
}

// parameters are the parameters of an export.
var parameters = []string{"profile", "at", "filter", "since"}

// prepare reads the request and returns its file.
func (x *downloads) prepare(ctx context.Context, r *http.Request) (*gqlserver.Download, error) {
	given := r.URL.Query()
	for name := range given {
		if !slices.Contains(parameters, name) {
			return nil, &exports.Problem{Argument: name, Sentence: message.UnknownParameter(name),
				Exists: parameters}
		}
	}
	at := strings.LastIndexByte(r.PathValue("file"), '.')
	if at < 1 {
		return nil, &exports.Problem{Argument: "extension", Sentence: message.MalformedExportAddress}
	}
	contract, extension := r.PathValue("file")[:at], r.PathValue("file")[at+1:]
	format, err := exports.FormatOf(extension, given.Get("profile"), given.Has("since"))
	if err != nil {
		return nil, err
	}
	version, err := x.ledger.Version(ctx) // before the view, which has at least its lines
	if err != nil {
		return nil, err
	}
	q := exports.Request{Format: format, Contract: contract, At: given.Get("at"), Filter: given.Get("filter"),
		Since: given.Get("since")}
	export, err := x.service.Prepare(ctx, q)
	if err != nil {
		return nil, err
	}
	head := export.Head
	return &gqlserver.Download{
		Tag: []string{version.Lines, exports.SightOf(access.From(ctx)), format.Name, head.Contract, head.AsOf,
			head.Viewer, export.Filter.String(), q.Since, x.service.Today().String()},
		Name: fileName(contract, format), MediaType: format.MediaType, IsPacked: format.IsPacked,
		Header: map[string]string{"Maillage-Position": head.Position, "Maillage-As-Of": head.AsOf,
			"Maillage-Viewer": head.Viewer},
		Trailers: []string{rowsTrailer, omittedTrailer, missingTrailer, notesTrailer},
		Write: func(ctx context.Context, w io.Writer) (map[string]string, error) {
			tally, err := export.To(ctx, format, w)
			if err != nil {
				return nil, asDownloadError(err)
			}
			return map[string]string{rowsTrailer: strconv.Itoa(tally.Rows), omittedTrailer: strconv.Itoa(tally.Omitted),
				missingTrailer: exports.ListCounts(tally.Missing), notesTrailer: exports.ListCounts(tally.Notes)}, nil
		},
	}, nil
}

// fileName returns the name under which a client saves an export. A name from the address is one that the hub knows.
func fileName(contract string, f *exports.Format) string {
	if f.Profile != "" {
		contract += "-" + f.Profile
	}
	return contract + "." + f.Extension
}

// asDownloadError converts a problem of an export.
func asDownloadError(err error) error {
	var problem *exports.Problem
	if !errors.As(err, &problem) {
		return err
	}
	wrong := &gqlserver.DownloadError{Status: http.StatusBadRequest, Exists: problem.Exists,
		Code: model.BadUserInput, Argument: []any{problem.Argument}, Sentence: problem.Sentence}
	switch {
	case problem.IsGone:
		wrong.Status, wrong.Code = http.StatusGone, model.CursorExpired
	case problem.Argument == "contract", problem.Argument == "extension":
		wrong.Status, wrong.Code = http.StatusNotFound, model.NotFound
	}
	return wrong
}
