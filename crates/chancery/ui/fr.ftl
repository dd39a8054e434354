# The site in English. Every other language has the same messages and the same variables.

## The frame
skip = Skip to the text
record-of = Public record, { $x }
find = Find
search = Search
search-hint = Words, “phrases”, or a symbol in any form
languages = Languages of this site
issued-by = Issued by: { $x }
checkpoint = Checkpoint of the public log
log-key = Key of the log
rules = Rules
pages = Pages
page-before = Page before
page-next = Next page
documents = { $n ->
    [one] { $n } document
   *[other] { $n } documents
 }

## Lists
newest = Newest documents
nothing-yet = Nothing has been issued yet.

## What is not there
failed = Something failed
failed-text = The page could not be made. The office has been told; please try again later.
missing = Not on the public record
missing-text = No document that anyone may read answers to this address. Write a symbol in any form, or search.
nearest = The nearest on record
choice = Several documents
choice-text = More than one document answers to what was written.
withdrawn = This document was issued and withdrawn.
withdrawn-on = This document was issued, and withdrawn on { $x }.
voided = This number was given, and voided before anything was issued under it.
never-again = It is never given again.
reason = Reason:

## A document
imported-note = Taken into the record from elsewhere. Its page here is set anew from the original, which remains the authoritative text.
not-in-language = There is no version in the language that was asked for.
versions = Versions
original-file = Original
item = Agenda item { $x }
from = From
date-letter = Date of the letter
date-masthead = Date of the masthead
date-release = Released
job-number = Job number
distribution = Distribution
exception = Languages
public-log = Public log
relations = Relations
relation-out-adds-to = Adds to
relation-out-corrects = Corrects
relation-out-revises = Revises
relation-out-supersedes = Supersedes
relation-out-transmits = Transmits
relation-out-replies-to = Replies to
relation-out-identical-with = Identical with
relation-out-joint-with = Joint with
relation-in-adds-to = Added to by
relation-in-corrects = Corrected by
relation-in-revises = Revised by
relation-in-supersedes = Superseded by
relation-in-transmits = Transmitted by
relation-in-replies-to = Replied to by
relation-in-identical-with = Identical with
relation-in-joint-with = Joint with
catalogue = Catalogue
redacted = Part of what was kept of this document was removed for ever, on the authority of the office; the record keeps the fact.
text = Text
citations = Citations
cites = Cites
cited-by = Cited by
provenance = Where each field comes from
from-metadata = metadata of the original
from-machine = read by machine, reader { $x }; nobody has confirmed it
from-officer = an officer

## Search
search-help = All words must occur. “Phrases” stand in quotation marks, an asterisk ends the beginning of a word, a minus sign leaves a word out.

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
