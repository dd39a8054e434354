//! The rules, and what several of them share. This is the one list: a rule that does not stand here does not run.

use std::{collections::HashSet, ops::Range};

use chancery_model::{
    Body, Symbol,
    body::{Agenda, OfficeKind, Organ, fold},
    communication::{Request, Signatory},
    text::Span,
};

use crate::{Fault, Frame, Rule, words};

/// Makes a module of each rule and the list of all.
macro_rules! rules {
    ($($rule:ident,)*) => {
        $(mod $rule;)*
        /// Every rule, in the order of the codes.
        pub(crate) const RULES: &[Rule] = &[$($rule::RULE),*];
    };
}

// In the order of the codes.
rules! {
    addressee_not_allowed,
    addressees_out_of_order,
    addressee_missing,
    addressee_named_twice,
    annex_mentioned_but_absent,
    annex_not_mentioned,
    annexes_misnumbered,
    annex_heading_differs,
    attachment_nested_wrongly,
    original_not_in_brackets,
    annex_already_issued,
    annex_empty,
    citation_malformed,
    citation_not_on_record,
    citation_from_the_future,
    double_symbol_run_together,
    citation_of_itself,
    letter_date_in_future,
    masthead_before_letter_date,
    letter_date_missing,
    annex_after_letter_date,
    release_before_masthead,
    session_differs_from_date,
    date_impossible,
    date_form_differs,
    distribution_unknown,
    asterisk_without_footnote,
    footnote_without_mark,
    footnotes_out_of_order,
    job_number_malformed,
    job_number_year_differs,
    barcode_differs,
    job_language_differs,
    kind_unclear,
    identical_letters_to_one,
    text_too_long,
    language_not_offered,
    language_differs_from_original,
    attachment_in_other_language,
    page_total_differs,
    numbers_differ,
    dates_differ,
    symbols_differ,
    paragraphs_differ,
    annexes_differ,
    agenda_item_missing,
    agenda_item_unknown,
    agenda_item_unconfirmed,
    request_missing,
    item_for_organ_without_agenda,
    organ_unknown,
    attention_asked_not_circulation,
    circulation_not_asked_in_letter,
    organ_asked_twice,
    organ_not_asked,
    item_title_differs,
    sub_item_unknown,
    item_asked_twice,
    items_out_of_order,
    masthead_differs_from_request,
    item_of_future_session,
    annex_not_in_request,
    signature_missing,
    note_verbale_signed,
    signatory_without_capacity,
    signatories_out_of_order,
    signatory_capacity_unstated,
    honorific_in_signature,
    signed_mark_missing,
    signatory_differs_from_sender,
    sender_unknown_state,
    sender_missing,
    sender_does_not_fit_form,
    per_cent_sign,
    date_with_ordinal,
    number_without_separator,
    number_at_start_of_sentence,
    organ_abbreviated,
    paragraphs_misnumbered,
    heading_alone,
    double_space,
    number_already_borne,
    organ_without_symbol,
    symbol_period_differs,
    symbols_out_of_order,
    modifier_without_parent,
    number_reserved,
    distribution_differs_from_series,
    symbol_for_organ_not_named,
    title_missing,
    title_date_differs,
    title_incomplete,
    title_ends_with_stop,
    title_in_capitals,
    title_addressees_differ,
    text_unreadable,
    text_empty,
}

/// An item's number as it is compared: without spaces, in lower case.
fn bare_item(number: &str) -> String {
    number.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase()
}

/// The item of which a bare number names a sub-item: `31` for `31(b)`.
fn whole_item(bare: &str) -> Option<&str> {
    bare.split_once('(').map(|(whole, _)| whole).filter(|whole| !whole.is_empty())
}

/// What is asked of an organ whose agenda is wholly at hand.
struct Asked<'a> {
    /// Which of the requests it is.
    index: usize,
    request: &'a Request,
    organ: &'a Organ,
    /// The session or year.
    period: String,
    agenda: &'a Agenda,
    /// The numbers of its items, as they are compared.
    known: HashSet<String>,
}

/// The requests of which a complete agenda can say whether their items stand on it.
fn on_whole_agendas<'a>(frame: &Frame<'a>) -> impl Iterator<Item = Asked<'a>> {
    let frame = *frame;
    frame.communication.requested_circulation.iter().enumerate().filter_map(move |(index, request)| {
        let organ = frame.organ(request)?;
        let period = frame.period(organ, request)?;
        let agenda = frame.body.agenda(organ, &period).filter(|agenda| agenda.complete)?;
        let known = agenda.items.iter().map(|item| bare_item(&item.number)).collect();
        Some(Asked { index, request, organ, period, agenda, known })
    })
}

