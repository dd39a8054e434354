//! The parts of a communication: what stands before the title, the letter, its signatures, its attachments.

use std::sync::{LazyLock, OnceLock};

use regex::Regex;

use chancery_model::{
    body::OfficeKind,
    communication::{Annex, Block, BlockKind, Communication, DocumentType, Kind, Picture, Receiving, Sender},
    document::part_names,
    text::Span,
};

use crate::{
    citations, clean, doubt,
    flow::{Flow, FlowLine, squeeze, width},
    formats::{Extracted, Pictured},
    kinds, masthead,
    mend::{Vocabulary, mended, rejoined},
    request,
    roled::Roled,
    senders, signature,
    title::{self, Title},
    tongues,
    words::{Beginnings, Chosen, Lexicon, Words, alphanumeric, fold, fold_into},
};

/// A block, still in the flow.
pub struct FlowBlock {
    /// Its part.
    pub part: String,
    /// What it is.
    pub kind: BlockKind,
    /// Its number.
    pub number: Option<String>,
    /// Its place in the flow.
    pub span: Span,
}

/// An attachment's heading.
pub(crate) struct Heading {
    depth: u8,
    label: String,
    /// Where the heading starts and ends.
    span: Span,
    /// The covering letter's title, where the heading repeats it.
    of: Option<Title>,
}

/// The most attachments that are told apart.
const MOST_HEADINGS: usize = 500;

/// Reads a text into a communication.
pub fn read(extracted: &Extracted, words: &Words<'_>, communication: &mut Communication) {
    let text = extracted.text.as_str();
    let cleaned = clean::clean(text, &extracted.marks, words);
    communication.doubts.extend(cleaned.doubts);
    let flow = Flow::new(text, &cleaned.lines);
    communication.pages_total = extracted.pages.or(cleaned.pages);
    let roled = Roled::new(&flow, extracted);
    let found = title::find(&flow, words).filter(|(found, _)| roled.accepts(found, &flow));
    let guess = self::language(&flow.text[..flow.floor(12_000)], words);
    // What was adopted, or reported, is known by other lines than a letter's title.
    let known = kinds::find(&flow, found.as_ref().map(|(title, _)| title), guess, words);
    let found = found.filter(|_| known.is_none());
    let found = if known.is_some() { found } else { found.or_else(|| roled.read_title(&flow, words)) };
    let shaped = known.as_ref().map(|known| known.language).or(found.as_ref().map(|(_, lexicon)| lexicon.language));
    // A text that no title shows to be in a language of the body may be in another.
    let foreign = || tongues::foreign(&flow.text[..flow.floor(12_000)], words);
    let language = shaped.or_else(foreign).or(guess);
    communication.language = language;
    let Some(lexicon) = words.lexicon(language) else {
        // A body without any words reads nothing but the text itself.
        plain(&flow, communication);
        return;
    };
    let vocabulary = Vocabulary::new(&flow.text);
    let title = found.map(|(title, _)| title);
    let body_start = match (&known, &title, roled.title()) {
        (Some(known), _, marked) => known.end.max(marked.map_or(0, |title| title.end)),
        (None, Some(title), _) => title.span.end,
        (None, None, Some(marked)) => marked.end,
        (None, None, None) => opening(&flow, lexicon).max(roled.head_end()),
    };
    let zone_end = title.as_ref().map(|title| title.span.start).or(roled.title().map(|title| title.start));
    let zone_end = zone_end.or(known.as_ref().map(|known| known.start)).unwrap_or(body_start);
    let mut below = None;
    if roled.is_empty() {
        below = masthead::read(&flow, zone_end, lexicon, words, communication);
    } else {
        roled.masthead(text, &flow, &cleaned.lines, zone_end, lexicon, words, communication);
    }
    numbers(&flow, zone_end, cleaned.symbols, cleaned.job, words, communication);
    let borne = !communication.bodies.is_empty();
    let mut headings = headings(&flow, body_start, title.as_ref(), &roled, lexicon, words);
    let mut letter = Span::new(body_start, headings.first().map_or(flow.text.len(), |heading| heading.span.start));
    let signed = roled.signed(&flow, letter, lexicon).unwrap_or_else(|| signature::read(&flow, letter, lexicon));
    let after = signed.last().map(|last| Span::new(last.span.end, letter.end)).filter(|_| title.is_some());
    if let Some(heading) = after.and_then(|after| unlabelled(&flow, after, lexicon, words)) {
        let message = "what stands after the signature has a title of its own but no label of an annex";
        let line = flow.lines[flow.line_at(heading.span.start)].span;
        communication.doubts.push(doubt("LABEL_LOST", message, flow.origin(line), None));
        letter.end = heading.span.start;
        headings.insert(0, heading);
    }
    let mut blocks = Vec::new();
    roled.blocks_before(&flow, body_start, "letter", &mut blocks);
    part_blocks(&flow, letter, "letter", &signed, &roled, lexicon, &mut blocks);
    for one in signed {
        let name = format!("signatories.{}", communication.signatories.len());
        communication.places.insert(name, flow.origin(one.span));
        communication.signatories.push(one.signatory);
    }
    annexes(&flow, &headings, &roled, lexicon, words, &vocabulary, communication, &mut blocks);
    let by_symbol = kinds::by_symbol(words, communication);
    match (&known, &title) {
        (Some(known), _) => {
            kinds::settle(&flow, known, communication);
            // A line of adoption without its heading is that of whatever the symbol says.
            if communication.title.is_none() && by_symbol.is_some() {
                communication.document_type = by_symbol;
            }
            // Where the format itself says what the title is, it is the title.
            roled.entitled(&flow, lexicon, words, communication);
        }
        (None, Some(title)) => {
            titled(&flow, title, &headings, lexicon, words, &vocabulary, communication);
            as_written(&flow, title, letter, lexicon, words, communication);
        }
        (None, None) => match by_symbol.filter(|kind| *kind != DocumentType::Corrigendum) {
            Some(kind) => {
                kinds::adopted_by_symbol(&flow, kind, lexicon, words, communication);
                roled.entitled(&flow, lexicon, words, communication);
            }
            None if roled.title().is_some() => roled.entitled(&flow, lexicon, words, communication),
            None => {
                untitled(&flow, letter, lexicon, words, communication);
                // A paper of no known form has its title where a letter would have it.
                if let Some(below) = below.filter(|_| communication.kind == Kind::Other) {
                    communication.title = Some(squeeze(flow.of(below)));
                    communication.places.insert("title".into(), flow.origin(below));
                }
            }
        },
    }
    roled.subtitled(&flow, lexicon, communication);
    carried(&flow, &headings, lexicon, communication);
    if communication.document_type.is_none() {
        // What was divided at a line's end or by a space in a word is read as one word.
        let whole = rejoined(&flow, letter, lexicon, &vocabulary);
        if let Some(whole) = &whole {
            request::read(whole, Span::new(0, whole.text.len()), lexicon, words, communication);
        }
        if communication.requested_circulation.is_empty() && communication.requested_attention.is_none() {
            request::read(&flow, letter, lexicon, words, communication);
        }
        if !borne {
            requested_bodies(words, communication);
        }
        communication.document_type = kinds::of_kind(communication.kind);
    }
    if by_symbol == Some(DocumentType::Corrigendum) {
        communication.document_type = by_symbol;
    }
    citations::read(&flow, &blocks, words, communication);
    let mut numbers = roled.numbers();
    let pictures = roled.pictures(&extracted.pictures);
    for block in blocks {
        let text = roled.as_typed(&flow, &block);
        let text = text.unwrap_or_else(|| mended(&flow, block.span, lexicon, &vocabulary, &mut communication.doubts));
        // The number stands apart from the words.
        let bare = block.number.as_ref().and_then(|number| text.strip_prefix(number.as_str()));
        let text = bare.map_or_else(|| text.clone(), |bare| bare.trim_start().to_owned());
        let picture = pictures.get(&block.span.start).and_then(|place| extracted.pictures.get(place));
        let picture = picture.map(|picture| named_picture(picture, communication));
        communication.text.push(Block {
            part: block.part,
            kind: block.kind,
            number: block.number.or_else(|| numbers.remove(&block.span.start)),
            text,
            span: flow.origin(block.span),
            picture,
        });
    }
    part_languages(words, communication);
}

/// Gives a picture to the communication, under a name of its own.
fn named_picture(pictured: &Pictured, communication: &mut Communication) -> String {
    let name = format!("picture_{}", communication.pictures.len() + 1);
    let picture = Picture { media_type: pictured.media_type.to_owned(), bytes: pictured.bytes.clone() };
    communication.pictures.insert(name.clone(), picture);
    name
}

/// An attachment whose label was lost: after the signature, a title apart from a text that follows it.
fn unlabelled(flow: &Flow, after: Span, lexicon: &Lexicon<'_>, words: &Words<'_>) -> Option<Heading> {
    let first = flow.lines.get(flow.first_line_from(after.start)).filter(|line| line.span.start < after.end)?;
    if first.gap == 0 && !first.broken {
        return None;
    }
    let within = Span::new(first.span.start, after.end);
    let shaped = title::at(flow, within.start, lexicon).is_some_and(|title| title.span.start < within.start + 4);
    let (title, ..) = annex_title(flow, within, lexicon, words)?;
    let written = flow.of(title);
    let text = flow.text.get(title.end..within.end)?.trim_start();
    let paragraph = text.split("\n\n").next().unwrap_or_default();
    // A site's notes under a letter have labels and addresses, and no sentences.
    let sentence = paragraph.chars().count() >= 100 && paragraph.contains(['.', ',', '،', '。', '，']);
    let apart = flow.text[title.end..within.end].starts_with("\n\n");
    let plain = written.chars().count() >= 16 && !written.contains([':', '/', '|', '@', '_']);
    let heads = written.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
    (sentence && (shaped || apart && plain && heads && !paragraph.contains("://"))).then(|| Heading {
        depth: 1,
        label: String::new(),
        span: Span::new(within.start, within.start),
        of: None,
    })
}

