//! What a program has a say in when a task begins.
//!
//! Owns the two questions: whether it begins at all, and with which address and headers (M119). Refuses to change anything
//! else of a task. Rule kept here: what is said holds for one attempt and is not kept.

use std::fmt;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use haul_model::remote::Reply;
use haul_model::task::{Header, Task, Work};
use url::Url;

/// How a program ends a task before it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is complete as it is, with this for the server's answer.
    Complete(Reply),
    /// There is no such file, with this for the server's answer.
    NotFound(Reply),
    /// It fails, and why.
    Failed(String),
    /// It is called off.
    Canceled,
}

/// What may be changed of a task that is about to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Starting {
    /// The task as it is kept, with its secrets.
    pub task: Arc<Task>,
    /// The address it asks in this attempt.
    pub url: Url,
    /// The headers it sends in this attempt.
    pub headers: Vec<Header>,
}

type Before = Arc<dyn Fn(Arc<Task>) -> BoxFuture<'static, Option<Verdict>> + Send + Sync>;
type Start = Arc<dyn Fn(Starting) -> BoxFuture<'static, Starting> + Send + Sync>;

/// What is asked when a task begins.
#[derive(Clone, Default)]
pub(crate) struct Hooks {
    before: Option<Before>,
    start: Option<Start>,
}

impl fmt::Debug for Hooks {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Hooks(…)")
    }
}

impl Hooks {
    /// Asks this first, in every attempt; a verdict is the end of the task.
    pub(crate) fn before<Answer>(&mut self, hook: impl Fn(Arc<Task>) -> Answer + Send + Sync + 'static)
    where
        Answer: Future<Output = Option<Verdict>> + Send + 'static,
    {
        self.before = Some(Arc::new(move |task| Box::pin(hook(task))));
    }

    /// Asks this next: what it gives back is what is asked and sent.
    pub(crate) fn start<Answer>(&mut self, hook: impl Fn(Starting) -> Answer + Send + Sync + 'static)
    where
        Answer: Future<Output = Starting> + Send + 'static,
    {
        self.start = Some(Arc::new(move |starting| Box::pin(hook(starting))));
    }

    /// Asks both about a task that is about to begin.
    pub(crate) async fn ask(&self, task: &mut Task) -> Option<Verdict> {
        if let Some(before) = &self.before
            && let Some(verdict) = before(Arc::new(task.clone())).await
        {
            return Some(verdict);
        }
        if let Some(start) = &self.start {
            let calling = task.work.calling();
            let (url, headers) = (calling.url.clone(), calling.headers.to_vec());
            let Starting { url, headers, .. } = start(Starting { task: Arc::new(task.clone()), url, headers }).await;
            change(&mut task.work, url, headers);
        }
        None
    }
}

fn change(work: &mut Work, url: Url, headers: Vec<Header>) {
    let private = work.private();
    *private.url = url;
    *private.headers = headers;
}
