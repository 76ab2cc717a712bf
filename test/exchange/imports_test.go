package exchange

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"entgo.io/ent/dialect"

	"maillage/internal/access"
	"maillage/internal/edit"
	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

// shared returns the bytes of a file beside the repository.
func shared(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("../../../shared", name))
	if err != nil {
		t.Fatalf("the shared files must lie beside the repository: %v", err)
	}
	return content
}

const roques = "05_roques_2016-2017_scdl1_presque-valide.csv"

func TestImport_GoesFromItsFileToItsGrantsAndBack(t *testing.T) {
	withImports(t, func(t *testing.T, h importing) {
		h = h.coordinator(t, "valenciennes")
		plan := h.plan(t, "valenciennes", roques, shared(t, "data/scdl/"+roques))
		if plan.State != "PLANNED" || plan.RecordCount != 69 || plan.sum() != 69 || plan.Lines.TotalCount != 69 ||
			len(plan.Lines.Nodes) != 69 {
			t.Fatalf("%+v", plan)
		}
		h.wantGrants(t, "valenciennes", 0)
		for _, of := range plan.Parties.Nodes { // partners of the demo that nearly have its name
			if of.IsOpen != (of.Match == "AMBIGUOUS") || of.IsOpen == (len(of.Candidates) == 0) {
				t.Errorf("%+v", of)
			}
			if of.IsOpen {
				h.change(t, "answerImport", map[string]any{"id": plan.ID, "answers": []any{
					map[string]any{"party": of.ID, "choice": "NEW"},
				}})
			}
		}
		if now := h.read(t, plan.ID); now.Counts.OpenParties != 0 || now.outcome("WAITING") != 1 {
			t.Fatalf("%+v", now.Counts)
		}
		if plan.Guess == nil || plan.Guess.Format != "TEXT" || plan.Guess.Separator == "" || plan.Guess.HeaderLine != 1 ||
			len(plan.Guess.Columns) < 5 || len(plan.Guess.Charsets) == 0 || plan.Received != plan.Size {
			t.Errorf("%+v", plan.Guess)
		}
		applied := h.do(t, "applyImport", plan.ID, "APPLIED")
		h.wantGrants(t, "valenciennes", 68)
		if applied.SettledCount != 68 || applied.sum() != 69 {
			t.Errorf("%d settled, %+v", applied.SettledCount, applied.Counts)
		}
		for _, line := range applied.Lines.Nodes {
			if line.IsWritten != (line.Outcome != "WAITING") || line.IsWritten == (line.RecordID == nil) {
				t.Errorf("%+v", line)
			}
		}
		again := h.plan(t, "valenciennes", roques, shared(t, "data/scdl/"+roques))
		if again.outcome("UNCHANGED") != 68 {
			t.Errorf("the same file again: %+v", again.Counts)
		}
		h.do(t, "revertImport", plan.ID, "REVERTED")
		h.wantGrants(t, "valenciennes", 0)
	})
}

// smallFile is a file with one clean line and one without an amount that can be read.
const smallFile = "nomAttribuant;idAttribuant;dateConvention;nomBeneficiaire;idBeneficiaire;objet;montant\n" +
	"Ville de Roques;21310458100011;2017-03-01;Les Amis du Livre;;Bibliothèque;1200,50\n" +
	"Ville de Roques;21310458100011;2017-03-01;Les Amis du Jardin;;Jardin partagé;beaucoup\n"