/// A note that carries a letter: date and addressees are the letter's.
fn carried(flow: &Flow, headings: &[Heading], lexicon: &Lexicon<'_>, communication: &mut Communication) {
    if communication.kind != Kind::Note || communication.letter_date.is_some() {
        return;
    }
    let Some(heading) = headings.first() else { return };
    let start = heading.span.end;
    let Some(title) = title::at(flow, start, lexicon).filter(|title| title.span.start < start + 8) else { return };
    if let Some(found) = title.date {
        communication.letter_date = Some(found.date);
        communication.places.insert("letter_date".into(), flow.origin(Span::new(found.start, found.end)));
    }
    if let (Some(first), Some(last)) = (title.addressees.first(), title.addressees.last()) {
        communication.places.insert("addressees".into(), flow.origin(first.1.cover(last.1)));
    }
    communication.addressees = title.addressees.into_iter().map(|(name, _)| name).collect();
}

/// The languages of those parts that have another than the letter.
fn part_languages(words: &Words<'_>, communication: &mut Communication) {
    const SAMPLE: usize = 4_000;
    const LEAST: usize = 120;
    let mut samples: std::collections::BTreeMap<&str, String> = std::collections::BTreeMap::new();
    for block in communication.text.iter().filter(|block| block.kind != BlockKind::Signature) {
        let sample = samples.entry(&block.part).or_default();
        if sample.len() < SAMPLE {
            sample.push_str(&block.text);
            sample.push('\n');
        }
    }
    let mut found = Vec::new();
    for (part, sample) in samples.into_iter().filter(|(_, sample)| sample.len() >= LEAST) {
        let language = tongues::foreign(&sample, words).or_else(|| language(&sample, words));
        if language.is_some() && language != communication.language {
            found.extend(language.map(|language| (part.to_owned(), language)));
        }
    }
    communication.languages.extend(found);
}

/// The language by its script and its little words; nothing where too few of them occur.
fn language(sample: &str, words: &Words<'_>) -> Option<chancery_model::language::Language> {
    let script = crate::words::script_of(sample);
    // Several languages look for their little words among the same ones.
    let mut counts = vec![0usize; words.lexicons.len()];
    let mut folded = String::new();
    let pieces = sample.split(|c: char| !alphanumeric(c) && c != '\'' && c != '’');
    for piece in pieces.filter(|piece| !piece.is_empty() && piece.len() < 24) {
        folded.clear();
        fold_into(piece, &mut folded);
        for lexicon in words.common.get(&folded).into_iter().flatten() {
            counts[*lexicon] += 1;
        }
    }
    let mut best = (0usize, None);
    for (lexicon, count) in words.lexicons.iter().zip(counts).filter(|(lexicon, _)| lexicon.script == script) {
        // Languages that write no spaces are counted by their letters.
        let letters = lexicon.common_letters.as_ref();
        let count = letters.map_or(count, |letters| sample.chars().filter(|c| letters.contains(c)).count());
        if count > best.0 {
            best = (count, Some(lexicon.language));
        }
    }
    best.1.filter(|_| best.0 >= 3)
}

/// Where nothing is known of any language: the paragraphs alone.
fn plain(flow: &Flow, communication: &mut Communication) {
    for line in &flow.lines {
        communication.text.push(Block {
            part: "letter".into(),
            kind: BlockKind::Paragraph,
            number: None,
            text: squeeze(flow.of(line.span)),
            span: flow.origin(line.span),
            picture: None,
        });
    }
}

/// Where a letter without a title begins: at its salutation or opening words, else at its first long line.
fn opening(flow: &Flow, lexicon: &Lexicon<'_>) -> usize {
    let mut long = None;
    for line in flow.lines.iter().take(200) {
        let written = flow.of(line.span);
        if starts_body(written, lexicon) || lexicon.compliments.occurs(written) {
            return line.span.start;
        }
        if long.is_none() && written.len() >= 60 && written.contains(' ') && written.contains(char::is_lowercase) {
            long = Some(line.span.start);
        }
    }
    long.unwrap_or(0)
}

pub(crate) fn starts_body(written: &str, lexicon: &Lexicon<'_>) -> bool {
    lexicon.openings.at(written, 0).is_some()
        || lexicon.salutations.at(written, 0).is_some_and(|s| s.end + 2 >= written.len())
}

/// Symbols and job number from the pages' heads and feet, in the order of the text.
fn numbers(
    flow: &Flow,
    zone_end: usize,
    symbols: Vec<(chancery_model::symbol::Symbol, Span)>,
    job: Option<(String, Span)>,
    words: &Words<'_>,
    communication: &mut Communication,
) {
    let mut all: Vec<(Span, chancery_model::symbol::Symbol)> = Vec::new();
    for (at, symbol) in communication.symbols.drain(..).enumerate() {
        let place = communication.places.remove(&format!("symbols.{at}")).unwrap_or_default();
        all.push((place, symbol));
    }
    for (symbol, span) in symbols {
        if let Some(known) = all.iter_mut().find(|(_, known)| known.without_asterisks() == symbol.without_asterisks()) {
            if span.start < known.0.start {
                known.0 = span;
            }
        } else {
            all.push((span, symbol));
        }
    }
    all.sort_by_key(|(span, _)| span.start);
    for (at, (span, symbol)) in all.into_iter().enumerate() {
        communication.places.insert(format!("symbols.{at}"), span);
        communication.symbols.push(symbol);
    }
    let in_zone = || {
        let found = words.symbols.job.as_ref()?.find(&flow.text[..zone_end])?;
        Some((found.as_str().to_owned(), flow.origin(Span::new(found.start(), found.end()))))
    };
    if let Some((job, span)) = job.or_else(in_zone) {
        communication.places.insert("job_number".into(), span);
        communication.job_number = Some(job);
    }
    // A masthead that was taken for a running head still says which organs received it.
    if !communication.bodies.is_empty() || communication.distribution.is_some() {
        for symbol in communication.symbols.clone() {
            let Some(organ) = words.organ_of(&symbol) else { continue };
            let organ_data = &words.body.organs[organ];
            let period = words.body.place(&symbol).map(|place| place.period).filter(|p| !p.is_empty());
            let in_session = words.has_sessions(organ);
            match communication.bodies.iter_mut().find(|body| body.organ == organ_data.name) {
                Some(body) => {
                    let slot = if in_session { &mut body.session } else { &mut body.year };
                    *slot = slot.take().or(period);
                }
                None => communication.bodies.push(Receiving {
                    organ: organ_data.name.clone(),
                    session: period.clone().filter(|_| in_session),
                    year: period.filter(|_| !in_session),
                    agenda_items: Vec::new(),
                }),
            }
        }
        let order = |body: &Receiving| words.body.organ_named(&body.organ).map_or(u32::MAX, |organ| organ.order);
        // Each organ keeps its place in the text, wherever it comes to stand.
        let own = std::mem::take(&mut communication.bodies);
        let mut placed: Vec<(Receiving, Option<Span>)> = Vec::with_capacity(own.len());
        for (at, body) in own.into_iter().enumerate() {
            placed.push((body, communication.places.remove(&format!("bodies.{at}"))));
        }
        placed.sort_by_key(|(body, _)| order(body));
        for (at, (body, place)) in placed.into_iter().enumerate() {
            communication.places.extend(place.map(|place| (format!("bodies.{at}"), place)));
            communication.bodies.push(body);
        }
    }
}

/// The receiving organs as requested, where no masthead says it; session or year from the symbols where they bear one.
fn requested_bodies(words: &Words<'_>, communication: &mut Communication) {
    let mut bodies = Vec::new();
    for request in &communication.requested_circulation {
        let organ = words.body.organs.iter().position(|organ| organ.name == request.organ);
        if organ.is_none() || bodies.iter().any(|body: &Receiving| body.organ == request.organ) {
            continue;
        }
        let symbol = communication.symbols.iter().find(|s| words.organ_of(s) == organ);
        let period = symbol.and_then(|s| words.body.place(s)).map(|p| p.period).filter(|p| !p.is_empty());
        let in_session = organ.is_some_and(|organ| words.has_sessions(organ));
        bodies.push(Receiving {
            organ: request.organ.clone(),
            session: if in_session { request.session.clone().or_else(|| period.clone()) } else { None },
            year: period.filter(|_| !in_session),
            agenda_items: request.agenda_items.clone(),
        });
    }
    communication.bodies = bodies;
}

