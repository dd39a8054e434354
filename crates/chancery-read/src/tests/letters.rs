//! Letters as they really come: damaged, in columns, without labels, in other encodings. All of them invented.

use super::*;

fn signed(c: &Communication) -> Vec<(&str, Vec<&str>)> {
    c.signatories.iter().map(|s| (s.name.as_str(), s.titles.iter().map(String::as_str).collect())).collect()
}

const TITLE: &str = "Letter dated 12 March 2026 from the Permanent Representative of Merovia to the Organization addressed \
    to the Secretary-General";

#[test]
fn a_masthead_date_may_stand_between_empty_lines() {
    let c =
        reading(&format!("Assembly\n\n\n1 May 2026\n\n\nSeventh session\n\n{TITLE}\n\nI have the honour to write.\n"));
    assert_eq!(c.communication.masthead_date, Some(date(2026, 5, 1)));
    assert_eq!(c.communication.bodies[0].session.as_deref(), Some("7"));
}

#[test]
fn a_footnote_mark_is_no_title_of_an_item() {
    let c = reading(&format!("Assembly\nItems 12 and 13 of the preliminary list*\n\n{TITLE}\n\nI have the honour.\n"));
    assert_eq!(c.communication.bodies[0].agenda_items, ["12", "13"]);
    assert!(c.communication.agenda_item_titles.is_empty());
}

#[test]
fn sessions_are_read_in_every_case() {
    for (title, text, session) in [
        (
            "Письмо Постоянного представителя Меровии при Организации от 12 марта 2026 года на имя Генерального секретаря",
            "Буду признателен за распространение настоящего письма в качестве документа седьмой сессии Ассамблеи.",
            "7",
        ),
        (
            "رسالة مؤرخة 12 آذار/مارس 2026 موجهة إلى الأمين العام من الممثل الدائم لميروفيا لدى المنظمة",
            "وأرجو ممتنا تعميم هذه الرسالة بوصفها وثيقة من وثائق الدورة السابعة للجمعية.",
            "7",
        ),
    ] {
        let c = reading(&format!("{title}\n\n{text}\n")).communication;
        assert_eq!(c.requested_circulation[0].session.as_deref(), Some(session), "{text}");
        assert_eq!(c.sender.unwrap().state.as_deref(), Some("Merovia"), "{title}");
    }
    let c = reading(
        "الجمعية\nالدورة الحادية والعشرون\n\nرسالة مؤرخة 12 آذار/مارس 2026 موجهة إلى الأمين العام من الممثل الدائم لميروفيا لدى المنظمة\n\nيشرفني أن أكتب.\n",
    );
    assert_eq!(c.communication.bodies[0].session.as_deref(), Some("21"));
}

#[test]
fn signatures_side_by_side_are_told_apart() {
    let head = format!("{TITLE}\n\nWe have the honour to write to you about the ferries.\n\n");
    let wide = "(Signed)  Ada Wend                    (Signed)  Bo Holm\n\
                Ambassador                            Ambassador\n\
                Permanent Representative of           Permanent Representative of Aldria\n\
                Merovia to the Organization           to the Organization\n";
    let c = reading(&format!("{head}{wide}"));
    let merovia = vec!["Ambassador", "Permanent Representative of Merovia to the Organization"];
    let aldria = signed(&c.communication)[1].1.clone();
    assert_eq!(signed(&c.communication)[0], ("Ada Wend", merovia));
    assert_eq!(signed(&c.communication)[1].0, "Bo Holm");
    assert_eq!(aldria.join(" "), "Ambassador Permanent Representative of Aldria to the Organization");
    let glued = "(Signed)  Ada WEND(Signed)  Bo HOLM\n\
                 \x20 Permanent Representative ofPermanent Representative of\n\
                 \x20 Merovia to the OrganizationAldria to the Organization\n";
    let c = reading(&format!("{head}{glued}"));
    assert_eq!(
        signed(&c.communication),
        [
            ("Ada WEND", vec!["Permanent Representative of Merovia to the Organization"]),
            ("Bo HOLM", vec!["Permanent Representative of Aldria to the Organization"]),
        ]
    );
    // Every line stands once in the text.
    let lines = c.communication.text.iter().filter(|block| block.kind == BlockKind::Signature).count();
    assert_eq!(lines, 3);
}

#[test]
fn a_name_under_a_rule_is_the_name() {
    let c = reading(&format!("{TITLE}\n\nI have the honour to write.\n\n(Signed)\n-----\nAda Wend\nAmbassador\n"));
    assert_eq!(signed(&c.communication), [("Ada Wend", vec!["Ambassador"])]);
}

