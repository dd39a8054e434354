//! What a format says its lines are: where a line has a role, the role decides; lines without one are read by their words.

use std::{collections::BTreeMap, sync::LazyLock};

use regex::Regex;

use chancery_model::{
    communication::{BlockKind, Communication, Kind, Signatory},
    text::Span,
    vocabulary::Role,
};

use crate::{
    clean::Line,
    doubt,
    flow::{Flow, FlowLine, squeeze},
    formats::{Extracted, Mark, Pictured},
    masthead,
    parts::{FlowBlock, ITEM},
    request, senders,
    signature::Signed,
    title::{self, Title},
    words::{Lexicon, Words},
};

/// How much running text may stand before a title, in bytes: one that comes later is an annex's.
const BEFORE_TITLE: usize = 3_000;

/// The most cells without words at the head of a row.
const MOST_CELLS: usize = 200;

/// How many lines after a title may still belong to the titles of its page.
const TITLE_PAGE: usize = 16;

/// Lines of the flow that one mark covers.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    /// The mark.
    mark: usize,
    /// The first line.
    first: usize,
    /// Where the lines stand in the flow.
    span: Span,
}

/// The marks of a format, brought to the lines of the flow.
pub struct Roled<'e> {
    marks: &'e [Mark],
    stretches: Vec<Stretch>,
    /// Whether the text came as it was typed, and not off a page that broke and divided it.
    as_typed: bool,
    /// Whether the numbers of marks stand in the text as well, before its words.
    numbers_in_text: bool,
    /// Whether what the marks say of a line is all there is to say.
    own: bool,
    /// The title and what stands under it, where roles say them.
    title: Option<Stretch>,
    subtitle: Option<Stretch>,
}