func TestImport_ReportsAreInTheLanguageOfTheReader(t *testing.T) {
	withImports(t, func(t *testing.T, h importing) {
		h = h.coordinator(t, "valenciennes")
		plan := h.plan(t, "valenciennes", "petit.csv", []byte(smallFile))
		for query, sentence := range map[string]string{
			"?lang=fr": "n’est pas un montant lisible", "?lang=en": "is not a readable amount", "": "n’est pas un montant lisible",
		} {
			table := h.send(t, "GET", plan.ReportPath+query, nil)
			if table.StatusCode != 200 || table.Header.Get("Content-Type") != "text/csv; charset=utf-8; header=present" ||
				!strings.Contains(string(table.body), sentence) || strings.Count(string(table.body), "\n") != 3 ||
				table.Trailer.Get("Maillage-Rows") != "2" || table.Header.Get("ETag") != "" {
				t.Errorf("%s: %d %v %v\n%s", query, table.StatusCode, table.Header, table.Trailer, table.body)
			}
			lines := h.send(t, "GET", strings.Replace(plan.ReportPath, ".csv", ".ndjson", 1)+query, nil)
			var second struct {
				Line    int
				Outcome string
				Notes   []struct{ Code, Sentence string }
			}
			_, rest, _ := bytes.Cut(lines.body, []byte("\n"))
			if err := json.Unmarshal(rest, &second); err != nil || second.Line != 3 || second.Outcome != "WAITING" ||
				!strings.Contains(second.Notes[0].Sentence, sentence) {
				t.Errorf("%s: %+v %v\n%s", query, second, err, lines.body)
			}
		}
		if w := h.send(t, "GET", plan.ReportPath+"?lang=de", nil); w.StatusCode != http.StatusBadRequest {
			t.Errorf("lang=de: %d %s", w.StatusCode, w.body)
		}
		uploading := h.create(t, map[string]any{"name": "a.csv", "size": 10, "contract": "valenciennes"})
		if w := h.send(t, "GET", "/imports/"+uploading+"/report.csv", nil); w.StatusCode != http.StatusConflict {
			t.Errorf("before the plan: %d %s", w.StatusCode, w.body)
		}
		note := plan.Lines.Nodes[1].Notes[0]
		if note.Code != "AMOUNT_UNREADABLE" || note.Severity != "WAITS" || *note.Where != "G3" || *note.Value != "beaucoup" ||
			!strings.Contains(note.Message, "montant lisible") {
			t.Errorf("%+v", note)
		}
	})
}

func TestImport_AnswersDecideOnLinesAndParties(t *testing.T) {
	withImports(t, func(t *testing.T, h importing) {
		h = h.coordinator(t, "valenciennes")
		plan := h.plan(t, "valenciennes", "petit.csv", []byte(smallFile))
		book := plan.Parties.Nodes[1]
		if book.Name != "Les Amis du Livre" || book.Match != "NEW" || book.IsOpen {
			t.Fatalf("%+v", plan.Parties)
		}
		for name, c := range map[string]struct {
			answer map[string]any
			field  string
		}{
			"about nothing":        {map[string]any{"choice": "TAKE"}, "answers.0"},
			"about two things":     {map[string]any{"lines": []int{3}, "code": "AMOUNT_UNREADABLE", "choice": "TAKE"}, "answers.0"},
			"a line as a partner":  {map[string]any{"lines": []int{3}, "choice": "NEW"}, "answers.0.choice"},
			"a line that is not":   {map[string]any{"lines": []int{99}, "choice": "TAKE"}, "lines"},
			"no line":              {map[string]any{"lines": []int{}, "choice": "TAKE"}, "answers.0.lines"},
			"a party as a line":    {map[string]any{"party": book.ID, "choice": "TAKE"}, "answers.0.choice"},
			"no party":             {map[string]any{"party": "x", "choice": "NEW"}, "answers.0.party"},
			"a partner and a word": {map[string]any{"party": book.ID, "choice": "NEW", "partner": "cpam-hainaut"}, "answers.0.choice"},
			"an unknown partner":   {map[string]any{"party": book.ID, "partner": "nobody"}, "choice"},
		} {
			got := h.change(t, "answerImport", map[string]any{"id": plan.ID, "answers": []any{c.answer}})
			if len(got.UserErrors) != 1 || strings.Join(got.UserErrors[0].Field, ".") != c.field || got.Import != nil {
				t.Errorf("%s: %+v", name, got.UserErrors)
			}
		}
		got := h.change(t, "answerImport", map[string]any{"id": plan.ID, "answers": []any{
			map[string]any{"code": "AMOUNT_UNREADABLE", "choice": "LEAVE_OUT"},
			map[string]any{"party": book.ID, "partner": "cpam-hainaut"},
		}})
		if len(got.UserErrors) > 0 || got.Import.outcome("REFUSED") != 1 || got.Import.outcome("WAITING") != 0 ||
			*got.Import.Lines.Nodes[1].Choice != "LEAVE_OUT" || got.Import.Parties.Nodes[1].PartnerID == nil {
			t.Fatalf("%+v", got)
		}
		done := h.do(t, "applyImport", plan.ID, "APPLIED")
		var grants struct {
			Grant struct{ Beneficiary struct{ Code string } }
		}
		h.Get(t, &grants, `query ($id: ID!) { grant(by: {id: $id}) { beneficiary { code } } }`,
			map[string]any{"id": *done.Lines.Nodes[0].RecordID})
		if grants.Grant.Beneficiary.Code != "cpam-hainaut" {
			t.Errorf("%+v", grants)
		}
		if got := h.change(t, "applyImport", map[string]any{"id": "import_unknown"}); len(got.UserErrors) != 1 ||
			got.UserErrors[0].Code != "UNKNOWN_RECORD" {
			t.Errorf("%+v", got.UserErrors)
		}
		h.do(t, "revertImport", plan.ID, "REVERTED")
		if got := h.change(t, "revertImport", map[string]any{"id": plan.ID}); len(got.UserErrors) != 1 ||
			got.UserErrors[0].Code != "NOT_OPEN" || !strings.Contains(got.UserErrors[0].Message, "annulé") {
			t.Errorf("reverted twice: %+v", got.UserErrors)
		}
	})
}

