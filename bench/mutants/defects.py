"""The kinds of defect: what each does to a clean letter, which rules may rightly see it, how gravely, and the right repair.

Written from the rules of the trade and the list of faults, never from the code of the rules. A defect is a generator: each
time it yields, one mutant is made of the letter as it then stands. `codes` is the set of rules any one of which sees the
defect rightly; `may` are rules that rightly come with it; `repair` says that the fault is mechanical and that mending it
gives back the clean letter."""
import copy, re
from letters import LANGUAGES, OPEN, SHUT, SUBMISSION, Letter, Skip, dated

KINDS = []
# What a letter without its title, or without one of the title's parts, can no longer tell.
FRAME = {"TIT001", "TIT003", "ADR003", "SND002", "DAT003", "KND001", "ANX004"}


def defect(kind, codes, gravity, may=(), repair=False, bodies=(), langs=(), most=18, extra=lambda spec: True):
    def keep(make):
        KINDS.append(dict(kind=kind, codes=set(codes.split()), gravity=gravity, may=set(may.split() if isinstance(may, str) else may),
                          repair=repair, bodies=bodies, langs=langs, most=most, extra=extra, make=make))
        return make
    return keep


def changed(letter, **more):
    """The letter made anew from a changed description."""
    return Letter(dict(copy.deepcopy(letter.spec), **more))


def mailed(spec):
    return spec["kind"] in ("letter", "identical", "note")


def asks(spec):
    return mailed(spec) and spec.get("asked") is None


def plain(spec):
    return asks(spec) and not spec.get("head") and not spec.get("sent")


def titled(spec):
    return mailed(spec) and spec.get("sent") != "bare"


def has_items(spec):
    return asks(spec) and bool(spec.get("items"))


def headed(spec):
    return bool(spec.get("head"))


def house(spec):
    """Texts of the secretariat, whose style is the house's own."""
    return spec["kind"] in ("secretariat", "report")


def annexed(spec):
    return bool(spec.get("annexes"))


# The request.

@defect("item-missing", "REQ001", "grave", may="REQ015", extra=lambda s: has_items(s) and not headed(s))
def _(l):
    new = changed(l, asked_items=[])
    new.mark("request")
    yield new


@defect("item-unknown", "REQ002", "grave", may="REQ015", bodies=("assembly",), extra=has_items)
def _(l):
    for wrong in ("99", "77"):
        new = changed(l, asked_items=l.spec["items"][:-1] + [wrong])
        new.mark("request", new.item_words([wrong]))
        yield new


@defect("item-unconfirmed", "REQ003", "advice", may="REQ015 REQ011", bodies=("un",), extra=has_items)
def _(l):
    for wrong in ("173", "131", "142"):
        new = changed(l, asked_items=l.spec["items"][:-1] + [wrong])
        new.mark("request", wrong)
        yield new


@defect("request-missing", "REQ004", "grave", may="REQ008 REQ007", extra=plain)
def _(l):
    l.cut("request")
    yield l


@defect("request-missing-under-masthead", "REQ008", "advice", may="REQ010 REQ015 REQ017", extra=lambda s: asks(s) and headed(s))
def _(l):
    l.cut("request")
    yield l


@defect("item-for-organ-without-agenda", "REQ005", "advice", may="REQ015", extra=lambda s: asks(s) and 1 in s["organs"])
def _(l):
    item = "120" if l.spec["body"] == "un" else "40"
    new = changed(l, other_items=[item])
    words = l.tongue["of_organs"][1] + l.tongue["under"][0].replace("{i}", item)
    new.mark("request", words.removeprefix("of ") if l.spec["lang"] == "en" else words)
    yield new


@defect("item-for-council-alone", "REQ005", "advice", may="REQ015", extra=lambda s: asks(s) and s["organs"] == [1])
def _(l):
    for item in (("107", "120") if l.spec["body"] == "un" else ("40", "12")):
        # The fault is the organ and the items together.
        words = l.tongue["of_organs"][1] + l.tongue["under"][0].replace("{i}", item)
        words = words.removeprefix("of ") if l.spec["lang"] == "en" else words
        new = changed(l, asked_organs=[words])
        new.mark("request", words)
        yield new


BOARDS = {
    "en": ("of the Board of Gauges", "of the Harbour Tribunal"), "fr": ("du Bureau des échelles", "du Tribunal des ports"),
    "es": ("de la Junta de Limnímetros", "del Tribunal de Puertos"), "ru": ("документа Управления реек", "документа Портового суда"),
    "ar": ("من وثائق هيئة المقاييس", "من وثائق محكمة الموانئ"), "zh": ("水标尺委员会", "港口法庭"),
}


@defect("organ-unknown", "REQ006", "grave", may="REQ010 REQ015", extra=lambda s: asks(s) and not headed(s) and s["organs"] == [0, 1])
def _(l):
    for board in BOARDS[l.spec["lang"]]:
        new = changed(l, asked_organs=[0, board])
        new.mark("request", board)
        yield new


@defect("organ-unknown-alone", "REQ006 REQ004", "grave", may="REQ004 REQ010 REQ015", extra=lambda s: asks(s) and not headed(s) and s["organs"] == [1])
def _(l):
    for board in BOARDS[l.spec["lang"]]:
        new = changed(l, asked_organs=[board])
        new.mark("request")
        yield new


