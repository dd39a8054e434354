//! The language server: the rulebook beside a letter while it is written.
//!
//! It follows the texts that an editor has open, checks one whenever nothing more is being typed, and answers two questions:
//! what a rule says at a place, and which repairs there are. It reads no file and keeps nothing: what the editor holds is
//! the text.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use chancery_lint::{Edit, Lines, edits};
use chancery_model::{Body, Finding, Gravity, finding::Ground, text::Span};
use chancery_read::Reader;
use jiff::civil::Date;
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::{
    CodeAction, CodeActionKind, CodeActionOptions, CodeActionParams, CodeActionProviderCapability, Diagnostic,
    DiagnosticSeverity, DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams, Hover,
    HoverContents, HoverParams, HoverProviderCapability, MarkupContent, MarkupKind, NumberOrString, Position,
    PublishDiagnosticsParams, Range, SaveOptions, ServerCapabilities, TextDocumentContentChangeEvent,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions, TextEdit,
    Uri, WorkspaceEdit,
    notification::{
        DidChangeTextDocument, DidCloseTextDocument, DidOpenTextDocument, Notification as _, PublishDiagnostics,
    },
    request::{CodeActionRequest, HoverRequest, Request as _},
};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    flow::{self, Known},
    office::Office,
};

/// Who made a finding, as editors show it.
const SOURCE: &str = "chancery";

/// The action that makes all repairs of a letter's frame, for editors that do so when a letter is saved.
const FIX_ALL: &str = "source.fixAll.chancery";

/// So long nothing more must have come before a text is checked, and so long it is put off at most: a text is not checked
/// between two letters of a word, and not forgotten while someone types on.
const PAUSE: Duration = Duration::from_millis(60);
const LONGEST: Duration = Duration::from_millis(600);

/// What the server knows besides the texts.
pub struct World<'w> {
    /// The institution.
    pub body: &'w Body,
    /// Today's date at its seat; asked anew each time, for an editor may stay open over night.
    pub today: &'w dyn Fn() -> Date,
    /// The office whose record counts, if any; opened anew each time, so that none is held open.
    pub office: &'w dyn Fn() -> Option<Office>,
}

/// Serves an editor on standard input and output until it says that it has gone.
pub fn serve(world: &World<'_>) -> Result<()> {
    let (connection, threads) = Connection::stdio();
    let gone = converse(&connection, world)?;
    // The threads end with the streams; after a client that broke off there is nothing to wait for.
    drop(connection);
    if gone {
        threads.join().context("cannot write to the editor")?;
    }
    Ok(())
}

/// Speaks with an editor; whether it took leave.
fn converse(connection: &Connection, world: &World<'_>) -> Result<bool> {
    let (id, _) = connection.initialize_start().context("the editor did not say who it is")?;
    let answer = serde_json::json!({
        "capabilities": capabilities(),
        "serverInfo": { "name": SOURCE, "version": env!("CARGO_PKG_VERSION") },
    });
    connection.initialize_finish(id, answer).context("the editor did not begin")?;
    let mut server = Server { world, reader: Reader::new(world.body), texts: BTreeMap::new() };
    let mut begun: Option<Instant> = None;
    loop {
        let received = match begun {
            None => connection.receiver.recv().map_err(Into::into),
            Some(begun) => connection.receiver.recv_timeout(PAUSE.min(LONGEST.saturating_sub(begun.elapsed()))),
        };
        match received {
            Err(error) if error.is_timeout() => {
                server.check_all(connection)?;
                begun = None;
            }
            Err(_) => return Ok(false),
            Ok(Message::Request(request)) => {
                if connection.handle_shutdown(&request).unwrap_or(true) {
                    return Ok(true);
                }
                // A question is about the text as it stands now.
                server.check_all(connection)?;
                begun = None;
                connection.sender.send(server.answer(request).into())?;
            }
            Ok(Message::Notification(told)) => {
                server.hear(connection, told)?;
                let waits = server.texts.values().any(|text| text.findings.is_none());
                begun = waits.then(|| begun.unwrap_or_else(Instant::now));
            }
            // Nothing is ever asked of the editor.
            Ok(Message::Response(_)) => {}
        }
    }
}

