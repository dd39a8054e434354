//! Findings as a compiler shows them: the lines of the text, the place underlined, the authority, the repair.
//!
//! What is shown came from outside. Characters that steer a terminal or turn the direction of its text are replaced by
//! visible ones before they are printed, and of a long line only what stands around the place is shown.

use std::{collections::BTreeSet, io::IsTerminal, ops::Range};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet};
use chancery_lint::Lines;
use chancery_model::{Finding, Gravity, text::Span};

/// What can be shown where the result goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Screen {
    /// Whether it knows colours.
    pub colour: bool,
    /// How many characters a line has.
    pub width: usize,
}

/// The width where none can be known.
const WIDTH: usize = 120;

/// So many bytes of a line are shown before and after a place.
const AROUND: usize = 240;

/// So many bytes of a place are shown.
const LONGEST: usize = 1_000;

/// So many findings of one file are shown; nobody reads more, and a file made to overflow has tens of thousands.
const MOST: usize = 200;

impl Screen {
    /// Standard output: colours on a terminal only, unless `NO_COLOR` or its like say otherwise.
    pub fn of_stdout() -> Screen {
        let stdout = std::io::stdout();
        let colour = anstream::AutoStream::choice(&stdout) != anstream::ColorChoice::Never;
        let stated = std::env::var("COLUMNS").ok().and_then(|columns| columns.trim().parse().ok());
        let seen = || {
            let (width, _) = terminal_size::terminal_size().filter(|_| stdout.is_terminal())?;
            Some(usize::from(width.0))
        };
        Screen { colour, width: stated.or_else(seen).unwrap_or(WIDTH).clamp(40, 400) }
    }

    fn renderer(self) -> Renderer {
        let renderer = if self.colour { Renderer::styled() } else { Renderer::plain() };
        renderer.term_width(self.width)
    }
}

/// A text in which nothing steers a terminal: control characters and those that turn the direction of the text are replaced
/// by visible ones. Line feeds and tabs stay.
pub fn shown(text: &str) -> String {
    text.chars().map(visible).collect()
}

/// As [`shown`], in one line.
pub fn in_line(text: &str) -> String {
    text.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { visible(c) }).collect()
}

fn visible(c: char) -> char {
    match c {
        '\n' | '\t' => c,
        // A carriage return by itself ends a line, as everywhere here.
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => char::REPLACEMENT_CHARACTER,
        _ => c,
    }
}

/// The findings of one file. `format` is what the file is: places in anything but plain text are places in the text that was
/// taken from it, and that is said once.
pub fn findings(screen: Screen, file: &str, format: &str, text: &str, findings: &[Finding]) -> String {
    let renderer = screen.renderer();
    let file = in_line(file);
    let lines = Lines::new(text);
    let mut out = String::new();
    if !findings.is_empty() && format != "text" {
        out.push_str(&format!("{file}: line numbers are those of the text taken from this {}\n\n", in_line(format)));
    }
    // The graver ones are shown where not all are.
    let mut chosen: Vec<usize> = (0..findings.len()).collect();
    if findings.len() > MOST {
        chosen.sort_by_key(|index| std::cmp::Reverse(findings.get(*index).map(|finding| finding.gravity)));
        chosen.truncate(MOST);
        chosen.sort_unstable();
    }
    for finding in chosen.into_iter().filter_map(|index| findings.get(index)) {
        out.push_str(&one(&renderer, &file, text, &lines, finding));
        out.push_str("\n\n");
    }
    if findings.len() > MOST {
        let more = findings.len() - MOST;
        out.push_str(&format!("{file}: and {more} more findings; --format json lists them all\n"));
    }
    out
}

