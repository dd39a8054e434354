//! From glyphs to lines in the order of reading.
//!
//! Glyphs that follow each other in the file and on the page make a piece; pieces that follow each other as the lines of a
//! paragraph do make a block; blocks that stand side by side make a band. A band is a row of a table, or columns; which of
//! the two is said by its neighbours. The order of bands is that of the page, so that a file which writes its page in any
//! order is read all the same.

use super::{
    content::{Furniture, Glyph, Rule, Shown},
    font::{Text, Texts},
    order::{is_mark, logical, runs_left},
};

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A row of a table, its cells parted by tabs.
    Row,
    /// A line of a table of contents, whose leaders became a tab.
    Contents,
    /// A line of the title.
    Title,
    /// A line of what stands under the title.
    Subtitle,
    /// A running head.
    Head,
    /// A running foot.
    Foot,
    /// A footnote's first line.
    Note,
    /// A footnote's further line.
    NoteRest,
}

/// A line of a page.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its text.
    pub text: String,
    /// What it is.
    pub kind: Kind,
    /// Left and right end, and base line, upwards.
    pub left: f32,
    /// Right end.
    pub right: f32,
    /// Base line.
    pub base: f32,
    /// The size of its letters.
    pub size: f32,
    /// Whether an empty line stands before it.
    pub gap: bool,
    /// Whether most of it is bold.
    pub bold: bool,
    /// Whether it runs to the left.
    pub leftward: bool,
    /// Whether the file itself calls it a running head or foot.
    pub furniture: Furniture,
    /// How many spaces stand before it.
    pub indent: usize,
}

/// The text of a page.
#[derive(Default)]
pub struct Laid {
    /// Its lines.
    pub lines: Vec<Line>,
    /// Its width and height, as its text stands.
    pub extent: (f32, f32),
    /// Glyphs without ink that were left out.
    pub inkless_left_out: usize,
    /// Glyphs without ink that are the text of a scan.
    pub inkless_read: usize,
    /// Lines that stand otherwise than the page: counted.
    pub turned: usize,
}

/// How much of a page a picture must cover to be a scan of it.
pub const SCAN: f32 = 0.4;

/// Lays a page out.
pub fn lay_out(shown: &Shown, texts: &Texts, first_page: bool) -> Laid {
    let scan = shown.pictured >= SCAN;
    let mut laid = Laid { extent: shown.extent, ..Laid::default() };
    let ink: usize = shown.glyphs.iter().filter(|g| g.inkless).count();
    if scan {
        laid.inkless_read = ink
    } else {
        laid.inkless_left_out = ink
    }
    let kept = |glyph: &&Glyph| scan || !glyph.inkless;
    let mut counts = [0usize; 5];
    shown.glyphs.iter().filter(kept).for_each(|glyph| counts[usize::from(glyph.turned.min(4))] += 1);
    let Some(most) = (0..5).max_by_key(|turned| (counts[*turned], usize::from(*turned == 0))) else { return laid };
    if most % 2 == 1 {
        laid.extent = (shown.extent.1, shown.extent.0);
    }
    let total: usize = counts.iter().sum();
    let spaces = shown.glyphs.iter().filter(|g| g.text.char() == Some(' ')).count();
    let writing = Writing { texts, explicit: spaces * 16 > total, first_page };
    let of = |turned: u8, wanted: &[Furniture]| -> Vec<Glyph> {
        let there = |g: &&Glyph| kept(g) && g.turned == turned && wanted.contains(&g.furniture);
        shown.glyphs.iter().filter(there).copied().collect()
    };
    // The head of the first page is the masthead.
    let body: &[Furniture] = if first_page { &[Furniture::No, Furniture::Head] } else { &[Furniture::No] };
    if !first_page {
        let mut heads = writing.lines(&of(most as u8, &[Furniture::Head]), &[]);
        heads.iter_mut().for_each(|line| line.furniture = Furniture::Head);
        laid.lines.append(&mut heads);
    }
    laid.lines.append(&mut writing.lines(&of(most as u8, body), &shown.rules));
    for turned in (0..5).filter(|turned| *turned != most && counts[*turned] > 0) {
        for furniture in [Furniture::No, Furniture::Head, Furniture::Foot] {
            let mut others = writing.lines(&of(turned as u8, &[furniture]), &[]);
            laid.turned += if furniture == Furniture::No { others.len() } else { 0 };
            if let Some(first) = others.first_mut() {
                first.gap = true;
            }
            for line in &mut others {
                // Their places are of another frame: in no band of the page.
                line.base = laid.extent.1 / 2.0;
                line.furniture = furniture;
            }
            laid.lines.append(&mut others);
        }
    }
    let mut feet = writing.lines(&of(most as u8, &[Furniture::Foot]), &[]);
    feet.iter_mut().for_each(|line| line.furniture = Furniture::Foot);
    laid.lines.append(&mut feet);
    laid
}

/// A piece of a line: glyphs that follow each other without a gap.
#[derive(Clone, Debug)]
struct Piece {
    from: usize,
    to: usize,
    left: f32,
    right: f32,
    base: f32,
    size: f32,
}

