//! Who cites what: the most cited documents, everything around one document, and the same as a table for other programs.

use anyhow::Result;
use askama::Template;
use axum::http::{StatusCode, header};
use chancery_model::Symbol;

use super::{
    Asked, Frame, Reply, Site,
    list::{Link, ListPage},
    missing, ui,
    ui::Ui,
};
use crate::catalogue::{Catalogue, Cited, Citing, Facts, Neighbour, Resolved};

/// How many of the most cited are shown.
const MOST_CITED: usize = 50;
/// How many places of each side a page shows; the table for programs has all of them.
const ON_A_PAGE: usize = 120;
/// The most places in a table for programs.
const IN_A_TABLE: usize = 100_000;

/// The symbols that most documents cite.
pub fn most(site: &Site, asked: &Asked) -> Result<Reply> {
    let ui = asked.ui;
    let language = ui.language();
    let cited = site.look(|catalogue| catalogue.most_cited(MOST_CITED))?;
    let links = cited.iter().map(|(one, brief)| {
        let symbol = Symbol::from_canonical(one.value.clone());
        match brief {
            Some(brief) => {
                let (title, of) = brief.title_in(language);
                Link::new(title, format!("/{}{}", ui.code, brief.address), one.documents)
                    .in_language(of.unwrap_or(language), language)
                    .marked(symbol.to_string())
            }
            None => Link::new(ui.t("not-on-record"), String::new(), one.documents).marked(symbol.to_string()),
        }
    });
    let mut page = ListPage::new(site, asked, &ui.t("most-cited"));
    page.lede = ui.t("most-cited-text");
    page.shelf(String::new(), links.collect(), false).sent()
}

/// One place that cites, as a page shows it.
pub struct Place {
    /// The symbol of the other document.
    pub symbol: String,
    /// Where it leads: to the other document, and to the paragraph if that is the one that cites.
    pub address: String,
    /// Part and paragraph in words, in the document that cites.
    pub place: String,
    /// The anchor of that place.
    pub anchor: String,
    /// The words by which it is cited, where they are not the symbol.
    pub text: String,
    /// Whether it is on this record.
    pub known: bool,
}

/// Part and paragraph in words: `Annex II, paragraph 4`.
pub fn place(site: &Site, ui: Ui, part: &str, paragraph: Option<u32>) -> String {
    let part_name = part_name(site, ui, part);
    match paragraph {
        Some(n) => ui.with("place-paragraph", &[("part", &part_name), ("x", &n.to_string())]),
        None => part_name,
    }
}

/// A part's name as readings write it (`annex_2/enclosure_1`) in the words of the body's mastheads.
pub fn part_name(site: &Site, ui: Ui, part: &str) -> String {
    const DEPTHS: [(&str, u8); 3] = [("annex", 1), ("enclosure", 2), ("appendix", 3)];
    let one = |piece: &str| {
        let (name, number) = piece.split_once('_').unwrap_or((piece, ""));
        let depth = DEPTHS.iter().find(|(known, _)| *known == name).map(|(_, depth)| *depth);
        let words = site.body.words(ui.language());
        let attachment = depth.and_then(|depth| words?.attachment(depth, number.parse().ok()));
        match attachment {
            Some(words) => words,
            None if piece == "letter" => ui.t("part-letter"),
            None => piece.to_owned(),
        }
    };
    part.split('/').map(one).collect::<Vec<_>>().join(" · ")
}

/// The anchor of a paragraph in a document's page.
pub fn anchor(part: &str, paragraph: Option<u32>) -> String {
    let part: String = part.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' }).collect();
    match paragraph {
        Some(n) => format!("{part}-{n}"),
        None => part,
    }
}

/// What a document cites, as a page shows it. The place is in the page's own document.
pub fn cited_places(site: &Site, ui: Ui, cited: Vec<Cited>) -> Vec<Place> {
    cited
        .into_iter()
        .map(|one| Place {
            address: format!("/{}/{}", ui.code, one.symbol.url_form()),
            place: place(site, ui, &one.part, one.paragraph),
            anchor: anchor(&one.part, one.paragraph),
            text: if one.text == one.symbol.as_str() { String::new() } else { one.text },
            symbol: one.symbol.to_string(),
            known: one.known,
        })
        .collect()
}

