//! Going through the record without a question: by organ, session, agenda item, sender, kind and date.

use anyhow::Result;

use super::{
    Asked, Line, Reply, Site,
    list::{A_PAGE, Group, Link, ListPage, after, listing},
    missing, names, ui,
};
use crate::catalogue::{Filter, Place};

/// Everything on record, the newest first.
pub fn documents(site: &Site, asked: &Asked) -> Result<Reply> {
    let ui = asked.ui;
    let found = listing(site, asked, &Filter::default())?;
    let mut page = ListPage::new(site, asked, &ui.t("documents-all")).documents(site, asked, &found, "/documents");
    page.frame = page.frame.with_feed("documents");
    page.sent()
}

/// The organs, with how many documents each has.
pub fn organs(site: &Site, asked: &Asked) -> Result<Reply> {
    let ui = asked.ui;
    let places = site.look(|catalogue| catalogue.places(None))?;
    let links = site.body.organs.iter().filter_map(|organ| {
        let count = places.iter().filter(|place| place.organ == organ.code).map(|place| place.documents).sum();
        // An organ that is only read about has no page; one that circulates has, though nothing stands there yet.
        (count > 0 || organ.circulates).then(|| {
            let address = if count > 0 { address(asked, &["organs", &organ.code]) } else { String::new() };
            Link::new(site.organ_name(&organ.code, ui.language()), address, count)
        })
    });
    ListPage::new(site, asked, &ui.t("organs")).shelf(String::new(), links.collect(), false).sent()
}

/// The address of a page in the language of the one that links to it.
fn address(asked: &Asked, parts: &[&str]) -> String {
    format!("/{}{}", asked.ui.code, names::path(parts))
}

/// One organ: its sessions or years, the newest first, and what was last issued.
pub fn organ(site: &Site, asked: &Asked, organ: &str) -> Result<Reply> {
    let ui = asked.ui;
    let (places, newest) = site.look(|catalogue| {
        let mut places = catalogue.places(Some(organ))?;
        places.sort_by_key(|place| std::cmp::Reverse(in_order(place)));
        // One session's documents are read off an index; an organ's of all time would have to be counted.
        let newest = places.first().map(|place| Filter {
            organ: Some(organ.to_owned()),
            period: Some(place.period.clone()),
            ..Filter::default()
        });
        let newest = newest.map(|filter| catalogue.list(&filter, A_PAGE, None)).transpose()?;
        Ok((places, newest))
    })?;
    let (Some(newest), Some(first)) = (newest, places.first()) else { return missing(site, asked, &[]) };
    let links = places.iter().map(|place| {
        let part = names::period_part(&place.period);
        Link::new(site.period_name(organ, &place.period, ui), address(asked, &["organs", organ, part]), place.documents)
    });
    let path = names::path(&["organs", organ]);
    let mut page = ListPage::new(site, asked, &site.organ_name(organ, ui.language())).shelf(
        ui.t("sessions-and-years"),
        links.collect(),
        true,
    );
    page.groups.push(Group {
        title: ui.x("newest-of", site.period_name(organ, &first.period, ui)),
        address: address(asked, &["organs", organ, names::period_part(&first.period)]),
        documents: newest.documents.iter().map(|brief| Line::of(site, ui, brief)).collect(),
    });
    page.frame = page.frame.under(&[(&ui.t("organs"), "/organs")]).with_feed(&path[1..]);
    page.sent()
}

/// Sessions in the order of their numbers: the ninth before the tenth, special sessions apart from ordinary ones.
fn in_order(place: &Place) -> (String, u64) {
    let digits = place.period.trim_start_matches(|c: char| !c.is_ascii_digit());
    let head = &place.period[..place.period.len() - digits.len()];
    let number = digits.split(|c: char| !c.is_ascii_digit()).next().and_then(|n| n.parse().ok()).unwrap_or(0);
    // Ordinary sessions, without letters before the number, come first when the order is turned round.
    (if head.is_empty() { "~".to_owned() } else { head.to_owned() }, number)
}

