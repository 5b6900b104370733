//! Requests whose answer is all that is wanted.
//!
//! Owns the immediate answer (M167) and the question how large a file is (M245). Rule kept here: neither leaves a task
//! behind.

use haul_model::remote::{NO_ANSWER, Reply};

use crate::Fate;
use crate::library::{Describe as _, Finished, Haul, RequestTask};
use crate::net::Length;

/// The answer to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// Status code; 499 where nothing came from the server.
    pub status: u16,
    /// Reason phrase; without an answer, why there is none.
    pub reason: String,
    /// Lower-cased names and values, in order.
    pub headers: Vec<(String, String)>,
    /// The body, byte for byte.
    pub body: Vec<u8>,
}

impl Response {
    /// Whether the server did what it was asked.
    #[must_use]
    pub const fn is_success(&self) -> bool {
        matches!(self.status, 200..=206)
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Haul {
    /// Sends a request and gives its answer, be it what it may; a failure before any answer is one with the status 499.
    ///
    /// It is tried again as often as the task says, and is not kept.
    pub async fn request(&self, task: RequestTask) -> Response {
        let end = self.transmit(task).await;
        if let Some(id) = end.id {
            // Whoever forgot it first has done what is done here.
            let _ = self.remove(id, Fate::Keep).await;
        }
        response(end)
    }

    /// The length of the file that a task would fetch, asked by HEAD, or for a byte of it where HEAD is refused; `None` where
    /// nobody says. No task is kept (M245).
    ///
    /// # Errors
    /// [`Response`] with the status 499, when the address makes no sense or nothing came from the server; else the one that
    /// the server gave in place of the file.
    pub async fn expected_file_size(&self, task: crate::library::DownloadTask) -> Result<Option<u64>, Response> {
        let record = task.describe(self.bases()).map_err(|refused| unanswered(&refused.to_string()))?;
        let Some(download) = record.task.work.as_download() else { return Ok(None) };
        let asked = self.engine().site().clients.length(download.calling()).await;
        let whole = match asked.map_err(|trouble| unanswered(&trouble.message))? {
            Length::Bytes(bytes) => Some(bytes),
            Length::Unsaid => None,
            Length::Refused(status) => {
                let said = unanswered("The server refuses this address.");
                return Err(Response { status, ..said });
            }
        };
        let asked = download.window.map_or(whole, |window| window.length(whole));
        Ok(asked.or_else(|| download.hinted_length()))
    }
}

fn unanswered(why: &str) -> Response {
    Response { status: NO_ANSWER, reason: why.to_owned(), headers: Vec::new(), body: Vec::new() }
}

fn response(end: Finished) -> Response {
    let why = end.exception.as_ref().map(|exception| exception.description.clone());
    match end.response {
        Some(Reply { code, reason, headers, body }) => {
            let body = end.answer.or_else(|| body.map(String::into_bytes)).unwrap_or_default();
            Response { status: code, reason: reason.or(why).unwrap_or_default(), headers, body }
        }
        None => unanswered(&why.unwrap_or_default()),
    }
}
