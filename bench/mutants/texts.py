"""Mutants that are whole texts: empty ones, such as hold no letter, and letters in languages that are not offered."""
import random

# A letter about a gauge, in languages in which no document of either body is issued.
ABROAD = {
    "de": "Schreiben des Ständigen Vertreters von {s} bei der Organisation vom 12. März 2026 an den Generalsekretär\n\nIch habe die Ehre, Ihnen mitzuteilen, dass der Pegel des Sees nun jeden Morgen abgelesen wird und dass die Ablesungen in einem Buch stehen, das im Rathaus liegt.\n\nIch wäre Ihnen dankbar, wenn Sie dieses Schreiben als Dokument der Versammlung unter Tagesordnungspunkt 8 verteilen ließen.\n\n(gezeichnet) Ilse Varga\nBotschafterin\nStändige Vertreterin\n",
    "pt": "Carta datada de 12 de março de 2026 do Representante Permanente de {s} junto à Organização dirigida ao Secretário-Geral\n\nTenho a honra de informar que o nível do lago é agora lido todas as manhãs e que as leituras ficam num livro guardado na câmara municipal, onde todos o podem consultar.\n\nAgradeceria que mandasse distribuir a presente carta como documento da Assembleia, no âmbito do ponto 8 da ordem do dia.\n\n(Assinado) Ilse Varga\nEmbaixadora\nRepresentante Permanente\n",
    "it": "Lettera in data 12 marzo 2026 del Rappresentante permanente di {s} presso l’Organizzazione indirizzata al Segretario generale\n\nHo l’onore di comunicarLe che il livello del lago viene ora letto ogni mattina e che le letture sono annotate in un libro conservato nel municipio, dove tutti possono leggerlo.\n\nLe sarei grata se volesse far distribuire la presente lettera come documento dell’Assemblea, al punto 8 dell’ordine del giorno.\n\n(Firmato) Ilse Varga\nAmbasciatrice\nRappresentante permanente\n",
    "nl": "Brief van 12 maart 2026 van de Permanente Vertegenwoordiger van {s} bij de Organisatie aan de Secretaris-Generaal\n\nIk heb de eer u mede te delen dat de stand van het meer nu elke ochtend wordt afgelezen en dat de standen in een boek staan dat in het gemeentehuis ligt.\n\nIk zou u dankbaar zijn indien u deze brief als document van de Vergadering onder agendapunt 8 zou willen laten verspreiden.\n\n(Getekend) Ilse Varga\nAmbassadeur\nPermanente Vertegenwoordiger\n",
    "pl": "Pismo Stałego Przedstawiciela {s} przy Organizacji z dnia 12 marca 2026 r. skierowane do Sekretarza Generalnego\n\nMam zaszczyt poinformować, że poziom jeziora odczytuje się teraz każdego ranka, a odczyty zapisuje się w księdze przechowywanej w ratuszu, gdzie każdy może ją przeczytać.\n\nByłabym wdzięczna za rozpowszechnienie niniejszego pisma jako dokumentu Zgromadzenia w ramach punktu 8 porządku dziennego.\n\n(podpisano) Ilse Varga\nAmbasador\nStały Przedstawiciel\n",
    "sv": "Brev daterat den 12 mars 2026 från {s} ständiga representant vid organisationen till generalsekreteraren\n\nJag har äran att meddela att sjöns nivå nu avläses varje morgon och att avläsningarna står i en bok som ligger i rådhuset, där alla får läsa den.\n\nJag vore tacksam om ni ville låta dela ut detta brev som handling från församlingen under punkt 8 på dagordningen.\n\n(Undertecknat) Ilse Varga\nAmbassadör\nStändig representant\n",
    "el": "Επιστολή με ημερομηνία 12 Μαρτίου 2026 του Μόνιμου Αντιπροσώπου της {s} στον Οργανισμό προς τον Γενικό Γραμματέα\n\nΈχω την τιμή να σας γνωρίσω ότι η στάθμη της λίμνης μετριέται τώρα κάθε πρωί και ότι οι μετρήσεις γράφονται σε βιβλίο που φυλάσσεται στο δημαρχείο.\n\nΘα σας ήμουν ευγνώμων αν η παρούσα επιστολή διανεμόταν ως έγγραφο της Συνέλευσης.\n\n(υπογραφή) Ίλσε Βάργκα\nΠρέσβειρα\nΜόνιμη Αντιπρόσωπος\n",
}
EVERYTHING = ["ADR001", "ADR003", "DAT003", "KND001", "REQ001", "REQ004", "REQ006", "SIG001", "SIG003", "SIG005", "SIG007", "SND001", "SND002", "SND003", "TIT001", "TIT003", "TXT001", "TXT002", "LNG001"]


def row(kind, codes, text, lang="en", body="assembly"):
    return dict(base="none", lang=lang, body=body, kind=kind, codes=codes, may=EVERYTHING, gravity="grave", spans=[], repair=None, text=text)