/// A line of a block.
#[derive(Clone, Debug)]
struct Row {
    pieces: Vec<Piece>,
    left: f32,
    right: f32,
    base: f32,
    size: f32,
}

/// Lines that follow each other as a paragraph's do.
#[derive(Clone, Debug)]
struct Block {
    rows: Vec<Row>,
    left: f32,
    right: f32,
}

impl Row {
    fn of(piece: Piece) -> Row {
        let Piece { left, right, base, size, .. } = piece;
        Row { pieces: vec![piece], left, right, base, size }
    }
}

impl Block {
    fn top(&self) -> f32 {
        self.rows.first().map_or(0.0, |row| row.base + 0.7 * row.size)
    }

    fn bottom(&self) -> f32 {
        self.rows.last().map_or(0.0, |row| row.base - 0.15 * row.size)
    }
}

/// Blocks that stand side by side.
struct Band {
    blocks: Vec<Block>,
    top: f32,
    bottom: f32,
}

/// How a page writes.
struct Writing<'t> {
    texts: &'t Texts,
    /// Whether words are parted by spaces, not only by gaps.
    explicit: bool,
    first_page: bool,
}

impl Writing<'_> {
    fn lines(&self, glyphs: &[Glyph], rules: &[Rule]) -> Vec<Line> {
        let blocks = parted_rows(self.blocks(glyphs), glyphs);
        let bands = bands(blocks);
        let mut lines = self.read(bands, glyphs, rules);
        gaps(&mut lines);
        lines
    }

    /// Cuts the glyphs, as they follow in the file, into pieces.
    fn pieces(&self, glyphs: &[Glyph]) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut open: Option<Piece> = None;
        for (at, glyph) in glyphs.iter().enumerate() {
            if let Some(piece) = &mut open {
                let size = piece.size.max(glyph.size);
                let level = (glyph.base - piece.base).abs() < 0.45 * size;
                let onward = glyph.left > piece.right - 0.6 * size && glyph.left < piece.right + size;
                let backward = glyph.right < piece.left + 0.6 * size && glyph.right > piece.left - size;
                let within = glyph.left >= piece.left - 0.1 * size && glyph.right <= piece.right + 0.1 * size;
                // Signs over letters, numbers inside a line that runs to the left, letters written twice.
                if level && (onward || backward || within) {
                    piece.to = at + 1;
                    piece.left = piece.left.min(glyph.left);
                    piece.right = piece.right.max(glyph.right);
                    if glyph.size > piece.size * 1.05 && !is_space(glyph) {
                        (piece.size, piece.base) = (glyph.size, glyph.base);
                    }
                    continue;
                }
            }
            pieces.extend(open.take());
            let Glyph { left, right, base, size, .. } = *glyph;
            open = Some(Piece { from: at, to: at + 1, left, right, base, size });
        }
        pieces.extend(open);
        pieces.retain_mut(|piece| trim(piece, glyphs));
        pieces
    }

    /// Puts pieces together as lines and lines as blocks, as they follow in the file.
    fn blocks(&self, glyphs: &[Glyph]) -> Vec<Block> {
        let mut blocks: Vec<Block> = Vec::new();
        for piece in self.pieces(glyphs) {
            let Some(block) = blocks.last_mut() else {
                blocks.push(Block { left: piece.left, right: piece.right, rows: vec![Row::of(piece)] });
                continue;
            };
            let lone = block.rows.len() == 1;
            let Some(last) = block.rows.last_mut() else { continue };
            let size = last.size.max(piece.size);
            let drop = last.base - piece.base;
            if drop.abs() < 0.45 * size {
                let gap = if piece.left >= last.right { piece.left - last.right } else { last.left - piece.right };
                // Wide gaps stand in a line only after what numbers it.
                let label = last.pieces.len() == 1 && is_label(glyphs, &last.pieces[0], piece.size);
                let led = || is_leader(glyphs, &piece) || last.pieces.last().is_some_and(|p| is_leader(glyphs, p));
                if gap > -0.3 * size && (gap < 0.8 * size || (gap < 5.0 * size && (label || led()))) {
                    last.left = last.left.min(piece.left);
                    last.right = last.right.max(piece.right);
                    if piece.size > last.size * 1.05 {
                        (last.size, last.base) = (piece.size, piece.base);
                    }
                    block.left = block.left.min(piece.left);
                    block.right = block.right.max(piece.right);
                    last.pieces.push(piece);
                    continue;
                }
            } else if drop > 0.0 && drop < 1.75 * size {
                let overlap = last.right.min(piece.right) - last.left.max(piece.left);
                let within = block.right.min(piece.right) - block.left.max(piece.left);
                let narrow = (last.right - last.left).min(piece.right - piece.left);
                let alike = piece.size > 0.72 * last.size && piece.size < 1.4 * last.size;
                if alike && (overlap > 0.3 * narrow || (!lone && within > 0.6 * narrow)) {
                    block.left = block.left.min(piece.left);
                    block.right = block.right.max(piece.right);
                    block.rows.push(Row::of(piece));
                    continue;
                }
            }
            blocks.push(Block { left: piece.left, right: piece.right, rows: vec![Row::of(piece)] });
        }
        blocks
    }

    /// Reads bands from top to bottom.
    fn read(&self, bands: Vec<Band>, glyphs: &[Glyph], rules: &[Rule]) -> Vec<Line> {
        let shapes: Vec<Shape> = bands.iter().map(|band| self.shape(band, glyphs)).collect();
        let mut lines = Vec::new();
        let mut at = 0;
        while at < bands.len() {
            if shapes[at].columns.len() < 2 {
                for block in sorted(&bands[at].blocks) {
                    self.paragraph(block, glyphs, &mut lines);
                }
                at += 1;
                continue;
            }
            // The bands that follow with the same columns.
            let mut end = at + 1;
            let mut full = at + 1;
            while end < bands.len() && end - at < 400 {
                let near = bands[end - 1].bottom - bands[end].top < 3.0 * shapes[end - 1].size.max(shapes[end].size);
                if !near {
                    break;
                }
                if shapes[end].columns.len() >= 2 {
                    if !alike(&shapes[at..end], &shapes[end]) {
                        break;
                    }
                    full = end + 1;
                } else if end + 1 - full > 3 || !within_columns(&shapes[at..end], &shapes[end]) {
                    break;
                }
                end += 1;
            }
            let end = full;
            let group = &bands[at..end];
            let counted: Vec<&Shape> = shapes[at..end].iter().filter(|shape| shape.columns.len() >= 2).collect();
            let ruled = |from: f32, to: f32, left: f32, right: f32| {
                rules
                    .iter()
                    .filter(|rule| rule.base < from && rule.base > to && rule.left < right && rule.right > left)
                    .map(|rule| (rule.base * 2.0) as i32)
                    .collect::<std::collections::BTreeSet<_>>()
                    .len()
            };
            let (top, bottom) = (group[0].top, group[group.len() - 1].bottom);
            let size = shapes[at].size;
            let left = counted.iter().map(|s| s.columns[0].0).fold(f32::MAX, f32::min);
            let right = counted.iter().flat_map(|s| s.columns.iter().map(|c| c.1)).fold(f32::MIN, f32::max);
            let lines_there = ruled(top + 1.5 * size, bottom - 1.5 * size, left, right);
            let most = counted.iter().map(|s| s.columns.len()).max().unwrap_or(2);
            let prose = counted.iter().filter(|s| s.prose).count() * 10 >= counted.len() * 6;
            let table = if most > MOST_COLUMNS {
                true
            } else if self.first_page && counted.len() < 3 && most < 3 {
                false
            } else if most == 2 {
                // Two columns of words under each other are signatures or a text in columns; of figures, a table.
                lines_there >= 2 || (counted.len() >= 2 && !prose)
            } else {
                counted.len() >= 2 || lines_there >= 1 || !prose
            };
            if table {
                for (band, shape) in group.iter().zip(&shapes[at..end]) {
                    self.rows(band, shape, glyphs, &mut lines);
                }
            } else {
                self.columns(group, glyphs, &mut lines);
            }
            at = end;
        }
        lines
    }

    fn shape(&self, band: &Band, glyphs: &[Glyph]) -> Shape {
        let mut spans: Vec<(f32, f32)> = band.blocks.iter().map(|block| (block.left, block.right)).collect();
        spans.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut columns: Vec<(f32, f32)> = Vec::new();
        for (left, right) in spans {
            match columns.last_mut() {
                Some(last) if left < last.1 - 0.5 => last.1 = last.1.max(right),
                _ => columns.push((left, right)),
            }
        }
        let size = band.blocks.iter().flat_map(|b| b.rows.iter().map(|row| row.size)).fold(0.0, f32::max);
        // Whether each column holds words, not figures or names of one word.
        let prose = band.blocks.len() >= 2
            && band.blocks.iter().all(|block| {
                let (mut words, mut letters, mut others) = (0usize, 0usize, 0usize);
                for piece in block.rows.iter().flat_map(|row| &row.pieces) {
                    words += 1;
                    for glyph in &glyphs[piece.from..piece.to] {
                        match glyph.text.char() {
                            Some(' ') => words += 1,
                            Some(c) if c.is_alphabetic() => letters += 1,
                            Some(c) if c.is_alphanumeric() => others += 1,
                            Some(_) => {}
                            None => letters += 1,
                        }
                    }
                }
                words >= 2 && letters > 3 * others
            });
        Shape { columns, size, prose }
    }

    /// A table's row, or several where cells are of different heights.
    fn rows(&self, band: &Band, shape: &Shape, glyphs: &[Glyph], lines: &mut Vec<Line>) {
        if shape.columns.len() < 2 {
            for block in sorted(&band.blocks) {
                self.paragraph(block, glyphs, lines);
            }
            return;
        }
        // With one block to each column the band is one row; else rows are told by their first lines.
        let mut groups: Vec<Vec<&Block>> = Vec::new();
        let ordered = sorted(&band.blocks);
        if band.blocks.len() <= shape.columns.len() {
            groups.push(ordered);
        } else {
            for block in ordered {
                let base = |b: &Block| b.rows.first().map_or(0.0, |row| row.base);
                match groups.last_mut() {
                    Some(group) if group.iter().any(|b| (base(b) - base(block)).abs() < 0.5 * shape.size) => {
                        group.push(block);
                    }
                    _ => groups.push(vec![block]),
                }
            }
        }
        for mut group in groups {
            group.sort_by(|a, b| a.left.total_cmp(&b.left));
            let mut cells: Vec<(String, bool)> = group.iter().map(|block| self.joined(block, glyphs)).collect();
            let leftward = cells.iter().filter(|(_, leftward)| *leftward).count() * 2 > cells.len();
            if leftward {
                cells.reverse();
            }
            let text = cells.into_iter().map(|(cell, _)| cell).collect::<Vec<_>>().join("\t");
            let Some(first) = group.iter().max_by(|a, b| a.top().total_cmp(&b.top())).and_then(|b| b.rows.first())
            else {
                continue;
            };
            let (base, size) = (first.base, first.size);
            let left = group.iter().map(|b| b.left).fold(f32::MAX, f32::min);
            let right = group.iter().map(|b| b.right).fold(f32::MIN, f32::max);
            let (text, kind) = match leaders(&text) {
                Some(text) => (text, Kind::Contents),
                None => (text, if group.len() > 1 { Kind::Row } else { Kind::Text }),
            };
            lines.push(Line { kind, leftward, ..line(text, left, right, base, size) });
            // A row of several lines reaches down to its last.
            if let (Some(line), Some(low)) = (lines.last_mut(), group.iter().map(|b| b.bottom()).min_by(f32::total_cmp))
            {
                line.base = line.base.min(low + 0.15 * size).max(base - 0.01);
            }
        }
    }

    /// A block's lines as one.
    fn joined(&self, block: &Block, glyphs: &[Glyph]) -> (String, bool) {
        let mut text = String::new();
        let mut leftward = 0;
        for row in &block.rows {
            let (line, left) = self.text(row, glyphs);
            leftward += usize::from(left);
            join(&mut text, &line);
        }
        (text, leftward * 2 > block.rows.len())
    }

    /// Columns one after the other.
    fn columns(&self, bands: &[Band], glyphs: &[Glyph], lines: &mut Vec<Line>) {
        let mut spans: Vec<(f32, f32)> =
            bands.iter().flat_map(|b| b.blocks.iter().map(|b| (b.left, b.right))).collect();
        spans.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut columns: Vec<(f32, f32)> = Vec::new();
        for (left, right) in spans {
            match columns.last_mut() {
                Some(last) if left < last.1 - 0.5 => last.1 = last.1.max(right),
                _ => columns.push((left, right)),
            }
        }
        let mut parts: Vec<(Vec<Line>, bool)> = Vec::new();
        for (left, right) in columns {
            let mut part = Vec::new();
            for band in bands {
                let inside: Vec<Block> =
                    band.blocks.iter().filter(|b| b.left >= left - 0.1 && b.right <= right + 0.1).cloned().collect();
                for block in sorted(&inside) {
                    self.paragraph(block, glyphs, &mut part);
                }
            }
            let leftward = part.iter().filter(|line| line.leftward).count() * 2 > part.len();
            parts.push((part, leftward));
        }
        if parts.iter().filter(|(_, leftward)| *leftward).count() * 2 > parts.len() {
            parts.reverse();
        }
        for (mut part, _) in parts {
            gaps(&mut part);
            if let Some(first) = part.first_mut() {
                first.gap = true;
            }
            lines.append(&mut part);
        }
    }

    /// A block's lines.
    fn paragraph(&self, block: &Block, glyphs: &[Glyph], lines: &mut Vec<Line>) {
        for row in &block.rows {
            let (text, leftward) = self.text(row, glyphs);
            let (text, kind) = match leaders(&text) {
                Some(text) => (text, Kind::Contents),
                None => (text, Kind::Text),
            };
            // A word divided with a soft hyphen is whole again on the line where it begins.
            if let Some(last) = lines.last_mut()
                && last.text.ends_with('\u{ad}')
                && last.base > row.base
            {
                last.text.pop();
                let (head, rest) = text.split_once(' ').unwrap_or((&text, ""));
                last.text.push_str(head);
                if !rest.is_empty() {
                    lines.push(Line {
                        kind,
                        leftward,
                        ..line(rest.to_owned(), row.left, row.right, row.base, row.size)
                    });
                }
                continue;
            }
            if !text.is_empty() {
                let inked = row.pieces.iter().flat_map(|piece| &glyphs[piece.from..piece.to]);
                let (bold, all) = inked.fold((0, 0), |(bold, all), glyph| (bold + usize::from(glyph.bold), all + 1));
                let bold = bold * 4 > all * 3;
                lines.push(Line { kind, bold, leftward, ..line(text, row.left, row.right, row.base, row.size) });
            }
        }
    }

    /// The text of a line, and whether it runs to the left.
    fn text(&self, row: &Row, glyphs: &[Glyph]) -> (String, bool) {
        let mut out = String::new();
        let only = row.pieces.len() == 1;
        let ordered = |range: &[Glyph]| range.windows(2).all(|pair| pair[0].left <= pair[1].left + 0.01);
        if only && ordered(&glyphs[row.pieces[0].from..row.pieces[0].to]) {
            let leftward = self.line_of(&glyphs[row.pieces[0].from..row.pieces[0].to], row, &mut out);
            return (out, leftward);
        }
        let mut line: Vec<Glyph> = row.pieces.iter().flat_map(|piece| &glyphs[piece.from..piece.to]).copied().collect();
        line.sort_by(|a, b| a.left.total_cmp(&b.left));
        let leftward = self.line_of(&line, row, &mut out);
        (out, leftward)
    }

    /// Writes a line whose glyphs stand from left to right; says whether it runs to the left.
    fn line_of(&self, line: &[Glyph], row: &Row, out: &mut String) -> bool {
        if line.iter().any(|g| g.text.char().map_or_else(|| self.texts.many(g.text).contains(runs_left), runs_left)) {
            return self.mixed_line(line, out);
        }
        let mut before: Option<&Glyph> = None;
        let mut space = false;
        for (at, glyph) in line.iter().enumerate() {
            if is_space(glyph) {
                space = true;
                continue;
            }
            if let Some(last) = before {
                // Letters made bold by writing them twice.
                if last.text == glyph.text && glyph.left - last.left < 0.15 * glyph.size && glyph.left < last.right {
                    continue;
                }
                if space || self.parted(last, glyph) {
                    out.push(' ');
                }
            }
            space = false;
            before = Some(glyph);
            let raised = is_raised(glyph, row);
            match glyph.text.char() {
                Some(c) if raised && c.is_ascii_alphanumeric() => {
                    let near = |other: Option<&Glyph>| {
                        other.is_some_and(|g| is_raised(g, row) && g.text.char().is_some_and(char::is_alphabetic))
                    };
                    let word = near(line.get(at + 1)) || near(at.checked_sub(1).and_then(|at| line.get(at)));
                    out.push(raised_char(c, word, out));
                }
                Some(c) => out.push(c),
                None => out.push_str(self.texts.many(glyph.text)),
            }
        }
        false
    }

    /// Whether two neighbours belong to two words, by the gap between them.
    fn parted(&self, last: &Glyph, glyph: &Glyph) -> bool {
        let gap = glyph.left - last.right;
        let size = last.size.min(glyph.size).max(0.7 * last.size.max(glyph.size));
        if gap < 0.12 * size {
            return false;
        }
        let wide = |g: &Glyph| g.text.char().is_some_and(|c| c as u32 >= 0x2e80 && (c as u32) < 0xfb00);
        if wide(last) && wide(glyph) {
            return gap > 0.8 * size;
        }
        gap > if self.explicit { 0.26 } else { 0.165 } * size
    }

    /// A line with letters that run to the left.
    fn mixed_line(&self, line: &[Glyph], out: &mut String) -> bool {
        let mut clusters: Vec<String> = Vec::with_capacity(line.len());
        let mut places: Vec<(f32, f32)> = Vec::with_capacity(line.len());
        let mut marks: Vec<(f32, Text)> = Vec::new();
        let mut before: Option<&Glyph> = None;
        let mut space = false;
        for glyph in line {
            if is_space(glyph) {
                space = true;
                continue;
            }
            if glyph.text.char().is_some_and(is_mark) {
                marks.push(((glyph.left + glyph.right) / 2.0, glyph.text));
                continue;
            }
            if let Some(last) = before {
                if last.text == glyph.text && glyph.left - last.left < 0.1 * glyph.size && glyph.left < last.right {
                    continue;
                }
                if space || self.parted(last, glyph) {
                    clusters.push(" ".to_owned());
                    places.push((last.right, glyph.left));
                }
            }
            space = false;
            before = Some(glyph);
            let mut text = String::new();
            self.texts.write(glyph.text, &mut text);
            clusters.push(text);
            places.push((glyph.left, glyph.right));
        }
        // A sign over a letter goes to the letter under it.
        for (middle, mark) in marks {
            let distance = |at: &usize| {
                let (left, right) = places[*at];
                if middle >= left && middle <= right { 0.0 } else { (middle - (left + right) / 2.0).abs() }
            };
            // Clusters stand from left to right: the nearest is one of a few.
            let near = places.partition_point(|(left, _)| *left <= middle);
            let letters = (near.saturating_sub(4)..(near + 2).min(clusters.len())).filter(|at| clusters[*at] != " ");
            if let Some(at) = letters.min_by(|a, b| distance(a).total_cmp(&distance(b))) {
                self.texts.write(mark, &mut clusters[at]);
            }
        }
        let leftward = logical(&mut clusters);
        out.extend(clusters);
        leftward
    }
}

