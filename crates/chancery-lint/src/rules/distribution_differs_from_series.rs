//! A series that is named for a category of distribution takes documents of that category.

use chancery_model::body::fold;

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule = Rule {
    code: "SYM007",
    name: "distribution-differs-from-series",
    page: include_str!("distribution_differs_from_series.md"),
    check,
};

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    let Some(named) = &it.distribution else { return Vec::new() };
    let Some(category) = frame.body.distribution(named) else { return Vec::new() };
    let categories = &frame.body.charter.distribution;
    let mut faults = Vec::new();
    let mut demanded = false;
    let mut known = !it.symbols.is_empty();
    for (index, symbol) in it.symbols.iter().enumerate().take(64) {
        let series = frame.body.place(symbol).and_then(|placement| frame.body.series(&placement.series));
        let Some((_, series)) = series else {
            known = false;
            continue;
        };
        let Some(due) = categories.iter().find(|category| fold(&category.name) == fold(&series.holds)) else {
            continue;
        };
        demanded = true;
        if due.code != category.code {
            faults.push(Fault::new(
                frame.at(&["distribution", &format!("symbols.{index}"), "symbols"]),
                format!(
                    "{symbol} belongs to the series of documents of the category {}, and the masthead says {}; compare \
                     the two.",
                    due.name, category.name
                ),
            ));
        }
    }
    // Letters are of the body's first category, and the ordinary series are theirs.
    let ordinary = category.code == frame.body.default_distribution().code;
    let has_series =
        frame.body.organs.iter().flat_map(|organ| &organ.series).any(|s| fold(&s.holds) == fold(&category.name));
    if known && !demanded && !ordinary && has_series && frame.is_from_outside() {
        faults.push(Fault::new(
            frame.at(&["distribution", "symbols.0", "symbols"]),
            format!(
                "The masthead says {}, and no symbol is of the series of such documents; compare the two.",
                category.name
            ),
        ));
    }
    faults
}
