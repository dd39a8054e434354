# El sitio en español. Todos los idiomas tienen los mismos mensajes y las mismas variables.

## El marco
skip = Ir al texto
public-record = Documentos públicos
find = Buscar
search = Búsqueda
search-hint = Palabras, “frases” o una signatura en cualquier forma
languages = Idiomas del sitio
parts-of-site = Secciones del sitio
where = Ubicación de la página
issued-by = Publicado por: { $x }
checkpoint = Punto de control del registro público
log-key = Clave del registro
rules = Normas para las cartas
rules-text = Normas con arreglo a las cuales se verifican las cartas al recibirlas, con la disposición en que se funda cada una. Estas páginas están en inglés.
feed = Canal de esta página
pages = Páginas
page-before = Página anterior
page-next = Página siguiente
page-first = Primera página
documents = { $n ->
    [one] { $n } documento
   *[other] { $n } documentos
 }
so-many = { $n }

## Listas
daily-list = Lista del día
daily-list-of = Documentos del { $x }
more-of-this-day = La lista de este día ocupa varias páginas.
day-before = { $x }
day-after = { $x }
nothing-yet = Todavía no se ha publicado nada.
documents-all = Documentos
documents-heading = Documentos
oldest-first = por orden cronológico
organs = Órganos
sessions-and-years = Períodos de sesiones y años
running-numbers = Numeración continua
newest-of = Últimos documentos: { $x }
agenda = Temas del programa
item = Tema { $x } del programa
senders = Remitentes
senders-text = Miembros y observadores de los que constan cartas o notas, en el orden de la lista oficial de la organización.
sent-by = Comunicaciones de
kinds = Categorías
kind = Categoría
kind-letter = Cartas
kind-identical-letters = Cartas idénticas
kind-note-verbale = Notas verbales
kind-note = Notas
kind-other = Otros documentos
one-letter = Carta
one-identical-letters = Cartas idénticas
one-note-verbale = Nota verbal
one-note = Nota
one-other = Otro documento
dates = Fechas
days = Días
month-of = { $m } de { $y }
month-01 = Enero
month-02 = Febrero
month-03 = Marzo
month-04 = Abril
month-05 = Mayo
month-06 = Junio
month-07 = Julio
month-08 = Agosto
month-09 = Septiembre
month-10 = Octubre
month-11 = Noviembre
month-12 = Diciembre
imported = Incorporado

## Lo que no está
failed = Se ha producido un error
failed-text = No se ha podido preparar la página. La oficina ha sido informada; inténtelo de nuevo más tarde.
missing = No consta entre los documentos públicos
missing-text = Ningún documento de acceso público responde a esta dirección. Escriba una signatura en cualquier forma o haga una búsqueda.
nearest = Los más próximos
choice = Varios documentos
choice-text = Más de un documento responde a lo que se ha escrito.
withdrawn = Este documento se publicó y fue retirado.
withdrawn-on = Este documento se publicó y fue retirado el { $x }.
voided = Esta signatura se asignó y fue anulada antes de que se publicara nada con ella.
never-again = No volverá a asignarse.
reason = Motivo:

## Un documento
imported-note = Documento incorporado de otra procedencia. Esta página se ha compuesto de nuevo a partir del original, que sigue siendo el texto auténtico.
not-in-language = No existe versión en el idioma solicitado.
versions = Versiones lingüísticas
original-file = Archivo original
facts-of-document = Acerca del documento
from = Remitente
date-letter = Fecha de la carta
date-masthead = Fecha del encabezamiento
date-release = Publicado
original-language = Original
job-number = Número de producción
distribution = Distribución
exception = Idiomas
attachments = Documentos adjuntos
public-log = Registro público
relations = Documentos conexos
relation-out-adds-to = Adición a
relation-out-corrects = Corrige
relation-out-revises = Revisa
relation-out-supersedes = Sustituye a
relation-out-transmits = Transmite
relation-out-replies-to = Responde a
relation-out-identical-with = Idéntico a
relation-out-joint-with = Enviado conjuntamente con
relation-in-adds-to = Ampliado por
relation-in-corrects = Corregido por
relation-in-revises = Revisado por
relation-in-supersedes = Sustituido por
relation-in-transmits = Transmitido por
relation-in-replies-to = Respondido por
relation-in-identical-with = Idéntico a
relation-in-joint-with = Enviado conjuntamente con
catalogue = Materias y notas
redacted = Una parte de lo que se conservaba de este documento se suprimió definitivamente por decisión de la oficina; aquí queda constancia de ello.
text = Texto
part-letter = Texto principal
place-paragraph = { $part }, párrafo { $x }
files = Archivos
file = Archivo
forms = Formatos
language = Idioma
bytes = Bytes
facts-as-json = Todos los datos, en JSON
verify = Verificación
verify-text = Cuando se publica un documento, el resumen criptográfico de cada uno de sus archivos se inscribe en un registro público en el que nada puede borrarse. Quien tenga un archivo puede calcular su resumen y compararlo.
verify-imported = Este documento se publicó en otro lugar; el registro público contiene solo lo publicado por la propia oficina. Los resúmenes son los de los archivos que aquí se conservan.
verify-how = Con el archivo y el recibo del documento, la verificación no requiere la oficina ni la red:
receipt = Recibo
log-entry = Inscripción { $x } del registro
cite = Cómo citar
reference = { $body }, “{ $title }”, { $symbols } ({ $date }).
provenance = Procedencia de cada dato
from-metadata = metadatos del original
from-machine = leído por la máquina (lector { $x }); nadie lo ha confirmado
from-officer = un funcionario
field-symbols = Signaturas
field-language = Idioma
field-languages = Idiomas de las partes
field-kind = Categoría
field-document-type = Tipo de documento
field-job-number = Número de producción
field-distribution = Distribución
field-masthead-date = Fecha del encabezamiento
field-letter-date = Fecha de la carta
field-release-date = Fecha de publicación
field-original-language = Idioma original
field-bodies = Órganos y temas del programa
field-agenda-item-titles = Títulos de los temas del programa
field-title = Título
field-subtitle = Subtítulo
field-sender = Remitente
field-senders = Remitentes
field-addressees = Destinatarios
field-requested-circulation = Distribución solicitada
field-requested-attention = Atención solicitada
field-signatories = Firmas
field-annexes = Documentos adjuntos
field-citations = Documentos citados
field-references = Referencias
field-adopted = Aprobación
field-pictures = Imágenes
field-pages-total = Número de páginas
field-metadata = Metadatos
field-text = Texto

