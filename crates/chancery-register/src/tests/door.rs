//! One proposal after another, each kind of yes and no.

use super::*;
use crate::{Failure, GapReason};
use chancery_model::dossier::Stage;

#[test]
fn a_letter_goes_from_receipt_to_issue() {
    let office = Office::new();
    let entry = office.done(None, receive_step());
    let id = entry.dossier.unwrap();
    assert_eq!((entry.number, id), (1, DossierId(1)));
    office.done(Some(id), accept_step());
    let asks =
        vec![ask("waterways-commission"), Ask { items: vec!["31 (b)".into()], ..ask("assembly") }, ask("council")];
    let entry = office.done(Some(id), register_step(asks));
    // Organs stand in the body's order, and AS passes over the reserved number 1.
    assert_eq!(numbers(&entry), (vec!["AS/7/2".into(), "C/2026/1".into(), "W-0001".into()], "26-00001".into()));
    let entry = office.done(Some(id), issue_step(&["en"]));
    let reader = office.register.reader().unwrap();
    assert_eq!(reader.last_entry().unwrap(), Some(entry));
    let dossier = reader.dossier(id).unwrap().unwrap();
    assert_eq!((dossier.stage, dossier.entries), (Stage::Issued, vec![1, 2, 3, 4]));
    assert_eq!(reader.by_symbol(&symbol("AS/7/2*")).unwrap(), Some(id));
    assert_eq!(reader.by_job("26-00001").unwrap(), Some(id));
    assert_eq!(reader.by_item("assembly", "7", "31(B)").unwrap(), [id]);
    assert_eq!(reader.dossiers_at(Stage::Issued, None, 10).unwrap().len(), 1);
    assert_eq!(reader.entries(2, 2).unwrap().len(), 2);
    assert_eq!(reader.entries_of(id).unwrap().len(), 4);
    let gaps = reader.gaps(&office.body, "AS", "7").unwrap();
    assert_eq!(gaps.len(), 1);
    assert!(matches!(gaps[0].why, GapReason::Reserved(_)));
    office.check();
}
