package web_test

import (
	"strings"
	"testing"
)

func TestBridges_TellWhatHolds(t *testing.T) {
	v := get(t, visitors(t), "/contracts/val-d-orme/bridges?at=2026-11-30", "fr")
	for _, words := range []string{
		"Fédération des centres sociaux du Val d’Orme association 5 : Accès aux soins et prévention",
		"46,7 % 1 partie se détache voir sans",
		"Ponts possibles (4)", "ressemblerait à l’axe",
	} {
		if !strings.Contains(v.Text, words) {
			t.Errorf("the page does not say %q", words)
		}
	}
}

func TestBridges_TellWhatIsCutOffWithoutPartners(t *testing.T) {
	h := visitors(t)
	const (
		address    = "/contracts/val-d-orme/bridges?at=2026-11-30"
		federation = "&without=federation-des-centres-sociaux-du-val-d-orme"
		town       = "&without=communaute-d-agglomeration-du-val-d-orme"
	)
	for _, c := range []struct {
		without, lang string
		says, not     []string
	}{
		{federation, "fr", []string{
			"Sans : Fédération des centres sociaux du Val d’Orme 1 partie n’est plus reliée au reste :",
			"17 partenaires :",
			"5 axes : Parcours résidentiel et logement digne", "1 groupe : Comité technique de l’habitat",
			"Remettre Fédération des centres sociaux",
		}, []string{"Fédération des centres sociaux du Val d’Orme association 5 :"}},
		{federation + town, "en", []string{"2 parts are no longer linked with the rest:"}, nil},
		{"&without=mission-locale-du-val-d-orme", "en", []string{"The network holds"}, []string{"no longer linked"}},
		{"&without=nobody" + federation + federation, "en", []string{
			`without="nobody"`, "1 part is no longer linked", "Without: Fédération des centres sociaux du Val d’Orme 1 part",
		}, nil},
	} {
		v := get(t, h, address+c.without, c.lang)
		for _, words := range c.says {
			if !strings.Contains(v.Text, words) {
				t.Errorf("%s does not say %q", c.without, words)
			}
		}
		for _, words := range c.not {
			if strings.Contains(v.Text, words) {
				t.Errorf("%s says %q", c.without, words)
			}
		}
	}
}