// The records are written here in place of the import, so that many moments are tried.
func TestImport_WhoSeesItAppliedFindsItsRecords(t *testing.T) {
	withImports(t, func(t *testing.T, h importing) {
		h = h.as(h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator})))
		id := h.plan(t, "valenciennes", "petit.csv", []byte(smallFile)).ID
		h.do(t, "applyImport", id, "APPLIED")
		postgres := h.Store.Dialect() == dialect.Postgres
		editor := &edit.Editor{Client: h.Store.Client, Ledger: h.Ledger, Postgres: postgres}
		ctx := access.WithViewer(t.Context(), access.Named("import"))
		questions := []string{
			`query ($id: ID!) { import(id: $id) { state } }`,
			`query ($id: ID!) { imports(first: 1) { nodes { state } } import(id: $id) @skip(if: true) { id } }`,
		}
		for i := range 100 {
			code := "partner-" + strconv.Itoa(i)
			step := edit.Step{Verb: edit.Create, Type: "partner", Set: map[string]any{
				"code": code, "name": code, "kind": "ORGANISATION"}}
			outcome, err := editor.Do(ctx, edit.Request{Steps: []edit.Step{step}})
			if err != nil || outcome.Problems != nil {
				t.Fatalf("%+v %v", outcome, err)
			}
			h.Get(t, &struct{}{}, questions[i%len(questions)], map[string]any{"id": id})
			var got struct{ Partner *struct{ Code string } }
			h.Get(t, &got, `query ($c: String!) { partner(by: {code: $c}) { code } }`, map[string]any{"c": code})
			if got.Partner == nil {
				t.Fatalf("%s is written, and is not read", code)
			}
		}
	})
}

func TestImport_AKeyDoesNothingTwice(t *testing.T) {
	withImports(t, func(t *testing.T, h importing) {
		h = h.coordinator(t, "valenciennes")
		made := map[string]any{"name": "a.csv", "size": len(smallFile), "contract": "valenciennes", "idempotencyKey": "one"}
		first, second := h.change(t, "createImport", made), h.change(t, "createImport", made)
		if first.Replayed || !second.Replayed || first.Import.ID != second.Import.ID {
			t.Fatalf("%+v %+v", first, second)
		}
		id := first.Import.ID
		h.send(t, "PUT", "/imports/"+id+"/file", strings.NewReader(smallFile))
		h.await(t, id, "PLANNED")
		for _, verb := range []string{"applyImport", "revertImport"} {
			input := map[string]any{"id": id, "idempotencyKey": verb}
			if got := h.change(t, verb, input); got.Replayed || len(got.UserErrors) > 0 {
				t.Errorf("%s: %+v", verb, got)
			}
			h.await(t, id, "APPLIED", "REVERTED")
			if got := h.change(t, verb, input); !got.Replayed || len(got.UserErrors) > 0 {
				t.Errorf("%s again: %+v", verb, got)
			}
		}
		other := h.change(t, "cancelImport", map[string]any{"id": id, "idempotencyKey": "one"})
		if len(other.UserErrors) != 1 || other.UserErrors[0].Code != "IDEMPOTENCY_MISMATCH" {
			t.Errorf("%+v", other)
		}
	})
}

