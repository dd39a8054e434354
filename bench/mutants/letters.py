"""Clean invented letters, made of named blocks so that a defect can be put into one of them and its place is known."""
import copy, json, os, re, textwrap

HERE = os.path.dirname(os.path.abspath(__file__))
LANGUAGES = ["en", "fr", "es", "ru", "ar", "zh"]
# They stand before and after a fault while a letter is made, and no printed page has them.
OPEN, SHUT = "\ue000", "\ue001"


class Skip(Exception):
    """The defect cannot be put into this letter."""


def load():
    with open(os.path.join(HERE, "assembly.json"), encoding="utf-8") as file:
        assembly = json.load(file)
    with open(os.path.join(HERE, "un.json"), encoding="utf-8") as file:
        un = json.load(file)
    bodies = {"assembly": (assembly["tongues"], {state["name"]: state for state in assembly["states"]})}
    tongues = {}
    for code, tongue in assembly["tongues"].items():
        text = json.dumps(tongue, ensure_ascii=False)
        for old, new in un["replace"][code]:
            text = text.replace(old, new)
        tongue = json.loads(text)
        words = un["words"][code]
        tongue.update(body=words["body"], organs=words["organs"], of_organs=words["of_organs"])
        tongue.update(sessions=[words["session"]] * 2, year=words["year"])
        tongues[code] = tongue
    bodies["un"] = (tongues, {state["name"]: state for state in un["states"]})
    return bodies, un["item_titles"]


BODIES, UN_ITEM_TITLES = load()
ITEM_PLACES = {"8": 0, "12": 1, "17": 2, "22": 3, "31": 4, "31a": 5, "31b": 6}
# What a letter says of its two shores; the names are put in as the language inflects them.
SHARED = {
    "en": "The Governments of {en} and {en2} share the shores.",
    "fr": "Les Gouvernements {fr} et {fr2} se partagent les rives.",
    "es": "Los Gobiernos {es} y {es2} comparten las riberas.",
    "ru": "Правительства {ru} и {ru2} берегут общие берега.",
    "ar": "وتتقاسم حكومتا {ar} و{ar2} الشواطئ.",
    "zh": "{zh}和{zh2}两国政府共有湖岸。",
}
NOTES = {
    "en": ("Note by the Secretary-General", "Report of the Secretary-General", "The Secretary-General has the honour to transmit the readings of the gauges for the year."),
    "fr": ("Note du Secrétaire général", "Rapport du Secrétaire général", "Le Secrétaire général a l’honneur de communiquer les relevés des échelles de l’année."),
    "es": ("Nota del Secretario General", "Informe del Secretario General", "El Secretario General tiene el honor de transmitir las lecturas de los limnímetros del año."),
    "ru": ("Записка Генерального секретаря", "Доклад Генерального секретаря", "Генеральный секретарь имеет честь препроводить показания реек за год."),
    "ar": ("مذكرة من الأمين العام", "تقرير الأمين العام", "يتشرف الأمين العام بأن يحيل قراءات مقاييس المياه للسنة."),
    "zh": ("秘书长的说明", "秘书长的报告", "秘书长谨转递本年度的水标尺读数。"),
}
# A text of the secretariat has figures in it, written as its language writes them.
FIGURES = {
    "en": "The catch amounted to 12,400 baskets, or 3 per cent more than before.",
    "fr": "Les prises ont atteint 12 400 paniers, soit 3 % de plus que l’année précédente.",
    "es": "La captura ascendió a 12.400 cestas, es decir, un 3% más que antes.",
    "ru": "Улов составил 12 400 корзин, то есть на 3 процента больше, чем прежде.",
    "ar": "وبلغ الصيد 12 400 سلة، أي بزيادة 3 في المائة.",
    "zh": "渔获量为12 400筐，比以前多3%。",
}
SUBMISSION = {
    "en": "* The present document was issued late because of the ice.",
    "fr": "* Le présent document a été publié tardivement à cause des glaces.",
    "es": "* El presente documento se publicó con retraso a causa del hielo.",
    "ru": "* Настоящий документ издан с опозданием из-за льда.",
    "ar": "* صدرت هذه الوثيقة متأخرة بسبب الجليد.",
    "zh": "* 本文件因冰冻迟发。",
}


def between(parts, words):
    """A list in words."""
    return parts[0] if len(parts) == 1 else words[1].join(parts[:-1]) + words[0] + parts[-1]


