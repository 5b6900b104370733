//! Taking a content coding off while bytes arrive.
//!
//! Owns gzip and deflate. Refuses other codings, and bodies that grow without measure. Rule kept here: little comes in at
//! once and little goes out at once, so that no body, however it was made, takes much memory.

use std::io::{self, Write as _};

use bytes::{Buf as _, Bytes};
use flate2::write::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use haul_model::fault::Category;

use crate::trouble::Trouble;

/// Bytes taken in at once: at most about a thousand times as many come out.
const PIECE: usize = 1 << 10;

/// Plain bytes before their ratio is looked at: a small file may well be all zeros.
const FREE: u64 = 16 << 20;

/// Most plain bytes for one that came; text and tables stay far below.
const RATIO: u64 = 200;

/// A content coding at work.
#[derive(Debug)]
pub(crate) struct Decoder {
    stage: Stage,
    taken: u64,
    given: u64,
}

#[derive(Debug)]
enum Stage {
    Gzip(MultiGzDecoder<Vec<u8>>),
    /// `deflate` whose first bytes have not come yet: servers send it with and without the zlib frame.
    Unknown(Vec<u8>),
    Zlib(ZlibDecoder<Vec<u8>>),
    Raw(DeflateDecoder<Vec<u8>>),
}

/// The body is packed in a way that cannot be taken off.
pub(crate) fn unknown() -> Trouble {
    let message = "The server packed the file in a way that was not asked for. Download it without unpacking.";
    Trouble::new(Category::HttpEncoding, message)
}

impl Decoder {
    /// What takes this `Content-Encoding` off; `None` when there is none.
    ///
    /// A coding that was not asked for is [`Category::HttpEncoding`].
    pub(crate) fn of(content_encoding: Option<&str>) -> Result<Option<Self>, Trouble> {
        let coding = content_encoding.unwrap_or_default().trim().to_ascii_lowercase();
        let stage = match coding.as_str() {
            "" | "identity" => return Ok(None),
            "gzip" | "x-gzip" => Stage::Gzip(MultiGzDecoder::new(Vec::new())),
            "deflate" => Stage::Unknown(Vec::new()),
            _ => return Err(unknown()),
        };
        Ok(Some(Self { stage, taken: 0, given: 0 }))
    }

    /// Takes a piece from the front of `coded` and gives what it stands for, which may be nothing; `None` when `coded` is
    /// empty.
    pub(crate) fn next(&mut self, coded: &mut Bytes) -> Result<Option<Bytes>, Trouble> {
        if coded.is_empty() {
            return Ok(None);
        }
        let piece = &coded[..coded.len().min(PIECE)];
        let length = piece.len();
        let plain = self.stage.push(piece).map_err(|error| damaged(&error))?;
        coded.advance(length);
        self.count(length, plain).map(Some)
    }

    /// Ends the body and gives the rest of it. A coding that does not end properly is a body that was cut.
    pub(crate) fn finish(mut self) -> Result<Bytes, Trouble> {
        let stage = std::mem::replace(&mut self.stage, Stage::Unknown(Vec::new()));
        let plain = stage
            .finish()
            .map_err(|_| Trouble::new(Category::NetTruncated, "The server ended the packed file early."))?;
        self.count(0, plain)
    }

    fn count(&mut self, taken: usize, plain: Vec<u8>) -> Result<Bytes, Trouble> {
        self.taken += taken as u64;
        self.given += plain.len() as u64;
        if self.given > FREE && self.given > self.taken.saturating_mul(RATIO) {
            let message = "The packed file unpacks to far more than a file should, as if made to fill the disk. \
                           Download it without unpacking.";
            return Err(Trouble::new(Category::Policy, message));
        }
        Ok(plain.into())
    }
}

impl Stage {
    fn push(&mut self, piece: &[u8]) -> io::Result<Vec<u8>> {
        match self {
            Self::Gzip(decoder) => decoder.write_all(piece).map(|()| std::mem::take(decoder.get_mut())),
            Self::Zlib(decoder) => decoder.write_all(piece).map(|()| std::mem::take(decoder.get_mut())),
            Self::Raw(decoder) => decoder.write_all(piece).map(|()| std::mem::take(decoder.get_mut())),
            Self::Unknown(begun) => {
                begun.extend_from_slice(piece);
                if begun.len() < 2 {
                    return Ok(Vec::new());
                }
                let begun = std::mem::take(begun);
                *self = if has_zlib_frame(&begun) {
                    Self::Zlib(ZlibDecoder::new(Vec::new()))
                } else {
                    Self::Raw(DeflateDecoder::new(Vec::new()))
                };
                self.push(&begun)
            }
        }
    }

