//! The rules by which letters are checked: the same pages that `explain` and the language server show.

use anyhow::Result;
use askama::Template;
use axum::http::StatusCode;
use chancery_lint::{FAMILIES, Rule, RulePage};
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, html::push_html};

use super::{Asked, Frame, Reply, Site, missing};

/// The rules about one part of a letter.
struct Shelf {
    title: &'static str,
    rules: Vec<RulePage>,
}

#[derive(Template)]
#[template(path = "rules.html")]
struct List {
    frame: Frame,
    families: Vec<Shelf>,
}

#[derive(Template)]
#[template(path = "rule.html")]
struct Page {
    frame: Frame,
    page: String,
}

/// All rules that are in force in the institution, by family.
pub fn list(site: &Site, asked: &Asked) -> Result<Reply> {
    let in_force = |rule: &&'static Rule| site.body.rulebook.rules.contains_key(rule.code);
    let families = FAMILIES.iter().map(|family| Shelf {
        title: family.title,
        rules: family.rules().filter(in_force).map(Rule::explanation).collect(),
    });
    let families = families.filter(|shelf| !shelf.rules.is_empty()).collect();
    let frame = site.frame(asked, &asked.ui.t("rules"));
    Ok(Reply::html(StatusCode::OK, List { frame, families }.render()?))
}

/// One rule, by its code or its name.
pub fn page(site: &Site, asked: &Asked, named: &str) -> Result<Reply> {
    let code = chancery_lint::explain(named).map(|page| page.code);
    let Some(rule) = chancery_lint::rules().iter().find(|rule| Some(rule.code) == code) else {
        return missing(site, asked, &[]);
    };
    let frame = site.frame(asked, &format!("{} {}", rule.code, rule.name));
    let page = as_html(&chancery_lint::page(rule, &[&site.body]));
    Ok(Reply::html(StatusCode::OK, Page { frame, page }.render()?))
}

/// A rule's page as HTML. What would be HTML in it, such as an institution's data may hold, is shown and not obeyed, and
/// nothing is fetched from elsewhere.
fn as_html(markdown: &str) -> String {
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES).map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            let other = dest_url.strip_suffix(".md").filter(|code| chancery_lint::explain(code).is_some());
            let dest_url: CowStr<'_> = match other {
                Some(code) => format!("/rules/{code}").into(),
                None if dest_url.starts_with("https://") => dest_url,
                None => "".into(),
            };
            Event::Start(Tag::Link { link_type, dest_url, title, id })
        }
        Event::Start(Tag::Image { link_type, title, id, .. }) => {
            Event::Start(Tag::Link { link_type, dest_url: "".into(), title, id })
        }
        Event::End(pulldown_cmark::TagEnd::Image) => Event::End(pulldown_cmark::TagEnd::Link),
        other => other,
    });
    let mut out = String::new();
    push_html(&mut out, events);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_html_is_shown_and_not_obeyed() {
        let page = as_html(
            "# A\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1)) ![y](http://elsewhere/a.png) [z](REQ001.md)\n\n<div>\n",
        );
        assert!(!page.contains("<script") && !page.contains("<div") && !page.contains("<img"), "{page}");
        assert!(!page.contains("href=\"javascript:") && page.contains("href=\"/rules/REQ001\""), "{page}");
    }
}