/// What a title says.
pub(crate) fn titled(
    flow: &Flow,
    title: &Title,
    headings: &[Heading],
    lexicon: &Lexicon<'_>,
    words: &Words<'_>,
    vocabulary: &Vocabulary<'_>,
    communication: &mut Communication,
) {
    communication.kind = title.kind;
    let written = mended(flow, title.span, lexicon, vocabulary, &mut communication.doubts);
    let written = written.trim_end_matches(['*', ':', '.', ' ']).to_owned();
    communication.places.insert("title".into(), flow.origin(title.span));
    if let Some(found) = title.date {
        communication.letter_date = Some(found.date);
        let span = flow.origin(Span::new(found.start, found.end));
        communication.places.insert("letter_date".into(), span);
        if found.damaged {
            let message = "a letter stands where a figure of the date belongs";
            communication.doubts.push(doubt("DAMAGED_DATE", message, span, None));
        }
    }
    let date = communication.letter_date;
    if let Some(span) = title.sender {
        let read = |span: Span| {
            let whole = rejoined(flow, span, lexicon, vocabulary);
            let written = whole.as_ref().map_or(flow.of(span), |whole| whole.text.as_str());
            senders::read(&squeeze_hyphens(written), lexicon, words, date)
        };
        let mut senders = read(span);
        // Where the title lost the State's name, the heading of an annex may repeat the title with it.
        let lost = senders.first().is_some_and(|s| s.state.is_none() && !is_official(s, words));
        if lost {
            let again = headings.iter().filter_map(|heading| heading.of.as_ref()?.sender).map(read);
            if let Some(found) = again.into_iter().find(|found| found.first().is_some_and(|s| s.state.is_some())) {
                senders = found;
                let message = "the title does not name the sender's State; the heading of an annex does";
                communication.doubts.push(doubt("STATE_LOST", message, flow.origin(trimmed(flow, span)), None));
            }
        }
        lost_state(flow, span, &mut senders, lexicon, words, communication);
        communication.places.insert("sender".into(), flow.origin(trimmed(flow, span)));
        communication.sender = senders.first().cloned();
        if senders.len() > 1 {
            communication.senders = senders;
        }
    }
    if let (Some(first), Some(last)) = (title.addressees.first(), title.addressees.last()) {
        communication.places.insert("addressees".into(), flow.origin(first.1.cover(last.1)));
    }
    if let Some(addressed) = title.addressed {
        communication.places.insert("addressed".into(), flow.origin(addressed));
    }
    communication.addressees = title.addressees.iter().map(|(name, _)| name.clone()).collect();
    let senders =
        if communication.senders.is_empty() { communication.sender.as_slice() } else { &communication.senders };
    communication.title = Some(sentence_case(&written, senders, lexicon, words));
}

/// The State of a sender whose title lost its name or a part of it: the one State of which the part is a part and that the
/// letter names, or the one for which the sender says that it speaks.
fn lost_state(
    flow: &Flow,
    place: Span,
    senders: &mut [Sender],
    lexicon: &Lexicon<'_>,
    words: &Words<'_>,
    communication: &mut Communication,
) {
    let date = communication.letter_date;
    let [sender] = senders else { return };
    let known = |name: &str| words.body.state_named(name, date).is_some();
    if sender.state.as_deref().is_some_and(known) || is_official(sender, words) {
        return;
    }
    let text = &flow.text[..flow.floor(place.end + 40_000)];
    let rest = &text[place.end..];
    let found = match &sender.state {
        Some(part) => senders::state_with(part, rest, lexicon, words, date),
        // An office that the body does not know may have no State.
        None if words.body.charter.offices.iter().any(|office| Some(&office.name) == sender.office.as_ref()) => {
            let signed = communication.signatories.first().into_iter().flat_map(|signatory| &signatory.titles);
            let mut signed = signed.filter_map(|title| senders::state_in(title, lexicon, words, date));
            signed.next().or_else(|| {
                let spoken = lexicon.speaking.all(text, place.end, text.len(), 8);
                spoken.iter().find_map(|word| {
                    let window = &text[word.end..flow.floor(word.end + 80).min(text.len())];
                    senders::state_at_head(window, lexicon, words, date)
                })
            })
        }
        None => None,
    };
    if let Some(state) = found {
        let message = format!("the title does not name the sender's State whole; the letter names {state}");
        communication.doubts.push(doubt("STATE_LOST", message, flow.origin(trimmed(flow, place)), None));
        sender.state = Some(state);
    }
}

fn is_official(sender: &Sender, words: &Words<'_>) -> bool {
    let office = words.body.charter.offices.iter().find(|office| Some(&office.name) == sender.office.as_ref());
    office.is_some_and(|office| senders::of_the_body(office.kind))
}

/// White space to one space each, and none around a hyphen that extraction parted from its word.
fn squeeze_hyphens(text: &str) -> String {
    static SPACED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"([\p{L}\p{N}]) -([\p{L}\p{N}])").ok());
    let text = squeeze(text);
    SPACED.as_ref().map_or(text.clone(), |regex| regex.replace_all(&text, "$1-$2").into_owned())
}

/// How many senders' States are looked for in a title.
const MOST_SENDERS: usize = 64;

/// A title in capitals, given back as titles are printed today; any other title as it stands.
fn sentence_case(title: &str, senders: &[Sender], lexicon: &Lexicon<'_>, words: &Words<'_>) -> String {
    let (small, large) =
        title.chars().fold((0, 0), |(s, l), c| (s + usize::from(c.is_lowercase()), l + usize::from(c.is_uppercase())));
    if small > 0 && large < small * 4 || large < 8 {
        return title.to_owned();
    }
    let mut text = title.to_lowercase();
    let charter = &words.body.charter;
    let mut names: Vec<String> = vec![charter.name.clone()];
    names.extend(charter.offices.iter().flat_map(|office| std::iter::once(&office.name).chain(&office.also)).cloned());
    names.extend(lexicon.words.offices.values().flatten().cloned());
    names.extend(words.body.organs.iter().map(|organ| organ.name.clone()));
    if let Some(wording) = words.body.words(lexicon.language) {
        names.extend(wording.months.iter().cloned());
        names.extend(wording.organs.values().cloned());
    }
    // The name in mid-sentence keeps a small article, and the name itself its capitals.
    names.push(charter.in_text.clone());
    for group in lexicon.words.groups.keys() {
        names.push(group.split('{').next().unwrap_or_default().trim().trim_end_matches(" the").to_owned());
    }
    for state in senders.iter().filter_map(|sender| sender.state.as_ref()).take(MOST_SENDERS) {
        // A State that the body does not list is written with capitals except for small words.
        match words.body.state_named(state, None) {
            Some(known) => {
                names.push(state.clone());
                names.extend(known.names.get(lexicon.language.code()).into_iter().flatten().cloned());
            }
            None => names.push(capitalised(state, lexicon)),
        }
    }
    names.extend(lexicon.words.tails.iter().filter(|tail| !tail.contains('{')).cloned());
    names.retain(|name| name.len() > 2);
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    for name in names {
        // Most names do not occur, and a pattern for each would take longer than all the rest of the letter.
        if !Beginnings::new(std::iter::once(name.as_str()), |c| c < '\u{530}').anywhere(&text, 0) {
            continue;
        }
        let Ok(regex) = Regex::new(&format!(r"(?i)\b{}\b", crate::words::loose(&name))) else { continue };
        text = regex.replace_all(&text, regex::NoExpand(&name)).into_owned();
    }
    // What stands between an office and the words after a State is the State, or several, however the language bends them.
    let office = lexicon.offices.find(&text, 0).filter(|office| !senders::of_the_body(office.value.1));
    let offices = lexicon.offices.all(&text, 0, text.len(), 8);
    let office = office.or_else(|| offices.into_iter().find(|office| !senders::of_the_body(office.value.1)));
    if let Some(office) = office
        && let Some(tail) = lexicon.tails.find(&text, office.end)
        && tail.start > office.end
    {
        let states = capitalised_words(&text[office.end..tail.start], lexicon);
        text.replace_range(office.end..tail.start, &states);
    }
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => text,
    }
}

/// Names of States among little words, each word that has no capital yet with one.
fn capitalised_words(names: &str, lexicon: &Lexicon<'_>) -> String {
    let mut out = String::with_capacity(names.len());
    for piece in names.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
        // An article or preposition that an apostrophe joins to the name keeps its small letter.
        let joined = piece.ends_with(['’', '\'']) && word.chars().count() <= 2;
        let small = joined || word.contains(char::is_uppercase) || lexicon.common.contains(&fold(word));
        let mut chars = piece.chars();
        match chars.next() {
            Some(first) if !small => out.extend(first.to_uppercase().chain(chars)),
            _ => out.push_str(piece),
        }
    }
    out
}

