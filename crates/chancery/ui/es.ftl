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

## Para programas y canales
api-title = Para programas
api-intro = Todo lo que muestra este sitio puede ser leído por programas: documentos, listas, citas, búsqueda y los números de cada serie. No se necesita clave, nada se modifica por esta vía, y también pueden preguntar las páginas de otros sitios.
api-description = Descripción de la interfaz (OpenAPI 3.1)
api-examples = Ejemplos
api-one = Un documento, por cualquiera de sus signaturas en cualquier forma
api-list = Una lista, con filtros
api-pages = Una lista se da por páginas. Pida la página siguiente con el cursor que indica «next», o siga el encabezado Link.
api-gaps = Qué números de una serie constan en el registro
api-again = Solo si algo ha cambiado: con el ETag de la respuesta anterior, la respuesta es 304 y está vacía
api-feeds = Canales
api-feeds-text = Cada lista tiene un canal Atom en cada idioma del sitio: su dirección es la de la página con «feeds» delante. Una consulta también lo tiene.
api-feed-daily = Lista diaria
api-feed-found = Encontrados: { $x }
api-feed-query = Indique una consulta: ?q=…
api-errors = Errores
api-errors-text = Un error es un «problem» según la RFC 9457. Dice qué hacer y, en una consulta, dónde está la falta.
api-error-parameter = Un parámetro es desconocido, se nombra dos veces, es demasiado largo o está fuera de sus límites.
api-error-query = No se entendió la consulta; «span» indica el lugar, en octetos.
api-error-address = La dirección es demasiado larga o no es texto en UTF-8.
api-error-document = Ningún documento que cualquiera pueda leer lleva esta signatura. Puede ser reservado, no haberse publicado aún o ser desconocido: a nadie se le dice cuál es el caso. «nearest» nombra lo más próximo que consta. Lo retirado o anulado responde con 410 y dice qué ocurrió.
api-error-missing = No hay nada en esta dirección.
api-error-method = Por esta vía el registro solo se lee.
api-error-limit = Demasiadas peticiones. El encabezado RateLimit dice cuántas quedan, y Retry-After cuántos segundos hay que esperar.
api-error-failure = Algo falló, y se ha informado a la oficina.
api-error-busy = La oficina está ocupada; Retry-After dice cuándo volver a preguntar.
