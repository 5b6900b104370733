//! The options of `request`.
//!
//! Owns what can be said of a request on one line. Refuses meaning: that stands in the command itself.

use clap::{Args as ClapArgs, ValueHint};
use haul_api::Header;

use super::new::{Access, parameter};
use super::{Label, MethodWord, Tries};

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
    #[command(flatten)]
    pub(crate) tries: Tries,
    #[command(flatten)]
    pub(crate) label: Label,
    #[command(flatten)]
    pub(crate) access: Access,
}

fn json(text: &str) -> Result<serde_json::Value, String> {
    serde_json::from_str(text).map_err(|error| format!("this is no JSON: {error}"))
}