    fn finish(self) -> io::Result<Vec<u8>> {
        match self {
            Self::Gzip(decoder) => decoder.finish(),
            Self::Zlib(decoder) => decoder.finish(),
            Self::Raw(decoder) => decoder.finish(),
            Self::Unknown(_) => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }
}

/// RFC 1950: method 8, and the first two bytes are a multiple of 31.
fn has_zlib_frame(begun: &[u8]) -> bool {
    matches!(begun, [first, second, ..] if first & 0x0f == 8 && u16::from_be_bytes([*first, *second]) % 31 == 0)
}

fn damaged(error: &io::Error) -> Trouble {
    let message = format!("The packed file is damaged ({error}). Download it without unpacking, or ask its owner.");
    Trouble::new(Category::HttpEncoding, message)
}

#[cfg(test)]
mod tests {
    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    fn content() -> Vec<u8> {
        (0..200_000_u32).flat_map(|number| (number / 7).to_le_bytes()).collect()
    }

    fn gzip(plain: &[u8]) -> anyhow::Result<Vec<u8>> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(plain)?;
        Ok(encoder.finish()?)
    }

    fn decoded(coding: &str, coded: &[u8], piece: usize) -> Result<Vec<u8>, Trouble> {
        let mut decoder = Decoder::of(Some(coding))?.expect("a coding");
        let mut plain = Vec::new();
        for piece in coded.chunks(piece) {
            let mut piece = Bytes::copy_from_slice(piece);
            while let Some(more) = decoder.next(&mut piece)? {
                plain.extend_from_slice(&more);
            }
        }
        plain.extend_from_slice(&decoder.finish()?);
        Ok(plain)
    }

    #[test]
    fn m089_gzip_and_both_kinds_of_deflate_come_off_however_they_are_cut() -> anyhow::Result<()> {
        let plain = content();
        let (mut zlib, mut raw) = (
            ZlibEncoder::new(Vec::new(), Compression::default()),
            DeflateEncoder::new(Vec::new(), Compression::default()),
        );
        zlib.write_all(&plain)?;
        raw.write_all(&plain)?;
        let coded = [
            ("gzip", gzip(&plain)?),
            ("X-GZIP", gzip(&plain)?),
            ("deflate", zlib.finish()?),
            ("deflate", raw.finish()?),
        ];
        for (coding, coded) in coded {
            for piece in [1, 1000, coded.len()] {
                let found = decoded(coding, &coded, piece).map_err(|trouble| anyhow::anyhow!(trouble.message))?;
                assert!(found == plain, "{coding} in pieces of {piece}");
            }
        }
        Ok(())
    }

    #[test]
    fn several_members_of_gzip_are_one_file() -> anyhow::Result<()> {
        let coded = [gzip(b"first ")?, gzip(b"second")?].concat();
        assert_eq!(decoded("gzip", &coded, 5).map_err(|trouble| trouble.message), Ok(b"first second".to_vec()));
        Ok(())
    }

    #[test]
    fn a_body_that_was_cut_or_damaged_is_never_whole() -> anyhow::Result<()> {
        let coded = gzip(&content())?;
        let cut = decoded("gzip", &coded[..coded.len() - 5], 1000).expect_err("it was cut");
        assert_eq!(cut.category, Category::NetTruncated);
        let mut damaged = coded.clone();
        let middle = damaged.len() / 2;
        damaged[middle] ^= 0xff;
        damaged[middle + 1] ^= 0xff;
        assert!(decoded("gzip", &damaged, 1000).is_err());
        assert_eq!(decoded("gzip", b"plain text", 1000).expect_err("no gzip").category, Category::HttpEncoding);
        Ok(())
    }

    #[test]
    fn f041_a_bomb_is_refused_before_it_fills_memory_or_disk() -> anyhow::Result<()> {
        let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
        for _ in 0..64 {
            bomb.write_all(&vec![0; 1 << 20])?;
        }
        let bomb = bomb.finish()?;
        let mut decoder = Decoder::of(Some("gzip")).ok().flatten().expect("gzip");
        let (mut coded, mut given, mut largest) = (Bytes::from(bomb), 0, 0);
        let refused = loop {
            match decoder.next(&mut coded) {
                Ok(Some(plain)) => {
                    given += plain.len() as u64;
                    largest = largest.max(plain.len());
                }
                Ok(None) => anyhow::bail!("the bomb went through"),
                Err(trouble) => break trouble,
            }
        };
        assert_eq!(refused.category, Category::Policy);
        assert!(given <= FREE, "{given}");
        assert!(largest < 2 << 20, "{largest}");
        Ok(())
    }

    #[test]
    fn only_what_was_asked_for_is_taken_off() {
        assert!(Decoder::of(None).is_ok_and(|decoder| decoder.is_none()));
        assert!(Decoder::of(Some(" Identity ")).is_ok_and(|decoder| decoder.is_none()));
        for coding in ["br", "zstd", "gzip, gzip"] {
            assert_eq!(Decoder::of(Some(coding)).expect_err(coding).category, Category::HttpEncoding);
        }
    }
}
