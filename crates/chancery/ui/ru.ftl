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

## Для программ и ленты
api-title = Для программ
api-intro = Всё, что показывает этот сайт, могут читать программы: документы, списки, ссылки, поиск и номера каждой серии. Ключ не нужен, изменить отсюда ничего нельзя; обращаться могут и страницы других сайтов.
api-description = Описание интерфейса (OpenAPI 3.1)
api-examples = Примеры
api-one = Один документ — по любому из его условных обозначений в любой форме
api-list = Список с условиями отбора
api-pages = Список выдаётся постранично. Следующую страницу запрашивайте с курсором из «next» или по заголовку Link.
api-gaps = Какие номера серии есть в реестре
api-again = Только если что-то изменилось: с ETag прежнего ответа ответом будет 304 без содержания
api-feeds = Ленты
api-feeds-text = У каждого списка есть лента Atom на каждом языке сайта: её адрес — адрес страницы, перед которым стоит «feeds». Есть она и у запроса.
api-feed-daily = Ежедневный список
api-feed-found = Найдено: { $x }
api-feed-query = Укажите запрос: ?q=…
api-errors = Ошибки
api-errors-text = Ошибка — это «problem» по RFC 9457. В ней сказано, что делать, а для запроса — и где неточность.
api-error-parameter = Параметр неизвестен, указан дважды, слишком длинен или выходит за пределы.
api-error-query = Запрос не понят; «span» указывает место в байтах.
api-error-address = Адрес слишком длинен или не является текстом в UTF-8.
api-error-document = Нет документа с таким условным обозначением, который мог бы прочесть каждый. Он может быть ограниченного распространения, ещё не изданным или неизвестным — что именно, не сообщается никому. «nearest» называет ближайшее из имеющегося. На изъятое или аннулированное ответом будет 410 с указанием, что произошло.
api-error-missing = По этому адресу ничего нет.
api-error-method = Отсюда реестр можно только читать.
api-error-limit = Слишком много запросов. Заголовок RateLimit говорит, сколько осталось, а Retry-After — сколько секунд ждать.
api-error-failure = Произошёл сбой, о нём сообщено в отдел.
api-error-busy = Отдел занят; Retry-After говорит, когда спросить снова.
