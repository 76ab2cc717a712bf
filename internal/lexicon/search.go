package lexicon

// Closeness is how well a record matches a search.
type Closeness string

// From the best to the least.
const (
	Exact         Closeness = "EXACT"
	InName        Closeness = "NAME"
	NameBeginning Closeness = "BEGINNING"
	InText        Closeness = "TEXT"
	Similar       Closeness = "SIMILAR"
	SomeWords     Closeness = "SOME_WORDS"
)

var closenesses = Vocabulary{"Closeness", Text{
	"How well a record matches a search, from best to worst.",
	"À quel point un enregistrement correspond à une recherche, du mieux au moins bien.",
}, []Term{
	{"EXACT", "exact", "exacte", Text{
		"A name, an acronym, a code or a number equals the query.",
		"Un nom, un sigle, un code ou un numéro est ce qui est cherché.",
	}},
	{"NAME", "name", "nom", Text{
		"Its names have all words, their plurals or their initials; partners found by initials come first.",
		"Ses noms ont tous les mots, ou leur pluriel, ou leurs initiales : d’abord les partenaires par leurs " +
			"initiales.",
	}},
	{"BEGINNING", "beginning", "début de mot", Text{
		"Words of its names begin with the query’s words, or its names have the acronym of several.",
		"Ses noms ont des mots qui commencent ainsi, ou le sigle de plusieurs.",
	}},
	{"TEXT", "text", "texte", Text{
		"Words of its names or texts begin with the query’s words. Words with the same stem rank lower.",
		"Des mots de ses noms ou de ses textes commencent ainsi. Ceux de même racine viennent après.",
	}},
	{"SIMILAR", "similar", "approchant", Text{
		"No record has the exact words. This one has words that differ by a letter, or lower, contain the word.",
		"Rien n’a les mots tels quels. Celui-ci en a à une lettre près ou, plus bas, qui contiennent le mot.",
	}},
	{"SOME_WORDS", "some words", "en partie", Text{
		"No record has all words. This one has some; exact words rank before similar ones.",
		"Rien n’a tous les mots. Celui-ci en a quelques-uns ; les mots exacts passent avant les approchants.",
	}},
}}
