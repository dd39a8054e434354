//! Symbols in a text, and numbers of resolutions that a body's series turn into symbols.

use regex::Regex;

use chancery_model::{
    body::Body,
    communication::{BlockKind, Citation, Communication},
    symbol::{Slots, Symbol, fill, match_template},
    text::Span,
};

use crate::{doubt, flow::Flow, parts::FlowBlock, words::Words};

/// Patterns for symbols, job numbers and page marks, made from a body's grammar and series.
pub struct Symbols {
    candidate: Option<Regex>,
    /// A figure with a root glued to it: `536S/`.
    glued: Option<Regex>,
    /// A job number.
    pub job: Option<Regex>,
    /// The first page's foot: a job number, its language, date codes and bar code.
    pub foot: Option<Regex>,
    /// Constant heads of series that hold resolutions, whose symbols may end in a roman session.
    resolutions: Vec<String>,
}

/// The longest run of characters that is looked at as one or more symbols written together.
const LONGEST: usize = 200;

/// One symbol found, with the words it was read from.
#[derive(Clone, Debug)]
pub struct FoundSymbol {
    /// Where it stands.
    pub span: Span,
    /// The symbol.
    pub symbol: Symbol,
    /// Whether a hyphen to its neighbour was lost.
    pub glued: bool,
}

impl Symbols {
    /// Makes a body's patterns.
    pub fn new(body: &Body) -> Symbols {
        let grammar = body.grammar();
        let mut roots: Vec<_> = grammar.roots.iter().collect();
        roots.sort_by_key(|root| std::cmp::Reverse(root.code.len()));
        let heads: Vec<String> = roots
            .iter()
            .map(|root| {
                let separator = regex::escape(&root.separator);
                let separator = if root.separator == "/" { separator } else { format!("(?:{separator}|/)") };
                format!(r"(?i:{})\s?{separator}", regex::escape(&root.code))
            })
            .collect();
        let words: Vec<String> = grammar.qualifiers.iter().map(|q| regex::escape(q)).collect();
        let words = if words.is_empty() { r"[^\s\S]".to_owned() } else { words.join("|") };
        let candidate = format!(
            r"(?P<symbol>(?:{heads})\n?[A-Za-z0-9](?:[A-Za-z0-9./\-–—‐‑]|/\n|\s/[0-9A-Z])*\*{{0,3}}(?P<qualifier>\s?\((?:\d{{4}}|[IVXLC]{{1,7}}|(?:{words})[^()\n]{{0,20}})\)(?:\[[A-Z-]{{1,5}}\])?(?:/[A-Za-z0-9./]+)*)?)",
            heads = heads.join("|"),
        );
        let glued = format!(r"[0-9](?P<root>(?:{})[0-9A-Z])", heads.join("|"));
        let jobs: Vec<String> = body.charter.job_numbers.iter().map(|series| job_pattern(&series.template)).collect();
        let job = jobs.join("|");
        let usable = !roots.is_empty();
        let has_jobs = !jobs.is_empty();
        Symbols {
            candidate: usable.then(|| Regex::new(&candidate).ok()).flatten(),
            glued: usable.then(|| Regex::new(&glued).ok()).flatten(),
            job: has_jobs.then(|| Regex::new(&format!(r"\b(?:{job})\b")).ok()).flatten(),
            foot: has_jobs
                .then(|| {
                    Regex::new(&format!(
                        r"\b(?P<job>{job})\s\(\p{{Lu}}\)(?:\s+\d{{6}})*(?:\s+\*\d{{5,10}}\*)?(?:\s+/\.\.\.)?"
                    ))
                    .ok()
                })
                .flatten(),
            resolutions: body
                .organs
                .iter()
                .flat_map(|organ| &organ.series)
                .filter(|series| series.holds == "resolution")
                .filter_map(|series| series.template.split('{').next().map(str::to_owned))
                .collect(),
        }
    }

