//! What officers ask: every act, mostly as it should be asked, now and then with a slip of the hand.

use std::collections::BTreeMap;

use chancery_model::{
    Language, Symbol,
    act::{
        Act, Allotment, Amendment, Answer, Ask, ComponentLanguages, DossierId, FileId, LanguageVersion, OrganItems,
        Provenance, Registration, Related, RelationKind, Rendition, Slot, Step, Target, Under,
    },
    dossier::{Dossier, Stage},
    symbol::ModifierKind,
};
use jiff::ToSpan;

use super::{
    ledger::{Ledger, stages},
    world::{self, Dice, SERIES},
};

/// Every act of the format.
pub const ACTS: [&str; 26] = [
    "receive",
    "accept",
    "return",
    "hold",
    "resume",
    "schedule",
    "register",
    "amend",
    "deliver",
    "void",
    "issue",
    "complete",
    "reissue",
    "withdraw",
    "plan_derestriction",
    "derestrict",
    "describe",
    "relate",
    "join",
    "import",
    "confirm",
    "redact",
    "continue",
    "cede",
    "reserve",
    "adopt",
];

pub fn file(number: usize) -> FileId {
    // Digests would do nothing here but take time.
    FileId(format!("f{number}"))
}

pub fn version(code: Language, number: usize) -> LanguageVersion {
    let rendition = Rendition { format: "pdf".to_owned(), file: file(number + 1) };
    LanguageVersion { language: code, document: file(number), renditions: vec![rendition] }
}

/// The hand that writes a proposal: what it knows, and how unsteady it is.
pub struct Hand<'a> {
    pub ledger: &'a Ledger,
    pub now: i64,
    /// How often in a hundred each thing is written wrongly.
    pub slips: usize,
}

