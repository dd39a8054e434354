# The site in English. Every other language has the same messages and the same variables.

## The frame
skip = Skip to the text
public-record = Public record
find = Find
search = Search
search-hint = Words, “phrases” or a symbol in any form
languages = Languages of this site
parts-of-site = Parts of this site
where = Where this page stands
issued-by = Issued by: { $x }
checkpoint = Checkpoint of the public log
log-key = Key of the log
rules = Rules for letters
rules-text = The rules by which letters are checked when they are received, with the authority for each. The pages are in English.
feed = Feed of this page
pages = Pages
page-before = Previous page
page-next = Next page
page-first = First page
documents = { $n ->
    [one] { $n } document
   *[other] { $n } documents
 }
so-many = { $n }

## Lists
daily-list = Daily list
daily-list-of = Documents of { $x }
more-of-this-day = More was issued on this day than stands on one page.
day-before = { $x }
day-after = { $x }
nothing-yet = Nothing has been issued yet.
documents-all = Documents
documents-heading = Documents
oldest-first = the oldest first
organs = Organs
sessions-and-years = Sessions and years
running-numbers = Continuous numbering
newest-of = Latest documents: { $x }
agenda = Agenda items
item = Agenda item { $x }
senders = Senders
senders-text = Members and observers that sent letters or notes on this record, in the order of the organization’s own list.
sent-by = Sent by
kinds = Kinds
kind = Kind
kind-letter = Letters
kind-identical-letters = Identical letters
kind-note-verbale = Notes verbales
kind-note = Notes
kind-other = Other documents
one-letter = Letter
one-identical-letters = Identical letters
one-note-verbale = Note verbale
one-note = Note
one-other = Other document
dates = Dates
days = Days
month-of = { $m } { $y }
month-01 = January
month-02 = February
month-03 = March
month-04 = April
month-05 = May
month-06 = June
month-07 = July
month-08 = August
month-09 = September
month-10 = October
month-11 = November
month-12 = December
imported = Imported

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
versions = Language versions
original-file = Original file
facts-of-document = About this document
from = From
date-letter = Date of the letter
date-masthead = Date of the masthead
date-release = Issued
original-language = Original
job-number = Job number
distribution = Distribution
exception = Languages
attachments = Attachments
public-log = Public log
relations = Related documents
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
catalogue = Subjects and notes
redacted = Part of what was kept of this document was removed for ever, on the authority of the office; the record keeps the fact.
text = Text
part-letter = Main text
place-paragraph = { $part }, paragraph { $x }
files = Files
file = File
forms = Forms
language = Language
bytes = Bytes
facts-as-json = What is known of it, as JSON
verify = Verification
verify-text = When a document is issued, the digest of each of its files goes into a public log that can only grow. Whoever holds a file can calculate its digest and compare.
verify-imported = It was issued elsewhere, and the public log of this office holds only what the office issued itself. The digests are those of the files kept here.
verify-how = With the file and the document’s receipt, this needs neither the office nor the network:
receipt = Receipt
log-entry = Entry { $x } of the log
cite = How to cite
reference = { $body }, “{ $title }”, { $symbols } ({ $date }).
provenance = Where each field comes from
from-metadata = metadata of the original
from-machine = read by machine, reader { $x }; nobody has confirmed it
from-officer = an officer
field-symbols = Symbols
field-language = Language
field-languages = Languages of the parts
field-kind = Kind
field-document-type = Type of document
field-job-number = Job number
field-distribution = Distribution
field-masthead-date = Date of the masthead
field-letter-date = Date of the letter
field-release-date = Date of issue
field-original-language = Original language
field-bodies = Organs and agenda items
field-agenda-item-titles = Titles of the agenda items
field-title = Title
field-subtitle = Subtitle
field-sender = Sender
field-senders = Senders
field-addressees = Addressees
field-requested-circulation = Circulation asked for
field-requested-attention = Attention asked for
field-signatories = Signatures
field-annexes = Attachments
field-citations = Citations
field-references = References
field-adopted = Adoption
field-pictures = Pictures
field-pages-total = Number of pages
field-metadata = Metadata
field-text = Text

## Citations
citations = Citations
citations-of = Citations: { $x }
citations-all = All citations
no-citations = It cites no other document, and none on this record cites it.
cites = Cites
cited-by = Cited by
cites-nothing = It cites no other document.
cited-by-nothing = No document on this record cites it.
cites-so-many = { $n ->
    [one] It cites { $n } document.
   *[other] It cites { $n } documents.
 }
cited-by-so-many = { $n ->
    [one] { $n } document cites it.
   *[other] { $n } documents cite it.
 }
and-more = { $n ->
    [one] and { $n } more
   *[other] and { $n } more
 }
neighbourhood = Neighbourhood
neighbourhood-of = Neighbourhood of { $x }
picture-text = On the left is what it cites, on the right what cites it; the tables below say the same.
as-csv = As a table (CSV)
to-document = To the document
symbol = Symbol
title = Title
places = Places
not-on-record = not on this record
most-cited = Most cited
most-cited-text = The documents that most documents on this record cite.

