# Le site en français. Chaque langue a les mêmes messages et les mêmes variables.

## Le cadre
skip = Aller au texte
public-record = Documents publics
find = Rechercher
search = Recherche
search-hint = Mots, « expressions » ou cote sous toute forme
languages = Langues du site
parts-of-site = Rubriques du site
where = Emplacement de la page
issued-by = Publié par : { $x }
checkpoint = Point de contrôle du registre public
log-key = Clef du registre
rules = Règles applicables aux lettres
rules-text = Règles selon lesquelles les lettres sont vérifiées à leur réception, avec le texte qui fonde chacune d’elles. Ces pages sont en anglais.
feed = Flux de cette page
pages = Pages
page-before = Page précédente
page-next = Page suivante
page-first = Première page
documents = { $n ->
    [one] { $n } document
   *[other] { $n } documents
 }
so-many = { $n }

## Listes
daily-list = Liste du jour
daily-list-of = Documents du { $x }
more-of-this-day = La liste de ce jour tient sur plusieurs pages.
day-before = { $x }
day-after = { $x }
nothing-yet = Rien n’a encore été publié.
documents-all = Documents
documents-heading = Documents
oldest-first = dans l’ordre chronologique
organs = Organes
sessions-and-years = Sessions et années
running-numbers = Numérotation continue
newest-of = Derniers documents : { $x }
agenda = Points de l’ordre du jour
item = Point { $x } de l’ordre du jour
senders = Expéditeurs
senders-text = Membres et observateurs dont des lettres ou des notes figurent ici, dans l’ordre de la liste officielle de l’organisation.
sent-by = Communications de
kinds = Catégories
kind = Catégorie
kind-letter = Lettres
kind-identical-letters = Lettres identiques
kind-note-verbale = Notes verbales
kind-note = Notes
kind-other = Autres documents
one-letter = Lettre
one-identical-letters = Lettres identiques
one-note-verbale = Note verbale
one-note = Note
one-other = Autre document
dates = Dates
days = Jours
month-of = { $m } { $y }
month-01 = Janvier
month-02 = Février
month-03 = Mars
month-04 = Avril
month-05 = Mai
month-06 = Juin
month-07 = Juillet
month-08 = Août
month-09 = Septembre
month-10 = Octobre
month-11 = Novembre
month-12 = Décembre
imported = Repris d’ailleurs

## Ce qui n’est pas là
failed = Une erreur s’est produite
failed-text = La page n’a pas pu être établie. Le service en a été informé ; veuillez réessayer plus tard.
missing = Ne figure pas parmi les documents publics
missing-text = Aucun document accessible à tous ne correspond à cette adresse. Indiquez une cote sous toute forme, ou faites une recherche.
nearest = Les plus proches
choice = Plusieurs documents
choice-text = Plus d’un document correspond à ce qui a été écrit.
withdrawn = Ce document a été publié, puis retiré.
withdrawn-on = Ce document a été publié, puis retiré le { $x }.
voided = Cette cote a été attribuée, puis annulée avant toute publication.
never-again = Elle ne sera plus jamais attribuée.
reason = Motif :