/// A session or year of an organ: its agenda and its documents.
pub fn period(site: &Site, asked: &Asked, organ: &str, part: &str) -> Result<Reply> {
    let ui = asked.ui;
    let period = names::period_of(part);
    let filter = Filter { organ: Some(organ.to_owned()), period: Some(period.to_owned()), ..Filter::default() };
    let (found, counted) =
        site.look(|catalogue| Ok((catalogue.list(&filter, A_PAGE, after(asked))?, catalogue.items(organ, period)?)))?;
    if found.total == 0 {
        return missing(site, asked, &[]);
    }
    // The agenda's items in its own order, then those that it does not have; only those with documents lead anywhere.
    let agenda = site.body.organ(organ).and_then(|organ| site.body.agenda(organ, period));
    let listed = agenda.map(|agenda| agenda.items.as_slice()).unwrap_or_default();
    let mut items: Vec<(String, u64)> = Vec::new();
    for item in listed {
        let count = counted.iter().find(|one| chancery_model::body::same_item(&one.value, &item.number));
        items.push((
            count.map_or_else(|| item.number.clone(), |one| one.value.clone()),
            count.map_or(0, |one| one.documents),
        ));
    }
    for one in &counted {
        if !items.iter().any(|(number, _)| *number == one.value) {
            items.push((one.value.clone(), one.documents));
        }
    }
    items.retain(|(_, count)| *count > 0);
    let links = items.iter().map(|(item, count)| {
        let titled = site.item_title(organ, period, item, ui.language());
        let to = address(asked, &["organs", organ, part, "items", item]);
        match titled {
            Some((title, of)) => Link::new(title, to, *count).in_language(of, ui.language()).marked(item.clone()),
            None => Link::new(site.item_name(item, ui), to, *count),
        }
    });
    let path = names::path(&["organs", organ, part]);
    let name = site.organ_name(organ, ui.language());
    let mut page = ListPage::new(site, asked, &site.period_name(organ, period, ui))
        .shelf(ui.t("agenda"), links.collect(), false)
        .documents(site, asked, &found, &path);
    page.over.clone_from(&name);
    page.frame = page
        .frame
        .under(&[(&ui.t("organs"), "/organs"), (&name, &names::path(&["organs", organ]))])
        .with_feed(&path[1..]);
    page.sent()
}

/// The dossier of an agenda item: every document under it, in the order of time.
pub fn item(site: &Site, asked: &Asked, organ: &str, part: &str, item: &str) -> Result<Reply> {
    let ui = asked.ui;
    let period = names::period_of(part);
    let filter = Filter {
        organ: Some(organ.to_owned()),
        period: Some(period.to_owned()),
        item: Some(item.to_owned()),
        ..Filter::default()
    };
    let (found, senders) = site.look(|catalogue| {
        Ok((catalogue.chronicle(&filter, A_PAGE, after(asked))?, catalogue.item_senders(organ, period, item)?))
    })?;
    if found.total == 0 {
        return missing(site, asked, &[]);
    }
    let path = names::path(&["organs", organ, part, "items", item]);
    let number = site.item_name(item, ui);
    let titled = site.item_title(organ, period, item, ui.language());
    let title = titled.as_ref().map_or_else(|| number.clone(), |(title, _)| title.clone());
    let links = senders.iter().map(|one| {
        let name = site.state_name(&one.value, ui.language());
        Link::new(name, address(asked, &["senders", &one.value]), one.documents)
    });
    let mut page = ListPage::new(site, asked, &title)
        .shelf(ui.t("senders"), links.collect(), true)
        .documents(site, asked, &found, &path);
    page.oldest_first = true;
    let session = site.period_name(organ, period, ui);
    let name = site.organ_name(organ, ui.language());
    page.over = if titled.is_some() { format!("{session} · {number}") } else { session.clone() };
    page.heading = titled.filter(|(_, of)| *of != ui.language()).map(|(_, of)| (of.to_string(), ui::direction(of)));
    page.frame = page
        .frame
        .under(&[
            (&ui.t("organs"), "/organs"),
            (&name, &names::path(&["organs", organ])),
            (&session, &names::path(&["organs", organ, part])),
        ])
        .with_feed(&path[1..]);
    page.sent()
}

/// Who sent documents.
pub fn senders(site: &Site, asked: &Asked) -> Result<Reply> {
    let ui = asked.ui;
    let senders = site.look(|catalogue| catalogue.senders())?;
    // The body's own order, which is that of its list of members, and not an order that one language's alphabet gives.
    let place = |name: &str| site.body.states.iter().position(|state| state.name == name).unwrap_or(usize::MAX);
    let mut links: Vec<(usize, Link)> = senders
        .iter()
        .map(|one| {
            let name = site.state_name(&one.value, ui.language());
            (place(&one.value), Link::new(name, address(asked, &["senders", &one.value]), one.documents))
        })
        .collect();
    links.sort_by_key(|(place, _)| *place);
    let mut page = ListPage::new(site, asked, &ui.t("senders"));
    page.lede = ui.t("senders-text");
    page.shelf(String::new(), links.into_iter().map(|(_, link)| link).collect(), true).sent()
}

/// What one State or observer sent.
pub fn sender(site: &Site, asked: &Asked, name: &str) -> Result<Reply> {
    let ui = asked.ui;
    let found = listing(site, asked, &Filter { sender: Some(name.to_owned()), ..Filter::default() })?;
    if found.total == 0 {
        return missing(site, asked, &[]);
    }
    let path = names::path(&["senders", name]);
    let mut page =
        ListPage::new(site, asked, &site.state_name(name, ui.language())).documents(site, asked, &found, &path);
    page.over = ui.t("sent-by");
    page.frame = page.frame.under(&[(&ui.t("senders"), "/senders")]).with_feed(&path[1..]);
    page.sent()
}

