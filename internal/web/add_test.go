package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

// addable are the forms that add a record to another one, with what is typed there.
func addable(t testing.TB, h *testhub.Hub) map[string]struct {
	list   string
	values url.Values
} {
	t.Helper()
	partner := idOf(t, h, `partner(by: {code: "cpam-hainaut"})`)
	contract := idOf(t, h, `contract(by: {code: "valenciennes"})`)
	group, axis := aGroup(t, h), idOf(t, h, `axis(by: {code: "valenciennes/axe-1"})`)
	type form = struct {
		list   string
		values url.Values
	}
	sourced := func(values url.Values) url.Values {
		for name, value := range map[string]string{"source": "", "title": "Compte rendu", "locator": "page 2"} {
			values.Set(name, value)
		}
		return values
	}
	return map[string]form{
		partner + "/add/seat": {"memberships", sourced(url.Values{
			"group": {firstOf(t, h, "workingGroups", "code")}, "role": {"EXPERT"}, "wording": {"siège à titre d’essai"},
		})},
		group + "/add/member": {"memberships", sourced(url.Values{
			"partner": {"cpam-hainaut"}, "role": {"HOST"}, "since": {"juin 2026"}, "wording": {"accueille les séances"},
		})},
		anAction(t, h) + "/add/axis": {"alignments", sourced(url.Values{
			"axis": {"axe-1"}, "kind": {"RESONATES_WITH"}, "wording": {"va dans le même sens"},
		})},
		axis + "/add/action": {"alignments", sourced(url.Values{
			"action": {firstOf(t, h, "actions", "code")}, "kind": {"RESEMBLES"}, "wording": {"ressemble beaucoup"},
		})},
		partner + "/add/identifier": {"identifiers", url.Values{
			"scheme": {"SIREN"}, "value": {"123456782"}, "note": {"trouvé sur un courrier"},
		}},
		contract + "/add/funding": {"fundingLines", sourced(url.Values{
			"funder": {"cpam-hainaut"}, "axis": {"axe-1"}, "kind": {"ORDINARY_LAW"}, "year": {"2018"}, "voted": {"1200,50"},
		})},
		contract + "/add/grant": {"grants", sourced(url.Values{
			"funder": {"drjscs"}, "beneficiary": {"cpam-hainaut"}, "purpose": {"Jardins partagés"}, "amount": {"-12,50"},
		})},
		contract + "/add/indicator": {"indicators", sourced(url.Values{
			"code": {"stages"}, "name": {"Stages obtenus"}, "unit": {"stages"}, "target": {"1234.5"}, "direction": {"RISE"},
		})},
		partner + "/add/relation": {"relations", sourced(url.Values{
			"kind": {"PRIORITISES"}, "literal": {"les plus fragiles"}, "openList": {"1"}, "note": {"à préciser"},
		})},
		partner + "/add/source": {"citations", sourced(url.Values{
			"quote": {"la CPAM du Hainaut"}, "stance": {"CONTRADICTS"}, "about": {"acronym"}, "value": {"C.P.A.M."},
		})},
	}
}

func TestAdd_EveryKindIsMadeOnceAndEdited(t *testing.T) {
	h := coordinator(t, signInHub(t))
	for at, f := range addable(t, h) {
		t.Run(at[strings.LastIndex(at, "/")+1:], func(t *testing.T) {
			_, values := opened(t, h, "/records/"+at)
			for name, value := range f.values {
				values[name] = value
			}
			shown, _ := follow(t, h, post(t, h, "/records/"+at, "fr", values))
			made := "/records/" + lastOf(t, h, f.list)
			if v := post(t, h, "/records/"+at, "fr", values); v.Status != http.StatusSeeOther {
				t.Errorf("sent twice, it answers %d: %s", v.Status, v.Text)
			}
			if again := "/records/" + lastOf(t, h, f.list); again != made {
				t.Errorf("sent twice, it makes %s and %s", made, again)
			}
			for _, p := range shown.problems() {
				t.Error(p)
			}
			edits(t, h, made, f.values)
		})
	}
}

