//! What the server does when the rest of the file is asked for.
//!
//! Owns the rows of the comparison and the two versions of the file. Rule kept here: without a range every server gives
//! a whole file, so whoever begins anew can succeed.

use std::io::Write as _;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};
use haul_testkit::{Point, Ranges, Recorded, Resource, Stop, bytes};

/// Length of the file.
pub(crate) const SIZE: usize = 4 << 20;

/// Bytes of it that are there when it is resumed.
pub(crate) const KEPT: usize = 1 << 20;

const OLD_TAG: &str = "\"old\"";

/// How often a comparison begins.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Run {
    /// With the first bytes on disk.
    Resumed,
    /// With nothing, over four connections.
    FreshInFour,
}

/// A row of the comparison.
pub(crate) struct Behaviour {
    pub(crate) name: &'static str,
    pub(crate) run: Run,
    /// What it serves before the interruption.
    pub(crate) first: Resource,
    /// What it serves afterwards.
    pub(crate) then: Resource,
    /// Every version that a right file may have.
    pub(crate) versions: Vec<Vec<u8>>,
}

/// The file as it was.
pub(crate) fn old() -> Vec<u8> {
    bytes(1, SIZE)
}

/// Every row, in the order of the table.
pub(crate) fn behaviours() -> Result<Vec<Behaviour>> {
    let (old, new, longer) = (old(), bytes(2, SIZE), bytes(2, SIZE + (64 << 10)));
    let file = |content: &[u8]| tagged(content, if content == old { OLD_TAG } else { "\"new\"" });
    let partly = |ranges| file(&old).ranges(ranges);
    let page = Resource::new("<h1>Please sign in</h1>".repeat(100)).without_etag().content_type("text/html");
    let for_a_part = |part: Resource| by_range(part, file(&old));
    Ok(vec![
        row("correct 206", file(&old)),
        row("206 from byte 0", by_range(partly(Ranges::FromZero), file(&old))),
        row("206 one byte late", partly(Ranges::Shifted(1))),
        row("206 one byte early", partly(Ranges::Shifted(-1))),
        row("206 without Content-Range", partly(Ranges::Unlabelled)),
        row("206 as multipart", partly(Ranges::Multipart)),
        row("206, content and ETag changed", file(&new).ranges(Ranges::Blind)),
        row("206, content and total changed", file(&longer).ranges(Ranges::Blind)),
        row("200 with new content", file(&new).ranges(Ranges::Ignored)),
        row("200 with a login page", page.ranges(Ranges::Ignored)),
        row("416 with the size", partly(Ranges::Refused)),
        row("416 without a size", partly(Ranges::RefusedWithoutSize)),
        row("gzip-coded 206", for_a_part(packed_rest(&old)?)),
        row("body cut in half", for_a_part(file(&old).dropping_after((SIZE - KEPT) as u64 / 2))),
        Behaviour {
            name: "fresh run over four connections, later ones meet another version",
            run: Run::FreshInFour,
            ..row("", Resource::decided_by(mixed(file(&old), file(&new))))
        },
    ])
}

fn row(name: &'static str, then: Resource) -> Behaviour {
    let old = old();
    let first = tagged(&old, OLD_TAG).stopping(Point::AfterBytes(KEPT as u64), Stop::Stall);
    let versions = vec![old, bytes(2, SIZE), bytes(2, SIZE + (64 << 10))];
    Behaviour { name, run: Run::Resumed, first, then, versions }
}

fn tagged(content: &[u8], tag: &str) -> Resource {
    Resource::new(content).etag(tag).content_type("application/octet-stream")
}

fn by_range(part: Resource, whole: Resource) -> Resource {
    Resource::decided_by(move |request| if request.range().is_some() { part.clone() } else { whole.clone() })
}

/// The first answer is of one version and slow enough for others to begin; they get the other.
fn mixed(first: Resource, later: Resource) -> impl Fn(&Recorded) -> Resource {
    move |request| {
        if request.nth == 0 { first.clone().paced(2 << 20) } else { later.clone().ranges(Ranges::Blind) }
    }
}

fn packed_rest(old: &[u8]) -> Result<Resource> {
    let mut gzip = Command::new("gzip").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context("gzip")?;
    let (mut input, rest) = (gzip.stdin.take().context("no way in")?, old[KEPT..].to_vec());
    let writer = std::thread::spawn(move || input.write_all(&rest));
    let packed = gzip.wait_with_output()?.stdout;
    writer.join().map_err(|_| anyhow::anyhow!("the writer fell"))??;
    let part = Resource::status(206).body(packed).etag(OLD_TAG).content_type("application/octet-stream");
    let range = format!("bytes {KEPT}-{}/{SIZE}", SIZE - 1);
    Ok(part.header("Content-Range", range).header("Content-Encoding", "gzip"))
}