#[test]
fn an_annex_may_have_lost_its_label() {
    let text = format!(
        "{TITLE}\n\nI have the honour to transmit the text of an appeal by the wardens.\n\n(Signed) Ada Wend\n\n\n\
         Appeal by the wardens of the herring weir, dated 3 March 2026, to all\nwho fish in Lake Tarn\n\n\
         In connection with the opening of the season the wardens ask all who fish in the lake to keep to the\n\
         measures that were agreed at the ferry house, and to write down what they catch.\n"
    );
    let reading = reading(&text);
    let c = &reading.communication;
    assert_eq!(c.annexes.len(), 1);
    assert_eq!(c.annexes[0].label, "");
    let title = "Appeal by the wardens of the herring weir, dated 3 March 2026, to all who fish in Lake Tarn";
    assert_eq!(c.annexes[0].title.as_deref(), Some(title));
    assert!(c.doubts.iter().any(|doubt| doubt.code == "LABEL_LOST"));
    // A site's notes under a letter are none.
    let site = format!(
        "{TITLE}\n\nI have the honour to write.\n\n(Signed) Ada Wend\n\n\nDocument type: letter\nCountry: Merovia\n"
    );
    assert!(super::reading(&site).communication.annexes.is_empty());
}

#[test]
fn a_place_and_a_date_end_a_title_without_line_breaks() {
    let c = reading(&format!(
        "{TITLE} I have the honour to transmit herewith a statement (see annex). (Signed) Ada Wend AS/7/12 Annex to the \
         letter dated 12 March 2026 from the Permanent Representative of Merovia to the Organization addressed to the \
         Secretary-General Statement of the wardens on the level of the lake Tarn, 3 March 2026 The wardens of the weir, at \
         a time when the whole valley looks at the level of the lake, say what they have said in every year before."
    ));
    assert_eq!(c.communication.annexes[0].title.as_deref(), Some("Statement of the wardens on the level of the lake"));
}

#[test]
fn who_speaks_is_known_where_the_title_lost_the_state() {
    let lost = TITLE.replace("Merovia ", "");
    let text =
        format!("{lost}\n\nOn behalf of the Government of Merovia I write to you about the ferries of Aldria.\n");
    let c = reading(&text).communication;
    assert_eq!(c.sender.unwrap().state.as_deref(), Some("Merovia"));
    assert!(c.doubts.iter().any(|doubt| doubt.code == "STATE_LOST"));
    // The other party's name changes nothing but the name.
    let c = reading(&swap(&text)).communication;
    assert_eq!(c.sender.unwrap().state.as_deref(), Some("Aldria"));
    // A State that is only written about is not the sender.
    let text = format!("{lost}\n\nI write to you about the ferries of Aldria, and again about those of Aldria.\n");
    assert_eq!(reading(&text).communication.sender.unwrap().state, None);
}

fn swap(text: &str) -> String {
    text.replace("Merovia", "\u{1}").replace("Aldria", "Merovia").replace('\u{1}', "Aldria")
}

#[test]
fn a_note_that_hands_on_a_letter_has_its_own_sender_and_date() {
    let c = reading(
        "12 March 2026 The President of the Council presents his compliments to the members of the Council and has the honour \
         to transmit herewith, for their information, a copy of a letter dated 10 March 2026 from the Permanent \
         Representative of Merovia to the Organization addressed to the President of the Council, and its enclosures. \
         14 March 2026\n",
    )
    .communication;
    assert_eq!(c.sender.unwrap().office.as_deref(), Some("President of the Council"));
    assert_eq!(c.addressees, ["members of the Council"]);
    assert_eq!(c.letter_date, Some(date(2026, 3, 14)));
    assert_eq!(c.kind, Kind::Other);
}

#[test]
fn a_note_that_carries_a_letter_has_the_letter_s_date() {
    let c = reading(
        "C/2026/9\n\nCouncil\n\nDistr.: General\n16 March 2026\nOriginal: English\n\nNote by the President of the Council\n\n\
         The President herewith circulates the report received from the wardens (see annex).\n\n\
         Annex\n\nLetter dated 9 March 2026 from the Warden of the Weir addressed to the President of the Council\n\n\
         I have the honour to enclose herewith the report.\n\n(Signed) Ada Wend\nWarden\n",
    )
    .communication;
    assert_eq!(c.kind, Kind::Note);
    assert_eq!(c.letter_date, Some(date(2026, 3, 9)));
    assert_eq!(c.addressees, ["President of the Council"]);
}