fn capitalised(name: &str, lexicon: &Lexicon<'_>) -> String {
    let words = name.split_whitespace().map(|word| {
        if lexicon.common.contains(&fold(word)) {
            return word.to_lowercase();
        }
        let mut chars = word.chars();
        chars
            .next()
            .map_or(String::new(), |first| first.to_uppercase().chain(chars.flat_map(char::to_lowercase)).collect())
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The date and the addressees as the sender wrote them at the head or the foot of a letter that has a title as well. Only
/// their places are kept: the title says the same, or a rule sees that it does not.
fn as_written(
    flow: &Flow,
    title: &Title,
    letter: Span,
    lexicon: &Lexicon<'_>,
    words: &Words<'_>,
    communication: &mut Communication,
) {
    /// A line of the letter's head or foot is no longer.
    const LONGEST: usize = 80;
    let short = |index: usize| {
        let line =
            flow.lines.get(index).filter(|line| line.span.start >= letter.start && line.span.end <= letter.end)?;
        (flow.of(line.span).chars().count() <= LONGEST).then_some(line.span)
    };
    // The lines between the title and the text, those about the signature, and those of a letterhead where nothing says
    // that an office has put its masthead there.
    let first = flow.first_line_from(title.span.end);
    let heads = |line: &Span| {
        let written = flow.of(*line);
        let longer = written.chars().count() > 60 && senders::addressees(flow, line.start, lexicon).0.is_empty();
        !longer && lexicon.openings.at(written, 0).is_none()
    };
    let head: Vec<Span> = (first..first + 8).map_while(short).take_while(heads).collect();
    let signed = communication.places.iter().filter(|(name, _)| name.starts_with("signatories"));
    let signed: Vec<Span> = signed.map(|(_, span)| *span).collect();
    let is_near = |line: &Span| {
        let origin = flow.origin(*line);
        let apart = |span: &Span| span.start.max(origin.start).saturating_sub(span.end.min(origin.end));
        signed.iter().any(|span| apart(span) < 200) && !signed.iter().any(|span| apart(span) == 0)
    };
    let last = flow.first_line_from(letter.end);
    let foot: Vec<Span> = (first.max(last.saturating_sub(30))..last).filter_map(short).filter(is_near).collect();
    let is_sent = communication.symbols.is_empty()
        && communication.distribution.is_none()
        && communication.job_number.is_none()
        && communication.bodies.is_empty();
    let above = flow.line_at(title.span.start);
    let above = flow.lines[above.saturating_sub(10)..above].iter().map(|line| line.span);
    let above: Vec<Span> = above.filter(|line| is_sent && line.len() <= LONGEST).collect();
    let dated = head.iter().chain(&foot).chain(&above).find_map(|line| {
        let written = flow.of(*line);
        // In brackets stands the day of receipt, and a stop ends a sentence.
        if written.contains(['[', '［', '(']) || written.trim_end().ends_with(['.', '。', ';', ':', ',']) {
            return None;
        }
        let found = lexicon.dates.find(written, 0)?;
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        let alone = letters(written) <= letters(&written[found.start..found.end]) + 16;
        alone.then_some(Span::new(line.start + found.start, line.start + found.end))
    });
    if let Some(dated) = dated {
        communication.places.insert("date_line".into(), flow.origin(dated));
    }
    let addressed = head.iter().chain(&foot).find_map(|line| {
        let (mut found, end) = senders::addressees(flow, line.start, lexicon);
        found.retain(|(name, _)| {
            let office = words.body.charter.offices.iter().find(|office| office.name == *name);
            office.is_none_or(|office| senders::of_the_body(office.kind))
        });
        // Under a signature stands the office of who signed.
        let own =
            |name: &String| communication.sender.as_ref().is_some_and(|sender| sender.office.as_ref() == Some(name));
        if found.iter().any(|(name, _)| own(name)) {
            return None;
        }
        let line_end = flow.lines[flow.line_at(end.saturating_sub(1))].span.end;
        let rest = flow.text.get(end..line_end)?.trim_matches(|c: char| !c.is_alphanumeric());
        let own = rest.is_empty() || lexicon.of.at(rest, 0).is_some_and(|of| rest.len() < of.end + 40);
        (!found.is_empty() && own && end <= letter.end).then_some(Span::new(line.start, end))
    });
    if let Some(addressed) = addressed {
        communication.places.insert("address_lines".into(), flow.origin(addressed));
    }
}

/// What a letter without a title says: a date line, an addressee's lines, the titles under the signature.
fn untitled(flow: &Flow, letter: Span, lexicon: &Lexicon<'_>, words: &Words<'_>, communication: &mut Communication) {
    let first = flow.first_line_from(letter.start);
    // A note in the third person names sender and addressee in its first sentence.
    let head_end = flow.floor(letter.start + 700).min(letter.end);
    if let Some(compliments) = lexicon.compliments.find(&flow.text[..head_end], letter.start) {
        let start = request::sentence(flow, compliments.start, letter).start;
        // Words before the office are not the sender's: a date, a site's line.
        let office = lexicon.offices.find(&flow.text[..compliments.start], start).map_or(start, |office| office.start);
        let senders = senders::read(&flow.text[office..compliments.start], lexicon, words, None);
        let (addressees, end) = senders::addressees(flow, compliments.end, lexicon);
        communication.places.insert("sender".into(), flow.origin(trimmed(flow, Span::new(start, compliments.start))));
        if !addressees.is_empty() {
            communication.places.insert("addressees".into(), flow.origin(Span::new(compliments.end, end)));
        }
        let office = senders.first().and_then(|sender| sender.office.clone());
        let office = words.body.charter.offices.iter().find(|o| Some(&o.name) == office.as_ref());
        if office.is_some_and(|office| office.kind == OfficeKind::MissionItself) {
            communication.kind = Kind::NoteVerbale;
        }
        communication.addressees = addressees.into_iter().map(|(name, _)| name).collect();
        communication.sender = senders.into_iter().next();
    }
    // The date stands alone on a line near the head, or at the end of a note.
    let lines = flow.lines.len();
    let head = (0..lines.min(first + 40))
        .chain(flow.first_line_from(letter.end).saturating_sub(12)..flow.first_line_from(letter.end));
    for index in head {
        let Some(line) = flow.lines.get(index) else { break };
        let written = flow.of(line.span);
        // What stands behind the letter is an attachment's, and beside a distribution category the masthead's.
        let masthead = communication.places.get("masthead_date").filter(|_| communication.distribution.is_some());
        let taken = masthead.is_some_and(|place| {
            flow.origin(line.span).start <= place.start && place.end <= flow.origin(line.span).end
        });
        if written.len() > 80 || line.span.start >= letter.end || taken {
            continue;
        }
        let found = words.lexicons.iter().find_map(|lexicon| lexicon.dates.find(written, 0));
        if let Some(found) = found
            && written.chars().filter(|c| c.is_alphanumeric()).count()
                <= written[found.start..found.end].chars().filter(|c| c.is_alphanumeric()).count() + 16
        {
            communication.letter_date = Some(found.date);
            let span = Span::new(line.span.start + found.start, line.span.start + found.end);
            let place = flow.origin(span);
            communication.places.insert("letter_date".into(), place);
            // The same line is not the masthead's date as well.
            if communication.masthead_date == Some(found.date) && communication.distribution.is_none() {
                communication.masthead_date = None;
                communication.places.remove("masthead_date");
            }
            break;
        }
    }
    if communication.letter_date.is_none() && communication.sender.is_some() {
        closing_date(flow, letter, lexicon, communication);
    }
    salutation(flow, letter, lexicon, communication);
    if communication.kind == Kind::Other {
        let said = communication.places.contains_key("salutation") || !communication.signatories.is_empty();
        if said {
            communication.kind = Kind::Letter;
        }
    }
    if communication.sender.is_none() {
        communication.sender = signing_sender(lexicon, words, communication);
    }
    // The head of the paper, or the line that a site put above it, names the mission or the office with its State.
    if communication.sender.as_ref().is_none_or(|sender| sender.state.is_none())
        && communication.kind == Kind::Letter
        && communication.sender.as_ref().is_none_or(|sender| !is_official(sender, words))
        && let Some((found, span)) = head_sender(flow, first, lexicon, words, communication.letter_date)
    {
        let place = flow.origin(span);
        communication.places.insert("sender".into(), place);
        match communication.sender.as_mut() {
            Some(sender) => sender.state = found.state,
            None => communication.sender = Some(found),
        }
    }
    if communication.addressees.is_empty() {
        address_lines(flow, first, letter, lexicon, words, communication);
    }
}

/// The date with which a note ends, in the same line as its last sentence.
fn closing_date(flow: &Flow, letter: Span, lexicon: &Lexicon<'_>, communication: &mut Communication) {
    let text = flow.text[..letter.end].trim_end();
    let from = flow.floor(text.len().saturating_sub(60)).max(letter.start);
    let Some(found) = lexicon.dates.find(text, from) else { return };
    let before = text[..found.start].trim_end();
    let after = text[found.end..].trim_matches(|c: char| !c.is_alphanumeric());
    if after.is_empty() && before.ends_with(['.', '。', '؛', ')']) {
        communication.letter_date = Some(found.date);
        communication.places.insert("letter_date".into(), flow.origin(Span::new(found.start, found.end)));
    }
}

/// The office and State that the lines above a letter name.
fn head_sender(
    flow: &Flow,
    first: usize,
    lexicon: &Lexicon<'_>,
    words: &Words<'_>,
    date: Option<jiff::civil::Date>,
) -> Option<(Sender, Span)> {
    for line in flow.lines.iter().take(first.min(20)).filter(|line| line.span.len() < 300) {
        let written = flow.of(line.span);
        for office in lexicon.offices.all(written, 0, written.len(), 6) {
            let (name, kind) = office.value;
            if senders::of_the_body(*kind) || *kind == OfficeKind::Other {
                continue;
            }
            let read = senders::read(&written[office.start..], lexicon, words, date).into_iter().next();
            let state = read.and_then(|sender| sender.state).and_then(|state| words.body.state_named(&state, date));
            let state = state.map(|state| state.name.clone());
            // Languages that put the State before the office.
            let state = state.or_else(|| senders::state_before(&written[..office.start], lexicon, words, date));
            if state.is_some() {
                return Some((Sender { office: Some(name.clone()), state }, line.span));
            }
        }
    }
    None
}

fn salutation(flow: &Flow, letter: Span, lexicon: &Lexicon<'_>, communication: &mut Communication) {
    let from = flow.first_line_from(letter.start).saturating_sub(6);
    for line in flow.lines.iter().skip(from).take(20).take_while(|line| line.span.start < letter.end) {
        let written = flow.of(line.span);
        if let Some(found) = lexicon.salutations.at(written, 0)
            && written[found.end..].trim().chars().count() <= 1
        {
            communication.places.insert("salutation".into(), flow.origin(line.span));
            return;
        }
    }
}

/// The sender by the titles under the signature: an office that signs for a State.
fn signing_sender(lexicon: &Lexicon<'_>, words: &Words<'_>, communication: &Communication) -> Option<Sender> {
    let titles = communication.signatories.first()?.titles.clone();
    let joined = titles.join(" ");
    for (at, title) in titles.iter().enumerate() {
        let Some(office) = lexicon.offices.find(title, 0) else { continue };
        if office.value.1 == OfficeKind::Other {
            continue;
        }
        let whole = titles[at..].join(" ");
        let start = whole.find(&title[office.start..office.end]).unwrap_or(0);
        let sender = senders::read(&whole[start..], lexicon, words, communication.letter_date).into_iter().next()?;
        return Some(sender);
    }
    let office = lexicon.offices.find(&joined, 0)?;
    Some(Sender { office: Some(office.value.0.clone()), state: None })
}

/// The addressee's own lines, above the salutation or below the signature.
fn address_lines(
    flow: &Flow,
    first: usize,
    letter: Span,
    lexicon: &Lexicon<'_>,
    words: &Words<'_>,
    communication: &mut Communication,
) {
    let signed: Vec<Span> = communication
        .places
        .iter()
        .filter(|(name, _)| name.starts_with("signatories"))
        .map(|(_, span)| *span)
        .collect();
    let last = flow.first_line_from(letter.end);
    let near =
        (first.saturating_sub(14)..first.saturating_add(6).min(last)).chain(last.saturating_sub(14).max(first)..last);
    for index in near {
        let Some(line) = flow.lines.get(index) else { break };
        let written = flow.of(line.span);
        let place = flow.origin(line.span);
        if signed.iter().any(|span| span.start <= place.start && place.end <= span.end) {
            continue;
        }
        // Where line breaks were lost, name, office and place of who is written to stand in one line.
        let honoured = lexicon.honorifics.at(written, 0).filter(|found| found.end < written.len());
        if let Some(honoured) = honoured {
            let reach = flow.floor(line.span.start + 200).min(line.span.end);
            let from = line.span.start + honoured.end;
            let office = lexicon.offices.all(&flow.text, from, reach, 6).into_iter().find(|office| {
                senders::of_the_body(office.value.1) && !flow.text[from..office.start].contains(". ")
                    || office.start == from
            });
            if let Some(office) = office.filter(|office| senders::of_the_body(office.value.1)) {
                communication.places.insert("addressees".into(), flow.origin(Span::new(office.start, office.end)));
                communication.addressees = vec![office.value.0.clone()];
                return;
            }
        }
        if written.len() > 120 {
            continue;
        }
        // The line begins with the office, with or without an article, or with a name before it.
        let (mut found, end) = senders::addressees(flow, line.span.start, lexicon);
        // A mission's own name at the head of its paper is not to whom it writes.
        found.retain(|(name, _)| {
            let office = words.body.charter.offices.iter().find(|office| office.name == *name);
            office.is_none_or(|office| senders::of_the_body(office.kind))
        });
        if !found.is_empty() && end <= line.span.end {
            communication.places.insert("addressees".into(), place);
            communication.addressees = found.into_iter().map(|(name, _)| name).collect();
            return;
        }
    }
}

/// The headings of attachments from a place on.
fn headings(
    flow: &Flow,
    from: usize,
    own: Option<&Title>,
    roled: &Roled<'_>,
    lexicon: &Lexicon<'_>,
    words: &Words<'_>,
) -> Vec<Heading> {
    let mut found: Vec<Heading> = Vec::new();
    let first = flow.line_at(from);
    for (index, line) in flow.lines.iter().enumerate().skip(first) {
        if found.len() >= MOST_HEADINGS {
            break;
        }
        let start = line.span.start.max(from);
        if start >= line.span.end
            || found.last().is_some_and(|heading| heading.span.end > start) && line.span.len() < 300
        {
            continue;
        }
        let said = roled.annex_heading(index);
        if said.is_none() && !roled.may_head(line) {
            continue;
        }
        let written = &flow.text[start..line.span.end];
        // A bracket may stand around the label.
        let lead = written.len() - written.trim_start_matches(['(', '[', ' ']).len();
        let heads_line = start == line.span.start;
        let heading = heading_at(flow, start + lead, index, heads_line, own, lexicon, words)
            .or_else(|| label_last(flow, start + lead, heads_line, own, lexicon, words));
        // Where the format says that this is a heading, it is one, and as deep as it says.
        let heading = match (heading, said) {
            (Some(heading), Some((depth, _))) => Some(Heading { depth, ..heading }),
            (None, Some((depth, span))) => Some(Heading { depth, label: squeeze(written), span, of: None }),
            (heading, None) => heading,
        };
        if let Some(heading) = heading {
            found.push(heading);
            if line.span.len() < 300 {
                continue;
            }
        }
        // Where line breaks were lost, a heading stands inside a long line; only one that repeats the title is sure.
        if line.span.len() >= 300 {
            for label in lexicon.labels.all(&flow.text[..line.span.end], start, line.span.end, 60) {
                if found.last().is_some_and(|heading| heading.span.end > label.start) {
                    continue;
                }
                if let Some(heading) = heading_at(flow, label.start, index, false, own, lexicon, words) {
                    found.push(heading);
                }
            }
            let mut at = start;
            for _ in 0..if lexicon.words.annex_of.is_empty() { 0 } else { 60 } {
                let Some(date) = lexicon.dates.find(&flow.text[..line.span.end], at) else { break };
                at = date.end;
                if found.last().is_none_or(|heading| heading.span.end <= date.start)
                    && let Some(heading) = label_last(flow, date.start, false, own, lexicon, words)
                {
                    at = at.max(heading.span.end);
                    found.push(heading);
                }
            }
        }
    }
    found
}

/// Whether the words at a place go on with the sentence before them. Asked where no capital tells.
fn runs_on(flow: &Flow, at: usize, lexicon: &Lexicon<'_>) -> bool {
    let line = flow.lines[flow.line_at(at)];
    if line.span.start == at && (line.gap > 0 || line.broken) {
        return false;
    }
    let before = &flow.text[..at];
    let back = flow.floor(at.saturating_sub(60));
    let last = before[back..].split_whitespace().next_back().unwrap_or_default();
    !before.is_empty() && !before.ends_with(char::is_whitespace)
        || last.ends_with([',', '،', '，', '、'])
        || lexicon.common.contains(&fold(last))
}

/// Whether a heading repeats the title of the letter it belongs to.
fn repeats(title: &Title, own: Option<&Title>) -> bool {
    let addressees = |title: &Title| title.addressees.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    own.is_some_and(|own| {
        own.kind == title.kind
            && own.date.map(|found| found.date) == title.date.map(|found| found.date)
            && addressees(own) == addressees(title)
    })
}

/// A heading that repeats the title and ends with its label. Nothing but a mark or a bracket follows in the line; where
/// line breaks were lost, white space alone sets it apart.
fn label_last(
    flow: &Flow,
    at: usize,
    heads_line: bool,
    own: Option<&Title>,
    lexicon: &Lexicon<'_>,
    words: &Words<'_>,
) -> Option<Heading> {
    let text = &flow.text;
    let (title, depth, label) = title::labelled(flow, at, lexicon)?;
    // The label itself may be broken over two lines; it ends in the second.
    let line_end = flow.lines[flow.line_at(label.end.saturating_sub(1))].span.end.max(label.end);
    let end = lexicon.annex_numbers.at(text, label.end).map_or(label.end, |number| number.end);
    let whole = |end: usize| flow.lines.get(flow.line_at(end.saturating_sub(1))).filter(|line| line.span.end == end);
    // Or the number alone went over to a line of its own.
    let wrapped =
        end > line_end && text[label.end..line_end].trim().is_empty() && whole(end).is_some_and(|l| l.gap == 0);
    let end = if end <= line_end || wrapped { end } else { label.end };
    let rest = &text[end..line_end.max(end)];
    let alone = rest.chars().all(|c| !c.is_alphanumeric())
        || rest.trim_start().starts_with(['[', '［']) && words.original.occurs(rest);
    let apart = rest.starts_with(char::is_whitespace) && repeats(&title, own);
    if runs_on(flow, at, lexicon) || !(heads_line && alone || apart) {
        return None;
    }
    let label = squeeze(&text[label.start..end]);
    Some(Heading { depth, label, span: Span::new(title.span.start, end), of: Some(title) })
}

fn heading_at(
    flow: &Flow,
    at: usize,
    line: usize,
    heads_line: bool,
    own: Option<&Title>,
    lexicon: &Lexicon<'_>,
    words: &Words<'_>,
) -> Option<Heading> {
    static NUMBER: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^\s+(?:[IVXLC]{1,7}|[0-9]{1,3}|[A-Z])\b").ok());
    let text = &flow.text;
    let label = lexicon.labels.at(text, at)?;
    if text[at..].starts_with(char::is_whitespace) || text[at..].starts_with(char::is_lowercase) {
        return None;
    }
    let line_end = flow.lines[line].span.end;
    if label.end > line_end {
        return None;
    }
    let rest = &text[label.end..line_end];
    let numbered = NUMBER.as_ref()?.find(rest).map(|m| label.end + m.end());
    let numbered =
        numbered.or_else(|| lexicon.annex_numbers.at(text, label.end).map(|n| n.end).filter(|end| *end <= line_end));
    let end = numbered.unwrap_or(label.end);
    let make =
        |span: Span, of: Option<Title>| Heading { depth: *label.value, label: squeeze(&text[at..end]), span, of };
    // “Annex to the letter dated …”: the heading repeats the title. In a script without capitals nothing tells it from
    // the same words inside a sentence but what stands before it and that it is this letter's own title.
    let cased = text[at..].starts_with(char::is_uppercase);
    let to = lexicon.annex_to.at(text, end).map(|to| to.end).or(lexicon.words.annex_to.is_empty().then_some(end));
    if let Some(to) = to
        && let Some(title) = title::repeated(flow, to, lexicon)
        && flow.text[to..title.span.start].len() < 12
        && (cased || !runs_on(flow, at, lexicon) && (heads_line || repeats(&title, own)))
    {
        let span = Span::new(at, title.span.end);
        return Some(make(span, Some(title)));
    }
    if !heads_line {
        return None;
    }
    let rest = text[end..line_end].trim();
    let alone = rest.chars().all(|c| !c.is_alphanumeric()) || rest.starts_with('[') && words.original.occurs(rest);
    // A bracket that only closes here, or a stop in a line that goes on with the one before, ends a sentence.
    let opened = text[..at].trim_end().ends_with(['(', '（', '[']);
    let before = flow.lines[line].gap > 0 || flow.lines[line].broken || line == 0;
    let sentence = rest.starts_with([')', '）']) && !opened || rest.starts_with(['.', '。', ',', ';']) && !before;
    if sentence {
        return None;
    }
    if alone {
        let stop = if rest.starts_with('[') { end } else { line_end };
        return Some(make(Span::new(at, stop), None));
    }
    // A numbered label at the head of a page, its title on the same line.
    let broken = flow.lines[line].broken || flow.lines[line].gap > 0;
    (broken && numbered.is_some() && rest.starts_with(char::is_uppercase)).then(|| make(Span::new(at, end), None))
}

/// Reads the attachments under their headings and puts them in their order.
#[allow(clippy::too_many_arguments)] // What the attachments are read from; a struct for it would only rename the arguments.
fn annexes(
    flow: &Flow,
    headings: &[Heading],
    roled: &Roled<'_>,
    lexicon: &Lexicon<'_>,
    words: &Words<'_>,
    vocabulary: &Vocabulary<'_>,
    communication: &mut Communication,
    blocks: &mut Vec<FlowBlock>,
) {
    // Which heading each one stands under: the last one of a lesser depth.
    let mut parents: Vec<Option<usize>> = Vec::new();
    let mut stack: Vec<usize> = Vec::new();
    for (at, heading) in headings.iter().enumerate() {
        while stack.last().is_some_and(|top| headings[*top].depth >= heading.depth) {
            stack.pop();
        }
        parents.push(stack.last().copied());
        stack.push(at);
    }
    let mut names = vec![String::new(); headings.len()];
    let mut kids: Vec<Vec<usize>> = vec![Vec::new(); headings.len()];
    let mut roots = Vec::new();
    for (at, parent) in parents.iter().enumerate() {
        match parent {
            Some(parent) => kids[*parent].push(at),
            None => roots.push(at),
        }
    }
    for (name, at) in part_names("", 1, roots.len()).into_iter().zip(&roots) {
        names[*at] = name;
    }
    let mut levels = vec![1u8; headings.len()];
    // Parents stand before their children, so one pass names all.
    for at in 0..headings.len() {
        let below = levels[at].saturating_add(1);
        for (name, kid) in part_names(&names[at].clone(), below, kids[at].len()).into_iter().zip(kids[at].clone()) {
            names[kid] = name;
            levels[kid] = below;
        }
    }
    let mut read: Vec<Option<Annex>> = Vec::new();
    for (at, heading) in headings.iter().enumerate() {
        let end = headings.get(at + 1).map_or(flow.text.len(), |next| next.span.start);
        let content = Span::new(heading.span.end.min(end), end);
        let (annex, rest) = annex(flow, heading, content, roled, lexicon, words, vocabulary, communication);
        let signed = roled.signed(flow, rest, lexicon).unwrap_or_else(|| signature::read(flow, rest, lexicon));
        let mut annex = annex;
        part_blocks(flow, rest, &names[at], &signed, roled, lexicon, blocks);
        annex.signatories = signed.into_iter().map(|one| one.signatory).collect();
        read.push(Some(annex));
    }
    let mut paths = vec![String::new(); headings.len()];
    for (index, root) in roots.iter().enumerate() {
        paths[*root] = format!("annexes.{index}");
    }
    for (at, heading) in headings.iter().enumerate() {
        let path = paths[at].clone();
        communication.places.insert(path.clone(), flow.origin(heading.span));
        for (index, kid) in kids[at].iter().enumerate() {
            paths[*kid] = format!("{path}.attachments.{index}");
        }
        // What the heading repeats of the letter's title.
        let Some(of) = &heading.of else { continue };
        let date = of.date.map(|date| Span::new(date.start, date.end));
        let repeated = [("letter_date", date), ("sender", of.sender), ("addressed", of.addressed)];
        for (part, span) in repeated.into_iter().filter_map(|(part, span)| Some((part, span?))) {
            communication.places.insert(format!("{path}/{part}"), flow.origin(trimmed(flow, span)));
        }
    }
    for at in (0..headings.len()).rev() {
        let attachments: Vec<Annex> = kids[at].iter().filter_map(|kid| read[*kid].take()).collect();
        if let Some(annex) = read[at].as_mut() {
            annex.attachments = attachments;
        }
    }
    communication.annexes = roots.iter().filter_map(|root| read[*root].take()).collect();
}

/// One attachment's label, title, language and date, and where its text begins.
#[allow(clippy::too_many_arguments)] // What one attachment is read from; a struct for it would only rename the arguments.
fn annex(
    flow: &Flow,
    heading: &Heading,
    content: Span,
    roled: &Roled<'_>,
    lexicon: &Lexicon<'_>,
    words: &Words<'_>,
    vocabulary: &Vocabulary<'_>,
    communication: &mut Communication,
) -> (Annex, Span) {
    let mut annex = Annex { label: heading.label.clone(), ..Annex::default() };
    let mut at = content.start;
    // The marks of a footnote on the heading are the page's.
    let skip = |at: usize| {
        let rest = &flow.text[at..content.end];
        at + rest.len()
            - rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | ')' | ']' | ':')).len()
    };
    for round in 0..4 {
        at = skip(at);
        if at >= content.end {
            break;
        }
        let line = flow.lines[flow.line_at(at)];
        let line_end = line.span.end.min(content.end);
        let written = &flow.text[at..line_end];
        // The original language stands in brackets.
        if written.starts_with('[')
            && let Some(close) = written.find(']')
            && let Some(found) = words.original.find(&written[..close], 0)
        {
            annex.original_language = Some(*found.value);
            at += close + 1;
            continue;
        }
        if let Some(found) = date_line(written, words) {
            annex.date = annex.date.or(Some(found));
            at = line_end;
            continue;
        }
        if round > 0 && annex.title.is_some() {
            break;
        }
        if let Some(span) = roled.annex_title(flow, at, content.end) {
            let own = title::at(flow, span.start, lexicon);
            annex.date = annex.date.or(own.as_ref().and_then(|own| own.date).map(|date| date.date));
            annex.author = own.and_then(|own| own.sender).map(|sender| squeeze_hyphens(flow.of(sender)));
            annex.title = Some(squeeze(flow.of(span)).trim_end_matches('*').to_owned());
            at = span.end;
            continue;
        }
        let Some((span, date, author)) = annex_title(flow, Span::new(at, content.end), lexicon, words) else { break };
        let lines: Vec<Span> = flow
            .lines
            .iter()
            .skip(flow.line_at(span.start))
            .take_while(|line| line.span.start < span.end)
            .map(|line| Span::new(line.span.start.max(span.start), line.span.end.min(span.end)))
            .collect();
        let title = joined_title(flow, &lines, lexicon, vocabulary, communication);
        annex.date = annex.date.or(date);
        annex.author = author.or_else(|| statement_by(&title, lexicon));
        annex.title = Some(title);
        at = span.end;
    }
    let at = skip_marks(flow, at, content.end);
    (annex, Span::new(at, content.end))
}

/// A title of statements that names who made them, in two parts: the words before the author and those after.
pub(crate) struct Statement {
    before: String,
    after: String,
    pattern: OnceLock<Option<Regex>>,
}

impl Statement {
    /// Takes a template apart; one without an author says nothing.
    pub(crate) fn new(template: &str) -> Option<Statement> {
        let (before, after) = template.split_once("{author}")?;
        Some(Statement { before: before.to_owned(), after: after.to_owned(), pattern: OnceLock::new() })
    }

    /// Where the author begins in a title.
    fn author_at(&self, title: &str) -> Option<usize> {
        if self.before.is_empty() {
            return Some(0);
        }
        let make = || Regex::new(&format!("(?i)^{}", crate::words::loose(&self.before))).ok();
        Some(self.pattern.get_or_init(make).as_ref()?.find(title)?.end())
    }
}

/// Who made a statement, where its title says so in one of the language's ways.
fn statement_by(title: &str, lexicon: &Lexicon<'_>) -> Option<String> {
    lexicon.statements.iter().find_map(|statement| {
        let author = title.get(statement.author_at(title)?..)?.strip_suffix(statement.after.as_str())?;
        let author = without_subject(author.trim(), lexicon);
        let said = author.contains(char::is_alphabetic) && author.chars().count() <= 160;
        said.then(|| author.to_owned())
    })
}

/// An author's name without the subject of what he states: `the Ferry Guild on the rope ferry`.
///
/// A capital after the word and its article leaves a name as it is, because it may be a part of it: `the Panel on Tides`.
fn without_subject<'t>(author: &'t str, lexicon: &Lexicon<'_>) -> &'t str {
    let apart = |found: &Chosen<'_, ()>| {
        let head = author[..found.start].trim_end();
        // A word of a name with hyphens, such as Kest-on-Water, begins no subject.
        let inside = head.ends_with(['-', '‑', '’', '\'']) || author[found.end..].starts_with(['-', '‑', '’', '\'']);
        let said = !inside && head.chars().filter(|c| c.is_alphabetic()).count() >= 2;
        let rest = author[found.end..].trim_start();
        let subject = lexicon.articles.at(rest, 0).map_or(rest, |article| rest[article.end..].trim_start());
        let mut words = subject.split_whitespace().filter(|word| !lexicon.common.contains(&fold(word)));
        // An article may stand before the name without a space: l’Estovar.
        let bare =
            |word: &str| word.rsplit(['’', '\'']).next().is_some_and(|name| name.starts_with(char::is_uppercase));
        // Only a name goes on with a name, as the Panel on Tides does.
        let named = head.split_whitespace().last().is_some_and(bare);
        said && words.next().is_some_and(|word| !named || !bare(word))
    };
    let found = lexicon.about.all(author, 0, author.len(), 8).into_iter().find(apart);
    found.map_or(author, |found| author[..found.start].trim_end_matches(|c: char| c.is_whitespace() || c == ','))
}

