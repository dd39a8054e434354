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
