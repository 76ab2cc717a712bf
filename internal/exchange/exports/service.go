package exports

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"runtime/debug"
	"strings"
	"time"

	"maillage/internal/access"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/network"
	"maillage/internal/snapshot"
)

// Sealer encrypts positions in the ledger, so that only the hub can read or make them.
type Sealer interface {
	Seal(list, value string) string
	Open(list, sealed string) (value string, ok bool)
}

// Service prepares exports of a hub.
type Service struct {
	Records   *snapshot.Source
	Ledger    *ledger.Ledger
	Sealer    Sealer
	Generator string // the program and its version
	Now       func() time.Time
}

// Request is what a client asks for.
type Request struct {
	Format   *Format
	Contract string // code or identifier; « all » or empty for all
	At       string // day for which contributions are derived; empty is today
	Filter   string
	Since    string // position, for a format of changes
}

// Prepare reads a request of the viewer of the context. It returns a *[Problem] for a wrong one.
func (s *Service) Prepare(ctx context.Context, q Request) (*Export, error) {
	v, err := s.Records.View(ctx)
	if err != nil {
		return nil, err
	}
	viewer := access.From(ctx)
	x := &Export{View: v, Head: Head{Generator: s.Generator, Viewer: ViewerKind(viewer),
		Position: s.position(viewer, v.Position())}}
	if err := x.FindContract(q.Contract); err != nil {
		return nil, err
	}
	if x.Filter, err = ParseFilter(q.Filter); err != nil {
		return nil, err
	}
	if err := x.Filter.suits(q.Format); err != nil {
		return nil, err
	}
	if x.When, x.Head.AsOf, err = s.when(q.At); err != nil {
		return nil, err
	}
	if q.Format.IsOfChanges() {
		x.Changes = &Changes{Ledger: s.Ledger, Name: func(p ledger.Position) string { return s.position(viewer, p) }}
		x.Changes.After, err = s.parsePosition(viewer, q.Since)
	}
	return x, err
}

// when reads the day of a request.
func (s *Service) when(text string) (network.When, string, error) {
	today := s.Today()
	switch text {
	case "":
		return network.Today(today), today.String(), nil
	case lexicon.AnyTime.String():
		return network.AnyTime(today), text, nil
	}
	date, err := lexicon.ParsePartialDate(text)
	if err != nil {
		return network.When{}, "", &Problem{Argument: "at", Sentence: message.MalformedAt}
	}
	return network.At(date, today), text, nil
}

// Today returns the day on which an export is made, in the hub's time zone.
func (s *Service) Today() lexicon.Day { return lexicon.DayIn(s.Now(), s.Records.Location()) }

// positionList is the list that positions are sealed for.
const positionList = "export"

// FirstPosition is the position before the first line of the ledger.
const FirstPosition = "0"

// position seals a position for a viewer. Others see other records, and would miss some after it.
func (s *Service) position(viewer *access.Viewer, p ledger.Position) string {
	if p.UID == "" {
		return FirstPosition
	}
	return s.Sealer.Seal(positionList, SightOf(viewer)+" "+p.String())
}

// parsePosition reads what position sealed.
func (s *Service) parsePosition(viewer *access.Viewer, text string) (ledger.Position, error) {
	if text == FirstPosition {
		return ledger.Position{}, nil
	}
	value, ok := s.Sealer.Open(positionList, text)
	sight, rest, _ := strings.Cut(value, " ")
	p, err := ledger.ParsePosition(rest)
	switch {
	case !ok || err != nil:
		return p, &Problem{Argument: "since", Sentence: message.WrongExportPosition}
	case sight != SightOf(viewer):
		return p, errGone()
	}
	return p, nil
}

// errGone reports a position after which the changes cannot be told.
func errGone() error {
	return &Problem{Argument: "since", IsGone: true, Sentence: message.ExportPositionGone}
}

// SightOf returns a short text that is equal for viewers who see the same records.
func SightOf(viewer *access.Viewer) string {
	if viewer.Visibility.All {
		return "all"
	}
	sum := sha256.Sum256(viewer.Visibility.AppendKey(nil))
	return hex.EncodeToString(sum[:8])
}

// Program returns the name and the version of this program, for the head of exports.
func Program(version string) string {
	if info, known := debug.ReadBuildInfo(); version == "" && known {
		version = info.Main.Version
	}
	return strings.TrimSpace("Maillage " + version)
}
