//! The language server, spoken to as an editor does.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    process::{Child, ChildStdin, ChildStdout, Stdio},
};

use serde_json::{Value, json};

use crate::office::{TestOffice, root};

const LETTER: &str = "file:///desk/letter.txt";

/// An editor that knows nothing but the protocol.
struct Editor {
    server: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    asked: i64,
    _office: TestOffice,
}

impl Editor {
    fn begin() -> Editor {
        let office = TestOffice::new("assembly");
        let mut command = office.command(&["lsp", "--now", "2026-07-06T09:00:00Z"]);
        let mut server = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (to, from) = (server.stdin.take().unwrap(), BufReader::new(server.stdout.take().unwrap()));
        let mut editor = Editor { server, to, from, asked: 0, _office: office };
        let answer = editor.ask("initialize", json!({ "processId": null, "rootUri": null, "capabilities": {} }));
        assert_eq!(answer["result"]["serverInfo"]["name"], "chancery");
        assert_eq!(answer["result"]["capabilities"]["hoverProvider"], true);
        editor.tell("initialized", json!({}));
        editor
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.to, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        self.to.flush().unwrap();
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(self.from.read_line(&mut line).unwrap() > 0, "the server has gone");
            match line.trim_end().split_once(": ") {
                Some(("Content-Length", value)) => length = value.parse().unwrap(),
                Some(_) => {}
                None => break,
            }
        }
        let mut bytes = vec![0; length];
        self.from.read_exact(&mut bytes).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }

    fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// The answer to a question; what is told in between is passed over.
    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        let id = self.asked;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.receive();
            if message["id"] == id {
                return message;
            }
        }
    }

    fn open(&mut self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": "plaintext", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    fn change(&mut self, version: i64, changes: Value) {
        let document = json!({ "uri": LETTER, "version": version });
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// What the server next says is found in a text.
    fn diagnostics(&mut self, uri: &str) -> Value {
        loop {
            let message = self.receive();
            if message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri {
                return message["params"].clone();
            }
        }
    }

    fn end(mut self) {
        assert_eq!(self.ask("shutdown", Value::Null)["result"], Value::Null);
        self.tell("exit", Value::Null);
        assert_eq!(self.server.wait().unwrap().code(), Some(0));
    }
}

fn letter() -> String {
    fs::read_to_string(root().join("tests/letters/letter/letter.txt")).unwrap()
}

fn found<'d>(told: &'d Value, rule: &str) -> Option<&'d Value> {
    told["diagnostics"].as_array().unwrap().iter().find(|found| found["code"] == rule)
}

/// A place as the protocol has it.
fn position(text: &str, at: usize) -> Value {
    let line_start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    json!({
        "line": text[..at].matches('\n').count(),
        "character": text[line_start..at].encode_utf16().count(),
    })
}

/// The edits of a text, as an editor would make them.
fn edited(text: &str, edits: &Value) -> String {
    let offset = |position: &Value| {
        let line = position["line"].as_u64().unwrap() as usize;
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        let mut units = position["character"].as_u64().unwrap() as usize;
        let width = |c: &char| c.len_utf16();
        let within = text[start..].chars().take_while(|c| {
            let goes = units >= width(c);
            units -= if goes { width(c) } else { 0 };
            goes
        });
        start + within.map(char::len_utf8).sum::<usize>()
    };
    let mut edits: Vec<(usize, usize, &str)> = edits
        .as_array()
        .unwrap()
        .iter()
        .map(|e| (offset(&e["range"]["start"]), offset(&e["range"]["end"]), e["newText"].as_str().unwrap()))
        .collect();
    edits.sort_unstable();
    let mut out = text.to_owned();
    for (start, end, new) in edits.into_iter().rev() {
        out.replace_range(start..end, new);
    }
    out
}