// edits opens the form of a record that was made, finds what was typed in it, changes it, and meets a conflict.
func edits(t *testing.T, h *testhub.Hub, at string, typed url.Values) {
	t.Helper()
	_, values := opened(t, h, at+"/edit")
	for name, want := range typed {
		if values.Has(name + "-id") { // it was typed as a code, and is shown by its name
			if want[0] != "" && !strings.HasSuffix(values.Get(name+"-id"), " "+want[0]) {
				t.Errorf("%s is %q, not %q", name, values.Get(name+"-id"), want[0])
			}
			continue
		}
		if values.Has(name) && name != "since" && name != "openList" && values.Get(name) != want[0] {
			t.Errorf("%s is %q, not %q", name, values.Get(name), want[0])
		}
	}
	remark := "note"
	if !values.Has(remark) {
		remark = "description"
	}
	values.Set(remark, "une remarque neuve")
	_, late := opened(t, h, at+"/edit")
	if v := get(t, h, at, "en"); v.Status != http.StatusOK || len(v.problems()) > 0 {
		t.Errorf("%s answers %d %v", at, v.Status, v.problems())
	}
	shown, _ := follow(t, h, post(t, h, at+"/edit", "fr", values))
	if _, now := opened(t, h, at+"/edit"); now.Get(remark) != "une remarque neuve" {
		t.Errorf("the remark is %q: %s", now.Get(remark), shown.Text)
	}
	late.Set(remark, "écrite trop tard")
	v := post(t, h, at+"/edit", "fr", late)
	if v.Status != http.StatusConflict || v.byID("n-"+remark) == nil || len(v.problems()) > 0 {
		t.Fatalf("an old version is answered %d %v: %s", v.Status, v.problems(), v.Text)
	}
	follow(t, h, post(t, h, at+"/edit", "fr", formOf(t, v)))
	if _, now := opened(t, h, at+"/edit"); now.Get(remark) != "écrite trop tard" {
		t.Errorf("after the conflict the remark is %q", now.Get(remark))
	}
}

// Two people say at once who sits in a group: both are named, and one is chosen.
func TestEdit_EndsConflictByName(t *testing.T) {
	h := signInHub(t)
	mine, other := coordinator(t, h), coordinator(t, h)
	at := "/records/" + aGroup(t, mine) + "/add/member"
	_, values := opened(t, mine, at)
	for name, value := range map[string]string{"partner": "cpam-hainaut", "locator": "page 5"} {
		values.Set(name, value)
	}
	follow(t, mine, post(t, mine, at, "fr", values))
	at = "/records/" + lastOf(t, mine, "memberships") + "/edit"
	_, values = opened(t, mine, at)
	if values.Get("group") == "" || values.Get("collective") != "" {
		t.Errorf("it is of %q and %q", values.Get("group"), values.Get("collective"))
	}
	_, theirs := opened(t, other, at)
	theirs.Set("partner", "ccas-partenaires")
	follow(t, other, post(t, other, at, "fr", theirs))
	values.Set("partner", "drjscs")
	v := post(t, mine, at, "fr", values)
	row := v.byID("n-partner")
	if v.Status != http.StatusConflict || row == nil {
		t.Fatalf("it answers %d: %s", v.Status, v.Text)
	}
	said := textOf(row.Parent)
	for _, name := range []string{"Caisse Primaire", "CCAS partenaires", "Direction Régionale de la Jeunesse"} {
		if !strings.Contains(said, name) {
			t.Errorf("the row %q does not name %s", said, name)
		}
	}
	choose := formOf(t, v)
	if len(choose["version"]) != 1 || len(choose["partner-id"]) != 1 {
		t.Errorf("the form sends %v", choose)
	}
	choose.Set("note", "avec une remarque")
	follow(t, mine, post(t, mine, at, "fr", choose))
	if _, now := opened(t, mine, at); !strings.HasSuffix(now.Get("partner-id"), " drjscs") ||
		now.Get("note") != "avec une remarque" {
		t.Errorf("what was saved is %v", now)
	}

	_, late := opened(t, other, at)
	late.Set("version", values.Get("version"))
	late.Set("partner", "cpam-hainaut")
	v = post(t, other, at, "fr", late)
	if v.Status != http.StatusConflict {
		t.Fatalf("it answers %d: %s", v.Status, v.Text)
	}
	choose = formOf(t, v)
	choose.Set("pick.partner", "theirs")
	follow(t, other, post(t, other, at, "fr", choose))
	if _, now := opened(t, other, at); !strings.HasSuffix(now.Get("partner-id"), " drjscs") {
		t.Errorf("theirs was chosen, and it is %s", now.Get("partner-id"))
	}
	_, late = opened(t, other, at)
	late.Set("partner", "caisse") // which may be several
	if v := post(t, other, at, "fr", late); v.Status != http.StatusUnprocessableEntity || v.byID("e-partner") == nil {
		t.Errorf("several are answered %d: %s", v.Status, v.Text)
	}
}