fn skip_marks(flow: &Flow, at: usize, end: usize) -> usize {
    let rest = &flow.text[at..end.max(at)];
    at + rest.len() - rest.trim_start().len()
}

/// Lines of a title in one: a line that ended early, before a capital, is a title of its own.
fn joined_title(
    flow: &Flow,
    lines: &[Span],
    lexicon: &Lexicon<'_>,
    vocabulary: &Vocabulary<'_>,
    communication: &mut Communication,
) -> String {
    let measure = measure(flow);
    let mut out = String::new();
    let mut start = 0;
    for (at, line) in lines.iter().enumerate() {
        let short = width(flow.of(*line)) * 100 < measure * 66;
        let next = lines.get(at + 1).map(|next| flow.of(*next));
        let ends = match next {
            None => true,
            Some(next) => {
                short
                    && next.starts_with(char::is_uppercase)
                    && !flow.of(*line).ends_with(['-', ','])
                    && !flow.of(*line).split_whitespace().next_back().is_some_and(|w| lexicon.common.contains(&fold(w)))
                    && lines.len() == 2
            }
        };
        if ends {
            let span = lines[start].cover(*line);
            let piece = mended(flow, span, lexicon, vocabulary, &mut communication.doubts);
            if !out.is_empty() {
                out.push_str(if out.ends_with(':') { " " } else { ": " });
            }
            out.push_str(piece.trim_end_matches('*'));
            start = at + 1;
        }
    }
    out
}