class Letter:
    """A letter as it is described, and the blocks that come of it."""

    def __init__(self, spec):
        self.spec = spec
        self.tongues, self.states = BODIES[spec["body"]]
        self.tongue = self.tongues[spec["lang"]]
        self.blocks = []
        self.make()

    # What a defect does.

    def names(self):
        return [name for name, _ in self.blocks]

    def at(self, name):
        for at, (own, _) in enumerate(self.blocks):
            if own == name:
                return at
        raise Skip(name)

    def get(self, name):
        return self.blocks[self.at(name)][1]

    def put(self, name, text, mark=True):
        self.blocks[self.at(name)] = (name, OPEN + text + SHUT if mark else text)

    def sub(self, name, old, new, mark=True, count=1):
        """Puts other words for words of a block, and marks them as the fault; nothing put in marks the words before it."""
        text = self.get(name)
        if old not in text or old == new:
            raise Skip(old)
        if mark and new == "":
            at = text.index(old)
            self.put(name, OPEN + text[:at] + SHUT + text[at + len(old):], False)
        else:
            self.put(name, text.replace(old, OPEN + new + SHUT if mark else new, count), False)

    def sub_all(self, old, new, mark=()):
        """Puts other words everywhere; only the blocks named are marked, so that one mistake is counted once."""
        if not any(old in text for _, text in self.blocks):
            raise Skip(old)
        for name in self.names():
            if old in self.get(name):
                self.sub(name, old, new, name in mark, -1)

    def cut(self, *names):
        for name in names:
            del self.blocks[self.at(name)]

    def add(self, after, name, text, mark=True):
        self.blocks.insert(self.at(after) + 1, (name, OPEN + text + SHUT if mark else text))

    def mark(self, name, words=None):
        text = self.get(name)
        words = text if words is None else words
        if words not in text:
            raise Skip(words)
        self.put(name, text.replace(words, OPEN + words + SHUT, 1), False)

    def has(self, name):
        return name in self.names()

    # What is printed.

    def render(self):
        """The text, and the places of the fault in it, in characters."""
        pieces = []
        for name, text in self.blocks:
            if self.spec.get("wrap") and name.split(".")[-1] in WRAPPED:
                width = 60 if name in ("title", "annex0", "annex1") else 78
                text = "\n".join(textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False))
                if name.split(".")[-1].startswith(("opening", "p", "request")):
                    text = "     " + text
            pieces.append(text)
        raw = "\n\n".join(pieces) + "\n"
        out, spans, start = [], [], None
        size = 0
        for char in raw:
            if char == OPEN:
                start = size
            elif char == SHUT:
                if start is not None:
                    spans.append([start, size])
                start = None
            else:
                out.append(char)
                size += 1
        return "".join(out), spans

    # How it is made.

    def state(self, at):
        return self.states[self.spec["states"][at]]

    def with_state(self, phrase, at=0):
        if not self.spec.get("states"):
            return phrase
        state = self.state(at)
        for code in LANGUAGES:
            phrase = phrase.replace("{%s}" % code, state[code]).replace("{%s}" % code.upper(), state[code].upper())
        return phrase

    def dated(self, date):
        return dated(self.tongue, date)

    def item_words(self, items):
        tongue = self.tongue
        parts = []
        for item in items:
            number, sub = re.match(r"(\d+)(\w?)", item).groups()
            if sub and tongue["code"] == "ar":
                sub = "أبجدهو"[ord(sub) - 97] if sub < "g" else sub
            parts.append(tongue["sub"].replace("{n}", number).replace("{s}", sub) if sub else number)
        return between(parts, tongue["and"]) if parts else ""

    def under(self, items):
        if not items:
            return ""
        return self.tongue["under"][min(len(items), 3) - 1].replace("{i}", self.item_words(items))

    def sender(self):
        spec, tongue = self.spec, self.tongue
        woman = int(spec.get("woman", False))
        if "sender" in spec:
            return self.with_state(spec["sender"])
        kind = spec["from"]
        if kind.startswith("official"):
            return tongue["officials"][int(kind[-1])]
        if kind == "joint":
            order = spec["states"]
            names = []
            for at, name in enumerate(order):
                key = "es_bare" if tongue["code"] == "es" and at > 0 else tongue["code"]
                names.append(self.states[name][key])
            words = tongue["and"]
            if tongue["code"] == "es" and names[-1].startswith("I"):
                words = [" e ", ", "]
            if tongue["code"] == "ar":
                words = [" و", " و"]
            return tongue["joint"].replace("{list}", between(names, words))
        slot = {"rep": 0, "charge": 2, "observer": 4}.get(kind)
        return self.with_state(tongue["senders"][6 if slot is None else slot + woman])

    def addressees(self):
        to = [self.tongue["to"][at] if isinstance(at, int) else at for at in self.spec["to"]]
        return between(to, self.tongue["and_to"])

    def shape(self):
        return {"identical": 1, "note": 2}.get(self.spec["kind"], 0)

    def filled(self, shape, label="", date=None):
        date = self.dated(date or self.spec["date"])
        return (shape.replace("{label}", label).replace("{date}", date).replace("{from}", self.sender())
                .replace("{to}", self.addressees()))

    def title(self):
        if self.spec["kind"] in ("secretariat", "report"):
            return NOTES[self.spec["lang"]][self.spec["kind"] == "report"]
        return self.filled(self.tongue["titles"][self.shape()])

    def request(self):
        spec, tongue = self.spec, self.tongue
        woman, annexes = spec.get("woman", False), len(spec.get("annexes", []))
        if spec.get("asked") == "attention":
            present = tongue["present"][min(annexes, 2)].split("|")[0]
            return tongue["attention"][int(woman)].replace("{present}", present).replace("{members}", tongue["members"])
        note = spec["kind"] == "note"
        shape = 4 if note else 3 if spec["from"] == "joint" else 1 if woman else 2 * spec.get("shape", 0)
        parts, with_items = [], False
        items = spec.get("asked_items", spec.get("items", []))
        for at, organ in enumerate(spec.get("asked_organs", spec["organs"])):
            words = tongue["of_organs"][organ] if isinstance(organ, int) else organ
            if organ == 0 and spec.get("of_session"):
                words = spec["of_session"]
            own = items if organ == 0 else spec.get("other_items", [])
            with_items |= bool(own)
            parts.append(words + self.under(own))
        if spec.get("asked_organs", spec["organs"])[0] != 0:
            if tongue["code"] == "en":
                parts[0] = parts[0].removeprefix("of ")
            elif tongue["code"] == "ar":
                parts[0] = "وثيقة " + parts[0]
        if tongue["code"] == "zh":
            clause = between(parts, tongue["and_organs"]) + "的"
        elif tongue["code"] == "ar":
            clause = between(parts, ["، و", "، و"])
        elif tongue["code"] != "ru" and with_items and len(parts) > 1:
            clause = parts[0] + "," + tongue["and_organs"][0] + between(parts[1:], tongue["and_organs"])
        else:
            clause = between(parts, tongue["and_organs"])
        present = tongue["present"][(3 if note else 0) + min(spec.get("present", annexes), 2)].split("|") + [""]
        phrase = tongue["requests"][shape].replace("{present}", present[0]).replace("{present2}", present[1])
        return self.with_state(phrase.replace("{as}", tongue["as_document"][0] + clause))

    def symbols(self):
        spec = self.spec
        if "symbols" in spec:
            return spec["symbols"]
        n = spec["n"]
        if spec["body"] == "un":
            kinds = {0: f"A/78/{600 + n}", 1: f"S/2024/{200 + n}", 2: f"E/2024/{100 + n}"}
        else:
            kinds = {0: f"AS/{spec.get('session', 7)}/{100 + n}", 1: f"C/2026/{10 + n}", 2: f"W-{141 + n:04}"}
        return [kinds[organ] for organ in spec["organs"]]

    def job(self):
        return self.spec.get("job", f"{self.spec['date'][0] % 100}-{300 + 7 * self.spec['n']:05}")

    def item_title(self, item):
        if self.spec["body"] == "un":
            return UN_ITEM_TITLES.get(item) if self.spec["lang"] == "en" else None
        return self.tongue["item_titles"][ITEM_PLACES[item]]

    def signature(self, name, lines):
        return "\n".join([self.tongue["signed"][0] + name + self.tongue["signed"][1]] + lines)

    def person(self, woman, nth=0):
        people = [name for name, of in self.tongue["people"] if of == woman]
        return people[(self.spec["n"] + nth) % len(people)]

    def sentences(self, start, count):
        stock = self.tongue["stock"]
        return self.tongue["sentence_gap"].join(stock[(start + at) % len(stock)] for at in range(count))

    def make(self):
        spec, tongue, lang = self.spec, self.tongue, self.spec["lang"]
        add = lambda name, text: self.blocks.append((name, text))
        annexes = spec.get("annexes", [])
        symbols, job = (self.symbols(), self.job()) if spec.get("head") else ([], "")
        year, month, day = spec["date"]
        if spec.get("head"):
            masthead = spec.get("masthead_date", (year, month, day + 2))
            add("symbols", "\n".join(symbols) if spec["n"] % 2 else "–".join(symbols))
            add("body", tongue["body"])
            add("organs", "\n".join(tongue["organs"][organ] for organ in spec["organs"]))
            place = LANGUAGES.index(lang)
            original = LANGUAGES.index(spec.get("original", lang))
            category = spec.get("category", 0)
            block = [tongue["distribution"][category], self.dated(masthead)]
            if original != place:
                block.append(tongue["own"])
            block.append(tongue["original"].replace("{l}", tongue["languages"][original]))
            add("block", "\n".join(block))
            for organ in spec["organs"]:
                lines = [tongue["organs"][organ]]
                if organ == 0:
                    lines.append(tongue["sessions"][spec.get("session", 7) - 7])
                    items = spec.get("items", [])
                    if items:
                        lines.append(tongue["items"][min(len(items), 3) - 1].replace("{i}", self.item_words(items)))
                        lines += [title for title in map(self.item_title, items) if title]
                elif organ == 1:
                    lines.append(tongue["year"].replace("{y}", str(year)))
                add(f"head{organ}", "\n".join(lines))
        if spec.get("sent"):
            head, street, salutation, *_ = tongue["sent"]
            add("letterhead", self.with_state(head) + "\n" + street)
        if not spec.get("sent") or spec["sent"] == "titled":
            add("title", self.title())
        if spec.get("sent"):
            add("dateline", self.dated(spec["date"]))
            add("salutation", salutation)
        start = spec["n"] * 3
        if spec["kind"] in ("secretariat", "report"):
            add("opening", "1. " + NOTES[lang][2])
            for at in range(1, 5):
                figures = tongue["sentence_gap"] + FIGURES[lang] if at == 2 else ""
                add(f"p{at}", f"{at + 1}. " + self.sentences(start + 2 * at, 2) + figures)
        else:
            joint = spec["from"] == "joint"
            paper = tongue["papers"][spec["n"] % 7]
            if spec["kind"] == "note":
                mission = self.with_state(tongue["senders"][6])
                to = "Генеральному секретарю" if lang == "ru" else self.addressees()
                upper = mission.replace("Постоянного представительства", "Постоянное представительство")
                upper = upper[:1].upper() + upper[1:]
                shape = tongue["compliments_transmit" if annexes else "compliments"]
                opening = (shape.replace("{Mission}", upper).replace("{mission}", mission).replace("{to}", to)
                           .replace("{what}", paper[2]))
            elif annexes:
                opening = tongue["transmit"][2 * joint + (len(annexes) > 1)].replace("{what}", paper[2])
            else:
                opening = tongue["opening_joint" if joint else "opening"]
            add("opening", opening)
            text = self.sentences(start, 2)
            if spec.get("shares"):
                text += tongue["sentence_gap"] + self.shared()
            add("p1", text)
            if spec.get("cites"):
                cited = "A/77/412" if spec["body"] == "un" else "AS/6/87"
                add("p2", self.sentences(start + 2, 1) + tongue["sentence_gap"]
                    + tongue["citing"][0].replace("{a}", cited))
            if spec.get("footnotes"):
                one, two = ("A/77/413", "A/77/415") if spec["body"] == "un" else ("AS/6/113", "C/2025/15")
                notes = ["1 " + tongue["footnote"].replace("{a}", one), "2 " + tongue["footnote"].replace("{a}", two)]
                stop = "。" if lang == "zh" else "."
                marks = [f"{stop}1", f"{stop}2"] if lang not in ("fr", "es") else [f"1{stop}", f"2{stop}"]
                add("p3", self.sentences(start + 4, 1)[:-1] + marks[0])
                add("p4", self.sentences(start + 5, 1)[:-1] + marks[1])
            if spec.get("asked") != "nothing":
                add("request", self.request())
        if spec.get("sent"):
            add("close", tongue["sent"][3])
        kind = spec.get("from", "")
        woman = bool(spec.get("woman"))
        if spec["kind"] == "note" or spec["kind"] in ("secretariat", "report"):
            pass
        elif kind == "joint":
            for at in range(len(spec["states"])):
                add(f"sig{at}", self.signature(self.person(False, at), [self.with_state(tongue["joint_rank"], at)]))
        elif kind.startswith("official"):
            at = int(kind[-1])
            # Only here is the sex told by the words of the office.
            woman = at == 1 and lang in ("fr", "es", "ar")
            add("sig0", self.signature(self.person(woman), [tongue["president_ranks"][at]]))
        else:
            slot = {"rep": 0, "charge": 2, "observer": 4}[kind]
            lines = [tongue["ambassador"][woman]] if kind == "rep" else []
            lines.append(tongue["ranks"][slot + woman])
            add("sig0", self.signature(self.person(woman), lines))
        if spec.get("sent"):
            add("addressee", tongue["sent"][4])
        if spec.get("footnotes"):
            add("footnotes", "\n".join(notes))
        total = 1 + len(annexes)
        if spec.get("head"):
            code = "{:02}{:02}{:02}".format
            foot = f"{job} ({tongue['letter']}) {code(masthead[2], masthead[1], masthead[0] % 100)}"
            foot += " " + code(masthead[2] + 1, masthead[1], masthead[0] % 100)
            add("foot", foot)
            add("barcode", f"*{job.replace('-', '')}*")
        for at, annex in enumerate(annexes):
            if spec.get("head"):
                add(f"run{at}", "\n".join(symbols))
            self.annex(at, annex, len(annexes))
            if spec.get("head"):
                marks = [f"{at + 2}/{total}", job]
                add(f"marks{at}", "\n".join(marks if at % 2 else marks[::-1]))

    def label(self, at, count):
        tongue = self.tongue
        if count > 1:
            return tongue["numbered"].replace("{label}", tongue["labels"][0]).replace("{n}", tongue["numbers"][at])
        return "مرفق" if tongue["code"] == "ar" else tongue["labels"][0]

    def heading(self, at, count, date=None):
        shapes = self.tongue["headings"]
        if count > 1 and self.tongue["numbered_headings"][self.shape()]:
            shapes = self.tongue["numbered_headings"]
        return self.filled(shapes[self.shape()], self.label(at, count), date)

    def annex(self, at, annex, count):
        spec, tongue = self.spec, self.tongue
        add = lambda name, text: self.blocks.append((name, text))
        name = f"annex{at}"
        add(name, self.heading(at, count))
        if "original" in annex:
            add(f"{name}.original", tongue["annex_original"][LANGUAGES.index(annex["original"])])
        add(f"{name}.title", tongue["papers"][(spec["n"] + at) % 7][0])
        if annex.get("dated"):
            year, month, day = spec["date"]
            add(f"{name}.date", self.dated((year, month, day - 2)))
        for nth in range(2):
            add(f"{name}.p{nth}", self.sentences(spec["n"] + 7 + 2 * nth, 2))
        for depth, key in ((1, "enclosure"), (2, "appendix")):
            if annex.get(key):
                add(f"{name}.{key}", tongue["labels"][depth])
                add(f"{name}.{key}.title", tongue["papers"][(spec["n"] + depth + 2) % 7][0])
                add(f"{name}.{key}.p0", self.sentences(spec["n"] + 11 + depth, 2))

    def shared(self):
        one, two = (self.states[name] for name in PARTIES[self.spec["body"]])
        phrase = SHARED[self.spec["lang"]]
        for code in LANGUAGES:
            phrase = phrase.replace("{%s2}" % code, two[code]).replace("{%s}" % code, one[code])
        return phrase


