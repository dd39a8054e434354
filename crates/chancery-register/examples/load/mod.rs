//! What the register's benches share: a body with two organs, and a client that knows the way of a letter.

use std::{collections::BTreeMap, error::Error, sync::Arc};

use chancery_model::{
    Body, Language,
    act::{Act, Ask, DossierId, Entry, FileId, LanguageVersion, OfficerId, Proposal, Registration, Step},
    body::Role,
};
use chancery_register::{NotDone, Register};
use jiff::{Timestamp, civil::date};

const BODY: &str = r#"
code = "load"
name = "Load"
in_text = "the Organization"
office = "Load"
time_zone = "UTC"
languages_offered = ["en"]
languages_required = ["en"]
distribution = [{ code = "GEN", name = "General" }]
job_numbers = [{ code = "L", template = "{yy}-{n:5}", barcode = "*{yy}{n:5}*" }]
[symbols]
roots = [{ code = "A" }, { code = "B" }]
"#;

/// A body with two organs that number by the year, and one series of job numbers.
pub fn body() -> Result<Body, Box<dyn Error>> {
    let mut files = BTreeMap::from([
        ("body.toml".to_owned(), BODY.to_owned()),
        ("rulebook.toml".to_owned(), String::new()),
        ("states.toml".to_owned(), String::new()),
    ]);
    for (order, code) in ["a", "b"].into_iter().enumerate() {
        let root = code.to_uppercase();
        let organ = format!(
            "name = '{root}'\norder = {order}\ncirculates = true\nperiod = {{ kind = 'year' }}\n\
             [[series]]\ncode = '{root}'\ntemplate = '{root}/{{year}}/{{n}}'\nholds = 'document'\n"
        );
        files.insert(format!("organs/{code}.toml"), organ);
    }
    Ok(Body::from_files(&files)?)
}

/// One caller of the register.
pub struct Client {
    pub register: Arc<Register>,
    pub body: Arc<Body>,
}

fn file(of: u64) -> FileId {
    FileId(format!("{of:064x}"))
}

impl Client {
    fn perform(&self, dossier: Option<DossierId>, step: Step) -> Result<Entry, NotDone> {
        self.register.perform(
            &self.body,
            Proposal {
                dossier,
                step,
                officer: OfficerId("load".to_owned()),
                role: Role::SOLE.to_owned(),
                at: Timestamp::from_second(1_777_975_200).unwrap_or(Timestamp::UNIX_EPOCH),
                key: None,
                body: self.body.digest.clone(),
            },
        )
    }

    /// A letter that was received and accepted.
    pub fn accepted(&self) -> Result<Option<DossierId>, NotDone> {
        let channel = "load".to_owned();
        let received = Act::Receive { original: file(1), channel, received_by: None, received_at: None };
        let id = self.perform(None, Step::Plain(received))?.dossier;
        let accepted = Act::Accept { reading: file(2), answers: Vec::new(), grave: Vec::new(), words: Some(412) };
        self.perform(id, Step::Plain(accepted))?;
        Ok(id)
    }

    /// A joint document: a symbol of each organ, a job number, six agenda entries.
    pub fn joint(&self, dossier: Option<DossierId>) -> Result<Entry, NotDone> {
        self.register(dossier, vec![ask("a", &["32", "37", "68 (a)"]), ask("b", &["1", "2", "3"])])
    }

    /// A document of one organ under one item.
    #[allow(dead_code, reason = "only one of the benches has documents of one organ")]
    pub fn single(&self, dossier: Option<DossierId>) -> Result<Entry, NotDone> {
        self.register(dossier, vec![ask("a", &["32"])])
    }

    fn register(&self, dossier: Option<DossierId>, asks: Vec<Ask>) -> Result<Entry, NotDone> {
        self.perform(dossier, Step::Register(Registration { asks, ..Registration::default() }))
    }

    /// Issues a registered document on the day of all these acts.
    #[allow(dead_code, reason = "only one of the benches issues")]
    pub fn issue(&self, dossier: Option<DossierId>) -> Result<Entry, NotDone> {
        let version = LanguageVersion { language: Language::EN, document: file(3), renditions: Vec::new() };
        let act = Act::Issue {
            date: date(2026, 5, 5),
            distribution: "GEN".to_owned(),
            versions: vec![version],
            exception: None,
            components: Vec::new(),
        };
        self.perform(dossier, Step::Plain(act))
    }
}

fn ask(organ: &str, items: &[&str]) -> Ask {
    let items = items.iter().map(|item| (*item).to_owned()).collect();
    Ask { organ: organ.to_owned(), items, ..Ask::default() }
}