/// The date, where a line is nothing else.
fn date_line(written: &str, words: &Words<'_>) -> Option<jiff::civil::Date> {
    if written.len() > 60 {
        return None;
    }
    words.lexicons.iter().find_map(|lexicon| {
        let found = lexicon.dates.find(written, 0)?;
        let rest = written.len() - (found.end - found.start);
        (rest <= 4 && written[found.end..].chars().all(|c| !c.is_alphanumeric())).then_some(found.date)
    })
}

/// How long a full line is: most lines of running text are no longer.
fn measure(flow: &Flow) -> usize {
    let mut lengths: Vec<usize> =
        flow.lines.iter().take(2000).map(|line| line_width(flow, line)).filter(|l| *l < 200).collect();
    if lengths.is_empty() {
        return 90;
    }
    lengths.sort_unstable();
    lengths[(lengths.len() - 1) * 85 / 100].max(40)
}

/// How wide a line is, in columns. What is far too long for a line is not counted out.
fn line_width(flow: &Flow, line: &FlowLine) -> usize {
    if line.span.len() > 800 { 800 } else { width(flow.of(line.span)) }
}

/// The title of an attachment, if its first lines look like one.
fn annex_title(
    flow: &Flow,
    within: Span,
    lexicon: &Lexicon<'_>,
    words: &Words<'_>,
) -> Option<(Span, Option<jiff::civil::Date>, Option<String>)> {
    let text = &flow.text[..within.end];
    // An annexed letter has a title of the same shape as the letter's own.
    if let Some(title) = title::of_annexed(flow, within.start, lexicon)
        && title.span.start < within.start + 4
        && title.span.end <= within.end
    {
        let author = title.sender.map(|span| squeeze_hyphens(flow.of(span)));
        return Some((title.span, title.date.map(|date| date.date), author));
    }
    let first = flow.line_at(within.start);
    let line_end = flow.lines[first].span.end.min(within.end);
    let written = &text[within.start..line_end];
    if starts_body(written, lexicon) || is_numbered(written) {
        return None;
    }
    // Where a bracket follows in the same line, what stands before it is the title.
    let reach = flow.floor(within.start + 420).min(line_end);
    if let Some(bracket) = text[within.start..reach].find('[').map(|at| within.start + at)
        && words.original.at(text, bracket + 1).is_some()
    {
        let span = Span::new(within.start, within.start + text[within.start..bracket].trim_end().len());
        return (!span.is_empty()).then_some((span, None, None));
    }
    let measure = measure(flow);
    if width(written) > 160.max(measure * 3 / 2) {
        // A long line of its own may be a title if it is no sentence and a gap follows it.
        let next = flow.lines.get(first + 1);
        let apart = next.is_some_and(|next| next.gap > 0 && next.span.start < within.end);
        if apart && written.len() <= 320 && !written.contains(". ") && !written.ends_with(['.', ':', ';', ',', '”']) {
            return Some((Span::new(within.start, line_end), None, None));
        }
        // Without line breaks, only the words with which a text opens, or a place and a date, end its title.
        let opening = lexicon.opening(text, within.start, reach);
        let end = opening.into_iter().chain(dateline(&text[..reach], within.start, lexicon)).min()?;
        let span = Span::new(within.start, within.start + text[within.start..end].trim_end().len());
        let whole = flow.of(span);
        return (!whole.is_empty() && !whole.contains(". ") && whole.len() < 300).then_some((span, None, None));
    }
    let mut lines = vec![Span::new(within.start, line_end)];
    let mut gapped = false;
    let mut stopped = false;
    let mut bridged = false;
    for line in flow.lines.iter().skip(first + 1).take(6) {
        if line.span.start >= within.end {
            stopped = true;
            break;
        }
        let written = flow.of(line.span);
        if line.gap > 0 {
            // A gap inside the title: what follows goes on with it, or it went on so before and a date ends it.
            let short = written.chars().count() <= 90 && !written.ends_with(['.', ':', ';', '،', '。']);
            let ended = flow.of(*lines.last()?).ends_with(['.', ':', ';', '،', '。']);
            let dated = || {
                let next = flow.lines.get(flow.line_at(line.span.start) + 1);
                next.is_some_and(|next| date_line(flow.of(next.span), words).is_some())
            };
            if !short || ended || !(goes_on(written, lexicon) || bridged && dated()) {
                gapped = true;
                break;
            }
            bridged = true;
            lines.push(line.span);
            continue;
        }
        let stop = is_numbered(written)
            || written.starts_with(['[', '*'])
            || starts_body(written, lexicon)
            || date_line(written, words).is_some()
            || lexicon.signed.at(written, 0).is_some();
        let previous = lines.last().map_or(0, |span| width(flow.of(*span)));
        let short = previous * 100 < measure * 72;
        let long = width(written) * 100 >= measure * 80;
        if stop || short && long && written.starts_with(|c: char| !c.is_lowercase()) {
            stopped = true;
            break;
        }
        lines.push(line.span);
    }
    let span = lines.first()?.cover(*lines.last()?);
    let whole = flow.of(span);
    let sentence = whole.ends_with(['.', ',', ';']) && !whole.ends_with("a.i.");
    if sentence || whole.len() > 480 || !(gapped || stopped) || lines.len() > 6 {
        return None;
    }
    // A line that is all the annex holds, and long, is a paragraph.
    (whole.contains(char::is_alphabetic)).then_some((span, None, None))
}