@defect("attention-not-circulation", "REQ007", "advice", may="REQ004 REQ008 REQ010 REQ015 REQ017", extra=lambda s: plain(s) and s["kind"] == "letter" and s["from"] != "joint")
def _(l):
    new = changed(l, asked="attention")
    new.mark("request")
    yield new


@defect("organ-asked-twice", "REQ009", "advice", extra=lambda s: asks(s) and s["organs"] == [0, 1])
def _(l):
    new = changed(l, asked_organs=[0, 1, 1])
    new.mark("request")
    yield new


@defect("organ-not-asked", "REQ010 REQ015", "advice", may="REQ010 REQ015", extra=lambda s: asks(s) and headed(s) and s["organs"] == [0, 1])
def _(l):
    new = changed(l, asked_organs=[0])
    for name in ("request", "organs", "head1"):
        new.mark(name)
    yield new


OTHER_TITLE = {"en": "Seeds and their exchange", "fr": "Échange de semences", "es": "Intercambio de semillas", "ru": "Обмен семенами", "ar": "تبادل البذور", "zh": "种子的交换"}


@defect("item-title-differs", "REQ011", "advice", langs=("en",), extra=lambda s: headed(s) and s.get("items"))
def _(l):
    for wrong in (OTHER_TITLE["en"], l.tongue["item_titles"][4]):
        new = changed(l)
        new.sub("head0", l.item_title(l.spec["items"][0]), wrong)
        yield new


@defect("sub-item-unknown", "REQ012 REQ002", "grave", may="REQ012 REQ002 REQ015", bodies=("assembly",), extra=has_items)
def _(l):
    items = l.spec["items"]
    number = re.match(r"\d+", items[-1]).group()
    for sub in "de":
        new = changed(l, asked_items=items[:-1] + [number + sub])
        new.mark("request", new.item_words([number + sub]))
        yield new


@defect("item-asked-twice", "REQ013", "advice", repair=True, extra=has_items)
def _(l):
    items = l.spec["items"]
    if len(items) > 1:
        new = changed(l, asked_items=items + [items[-1]])
        new.mark("request", new.item_words(items + [items[-1]]))
        yield new


@defect("items-out-of-order", "REQ014", "advice", repair=True, extra=has_items)
def _(l):
    items = l.spec["items"]
    if len(items) > 1:
        new = changed(l, asked_items=items[::-1])
        new.mark("request", new.item_words(items[::-1]))
        yield new


@defect("masthead-items-differ", "REQ015", "advice", may="REQ011", bodies=("assembly",), extra=lambda s: has_items(s) and headed(s))
def _(l):
    other = next(item for item in ("22", "17", "12") if item not in l.spec["items"])
    new = changed(l, items=l.spec["items"][:-1] + [other], asked_items=l.spec["items"])
    new.mark("head0")
    new.mark("request")
    yield new


@defect("organ-asked-not-in-masthead", "REQ015", "advice", may="SYM002", extra=lambda s: asks(s) and headed(s) and s["organs"] == [0])
def _(l):
    new = changed(l, asked_organs=[0, 1])
    for name in ("request", "organs", "head0"):
        new.mark(name)
    yield new


NINTH = {"en": "the ninth session of the Assembly", "fr": "de la neuvième session de l’Assemblée", "es": "del noveno período de sesiones de la Asamblea",
         "ru": "документа девятой сессии Ассамблеи", "ar": "وثيقة من وثائق الدورة التاسعة للجمعية", "zh": "大会第九届会议"}


@defect("item-of-future-session", "REQ016 REQ003", "advice", may="REQ002 REQ003 REQ016", bodies=("assembly",), extra=lambda s: plain(s) and has_items(s))
def _(l):
    new = changed(l, of_session=NINTH[l.spec["lang"]])
    new.mark("request")
    yield new


@defect("annex-not-in-request", "REQ017", "advice", extra=lambda s: asks(s) and annexed(s))
def _(l):
    new = changed(l, present=0)
    new.mark("request")
    yield new


# The title.

@defect("title-missing", "TIT001", "grave", may=FRAME, extra=lambda s: titled(s) and not s.get("sent"))
def _(l):
    l.cut("title")
    yield l


@defect("title-date-differs", "TIT002", "grave", may="ANX004", extra=lambda s: s.get("sent") == "titled" or plain(s) and s["lang"] in ("en", "fr", "es", "ru") and s["kind"] == "letter")
def _(l):
    year, month, day = l.spec["date"]
    for wrong in ((year, month, day + 1), (year, month, day - 3), (year, month, day - 5), (year, month + 1, day)):
        new = changed(l)
        if l.spec.get("sent"):
            new.sub("title", l.dated(l.spec["date"]), l.dated(wrong))
        else:
            # The date that the mission wrote stands under the title.
            new.add("title", "dateline", l.dated(wrong))
            new.mark("title", l.dated(l.spec["date"]))
        yield new