#[test]
fn a_site_s_heading_names_the_sender_of_a_letter_without_title() {
    let c = reading(
        "رسالة الممثل الدائم لميروفيا لدى المنظمة\n\nإلى الأمين العام\n\n28 أغسطس 2026\n\nأتشرف بأن أرفق رسالة موجهة إلى سعادتكم من وزير الخارجية.\n\n\
         وأكون ممتناً إذا ما رتبتم لتعميم هذه الرسالة بوصفها وثيقة من وثائق الجمعية.\n\n(توقيع): محمد الأحمد\n\nالسفير\n\nالمندوب الدائم\n\n\
         (المرفــق)\n\nرسالة موجهة إلى الأمين العام\n\nمن وزير الخارجية\n\nالشيخ نعمان البحري\n\n28 أغسطس 2026\n\nتناقلت الصحف صباح اليوم خبر منسوب البحيرة وما قيل عن السد.\n",
    )
    .communication;
    let sender = c.sender.unwrap();
    assert_eq!(sender.state.as_deref(), Some("Merovia"));
    assert_eq!(c.letter_date, Some(date(2026, 8, 28)));
    assert_eq!(c.requested_circulation.len(), 1);
    assert_eq!(c.annexes[0].title.as_deref(), Some("رسالة موجهة إلى الأمين العام من وزير الخارجية الشيخ نعمان البحري"));
}

#[test]
fn a_chinese_letter_as_it_was_sent() {
    let c = reading(
        "梅罗维亚常驻本组织代表温德大使的信\n\n2026 年 11 月 21 日\n\n致:\n\n秘书长霍尔姆阁下\n\n阁下:\n\n    近来，湖的水位再次上升，对此我们表示关切，并将就其影响作出说明。\n",
    )
    .communication;
    assert_eq!(c.sender.unwrap().state.as_deref(), Some("Merovia"));
    assert_eq!(c.addressees, ["Secretary-General"]);
    assert_eq!(c.letter_date, Some(date(2026, 11, 21)));
}

#[test]
fn an_address_in_one_line_names_the_office() {
    let c = reading(
        "1 June 2026\n\nYour Excellency,\n\nI have the honour to convey herewith a copy of a letter.\n\nPlease accept, Excellency, the \
         assurances of my highest consideration.\n\nAda Wend\nAmbassador\n\nH.E. Mr. Bo Holm Ambassador President of the Council for \
         June 2026 Tarn. This material is prepared, edited and issued by the office of the wardens at the ferry house, Tarn.\n",
    )
    .communication;
    assert_eq!(c.addressees, ["President of the Council"]);
}

#[test]
fn words_in_pieces_are_joined_where_the_word_list_has_the_whole() {
    let c = letter(
        "The ou tcome of the cou nt, and of the extra ordinary session, was read at the fer ry house by Tar n and O rla.",
    );
    let text = &c.text.iter().find(|block| block.text.starts_with("The ou")).unwrap().text;
    assert_eq!(
        text,
        "The outcome of the count, and of the extra ordinary session, was read at the ferry house by Tar n and O rla."
    );
    let mends = c.doubts.iter().filter(|doubt| doubt.code == "BROKEN_WORD" && doubt.repair.is_some()).count();
    assert_eq!(mends, 3);
    // What is written in two words stays in two.
    let c = letter("It was 37.5 per cent more than in the year before.");
    assert!(c.text.iter().any(|block| block.text.contains("37.5 per cent more")), "{:?}", c.text);
    assert!(c.doubts.is_empty(), "{:?}", c.doubts);
    let c = letter("Both want bilat-\neral talks and a re-\nelection of the coop-\nerative wardens.");
    let text = &c.text.iter().find(|block| block.text.starts_with("Both")).unwrap().text;
    assert_eq!(text, "Both want bilateral talks and a re-election of the cooperative wardens.");
}

#[test]
fn each_part_has_its_language() {
    let c = reading(&format!(
        "{TITLE}\n\nI have the honour to transmit herewith a statement (see annex).\n\n(Signed) Ada Wend\n\nAnnex\n\n\
         Déclaration des gardiens\n\nLe niveau du lac a été relevé de nouveau au printemps, et les gardiens du barrage ont noté ce \
         qu’ils ont vu dans leur livre, qui est gardé dans la maison du passeur et que tous ceux qui pêchent peuvent lire.\n"
    ))
    .communication;
    assert_eq!(c.language.unwrap().code(), "en");
    assert_eq!(c.languages.iter().map(|(part, l)| (part.as_str(), l.code())).collect::<Vec<_>>(), [("annex", "fr")]);
}

#[test]
fn a_request_is_found_behind_hundreds_of_paragraphs_that_speak_of_circulating() {
    let paragraph = "The proposals that were circulated in that year speak of the lamps at the landing stages.\n\n";
    let c = reading(&format!(
        "{TITLE}\n\nI have the honour to write about the lamps.\n\n{}I should be grateful if you would have the present letter \
         circulated as a document of the Assembly, under agenda item 12.\n\n(Signed) Ada Wend\nPermanent Representative\n",
        paragraph.repeat(300)
    ))
    .communication;
    assert_eq!(c.requested_circulation.len(), 1);
    assert_eq!(c.requested_circulation[0].agenda_items, ["12"]);
}
