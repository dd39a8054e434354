# الموقع بالعربية. لجميع اللغات الرسائل نفسها والمتغيرات نفسها.

## الإطار
skip = الانتقال إلى النص
public-record = الوثائق العامة
find = بحث
search = البحث
search-hint = كلمات أو «عبارات» أو رمز وثيقة بأي صيغة
languages = لغات الموقع
parts-of-site = أقسام الموقع
where = موضع الصفحة
issued-by = صادر عن: { $x }
checkpoint = نقطة التحقق في السجل العلني
log-key = مفتاح السجل
rules = قواعد الرسائل
rules-text = القواعد التي تُراجع الرسائل بموجبها عند ورودها، مع السند الذي تقوم عليه كل قاعدة. وهذه الصفحات بالإنكليزية.
feed = خلاصة هذه الصفحة
pages = الصفحات
page-before = الصفحة السابقة
page-next = الصفحة التالية
page-first = الصفحة الأولى
documents = { $n ->
    [zero] لا توجد وثائق
    [one] وثيقة واحدة
    [two] وثيقتان
    [few] { $n } وثائق
    [many] { $n } وثيقة
   *[other] { $n } وثيقة
 }
so-many = { $n }

## القوائم
daily-list = القائمة اليومية
daily-list-of = وثائق { $x }
more-of-this-day = تمتد قائمة هذا اليوم على أكثر من صفحة.
day-before = { $x }
day-after = { $x }
nothing-yet = لم يصدر شيء بعد.
documents-all = الوثائق
documents-heading = الوثائق
oldest-first = بالترتيب الزمني
organs = الأجهزة
sessions-and-years = الدورات والسنوات
running-numbers = ترقيم متواصل
newest-of = أحدث الوثائق: { $x }
agenda = بنود جدول الأعمال
item = البند { $x } من جدول الأعمال
senders = الجهات المرسِلة
senders-text = الأعضاء والمراقبون الذين لهم رسائل أو مذكرات بين هذه الوثائق، بترتيب القائمة الرسمية للمنظمة.
sent-by = رسائل ومذكرات من
kinds = الأنواع
kind = النوع
kind-letter = رسائل
kind-identical-letters = رسائل متطابقة
kind-note-verbale = مذكرات شفوية
kind-note = مذكرات
kind-other = وثائق أخرى
one-letter = رسالة
one-identical-letters = رسائل متطابقة
one-note-verbale = مذكرة شفوية
one-note = مذكرة
one-other = وثيقة أخرى
dates = التواريخ
days = الأيام
month-of = { $m } { $y }
month-01 = كانون الثاني/يناير
month-02 = شباط/فبراير
month-03 = آذار/مارس
month-04 = نيسان/أبريل
month-05 = أيار/مايو
month-06 = حزيران/يونيه
month-07 = تموز/يوليه
month-08 = آب/أغسطس
month-09 = أيلول/سبتمبر
month-10 = تشرين الأول/أكتوبر
month-11 = تشرين الثاني/نوفمبر
month-12 = كانون الأول/ديسمبر
imported = مدرجة من مصدر آخر

## ما لا يوجد
failed = حدث خطأ
failed-text = تعذر إعداد الصفحة. وقد أُبلغ المكتب بذلك؛ يرجى المحاولة مرة أخرى لاحقا.
missing = غير مدرجة بين الوثائق العامة
missing-text = ليست هناك وثيقة متاحة للجميع بهذا العنوان. اكتب رمز الوثيقة بأي صيغة، أو استخدم البحث.
nearest = أقرب الوثائق
choice = عدة وثائق
choice-text = هناك أكثر من وثيقة تطابق ما كُتب.
withdrawn = صدرت هذه الوثيقة ثم سُحبت.
withdrawn-on = صدرت هذه الوثيقة ثم سُحبت في { $x }.
voided = خُصص هذا الرمز ثم أُلغي قبل أن تصدر به أي وثيقة.
never-again = ولن يُخصص مرة أخرى.
reason = السبب:

