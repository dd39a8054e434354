//! The masthead and the agenda block: what stands before the title.

use chancery_model::{
    communication::{Communication, Receiving},
    period::PeriodRule,
    text::Span,
};

use crate::{
    flow::Flow,
    request::item_list,
    words::{Choice, Lexicon, Words, fold, ordinal_key, spaceless},
};

/// How much of a text before the title is looked at, in bytes.
const ZONE: usize = 12_000;

/// Reads what stands before `to`. Given back is what stands below the titles of the agenda items, if anything does: a title
/// of the document's own, whatever it is.
pub fn read(
    flow: &Flow,
    to: usize,
    lexicon: &Lexicon<'_>,
    words: &Words<'_>,
    communication: &mut Communication,
) -> Option<Span> {
    let from = flow.floor(to.saturating_sub(ZONE));
    let zone = Span::new(from, to);
    symbols(flow, zone, words, communication);
    if let Some(found) = words.distribution.find(&flow.text[..to], from) {
        communication.distribution = Some(found.value.clone());
        communication.places.insert("distribution".into(), flow.origin(Span::new(found.start, found.end)));
    } else if let Some((value, span)) = unknown_distribution(flow, zone, words) {
        communication.distribution = Some(value);
        communication.places.insert("distribution".into(), flow.origin(span));
    }
    if let Some(found) = words.original.find(&flow.text[..to], from) {
        communication.original_language = Some(*found.value);
        communication.places.insert("original_language".into(), flow.origin(Span::new(found.start, found.end)));
    }
    date(flow, zone, words, communication);
    bodies(flow, zone, lexicon, words, communication)
}

/// A distribution line whose category the body does not know, as written: it must not pass for the public one.
fn unknown_distribution(flow: &Flow, zone: Span, words: &Words<'_>) -> Option<(String, Span)> {
    const LONGEST: usize = 40;
    for line in flow.lines.iter().filter(|line| zone.start <= line.span.start && line.span.end <= zone.end) {
        let written = flow.of(line.span);
        for label in words.body.wording.values().flat_map(|wording| &wording.reading.distribution) {
            let Some(head) = written.get(..label.len()) else { continue };
            let rest = written[label.len()..].trim_matches(|c: char| c.is_whitespace() || ".:".contains(c));
            if fold(head) == fold(label) && rest.contains(char::is_alphabetic) && rest.len() <= LONGEST {
                return Some((rest.to_owned(), line.span));
            }
        }
    }
    None
}

/// The document's own symbols: those in the masthead, and those after a label for them.
fn symbols(flow: &Flow, zone: Span, words: &Words<'_>, communication: &mut Communication) {
    let mut found = Vec::new();
    for symbol in words.symbols.find(&flow.text, zone, words) {
        let line = flow.lines[flow.line_at(symbol.span.start)];
        let written = flow.of(line.span);
        // A footnote's symbol is another document's.
        if written.starts_with('*') {
            continue;
        }
        found.push(symbol);
    }
    // The masthead's own line of symbols says more than a mention in a sentence before it.
    for symbol in found {
        add_symbol(flow, symbol.symbol, symbol.span, communication);
    }
    for lexicon in &words.lexicons {
        for label in lexicon.symbol_labels.all(&flow.text, 0, flow.text.len(), 4) {
            let end = flow.lines[flow.line_at(label.end.saturating_sub(1))].span.end;
            for symbol in words.symbols.find(&flow.text, Span::new(label.end, end.max(label.end)), words) {
                add_symbol(flow, symbol.symbol, symbol.span, communication);
            }
        }
    }
}

fn add_symbol(flow: &Flow, symbol: chancery_model::symbol::Symbol, span: Span, communication: &mut Communication) {
    if communication.symbols.iter().any(|known| known.without_asterisks() == symbol.without_asterisks()) {
        return;
    }
    let name = format!("symbols.{}", communication.symbols.len());
    communication.places.insert(name, flow.origin(span));
    communication.symbols.push(symbol);
}

