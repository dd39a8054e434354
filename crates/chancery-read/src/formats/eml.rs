//! A message: the covering note, and its attachments as candidates.

use mail_parser::{Address, HeaderName, HeaderValue, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use chancery_model::{
    text::Span,
    vocabulary::{Field, Role},
};

use super::{Extracted, Fact, Mark, html};
use crate::doubt;

/// The longest message that is read, in bytes.
const LONGEST: usize = 64 << 20;

/// The most attachments that are taken out of one message.
const MOST_ATTACHMENTS: usize = 100;

/// How much of a file is looked at to see whether it begins like a message.
const HEAD: usize = 1 << 14;

/// Header fields that people write over memoranda too.
const PLAIN: &[&str] = &["from", "to", "cc", "bcc", "subject", "date", "reply-to", "sender", "importance"];

/// Header fields that only programs write.
const TECHNICAL: &[&str] = &[
    "received", "message-id", "mime-version", "return-path", "content-type", "content-transfer-encoding", "delivered-to",
    "dkim-signature", "authentication-results", "in-reply-to", "references", "x-mailer", "x-originating-ip", "user-agent",
    "arc-seal", "received-spf", "content-language", "thread-topic", "thread-index", "list-id", "envelope-to",
];

/// Whether the bytes are of this format.
///
/// A message begins with header fields, at least two that are known. Memoranda begin like that, too; so one of the fields
/// must be one that programs write, or the sender must be an address.
pub fn looks_like(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let mut known: Vec<String> = Vec::new();
    let mut proof = false;
    for (at, line) in head.split(|byte| *byte == b'\n').enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            break;
        }
        // A line of a mailbox before the message, and lines that go on.
        if at == 0 && line.starts_with(b"From ") || at > 0 && line.starts_with(b" ") || at > 0 && line.starts_with(b"\t") {
            continue;
        }
        let Some(colon) = line.iter().position(|byte| *byte == b':') else { return false };
        let (name, value) = line.split_at(colon);
        let named = !name.is_empty()
            && name.len() <= 60
            && name.iter().all(|byte| byte.is_ascii_graphic())
            && name.first().is_some_and(u8::is_ascii_alphabetic);
        if !named {
            return false;
        }
        let name = String::from_utf8_lossy(name).to_lowercase();
        let technical = TECHNICAL.contains(&name.as_str());
        proof |= technical && name != "references" || name == "from" && value.contains(&b'@');
        if (technical || PLAIN.contains(&name.as_str())) && !known.contains(&name) {
            known.push(name);
        }
    }
    let sent = ["from", "received", "message-id", "mime-version", "return-path"];
    proof && known.len() >= 2 && known.iter().any(|name| sent.contains(&name.as_str()))
}

/// Takes out the text.
pub fn extract(bytes: &[u8]) -> Extracted {
    let whole = bytes.len();
    let bytes = bytes.get(..whole.min(LONGEST)).unwrap_or_default();
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    // The line of a mailbox is no header.
    let bytes = if bytes.starts_with(b"From ") {
        bytes.iter().position(|byte| *byte == b'\n').and_then(|at| bytes.get(at + 1..)).unwrap_or_default()
    } else {
        bytes
    };
    let Some(message) = MessageParser::default().parse(bytes) else {
        return Extracted::nothing("eml", "NOTHING_READ", "the file begins like a message, but none could be read");
    };
    let mut out = Extracted { format: "eml", ..Extracted::default() };
    if whole > LONGEST {
        let message = format!("only the first {LONGEST} bytes of {whole} were read");
        out.doubts.push(doubt("TOO_LONG", message, Span::default(), None));
    }
    headers(&message, &mut out);
    for part in message.text_bodies() {
        body(part, &mut out);
    }
    attachments(&message, &mut out);
    if out.text.is_empty() && out.inner.is_empty() {
        out.doubts.push(doubt("NOTHING_READ", "the message holds no text and no attachment", Span::default(), None));
    }
    out
}

