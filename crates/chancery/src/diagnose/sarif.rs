//! Findings as SARIF 2.1.0 (OASIS Standard, 27 March 2020), for programs that show findings of many tools.
//!
//! One run holds all files. Lines, columns and offsets are counted in code units of UTF-16 (`columnKind`), lines from 1. In
//! what is no plain text they are those of the text taken from it, which the artifact's description says, and no fix is
//! offered, since none could be made in the file. Nothing here depends on the clock or on chance.

use std::collections::HashMap;

use chancery_lint::{Edit, Lines};
use chancery_model::{Body, Finding, Gravity, finding::Ground, text::Span};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Value, json};

use crate::{flow::Review, followers::record::hex_digest};

/// Where the schema of the format is kept.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What a path must not have in a URI.
const IN_PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b':')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// A log of one run, to which files are added one after the other.
pub struct Log<'b> {
    body: &'b Body,
    /// Where each rule stands in the tool's list.
    indices: HashMap<&'static str, usize>,
    rules: Vec<Value>,
    artifacts: Vec<Value>,
    results: Vec<Value>,
    fingerprints: HashMap<String, u32>,
}

impl<'b> Log<'b> {
    /// A log of the rules that a body has.
    pub fn new(body: &'b Body) -> Log<'b> {
        let mut log = Log {
            body,
            indices: HashMap::new(),
            rules: Vec::new(),
            artifacts: Vec::new(),
            results: Vec::new(),
            fingerprints: HashMap::new(),
        };
        for rule in chancery_lint::rules() {
            let Some(ruling) = body.rulebook.rules.get(rule.code) else { continue };
            let page = chancery_lint::page(rule, &[body]);
            let shown = rule.explanation();
            log.indices.insert(rule.code, log.rules.len());
            log.rules.push(json!({
                "id": rule.code,
                "name": rule.name,
                "shortDescription": { "text": shown.summary },
                "help": { "text": format!("{} `chancery explain {}` says more.", shown.summary, rule.code), "markdown": page },
                "helpUri": help_uri(rule.code),
                "defaultConfiguration": { "level": level(ruling.gravity) },
                "properties": { "authority": ruling.authority, "family": shown.family },
            }));
        }
        log
    }

    /// Adds what was found in a file. `path` is its name as it was given.
    pub fn add(&mut self, path: &str, bytes: &[u8], review: &Review) {
        let uri = uri(path);
        let index = self.artifacts.len();
        let plain = review.reading.communication.format == "text";
        let mut artifact = json!({
            "location": { "uri": uri },
            "length": bytes.len(),
            "hashes": { "sha-256": hex_digest(bytes) },
        });
        if !plain {
            let format = &review.reading.communication.format;
            let said = format!("Places are places in the text that was taken from this file ({format}).");
            artifact["description"] = json!({ "text": said });
        }
        self.artifacts.push(artifact);
        let text = &review.reading.text;
        let lines = Lines::new(text);
        for finding in &review.findings {
            let location = json!({ "uri": uri, "index": index });
            let region = region(&lines, text, finding.span, true);
            let mut result = json!({
                "ruleId": finding.rule,
                "level": level(finding.gravity),
                "kind": "fail",
                "message": { "text": finding.message },
                "locations": [{ "physicalLocation": { "artifactLocation": location, "region": region } }],
                "properties": { "authority": finding.authority, "ground": ground(finding.ground) },
            });
            if let Some(index) = self.indices.get(finding.rule.as_str()) {
                result["ruleIndex"] = (*index).into();
            }
            let fingerprint = self.fingerprint(&uri, text, finding);
            result["fingerprints"] = json!({ "chancery/v1": fingerprint.0 });
            result["partialFingerprints"] = json!({ "faultInText/v1": fingerprint.1 });
            if let (Some(fix), true) = (chancery_lint::edits([finding]).first(), plain) {
                result["fixes"] = json!([fix_of(fix, &finding.name, &lines, text, &location)]);
            }
            self.results.push(result);
        }
    }

    /// The whole log.
    pub fn finish(self) -> Value {
        json!({
            "$schema": SCHEMA,
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": {
                    "name": "chancery",
                    "version": env!("CARGO_PKG_VERSION"),
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "rules": self.rules,
                } },
                "invocations": [{ "executionSuccessful": true }],
                "columnKind": "utf16CodeUnits",
                "newlineSequences": ["\r\n", "\n", "\r"],
                "artifacts": self.artifacts,
                "results": self.results,
                "properties": { "body": self.body.charter.code, "rulesDigest": self.body.digest },
            }],
        })
    }

    /// By what a finding is known again when the text around it changed: rule and words, and which of several alike it is; in
    /// this file, and in any.
    fn fingerprint(&mut self, uri: &str, text: &str, finding: &Finding) -> (String, String) {
        const MOST: usize = 4 * 1024;
        let words = finding.span.of(text);
        let words: Vec<&str> = words[..words.floor_char_boundary(MOST)].split_whitespace().collect();
        let fault = format!("{}\n{}", finding.rule, words.join(" "));
        let in_file = format!("{uri}\n{fault}");
        let nth = self.fingerprints.entry(in_file.clone()).or_default();
        *nth += 1;
        (hex_digest(format!("{in_file}\n{nth}").as_bytes()), hex_digest(format!("{fault}\n{nth}").as_bytes()))
    }
}

fn level(gravity: Gravity) -> &'static str {
    match gravity {
        Gravity::Grave => "error",
        Gravity::Advice => "warning",
    }
}

fn ground(ground: Ground) -> &'static str {
    match ground {
        Ground::Frame => "frame",
        Ground::Words => "words",
    }
}

/// The page of a rule, by a name that says what it is and of which no machine has to answer for.
fn help_uri(code: &str) -> String {
    format!("urn:chancery:rule:{code}")
}

/// A path as a reference: a relative one stays so, whatever folder the reader of the log stands in.
fn uri(path: &str) -> String {
    let written = utf8_percent_encode(path, IN_PATH).to_string();
    match written.starts_with('/') {
        true => format!("file://{written}"),
        false if path == "-" => "stdin".to_owned(),
        false => written.trim_start_matches("./").to_owned(),
    }
}

/// A place as a region. What stands there goes along if it is short.
fn region(lines: &Lines<'_>, text: &str, span: Span, with_words: bool) -> Value {
    const SHORT: usize = 400;
    let (start, end) = (lines.position(span.start), lines.position(span.end));
    let (offset, until) = (lines.before(span.start).utf16, lines.before(span.end).utf16);
    let mut region = json!({
        "startLine": start.line + 1,
        "startColumn": start.column.utf16 + 1,
        "endLine": end.line + 1,
        "endColumn": end.column.utf16 + 1,
        "charOffset": offset,
        "charLength": until.saturating_sub(offset),
    });
    if with_words && !span.is_empty() && span.len() <= SHORT {
        region["snippet"] = json!({ "text": span.of(text) });
    }
    region
}

fn fix_of(edit: &Edit, name: &str, lines: &Lines<'_>, text: &str, location: &Value) -> Value {
    json!({
        "description": { "text": format!("Mends the fault “{name}”.") },
        "artifactChanges": [{
            "artifactLocation": location,
            "replacements": [{
                "deletedRegion": region(lines, text, edit.span, false),
                "insertedContent": { "text": edit.text },
            }],
        }],
    })
}
