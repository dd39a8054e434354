use anyhow::Result;
use chancery_model::{
    Act,
    act::{Related, RelationKind, Target},
};
use clap::{Args, ValueEnum};

use super::{Global, act_on};
use crate::outcome::Declined;

/// Lay down how a document stands to others.
#[derive(Args)]
pub struct Relate {
    /// The dossier or a symbol
    document: String,
    /// How it stands to the others
    #[arg(value_enum)]
    kind: Kind,
    /// The others: symbols or dossiers
    #[arg(required = true, value_name = "SYMBOL")]
    others: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    AddsTo,
    Corrects,
    Revises,
    Supersedes,
    Transmits,
    RepliesTo,
    IdenticalWith,
    JointWith,
}

impl Relate {
    pub fn run(self, here: &Global) -> Result<u8> {
        let kind = match self.kind {
            Kind::AddsTo => RelationKind::AddsTo,
            Kind::Corrects => RelationKind::Corrects,
            Kind::Revises => RelationKind::Revises,
            Kind::Supersedes => RelationKind::Supersedes,
            Kind::Transmits => RelationKind::Transmits,
            Kind::RepliesTo => RelationKind::RepliesTo,
            Kind::IdenticalWith => RelationKind::IdenticalWith,
            Kind::JointWith => RelationKind::JointWith,
        };
        act_on(here, &self.document, "relate", "related", |office, _| {
            let mut relations = Vec::new();
            for text in &self.others {
                if let Ok(id) = text.parse() {
                    relations.push(Related { kind, to: Target::Dossier(id) });
                    continue;
                }
                let symbols = office.body.grammar().parse_all(text);
                let symbols = symbols.map_err(|e| Declined::because(format!("“{text}” names no document: {e}")))?;
                relations.extend(
                    symbols.iter().map(|symbol| Related { kind, to: Target::Symbol(symbol.without_asterisks()) }),
                );
            }
            Ok(Act::Relate { relations })
        })
    }
}
