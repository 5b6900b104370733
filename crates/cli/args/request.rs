//! The options of `request`.
//!
//! Owns what can be said of a request on one line. Refuses meaning: that stands in the command itself.

use clap::{Args as ClapArgs, ValueHint};
use haul_api::Header;

use super::new::{Access, parameter};
use super::{Link, MethodWord};

/// A request to a server.
#[derive(Debug, ClapArgs)]
pub(crate) struct Ask {
    /// Request method.
    #[arg(ignore_case = true, value_name = "METHOD")]
    pub(crate) method: MethodWord,
    /// Address; one without a scheme is https.
    #[arg(value_name = "URL", value_hint = ValueHint::Url)]
    pub(crate) url: String,
    /// Query parameter, appended as it is.
    #[arg(long, value_name = "K=V", value_parser = parameter)]
    pub(crate) query: Vec<Header>,
    /// Send this text.
    #[arg(long, value_name = "TEXT", group = "content")]
    pub(crate) data: Option<String>,
    /// Send this JSON, a list or an object.
    #[arg(long, value_name = "JSON", group = "content", value_parser = json)]
    pub(crate) json_data: Option<serde_json::Value>,
    /// Tries after a failure that passes, 0 to 10.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=10))]
    pub(crate) retries: Option<u32>,
    /// Try again after answers that are not expected to change, such as 403.
    #[arg(long)]
    pub(crate) retry_permanent: bool,
    /// Give up after so many seconds, all tries counted.
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) max_time: Option<u64>,
    #[command(flatten)]
    pub(crate) link: Link,
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
    #[command(flatten)]
    pub(crate) access: Access,
}

fn json(text: &str) -> Result<serde_json::Value, String> {
    serde_json::from_str(text).map_err(|error| format!("this is no JSON: {error}"))
}