/// How many columns are compared; a line with more is a row of its own.
const MOST_COLUMNS: usize = 100;

struct Shape {
    columns: Vec<(f32, f32)>,
    size: f32,
    prose: bool,
}

fn line(text: String, left: f32, right: f32, base: f32, size: f32) -> Line {
    Line {
        text,
        kind: Kind::Text,
        left,
        right,
        base,
        size,
        gap: false,
        bold: false,
        leftward: false,
        furniture: Furniture::No,
        indent: 0,
    }
}

fn is_space(glyph: &Glyph) -> bool {
    matches!(glyph.text.char(), Some(' ' | '\u{3000}'))
}

/// Whether a glyph is small and stands above the line.
fn is_raised(glyph: &Glyph, row: &Row) -> bool {
    glyph.size < 0.82 * row.size && glyph.base > row.base + 0.12 * row.size
}

/// A raised figure or letter as Unicode has it; the letters of ordinals stay as they are.
fn raised_char(c: char, word: bool, before: &str) -> char {
    const FIGURES: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    const LETTERS: &str = "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖqʳˢᵗᵘᵛʷˣʸᶻ";
    if let Some(figure) = c.to_digit(10).and_then(|n| FIGURES.get(n as usize)) {
        return *figure;
    }
    let digits = before.chars().rev().take_while(char::is_ascii_digit).count();
    let ordinal = matches!(c, 'e' | 'o' | 'a') && (1..=2).contains(&digits);
    if word || ordinal || !c.is_ascii_lowercase() {
        return c;
    }
    LETTERS.chars().nth(c as usize - 'a' as usize).unwrap_or(c)
}

