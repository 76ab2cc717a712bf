package lexicon

// inFrench has the French translation of every sentence of the hub, by the English one.
var inFrench = join(frenchOfTheDomain, frenchOfTheHub, frenchSentences)

func join(parts ...map[string]string) map[string]string {
	all := map[string]string{}
	for _, part := range parts {
		for english, french := range part {
			all[english] = french
		}
	}
	return all
}

// frenchOfTheDomain translates the meanings of words about the domain.
var frenchOfTheDomain = map[string]string{
	"How far an engagement has come, from mentioned to completed. Abandoned is outside this order.": "Jusqu’où va un engagement : une échelle, d’évoqué à terminé ; abandonné est à part.",
	"Named as a possibility, by anyone. Prospective.":                                               "Cité comme une possibilité, par quiconque. Prospectif.",
	"Talks are under way. Prospective.":                                                             "Des discussions ont lieu. Prospectif.",
	"Approved by those who decide; nobody is engaged yet. Prospective.":                             "Approuvé par ceux qui décident ; personne n’est encore engagé. Prospectif.",
	"The partner is engaged. Confirmed.":                                                            "Le partenaire est engagé. Confirmé.",
	"It runs. Confirmed.":                                                                           "C’est en cours. Confirmé.",
	"It ran and is over. Confirmed.":                                                                "Cela a eu lieu et c’est fini. Confirmé.",
	"Given up: neither confirmed nor prospective.":                                                  "Laissé de côté : ni confirmé ni prospectif.",

	"The combined result of all chains of claims between a partner and an axis.": "Le résultat de toutes les chaînes entre un partenaire et un axe.",
	"A confirmed chain certainly holds.":                                         "Une chaîne confirmée vaut certainement.",
	"A prospective chain certainly holds, but no confirmed one does.":            "Une chaîne prospective vaut certainement, et aucune confirmée.",
	"A chain may hold, but none certainly does.":                                 "Une chaîne vaut peut-être, et aucune certainement.",
	"Every chain was given up.":                                                  "Toutes les chaînes sont abandonnées.",

	"The origin of a claim: a source, a partner, or an inference.": "L’origine d’une affirmation : une source, un partenaire ou une inférence.",
	"A source says it.":                 "Une source le dit.",
	"The partner says it about itself.": "Un partenaire le dit de lui-même.",
	"Inferred from a text or derived by a rule; no source states it.": "Inféré d’un texte ou déduit par une règle ; aucune source ne l’énonce.",

	"The part that a partner has in an action, an axis or a group.": "La part qu’un partenaire prend à une action, à un axe ou à un groupe.",
	"Is responsible for it.":                       "En est responsable.",
	"Shares the responsibility with another lead.": "Partage la responsabilité avec un autre pilote.",
	"Carries it out.":                              "La met en œuvre.",
	"Initiates it, without a mandate to lead.":     "Donne l’élan, sans mandat de pilotage.",
	"Pays for it.":                                 "La paie.",
	"Provides the venue or receives people.":       "Prête le lieu ou accueille les personnes.",
	"Trains those concerned.":                      "Forme les personnes concernées.",
	"Brings knowledge, often under contract.":      "Apporte un savoir, souvent sous contrat.",
	"Takes part, without a specific role.":         "Prend part, sans que sa part soit dite.",
	"Refers people to it.":                         "Y oriente des personnes.",

	"How an action relates to an axis.":                                                               "Le rapport d’une action à un axe.",
	"The action implements the axis.":                                                                 "L’action met l’axe en œuvre.",
	"The action supports the same aim without belonging to the axis.":                                 "L’action va dans le même sens sans relever de l’axe.",
	"A resemblance that somebody noticed and no source states: shown as a suggestion, never counted.": "Une parenté que quelqu’un a remarquée et qu’aucune source n’énonce : montrée comme une suggestion, jamais comptée.",

	"How « partner contributes to axis » was derived from claims.":                                                      "Comment « le partenaire contribue à l’axe » a été déduit des affirmations.",
	"A claim says that the partner contributes to the axis.":                                                            "Une affirmation dit que le partenaire contribue à l’axe.",
	"The partner contributes to an action that serves the axis.":                                                        "Le partenaire contribue à une action qui sert l’axe.",
	"The partner contributes to an action that resonates with the axis.":                                                "Le partenaire contribue à une action qui entre en résonance avec l’axe.",
	"The partner contributes to a part of an action that serves, or resonates with, the axis.":                          "Le partenaire contribue à une partie d’une action qui sert l’axe ou entre en résonance avec lui.",
	"The partner belongs to a collective that contributes to the axis.":                                                 "Le partenaire appartient à un acteur collectif qui contribue à l’axe.",
	"The partner is a member of a working group that follows the axis. At most validated: membership confirms nothing.": "Le partenaire siège dans un groupe de travail qui suit l’axe. Au plus validé : siéger ne confirme rien.",

	"From a date on, the partner replaces another contributor to the axis.": "Le partenaire succède à un autre qui contribue à l’axe : à partir de cette date, et l’autre plus.",
	"A partner takes the place of another, from the date of the claim.":     "Un partenaire prend la place d’un autre, à partir de la date de l’affirmation.",

	"A three-valued answer: yes, no or undetermined.": "Une réponse à trois valeurs : oui, non ou indéterminé.",
	"True on every day that the dates allow.":         "Vrai chaque jour que les dates permettent.",
	"True on no day that the dates allow.":            "Vrai aucun des jours que les dates permettent.",
	"The dates are not precise enough to decide.":     "Les dates, telles qu’elles sont écrites, ne permettent pas de trancher.",

	"Whether a source supports or contradicts what it is cited for.": "Si une source appuie ou contredit ce pour quoi elle est citée.",
	"The source says so.":        "La source le dit.",
	"The source says otherwise.": "La source dit autre chose.",

	"Something that a contract lacks, or that should be checked.":                                        "Ce qui manque à un contrat, ou mérite un regard.",
	"No partner contributes to the axis with a confirmed status.":                                        "Aucun partenaire ne contribue à l’axe avec un statut confirmé.",
	"Partners are prospective on the axis; none is confirmed.":                                           "L’axe a des partenaires prospectifs ; aucun n’est confirmé.",
	"One partner alone is confirmed on the axis.":                                                        "Un seul partenaire est confirmé sur l’axe.",
	"Nobody is confirmed to lead the axis itself.":                                                       "Aucun pilote de l’axe lui-même n’est confirmé.",
	"No action is about the theme, its sub-themes, or an axis of them.":                                  "Aucune action ne porte sur la thématique, ses sous-thématiques ou un de leurs axes.",
	"The group has no known member.":                                                                     "On ne connaît personne qui siège dans le groupe.",
	"Confirmed partners whose own engagement has no dated source that is recent enough.":                 "Des partenaires confirmés dont l’engagement propre ne repose sur aucune source datée aussi récente que demandé.",
	"A source contradicts the record and no value is preferred, or the dates of two records never meet.": "Une source contredit l’enregistrement et aucune valeur n’est préférée, ou les dates de deux enregistrements ne se rencontrent jamais.",
	"Claims without a beginning rest on a source without a date.":                                        "Des affirmations sans début reposent sur une source sans date.",
	"The claim is marked as stated but cites no source.":                                                 "L’affirmation est dite énoncée et ne cite aucune source.",
	"The contract names the organisation; nothing links it to an axis.":                                  "Le contrat nomme l’organisation ; rien ne la relie à un axe.",
	"Several partners reach the same audience, territory and theme by different actions.":                "Plusieurs partenaires atteignent le même public, le même territoire et la même thématique par des actions différentes.",

	"How serious a gap is.": "Le poids d’un manque.",
	"The contract does not do what it says until this is fixed.": "Le contrat ne fait pas ce qu’il dit tant que cela n’est pas réparé.",
	"Fragile: a single departure or doubt makes it critical.":    "Fragile : à un départ ou à un doute du critique.",
	"Should be checked.": "Mérite un regard.",

	"How far an axis has been decided.": "Jusqu’où un axe est décidé.",
	"Proposed, but not decided.":        "Mis en avant, non décidé.",
	"Decided.":                          "Décidé.",
	"No longer worked on.":              "On n’y travaille plus.",

	"The form that an action takes.":                       "La sorte de chose qu’est une action.",
	"Something done for people.":                           "Ce qui est fait pour des personnes.",
	"A set of actions with a beginning and an end.":        "Un ensemble d’actions avec un début et une fin.",
	"An instrument of another action, such as a platform.": "Un instrument d’une autre action, comme une plateforme.",
	"A part of another action.":                            "Une partie d’une autre action.",

	"An organisation, or several that a source names only together.":                                  "Une organisation, ou plusieurs qu’une source ne nomme qu’ensemble.",
	"One legal body or service.":                                                                      "Une personne morale ou un service.",
	"Several bodies named only together. Its member list may be open, so a count means « at least ».": "Plusieurs, nommés seulement ensemble ; la liste des membres peut être ouverte, et tout compte veut dire « au moins ».",

	"The sort of body that a partner is.":                                     "La sorte d’organisme qu’est un partenaire.",
	"Central or devolved service of the State.":                               "Service central ou déconcentré de l’État.",
	"Commune, intercommunal body, department, region.":                        "Commune, intercommunalité, département, région.",
	"Health insurance or family allowance fund.":                              "Caisse d’assurance maladie ou d’allocations familiales.",
	"School, hospital, employment service, agency, municipal welfare centre.": "École, hôpital, service de l’emploi, agence, centre communal d’action sociale.",
	"Non-profit under the law of 1901, or local law.":                         "À but non lucratif, de la loi de 1901 ou du droit local.",
	"Private or social enterprise.":                                           "Entreprise privée ou de l’économie sociale.",
	"Social housing landlord.":                                                "Bailleur de logements sociaux.",
	"No source says.":                                                         "Aucune source ne le dit.",

	"The sort of body that a working group is.": "La sorte d’instance qu’est un groupe de travail.",
	"Decides.":            "Décide.",
	"Prepares decisions.": "Prépare les décisions.",
	"Works on a subject.": "Travaille sur un sujet.",
	"Residents and local actors of a priority neighbourhood.": "Habitants et acteurs locaux d’un quartier prioritaire.",
	"Another body.": "Une autre instance.",

	"The verb of a relation, read subject – kind – object.":                                       "Le verbe d’une relation, lue sujet – verbe – objet.",
	"An action within an action, an audience within an audience, a territory within a territory.": "Une action dans une action, un public dans un public, un territoire dans un territoire.",
	"A working group follows an axis.":                                                            "Un groupe de travail suit un axe.",
	"An action, axis or objective is about a theme or a criterion.":                               "Une action, un axe ou un objectif porte sur une thématique ou un critère.",
	"An action or axis is meant for an audience.":                                                 "Une action ou un axe s’adresse à un public.",
	"An action is meant for a territory.":                                                         "Une action s’adresse à un territoire.",
	"An objective is for an audience.":                                                            "Un objectif profite à un public.",
	"An action comes from a programme.":                                                           "Une action vient d’un dispositif.",
	"An action was selected by a programme.":                                                      "Une action a été retenue par un dispositif.",
	"An action matters to a programme.":                                                           "Une action compte pour un dispositif.",
	"A partner leads a plan.":                                                                     "Un partenaire pilote un plan.",
	"A partner ordered a document.":                                                               "Un partenaire a commandé un document.",
	"A partner wrote a document.":                                                                 "Un partenaire a rédigé un document.",
	"A partner makes an action a priority.":                                                       "Un partenaire fait d’une action une priorité.",
	"A partner works for a policy.":                                                               "Un partenaire agit pour une politique.",
	"A plan or policy pursues an objective.":                                                      "Un plan ou une politique poursuit un objectif.",
	"A plan puts an approach into practice.":                                                      "Un plan met une démarche en pratique.",
	"A plan needs a partner’s mobilisation.":                                                      "Un plan a besoin qu’un partenaire se mobilise.",
	"A plan writes down what a partner wants.":                                                    "Un plan met par écrit ce que veut un partenaire.",
	"A plan comes after a document.":                                                              "Un plan vient après un document.",
	"An orientation comes from a reform.":                                                         "Une orientation vient d’une réforme.",
	"Two policies are tied together.":                                                             "Deux politiques sont liées.",
	"A policy takes the shape of a plan.":                                                         "Une politique prend la forme d’un plan.",
	"An action answers what a group raised.":                                                      "Une action répond à ce qu’un groupe a soulevé.",
	"An action answers a finding.":                                                                "Une action répond à un constat.",
	"A working group raised a subject.":                                                           "Un groupe de travail a soulevé un sujet.",
	"What an action or axis should bring about.":                                                  "Ce qu’une action ou un axe devrait produire.",
	"What an action takes care of besides its purpose.":                                           "Ce dont une action prend soin en plus de son but.",
	"What a plan works against.":                                                                  "Ce contre quoi un plan agit.",
	"A criterion is part of a list, such as a law’s.":                                             "Un critère fait partie d’une liste, comme celle d’une loi.",
	"The area for which a partner is competent.":                                                  "Le territoire pour lequel un partenaire est compétent.",

	"The sort of idea that a concept is.":      "La sorte d’idée qu’est une notion.",
	"A public policy.":                         "Une politique publique.",
	"A change of law or policy.":               "Un changement de loi ou de politique.",
	"A direction set for a contract.":          "Une direction donnée à un contrat.",
	"What is pursued.":                         "Ce qui est poursuivi.",
	"A way of working.":                        "Une façon de travailler.",
	"A state of things that motivates action.": "Un état des choses qui motive une action.",

	"The people who benefit, or the intermediaries who reach them.":   "Ceux qui en bénéficient, ou ceux par qui ils en bénéficient.",
	"The people who benefit in the end.":                              "Les personnes pour qui, en fin de compte, quelque chose est fait.",
	"Professionals, teachers and others who reach the beneficiaries.": "Professionnels, enseignants et autres qui atteignent les bénéficiaires.",

	"The sort of area that a territory is.":                                 "La sorte d’espace qu’est un territoire.",
	"A municipality, by INSEE code.":                                        "Une commune, par son code INSEE.",
	"The area of an intercommunal body, by SIREN.":                          "Le ressort d’une intercommunalité, par son SIREN.",
	"A priority neighbourhood of a given vintage.":                          "Un quartier prioritaire d’un millésime donné.",
	"A French *département*, between a commune and a region.":               "Un département, entre la commune et la région.",
	"A French region, the largest of local authorities.":                    "Une région, la plus grande des collectivités.",
	"An area described in words.":                                           "Un espace décrit par des mots.",
	"A category of areas without names, such as « the most fragile ones ».": "Une sorte de territoires qui n’en nomme aucun, comme « les plus fragiles ».",

	"How closely a contract’s theme corresponds to a reference theme (SKOS mapping).": "À quel point la thématique d’un contrat correspond à une thématique de référence (alignement SKOS).",
	"The same.":                       "La même.",
	"Nearly the same.":                "Presque la même.",
	"The reference theme is broader.": "La thématique de référence est plus large.",

	"How well a record matches a search, from best to worst.":                                                "À quel point un enregistrement correspond à une recherche, du mieux au moins bien.",
	"A name, an acronym, a code or a number equals the query.":                                               "Un nom, un sigle, un code ou un numéro est ce qui est cherché.",
	"Its names have all words, their plurals or their initials; partners found by initials come first.":      "Ses noms ont tous les mots, ou leur pluriel, ou leurs initiales : d’abord les partenaires par leurs initiales.",
	"Words of its names begin with the query’s words, or its names have the acronym of several.":             "Ses noms ont des mots qui commencent ainsi, ou le sigle de plusieurs.",
	"Words of its names and texts together begin with the query’s words, or after these have the same stem.": "Ses noms et ses textes réunis ont des mots qui commencent ainsi ; après ceux-ci, des mots de même racine.",
	"No record has the words; it has similar ones: a letter off, or after these containing the word.":        "Rien n’a les mots tels quels ; il en a d’approchants : à une lettre près, ou, après ceux-ci, qui contiennent le mot.",
	"No record has all words, even similar ones; it has some of them, first the exact ones.":                 "Rien n’a tous les mots, même approchants ; il en a quelques-uns, d’abord tels quels.",

	"Why a partner could close a gap.":                         "Pourquoi un partenaire pourrait combler un manque.",
	"Confirmed on the axis, or on one that the group follows.": "Confirmé sur l’axe, ou sur un axe que suit le groupe.",
	"Prospective on the axis.":                                 "Prospectif sur l’axe.",
	"May contribute to the axis: the dates do not decide.":     "Contribue peut-être à l’axe : les dates ne le disent pas.",
	"Was confirmed on the axis before the requested day.":      "A été confirmé sur l’axe avant le jour demandé.",
	"Confirmed on another axis of the same reference theme.":   "Confirmé sur un autre axe de la même thématique de référence.",

	"Why two partners may be the same.":                                    "Pourquoi deux partenaires sont peut-être le même.",
	"Both have the same well-formed SIREN, SIRET or RNA number.":           "Les deux ont le même numéro SIREN, SIRET ou RNA, bien formé.",
	"Both have the same name. Case, accents and punctuation do not count.": "Les deux ont le même nom. La casse, les accents et la ponctuation ne comptent pas.",
	"An alias of one is the name of the other.":                            "Un autre nom de l’un est le nom de l’autre.",

	"How a cell of a matrix differs between two moments.": "Comment une case de la matrice diffère entre deux moments.",
	"The partner did not contribute to the axis before.":  "Rien ne liait le partenaire à l’axe avant.",
	"The partner no longer contributes to the axis.":      "Rien ne lie plus le partenaire à l’axe.",
	"The standing, the status or the lead differs.":       "L’état, le statut ou le pilotage diffère.",

	"Where the action of a chain works. The chain counts in the rows of all larger territories too. Chains without a territory count in a row without one.": "Où agit l’action d’une chaîne. Elle compte aussi dans les lignes de tous les territoires qui le contiennent ; les chaînes sans territoire, dans une ligne sans territoire.",
	"The audience of the action of a chain, or of the axis when the chain has no action. The chain counts in the rows of all broader audiences too.":        "Pour qui agit l’action d’une chaîne, ou l’axe quand une chaîne n’a pas d’action. Elle compte aussi dans les lignes de tous les publics qui le contiennent.",
	"The themes of the action of a chain. They are the reference themes to which its own are mapped, unless you select exactly one contract.":               "Les thématiques de l’action d’une chaîne : les thématiques de référence auxquelles elles correspondent, sauf si un seul contrat est demandé.",
}
