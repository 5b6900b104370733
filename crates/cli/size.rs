//! How long a file is, without fetching it.
//!
//! Owns `size`. Rule kept here: the number is data and goes to stdout, -1 where nobody knows; the reason is for people.

use std::path::PathBuf;

use haul_api::{NewRequest, Size};
use serde::Serialize;

use crate::args::Access;
use crate::door;
use crate::exit::Exit;
use crate::output::Output;
use crate::request::allowed;
use crate::wish;

/// The answer in a line for programs.
#[derive(Debug, Serialize)]
struct Line<'a> {
    url: &'a str,
    bytes: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'a str>,
}

/// Asks for the size of every file, one after the other.
pub(crate) async fn run(
    home: Option<PathBuf>,
    urls: Vec<String>,
    access: Access,
    out: &Output,
) -> anyhow::Result<Exit> {
    let like = allowed(wish::asking(access)?);
    let work = async |client: haul_api::Client| {
        for url in urls {
            let size = client.size(NewRequest { url: url.clone(), ..like.clone() }).await?;
            tell(&url, &size, out);
        }
        Ok(Exit::Done)
    };
    door::ask(home, work).await
}

fn tell(url: &str, size: &Size, out: &Output) {
    let why = size.why.as_deref();
    if out.is_json() {
        out.value(&Line { url, bytes: size.bytes, why });
        return;
    }
    out.line(&size.bytes.to_string());
    if let Some(why) = why {
        out.complain(&format!("{url}: {why}"));
    }
}