/// Takes the spaces off the ends of a piece; says whether anything is left.
fn trim(piece: &mut Piece, glyphs: &[Glyph]) -> bool {
    while piece.from < piece.to && is_space(&glyphs[piece.from]) {
        piece.from += 1;
    }
    while piece.from < piece.to && is_space(&glyphs[piece.to - 1]) {
        piece.to -= 1;
    }
    if piece.from == piece.to {
        return false;
    }
    let ink = || glyphs[piece.from..piece.to].iter().filter(|g| !is_space(g));
    piece.left = ink().map(|g| g.left).fold(f32::MAX, f32::min);
    piece.right = ink().map(|g| g.right).fold(f32::MIN, f32::max);
    if ink().all(|g| g.size < piece.size - 0.01)
        && let Some(largest) = ink().max_by(|a, b| a.size.total_cmp(&b.size))
    {
        (piece.size, piece.base) = (largest.size, largest.base);
    }
    true
}

/// Whether a piece numbers what follows: `12.`, `(a)`, a bullet, a footnote's mark.
fn is_label(glyphs: &[Glyph], piece: &Piece, next: f32) -> bool {
    const MOST: usize = 6;
    let mut chars = [' '; MOST];
    let mut count = 0;
    for glyph in glyphs[piece.from..piece.to].iter().filter(|g| !is_space(g)) {
        if count == MOST {
            return false;
        }
        chars[count] = glyph.text.char().unwrap_or('x');
        count += 1;
    }
    let chars = &chars[..count];
    match chars {
        [] => false,
        ['•' | '▪' | '–' | '—' | '-' | '*' | 'o' | '·' | '●' | '○' | '■' | '➢' | '✓'] => true,
        [.., '.' | ')' | '．' | '、' | '）'] => chars.iter().any(|c| c.is_alphanumeric()),
        ['.' | ')', ..] => true,
        _ => piece.size < 0.8 * next && chars.iter().all(|c| c.is_ascii_digit() || matches!(c, '*' | ',')),
    }
}

