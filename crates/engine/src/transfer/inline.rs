//! A file that its address holds.
//!
//! Owns the way of its bytes into a part file. Refuses the network. From there on it is a file like any other: compared,
//! synced and placed.

use std::os::unix::fs::FileExt as _;

use haul_model::data_url::DataUrl;
use haul_model::fault::Category;
use haul_model::remote::{Ranges, Remote};
use haul_model::status::Phase;

use crate::transfer::attempt::Attempt;
use crate::transfer::{Halt, blocking, finish, learn};
use crate::trouble::{Trouble, of_disk};

/// Writes the file of a `data:` address (M093).
pub(crate) async fn begin(attempt: &mut Attempt) -> Result<(), Halt> {
    let data = DataUrl::parse(&attempt.download().url)
        .map_err(|error| Trouble::new(Category::Policy, format!("{error} Check it for missing characters.")))?;
    let total = data.content.len() as u64;
    finish::has_declared_size(attempt.download(), Some(total))?;
    let remote = Remote {
        total: Some(total),
        validator: None,
        weak_etag: None,
        ranges: Ranges::Refused,
        content_type: Some(data.mime),
        redirects: Vec::new(),
        resource: None,
        source: 0,
        digests: Vec::new(),
        modified: None,
    };
    let name = attempt.record.name.clone();
    learn::begin_part(attempt, remote, name).await?;
    attempt.lines.entered(Phase::Transferring).await;
    let Some(part) = attempt.part.clone() else { return Err(Trouble::internal("a part file without a file").into()) };
    let path = attempt.path();
    attempt.rolling.push(0, &data.content);
    let written = blocking(move || part.write_all_at(&data.content, 0)).await?;
    written.map_err(|error| of_disk(&error, &path))?;
    attempt.lines.meter.advance(0, total, total);
    Ok(())
}
