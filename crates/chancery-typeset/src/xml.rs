//! XML as this room writes it: every element that is opened is closed, and text enters only escaped.

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event},
};

use crate::glyphs;

/// A file being written.
pub(crate) struct Xml {
    writer: Writer<Vec<u8>>,
    open: Vec<String>,
}

/// Attributes with their values, which are escaped.
pub(crate) type Attributes<'a> = &'a [(&'a str, &'a str)];

impl Xml {
    /// A file with nothing but its declaration.
    pub fn new() -> Xml {
        let mut xml = Xml { writer: Writer::new(Vec::new()), open: Vec::new() };
        xml.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        xml.line();
        xml
    }

    fn event(&mut self, event: Event<'_>) {
        // Writing into memory does not fail.
        let _ = self.writer.write_event(event);
    }

    fn start<'n>(name: &'n str, attributes: Attributes<'_>) -> BytesStart<'n> {
        let mut start = BytesStart::new(name);
        for (key, value) in attributes {
            start.push_attribute((*key, allowed(value).as_str()));
        }
        start
    }

    /// Opens an element.
    pub fn open(&mut self, name: &str, attributes: Attributes<'_>) {
        self.event(Event::Start(Self::start(name, attributes)));
        self.open.push(name.to_owned());
    }

    /// Closes the element that was opened last.
    pub fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.event(Event::End(BytesEnd::new(name)));
        }
    }

    /// Closes it and ends the line.
    pub fn close_line(&mut self) {
        self.close();
        self.line();
    }

    /// Opens an element that holds others, each in lines of its own.
    pub fn open_line(&mut self, name: &str, attributes: Attributes<'_>) {
        self.open(name, attributes);
        self.line();
    }

    /// An element without content.
    pub fn empty(&mut self, name: &str, attributes: Attributes<'_>) {
        self.event(Event::Empty(Self::start(name, attributes)));
    }

    /// An element without content in a line of its own.
    pub fn empty_line(&mut self, name: &str, attributes: Attributes<'_>) {
        self.empty(name, attributes);
        self.line();
    }

    /// An element that holds words.
    pub fn leaf(&mut self, name: &str, attributes: Attributes<'_>, text: &str) {
        self.open(name, attributes);
        self.text(text);
        self.close();
    }

    /// An element that holds words, in a line of its own.
    pub fn leaf_line(&mut self, name: &str, attributes: Attributes<'_>, text: &str) {
        self.leaf(name, attributes, text);
        self.line();
    }

    /// Words.
    pub fn text(&mut self, text: &str) {
        self.event(Event::Text(BytesText::new(&allowed(text))));
    }

    /// The end of a line of the file, where the format does not mind it.
    pub fn line(&mut self) {
        self.writer.get_mut().push(b'\n');
    }

    /// How many elements are open.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Closes what is open beyond a depth.
    pub fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            self.close_line();
        }
    }

    /// The file, with all that is open closed.
    pub fn finish(mut self) -> Vec<u8> {
        self.close_to(0);
        self.writer.into_inner()
    }
}

/// A text in one line and without the characters that XML may not hold.
fn allowed(text: &str) -> String {
    glyphs::one_line(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_escaped_and_elements_closed() {
        let mut xml = Xml::new();
        xml.open("a", &[("b", "\"<&'\n")]);
        xml.text("<script> & \u{0}\u{FFFF}\u{202E}");
        xml.open("c", &[]);
        let out = String::from_utf8(xml.finish()).unwrap();
        assert!(out.contains("&lt;script&gt; &amp; \u{FFFD}"), "{out}");
        assert!(!out.contains('\u{0}') && !out.contains('\u{202E}'));
        assert!(out.contains("b=\"&quot;&lt;&amp;&apos; \""), "{out}");
        assert!(out.ends_with("</c>\n</a>\n"), "{out}");
    }
}
