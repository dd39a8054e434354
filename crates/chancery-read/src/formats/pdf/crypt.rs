//! Reading what is enciphered with the empty password, as many offices send their files: readable by all, locked for changes.
//!
//! Only the ciphers of ISO 32000-1 (RC4 and AES with 128 bits) are read; nothing is ever enciphered here.

use super::{
    file::File,
    lexer::{Dict, Object},
};

/// What is to be deciphered.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Cipher {
    /// A string.
    String,
    /// A stream.
    Stream,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Method {
    None,
    Rc4,
    Aes,
}

/// The key of a file.
pub struct Crypt {
    key: Vec<u8>,
    strings: Method,
    streams: Method,
}

const PADDING: [u8; 32] = [
    0x28, 0xbf, 0x4e, 0x5e, 0x4e, 0x75, 0x8a, 0x41, 0x64, 0x00, 0x4e, 0x56, 0xff, 0xfa, 0x01, 0x08, 0x2e, 0x2e, 0x00,
    0xb6, 0xd0, 0x68, 0x3e, 0x80, 0x2f, 0x0c, 0xa9, 0xfe, 0x64, 0x53, 0x69, 0x7a,
];

impl Crypt {
    /// The key that the empty password opens; none if it does not, or if the cipher is another.
    pub fn new(file: &File<'_>, dict: &Dict, id: &[u8]) -> Option<Crypt> {
        if file.get(dict, b"Filter")?.name()? != b"Standard" {
            return None;
        }
        let version = file.number(dict, b"V").unwrap_or(0.0) as u32;
        let revision = file.number(dict, b"R").unwrap_or(0.0) as u32;
        if !(1..=4).contains(&version) || !(2..=4).contains(&revision) {
            return None;
        }
        let string = |key| match file.get(dict, key) {
            Some(Object::String(bytes)) => Some(bytes),
            _ => None,
        };
        let owner = string(b"O")?;
        let user = string(b"U")?;
        let permissions = file.number(dict, b"P")? as i64 as u32;
        let length = match version {
            1 => 5,
            4 => 16,
            _ => ((file.number(dict, b"Length").unwrap_or(40.0) as usize) / 8).clamp(5, 16),
        };
        let method = |key: &[u8]| {
            if version < 4 {
                return Some(Method::Rc4);
            }
            let name = file.get(dict, key);
            let name = name.as_ref().and_then(Object::name).unwrap_or(b"Identity");
            if name == b"Identity" {
                return Some(Method::None);
            }
            let filter = file.dict_at(&file.dict_at(dict, b"CF")?, name)?;
            match file.get(&filter, b"CFM")?.name()? {
                b"None" => Some(Method::None),
                b"V2" => Some(Method::Rc4),
                b"AESV2" => Some(Method::Aes),
                _ => None,
            }
        };
        let mut seed = PADDING.to_vec();
        seed.extend_from_slice(owner.get(..32)?);
        seed.extend_from_slice(&permissions.to_le_bytes());
        seed.extend_from_slice(id);
        let open = matches!(file.get(dict, b"EncryptMetadata"), Some(Object::Bool(false)));
        if revision >= 4 && open {
            seed.extend_from_slice(&[0xff; 4]);
        }
        let mut key = md5(&seed).to_vec();
        if revision >= 3 {
            for _ in 0..50 {
                key = md5(&key[..length]).to_vec();
            }
        }
        key.truncate(length);
        // Whether the key is right: the padding, or its digest, enciphered with it.
        let right = if revision == 2 {
            rc4(&key, &PADDING) == user.get(..32)?
        } else {
            let mut seed = PADDING.to_vec();
            seed.extend_from_slice(id);
            let mut proof = rc4(&key, &md5(&seed));
            for turn in 1..20u8 {
                let turned: Vec<u8> = key.iter().map(|byte| byte ^ turn).collect();
                proof = rc4(&turned, &proof);
            }
            proof == user.get(..16)?
        };
        if !right {
            return None;
        }
        Some(Crypt { key, strings: method(b"StrF")?, streams: method(b"StmF")? })
    }