## Un document
imported-note = Document repris d’ailleurs. La présente page a été recomposée d’après l’original, qui seul fait foi.
not-in-language = Il n’existe pas de version dans la langue demandée.
versions = Versions linguistiques
original-file = Fichier original
facts-of-document = Renseignements sur le document
from = Expéditeur
date-letter = Date de la lettre
date-masthead = Date de l’en-tête
date-release = Publié le
original-language = Original
job-number = Numéro de production
distribution = Distribution
exception = Langues
attachments = Pièces jointes
public-log = Registre public
relations = Documents connexes
relation-out-adds-to = Ajoute à
relation-out-corrects = Rectifie
relation-out-revises = Révise
relation-out-supersedes = Remplace
relation-out-transmits = Transmet
relation-out-replies-to = Répond à
relation-out-identical-with = Identique à
relation-out-joint-with = Envoyé conjointement avec
relation-in-adds-to = Complété par
relation-in-corrects = Rectifié par
relation-in-revises = Révisé par
relation-in-supersedes = Remplacé par
relation-in-transmits = Transmis par
relation-in-replies-to = Réponse dans
relation-in-identical-with = Identique à
relation-in-joint-with = Envoyé conjointement avec
catalogue = Sujets et notes
redacted = Une partie de ce qui était conservé de ce document a été définitivement supprimée sur décision du service ; il en est gardé trace ici.
text = Texte
part-letter = Texte principal
place-paragraph = { $part }, paragraphe { $x }
files = Fichiers
file = Fichier
forms = Formats
language = Langue
bytes = Octets
facts-as-json = Tous les renseignements, en JSON
verify = Vérification
verify-text = Lors de la publication, l’empreinte de chaque fichier est inscrite dans un registre public où rien ne peut être effacé. Quiconque détient un fichier peut en calculer l’empreinte et la comparer.
verify-imported = Ce document a été publié ailleurs ; le registre public ne contient que ce que le service a lui-même publié. Les empreintes sont celles des fichiers conservés ici.
verify-how = Avec le fichier et le récépissé du document, la vérification se fait sans le service et sans réseau :
receipt = Récépissé
log-entry = Inscription { $x } du registre
cite = Comment citer
reference = { $body }, « { $title } », { $symbols } ({ $date }).
provenance = Origine de chaque donnée
from-metadata = métadonnées de l’original
from-machine = lu par la machine (lecteur { $x }) ; non confirmé
from-officer = un fonctionnaire
field-symbols = Cotes
field-language = Langue
field-languages = Langues des parties
field-kind = Catégorie
field-document-type = Type de document
field-job-number = Numéro de production
field-distribution = Distribution
field-masthead-date = Date de l’en-tête
field-letter-date = Date de la lettre
field-release-date = Date de publication
field-original-language = Langue originale
field-bodies = Organes et points de l’ordre du jour
field-agenda-item-titles = Intitulés des points de l’ordre du jour
field-title = Titre
field-subtitle = Sous-titre
field-sender = Expéditeur
field-senders = Expéditeurs
field-addressees = Destinataires
field-requested-circulation = Distribution demandée
field-requested-attention = Attention demandée
field-signatories = Signatures
field-annexes = Pièces jointes
field-citations = Documents cités
field-references = Renvois
field-adopted = Adoption
field-pictures = Images
field-pages-total = Nombre de pages
field-metadata = Métadonnées
field-text = Texte

## Citations
citations = Citations
citations-of = Citations : { $x }
citations-all = Toutes les citations
no-citations = Ce document n’en cite aucun autre et n’est cité par aucun de ceux qui figurent ici.
cites = Cite
cited-by = Cité par
cites-nothing = Ce document n’en cite aucun autre.
cited-by-nothing = Aucun document figurant ici ne le cite.
cites-so-many = { $n ->
    [one] Il cite { $n } document.
   *[other] Il cite { $n } documents.
 }
cited-by-so-many = { $n ->
    [one] { $n } document le cite.
   *[other] { $n } documents le citent.
 }
and-more = { $n ->
    [one] et { $n } autre
   *[other] et { $n } autres
 }
neighbourhood = Voisinage
neighbourhood-of = Voisinage de { $x }
picture-text = À gauche, ce qu’il cite ; à droite, ce qui le cite. Les tableaux ci-dessous disent la même chose.
as-csv = Sous forme de tableau (CSV)
to-document = Vers le document
symbol = Cote
title = Titre
places = Passages
not-on-record = ne figure pas ici
most-cited = Les plus cités
most-cited-text = Documents que citent le plus grand nombre des documents figurant ici.

## Exhaustivité
gaps = Exhaustivité
gaps-text = Pour chaque série : jusqu’à quel numéro elle est connue du public, et combien de ces numéros sont justifiés.
series = Série
session-or-year = Session ou année
highest-number = Numéro le plus élevé
accounted-for = Justifiés
series-summary = { $n } des numéros jusqu’à { $of } figurent parmi les documents publics.
numbers = Numéros
how-many = Nombre
state = État
state-issued = Publié
state-withdrawn = Retiré
state-void = Annulé
state-reserved = Réservé
state-not-public = Non public

## Recherche
search-help = Tous les mots doivent figurer. Les « expressions » se mettent entre guillemets, un astérisque termine un début de mot, un signe moins exclut un mot.
search-help-title = Comment rechercher
named-document = Le document portant cette cote
filters = Filtres
filter-remove = Retirer { $x }
found = { $n ->
    [one] { $n } texte trouvé
   *[other] { $n } textes trouvés
 }
