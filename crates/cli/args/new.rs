//! The options of `get` and `add`.
//!
//! Owns what can be said of a download on one line. Refuses meaning: that stands in `wish`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueHint};
use haul_api::Header;

use super::{BaseWord, ConflictWord, Label, MethodWord, Tries};

/// The downloads of `get` and `add`.
#[derive(Debug, ClapArgs)]
pub(crate) struct New {
    /// Addresses; one without a scheme is https.
    #[arg(value_name = "URL", required_unless_present = "input", value_hint = ValueHint::Url)]
    pub(crate) urls: Vec<String>,
    /// Read addresses from this file, one a line; - reads stdin.
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) input: Option<PathBuf>,
    /// Folder; made when missing. With --base it begins there, else here.
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) dir: Option<String>,
    /// Where the folder begins.
    #[arg(long, value_name = "BASE")]
    pub(crate) base: Option<BaseWord>,
    /// File name; without it the server's suggestion is taken.
    #[arg(short, long, value_name = "NAME")]
    pub(crate) output: Option<String>,
    /// What happens when the name is taken.
    #[arg(long, value_name = "HOW", default_value = "rename")]
    pub(crate) on_conflict: ConflictWord,
    /// Query parameter, appended as it is.
    #[arg(long, value_name = "K=V", value_parser = parameter)]
    pub(crate) query: Vec<Header>,
    /// Request method.
    #[arg(long, ignore_case = true, value_name = "METHOD")]
    pub(crate) method: Option<MethodWord>,
    /// Request body; the method is POST unless --method says otherwise.
    #[arg(long, visible_alias = "data", value_name = "DATA")]
    pub(crate) post: Option<String>,
    /// Do not mark the file with the address it came from.
    #[arg(long)]
    pub(crate) private: bool,
    /// Give the file the time the server says.
    #[arg(long)]
    pub(crate) remote_time: bool,
    /// Command that takes over the finished file, without a shell: every argument $file is replaced by its path.
    #[arg(long, value_name = "CMD $file", value_parser = argv)]
    pub(crate) post_command: Option<Argv>,
    /// Remove the file when that command has ended with code 0.
    #[arg(long, requires = "post_command")]
    pub(crate) post_command_removes: bool,
    #[command(flatten)]
    pub(crate) label: Label,
    /// Text of this task's notification in a state (running, complete, failed, paused, canceled), such as
    /// `complete={filename} is here`; a state without one shows none. `together=NAME` shares one notification with all
    /// downloads that name it so.
    #[arg(long = "notify", value_name = "STATE=TEXT")]
    pub(crate) notify: Vec<String>,
    #[command(flatten)]
    pub(crate) transfer: Transfer,
    #[command(flatten)]
    pub(crate) access: Access,
}

/// How the bytes come.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Transfer")]
pub(crate) struct Transfer {
    /// Most bytes a second, with K, M or G.
    #[arg(long, value_name = "RATE", value_parser = rate)]
    pub(crate) limit_rate: Option<u64>,
    /// Connections for each file; without it Haul finds out how many pay.
    #[arg(short = 'c', long, value_name = "LANES", value_parser = clap::value_parser!(u32).range(1..=32))]
    pub(crate) connections: Option<u32>,
    /// Another address of the same file; give it as often as there are some.
    #[arg(long = "mirror", value_name = "URL", value_hint = ValueHint::Url)]
    pub(crate) mirrors: Vec<String>,
    /// Digest the file has to have, such as sha-256=HEX.
    #[arg(long, value_name = "ALGO=HEX")]
    pub(crate) checksum: Option<String>,
    /// File that holds the digest: an address, one relative to the URL, or an ending of it such as .sha256.
    #[arg(long, value_name = "URL")]
    pub(crate) checksum_from: Option<String>,
    /// Length the file has to have, with K, M or G.
    #[arg(long, value_name = "BYTES", value_parser = amount)]
    pub(crate) size: Option<u64>,
    /// Fail when the file changed after a stop, or cannot be had in the parts that were asked for.
    #[arg(long)]
    pub(crate) strict: bool,
    /// Ask for gzip and unpack it on the way.
    #[arg(long)]
    pub(crate) decode: bool,
    #[command(flatten)]
    pub(crate) tries: Tries,
}