fn one(renderer: &Renderer, file: &str, text: &str, lines: &Lines<'_>, finding: &Finding) -> String {
    let level = match finding.gravity {
        Gravity::Grave => Level::ERROR.with_name("grave"),
        Gravity::Advice => Level::WARNING.with_name("advice"),
    };
    let mut group = Group::with_title(level.primary_title(in_line(&finding.message)).id(finding.rule.as_str()));
    // Where the text has no place at all that could be named, the finding is about the whole of it.
    let whole = finding.span == Span::default();
    let cut = Cut::around(text, lines, finding.span);
    let line = lines.line(finding.span.start) + 1;
    if whole {
        group = group.element(Origin::path(file));
        group = group.element(Level::NOTE.message("about the text as a whole: it has no one place"));
    } else {
        let annotation = AnnotationKind::Primary.span(cut.place.clone()).label(&finding.name);
        group =
            group.element(Snippet::source(cut.shown.as_str()).path(file).line_start(cut.line).annotation(annotation));
        if finding.span.is_empty() {
            group = group.element(Level::NOTE.message(format!("it would stand here, in line {line}")));
        } else if cut.short {
            let end = lines.line(finding.span.end) + 1;
            group = group.element(Level::NOTE.message(format!("the place goes on to line {end}")));
        }
        // A terminal may turn a line around and leave the underline where it was.
        let words = finding.span.of(text);
        if !cut.short && !words.is_empty() && words.len() <= LONGEST && words.chars().any(is_right_to_left) {
            group = group.element(Level::NOTE.message(format!("the place reads “{}”", in_line(words))));
        }
    }
    group = group.element(Level::NOTE.message(in_line(&finding.authority)));
    let explain = format!("chancery explain {}", finding.rule);
    let Some(repair) = &finding.repair else {
        group = group.element(Level::HELP.message(explain));
        return renderer.render(&[group]);
    };
    let fits = !whole && !cut.short && repair.len() <= LONGEST;
    if !fits {
        let written: String = in_line(repair).chars().take(LONGEST).collect();
        let write = if repair.is_empty() { "leave it out".to_owned() } else { format!("write: {written}") };
        group = group.element(Level::HELP.message(write)).element(Level::HELP.message(explain));
        return renderer.render(&[group]);
    }
    group = group.element(Level::HELP.message(explain));
    let patch = Patch::new(cut.place, shown(repair));
    let mended = Group::with_title(Level::HELP.secondary_title("write it so"))
        .element(Snippet::source(cut.shown.as_str()).line_start(cut.line).patch(patch));
    renderer.render(&[group, mended])
}

/// The lines around a place.
struct Cut {
    /// What is shown, harmless to a terminal.
    shown: String,
    /// The place in it.
    place: Range<usize>,
    /// The number of its first line, from 1.
    line: usize,
    /// Whether the place is longer than what is shown of it.
    short: bool,
}

impl Cut {
    fn around(text: &str, lines: &Lines<'_>, span: Span) -> Cut {
        let start = text.floor_char_boundary(span.start);
        let end = text.floor_char_boundary(span.end).max(start);
        let last = text.floor_char_boundary(end.min(start + LONGEST));
        let line = lines.line(start);
        let from = lines.span(line).start.max(text.floor_char_boundary(start.saturating_sub(AROUND))).min(start);
        let until = lines.span(lines.line(last)).end.min(text.floor_char_boundary(last + AROUND)).max(last);
        // What ends a line is one line feed, so that lines are told apart as they are counted.
        let clean = |piece: &str| shown(&piece.replace("\r\n", "\n").replace('\r', "\n"));
        let (before, within, after) = (clean(&text[from..start]), clean(&text[start..last]), clean(&text[last..until]));
        let place = before.len()..before.len() + within.len();
        Cut { shown: before + &within + &after, place, line: line + 1, short: last < end }
    }
}

fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

/// What the findings come to, in words.
pub fn summary(findings: &[Finding]) -> String {
    let grave = findings.iter().filter(|finding| finding.gravity == Gravity::Grave).count();
    let advice = findings.len() - grave;
    match (grave, advice) {
        (0, 0) => "clean".to_owned(),
        (0, n) => format!("no grave finding, {n} of advice"),
        (n, 0) => format!("{n} grave"),
        (n, m) => format!("{n} grave, {m} of advice"),
    }
}

/// What the findings of many files come to.
#[derive(Clone, Debug, Default)]
pub struct Total {
    files: usize,
    clean: usize,
    with_grave: usize,
    grave: usize,
    advice: usize,
    rules: BTreeSet<String>,
}

impl Total {
    /// Counts one more file.
    pub fn add(&mut self, findings: &[Finding]) {
        let grave = findings.iter().filter(|finding| finding.gravity == Gravity::Grave).count();
        self.files += 1;
        self.clean += usize::from(findings.is_empty());
        self.with_grave += usize::from(grave > 0);
        self.grave += grave;
        self.advice += findings.len() - grave;
        self.rules.extend(findings.iter().map(|finding| finding.rule.clone()));
    }

