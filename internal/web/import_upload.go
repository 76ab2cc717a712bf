package web

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"maillage/internal/web/operations"
	"maillage/internal/web/words"
)

const (
	// uploadPause is how long a browser may send nothing, and uploadTime how long it may take for a file.
	uploadPause = 30 * time.Second
	uploadTime  = 15 * time.Minute
	// uploadPlaces is the maximum number of files that are received at once, as each takes room on the disk.
	uploadPlaces = 8
	// maxParts is the maximum number of fields of the form.
	maxParts = 16
)

// receivedFile is the file of a form, in a temporary file.
type receivedFile struct {
	name    string
	size    int
	content *os.File
}

// remove deletes the temporary file.
func (f *receivedFile) remove(q *request) {
	if err := errors.Join(f.content.Close(), os.Remove(f.content.Name())); err != nil {
		q.site.Log.WarnContext(q.http.Context(), "a received file could not be deleted", "error", err)
	}
}

// pacedBody reads the body of a request from a browser that must go on sending.
type pacedBody struct {
	body    io.Reader
	control *http.ResponseController
	end     time.Time
}

// Read reads what has come, and moves the deadlines.
func (b *pacedBody) Read(into []byte) (int, error) {
	late := time.Now().Add(uploadPause)
	if late.After(b.end) {
		late = b.end
	}
	for _, err := range []error{b.control.SetReadDeadline(late), b.control.SetWriteDeadline(b.end.Add(uploadPause))} {
		if err != nil && !errors.Is(err, http.ErrNotSupported) { // a recorder of tests has no connection
			return 0, err
		}
	}
	return b.body.Read(into)
}

// receiveFile reads the form of a file. A nil file means that none was chosen.
func (q *request) receiveFile() (sent url.Values, file *receivedFile, err error) {
	q.http.Body = io.NopCloser(&pacedBody{q.http.Body, q.control, time.Now().Add(uploadTime)})
	parts, err := q.http.MultipartReader()
	if err != nil {
		return nil, nil, errBadForm
	}
	sent = url.Values{}
	for range maxParts {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return sent, file, nil
		}
		if err != nil {
			return sent, file, errBadForm
		}
		switch {
		case part.FormName() != "file":
			value, err := io.ReadAll(io.LimitReader(part, maxFormSize/maxParts))
			if err != nil {
				return sent, file, errBadForm
			}
			sent.Set(part.FormName(), string(value))
		case part.FileName() != "" && file == nil:
			if file, err = q.spool(part); err != nil {
				return sent, file, err
			}
		}
	}
	return sent, file, errBadForm
}

// errBadForm reports a form that no page of the hub has sent, or not to its end.
var errBadForm = &operations.Problem{Status: http.StatusBadRequest, Code: "BAD_USER_INPUT"}

// spool copies a part into a temporary file, to know its size. Of a file that is too large it keeps one byte too many,
// and reads on, so that the browser shows the answer.
func (q *request) spool(part *multipart.Part) (*receivedFile, error) {
	content, err := os.CreateTemp("", "maillage-upload-*")
	if err != nil {
		return nil, err
	}
	file := &receivedFile{name: part.FileName(), content: content}
	size, err := io.Copy(content, io.LimitReader(part, q.site.MaxUpload+1))
	file.size = int(size)
	if err == nil && size > q.site.MaxUpload {
		_, err = io.Copy(io.Discard, io.LimitReader(part, q.site.MaxUpload))
	}
	if err == nil {
		_, err = content.Seek(0, io.SeekStart)
	}
	var late interface{ Timeout() bool }
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &late) && late.Timeout() {
		err = errBadForm
	}
	return file, err
}

// separatorNames are the signs between cells, with the words for those that cannot be seen.
var separatorNames = []string{";", ",", "|", "\t"}

// readingGroup returns the fields that say how to read a file where the hub guesses wrongly.
func (q *request) readingGroup(sent url.Values) fieldGroup {
	text := func(name string) string { return strings.TrimSpace(sent.Get(name)) }
	guessed := func(name string, options ...option) []option {
		first := option{"", words.Say(q.lang, "imports.as-guessed"), sent.Get(name) == ""}
		return append([]option{first}, options...)
	}
	var separators []option
	for _, sign := range separatorNames {
		label := sign
		if sign == "\t" {
			label = words.Say(q.lang, "imports.tab")
		}
		separators = append(separators, option{sign, label, sent.Get("separator") == sign})
	}
	var marks []option
	for _, mark := range []string{",", "."} {
		marks = append(marks, option{mark, mark, text("decimalMark") == mark})
	}
	return fieldGroup{"imports.reading", []*field{
		{
			Name: "columns", Label: "imports.columns", Kind: "area", Hint: "imports.columns-hint",
			Value: text("columns"),
		},
		{Name: "decimalMark", Value: text("decimalMark"), Label: "imports.mark", Kind: "choose",
			Hint: "imports.of-columns", Options: guessed("decimalMark", marks...)},
		{Name: "dateOrder", Value: text("dateOrder"), Label: "imports.date-order", Kind: "choose",
			Hint:    "imports.of-columns",
			Options: guessed("dateOrder", q.words("ImportDateOrder", text("dateOrder"), false)...)},
		{Name: "separator", Value: sent.Get("separator"), Label: "imports.separator", Kind: "choose",
			Options: guessed("separator", separators...)},
		{Name: "charset", Value: text("charset"), Label: "imports.charset", Kind: "choose",
			Options: guessed("charset", q.words("ImportCharset", text("charset"), false)...)},
		{Name: "table", Label: "imports.table", Kind: "text", Value: text("table")},
		{Name: "headerLine", Label: "imports.header-line", Kind: "number", Hint: "imports.header-line-hint",
			Value: text("headerLine")},
	}}
}

// addReading adds how to read a file to the input of the API. It reports whether the form is right.
func (q *request) addReading(f *form, input map[string]any) bool {
	for _, name := range []string{"charset", "table"} {
		if value := f.value(name); value != "" {
			input[name] = value
		}
	}
	if sign := f.value("separator"); slices.Contains(separatorNames, sign) {
		input["separator"] = sign
	}
	if line := f.value("headerLine"); line != "" {
		number, err := strconv.Atoi(line)
		if err != nil {
			f.fail("headerLine", words.Say(q.lang, "imports.no-number"))
			return false
		}
		input["headerLine"] = number
	}
	columns := columnsOf(f)
	if len(columns) == 0 && f.value("decimalMark")+f.value("dateOrder") != "" {
		f.fail("columns", words.Say(q.lang, "imports.no-columns"))
		return false
	}
	if len(columns) > 0 {
		input["columns"] = columns
	}
	return true
}

// columnsOf returns the columns that the form names, one a line: a header, or a header = a field.
func columnsOf(f *form) (columns []map[string]any) {
	for line := range strings.Lines(f.value("columns")) {
		header, field, given := strings.Cut(line, "=")
		if header = strings.TrimSpace(header); header == "" {
			continue
		}
		column := map[string]any{"column": header}
		if given {
			column["field"] = strings.TrimSpace(field)
		}
		for _, name := range []string{"decimalMark", "dateOrder"} {
			if value := f.value(name); value != "" {
				column[name] = value
			}
		}
		columns = append(columns, column)
	}
	return columns
}
