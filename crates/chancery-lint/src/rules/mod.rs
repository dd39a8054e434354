//! The rules, and what several of them share. This is the one list: a rule that does not stand here does not run.

use std::{collections::HashSet, ops::Range};

use chancery_model::{
    Body, Symbol,
    body::{Agenda, OfficeKind, Organ, fold},
    communication::{Request, Signatory},
    text::Span,
};

use crate::{Fault, Frame, Rule, words};

mod addressee_missing;
mod addressee_named_twice;
mod addressee_not_allowed;
mod addressees_out_of_order;
mod agenda_item_missing;
mod agenda_item_unconfirmed;
mod agenda_item_unknown;
mod annex_after_letter_date;
mod annex_already_issued;
mod annex_empty;
mod annex_heading_differs;
mod annex_mentioned_but_absent;
mod annex_not_in_request;
mod annex_not_mentioned;
mod annexes_differ;
mod annexes_misnumbered;
mod asterisk_without_footnote;
mod attachment_in_other_language;
mod attachment_nested_wrongly;
mod attention_asked_not_circulation;
mod barcode_differs;
mod circulation_not_asked_in_letter;
mod citation_from_the_future;
mod citation_malformed;
mod citation_not_on_record;
mod citation_of_itself;
mod date_form_differs;
mod date_impossible;
mod date_with_ordinal;
mod dates_differ;
mod distribution_differs_from_series;
mod distribution_unknown;
mod double_space;
mod double_symbol_run_together;
mod footnote_without_mark;
mod footnotes_out_of_order;
mod heading_alone;
mod honorific_in_signature;
mod identical_letters_to_one;
mod item_asked_twice;
mod item_for_organ_without_agenda;
mod item_of_future_session;
mod item_title_differs;
mod items_out_of_order;
mod job_language_differs;
mod job_number_malformed;
mod job_number_year_differs;
mod kind_unclear;
mod language_differs_from_original;
mod language_not_offered;
mod letter_date_in_future;
mod letter_date_missing;
mod masthead_before_letter_date;
mod masthead_differs_from_request;
mod modifier_without_parent;
mod note_verbale_signed;
mod number_already_borne;
mod number_at_start_of_sentence;
mod number_reserved;
mod number_without_separator;
mod numbers_differ;
mod organ_abbreviated;
mod organ_asked_twice;
mod organ_not_asked;
mod organ_unknown;
mod organ_without_symbol;
mod original_not_in_brackets;
mod page_total_differs;
mod paragraphs_differ;
mod paragraphs_misnumbered;
mod per_cent_sign;
mod release_before_masthead;
mod request_missing;
mod sender_does_not_fit_form;
mod sender_missing;
mod sender_unknown_state;
mod session_differs_from_date;
mod signatories_out_of_order;
mod signatory_capacity_unstated;
mod signatory_differs_from_sender;
mod signatory_without_capacity;
mod signature_missing;
mod signed_mark_missing;
mod sub_item_unknown;
mod symbol_for_organ_not_named;
mod symbol_period_differs;
mod symbols_differ;
mod symbols_out_of_order;
mod text_empty;
mod text_too_long;
mod text_unreadable;
mod title_addressees_differ;
mod title_date_differs;
mod title_ends_with_stop;
mod title_in_capitals;
mod title_incomplete;
mod title_missing;

/// Every rule, in the order of the codes.
pub(crate) const RULES: &[Rule] = &[
    addressee_not_allowed::RULE,
    addressees_out_of_order::RULE,
    addressee_missing::RULE,
    addressee_named_twice::RULE,
    annex_mentioned_but_absent::RULE,
    annex_not_mentioned::RULE,
    annexes_misnumbered::RULE,
    annex_heading_differs::RULE,
    attachment_nested_wrongly::RULE,
    original_not_in_brackets::RULE,
    annex_already_issued::RULE,
    annex_empty::RULE,
    citation_malformed::RULE,
    citation_not_on_record::RULE,
    citation_from_the_future::RULE,
    double_symbol_run_together::RULE,
    citation_of_itself::RULE,
    letter_date_in_future::RULE,
    masthead_before_letter_date::RULE,
    letter_date_missing::RULE,
    annex_after_letter_date::RULE,
    release_before_masthead::RULE,
    session_differs_from_date::RULE,
    date_impossible::RULE,
    date_form_differs::RULE,
    distribution_unknown::RULE,
    asterisk_without_footnote::RULE,
    footnote_without_mark::RULE,
    footnotes_out_of_order::RULE,
    job_number_malformed::RULE,
    job_number_year_differs::RULE,
    barcode_differs::RULE,
    job_language_differs::RULE,
    kind_unclear::RULE,
    identical_letters_to_one::RULE,
    text_too_long::RULE,
    language_not_offered::RULE,
    language_differs_from_original::RULE,
    attachment_in_other_language::RULE,
    page_total_differs::RULE,
    numbers_differ::RULE,
    dates_differ::RULE,
    symbols_differ::RULE,
    paragraphs_differ::RULE,
    annexes_differ::RULE,
    agenda_item_missing::RULE,
    agenda_item_unknown::RULE,
    agenda_item_unconfirmed::RULE,
    request_missing::RULE,
    item_for_organ_without_agenda::RULE,
    organ_unknown::RULE,
    attention_asked_not_circulation::RULE,
    circulation_not_asked_in_letter::RULE,
    organ_asked_twice::RULE,
    organ_not_asked::RULE,
    item_title_differs::RULE,
    sub_item_unknown::RULE,
    item_asked_twice::RULE,
    items_out_of_order::RULE,
    masthead_differs_from_request::RULE,
    item_of_future_session::RULE,
    annex_not_in_request::RULE,
    signature_missing::RULE,
    note_verbale_signed::RULE,
    signatory_without_capacity::RULE,
    signatories_out_of_order::RULE,
    signatory_capacity_unstated::RULE,
    honorific_in_signature::RULE,
    signed_mark_missing::RULE,
    signatory_differs_from_sender::RULE,
    sender_unknown_state::RULE,
    sender_missing::RULE,
    sender_does_not_fit_form::RULE,
    per_cent_sign::RULE,
    date_with_ordinal::RULE,
    number_without_separator::RULE,
    number_at_start_of_sentence::RULE,
    organ_abbreviated::RULE,
    paragraphs_misnumbered::RULE,
    heading_alone::RULE,
    double_space::RULE,
    number_already_borne::RULE,
    organ_without_symbol::RULE,
    symbol_period_differs::RULE,
    symbols_out_of_order::RULE,
    modifier_without_parent::RULE,
    number_reserved::RULE,
    distribution_differs_from_series::RULE,
    symbol_for_organ_not_named::RULE,
    title_missing::RULE,
    title_date_differs::RULE,
    title_incomplete::RULE,
    title_ends_with_stop::RULE,
    title_in_capitals::RULE,
    title_addressees_differ::RULE,
    text_unreadable::RULE,
    text_empty::RULE,
];

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
