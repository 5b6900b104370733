//! Reaching a host for a moment.
//!
//! Owns what commands without work of their own do: ask whoever hosts, else visit the home as long as the question
//! takes. Rule kept here: a question starts no download.

use std::path::PathBuf;

use haul_api::Client;
use haul_host::{Home, Host};

/// Asks the host something and stops what was started for it.
pub(crate) async fn ask<T>(
    home: Option<PathBuf>,
    question: impl AsyncFnOnce(Client) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let hosted = Host::visit(Home::from_environment(home)?).await?;
    let answer = question(hosted.client()).await;
    hosted.stop().await;
    answer
}
