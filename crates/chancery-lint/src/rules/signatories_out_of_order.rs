//! Those who sign together stand in the English alphabetical order of their States, so that none comes first by choice.

use chancery_model::body::fold;

use crate::{
    Fault, Frame, Rule,
    rules::{MOST_SIGNATORIES, reordered},
    states,
};

pub(super) const RULE: Rule =
    Rule { code: "SIG004", name: "signatories-out-of-order", page: include_str!("signatories_out_of_order.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    if it.signatories.len() < 2 || it.signatories.len() > MOST_SIGNATORIES {
        return Vec::new();
    }
    let states = states::Names::new(frame);
    let signed: Vec<Option<String>> = it.signatories.iter().map(|one| states.signed_for(one)).collect();
    // Where no line under a signature names a State, all stand in the order of the title.
    let named = match signed.iter().any(Option::is_some) {
        true => signed.into_iter().collect(),
        false => senders(frame),
    };
    let Some(names): Option<Vec<String>> = named else { return Vec::new() };
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

/// The English names of the senders’ States, where as many sent the letter as signed it.
fn senders(frame: &Frame<'_>) -> Option<Vec<String>> {
    let it = frame.communication;
    if it.senders.len() != it.signatories.len() {
        return None;
    }
    let english = |name: String| match frame.body.state_named(&name, Some(frame.as_of)) {
        Some(state) => state.name.clone(),
        None => name,
    };
    it.senders.iter().map(|sender| sender.state.clone().map(english)).collect()
}

fn sorting_key(name: &str) -> String {
    let folded = fold(name);
    folded.strip_prefix("the ").unwrap_or(&folded).to_owned()
}