/// The masthead's date: the one after the distribution category, or one alone on its line.
fn date(flow: &Flow, zone: Span, words: &Words<'_>, communication: &mut Communication) {
    let text = &flow.text[..zone.end];
    let after = words.distribution.find(text, zone.start).map(|found| found.end);
    for start in after.into_iter().chain(std::iter::once(zone.start)) {
        let mut best: Option<crate::dates::Found> = None;
        for lexicon in &words.lexicons {
            let mut at = start;
            while let Some(found) = lexicon.dates.find(text, at) {
                at = found.end;
                let line = flow.of(flow.lines[flow.line_at(found.start)].span);
                // Without a distribution line before it, only a date that is a line of its own is the masthead's.
                let own = fold(line).chars().filter(|c| c.is_alphanumeric()).count()
                    <= text[found.start..found.end].chars().filter(|c| c.is_alphanumeric()).count() + 2;
                if after.is_some_and(|after| start == after && found.start < after + 400) {
                    if best.is_none_or(|b| found.start < b.start) {
                        best = Some(found);
                    }
                    break;
                }
                // The one nearest to the title is the masthead's; what stands above may be another page's.
                if own && best.is_none_or(|b| found.start > b.start) {
                    best = Some(found);
                }
            }
        }
        if let Some(found) = best {
            communication.masthead_date = Some(found.date);
            communication.places.insert("masthead_date".into(), flow.origin(Span::new(found.start, found.end)));
            return;
        }
    }
}

struct Mention {
    at: usize,
    end: usize,
    organ: usize,
    period: Option<String>,
}

