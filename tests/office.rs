//! The real program in a folder of its own.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
};

pub struct TestOffice {
    pub folder: tempfile::TempDir,
    body: &'static str,
}

pub struct Ran {
    pub status: i32,
    pub out: String,
    pub err: String,
    pub bytes: Vec<u8>,
}

impl Ran {
    pub fn of(output: Output) -> Ran {
        Ran {
            status: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
            bytes: output.stdout,
        }
    }

    #[track_caller]
    pub fn ok(self) -> Ran {
        assert_eq!(self.status, 0, "{}\n{}", self.out, self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self
    }

    #[track_caller]
    pub fn refused(self) -> Ran {
        assert_eq!(self.status, 1, "{}\n{}", self.out, self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self
    }

    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {}\n{}", self.out, self.err))
    }
}

/// The project's folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// A body of this repository.
pub fn body(name: &str) -> chancery_model::Body {
    fn take(root: &Path, folder: &Path, files: &mut std::collections::BTreeMap<String, String>) {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                take(root, &path, files);
            } else {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                files.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    let folder = root().join("bodies").join(name);
    let mut files = std::collections::BTreeMap::new();
    take(&folder, &folder, &mut files);
    chancery_model::Body::from_files(&files).unwrap()
}

/// Real documents, where they are at hand; they are never part of the project.
pub fn shared(path: &str) -> Option<PathBuf> {
    let path = root().join("../shared/data").join(path);
    if path.exists() {
        return Some(path);
    }
    eprintln!("not at hand, so not tested: {path:?}");
    None
}

impl TestOffice {
    pub fn new(body: &'static str) -> TestOffice {
        TestOffice { folder: tempfile::tempdir().unwrap(), body }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Circulates the invented letter that stands in six languages, all of them at once.
    pub fn circulate_six(&self, now: &str) -> Ran {
        let six = root().join("tests/letters/six");
        let letter = |language: &str| six.join(format!("{language}.txt")).display().to_string();
        let mut args = vec!["--now".to_owned(), now.to_owned(), "circulate".to_owned(), letter("en")];
        for language in ["ar", "es", "fr", "ru", "zh"] {
            args.extend(["--version".to_owned(), format!("{language}={}", letter(language))]);
        }
        self.run(&args.iter().map(String::as_str).collect::<Vec<_>>()).ok()
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
        command
            .current_dir(self.folder.path())
            .env_remove("CHANCERY_OFFICE")
            .env_remove("CHANCERY_PAUSE_AT")
            .args(["--body", self.body])
            .args(if args.contains(&"--office") { &[][..] } else { &["--office", "office"][..] })
            .args(args)
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        Ran::of(self.command(args).output().unwrap())
    }

    pub fn serve(&self) -> Served {
        self.serve_named("office")
    }

    pub fn serve_named(&self, office: &str) -> Served {
        let mut command = self.command(&["--office", office, "serve", "--listen", "127.0.0.1:0"]);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().trim_start_matches("serving http://").trim_end_matches('/').to_owned();
        assert!(address.contains(':'), "{line}");
        Served { child, address }
    }
}

/// The site, served until dropped.
pub struct Served {
    child: Child,
    address: String,
}

pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Served {
    pub fn address(&self) -> &str {
        &self.address
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: test\r\nAccept: text/html\r\nConnection: close\r\n\r\n"))
    }

    /// Sends a request as it stands, which must ask for the connection to be closed.
    pub fn ask(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let end = bytes.windows(4).position(|w| w == b"\r\n\r\n").expect("a head and a body");
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head, body: bytes[end + 4..].to_vec() }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