def without(l, part):
    """The letter's title without one of its parts, in the heading of the annex too."""
    new = changed(l)
    date = l.dated(l.spec["date"])
    title = l.title()
    cut = {
        "en": {"to": r" addressed to .*$", "from": r" from .*? addressed", "date": r" dated " + date},
        "fr": {"to": r" adressées? .*? par ", "from": r" par .*$", "date": r" datées? du " + date + ","},
        "es": {"to": r" dirigidas? .*? por ", "from": r" por .*$", "date": r" de fecha " + date},
        "ru": {"to": r" на имя .*$", "from": r" Постоянн.*? от |Временного.*? от ", "date": r" от " + date},
        "ar": {"to": r" موجه\w+ إلى .*? من ", "from": r" من .*$", "date": r" مؤرخ\w+ " + date},
        "zh": {"to": r"给.*?的", "from": re.escape(l.sender()), "date": date},
    }[l.spec["lang"]][part]
    held = {("en", "from"): " addressed", ("fr", "to"): " par ", ("es", "to"): " por ", ("ar", "to"): " من ", ("ru", "from"): " от ", ("zh", "to"): "的"}
    short = re.sub(cut, held.get((l.spec["lang"], part), ""), title, count=1)
    if short == title:
        raise Skip(part)
    new.put("title", short)
    return new


@defect("addressee-missing", "ADR003 TIT001 TIT003", "grave", may=FRAME, extra=lambda s: titled(s) and not s.get("sent"))
def _(l):
    yield without(l, "to")


@defect("sender-missing", "SND002 TIT001 TIT003", "grave", may=FRAME | {"SND003"}, extra=lambda s: titled(s) and s["from"] == "rep" and s["kind"] == "letter" and not s.get("sent") or titled(s) and s["kind"] == "identical")
def _(l):
    yield without(l, "from")


@defect("date-missing", "DAT003 TIT001 TIT003", "grave", may=FRAME, extra=lambda s: titled(s) and not s.get("sent"))
def _(l):
    yield without(l, "date")


@defect("title-incomplete", "TIT003 TIT001 ADR003 DAT003 SND002", "advice", may=FRAME, extra=lambda s: s.get("sent") == "titled")
def _(l):
    # What the title leaves out stands in the letterhead, over the letter or under it; who reads only titles misses it wholly.
    for part in ("date", "to", "from"):
        yield without(l, part)


@defect("sender-left-out-of-title", "TIT003 SIG008", "advice", may="TIT003 SIG008 SIG004", extra=lambda s: s.get("from") == "joint")
def _(l):
    from_rep = l.with_state(l.tongue["senders"][0])
    new = changed(l)
    new.sub_all(l.sender(), from_rep, ("title",))
    for at in range(len(l.spec["states"])):
        new.mark(f"sig{at}")
    yield new


@defect("title-ends-with-stop", "TIT004", "advice", repair=True, extra=lambda s: not s.get("sent"))
def _(l):
    l.put("title", l.get("title") + OPEN + ("。" if l.spec["lang"] == "zh" else ".") + SHUT, False)
    yield l


@defect("title-in-capitals", "TIT005", "advice", langs=("en", "fr", "es", "ru"), extra=lambda s: titled(s) and not s.get("sent"))
def _(l):
    l.put("title", l.get("title").upper())
    yield l


@defect("title-addressees-differ", "TIT006", "advice", may="ADR002", extra=lambda s: s["kind"] == "identical" or s.get("sent") == "titled")
def _(l):
    if l.spec.get("sent"):
        for at in (1, 2):
            new = changed(l)
            new.sub("title", l.addressees(), l.tongue["to"][at])
            yield new
    else:
        # The identical letters were sent to two, and the title names one of them and another.
        new = changed(l)
        new.sub("title", l.addressees(), changed(l, to=[0, 1]).addressees())
        salutation = l.addressees()[:1].upper() + l.addressees()[1:]
        new.add("title", "salutation", salutation, False)
        yield new


# Addressees and senders.

STRANGERS = {
    "en": ("the Director of the Harbour", "the Minister for Foreign Affairs of Aldria"), "fr": ("au Directeur du port", "au Ministre des affaires étrangères de l’Aldrie"),
    "es": ("al Director del Puerto", "al Ministro de Relaciones Exteriores de Aldria"), "ru": ("Директора порта", "Министра иностранных дел Алдрии"),
    "ar": ("مدير الميناء", "وزير خارجية ألدريا"), "zh": ("港口主任", "阿尔德里亚外交部长"),
}


@defect("addressee-not-allowed", "ADR001 ADR003", "grave", may="ADR003 TIT003", bodies=("assembly",), extra=lambda s: titled(s) and s["kind"] == "letter" and s["from"] != "official0" and not s.get("sent"))
def _(l):
    for stranger in STRANGERS[l.spec["lang"]]:
        new = changed(l, to=[stranger])
        new.mark("title", new.addressees())
        yield new


@defect("addressees-out-of-order", "ADR002", "advice", repair=True, extra=lambda s: s["kind"] == "identical")
def _(l):
    new = changed(l, to=l.spec["to"][::-1])
    new.mark("title", new.addressees())
    yield new


@defect("addressee-named-twice", "ADR004", "advice", repair=True, extra=lambda s: s["kind"] == "identical" and not s.get("sent"))
def _(l):
    new = changed(l, to=l.spec["to"] + l.spec["to"][-1:])
    new.mark("title", new.addressees())
    yield new


@defect("addressee-named-twice-in-letter", "ADR004", "advice", repair=True, extra=lambda s: s["kind"] == "letter" and titled(s) and not annexed(s))
def _(l):
    new = changed(l, to=l.spec["to"] * 2)
    new.mark("title", new.addressees())
    yield new