/// What cites a document, as a page shows it: each leads to the paragraph that cites.
pub fn citing_places(site: &Site, ui: Ui, citing: Vec<Citing>) -> Vec<Place> {
    citing
        .into_iter()
        .map(|one| Place {
            address: format!("/{}/{}#{}", ui.code, one.from.url_form(), anchor(&one.part, one.paragraph)),
            place: place(site, ui, &one.part, one.paragraph),
            anchor: anchor(&one.part, one.paragraph),
            text: String::new(),
            symbol: one.from.to_string(),
            known: true,
        })
        .collect()
}

#[derive(Template)]
#[template(path = "citations.html")]
struct CitationsPage {
    frame: Frame,
    address: String,
    cited: Vec<Place>,
    cited_in_all: u64,
    citing: Vec<Place>,
    citing_in_all: u64,
}

/// The document that a path names, if the public has it.
fn document(site: &Site, catalogue: &Catalogue, written: &str) -> Result<Option<(i64, Facts)>> {
    match catalogue.resolve(&site.body, written)? {
        Resolved::Document(id) => Ok(catalogue.facts(id)?.map(|facts| (id, facts))),
        _ => Ok(None),
    }
}

fn joined(facts: &Facts) -> String {
    facts.symbols.iter().map(ToString::to_string).collect::<Vec<_>>().join(" · ")
}

/// Everything that a document cites and that cites it, as a page or, with `.csv`, as a table.
pub fn of(site: &Site, asked: &Asked, symbol: &[&str]) -> Result<Reply> {
    let written = symbol.join("/");
    match written.strip_suffix(".csv") {
        Some(written) => table(site, asked, written),
        None => page(site, asked, &written),
    }
}

fn page(site: &Site, asked: &Asked, written: &str) -> Result<Reply> {
    let ui = asked.ui;
    let found = site.look(|catalogue| {
        let Some((id, facts)) = document(site, catalogue, written)? else { return Ok(None) };
        let (citing, citing_in_all) = catalogue.citing(&facts.symbols, ON_A_PAGE)?;
        Ok(Some((catalogue.cited(id)?, citing, citing_in_all, facts)))
    })?;
    let Some((mut cited, citing, citing_in_all, facts)) = found else { return missing(site, asked, &[]) };
    let cited_in_all = cited.len() as u64;
    cited.truncate(ON_A_PAGE);
    let symbols = joined(&facts);
    let address = facts.address();
    let frame = site.frame(asked, &ui.x("citations-of", &symbols)).under(&[(&symbols, &address)]);
    let page = CitationsPage {
        frame,
        address,
        cited: cited_places(site, ui, cited),
        cited_in_all,
        citing: citing_places(site, ui, citing),
        citing_in_all,
    };
    Ok(Reply::html(StatusCode::OK, page.render()?))
}

/// A cell of a table. Programs that calculate take some beginnings for a formula; an apostrophe keeps them from it.
fn cell(text: &str) -> String {
    let text = text.replace(['\r', '\n'], " ");
    let kept = if text.starts_with(['=', '+', '-', '@', '\t']) { format!("'{text}") } else { text };
    if kept.contains(['"', ',', ' ']) { format!("\"{}\"", kept.replace('"', "\"\"")) } else { kept }
}

/// The citations as comma-separated values (RFC 4180): which way, from, to, part, paragraph, words.
fn table(site: &Site, asked: &Asked, written: &str) -> Result<Reply> {
    let found = site.look(|catalogue| {
        let Some((id, facts)) = document(site, catalogue, written)? else { return Ok(None) };
        let (citing, _) = catalogue.citing(&facts.symbols, IN_A_TABLE)?;
        Ok(Some((catalogue.cited(id)?, citing, facts)))
    })?;
    let Some((cited, citing, facts)) = found else { return missing(site, asked, &[]) };
    let mut out = "direction,from,to,part,paragraph,text\r\n".to_owned();
    let mut row = |direction: &str, from: &str, to: &str, part: &str, paragraph: Option<u32>, text: &str| {
        let paragraph = paragraph.map(|n| n.to_string()).unwrap_or_default();
        let cells = [direction, from, to, part, &paragraph, text].map(cell);
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    };
    let own = facts.symbols.first().map(ToString::to_string).unwrap_or_default();
    for one in &cited {
        row("cites", &own, one.symbol.as_str(), &one.part, one.paragraph, &one.text);
    }
    for one in &citing {
        row("cited-by", one.from.as_str(), one.to.as_str(), &one.part, one.paragraph, "");
    }
    let mut name = facts.symbols.iter().map(Symbol::file_form).collect::<Vec<_>>().join("&");
    name.retain(|c| c.is_ascii() && c != '"' && c != '\\');
    Ok(Reply::new(StatusCode::OK, "text/csv; charset=utf-8; header=present", out)
        .with(header::CONTENT_DISPOSITION, &format!("attachment; filename=\"{name}-citations.csv\"")))
}