## الوثيقة
imported-note = أُدرجت هذه الوثيقة من مصدر آخر. وأُعيد تنضيد صفحتها هنا نقلا عن الأصل الذي يظل النص المعتمد.
not-in-language = لا توجد نسخة باللغة المطلوبة.
versions = النسخ اللغوية
original-file = الملف الأصلي
facts-of-document = بيانات الوثيقة
from = الجهة المرسِلة
date-letter = تاريخ الرسالة
date-masthead = تاريخ الترويسة
date-release = تاريخ الصدور
original-language = الأصل
job-number = رقم الإنتاج
distribution = التوزيع
exception = اللغات
attachments = المرفقات
public-log = السجل العلني
relations = وثائق ذات صلة
relation-out-adds-to = إضافة إلى
relation-out-corrects = تصوّب
relation-out-revises = تنقّح
relation-out-supersedes = تحل محل
relation-out-transmits = تحيل
relation-out-replies-to = رد على
relation-out-identical-with = مطابقة للوثيقة
relation-out-joint-with = موجهة بالاشتراك مع
relation-in-adds-to = أضيفت إليها
relation-in-corrects = صُوّبت بالوثيقة
relation-in-revises = نُقّحت بالوثيقة
relation-in-supersedes = حلت محلها
relation-in-transmits = أحيلت بالوثيقة
relation-in-replies-to = الرد عليها في
relation-in-identical-with = مطابقة للوثيقة
relation-in-joint-with = موجهة بالاشتراك مع
catalogue = المواضيع والملاحظات
redacted = أُزيل نهائيا جزء مما كان محفوظا من هذه الوثيقة بقرار من المكتب؛ وتظل هذه الواقعة مسجلة.
text = النص
part-letter = النص الرئيسي
place-paragraph = { $part }، الفقرة { $x }
files = الملفات
file = الملف
forms = الصيغ
language = اللغة
bytes = الحجم بالبايت
facts-as-json = جميع البيانات بصيغة JSON
verify = التحقق
verify-text = عند صدور الوثيقة تُقيّد بصمة كل ملف من ملفاتها في سجل علني لا يُمحى منه شيء. ويستطيع كل من لديه ملف أن يحسب بصمته ويقارنها.
verify-imported = صدرت هذه الوثيقة عن جهة أخرى، ولا يتضمن السجل العلني إلا ما أصدره المكتب نفسه. والبصمات هي بصمات الملفات المحفوظة هنا.
verify-how = بوجود الملف وإيصال الوثيقة، لا يحتاج التحقق إلى المكتب ولا إلى الشبكة:
receipt = الإيصال
log-entry = القيد { $x } في السجل
cite = كيفية الاستشهاد
reference = { $body }، «{ $title }»، { $symbols } ({ $date }).
provenance = مصدر كل بيان
from-metadata = البيانات الوصفية للأصل
from-machine = قراءة آلية (القارئ { $x })؛ لم يؤكدها أحد
from-officer = موظف
field-symbols = رموز الوثيقة
field-language = اللغة
field-languages = لغات الأجزاء
field-kind = النوع
field-document-type = نوع الوثيقة
field-job-number = رقم الإنتاج
field-distribution = التوزيع
field-masthead-date = تاريخ الترويسة
field-letter-date = تاريخ الرسالة
field-release-date = تاريخ الصدور
field-original-language = اللغة الأصلية
field-bodies = الأجهزة وبنود جدول الأعمال
field-agenda-item-titles = عناوين بنود جدول الأعمال
field-title = العنوان
field-subtitle = العنوان الفرعي
field-sender = الجهة المرسِلة
field-senders = الجهات المرسِلة
field-addressees = الجهات الموجه إليها
field-requested-circulation = التعميم المطلوب
field-requested-attention = توجيه الانتباه المطلوب
field-signatories = التوقيعات
field-annexes = المرفقات
field-citations = الوثائق المستشهد بها
field-references = الإحالات
field-adopted = الاعتماد
field-pictures = الصور
field-pages-total = عدد الصفحات
field-metadata = البيانات الوصفية
field-text = النص

## الاستشهادات
citations = الاستشهادات
citations-of = الاستشهادات: { $x }
citations-all = جميع الاستشهادات
no-citations = لا تستشهد هذه الوثيقة بغيرها، ولا تستشهد بها أي من الوثائق العامة.
cites = تستشهد بما يلي
cited-by = تستشهد بها
cites-nothing = لا تستشهد هذه الوثيقة بغيرها.
cited-by-nothing = لا تستشهد بها أي من الوثائق العامة.
cites-so-many = { $n ->
    [zero] لا تستشهد بأي وثيقة.
    [one] تستشهد بوثيقة واحدة.
    [two] تستشهد بوثيقتين.
    [few] تستشهد بـ { $n } وثائق.
    [many] تستشهد بـ { $n } وثيقة.
   *[other] تستشهد بـ { $n } وثيقة.
 }
cited-by-so-many = { $n ->
    [zero] لا تستشهد بها أي وثيقة.
    [one] تستشهد بها وثيقة واحدة.
    [two] تستشهد بها وثيقتان.
    [few] تستشهد بها { $n } وثائق.
    [many] تستشهد بها { $n } وثيقة.
   *[other] تستشهد بها { $n } وثيقة.
 }
and-more = { $n ->
    [zero] لا غير
    [one] ووثيقة أخرى
    [two] ووثيقتان أخريان
    [few] و { $n } وثائق أخرى
    [many] و { $n } وثيقة أخرى
   *[other] و { $n } وثيقة أخرى
 }
neighbourhood = محيط الوثيقة
neighbourhood-of = محيط الوثيقة { $x }
picture-text = إلى اليسار ما تستشهد به الوثيقة، وإلى اليمين ما يستشهد بها؛ والجداول أدناه تبين الشيء نفسه.
as-csv = في شكل جدول (CSV)
to-document = إلى الوثيقة
symbol = الرمز
title = العنوان
places = المواضع
not-on-record = غير مدرجة هنا
most-cited = الأكثر استشهادا بها
most-cited-text = الوثائق التي يستشهد بها أكبر عدد من الوثائق العامة.

