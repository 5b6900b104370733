//! An answer that ends an attempt, in a sentence.
//!
//! Owns the words for each refusal and the text of an error answer. Refuses to decide what follows.

use haul_model::fault::Category;
use haul_model::range::Refusal;
use haul_model::remote::Reply;
use haul_model::retry::{Exchange, of_status};

use crate::net::Answer;
use crate::transfer::Halt;
use crate::trouble::Trouble;

/// Longest text of an error answer that is kept, in bytes.
const ERROR_TEXT: usize = 64 << 10;

/// What a refused answer means, with its text among what the server said last.
pub(crate) async fn read(refusal: Refusal, mut answer: Answer) -> (Halt, Reply) {
    let note = answer.note.take();
    let (mut reply, host) = (answer.reply(), answer.url.host_str().unwrap_or("the server").to_owned());
    reply.body = error_text(answer).await;
    (meaning(refusal, &reply, &host, note), reply)
}

/// What a refusal by `host` means; `note` is why, where that is known better than the status says.
pub(crate) fn meaning(refusal: Refusal, reply: &Reply, host: &str, note: Option<String>) -> Halt {
    let retry_after = reply.headers.iter().find(|(name, _)| name == "retry-after").map(|(_, value)| value.clone());
    let status = reply.code;
    if status == 404 {
        return Halt::Missing;
    }
    let (category, message) = match refusal {
        Refusal::ResourceChanged => (
            Category::HttpChanged,
            format!("{host} now offers a page instead of the file. Sign in or find the new address, then retry."),
        ),
        Refusal::AuthRequired => {
            (Category::AuthRequired, format!("{host} wants a user name and password. Give them, then retry."))
        }
        Refusal::RetryLater => {
            (of_status(status, Exchange::Fetch), format!("{host} is too busy or out of order (status {status})."))
        }
        Refusal::HttpError => (
            of_status(status, Exchange::Fetch),
            format!("{host} refuses this address (status {status}). Check it, or ask its owner."),
        ),
        Refusal::Protocol if matches!(status, 200 | 203 | 206) => (
            Category::HttpProtocol,
            format!("{host} names a length that contradicts itself, or a coding that nobody asked for."),
        ),
        Refusal::Protocol => (of_status(status, Exchange::Fetch), no_file(host, status)),
        Refusal::UnsolicitedPartial => (Category::HttpProtocol, no_file(host, status)),
    };
    let message = note.unwrap_or(message);
    Halt::Trouble(Trouble { category, message, retry_after })
}

fn no_file(host: &str, status: u16) -> String {
    format!("{host} sent an answer without a file (status {status}). Check the address.")
}

async fn error_text(mut answer: Answer) -> Option<String> {
    let mut text = Vec::new();
    while text.len() < ERROR_TEXT
        && let Ok(Some(chunk)) = answer.chunk().await
    {
        text.extend_from_slice(&chunk);
    }
    text.truncate(ERROR_TEXT);
    Some(String::from_utf8_lossy(&text).into_owned()).filter(|text| !text.is_empty())
}