WRAPPED = {"title", "opening", "p0", "p1", "p2", "p3", "p4", "request", "annex0", "annex1"}
# The two whose names are swapped.
PARTIES = {"assembly": ("Merovia", "Norvale"), "un": ("Iceland", "Jamaica")}


def dated(tongue, date):
    """A date as the language writes it."""
    year, month, day = date
    day = "1er" if tongue["code"] == "fr" and day == 1 else str(day)
    return tongue["date"].replace("{d}", day).replace("{m}", tongue["months"][month - 1]).replace("{y}", str(year))


def specs():
    """All clean letters."""
    out = []

    def letter(lang, what, body="assembly", **more):
        spec = {"lang": lang, "body": body, "kind": "letter", "from": "rep", "to": [0], "organs": [0], "n": len(out)}
        month = 3 + len(out) % 8
        spec["date"] = (2026, month, 10 + len(out) % 12) if body == "assembly" else (2024, 2 + len(out) % 6, 10 + len(out) % 12)
        spec.update(more)
        spec["id"] = f"{body}-{lang}-{what}"
        out.append(spec)

    one = lambda **more: [dict(more)]
    for place, lang in enumerate(LANGUAGES):
        state = ["Merovia", "Norvale", "Merovia", "Norvale", "Merovia", "Norvale"][place]
        other = ["Aldria", "Fenholt", "Galvenia", "Corvana", "Tarnland", "Pellucia"][place]
        wrap = lang in ("en", "ru")
        letter(lang, "letter-two-organs", states=[state], organs=[0, 1], items=["12", "31b"], annexes=one(dated=True),
               woman=True, wrap=wrap, shares=True)
        letter(lang, "letter-issued", states=[state], organs=[0, 1], items=["8", "17"], annexes=one(dated=True, original=LANGUAGES[(place + 2) % 6]),
               head=True, cites=True, footnotes=place % 2 == 0, shares=True)
        letter(lang, "letter-two-annexes", states=[other], organs=[0], items=["8", "12", "22"], head=True,
               annexes=[{"dated": True}, {"enclosure": True}], cites=True)
        letter(lang, "note-verbale", states=[other], kind="note", **{"from": "mission"}, items=["31a"], annexes=one(), shares=True)
        letter(lang, "joint-issued", states=["Belmare", state] if place % 2 else ["Corvana", state], **{"from": "joint"}, organs=[0, 1],
               items=["22"], head=True, annexes=one(dated=True))
        letter(lang, "identical-issued", states=[state], kind="identical", to=[0, 2], organs=[0, 1], items=["17", "31a"],
               head=True, original=LANGUAGES[(place + 3) % 6], cites=True)
        letter(lang, "secretariat-note", kind="secretariat", states=[], to=[], items=["8"], head=True)
        letter(lang, "charge-council", states=[other], **{"from": "charge"}, to=[2], organs=[1], footnotes=place % 2 == 1, wrap=wrap)
        letter(lang, "as-sent-titled", states=[state], items=["17"], sent="titled")
        letter(lang, "un-letter", body="un", states=["Iceland"], organs=[0, 1], items=["24", "107"], annexes=one(dated=True),
               head=place % 2 == 0, shares=True, cites=True)
    letter("en", "identical", states=["Galvenia"], kind="identical", to=[0, 2], organs=[0, 1], items=["8"], wrap=True)
    letter("en", "charge", states=["the Quillan Islands"], **{"from": "charge"}, to=[1], items=["17"], wrap=True)
    letter("en", "observer", states=["the Guild of Ferrymen"], **{"from": "observer"}, items=["17"], head=True)
    letter("en", "joint-three", states=["Aldria", "Merovia", "Tarnland"], **{"from": "joint"}, items=["8"], annexes=[{}, {}])
    letter("en", "official", states=[], **{"from": "official0"}, to=[2], organs=[1], head=True, asked="nothing")
    letter("fr", "official", states=[], **{"from": "official2"}, to=[0], organs=[1], head=True, asked="nothing")
    letter("en", "commission", states=["Oststrand"], to=[3], organs=[0, 2], items=["8"], head=True, annexes=one(enclosure=True, appendix=True))
    letter("en", "as-sent", states=["Merovia"], items=["12"], sent="bare", may=["TIT001"])
    letter("fr", "as-sent", states=["Norvale"], items=["12"], sent="bare", may=["TIT001"])
    letter("ru", "as-sent", states=["Belmare"], items=["17"], sent="bare", may=["TIT001"])
    letter("en", "note-issued", states=["Dunmere"], kind="note", **{"from": "mission"}, items=["22"], head=True, annexes=one(dated=True))
    letter("en", "report", kind="report", states=[], to=[], items=["8"], head=True)
    letter("en", "un-identical", body="un", states=["Uruguay"], kind="identical", to=[0, 2], organs=[0, 1], items=["120"], head=True)
    letter("en", "un-note", body="un", states=["Jamaica"], kind="note", **{"from": "mission"}, organs=[1], annexes=one())
    letter("en", "un-joint", body="un", states=["Botswana", "Iceland"], **{"from": "joint"}, items=["107"])
    letter("en", "un-secretariat", body="un", kind="secretariat", states=[], to=[], items=["24"], head=True)
    return out


def clean():
    """All clean letters, made."""
    return [Letter(copy.deepcopy(spec)) for spec in specs()]