ABROAD = {"en": ("Zembla", "Ruritania"), "fr": ("de la Zembla", "de la Ruritanie"), "es": ("de Zembla", "de Ruritania"),
          "ru": ("Земблы", "Руритании"), "ar": ("زمبلا", "روريتانيا"), "zh": ("赞布拉", "卢里塔尼亚")}


@defect("sender-unknown-state", "SND001", "advice", extra=lambda s: mailed(s) and len(s["states"]) == 1 and not s.get("sent") and not s.get("shares"))
def _(l):
    own = l.state(0)[l.spec["lang"]]
    for name in ABROAD[l.spec["lang"]]:
        new = changed(l)
        new.sub_all(own, name, ("title",))
        yield new


@defect("letter-from-mission", "SND003", "advice", may="SIG003", extra=lambda s: s["kind"] == "letter" and s["from"] == "rep" and titled(s))
def _(l):
    new = changed(l, sender=l.tongue["senders"][6])
    new.mark("title", new.sender())
    yield new


@defect("note-verbale-from-representative", "SND003", "advice", extra=lambda s: s["kind"] == "note")
def _(l):
    new = changed(l, sender=l.tongue["senders"][0])
    new.put("opening", l.get("opening"), False)
    new.mark("title", new.sender())
    yield new


@defect("kind-unclear", "KND001 TIT001", "grave", may=FRAME, extra=lambda s: s["kind"] == "letter" and titled(s) and not s.get("sent") and not annexed(s))
def _(l):
    words = {"en": ("Letter", "Communication"), "fr": ("Lettre", "Communication"), "es": ("Carta", "Comunicación"), "ru": ("Письмо", "Сообщение"),
             "ar": ("رسالة", "إفادة"), "zh": ("的信", "的来文")}[l.spec["lang"]]
    l.sub("title", *words)
    yield l


@defect("no-form-under-masthead", "KND001 TIT001 TXT001", "grave", may=FRAME | {"REQ004", "REQ008", "SIG001"}, extra=house)
def _(l):
    # A paper that is no letter, no note and no report, and that nothing transmits.
    for at in (2, 4):
        new = changed(l)
        new.put("title", l.tongue["papers"][at][0])
        new.put("opening", "1. " + l.sentences(at, 1), False)
        yield new


@defect("identical-letters-to-one", "KND002", "advice", may="TIT006", extra=lambda s: s["kind"] == "identical")
def _(l):
    for at in (0, 1):
        new = changed(l, to=[l.spec["to"][at]])
        new.mark("title")
        yield new


# Signatures.

def signed(spec):
    return mailed(spec) and spec["kind"] != "note"


@defect("signature-missing", "SIG001", "grave", may="SIG008", extra=lambda s: signed(s) and not s.get("sent"))
def _(l):
    for name in [name for name in l.names() if name.startswith("sig")]:
        l.cut(name)
    yield l


@defect("note-verbale-signed", "SIG002", "advice", extra=lambda s: s["kind"] == "note")
def _(l):
    block = l.signature(l.person(False), [l.tongue["ambassador"][0], l.tongue["ranks"][0]])
    l.add("request", "sig0", block)
    yield l


@defect("signed-by-minister", "SIG003", "grave", may="SIG005", extra=lambda s: signed(s) and s["from"] in ("rep", "charge") and not s.get("sent"))
def _(l):
    lines = l.get("sig0").split("\n")
    l.put("sig0", lines[0] + "\n" + l.tongue["minister_rank"])
    yield l


DEPUTY = {"en": "First Secretary", "fr": "Premier Secrétaire", "es": "Primer Secretario", "ru": "Первый секретарь", "ar": "السكرتير الأول", "zh": "一等秘书"}


@defect("signed-by-secretary", "SIG003 SIG005", "grave", may="SIG005", extra=lambda s: signed(s) and s["from"] in ("rep", "charge") and not s.get("sent"))
def _(l):
    lines = l.get("sig0").split("\n")
    l.put("sig0", lines[0] + "\n" + DEPUTY[l.spec["lang"]])
    yield l


@defect("signatories-out-of-order", "SIG004", "advice", extra=lambda s: signed(s) and s["from"] == "joint")
def _(l):
    first, last = "sig0", f"sig{len(l.spec['states']) - 1}"
    one, two = l.get(first), l.get(last)
    l.put(first, two)
    l.put(last, one)
    yield l


@defect("capacity-unstated", "SIG005", "advice", extra=lambda s: signed(s) and s["from"] == "rep" and not s.get("sent"))
def _(l):
    lines = l.get("sig0").split("\n")
    new = changed(l)
    new.put("sig0", lines[0])
    yield new
    new = changed(l)
    new.put("sig0", "\n".join(lines[:2]))
    yield new


HONOUR = {"en": ("H.E. Mr. ", "H.E. "), "fr": ("S.E. M. ", "Son Excellence "), "es": ("Excmo. Sr. ", "S.E. "), "ru": ("Его Превосходительство ",),
          "ar": ("سعادة ", "صاحب السعادة "), "zh": ("尊敬的",)}


@defect("honorific-in-signature", "SIG006", "advice", repair=True, extra=lambda s: signed(s) and not s.get("sent"))
def _(l):
    mark = l.tongue["signed"][0]
    for honour in HONOUR[l.spec["lang"]]:
        new = changed(l)
        text = new.get("sig0")
        new.put("sig0", mark + OPEN + honour + SHUT + text[len(mark):], False)
        yield new


