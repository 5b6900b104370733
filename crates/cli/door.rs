//! Reaching a host for a moment.
//!
//! Owns what commands without work of their own do: ask whoever hosts, else visit the home as long as the question
//! takes. Rules kept here: a question starts no download; whoever asks hears what is wrong with the database (M177).

use std::path::PathBuf;

use haul_api::{Client, Nothing};
use haul_host::{Home, Host};

use crate::output::Output;

/// Asks the host something and stops what was started for it.
pub(crate) async fn ask<T>(
    home: Option<PathBuf>,
    question: impl AsyncFnOnce(Client) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let hosted = Host::visit(Home::from_environment(home)?).await?;
    let client = hosted.client();
    tell_notes(&client).await;
    let answer = question(client).await;
    hosted.stop().await;
    answer
}

/// Tells a person what the host knows of a damaged, full or read-only database; on stderr, so in no reader's way.
pub(crate) async fn tell_notes(client: &Client) {
    let notes = client.overview(Nothing {}).await.map(|overview| overview.notes).unwrap_or_default();
    notes.iter().for_each(|note| Output::new(false).complain(note));
}