/// The receiving organs, each with its session or year and its items.
fn bodies(
    flow: &Flow,
    zone: Span,
    lexicon: &Lexicon<'_>,
    words: &Words<'_>,
    communication: &mut Communication,
) -> Option<Span> {
    let text = &flow.text[..zone.end];
    let organs = &words.body.organs;
    let mut mentions: Vec<Mention> = Vec::new();
    let mut marks = Vec::new();
    for lexicon in &words.lexicons {
        for (at, end, number) in ordinals(text, zone.start, &lexicon.sessions, lexicon) {
            if let Some(organ) = (0..organs.len()).find(|organ| words.has_sessions(*organ)) {
                mentions.push(Mention { at, end, organ, period: Some(number.to_string()) });
                marks.push(end);
            }
        }
        for (at, end, number) in ordinals(text, zone.start, &lexicon.years, lexicon) {
            let counted = organs.iter().position(|organ| organ.years_since.is_some());
            if let Some(organ) = counted {
                let year = i64::from(organs[organ].years_since.unwrap_or_default()) + i64::from(number);
                mentions.push(Mention { at, end, organ, period: Some(year.to_string()) });
                marks.push(end);
            }
        }
        for (at, end, number) in years(text, zone.start, &lexicon.year_sessions) {
            let by_year =
                organs.iter().position(|organ| organ.years_since.is_none() && matches!(organ.period, PeriodRule::Year));
            if let Some(organ) = by_year {
                mentions.push(Mention { at, end, organ, period: Some(number.to_string()) });
                marks.push(end);
            }
        }
    }
    // Of a text in two languages run together, the main one says the items.
    let own = std::slice::from_ref(lexicon);
    let items = Some(items(text, zone.start, own)).filter(|i| !i.is_empty());
    let items = items.unwrap_or_else(|| self::items(text, zone.start, &words.lexicons));
    // Organs named before the items, or alone on a line, receive it; one named in an item's title does not.
    let first_item = items.first().map_or(zone.end, |item| item.0.start);
    for found in words.organs.all(text, zone.start, zone.end, 60) {
        let line = flow.lines[flow.line_at(found.start)];
        let own = only_organs(flow.of(line.span), words);
        // A short line that begins with an organ's name and goes on in letters alone is a longer name: the body's own may
        // begin as its organ's does.
        let rest = text[found.end.min(zone.end)..line.span.end.clamp(found.end, zone.end)].trim();
        // Scripts without spaces put the words that make a name longer right before it: it ends as its organ's does.
        let before = &text[line.span.start..found.start];
        let letters = |text: &str| text.chars().all(|c| c.is_alphanumeric() || c.is_whitespace());
        let ends_longer =
            before.ends_with(spaceless) && text[found.start..].starts_with(spaceless) && letters(flow.of(line.span));
        let begins_longer = found.start == line.span.start
            && rest.contains(char::is_alphabetic)
            && rest.chars().all(|c| c.is_alphabetic() || c.is_whitespace())
            && !words.organs.occurs(rest);
        let longer = line.span.len() < 120
            && !marks.iter().any(|mark| line.span.start < *mark && *mark <= line.span.end)
            && (ends_longer || begins_longer);
        if own
            || !longer
                && found.start < first_item
                && written_like_a_name(&text[found.start..found.end])
                && !in_sentence(flow, found.start)
        {
            mentions.push(Mention { at: found.start, end: found.end, organ: *found.value, period: None });
        }
    }
    for symbol in &communication.symbols {
        if let Some(organ) = words.organ_of(symbol) {
            let period = words.body.place(symbol).map(|place| place.period).filter(|period| !period.is_empty());
            mentions.push(Mention { at: usize::MAX, end: usize::MAX, organ, period });
        }
    }
    // If the symbols say who receives it, a mere mention says nothing more.
    let borne: Vec<usize> = communication.symbols.iter().filter_map(|s| words.organ_of(s)).collect();
    let mut receiving: Vec<(usize, Option<String>)> = Vec::new();
    mentions.sort_by_key(|mention| mention.at);
    let places: Vec<(usize, Span)> = places(&mentions);
    for mention in mentions {
        if !borne.is_empty() && !borne.contains(&mention.organ) && mention.period.is_none() {
            continue;
        }
        match receiving.iter_mut().find(|(organ, _)| *organ == mention.organ) {
            Some((_, period)) => *period = period.take().or(mention.period),
            None => receiving.push((mention.organ, mention.period)),
        }
    }
    receiving.sort_by_key(|(organ, _)| organs[*organ].order);
    let mut bodies: Vec<Receiving> = receiving
        .iter()
        .map(|(organ, period)| {
            let organ = &organs[*organ];
            let year = !matches!(organ.period, PeriodRule::Session { .. });
            Receiving {
                organ: organ.name.clone(),
                session: period.clone().filter(|_| !year),
                year: period.clone().filter(|_| year),
                agenda_items: Vec::new(),
            }
        })
        .collect();
    for (index, (organ, _)) in receiving.iter().enumerate() {
        if let Some((_, place)) = places.iter().find(|(known, _)| known == organ) {
            communication.places.insert(format!("bodies.{index}"), flow.origin(*place));
        }
    }
    // Items stand under the organs that need them, in their order.
    let takers: Vec<usize> = (0..receiving.len()).filter(|at| organs[receiving[*at].0].items_required).collect();
    for (index, (_, numbers)) in items.iter().enumerate() {
        let taker = takers.get(index.min(takers.len().saturating_sub(1)));
        if let Some(body) = taker.and_then(|at| bodies.get_mut(*at)) {
            for number in numbers {
                if !body.agenda_items.contains(number) {
                    body.agenda_items.push(number.clone());
                }
            }
        }
    }
    let mut below = None;
    if let (Some(first), Some(last)) = (items.first(), items.last()) {
        communication.places.insert("agenda_items".into(), flow.origin(first.0.cover(last.0)));
        (communication.agenda_item_titles, below) = item_titles(flow, last.0.end, zone.end, &last.1, words, &marks);
    }
    communication.bodies = bodies;
    below
}

/// Where each organ stands with its session or year: its last name, since the first may be the head of the page alone, and
/// the session or year that follows it.
fn places(mentions: &[Mention]) -> Vec<(usize, Span)> {
    /// How far from its name an organ's session stands.
    const NEAR: usize = 80;
    let mut places: Vec<(usize, Span)> = Vec::new();
    for mention in mentions.iter().filter(|mention| mention.at < usize::MAX) {
        let own = Span::new(mention.at, mention.end);
        match places.iter_mut().find(|(organ, _)| *organ == mention.organ) {
            Some((_, place)) if mention.period.is_some() && place.end + NEAR >= own.start => *place = place.cover(own),
            Some((_, place)) => *place = own,
            None => places.push((mention.organ, own)),
        }
    }
    places
}