nothing-found = Aucun résultat.
also-in = Également en
sort-relevance = par pertinence
sort-date = les plus récents d’abord
sort-oldest = les plus anciens d’abord
narrow = Affiner la recherche
facets-partial = Les textes sont si nombreux qu’une partie seulement a été comptée.
facet-organ = Organe
facet-year = Année
facet-sender = Expéditeur
facet-kind = Catégorie
facet-language = Langue
facet-session = Session
facet-item = Point de l’ordre du jour
facet-distribution = Distribution
did-you-mean = Vouliez-vous dire
help-written = Ce qu’on écrit
help-finds = Ce que l’on trouve
help-words = les deux mots, sous toutes leurs formes
help-words-example = pêche intérieure
help-phrase = ces mots l’un à la suite de l’autre, tels quels
help-phrase-example = "niveau des eaux"
help-prefix = les mots qui commencent ainsi
help-prefix-example = pêch*
help-without = sans le mot qui suit le signe moins
help-without-example = rivière -lac
help-or = l’un des deux ; OR ne relie que ses deux voisins
help-or-example = lac OR rivière
help-title = figurant dans le titre
help-title-example = title:lettre
help-symbol = ce document, quelle que soit la forme de la cote, et ce qui le complète ou le rectifie
help-place = de cet organe, de cette session et de ce point de l’ordre du jour
help-state = envoyés par ce membre ou cet observateur, sous son nom complet en anglais
help-year = publiés cette année-là ; year:2024..2026 pour plusieurs années
help-kind = de cette catégorie
help-language = dans cette langue
help-more = Les parenthèses ne groupent pas. Majuscules et accents sont indifférents. Aucun nom de lieu n’en remplace un autre.
query-too-long = La demande est trop longue.
query-too-many = La demande comporte trop de mots.
query-no-word = Il n’y a aucun mot à chercher dans « { $x } » ; écrivez des lettres ou des chiffres.
query-unclosed = Un guillemet n’est pas fermé ; fermez-le à la fin de l’expression.
query-unknown-field = « { $x }: » n’est pas un champ. Pour trouver les mots eux-mêmes, mettez-les entre guillemets.
query-empty-field = Rien ne suit « { $x }: » ; écrivez une valeur juste après les deux-points.
query-brackets = Les parenthèses ne groupent pas les mots ; mettez ce passage entre guillemets ou retirez-les.
query-loose-star = L’astérisque ne se met qu’à la fin d’un mot.
query-short-prefix = Écrivez au moins deux lettres avant l’astérisque.
query-many-before-star = L’astérisque va avec un seul mot ; écrivez les autres à part.
query-loose-minus = Pour exclure un mot, écrivez un signe moins juste devant.
query-loose-or = OR relie ce qui précède à ce qui suit ; écrivez les deux.
query-not-symbol = « { $x } » n’est pas une cote de l’organisation.
query-not-year = « { $x } » n’est pas une année ; écrivez year:2026 ou year:2024..2026.
query-not-language = « { $x } » n’est pas une langue ; écrivez ses deux lettres.

## Pour les programmes et fils de syndication
api-title = Pour les programmes
api-intro = Tout ce que ce site montre peut être lu par des programmes : documents, listes, citations, recherche et numéros de chaque série. Aucune clef n’est nécessaire, rien ne peut être modifié par cette voie, et les pages d’autres sites peuvent aussi interroger cette interface.
api-description = Description de l’interface (OpenAPI 3.1)
api-examples = Exemples
api-one = Un document, par l’une quelconque de ses cotes, sous n’importe quelle forme
api-list = Une liste, avec des filtres
api-pages = Une liste est donnée par pages. Demandez la page suivante avec le curseur indiqué par « next », ou suivez l’en-tête Link.
api-gaps = Quels numéros d’une série sont dans le registre
api-again = Seulement si quelque chose a changé : avec l’ETag de la réponse précédente, la réponse est 304 et vide
api-feeds = Fils
api-feeds-text = Chaque liste a un fil Atom dans chaque langue du site : son adresse est celle de la page précédée de « feeds ». Une recherche en a un aussi.
api-feed-daily = Liste quotidienne
api-feed-found = Trouvés : { $x }
api-feed-query = Indiquez une recherche : ?q=…
api-errors = Erreurs
api-errors-text = Une erreur est un « problem » au sens de la RFC 9457. Elle dit que faire et, pour une recherche, où se trouve la faute.
api-error-parameter = Un paramètre est inconnu, nommé deux fois, trop long ou hors de ses limites.
api-error-query = La recherche n’a pas été comprise ; « span » indique l’endroit, en octets.
api-error-address = L’adresse est trop longue ou n’est pas du texte en UTF-8.
api-error-document = Aucun document accessible à tous ne porte cette cote. Il peut être à distribution restreinte, pas encore publié ou inconnu : cela n’est dit à personne. « nearest » nomme ce qui s’en approche le plus. Ce qui a été retiré ou annulé répond par 410 et dit ce qui s’est passé.
api-error-missing = Il n’y a rien à cette adresse.
api-error-method = Le registre est seulement lu par cette voie.
api-error-limit = Trop de demandes. L’en-tête RateLimit dit combien il en reste, et Retry-After combien de secondes attendre.
api-error-failure = Quelque chose a échoué, et le bureau en a été informé.
api-error-busy = Le bureau est occupé ; Retry-After dit quand redemander.