/// Whether a piece is nothing but the dots that lead to a page's number.
fn is_leader(glyphs: &[Glyph], piece: &Piece) -> bool {
    let dots = glyphs[piece.from..piece.to].iter().filter(|g| !is_space(g));
    piece.to - piece.from >= 4 && dots.clone().all(|g| matches!(g.text.char(), Some('.' | '…' | '·')))
}

/// Parts blocks in which two rows of a table stand: where a line ends though the next line's first word had room on it, and
/// beside the next line another block begins.
fn parted_rows(blocks: Vec<Block>, glyphs: &[Glyph]) -> Vec<Block> {
    let mut begins: Vec<(f32, f32, f32)> = Vec::with_capacity(blocks.len());
    begins.extend(blocks.iter().filter_map(|b| b.rows.first().map(|row| (row.base, b.left, b.right))));
    begins.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out = Vec::with_capacity(blocks.len());
    for block in blocks {
        let mut rest = Block { rows: Vec::new(), left: block.left, right: block.right };
        for row in block.rows {
            if let Some(last) = rest.rows.last() {
                let near = 0.2 * row.size;
                let from = begins.partition_point(|b| b.0 < row.base - near);
                let beside = begins[from..]
                    .iter()
                    .take_while(|b| b.0 <= row.base + near)
                    .take(64)
                    .any(|b| b.1 >= block.right || b.2 <= block.left);
                if beside && last.right + first_word(&row, glyphs) + 0.25 * row.size < block.right {
                    let done = std::mem::take(&mut rest.rows);
                    out.push(block_of(done));
                }
            }
            rest.rows.push(row);
        }
        out.push(block_of(rest.rows));
    }
    out
}