impl Hand<'_> {
    fn slip(&self, dice: &mut Dice) -> bool {
        self.slips > 0 && dice.chance(self.slips)
    }

    fn languages(&self, dice: &mut Dice) -> Vec<Language> {
        let mut codes = match dice.below(8) {
            0 => vec!["en", "fr", "es"],
            1 => vec!["es", "fr", "en"],
            2 => vec!["fr", "en"],
            _ => vec!["en", "fr"],
        };
        if self.slip(dice) {
            match dice.below(6) {
                0 => codes.clear(),
                1 => codes.truncate(1),
                2 => codes.push("en"),
                3 => codes.push("de"),
                4 => codes = vec!["es"],
                _ => codes = vec!["fr"],
            }
        }
        codes.into_iter().map(world::language).collect()
    }

    /// A symbol that a series may be asked for: near to where the numbering stands, or not of this series at all.
    fn near(&self, dice: &mut Dice, series: &str, period: &str) -> Symbol {
        let last = self.ledger.count(series, period).and_then(|count| count.last).unwrap_or(0);
        let number = match dice.below(5) {
            0 => self.ledger.after(series, period, last),
            1 => 1 + dice.below(last as usize + 6) as u32,
            _ => last + 1 + dice.below(4) as u32,
        };
        let text = match dice.below(14) {
            0 => format!("{series}/0{period}/{number}"),
            1 => format!("{series}/{period}/L.{number}"),
            2 => format!("{}*", world::symbol_text(series, period, number)),
            3 if series == "W" => format!("W-{number:05}"),
            _ => world::symbol_text(series, period, number),
        };
        Symbol::from_canonical(text)
    }

    /// A number that nobody has and nothing keeps, for a series that another office numbers.
    pub fn free(&self, dice: &mut Dice, series: &str, period: &str) -> Symbol {
        let highest = self.ledger.count(series, period).map_or(0, |count| {
            let borne = count.borne.keys().next_back().copied().unwrap_or(0);
            let kept = count.blocks.iter().map(|block| block.1).max().unwrap_or(0);
            borne.max(kept)
        });
        let number = highest.max(5) + 1 + dice.below(3) as u32;
        Symbol::from_canonical(world::symbol_text(series, period, number))
    }

    pub fn period(&self, dice: &mut Dice, series: &str) -> String {
        let now = world::period_at(series, self.now).unwrap_or_else(|| "1".to_owned());
        if series == "W" || series == "job:K" || !dice.chance(25) {
            return now;
        }
        let number = now.parse::<u32>().unwrap_or(1);
        let other = if dice.chance(60) { number + 1 } else { number.saturating_sub(1).max(1) };
        if series.starts_with("job:") { format!("{other:02}") } else { other.to_string() }
    }

    fn ask(&self, dice: &mut Dice, organ: &str, series: &str) -> Ask {
        let mut ask = Ask { organ: organ.to_owned(), ..Ask::default() };
        for _ in 0..dice.below(3) {
            ask.items.push(format!("{} ({})", 1 + dice.below(9), ["a", "B"][dice.below(2)]));
        }
        let now = world::period_at(series, self.now).unwrap_or_default();
        let elsewhere = self.ledger.count(series, &now).map_or(series == "R", |count| count.is_elsewhere(series));
        if elsewhere && !self.slip(dice) {
            ask.symbol = Some(self.free(dice, series, &now));
        } else if dice.chance(10) {
            ask.period = Some(self.period(dice, series));
        } else if dice.chance(7) {
            ask.symbol = Some(self.near(dice, series, &now));
        } else if dice.chance(6) {
            let last = self.ledger.count(series, &now).and_then(|count| count.last).unwrap_or(0);
            let due = self.ledger.after(series, &now, last);
            let due = Symbol::from_canonical(world::symbol_text(series, &now, due));
            if dice.chance(50) { ask.expect = Some(due) } else { ask.symbol = Some(due) }
        } else if dice.chance(8) {
            // One of the numbers that are set aside.
            let blocks = self.ledger.count(series, &now).map_or(&[][..], |count| &count.blocks);
            let number = match dice.pick(blocks) {
                Some((first, last, _)) => Some(*first + dice.below((last - first + 1) as usize) as u32),
                None if series == "AS" => Some(*dice.pick(&[1, 4, 5]).unwrap_or(&1)),
                None => None,
            };
            ask.symbol = number.map(|number| Symbol::from_canonical(world::symbol_text(series, &now, number)));
        }
        if self.slip(dice) {
            let period = self.period(dice, series);
            match dice.below(7) {
                0 => ask.organ = ["bureau", "nobody"][dice.below(2)].to_owned(),
                1 => ask.period = Some(["07", "", "x", "5", "2031", "2024", "ES-1", "12"][dice.below(8)].to_owned()),
                2 => ask.expect = Some(self.near(dice, series, &period)),
                3 => ask.symbol = Some(self.near(dice, "C", &period)),
                _ => ask.symbol = Some(self.near(dice, series, &period)),
            }
        }
        ask
    }

    fn asks(&self, dice: &mut Dice) -> Vec<Ask> {
        let mut asks = Vec::new();
        for (organ, series) in SERIES {
            if dice.chance(if organ == "registry" { 12 } else { 45 }) {
                asks.push(self.ask(dice, organ, series));
            }
        }
        if asks.is_empty() && !self.slip(dice) {
            let (organ, series) = SERIES[dice.below(3)];
            asks.push(self.ask(dice, organ, series));
        }
        if asks.len() > 1 && dice.chance(50) {
            asks.rotate_left(1);
        }
        if self.slip(dice)
            && let Some(ask) = asks.first().cloned()
        {
            asks.push(ask);
        }
        asks
    }

    fn near_job(&self, dice: &mut Dice, series: &str) -> String {
        let period = self.period(dice, &format!("job:{series}"));
        let last = self.ledger.count(&format!("job:{series}"), &period).and_then(|count| count.last).unwrap_or(0);
        match dice.below(12) {
            0 => "26-1".to_owned(),
            1 => String::new(),
            _ => {
                let number = 1 + dice.below(last as usize + 5) as u32;
                world::job_text(series, &period, if dice.chance(60) { last + 1 } else { number })
            }
        }
    }

    /// Another dossier, the existing ones first.
    pub fn other(&self, dice: &mut Dice, than: Option<DossierId>, fits: impl Fn(&Dossier) -> bool) -> DossierId {
        let all: Vec<DossierId> = self
            .ledger
            .dossiers
            .iter()
            .filter(|dossier| Some(dossier.id) != than && fits(dossier))
            .map(|dossier| dossier.id)
            .collect();
        dice.pick(&all).copied().unwrap_or(DossierId(self.ledger.dossiers.len() as u64 + 1))
    }

    fn any(&self, dice: &mut Dice) -> DossierId {
        DossierId(1 + dice.below(self.ledger.dossiers.len() + 1) as u64)
    }

    fn registration(&self, dice: &mut Dice, own: Option<DossierId>) -> Registration {
        let mut asked = Registration::default();
        let out = |dossier: &Dossier| {
            matches!(dossier.stage, Stage::Registered | Stage::Issued | Stage::Imported)
                && !dossier.allotments.is_empty()
        };
        if dice.chance(25) && self.ledger.dossiers.iter().any(out) || self.slip(dice) {
            let parent = if self.slip(dice) { self.any(dice) } else { self.other(dice, own, out) };
            let stage = self.ledger.dossier(parent).map(|parent| parent.stage);
            let kind = match dice.below(3) {
                _ if stage == Some(Stage::Registered) && !self.slip(dice) => ModifierKind::Addendum,
                0 => ModifierKind::Addendum,
                1 => ModifierKind::Revision,
                _ if self.slip(dice) => ModifierKind::Summary,
                _ => ModifierKind::Corrigendum,
            };
            let languages = match dice.below(4) {
                0 => self
                    .ledger
                    .dossier(parent)
                    .and_then(|parent| parent.versions.first())
                    .map(|version| vec![version.language])
                    .unwrap_or_default(),
                1 if self.slip(dice) => self.languages(dice),
                _ => Vec::new(),
            };
            asked.under = Some(Under { kind, parent, languages });
            if let Some(parent) = self.ledger.dossier(parent).filter(|_| dice.chance(30)) {
                asked.asks.extend(parent.allotments.iter().take(1).map(|over| {
                    let symbol = dice
                        .chance(20)
                        .then(|| Symbol::from_canonical(format!("{}/Corr.{}", over.symbol, 1 + dice.below(3))));
                    Ask { organ: over.organ.clone(), symbol, ..Ask::default() }
                }));
            }
            if self.slip(dice) {
                asked.asks = self.asks(dice);
            }
        } else {
            asked.asks = self.asks(dice);
        }
        // A station that has a block is at work.
        let block = self.ledger.counts.iter().find_map(|((series, _), count)| {
            let station = count.blocks.iter().find_map(|block| block.2.clone())?;
            let organ = SERIES.iter().find(|(_, own)| own == series)?.0;
            Some((organ, series.clone(), station))
        });
        if let Some((organ, series, station)) = block.filter(|_| asked.under.is_none() && dice.chance(40)) {
            asked.asks.retain(|ask| ask.organ != organ);
            asked.asks.push(self.ask(dice, organ, &series));
            asked.station = Some(station);
        } else if dice.chance(25) {
            asked.station = Some(["north", "south", "North"][dice.below(3)].to_owned());
        }
        if dice.chance(20) {
            asked.job_series = ["L", "G", "K", "k"][dice.below(4)].to_owned();
        }
        if dice.chance(12) {
            asked.languages = vec![world::language(["en", "fr", "es"][dice.below(3)])];
        }
        if self.slip(dice) {
            let series = ["L", "G", "K"][dice.below(3)];
            match dice.below(7) {
                0 => asked.station = Some("west".to_owned()),
                1 => asked.job_series = "Z".to_owned(),
                2 => asked.expect_job = Some(self.near_job(dice, series)),
                3 => asked.languages = self.languages(dice),
                _ => {
                    asked.job_series = series.to_owned();
                    asked.job_number = Some(self.near_job(dice, series));
                }
            }
        }
        asked
    }

    fn amendment(&self, dice: &mut Dice, own: Option<&Dossier>) -> Amendment {
        let mut asked =
            Amendment { items: Vec::new(), add: Vec::new(), remove: Vec::new(), reading: None, reason: file(20) };
        let organs: Vec<String> =
            own.iter().flat_map(|own| &own.allotments).map(|allotment| allotment.organ.clone()).collect();
        if dice.chance(40)
            && let Some(organ) = dice.pick(&organs)
        {
            asked.items.push(OrganItems { organ: organ.clone(), items: vec![format!("{}", 1 + dice.below(9))] });
        }
        let under = own.and_then(|own| own.under.as_ref()).and_then(|under| self.ledger.dossier(under.parent));
        let addable: Vec<(String, &str)> = match under {
            Some(parent) => parent.allotments.iter().map(|over| (over.organ.clone(), "")).collect(),
            None => SERIES.iter().map(|(organ, series)| ((*organ).to_owned(), *series)).collect(),
        };
        let addable: Vec<_> = addable.into_iter().filter(|(organ, _)| !organs.contains(organ)).collect();
        if dice.chance(50)
            && let Some((organ, series)) = dice.pick(&addable)
        {
            asked.add.push(match *series {
                "" => Ask { organ: organ.clone(), ..Ask::default() },
                series => self.ask(dice, organ, series),
            });
        }
        if dice.chance(40)
            && let Some(organ) = dice.pick(&organs)
            && (organs.len() > 1 || self.slip(dice))
            && (asked.items.is_empty() || self.slip(dice))
        {
            asked.remove.push(organ.clone());
        }
        if dice.chance(20) || asked.items.is_empty() && asked.add.is_empty() && asked.remove.is_empty() {
            asked.reading = (!self.slip(dice)).then(|| file(21));
        }
        if self.slip(dice) {
            match dice.below(5) {
                0 => asked.remove.push("nobody".to_owned()),
                1 => asked.items.push(OrganItems { organ: "registry".to_owned(), items: Vec::new() }),
                2 => asked.add.extend(organs.first().map(|organ| Ask { organ: organ.clone(), ..Ask::default() })),
                3 => asked.remove = organs,
                _ => asked.remove.extend(asked.remove.first().cloned()),
            }
        }
        asked
    }

    fn import(&self, dice: &mut Dice) -> Act {
        let allotment = |text: String| Allotment {
            organ: String::new(),
            series: String::new(),
            period: String::new(),
            number: None,
            symbol: Symbol::from_canonical(text),
            items: vec!["7".to_owned()],
            set_aside: false,
            modifies: None,
        };
        let mut allotments = Vec::new();
        for _ in 0..1 + dice.below(2) {
            let series = SERIES[dice.below(4)].1;
            let period = self.period(dice, series);
            let last = self.ledger.count(series, &period).and_then(|count| count.last);
            let number = match last {
                Some(last) => 1 + dice.below(last as usize + 5) as u32,
                // Were every import of a numbering that has not begun, each would have to be continued first.
                None if dice.chance(70) => continue,
                None => 1 + dice.below(9) as u32,
            };
            let text = world::symbol_text(series, &period, number);
            allotments.push(allotment(match dice.below(12) {
                0 => format!("{text}*"),
                1..=3 => format!("{text}/{}.{}", ["Add", "Corr", "Rev"][dice.below(3)], 1 + dice.below(3)),
                4 => format!("{text}/Corr.1/Rev.2"),
                5 if series == "W" => format!("W-0{number:04}"),
                _ => text,
            }));
        }
        if allotments.is_empty() || dice.chance(15) {
            let serial = dice.below(40);
            allotments.push(allotment(match dice.below(4) {
                0 => format!("C/2019/{serial}"),
                1 => format!("AS/3/{serial}"),
                _ => format!("B/2020/{serial}"),
            }));
        }
        if dice.chance(12)
            && let Some(first) = allotments.first().cloned()
        {
            // The same number twice in one heading, in the same or in another way of writing it, or two modifiers of one.
            let text = match dice.below(3) {
                0 => format!("{}*", first.symbol),
                1 => format!("{}/Corr.4", first.symbol),
                _ => first.symbol.to_string().replace("W-", "W-0"),
            };
            allotments.push(allotment(text));
        }
        if self.slip(dice) && dice.chance(30) {
            allotments.clear();
        }
        let job_number = dice.chance(30).then(|| {
            let series = ["L", "G", "K"][dice.below(3)];
            match dice.below(5) {
                0 => format!("ELSE-{}", dice.below(9)),
                _ => self.near_job(dice, series),
            }
        });
        let codes: &[&str] = match dice.below(4) {
            _ if self.slip(dice) => &["fr", "en", "fr"],
            0 => &["en"],
            1 => &["en", "fr"],
            2 => &["es"],
            _ => &[],
        };
        Act::Import {
            original: file(30),
            reading: file(31),
            allotments,
            job_number,
            date: dice.chance(50).then(|| world::day(self.now)),
            distribution: ["GEN", "RES", "ODD"][dice.below(3)].to_owned(),
            versions: codes.iter().map(|code| version(world::language(code), 32)).collect(),
            provenance: BTreeMap::from([("title".to_owned(), Provenance::OriginalMetadata)]),
        }
    }

    /// A series and a period of it, under the names by which a numbering is taken over, ceded or set aside.
    pub fn numbering(&self, dice: &mut Dice) -> (String, String) {
        let series = ["AS", "C", "W", "R", "job:L", "job:G", "job:K", "AS", "C"][dice.below(9)];
        let mut period = self.period(dice, series);
        let mut series = series.to_owned();
        if dice.chance(5) {
            series = series.replace("AS", "as").replace("job:L", "job:l");
        }
        if self.slip(dice) {
            match dice.below(3) {
                0 => series = ["X", "job:Z"][dice.below(2)].to_owned(),
                1 => period = ["", "07", "x", "2031"][dice.below(4)].to_owned(),
                _ => period = "12".to_owned(),
            }
        }
        (series, period)
    }

    fn date(&self, dice: &mut Dice) -> jiff::civil::Date {
        let today = world::day(self.now);
        match self.slip(dice) {
            true => today.saturating_add((dice.below(5) as i64 - 2).days()),
            false => today,
        }
    }

    /// A step of this name for a dossier.
    pub fn step(&self, dice: &mut Dice, act: &str, id: Option<DossierId>) -> Step {
        let own = id.and_then(|id| self.ledger.dossier(id));
        Step::Plain(match act {
            "receive" => Act::Receive {
                original: file(1 + dice.below(9)),
                channel: "portal".to_owned(),
                received_by: dice.chance(30).then(|| "Secretary".to_owned()),
                received_at: dice.chance(30).then(|| {
                    world::moment(if self.slip(dice) { self.now + 1 + dice.below(9) as i64 } else { self.now - 60 })
                }),
            },
            "accept" => {
                let grave: Vec<String> = if dice.chance(30) { vec!["REQ001".to_owned()] } else { Vec::new() };
                let answered = !self.slip(dice);
                let answers = grave.iter().filter(|_| answered);
                let answers = answers.map(|rule| Answer { rule: rule.to_lowercase(), reason: file(11) }).collect();
                Act::Accept { reading: file(10), answers, grave, words: Some(8000) }
            }
            "return" => Act::Return { reasons: file(12) },
            "hold" => Act::Hold { reason: file(13), until: dice.chance(50).then(|| world::day(self.now)) },
            "resume" => Act::Resume {},
            "schedule" => Act::Schedule {
                urgent: dice.chance(50),
                considered_on: Some(world::day(self.now)),
                slot: Some(Slot { deliver_by: world::day(self.now), issue_by: world::day(self.now) }),
                waiver: dice.chance(50).then(|| file(14)),
            },
            "register" => return Step::Register(self.registration(dice, id)),
            "amend" => return Step::Amend(self.amendment(dice, own)),
            "deliver" => Act::Deliver {
                language: match dice.below(3) {
                    _ if self.slip(dice) => world::language("de"),
                    0 => world::language("en"),
                    1 => world::language("fr"),
                    _ => world::language("es"),
                },
                original: file(15),
                reading: file(16),
                job: None,
            },
            "void" => Act::Void { reason: file(17) },
            "issue" => {
                let under = own.and_then(|own| own.under.as_ref());
                let mut languages = match under.filter(|under| !under.languages.is_empty() && !self.slip(dice)) {
                    Some(under) => under.languages.clone(),
                    None => self.languages(dice),
                };
                let exception = dice.chance(20).then(|| file(18));
                if exception.is_some() && dice.chance(60) {
                    languages.truncate(1);
                }
                let mut components = Vec::new();
                if dice.chance(10) {
                    let part = if self.slip(dice) { Vec::new() } else { languages.iter().take(1).copied().collect() };
                    components.push(ComponentLanguages { part: "annex".to_owned(), languages: part });
                }
                Act::Issue {
                    date: self.date(dice),
                    distribution: if self.slip(dice) { "ODD" } else { ["GEN", "RES"][dice.below(2)] }.to_owned(),
                    versions: languages.into_iter().map(|language| version(language, 50)).collect(),
                    exception,
                    components,
                }
            }
            "complete" => {
                let has = |language: &Language| own.is_some_and(|own| own.version(*language).is_some());
                let mut languages: Vec<Language> =
                    ["en", "fr", "es"].into_iter().map(world::language).filter(|language| !has(language)).collect();
                if languages.len() > 1 && dice.chance(50) {
                    languages.truncate(1);
                }
                if self.slip(dice) || languages.is_empty() {
                    languages.extend(self.languages(dice));
                }
                let versions = languages.into_iter().map(|language| version(language, 60)).collect();
                Act::Complete { date: self.date(dice), versions }
            }
            "reissue" => {
                let language = own.and_then(|own| dice.pick(&own.versions)).map(|own| own.language);
                let language = language
                    .filter(|_| !self.slip(dice))
                    .unwrap_or_else(|| world::language(["es", "fr", "en", "de"][dice.below(4)]));
                let borne = own.map_or(0, |own| own.asterisks(language));
                let asterisks = match dice.below(40) {
                    // Nobody prints as many asterisks, but a form may say so.
                    0 => u32::MAX,
                    1..=3 => borne.saturating_add(2),
                    _ => borne.saturating_add(1),
                };
                let asterisks = if self.slip(dice) { borne } else { asterisks };
                Act::Reissue { date: self.date(dice), version: version(language, 70), asterisks, reason: file(19) }
            }
            "withdraw" => Act::Withdraw { date: self.date(dice), reason: file(22) },
            "plan_derestriction" => {
                let ahead = if self.slip(dice) { 0 } else { 1 + dice.below(9) as i64 };
                Act::PlanDerestriction {
                    on: world::day(self.now).saturating_add(ahead.days()),
                    distribution: if self.slip(dice) { ["RES", "ODD"][dice.below(2)] } else { "GEN" }.to_owned(),
                }
            }
            "derestrict" => Act::Derestrict {
                date: self.date(dice),
                distribution: if self.slip(dice) { ["RES", "ODD"][dice.below(2)] } else { "GEN" }.to_owned(),
            },
            "describe" => Act::Describe { description: file(23), content_codes: vec![format!("A0{}", dice.below(9))] },
            "relate" => {
                let to = if self.slip(dice) {
                    match own.and_then(|own| own.allotments.first()) {
                        Some(allotment) if dice.chance(50) => Target::Symbol(allotment.symbol.clone()),
                        _ => Target::Dossier(id.unwrap_or(DossierId(1))),
                    }
                } else if dice.chance(50) {
                    Target::Symbol(Symbol::from_canonical("X/1990/1"))
                } else {
                    Target::Dossier(self.other(dice, id, |_| true))
                };
                let kind = RelationKind::ALL[dice.below(RelationKind::ALL.len())];
                Act::Relate { relations: vec![Related { kind, to }] }
            }
            "join" => {
                let works =
                    |dossier: &Dossier| matches!(dossier.stage, Stage::Received | Stage::Accepted | Stage::Registered);
                let with = match self.slip(dice) {
                    true => self.any(dice),
                    false => self.other(dice, id, works),
                };
                let kind = [RelationKind::IdenticalWith, RelationKind::JointWith][dice.below(2)];
                Act::Join { with, kind }
            }
            "import" => self.import(dice),
            "confirm" => Act::Confirm { reading: file(24), fields: vec!["title".to_owned()] },
            "redact" => {
                let mut files: Vec<FileId> = own.iter().map(|own| own.original.clone()).collect();
                let mut entries: Vec<u64> = own.iter().flat_map(|own| own.entries.first()).copied().collect();
                if dice.chance(50) {
                    entries.clear();
                } else if dice.chance(50) {
                    files.clear();
                }
                if self.slip(dice) {
                    match dice.below(3) {
                        0 => (files, entries) = (Vec::new(), Vec::new()),
                        1 => files.push(file(99)),
                        _ => entries.push(9999),
                    }
                }
                Act::Redact { files, entries, reason: file(25), authority: file(26) }
            }
            "continue" => {
                let (series, period) = self.numbering(dice);
                let last = self.ledger.count(&series, &period).and_then(|count| count.last);
                let last = match last {
                    Some(last) if !self.slip(dice) => last + if dice.chance(50) { dice.below(5) as u32 } else { 0 },
                    _ => dice.below(12) as u32,
                };
                Act::Continue { series, period, last }
            }
            "cede" => {
                let (series, period) = self.numbering(dice);
                Act::Cede { series, period }
            }
            "reserve" => {
                let (mut series, mut period) = self.numbering(dice);
                if series.starts_with("job:") && !self.slip(dice) {
                    series = "C".to_owned();
                    period = world::period_at("C", self.now).unwrap_or_default();
                }
                let last = self.ledger.count(&series, &period).and_then(|count| count.last).unwrap_or(0);
                let first = if self.slip(dice) {
                    dice.below(last as usize + 3) as u32
                } else {
                    last.max(5) + 1 + dice.below(6) as u32
                };
                let length = if self.slip(dice) { 200_000 } else { dice.below(3) as u32 };
                let station = match dice.below(4) {
                    0 => None,
                    _ if self.slip(dice) => Some("west".to_owned()),
                    1 => Some("south".to_owned()),
                    _ => Some("north".to_owned()),
                };
                Act::Reserve { series, period, first, last: first + length, station, purpose: file(27) }
            }
            _ => Act::Adopt { files: file(28) },
        })
    }

    /// An act that brings the work on a dossier on, more often the one that comes next in the life of a document.
    pub fn forward(&self, dice: &mut Dice, dossier: &Dossier) -> &'static str {
        if dossier.held.is_some() && dice.chance(60) {
            return "resume";
        }
        let next = match dossier.stage {
            Stage::Received => "accept",
            Stage::Accepted => "register",
            Stage::Registered => "issue",
            Stage::Issued | Stage::Imported => "complete",
            _ => "describe",
        };
        if dice.chance(55) {
            return next;
        }
        loop {
            let act = ACTS[dice.below(ACTS.len())];
            let may = stages(act).is_some_and(|stages| stages.contains(&dossier.stage));
            let ends = matches!(act, "return" | "join" | "void" | "withdraw");
            if may && (!ends || dice.chance(40)) {
                return act;
            }
        }
    }
}