func TestImport_AnotherFormatIsRefusedWithItsCode(t *testing.T) {
	withImports(t, func(t *testing.T, h importing) {
		h = h.coordinator(t, "valenciennes")
		plan := h.plan(t, "valenciennes", "contrat.pdf", []byte("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"))
		if plan.State != "FAILED" || plan.Problem == nil || len(plan.Notes) != 1 || plan.Notes[0].Code != "FORMAT_UNKNOWN" ||
			plan.Notes[0].Severity != "REFUSES" || plan.Guess != nil {
			t.Errorf("%+v", plan)
		}
	})
}

func TestImport_PagesOfLines(t *testing.T) {
	withImports(t, func(t *testing.T, h importing) {
		h = h.coordinator(t, "valenciennes")
		plan := h.plan(t, "valenciennes", roques, shared(t, "data/scdl/"+roques))
		const query = `query ($id: ID!, $first: Int, $after: Cursor, $last: Int, $before: Cursor, $code: NoteCode) {
			import(id: $id) { lines(first: $first, after: $after, last: $last, before: $before, code: $code) {
				totalCount nodes { number } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`
		page := func(arguments map[string]any) (numbers []int, of struct {
			TotalCount int
			Nodes      []struct{ Number int }
			PageInfo   struct {
				HasNextPage, HasPreviousPage bool
				StartCursor, EndCursor       string
			}
		}) {
			t.Helper()
			arguments["id"] = plan.ID
			var got struct {
				Import struct {
					Lines struct {
						TotalCount int
						Nodes      []struct{ Number int }
						PageInfo   struct {
							HasNextPage, HasPreviousPage bool
							StartCursor, EndCursor       string
						}
					}
				}
			}
			h.Get(t, &got, query, arguments)
			for _, line := range got.Import.Lines.Nodes {
				numbers = append(numbers, line.Number)
			}
			return numbers, got.Import.Lines
		}
		first, info := page(map[string]any{"first": 3})
		second, _ := page(map[string]any{"first": 3, "after": info.PageInfo.EndCursor})
		last, end := page(map[string]any{"last": 2})
		before, _ := page(map[string]any{"last": 2, "before": end.PageInfo.StartCursor})
		if got := fmt.Sprint(first, second, before, last); got != "[2 3 4] [5 6 7] [67 68] [69 70]" || info.TotalCount != 69 ||
			!info.PageInfo.HasNextPage || end.PageInfo.HasNextPage || !end.PageInfo.HasPreviousPage {
			t.Errorf("%s %+v %+v", got, info, end)
		}
		missing, of := page(map[string]any{"code": "REQUIRED"})
		if of.TotalCount != len(missing) || len(missing) == 0 || len(missing) == 69 {
			t.Errorf("%v, %d in all", missing, of.TotalCount)
		}
		var all struct {
			Imports struct {
				TotalCount int
				Nodes      []imported
			}
		}
		h.plan(t, "valenciennes", "petit.csv", []byte(smallFile))
		h.Get(t, &all, `{ imports(first: 5) { totalCount nodes {`+importFields+`} } }`, nil)
		if len(all.Imports.Nodes) != 2 || all.Imports.TotalCount != 2 || all.Imports.Nodes[0].Name != "petit.csv" ||
			all.Imports.Nodes[0].sum() != 2 || all.Imports.Nodes[1].sum() != 69 ||
			all.Imports.Nodes[0].Lines.TotalCount != 2 || all.Imports.Nodes[1].Lines.TotalCount != 69 ||
			len(all.Imports.Nodes[0].Lines.Nodes) != 2 || len(all.Imports.Nodes[1].Parties.Nodes) < 40 {
			t.Errorf("%+v", all)
		}
	})
}
