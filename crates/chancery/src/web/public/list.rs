//! What the pages that list things have in common: shelves of links with counts, and documents by the page.

use anyhow::Result;
use askama::Template;
use axum::http::StatusCode;
use chancery_model::Language;

use super::{Asked, Frame, Line, PARAMETER, Reply, Site, ui::direction};
use crate::catalogue::{Filter, Listing};

/// Documents on one page: with the longest titles in the scripts that take the most bytes it stays under fifty kilobytes.
pub const A_PAGE: usize = 30;

/// A link to a page of documents.
pub struct Link {
    /// What it is called.
    pub name: String,
    /// The language of the name, and its direction, where that is not the page's.
    pub language: Option<(String, &'static str)>,
    /// Where it leads; empty where there is nothing to see.
    pub address: String,
    /// How many documents are there.
    pub count: Option<u64>,
    /// What stands before the name: an item's number, a session's.
    pub mark: String,
}

impl Link {
    /// A link in the page's own language.
    pub fn new(name: String, address: String, count: u64) -> Link {
        Link { name, language: None, address, count: Some(count), mark: String::new() }
    }

    /// With a name that is in a language of its own.
    pub fn in_language(mut self, of: Language, page: Language) -> Link {
        self.language = (of != page).then(|| (of.to_string(), direction(of)));
        self
    }

    /// With something before the name.
    pub fn marked(mut self, mark: String) -> Link {
        self.mark = mark;
        self
    }
}

/// Links under a heading.
pub struct Shelf {
    /// The heading; empty for none.
    pub title: String,
    /// The links.
    pub links: Vec<Link>,
    /// Whether they are short and stand side by side.
    pub short: bool,
}

/// Documents under a heading.
pub struct Group {
    /// The heading; empty for none.
    pub title: String,
    /// Where the heading leads; empty for nowhere.
    pub address: String,
    /// The documents.
    pub documents: Vec<Line>,
}

/// A page that lists things.
#[derive(Template)]
#[template(path = "list.html")]
pub struct ListPage {
    pub(super) frame: Frame,
    /// A sentence under the heading.
    pub lede: String,
    /// What stands over the heading: the session of an item.
    pub over: String,
    /// The language of the heading, and its direction, where that is not the page's.
    pub heading: Option<(String, &'static str)>,
    /// Shelves before the documents.
    pub shelves: Vec<Shelf>,
    /// Documents.
    pub groups: Vec<Group>,
    /// How many documents there are in all, if documents are listed.
    pub total: Option<u64>,
    /// Whether the list runs from the oldest to the newest.
    pub oldest_first: bool,
    /// Words of the links to the page before and after.
    pub before: String,
    pub after: String,
}

impl ListPage {
    /// A page with nothing on it yet.
    pub(super) fn new(site: &Site, asked: &Asked, title: &str) -> ListPage {
        ListPage {
            frame: site.frame(asked, title),
            lede: String::new(),
            over: String::new(),
            heading: None,
            shelves: Vec::new(),
            groups: Vec::new(),
            total: None,
            oldest_first: false,
            before: asked.ui.t("page-first"),
            after: asked.ui.t("page-next"),
        }
    }

    /// With another shelf, if there is anything on it.
    pub fn shelf(mut self, title: String, links: Vec<Link>, short: bool) -> ListPage {
        if !links.is_empty() {
            self.shelves.push(Shelf { title, links, short });
        }
        self
    }

    /// With the documents of a listing, as one group, and the way to the next page.
    pub(super) fn documents(mut self, site: &Site, asked: &Asked, listing: &Listing, path: &str) -> ListPage {
        let documents = listing.documents.iter().map(|brief| Line::of(site, asked.ui, brief)).collect();
        self.groups.push(Group { title: String::new(), address: String::new(), documents });
        self.total = Some(listing.total);
        let here = format!("/{}{path}", asked.ui.code);
        self.frame.before = after(asked).map(|_| here.clone());
        self.frame.after = listing.next.as_ref().map(|next| format!("{here}?after={}", parameter(next)));
        self
    }

    /// As it is sent.
    pub fn sent(self) -> Result<Reply> {
        Ok(Reply::html(StatusCode::OK, self.render()?))
    }
}

/// A value of a parameter, as an address writes it.
pub fn parameter(value: &str) -> String {
    percent_encoding::utf8_percent_encode(value, PARAMETER).to_string()
}

/// Where the page of a list begins that is asked for.
pub fn after(asked: &Asked) -> Option<&str> {
    asked.parameter(&["after"])
}

/// A page of the documents of a filter, the newest first.
pub fn listing(site: &Site, asked: &Asked, filter: &Filter) -> Result<Listing> {
    site.look(|catalogue| catalogue.list(filter, A_PAGE, after(asked)))
}