fn headers(message: &Message<'_>, out: &mut Extracted) {
    let people = |address: Option<&Address<'_>>| -> String {
        let all = address.into_iter().flat_map(Address::iter).take(200).map(|one| match (one.name(), one.address()) {
            (Some(name), Some(address)) => format!("{name} <{address}>"),
            (name, address) => name.or(address).unwrap_or_default().to_owned(),
        });
        all.collect::<Vec<_>>().join(", ")
    };
    let sent = message.header(HeaderName::Date).and_then(HeaderValue::as_datetime).map(|date| date.to_rfc3339());
    let values = [
        (Field::Author, "From", people(message.from())),
        (Field::Note, "To", people(message.to())),
        (Field::Note, "Cc", people(message.cc())),
        (Field::Subject, "Subject", message.subject().unwrap_or_default().to_owned()),
        (Field::Note, "Date", sent.unwrap_or_default()),
        (Field::Identifier, "Message-ID", message.message_id().unwrap_or_default().to_owned()),
    ];
    for (field, name, value) in values {
        let value: String = value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        if !value.trim().is_empty() {
            let source = format!("eml:{name}");
            out.facts.push(Fact { field, value: value.trim().to_owned(), source, span: Span::default() });
        }
    }
}

/// One part of the covering note.
fn body(part: &MessagePart<'_>, out: &mut Extracted) {
    let mut marks: Vec<Mark> = Vec::new();
    let text = match &part.body {
        PartType::Text(text) => text.replace("\r\n", "\n"),
        PartType::Html(text) => {
            let read = html::extract(text.as_bytes());
            marks = read.marks;
            if read.text.trim().is_empty() { mail_parser::decoders::html::html_to_text(text) } else { read.text }
        }
        _ => return,
    };
    let text = text.trim_end();
    if text.trim().is_empty() {
        return;
    }
    if !out.text.is_empty() {
        out.text.push_str("\n\n");
    }
    let start = out.text.len();
    out.text.push_str(text);
    let end = out.text.len();
    let moved = marks.into_iter().filter(|mark| mark.span.end <= text.len());
    out.marks.extend(moved.map(|mark| Mark { span: Span::new(mark.span.start + start, mark.span.end + start), ..mark }));
    if part.is_encoding_problem {
        let message = "a part of the message is not written in the way it says";
        out.doubts.push(doubt("ENCODING", message, Span::new(start, end), None));
    }
    signature(start, out);
}

/// What stands below the dashes of a mail program's signature is not the letter's.
fn signature(start: usize, out: &mut Extracted) {
    let text = out.text.get(start..).unwrap_or_default();
    let Some(at) = text.rfind("\n-- \n") else { return };
    let first = start + at + 1;
    let mut from = first;
    let mut marks = Vec::new();
    for line in out.text.get(first..).unwrap_or_default().split_inclusive('\n') {
        let bare = line.trim_end();
        if !bare.is_empty() {
            marks.push(Mark { span: Span::new(from, from + bare.len()), role: Role::Hidden, level: 0, number: None });
        }
        from += line.len();
    }
    // A long text below such a line is no signature.
    if marks.len() <= 12 {
        out.marks.retain(|mark| mark.span.end <= first);
        out.marks.extend(marks);
    }
}

fn attachments(message: &Message<'_>, out: &mut Extracted) {
    let mut left_out = 0usize;
    for part in message.attachments() {
        if out.inner.len() == MOST_ATTACHMENTS {
            left_out += 1;
            continue;
        }
        let kind = part.content_type().map(|kind| kind.ctype().to_lowercase()).unwrap_or_default();
        let attached = part.content_disposition().is_some_and(|disposition| disposition.ctype().eq_ignore_ascii_case("attachment"));
        // Pictures inside the note's page (a letterhead, a logo) are no documents.
        if kind == "image" && !attached && (part.content_id().is_some() || part.attachment_name().is_none()) {
            continue;
        }
        let named = part.attachment_name().map(plain_name).filter(|name| !name.is_empty());
        let (name, bytes) = match &part.body {
            PartType::Message(nested) => {
                let subject = nested.subject().map(plain_name).filter(|subject| !subject.is_empty());
                let name = named.or(subject.map(|subject| format!("{subject}.eml")));
                (name, nested.raw_message().to_vec())
            }
            PartType::Multipart(_) => continue,
            _ => (named, part.contents().to_vec()),
        };
        let name = name.unwrap_or_else(|| format!("attachment {}", out.inner.len() + 1));
        if part.is_encoding_problem {
            let message = format!("the attachment “{name}” is not written in the way it says");
            out.doubts.push(doubt("ENCODING", message, Span::default(), None));
        }
        out.inner.push((name, bytes));
    }
    if left_out > 0 {
        let message = format!("the message has {left_out} more attachments, which were not read");
        out.doubts.push(doubt("TOO_MANY_ATTACHMENTS", message, Span::default(), None));
    }
}

/// The last step of a name, without signs that no name has.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|c| !c.is_control()).take(200).collect::<String>().trim().to_owned()
}
