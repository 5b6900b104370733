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

/// Hands everything of the file from `from` on to `take`, piece by piece; blocks. `go_on` is asked after every piece;
/// false when it said no.
pub(crate) fn read_from(
    file: &File,
    from: u64,
    mut take: impl FnMut(&[u8]),
    go_on: impl Fn() -> bool,
) -> io::Result<bool> {
    let mut block = vec![0; BLOCK];
    let mut offset = from;
    loop {
        let read = match file.read_at(&mut block, offset) {
            Ok(0) => return Ok(true),
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        take(&block[..read]);
        offset += read as u64;
        if !go_on() {
            return Ok(false);
        }
    }
}

/// A hash function at work.
pub(crate) struct Hasher {
    algorithm: Algorithm,
    function: Function,
}

/// BLAKE3 has an interface of its own.
enum Function {
    Classic(Box<dyn DynDigest + Send>),
    Blake3(Box<blake3::Hasher>),
}

impl Hasher {
    pub(crate) fn new(algorithm: Algorithm) -> Self {
        let function = match algorithm {
            Algorithm::Md5 => Function::Classic(Box::<md5::Md5>::default()),
            Algorithm::Sha1 => Function::Classic(Box::<sha1::Sha1>::default()),
            Algorithm::Sha224 => Function::Classic(Box::<sha2::Sha224>::default()),
            Algorithm::Sha256 => Function::Classic(Box::<sha2::Sha256>::default()),
            Algorithm::Sha384 => Function::Classic(Box::<sha2::Sha384>::default()),
            Algorithm::Sha512 => Function::Classic(Box::<sha2::Sha512>::default()),
            Algorithm::Blake3 => Function::Blake3(Box::default()),
        };
        Self { algorithm, function }
    }

    pub(crate) const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) {
        match &mut self.function {
            Function::Classic(hasher) => hasher.update(bytes),
            Function::Blake3(hasher) => {
                hasher.update(bytes);
            }
        }
    }

    pub(crate) fn finish(self) -> Digest {
        let bytes = match self.function {
            Function::Classic(hasher) => hasher.finalize().into_vec(),
            Function::Blake3(hasher) => hasher.finalize().as_bytes().to_vec(),
        };
        Digest::new(self.algorithm, bytes).expect("a hash function makes as many bytes as its algorithm has")
    }
}

impl std::fmt::Debug for Hasher {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("Hasher").field(&self.algorithm).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m098_every_algorithm_gives_its_published_value_for_abc() -> anyhow::Result<()> {
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
            let mut hasher = Hasher::new(expected.algorithm());
            hasher.update(b"ab");
            hasher.update(b"c");
            assert_eq!(hasher.finish(), expected);
        }
        Ok(())
    }
}