## Completeness
gaps = Completeness
gaps-text = Of every series: up to which number the public knows it, and how many of those numbers are accounted for.
series = Series
session-or-year = Session or year
highest-number = Highest number
accounted-for = Accounted for
series-summary = { $n } of the numbers up to { $of } are on the public record.
numbers = Numbers
how-many = How many
state = State
state-issued = Issued
state-withdrawn = Withdrawn
state-void = Void
state-reserved = Reserved
state-not-public = Not public

## Search
search-help = All words must occur. “Phrases” stand in quotation marks, an asterisk ends the beginning of a word, a minus sign leaves a word out.
search-help-title = How to search
named-document = The document with this symbol
filters = Filters
filter-remove = Take out { $x }
found = { $n ->
    [one] { $n } text found
   *[other] { $n } texts found
 }
nothing-found = Nothing was found.
also-in = Also in
sort-relevance = by relevance
sort-date = newest first
sort-oldest = oldest first
narrow = Narrow the search
facets-partial = There are so many that only a part was counted.
facet-organ = Organ
facet-year = Year
facet-sender = Sender
facet-kind = Kind
facet-language = Language
facet-session = Session
facet-item = Agenda item
facet-distribution = Distribution
did-you-mean = Did you mean
help-written = What is written
help-finds = What it finds
help-words = both words, in any form the language gives them
help-words-example = inland fisheries
help-phrase = these words next to each other, as they stand
help-phrase-example = "water levels"
help-prefix = words that begin so
help-prefix-example = fish*
help-without = without the word behind the minus sign
help-without-example = river -lake
help-or = one of the two; OR joins its two neighbours only
help-or-example = lake OR river
help-title = with this in the title
help-title-example = title:letter
help-symbol = this document, in whatever form the symbol is written, and what adds to it or corrects it
help-place = of this organ, session and agenda item
help-state = sent by this member or observer, by its full name in English
help-year = issued in this year; year:2024..2026 for several
help-kind = of this kind
help-language = in this language
help-more = Brackets do not group. Case and accents do not matter. No name of a place stands for another.
query-too-long = The query is too long.
query-too-many = The query asks for too many words.
query-no-word = There is no word to look for in “{ $x }”; write letters or digits.
query-unclosed = A quotation mark is not closed; write another where the phrase ends.
query-unknown-field = “{ $x }:” is no field. To find the words themselves, put them in quotation marks.
query-empty-field = Nothing stands after “{ $x }:”; write a value right behind the colon.
query-brackets = Brackets do not group words; put the part in quotation marks, or leave the brackets out.
query-loose-star = An asterisk stands only at the end of a word.
query-short-prefix = Write at least two letters before the asterisk.
query-many-before-star = An asterisk goes with one word; write the others apart from it.
query-loose-minus = To leave a word out, write a minus sign right before it.
query-loose-or = OR joins what stands before it with what stands after it; write both.
query-not-symbol = “{ $x }” is not a symbol of this organization.
query-not-year = “{ $x }” is not a year; write year:2026 or year:2024..2026.
query-not-language = “{ $x }” is not a language; write its two letters.

## For programs and feeds
api-title = For programs
api-intro = Everything that this site shows can be read by programs: documents, lists, citations, search and the numbers of every series. No key is needed, nothing is changed from there, and pages of other sites may ask too.
api-description = The description of the interface (OpenAPI 3.1)
api-examples = Examples
api-one = One document, by any of its symbols in any form
api-list = A list, with filters
api-pages = A list is given in pages. Ask for the next page with the cursor that “next” names, or follow the Link header.
api-gaps = Which numbers of a series are on record
api-again = Only if something has changed: with the ETag of the answer before, the answer is 304 and empty
api-feeds = Feeds
api-feeds-text = Every list has an Atom feed in each language of the site: its address is that of the page with “feeds” before it. A query has one too.
api-feed-daily = Daily list
api-feed-found = Found: { $x }
api-feed-query = Name a query: ?q=…
api-errors = Errors
api-errors-text = An error is a problem as RFC 9457 has it. It says what to do and, for a query, where the fault is.
api-error-parameter = A parameter is unknown, named twice, too long or beyond its limits.
api-error-query = The query was not understood; “span” names the place, in bytes.
api-error-address = The address is too long or not text in UTF-8.
api-error-document = No document that anyone may read bears this symbol. It may be restricted, not issued yet or unknown: nobody is told which. “nearest” names what is on record near it. What was withdrawn or voided answers with 410 and says what happened.
api-error-missing = There is nothing at this address.
api-error-method = The record is only read from here.
api-error-limit = Too many requests. The RateLimit header says how many are left, and Retry-After how many seconds to wait.
api-error-failure = Something failed, and the office has been told.
api-error-busy = The office is busy; Retry-After says when to ask again.