/// A fault of a list of items with the right list as its repair, where the list was found: the items that stay, each as it
/// is written, in the order given by their places in the list; commas and “and” stay where they are.
fn relisted(frame: &Frame<'_>, fault: Fault, list: Option<&ItemList>, right: &[usize]) -> Fault {
    let repair = list.and_then(|list| {
        let own = right.iter().map(|at| Some(list.items.get(*at)?.of(frame.text))).collect::<Option<Vec<_>>>()?;
        let between: Vec<&str> =
            list.items.windows(2).map(|pair| Span::new(pair[0].end, pair[1].start).of(frame.text)).collect();
        let (last, rest) = between.split_last()?;
        let mut out = String::new();
        for (at, item) in own.iter().enumerate() {
            if at > 0 {
                // The last two are parted by what parted the last two.
                out.push_str(if at + 1 == own.len() { last } else { rest.get(at - 1)? });
            }
            out.push_str(item);
        }
        Some(out)
    });
    match repair {
        Some(repair) => fault.repaired(repair),
        None => fault,
    }
}

/// A list of items as it is written.
struct ItemList {
    /// From the first number to the end of the last.
    whole: Span,
    /// Each of them.
    items: Vec<Span>,
}

/// Where the numbers of items stand one after the other in a place, with nothing but words and commas between them.
fn item_list(frame: &Frame<'_>, place: Span, items: &[String]) -> Option<ItemList> {
    /// How much may stand between two numbers of a list.
    const BETWEEN: usize = 24;
    const MOST_ITEMS: usize = 200;
    if items.len() > MOST_ITEMS {
        return None;
    }
    let text = place.of(frame.text);
    let text = &text[..text.floor_char_boundary(4 * 1024)];
    let bare: Vec<Vec<char>> =
        items.iter().map(|item| bare_item(item).chars().filter(|c| c.is_alphanumeric()).collect()).collect();
    // Languages with other letters print sub-items with letters of their own.
    let printed = frame.body.words(frame.language()).map(|words| &words.reading.sub_items);
    let stands_for = |c: char, due: char| {
        let agenda = || printed.and_then(|letters| letters.get(c.encode_utf8(&mut [0; 4]))).map(String::as_str);
        c.to_lowercase().next() == Some(due) || agenda() == Some(due.encode_utf8(&mut [0; 4]))
    };
    // One number, whatever spaces and brackets stand in it; how many bytes it takes.
    let number_here = |text: &str, number: &[char]| -> Option<usize> {
        let mut due = number.iter();
        let mut next = due.next()?;
        for (at, c) in text.char_indices() {
            if stands_for(c, *next) {
                match due.next() {
                    Some(following) => next = following,
                    None => {
                        let mut end = at + c.len_utf8();
                        let close = text[end..].chars().next().filter(|c| matches!(c, ')' | '）'));
                        if let (true, Some(close)) = (number.iter().any(|c| c.is_alphabetic()), close) {
                            end += close.len_utf8();
                        }
                        let joined = text[end..].starts_with(|c: char| c.is_ascii_digit());
                        return (!joined).then_some(end);
                    }
                }
            } else if !(at > 0 && (c.is_whitespace() || matches!(c, '(' | ')' | '（' | '）'))) {
                return None;
            }
        }
        None
    };
    let first = bare.first()?;
    let mut before = ' ';
    for (start, c) in text.char_indices() {
        if !before.is_ascii_digit() && c.is_ascii_digit() {
            let mut end = start + number_here(&text[start..], first).unwrap_or(0);
            let mut places = vec![Span::new(place.start + start, place.start + end)];
            let whole = end > start
                && bare[1..].iter().all(|number| {
                    let rest = &text[end..];
                    let gap = rest.char_indices().find(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at);
                    let next = gap.filter(|gap| (1..=BETWEEN).contains(gap));
                    let found = next.and_then(|gap| Some((gap, number_here(&rest[gap..], number)?)));
                    if let Some((gap, length)) = found {
                        places.push(Span::new(place.start + end + gap, place.start + end + gap + length));
                        end += gap + length;
                    }
                    found.is_some()
                });
            if whole {
                return Some(ItemList { whole: Span::new(place.start + start, place.start + end), items: places });
            }
        }
        before = c;
    }
    None
}

/// The text with the pieces at these places put in another order: the piece at `order[i]` comes to stand where piece `i` was.
///
/// `None` where two places overlap or one is not in the text, since then nothing can be moved.
fn reordered(text: &str, places: &[Range<usize>], order: &[usize]) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (place, from) in places.iter().zip(order) {
        out.push_str(text.get(at..place.start)?);
        out.push_str(text.get(places.get(*from)?.clone())?);
        at = place.end;
    }
    out.push_str(text.get(at..)?);
    Some(out)
}