#[test]
fn what_is_found_is_told_as_one_types_and_repaired_where_one_asks() {
    let mut editor = Editor::begin();
    let clean = letter();
    editor.open(LETTER, &clean);
    let told = editor.diagnostics(LETTER);
    assert_eq!(told["version"], 1);
    assert_eq!(found(&told, "REQ013"), None, "{told}");

    // An item asked twice, typed in two strokes behind characters that have two units in UTF-16 or three bytes in UTF-8.
    let at = clean.find("agenda items 12 and").unwrap();
    let strange = "🛶 湖 ";
    let opening = clean.find("I have the honour").unwrap();
    let mut typed = clean.clone();
    typed.insert_str(at + "agenda items 12".len(), ", 12");
    typed.insert_str(opening, strange);
    let stroke = |text: &str, at: usize, new: &str| {
        let place = position(text, at);
        json!({ "range": { "start": place, "end": place }, "text": new })
    };
    let first = stroke(&clean, at + "agenda items 12".len(), ", 12");
    editor.change(2, json!([first]));
    let told = editor.diagnostics(LETTER);
    assert!(found(&told, "REQ013").is_some(), "{told}");
    editor.change(3, json!([stroke(&clean, opening, strange)]));
    let told = editor.diagnostics(LETTER);
    assert_eq!(told["version"], 3);
    let twice = found(&told, "REQ013").unwrap().clone();
    assert_eq!(twice["source"], "chancery");
    assert_eq!(twice["severity"], 2, "advice on the frame is a warning");

    // The rule's page where the pointer rests, as `explain` prints it.
    let start = twice["range"]["start"].clone();
    let hover = editor.ask("textDocument/hover", json!({ "textDocument": { "uri": LETTER }, "position": start }));
    let page = hover["result"]["contents"]["value"].as_str().unwrap();
    assert!(page.contains("REQ013") && page.contains("## In force"), "{page}");
    let explained = TestOffice::new("assembly").run(&["explain", "REQ013"]).ok().out;
    assert!(page.contains(explained.trim()), "{page}\n{explained}");
    let nothing = editor.ask(
        "textDocument/hover",
        json!({ "textDocument": { "uri": LETTER }, "position": { "line": 9999, "character": 0 } }),
    );
    assert_eq!(nothing["result"], Value::Null);

    // The repair gives the clean text back, but for what was typed beside it.
    let actions = editor.ask(
        "textDocument/codeAction",
        json!({ "textDocument": { "uri": LETTER }, "range": twice["range"], "context": { "diagnostics": [twice] } }),
    );
    let actions = actions["result"].as_array().unwrap().clone();
    let action = actions.iter().find(|action| action["title"].as_str().unwrap().contains("REQ013")).unwrap();
    assert_eq!((&action["kind"], &action["isPreferred"]), (&json!("quickfix"), &json!(true)));
    let mended = edited(&typed, &action["edit"]["changes"][LETTER]);
    assert_eq!(mended.replacen(strange, "", 1), clean);
    let all = actions.iter().find(|action| action["kind"] == "source.fixAll.chancery").unwrap();
    assert_eq!(edited(&typed, &all["edit"]["changes"][LETTER]).replacen(strange, "", 1), clean);
    let only = editor.ask(
        "textDocument/codeAction",
        json!({
            "textDocument": { "uri": LETTER },
            "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 0 } },
            "context": { "diagnostics": [], "only": ["source.fixAll"] },
        }),
    );
    assert_eq!(only["result"].as_array().unwrap().len(), 1);

    // The whole text at once, and a text that is closed.
    editor.change(4, json!([{ "text": mended }]));
    assert_eq!(found(&editor.diagnostics(LETTER), "REQ013"), None);
    editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": LETTER } }));
    assert_eq!(editor.diagnostics(LETTER)["diagnostics"], json!([]));
    editor.end();
}

#[test]
fn what_is_no_letter_or_not_the_protocol_stops_nothing() {
    let mut editor = Editor::begin();
    // A page's source is no plain text: no place in what is taken out of it is one in the editor.
    let html = format!("<!doctype html><html><body><p>{}</p></body></html>", letter());
    editor.open("file:///desk/page.html", &html);
    assert_eq!(editor.diagnostics("file:///desk/page.html")["diagnostics"], json!([]));
    // A mark of the encoding moves every place by one unit.
    let marked = format!("\u{feff}{}", letter().replace("agenda items 12 and", "agenda items 12, 12 and"));
    editor.open("file:///desk/marked.txt", &marked);
    let told = editor.diagnostics("file:///desk/marked.txt");
    let place = &found(&told, "REQ013").unwrap()["range"]["start"];
    let at = marked.find("12, 12").unwrap();
    assert_eq!(place["line"], position(&marked, at)["line"]);

    editor.tell("textDocument/didOpen", json!({ "what": "is this" }));
    editor.tell("textDocument/didChange", json!([1, 2, 3]));
    editor.tell("$/cancelRequest", json!({ "id": 1 }));
    let unknown = editor.ask("textDocument/foldTheRiver", json!({}));
    assert_eq!(unknown["error"]["code"], -32601);
    let malformed = editor.ask("textDocument/hover", json!({ "position": "here" }));
    assert_eq!(malformed["error"]["code"], -32602);
    // Places far outside any text are the nearest that there are.
    editor.open(LETTER, "");
    editor.change(
        2,
        json!([{ "range": {
        "start": { "line": 4_000_000_000_u32, "character": 4_000_000_000_u32 },
        "end": { "line": 0, "character": 0 },
    }, "text": "é" }]),
    );
    editor.diagnostics(LETTER);
    editor.open("file:///desk/long.txt", &"Annex agenda item 12 AS/7/1 ".repeat(20_000));
    editor.diagnostics("file:///desk/long.txt");
    editor.end();
}

#[test]
fn an_editor_that_breaks_off_leaves_no_server_behind() {
    let mut editor = Editor::begin();
    editor.open(LETTER, &letter());
    drop(editor.to);
    let mut rest = Vec::new();
    editor.from.read_to_end(&mut rest).unwrap();
    assert!(editor.server.wait().unwrap().code().is_some());
}