/// Whether a line goes on with the phrase before it: it begins with a small letter or, in a script without capitals, with
/// a small word.
fn goes_on(written: &str, lexicon: &Lexicon<'_>) -> bool {
    let cased = |c: char| c.is_lowercase() || c.is_uppercase();
    match written.chars().next() {
        Some(c) if cased(c) => c.is_lowercase(),
        Some(c) if c.is_alphabetic() => {
            written.split_whitespace().next().is_some_and(|word| lexicon.common.contains(&fold(word)))
        }
        _ => false,
    }
}

/// Where a place and a date stand with a comma between, as under a title: `Tarn, 26 May 2026`.
fn dateline(text: &str, from: usize, lexicon: &Lexicon<'_>) -> Option<usize> {
    let mut at = from;
    for _ in 0..6 {
        let date = lexicon.dates.find(text, at)?;
        at = date.end;
        let Some(before) = text[from..date.start].trim_end().strip_suffix(',') else { continue };
        let named = |word: &str| {
            word.starts_with(char::is_uppercase) && word.chars().all(|c| c.is_alphabetic() || "-’'".contains(c))
        };
        let mut words = before.split_whitespace().rev();
        let Some(place) = words.next().filter(|word| named(word)) else { continue };
        // Names of places of two words begin with a short one: `Port Tarn`.
        let lead = words.next().filter(|word| named(word) && word.chars().count() <= 5);
        let start = lead.unwrap_or(place).as_ptr() as usize - text.as_ptr() as usize;
        return Some(start);
    }
    None
}

