//! The file that publishes a download's digest.
//!
//! Owns its fetching and the choice of the digest in it. Refuses a large one. Rule kept here: the person asked for a check,
//! so a file that names no digest clearly ends the task before anything is placed.

use haul_model::digest::Algorithm;
use haul_model::digest::Digest;
use haul_model::digest::sidecar::{self, SidecarError};
use haul_model::fault::Category;
use haul_model::naming::url_name;
use haul_model::options::Coding;
use haul_model::retry::{Exchange, of_status};
use haul_model::task::{Download, Method};
use haul_store::Change;
use url::Url;

use crate::net::{self, Wish};
use crate::transfer::Halt;
use crate::transfer::attempt::Attempt;
use crate::trouble::Trouble;

/// Most bytes of such a file.
const MOST: usize = 1 << 20;

/// How much depends on the digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// The file is still to come, and its final name may not be known.
    Later,
    /// The file is there.
    Now,
}

/// Learns the published digest and keeps it, so that another attempt does not ask again. Does nothing for a task without
/// such a file, or with a digest of its own.
pub(crate) async fn learn(attempt: &mut Attempt, need: Need) -> Result<(), Halt> {
    let download = attempt.download();
    let Some(address) = download.checksum_from.clone() else { return Ok(()) };
    if download.checksum.is_some() || download.published.is_some() {
        return Ok(());
    }
    let text = tokio::select! {
        () = attempt.lines.stop.cancelled() => return Err(Halt::Stopped),
        text = text(attempt, &address) => text?,
    };
    let ours = [url_name(&download.url), Some(attempt.record.name.to_string())];
    let names: Vec<&str> = ours.iter().flatten().map(String::as_str).collect();
    let digest = match sidecar::choose(&text, &url_name(&address).unwrap_or_default(), &names) {
        Ok(digest) => digest,
        // The server may still give the file the name that is looked for.
        Err(SidecarError::NotNamed(_)) if need == Need::Later => return Ok(()),
        Err(error) => return Err(unusable(&address, &error.to_string()).into()),
    };
    attempt.keep(Change::Published { id: attempt.record.id, digest: digest.clone() }).await?;
    attempt.download.published = Some(digest);
    Ok(())
}

/// The algorithm that a file with digests will most likely ask for, before it was read.
pub(crate) fn likely_algorithm(download: &Download) -> Option<Algorithm> {
    let known = download.checksum.as_ref().or(download.published.as_ref()).map(Digest::algorithm);
    let address = download.checksum_from.as_ref().filter(|_| known.is_none())?;
    sidecar::algorithm_of_name(&url_name(address)?)
}

/// The text of the file, asked for as the download is, but without its body: secrets stay with the first origin.
async fn text(attempt: &Attempt, address: &Url) -> Result<String, Halt> {
    let download = Download { method: Method::Get, body: None, coding: Coding::AsSent, ..attempt.download().clone() };
    let wish = Wish::at(address, download.calling());
    let mut answer = net::fetch(&attempt.lines.site.clients, wish).await?;
    let status = answer.status();
    if matches!(status, 404 | 410) {
        return Err(unusable(address, "it is not there").into());
    }
    if status != 200 {
        let host = address.host_str().unwrap_or("The server");
        let message = format!("{host} does not give the file with the digest (status {status}). Check its address.");
        let mut trouble = Trouble::new(of_status(status, Exchange::Fetch), message);
        trouble.retry_after = answer.text("retry-after");
        return Err(trouble.into());
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > MOST {
            return Err(unusable(address, "it is too large for a file of digests").into());
        }
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn unusable(address: &Url, why: &str) -> Trouble {
    let name = url_name(address).unwrap_or_else(|| "the file with the digest".to_owned());
    let message = format!(
        "The file cannot be checked with {name}: {why}. Nothing was placed; correct its address, or download without it."
    );
    Trouble::new(Category::IntegrityChecksum, message)
}