fn block_of(rows: Vec<Row>) -> Block {
    let left = rows.iter().map(|row| row.left).fold(f32::MAX, f32::min);
    let right = rows.iter().map(|row| row.right).fold(f32::MIN, f32::max);
    Block { rows, left, right }
}

/// How wide a line's first word is.
fn first_word(row: &Row, glyphs: &[Glyph]) -> f32 {
    let Some(piece) = row.pieces.first() else { return 0.0 };
    let word = glyphs[piece.from..piece.to].iter().take_while(|glyph| !is_space(glyph));
    let right = word.map(|glyph| glyph.right).fold(f32::MIN, f32::max);
    (right - piece.left).max(0.0)
}

/// Puts blocks that stand side by side into bands, from top to bottom.
fn bands(mut blocks: Vec<Block>) -> Vec<Band> {
    blocks.sort_by(|a, b| b.top().total_cmp(&a.top()));
    let mut bands: Vec<Band> = Vec::new();
    for block in blocks {
        let (top, bottom) = (block.top(), block.bottom());
        let size = block.rows.first().map_or(1.0, |row| row.size);
        match bands.last_mut() {
            Some(band) if top - band.bottom > 0.25 * size => {
                band.bottom = band.bottom.min(bottom);
                band.blocks.push(block);
            }
            _ => bands.push(Band { blocks: vec![block], top, bottom }),
        }
    }
    bands
}

