package demo

import "maillage/internal/lexicon"

// Named is the code and the name of a thing.
type Named struct{ Code, Name string }

// ReferenceThemes belong to no contract. The themes of contracts are mapped to them so that contracts
// can be compared. They come from this package, not from a source.
var ReferenceThemes = []Named{
	{"emploi", "Emploi et insertion"},
	{"education", "Éducation"},
	{"sante", "Santé"},
	{"acces-droits", "Accès aux droits"},
	{"egalite", "Égalité et lutte contre les discriminations"},
	{"logement", "Logement"},
	{"cadre-de-vie", "Cadre de vie"},
	{"tranquillite", "Tranquillité publique"},
	{"culture", "Culture"},
	{"sport", "Sport"},
	{"mobilite", "Mobilité"},
}

func referenceThemes() []record {
	var themes []record
	for i, t := range ReferenceThemes {
		themes = append(themes, named("theme", "reference."+t.Code, t.Name, values{"position": i + 1}))
	}
	return themes
}

// like maps a contract's theme to a reference theme.
func (r record) like(reference string, match lexicon.Match) record {
	r.set["match"] = match
	return r.with("reference", "theme reference."+reference)
}