    /// All symbols between two places of a text.
    pub fn find(&self, text: &str, within: Span, words: &Words<'_>) -> Vec<FoundSymbol> {
        let mut found = Vec::new();
        let (Some(regex), Some(window)) = (&self.candidate, text.get(..within.end)) else { return found };
        let mut at = within.start;
        while let Some(captures) = regex.captures_at(window, at) {
            let Some(all) = captures.name("symbol") else { break };
            at = all.end().max(at + 1);
            let before = window[..all.start()].chars().next_back();
            // A symbol starts a word; a figure may stand before it where two symbols were run together.
            if before.is_some_and(|c| c.is_alphabetic() && c < '\u{530}' || matches!(c, '/' | '-' | '.')) {
                // A long run of letters and strokes is no symbol, and is not walked through from each of its letters.
                at = if all.len() > LONGEST { all.end() } else { all.start() + 1 };
                continue;
            }
            if all.len() > LONGEST {
                continue;
            }
            let bare_end = captures.name("qualifier").map_or(all.end(), |q| q.start());
            self.read_candidate(window, Span::new(all.start(), bare_end), all.end(), words, &mut found);
        }
        found
    }

    /// Reads one candidate, which may hold several symbols.
    fn read_candidate(&self, text: &str, bare: Span, end: usize, words: &Words<'_>, found: &mut Vec<FoundSymbol>) {
        let grammar = words.body.grammar();
        let trim = |span: Span| {
            let cut = span.of(text).trim_end_matches(|c: char| !c.is_alphanumeric() && c != '*');
            Span::new(span.start, span.start + cut.len())
        };
        let whole = trim(bare);
        // The qualifier belongs to the last symbol, if the two together are one.
        if end > bare.end && whole.end == bare.end {
            let with = Span::new(bare.start, end);
            if let Ok(symbol) = grammar.parse(&with.of(text).replace('\n', ""))
                && self.qualified(&symbol, with.of(text), words)
            {
                found.push(FoundSymbol { span: with, symbol, glued: false });
                return;
            }
        }
        // Where a figure runs into a root, extraction lost the hyphen between two symbols.
        let mut cuts = vec![whole.start];
        if let Some(glued) = &self.glued {
            for captures in glued.captures_iter(whole.of(text)).take(8) {
                if let Some(root) = captures.name("root") {
                    cuts.push(whole.start + root.start());
                }
            }
        }
        cuts.push(whole.end);
        let is_glued = cuts.len() > 2;
        for pair in cuts.windows(2) {
            let piece = trim(Span::new(pair[0], pair[1]));
            let written = piece.of(text);
            if !written.bytes().any(|b| b.is_ascii_digit()) {
                continue;
            }
            let Ok(symbols) = grammar.parse_all(&written.replace('\n', "")) else { continue };
            // The places of symbols written together are told apart at the head of the next root.
            let mut from = piece.start;
            // A root in small letters may be a word; only a symbol of a known series is read from one.
            let small = written.starts_with(|c: char| c.is_ascii_lowercase());
            for (at, symbol) in symbols.iter().enumerate() {
                if small && words.body.place(symbol).is_none() {
                    continue;
                }
                let to = match symbols.get(at + 1) {
                    None => piece.end,
                    Some(next) => {
                        let head: String = next.as_str().chars().take_while(|c| c.is_ascii_alphabetic()).collect();
                        let rest = &text[from..piece.end];
                        let cut = rest.char_indices().find(|(i, c)| {
                            matches!(c, '-' | '–' | '—' | '‐' | '‑')
                                && rest[i + c.len_utf8()..]
                                    .get(..head.len())
                                    .is_some_and(|h| h.eq_ignore_ascii_case(&head))
                        });
                        cut.map_or(piece.end, |(i, _)| from + i)
                    }
                };
                if symbol.as_str().bytes().any(|b| b.is_ascii_digit()) {
                    found.push(FoundSymbol { span: Span::new(from, to), symbol: symbol.clone(), glued: is_glued });
                }
                let rest = &text[to..piece.end];
                from = rest.find(|c: char| c.is_ascii_alphanumeric()).map_or(piece.end, |at| to + at);
            }
        }
    }

    /// Whether what stands in brackets after a symbol is part of it.
    fn qualified(&self, symbol: &Symbol, written: &str, words: &Words<'_>) -> bool {
        let Some(open) = written.find('(') else { return true };
        let inner = &written[open + 1..];
        if inner.starts_with(|c: char| c.is_ascii_digit()) {
            return words.body.place(symbol).is_some() || words.body.place(&spaced(symbol)).is_some();
        }
        if words.body.grammar().qualifiers.iter().any(|q| inner.starts_with(q.as_str())) {
            return true;
        }
        self.resolutions.iter().any(|head| symbol.as_str().starts_with(head.as_str()))
    }
}