fn is_numbered(written: &str) -> bool {
    static NUMBERED: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^(?:\d{1,3}\.(?:\s|$)|\([a-z0-9]{1,4}\)\s)").ok());
    NUMBERED.as_ref().is_some_and(|regex| regex.is_match(written))
}

/// The blocks of a part: its paragraphs, and its signature lines where they stand.
fn part_blocks(
    flow: &Flow,
    within: Span,
    part: &str,
    signed: &[signature::Signed],
    roled: &Roled<'_>,
    lexicon: &Lexicon<'_>,
    blocks: &mut Vec<FlowBlock>,
) {
    let mut by_words = |span: Span, blocks: &mut Vec<FlowBlock>| paragraphs(flow, span, part, lexicon, blocks);
    let mut at = within.start;
    for one in signed {
        roled.blocks(flow, Span::new(at, one.span.start.max(at)), part, blocks, &mut by_words);
        for line in &one.lines {
            blocks.push(FlowBlock { part: part.to_owned(), kind: BlockKind::Signature, number: None, span: *line });
        }
        at = one.span.end.max(at);
    }
    roled.blocks(flow, Span::new(at, within.end.max(at)), part, blocks, &mut by_words);
}

/// Cuts a run of text into paragraphs.
fn paragraphs(flow: &Flow, within: Span, part: &str, lexicon: &Lexicon<'_>, blocks: &mut Vec<FlowBlock>) {
    let measure = measure_cached(flow, within);
    let mut current: Option<(Span, usize)> = None;
    let mut previous: Option<(Span, usize)> = None;
    for line in flow.lines.iter().skip(flow.line_at(within.start)) {
        if line.span.start >= within.end {
            break;
        }
        let span = Span::new(line.span.start.max(within.start), line.span.end.min(within.end));
        let span = trimmed(flow, span);
        if span.is_empty() || !flow.of(span).contains(char::is_alphanumeric) {
            continue;
        }
        let parts = match previous {
            None => true,
            Some((before, indent)) => new_paragraph(
                flow.of(before),
                flow.of(span),
                line.gap,
                line.broken,
                line.indent > indent + 1 || line.indent > indent && indent == 0,
                measure,
            ),
        };
        if parts {
            push_paragraph(flow, current.take(), part, lexicon, blocks);
            current = Some((span, 1));
        } else if let Some((whole, count)) = current.as_mut() {
            *whole = whole.cover(span);
            *count += 1;
        }
        previous = Some((span, line.indent));
    }
    push_paragraph(flow, current, part, lexicon, blocks);
}

fn measure_cached(flow: &Flow, within: Span) -> usize {
    let first = flow.line_at(within.start);
    let mut lengths: Vec<usize> = flow
        .lines
        .iter()
        .skip(first)
        .take_while(|line| line.span.start < within.end)
        .take(400)
        .map(|line| line_width(flow, line))
        .filter(|length| *length < 200)
        .collect();
    if lengths.len() < 4 {
        return measure(flow);
    }
    lengths.sort_unstable();
    lengths[(lengths.len() - 1) * 85 / 100].max(40)
}

fn trimmed(flow: &Flow, span: Span) -> Span {
    let text = flow.of(span);
    let start = span.start + text.len() - text.trim_start().len();
    Span::new(start, start + text.trim().len())
}

fn new_paragraph(before: &str, line: &str, gap: u32, broken: bool, indented: bool, measure: usize) -> bool {
    let ends = before.trim_end_matches(['”', '"', '’', ')', '*']).ends_with(['.', ':', ';', '!', '?', '。']);
    let goes_on = line.starts_with(char::is_lowercase);
    // A number alone waits for its paragraph.
    if is_numbered(before) && before.len() <= 5 {
        return false;
    }
    if broken && (goes_on || !ends) {
        return false;
    }
    if gap > 0 {
        return !(broken && goes_on);
    }
    if is_numbered(line) || line.starts_with(['•', '–', '—']) && ends {
        return true;
    }
    let length = width(before) * 100;
    if ends {
        return indented || length < measure * 80;
    }
    if indented && !goes_on && length < measure * 75 {
        return true;
    }
    // A short line without a stop before a capital is a heading.
    let capital =
        line.trim_start_matches(['“', '"', '(']).starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
    length < measure * 55 && capital && !before.ends_with([',', '-'])
}

/// Whether the figure of a footnote is hung on a word or a stop of the text before a place.
fn hung(flow: &Flow, figure: &str, before: usize) -> bool {
    const REACH: usize = 8_000;
    let text = &flow.text[flow.floor(before.saturating_sub(REACH))..before];
    text.match_indices(figure).any(|(at, _)| {
        let mut back = text[..at].chars().rev();
        let on = back.next().is_some_and(|c| c.is_alphabetic() || ".,;:!?)»”’。，；：、！？）،؛؟".contains(c));
        // A decimal's figure or one in a symbol hangs on a figure or follows a letter's stop at once: `3.1`.
        on && !back.next().is_some_and(|c| c.is_ascii_digit())
            && !text[at + figure.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '/')
    })
}

/// A text without the figure of a footnote that is hung on its last stop.
fn unmarked(text: &str) -> &str {
    let bare = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let words = bare.trim_end_matches(['.', '!', '?', '”', '»', '。', '！', '？', '؟']);
    // A stop behind a word ends a sentence; behind a figure or a letter it counts something.
    let ends = words.len() < bare.len() && words.chars().rev().take(2).filter(|c| c.is_alphabetic()).count() == 2;
    if ends && text.len() - bare.len() <= 3 { bare } else { text }
}

/// How an item of a list is numbered: `(a)`, `(iv)` in English, `a)` in French, Spanish and Russian, `(أ)`, `(一)`.
pub const ITEM: &str = r"\((?:[a-zA-Z0-9]{1,4}|\p{L}|[一二三四五六七八九十]{1,3})\)|(?:\p{L}|[ivx]{1,4}|\d{1,2})\)";

fn push_paragraph(
    flow: &Flow,
    block: Option<(Span, usize)>,
    part: &str,
    lexicon: &Lexicon<'_>,
    blocks: &mut Vec<FlowBlock>,
) {
    static LIST: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(&format!(r"^(?P<n>\d{{1,3}}\.|{ITEM}|[•–—])\s")).ok());
    static NOTE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^(?P<n>\*{1,3})\s*\p{Lu}").ok());
    static FIGURE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^(?P<n>\d{1,3})\s+[^\s\d]").ok());
    let Some((span, lines)) = block else { return };
    let written = flow.of(span);
    let head = &written[..written.char_indices().nth(12).map_or(written.len(), |(at, _)| at)];
    let of = |regex: &LazyLock<Option<Regex>>| {
        regex.as_ref().and_then(|r| r.captures(head)).and_then(|c| c.name("n")).map(|n| n.as_str().to_owned())
    };
    let (kind, number) = if let Some(number) = of(&NOTE) {
        (BlockKind::Footnote, Some(number))
    } else if let Some(number) = of(&LIST) {
        let kind = if number.ends_with('.') { BlockKind::Paragraph } else { BlockKind::List };
        (kind, Some(number))
    } else if lines <= 2
        && written.len() < 120
        && !unmarked(written).ends_with(['.', ',', ';', ':', '!', '?', '”', '。', '，', '；', '：', '！', '？'])
        && !starts_body(written, lexicon)
    {
        (BlockKind::Heading, None)
    } else {
        (BlockKind::Paragraph, None)
    };
    // A number without a stop at the head of a paragraph is a footnote's if it is hung on a word before it.
    let note = if number.is_none() { of(&FIGURE).filter(|figure| hung(flow, figure, span.start)) } else { None };
    let (kind, number) = if note.is_some() { (BlockKind::Footnote, note) } else { (kind, number) };
    let number = number.filter(|number| number.chars().any(|c| c.is_alphanumeric() || c == '*'));
    blocks.push(FlowBlock { part: part.to_owned(), kind, number, span });
}
