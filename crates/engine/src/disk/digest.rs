//! Digests of files.
//!
//! Owns the hash functions. Refuses to judge: whoever asked compares.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;

use digest::DynDigest;
use haul_model::digest::{Algorithm, Digest};

/// Bytes read at once.
const BLOCK: usize = 256 << 10;

/// Reads the whole file and computes its digest; blocks. `go_on` is asked after every block; `None` when it said no.
pub(crate) fn digest_of(file: &File, algorithm: Algorithm, go_on: impl Fn() -> bool) -> io::Result<Option<Digest>> {
    let mut hasher = Hasher::new(algorithm);
    let mut block = vec![0; BLOCK];
    let mut offset = 0;
    loop {
        let read = file.read_at(&mut block, offset)?;
        if read == 0 {
            break;
        }
        hasher.update(&block[..read]);
        offset += read as u64;
        if !go_on() {
            return Ok(None);
        }
    }
    Digest::new(algorithm, hasher.finish()).map(Some).map_err(io::Error::other)
}

/// A hash function at work. BLAKE3 has an interface of its own.
enum Hasher {
    Classic(Box<dyn DynDigest>),
    Blake3(Box<blake3::Hasher>),
}

impl Hasher {
    fn new(algorithm: Algorithm) -> Self {
        match algorithm {
            Algorithm::Md5 => Self::Classic(Box::<md5::Md5>::default()),
            Algorithm::Sha1 => Self::Classic(Box::<sha1::Sha1>::default()),
            Algorithm::Sha224 => Self::Classic(Box::<sha2::Sha224>::default()),
            Algorithm::Sha256 => Self::Classic(Box::<sha2::Sha256>::default()),
            Algorithm::Sha384 => Self::Classic(Box::<sha2::Sha384>::default()),
            Algorithm::Sha512 => Self::Classic(Box::<sha2::Sha512>::default()),
            Algorithm::Blake3 => Self::Blake3(Box::default()),
        }
    }

    fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Classic(hasher) => hasher.update(bytes),
            Self::Blake3(hasher) => {
                hasher.update(bytes);
            }
        }
    }

    fn finish(self) -> Vec<u8> {
        match self {
            Self::Classic(hasher) => hasher.finalize().into_vec(),
            Self::Blake3(hasher) => hasher.finalize().as_bytes().to_vec(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m098_every_algorithm_gives_its_published_value_for_abc() -> anyhow::Result<()> {
        let place = tempfile::tempdir()?;
        std::fs::write(place.path().join("abc"), "abc")?;
        let file = File::open(place.path().join("abc"))?;
        for published in [
            "md5=900150983cd24fb0d6963f7d28e17f72",
            "sha-1=a9993e364706816aba3e25717850c26c9cd0d89d",
            "sha-224=23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7",
            "sha-256=ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            "sha-384=cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
            "sha-512=ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
            "blake3=6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85",
        ] {
            let expected: Digest = published.parse()?;
            assert_eq!(digest_of(&file, expected.algorithm(), || true)?, Some(expected));
        }
        Ok(())
    }
}
