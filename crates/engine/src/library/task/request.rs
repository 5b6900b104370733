//! A request whose answer is the result, as a program describes it.

use std::path::PathBuf;

use haul_model::naming;
use haul_model::place::Bases;
use haul_model::task::{Request, Work};
use haul_store::NewRecord;

use super::choices::{body_choices, common_choices};
use super::{Choices, Describe, Sent, Wants, record, task};
use crate::library::Refused;

/// A request whose answer is kept with the task: what is called a data task elsewhere (M166).
///
/// ```
/// use haul_engine::library::RequestTask;
///
/// let task = RequestTask::new("https://example.org/api").header("Accept", "application/json");
/// ```
#[derive(Debug, Clone)]
pub struct RequestTask {
    sent: Sent,
    choices: Choices,
}

impl RequestTask {
    /// A request to this address: a GET, or a POST where there is a body.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self { sent: Sent { url: url.into(), ..Sent::default() }, choices: Choices::default() }
    }

    common_choices!();
    body_choices!();
}

impl Describe for RequestTask {
    fn wants(&self) -> Wants {
        self.choices.wants
    }

    fn describe(self, _: &Bases) -> Result<NewRecord, Refused> {
        let url = self.sent.server()?;
        let method = self.sent.method()?;
        let request = Request {
            headers: self.sent.headers()?,
            secret_headers: self.sent.secret_headers,
            body: self.sent.body.transpose()?,
            ..Request::of(url.clone(), method)
        };
        // It has no file; the name is what a list calls it by.
        Ok(record(task(self.choices, Work::Request(request))?, PathBuf::from("/"), naming::choose([], &url, None)))
    }
}
