//! What a file says outside its text: it fills what the text left open, and where the two disagree that is a doubt.

use chancery_model::communication::{Communication, Metadatum};

use crate::{formats::Extracted, words::Words};

/// Brings the facts of a file into what was understood.
pub fn apply(extracted: &Extracted, _words: &Words<'_>, communication: &mut Communication) {
    for fact in &extracted.facts {
        communication.metadata.push(Metadatum {
            field: fact.field,
            value: fact.value.clone(),
            source: fact.source.clone(),
        });
    }
}
