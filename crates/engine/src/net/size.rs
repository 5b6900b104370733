//! How large a file is, before anybody fetches it.
//!
//! Owns the question and the second one, for servers that refuse the first (M245). Refuses bodies.

use haul_model::fault::Category;
use haul_model::range::{AskedRange, ContentRange};
use haul_model::task::{Calling, Download, Method};

use crate::net::{Answer, Clients, Part, Wish, fetch};
use crate::trouble::Trouble;

/// Length of the file that a download would fetch; `None` where neither server nor task says.
pub(crate) async fn size_of(clients: &Clients, download: &Download) -> Result<Option<u64>, Trouble> {
    let calling = Calling { method: Method::Head, body: None, ..download.calling() };
    let head = fetch(clients, Wish { calling, address: &download.url, part: None }).await?;
    let whole = match head.status() {
        200..=299 => length(&head),
        400 | 403 | 405 | 501 => whole_by_a_byte(clients, download).await?,
        status => return Err(refused(status)),
    };
    let asked = download.window.map_or(whole, |window| window.length(whole));
    Ok(asked.or_else(|| download.hinted_length()))
}

/// The length as the label of one byte tells it.
async fn whole_by_a_byte(clients: &Clients, download: &Download) -> Result<Option<u64>, Trouble> {
    let calling = Calling { method: Method::Get, body: None, ..download.calling() };
    let part = Part { range: AskedRange { first: 0, last: Some(0) }, if_range: None };
    let answer = fetch(clients, Wish { calling, address: &download.url, part: Some(part) }).await?;
    match answer.status() {
        206 => Ok(answer.text("content-range").and_then(|text| ContentRange::parse(&text)?.total)),
        200 => Ok(length(&answer)),
        status => Err(refused(status)),
    }
}

fn length(answer: &Answer) -> Option<u64> {
    answer.text("content-length")?.trim().parse().ok()
}

fn refused(status: u16) -> Trouble {
    Trouble::new(Category::Http(status), format!("The server answered {status} when it was asked for the size."))
}