/// Whether a line holds names of organs and nothing else.
fn only_organs(line: &str, words: &Words<'_>) -> bool {
    let found = words.organs.all(line, 0, line.len(), 4);
    let mut at = 0;
    for organ in &found {
        if !line[at..organ.start].chars().all(|c| !c.is_alphanumeric()) {
            return false;
        }
        at = organ.end;
    }
    !found.is_empty() && line[at..].chars().all(|c| !c.is_alphanumeric())
}

fn written_like_a_name(text: &str) -> bool {
    text.chars().next().is_some_and(|c| !c.is_lowercase())
}

/// Whether a place is inside a running sentence rather than a heading: small words go before it.
fn in_sentence(flow: &Flow, at: usize) -> bool {
    let line = flow.lines[flow.line_at(at)].span;
    let before = &flow.text[line.start..at];
    before.split_whitespace().next_back().is_some_and(|word| word.starts_with(char::is_lowercase))
}

/// The agenda items of the masthead: where each list stands, and its numbers.
fn items(text: &str, from: usize, lexicons: &[Lexicon<'_>]) -> Vec<(Span, Vec<String>)> {
    let mut found: Vec<(Span, Vec<String>)> = Vec::new();
    for lexicon in lexicons {
        for label in lexicon.items.all(text, from, text.len(), 20) {
            // Inside a sentence the word has a small letter.
            if !written_like_a_name(&text[label.start..label.end]) {
                continue;
            }
            let (numbers, end) = item_list(text, label.end, lexicon);
            if numbers.is_empty() || found.iter().any(|(span, _)| span.start < end && label.start < span.end) {
                continue;
            }
            let end = lexicon.item_lists.at(text, end).map_or(end, |list| list.end);
            found.push((Span::new(label.start, end), numbers));
        }
    }
    found.sort_by_key(|(span, _)| span.start);
    found
}

/// Titles of items: the lines after the numbers, up to the next thing that is none.
fn item_titles(
    flow: &Flow,
    from: usize,
    to: usize,
    numbers: &[String],
    words: &Words<'_>,
    marks: &[usize],
) -> (Vec<String>, Option<Span>) {
    let count = numbers.len();
    // The title of an item may stand before that of its sub-item. What stands after all titles is the document's own.
    let whole: std::collections::BTreeSet<&str> =
        numbers.iter().filter_map(|number| number.split_once('(')).map(|(item, _)| item.trim()).collect();
    let most = count + whole.len();
    let begins = |line: &&str| line.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
    let mut titles: Vec<String> = Vec::new();
    let mut current: Vec<&str> = Vec::new();
    let mut blocks = 0;
    let mut lines: Vec<&str> = Vec::new();
    let mut below = None;
    let first = flow.line_at(from) + 1;
    for line in flow.lines.iter().skip(first).take(24).take_while(|line| line.span.start < to) {
        let written = flow.of(line.span);
        let marked = marks.iter().any(|mark| line.span.start < *mark && *mark <= line.span.end);
        if only_organs(written, words) || marked || written.starts_with('*') {
            break;
        }
        if line.gap > 0 && !current.is_empty() {
            let all = blocks == 0 && count > 1 && lines.iter().filter(|line| begins(line)).count() >= count;
            if all || blocks + 1 >= most {
                below = Some(Span::new(line.span.start, flow.block_end(line.span.start, 3).min(to)));
                break;
            }
            titles.push(crate::flow::squeeze(&current.join("\n")));
            current.clear();
            blocks += 1;
        }
        current.push(written);
        lines.push(written);
    }
    // Titles one under another, without a gap: as many lines begin anew as there are items.
    if blocks == 0
        && count > 1
        && lines.iter().filter(|line| begins(line)).count() == count
        && lines.first().is_some_and(begins)
    {
        let mut apart: Vec<String> = Vec::new();
        for line in &lines {
            match apart.last_mut().filter(|_| !begins(line)) {
                Some(title) => *title = crate::flow::squeeze(&format!("{title}\n{line}")),
                None => apart.push((*line).to_owned()),
            }
        }
        return (apart, below);
    }
    if !current.is_empty() {
        titles.push(crate::flow::squeeze(&current.join("\n")));
    }
    // Where the numbers and a title stand in one line, the rest of the line is the title.
    let rest = flow.text[from..flow.lines[flow.line_at(from)].span.end.max(from).min(to)].trim();
    if titles.is_empty() && !rest.is_empty() && rest.len() < 400 {
        titles.push(crate::flow::squeeze(rest));
    }
    // A footnote's mark alone is no title.
    titles.retain(|title| title.contains(char::is_alphanumeric));
    (titles, below)
}

/// A template such as `{ordinal} session` or `Session of {year}`, made ready.
pub struct Counted {
    leads: Option<Choice<()>>,
    follows: Option<Choice<()>>,
}

impl Counted {
    /// Makes a template ready; one without a slot matches nothing.
    pub fn new(template: &str) -> Counted {
        let slot = template.find('{').zip(template.find('}'));
        let (before, after) = slot.map_or(("", ""), |(open, close)| (&template[..open], &template[close + 1..]));
        let choice = |literal: &str| {
            let literal = literal.trim();
            (!literal.is_empty()).then(|| Choice::new(vec![(literal.to_owned(), ())]))
        };
        Counted { leads: choice(before), follows: choice(after) }
    }

    /// Every place where the template stands with a number that `read` knows.
    fn find(&self, text: &str, from: usize, read: &dyn Fn(&str) -> Option<u32>) -> Vec<(usize, usize, u32)> {
        let mut found = Vec::new();
        if let Some(leads) = &self.leads {
            for lead in leads.all(text, from, text.len(), 40) {
                let rest = &text[lead.end..];
                let window = &rest[..rest.char_indices().nth(60).map_or(rest.len(), |(at, _)| at)];
                let reach = match self.follows.as_ref().map(|follows| follows.find(window, 0)) {
                    Some(Some(follow)) => &window[..follow.start],
                    Some(None) => continue,
                    None => window,
                };
                let whole = self.follows.is_some();
                let mut ends: Vec<usize> = vec![reach.len()];
                if !whole {
                    ends.extend(reach.char_indices().filter(|(_, c)| !c.is_alphanumeric()).map(|(at, _)| at).rev());
                }
                let number = ends.into_iter().find_map(|end| read(&reach[..end]).map(|number| (end, number)));
                if let Some((length, number)) = number {
                    found.push((lead.start, lead.end + length, number));
                }
            }
            return found;
        }
        let Some(follows) = &self.follows else { return found };
        for follow in follows.all(text, from, text.len(), 40) {
            let window =
                text[from..follow.start].char_indices().rev().take(60).last().map_or(from, |(at, _)| from + at);
            let before = &text[window..follow.start];
            let starts = before.char_indices().filter(|(at, c)| {
                !c.is_whitespace()
                    && (*at == 0 || before[..*at].ends_with(|b: char| !b.is_alphanumeric()) || *c as u32 > 0x2e80)
            });
            for (at, _) in starts {
                if let Some(number) = read(&before[at..]) {
                    found.push((window + at, follow.end, number));
                    break;
                }
            }
        }
        found
    }
}

/// Every place where one of the templates stands with an ordinal.
pub fn ordinals(text: &str, from: usize, templates: &[Counted], lexicon: &Lexicon<'_>) -> Vec<(usize, usize, u32)> {
    templates.iter().flat_map(|template| template.find(text, from, &|words| ordinal(words, lexicon))).collect()
}

/// Every place where one of the templates stands with a year.
fn years(text: &str, from: usize, templates: &[Counted]) -> Vec<(usize, usize, u32)> {
    let year = |words: &str| words.trim().parse().ok().filter(|year| (1000..3000).contains(year));
    templates.iter().flat_map(|template| template.find(text, from, &year)).collect()
}

/// The number that ordinal words or figures stand for.
pub fn ordinal(text: &str, lexicon: &Lexicon<'_>) -> Option<u32> {
    let key = ordinal_key(text);
    if key.is_empty() {
        return None;
    }
    if let Some(number) = lexicon.ordinals.get(&key) {
        return Some(*number);
    }
    let digits = key.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &key[digits..];
    // A number of four figures is a year.
    ((1..=3).contains(&digits) && rest.chars().count() <= 3 && !rest.contains(' '))
        .then(|| key[..digits].parse().ok())
        .flatten()
}