@defect("signed-mark-missing", "SIG007", "advice", repair=True, extra=lambda s: signed(s) and not s.get("sent"))
def _(l):
    before, after = l.tongue["signed"]
    lines = l.get("sig0").split("\n")
    name = lines[0].removeprefix(before)
    name = name[:len(name) - len(after)] if after else name
    l.put("sig0", "\n".join([OPEN + name + SHUT] + lines[1:]), False)
    yield l


@defect("signatory-differs-from-sender", "SIG008", "advice", extra=lambda s: signed(s) and s["from"] == "joint")
def _(l):
    l.cut(f"sig{len(l.spec['states']) - 1}")
    yield l


# Dates.

@defect("letter-date-in-future", "DAT001", "grave", may="DAT006", extra=lambda s: titled(s) and not headed(s) and not s.get("sent"))
def _(l):
    for year in (2027, 2031):
        new = changed(l, date=(year, *l.spec["date"][1:]))
        new.mark("title", new.dated(new.spec["date"]))
        yield new


@defect("masthead-before-letter", "DAT002", "grave", may="REQ003 REQ016 DAT006", extra=lambda s: mailed(s) and headed(s))
def _(l):
    year, month, day = l.spec["date"]
    for wrong in ((year, month, day - 3), (year, month - 1, day)):
        new = changed(l)
        new.sub("block", l.dated((year, month, day + 2)), l.dated(wrong))
        yield new


@defect("annex-after-letter", "DAT004", "advice", extra=lambda s: annexed(s) and any(a.get("dated") for a in s["annexes"]))
def _(l):
    year, month, day = l.spec["date"]
    for wrong in ((year, month, day + 6), (year, month + 1, day)):
        new = changed(l)
        new.sub("annex0.date", new.get("annex0.date"), l.dated(wrong))
        yield new


@defect("release-before-masthead", "DAT005", "advice", extra=headed)
def _(l):
    year, month, day = l.spec["date"]
    foot = l.get("foot")
    codes = foot.split(") ")[1]
    l.sub("foot", codes, f"{day - 4:02}{month:02}{year % 100:02}")
    yield l


SIXTH = {"en": "Sixth session", "fr": "Sixième session", "es": "Sexto período de sesiones", "ru": "Шестая сессия", "ar": "الدورة السادسة", "zh": "第六届会议"}


@defect("session-differs-from-date", "DAT006", "advice", may="SYM003 REQ003 REQ002 REQ011 REQ015 REQ016", bodies=("assembly",), extra=lambda s: headed(s) and 0 in s["organs"])
def _(l):
    l.sub("head0", l.tongue["sessions"][0], SIXTH[l.spec["lang"]])
    yield l


def in_title(l, text):
    new = changed(l)
    new.sub_all(l.dated(l.spec["date"]), text, ("title",))
    return new


@defect("date-impossible", "DAT007 DAT003", "grave", may="DAT003 TIT001 TIT003 ANX004", extra=lambda s: titled(s) and not headed(s) and not s.get("sent"))
def _(l):
    for month, day in ((2, 31), (6, 31)):
        yield in_title(l, dated(l.tongue, (l.spec["date"][0], month, day)))


