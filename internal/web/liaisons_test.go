package web_test

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"maillage/internal/testhub"
)

var (
	boldWords = regexp.MustCompile(`\*\*([^*]+)\*\*`)
	sheetName = regexp.MustCompile("^(?:Sheet|Onglet) `([a-z]+)`")
)

// workbookOf returns the workbook whose sheets a document describes.
func workbookOf(t *testing.T, document string) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer func() { _ = f.Close() }() // it is in memory
	sheet, row := "", 0
	for line := range strings.Lines(document) {
		line = strings.TrimSpace(line)
		if found := sheetName.FindStringSubmatch(line); found != nil {
			sheet, row = found[1], 0
			if _, err := f.NewSheet(sheet); err != nil {
				t.Fatal(err)
			}
		}
		if !strings.HasPrefix(line, "| ") || sheet == "" {
			continue
		}
		row++
		for i, cell := range strings.Split(strings.Trim(line, "|"), "|") {
			at, err := excelize.CoordinatesToCellName(i+1, row)
			if err == nil {
				err = f.SetCellStr(sheet, at, strings.TrimSpace(cell))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	var out bytes.Buffer
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// The document for liaisons says what the pages say, and leads from its tables to the matrix and back.
func TestLiaisons_TheirDocumentLeadsFromASpreadsheetToTheMatrix(t *testing.T) {
	for language, name := range map[string]string{"en": "liaisons.md", "fr": "fr/liaisons.md"} {
		t.Run(language, func(t *testing.T) {
			content, err := os.ReadFile("../../docs/" + name)
			if err != nil {
				t.Fatal(err)
			}
			sections := strings.Split(string(content), "\n## ")[1:]
			h := coordinator(t, importHub(t))
			pages := walkThrough(t, h, language, string(workbookOf(t, sections[0])))
			if len(sections) != len(pages) {
				t.Fatalf("%d steps, of which %d are walked", len(sections), len(pages))
			}
			for i, section := range sections {
				words := boldWords.FindAllStringSubmatch(strings.ReplaceAll(section, "\n", " "), -1)
				if len(words) == 0 {
					t.Errorf("step %d names no words of a page", i+1)
				}
				for _, word := range words {
					if !strings.Contains(pages[i], word[1]) {
						t.Errorf("step %d: no page says %q: %s", i+1, word[1], pages[i])
					}
				}
			}
		})
	}
}

// walkThrough does what the document says, and returns what the pages of each step say in a language.
func walkThrough(t *testing.T, h *testhub.Hub, language, workbook string) (pages []string) {
	t.Helper()
	see := func(addresses ...string) {
		var all strings.Builder
		for _, address := range addresses {
			v := get(t, h, address, language)
			if v.Status != http.StatusOK {
				t.Fatalf("%s is %d", address, v.Status)
			}
			fmt.Fprintln(&all, v.Text)
		}
		pages = append(pages, all.String())
	}
	see("/contracts", "/exports?contract="+ours)
	see("/imports")
	_, values := opened(t, h, "/imports")
	sentTo := sendFile(t, h, values, "actions.xlsx", workbook, "same-origin")
	address := sentTo.Header.Get("Location")
	plan := idle(t, h, address)
	see(address)
	before := pages[2]
	next := sends(t, h, formDoing(t, plan, "suggestions"), nil)
	pages = append(pages, before) // the words that decide are on the plan
	see(address)
	sends(t, h, formDoing(t, next, "apply"), nil)
	done := get(t, h, address, language)
	pages[4] += done.Text
	cell := regexp.MustCompile(`\?why=mission-locale-du-valenciennois-[0-9a-f]+%2Faxe-2`)
	if !cell.MatchString(strings.Join(get(t, h, matrix, language).Links, " ")) {
		t.Error("the matrix has no reasons of the new partner in the second axis")
	}
	see(matrix)
	see(address, "/exports")
	form := formOf(t, get(t, h, address+"/revert", "fr"))
	undone, to := follow(t, h, post(t, h, address+"/revert", "fr", form))
	if strings.Contains(undone.Text, "se met à jour") {
		idle(t, h, to)
	}
	if v := get(t, h, matrix, "fr"); strings.Contains(v.Text, "Mission locale du Valenciennois") {
		t.Error("the import was undone, and its partner is still there")
	}
	return pages
}