/// The document that an addendum, corrigendum or revision follows: its symbol without the last modifier.
pub(crate) fn parent(body: &Body, symbol: &Symbol) -> Option<Symbol> {
    let (stem, modifiers) = body.grammar().split_modifiers(symbol);
    if modifiers.is_empty() || body.place(&stem).is_none() {
        return None;
    }
    let bare = symbol.without_asterisks();
    bare.as_str().rsplit_once('/').map(|(before, _)| Symbol::from_canonical(before))
}

/// What an asterisk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MarkKind {
    /// It stands behind a word and sends to a note.
    Mark,
    /// It opens a note.
    Note,
}

/// The asterisks that mark footnotes and open them, with how many stand together; none where they count a list.
fn asterisks(frame: &Frame<'_>) -> Vec<(MarkKind, usize, Span)> {
    /// More notes than this are a list, or a table that marks its cells.
    const MOST_NOTES: usize = 3;
    let text = frame.text;
    let mut all = Vec::new();
    let (mut at, mut skip) = (0, 0);
    // The place of the line in which the search stands, and whether only space stood in it so far.
    let (mut before, mut opens) = ('\n', true);
    while let Some(c) = text[at..].chars().next() {
        if c == '*' && at >= skip {
            let run = text[at..].bytes().take_while(|b| *b == b'*').count();
            let end = at + run;
            let after = text[end..].chars().next().unwrap_or('\n');
            let span = Span::new(at, end);
            skip = end;
            if run <= 3 {
                let next = text[end..].trim_start_matches([' ', '\t', '\u{a0}']).chars().next().unwrap_or('\n');
                // A barcode stands between asterisks, and is no mark; nor is what sets words apart.
                if opens && next.is_alphabetic() && next.is_uppercase() | !next.is_lowercase() {
                    all.push((MarkKind::Note, run, span));
                } else if !opens
                    && (before.is_alphanumeric() || matches!(before, ')' | '.' | ',' | '”' | '"' | '’' | ']'))
                    && (after.is_whitespace() || matches!(after, ',' | ';' | '.' | ')' | '–' | '—'))
                    && !is_barcode_end(&text[..at])
                {
                    all.push((MarkKind::Mark, run, span));
                }
            } else {
                // A rule of asterisks parts pieces of text.
                return Vec::new();
            }
            (before, opens) = ('*', false);
            at = end;
            continue;
        }
        opens = c == '\n' || opens && c.is_whitespace();
        before = c;
        at += c.len_utf8();
    }
    let of = |kind: MarkKind| all.iter().filter(|(other, ..)| *other == kind).count();
    if of(MarkKind::Note) > MOST_NOTES || of(MarkKind::Mark) > 20 { Vec::new() } else { all }
}

/// Whether figures between asterisks end here.
fn is_barcode_end(before: &str) -> bool {
    let bare = before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-');
    before.len() > bare.len() + 3 && bare.ends_with('*')
}

/// How many signatures are looked at. More have never stood under one letter than there are States.
const MOST_SIGNATORIES: usize = 300;

/// In what capacity someone signed.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Capacity {
    /// One in which a letter for circulation may be signed.
    Signs,
    /// Another, by the line that names it.
    Other(String),
    /// None that the body's data knows.
    Unstated,
}

/// Whether a text ends with a word, and not with a longer one; scripts without spaces write it right behind another.
fn ends_with_word(text: &str, word: &str) -> bool {
    let before = text.strip_suffix(word).map(|rest| rest.chars().next_back());
    before.is_some_and(|c| c.is_none_or(|c| !c.is_alphanumeric() || !words::is_spaced(c)))
}

/// In what capacity someone signed, by the lines under the signature.
fn capacity(frame: &Frame<'_>, signatory: &Signatory) -> Capacity {
    let mut other = None;
    for line in signatory.titles.iter().take(32) {
        for office in &frame.body.charter.offices {
            for name in frame.names_of(office, Some(frame.language())) {
                // Many leave out that it is for the time being.
                let short = name.split(" a.i.").next().unwrap_or(name);
                let Some(place) = words::find(line, name).or_else(|| words::find(line, short)) else { continue };
                let (before, after) = (fold(&line[..place.start]), fold(&line[place.end..]));
                let assists = words::ASSISTANTS.iter().any(|word| ends_with_word(&before, word))
                    || words::ASSISTANTS_AFTER.iter().any(|word| words::length_at(&after, word).is_some());
                match office.kind {
                    OfficeKind::Mission | OfficeKind::Charge | OfficeKind::Official | OfficeKind::President
                        if !assists =>
                    {
                        return Capacity::Signs;
                    }
                    OfficeKind::MissionItself => {}
                    _ => other = Some(line.clone()),
                }
            }
        }
    }
    other.map_or(Capacity::Unstated, Capacity::Other)
}
