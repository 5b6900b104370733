//! What a start of the program asks for.
//!
//! Owns [`Wish`] and how the program that runs fulfils it, for its own start and for every later one that hands its
//! wish over. Rule kept here: only http and https addresses are taken, whoever says them.

use haul_api::{Add, AddedBy, Code, NewDownload, Outcome, Refusal, Selection};
use serde::{Deserialize, Serialize};
use tauri::{AppHandle, Manager};

use crate::link::Link;
use crate::page::{self, Told};
use crate::window;

/// What one start of the program asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Wish {
    /// Addresses to download.
    pub(crate) urls: Vec<String>,
    /// Addresses to ask the person about first.
    #[serde(default)]
    pub(crate) offered: Vec<String>,
    /// What else to do.
    pub(crate) deeds: Vec<Deed>,
    /// Whether the window shall be seen.
    pub(crate) window: Seen,
}

/// Something to do at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Deed {
    /// Open the dialog for new downloads.
    AskForDownloads,
    /// Pause everything.
    PauseAll,
    /// Go on with everything.
    ResumeAll,
}

/// Whether the window shall be seen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Seen {
    /// Bring it to the front.
    #[default]
    Shown,
    /// Leave it as it is.
    AsItIs,
}

/// What became of a wish.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Answer {
    /// A sentence for each thing that could not be done.
    pub(crate) refused: Vec<String>,
}

/// Does what is wished.
pub(crate) async fn fulfil(app: &AppHandle, wish: Wish) -> Answer {
    if wish.window == Seen::Shown {
        window::show(app);
    }
    let mut refused = Vec::new();
    for deed in wish.deeds {
        if let Err(refusal) = perform(app, deed).await {
            refused.push(refusal.message);
        }
    }
    let offered: Vec<String> = wish.offered.into_iter().filter(|url| is_web_address(url)).collect();
    if !offered.is_empty() {
        window::show(app);
        page::tell(app, Told::AddAsked { text: offered.join("\n") });
    }
    refused.extend(add(app, wish.urls).await);
    Answer { refused }
}

/// Does one thing.
///
/// # Errors
/// What the host refuses.
pub(crate) async fn perform(app: &AppHandle, deed: Deed) -> Result<(), Refusal> {
    let client = app.state::<Link>().client()?;
    match deed {
        Deed::AskForDownloads => {
            window::show(app);
            page::tell(app, Told::AddAsked { text: String::new() });
        }
        Deed::PauseAll => {
            client.pause(Selection::All).await?;
        }
        Deed::ResumeAll => {
            client.resume(Selection::All).await?;
        }
    }
    Ok(())
}

async fn add(app: &AppHandle, urls: Vec<String>) -> Vec<String> {
    let (taken, others): (Vec<_>, Vec<_>) = urls.into_iter().partition(|url| is_web_address(url));
    let mut refused: Vec<String> = others.iter().map(|url| not_an_address(url)).collect();
    if taken.is_empty() {
        return refused;
    }
    let download = |url| NewDownload { url, name: Some("?".to_owned()), ..NewDownload::default() };
    let added = match app.state::<Link>().client() {
        Ok(client) => {
            let downloads = taken.into_iter().map(download).collect();
            client.add(Add { downloads, by: AddedBy::Window, batch: None }).await
        }
        Err(refusal) => Err(refusal),
    };
    match added {
        Ok(added) => refused.extend(added.outcomes.into_iter().filter_map(|outcome| match outcome {
            Outcome::Added(_) => None,
            Outcome::Refused(refusal) => Some(refusal.message),
        })),
        Err(refusal) => refused.push(refusal.message),
    }
    refused
}

/// True for what Haul can fetch.
pub(crate) fn is_web_address(text: &str) -> bool {
    let scheme = text.split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| ["http", "https"].iter().any(|taken| scheme.eq_ignore_ascii_case(taken)))
}

/// The sentence for anything else.
pub(crate) fn not_an_address(text: &str) -> String {
    Refusal::new(Code::BadUrl, format!("Haul takes addresses that begin with http:// or https://, not \"{text}\"."))
        .message
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_are_taken() {
        assert!(is_web_address("https://a.example/x?y=z"));
        assert!(is_web_address("HTTP://a.example"));
        for other in ["file:///etc/passwd", "magnet:?xt=1", "javascript:alert(1)", "a.example", "httpx://a", ""] {
            assert!(!is_web_address(other), "{other}");
        }
    }
}