/// A document beside the one in the middle, in the table and in the picture.
struct Near {
    symbol: String,
    /// Empty if it is not on this record.
    address: String,
    title: String,
    language: String,
    direction: &'static str,
    places: u64,
    /// Where its line stands in the picture, from above.
    y: usize,
    /// How thick the line is that leads to it.
    stroke: u64,
}

#[derive(Template)]
#[template(path = "neighbourhood.html")]
struct NeighbourhoodPage {
    frame: Frame,
    symbols: Vec<String>,
    address: String,
    cites: Vec<Near>,
    cited_by: Vec<Near>,
    more: (u64, u64),
    height: usize,
    middle: usize,
    summary: String,
}

/// The height of a line of the picture.
const LINE: usize = 30;

/// A document between those that it cites and those that cite it.
pub fn neighbourhood(site: &Site, asked: &Asked, symbol: &[&str]) -> Result<Reply> {
    let ui = asked.ui;
    let language = ui.language();
    let written = symbol.join("/");
    let found = site.look(|catalogue| {
        let Some((id, facts)) = document(site, catalogue, &written)? else { return Ok(None) };
        Ok(Some((catalogue.neighbourhood(id, &facts.symbols)?, facts)))
    })?;
    let Some((around, facts)) = found else { return missing(site, asked, &[]) };
    let lines = around.cites.len().max(around.cited_by.len()).max(2);
    let height = lines * LINE + 20;
    let near = |neighbours: Vec<Neighbour>| -> Vec<Near> {
        let gap = height / (neighbours.len() + 1);
        neighbours
            .into_iter()
            .enumerate()
            .map(|(at, one)| {
                let (title, of) = one
                    .brief
                    .as_ref()
                    .map_or_else(|| (ui.t("not-on-record"), Some(language)), |brief| brief.title_in(language));
                let of = of.unwrap_or(language);
                Near {
                    address: one
                        .brief
                        .as_ref()
                        .map(|brief| format!("/{}{}", ui.code, brief.address))
                        .unwrap_or_default(),
                    symbol: one.symbol.to_string(),
                    title,
                    language: of.to_string(),
                    direction: ui::direction(of),
                    places: one.places,
                    y: gap * (at + 1),
                    stroke: one.places.clamp(1, 5),
                }
            })
            .collect()
    };
    let symbols = joined(&facts);
    let address = facts.address();
    let (cites, cited_by) = (near(around.cites), near(around.cited_by));
    let page = NeighbourhoodPage {
        frame: site
            .frame(asked, &ui.x("neighbourhood-of", &symbols))
            .under(&[(&symbols, &address), (&ui.t("citations"), &format!("/citations{address}"))]),
        symbols: facts.symbols.iter().map(ToString::to_string).collect(),
        summary: format!(
            "{} {}",
            ui.n("cites-so-many", cites.len() as u64 + around.more.0),
            ui.n("cited-by-so-many", cited_by.len() as u64 + around.more.1)
        ),
        cites,
        cited_by,
        more: around.more,
        height,
        middle: height / 2,
        address,
    };
    Ok(Reply::html(StatusCode::OK, page.render()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_as_data_by_programs_that_calculate() {
        assert_eq!(cell("AS/7/12"), "AS/7/12");
        assert_eq!(cell("=1+1"), "'=1+1");
        assert_eq!(cell("resolution 6/14, \"lakes\""), "\"resolution 6/14, \"\"lakes\"\"\"");
        assert_eq!(cell("two\r\nlines"), "\"two  lines\"");
    }

    #[test]
    fn a_part_has_an_anchor() {
        assert_eq!(anchor("annex_2/enclosure_1", Some(4)), "annex_2-enclosure_1-4");
        assert_eq!(anchor("letter", None), "letter");
    }
}