fn capabilities() -> ServerCapabilities {
    ServerCapabilities {
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: Some(false) })),
            ..TextDocumentSyncOptions::default()
        })),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, CodeActionKind::new(FIX_ALL)]),
            ..CodeActionOptions::default()
        })),
        ..ServerCapabilities::default()
    }
}

/// A text that the editor has open.
struct Text {
    uri: Uri,
    version: i32,
    text: String,
    /// What is found in it; `None` until it is looked at after a change.
    findings: Option<Vec<Finding>>,
}

struct Server<'w> {
    world: &'w World<'w>,
    reader: Reader<'w>,
    /// By address.
    texts: BTreeMap<String, Text>,
}

impl Server<'_> {
    fn hear(&mut self, connection: &Connection, told: Notification) -> Result<()> {
        match told.method.as_str() {
            DidOpenTextDocument::METHOD => {
                if let Some(DidOpenTextDocumentParams { text_document: opened }) = params(told) {
                    let text = Text { uri: opened.uri, version: opened.version, text: opened.text, findings: None };
                    self.texts.insert(text.uri.as_str().to_owned(), text);
                }
            }
            DidChangeTextDocument::METHOD => {
                let Some(DidChangeTextDocumentParams { text_document: changed, content_changes }) = params(told) else {
                    return Ok(());
                };
                if let Some(text) = self.texts.get_mut(changed.uri.as_str()) {
                    content_changes.into_iter().for_each(|change| text.change(change));
                    text.version = changed.version;
                    text.findings = None;
                }
            }
            DidCloseTextDocument::METHOD => {
                if let Some(DidCloseTextDocumentParams { text_document: closed }) = params(told) {
                    self.texts.remove(closed.uri.as_str());
                    // An editor keeps showing what it was told until it is told otherwise.
                    publish(connection, PublishDiagnosticsParams::new(closed.uri, Vec::new(), None))?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Checks every text that changed since it was last looked at, and tells the editor.
    fn check_all(&mut self, connection: &Connection) -> Result<()> {
        for text in self.texts.values_mut().filter(|text| text.findings.is_none()) {
            let findings = check(&self.reader, self.world, text)?;
            let lines = Lines::new(&text.text);
            let shown = findings.iter().map(|finding| diagnostic(&lines, finding)).collect();
            publish(connection, PublishDiagnosticsParams::new(text.uri.clone(), shown, Some(text.version)))?;
            text.findings = Some(findings);
        }
        Ok(())
    }

    fn answer(&self, request: Request) -> Response {
        let id = request.id.clone();
        match request.method.as_str() {
            HoverRequest::METHOD => reply(id, request, |asked| self.hover(&asked)),
            CodeActionRequest::METHOD => reply(id, request, |asked| self.actions(&asked)),
            method => {
                Response::new_err(id, ErrorCode::MethodNotFound as i32, format!("this server does not know {method}"))
            }
        }
    }

    /// What is found at a place, and the page of its rule.
    fn hover(&self, asked: &HoverParams) -> Option<Hover> {
        let asked = &asked.text_document_position_params;
        let text = self.texts.get(asked.text_document.uri.as_str())?;
        let lines = Lines::new(&text.text);
        let at = lines.offset(asked.position.line as usize, asked.position.character as usize);
        let found = || text.found().filter(|(_, place)| place.start <= at && at <= place.end);
        let (_, place) = found().next()?;
        let pages: Vec<String> = found().filter_map(|(finding, _)| page(finding, self.world.body)).collect();
        let markup = MarkupContent { kind: MarkupKind::Markdown, value: pages.join("\n\n---\n\n") };
        Some(Hover { contents: HoverContents::Markup(markup), range: Some(range(&lines, place)) })
    }

    /// The repairs of what is found within a range; and all those of the frame together, of whatever is in the text.
    fn actions(&self, asked: &CodeActionParams) -> Option<Vec<CodeAction>> {
        let text = self.texts.get(asked.text_document.uri.as_str())?;
        let lines = Lines::new(&text.text);
        let offset = |at: Position| lines.offset(at.line as usize, at.character as usize);
        let (from, to) = (offset(asked.range.start), offset(asked.range.end));
        let wanted = |kind: &str| {
            let only = asked.context.only.as_ref();
            // A kind that is asked for stands for all that are below it.
            only.is_none_or(|only| only.iter().any(|only| is_of(kind, only.as_str())))
        };
        let mut actions = Vec::new();
        if wanted(CodeActionKind::QUICKFIX.as_str()) {
            for (finding, place) in text.found().filter(|(_, place)| place.start <= to && from <= place.end) {
                for edit in edits([finding]) {
                    actions.push(CodeAction {
                        title: title(finding, &edit, &text.text),
                        kind: Some(CodeActionKind::QUICKFIX),
                        diagnostics: Some(vec![diagnostic(&lines, finding)]),
                        edit: Some(text.changed(&lines, &[edit])),
                        // What its sender wrote is not changed by the key that makes the repair that is plainly right.
                        is_preferred: Some(finding.ground == Ground::Frame && place == finding.span),
                        ..CodeAction::default()
                    });
                }
            }
        }
        let frame = edits(text.found().map(|(finding, _)| finding).filter(|f| f.ground == Ground::Frame));
        if wanted(FIX_ALL) && !frame.is_empty() {
            actions.push(CodeAction {
                title: "Make all repairs of the letter’s frame".to_owned(),
                kind: Some(CodeActionKind::new(FIX_ALL)),
                edit: Some(text.changed(&lines, &frame)),
                ..CodeAction::default()
            });
        }
        Some(actions)
    }
}

impl Text {
    /// Makes a change that the editor made. A place that the text does not have is the nearest one that it has.
    fn change(&mut self, change: TextDocumentContentChangeEvent) {
        match change.range {
            None => self.text = change.text,
            Some(range) => {
                let lines = Lines::new(&self.text);
                let start = lines.offset(range.start.line as usize, range.start.character as usize);
                let end = lines.offset(range.end.line as usize, range.end.character as usize).max(start);
                self.text.replace_range(start..end, &change.text);
            }
        }
    }

    /// The findings, each with the place where it is shown: one that has no width is given the line's, for no editor
    /// underlines nothing.
    fn found(&self) -> impl Iterator<Item = (&Finding, Span)> {
        let lines = Lines::new(&self.text);
        self.findings.iter().flatten().map(move |finding| (finding, shown(&lines, finding)))
    }

    /// Edits as the editor makes them.
    fn changed(&self, lines: &Lines<'_>, edits: &[Edit]) -> WorkspaceEdit {
        let changes = edits.iter().map(|edit| TextEdit::new(range(lines, edit.span), edit.text.clone())).collect();
        // The protocol keys by an address type whose text is the same for as long as it lives.
        #[expect(clippy::mutable_key_type, reason = "the address is not changed while it is a key")]
        let changes = std::collections::HashMap::from([(self.uri.clone(), changes)]);
        WorkspaceEdit::new(changes)
    }
}

/// Reads and lints what the editor holds. What is no plain text there (a page's source, a message) is left alone: places in
/// what is taken out of it are none in what the editor shows.
fn check(reader: &Reader<'_>, world: &World<'_>, text: &Text) -> Result<Vec<Finding>> {
    let office = (world.office)();
    let known = Known { office: office.as_ref(), ..Known::on((world.today)()) };
    let name = text.uri.path().as_str();
    let mut review = flow::review(reader, world.body, text.text.as_bytes(), name, &known)?;
    // A mark of the encoding at the begin is the editor's and not the letter's.
    let Some(mark) = text.text.strip_suffix(review.reading.text.as_str()).map(str::len) else { return Ok(Vec::new()) };
    if review.reading.communication.format != "text" {
        return Ok(Vec::new());
    }
    for finding in &mut review.findings {
        finding.span = Span::new(finding.span.start + mark, finding.span.end + mark);
    }
    Ok(review.findings)
}

fn shown(lines: &Lines<'_>, finding: &Finding) -> Span {
    if finding.span.is_empty() { lines.span(lines.line(finding.span.start)) } else { finding.span }
}

fn diagnostic(lines: &Lines<'_>, finding: &Finding) -> Diagnostic {
    Diagnostic {
        range: range(lines, shown(lines, finding)),
        severity: Some(match (finding.gravity, finding.ground) {
            (Gravity::Grave, _) => DiagnosticSeverity::ERROR,
            (Gravity::Advice, Ground::Frame) => DiagnosticSeverity::WARNING,
            // Advice on what its sender wrote is no more than that.
            (Gravity::Advice, _) => DiagnosticSeverity::INFORMATION,
        }),
        code: Some(NumberOrString::String(finding.rule.clone())),
        source: Some(SOURCE.to_owned()),
        message: format!("{}\n{} ({})", finding.message, finding.name, finding.authority),
        ..Diagnostic::default()
    }
}

/// What a finding says, over the page of its rule.
fn page(finding: &Finding, body: &Body) -> Option<String> {
    let rule = chancery_lint::rules().iter().find(|rule| rule.code == finding.rule)?;
    Some(format!("**{}**: {}\n\n{}", finding.rule, escaped(&finding.message), chancery_lint::page(rule, &[body])))
}

/// Words from outside inside Markdown: they stand as they are.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_punctuation() {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// What a repair does, in a line.
fn title(finding: &Finding, edit: &Edit, text: &str) -> String {
    let one_line = |text: &str| {
        let mut line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some((at, _)) = line.char_indices().nth(60) {
            line.truncate(at);
            line.push('…');
        }
        line
    };
    let (old, new) = (one_line(edit.span.of(text)), one_line(&edit.text));
    let whose = if finding.ground == Ground::Frame { "" } else { ", in the sender’s own words" };
    match (old.is_empty(), new.is_empty()) {
        (true, _) => format!("Insert “{new}” ({}{whose})", finding.rule),
        (false, true) => format!("Remove “{old}” ({}{whose})", finding.rule),
        (false, false) => format!("Replace “{old}” by “{new}” ({}{whose})", finding.rule),
    }
}

fn range(lines: &Lines<'_>, span: Span) -> Range {
    let position = |at: usize| {
        let position = lines.position(at);
        let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Position::new(number(position.line), number(position.column.utf16))
    };
    Range::new(position(span.start), position(span.end))
}

/// Whether a kind of action is another, or of it: `source.fixAll.chancery` is of `source`.
fn is_of(kind: &str, of: &str) -> bool {
    kind.strip_prefix(of).is_some_and(|rest| rest.is_empty() || of.is_empty() || rest.starts_with('.'))
}

fn publish(connection: &Connection, told: PublishDiagnosticsParams) -> Result<()> {
    let told = Notification::new(PublishDiagnostics::METHOD.to_owned(), told);
    connection.sender.send(told.into()).context("the editor has gone")
}

/// What came with a notification. One that is not what the protocol says cannot be answered, and is passed over.
fn params<P: DeserializeOwned>(told: Notification) -> Option<P> {
    serde_json::from_value(told.params).map_err(|error| eprintln!("{}: {error}", told.method)).ok()
}

/// Answers a question, or says what is wrong with it.
fn reply<P: DeserializeOwned, A: Serialize>(id: RequestId, request: Request, answer: impl FnOnce(P) -> A) -> Response {
    match serde_json::from_value(request.params) {
        Ok(asked) => Response::new_ok(id, answer(asked)),
        Err(error) => Response::new_err(id, ErrorCode::InvalidParams as i32, error.to_string()),
    }
}
