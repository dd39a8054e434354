//! The catalogue's record of a document, as MARCXML. Tags and codes are the body's ([`chancery_model::vocabulary::Writing`]).

use std::collections::BTreeMap;

use chancery_model::{Body, Document, vocabulary::Field};

use super::codes::three_letters;
use crate::{TypesetError, glyphs, masthead, xml::Xml};

/// Subfields of one field, by their codes.
type Subfields = Vec<(String, String)>;

/// Writes the record of a document.
pub fn marcxml(document: &Document, body: &Body) -> Result<Vec<u8>, TypesetError> {
    let (wording, _) = masthead::wording(document, body)?;
    let head = masthead::compose(document, body)?;
    let own = &body.vocabulary.writing;
    let mut fields: BTreeMap<String, Vec<Subfields>> = BTreeMap::new();
    let place = |field: Field| own.marc_fields.get(&field).and_then(|key| key.split_at_checked(3));
    let mut say = |field: Field, value: String, beside: Subfields| {
        if let Some((tag, code)) = place(field).filter(|_| glyphs::has_ink(&value)) {
            let mut all = vec![(code.to_owned(), value)];
            all.extend(beside);
            all.sort();
            fields.entry(tag.to_owned()).or_default().push(all);
        }
    };
    let beside =
        |code: &str, value: &str| if value.is_empty() { Vec::new() } else { vec![(code.to_owned(), value.to_owned())] };
    if !document.job_number.is_empty() {
        say(Field::JobNumber, format!("{} {}", document.job_number, wording.letter).trim().to_owned(), Vec::new());
    }
    let original = three_letters(document.original_language, true);
    let translated = document.original_language != document.language;
    say(Field::Language, three_letters(document.language, true), beside("h", if translated { &original } else { "" }));
    say(
        Field::DocumentType,
        own.marc_types.get(&document.kind.document_type()).cloned().unwrap_or_default(),
        Vec::new(),
    );
    say(Field::Distribution, document.distribution.clone(), Vec::new());
    for organ in &document.organs {
        let named = own.marc_bodies.get(&organ.organ).map_or("", String::as_str);
        let mut more = beside("b", named);
        if let Some((_, code)) =
            place(Field::Session).filter(|(tag, _)| place(Field::Symbol).is_some_and(|own| own.0 == *tag))
        {
            more.extend(beside(code, &organ.period));
        }
        say(Field::Symbol, organ.symbol.as_str().to_owned(), more);
        // The document that lays the agenda down, which says whose item it is.
        let agenda = body.organ(&organ.organ).and_then(|own| body.agenda(own, &organ.period));
        for item in &organ.items {
            let mut more = beside("a", agenda.map_or("", |agenda| &agenda.source));
            if let (Some((_, code)), Some(title)) = (place(Field::AgendaTitle), &item.title) {
                more.extend(beside(code, title));
            }
            // The catalogue writes a sub-item without brackets: `71b`.
            let bare = item.number.chars().filter(|c| !c.is_whitespace() && !matches!(c, '(' | ')')).collect();
            say(Field::AgendaItem, bare, more);
        }
    }
    say(Field::Title, document.title.trim().to_owned(), Vec::new());
    say(Field::MastheadDate, document.date.to_string(), Vec::new());
    say(Field::Note, head.re_typeset.clone(), Vec::new());
    say(Field::Link, head.address.clone(), Vec::new());
    // Who published it, where and when, stands in one field of three.
    let issued = document.released.unwrap_or(document.date);
    if let Some((tag, code)) = place(Field::ReleaseDate) {
        let month = usize::try_from(issued.month() - 1).ok().and_then(|at| own.marc_months.get(at));
        let printed = month.map_or(issued.to_string(), |month| format!("{} {month} {}", issued.day(), issued.year()));
        let mut all = Vec::new();
        if !own.marc_place.is_empty() {
            all.push(("a".to_owned(), format!("{} :", own.marc_place)));
        }
        let publisher = if glyphs::has_ink(&document.office) { &document.office } else { &head.body };
        all.push(("b".to_owned(), format!("{publisher},")));
        all.push((code.to_owned(), printed));
        fields.entry(tag.to_owned()).or_default().push(all);
    }

    let mut xml = Xml::new();
    xml.open_line("collection", &[("xmlns", "http://www.loc.gov/MARC21/slim")]);
    xml.open_line("record", &[]);
    xml.leaf_line("leader", &[], "00000nam a2200000uu 4500");
    if let Some(symbol) = document.symbols().find(|symbol| !symbol.as_str().is_empty()) {
        xml.leaf_line("controlfield", &[("tag", "001")], &symbol.file_form());
    }
    let day = format!("{:02}{:02}{:02}", issued.year().rem_euclid(100), issued.month(), issued.day());
    let language = three_letters(document.language, true);
    let fixed = format!("{day}s{:04}    xx {:17}{language:3} d", issued.year(), "");
    xml.leaf_line("controlfield", &[("tag", "008")], &fixed);
    for (tag, all) in &fields {
        // A title proper that nothing is filed under, an item of an agenda, an address of the web.
        let (one, two) = match tag.as_str() {
            "041" => (if translated { "1" } else { "0" }, " "),
            "245" => ("1", "0"),
            "856" => ("4", "0"),
            "991" => ("1", " "),
            _ => (" ", " "),
        };
        for subfields in all {
            xml.open_line("datafield", &[("tag", tag), ("ind1", one), ("ind2", two)]);
            if tag == "029" {
                xml.leaf_line("subfield", &[("code", "a")], "JN");
            }
            for (code, value) in subfields {
                let value = glyphs::one_line(value);
                xml.leaf_line("subfield", &[("code", code)], value.trim());
            }
            xml.close_line();
        }
    }
    Ok(xml.finish())
}
