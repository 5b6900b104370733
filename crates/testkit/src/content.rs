//! The bytes that travel in tests.
//!
//! Owns nothing but two functions. Rule kept here: the same seed gives the same bytes on every machine, and a
//! longer run with the same seed begins with the shorter one.

use sha2::{Digest, Sha256};

/// Gives `len` pseudo-random bytes that depend on `seed` alone.
///
/// They do not repeat within any length a test would use, so a block in the wrong place is always seen.
pub fn bytes(seed: u64, len: usize) -> Vec<u8> {
    let mut state = seed.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut content = Vec::with_capacity(len + 8);
    while content.len() < len {
        content.extend_from_slice(&scrambled(&mut state).to_le_bytes());
    }
    content.truncate(len);
    content
}

/// Gives the SHA-256 of `content` in lower-case hexadecimal.
pub fn sha256_hex(content: &[u8]) -> String {
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}

// SplitMix64.
fn scrambled(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_bytes_and_another_seed_does_not() {
        assert_eq!(bytes(7, 1001), bytes(7, 1001));
        assert_eq!(bytes(7, 100), bytes(7, 1001)[..100]);
        assert_ne!(bytes(7, 1001), bytes(8, 1001));
    }

    #[test]
    fn a_digest_is_the_published_one() {
        assert_eq!(sha256_hex(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
