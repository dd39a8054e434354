//! What a rule is.

use chancery_model::text::Span;

use crate::{Frame, RulePage};

/// How many faults one rule may name in one communication; a text made to overflow gets no more.
pub(crate) const MOST_FAULTS: usize = 100;

/// A rule: one fault, how to see it, and the page that explains it and holds its tests.
///
/// Gravity, authority and dates are not here: they are the body's to say.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The code for machines: three letters for the part of the letter, three digits. Never used again for another rule.
    pub code: &'static str,
    /// The fault it is named for.
    pub name: &'static str,
    /// Its page, in Markdown.
    pub page: &'static str,
    /// The faults it sees. It walks what it looks at once, and so takes time in proportion to the text at most.
    pub check: fn(&Frame<'_>) -> Vec<Fault>,
}

/// A fault, before the body has said how grave it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// One plain sentence: what is wrong, and what to do.
    pub message: String,
    /// The place of the fault, or the nearest place where the missing thing would stand.
    pub span: Span,
    /// The better wording for exactly that place.
    pub repair: Option<String>,
}

impl Fault {
    /// A fault at a place.
    pub fn new(span: Span, message: impl Into<String>) -> Fault {
        Fault { message: message.into(), span, repair: None }
    }

    /// The same fault with the better wording.
    #[must_use]
    pub fn repaired(mut self, wording: impl Into<String>) -> Fault {
        self.repair = Some(wording.into());
        self
    }
}

impl Rule {
    /// What `explain` shows.
    pub fn explanation(&self) -> RulePage {
        // A page is a heading, an empty line and the paragraph that says what the fault is.
        let summary = self.page.split("\n\n").nth(1).unwrap_or("").trim();
        RulePage { code: self.code, name: self.name, family: self.family(), summary, markdown: self.page }
    }

    /// The code of its family: the letters with which the codes of all rules on one part of the letter begin.
    pub fn family(&self) -> &'static str {
        self.code.trim_end_matches(|c: char| c.is_ascii_digit())
    }
}
