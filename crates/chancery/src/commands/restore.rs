use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use super::{Format, Global, backup::bar, fsck, print};
use crate::{
    backup::restore::{self, Continued},
    outcome,
};

/// Make a new office out of a backup.
///
/// The office is named with --office and must not be there. Without --keys a new log begins, with a name and a key of its
/// own, out of the same acts. With --keys the old log goes on; that needs its last published checkpoint.
#[derive(Args)]
pub struct Restore {
    /// The backup's folder
    backup: PathBuf,
    /// The folder in which the old office's keys were kept
    #[arg(long, value_name = "DIR")]
    keys: Option<PathBuf>,
    /// The last checkpoint that the old office published
    #[arg(long, value_name = "FILE", requires = "keys")]
    checkpoint: Option<PathBuf>,
}

impl Restore {
    pub fn run(self, here: &Global) -> Result<u8> {
        let continued = self.keys.map(|keys| Continued { keys, checkpoint: self.checkpoint });
        let done = restore::restore(&self.backup, &here.office, continued.as_ref(), here.now(), &bar()?)?;
        let status = if done.fsck.whole { outcome::DONE } else { outcome::REFUSED };
        if here.json() {
            println!("{}", serde_json::to_string(&done)?);
            return Ok(status);
        }
        print::line("restored", format!("{} from the backup of {}", here.office.display(), done.made));
        print::line("journal", format!("entry {}, {}", done.journal.number, done.journal.hash));
        print::line("", "the same head as in the backup's manifest");
        if done.continued {
            print::line("log", format!("{} goes on after {} leaves", done.log, done.leaves));
        } else {
            print::line("new log", format!("{} with {} leaves", done.log, done.leaves));
            if let Some(old) = &done.old_log {
                print::line(
                    "",
                    format!("the log {old} has ended: the keys of it were not given, and it is never signed again"),
                );
            }
            print::line("log key", &done.log_key);
            print::line(
                "note",
                "letters circulated before are not known again as the same text: the secret by which they were known was \
                 not given either",
            );
        }
        print::line(
            "note",
            "what the old office did after the backup is not here: before a number is given again that it gave, take it \
             over with `chancery init --continue SYMBOL`",
        );
        let human = Global { format: Format::Human, ..here.clone() };
        fsck::show(&human, &done.fsck)?;
        Ok(status)
    }
}