    /// The bytes of an object, deciphered.
    pub fn decipher(&self, data: &[u8], id: (u32, u16), what: Cipher) -> Vec<u8> {
        let method = if what == Cipher::String { self.strings } else { self.streams };
        if method == Method::None {
            return data.to_vec();
        }
        let mut seed = self.key.clone();
        seed.extend_from_slice(&id.0.to_le_bytes()[..3]);
        seed.extend_from_slice(&id.1.to_le_bytes());
        if method == Method::Aes {
            seed.extend_from_slice(b"sAlT");
        }
        let key = &md5(&seed)[..(self.key.len() + 5).min(16)];
        match (method, <&[u8; 16]>::try_from(key)) {
            (Method::Aes, Ok(key)) => aes_cbc(key, data),
            (Method::Aes, Err(_)) => Vec::new(),
            _ => rc4(key, data),
        }
    }
}

/// RC4 is its own inverse.
fn rc4(key: &[u8], data: &[u8]) -> Vec<u8> {
    let mut state: [u8; 256] = std::array::from_fn(|at| at as u8);
    let mut other = 0u8;
    for at in 0..256 {
        other = other.wrapping_add(state[at]).wrapping_add(key[at % key.len().max(1)]);
        state.swap(at, usize::from(other));
    }
    let (mut i, mut j) = (0u8, 0u8);
    data.iter()
        .map(|byte| {
            i = i.wrapping_add(1);
            j = j.wrapping_add(state[usize::from(i)]);
            state.swap(usize::from(i), usize::from(j));
            byte ^ state[usize::from(state[usize::from(i)].wrapping_add(state[usize::from(j)]))]
        })
        .collect()
}

/// MD5 (RFC 1321), which the format's keys are made with.
fn md5(data: &[u8]) -> [u8; 16] {
    const TURNS: [[u32; 4]; 4] = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];
    let mut message = data.to_vec();
    message.push(0x80);
    while message.len() % 64 != 56 {
        message.push(0);
    }
    message.extend_from_slice(&(data.len() as u64).wrapping_mul(8).to_le_bytes());
    let mut state = [0x6745_2301u32, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];
    for block in message.chunks_exact(64) {
        let word =
            |at: usize| u32::from_le_bytes([block[at * 4], block[at * 4 + 1], block[at * 4 + 2], block[at * 4 + 3]]);
        let [mut a, mut b, mut c, mut d] = state;
        for step in 0..64 {
            let (mixed, at) = match step / 16 {
                0 => ((b & c) | (!b & d), step),
                1 => ((d & b) | (!d & c), (5 * step + 1) % 16),
                2 => (b ^ c ^ d, (3 * step + 5) % 16),
                _ => (c ^ (b | !d), (7 * step) % 16),
            };
            let constant = (f64::from(step as u32 + 1).sin().abs() * 4_294_967_296.0) as u32;
            let sum = a.wrapping_add(mixed).wrapping_add(constant).wrapping_add(word(at));
            a = d;
            d = c;
            c = b;
            b = b.wrapping_add(sum.rotate_left(TURNS[step / 16][step % 4]));
        }
        for (sum, part) in state.iter_mut().zip([a, b, c, d]) {
            *sum = sum.wrapping_add(part);
        }
    }
    let mut digest = [0; 16];
    for (out, word) in digest.chunks_exact_mut(4).zip(state) {
        out.copy_from_slice(&word.to_le_bytes());
    }
    digest
}

/// A product in the field of AES.
fn times(mut a: u8, mut b: u8) -> u8 {
    let mut product = 0;
    while b != 0 {
        if b & 1 != 0 {
            product ^= a;
        }
        a = (a << 1) ^ if a & 0x80 != 0 { 0x1b } else { 0 };
        b >>= 1;
    }
    product
}