/// Who asks, and by which way.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Access")]
pub(crate) struct Access {
    /// Request header; @FILE reads headers from a file, one a line, and @- from stdin.
    #[arg(long = "header", value_name = "K: V", value_parser = written_header)]
    pub(crate) headers: Vec<Written<Header>>,
    /// Request header whose value is secret: for the first server only, and shown nowhere; @FILE as with --header.
    #[arg(long = "secret-header", value_name = "K: V", value_parser = written_header)]
    pub(crate) secret_headers: Vec<Written<Header>>,
    /// User name and password, for the first server only. Others can read what stands on a command line: U alone asks
    /// for the password, and @FILE reads U:P from a file.
    #[arg(long, value_name = "U[:P]")]
    pub(crate) user: Option<String>,
    /// File with an access token and how it is renewed, as JSON: access_token, access_headers, access_query, expires_in,
    /// refresh_token, refresh_url, refresh_headers, refresh_query; - is stdin.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) auth: Option<PathBuf>,
    /// Proxy, as http://, https://, socks5:// or socks5h://, or none; without it the settings decide.
    #[arg(long, value_name = "URL", value_hint = ValueHint::Url)]
    pub(crate) proxy: Option<String>,
    /// PEM file with your certificate and its key, for the first server only.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) cert: Option<PathBuf>,
    /// Send the cookies of a browser's cookies.txt to the sites they belong to.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) load_cookies: Option<PathBuf>,
    /// Accept any certificate of the first server.
    #[arg(long)]
    pub(crate) allow_insecure: bool,
    /// Follow a redirect from https to http.
    #[arg(long)]
    pub(crate) allow_downgrade: bool,
    /// Follow a redirect from a public server into the local network or to this computer.
    #[arg(long)]
    pub(crate) allow_private: bool,
}

/// An option's value, or the file it stands in.
#[derive(Debug, Clone)]
pub(crate) enum Written<T> {
    /// On the command line.
    Here(T),
    /// In this file; - is stdin.
    In(PathBuf),
}

/// A program and its arguments, as they are written on one line.
#[derive(Debug, Clone)]
pub(crate) struct Argv(pub(crate) Vec<String>);

fn argv(line: &str) -> Result<Argv, String> {
    shell_words::split(line).map(Argv).map_err(|_| "a quote is not closed".to_owned())
}

fn written_header(text: &str) -> Result<Written<Header>, String> {
    match text.strip_prefix('@') {
        Some(file) => Ok(Written::In(file.into())),
        None => header(text).map(Written::Here),
    }
}

/// Reads a header as it is written on a line.
pub(crate) fn header(text: &str) -> Result<Header, String> {
    let (name, value) = text.split_once(':').ok_or("a header is written as 'Name: value'")?;
    Ok(Header { name: name.trim().to_owned(), value: value.trim().to_owned() })
}

pub(super) fn parameter(text: &str) -> Result<Header, String> {
    let (name, value) = text.split_once('=').ok_or("a query parameter is written as name=value")?;
    Ok(Header { name: name.to_owned(), value: value.to_owned() })
}

pub(super) fn rate(text: &str) -> Result<u64, String> {
    amount(text)
        .ok()
        .filter(|bytes| *bytes > 0)
        .ok_or_else(|| "a rate is a number of bytes a second, such as 500K or 2M".to_owned())
}

/// A rate, or 0 for none.
pub(super) fn rate_or_none(text: &str) -> Result<u64, String> {
    if text.trim() == "0" { Ok(0) } else { rate(text) }
}

fn amount(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(['k', 'K', 'm', 'M', 'g', 'G']);
    let factor = match text.get(digits.len()..).map(str::to_ascii_uppercase).as_deref() {
        Some("") => 1,
        Some("K") => 1 << 10,
        Some("M") => 1 << 20,
        Some("G") => 1 << 30,
        Some(_) | None => 0,
    };
    let number: Option<f64> = digits.parse().ok().filter(|number: &f64| number.is_finite() && *number >= 0.0);
    let is_amount = |bytes: &f64| factor > 0 && *bytes < 1e18;
    let bytes = number.map(|number| number * f64::from(factor)).filter(is_amount);
    // In range by the filter above; what is cut off is less than a byte.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "see above")]
    bytes.map(|bytes| bytes as u64).ok_or_else(|| "this is a number of bytes, such as 700, 500K or 2M".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_take_k_m_and_g_of_1024() {
        for (text, bytes) in [("500", 500), ("2K", 2048), ("2m", 2 << 20), ("1G", 1 << 30), ("1.5K", 1536)] {
            assert_eq!(rate(text), Ok(bytes), "{text}");
        }
        for text in ["", "K", "fast", "-1", "2KK", "2T", "0", "1e400"] {
            assert!(rate(text).is_err(), "{text}");
        }
    }
}
