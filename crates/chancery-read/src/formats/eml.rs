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
    "received",
    "message-id",
    "mime-version",
    "return-path",
    "content-type",
    "content-transfer-encoding",
    "delivered-to",
    "dkim-signature",
    "authentication-results",
    "in-reply-to",
    "references",
    "x-mailer",
    "x-originating-ip",
    "user-agent",
    "arc-seal",
    "received-spf",
    "content-language",
    "thread-topic",
    "thread-index",
    "list-id",
    "envelope-to",
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
        if at == 0 && line.starts_with(b"From ")
            || at > 0 && line.starts_with(b" ")
            || at > 0 && line.starts_with(b"\t")
        {
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
    // The library promises not to panic, but where its own assertions are built in, it does on some damaged messages.
    let parsed = std::panic::catch_unwind(|| MessageParser::default().parse(bytes)).unwrap_or_default();
    let Some(message) = parsed else {
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
    out.marks
        .extend(moved.map(|mark| Mark { span: Span::new(mark.span.start + start, mark.span.end + start), ..mark }));
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
        let attached = part
            .content_disposition()
            .is_some_and(|disposition| disposition.ctype().eq_ignore_ascii_case("attachment"));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::body;

    const LETTER: &str = "Letter dated 12 March 2026 from the Permanent Representative of Merovia to the Organization addressed to the Secretary-General\n\nI have the honour to transmit a timetable.\n";

    fn message() -> String {
        let inner = "From: Ada Fenn <ada@merovia.example>\r\nSubject: Timetable\r\nMessage-ID: <2@merovia.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nThe crossing takes an hour.\r\n";
        format!(
            "Received: from mail.merovia.example\r\nFrom: =?UTF-8?B?TWlzc2lvbiBvZiBEdW5tw6hyZQ==?= <mission@dunmere.example>\r\nTo: documents@lakes-and-rivers.example\r\nSubject: =?ISO-8859-1?Q?Lettre_de_Dunm=E8re?=\r\nDate: Mon, 16 Mar 2026 09:30:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: multipart/alternative; boundary=\"c\"\r\n\r\n--c\r\nContent-Type: text/plain; charset=windows-1252\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nPlease find the letter of Dunm=E8re.\r\n\r\n--=20\r\nThe Mission\r\n--c\r\nContent-Type: text/html\r\n\r\n<p>Please find the <b>letter</b>.</p>\r\n--c--\r\n--b\r\nContent-Type: text/plain; name=\"letter.txt\"\r\nContent-Disposition: attachment; filename=\"../letter.txt\"\r\n\r\n{LETTER}\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n{inner}\r\n--b--\r\n"
        )
    }

    #[test]
    fn the_note_is_the_text_and_attachments_are_candidates() {
        let out = extract(message().as_bytes());
        assert!(out.text.starts_with("Please find the letter of Dunmère."), "{:?}", out.text);
        assert!(!out.text.contains("<p>"));
        let names: Vec<&str> = out.inner.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["letter.txt", "Timetable.eml"]);
        assert!(out.inner[1].1.starts_with(b"From: Ada Fenn"), "{:?}", String::from_utf8_lossy(&out.inner[1].1));
        assert!(!String::from_utf8_lossy(&out.inner[1].1).contains("--b--"));
        let of = |source: &str| out.facts.iter().find(|fact| fact.source == source).map(|fact| fact.value.as_str());
        assert_eq!(of("eml:Subject"), Some("Lettre de Dunmère"));
        assert_eq!(of("eml:From"), Some("Mission of Dunmère <mission@dunmere.example>"));
        assert!(of("eml:Date").is_some_and(|date| date.starts_with("2026-03-16T09:30:00")));
        assert!(out.marks.iter().any(|mark| mark.role == Role::Hidden && mark.span.of(&out.text) == "The Mission"));
    }

    #[test]
    fn a_message_cut_off_inside_another_is_read_as_far_as_it_goes() {
        let nested = "Content-Type: message/rfc822\r\n\r\n".repeat(2);
        let whole = format!(
            "From: Ada Fenn <ada@merovia.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\n{nested}F\r\nSubject: x\r\n\r\nText\r\n--b--\r\n"
        );
        for end in 0..=whole.len() {
            assert_eq!(extract(&whole.as_bytes()[..end]).format, "eml");
        }
        let found = include_bytes!("../../../../fuzz/corpus/eml/message-in-message-cut-off.eml");
        assert_eq!(extract(found).format, "eml");
    }

    #[test]
    fn candidates_are_read_by_themselves() {
        let read = crate::read(message().as_bytes(), Some("mail.eml"), &body()).communication;
        assert_eq!((read.format.as_str(), read.candidates.len()), ("eml", 2));
        let letter = &read.candidates[0];
        assert_eq!((letter.file.as_str(), letter.kind), ("letter.txt", chancery_model::communication::Kind::Letter));
        assert_eq!(letter.sender.as_ref().unwrap().state.as_deref(), Some("Merovia"));
        assert_eq!(read.candidates[1].format, "eml");
        assert!(read.metadata.iter().any(|datum| datum.source == "eml:Subject"));
        assert_eq!(read.title, None);
    }

    #[test]
    fn letters_and_memoranda_are_no_messages() {
        for text in [
            LETTER,
            "From: Permanent Mission of Merovia\nTo: The Secretary-General\nDate: 12 March 2026\nSubject: Ferries\n\nSir,\n",
            "Date: 12 March 2026\n\nExcellency,\n",
            "Subject: ferries on the Halm\nReferences: AS/7/12\n\nI have the honour",
            "Content-Type: is a header field, and this is a letter about it\n\nSir,",
            "From: a@b.example\nI have the honour to write: see below.\nSubject: x\n\n",
            "",
            ":",
            "AS/7/12\nDistr.: General\n16 March 2026\n",
        ] {
            assert!(!looks_like(text.as_bytes()), "{text}");
        }
        assert!(looks_like(b"From: a@b.example\nDate: today\n\nSir,"));
        assert!(looks_like(b"From nobody Mon Mar 16\nReturn-Path: <a@b.example>\nReceived: x\n\ty\n\nSir,"));
        assert!(looks_like(message().as_bytes()));
    }

    #[test]
    fn broken_messages_keep_what_was_read() {
        let whole = message();
        for end in (0..whole.len()).step_by(13) {
            let _ = extract(whole.get(..end).unwrap_or_default().as_bytes());
        }
        let unended = whole.replace("--b--", "");
        assert_eq!(extract(unended.as_bytes()).inner.len(), 2);
    }

    #[test]
    fn messages_are_bounded() {
        let mut nested = String::from("From: a@b.example\nMIME-Version: 1.0\n\nThe last.\n");
        for depth in 0..40 {
            nested = format!(
                "From: a@b.example\nSubject: {depth}\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"b{depth}\"\n\n--b{depth}\nContent-Type: message/rfc822\n\n{nested}\n--b{depth}--\n"
            );
        }
        let mut read = &crate::read(nested.as_bytes(), None, &body()).communication;
        let mut depth = 0;
        while let Some(next) = read.candidates.first() {
            read = next;
            depth += 1;
        }
        assert!((1..=8).contains(&depth), "{depth}");
        let part = "--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename=\"a.txt\"\n\nx\n";
        let many = format!(
            "From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"b\"\n\n{}--b--\n",
            part.repeat(300)
        );
        let out = extract(many.as_bytes());
        assert_eq!(out.inner.len(), MOST_ATTACHMENTS);
        assert!(out.doubts.iter().any(|doubt| doubt.code == "TOO_MANY_ATTACHMENTS"));
    }

    #[test]
    fn other_encodings_are_read() {
        let message = b"From: a@b.example\nMIME-Version: 1.0\nContent-Type: text/plain; charset=koi8-r\n\n\xF0\xC9\xD3\xD8\xCD\xCF\n";
        assert_eq!(extract(message).text.trim(), "Письмо");
        let html = b"From: a@b.example\nMIME-Version: 1.0\nContent-Type: text/html\n\n<p>The <b>ferry</b></p>\n";
        assert!(extract(html).text.contains("ferry"));
    }
}
