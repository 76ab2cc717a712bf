package identity

import (
	"fmt"
	"html/template"
	"net/http"
	"strings"

	"maillage/internal/lexicon"
)

// loginPage is a page for a person whose login stops, in both languages.
type loginPage struct{ TitleFR, FR, TitleEN, EN string }

var (
	notLetIn = loginPage{
		"Accès refusé",
		"Vous n’avez pas de compte ouvert sur ce hub. " +
			"Demandez l’accès à %s, avec l’adresse électronique vérifiée par laquelle vous vous connectez.",
		"Access refused",
		"You have no open account on this hub. " +
			"Ask %s for access, and give the verified email address by which you log in.",
	}
	notBegunHere = loginPage{
		"Connexion interrompue",
		"La connexion a commencé dans un autre navigateur, a duré trop longtemps ou a déjà servi. Recommencez-la.",
		"Login interrupted",
		"The login began in another browser, took too long or was used already. Begin again.",
	}
	providerDown = loginPage{
		"Connexion impossible pour l’instant",
		"Le fournisseur d’identité ne répond pas. Réessayez dans quelques instants.",
		"Nobody can log in at the moment",
		"The identity provider does not answer. Try again in a moment.",
	}
	// noLogins is for a hub that does not know its public URL, and so has no sessions.
	noLogins = loginPage{
		"Connexion impossible sur ce hub",
		"Personne ne peut s’y connecter : seuls des programmes y accèdent, avec un jeton. Si vous l’administrez, " +
			"relancez-le avec « --public-url » et l’adresse que les navigateurs utilisent. " +
			"Vous pourrez alors donner des liens de connexion.",
		"Nobody can log in to this hub",
		"Only programs have access, with a token. If you run it, start it again with --public-url and the address " +
			"that browsers use. Then you can give people sign-in links.",
	}
	// noProvider is for a hub where people sign in by links.
	noProvider = loginPage{
		"Connexion par un lien",
		"Ce hub n’a pas de fournisseur d’identité : demandez un lien de connexion à un administrateur. " +
			"Il le crée sur la page des comptes, ou sur le serveur avec « maillage account link ».",
		"Sign in by a link",
		"This hub has no identity provider: ask an administrator for a sign-in link. " +
			"They make it on the page of accounts, or on the server with “maillage account link”.",
	}
	openLink = loginPage{
		"Bienvenue",
		"Vous êtes invité à rejoindre ce hub. Ce bouton ouvre votre compte et vous connecte. Il ne sert qu’une fois.",
		"Welcome", "You are invited to join this hub. This button opens your account and logs you in. It works once.",
	}
	openSignIn = loginPage{
		"Bienvenue", "Ce bouton vous connecte à votre compte. Il ne sert qu’une fois.",
		"Welcome", "This button signs you in to your account. It works once.",
	}
	deadLink = loginPage{
		"Lien non valable",
		"Ce lien n’est pas valable. Demandez une autre invitation à la personne qui vous l’a envoyé.",
		"Link not valid",
		"This link is not valid. Ask the person who sent it for another invitation.",
	}
	wentWrong = loginPage{
		"Erreur", "La demande n’a pas abouti. Réessayez plus tard.",
		"Error", "The request could not be answered. Try again later.",
	}
)

var pageTemplate = template.Must(template.New("page").Parse(`<!DOCTYPE html>
<html lang="fr">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{{.TitleFR}} · {{.TitleEN}} – Maillage</title></head>
<body>
<main>
<h1>{{.TitleFR}}</h1>
<p>{{.FR}}</p>
<section lang="en"><h2>{{.TitleEN}}</h2>
<p>{{.EN}}</p></section>
<p><a href="/">Maillage</a></p>
</main>
</body>
</html>
`))

var invitationTemplate = template.Must(template.New("invitation").Parse(`<!DOCTYPE html>
<html lang="{{.Language}}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{{.Title}} – Maillage</title></head>
<body>
<main>
<h1>{{.Title}}</h1>
<p>{{.Text}}</p>
{{if .Button}}<form method="post"><button>{{.Button}}</button></form>
{{end}}</main>
</body>
</html>
`))

// buttons are the labels of the pages that have a button.
var buttons = map[loginPage]struct{ french, english string }{
	openLink: {"Ouvrir mon compte", "Open my account"}, openSignIn: {"Me connecter", "Sign me in"},
}

// languageOf returns the language that the client of a request prefers.
func languageOf(r *http.Request) lexicon.Language {
	return lexicon.Spoken(lexicon.Accepted(strings.Join(r.Header.Values("Accept-Language"), ",")))
}

// invitationPage shows a page in the language that the browser prefers, with a button when the link is open.
func (i *Identity) invitationPage(w http.ResponseWriter, r *http.Request, status int, m loginPage) {
	language := languageOf(r)
	shown := struct{ Language, Title, Text, Button string }{string(language.Tag()), m.TitleEN, m.EN, buttons[m].english}
	if language == lexicon.French {
		shown.Title, shown.Text, shown.Button = m.TitleFR, m.FR, buttons[m].french
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", shown.Language)
	w.Header().Add("Vary", "Accept-Language")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; form-action 'self'")
	w.WriteHeader(status)
	_ = invitationTemplate.Execute(w, shown) // the client may be gone; nothing can be reported to it
}

// page shows a message in both languages.
func (i *Identity) page(w http.ResponseWriter, status int, m loginPage) {
	if m == notLetIn {
		m = m.asking(i.login.Ask)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	w.WriteHeader(status)
	_ = pageTemplate.Execute(w, m) // the client may be gone; nothing can be reported to it
}

// withoutProvider returns the message for a hub without a provider: there are sign-in links, or tokens alone.
func (l *Login) withoutProvider() loginPage {
	if l == nil {
		return noLogins
	}
	return noProvider
}

// asking returns the message with the person or service to ask.
func (m loginPage) asking(whom string) loginPage {
	fr, en := "un administrateur du hub", "an administrator of the hub"
	if whom != "" {
		fr, en = whom, whom
	}
	m.FR, m.EN = fmt.Sprintf(m.FR, fr), fmt.Sprintf(m.EN, en)
	return m
}