@defect("date-form-differs", "DAT008", "advice", repair=True, langs=("en", "es", "ru"), extra=lambda s: titled(s) and not s.get("sent"))
def _(l):
    year, month, day = l.spec["date"]
    name = l.tongue["months"][month - 1]
    end = {1: "st", 2: "nd", 3: "rd"}.get(day % 10 if day // 10 != 1 else 0, "th")
    forms = {"en": (f"{day}{end} {name} {year}", f"{name} {day}, {year}", f"{day} {name}, {year}"), "es": (f"{day} {name} {year}",), "ru": (f"{day} {name} {year}",)}
    for form in forms[l.spec["lang"]]:
        new = changed(l)
        new.sub("title", l.dated(l.spec["date"]), form)
        yield new


@defect("date-form-differs-in-annex", "DAT008", "advice", repair=True, langs=("en",), extra=lambda s: annexed(s) and any(a.get("dated") for a in s["annexes"]))
def _(l):
    day, name, year = l.get("annex0.date").split()
    for form in (f"{name} {day}, {year}", f"{day}th {name} {year}"):
        new = changed(l)
        new.put("annex0.date", form)
        yield new


# Symbols, job numbers, distribution.

@defect("organ-without-symbol", "SYM002", "advice", extra=lambda s: headed(s) and s["organs"] == [0, 1])
def _(l):
    symbols = l.symbols()
    for keep in (0, 1):
        new = changed(l, symbols=[symbols[keep]])
        new.mark("symbols")
        new.mark("organs")
        new.mark(f"head{1 - keep}")
        yield new


@defect("symbol-period-differs", "SYM003", "advice", may="DAT006 REQ002 REQ003 REQ016", extra=headed)
def _(l):
    symbols = l.symbols()
    for at, symbol in enumerate(symbols):
        wrong = re.sub(r"^AS/7/", "AS/6/", re.sub(r"^A/78/", "A/77/", re.sub(r"/(2026|2024)/", "/2021/", symbol)))
        if wrong != symbol:
            new = changed(l, symbols=symbols[:at] + [wrong] + symbols[at + 1:])
            new.mark("symbols", wrong)
            yield new


@defect("symbols-out-of-order", "SYM004", "advice", repair=True, extra=lambda s: headed(s) and len(s["organs"]) > 1)
def _(l):
    new = changed(l, symbols=l.symbols()[::-1])
    new.sub_all("\n".join(l.symbols()[::-1]), "\n".join(l.symbols()))
    if new.get("symbols") == l.get("symbols"):
        new.put("symbols", "\n".join(l.symbols()[::-1]))
    else:
        new.mark("symbols")
    yield new


@defect("number-reserved", "SYM006", "grave", extra=lambda s: headed(s) and 0 in s["organs"])
def _(l):
    symbols = l.symbols()
    for wrong in (("A/78/250", "A/78/1") if l.spec["body"] == "un" else ("AS/7/10", "AS/7/1")):
        new = changed(l, symbols=[wrong] + symbols[1:])
        new.mark("symbols", wrong)
        yield new


@defect("distribution-differs-from-series", "SYM007", "advice", extra=lambda s: headed(s) and 0 in s["organs"])
def _(l):
    symbols = l.symbols()
    limited = re.sub(r"/(\d+)$", r"/L.\1", symbols[0])
    new = changed(l, symbols=[limited] + symbols[1:])
    new.mark("symbols", limited)
    new.mark("block")
    yield new
    new = changed(l, category=1)
    new.mark("symbols", symbols[0])
    new.mark("block")
    yield new


@defect("symbol-for-organ-not-named", "SYM008", "advice", may="REQ015", extra=lambda s: headed(s) and 2 not in s["organs"])
def _(l):
    stranger = "E/2024/77" if l.spec["body"] == "un" else "W-0177"
    new = changed(l, symbols=l.symbols() + [stranger])
    new.mark("symbols", stranger)
    yield new


@defect("job-number-malformed", "JOB001", "grave", may="JOB003", most=24, extra=headed)
def _(l):
    job = l.job()
    for wrong in (job[:-1], job.replace("-", "."), job + "7", job.replace("-", "")[:6]):
        new = changed(l)
        new.sub_all(job, wrong, ("foot",))
        yield new


@defect("job-number-year-differs", "JOB002", "advice", extra=headed)
def _(l):
    for year in ("19", "22"):
        wrong = year + l.job()[2:]
        new = changed(l, job=wrong)
        new.mark("foot", wrong)
        yield new


@defect("barcode-differs", "JOB003", "advice", repair=True, extra=headed)
def _(l):
    text = l.get("barcode")
    wrong = text[:-3] + text[-2] + text[-3] + "*" if text[-2] != text[-3] else text[:-2] + ("1" if text[-2] != "1" else "2") + "*"
    l.put("barcode", wrong)
    yield l


@defect("job-language-differs", "JOB004", "advice", repair=True, extra=headed)
def _(l):
    own = l.tongue["letter"]
    for wrong in "EFR":
        if wrong != own:
            new = changed(l)
            new.sub("foot", f"({own})", f"({wrong})")
            yield new
            return


WRONG_CATEGORY = {"fr": ("Distr. secrète", "Distr. ancienne"), "es": ("Distr. secreta", "Distr. antigua")}


@defect("distribution-unknown", "DST001", "grave", extra=headed)
def _(l):
    for wrong in WRONG_CATEGORY.get(l.spec["lang"], ("Distr.: Secret", "Distr.: Ceremonial")):
        new = changed(l)
        new.sub("block", l.tongue["distribution"][l.spec.get("category", 0)], wrong)
        yield new


# Citations.

@defect("citation-malformed", "CIT001", "advice", extra=lambda s: s.get("cites"))
def _(l):
    old = "A/77/412" if l.spec["body"] == "un" else "AS/6/87"
    for wrong in (("A/77//412", "A/77/Corr.") if l.spec["body"] == "un" else ("AS/6//112", "AS/6/Rev.")):
        new = changed(l)
        new.sub("p2", old, wrong)
        yield new


@defect("citation-from-the-future", "CIT003", "advice", extra=lambda s: s.get("cites"))
def _(l):
    old = "A/77/412" if l.spec["body"] == "un" else "AS/6/87"
    for wrong in (("A/90/12", "S/2031/45") if l.spec["body"] == "un" else ("AS/12/31", "C/2033/45")):
        new = changed(l)
        new.sub("p2", old, wrong)
        yield new


@defect("double-symbol-run-together", "CIT004", "advice", may="CIT001", repair="dash", extra=lambda s: s.get("cites"))
def _(l):
    old, two = ("A/77/412", "S/2023/99") if l.spec["body"] == "un" else ("AS/6/87", "C/2025/31")
    l.sub("p2", old, old + two)
    yield l


@defect("citation-of-itself", "CIT005", "advice", extra=lambda s: s.get("cites") and headed(s))
def _(l):
    old = "A/77/412" if l.spec["body"] == "un" else "AS/6/87"
    for symbol in l.symbols():
        new = changed(l)
        new.sub("p2", old, symbol)
        yield new


# Attachments.

@defect("annex-absent", "ANX001", "grave", extra=lambda s: mailed(s) and annexed(s) and not headed(s))
def _(l):
    for name in [name for name in l.names() if name.startswith("annex")]:
        l.cut(name)
    l.mark("opening")
    if l.has("request"):
        l.mark("request")
    yield l


@defect("annex-not-mentioned", "ANX002", "advice", may="REQ017", extra=lambda s: asks(s) and annexed(s) and len(s["annexes"]) == 1 and s["kind"] == "letter")
def _(l):
    new = changed(l, present=0)
    new.put("opening", l.tongue["opening_joint" if l.spec["from"] == "joint" else "opening"])
    for name in ("annex0", "request"):
        new.mark(name)
    yield new


@defect("annexes-misnumbered", "ANX003", "advice", repair=True, extra=lambda s: annexed(s) and len(s["annexes"]) == 2)
def _(l):
    words = l.tongue["numbers"]
    own = l.label(1, 2)
    for wrong in (words[2], words[0]):
        new = changed(l)
        new.sub("annex1", own, own[:len(own) - len(words[1])] + wrong)
        yield new


def in_heading(l, old, new_words):
    new = changed(l)
    new.sub("annex0", old, new_words)
    return new


@defect("annex-heading-date-differs", "ANX004", "advice", repair=True, may="TIT002", extra=lambda s: mailed(s) and annexed(s) and titled(s))
def _(l):
    year, month, day = l.spec["date"]
    yield in_heading(l, l.dated(l.spec["date"]), l.dated((year, month, day + 1)))


@defect("annex-heading-sender-differs", "ANX004", "advice", repair=True, bodies=("assembly",), extra=lambda s: mailed(s) and annexed(s) and len(s["states"]) == 1)
def _(l):
    lang = l.spec["lang"]
    yield in_heading(l, l.state(0)[lang], l.states["Belmare"][lang])


@defect("annex-heading-addressee-differs", "ANX004", "advice", repair=True, extra=lambda s: mailed(s) and annexed(s) and s["to"] == [0])
def _(l):
    yield in_heading(l, l.addressees(), l.tongue["to"][2])


@defect("attachment-nested-wrongly", "ANX005", "advice", may="ANX001", extra=lambda s: annexed(s) and any(a.get("enclosure") for a in s["annexes"]))
def _(l):
    name = next(name for name in l.names() if name.endswith(".enclosure"))
    # An appendix to no enclosure.
    new = changed(l)
    new.sub(name, l.tongue["labels"][1], l.tongue["labels"][2])
    yield new


@defect("enclosure-without-annex", "ANX005", "advice", may="ANX001 ANX004", extra=lambda s: asks(s) and annexed(s) and len(s["annexes"]) == 1 and not headed(s))
def _(l):
    new = changed(l)
    new.put("annex0", l.tongue["labels"][1])
    yield new


@defect("original-not-in-brackets", "ANX006", "advice", repair=True, extra=lambda s: annexed(s) and any("original" in a for a in s["annexes"]))
def _(l):
    l.put("annex0.original", l.get("annex0.original").strip("[]"))
    yield l


@defect("annex-already-issued", "ANX007", "advice", may="SYM001", extra=annexed)
def _(l):
    for symbol in (("A/77/508", "S/2022/31") if l.spec["body"] == "un" else ("AS/6/208", "C/2024/31")):
        new = changed(l)
        new.add("annex0", "annex0.symbol", symbol)
        new.mark("annex0")
        yield new


@defect("annex-empty", "ANX008", "advice", may="ANX001", extra=annexed)
def _(l):
    last = len(l.spec["annexes"]) - 1
    for name in [name for name in l.names() if name.startswith(f"annex{last}.")]:
        l.cut(name)
    l.mark(f"annex{last}")
    yield l


GERMAN = "Die Schilfgürtel am östlichen Ufer wurden seit dem Tauwetter zweimal gezählt. Jede Zählung wurde von denselben zwei Booten aus vorgenommen, und die Fischer haben die Ergebnisse in ein Buch eingetragen, das im Rathaus liegt."


@defect("attachment-in-other-language", "LNG003", "advice", extra=lambda s: annexed(s) and s["lang"] != "zh")
def _(l):
    for name in [name for name in l.names() if name.startswith("annex0.p")]:
        l.put(name, GERMAN)
    l.put("annex0.title", "Mitteilung der Fischer vom Oberen Tarn")
    yield l


@defect("language-differs-from-original", "LNG002", "advice", extra=lambda s: headed(s) and s.get("original", s["lang"]) != s["lang"])
def _(l):
    # The line that says that this is a translation is gone.
    l.sub("block", "\n" + l.tongue["own"] + "\n", "\n", False)
    l.mark("block", l.get("block").split("\n")[-1])
    yield l


# Footnotes and pages.

@defect("asterisk-without-footnote", "FTN001", "advice", extra=lambda s: not s.get("sent"))
def _(l):
    l.put("title", l.get("title") + OPEN + "*" + SHUT, False)
    yield l


@defect("footnote-without-mark", "FTN002", "advice", extra=lambda s: not s.get("sent"))
def _(l):
    # At the foot of the first page.
    names = l.names()
    after = next((names[at - 1] for at, name in enumerate(names) if name in ("foot", "annex0")), names[-1])
    l.add(after, "note", SUBMISSION[l.spec["lang"]])
    yield l


@defect("footnotes-out-of-order", "FTN003", "advice", extra=lambda s: s.get("footnotes"))
def _(l):
    one, two = l.get("footnotes").split("\n")
    new = changed(l)
    new.put("footnotes", two + "\n" + one)
    yield new
    # The marks in the text, and not the notes.
    new = changed(l)
    for name, old, wrong in (("p3", "1", "2"), ("p4", "2", "1")):
        text = new.get(name)
        at = text.rindex(old)
        new.put(name, text[:at] + OPEN + wrong + SHUT + text[at + 1:], False)
    new.mark("footnotes")
    yield new


@defect("page-total-differs", "PAG001", "advice", extra=lambda s: headed(s) and annexed(s) and len(s["annexes"]) == 2)
def _(l):
    for wrong in ("3/5", "3/4"):
        new = changed(l)
        new.sub("marks1", "3/3", wrong)
        text = new.get("marks0")
        new.put("marks0", text.replace("2/3", OPEN + "2/3" + SHUT), False)
        yield new


# The style of the house's own texts.

@defect("text-too-long", "LEN001", "advice", extra=lambda s: house(s) and s["lang"] in ("en", "fr", "es", "ru", "ar"))
def _(l):
    text = l.get("p4")
    for at in range(600):
        l.add("p4" if at == 0 else f"q{at - 1}", f"q{at}", f"{at + 6}. " + l.sentences(at, 2), False)
    yield l


@defect("per-cent-sign", "STY001", "advice", repair=True, langs=("en",), extra=house)
def _(l):
    for wrong in ("3%", "3 %"):
        new = changed(l)
        new.sub("p2", "3 per cent", wrong)
        yield new


# A day is a plain figure in these languages; only French counts the first of a month.
ORDINAL_DAYS = {
    "en": ("The lamp was lit on {}.", ("12th March 2026", "the 3rd of April 2026", "April 21st, 2026")),
    "fr": ("La lampe a été allumée le {}.", ("12e mars 2026", "3ème avril 2026")),
    "es": ("La lámpara se encendió el {}.", ("1º de abril de 2026", "3.º de mayo de 2026")),
    "ru": ("Лампа была зажжена {}.", ("12-го марта 2026 года", "3-го апреля 2026 года")),
}


@defect("date-with-ordinal", "STY002 DAT008", "advice", langs=tuple(ORDINAL_DAYS), extra=house)
def _(l):
    sentence, days = ORDINAL_DAYS[l.spec["lang"]]
    for wrong in days:
        new = changed(l)
        new.put("p4", new.get("p4") + " " + sentence.replace("{}", OPEN + wrong + SHUT), False)
        yield new


@defect("number-without-separator", "STY003", "advice", repair=True, extra=house)
def _(l):
    right = {"en": "12,400", "es": "12.400"}.get(l.spec["lang"], "12 400")
    l.sub("p2", right, "12400")
    yield l


FIGURES_FIRST = {
    "en": ("14 boats were built in the yards of the valley.", "260 oars were lost in the flood."),
    "fr": ("14 barques ont été construites dans la vallée.", "260 rames ont été perdues pendant la crue."),
    "es": ("14 barcas se construyeron en el valle.", "260 remos se perdieron en la crecida."),
    "ru": ("14 лодок было построено в долине.", "260 весел было утрачено в паводок."),
}


@defect("number-at-start-of-sentence", "STY004", "advice", langs=tuple(FIGURES_FIRST), extra=house)
def _(l):
    for text in FIGURES_FIRST[l.spec["lang"]]:
        new = changed(l)
        number, rest = text.split(" ", 1)
        new.put("p3", new.get("p3") + " " + OPEN + number + SHUT + " " + rest, False)
        yield new


ABBREVIATED = {
    ("un", "en"): ("The readings were laid before the GA in the spring.", "The UNSC was told of the readings.", "The readings were sent to ECOSOC.",
                   "The SG was told of the readings.", "The UNGA has welcomed the readings."),
    ("assembly", "fr"): ("Le SG a été informé des relevés.",),
    ("assembly", "es"): ("El SG fue informado de las lecturas.",),
    ("assembly", "ru"): ("ГС был уведомлен о показаниях.",),
}


@defect("organ-abbreviated", "STY005", "advice", extra=lambda s: house(s) and (s["body"], s["lang"]) in ABBREVIATED)
def _(l):
    for text in ABBREVIATED[l.spec["body"], l.spec["lang"]]:
        new = changed(l)
        word = re.search(r"\b[A-ZА-Я]{2,}\b", text).group()
        new.put("p3", new.get("p3") + " " + text.replace(word, OPEN + word + SHUT), False)
        yield new


@defect("paragraphs-misnumbered", "STY006", "advice", extra=house)
def _(l):
    for old, wrong in (("4. ", "5. "), ("4. ", "3. ")):
        new = changed(l)
        new.sub("p3", old, wrong)
        new.mark("p4")
        yield new


HEADING = {"en": "Readings of the gauges", "fr": "Relevés des échelles", "es": "Lecturas de los limnímetros", "ru": "Показания реек", "ar": "قراءات المقاييس", "zh": "水标尺读数"}


@defect("heading-alone", "STY007", "advice", extra=house)
def _(l):
    label = {"ru": "А.", "ar": "ألف -", "zh": "A."}.get(l.spec["lang"], "A.")
    l.add("p1", "heading", f"{label} {HEADING[l.spec['lang']]}")
    yield l


@defect("double-space", "STY008", "advice", repair=True, extra=lambda s: house(s) and s["lang"] != "zh")
def _(l):
    for name in ("p1", "p3"):
        new = changed(l)
        text = new.get(name)
        at = text.index(" ", len(text) // 2)
        new.put(name, text[:at] + OPEN + "  " + SHUT + text[at + 1:], False)
        yield new
