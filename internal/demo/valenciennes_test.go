package demo_test

import (
	"strconv"
	"strings"
	"testing"

	"maillage/internal/lexicon"
)

// sentences maps each verb of the seed to its record and verb here, and "back" when subject and object
// are swapped. Where one verb of the seed became several, the type of its object decides.
var sentences = map[string]string{
	"ISSUE_DE concept": "relation DERIVES_FROM", "ISSUE_DE programme": "relation UNDER_PROGRAMME",
	"PARTAGE_OBJECTIF": "relation HAS_OBJECTIVE", "A_POUR_OBJECTIF": "relation HAS_OBJECTIVE",
	"ARTICULEE_AVEC": "relation ARTICULATED_WITH", "EST_CRITERE_DE": "relation LISTED_IN", "SE_TRADUIT_PAR": "relation RESULTS_IN",
	"PORTE_SUR": "relation CONCERNS", "BENEFICIE_A": "relation BENEFITS", "MET_EN_OEUVRE": "relation IMPLEMENTS",
	"REQUIERT_MOBILISATION": "relation MOBILISES", "ETABLI_PAR": "relation ESTABLISHED back", "FAIT_SUITE_A": "relation FOLLOWS_FROM",
	"FORMALISE_ORIENTATIONS_DE": "relation FORMALISES_ORIENTATIONS_OF", "LUTTE_CONTRE": "relation FIGHTS",
	"VISE_PUBLIC": "relation TARGETS", "EFFET_ATTENDU": "relation EXPECTED_EFFECT", "LAUREAT_DE": "relation LAUREATE_OF",
	"PASSE_PAR": "relation PART_OF back", "ACCOMPAGNEE_DE": "relation PART_OF back", "EXEMPLE_DE": "relation PART_OF",
	"REPOND_A": "relation RESPONDS_TO", "A_SOULEVE": "relation RAISED", "ATTENTION_A": "relation PAYS_ATTENTION_TO",
	"CIBLE_TERRITOIRE": "relation COVERS", "PRIORITE_POUR": "relation PRIORITISES", "MOTIVE_PAR": "relation MOTIVATED_BY",
	"ENJEU_DE": "relation AT_STAKE_IN", "AGIT_POUR": "relation ACTS_FOR", "COMMANDITAIRE_DE": "relation COMMISSIONED",
	"RESSORT": "relation WITHIN_REMIT_OF", "PILOTE plan": "relation LEADS",
	"SOUS_ENSEMBLE_DE audience": "relation PART_OF", "SOUS_ENSEMBLE_DE territory": "relation PART_OF",
	"SOUS_ENSEMBLE_DE partner": "membership MEMBER_OF", "MEMBRE_DE": "membership MEMBER_OF",
	"PILOTE action": "contribution LEAD", "MENE": "contribution OPERATOR", "MOTEUR_DE": "contribution DRIVER",
	"EN_DISCUSSION_AVEC": "contribution PARTICIPANT back", "EN_LIEN_AVEC": "contribution PARTICIPANT back", "AVEC": "contribution PARTICIPANT back",
	"RESONNE_AVEC": "alignment RESONATES_WITH back",
}

// byThemselves are the claims that no single sentence stores: fields, the two meanings of « contribue
// à », and derived claims.
var byThemselves = map[string][]string{
	"1": {"plan ptlcd, adopted = "}, "10": {"plan ptlcd, annexed = 2016-06"},
	"8":  {"relation lieu-de-residence –LISTED_IN→ « législation française »", "criterion lieu-de-residence, rank = 20"},
	"23": {"axis axe-1"}, "24": {"axis axe-2"}, "25": {"axis axe-3"},
	"26": {"alignment formations-logement –SERVES→ axe-1"},
	"77": {"alignment acces-droits-soins –SERVES→ axe-3", "alignment planir –SERVES→ axe-3", "alignment partenariats-locaux –SERVES→ axe-3"},
	"78": {"alignment bourse-stages –RESONATES_WITH→ axe-2", "contribution mde-valenciennois –LEAD→ bourse-stages"},
	"79": {"contribution drjscs –PARTICIPANT→ formations-logement", "alignment formations-logement –SERVES→ axe-1"},
	"82": {"source diagnostic-ifar, date = ../2016-06"},
	"83": {"alignment formation-ccas –RESEMBLES→ axe-1"},
}

// readStatus maps the seed's words to statuses. Where the seed has none, a description is asserted,
// and a partner that is only named is not confirmed.
var (
	readStatus = map[string]lexicon.Status{
		"fait": lexicon.StatusCompleted, "en discussion": lexicon.StatusInDiscussion, "attendu": lexicon.StatusMentioned,
		"lauréat": lexicon.StatusActive, "actif": lexicon.StatusActive, "": lexicon.StatusActive,
	}
	statusByItself = map[string]lexicon.Status{
		"39": lexicon.StatusCommitted, "51": lexicon.StatusMentioned, "70": lexicon.StatusMentioned, "75": lexicon.StatusMentioned,
		"83": lexicon.StatusMentioned, "86": lexicon.StatusMentioned,
	}
	readBasis = map[string]lexicon.Basis{"énoncé": lexicon.BasisStated, "inférence": lexicon.BasisInferred}
)