def mutants():
    out = []
    for code, text in ABROAD.items():
        out.append(row("language-not-offered", ["LNG001"], text.replace("{s}", "Merovia"), code))
    for text in ("", "\n", " \n\t\n", "\ufeff", "\n\n\n\n\n\n", "\u00a0\n\u3000\n", "\f\f\n"):
        out.append(row("text-empty", ["TXT002", "TXT001"], text, body="un" if len(text) == 1 else "assembly"))
    dice = random.Random(7)
    noise = bytes(dice.randrange(1, 32) for _ in range(400))
    out += [
        row("text-unreadable", ["TXT001", "TXT002", "KND001"], text)
        for text in (
            noise, bytes(dice.randrange(128, 256) for _ in range(600)), b"\x00" * 300, bytes(dice.randrange(256) for _ in range(2000)),
            ("\ufffd" * 300).encode(), ("".join(chr(dice.randrange(0xE100, 0xF000)) for _ in range(200))).encode(),
            b"". join(b"%c " % dice.randrange(33, 48) for _ in range(300)),
        )
    ]
    papers = [
        "Statement by the Fishers’ Union of the Upper Tarn\n\nWe have planted reeds on forty kilometres of shore in three summers.\n\nThe perch have come back.\n",
        "Programme of the school ship Kestrel\n\nThe Kestrel calls at nine ports between September and May.\n\nTwenty pupils of each shore sail for two weeks.\n",
        "Minutes of the wardens\n\n1. The wardens met at the gauge on 3 April 2026.\n\n2. They agreed to meet again in the autumn.\n",
        "Déclaration du Syndicat des pêcheurs du Haut-Tarn\n\nNous avons planté des roseaux sur quarante kilomètres de rive en trois étés.\n\nLes perches sont revenues.\n",
        "Заявление Союза рыбаков Верхнего Тарна\n\nМы за три лета засадили тростником сорок километров берега.\n\nОкунь вернулся в заливы.\n",
        "Programa del buque escuela Cernícalo\n\nEl buque hace escala en nueve puertos entre septiembre y mayo.\n\nVeinte alumnos navegan dos semanas.\n",
        "Dear diary,\n\nToday the swans were ringed, and I was bitten twice. The wardens laughed, and so did the swans.\n",
    ]
    out += [row("no-letter-at-all", ["KND001", "TXT001"], text) for text in papers]
    return out


# A body that offers only some of the languages.
FEWER = "assembly-en-fr-es"


def not_offered(clean):
    """Sound letters in languages that such a body does not offer."""
    out = []
    for letter in clean:
        if letter.spec["body"] == "assembly" and letter.spec["lang"] in ("ru", "ar", "zh") and letter.spec["kind"] in ("letter", "note", "identical"):
            text, _ = letter.render()
            out.append(dict(row("language-offered-elsewhere", ["LNG001"], text, letter.spec["lang"], FEWER), base=letter.spec["id"], may=[]))
    return out


def borne(clean):
    """Sound issued letters that are to be circulated as if they were new, with the numbers they already bear."""
    out = []
    for letter in clean:
        if letter.spec["body"] == "assembly" and letter.spec["id"].endswith("letter-issued"):
            made = type(letter)(letter.spec)
            for name in ("symbols", "foot"):
                made.mark(name)
            text, spans = made.render()
            out.append(dict(row("number-already-borne", ["SYM001"], text, letter.spec["lang"]), base=letter.spec["id"], may=[], spans=spans,
                            way="circulate"))
    return out


def first(clean, body):
    """A sound letter that asks for two organs: with it on the record, others of its session and year can be missed there."""
    return next(letter for letter in clean if letter.spec["body"] == body and letter.spec["organs"] == [0, 1] and not letter.spec.get("head")).render()[0]


def followers(clean):
    """Sound issued letters that are to be circulated as what follows a document that was never issued."""
    out = []
    for letter in clean:
        if letter.spec["body"] == "assembly" and letter.spec["id"].endswith("letter-issued"):
            for symbols in (["AS/7/931/Suppl.1", "C/2026/931/Suppl.1"], ["AS/7/932/Corr.1", "C/2026/932/Corr.1"]):
                made = type(letter)(dict(letter.spec, symbols=symbols))
                made.mark("symbols")
                text, spans = made.render()
                out.append(dict(row("modifier-without-parent", ["SYM005"], text, letter.spec["lang"]), base=letter.spec["id"],
                                may=["SYM001", "SYM003"], spans=spans, way="circulate"))
    return out


# Which language version stands beside which.
BESIDE = {"en": "fr", "fr": "es", "es": "ru", "ru": "ar", "ar": "zh", "zh": "en"}


def versions(clean):
    """Issued letters beside a sound version in another language that cites, or bears, another document."""
    out = []
    for letter in clean:
        spec = letter.spec
        if spec["body"] != "assembly" or not spec["id"].endswith("letter-issued"):
            continue
        other, _ = type(letter)(dict(spec, lang=BESIDE[spec["lang"]], original=spec["lang"])).render()
        borne = letter.symbols()
        for change in ("cited", "borne"):
            if change == "cited":
                made = type(letter)(spec)
                made.sub("p2", "AS/6/87", "AS/6/78")
            else:
                made = type(letter)(dict(spec, symbols=[borne[0], borne[1] + "1"]))
                made.mark("symbols", borne[1] + "1")
            text, spans = made.render()
            out.append(dict(row("symbols-differ-between-versions", ["PAR003"], text, spec["lang"]), base=spec["id"], may=[], spans=spans,
                            way="beside", other=other))
    return out
