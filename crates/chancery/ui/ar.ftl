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

## للبرامج والتغذيات
api-title = للبرامج
api-intro = كل ما يعرضه هذا الموقع تستطيع البرامج قراءته: الوثائق والقوائم والاستشهادات والبحث وأرقام كل سلسلة. لا حاجة إلى مفتاح، ولا يُغيَّر شيء من هنا، ويجوز لصفحات المواقع الأخرى أن تسأل أيضا.
api-description = وصف الواجهة (OpenAPI 3.1)
api-examples = أمثلة
api-one = وثيقة واحدة، بأي رمز من رموزها وبأي صيغة
api-list = قائمة مع شروط انتقاء
api-pages = تُعطى القائمة صفحات. اطلب الصفحة التالية بالمؤشر الوارد في «next»، أو اتبع الترويسة Link.
api-gaps = أرقام السلسلة المثبتة في السجل
api-again = فقط إذا تغير شيء: مع ETag الجواب السابق يكون الجواب 304 بلا محتوى
api-feeds = التغذيات
api-feeds-text = لكل قائمة تغذية Atom بكل لغة من لغات الموقع: عنوانها هو عنوان الصفحة مسبوقا بكلمة «feeds». وللاستعلام تغذية كذلك.
api-feed-daily = القائمة اليومية
api-feed-found = نتائج: { $x }
api-feed-query = اذكر استعلاما: ?q=…
api-errors = الأخطاء
api-errors-text = الخطأ «problem» كما تعرّفه RFC 9457. وهو يقول ما ينبغي فعله، وفي الاستعلام يبيّن موضع الخلل.
api-error-parameter = مَعلمة غير معروفة أو مذكورة مرتين أو أطول من اللازم أو خارج حدودها.
api-error-query = لم يُفهم الاستعلام؛ ويبيّن «span» الموضع بالبايت.
api-error-address = العنوان أطول من اللازم أو ليس نصا بترميز UTF-8.
api-error-document = لا تحمل هذا الرمز وثيقة يجوز للجميع قراءتها. قد تكون مقيدة التوزيع أو لم تصدر بعد أو غير معروفة، ولا يُقال لأحد أي ذلك هو. ويذكر «nearest» أقرب ما في السجل. أما ما سُحب أو أُلغي فجوابه 410 مع بيان ما حدث.
api-error-missing = لا شيء في هذا العنوان.
api-error-method = لا يمكن من هنا إلا قراءة السجل.
api-error-limit = طلبات كثيرة جدا. تبيّن الترويسة RateLimit كم بقي، وتبيّن Retry-After كم ثانية يلزم الانتظار.
api-error-failure = حدث عطل، وأُبلغ به المكتب.
api-error-busy = المكتب مشغول؛ وتبيّن Retry-After متى يعاد السؤال.