func TestValenciennes_EveryClaimIsWhereTheDocumentSays(t *testing.T) {
	rows, placed := seedRows(t, "claims.csv"), placings(t, loaded(t))
	for _, row := range rows {
		number := row["n"]
		want, ok := byThemselves[number]
		if !ok {
			want = []string{sentence(t, row)}
		}
		var got []string
		for _, p := range placed[number] {
			got = append(got, p.String())
			t.Logf("claim %s → %s", number, p)
		}
		if strings.Join(got, "; ") != strings.Join(want, "; ") {
			t.Errorf("claim %s is in %q, want %q", number, got, want)
		}
		for _, p := range placed[number] {
			checkStanding(t, row, p)
		}
		delete(placed, number)
	}
	for number := range placed {
		t.Errorf("claim %s is cited and the document has none of that number", number)
	}
}

// sentence returns a row of the seed in the verbs of the demonstration.
func sentence(t *testing.T, row map[string]string) string {
	t.Helper()
	subject, object := seedKey(t, row["sujet"]), seedKey(t, row["objet"])
	kind, code, _ := strings.Cut(object, " ")
	kept, ok := sentences[row["relation"]]
	if !ok {
		kept = sentences[row["relation"]+" "+kind]
	}
	words := strings.Fields(kept)
	if len(words) < 2 {
		t.Fatalf("claim %s: no sentence for %s", row["n"], row["relation"])
	}
	_, from, _ := strings.Cut(subject, " ")
	if kind == "«" {
		code = object
	}
	if len(words) == 3 {
		from, code = code, from
	}
	return words[0] + " " + from + " –" + words[1] + "→ " + code
}

// checkStanding compares status, basis and date of a claim with the seed's.
func checkStanding(t *testing.T, row map[string]string, p placing) {
	t.Helper()
	number := row["n"]
	if want := readBasis[row["base"]]; p.cite.Basis != want {
		t.Errorf("claim %s is cited as %s, want %s", number, p.cite.Basis, want)
	}
	if p.cite.Edges.Source.Code != "plan-territorial" || p.cite.Stance != lexicon.Supports {
		t.Errorf("claim %s is cited from %s, %s", number, p.cite.Edges.Source.Code, p.cite.Stance)
	}
	if p.verb == "" || number == "78" || number == "79" { // no claim, or one that has a number of its own
		return
	}
	want, ok := statusByItself[number]
	if !ok {
		want = readStatus[row["statut"]]
	}
	if p.status != want || p.basis != readBasis[row["base"]] || p.since != row["date"] {
		t.Errorf(
			"claim %s is %s %s since %q, want %s %s since %q", number, p.status, p.basis, p.since, want,
			readBasis[row["base"]], row["date"],
		)
	}
	if open := strings.Contains(row["note"], "liste ouverte"); p.record == "relation" && p.openList != open {
		t.Errorf("claim %s: open list %v, want %v", number, p.openList, open)
	}
}

func TestValenciennes_States76ClaimsAndInfers12(t *testing.T) {
	byBasis := map[lexicon.Basis]int{}
	for number, placed := range placings(t, loaded(t)) {
		if n, err := strconv.Atoi(number); err != nil || n < 1 || n > 88 {
			t.Errorf("claim %q is none of 1 to 88", number)
		}
		byBasis[placed[0].cite.Basis]++
		for _, p := range placed {
			if p.verb != "" && p.basis == lexicon.BasisInferred && text(inference(p)) == "" {
				t.Errorf("claim %s is inferred and does not say how", number)
			}
		}
	}
	if byBasis[lexicon.BasisStated] != 76 || byBasis[lexicon.BasisInferred] != 12 || len(byBasis) != 2 {
		t.Errorf("claims by basis: %v", byBasis)
	}
}

func wording(p placing) string {
	switch e := p.cite.Edges; {
	case e.Contribution != nil:
		return text(e.Contribution.Wording)
	case e.Alignment != nil:
		return text(e.Alignment.Wording)
	case e.Membership != nil:
		return text(e.Membership.Wording)
	case e.Relation != nil:
		return text(e.Relation.Wording)
	default:
		return ""
	}
}

func inference(p placing) *string {
	switch e := p.cite.Edges; {
	case e.Alignment != nil:
		return e.Alignment.Inference
	case e.Membership != nil:
		return e.Membership.Inference
	case e.Relation != nil:
		return e.Relation.Inference
	default:
		return e.Contribution.Inference
	}
}

func TestValenciennes_QuotesAreAFewWordsOfTheDocument(t *testing.T) {
	document := plain(seedFile(t, "plan-territorial-valenciennes.txt"))
	for number, placed := range placings(t, loaded(t)) {
		for _, p := range placed {
			quote := text(p.cite.Quote)
			if quote == "" && p.cite.Basis == lexicon.BasisStated {
				t.Errorf("claim %s is stated and quotes nothing", number)
			}
			if n := len(strings.Fields(quote)); n > 8 || !strings.Contains(document, plain(quote)) {
				t.Errorf("claim %s quotes %d words: %q", number, n, quote)
			}
			if w := plain(wording(p)); !strings.Contains(strings.ToLower(document), strings.ToLower(w)) {
				t.Errorf("claim %s words it %q, which the document does not", number, w)
			}
		}
	}
}
