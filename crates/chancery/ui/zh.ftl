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

## 供程序使用与订阅源
api-title = 供程序使用
api-intro = 本网站所示的一切均可由程序读取：文件、清单、引文、检索以及各系列的编号。无需密钥，不能由此作任何更改，其他网站的页面也可以查询。
api-description = 接口说明（OpenAPI 3.1）
api-examples = 示例
api-one = 一份文件，可用其任何文号的任何写法
api-list = 带筛选条件的清单
api-pages = 清单分页给出。请用“next”所示的游标索取下一页，或依照 Link 标头。
api-gaps = 一个系列中哪些编号有记录
api-again = 仅在有变化时：附上前一答复的 ETag，答复即为 304 且无内容
api-feeds = 订阅源
api-feeds-text = 每份清单在本网站的每种语文中都有 Atom 订阅源：其地址是在页面地址前加“feeds”。检索式也有订阅源。
api-feed-daily = 每日清单
api-feed-found = 检索结果：{ $x }
api-feed-query = 请写明检索式：?q=…
api-errors = 错误
api-errors-text = 错误是 RFC 9457 所定义的“problem”，说明应如何处理；对检索式还指出错处。
api-error-parameter = 参数未知、重复、过长或超出范围。
api-error-query = 检索式无法理解；“span”以字节指出位置。
api-error-address = 地址过长，或不是 UTF-8 文本。
api-error-document = 没有任何人均可阅读的文件使用这一文号。文件可能限制分发、尚未印发或并不存在，究属何种情况不告知任何人。“nearest”列出记录中最接近者。已撤回或作废者以 410 答复并说明情况。
api-error-missing = 此地址没有内容。
api-error-method = 由此只能读取记录。
api-error-limit = 请求过多。RateLimit 标头说明尚余多少，Retry-After 说明需等待多少秒。
api-error-failure = 出现故障，已通知文件处。
api-error-busy = 文件处繁忙；Retry-After 说明何时可再询问。