/// A symbol with a space before its brackets, as series write it.
fn spaced(symbol: &Symbol) -> Symbol {
    let text = symbol.as_str();
    match text.find('(') {
        Some(at) if !text[..at].ends_with(' ') => Symbol::from_canonical(format!("{} {}", &text[..at], &text[at..])),
        _ => symbol.clone(),
    }
}

fn job_pattern(template: &str) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        out.push_str(&regex::escape(&rest[..open]));
        let Some(close) = rest[open..].find('}') else { break };
        let slot = &rest[open + 1..open + close];
        let width = slot.split_once(':').and_then(|(_, width)| width.parse::<usize>().ok());
        out.push_str(&match (slot, width) {
            ("yy", _) => r"\d{2}".to_owned(),
            ("year", _) => r"\d{4}".to_owned(),
            (_, Some(width)) => format!(r"\d{{{}}}", width.clamp(1, 12)),
            _ => r"\d+".to_owned(),
        });
        rest = &rest[open + close + 1..];
    }
    out.push_str(&regex::escape(rest));
    out
}

/// A written form of resolutions' numbers and the symbol it gives.
struct Form<'b> {
    organ: Option<usize>,
    form: String,
    template: &'b str,
}

/// Reads the citations of all blocks.
pub fn read(flow: &Flow, blocks: &[FlowBlock], words: &Words<'_>, communication: &mut Communication) {
    let mut forms: Vec<Form<'_>> = Vec::new();
    for (at, organ) in words.body.organs.iter().enumerate() {
        for series in organ.series.iter().filter(|series| series.holds == "resolution") {
            // What stands before the first slot is the symbol's root; texts write the rest.
            if let Some(open) = series.template.find('{') {
                forms.push(Form {
                    organ: Some(at),
                    form: series.template[open..].to_owned(),
                    template: &series.template,
                });
            }
        }
    }
    for lexicon in &words.lexicons {
        for extra in &lexicon.words.resolution_forms {
            let organ = extra.organ.as_ref().map(|code| words.body.organs.iter().position(|o| o.code == *code));
            if let Some(None) = organ {
                continue;
            }
            forms.push(Form { organ: organ.flatten(), form: extra.form.clone(), template: &extra.symbol });
        }
    }
    let own: Vec<String> = communication.symbols.iter().map(|s| s.without_asterisks().as_str().to_owned()).collect();
    let mut part = "";
    let mut paragraph = 0u32;
    for block in blocks {
        if block.part != part {
            part = &block.part;
            paragraph = 0;
        }
        let counted = matches!(block.kind, BlockKind::Paragraph | BlockKind::List);
        if counted {
            paragraph += 1;
        }
        if block.kind == BlockKind::Signature {
            continue;
        }
        let mut found = Vec::new();
        let mut glued = false;
        for symbol in words.symbols.find(&flow.text, block.span, words) {
            glued |= symbol.glued;
            if own.iter().any(|own| *own == symbol.symbol.without_asterisks().as_str()) {
                continue;
            }
            let text = flow.of(symbol.span).split_whitespace().collect::<String>();
            let text = if flow.of(symbol.span).contains(" (") { flow.of(symbol.span).replace('\n', "") } else { text };
            found.push((symbol.span, symbol.symbol.without_asterisks(), text));
        }
        if glued {
            let span = flow.origin(found.first().map_or(block.span, |f| f.0));
            communication.doubts.push(doubt(
                "LOST_HYPHEN",
                "two symbols were run together and are read apart",
                span,
                None,
            ));
        }
        resolutions(flow, block.span, words, &forms, &mut found);
        found.sort_by_key(|(span, ..)| (span.end, span.start));
        // Languages share words; a number is cited once however many of them read it.
        found.dedup_by(|a, b| a.0.end == b.0.end && a.1 == b.1);
        for (span, symbol, text) in found {
            communication.citations.push(Citation {
                symbol,
                text,
                span: flow.origin(span),
                part: block.part.clone(),
                paragraph: counted.then_some(paragraph),
            });
        }
    }
}

