package graph_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"maillage/internal/server"
	"maillage/internal/testhub"
)

func TestLanguages_AnswersAreInTheReadersLanguage(t *testing.T) {
	h := testhub.SQLiteDemo(t, server.Config{})
	const query = `{ node(id: "x") { id } matrix(filter: {contracts: ["nobody"]}) { asOf } contract(by: {code: "valenciennes"}) { gaps(filter: {codes: [NO_LEAD]}) { message french: message(language: FR) english: message(language: EN) } }
		vocabulary(name: "Status") { meaning words { value label french: label(language: FR) english: label(language: EN) } } }`
	for reads, in := range map[string]struct{ language, missing, label, gap string }{
		"":                   {"fr", "Aucun enregistrement du type « contrat » n’a l’identifiant ou le code « nobody ».", "évoqué", "Aucun pilote"},
		"en-GB, fr;q=0.5":    {"en", "No contract has the id or code \"nobody\".", "mentioned", "No confirmed lead"},
		"en;q=0.1, fr;q=0.5": {"fr", "Aucun enregistrement du type « contrat » n’a l’identifiant ou le code « nobody ».", "évoqué", "Aucun pilote"},
		"?!":                 {"fr", "Aucun enregistrement du type « contrat » n’a l’identifiant ou le code « nobody ».", "évoqué", "Aucun pilote"},
	} {
		answer := h.In(reads).Ask(t, query, nil)
		if got := answer.Header.Get("Content-Language"); got != in.language || !slices.Contains(
			answer.Header.Values("Vary"), "Accept-Language",
		) {
			t.Errorf("%q: Content-Language %q, Vary %q", reads, got, answer.Header.Values("Vary"))
		}
		if len(answer.Errors) != 1 || answer.Errors[0].Message != in.missing ||
			answer.Errors[0].Extensions.Code != "NOT_FOUND" {
			t.Errorf("%q: %+v", reads, answer.Errors)
		}
		var data struct {
			Contract struct {
				Gaps []struct{ Message, French, English string }
			}
			Vocabulary struct {
				Words []struct{ Label, French, English string }
			}
		}
		if err := json.Unmarshal(answer.Data, &data); err != nil || len(data.Contract.Gaps) == 0 {
			t.Fatalf("%v %s", err, answer.Body)
		}
		gap, word := data.Contract.Gaps[0], data.Vocabulary.Words[0]
		if !strings.HasPrefix(gap.Message, in.gap) || !strings.HasPrefix(gap.French, "Aucun pilote") ||
			!strings.HasPrefix(gap.English, "No confirmed lead") {
			t.Errorf("%q: %+v", reads, gap)
		}
		if word.Label != in.label || word.French != "évoqué" || word.English != "mentioned" {
			t.Errorf("%q: %+v", reads, word)
		}
	}
}

func TestLanguages_ATextIsServedInTheBestLanguage(t *testing.T) {
	eachEmpty(t, func(t *testing.T, h *testhub.Hub) {
		done(t, h, "createContract", in{"code": "c", "name": "Kevrat", "language": "BR"})
		made := done(t, h, "createAxis", in{"code": "a", "name": "Labour", "contract": "c", "translations": []in{
			{"field": "NAME", "language": "fr", "text": "Emploi"}, {"field": "NAME", "language": "en", "text": "Work"}}})
		const query = `query ($id: ID!, $languages: [LanguageTag!]) { node(id: $id) { ... on Axis { name language translations { language } text(field: NAME, languages: $languages) { value language original } note: text(field: NOTE) { value } } } }`
		for _, c := range []struct {
			header string
			asked  any
			want   string
		}{
			{"", nil, `{"value":"Labour","language":"br","original":true}`},
			{"en-US, fr;q=0.1", nil, `{"value":"Work","language":"en","original":false}`},
			{"en", []string{"fr-CA"}, `{"value":"Emploi","language":"fr","original":false}`},
			{"en", []string{"ja"}, `{"value":"Labour","language":"br","original":true}`},
			{"en", []string{}, `{"value":"Labour","language":"br","original":true}`},
		} {
			answer := h.In(c.header).Ask(t, query, in{"id": made.Record.ID, "languages": c.asked})
			want := `{"data":{"node":{"name":"Labour","language":"br","translations":[{"language":"en"},{"language":"fr"}],"text":` + c.want + `,"note":null}}}`
			if got := strings.TrimSpace(string(answer.Body)); got != want {
				t.Errorf("%q %v: %s", c.header, c.asked, got)
			}
		}
		if answer := h.Ask(
			t, query, in{"id": made.Record.ID, "languages": []string{"no language"}},
		); len(answer.Errors) != 1 || answer.Errors[0].Extensions.Code == "INTERNAL" {
			t.Errorf("%s", answer.Body)
		}
		rejected(
			t, h, "updateAxis", in{"id": made.Record.ID, "version": 1, "language": "breton"}, "INVALID", "language",
		)
		for _, translations := range [][]in{
			{{"field": "NAME", "language": "br", "text": "its own language"}},
			{{"field": "NAME", "language": "en", "text": "once"}, {"field": "NAME", "language": "EN", "text": "twice"}},
			{{"field": "NAME", "language": "en", "text": " "}},
			{{"field": "QUOTE", "language": "en", "text": "no text of an axis"}},
		} {
			rejected(
				t, h, "updateAxis", in{"id": made.Record.ID, "version": 1, "translations": translations}, "INVALID",
				"translations",
			)
		}
		rejected(
			t, h, "updateAxis",
			in{
				"id": made.Record.ID, "version": 1,
				"translations": []in{{"field": "NAME", "language": "en", "text": strings.Repeat("x", 501)}},
			},
			"TOO_LONG", "translations",
		)
		rejected(t, h, "updateAxis", in{"id": made.Record.ID, "version": 1, "language": "en"}, "INVALID", "language")
		done(t, h, "updateAxis", in{"id": made.Record.ID, "version": 1, "language": "en", "translations": nil})
	})
}