    /// One line, where there are several files.
    pub fn line(&self) -> Option<String> {
        let of = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
        (self.files > 1).then(|| {
            format!(
                "{}: {} clean, {} with grave findings; {} grave, {} of advice, of {}",
                of(self.files, "file", "files"),
                self.clean,
                self.with_grave,
                self.grave,
                self.advice,
                of(self.rules.len(), "rule", "rules"),
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use chancery_model::finding::Ground;

    use super::*;

    const PLAIN: Screen = Screen { colour: false, width: 100 };

    fn finding(span: (usize, usize), repair: Option<&str>) -> Finding {
        Finding {
            rule: "REQ013".into(),
            name: "item-asked-twice".into(),
            gravity: Gravity::Advice,
            message: "Item 12 is asked for twice.".into(),
            span: span.into(),
            authority: "Rules on Communications, rule 4 (6)".into(),
            repair: repair.map(Into::into),
            ground: Ground::Frame,
        }
    }

    #[test]
    fn a_place_is_underlined_and_the_repair_is_shown_in_its_line() {
        let text = "Dear Sir,\nunder agenda items 12, 12 and 31, please\nyours";
        let at = text.find("12, 12").unwrap();
        let shown = findings(PLAIN, "a.txt", "text", text, &[finding((at, at + 6), Some("12"))]);
        let expected = "\
advice[REQ013]: Item 12 is asked for twice.
 --> a.txt:2:20
  |
2 | under agenda items 12, 12 and 31, please
  |                    ^^^^^^ item-asked-twice
  |
  = note: Rules on Communications, rule 4 (6)
  = help: chancery explain REQ013
help: write it so
  |
2 - under agenda items 12, 12 and 31, please
2 + under agenda items 12 and 31, please
  |

";
        assert_eq!(shown, expected);
    }

    #[test]
    fn wide_characters_tabs_and_many_lines_are_underlined_where_they_stand() {
        let text = "\t关于湖泊的信\n第二行\n第三行";
        let at = text.find('湖').unwrap();
        let one_line = findings(PLAIN, "a", "text", text, &[finding((at, at + 6), None)]);
        // A tab is four columns wide, a character of Chinese two.
        assert!(one_line.contains("\n1 |     关于湖泊的信\n  |         ^^^^ item"), "{one_line}");
        let many = findings(PLAIN, "a", "text", text, &[finding((at, text.len()), None)]);
        assert!(many.contains("第二行") && many.contains("第三行") && many.contains("^ item-asked-twice"), "{many}");
        let arabic = "رسالة مؤرخة 12 آذار";
        let told = findings(PLAIN, "a", "text", arabic, &[finding((0, "رسالة".len()), None)]);
        assert!(told.contains("the place reads “رسالة”"), "{told}");
    }

    #[test]
    fn what_is_missing_is_pointed_at_or_said_to_have_no_place() {
        let text = "The letter ends.\n\nAnnex";
        let shown = findings(PLAIN, "a.pdf", "pdf", text, &[finding((16, 16), None), finding((0, 0), None)]);
        assert!(shown.starts_with("a.pdf: line numbers are those of the text taken from this pdf\n"), "{shown}");
        assert!(
            shown.contains("it would stand here, in line 1") && shown.contains("\n  |                 ^ "),
            "{shown}"
        );
        assert!(shown.contains("\n--> a.pdf\n") && shown.contains("about the text as a whole"), "{shown}");
    }

    #[test]
    fn nothing_from_outside_steers_the_terminal() {
        let evil = "\u{1b}[31mred\u{9b}2J\u{202e}live\r\nnext\u{7}";
        let mut fault = finding((0, evil.len()), Some("\u{1b}]0;title\u{7}"));
        fault.message = format!("It says {evil}.");
        let shown = findings(PLAIN, "a\u{1b}[2J\nb", "te\u{9b}xt", evil, &[fault]);
        let steers = |c: char| c.is_control() && c != '\n' || matches!(c, '\u{202a}'..='\u{202e}');
        assert!(!shown.contains(steers), "{shown:?}");
    }

    #[test]
    fn a_megabyte_in_one_line_is_shown_soon_and_short() {
        let text = "الماء 湖 weir ".repeat(60_000);
        let at: Vec<usize> = text.char_indices().map(|(at, _)| at).step_by(500).take(2_000).collect();
        let found: Vec<Finding> = at.iter().map(|at| finding((*at, text.len()), Some("x"))).collect();
        let begun = std::time::Instant::now();
        let shown = findings(PLAIN, "a", "text", &text, &found);
        assert!(begun.elapsed().as_secs() < 5, "{:?}", begun.elapsed());
        assert!(shown.len() < 1_000 * MOST * 4 && shown.contains("and 1"), "{}", shown.len());
    }

    #[test]
    fn colours_are_only_where_they_are_wanted() {
        let found = [finding((0, 1), None)];
        assert!(!findings(PLAIN, "a", "text", "weir", &found).contains('\u{1b}'));
        assert!(findings(Screen { colour: true, ..PLAIN }, "a", "text", "weir", &found).contains('\u{1b}'));
    }
}
