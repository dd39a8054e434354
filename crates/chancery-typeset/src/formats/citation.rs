//! How others cite a document: BibTeX, RIS and CSL-JSON. Title and names stand in the document's language.
//!
//! A letter's author is whoever sent it, which the page says in its title; none of these formats is told more than that. What
//! they hold is what libraries ask for: the title, all symbols, the day, the body, the language and the address.

use chancery_model::{Body, Document, Language};
use jiff::civil::Date;
use serde_json::json;

use crate::{
    TypesetError, glyphs,
    masthead::{self, MastheadLines},
};

/// What all three say.
struct Facts {
    key: String,
    title: String,
    /// All symbols, each by itself.
    symbols: Vec<String>,
    /// All symbols as they are printed in one line.
    number: String,
    publisher: String,
    organs: Vec<String>,
    items: Vec<String>,
    date: Date,
    language: Language,
    address: String,
}

fn facts(document: &Document, body: &Body) -> Result<Facts, TypesetError> {
    let head: MastheadLines = masthead::compose(document, body)?;
    let symbols: Vec<String> = head.symbols.iter().map(|symbol| symbol.whole.clone()).collect();
    let number = head.symbols_joined();
    let key: String = symbols
        .first()
        .unwrap_or(&document.job_number)
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-') { c } else { '_' })
        .collect();
    // Two languages of one document are two entries of a bibliography.
    let key = format!("{}_{}", if key.is_empty() { "document" } else { &key }, document.language.code());
    let lines = head.agenda.iter().map(|block| {
        [block.period.as_str(), &block.items].into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join(", ")
    });
    let items = lines.filter(|line| !line.is_empty()).collect();
    Ok(Facts {
        key,
        title: head.name_of(document, body),
        symbols,
        number,
        publisher: head.body.clone(),
        organs: head.organs.clone(),
        items,
        date: document.date,
        language: document.language,
        address: head.address.clone(),
    })
}

/// Writes a document's entry for BibTeX and biblatex.
pub fn bibtex(document: &Document, body: &Body) -> Result<Vec<u8>, TypesetError> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let facts = facts(document, body)?;
    let mut out = format!("@techreport{{{},\n", facts.key);
    let mut field = |name: &str, value: String| {
        if !value.is_empty() {
            out.push_str(&format!("  {name} = {value},\n"));
        }
    };
    let braced = |text: &str| if text.is_empty() { String::new() } else { format!("{{{}}}", tex(text)) };
    // Twice in braces, so that no style changes the capitals.
    field("title", format!("{{{}}}", braced(&facts.title)));
    field("institution", format!("{{{}}}", braced(&facts.publisher)));
    field("number", braced(&facts.number));
    field("year", format!("{{{}}}", facts.date.year()));
    let month = usize::try_from(facts.date.month() - 1).ok().and_then(|at| MONTHS.get(at));
    field("month", month.map(|month| (*month).to_owned()).unwrap_or_default());
    field("date", format!("{{{}}}", facts.date));
    field("langid", braced(babel(facts.language)));
    field("keywords", braced(&facts.symbols.join(", ")));
    field("note", braced(&facts.items.join("; ")));
    // An address is taken as it stands; only what would end the field is written otherwise.
    let address = glyphs::one_line(&facts.address).replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C");
    field("url", if address.is_empty() { address } else { format!("{{{}}}", address.replace(' ', "%20")) });
    out.push_str("}\n");
    Ok(out.into_bytes())
}

/// A text in which nothing means anything to TeX, with as many braces opened as closed.
fn tex(text: &str) -> String {
    let mut out = String::new();
    for c in glyphs::one_line(text).chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '&' | '%' | '$' | '#' | '_' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// A language by the name that babel and biblatex know it by; none for others.
fn babel(language: Language) -> &'static str {
    match language.code() {
        "ar" => "arabic",
        "de" => "german",
        "en" => "english",
        "es" => "spanish",
        "fr" => "french",
        "pt" => "portuguese",
        "ru" => "russian",
        "zh" => "chinese",
        _ => "",
    }
}

/// Writes a document's entry in the format of Research Information Systems.
pub fn ris(document: &Document, body: &Body) -> Result<Vec<u8>, TypesetError> {
    let facts = facts(document, body)?;
    let mut out = String::new();
    let mut line = |tag: &str, value: &str| {
        let value = glyphs::one_line(value);
        if tag == "ER" || glyphs::has_ink(&value) {
            out.push_str(&format!("{tag}  - {}\r\n", value.trim()));
        }
    };
    line("TY", "RPRT");
    line("ID", &facts.key);
    line("TI", &facts.title);
    line("PB", &facts.publisher);
    // Programs differ in where they look for the number of a report.
    line("SN", &facts.number);
    line("M1", &facts.number);
    line("PY", &facts.date.year().to_string());
    line("DA", &format!("{:04}/{:02}/{:02}/", facts.date.year(), facts.date.month(), facts.date.day()));
    line("LA", facts.language.code());
    for symbol in &facts.symbols {
        line("KW", symbol);
    }
    for note in &facts.items {
        line("N1", note);
    }
    line("UR", &facts.address);
    line("ER", "");
    Ok(out.into_bytes())
}

/// Writes a document's entry as CSL-JSON.
pub fn csl(document: &Document, body: &Body) -> Result<Vec<u8>, TypesetError> {
    let facts = facts(document, body)?;
    let mut entry = serde_json::Map::new();
    let mut say = |name: &str, value: String| {
        if glyphs::has_ink(&value) {
            entry.insert(name.to_owned(), json!(glyphs::one_line(&value).trim()));
        }
    };
    say("id", facts.key);
    say("type", "report".to_owned());
    say("title", facts.title);
    say("number", facts.number);
    say("publisher", facts.publisher);
    say("authority", facts.organs.join("; "));
    say("keyword", facts.symbols.join("; "));
    say("language", facts.language.code().to_owned());
    say("note", facts.items.join("; "));
    say("URL", facts.address);
    entry.insert(
        "issued".to_owned(),
        json!({ "date-parts": [[facts.date.year(), facts.date.month(), facts.date.day()]] }),
    );
    let mut out = serde_json::to_vec_pretty(&json!([entry]))?;
    out.push(b'\n');
    Ok(out)
}