## Citas
citations = Citas
citations-of = Citas: { $x }
citations-all = Todas las citas
no-citations = No cita ningún otro documento, ni lo cita ninguno de los que constan aquí.
cites = Cita
cited-by = Citado por
cites-nothing = No cita ningún otro documento.
cited-by-nothing = No lo cita ningún documento de los que constan aquí.
cites-so-many = { $n ->
    [one] Cita { $n } documento.
   *[other] Cita { $n } documentos.
 }
cited-by-so-many = { $n ->
    [one] Lo cita { $n } documento.
   *[other] Lo citan { $n } documentos.
 }
and-more = { $n ->
    [one] y { $n } más
   *[other] y { $n } más
 }
neighbourhood = Entorno
neighbourhood-of = Entorno de { $x }
picture-text = A la izquierda, lo que cita; a la derecha, lo que lo cita. Los cuadros que siguen dicen lo mismo.
as-csv = En forma de tabla (CSV)
to-document = Ir al documento
symbol = Signatura
title = Título
places = Pasajes
not-on-record = no consta aquí
most-cited = Los más citados
most-cited-text = Los documentos que citan más documentos de los que constan aquí.

## Exhaustividad
gaps = Exhaustividad
gaps-text = De cada serie: hasta qué número es conocida del público y cuántos de esos números están justificados.
series = Serie
session-or-year = Período de sesiones o año
highest-number = Número más alto
accounted-for = Justificados
series-summary = { $n } de los números hasta el { $of } constan entre los documentos públicos.
numbers = Números
how-many = Cantidad
state = Situación
state-issued = Publicado
state-withdrawn = Retirado
state-void = Anulado
state-reserved = Reservado
state-not-public = No público

## Búsqueda
search-help = Deben figurar todas las palabras. Las “frases” van entre comillas, un asterisco cierra el comienzo de una palabra, un signo menos excluye una palabra.
search-help-title = Cómo buscar
named-document = El documento con esta signatura
filters = Filtros
filter-remove = Quitar { $x }
found = { $n ->
    [one] { $n } texto encontrado
   *[other] { $n } textos encontrados
 }
nothing-found = No se ha encontrado nada.
also-in = También en
sort-relevance = por pertinencia
sort-date = los más recientes primero
sort-oldest = primero los más antiguos
narrow = Acotar la búsqueda
facets-partial = Son tantos que solo se ha contado una parte.
facet-organ = Órgano
facet-year = Año
facet-sender = Remitente
facet-kind = Categoría
facet-language = Idioma
facet-session = Período de sesiones
facet-item = Tema del programa
facet-distribution = Distribución
did-you-mean = Quizá quiso decir
help-written = Lo que se escribe
help-finds = Lo que se encuentra
help-words = las dos palabras, en cualquiera de sus formas
help-words-example = pesca continental
help-phrase = estas palabras una tras otra, tal como están
help-phrase-example = "nivel de las aguas"
help-prefix = palabras que comienzan así
help-prefix-example = pesc*
help-without = sin la palabra que sigue al signo menos
help-without-example = río -lago
help-or = una de las dos; OR une solo las dos palabras vecinas
help-or-example = lago OR río
help-title = con esto en el título
help-title-example = title:carta
help-symbol = este documento, en cualquier forma en que se escriba la signatura, y lo que lo amplía o corrige
help-place = de este órgano, período de sesiones y tema del programa
help-state = enviados por este miembro u observador, con su nombre completo en inglés
help-year = publicados ese año; year:2024..2026 para varios
help-kind = de esta categoría
help-language = en este idioma
help-more = Los paréntesis no agrupan. Las mayúsculas y los acentos son indiferentes. Ningún nombre de lugar sustituye a otro.
query-too-long = La consulta es demasiado larga.
query-too-many = La consulta contiene demasiadas palabras.
query-no-word = No hay ninguna palabra que buscar en “{ $x }”; escriba letras o cifras.
query-unclosed = Falta cerrar unas comillas; ciérrelas donde termina la frase.
query-unknown-field = “{ $x }:” no es un campo. Para encontrar las propias palabras, póngalas entre comillas.
query-empty-field = No hay nada después de “{ $x }:”; escriba un valor inmediatamente después de los dos puntos.
query-brackets = Los paréntesis no agrupan palabras; ponga esa parte entre comillas o quítelos.
query-loose-star = El asterisco solo va al final de una palabra.
query-short-prefix = Escriba al menos dos letras antes del asterisco.
query-many-before-star = El asterisco va con una sola palabra; escriba las demás aparte.
query-loose-minus = Para excluir una palabra, escriba un signo menos justo delante.
query-loose-or = OR une lo que tiene delante con lo que tiene detrás; escriba ambas cosas.
query-not-symbol = “{ $x }” no es una signatura de la organización.
query-not-year = “{ $x }” no es un año; escriba year:2026 o year:2024..2026.
query-not-language = “{ $x }” no es un idioma; escriba sus dos letras.

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