/// Whether a band has the columns of those before it.
fn alike(before: &[Shape], shape: &Shape) -> bool {
    if shape.columns.len() > MOST_COLUMNS {
        return false;
    }
    let Some(last) = before.iter().rev().find(|shape| shape.columns.len() >= 2) else { return false };
    let over = |a: &(f32, f32), b: &(f32, f32)| a.0 < b.1 && b.0 < a.1;
    let matched = shape
        .columns
        .iter()
        .filter(|column| {
            let mut others = last.columns.iter().filter(|other| over(column, other));
            let Some(other) = others.next() else { return false };
            others.next().is_none() && shape.columns.iter().filter(|c| over(c, other)).count() == 1
        })
        .count();
    matched >= 2
}

/// Whether a band of one column stands inside the columns before it, as a heading in a table does.
fn within_columns(before: &[Shape], shape: &Shape) -> bool {
    let Some(last) = before.iter().rev().find(|shape| shape.columns.len() >= 2) else { return false };
    let (Some(first), Some(end), Some(own)) = (last.columns.first(), last.columns.last(), shape.columns.first()) else {
        return false;
    };
    own.0 >= first.0 - shape.size && own.1 <= end.1 + shape.size
}

/// Blocks from top to bottom, and from left to right.
fn sorted(blocks: &[Block]) -> Vec<&Block> {
    let mut sorted: Vec<&Block> = blocks.iter().collect();
    sorted.sort_by(|a, b| b.top().total_cmp(&a.top()).then(a.left.total_cmp(&b.left)));
    sorted
}

/// Says which lines an empty line stands before: where the distance is larger than that of a paragraph's lines.
fn gaps(lines: &mut [Line]) {
    let mut counts = [0u32; 60];
    for pair in lines.windows(2) {
        let ratio = (pair[0].base - pair[1].base) / pair[0].size.max(pair[1].size).max(0.1);
        if (0.8..2.6).contains(&ratio)
            && let Some(count) = counts.get_mut((ratio * 20.0).round() as usize)
        {
            *count += 1;
        }
    }
    let most = counts.iter().enumerate().max_by_key(|(at, count)| (**count, usize::MAX - at));
    let leading = most.filter(|(_, count)| **count >= 3).map_or(1.2, |(at, _)| at as f32 / 20.0).max(1.0);
    let mut before: Option<(f32, f32, Kind)> = None;
    for line in lines.iter_mut() {
        if let Some((base, size, kind)) = before {
            let drop = base - line.base;
            let rows = kind == Kind::Row && line.kind == Kind::Row;
            line.gap |= !rows && (drop > (leading + 0.22) * size.max(line.size) || drop < -0.5 * size);
        }
        before = Some((line.base, line.size, line.kind));
    }
}

/// Adds a line to a text in one line: a hyphen or a stroke at its end, or a script without spaces, joins without one.
pub fn join(text: &mut String, line: &str) {
    if text.is_empty() || line.is_empty() {
        text.push_str(line);
        return;
    }
    if text.ends_with('\u{ad}') {
        text.pop();
        text.push_str(line);
        return;
    }
    let mut ends = text.chars().rev();
    let (last, before) = (ends.next().unwrap_or(' '), ends.next().unwrap_or(' '));
    let next = line.chars().next().unwrap_or(' ');
    let wide = |c: char| (0x2e80..0xfb00).contains(&(c as u32)) && !(0xac00..0xd7b0).contains(&(c as u32));
    let hyphen = matches!(last, '-' | '/' | '–') && before.is_alphanumeric() && next.is_alphanumeric();
    let closed = hyphen || (wide(last) && wide(next));
    if !closed {
        text.push(' ');
    }
    text.push_str(line);
}