/// The substitution of AES and its inverse, reckoned from the field instead of written down.
fn boxes() -> ([u8; 256], [u8; 256]) {
    let mut forward = [0u8; 256];
    let mut inverse = [0u8; 256];
    let (mut p, mut q) = (1u8, 1u8);
    loop {
        p = times(p, 3);
        q = times(q, 0xf6);
        let value = q ^ q.rotate_left(1) ^ q.rotate_left(2) ^ q.rotate_left(3) ^ q.rotate_left(4) ^ 0x63;
        forward[usize::from(p)] = value;
        inverse[usize::from(value)] = p;
        if p == 1 {
            break;
        }
    }
    forward[0] = 0x63;
    inverse[0x63] = 0;
    (forward, inverse)
}

/// AES with 128 bits in chained blocks, the first block being the start value and the last byte saying how many to drop.
fn aes_cbc(key: &[u8; 16], data: &[u8]) -> Vec<u8> {
    let (forward, inverse) = boxes();
    let mut keys = [[0u8; 4]; 44];
    for (word, bytes) in keys.iter_mut().zip(key.chunks_exact(4)) {
        word.copy_from_slice(bytes);
    }
    let mut round = 1u8;
    for at in 4..44 {
        let mut word = keys[at - 1];
        if at % 4 == 0 {
            word = [word[1], word[2], word[3], word[0]].map(|byte| forward[usize::from(byte)]);
            word[0] ^= round;
            round = times(round, 2);
        }
        keys[at] = std::array::from_fn(|i| keys[at - 4][i] ^ word[i]);
    }
    let product = |factor: u8| -> [u8; 256] { std::array::from_fn(|byte| times(byte as u8, factor)) };
    let (p9, p11, p13, p14) = (product(9), product(11), product(13), product(14));
    let mut out = Vec::with_capacity(data.len());
    let mut before = data.get(..16).unwrap_or_default();
    for block in data.chunks_exact(16).skip(1) {
        let mut state: [u8; 16] = std::array::from_fn(|at| block[at] ^ keys[40 + at / 4][at % 4]);
        for turn in (0..10).rev() {
            // Rows move to the right, each by its number.
            let moved: [u8; 16] = std::array::from_fn(|at| state[(at + 16 - 4 * (at % 4)) % 16]);
            state = std::array::from_fn(|at| inverse[usize::from(moved[at])] ^ keys[turn * 4 + at / 4][at % 4]);
            if turn > 0 {
                let mixed = |at: usize| {
                    let column = at / 4 * 4;
                    let byte = |row: usize| usize::from(state[column + (at + row) % 4]);
                    p14[byte(0)] ^ p11[byte(1)] ^ p13[byte(2)] ^ p9[byte(3)]
                };
                state = std::array::from_fn(mixed);
            }
        }
        out.extend(state.iter().zip(before).map(|(byte, chained)| byte ^ chained));
        before = block;
    }
    if let Some(drop @ 1..=16) = out.last().map(|last| usize::from(*last)) {
        out.truncate(out.len() - drop);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_and_ciphers_are_the_known_ones() {
        assert_eq!(md5(b"abc")[..4], [0x90, 0x01, 0x50, 0x98]);
        assert_eq!(rc4(b"Key", b"Plaintext")[..4], [0xbb, 0xf3, 0x16, 0xe8]);
        // FIPS 197, appendix C.1, behind a start value of zeros and with a block of padding after it.
        let key: [u8; 16] = std::array::from_fn(|at| at as u8);
        let block = [0x69, 0xc4, 0xe0, 0xd8, 0x6a, 0x7b, 0x04, 0x30, 0xd8, 0xcd, 0xb7, 0x80, 0x70, 0xb4, 0xc5, 0x5a];
        let data = [[0; 16], block].concat();
        let plain = aes_cbc(&key, &data);
        assert_eq!(plain[..4], [0x00, 0x11, 0x22, 0x33]);
    }
}
