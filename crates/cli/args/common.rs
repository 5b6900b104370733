//! The options of everything that becomes a task.
//!
//! Owns what can be said of a download, an upload and a request alike. Refuses meaning: that stands in the commands.

use clap::Args as ClapArgs;

use super::Link;

/// How often and how long it is tried, and over which link.
#[derive(Debug, ClapArgs)]
pub(crate) struct Tries {
    /// Tries after a failure that passes, 0 to 10.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=10))]
    pub(crate) retries: Option<u32>,
    /// Try again after answers that are not expected to change, such as 403.
    #[arg(long)]
    pub(crate) retry_permanent: bool,
    #[command(flatten)]
    pub(crate) link: Link,
    /// Give up after so many seconds, all tries counted.
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) max_time: Option<u64>,
}

/// What it is called, and where it stands among others.
#[derive(Debug, ClapArgs)]
pub(crate) struct Label {
    /// Group.
    #[arg(long, value_name = "G")]
    pub(crate) group: Option<String>,
    /// 0 starts first, 10 last; 5 unless said.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=10))]
    pub(crate) priority: Option<u32>,
    /// An id of your own choice.
    #[arg(long, value_name = "OWN")]
    pub(crate) id: Option<String>,
    /// Free text, kept as it is.
    #[arg(long, value_name = "TEXT")]
    pub(crate) metadata: Option<String>,
    /// Name for people.
    #[arg(long, value_name = "TEXT")]
    pub(crate) display_name: Option<String>,
}