fn resolutions(
    flow: &Flow,
    within: Span,
    words: &Words<'_>,
    forms: &[Form<'_>],
    found: &mut Vec<(Span, Symbol, String)>,
) {
    let Some(window) = flow.text.get(..within.end) else { return };
    for lexicon in &words.lexicons {
        let mut at = within.start;
        while let Some(word) = lexicon.resolution.find(window, at) {
            at = word.end;
            let before = flow.floor(word.start.saturating_sub(60)).max(within.start);
            // The organ named last before the word, in the same clause, is the one that adopted it.
            let near = &window[before..word.start];
            let near = near.rfind([',', ';', '(']).map_or(near, |cut| &near[cut + 1..]);
            let organ = words.organs.all(near, 0, near.len(), 8).last().map(|chosen| *chosen.value);
            if organ.is_none() && names_a_stranger(near, words) {
                continue;
            }
            let mut cursor = word.end;
            let mut first = word.start;
            while let Some((end, written)) = number_at(window, cursor) {
                let symbol = symbol_of(&written, organ, words, forms);
                let Some(symbol) = symbol else { break };
                let span = Span::new(first, end);
                found.push((span, symbol, flow.of(span).split_whitespace().collect::<Vec<_>>().join(" ")));
                let Some(next) = separator_at(window, end, lexicon) else { break };
                cursor = next;
                first = next;
            }
            at = at.max(cursor);
        }
    }
}

/// Whether the capitalised words at the end of a text name someone who is no organ of the body, nor the end of its name.
fn names_a_stranger(near: &str, words: &Words<'_>) -> bool {
    let mut run: Vec<&str> = Vec::new();
    for word in near.split_whitespace().rev() {
        if !word.starts_with(char::is_uppercase) {
            break;
        }
        run.insert(0, word);
    }
    if run.is_empty() || run.len() == near.split_whitespace().count() && run.len() == 1 {
        return false;
    }
    let run = crate::words::fold(&run.join(" "));
    !words.body.organs.iter().any(|organ| crate::words::fold(&organ.name).ends_with(&run))
}

/// The number of a resolution at a place: `48/208`, `1701 (2006)`, `ES-10/17`, `2758 (XXVI)`, `194 (III)`.
fn number_at(text: &str, at: usize) -> Option<(usize, String)> {
    use std::sync::LazyLock;
    static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let form = r"^\s*(?P<n>(?:[A-Z]{1,2}-)?\d{1,4}(?:/\d{1,4})?)(?:(?P<part>\s[A-Z])?\s*\(\s*(?P<in>(?:[A-Z]{1,2}-)?[IVXLC]{1,8}|\d{4})\s*\))?";
        Regex::new(form).ok()
    });
    let captures = NUMBER.as_ref()?.captures(text.get(at..)?)?;
    let mut written = captures.name("n")?.as_str().to_owned();
    if let Some(part) = captures.name("part") {
        written.push_str(&format!(" {}", part.as_str().trim()));
    }
    if let Some(inner) = captures.name("in") {
        written.push_str(&format!(" ({})", inner.as_str()));
    } else if !written.contains('/') {
        return None;
    }
    Some((at + captures.get(0)?.end(), written))
}

fn separator_at(text: &str, at: usize, lexicon: &crate::words::Lexicon<'_>) -> Option<usize> {
    let rest = &text[at..];
    let comma = rest.len() - rest.trim_start_matches([',', ' ', '\n', '،', '、']).len();
    let at = at + comma;
    let after = lexicon.and.at(text, at).map_or(at, |and| and.end);
    (after > at || comma > 0 && rest.trim_start().starts_with([',', '،', '、'])).then_some(after)
}

fn symbol_of(written: &str, organ: Option<usize>, words: &Words<'_>, forms: &[Form<'_>]) -> Option<Symbol> {
    for form in forms {
        // Where the text names the organ that adopted it, only that organ's series are asked.
        if organ.is_some() && form.organ != organ && form.organ.is_some() {
            continue;
        }
        let Some(slots) = match_template(&form.form, written) else { continue };
        if !plausible(form, &slots, words) {
            continue;
        }
        let text = fill(form.template, &slots);
        return words.body.grammar().parse(&text).ok().or(Some(Symbol::from_canonical(text)));
    }
    None
}

/// Whether slots can be a period of the organ: a year is no session.
fn plausible(form: &Form<'_>, slots: &Slots, words: &Words<'_>) -> bool {
    let organ = form.organ.and_then(|at| words.body.organs.get(at));
    match (slots.get("session"), organ) {
        (Some(session), Some(organ)) => match session.parse::<i16>() {
            Ok(_) => organ.period.days(session).is_some_and(|(opens, _)| opens.year() < 2200),
            Err(_) => true,
        },
        _ => match slots.get("roman") {
            Some(roman) => roman.chars().all(|c| "IVXLC".contains(c)),
            None => true,
        },
    }
}