func TestAdd_ErrorsAreToldAtTheirFields(t *testing.T) {
	h := coordinator(t, signInHub(t))
	for at, missing := range map[string][]string{
		"seat": {"group"}, "identifier": {"value"}, "relation": {"kind"}, "source": {"source"}, "member": {"partner"},
	} {
		address := "/records/" + idOf(t, h, `partner(by: {code: "cpam-hainaut"})`) + "/add/" + at
		_, values := opened(t, h, address)
		for _, name := range []string{"source", "locator", "quote"} {
			values.Set(name, "")
		}
		v := post(t, h, address, "fr", values)
		if v.Status != http.StatusUnprocessableEntity {
			t.Fatalf("%s answers %d: %s", at, v.Status, v.Text)
		}
		for _, p := range v.problems() {
			t.Errorf("%s: %s", at, p)
		}
		for _, name := range missing {
			if v.byID("e-"+name) == nil {
				t.Errorf("%s: %s has no error: %s", at, name, v.Text)
			}
		}
	}
	address := "/records/" + aContribution(t, h) + "/add/source"
	_, values := opened(t, h, address)
	values.Set("locator", "")
	values.Set("about", "wording")
	v := post(t, h, address, "fr", values)
	if v.byID("e-locator") == nil || formOf(t, v).Get("about") != "wording" {
		t.Errorf("a citation without a place is answered %d: %s", v.Status, v.Text)
	}
	address = "/records/" + idOf(t, h, `partner(by: {code: "cpam-hainaut"})`) + "/add/seat"
	_, values = opened(t, h, address)
	values.Set("group", "groupe")
	values.Set("source", "")
	v = post(t, h, address, "fr", values)
	if v.Status != http.StatusUnprocessableEntity || v.byID("e-group") == nil && v.byID("e-source") == nil {
		t.Errorf("a seat on nobody’s word is answered %d: %s", v.Status, v.Text)
	}
}

func TestAdd_OnlyWhereItFitsAndForWhoMay(t *testing.T) {
	h := signInHub(t)
	who := coordinator(t, h)
	partner := idOf(t, who, `partner(by: {code: "cpam-hainaut"})`)
	for _, at := range []string{
		partner + "/add/axis", partner + "/add/anything", aContribution(t, who) + "/add/relation",
		lastOf(t, who, "citations") + "/add/source", "partner_00000000000000000000000001/add/source",
	} {
		if v := get(t, who, "/records/"+at, "fr"); v.Status != http.StatusNotFound {
			t.Errorf("%s answers %d", at, v.Status)
		}
	}
	_, values := opened(t, who, "/records/"+partner+"/add/identifier")
	values.Set("value", "123456782")
	before := lastOf(t, who, "identifiers")
	if v := get(t, h, "/records/"+partner+"/add/identifier", "fr"); v.Status != http.StatusForbidden {
		t.Errorf("the form answers the public %d", v.Status)
	}
	if v := post(t, h, "/records/"+partner+"/add/identifier", "fr", values); v.Status != http.StatusForbidden {
		t.Errorf("the public adds: %d", v.Status)
	}
	if lastOf(t, who, "identifiers") != before {
		t.Error("it was written")
	}
	for _, link := range get(t, h, "/partners/cpam-hainaut", "fr").Links {
		if strings.Contains(link, "/add/") {
			t.Errorf("the public is offered %s", link)
		}
	}
	other := idOf(t, who, `partner(by: {code: "ccas-partenaires"})`)
	v := post(t, liaison(t, h), "/records/"+other+"/add/identifier", "fr", values)
	if v.Status != http.StatusUnprocessableEntity || v.byID("errors") == nil {
		t.Errorf("a liaison adds to another organisation: %d %s", v.Status, v.Text)
	}
}

func TestAdd_ASourceFromTheReasonsLeadsBackToThem(t *testing.T) {
	h := coordinator(t, signInHub(t))
	const cell = matrix + "?why=cpam-hainaut%2Faxe-3"
	var at []string
	for _, link := range get(t, h, cell, "fr").Links {
		if strings.Contains(link, "/add/source") {
			at = append(at, link)
		}
	}
	if len(at) < 2 {
		t.Fatalf("the reasons offer %v", at)
	}
	_, values := opened(t, h, at[0])
	values.Set("locator", "page 41")
	values.Set("quote", "des mots tout neufs")
	v := post(t, h, at[0], "fr", values)
	if v.Header.Get("Location") != cell {
		t.Errorf("it leads to %s", v.Header.Get("Location"))
	}
	shown, _ := follow(t, h, v)
	if why := shown.byID("why"); why == nil || !strings.Contains(textOf(why), "des mots tout neufs") {
		t.Errorf("the reasons do not cite it: %s", shown.Text)
	}
	path, _, _ := strings.Cut(at[0], "?")
	elsewhere := get(t, h, path+"?return=https%3A%2F%2Felsewhere.example", "fr")
	if to := formOf(t, elsewhere).Get("return"); to != strings.TrimSuffix(path, "/add/source") {
		t.Errorf("it returns to %s", to)
	}
}