impl<'e> Roled<'e> {
    /// Brings marks to the flow.
    pub fn new(flow: &Flow, extracted: &'e Extracted) -> Roled<'e> {
        let (marks, format) = (extracted.marks.as_slice(), extracted.format);
        let mut stretches: Vec<Stretch> = Vec::new();
        for (index, line) in flow.lines.iter().enumerate() {
            let Some(mark) = line.mark else { continue };
            match stretches.last_mut() {
                Some(last) if last.mark == mark => last.span = last.span.cover(line.span),
                _ => stretches.push(Stretch { mark, first: index, span: line.span }),
            }
        }
        let as_typed = !matches!(format, "pdf" | "text");
        let numbers_in_text = format == "akn";
        let mut roled =
            Roled { marks, stretches, as_typed, numbers_in_text, own: extracted.own, title: None, subtitle: None };
        roled.entitle(flow);
        roled
    }

    /// Whether the format says nothing of any line.
    pub fn is_empty(&self) -> bool {
        self.stretches.is_empty()
    }

    /// What the format says a line is.
    pub fn role(&self, line: &FlowLine) -> Option<Role> {
        self.marks.get(line.mark?).map(|mark| mark.role)
    }

    fn role_of(&self, stretch: &Stretch) -> Role {
        self.marks.get(stretch.mark).map_or(Role::Paragraph, |mark| mark.role)
    }

    /// Finds the title and what stands under it. The first title is the document's; the next one, before its text, or a line
    /// that is said to stand under a title, is what stands under it.
    fn entitle(&mut self, flow: &Flow) {
        let first = self.stretches.iter().position(|stretch| self.role_of(stretch) == Role::Title);
        let second = |from: usize| {
            let head = |role: Role| role.is_masthead() || matches!(role, Role::Heading | Role::Footnote | Role::Figure);
            let after = self.stretches.get(from..).unwrap_or_default();
            let found = after.iter().find(|stretch| !head(self.role_of(stretch)))?;
            let close = flow.lines.get(self.line_after(from)..found.first).unwrap_or_default();
            let unmarked = close.iter().any(|line| line.mark.is_none());
            (matches!(self.role_of(found), Role::Title | Role::Subtitle) && !unmarked).then_some(*found)
        };
        let (title, subtitle) = match first {
            Some(first) => (self.stretches.get(first).copied(), second(first + 1)),
            None => (None, None),
        };
        self.title = title.filter(|title| {
            let before = flow.lines.iter().take(title.first).filter(|line| {
                self.role(line).is_none_or(|role| matches!(role, Role::Paragraph | Role::ListItem | Role::TableRow))
            });
            before.map(|line| line.span.len()).sum::<usize>() <= BEFORE_TITLE
        });
        self.subtitle = subtitle.filter(|_| self.title.is_some());
    }

    /// The first line after the stretch before one.
    fn line_after(&self, stretch: usize) -> usize {
        let Some(before) = stretch.checked_sub(1).and_then(|before| self.stretches.get(before)) else { return 0 };
        before.first + 1
    }

    /// Where the title stands that a role says.
    pub fn title(&self) -> Option<Span> {
        self.title.map(|title| title.span)
    }

    /// Of a title known by its words, whether it is the document's. Where a role says the title, only that one is; and a
    /// note, a table or the title of an agenda item is never the document's title, whatever its words.
    pub fn accepts(&self, found: &Title, flow: &Flow) -> bool {
        let role = flow.lines.get(flow.line_at(found.span.start)).and_then(|line| self.role(line));
        match self.title {
            // A letter's title before an annex's.
            Some(title) => found.span.start < title.span.end && role.is_none_or(may_hold_title),
            None => role.is_none_or(may_hold_title),
        }
    }

    /// The title that a role says, read by its words: whose letter it is, and to whom.
    pub fn read_title<'w, 'b>(&self, flow: &Flow, words: &'w Words<'b>) -> Option<(Title, &'w Lexicon<'b>)> {
        let span = self.title?.span;
        words.lexicons.iter().find_map(|lexicon| {
            let mut title = title::at(flow, span.start, lexicon)?;
            title.span = title.span.cover(span);
            Some((title, lexicon))
        })
    }

    /// Where the masthead ends: after the last line that belongs to one, before any of the text.
    pub fn head_end(&self) -> usize {
        let head = self.stretches.iter().take_while(|stretch| {
            let role = self.role_of(stretch);
            role.is_masthead() || matches!(role, Role::Footnote | Role::Title | Role::Subtitle | Role::Figure)
        });
        head.filter(|stretch| self.role_of(stretch).is_masthead()).last().map_or(0, |last| last.span.end)
    }

    /// Reads the masthead: of the lines before a place, those that the format gives to it or says nothing of.
    pub fn masthead(
        &self,
        text: &str,
        flow: &Flow,
        lines: &[Line],
        to: usize,
        lexicon: &Lexicon<'_>,
        words: &Words<'_>,
        communication: &mut Communication,
    ) {
        let head: Vec<Line> = flow
            .lines
            .iter()
            .zip(lines)
            .take_while(|(line, _)| line.span.end <= to)
            .filter(|(line, _)| self.role(line).is_none_or(|role| role.is_masthead() && role != Role::AgendaTitle))
            .map(|(_, line)| *line)
            .collect();
        let head = Flow::new(text, &head);
        masthead::read(&head, head.text.len(), lexicon, words, communication);
        let before = |stretch: &&Stretch| stretch.span.end <= to;
        let of = |role: Role| self.stretches.iter().filter(before).filter(move |stretch| self.role_of(stretch) == role);
        let titles: Vec<String> = of(Role::AgendaTitle)
            .map(|stretch| squeeze(flow.of(stretch.span)).trim_end_matches(['*', ' ']).to_owned())
            .filter(|title| !title.is_empty())
            .collect();
        if !titles.is_empty() {
            communication.agenda_item_titles = titles;
        }
        // The format says that these are items, even where no word before their numbers does.
        if communication.bodies.iter().all(|body| body.agenda_items.is_empty()) {
            let numbers: Vec<String> = of(Role::AgendaItem)
                .flat_map(|stretch| request::item_list(&flow.text[..stretch.span.end], stretch.span.start, lexicon).0)
                .collect();
            let takes = |name: &str| words.body.organ_named(name).is_some_and(|organ| organ.items_required);
            if let Some(body) = communication.bodies.iter_mut().find(|body| takes(&body.organ)) {
                body.agenda_items = numbers;
            }
        }
    }

    /// Puts down the title that a role says, where its words are no letter's.
    pub fn entitled(&self, flow: &Flow, lexicon: &Lexicon<'_>, words: &Words<'_>, communication: &mut Communication) {
        let Some(title) = self.title else { return };
        communication.title = Some(written(flow, title.span));
        communication.places.insert("title".into(), flow.origin(title.span));
        // A heading between the masthead and the title looks like the title on the page.
        let above = self.stretches.iter().take_while(|stretch| stretch.first < title.first);
        if let Some(heading) = above.filter(|stretch| self.role_of(stretch) == Role::Heading).last() {
            let message = "a heading stands above the line that the file says is the title";
            communication.doubts.push(doubt("TITLE_UNSURE", message, flow.origin(heading.span), None));
        }
        // “Note by …” says whose it is.
        let under = self.subtitle.map_or(title.span, |subtitle| subtitle.span);
        if let Some(note) = title::at(flow, under.start, lexicon).filter(|note| note.kind == Kind::Note)
            && let Some(span) = note.sender
        {
            communication.kind = Kind::Note;
            communication.places.insert("sender".into(), flow.origin(span));
            communication.sender = senders::read(flow.of(span), lexicon, words, None).into_iter().next();
        }
    }

    /// Puts down what stands under the title. Of a document that is a part of a divided one, it is the name of its own part,
    /// which stands under that part's number, and not that of a division above it (a fascicle of a programme budget).
    pub fn subtitled(&self, flow: &Flow, lexicon: &Lexicon<'_>, communication: &mut Communication) {
        if let Some(subtitle) = self.fascicle(flow, lexicon).or(self.subtitle.map(|subtitle| subtitle.span)) {
            communication.subtitle = Some(written(flow, subtitle));
            communication.places.insert("subtitle".into(), flow.origin(subtitle));
        }
    }

    /// The name under the number of the part which the document is, on the page with the title.
    fn fascicle(&self, flow: &Flow, lexicon: &Lexicon<'_>) -> Option<Span> {
        let title = self.title?.span;
        let first = flow.first_line_from(title.end);
        let page = flow.lines.get(first..flow.lines.len().min(first + TITLE_PAGE))?;
        let numbers =
            |line: &FlowLine, shapes: &[String]| shapes.iter().any(|shape| is_numbered(flow.of(line.span), shape));
        let own = page.iter().position(|line| numbers(line, &lexicon.words.fascicles))?;
        let mut name: Option<Span> = None;
        for line in page.iter().skip(own + 1) {
            let ends = name.is_some() && line.gap > 0 || numbers(line, &lexicon.words.divisions);
            let of_the_head = |role| matches!(role, Role::Title | Role::Subtitle | Role::Heading);
            if ends || line.broken || !self.role(line).is_none_or(of_the_head) {
                break;
            }
            name = Some(name.map_or(line.span, |name| name.cover(line.span)));
        }
        name
    }

    /// Whether the heading of an attachment may stand in a line.
    pub fn may_head(&self, line: &FlowLine) -> bool {
        self.role(line).is_none_or(|role| {
            matches!(
                role,
                Role::Heading | Role::Title | Role::Subtitle | Role::Paragraph | Role::AnnexHeading | Role::AnnexTitle
            )
        })
    }

    /// The heading of an attachment that begins with a line, where the format says so: its depth, and where it stands.
    pub fn annex_heading(&self, line: usize) -> Option<(u8, Span)> {
        let stretch = self.stretch_at(line).filter(|stretch| stretch.first == line)?;
        (self.role_of(stretch) == Role::AnnexHeading)
            .then(|| (self.marks.get(stretch.mark).map_or(1, |mark| mark.level.max(1)), stretch.span))
    }

    /// The title of an attachment whose heading ends at a place, where the format says it.
    pub fn annex_title(&self, flow: &Flow, at: usize, end: usize) -> Option<Span> {
        let line = flow.first_line_from(at);
        let stretch = self.stretch_at(line).filter(|stretch| stretch.span.start >= at && stretch.span.end <= end)?;
        let role = self.role_of(stretch);
        if !matches!(role, Role::AnnexTitle | Role::Title | Role::Heading) {
            return None;
        }
        // Several lines of a title come as several marks.
        let more = self
            .stretches
            .iter()
            .skip_while(|other| other.first <= stretch.first)
            .take_while(|other| role == Role::AnnexTitle && self.role_of(other) == role && other.span.end <= end);
        Some(more.fold(stretch.span, |span, other| span.cover(other.span)))
    }

    fn stretch_at(&self, line: usize) -> Option<&Stretch> {
        let at = self.stretches.partition_point(|stretch| stretch.first <= line).checked_sub(1)?;
        self.stretches.get(at)
    }

    /// The signatures of a part that the format marks.
    pub fn signed(&self, flow: &Flow, within: Span, lexicon: &Lexicon<'_>) -> Option<Vec<Signed>> {
        let mut blocks: Vec<Span> = Vec::new();
        let mut last = None;
        for (at, stretch) in self.stretches.iter().enumerate() {
            let inside = within.start <= stretch.span.start && stretch.span.end <= within.end;
            if !inside || self.role_of(stretch) != Role::Signature {
                continue;
            }
            match blocks.last_mut() {
                Some(block) if last == at.checked_sub(1) => *block = block.cover(stretch.span),
                _ => blocks.push(stretch.span),
            }
            last = Some(at);
        }
        if blocks.is_empty() {
            return None;
        }
        let mut signed = Vec::new();
        for block in blocks {
            let found = crate::signature::read(flow, block, lexicon);
            if !found.is_empty() {
                signed.extend(found);
                continue;
            }
            let lines: Vec<Span> = flow
                .lines
                .iter()
                .skip(flow.line_at(block.start))
                .take_while(|line| line.span.start < block.end)
                .map(|line| line.span)
                .collect();
            let mut texts = lines.iter().map(|line| squeeze(flow.of(*line)));
            if let Some(name) = texts.next() {
                signed.push(Signed { signatory: Signatory { name, titles: texts.collect() }, span: block, lines });
            }
        }
        Some(signed)
    }

    /// The blocks that the format says, and between them those of lines without a role, which `by_words` cuts.
    pub fn blocks(
        &self,
        flow: &Flow,
        within: Span,
        part: &str,
        blocks: &mut Vec<FlowBlock>,
        by_words: &mut dyn FnMut(Span, &mut Vec<FlowBlock>),
    ) {
        let from = self.stretches.partition_point(|stretch| stretch.span.end <= within.start);
        let mut at = within.start;
        for stretch in self.stretches.iter().skip(from).take_while(|stretch| stretch.span.start < within.end) {
            // A signature may have begun or ended inside a stretch.
            let span = Span::new(stretch.span.start.max(within.start), stretch.span.end.min(within.end));
            if span.start > at {
                by_words(Span::new(at, span.start), blocks);
            }
            at = at.max(span.end);
            let is = |other: &Option<Stretch>| other.is_some_and(|other| other.first == stretch.first);
            if is(&self.title) || is(&self.subtitle) || span.is_empty() {
                continue;
            }
            let Some(kind) = block_kind(self.role_of(stretch)) else { continue };
            let mark = self.marks.get(stretch.mark);
            // Whether the format has a place of its own for the number.
            let apart = mark.is_some_and(|mark| mark.number.as_deref().is_some_and(counts));
            let number = match mark.map(|mark| mark.number.as_ref()) {
                Some(None) => typed_number(flow.of(span), kind, self.own),
                Some(Some(number)) if self.numbers_in_text && counts(number) => {
                    flow.of(span).starts_with(number.as_str()).then(|| number.clone())
                }
                _ => None,
            };
            // Who has one style for all running text has it for the items in it too.
            let item = kind == BlockKind::Paragraph && number.as_ref().is_some_and(|number| number.ends_with(')'));
            let kind = if item && !self.own && !apart { BlockKind::List } else { kind };
            blocks.push(FlowBlock { part: part.to_owned(), kind, number, span });
        }
        if at < within.end {
            by_words(Span::new(at, within.end), blocks);
        }
    }

    /// Blocks that stand before the text: notes of the first page, figures.
    pub fn blocks_before(&self, flow: &Flow, to: usize, part: &str, blocks: &mut Vec<FlowBlock>) {
        for stretch in self.stretches.iter().take_while(|stretch| stretch.span.end <= to) {
            let role = self.role_of(stretch);
            if !matches!(
                role,
                Role::Footnote
                    | Role::Figure
                    | Role::FacsimilePage
                    | Role::Heading
                    | Role::Paragraph
                    | Role::ListItem
                    | Role::TableRow
            ) {
                continue;
            }
            self.blocks(flow, stretch.span, part, blocks, &mut |_, _| {});
        }
    }

    /// Numbers that the format keeps apart from the text, by the place in the flow where their block begins.
    pub fn numbers(&self) -> BTreeMap<usize, String> {
        let numbered = self.stretches.iter().filter_map(|stretch| {
            let number = self.marks.get(stretch.mark)?.number.as_ref()?;
            counts(number).then(|| (stretch.span.start, number.clone()))
        });
        numbered.collect()
    }

    /// Places of pictures in the text, by the place in the flow where their block begins.
    pub fn pictures(&self, pictures: &BTreeMap<usize, Pictured>) -> BTreeMap<usize, usize> {
        let pictured = self.stretches.iter().filter_map(|stretch| {
            let place = self.marks.get(stretch.mark)?.span.start;
            pictures.contains_key(&place).then_some((stretch.span.start, place))
        });
        pictured.collect()
    }

    /// How many cells without words stand before the first word of a row: a line of the flow has no white space at its head,
    /// but the format's mark begins with the row.
    fn cells_before(&self, flow: &Flow, row: Span) -> usize {
        let Some(line) = flow.lines.get(flow.line_at(row.start)).filter(|line| line.span.start == row.start) else {
            return 0;
        };
        let mark = line.mark.and_then(|mark| self.marks.get(mark)).filter(|_| self.as_typed);
        mark.map_or(0, |mark| line.origin.saturating_sub(mark.span.start).min(MOST_CELLS))
    }

    /// The words of a block as they are shown, where nothing is to be mended in them.
    pub fn as_typed(&self, flow: &Flow, block: &FlowBlock) -> Option<String> {
        let text = flow.of(block.span);
        match block.kind {
            BlockKind::Table if text.contains('\t') || self.cells_before(flow, block.span) > 0 => {
                let cells = text.split('\t').map(squeeze).collect::<Vec<_>>();
                let before = "\t".repeat(self.cells_before(flow, block.span));
                Some(format!("{before}{}", cells.join("\t").trim()))
            }
            // The sign that stands for a picture is no word.
            BlockKind::Figure | BlockKind::FacsimilePage => Some(squeeze(&text.replace('\u{fffc}', " "))),
            _ if self.as_typed && !self.is_empty() => Some(squeeze(text)),
            _ => None,
        }
    }
}

/// A title's words in one line, without the marks of its notes.
fn written(flow: &Flow, span: Span) -> String {
    squeeze(flow.of(span)).trim_end_matches(['*', ' ']).to_owned()
}

/// Whether a line is one that numbers a division: the words of its shape about a number, figures or roman.
fn is_numbered(line: &str, shape: &str) -> bool {
    let Some((before, after)) = shape.split_once("{n}") else { return false };
    let Some(rest) = line.trim().strip_prefix(before) else { return false };
    let number = rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let figures = number.starts_with(|c: char| c.is_ascii_digit()) && number.len() <= 4;
    let roman = !number.is_empty() && number.chars().all(|c| "IVXLC".contains(c));
    // “Subprogramme 6 of programme 10” goes on after its number, but a sentence does not end with it.
    let tail = rest.get(number.len()..).unwrap_or_default();
    (figures || roman) && tail.starts_with(after) && !tail.ends_with(['.', ',', ';', ':'])
}

/// Whether a line of this role may be a document's title by its words.
fn may_hold_title(role: Role) -> bool {
    matches!(role, Role::Title | Role::Subtitle | Role::Heading | Role::Paragraph | Role::Masthead)
}

/// Whether a number or mark says something: a bullet does not.
fn counts(number: &str) -> bool {
    number.chars().any(char::is_alphanumeric) || number.starts_with(['*', '†', '‡', '§'])
}

fn block_kind(role: Role) -> Option<BlockKind> {
    Some(match role {
        Role::RunningHead | Role::RunningFoot | Role::Hidden => return None,
        Role::Heading | Role::Title | Role::Subtitle | Role::AnnexHeading | Role::AnnexTitle => BlockKind::Heading,
        Role::ListItem | Role::Contents => BlockKind::List,
        Role::TableRow => BlockKind::Table,
        Role::Figure => BlockKind::Figure,
        Role::FacsimilePage => BlockKind::FacsimilePage,
        Role::Signature => BlockKind::Signature,
        Role::Footnote => BlockKind::Footnote,
        _ => BlockKind::Paragraph,
    })
}

/// The number with which the words of a block begin, where it was typed: a tab or its own shape sets it apart. In a file of
/// our `own` only the tab does.
fn typed_number(text: &str, kind: BlockKind, own: bool) -> Option<String> {
    static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let number = r"\d{1,3}(?:\.\d{1,3}){0,3}\.?|[IVXLC]{1,7}\.|[A-Z]\.|\(?[\p{L}\d]{1,5}\)|\*{1,5}|[a-z]{1,2}";
        Regex::new(&format!(r"^(?:(?P<tab>{number})\t|(?P<own>\d{{1,3}}\.|{ITEM})\s)")).ok()
    });
    static NOTE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^(?P<n>\*{1,5}|\d{1,3})\s*\p{L}").ok());
    let head = &text[..text.char_indices().nth(24).map_or(text.len(), |(at, _)| at)];
    if kind == BlockKind::Footnote
        && let Some(found) = NOTE.as_ref().and_then(|note| note.captures(head))
    {
        return found.name("n").map(|number| number.as_str().to_owned());
    }
    if !matches!(kind, BlockKind::Paragraph | BlockKind::List | BlockKind::Heading | BlockKind::Footnote) {
        return None;
    }
    let found = NUMBER.as_ref()?.captures(head)?;
    found.name("tab").or_else(|| found.name("own").filter(|_| !own)).map(|number| number.as_str().to_owned())
}
