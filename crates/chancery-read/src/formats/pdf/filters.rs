//! Taking the packing off a stream. Every filter stops at a bound of bytes, so that a small file cannot fill the memory.

use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};

use super::lexer::{hex, is_space};

/// What a predictor needs to know.
pub struct Predictor {
    /// Which it is: 1 none, 2 differences of samples, from 10 on those of PNG.
    pub kind: u32,
    /// Samples of a pixel.
    pub colors: usize,
    /// Bits of a sample.
    pub bits: usize,
    /// Pixels of a row.
    pub columns: usize,
}

/// Deflate, with or without the head of zlib. What was unpacked before an error counts.
pub fn flate(data: &[u8], most: usize) -> Vec<u8> {
    let out = read_up_to(ZlibDecoder::new(data), most);
    if !out.is_empty() || data.is_empty() {
        return out;
    }
    // The head is damaged or missing.
    let bare = data.get(2..).map(|rest| read_up_to(DeflateDecoder::new(rest), most)).unwrap_or_default();
    if bare.is_empty() { read_up_to(DeflateDecoder::new(data), most) } else { bare }
}

fn read_up_to(mut reader: impl Read, most: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut chunk = vec![0u8; 32 * 1024];
    while out.len() < most {
        match reader.read(&mut chunk) {
            Ok(0) | Err(_) => break,
            Ok(n) => out.extend_from_slice(&chunk[..n.min(most - out.len())]),
        }
    }
    out
}

/// Lempel-Ziv-Welch with codes of nine to twelve bits.
pub fn lzw(data: &[u8], early: bool, most: usize) -> Vec<u8> {
    const CLEAR: usize = 256;
    const END: usize = 257;
    let mut out: Vec<u8> = Vec::new();
    // Each code as the place and length of its bytes in what was put out.
    let mut table: Vec<(usize, usize)> = Vec::new();
    let mut width = 9;
    let mut bits = 0u32;
    let mut held = 0;
    let mut before: Option<(usize, usize)> = None;
    for byte in data {
        bits = bits << 8 | u32::from(*byte);
        held += 8;
        if held < width {
            continue;
        }
        held -= width;
        let code = (bits >> held) as usize & ((1 << width) - 1);
        if code == END || out.len() >= most {
            break;
        }
        if code == CLEAR {
            table.clear();
            width = 9;
            before = None;
            continue;
        }
        let start = out.len();
        if code < 256 {
            out.push(code as u8);
        } else if let Some((from, length)) = table.get(code - 258).copied() {
            out.extend_from_within(from..from + length);
        } else if let (Some((from, length)), true) = (before, code - 258 == table.len()) {
            out.extend_from_within(from..from + length);
            out.extend_from_within(from..=from);
        } else {
            break;
        }
        if let Some((from, length)) = before
            && table.len() < 4096 - 258
        {
            table.push((from, length + 1));
        }
        before = Some((start, out.len() - start));
        width = match table.len() + 258 + usize::from(early) {
            0..=511 => 9,
            512..=1023 => 10,
            1024..=2047 => 11,
            _ => 12,
        };
    }
    out.truncate(most);
    out
}

/// ASCII85.
pub fn ascii85(data: &[u8], most: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut group = [0u32; 5];
    let mut held = 0;
    for byte in data.iter().copied() {
        if out.len() >= most {
            break;
        }
        match byte {
            b'z' if held == 0 => out.extend([0; 4]),
            b'!'..=b'u' => {
                group[held] = u32::from(byte - b'!');
                held += 1;
                if held == 5 {
                    let value = group.iter().fold(0u32, |sum, digit| sum.wrapping_mul(85).wrapping_add(*digit));
                    out.extend(value.to_be_bytes());
                    held = 0;
                }
            }
            b'~' => break,
            _ => {}
        }
    }
    if held > 1 {
        group[held..].fill(84);
        let value = group.iter().fold(0u32, |sum, digit| sum.wrapping_mul(85).wrapping_add(*digit));
        out.extend(&value.to_be_bytes()[..held - 1]);
    }
    out
}

/// Hexadecimal digits.
pub fn ascii_hex(data: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> =
        data.iter().take_while(|b| **b != b'>').filter(|b| !is_space(**b)).filter_map(|b| hex(*b)).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect()
}

/// Lengths of runs.
pub fn run_length(data: &[u8], most: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(length) = data.get(at).copied() {
        at += 1;
        if length == 128 || out.len() >= most {
            break;
        }
        if length < 128 {
            let end = (at + usize::from(length) + 1).min(data.len());
            out.extend_from_slice(&data[at..end]);
            at = end;
        } else if let Some(byte) = data.get(at) {
            out.resize(out.len() + 257 - usize::from(length), *byte);
            at += 1;
        }
    }
    out.truncate(most);
    out
}

/// Undoes a predictor.
pub fn predict(data: Vec<u8>, predictor: &Predictor) -> Vec<u8> {
    let sample = predictor.colors.saturating_mul(predictor.bits);
    let pixel = sample.div_ceil(8).max(1);
    let row = sample.saturating_mul(predictor.columns).div_ceil(8);
    if predictor.kind < 2 || row == 0 || row > 1 << 24 {
        return data;
    }
    if predictor.kind == 2 {
        // Only whole bytes: what text needs (cross-reference streams) is never packed otherwise.
        let mut data = data;
        if predictor.bits == 8 {
            for line in data.chunks_mut(row) {
                for at in pixel..line.len() {
                    line[at] = line[at].wrapping_add(line[at - pixel]);
                }
            }
        }
        return data;
    }
    let mut out: Vec<u8> = Vec::with_capacity(data.len());
    let mut above = vec![0u8; row];
    for line in data.chunks(row + 1) {
        let Some((kind, packed)) = line.split_first() else { break };
        let mut now = packed.to_vec();
        now.resize(row, 0);
        for at in 0..row {
            let left = if at >= pixel { now[at - pixel] } else { 0 };
            let up = above[at];
            let corner = if at >= pixel { above[at - pixel] } else { 0 };
            let guess = match kind {
                1 => left,
                2 => up,
                3 => ((u16::from(left) + u16::from(up)) / 2) as u8,
                4 => paeth(left, up, corner),
                _ => 0,
            };
            now[at] = now[at].wrapping_add(guess);
        }
        out.extend_from_slice(&now[..packed.len().min(row)]);
        above = now;
    }
    out
}

fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let (a, b, c) = (i32::from(left), i32::from(up), i32::from(corner));
    let guess = a + b - c;
    let (da, db, dc) = ((guess - a).abs(), (guess - b).abs(), (guess - c).abs());
    if da <= db && da <= dc {
        left
    } else if db <= dc {
        up
    } else {
        corner
    }
}