// Two documents of one title are two sources, and each record cites its own.
func TestAdd_ATitleThatIsTakenIsAnotherSource(t *testing.T) {
	h := coordinator(t, signInHub(t))
	at := "/records/" + aContribution(t, h) + "/add/source"
	for _, locator := range []string{"page 61", "page 62"} {
		_, values := opened(t, h, at)
		for name, value := range map[string]string{"source": "", "title": "Relevé de décisions", "locator": locator} {
			values.Set(name, value)
		}
		follow(t, h, post(t, h, at, "fr", values))
	}
	for code, locator := range map[string]string{"releve-de-decisions": "page 61", "releve-de-decisions-2": "page 62"} {
		if v := get(t, h, "/sources/"+code, "fr"); v.Status != http.StatusOK || !strings.Contains(v.Text, locator) {
			t.Errorf("%s answers %d without %s: %s", code, v.Status, locator, v.Text)
		}
	}
}

// A citation belongs to the contract of its record.
func TestEdit_ACitationIsOfTheContractOfItsRecord(t *testing.T) {
	h := signInHub(t)
	who := coordinator(t, h)
	aContribution(t, who)
	at := "/records/" + lastOf(t, who, "citations") + "/edit"
	if _, values := opened(t, who, at); !values.Has("draft") {
		t.Error("it cannot be prepared in a draft")
	}
	elsewhere := h.LoggedIn(t, testhub.Who{Role: lexicon.Coordinator, Contracts: []string{"val-d-orme"}})
	if v := get(t, elsewhere, at, "fr"); v.Status != http.StatusForbidden {
		t.Errorf("whoever coordinates another contract is answered %d", v.Status)
	}
	for _, link := range get(t, elsewhere, strings.TrimSuffix(at, "/edit"), "fr").Links {
		if strings.HasSuffix(link, "/edit") || strings.HasSuffix(link, "/delete") {
			t.Errorf("they are offered %s", link)
		}
	}
}

// A liaison is offered what speaks for their own organisation, and else how to report an error.
func TestActs_ALiaisonIsOfferedWhatIsTheirs(t *testing.T) {
	h := signInHub(t)
	who := liaison(t, h)
	own := "/records/" + idOf(t, who, `partner(by: {code: "cpam-hainaut"})`)
	_, values := opened(t, who, form+"?axis=axe-1")
	for name, value := range map[string]string{
		"role": "HOST", "status": "MENTIONED", "locator": "page 1", "title": "Note",
	} {
		values.Set(name, value)
	}
	follow(t, who, post(t, who, form, "fr", values))
	claim := "/records/" + lastOf(t, who, "contributions")
	for address, want := range map[string][]string{
		"/partners/cpam-hainaut":     {own + "/edit", own + "/add/seat", own + "/add/identifier"},
		"/partners/ccas-partenaires": {"/report"},
		matrix + "/axes/axe-1":       {"/declare?axis=axe-1", "/report"},
		claim:                        {claim + "/edit", claim + "/add/source", claim + "/delete"},
		matrix + "?why=drjscs/axe-1": {"/report"},
	} {
		v := get(t, who, address, "fr")
		all := strings.Join(v.Links, "\n")
		for _, link := range want {
			if !strings.Contains(all, link) {
				t.Errorf("%s does not offer %s", address, link)
			}
		}
		for _, refused := range []string{"/edit", "/add/", "/delete"} {
			if len(want) <= 2 && strings.Contains(all, refused) {
				t.Errorf("%s offers what is refused, %s", address, refused)
			}
		}
		for _, link := range v.Links { // what is offered is not refused
			if strings.Contains(link, "/add/") || strings.HasSuffix(link, "/edit") {
				opened(t, who, link)
			}
		}
	}
	for _, link := range get(t, who, "/partners/cpam-hainaut", "fr").Links {
		if link == own+"/delete" || link == own+"/add/relation" || link == own+"/add/member" {
			t.Errorf("they are offered %s", link)
		}
	}
	sources := 0
	for _, link := range get(t, who, matrix+"?why=cpam-hainaut/axe-3", "fr").Links {
		if strings.Contains(link, "/add/source") {
			sources++
			if !strings.HasPrefix(link, "/records/contribution_") {
				t.Errorf("they are offered %s", link)
			}
		}
	}
	if sources == 0 {
		t.Error("the reasons of their own offer no source to add")
	}
	group := "/records/" + aGroup(t, who) + "/add/member"
	_, values = opened(t, who, group)
	for name, value := range map[string]string{"partner": "cpam-hainaut", "locator": "page 1", "title": "Note"} {
		values.Set(name, value)
	}
	follow(t, who, post(t, who, group, "fr", values))
}