/// The kinds of documents there are.
pub fn kinds(site: &Site, asked: &Asked) -> Result<Reply> {
    let ui = asked.ui;
    let kinds = site.look(|catalogue| catalogue.kinds())?;
    let links = kinds
        .iter()
        .map(|one| Link::new(names::kind(ui, &one.value), address(asked, &["kinds", &one.value]), one.documents));
    ListPage::new(site, asked, &ui.t("kinds")).shelf(String::new(), links.collect(), false).sent()
}

/// The documents of one kind.
pub fn kind(site: &Site, asked: &Asked, kind: &str) -> Result<Reply> {
    let ui = asked.ui;
    let found = listing(site, asked, &Filter { kind: Some(kind.to_owned()), ..Filter::default() })?;
    if found.total == 0 {
        return missing(site, asked, &[]);
    }
    let path = names::path(&["kinds", kind]);
    let mut page = ListPage::new(site, asked, &names::kind(ui, kind)).documents(site, asked, &found, &path);
    page.frame = page.frame.under(&[(&ui.t("kinds"), "/kinds")]).with_feed(&path[1..]);
    page.sent()
}

/// The years in which there are documents.
pub fn years(site: &Site, asked: &Asked) -> Result<Reply> {
    let ui = asked.ui;
    let years = site.look(|catalogue| catalogue.days("", 4))?;
    let links =
        years.iter().map(|one| Link::new(one.value.clone(), address(asked, &["dates", &one.value]), one.documents));
    ListPage::new(site, asked, &ui.t("dates")).shelf(String::new(), links.collect(), true).sent()
}

/// Whether a part of a path is so many digits.
fn is_digits(text: &str, how_many: usize) -> bool {
    text.len() == how_many && text.bytes().all(|c| c.is_ascii_digit())
}

/// The months of a year.
pub fn year(site: &Site, asked: &Asked, year: &str) -> Result<Reply> {
    let ui = asked.ui;
    if !is_digits(year, 4) {
        return missing(site, asked, &[]);
    }
    let (months, years) = site.look(|catalogue| Ok((catalogue.days(year, 7)?, catalogue.days("", 4)?)))?;
    if months.is_empty() {
        return missing(site, asked, &[]);
    }
    let links = months.iter().rev().filter_map(|one| {
        let (_, month) = one.value.split_once('-')?;
        Some(Link::new(names::month(ui, year, month), address(asked, &["dates", year, month]), one.documents))
    });
    let mut page = ListPage::new(site, asked, year).shelf(String::new(), links.collect(), true);
    // The years come with the newest first.
    let at = years.iter().position(|one| one.value == year);
    let other = |at: Option<usize>| at.and_then(|at| years.get(at)).map(|one| one.value.clone());
    let (before, after) = (other(at.map(|at| at + 1)), other(at.and_then(|at| at.checked_sub(1))));
    page.frame.before = before.as_ref().map(|year| address(asked, &["dates", year]));
    page.frame.after = after.as_ref().map(|year| address(asked, &["dates", year]));
    (page.before, page.after) = (before.unwrap_or_default(), after.unwrap_or_default());
    page.frame = page.frame.under(&[(&ui.t("dates"), "/dates")]);
    page.sent()
}

/// The days of a month, and its documents.
pub fn month(site: &Site, asked: &Asked, year: &str, month: &str) -> Result<Reply> {
    let ui = asked.ui;
    if !is_digits(year, 4) || !is_digits(month, 2) || !("01"..="12").contains(&month) {
        return missing(site, asked, &[]);
    }
    let text = format!("{year}-{month}");
    let filter = Filter { from: Some(text.clone()), before: Some(format!("{text}-~")), ..Filter::default() };
    let (found, days) = site.look(|catalogue| {
        Ok((catalogue.list(&filter, A_PAGE, after(asked))?, catalogue.days(&format!("{text}-"), 10)?))
    })?;
    if found.total == 0 {
        return missing(site, asked, &[]);
    }
    let links = days.iter().rev().map(|one| {
        let day = one.value.rsplit('-').next().unwrap_or_default().trim_start_matches('0').to_owned();
        Link::new(day, address(asked, &["daily", &one.value]), one.documents)
    });
    let path = names::path(&["dates", year, month]);
    let mut page = ListPage::new(site, asked, &names::month(ui, year, month))
        .shelf(ui.t("days"), links.collect(), true)
        .documents(site, asked, &found, &path);
    page.frame =
        page.frame.under(&[(&ui.t("dates"), "/dates"), (year, &names::path(&["dates", year]))]).with_feed(&path[1..]);
    page.sent()
}
