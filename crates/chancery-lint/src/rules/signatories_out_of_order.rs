//! Those who sign together stand in the English alphabetical order of their States, so that none comes first by choice.

use chancery_model::{
    body::{State, fold},
    communication::Signatory,
};

use crate::{
    Fault, Frame, Rule,
    rules::{MOST_SIGNATORIES, reordered},
};

pub(super) const RULE: Rule =
    Rule { code: "SIG004", name: "signatories-out-of-order", page: include_str!("signatories_out_of_order.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    if it.signatories.len() < 2 || it.signatories.len() > MOST_SIGNATORIES {
        return Vec::new();
    }
    let Some(names) =
        it.signatories.iter().enumerate().map(|(i, one)| state_of(frame, i, one)).collect::<Option<Vec<String>>>()
    else {
        return Vec::new();
    };
    let keys: Vec<String> = names.iter().map(|name| sorting_key(name)).collect();
    if keys.is_sorted() {
        return Vec::new();
    }
    let mut right: Vec<usize> = (0..keys.len()).collect();
    right.sort_by(|&a, &b| keys[a].cmp(&keys[b]));
    let order: Vec<&str> = right.iter().map(|&index| names[index].as_str()).collect();
    let places: Option<Vec<_>> = (0..names.len()).map(|i| it.place(&format!("signatories.{i}"))).collect();
    let whole = places.as_ref().and_then(|places| places.iter().copied().reduce(|a, b| a.cover(b)));
    let span = whole.unwrap_or_else(|| frame.at(&["signatories"]));
    let fault = Fault::new(
        span,
        format!("The signatures stand out of the English alphabetical order of States: {}.", order.join(", ")),
    );
    let repair = places.and_then(|places| {
        let inner: Vec<_> = places.iter().map(|p| p.start - span.start..p.end - span.start).collect();
        reordered(span.of(frame.text), &inner, &right)
    });
    vec![match repair {
        Some(repair) => fault.repaired(repair),
        None => fault,
    }]
}

/// The English name of the State for which someone signed: the one in the titles, else that of the sender in the same place.
fn state_of(frame: &Frame<'_>, index: usize, signatory: &Signatory) -> Option<String> {
    let titles = format!(" {} ", fold(&signatory.titles.join(" ")).replace([',', ';', '.'], " "));
    let named = |state: &&State| {
        let known = state.names.get("en").into_iter().flatten().map(String::as_str).chain([state.name.as_str()]);
        known.map(sorting_key).any(|name| titles.contains(&format!(" {name} ")))
    };
    // The longest name wins, since one State's name may stand inside another's.
    if let Some(state) = frame.body.states.iter().filter(named).max_by_key(|state| state.name.len()) {
        return Some(state.name.clone());
    }
    if frame.communication.senders.len() != frame.communication.signatories.len() {
        return None;
    }
    let name = frame.communication.senders.get(index)?.state.clone()?;
    Some(frame.body.state_named(&name, Some(frame.as_of)).map_or(name, |state| state.name.clone()))
}

fn sorting_key(name: &str) -> String {
    let folded = fold(name);
    folded.strip_prefix("the ").unwrap_or(&folded).to_owned()
}