## الاكتمال
gaps = الاكتمال
gaps-text = لكل سلسلة: أعلى رقم معروف للجمهور، وعدد الأرقام المعلوم مآلها حتى ذلك الرقم.
series = السلسلة
session-or-year = الدورة أو السنة
highest-number = أعلى رقم
accounted-for = المعلوم مآله
series-summary = من الأرقام حتى { $of }، يوجد { $n } بين الوثائق العامة.
numbers = الأرقام
how-many = العدد
state = الحالة
state-issued = صادرة
state-withdrawn = مسحوبة
state-void = ملغاة
state-reserved = محجوزة
state-not-public = غير علنية

## البحث
search-help = يجب أن ترد جميع الكلمات. توضع «العبارات» بين علامتي اقتباس، وتُختم بداية الكلمة بنجمة، وتُستبعد الكلمة بعلامة ناقص قبلها.
search-help-title = كيفية البحث
named-document = الوثيقة التي تحمل هذا الرمز
filters = عوامل التصفية
filter-remove = إزالة { $x }
found = { $n ->
    [zero] لم يُعثر على نصوص
    [one] عُثر على نص واحد
    [two] عُثر على نصين
    [few] عُثر على { $n } نصوص
    [many] عُثر على { $n } نصا
   *[other] عُثر على { $n } نص
 }
nothing-found = لم يُعثر على شيء.
also-in = متاح أيضا بما يلي:
sort-relevance = بحسب الصلة
sort-date = الأحدث أولا
sort-oldest = الأقدم أولا
narrow = تضييق البحث
facets-partial = النصوص كثيرة بحيث لم يُحسب إلا جزء منها.
facet-organ = الجهاز
facet-year = السنة
facet-sender = الجهة المرسِلة
facet-kind = النوع
facet-language = اللغة
facet-session = الدورة
facet-item = بند جدول الأعمال
facet-distribution = التوزيع
did-you-mean = هل تقصد
help-written = ما يُكتب
help-finds = ما يُعثر عليه
help-words = الكلمتان معا بأي صيغة
help-words-example = المصائد الداخلية
help-phrase = هذه الكلمات متتالية كما هي
help-phrase-example = "منسوب المياه"
help-prefix = الكلمات التي تبدأ هكذا
help-prefix-example = بحير*
help-without = من دون الكلمة التي تلي علامة ناقص
help-without-example = نهر -بحيرة
help-or = إحدى الكلمتين؛ وتربط OR بين الكلمتين المجاورتين لها فقط
help-or-example = بحيرة OR نهر
help-title = ما يرد في العنوان
help-title-example = title:رسالة
help-symbol = هذه الوثيقة أيا كانت صيغة كتابة رمزها، وما يضاف إليها أو يصوّبها
help-place = وثائق هذا الجهاز وهذه الدورة وهذا البند
help-state = ما أرسله هذا العضو أو المراقب، باسمه الكامل بالإنكليزية
help-year = ما صدر في هذه السنة؛ وتُكتب عدة سنوات هكذا: year:2024..2026
help-kind = من هذا النوع
help-language = بهذه اللغة
help-more = الأقواس لا تجمع الكلمات. ولا أثر لحالة الأحرف ولا لعلامات التشكيل. ولا يحل اسم مكان محل اسم آخر.
query-too-long = نص البحث طويل جدا.
query-too-many = نص البحث فيه كلمات كثيرة جدا.
query-no-word = ليست في «{ $x }» كلمة يُبحث عنها؛ اكتب حروفا أو أرقاما.
query-unclosed = علامة الاقتباس غير مغلقة؛ أغلقها حيث تنتهي العبارة.
query-unknown-field = ‏«{ $x }:» ليس حقلا. وللعثور على الكلمات نفسها، ضعها بين علامتي اقتباس.
query-empty-field = لا شيء بعد «{ $x }:»؛ اكتب قيمة بعد النقطتين مباشرة.
query-brackets = الأقواس لا تجمع الكلمات؛ ضع هذا الجزء بين علامتي اقتباس أو احذف الأقواس.
query-loose-star = لا توضع النجمة إلا في نهاية الكلمة.
query-short-prefix = اكتب حرفين على الأقل قبل النجمة.
query-many-before-star = النجمة لكلمة واحدة؛ اكتب الكلمات الأخرى منفصلة عنها.
query-loose-minus = لاستبعاد كلمة، اكتب علامة ناقص قبلها مباشرة.
query-loose-or = تربط OR بين ما قبلها وما بعدها؛ اكتب الاثنين.
query-not-symbol = ‏«{ $x }» ليس رمزا من رموز وثائق المنظمة.
query-not-year = ‏«{ $x }» ليس سنة؛ اكتب year:2026 أو year:2024..2026.
query-not-language = ‏«{ $x }» ليس لغة؛ اكتب حرفيها.

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
