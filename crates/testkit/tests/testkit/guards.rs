//! A guarded file, asked for by a client we did not write.

use anyhow::Result;
use haul_testkit::{DigestHash, Guard, Origin, Resource, bytes};

use crate::proxies::curl;

fn statuses(origin: &Origin) -> Vec<Option<u16>> {
    origin.requests().iter().map(|request| request.status).collect()
}

#[test]
fn curl_gets_through_every_guard_with_the_password_and_through_none_without() -> Result<()> {
    let file = bytes(1, 10_000);
    let guards = [
        Guard::basic("pia", "secret"),
        Guard::digest("pia", "secret", DigestHash::Md5),
        Guard::digest("pia", "secret", DigestHash::Sha256),
    ];
    for guard in guards {
        let origin = Origin::serving(guard.admitting(&file)).start_blocking()?;
        assert_eq!(curl(&["--anyauth", "-u", "pia:secret", &origin.url_of("/a?b=c,d")])?, file);
        assert_eq!(statuses(&origin), [Some(401), Some(200)]);
        assert_eq!(curl(&["--anyauth", "-u", "pia:wrong", &origin.url()])?, b"who are you?");
        assert_eq!(curl(&[&origin.url()])?, b"who are you?");
    }
    Ok(())
}

#[test]
fn a_stale_nonce_costs_curl_one_more_round() -> Result<()> {
    let guard = Guard::digest("pia", "secret", DigestHash::Sha256).renewing_its_nonce_after(1);
    let origin = Origin::serving(guard.admitting("file"))
        .at("/from", guard.admitting(Resource::redirect(302, "/to")))
        .start_blocking()?;
    assert_eq!(curl(&["-L", "--digest", "-u", "pia:secret", &origin.url_of("/from")])?, b"file");
    assert_eq!(statuses(&origin), [Some(401), Some(302), Some(401), Some(200)]);
    assert!(origin.requests()[2].mentions("nc=00000002"), "the second use of the nonce was the stale one");
    Ok(())
}