/// A line of a table of contents with its leaders as a tab; nothing for other lines.
fn leaders(text: &str) -> Option<String> {
    const FEWEST: usize = 4;
    if !text.contains("...") && !text.contains(". . .") {
        return None;
    }
    let mut start = 0;
    let mut dots = 0;
    let mut found = None;
    for (at, c) in text.char_indices() {
        match c {
            '.' | '…' => {
                if dots == 0 {
                    start = at;
                }
                dots += 1;
            }
            ' ' | '\t' if dots > 0 => {}
            _ => {
                if dots >= FEWEST {
                    found = Some((start, at));
                }
                dots = 0;
            }
        }
    }
    if dots >= FEWEST {
        found = Some((start, text.len()));
    }
    let (start, end) = found?;
    let (title, page) = (text[..start].trim_end(), text[end..].trim());
    if title.is_empty() || page.chars().count() > 8 {
        return None;
    }
    Some(if page.is_empty() { title.to_owned() } else { format!("{title}\t{page}") })
}

/// How many lines a page's footnotes may have.
const MOST_NOTE_LINES: usize = 150;

/// Finds the footnotes at the end of a page's text: smaller, or under a rule, the first beginning with a mark.
pub fn notes(lines: &mut Vec<Line>, rules: &[Rule], extent: (f32, f32)) {
    let body = body_size(lines);
    let end = lines.iter().rposition(|line| line.furniture != Furniture::Foot && line.kind != Kind::Foot);
    let Some(end) = end.map(|at| at + 1) else { return };
    let small = |line: &Line| line.size < 0.93 * body;
    let is_separator = |line: &Line| line.text.chars().count() >= 5 && line.text.chars().all(|c| c == '_');
    let mut start = None;
    // From the last line upwards, as long as the lines may be notes.
    for at in (0..end).rev().take(MOST_NOTE_LINES) {
        let line = &lines[at];
        if line.kind == Kind::Row || line.furniture == Furniture::Head || at == 0 {
            break;
        }
        if is_separator(line) {
            break;
        }
        let above = &lines[at - 1];
        let parted = is_separator(above)
            || rules.iter().any(|rule| {
                rule.base > line.base && rule.base < above.base && rule.right - rule.left < 0.45 * extent.0
            });
        let marked = note_mark(&line.text).is_some();
        if !small(line) && !parted && !lines[at..end].iter().any(|line| note_mark(&line.text).is_some()) {
            break;
        }
        if marked && (parted || small(line)) {
            start = Some(at);
        }
        if parted || !small(line) {
            break;
        }
    }
    let Some(start) = start else { return };
    if !lines[start..end].iter().all(|line| line.size <= lines[start].size * 1.1) {
        return;
    }
    for line in &mut lines[start..end] {
        line.kind = if note_mark(&line.text).is_some() { Kind::Note } else { Kind::NoteRest };
    }
    if is_separator(&lines[start - 1]) {
        lines.remove(start - 1);
    }
}

/// The size of most letters of a page.
pub fn body_size(lines: &[Line]) -> f32 {
    let mut counts: std::collections::BTreeMap<i32, usize> = std::collections::BTreeMap::new();
    for line in lines.iter().filter(|line| line.furniture == Furniture::No) {
        *counts.entry((line.size * 4.0).round() as i32).or_default() += line.text.len();
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map_or(10.0, |(size, _)| size as f32 / 4.0)
}

/// The mark with which a footnote begins, as plain characters.
pub fn note_mark(text: &str) -> Option<String> {
    let mut mark = String::new();
    for c in text.chars() {
        match c {
            '⁰' => mark.push('0'),
            '¹' => mark.push('1'),
            '²' => mark.push('2'),
            '³' => mark.push('3'),
            '⁴'..='⁹' => mark.extend(char::from_u32(c as u32 - '⁴' as u32 + '4' as u32)),
            '*' | '†' | '‡' => mark.push(c),
            'ᵃ' | 'ᵇ' | 'ᶜ' | 'ᵈ' | 'ᵉ' | 'ᶠ' | 'ᵍ' | 'ʰ' | 'ⁱ' => {
                let at = "ᵃᵇᶜᵈᵉᶠᵍʰⁱ".chars().position(|other| other == c).unwrap_or(0);
                mark.extend(char::from_u32('a' as u32 + at as u32));
            }
            _ => break,
        }
    }
    // A bar code's digits stand between asterisks; that is no note.
    let rest = text.trim_start_matches('*');
    let code = mark.starts_with('*') && rest.ends_with('*');
    (!mark.is_empty() && mark.chars().count() <= 4 && !code).then_some(mark)
}
