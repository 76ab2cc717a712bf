package demo

import "maillage/internal/lexicon"

// referenceThemes belong to no contract: those of contracts are mapped to them
// so that contracts compare. They are ours, not a source's.
func referenceThemes() []record {
	var themes []record
	for i, t := range []struct{ code, name string }{
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
	} {
		themes = append(themes, named("theme", "reference."+t.code, t.name, values{"position": i + 1}))
	}
	return themes
}

// like maps a contract's theme to a reference theme.
func (r record) like(reference string, match lexicon.Match) record {
	r.set["match"] = match
	return r.with("reference", "theme reference."+reference)
}
