use anyhow::Result;
use chancery_model::{Act, DossierId, act::RelationKind};
use clap::{Args, ValueEnum};

use super::{Global, act_on};

/// Make what was received part of another dossier's document: an identical letter, or a letter of several senders.
#[derive(Args)]
pub struct Join {
    /// The dossier that becomes part of the other
    dossier: DossierId,
    /// The dossier under which the work goes on
    #[arg(long, value_name = "DOSSIER")]
    with: DossierId,
    /// In what way the two are one
    #[arg(long, value_enum, default_value_t = Kind::Identical)]
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// The same text to another addressee
    Identical,
    /// One letter of several senders
    Joint,
}

impl Join {
    pub fn run(self, here: &Global) -> Result<u8> {
        let kind = match self.kind {
            Kind::Identical => RelationKind::IdenticalWith,
            Kind::Joint => RelationKind::JointWith,
        };
        act_on(here, &self.dossier.to_string(), "join", "joined", |_, _| Ok(Act::Join { with: self.with, kind }))
    }
}
